/* learn: what a log of actions tells of who passes contents on to whom.
 *
 * Everything here looks at the past only: whatever is measured or fitted "at time t" uses actions before t, and is
 * judged by actions from t on. A friend of a user is who has a tie to her. */
#ifndef WOM_LEARN_H
#define WOM_LEARN_H

#include <wom/maximize.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- A log in time ---- */

/* The actions of a log, each with a time, by content (as the log has them) and by user. Borrows the log. Memory: 16
 * bytes an action, 8 a user. */
typedef struct wom_history {
    const wom_log *log;
    wom_node num_nodes;
    double *time; /* [num_actions] seconds; as in the log, but one that is not known there (a root's) is that of the
                     content's next action; NaN where none of the content's is known */
    uint64_t *first_of_user;  /* [num_nodes + 1] */
    uint64_t *action_of_user; /* [num_actions less untimed] numbers of actions, user by user, each user's by time, then
                                 number: first_of_user[u] .. first_of_user[u + 1] - 1 */
    double begin, end;        /* first and last time, but for those so far from the others that they may be slips: see
                                 far_times in wom_log_counts */
    uint64_t num_filled;      /* actions whose time is another's */
    uint64_t num_untimed;     /* actions of contents without any time: left out */
} wom_history;

/* WOM_INVALID when no action has a time, or all have the same. */
wom_status wom_history_create(wom_history **history, wom_job *job, const wom_log *log, wom_node num_nodes);
void wom_history_free(wom_history *history);

/* The end of the content's actions before `time`: they are log->first[content] .. end - 1. Untimed contents have none.
 * Logarithmic in their number. */
uint64_t wom_history_content_end(const wom_history *history, uint32_t content, double time);

/* Likewise of a user's: action_of_user[first_of_user[user] .. end - 1]. */
uint64_t wom_history_user_end(const wom_history *history, wom_node user, double time);

/* The time before which so large a share (0 to 1) of all timed actions lies: that of action floor(share n) in order of
 * time. Linear in actions, 8 bytes each. */
wom_status wom_history_share_time(double *time, wom_job *job, const wom_history *history, double share);

/* ---- What a log says of each tie: a table of estimators ---- */

/* What estimators look at. Within a content an action is before another as the log has them: by time, then by place in
 * the file. */
typedef struct wom_tie_evidence {
    const wom_history *history;
    const wom_graph *graph;
    double until;        /* of the log only the actions before it */
    const double *prior; /* [num_ties] probabilities in [0, 1] believed beforehand (a model's, say), by tie's number;
                            NULL: none */
} wom_tie_evidence;

/* Estimates for every tie the probability that the head takes a content up from the tail: p[num_ties], in [0, 1], by
 * tie's number. */
typedef struct wom_tie_estimator {
    wom_variant variant;
    wom_status (*estimate)(double *p, wom_job *job, const wom_tie_evidence *evidence, const void *params);
} wom_tie_estimator;

/* bernoulli (default), posterior, jaccard, partial-credits, saito-em. What each computes is told by its file and by
 * docs/learn.md. */
extern const wom_catalogue wom_tie_estimators;

/* Cost: for every action the ties of its user; saito-em once an iteration those of friends before. Memory: 4 to 8 bytes
 * a user and a tie; saito-em 4 for every friend before an action. */
wom_status wom_ties_estimate(double *p, wom_job *job, const wom_tie_evidence *evidence, const wom_choice *estimator);

/* What a model says beforehand: prior[num_ties] is each tie's P, averaged over the model's contents. Parallel over
 * users. */
wom_status wom_ties_prior(double *prior, wom_job *job, const wom_model *model);

/* How well estimates foretell what they have not seen: the tries that begin from `from` on, an action of the tail with
 * the head not having acted, by the actions before evidence->until. Heads who act later must have been convinced by at
 * least one of the tries before, 1 - prod(1 - p), those who do not withstood all: independent cascades. */
typedef struct wom_ties_score {
    uint64_t num_tries;    /* ties and contents */
    uint64_t num_followed; /* users and contents: heads who acted after a try */
    double log_likelihood; /* natural logarithm; p is taken to be at least 1e-4 and at most 1 - 1e-4 */
} wom_ties_score;

wom_status wom_ties_judge(wom_ties_score *score, wom_job *job, const wom_tie_evidence *evidence, const double *p,
                          double from);

/* ---- Influence against homophily ---- */

/* What a log is compared with: the same log with its users moved about. */
typedef enum wom_influence_null {
    WOM_NULL_SHUFFLED,   /* among all actions; whom that gives one content twice acts once, so that busy users act less
                            often than they did, and the null is too low where many are busy */
    WOM_NULL_ACTIVITY,   /* the same, with doubles parted: each user acts as often as she did, and each content is taken
                            up as often */
    WOM_NULL_CALENDAR,   /* the same within strata of time: also who was active when, and which content was hot */
    WOM_NULL_RELABELLED, /* users change places in the network with others of their segment, so that what segments have
                            in common explains nothing; only where segments are given */
    WOM_NULL_ORDER,      /* within a content and a stratum of time, its first action apart: also who took up what, so
                            that tastes explain nothing. What is left is who came soon after whom */
    WOM_NUM_NULLS,
} wom_influence_null;

extern const char *const wom_influence_null_names[]; /* "shuffled", "activity", "calendar", ..., NULL */

typedef struct wom_influence_options {
    uint32_t num_shuffles;   /* of each null; 40 at least, or nothing can be significant */
    uint32_t num_strata;     /* of time, with equally many actions; fewer where times are few: one for four of them */
    bool strictly;           /* a friend was before when her time was earlier; false: when she stands before in the log,
                                so where times tie the file's order decides */
    const uint32_t *segment; /* [num_nodes] below num_segments; NULL: none */
    uint32_t num_segments;
    uint64_t seed;
} wom_influence_options;

/* The share of actions that have the time of another of their content; NaN without actions. */
double wom_log_share_tied(const wom_log *log);

/* 200 shuffles, 20 strata, by the log's order, without segments. */
wom_influence_options wom_influence_defaults(void);

/* The share of actions with an active friend against one null. */
typedef struct wom_influence_excess {
    bool is_there;       /* false: the null needs segments or times that are not there */
    double share;        /* in the null: mean over shuffles */
    double deviation;    /* over shuffles */
    double p;            /* one-sided: of shuffles and the log itself, how many reach the log's share */
    wom_estimate excess; /* the log's share less the null's. The widest of three 95 % intervals: contents as clusters,
                            users as clusters (linearised ratio, as a cluster bootstrap has in the limit), deviation */
} wom_influence_excess;

typedef enum wom_influence_verdict {
    WOM_INFLUENCE_NONE,  /* an excess that some null explains, or friends who do not follow sooner than chance has it */
    WOM_INFLUENCE_WEAK,  /* neither, or times are too coarse to tell who followed; but not clear */
    WOM_INFLUENCE_CLEAR, /* neither; the order of actions follows the direction of ties (null `order`, which ties that
                            run both ways can hardly show), the reversed direction does not show more, and a hidden
                            cause would have to be strong (e_value_low of 2 at least). What is alike in friends and
                            makes them act one soon after the other is still not excluded: no log alone can */
} wom_influence_verdict;

extern const char *const wom_influence_verdict_names[]; /* "none", "weak", "clear", NULL */

/* How far actions follow those of friends. The first action of each content is left out, for nobody can be before it.
 * A friend is who has a tie to the user. After Anagnostopoulos, Kumar and Mahdian, KDD 2008 (shuffles of time, reversed
 * ties) and Aral, Muchnik and Sundararajan, PNAS 2009. */
typedef struct wom_influence {
    uint64_t num_actions; /* that are looked at */
    uint64_t num_exposed; /* of them, with a friend before */
    double exposed;       /* their share; NaN where there are none */
    double tied;          /* wom_log_share_tied */
    uint32_t num_strata;
    wom_influence_excess null[WOM_NUM_NULLS];

    wom_influence_null strictest; /* of all nulls but `order`, the one that leaves least */
    double at_most; /* share of actions that may have passed from friend to friend: excess / (1 - null) for
                       the null `activity`, since a passed action had an active friend for certain */
    double at_most_low, at_most_high;

    bool is_coarse; /* most times tie, so that who followed soon cannot be told */
    double closer;  /* between a friend's action and hers lie so many times fewer others than in the null `order`
                       (geometric means; the beginning of a content counts as a friend) */
    double closer_low, closer_high, closer_p; /* 95 % interval by shuffles; one-sided */

    bool is_symmetric;      /* every tie has its reverse: direction tells nothing */
    double reversed;        /* share of actions with an active friend when all ties are turned round */
    double reversed_null;   /* in the null `activity` */
    wom_estimate direction; /* excess less that of the reversed ties: above 0 speaks for influence along the ties */

    /* An unseen common cause would have to be so many times likelier with an active friend, and multiply the rate of
     * action so many times, to explain it all: for the excess over the strictest null, and for the low end of its
     * interval (1: it needs none). VanderWeele and Ding, Annals of Internal Medicine 2017, on the rate ratio
     * s (1 - q) / (q (1 - s)) of shares s and q of log and null. */
    double e_value, e_value_low;

    wom_influence_verdict verdict;
    char text[640]; /* the verdict in a sentence, with its figures */
} wom_influence;

/* Deterministic in seed, for any number of threads. Parallel over shuffles. Time: for each shuffle and null a shuffle
 * of the log, and for each action the ties into its user (up to the first who was active). Memory: 24 bytes an action;
 * a worker 4 an action, 24 a user, 16 a content. */
wom_status wom_influence_measure(wom_influence *influence, wom_job *job, const wom_log *log, const wom_graph *graph,
                                 const wom_influence_options *options);
/* ---- New cascades: their starts, judged by those that begin later ----
 *
 * A cascade is the timed actions of a content, its starter their first user. Contents without any time are left out. A
 * slip among times is a time like others here: one in the far past makes a cascade of the past. */

/* The past ends with the first action of cascade floor(share n) in order of first times: cascades that begin later are
 * foretold, from the actions before that time alone. Earlier cascades run on, so the past holds only their beginnings:
 * to split by cascades without cutting them would let most of what is "learned" happen after what is foretold. */
typedef struct wom_cascade_split {
    double time;
    uint32_t num_past, num_new; /* cascades that begin before `time`, and at or after it */
    uint32_t *content;          /* [num_past + num_new] by first time, then number; the past first */
} wom_cascade_split;

/* Only of cascades that begin before `until` (infinity: all): a window inside the past, on which to choose, is the
 * split of what is before the end of that past. WOM_INVALID where either side would be empty. */
wom_status wom_cascade_split_create(wom_cascade_split **split, wom_job *job, const wom_history *history, double share,
                                    double until);
void wom_cascade_split_free(wom_cascade_split *split);

/* How often users start cascades by themselves: who posts at all. A user's starts within a span are Poisson of her own
 * rate, rates are Gamma among users, so that one start is not believed as much as ten are, and none is not never.
 *
 *     rate_u ~ Gamma(shape, mean m_u),  m_u = m (1 - mix + mix d_u / mean d)
 *
 * d_u are her other actions (those that start nothing), each weighing exp(-age / memory). Shape and mix maximise the
 * likelihood of the past's starts (empirical Bayes; m is their mean, mix one of 0, .1, ... .9). The interval is the
 * posterior's and speaks of the rate; the shape's own error is not in it. */
typedef struct wom_start_propensity {
    wom_node num_nodes;
    double shape, mix, mean;  /* of the fit; mean: starts of a user a day */
    double days;              /* the past, from the history's beginning to `until` */
    uint32_t *starts;         /* [num_nodes] in the past */
    double *rate, *low, *high; /* [num_nodes] starts a day: posterior mean and 95 % interval */
} wom_start_propensity;

/* From actions before `until`; memory_days > 0. Linear in users and actions. WOM_INVALID where nobody started anything
 * before, or `until` is no later than the first action. */
wom_status wom_start_propensity_create(wom_start_propensity **propensity, wom_job *job, const wom_history *history,
                                       double until, double memory_days);
void wom_start_propensity_free(wom_start_propensity *propensity);

/* ---- Whom to watch: rules that rank users by the past, and what those users then started ----
 *
 * DNI (distinct nodes influenced) counts the different users of new cascades begun by the seeds, seeds included. It
 * rewards whoever posts often, and would have posted unasked: no cause is shown by it, so it is no objective of a
 * campaign, and nothing here offers it as one. What asking a user adds is incremental spread, under a model. */

typedef struct wom_seed_evidence {
    const wom_history *history;
    const wom_graph *graph; /* may have no ties */
    double until;           /* of the log only the actions before it */
    double share;           /* that the past is of all cascades, in (0, 1): new ones are expected to be (1 - share) /
                               share times as many */
    uint64_t seed;          /* of rules that draw */
} wom_seed_evidence;

/* Scores users: the order of seeds. Rules that choose one after the other fill `seeds` themselves. */
typedef struct wom_seed_rule {
    wom_variant variant;
    bool needs_ties;
    wom_status (*score)(double *score, wom_job *job, const wom_seed_evidence *evidence, const void *params);
    wom_status (*choose)(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence,
                         uint32_t most, const void *params);
} wom_seed_rule;

/* random, degree, pagerank, weighted-cascade, starts, sizes, adoptions, recent-adoptions, credit, reach. */
extern const wom_catalogue wom_seed_rules;

/* The first `most` users by the rule, all different, equal scores by number; those whom a rule leaves out follow by
 * ties out, so that every rule gives min(most, num_nodes). WOM_INVALID where the rule needs ties and there are none. */
wom_status wom_seeds_rank(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence,
                          uint32_t most, const wom_choice *rule);

/* What ranked lists of seeds started, the first list being the one to compare with. */
typedef struct wom_dni_row {
    uint64_t users;      /* DNI */
    uint32_t starting;   /* seeds that start a new cascade */
    double difference, error, low, high; /* against the first list: 95 % interval; the error is of new cascades, for
                                            seeds as they are */
} wom_dni_row;

/* rows[list * num_sizes + s] for the first sizes[s] (ascending) of lists[list][0 .. num_seeds - 1]. The error is that
 * of half-samples without replacement, 2 sd of the difference on them (Var of a sum of n is 4 times that of n / 2):
 * by cascade and by starter, the larger of the two. A bootstrap with replacement is not offered: it sees only 63 % of
 * the cascades, and a count of distinct users shrinks with them. Cost: `draws` times the actions that seeds began. */
wom_status wom_dni_judge(wom_dni_row *rows, wom_job *job, const wom_history *history, const wom_cascade_split *split,
                         double until, const wom_node *const *lists, uint32_t num_lists, uint32_t num_seeds,
                         const uint32_t *sizes, uint32_t num_sizes, uint32_t draws, uint64_t seed);

/* The most that any seeds could have started, told afterwards: greedy on the new cascades, so at least 1 - 1/e of it.
 * *num_seeds is less than `most` where nobody adds a user. */
wom_status wom_dni_oracle(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_history *history,
                          const wom_cascade_split *split, double until, uint32_t most);

/* ---- Who is next ----
 * A running cascade's next user among all who are not in it yet. The score of a user v by the adopters so far
 * (i = 1 .. n, friends: those of them who have a tie to v):
 *
 *     popularity pop_v (leak + friends_v) [or popularity pop_v, where leak is NaN] + friends friends_v
 *         + degree ties_v + transitions sum over i of fade^(n - i) F(i, v) / (a_i + 5)
 *
 * pop_v is her share of all actions, each weighing exp(-age / memory); F(i, v) the sum of 1 / lag over cascades in
 * which v came lag <= 10 actions after i; a_i the actions of i. */
typedef struct wom_next_rule {
    const char *name;
    bool online;        /* uses all actions before the one foretold, not those of the past alone */
    double memory_days; /* infinity: nothing is forgotten */
    double popularity, leak, friends, degree, transitions, fade;
} wom_next_rule;

/* What is compared: rows whose parameters were settled beforehand, ending with one without a name. */
extern const wom_next_rule wom_next_rules[];

/* Scores all users at a time, from actions before min(now, until): for one cascade, of which actions first .. end - 1
 * are seen. Those in it get -1. Cost: all actions and users; the adopters' ties and actions. */
wom_status wom_next_score(double *score, wom_job *job, const wom_history *history, const wom_graph *graph,
                          const wom_next_rule *rule, uint32_t content, uint64_t end, double now);

typedef struct wom_next_score_row {
    uint64_t num_predictions; /* one for each action but the first, up to the 51st of a cascade */
    double hits_10, hits_50, hits_100; /* share of predictions with the user among so many */
    double map, map_error;             /* mean of 1 / rank, 0 beyond 100; its error by a bootstrap of cascades */
} wom_next_score_row;

/* Judges a rule on the cascades content[0 .. num_contents - 1] and their actions before `until`; what is not online
 * knows actions before `past` only. Equal scores share their middle rank. No end of cascade is foretold: counting it as
 * a hit makes published numbers ten times as large. Cost: predictions times users. */
wom_status wom_next_judge(wom_next_score_row *row, wom_job *job, const wom_history *history, const wom_graph *graph,
                          const wom_next_rule *rule, const uint32_t *contents, uint32_t num_contents, double past,
                          double until, uint64_t seed);

/* The rule of popularity and transitions, in a grid of memories, weights and fading, with the largest map on the new
 * cascades of `inner`, a split of what began before `past`. */
wom_status wom_next_choose(wom_next_rule *chosen, wom_job *job, const wom_history *history, const wom_graph *graph,
                           bool online, const wom_cascade_split *inner, double past);

/* ---- How large it gets ----
 * From the times of the first `after` users of a cascade: t_1 and t_k, k = after.
 *
 *     ln size(t) = ln k + g x + noise,   x = ln((t - t_1) / max(t_k - t_1, resolution))
 *
 * A power law in time; g by least squares on cascades of the past that reached k, as they stood when the past ended;
 * the noise normal with their residuals' deviation s or, where it grows, s sqrt(x) (squares then weighed by 1 / x). The
 * prediction's error has that of g in it, and Student's quantiles. */
typedef struct wom_size_model {
    uint32_t after;       /* k */
    bool grows;           /* the noise */
    uint64_t num;         /* cascades that it was fitted to */
    double growth;        /* g */
    double growth_error;
    double deviation;     /* s */
    double sum_squares;   /* of x, weighed */
    double resolution;    /* seconds: the smallest step between times of the past, at least 1 */
} wom_size_model;

/* From actions before `past`. WOM_INVALID where fewer than 5 cascades reached `after`, which is at least 2. */
wom_status wom_size_model_fit(wom_size_model *model, wom_job *job, const wom_history *history, uint32_t after,
                              bool grows, double past);

/* The size of a content's cascade at a time: median and the interval that holds `level` of the probability, none below
 * the `least` users that are known to be in it. WOM_INVALID where the cascade has not reached `after`, or `at` is
 * before that. */
typedef struct wom_size_forecast {
    double mean_ln, deviation_ln; /* natural logarithm, before the cut at `least` */
    double low, median, high;     /* users */
} wom_size_forecast;

wom_status wom_size_foretell(wom_size_forecast *forecast, const wom_size_model *model, const wom_history *history,
                             uint32_t content, double at, double least, double level);

typedef struct wom_size_score {
    uint64_t num;               /* new cascades that reached `after` */
    double msle, msle_error;    /* mean squared error of ln size */
    double bias;                /* mean of predicted less actual ln size */
    double rank_correlation;    /* Spearman's */
    double coverage;            /* of the 80 % interval */
    double width;               /* its mean, in ln size */
} wom_size_score;

/* Judges on the new cascades as they stood at `until`. model NULL: the constant, mean and deviation of ln size in the
 * past. */
wom_status wom_size_judge(wom_size_score *score, wom_job *job, const wom_history *history,
                          const wom_cascade_split *split, const wom_size_model *model, uint32_t after, double until);

/* ---- All of it, judged once ----
 * New cascades foretold from the past: who starts them, who is next, how large they get. */

enum { WOM_NUM_DNI_SIZES = 2 };
extern const uint32_t wom_dni_sizes[WOM_NUM_DNI_SIZES]; /* 20, 50 */

typedef struct wom_new_rule_row {
    char *label;   /* of the seed rule, with what differs from its defaults */
    char *refusal; /* why it cannot be had; NULL: it can, and what follows holds */
    wom_dni_row dni[WOM_NUM_DNI_SIZES];
    uint64_t validation;      /* DNI of the larger size in the window inside the past */
    wom_estimate incremental; /* active users that asking so many would add under the model: what DNI is not */
} wom_new_rule_row;

typedef struct wom_new_next_row {
    wom_next_rule rule;
    char *refusal;
    wom_next_score_row score;
} wom_new_next_row;

enum { WOM_NEW_CONSTANT, WOM_NEW_POWER_LAW, WOM_NEW_GROWING_NOISE, WOM_NUM_SIZE_ROWS };
extern const char *const wom_size_row_names[WOM_NUM_SIZE_ROWS];

typedef struct wom_new_cascades {
    wom_cascade_split *split;
    uint64_t past_actions, new_actions;
    uint32_t num_rules, chosen_rule; /* the largest DNI in the window inside the past; the first is weighted-cascade, or
                                        without ties `random`, with which all are compared */
    wom_new_rule_row *rule;
    uint64_t oracle[WOM_NUM_DNI_SIZES];
    uint32_t num_next;
    wom_new_next_row *next; /* those of wom_next_rules, then one of each kind chosen on the past */
    char *no_sizes;         /* why sizes are not foretold; NULL: they are */
    wom_size_model model[WOM_NUM_SIZE_ROWS]; /* of the constant empty */
    wom_size_score size[WOM_NUM_SIZE_ROWS];
    wom_start_propensity *starts;
} wom_new_cascades;

/* What asking users would add: the model (NULL: not told) with its dynamics and content 0. */
typedef struct wom_new_cascades_options {
    double share;   /* of cascades that are the past; default .8 */
    uint32_t after; /* users from whom sizes are foretold; default 5 */
    uint32_t draws; /* half-samples; default 2000 */
    double memory_days; /* of who starts; default 30 */
    uint64_t replicates; /* worlds for what asking adds; default 1000 */
    const wom_model *model;
    const wom_choice *dynamics;
    uint64_t seed;
} wom_new_cascades_options;

wom_new_cascades_options wom_new_cascades_defaults(void);

/* WOM_INVALID where cascades are too few to split; what else cannot be had is refused in its row. */
wom_status wom_new_cascades_validate(wom_new_cascades **found, wom_job *job, const wom_history *history,
                                     const wom_graph *graph, const wom_new_cascades_options *options);
void wom_new_cascades_free(wom_new_cascades *found);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
