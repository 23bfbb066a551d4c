/* Lazy greedy choice of seeds, for any way of telling marginal gains. */
#ifndef MAXIMIZE_LAZY_GREEDY_H
#define MAXIMIZE_LAZY_GREEDY_H

#include "selection.h"

/* Tells marginal gains, in units of weight, given the users taken so far. Gains must not grow by taking (f is
 * submodular): that makes an old gain a bound for the new one. */
typedef struct wom_gain_oracle {
    void *context;
    void (*reset)(void *context); /* nobody taken */
    /* gain[num_nodes] of every candidate, after the pinned were taken. */
    wom_status (*first)(void *context, double *gain);
    wom_status (*gain)(void *context, double *gain, wom_node node);
    wom_status (*take)(void *context, double *gain, double *gain_error, wom_node node);
} wom_gain_oracle;

/* The pinned, then greedily chosen candidates. Without fees the one greedy of Nemhauser, Wolsey and Fisher (1978);
 * with a budget the better of greedy by gain and greedy by gain per fee (Leskovec et al., KDD 2007); for profit the
 * better of distorted greedy (Harshaw et al., ICML 2019; only with a number of seeds) and of taking who is worth most
 * as long as she is worth her fee. Users without gain are taken only while they are free of charge. On failure the
 * selection holds what was taken, if anything. */
wom_status wom_greedy_choose(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                             const wom_gain_oracle *oracle);

#endif
