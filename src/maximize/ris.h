/* The rounds of RIS: greedy choice on RR sets, doubled until fresh sets certify it. */
#ifndef MAXIMIZE_RIS_H
#define MAXIMIZE_RIS_H

#include "certificate.h"

typedef struct wom_ris_params {
    double epsilon;
    double failure;
    double ratio;
    double precision;
    uint64_t max_sets;
} wom_ris_params;

/* The rows of these parameters, which come first in whatever holds them. */
#define WOM_RIS_FIELDS                                                                                                 \
    { "epsilon", WOM_FIELD_REAL, offsetof(wom_ris_params, epsilon), 0.1, 0.001, 0.6, "",                               \
      "stop at a certified ratio of 1 - 1/e - epsilon to the best", NULL },                                            \
    { "failure", WOM_FIELD_REAL, offsetof(wom_ris_params, failure), 0, 0, 0.5, "probability",                          \
      "that the certificate is wrong; 0: one in the number of users", NULL },                                          \
    { "ratio", WOM_FIELD_REAL, offsetof(wom_ris_params, ratio), 0, 0, 0.999, "",                                       \
      "certified ratio to reach, in place of epsilon's; not reaching it is an error", NULL },                          \
    { "precision", WOM_FIELD_REAL, offsetof(wom_ris_params, precision), 0.02, 0, 1, "",                                \
      "go on until fresh sets confirm the seeds' value to within this share, so that chance does not choose between "  \
      "good seeds; 0: stop at the ratio", NULL },                                                                      \
    { "max_sets", WOM_FIELD_UINT64, offsetof(wom_ris_params, max_sets), 67108864, 1, 4294967295.0, "sets",             \
      "most RR sets of each collection", NULL }

/* Chooses with walks that end at so many users (see wom_early_stops; 0: nobody); where that does not pay, or does not
 * suffice for the target, without. */
wom_status wom_ris_choose(wom_selection *selection, wom_job *job, const wom_problem *problem,
                          const wom_ris_params *params, uint32_t num_stops);

#endif
