/* CELF: greedy on common worlds with lazy evaluation. Leskovec et al., KDD 2007, on the live-edge worlds of Kempe,
 * Kleinberg and Tardos, KDD 2003. It chooses what greedy chooses. Cost: worlds times the cascade of every candidate,
 * once, and a few hundred times worlds after that. */
#include "algorithms.h"
#include "worlds.h"

typedef struct celf_params {
    uint32_t worlds;
} celf_params;

static const wom_field fields[] = {
    { "worlds", WOM_FIELD_UINT, offsetof(celf_params, worlds), 200, 1, 1e6, "worlds",
      "worlds on which every user is measured", NULL },
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    wom_admissible *admissible = NULL;
    wom_worlds *worlds = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_worlds_create(&worlds, job, admissible, ((const celf_params *)params)->worlds));
    const wom_gain_oracle oracle = wom_worlds_oracle(worlds);
    status = wom_greedy_choose(selection, job, admissible, &oracle, WOM_GREEDY_LAZY);
    selection->num_evaluations = worlds->num_evaluations;
done:
    wom_worlds_free(worlds);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_celf = {
    .variant = {
        .name = "celf",
        .summary = "lazy greedy choice on common simulated worlds",
        .source = "Leskovec et al., KDD 2007; Kempe, Kleinberg and Tardos, KDD 2003",
        .params_size = sizeof(celf_params),
        .fields = fields,
    },
    .promise = "on its own worlds at least 1 - 1/e of the best for a number of seeds, (1 - 1/e) / 2 for a budget; for "
               "profit f(seeds) - fees >= (1 - 1/e) f(best) - fees(best) with a number of seeds, nothing without",
    .needs = WOM_NEEDS_ADDITIVE,
    .select = choose,
};
