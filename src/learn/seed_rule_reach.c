/* Reach: how often a user will start something, times whom her cascades have held.
 *
 *     f(S) = sum over v of 1 - exp(-sum over u in S of lambda_u P(v | u)),    P(u | u) = 1
 *     P(v | u) = (cascades of u with v + a pop_v) / (starts_u + a)
 *     lambda_u = (1 - mix) q starts_u + mix q (all starts) d_u / sum d
 *
 * pop_v is the share of all cascades that hold v, q how many new cascades come for one of the past, d_u the user's
 * actions that weigh exp(-age / memory). The expected distinct users, were starts Poisson: monotone and submodular. */
#include "learn/cascades.h"

#include <math.h>

typedef struct reach_params {
    double mix, memory, prior;
} reach_params;

static const wom_field fields[] = {
    { "mix", WOM_FIELD_REAL, offsetof(reach_params, mix), 0.5, 0, 1, "share",
      "of starts that are expected by recent activity, not by earlier starts", NULL },
    { "memory", WOM_FIELD_REAL, offsetof(reach_params, memory), 30, 1e-6, 1e9, "days",
      "an action of that age counts 1/e", NULL },
    { "prior", WOM_FIELD_REAL, offsetof(reach_params, prior), 2, 1e-6, 1e9, "cascades",
      "of everybody's kind that each starter's are mixed with", NULL },
    { 0 },
};

typedef struct reach_game {
    const wom_seed_evidence *evidence;
    const reach_params *params;
    double *rate;           /* [num_nodes] lambda */
    double *starts;         /* [num_nodes] */
    double *popularity;     /* [num_nodes] pop */
    double *spared;         /* [num_nodes] exp(-sum over seeds of lambda P) */
    double *count;          /* [num_nodes] scratch: the user's cascades that hold v */
    uint64_t *end;          /* [num_contents] */
    double members;         /* sum of popularity */
} reach_game;

/* Adds `amount` to the members of the cascades that a user started. */
static void
add_cascades(reach_game *g, wom_node user, double amount)
{
    const wom_history *history = g->evidence->history;
    const wom_log *log = history->log;
    for (uint64_t k = history->first_of_user[user]; k < history->first_of_user[user + 1]; k++) {
        const uint64_t i = history->action_of_user[k];
        const uint32_t c = log->content[i];
        if (log->first[c] != i) continue;
        for (uint64_t j = i; j < g->end[c]; j++) g->count[log->user[j]] += amount;
    }
}

/* The gain of a user, whom it takes where asked to. */
static double
walk(reach_game *g, wom_node user, bool is_taken)
{
    const double rate = g->rate[user], prior = g->params->prior;
    double sum = 0;
    add_cascades(g, user, 1);
    for (wom_node v = 0; v < g->evidence->history->num_nodes; v++) {
        if (g->popularity[v] == 0 && v != user) continue;
        const double p = v == user ? 1 : (g->count[v] + prior * g->popularity[v]) / (g->starts[user] + prior);
        const double left = g->spared[v] * exp(-rate * p);
        sum += g->spared[v] - left;
        if (is_taken) g->spared[v] = left;
        g->count[v] = 0;
    }
    return sum;
}

static double
gain(void *game, wom_node user)
{
    return walk(game, user, false);
}

static void
take(void *game, wom_node user)
{
    (void)walk(game, user, true);
}

static void
fill_rates(reach_game *g, const double *recent)
{
    const wom_node num_nodes = g->evidence->history->num_nodes;
    const double more = (1 - g->evidence->share) / g->evidence->share, mix = g->params->mix;
    double all_starts = 0, all_recent = 0;
    for (wom_node user = 0; user < num_nodes; user++) {
        all_starts += g->starts[user];
        all_recent += recent[user];
    }
    for (wom_node user = 0; user < num_nodes; user++) {
        g->rate[user] = (1 - mix) * more * g->starts[user];
        if (all_recent > 0) g->rate[user] += mix * more * all_starts * recent[user] / all_recent;
        g->popularity[user] /= fmax(all_starts, 1);
        g->members += g->popularity[user];
        g->spared[user] = 1;
    }
}

/* Starts, popularity and recent actions of the past. */
static void
count_past(reach_game *g, double *recent)
{
    const wom_history *history = g->evidence->history;
    const wom_log *log = history->log;
    const double memory = g->params->memory * WOM_SECONDS_A_DAY;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        g->end[c] = wom_history_content_end(history, c, g->evidence->until);
        if (g->end[c] > log->first[c]) g->starts[log->user[log->first[c]]]++;
        for (uint64_t i = log->first[c]; i < g->end[c]; i++) {
            g->popularity[log->user[i]]++;
            recent[log->user[i]] += exp(-(g->evidence->until - history->time[i]) / memory);
        }
    }
}

static wom_status
prepare(reach_game *g, wom_job *job)
{
    const wom_node num_nodes = g->evidence->history->num_nodes;
    double *recent = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&g->end, job, g->evidence->history->log->num_contents, sizeof *g->end, "cascades"));
    WOM_TRY_GOTO(wom_allocate(&recent, job, num_nodes, sizeof *recent, "users' recent actions"));
    WOM_TRY_GOTO(wom_allocate(&g->rate, job, num_nodes, sizeof *g->rate, "users' rates"));
    WOM_TRY_GOTO(wom_allocate(&g->starts, job, num_nodes, sizeof *g->starts, "users' starts"));
    WOM_TRY_GOTO(wom_allocate(&g->popularity, job, num_nodes, sizeof *g->popularity, "users' popularity"));
    WOM_TRY_GOTO(wom_allocate(&g->spared, job, num_nodes, sizeof *g->spared, "users not reached"));
    WOM_TRY_GOTO(wom_allocate(&g->count, job, num_nodes, sizeof *g->count, "cascades of a starter"));
    count_past(g, recent);
    fill_rates(g, recent);
done:
    wom_free(recent);
    return status;
}

/* A gain is below rate times the expected size, as 1 - exp(-x) is below x; her own cascades hold `own` users on
 * average. */
static double
bound_gain(void *game, wom_node user)
{
    const reach_game *g = game;
    const wom_history *history = g->evidence->history;
    const wom_log *log = history->log;
    double own = 0;
    for (uint64_t k = history->first_of_user[user]; k < history->first_of_user[user + 1]; k++) {
        const uint64_t i = history->action_of_user[k];
        const uint32_t c = log->content[i];
        if (log->first[c] == i) own += (double)(g->end[c] - i);
    }
    return g->rate[user] * (1 + (own + g->params->prior * g->members) / (g->starts[user] + g->params->prior));
}

static wom_status
choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence, uint32_t most,
       const void *params)
{
    reach_game g = { .evidence = evidence, .params = params };
    const wom_lazy_game game = { .bound = bound_gain, .gain = gain, .take = take, .game = &g };
    wom_status status = prepare(&g, job);
    if (status == WOM_OK)
        status = wom_lazy_choose(seeds, num_seeds, job, evidence->history->num_nodes, most, &game);
    wom_free(g.end);
    wom_free(g.rate);
    wom_free(g.starts);
    wom_free(g.popularity);
    wom_free(g.spared);
    wom_free(g.count);
    return status;
}

const wom_seed_rule wom_seed_rule_reach = {
    .variant = {
        .name = "reach",
        .summary = "expected starts times whom a starter's cascades held, greedy",
        .source = "",
        .params_size = sizeof(reach_params),
        .fields = fields,
    },
    .choose = choose,
};
