/* Greedy on common worlds, the plain reference: before every choice every user is measured beside those chosen. Kempe,
 * Kleinberg and Tardos, KDD 2003, section 2. Where a dynamics is additive she is followed alone and what the chosen
 * have reached is taken off, else all are followed together. Cost: users times seeds times worlds, a cascade each. */
#include "algorithms.h"
#include "engine.h"

typedef struct greedy_params {
    uint32_t worlds;
} greedy_params;

static const wom_field fields[] = {
    { "worlds", WOM_FIELD_UINT, offsetof(greedy_params, worlds), 200, 1, 1e6, "worlds",
      "worlds on which every user is measured for every seed", NULL },
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params)
{
    wom_admissible *admissible = NULL;
    wom_engine engine = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_admissible_create(&admissible, job, problem));
    WOM_TRY_GOTO(wom_engine_open(&engine, job, admissible, ((const greedy_params *)params)->worlds));
    status = wom_greedy_choose(selection, job, admissible, &engine.oracle, WOM_GREEDY_PLAIN);
done:
    wom_engine_close(&engine);
    wom_admissible_free(admissible);
    return status;
}

const wom_algorithm wom_algorithm_greedy = {
    .variant = {
        .name = "greedy",
        .summary = "plain greedy choice on common simulated worlds, for any dynamics",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003",
        .params_size = sizeof(greedy_params),
        .fields = fields,
    },
    .promise = "on its own worlds, for many of them, at least 1 - 1/e of the best for a number of seeds, "
               "(1 - 1/e) / 2 for a budget; for profit f(seeds) - fees >= (1 - 1/e) f(best) - fees(best) with a number "
               "of seeds, nothing without; nothing at all where the dynamics is not submodular",
    .promise_needs = WOM_NEEDS_SUBMODULAR,
    .select = choose,
};
