/* maximize: which users to ask.
 *
 * Influence maximization under a number of seeds or a budget with fees. The objective is the expected weighted number
 * of incrementally active users f(S) = sum over users v of weight(v) * P(v active with S, not active without); with a
 * profit goal f(S) - fees. f is monotone and submodular under IC and LT with deadlines, acceptance and a baseline. */
#ifndef WOM_MAXIMIZE_H
#define WOM_MAXIMIZE_H

#include <wom/simulate.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* Borrowed arrays. num_seeds or a budget (with fees) is given, or both; for profit neither need be. Fees may exceed the
 * budget by a share of 1e-12, so that rounding keeps nobody out. */
typedef struct wom_problem {
    const wom_graph *graph;
    const wom_chances *chances; /* of the content */
    uint32_t num_seeds;         /* at most, the pinned among them; 0: as many as the budget allows */
    double budget;              /* at most this sum of fees; infinity: no budget */
    const double *fee;          /* [num_nodes] >= 0; NULL: 0 */
    const double *weight;       /* [num_nodes] >= 0, what an active user is worth; NULL: 1 */
    const double *accept;       /* [num_nodes] probability of accepting; NULL: 1 */
    const wom_node *pinned;     /* asked in any case, their fees counted first */
    uint32_t num_pinned;
    const bool *banned; /* [num_nodes] never asked; NULL: none */
    bool profit;        /* maximise f - fees: stop where the next user costs more than she brings */
    uint32_t max_steps; /* the deadline; 0: none */
    uint64_t seed;
    /* A content that somebody else asks users to pass on, whatever is chosen, where the dynamics has spread_joint: f
     * compares with the world of the rival alone. Algorithms that look at ties only (degree, pagerank, ...) do not see
     * it. */
    const wom_chances *rival;    /* filled; NULL: no rival */
    const wom_node *rival_asked; /* [num_rival_asked] */
    uint32_t num_rival_asked;
    const double *rival_accept; /* [num_nodes] probability of accepting the rival; NULL: 1 */
    /* Several contents: every seed carries one of them, nobody is asked with two. Seed s stands for user s % num_nodes
     * asked with content s / num_nodes. Not for profit, nor with pinned users. Contents spread independently. */
    uint32_t num_contents;               /* 0 or 1: that of `chances` alone */
    const wom_chances *const *chances_of; /* [num_contents] of one graph, dynamics and baseline; the first is `chances`.
                                             NULL where there is one content */
    bool pairs; /* f counts a user for each content that reaches her, with weight[num_contents * num_nodes], content by
                   content; else a user whom any content reaches and, without the campaign, none would have: with a
                   baseline, of contents nobody is asked with, too */
} wom_problem;

/* What an algorithm promises about its answer, and the numbers to re-check it. RR sets are the streams
 * (seed, WOM_PURPOSE_RR_SET, 2 i) for choosing and (seed, WOM_PURPOSE_RR_SET, 2 i + 1) for judging, i < num_sets. */
typedef struct wom_certificate {
    uint64_t seed;
    uint64_t num_sets;          /* of each collection */
    uint32_t num_rounds;        /* predeclared rounds that could have been judged: the union bound's */
    double failure;             /* probability that any statement here is wrong */
    double total_weight;        /* sum of weights: f = total_weight * share of covered sets */
    uint64_t choosing_coverage; /* sets of the choosing collection that the seeds cover */
    double best_coverage;       /* no admissible set covers more of that collection than this */
    uint64_t judging_coverage;
    double lower; /* f(seeds) >= lower */
    double upper; /* f(best) <= upper */
    double ratio; /* lower / upper */
    uint32_t num_contents; /* that a seed could carry; at least 1 */
    uint32_t num_stops; /* walks of the choosing collection end at so many users settled beforehand (and at the pinned);
                           0: at nobody. Then best_coverage bounds what they cover together with any admissible set */
} wom_certificate;

typedef struct wom_selection {
    uint32_t num_seeds; /* pinned first, then in order of choice */
    wom_node *seed;
    double *gain; /* [num_seeds] marginal gain by the algorithm's own estimate, in units of weight; NaN: it has none */
    double *gain_error; /* [num_seeds] its standard error; NaN: unknown */
    double value;       /* f by the algorithm's own (optimistic) estimate; judge on fresh worlds */
    double cost;        /* sum of fees */
    bool has_certificate;
    wom_certificate certificate;
    uint64_t num_evaluations; /* of f or of RR sets */
    bool complete;            /* false: stopped early; what is here is valid */
} wom_selection;

/* What an algorithm, or its promise, rests on: bits. */
typedef enum wom_needs {
    WOM_NEEDS_NOTHING = 0,
    WOM_NEEDS_SUBMODULAR = 1, /* expected active users is monotone and submodular in the seeds */
    WOM_NEEDS_ADDITIVE = 2,   /* whom a set of seeds reaches in a world is whom its members reach there */
    WOM_NEEDS_REVERSE = 4,    /* reverse reachable sets can be drawn */
} wom_needs;

typedef struct wom_algorithm {
    wom_variant variant;
    const char *promise; /* what it guarantees, in a sentence */
    bool certifies;
    bool assigns;   /* takes several contents */
    uint32_t needs;         /* wom_needs: it refuses dynamics that lack any of these */
    uint32_t promise_needs; /* beyond `needs`: where the dynamics lacks any of these, its answers hold no promise */
    wom_status (*select)(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params);
} wom_algorithm;

/* ris (default), ris-stop, imm, greedy, celf, local-search, degree, single-discount, degree-discount, k-core, k-shell,
 * collective-influence, pagerank, random, exhaustive. */
extern const wom_catalogue wom_algorithms;

/* NULL where the dynamics has all that is needed, else the first thing that it lacks: "is not additive: ...". So
 * wom_algorithm_refuses tells whether wom_select refuses the pair, and wom_algorithm_lacks_promise whether, though it
 * does not, nothing is promised. */
const char *wom_needs_lacking(uint32_t needs, const wom_dynamics *dynamics);
const char *wom_algorithm_refuses(const wom_algorithm *algorithm, const wom_dynamics *dynamics);
const char *wom_algorithm_lacks_promise(const wom_algorithm *algorithm, const wom_dynamics *dynamics);

/* Whether seeds under this dynamics can carry different contents: NULL, or what it lacks, beyond what an algorithm
 * needs. */
const char *wom_contents_lacking(const wom_dynamics *dynamics);

/* Chooses seeds. Users who add nothing by the algorithm's own estimate are asked only while they cost nothing. Ties go
 * to the lower node. The same bits for any number of threads.
 *
 * On WOM_TIMEOUT or WOM_CANCELLED the selection holds what was chosen so far, at least the pinned (complete = false),
 * with the certificate of the last completed round only; on WOM_NO_MEMORY likewise if a round was completed, else it is
 * NULL. WOM_UNPROVEN when a ratio asked for was not reached: the selection and its certificate are valid. So the
 * selection is to be freed whatever the status. WOM_INVALID for impossible problems: no seed affordable, a pinned user
 * banned or beyond the budget, bad numbers, a dynamics that the algorithm cannot treat, several contents for one that
 * does not assign them.
 *
 * Cost: ris draws a few thousand to a few million RR sets and keeps half of them, 8 bytes a member and 21 a set; celf
 * runs `worlds` cascades of every user once and a few hundred times `worlds` after that, and keeps a bit a user and
 * world; greedy runs `worlds` cascades of every user for every seed. */
wom_status wom_select(wom_selection **selection, wom_job *job, const wom_problem *problem, const wom_choice *algorithm);
void wom_selection_free(wom_selection *selection);

/* Computes the certificate of these seeds anew and tells whether it *agrees with the claim. From the claim it takes
 * seed, num_sets, num_rounds, failure and num_stops; both collections are drawn again and everything else is computed:
 * total weight, both coverages, best_coverage by a greedy choice made here on the choosing collection, bounds and
 * ratio. So how the seeds were found does not matter. Coverages must be equal, the rest equal to 1e-9. Not checked,
 * because no computation can: that seed, num_sets and num_rounds were settled beforehand. A ratio is only covered when
 * all agrees; *computed is what holds for these seeds otherwise, provided they were chosen without the judging
 * collection. WOM_INVALID for seeds that the problem does not admit, impossible claims, and profit, which has no
 * certificates. Cost and memory: as the round of ris that made it. */
wom_status wom_certificate_check(bool *agrees, wom_certificate *computed, wom_job *job, const wom_problem *problem,
                                 const wom_node *seeds, uint32_t num_seeds, const wom_certificate *claimed);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
