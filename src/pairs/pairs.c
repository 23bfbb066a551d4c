/* Pairs of a running content and a user who has a friend among those who took it up. */
#include "pairs/pairs.h"

#include <math.h>

#define TIE_SUMS "summed over friends who took it up"

/* The floor of seconds is relative to the memory, see wom_pair_term_value. */
const wom_pair_feature_row wom_pair_features[WOM_NUM_PAIR_FEATURES] = {
    [WOM_PAIR_FRIENDS] = { "friends", "users", "friends who took it up", 0 },
    [WOM_PAIR_SOCIAL] = { "social", "1", "S/D, the tie's share of the strength of all ties into her, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_JACCARD] = { "jaccard", "1", "Jaccard index of the friends of both ends, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_COSINE] = { "cosine", "1", "cosine of past contents, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_COSINE_SHARE] = { "cosine_share", "1", "that cosine as a share of its sum over all friends, " TIE_SUMS,
                                1e-3 },
    [WOM_PAIR_BERNOULLI] = { "bernoulli", "1", "hazard of the estimator bernoulli, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_BERNOULLI_SHRUNK] = { "bernoulli_shrunk", "1", "the same with a prior of 5 contents, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_SAITO_EM] = { "saito_em", "1", "hazard of the estimator saito-em, " TIE_SUMS, 1e-3 },
    [WOM_PAIR_FRIEND_SINCE] = { "friend_since", "seconds", "since the latest friend took it up", 0 },
    [WOM_PAIR_FRIEND_SHORT] = { "friend_short", "users", "friends who took it up, decayed by the short memory", 1e-2 },
    [WOM_PAIR_FRIEND_LONG] = { "friend_long", "users", "friends who took it up, decayed by the long memory", 1e-2 },
    [WOM_PAIR_DEGREE] = { "degree", "users", "friends", 0 },
    [WOM_PAIR_ACTIVITY] = { "activity", "actions", "of the user", 1 },
    [WOM_PAIR_ACTIVITY_SHORT] = { "activity_short", "actions", "of the user, decayed by the short memory", 1e-2 },
    [WOM_PAIR_ACTIVITY_LONG] = { "activity_long", "actions", "of the user, decayed by the long memory", 1e-2 },
    [WOM_PAIR_OWN_SINCE] = { "own_since", "seconds", "since the user's last action; without one 32 windows", 0 },
    [WOM_PAIR_CONTENT_SIZE] = { "content_size", "users", "who took the content up", 0 },
    [WOM_PAIR_CONTENT_SHORT] = { "content_short", "users", "who took it up, decayed by the short memory", 1e-2 },
    [WOM_PAIR_CONTENT_LONG] = { "content_long", "users", "who took it up, decayed by the long memory", 1e-2 },
    [WOM_PAIR_CONTENT_AGE] = { "content_age", "seconds", "since the content's first action", 0 },
    [WOM_PAIR_AFFINITY] = { "affinity", "1", "cosine of past contents, summed over all who took it up", 1e-2 },
};

/* What is summed over the friends of a user. */
typedef struct exposure {
    uint32_t friends;
    float latest, fade, fade_long; /* latest: age */
    float of_tie[WOM_NUM_PAIR_TIE_FEATURES];
} exposure;

/* One worker's scratch. */
typedef struct finder {
    uint32_t *seen;  /* [num_nodes] content + 1 of the last look that met the user */
    uint32_t *acted; /* likewise: she took it up before the start */
    uint32_t *later; /* she takes it up in the window */
    exposure *exposed;
    wom_node *met; /* [num_met] users with a friend who took it up, in the order in which they are met */
    uint32_t num_met;
    double *alike;     /* [num_contents] */
    uint32_t *similar; /* contents whose alike is not 0 */
} finder;

typedef struct search {
    const wom_pair_past *past;
    wom_pairs *pairs;
    finder *finders;
    uint64_t *found, *adopting, *kept; /* [num_contents]; kept[c + 1], and then where each content's pairs begin */
    uint64_t *window_actions;
    uint64_t key;
    uint32_t threshold;
} search;

/* Fills met, and exposed where `sums`. */
static void
meet(finder *f, const search *s, uint32_t content, bool sums)
{
    const wom_pair_past *past = s->past;
    const wom_history *history = past->history;
    const wom_graph *graph = past->graph;
    const wom_node *user = history->log->user;
    const uint64_t first = history->log->first[content], end = wom_history_content_end(history, content, past->start);
    const uint64_t last = wom_history_content_end(history, content, s->pairs->options.end);
    f->num_met = 0;
    for (uint64_t i = first; i < end; i++) f->acted[user[i]] = content + 1;
    for (uint64_t i = end; i < last; i++) f->later[user[i]] = content + 1;
    for (uint64_t i = first; i < end; i++) {
        for (uint64_t tie = graph->out_first[user[i]]; tie < graph->out_first[user[i] + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            if (f->acted[head] == content + 1) continue;
            if (f->seen[head] != content + 1) {
                f->seen[head] = content + 1;
                f->met[f->num_met++] = head;
                f->exposed[head] = (exposure){ 0 };
            }
            if (!sums) continue;
            exposure *e = &f->exposed[head];
            e->friends++;
            e->latest = (float)(past->start - history->time[i]); /* the last is the latest */
            e->fade += (float)past->fade[i];
            e->fade_long += (float)past->fade_long[i];
            for (uint32_t k = 0; k < WOM_NUM_PAIR_TIE_FEATURES; k++) e->of_tie[k] += (float)past->of_tie[k][tie];
        }
    }
}

/* A pair's chance of being kept is its own: thinning more keeps a part of what thinning less does. */
static bool
is_kept(const search *s, const finder *f, uint32_t content, wom_node user)
{
    if (f->later[user] == content + 1 || s->threshold == WOM_COIN_ONE) return true;
    return wom_coin(s->key, (uint64_t)content * s->past->graph->num_nodes + user) < s->threshold;
}

static void
count_pairs(void *context, uint64_t block, uint32_t worker)
{
    const search *s = context;
    const wom_history *history = s->past->history;
    finder *f = &s->finders[worker];
    const uint32_t content = (uint32_t)block;
    uint64_t adopting = 0, kept = 0;
    meet(f, s, content, false);
    for (uint32_t i = 0; i < f->num_met; i++) {
        adopting += f->later[f->met[i]] == content + 1;
        kept += is_kept(s, f, content, f->met[i]);
    }
    const uint64_t end = wom_history_content_end(history, content, s->past->start);
    s->found[content] = f->num_met;
    s->adopting[content] = adopting;
    s->kept[content + 1] = kept;
    s->window_actions[content] = end > history->log->first[content]
                                     ? wom_history_content_end(history, content, s->pairs->options.end) - end
                                     : 0;
}

/* ---- Features ---- */

/* For every content: the sum over users of both of 1 / sqrt(her activity). */
static uint32_t
find_similar(finder *f, const wom_pair_past *past, uint32_t content)
{
    const wom_log *log = past->history->log;
    const uint64_t end = wom_history_content_end(past->history, content, past->start);
    uint32_t num = 0;
    for (uint64_t i = log->first[content]; i < end; i++) {
        const wom_node user = log->user[i];
        const double part = 1 / sqrt((double)wom_pair_past_activity(past, user));
        for (uint64_t k = past->first_of_user[user]; k < past->first_of_user[user + 1]; k++) {
            const uint32_t other = past->content_of[k];
            if (f->alike[other] == 0) f->similar[num++] = other;
            f->alike[other] += part;
        }
    }
    return num;
}

static double
affinity(const finder *f, const wom_pair_past *past, wom_node user)
{
    double sum = 0;
    for (uint64_t k = past->first_of_user[user]; k < past->first_of_user[user + 1]; k++)
        sum += f->alike[past->content_of[k]];
    return sum > 0 ? sum / sqrt((double)wom_pair_past_activity(past, user)) : 0;
}

static void
describe(wom_pairs *pairs, uint64_t pair, const finder *f, const wom_pair_past *past, uint32_t content, wom_node user)
{
    const exposure *e = &f->exposed[user];
    const wom_log *log = past->history->log;
    const uint64_t first = log->first[content];
    const double since = past->user_since[user], never = 32 * past->window;
    float *const *x = pairs->feature;
    x[WOM_PAIR_FRIENDS][pair] = (float)e->friends;
    for (uint32_t k = 0; k < WOM_NUM_PAIR_TIE_FEATURES; k++) x[WOM_PAIR_SOCIAL + k][pair] = e->of_tie[k];
    x[WOM_PAIR_FRIEND_SINCE][pair] = e->latest;
    x[WOM_PAIR_FRIEND_SHORT][pair] = e->fade;
    x[WOM_PAIR_FRIEND_LONG][pair] = e->fade_long;
    x[WOM_PAIR_DEGREE][pair] = (float)wom_graph_in_degree(past->graph, user);
    x[WOM_PAIR_ACTIVITY][pair] = (float)wom_pair_past_activity(past, user);
    x[WOM_PAIR_ACTIVITY_SHORT][pair] = (float)past->user_short[user];
    x[WOM_PAIR_ACTIVITY_LONG][pair] = (float)past->user_long[user];
    x[WOM_PAIR_OWN_SINCE][pair] = (float)(since < never ? since : never);
    x[WOM_PAIR_CONTENT_SIZE][pair] = (float)(wom_history_content_end(past->history, content, past->start) - first);
    x[WOM_PAIR_CONTENT_SHORT][pair] = (float)past->content_short[content];
    x[WOM_PAIR_CONTENT_LONG][pair] = (float)past->content_long[content];
    x[WOM_PAIR_CONTENT_AGE][pair] = (float)(past->start - past->history->time[first]);
    x[WOM_PAIR_AFFINITY][pair] = (float)affinity(f, past, user);
}

static void
fill_pairs(void *context, uint64_t block, uint32_t worker)
{
    const search *s = context;
    finder *f = &s->finders[worker];
    const uint32_t content = (uint32_t)block;
    uint64_t pair = s->kept[content];
    if (s->kept[content + 1] == pair) return;
    meet(f, s, content, true);
    const uint32_t num_similar = find_similar(f, s->past, content);
    for (uint32_t i = 0; i < f->num_met; i++) {
        const wom_node user = f->met[i];
        if (!is_kept(s, f, content, user)) continue;
        s->pairs->content[pair] = content;
        s->pairs->user[pair] = user;
        s->pairs->adopts[pair] = f->later[user] == content + 1;
        describe(s->pairs, pair++, f, s->past, content, user);
    }
    for (uint32_t i = 0; i < num_similar; i++) f->alike[f->similar[i]] = 0;
}

/* ---- Putting it together ---- */

static wom_status
create_finders(search *s, wom_job *job)
{
    const uint64_t nodes = s->past->graph->num_nodes, contents = s->past->history->log->num_contents;
    const char *what = "who meets a content";
    WOM_TRY(wom_allocate(&s->finders, job, wom_job_threads(job), sizeof *s->finders, what));
    for (uint32_t w = 0; w < wom_job_threads(job); w++) {
        finder *f = &s->finders[w];
        WOM_TRY(wom_allocate(&f->seen, job, nodes, sizeof *f->seen, what));
        WOM_TRY(wom_allocate(&f->acted, job, nodes, sizeof *f->acted, what));
        WOM_TRY(wom_allocate(&f->later, job, nodes, sizeof *f->later, what));
        WOM_TRY(wom_allocate(&f->exposed, job, nodes, sizeof *f->exposed, what));
        WOM_TRY(wom_allocate(&f->met, job, nodes, sizeof *f->met, what));
        WOM_TRY(wom_allocate(&f->alike, job, contents, sizeof *f->alike, what));
        WOM_TRY(wom_allocate(&f->similar, job, contents, sizeof *f->similar, what));
    }
    WOM_TRY(wom_allocate(&s->found, job, contents, sizeof *s->found, what));
    WOM_TRY(wom_allocate(&s->adopting, job, contents, sizeof *s->adopting, what));
    WOM_TRY(wom_allocate(&s->window_actions, job, contents, sizeof *s->window_actions, what));
    return wom_allocate(&s->kept, job, contents + 1, sizeof *s->kept, what);
}

static void
free_finders(search *s, wom_job *job)
{
    for (uint32_t w = 0; s->finders != NULL && w < wom_job_threads(job); w++) {
        finder *f = &s->finders[w];
        wom_free(f->seen);
        wom_free(f->acted);
        wom_free(f->later);
        wom_free(f->exposed);
        wom_free(f->met);
        wom_free(f->alike);
        wom_free(f->similar);
    }
    wom_free(s->finders);
    wom_free(s->found);
    wom_free(s->adopting);
    wom_free(s->window_actions);
    wom_free(s->kept);
}

static void
forget_marks(search *s, wom_job *job)
{
    for (uint32_t w = 0; w < wom_job_threads(job); w++)
        for (wom_node user = 0; user < s->past->graph->num_nodes; user++) s->finders[w].seen[user] = 0;
}

/* Counts all, thins if that is too many, and counts what is kept. */
static wom_status
count_all(search *s, wom_job *job)
{
    const uint32_t num_contents = s->past->history->log->num_contents;
    wom_pairs *pairs = s->pairs;
    uint64_t found = 0;
    s->threshold = WOM_COIN_ONE;
    WOM_TRY(wom_parallel_for(job, num_contents, count_pairs, s, NULL));
    for (uint32_t c = 0; c < num_contents; c++) {
        found += s->found[c];
        pairs->num_adopting += s->adopting[c];
        pairs->num_window_actions += s->window_actions[c];
    }
    pairs->num_found = (double)found;
    pairs->other_weight = 1;
    if (found > pairs->options.most) {
        const double others = (double)(found - pairs->num_adopting);
        const double room = (double)pairs->options.most - (double)pairs->num_adopting;
        s->threshold = wom_threshold(room > 0.01 * others ? room / others : 0.01);
        forget_marks(s, job);
        WOM_TRY(wom_parallel_for(job, num_contents, count_pairs, s, NULL));
    }
    for (uint32_t c = 0; c < num_contents; c++) s->kept[c + 1] += s->kept[c];
    pairs->num_pairs = s->kept[num_contents];
    if (pairs->num_pairs > pairs->num_adopting)
        pairs->other_weight = (double)(found - pairs->num_adopting) / (double)(pairs->num_pairs - pairs->num_adopting);
    return WOM_OK;
}

wom_status
wom_pairs_create(wom_pairs **pairs, wom_job *job, const wom_history *history, const wom_graph *graph,
                 const wom_pairs_options *options)
{
    wom_pair_past past = { 0 };
    search s = { .past = &past, .key = wom_key(options->seed, WOM_PURPOSE_THIN, 0, 0) };
    wom_pairs *made = NULL;
    wom_status status = WOM_OK;
    *pairs = NULL;
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "pairs"));
    made->options = *options;
    s.pairs = made;
    WOM_TRY_GOTO(wom_pair_past_create(&past, job, history, graph, options));
    WOM_TRY_GOTO(create_finders(&s, job));
    WOM_TRY_GOTO(count_all(&s, job));
    WOM_TRY_GOTO(wom_allocate(&made->content, job, made->num_pairs, sizeof *made->content, "pairs"));
    WOM_TRY_GOTO(wom_allocate(&made->user, job, made->num_pairs, sizeof *made->user, "pairs"));
    WOM_TRY_GOTO(wom_allocate(&made->adopts, job, made->num_pairs, sizeof *made->adopts, "pairs"));
    for (uint32_t f = 0; f < WOM_NUM_PAIR_FEATURES; f++)
        WOM_TRY_GOTO(wom_allocate(&made->feature[f], job, made->num_pairs, sizeof(float), "features of pairs"));
    forget_marks(&s, job);
    WOM_TRY_GOTO(wom_parallel_for(job, history->log->num_contents, fill_pairs, &s, NULL));
    *pairs = made;
    made = NULL;
done:
    free_finders(&s, job);
    wom_pair_past_clear(&past);
    wom_pairs_free(made);
    return status;
}

void
wom_pairs_free(wom_pairs *pairs)
{
    if (pairs == NULL) return;
    wom_free(pairs->content);
    wom_free(pairs->user);
    wom_free(pairs->adopts);
    for (uint32_t f = 0; f < WOM_NUM_PAIR_FEATURES; f++) wom_free(pairs->feature[f]);
    wom_free(pairs);
}
