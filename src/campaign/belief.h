/* What is believed about the arms before anything is played. */
#ifndef CAMPAIGN_BELIEF_H
#define CAMPAIGN_BELIEF_H

#include "replication.h"

/* The expectation of every arm under the model itself, in believed[num_arms]; sets the campaign's planned arm and
 * scale. WOM_INVALID where the dynamics refuses the model. */
wom_status wom_campaign_believe(double *believed, campaign *run, wom_job *job);

#endif
