/* The table of rules that rank users by the past, and the ranking. */
#include "learn/cascades.h"

#include <math.h>

static const wom_variant *const variants[] = {
    &wom_seed_rule_adoptions.variant, &wom_seed_rule_random.variant,
    &wom_seed_rule_degree.variant,    &wom_seed_rule_pagerank.variant,
    &wom_seed_rule_weighted_cascade.variant, &wom_seed_rule_starts.variant,
    &wom_seed_rule_sizes.variant,     &wom_seed_rule_recent_adoptions.variant,
    &wom_seed_rule_credit.variant,    &wom_seed_rule_reach.variant,
    NULL,
};

const wom_catalogue wom_seed_rules = {
    .name = "seed rule",
    .summary = "whom to watch: users ranked by what they did, or by their ties",
    .variants = variants,
};

/* The best `most` users by score who are not taken, equal scores by number: a heap of the worst on top would be
 * faster; lists are short. */
static void
append_best(wom_node *seeds, uint32_t *num_seeds, const double *score, bool *taken, wom_node num_nodes, uint32_t most)
{
    while (*num_seeds < most) {
        wom_node best = num_nodes;
        for (wom_node user = 0; user < num_nodes; user++)
            if (!taken[user] && (best == num_nodes || score[user] > score[best])) best = user;
        taken[best] = true;
        seeds[(*num_seeds)++] = best;
    }
}

static void
count_ties(double *score, const wom_graph *graph)
{
    for (wom_node user = 0; user < graph->num_nodes; user++) score[user] = wom_graph_out_degree(graph, user);
}

static wom_status
check_evidence(const wom_seed_evidence *evidence, const wom_choice *rule)
{
    if (((const wom_seed_rule *)rule->variant)->needs_ties && evidence->graph->num_ties == 0)
        return wom_fail(WOM_INVALID, "needs ties between users, and there are none");
    if (!(evidence->share > 0 && evidence->share < 1))
        return wom_fail(WOM_INVALID, "the past's share of cascades is %g, must be above 0, below 1", evidence->share);
    return rule->variant->fields != NULL ? wom_fields_check(rule->variant->fields, rule->params) : WOM_OK;
}

static wom_status
rank(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence, uint32_t most,
     const wom_choice *choice)
{
    const wom_seed_rule *rule = (const wom_seed_rule *)choice->variant;
    const wom_node num_nodes = evidence->graph->num_nodes;
    double *score = NULL;
    bool *taken = NULL;
    wom_status status = WOM_OK;
    if (most > num_nodes) most = num_nodes;
    WOM_TRY_GOTO(wom_allocate(&score, job, num_nodes, sizeof *score, "users' scores"));
    WOM_TRY_GOTO(wom_allocate(&taken, job, num_nodes, sizeof *taken, "users taken"));
    if (rule->choose != NULL) {
        WOM_TRY_GOTO(rule->choose(seeds, num_seeds, job, evidence, most, choice->params));
        for (uint32_t i = 0; i < *num_seeds; i++) taken[seeds[i]] = true;
        count_ties(score, evidence->graph);
    } else {
        WOM_TRY_GOTO(rule->score(score, job, evidence, choice->params));
        /* the sum of ties breaks no equal scores, it follows after those that are above 0 */
        uint32_t num_good = 0;
        for (wom_node user = 0; user < num_nodes; user++) num_good += score[user] > 0;
        append_best(seeds, num_seeds, score, taken, num_nodes, most < num_good ? most : num_good);
        count_ties(score, evidence->graph);
    }
    append_best(seeds, num_seeds, score, taken, num_nodes, most);
done:
    wom_free(score);
    wom_free(taken);
    return status;
}

wom_status
wom_seeds_rank(wom_node *seeds, uint32_t *num_seeds, wom_job *job, const wom_seed_evidence *evidence, uint32_t most,
               const wom_choice *rule)
{
    *num_seeds = 0;
    wom_status status = check_evidence(evidence, rule);
    if (status == WOM_OK) status = rank(seeds, num_seeds, job, evidence, most, rule);
    return wom_fail_in(status, "seed rule \"%s\"", rule->variant->name);
}
