/* Greedy choice of seeds, for any way of telling marginal gains. */
#ifndef MAXIMIZE_GREEDY_CHOICE_H
#define MAXIMIZE_GREEDY_CHOICE_H

#include "selection.h"

/* Tells marginal gains, in units of weight, given the users taken so far. Nodes are asks, where there are several
 * contents. */
typedef struct wom_gain_oracle {
    void *context;
    uint64_t num_parts;           /* that `all` advances the job's stage by; 0: it is over at once */
    void (*reset)(void *context); /* nobody taken */
    /* gain[asks] of every candidate who is not taken; of others anything. */
    wom_status (*all)(void *context, double *gain);
    wom_status (*gain)(void *context, double *gain, wom_node node); /* NULL: only all are told at a time */
    wom_status (*take)(void *context, double *gain, double *gain_error, wom_node node);
} wom_gain_oracle;

/* Lazy: an old gain serves as a bound for the new one, which is right where gains do not grow by taking (f is
 * submodular). Plain: everybody is asked about before every choice. Both choose the same where both are right. */
typedef enum wom_greedy_manner { WOM_GREEDY_LAZY, WOM_GREEDY_PLAIN } wom_greedy_manner;

/* The pinned, then greedily chosen candidates, nobody with two contents (then the greedy for a matroid of Fisher,
 * Nemhauser and Wolsey, 1978). Without fees the one greedy of Nemhauser, Wolsey and Fisher (1978);
 * with a budget the better of greedy by gain and greedy by gain per fee (Leskovec et al., KDD 2007); for profit the
 * better of distorted greedy (Harshaw et al., ICML 2019; only with a number of seeds) and of taking who is worth most
 * as long as she is worth her fee. Users without gain are taken only while they are free of charge, users who do harm
 * never. On failure the selection holds what was taken, if anything. */
wom_status wom_greedy_choose(wom_selection *selection, wom_job *job, const wom_admissible *admissible,
                             const wom_gain_oracle *oracle, wom_greedy_manner manner);

#endif
