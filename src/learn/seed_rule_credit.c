/* Credit distribution: an action is credited to the friends who acted before, in equal parts, and through them to
 * theirs; seeds are chosen for the credit of everything they did, each user's actions counting one together.
 *
 *     credit_S(u, c) = 1 for u in S, else sum over friends w before u in c of credit_S(w, c) / their number
 *     f(S) = sum over u of 1 / A_u sum over c of credit_S(u, c)
 *
 * Goyal, Bonchi and Lakshmanan, VLDB 2011, with the direct credit 1 / d_in of its section 4. A gain is found by one
 * pass over the cascades of the user from her action on, so that credits of pairs need no memory. */
#include "learn/cascades.h"

typedef struct credit_game {
    const wom_seed_evidence *evidence;
    uint64_t *end;          /* [num_contents] */
    uint64_t *first_before; /* [num_actions + 1] friends who acted before: before[first_before[i] ..] */
    uint64_t *before;       /* numbers of their actions */
    double *credit;         /* [num_actions] of the seeds taken */
    double *more;           /* [num_actions] what the user at hand would add */
    double *weight;         /* [num_nodes] 1 / A_u */
} credit_game;

/* What the user of action i would add in this content. */
static double
follow(credit_game *g, uint64_t i, uint64_t end)
{
    const wom_node *user = g->evidence->history->log->user;
    g->more[i] = 1 - g->credit[i];
    double sum = g->more[i] * g->weight[user[i]];
    for (uint64_t j = i + 1; j < end; j++) {
        const uint64_t from = g->first_before[j], to = g->first_before[j + 1];
        double more = 0;
        for (uint64_t k = from; k < to; k++)
            if (g->before[k] >= i) more += g->more[g->before[k]];
        /* who was taken has the whole credit already, and passes on no more */
        g->more[j] = to > from && g->credit[j] < 1 ? more / (double)(to - from) : 0;
        sum += g->more[j] * g->weight[user[j]];
    }
    return sum;
}

static double
gain(void *game, wom_node user)
{
    credit_game *g = game;
    const wom_history *history = g->evidence->history;
    const uint64_t end = wom_history_user_end(history, user, g->evidence->until);
    double sum = 0;
    for (uint64_t k = history->first_of_user[user]; k < end; k++) {
        const uint64_t i = history->action_of_user[k];
        sum += follow(g, i, g->end[history->log->content[i]]);
    }
    return sum;
}

static void
take(void *game, wom_node user)
{
    credit_game *g = game;
    const wom_history *history = g->evidence->history;
    const uint64_t end = wom_history_user_end(history, user, g->evidence->until);
    for (uint64_t k = history->first_of_user[user]; k < end; k++) {
        const uint64_t i = history->action_of_user[k], last = g->end[history->log->content[i]];
        follow(g, i, last);
        for (uint64_t j = i + 1; j < last; j++) g->credit[j] += g->more[j];
        g->credit[i] = 1;
    }
}

/* Counts the friends before each action, and the second time lists them. */
static void
find_before(credit_game *g, uint64_t *rank, bool list)
{
    const wom_log *log = g->evidence->history->log;
    const wom_graph *graph = g->evidence->graph;
    uint64_t num = 0;
    for (uint32_t c = 0; c < log->num_contents; c++) {
        const uint64_t first = log->first[c];
        for (uint64_t i = first; i < log->first[c + 1]; i++) {
            g->first_before[i] = num;
            if (i >= g->end[c]) continue;
            for (uint64_t in = graph->in_first[log->user[i]]; in < graph->in_first[log->user[i] + 1]; in++) {
                if (rank[graph->in_tail[in]] <= first) continue;
                if (list) g->before[num] = rank[graph->in_tail[in]] - 1;
                num++;
            }
            rank[log->user[i]] = i + 1;
        }
        /* ranks of this content are at most the first of the next: nobody need be forgotten */
    }
    g->first_before[log->num_actions] = num;
}

static wom_status
prepare(credit_game *g, wom_job *job)
{
    const wom_history *history = g->evidence->history;
    const wom_log *log = history->log;
    const wom_node num_nodes = history->num_nodes;
    uint64_t *rank = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&rank, job, num_nodes, sizeof *rank, "users' places in a cascade"));
    WOM_TRY_GOTO(wom_allocate(&g->end, job, log->num_contents, sizeof *g->end, "ends of cascades"));
    WOM_TRY_GOTO(wom_allocate(&g->first_before, job, log->num_actions + 1, sizeof *g->first_before, "friends before"));
    WOM_TRY_GOTO(wom_allocate(&g->credit, job, log->num_actions, sizeof *g->credit, "credits"));
    WOM_TRY_GOTO(wom_allocate(&g->more, job, log->num_actions, sizeof *g->more, "credits"));
    WOM_TRY_GOTO(wom_allocate(&g->weight, job, num_nodes, sizeof *g->weight, "users' weights"));
    for (uint32_t c = 0; c < log->num_contents; c++)
        g->end[c] = wom_history_content_end(history, c, g->evidence->until);
    for (wom_node user = 0; user < num_nodes; user++) {
        const uint64_t end = wom_history_user_end(history, user, g->evidence->until);
        if (end > history->first_of_user[user]) g->weight[user] = 1 / (double)(end - history->first_of_user[user]);
    }
    find_before(g, rank, false);
    WOM_TRY_GOTO(wom_allocate(&g->before, job, g->first_before[log->num_actions], sizeof *g->before,
                              "friends before"));
    for (wom_node user = 0; user < num_nodes; user++) rank[user] = 0;
    find_before(g, rank, true);
done:
    wom_free(rank);
    return status;
}

static wom_status
choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence, uint32_t most,
       const void *params)
{
    (void)params;
    credit_game g = { .evidence = evidence };
    const wom_lazy_game game = { .bound = gain, .gain = gain, .take = take, .game = &g };
    wom_status status = prepare(&g, job);
    if (status == WOM_OK)
        status = wom_lazy_choose(seeds, num_seeds, job, evidence->history->num_nodes, most, &game);
    wom_free(g.end);
    wom_free(g.first_before);
    wom_free(g.before);
    wom_free(g.credit);
    wom_free(g.more);
    wom_free(g.weight);
    return status;
}

const wom_seed_rule wom_seed_rule_credit = {
    .variant = {
        .name = "credit",
        .summary = "greedy on credit that friends who acted before share",
        .source = "Goyal, Bonchi and Lakshmanan, VLDB 2011",
    },
    .needs_ties = true,
    .choose = choose,
};
