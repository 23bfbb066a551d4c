/* A run: its stages in order, each written as it ends, stopped cleanly where the job says so. */
#include "results.h"

#include <stdio.h>
#include <string.h>

const char *const wom_results_format = "wom-results";

typedef struct stage_row {
    wom_stage stage;
    uint32_t needs; /* stages that must have been finished */
    wom_status (*work)(wom_run *run, wom_job *job);
    wom_status (*write)(wom_store *store, wom_job *job, const wom_run *run);
} stage_row;

static wom_status
write_campaign(wom_store *store, wom_job *job, const wom_run *run)
{
    (void)job;
    return wom_results_write_campaign(store, run);
}

static const stage_row stages[] = {
    { WOM_STAGE_READ, 0, wom_run_read, wom_results_write_inputs },
    { WOM_STAGE_LOAD, WOM_STAGE_READ, wom_run_load, NULL },
    { WOM_STAGE_DESCRIBE, WOM_STAGE_READ, wom_run_describe, wom_results_write_graph },
    { WOM_STAGE_SELECT, WOM_STAGE_LOAD, wom_run_select, wom_results_write_plan },
    { WOM_STAGE_SIMULATE, WOM_STAGE_LOAD | WOM_STAGE_SELECT, wom_run_simulate, wom_results_write_outcome },
    { WOM_STAGE_LOOK, WOM_STAGE_LOAD | WOM_STAGE_SELECT | WOM_STAGE_SIMULATE, wom_run_look, wom_results_write_look },
    { WOM_STAGE_CAMPAIGN, WOM_STAGE_LOAD | WOM_STAGE_SELECT, wom_run_campaign, write_campaign },
    { WOM_STAGE_WHAT_IF, WOM_STAGE_LOAD | WOM_STAGE_SELECT | WOM_STAGE_SIMULATE, wom_run_what_ifs,
      wom_results_write_what_ifs },
    { WOM_STAGE_LEARN, WOM_STAGE_READ, wom_run_learn, wom_results_write_learn },
    { WOM_STAGE_INTEREST, WOM_STAGE_READ, wom_run_interest, wom_results_write_interest },
    { WOM_STAGE_COMPARE, WOM_STAGE_LOAD, wom_run_compare, wom_results_write_compare },
    { WOM_STAGE_FORECAST, WOM_STAGE_READ, wom_run_forecast, wom_results_write_new_cascades },
    { WOM_STAGE_VALIDATE, WOM_STAGE_READ, wom_run_validate, wom_results_write_validate },
};

enum { NUM_STAGES = sizeof stages / sizeof *stages };

/* The stages asked for with all they need, without those the scenario has no use for. */
static uint32_t
wanted_stages(const wom_scenario *scenario, uint32_t asked)
{
    for (uint32_t s = NUM_STAGES; s-- > 0;)
        if (asked & (uint32_t)stages[s].stage) asked |= stages[s].needs;
    if (!scenario->with_campaign) asked &= ~(uint32_t)WOM_STAGE_CAMPAIGN;
    if (scenario->simulate.traced == 0) asked &= ~(uint32_t)WOM_STAGE_LOOK;
    if (scenario->num_what_ifs == 0) asked &= ~(uint32_t)WOM_STAGE_WHAT_IF;
    return asked;
}

/* What a stopped stage has found is written too, so that nothing finished is lost. */
static wom_status
run_stage(wom_run *run, wom_job *job, const stage_row *row, wom_store *store)
{
    const wom_status status = row->work(run, job);
    if (status != WOM_OK && !is_stop(status)) return status;
    if (is_stop(status)) {
        run->stopped = status;
        snprintf(run->stop_text, sizeof run->stop_text, "%.250s", wom_error_text());
    } else {
        run->finished |= (uint32_t)row->stage;
    }
    if (store == NULL || row->write == NULL) return WOM_OK;
    WOM_TRY(row->write(store, job, run));
    return wom_store_flush(store);
}

static wom_status
run_stages(wom_run *run, wom_job *job, uint32_t asked, wom_store *store)
{
    const uint32_t wanted = wanted_stages(run->scenario, asked);
    for (uint32_t s = 0; s < NUM_STAGES && run->stopped == WOM_OK; s++)
        if (wanted & (uint32_t)stages[s].stage) WOM_TRY(run_stage(run, job, &stages[s], store));
    return WOM_OK;
}

static const char *
outcome_name(const wom_run *run)
{
    return run->stopped == WOM_OK ? "complete" : run->stopped == WOM_TIMEOUT ? "time limit" : "interrupted";
}

wom_status
wom_scenario_run(wom_run **run, wom_job *job, const wom_scenario *scenario, uint32_t asked, const char *results,
                 const char *const *argv)
{
    const double wall = clock_seconds(CLOCK_MONOTONIC), cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    wom_run *made = NULL;
    wom_store *store = NULL;
    wom_status status = WOM_OK;
    *run = NULL;
    if (scenario->rival.given && (wanted_stages(scenario, asked) & (uint32_t)WOM_STAGE_CAMPAIGN) != 0)
        return wom_json_fail(wom_json_member(scenario->json, "campaign"),
                             "cannot be played against a rival; take away \"campaign\" or \"rival\"");
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "a run"));
    made->scenario = scenario;
    if (results != NULL) {
        WOM_TRY_GOTO(wom_store_create(&store, job, results, wom_results_format));
        WOM_TRY_GOTO(wom_results_write_scenario(store, job, scenario));
        WOM_TRY_GOTO(wom_results_write_origin(store, job, scenario, argv));
    }
    WOM_TRY_GOTO(run_stages(made, job, asked, store));
    if (made->data != NULL) WOM_TRY_GOTO(wom_data_check_map(made->data));
    wom_job_wind_up(job);
    made->wall_seconds = clock_seconds(CLOCK_MONOTONIC) - wall;
    made->cpu_seconds = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (store != NULL) {
        WOM_TRY_GOTO(wom_results_write_times(store, job, made));
        WOM_TRY_GOTO(wom_store_finish(store, outcome_name(made)));
    }
    *run = made;
    made = NULL;
done:
    wom_store_free(store);
    wom_run_free(made);
    return status;
}

/* Seeds belong to the selection where there is one. */
static void
clear_candidate(wom_candidate *candidate)
{
    if (candidate->selection == NULL) wom_free(candidate->seeds);
    wom_free(candidate->contents);
    wom_selection_free(candidate->selection);
    wom_outcome_free(candidate->outcome);
}

static void
free_candidates(wom_candidate *candidates, uint32_t num)
{
    for (uint32_t i = 0; candidates != NULL && i < num; i++) clear_candidate(&candidates[i]);
    wom_free(candidates);
}

uint32_t
wom_candidate_content(const wom_candidate *candidate, uint32_t seed)
{
    return candidate->contents != NULL ? candidate->contents[seed] : candidate->content;
}

void
wom_run_free(wom_run *run)
{
    if (run == NULL) return;
    free_candidates(run->by_content, run->num_contents);
    clear_candidate(&run->assigned);
    free_candidates(run->candidates, run->candidates != NULL ? run->scenario->num_algorithms + 1 : 0);
    wom_outcome_free(run->outcome);
    wom_shape_free(run->shape);
    wom_comparison_free(run->comparison);
    wom_new_cascades_free(run->new_cascades);
    wom_free(run->forecast);
    wom_running_free(run->running);
    wom_history_free(run->history);
    wom_learned_free(run->learned);
    wom_interest_found_free(run->interest);
    wom_contributions_free(run->contributions);
    for (uint32_t i = 0; i < run->num_traces; i++) wom_trace_free(run->traces[i]);
    wom_free(run->traces);
    wom_campaign_result_free(run->campaign);
    for (uint32_t i = 0; i < run->num_what_ifs; i++) {
        wom_free(run->what_ifs[i].seeds);
        wom_free(run->what_ifs[i].contents);
        wom_outcome_free(run->what_ifs[i].outcome);
    }
    wom_free(run->what_ifs);
    for (uint32_t i = 0; i < WOM_NUM_DISTRIBUTIONS; i++) wom_tally_clear(&run->distribution[i]);
    wom_free(run->community);
    wom_rival_asks_clear(&run->rival);
    wom_free(run->purchase);
    wom_model_free(run->model);
    wom_data_free(run->data);
    wom_free(run);
}
