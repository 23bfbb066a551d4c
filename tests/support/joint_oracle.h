/* Contents that act on each other, exactly, on tiny graphs: the process in the words of its definition, run once for
 * every way in which its draws can fall. Nothing here is shared with the kernels or with live edges. */
#ifndef JOINT_ORACLE_H
#define JOINT_ORACLE_H

#include <wom/propagation.h>

enum { ORACLE_NODES = 8, ORACLE_CONTENTS = 3 };

typedef enum oracle_rule { ORACLE_CHANCE, ORACLE_OWN, ORACLE_RIVAL } oracle_rule;

typedef struct joint_case {
    const wom_graph *graph;                     /* at most ORACLE_NODES users */
    uint32_t num_contents, num_own;             /* own first; at most ORACLE_CONTENTS */
    const double *probability[ORACLE_CONTENTS]; /* [num_ties] of each content */
    const wom_node *asked[ORACLE_CONTENTS];
    uint32_t num_asked[ORACLE_CONTENTS];
    const double *accept; /* [num_nodes] NULL: 1 */
    double baseline;
    uint32_t max_steps; /* 0: to the end */
    bool complementary;
    double alone, with_other; /* complementary */
    oracle_rule rule;         /* competitive */
} joint_case;

/* The probability that a user is active with a content. */
typedef struct joint_exact {
    double active[ORACLE_CONTENTS][ORACLE_NODES];
    double with_own[ORACLE_NODES]; /* with any of the own */
} joint_exact;

joint_exact exact_joint(const joint_case *given);

/* Expected users active with any of the own contents, and with the first of the rival's. */
double exact_own(const joint_case *given);
double exact_rival(const joint_case *given);

#endif
