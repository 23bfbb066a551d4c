/* Users by shell. */
#ifndef MAXIMIZE_CORENESS_H
#define MAXIMIZE_CORENESS_H

#include "selection.h"

/* (*score)[num_nodes], freed by wom_free: the higher coreness comes first, among equals more ties to others. */
wom_status wom_coreness_scores(double **score, wom_job *job, const wom_graph *graph);

#endif
