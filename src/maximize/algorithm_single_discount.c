/* Single discount: degree, but ties to those who are seeds already count nothing. Chen, Wang and Yang, "Efficient
 * influence maximization in social networks", KDD 2009, section 3. */
#include "adaptive.h"
#include "algorithms.h"
#include "tie_weight.h"

typedef struct single_discount_params {
    uint32_t by; /* wom_tie_measure */
} single_discount_params;

static const wom_field fields[] = {
    { "by", WOM_FIELD_CHOICE, offsetof(single_discount_params, by), WOM_TIES_COUNTED, 0, 0, "",
      "what a tie counts: one, its strength, or the probability that it passes the content on",
      wom_tie_measure_names },
    { 0 },
};

static double
score(const wom_problem *problem, const void *params, const bool *is_seed, wom_node node)
{
    const wom_tie_measure by = (wom_tie_measure)((const single_discount_params *)params)->by;
    return wom_weight_of_ties(problem, by, node, is_seed);
}

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    return wom_selection_fill_by_ties(selection, job, problem, score, params);
}

const wom_algorithm wom_algorithm_single_discount = {
    .variant = {
        .name = "single-discount",
        .summary = "the users with the most ties to others who are not seeds yet",
        .source = "Chen, Wang and Yang, KDD 2009",
        .params_size = sizeof(single_discount_params),
        .fields = fields,
    },
    .promise = "none; fills the number or the budget also for profit",
    .select = choose,
};
