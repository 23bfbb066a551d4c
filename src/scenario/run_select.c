/* Which users, with which content: the first algorithm for every content, the others for the best one, all judged on
 * the same fresh worlds. */
#include "run.h"

#include <string.h>

/* WOM_UNPROVEN is no reason to stop: the selection is valid, the run says that the guarantee was missed. */
static wom_status
choose(wom_run *run, wom_job *job, wom_candidate *candidate, const wom_choice *algorithm, wom_assign assign,
       uint32_t content)
{
    const run_view view = wom_run_view(run);
    const double start = clock_seconds(CLOCK_MONOTONIC);
    candidate->name = algorithm->variant->name;
    candidate->content = content;
    const wom_status status =
        assign == WOM_ASSIGN_EACH
            ? wom_view_assign(&candidate->selection, &candidate->contents, job, &view, algorithm)
            : wom_view_select(&candidate->selection, job, &view, algorithm, content);
    candidate->seconds = clock_seconds(CLOCK_MONOTONIC) - start;
    if (candidate->selection != NULL) {
        candidate->num_seeds = candidate->selection->num_seeds;
        candidate->seeds = candidate->selection->seed;
    }
    run->unproven = run->unproven || status == WOM_UNPROVEN;
    return status == WOM_UNPROVEN ? WOM_OK : status;
}

static wom_status
judge(wom_run *run, wom_job *job, wom_candidate *candidate)
{
    const run_view view = wom_run_view(run);
    const uint64_t replicates = run->scenario->simulate.replicates;
    const run_trial trial = {
        .seeds = candidate->seeds,
        .contents = candidate->contents,
        .num_seeds = candidate->num_seeds,
        .content = candidate->content,
        .seed = wom_key(run->scenario->seed, WOM_PURPOSE_JUDGE, 0, 0),
        .replicates = replicates < MOST_JUDGING_WORLDS ? replicates : MOST_JUDGING_WORLDS,
    };
    return wom_view_simulate(&candidate->outcome, job, &view, &trial);
}

/* The goal's content, or that whose seeds did best; one that could not be judged only if there is no other. */
static void
pick_plan(wom_run *run)
{
    const wom_metric metric = wom_goal_metric(&run->scenario->goal);
    wom_candidate *best = NULL;
    for (uint32_t c = 0; c < run->num_contents; c++) {
        wom_candidate *candidate = &run->by_content[c];
        if (candidate->seeds == NULL || (run->scenario->goal.content != NULL && c != run->plan_content)) continue;
        if (best == NULL || (best->outcome == NULL && candidate->outcome != NULL) ||
            (candidate->outcome != NULL &&
             candidate->outcome->estimate[metric].value > best->outcome->estimate[metric].value))
            best = candidate;
    }
    run->plan = best;
    run->plan_content = best != NULL ? best->content : run->plan_content;
}

/* The better of the best content for all and contents of their own; of equals the first. */
static void
pick_assignment(wom_run *run)
{
    const wom_metric metric = wom_goal_metric(&run->scenario->goal);
    wom_candidate *one = run->plan, *each = &run->assigned;
    if (each->outcome == NULL) return;
    each->content = run->plan_content;
    if (one == NULL || one->outcome == NULL) {
        run->plan = each;
        return;
    }
    const bool is_better = each->outcome->estimate[metric].value > one->outcome->estimate[metric].value;
    run->plan = is_better ? each : one;
    run->beaten = is_better ? one : each;
    wom_outcome_compare(&run->beaten->difference, run->plan->outcome, run->beaten->outcome);
}

/* The first algorithm's seeds for a content; none where the budget does not reach, unless the content is needed. */
static wom_status
select_content(wom_run *run, wom_job *job, uint32_t content, bool is_needed)
{
    const run_view view = wom_run_view(run);
    bool affords = true;
    if (!is_needed) WOM_TRY(wom_view_affords(&affords, job, &view, content));
    if (!affords) return WOM_OK;
    WOM_TRY(choose(run, job, &run->by_content[content], &run->scenario->algorithms[0], WOM_ASSIGN_ONE, content));
    return judge(run, job, &run->by_content[content]);
}

static wom_status
select_by_content(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    const double *cost = run->data->content_cost;
    uint32_t needed = 0; /* the goal's; else the cheapest, which is refused when no content can be afforded */
    bool given = false;
    WOM_TRY(wom_goal_content(&needed, &given, scenario, run->data));
    if (wom_is_left_to_rival(scenario, run->data, needed)) needed = 1;
    for (uint32_t c = needed + 1; !given && cost != NULL && c < run->num_contents; c++)
        if (cost[c] < cost[needed] && !wom_is_left_to_rival(scenario, run->data, c)) needed = c;
    run->plan_content = needed;
    for (uint32_t c = 0; c < run->num_contents; c++) {
        if (wom_is_left_to_rival(scenario, run->data, c)) continue;
        if (!given || c == needed || scenario->with_campaign) WOM_TRY(select_content(run, job, c, c == needed));
    }
    if (scenario->goal.assign != WOM_ASSIGN_EACH || run->num_contents == 1) return WOM_OK;
    WOM_TRY(choose(run, job, &run->assigned, &scenario->algorithms[0], WOM_ASSIGN_EACH, 0));
    return judge(run, job, &run->assigned);
}

/* A table of seeds: with the goal's content, or those that the table tells, as an array only where they differ. */
static wom_status
read_candidate(wom_candidate *candidate, wom_job *job, const wom_run *run, const char *path, uint32_t content)
{
    const bool wants = run->scenario->goal.content == NULL;
    uint32_t **contents = wants ? &candidate->contents : NULL;
    candidate->content = content;
    WOM_TRY(wom_seeds_read(&candidate->seeds, contents, &candidate->num_seeds, job, path, run->data));
    if (candidate->contents == NULL) return WOM_OK;
    candidate->content = candidate->contents[0];
    for (uint32_t i = 1; i < candidate->num_seeds; i++)
        if (candidate->contents[i] != candidate->content) return WOM_OK;
    wom_free(candidate->contents);
    candidate->contents = NULL;
    return WOM_OK;
}

/* A plan that was given takes the place of the chosen one; arms of the campaign are still chosen. */
static wom_status
take_given_plan(wom_run *run, wom_job *job)
{
    bool given = false;
    uint32_t content = 0;
    WOM_TRY(wom_goal_content(&content, &given, run->scenario, run->data));
    wom_candidate read = { .name = "given" };
    WOM_TRY(read_candidate(&read, job, run, run->scenario->goal.plan_file, content));
    wom_candidate *plan = read.contents != NULL ? &run->assigned : &run->by_content[read.content];
    *plan = read;
    run->plan = plan;
    run->plan_content = plan->content;
    WOM_TRY(judge(run, job, plan));
    for (uint32_t c = 0; c < run->num_contents && run->scenario->with_campaign; c++) {
        if (plan != &run->by_content[c]) WOM_TRY(select_content(run, job, c, false));
    }
    return WOM_OK;
}

static wom_status
compare(wom_run *run, wom_job *job, wom_candidate *candidate)
{
    WOM_TRY(judge(run, job, candidate));
    wom_outcome_compare(&candidate->difference, run->plan->outcome, candidate->outcome);
    run->num_candidates++;
    return WOM_OK;
}

static wom_status
select_others(wom_run *run, wom_job *job)
{
    const wom_scenario *scenario = run->scenario;
    const uint32_t first = scenario->goal.plan != NULL ? 0 : 1;
    WOM_TRY(wom_allocate(&run->candidates, job, (uint64_t)scenario->num_algorithms + 1, sizeof *run->candidates,
                         "candidate plans"));
    for (uint32_t a = first; a < scenario->num_algorithms; a++) {
        wom_candidate *candidate = &run->candidates[run->num_candidates];
        const wom_choice *algorithm = &scenario->algorithms[a];
        const wom_status status = choose(run, job, candidate, algorithm, WOM_ASSIGN_ONE, run->plan_content);
        if (status == WOM_OK) {
            WOM_TRY(compare(run, job, candidate));
            continue;
        }
        wom_selection_free(candidate->selection);
        *candidate = (wom_candidate){ 0 };
        return status;
    }
    if (scenario->goal.current == NULL) return WOM_OK;
    wom_candidate *current = &run->candidates[run->num_candidates];
    current->name = "current";
    WOM_TRY(read_candidate(current, job, run, scenario->goal.current_file, run->plan_content));
    return compare(run, job, current);
}

wom_status
wom_run_select(wom_run *run, wom_job *job)
{
    WOM_TRY(wom_allocate(&run->by_content, job, run->num_contents, sizeof *run->by_content, "plans by content"));
    const wom_status status =
        run->scenario->goal.plan != NULL ? take_given_plan(run, job) : select_by_content(run, job);
    if (run->plan == NULL) {
        pick_plan(run);
        pick_assignment(run);
    }
    WOM_TRY(status);
    WOM_TRY(wom_model_summarise(&run->model_summary, job, run->model, run->plan_content));
    return select_others(run, job);
}
