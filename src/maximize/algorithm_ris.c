/* RIS: greedy choice on reverse reachable sets, doubled until fresh sets certify it. See ris.c. */
#include "algorithms.h"
#include "ris.h"

static const wom_field fields[] = {
    WOM_RIS_FIELDS,
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    return wom_ris_choose(selection, job, problem, params, 0);
}

const wom_algorithm wom_algorithm_ris = {
    .variant = {
        .name = "ris",
        .summary = "greedy choice on reverse reachable sets, doubled until fresh sets certify it",
        .source = "Tang, Tang, Xiao and Yuan, SIGMOD 2018 (OPIM-C), with exact binomial bounds",
        .params_size = sizeof(wom_ris_params),
        .fields = fields,
    },
    .promise = "a certificate: but for the failure probability, f(seeds) is at least the ratio times the best's; "
               "beforehand 1 - 1/e - epsilon for a number of seeds, 1/2 - epsilon where each carries a content of her "
               "own, (1 - 1/e) / 2 - epsilon for a budget with one content; for profit "
               "f(seeds) - fees >= (1 - 1/e) f(best) - fees(best) - epsilon f(best), expected and without a "
               "certificate",
    .certifies = true,
    .assigns = true,
    .needs = WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE,
    .select = choose,
};
