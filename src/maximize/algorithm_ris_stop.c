/* RIS whose walks end early: a few users with many probable friends are seeds beforehand, and a walk that meets one of
 * them need not go on, for the set is covered. Where a user reaches a good part of the network, that saves nearly all
 * of the work; where walks are short, it falls back on plain rounds. See early_stops.c for why it is right, and ris.c.
 *
 * After HIST (Guo, Wang, Wei and Chen, SIGMOD 2020), but with users settled before sampling in place of its first
 * phase, and certified afterwards by f(best) <= f(T u best). */
#include "algorithms.h"
#include "ris.h"

enum { MOST_STOPS = 64 }; /* of those by default */

typedef struct ris_stop_params {
    wom_ris_params ris;
    uint32_t stops;
} ris_stop_params;

static const wom_field fields[] = {
    WOM_RIS_FIELDS,
    { "stops", WOM_FIELD_UINT, offsetof(ris_stop_params, stops), 0, 0, 1e6, "users",
      "at whom walks end, who become seeds; 0: a quarter of the seeds, at most 64", NULL },
    { 0 },
};

static wom_status
choose(wom_selection *selection, wom_job *job, const wom_problem *problem, const void *params_given)
{
    const ris_stop_params *params = params_given;
    uint32_t num_stops = params->stops;
    if (num_stops == 0) {
        wom_admissible *admissible = NULL;
        WOM_TRY(wom_admissible_create(&admissible, job, problem));
        num_stops = (admissible->num_free + 3) / 4;
        if (num_stops > MOST_STOPS) num_stops = MOST_STOPS;
        wom_admissible_free(admissible);
    }
    return wom_ris_choose(selection, job, problem, &params->ris, num_stops);
}

const wom_algorithm wom_algorithm_ris_stop = {
    .variant = {
        .name = "ris-stop",
        .summary = "as ris, but walks end early at a few users settled beforehand; for networks that nearly all reach",
        .source = "Guo, Wang, Wei and Chen, SIGMOD 2020 (HIST); Tang, Tang, Xiao and Yuan, SIGMOD 2018 (OPIM-C)",
        .params_size = sizeof(ris_stop_params),
        .fields = fields,
    },
    .promise = "as ris: where early stops do not reach the target, it goes on without them; with a baseline or for "
               "profit there are none from the start",
    .certifies = true,
    .needs = WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE,
    .select = choose,
};
