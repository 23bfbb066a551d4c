/* SIR and SIS on tiny graphs exactly: the Markov chain over what every user is in, step by step. Nothing here is shared
 * with the library's walks. */
#ifndef EPIDEMICS_H
#define EPIDEMICS_H

#include <wom/graph.h>

enum { EPIDEMIC_USERS = 6, EPIDEMIC_STATES = 4096 };

typedef struct epidemic {
    const wom_graph *graph; /* a tie's strength is the probability of a try */
    double recovery;
    uint32_t period; /* steps; everybody is infectious so long, then recovers with `recovery` a step */
    bool forgets;    /* SIS: the recovered can be infected again */
    uint32_t num_states;
    double probability[EPIDEMIC_STATES], next[EPIDEMIC_STATES];
} epidemic;

/* The seeds are infectious. `recovery`, or `period` steps where that is not 0. At most 6 users, fewer with a period. */
void epidemic_begin(epidemic *made, const wom_graph *graph, double recovery, uint32_t period, bool forgets,
                    const wom_node *seeds, uint32_t num_seeds);

void epidemic_run(epidemic *on, uint32_t num_steps);

/* Probability that the user was ever infected; that exactly `number` users were. */
double epidemic_ever(const epidemic *on, wom_node user);
double epidemic_size(const epidemic *on, uint32_t number);

#endif
