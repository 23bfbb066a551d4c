/* Who is next in a running cascade: scores of all users, and how high those who came stood. */
#include "learn/cascades.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_LAG = 10, LONGEST = 50, DEEPEST = 100, NUM_BOOTSTRAPS = 200 };

#define FOREVER (double)INFINITY
#define NO_LEAK (double)NAN

/* name, online, memory, popularity, leak, friends, degree, transitions, fade */
const wom_next_rule wom_next_rules[] = {
    { "popularity", false, FOREVER, 1, NO_LEAK, 0, 0, 0, 0 },
    { "popularity, 60 days", false, 60, 1, NO_LEAK, 0, 0, 0, 0 },
    { "ties", false, FOREVER, 0, NO_LEAK, 0, 1, 0, 0 },
    { "friends in it", false, FOREVER, 0, NO_LEAK, 1, 0, 0, 0 },
    { "friends in it, then popularity", false, FOREVER, 1e-3, NO_LEAK, 1, 0, 0, 0 },
    { "transitions and popularity", false, 60, 3, NO_LEAK, 0, 0, 1, .7 },
    { "popularity, 1 day", true, 1, 1, NO_LEAK, 0, 0, 0, 0 },
    { "popularity, 7 days", true, 7, 1, NO_LEAK, 0, 0, 0, 0 },
    { "popularity, 30 days", true, 30, 1, NO_LEAK, 0, 0, 0, 0 },
    { "popularity, 120 days", true, 120, 1, NO_LEAK, 0, 0, 0, 0 },
    { "transitions", true, FOREVER, 0, NO_LEAK, 0, 0, 1, .9 },
    { "popularity, 120 days, x friends", true, 120, 1, .1, 0, 0, 0, 0 },
    { 0 },
};

/* ---- What is known at a time ---- */

typedef struct dated {
    double time;
    wom_node user;
} dated;

/* Moves through the log: popularity of users at a moment, in units of exp(moment - reference). */
typedef struct sweep {
    const wom_history *history;
    const wom_graph *graph;
    const wom_next_rule *rule;
    double past;         /* what is not online knows no more */
    dated *action;       /* [num_actions] by time */
    uint64_t num_actions, next;
    double reference, total;
    double *popularity;  /* [num_nodes] */
    double *friends, *transitions; /* [num_nodes] scratch */
} sweep;

static int
compare_times(const void *a, const void *b)
{
    const dated *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (x->user > y->user) - (x->user < y->user);
}

static wom_status
begin_sweep(sweep *s, wom_job *job)
{
    const wom_log *log = s->history->log;
    const wom_node num_nodes = s->history->num_nodes;
    WOM_TRY(wom_allocate(&s->action, job, log->num_actions, sizeof *s->action, "actions by time"));
    WOM_TRY(wom_allocate(&s->popularity, job, num_nodes, sizeof(double), "users' popularity"));
    WOM_TRY(wom_allocate(&s->friends, job, num_nodes, sizeof(double), "friends in a cascade"));
    WOM_TRY(wom_allocate(&s->transitions, job, num_nodes, sizeof(double), "transitions"));
    for (uint64_t i = 0; i < log->num_actions; i++)
        if (!isnan(s->history->time[i])) s->action[s->num_actions++] = (dated){ s->history->time[i], log->user[i] };
    qsort(s->action, s->num_actions, sizeof *s->action, compare_times);
    s->reference = s->num_actions > 0 ? s->action[0].time : 0;
    return WOM_OK;
}

static void
end_sweep(sweep *s)
{
    wom_free(s->action);
    wom_free(s->popularity);
    wom_free(s->friends);
    wom_free(s->transitions);
}

/* Takes in what happened before `now`. Weights grow instead of decaying, so they are scaled down now and then. */
static void
advance(sweep *s, double now)
{
    const double memory = s->rule->memory_days * WOM_SECONDS_A_DAY;
    for (; s->next < s->num_actions && s->action[s->next].time < now; s->next++) {
        const double age = s->action[s->next].time - s->reference;
        double weight = isinf(memory) ? 1 : exp(age / memory);
        if (weight > 1e100) {
            for (wom_node v = 0; v < s->history->num_nodes; v++) s->popularity[v] /= weight;
            s->total /= weight;
            s->reference = s->action[s->next].time;
            weight = 1;
        }
        s->popularity[s->action[s->next].user] += weight;
        s->total += weight;
    }
}

/* ---- Scores ---- */

static void
add_friends(sweep *s, uint64_t first, uint64_t end)
{
    const wom_graph *graph = s->graph;
    for (wom_node v = 0; v < graph->num_nodes; v++) s->friends[v] = 0;
    for (uint64_t i = first; i < end; i++) {
        const wom_node user = s->history->log->user[i];
        for (uint64_t tie = graph->out_first[user]; tie < graph->out_first[user + 1]; tie++)
            s->friends[graph->out_head[tie]]++;
    }
}

static void
add_transitions(sweep *s, uint64_t first, uint64_t end, double now)
{
    const wom_history *history = s->history;
    const wom_log *log = history->log;
    double fade = 1;
    for (wom_node v = 0; v < history->num_nodes; v++) s->transitions[v] = 0;
    for (uint64_t i = end; i-- > first; fade *= s->rule->fade) {
        const wom_node user = log->user[i];
        const uint64_t from = history->first_of_user[user], to = wom_history_user_end(history, user, now);
        const double weight = fade / ((double)(to - from) + 5);
        for (uint64_t k = from; k < to; k++) {
            const uint64_t action = history->action_of_user[k];
            const uint64_t last = log->first[log->content[action] + 1];
            for (uint64_t j = action + 1; j < last && j <= action + MOST_LAG && history->time[j] < now; j++)
                s->transitions[log->user[j]] += weight / (double)(j - action);
        }
    }
}

/* The cascade's actions first .. end - 1 are seen; what happened elsewhere, and its own share in popularity, counts
 * before `now`. */
static void
score_users(double *score, sweep *s, uint64_t first, uint64_t end, double now)
{
    const wom_next_rule *rule = s->rule;
    const double known = rule->online ? now : fmin(now, s->past);
    const bool with_leak = !isnan(rule->leak);
    advance(s, known);
    if (with_leak || rule->friends != 0) add_friends(s, first, end);
    if (rule->transitions != 0) add_transitions(s, first, end, known);
    const double popularity = s->total > 0 ? rule->popularity / s->total : 0;
    for (wom_node v = 0; v < s->history->num_nodes; v++) {
        score[v] = popularity * s->popularity[v];
        if (with_leak) score[v] *= rule->leak + s->friends[v];
        if (rule->friends != 0) score[v] += rule->friends * s->friends[v];
        if (rule->degree != 0) score[v] += rule->degree * wom_graph_in_degree(s->graph, v);
        if (rule->transitions != 0) score[v] += rule->transitions * s->transitions[v];
    }
    for (uint64_t i = first; i < end; i++) score[s->history->log->user[i]] = -1;
}

wom_status
wom_next_score(double *score, wom_job *job, const wom_history *history, const wom_graph *graph,
               const wom_next_rule *rule, uint32_t content, uint64_t end, double now)
{
    sweep s = { .history = history, .graph = graph, .rule = rule, .past = now };
    const wom_status status = begin_sweep(&s, job);
    if (status == WOM_OK) score_users(score, &s, history->log->first[content], end, now);
    end_sweep(&s);
    return status;
}

/* ---- Judging ---- */

typedef struct prediction {
    double time;
    uint32_t cascade; /* place in the list of contents */
    uint64_t action;
} prediction;

static int
compare_predictions(const void *a, const void *b)
{
    const prediction *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (x->action > y->action) - (x->action < y->action);
}

/* Per cascade: what the bootstrap draws. */
typedef struct tally {
    double num, precision;
} tally;

static double
rank_of(const double *score, wom_node num_nodes, wom_node user)
{
    const double mine = score[user];
    uint64_t above = 0, equal = 0;
    for (wom_node v = 0; v < num_nodes; v++) {
        above += score[v] > mine;
        equal += score[v] == mine;
    }
    return (double)above + ((double)equal + 1) / 2;
}

static uint64_t
list_predictions(prediction *list, const wom_history *history, const uint32_t *contents, uint32_t num_contents,
                 double until)
{
    uint64_t num = 0;
    for (uint32_t c = 0; c < num_contents; c++) {
        const uint64_t first = history->log->first[contents[c]];
        const uint64_t end = wom_history_content_end(history, contents[c], until);
        for (uint64_t i = first + 1; i < end && i <= first + LONGEST; i++) {
            if (list != NULL) list[num] = (prediction){ history->time[i], c, i };
            num++;
        }
    }
    if (list != NULL) qsort(list, num, sizeof *list, compare_predictions);
    return num;
}

static double
bootstrap_error(const tally *of_cascade, uint32_t num, uint64_t seed)
{
    double mean[NUM_BOOTSTRAPS];
    for (uint32_t draw = 0; draw < NUM_BOOTSTRAPS; draw++) {
        wom_rng rng = wom_rng_stream(seed, WOM_PURPOSE_SHUFFLE, draw);
        tally sum = { 0, 0 };
        for (uint32_t i = 0; i < num; i++) {
            const tally *drawn = &of_cascade[wom_rng_below(&rng, num)];
            sum.num += drawn->num;
            sum.precision += drawn->precision;
        }
        mean[draw] = sum.num > 0 ? sum.precision / sum.num : 0;
    }
    return wom_estimate_mean(mean, NUM_BOOTSTRAPS).standard_error * sqrt(NUM_BOOTSTRAPS);
}

static wom_status
judge(wom_next_score_row *row, tally *of_cascade, wom_job *job, sweep *s, const prediction *list, uint64_t num,
      const uint32_t *contents)
{
    const wom_node num_nodes = s->history->num_nodes;
    double *score = NULL;
    WOM_TRY(wom_allocate(&score, job, num_nodes, sizeof *score, "users' scores"));
    wom_status status = WOM_OK;
    for (uint64_t k = 0; k < num && status == WOM_OK; k++) {
        const uint64_t first = s->history->log->first[contents[list[k].cascade]];
        score_users(score, s, first, list[k].action, list[k].time);
        const double rank = rank_of(score, num_nodes, s->history->log->user[list[k].action]);
        row->hits_10 += rank <= 10;
        row->hits_50 += rank <= 50;
        row->hits_100 += rank <= DEEPEST;
        row->map += rank <= DEEPEST ? 1 / rank : 0;
        of_cascade[list[k].cascade].num++;
        of_cascade[list[k].cascade].precision += rank <= DEEPEST ? 1 / rank : 0;
        if (k % 256 == 0) status = wom_job_check(job);
    }
    wom_free(score);
    row->num_predictions = num;
    row->hits_10 /= (double)num;
    row->hits_50 /= (double)num;
    row->hits_100 /= (double)num;
    row->map /= (double)num;
    return status;
}

static bool
needs_ties(const wom_next_rule *rule)
{
    return !isnan(rule->leak) || rule->friends != 0 || rule->degree != 0;
}

wom_status
wom_next_judge(wom_next_score_row *row, wom_job *job, const wom_history *history, const wom_graph *graph,
               const wom_next_rule *rule, const uint32_t *contents, uint32_t num_contents, double past, double until,
               uint64_t seed)
{
    *row = (wom_next_score_row){ 0 };
    sweep s = { .history = history, .graph = graph, .rule = rule, .past = past };
    prediction *list = NULL;
    tally *of_cascade = NULL;
    wom_status status = WOM_OK;
    if (needs_ties(rule) && graph->num_ties == 0)
        return wom_fail(WOM_INVALID, "\"%s\" needs ties between users, and there are none", rule->name);
    const uint64_t num = list_predictions(NULL, history, contents, num_contents, until);
    if (num == 0) return wom_fail(WOM_INVALID, "no cascade to be foretold has a second user");
    WOM_TRY_GOTO(begin_sweep(&s, job));
    WOM_TRY_GOTO(wom_allocate(&list, job, num, sizeof *list, "predictions"));
    WOM_TRY_GOTO(wom_allocate(&of_cascade, job, num_contents, sizeof *of_cascade, "predictions by cascade"));
    (void)list_predictions(list, history, contents, num_contents, until);
    WOM_TRY_GOTO(judge(row, of_cascade, job, &s, list, num, contents));
    row->map_error = bootstrap_error(of_cascade, num_contents, seed);
done:
    wom_free(list);
    wom_free(of_cascade);
    end_sweep(&s);
    return status;
}

/* ---- Choosing ---- */

wom_status
wom_next_choose(wom_next_rule *chosen, wom_job *job, const wom_history *history, const wom_graph *graph, bool online,
                const wom_cascade_split *inner, double past)
{
    static const double memories[] = { 30, 60, 120, 240 }, weights[] = { 0, .1, .3, 1, 3 }, fades[] = { .7, .9 };
    double best = -1;
    for (int m = 0; m < 4; m++)
        for (int w = 0; w < 5; w++)
            for (int f = 0; f < (w > 0 ? 2 : 1); f++) {
                const wom_next_rule rule = { "chosen on the past", online, memories[m], 1, NO_LEAK, 0, 0, weights[w],
                                             fades[f] };
                wom_next_score_row row;
                WOM_TRY(wom_next_judge(&row, job, history, graph, &rule, inner->content + inner->num_past,
                                       inner->num_new, inner->time, past, 1));
                if (!(row.map > best)) continue;
                best = row.map;
                *chosen = rule;
            }
    return WOM_OK;
}
