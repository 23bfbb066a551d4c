/* propagation: the probability that a tie passes a content on, and how a content spreads.
 *
 * Every weighting becomes one form, evaluated tie by tie:
 *
 *     P_c(e) = o[e] + w[e] * link(a[c] * s[e] + d[c] * u[e] + g[e] * b[c][head(e)])
 *
 * with link(x) = min(x, 1) or 1 - exp(-x), clipped to [0, 1]. The default weighting is
 * P_c(i->j) = alpha S(i,j)/D(j) + beta C_c(i,j)/N(j): s = S/D, a = alpha, g = 1/N, b = beta C(c, j). */
#ifndef WOM_PROPAGATION_H
#define WOM_PROPAGATION_H

#include <wom/data.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- The model: P_c(e) ---- */

/* A number for every tie that need not be stored for every tie: of_tie[tie] if given, else of_head[head of the tie] if
 * given, else `all`. */
typedef struct wom_term {
    float *of_tie;  /* [num_ties] or NULL */
    float *of_head; /* [num_nodes] or NULL */
    double all;
} wom_term;

static inline double
wom_term_value(const wom_term *term, wom_tie tie, wom_node head)
{
    if (term->of_tie != NULL) return (double)term->of_tie[tie];
    return term->of_head != NULL ? (double)term->of_head[head] : term->all;
}

typedef enum wom_link { WOM_LINK_CLIP, WOM_LINK_EXPONENTIAL } wom_link; /* min(x, 1); 1 - exp(-x) */
extern const char *const wom_link_names[];                              /* "clip", "exponential", NULL */

typedef struct wom_model wom_model;

/* One layer of ties, weighed as if it were the whole graph. The model above it owns all three. */
typedef struct wom_model_layer {
    wom_graph *graph;
    wom_tie *tie_of; /* [graph->num_ties] their numbers in the whole graph, ascending */
    wom_model *model;
} wom_model_layer;

/* The model owns its arrays, borrows the graph. Memory: 4 bytes for every stored item of a term, 4 bytes a user and
 * content of `interest`; with layers that of each of them, their graphs, and 8 bytes a tie. */
struct wom_model {
    const wom_graph *graph;
    uint32_t num_contents;
    wom_link link;
    wom_term offset;         /* o */
    wom_term scale;          /* w */
    wom_term social;         /* s */
    wom_term alike;          /* u: user-user similarity */
    wom_term interest_scale; /* g */
    double *social_weight;   /* a[num_contents] */
    double *alike_weight;    /* d[num_contents] */
    float *interest;         /* b[num_contents * num_nodes], content-major; NULL: 0 */
    double baseline; /* probability that a user becomes active with neither friend nor seed, a world and content */
    uint64_t num_missing_similarities; /* pairs whose similarity is 0 because a vector is missing */
    uint32_t layer_number;             /* where this is the model of a layer: which; else 0 */
    uint32_t num_layers;               /* above 0: P is that of the tie in its layer, not that of the terms above */
    wom_model_layer *layers;           /* [num_layers] */
    wom_tie *place;                    /* [num_ties] a tie's number in the graph of its layer */
};

/* P_c(e), clipped to [0, 1]. Exact in double from the stored terms. */
double wom_model_probability(const wom_model *model, uint32_t content, wom_tie tie, wom_node head);

/* Whether the formula gave more than 1 before clipping. */
bool wom_model_is_clipped(const wom_model *model, uint32_t content, wom_tie tie, wom_node head);

void wom_model_free(wom_model *model);

/* ---- Weightings: a table ---- */

typedef struct wom_weighting {
    wom_variant variant;
    bool reads_file; /* the one that its parameter "file" names */
    /* Fills a model whose graph, contents and neutral terms (o = 0, w = 1, everything else 0) are set. */
    wom_status (*fill)(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity,
                       const void *params);
} wom_weighting;

/* social-interest (default), weighted-cascade, constant, column, activity, jaccard, layers, trivalency, uniform,
 * learned. */
extern const wom_catalogue wom_weightings;

/* Gives every tie its probability. `similarity` is a choice of wom_similarities. WOM_INVALID where the data lack what
 * the weighting needs (interests, a column), naming it. */
wom_status wom_model_create(wom_model **model, wom_job *job, const wom_data *data, const wom_choice *weighting,
                            const wom_choice *similarity, double baseline);

/* The distribution of P over the ties, for reports. */
typedef struct wom_model_summary {
    double mean, quantiles[5]; /* of P over ties: 5 %, 25 %, 50 %, 75 %, 95 % */
    double max;
    double mean_incoming, max_incoming; /* sums of P over the ties into a user */
    wom_node worst_node;                /* with the largest incoming sum */
    uint64_t num_clipped;               /* ties whose P was above 1 before clipping */
} wom_model_summary;
wom_status wom_model_summarise(wom_model_summary *summary, wom_job *job, const wom_model *model, uint32_t content);

/* ---- The chances of one content: integers for coins ---- */

typedef struct wom_dynamics wom_dynamics;

/* The transient form that kernels use: a tie is live in a world iff coin(world, index) - start < threshold, where index
 * is the tie (IC) or its head (LT, start = where the tie's interval begins). Memory: 4 bytes a tie (8 for LT), 8 a
 * node where `incoming` is kept. */
typedef struct wom_chances {
    const wom_graph *graph;
    const wom_dynamics *dynamics;
    const void *params; /* the dynamics', borrowed */
    uint32_t content;
    uint32_t *threshold;  /* [num_ties] by tie's number */
    uint32_t *start;      /* [num_ties]; NULL: 0 everywhere */
    uint64_t *incoming;   /* [num_nodes] sum of the thresholds of the ties into a user before any was masked; NULL where
                             the dynamics needs none */
    uint32_t baseline;    /* threshold of a user's own activation */
    uint64_t num_clipped; /* ties whose P was above 1 */
    /* The same by place in the in-CSR, for reverse walks; NULL: looked up by tie. See wom_chances_arrange. */
    uint32_t *in_threshold, *in_start;
} wom_chances;

/* Room for the chances of any content of the model. Refill it as often as wanted. */
wom_status wom_chances_create(wom_chances **chances, wom_job *job, const wom_graph *graph, const wom_choice *dynamics);

/* Computes the chances of a content: parallel over nodes. WOM_INVALID where the dynamics refuses (LT: an incoming sum
 * above 1, naming the worst user's node and sum; the chances are then not to be used). `masked` (may be NULL;
 * [num_ties]) marks ties that never pass anything on; in a fixed world masking takes live ties away and changes no
 * other (LT: a user who would have listened to a masked tie listens to nobody; shares of friends count the masked ones
 * as silent; where failed tries weaken later ones, those of masked ties do not). */
wom_status wom_chances_fill(wom_chances *chances, wom_job *job, const wom_model *model, uint32_t content,
                            const bool *masked);

/* As wom_chances_fill with probabilities given tie by tie: for hidden worlds, tests and learned models; no job, serial,
 * so that a worker may call it inside a block. P outside [0, 1] is clipped and counted, NaN as 0. LT: incoming sums
 * above 1 are scaled to 1 when `normalise`, else WOM_INVALID. */
wom_status wom_chances_fill_from(wom_chances *chances, const double *probability, uint32_t content, double baseline,
                                 bool normalise);
void wom_chances_free(wom_chances *chances);

/* A view of filled chances in which reverse walks find what they need side by side: the same walks, bit for bit,
 * several times as fast. It borrows everything but in_threshold and in_start, which the caller frees by
 * wom_chances_disarrange; it is good until the chances are filled anew. Memory: 4 bytes a tie (8 for LT). */
wom_status wom_chances_arrange(wom_chances *view, wom_job *job, const wom_chances *chances);
void wom_chances_disarrange(wom_chances *view);

/* ---- Worlds and cascades ---- */

/* One outcome of all chances of one content: keys by purpose. */
typedef struct wom_world {
    uint64_t tie, lt_choice, baseline, acceptance, purchase, delay, recovery, order, threshold, adoption;
} wom_world;

/* World number `replicate` of `seed` for the content in place `slot` of the plan. Rivals' contents have slots of their
 * own, WOM_RIVAL_SLOT and on, so that all plans meet the same rival. */
#define WOM_RIVAL_SLOT (UINT64_C(1) << 32)
wom_world wom_world_of(uint64_t seed, uint64_t replicate, uint64_t slot);

/* A worker's scratch, and the outcome of the last spread or reverse walk. Memory: 20 bytes a node; 32 and the dynamics'
 * scratch where it is timed; 4 more where it is traced. */
typedef struct wom_cascade {
    wom_node num_nodes;
    wom_node *active; /* [num_active] in order of activation */
    uint32_t num_active;
    uint32_t *step_first;  /* the k-th step with activations: active[step_first[k]] .. active[step_first[k + 1] - 1] */
    uint32_t *step_number; /* [num_steps] which step that is, ascending; NULL: k itself. See wom_cascade_step */
    uint32_t num_steps;    /* with activations; the first is step 0: seeds and the baseline */
    double *time;     /* [num_nodes] when the active became active, in steps; NULL where the dynamics is not timed */
    wom_node *parent; /* [num_nodes] who made the active active, WOM_NO_NODE for seeds and the baseline; NULL: not kept,
                         see wom_cascade_trace. Spreads fill it, reverse walks do not */
    void *scratch;    /* the dynamics': scratch_bytes a node, zero at first and whenever `epoch` begins anew */
    size_t scratch_size; /* bytes */
    uint32_t num_exposed;   /* users with an active friend who tried, and the active; only if it was asked for */
    uint32_t *active_mark;  /* [num_nodes] equals `epoch` for the active */
    uint32_t *exposed_mark; /* [num_nodes] equals `epoch` for the exposed */
    uint32_t epoch;
    wom_node *own; /* [num_own] users active by themselves in the world `own_world` at `own_threshold` */
    uint32_t num_own, own_threshold;
    uint64_t own_world;
    bool own_is_known;
} wom_cascade;

/* For these chances, and any others of the same graph and dynamics; they need not be filled. */
wom_status wom_cascade_create(wom_cascade **cascade, wom_job *job, const wom_chances *chances);
void wom_cascade_free(wom_cascade *cascade);

/* From now on spreads remember who made whom active. Costs time: only where somebody looks. */
wom_status wom_cascade_trace(wom_cascade *cascade, wom_job *job);

/* The step in which the k-th group of users became active. */
static inline uint32_t
wom_cascade_step(const wom_cascade *cascade, uint32_t k)
{
    return cascade->step_number == NULL ? k : cascade->step_number[k];
}

static inline bool
wom_cascade_reached(const wom_cascade *cascade, wom_node node)
{
    return cascade->active_mark[node] == cascade->epoch;
}

/* ---- Dynamics: a table ---- */

typedef struct wom_spread_options {
    uint32_t max_steps; /* the deadline: steps after which nothing counts; 0: run to the end. Where a dynamics is timed,
                           step t > 0 holds the times in (t - 1, t] */
    bool with_baseline; /* users active by themselves (the leak) */
    bool want_exposed;  /* count the exposed as well */
} wom_spread_options;

/* Contents that spread at once and act on each other: the plan's own first, then the rivals'. Borrowed arrays, an entry
 * a content; all cascades and chances are of one graph and dynamics. */
typedef struct wom_joint {
    uint32_t num_contents, num_own;
    wom_cascade *const *cascade;       /* each content's own; cascade 0 also holds what they share */
    const wom_chances *const *chances; /* filled */
    const wom_world *world;
    const wom_node *const *seeds; /* already accepted; distinct within a content */
    const uint32_t *num_seeds;
} wom_joint;

/* For kernels that go through many worlds at once: whether all that a world holds is which ties are live, everybody
 * acting once, in the step after her activation, and whose coin decides on a tie. */
typedef enum wom_lanes_law {
    WOM_LANES_NONE,    /* there is more to it */
    WOM_LANES_BY_TIE,  /* coin(world.tie, tie) < threshold */
    WOM_LANES_BY_HEAD, /* coin(world.lt_choice, head) - start < threshold */
} wom_lanes_law;

/* How a reverse walk may find the ties over which a user would have been made active, where that takes no more than her
 * ties' chances: each is live by itself; at most one is, by intervals. */
typedef enum wom_live_in_ties { WOM_LIVE_BY_WALK, WOM_LIVE_EACH, WOM_LIVE_ONE } wom_live_in_ties;

struct wom_dynamics {
    wom_variant variant;
    bool submodular; /* expected active users is monotone and submodular in the seeds (Kempe, Kleinberg and Tardos, KDD
                        2003) */
    bool additive;   /* more than that: in every world the users reached from a set of seeds are those reached from any
                        one of them. Kept reached sets and reverse reachable sets rest on it */
    bool monotone;   /* in every world more seeds, more steps and a baseline never lose anybody, and masked ties never
                        win anybody */
    const char *claim;      /* what holds, in a sentence */
    bool needs_deadline;    /* has no end of its own: max_steps must be given */
    bool needs_start;       /* chances carry `start` */
    bool needs_incoming;    /* chances carry `incoming` */
    wom_lanes_law lanes;
    bool timed;             /* cascades carry `time`, and steps may be empty */
    uint32_t scratch_bytes; /* of a cascade, a node */
    /* Refuses parameters that are each in range, but not together. NULL: they all go together. */
    wom_status (*check)(const void *params);
    /* Turns probabilities (already in threshold[]) into chances; may refuse. NULL: nothing to do. */
    wom_status (*prepare)(wom_chances *chances, bool normalise);
    /* One world from the seeds (already accepted; distinct). */
    void (*spread)(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
                   uint32_t num_seeds, const wom_spread_options *options);
    /* One world of all contents, which take notice of each other; each cascade holds who is active with its content.
     * The exposed are counted for own contents only. A single content: as `spread`. NULL: contents spread apart. */
    void (*spread_joint)(const wom_joint *joint, const wom_spread_options *options);
    /* A reverse reachable set: the users who would have made `root` active, root included, in cascade->active in any
     * order, without steps and times; within max_steps steps (0: at any time). Draws from rng. Stops early and returns
     * false as soon as a member for which `stop` is true is met (stop may be NULL; [num_nodes]); the set is then
     * incomplete, but she is in it. Borgs et al., SODA 2014. NULL where there is no such walk. */
    bool (*reverse)(wom_cascade *cascade, const wom_chances *chances, wom_rng *rng, wom_node root, uint32_t max_steps,
                    const bool *stop);
    wom_live_in_ties live_in_ties; /* WOM_LIVE_BY_WALK: only `reverse` knows. Else RR sets are drawn by faster walks of
                                      the same law, and `reverse` is what they are tested against */
};

/* ic (default), lt, continuous-time, sir, sis, k-contact, fractional-threshold, decreasing, competitive,
 * complementary. */
extern const wom_catalogue wom_dynamics_catalogue;

/* WOM_INVALID where contents spread apart from each other, so that a rival would change nothing. */
wom_status wom_dynamics_check_joint(const wom_dynamics *dynamics);

/* WOM_INVALID where parameters of the dynamics do not go together, each being in range. */
wom_status wom_dynamics_check_params(const wom_choice *dynamics);

/* WOM_INVALID where the dynamics cannot run with this deadline (0: none), saying what to set. */
wom_status wom_dynamics_check_deadline(const wom_dynamics *dynamics, uint32_t max_steps);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
