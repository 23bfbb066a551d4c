/* Models and algorithms compared: whom one would ask believing one model, and what that brings if another is true. */
#include "run.h"

#include <gsl/gsl_statistics_double.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double none = (double)NAN;
static const wom_estimate no_estimate = { (double)NAN, (double)NAN, (double)NAN, (double)NAN, 0 };

/* ---- What is compared ---- */

/* The scenario's own sections where the section leaves a list out. */
typedef struct compare_lists {
    const wom_choice *weightings[2], *dynamics[2];
    wom_choice usual_weighting, usual_dynamics;
    uint32_t num_weightings, num_dynamics, num_algorithms, num_sizes;
    const wom_choice *algorithms;
    const uint32_t *sizes;
    uint32_t own_size;
} compare_lists;

/* The usual choice, or another one where that is the scenario's own. */
static wom_status
create_other(wom_choice *choice, wom_job *job, const wom_catalogue *catalogue, const wom_choice *own, const char *usual,
             const char *else_this)
{
    return wom_choice_default(choice, job, catalogue, strcmp(own->variant->name, usual) != 0 ? usual : else_this);
}

static wom_status
complete_lists(compare_lists *lists, wom_job *job, const wom_scenario *scenario)
{
    const wom_compare_section *given = &scenario->compare;
    lists->weightings[0] = &scenario->weighting;
    lists->weightings[1] = &lists->usual_weighting;
    lists->dynamics[0] = &scenario->dynamics;
    lists->dynamics[1] = &lists->usual_dynamics;
    lists->num_weightings = given->num_weightings > 0 ? given->num_weightings : 2;
    lists->num_dynamics = given->num_dynamics > 0 ? given->num_dynamics : 2;
    lists->num_algorithms = given->num_algorithms > 0 ? given->num_algorithms : scenario->num_algorithms;
    lists->algorithms = given->num_algorithms > 0 ? given->algorithms : scenario->algorithms;
    lists->own_size = wom_goal_num_seeds(&scenario->goal);
    lists->num_sizes = given->num_sizes > 0 ? given->num_sizes : 1;
    lists->sizes = given->num_sizes > 0 ? given->sizes : &lists->own_size;
    WOM_TRY(create_other(&lists->usual_weighting, job, &wom_weightings, &scenario->weighting, "weighted-cascade",
                         "social-interest"));
    return create_other(&lists->usual_dynamics, job, &wom_dynamics_catalogue, &scenario->dynamics, "ic", "lt");
}

static const wom_choice *
weighting_at(const compare_lists *lists, const wom_compare_section *given, uint32_t i)
{
    return given->num_weightings > 0 ? &given->weightings[i] : lists->weightings[i];
}

static const wom_choice *
dynamics_at(const compare_lists *lists, const wom_compare_section *given, uint32_t i)
{
    return given->num_dynamics > 0 ? &given->dynamics[i] : lists->dynamics[i];
}

/* ---- A model that is being looked at: the scenario with another weighting and dynamics ---- */

typedef struct model_view {
    wom_scenario scenario; /* a copy that owns nothing */
    wom_model *model;
    run_view view;
} model_view;

static wom_status
open_model(model_view *made, wom_job *job, const wom_run *run, const wom_choice *weighting, const wom_choice *dynamics)
{
    made->scenario = *run->scenario;
    made->scenario.weighting = *weighting;
    made->scenario.dynamics = *dynamics;
    made->view = wom_run_view(run);
    made->view.scenario = &made->scenario;
    WOM_TRY(
        wom_model_create(&made->model, job, run->data, weighting, &run->scenario->similarity, run->scenario->baseline));
    made->view.model = made->model;
    return WOM_OK;
}

/* A refusal is an answer: it is kept, and the comparison goes on. */
static wom_status
keep_refusal(char **refusal, wom_job *job, wom_status status)
{
    if (status != WOM_INVALID) return status;
    return wom_copy_text(refusal, job, wom_error_text(), strlen(wom_error_text()));
}

static wom_status
choose(wom_selection **selection, double *seconds, wom_job *job, const run_view *view, const wom_choice *algorithm,
       uint32_t content)
{
    const double start = clock_seconds(CLOCK_MONOTONIC);
    const wom_status status = wom_view_select(selection, job, view, algorithm, content);
    *seconds = clock_seconds(CLOCK_MONOTONIC) - start;
    return status == WOM_UNPROVEN ? WOM_OK : status;
}

static wom_status
judge(wom_outcome **outcome, wom_job *job, const run_view *view, const wom_selection *selection, uint32_t content)
{
    const run_trial trial = {
        .seeds = selection->seed,
        .num_seeds = selection->num_seeds,
        .content = content,
        .seed = wom_key(view->scenario->seed, WOM_PURPOSE_JUDGE, 0, 0),
        .replicates = view->scenario->compare.replicates,
    };
    return wom_view_simulate(outcome, job, view, &trial);
}

static const wom_choice *
first_that_takes(const compare_lists *lists, const wom_dynamics *dynamics)
{
    for (uint32_t a = 0; a < lists->num_algorithms; a++)
        if (wom_algorithm_refuses((const wom_algorithm *)lists->algorithms[a].variant, dynamics) == NULL)
            return &lists->algorithms[a];
    return NULL;
}

static wom_status
choose_under(wom_compared_model *compared, wom_job *job, const model_view *model, const compare_lists *lists,
             uint32_t content)
{
    const wom_dynamics *dynamics = (const wom_dynamics *)model->scenario.dynamics.variant;
    const wom_choice *algorithm = first_that_takes(lists, dynamics);
    WOM_TRY(wom_dynamics_check_deadline(dynamics, (uint32_t)model->scenario.simulate.deadline));
    WOM_TRY(wom_model_summarise(&compared->summary, job, model->model, content));
    if (algorithm == NULL)
        return wom_fail(WOM_INVALID,
                        "no algorithm to be compared takes the dynamics \"%s\"; add \"greedy\" or "
                        "\"degree\" to compare/algorithms",
                        dynamics->variant.name);
    compared->algorithm = algorithm->variant->name;
    return choose(&compared->selection, &compared->seconds, job, &model->view, algorithm, content);
}

static wom_status
label_model(char **label, wom_job *job, const wom_choice *weighting, const wom_choice *dynamics)
{
    char *first = NULL, *second = NULL, text[1200];
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_choice_label(&first, job, weighting));
    WOM_TRY_GOTO(wom_choice_label(&second, job, dynamics));
    snprintf(text, sizeof text, "%s, %s", first, second);
    WOM_TRY_GOTO(wom_copy_text(label, job, text, strlen(text)));
done:
    wom_free(first);
    wom_free(second);
    return status;
}

static wom_status
add_model(wom_compared_model *compared, wom_job *job, const wom_run *run, const compare_lists *lists,
          const wom_choice *weighting, const wom_choice *dynamics, uint32_t content)
{
    model_view model = { 0 };
    WOM_TRY(label_model(&compared->label, job, weighting, dynamics));
    wom_status status = open_model(&model, job, run, weighting, dynamics);
    if (status == WOM_OK) status = choose_under(compared, job, &model, lists, content);
    status = keep_refusal(&compared->refusal, job, status);
    wom_model_free(model.model);
    return status;
}

/* ---- Believing one, when another is true ---- */

/* All choices, judged in the worlds of one model. */
static wom_status
judge_all(wom_comparison *made, wom_job *job, const model_view *model, uint32_t truth, wom_metric metric)
{
    const uint32_t num = made->num_models;
    wom_outcome *best = NULL, *other = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(judge(&best, job, &model->view, made->models[truth].selection, made->content));
    for (uint32_t believed = 0; believed < num; believed++) {
        const wom_selection *selection = made->models[believed].selection;
        const uint32_t pair = believed * num + truth;
        if (made->models[believed].refusal != NULL) continue;
        WOM_TRY_GOTO(judge(&other, job, &model->view, selection, made->content));
        made->value[pair] = other->estimate[metric];
        made->regret[pair] =
            wom_estimate_paired(best->metric[metric], other->metric[metric], other->num_replicates, NULL);
        wom_outcome_free(other);
        other = NULL;
    }
done:
    wom_outcome_free(best);
    wom_outcome_free(other);
    return status;
}

static wom_status
cross_evaluate(wom_comparison *made, wom_job *job, const wom_run *run, const compare_lists *lists)
{
    const wom_compare_section *given = &run->scenario->compare;
    for (uint32_t truth = 0; truth < made->num_models; truth++) {
        model_view model = { 0 };
        if (made->models[truth].refusal != NULL) continue;
        wom_status status = open_model(&model, job, run, weighting_at(lists, given, truth / lists->num_dynamics),
                                       dynamics_at(lists, given, truth % lists->num_dynamics));
        if (status == WOM_OK) status = judge_all(made, job, &model, truth, wom_goal_metric(&run->scenario->goal));
        wom_model_free(model.model);
        WOM_TRY(status);
    }
    return WOM_OK;
}

/* ---- How alike two choices are ---- */

static double
rank_in(const wom_selection *selection, wom_node user, uint32_t num_union)
{
    for (uint32_t i = 0; i < selection->num_seeds; i++)
        if (selection->seed[i] == user) return i + 1;
    return (selection->num_seeds + 1 + num_union) / 2.;
}

static bool
has(const wom_selection *selection, wom_node user)
{
    for (uint32_t i = 0; i < selection->num_seeds; i++)
        if (selection->seed[i] == user) return true;
    return false;
}

static wom_status
compare_choices(double *overlap, double *correlation, wom_job *job, const wom_selection *a, const wom_selection *b)
{
    const uint32_t most = a->num_seeds > b->num_seeds ? a->num_seeds : b->num_seeds;
    uint32_t num_union = a->num_seeds, num_common = 0, n = 0;
    double *ranks = NULL;
    for (uint32_t i = 0; i < b->num_seeds; i++) {
        num_common += has(a, b->seed[i]);
        num_union += !has(a, b->seed[i]);
    }
    *overlap = most > 0 ? (double)num_common / most : none;
    *correlation = none;
    if (num_union < 2) return WOM_OK;
    WOM_TRY(wom_allocate(&ranks, job, 4 * (uint64_t)num_union, sizeof *ranks, "ranks of seeds"));
    for (uint32_t i = 0; i < a->num_seeds + b->num_seeds; i++) {
        const wom_node user = i < a->num_seeds ? a->seed[i] : b->seed[i - a->num_seeds];
        if (i >= a->num_seeds && has(a, user)) continue;
        ranks[n] = rank_in(a, user, num_union);
        ranks[num_union + n++] = rank_in(b, user, num_union);
    }
    *correlation = gsl_stats_spearman(ranks, 1, ranks + num_union, 1, num_union, ranks + 2 * (size_t)num_union);
    wom_free(ranks);
    return WOM_OK;
}

static wom_status
compare_all_choices(wom_comparison *made, wom_job *job)
{
    const uint32_t num = made->num_models;
    for (uint32_t a = 0; a < num; a++)
        for (uint32_t b = 0; b < num; b++)
            if (made->models[a].refusal == NULL && made->models[b].refusal == NULL)
                WOM_TRY(compare_choices(&made->overlap[a * num + b], &made->rank_correlation[a * num + b], job,
                                        made->models[a].selection, made->models[b].selection));
    return WOM_OK;
}

/* ---- Algorithms ---- */

/* One row; *outcome for the first algorithm's, with which the others of this size are compared. */
static wom_status
add_row(wom_compared_algorithm *row, wom_outcome **outcome, wom_job *job, const model_view *model,
        const wom_choice *algorithm, uint32_t content)
{
    row->name = algorithm->variant->name;
    WOM_TRY(wom_choice_label(&row->label, job, algorithm));
    wom_job_memory_mark(job);
    const wom_status status = choose(&row->selection, &row->seconds, job, &model->view, algorithm, content);
    row->memory = wom_job_memory_since_mark(job);
    if (status != WOM_OK) return keep_refusal(&row->refusal, job, status);
    return judge(outcome, job, &model->view, row->selection, content);
}

static wom_status
compare_size(wom_comparison *made, wom_job *job, model_view *model, const compare_lists *lists, uint32_t s)
{
    const wom_metric metric = wom_goal_metric(&model->scenario.goal);
    wom_outcome *first = NULL, *other = NULL;
    wom_status status = WOM_OK;
    model->scenario.goal.num_seeds = lists->sizes[s];
    for (uint32_t a = 0; a < lists->num_algorithms; a++) {
        wom_compared_algorithm *row = &made->rows[a * lists->num_sizes + s];
        row->size = lists->sizes[s];
        row->value = row->difference = no_estimate;
        WOM_TRY_GOTO(add_row(row, &other, job, model, &lists->algorithms[a], made->content));
        if (other == NULL) continue;
        row->value = other->estimate[metric];
        if (a == 0) first = other;
        if (first != NULL)
            row->difference =
                wom_estimate_paired(first->metric[metric], other->metric[metric], other->num_replicates, NULL);
        if (a > 0) wom_outcome_free(other);
        other = NULL;
    }
done:
    wom_outcome_free(first);
    if (other != first) wom_outcome_free(other);
    return status;
}

static wom_status
compare_algorithms(wom_comparison *made, wom_job *job, const wom_run *run, const compare_lists *lists)
{
    model_view model = { .scenario = *run->scenario, .view = wom_run_view(run) };
    model.view.scenario = &model.scenario;
    made->num_rows = lists->num_algorithms * lists->num_sizes;
    WOM_TRY(wom_allocate(&made->rows, job, made->num_rows, sizeof *made->rows, "algorithms compared"));
    for (uint32_t s = 0; s < lists->num_sizes; s++) WOM_TRY(compare_size(made, job, &model, lists, s));
    return WOM_OK;
}

/* ---- All of it ---- */

static wom_status
create_pairs(wom_comparison *made, wom_job *job)
{
    const uint64_t num = (uint64_t)made->num_models * made->num_models;
    WOM_TRY(wom_allocate(&made->value, job, num, sizeof *made->value, "pairs of models"));
    WOM_TRY(wom_allocate(&made->regret, job, num, sizeof *made->regret, "pairs of models"));
    WOM_TRY(wom_allocate(&made->overlap, job, num, sizeof *made->overlap, "pairs of models"));
    WOM_TRY(wom_allocate(&made->rank_correlation, job, num, sizeof *made->rank_correlation, "pairs of models"));
    for (uint64_t i = 0; i < num; i++) {
        made->value[i] = made->regret[i] = no_estimate;
        made->overlap[i] = made->rank_correlation[i] = none;
    }
    return WOM_OK;
}

static wom_status
compare(wom_comparison *made, wom_job *job, const wom_run *run, const compare_lists *lists)
{
    const wom_compare_section *given = &run->scenario->compare;
    bool is_given;
    WOM_TRY(wom_goal_content(&made->content, &is_given, run->scenario, run->data));
    if (!is_given && run->num_contents > 1 && wom_is_left_to_rival(run->scenario, run->data, 0)) made->content = 1;
    made->num_replicates = given->replicates;
    made->num_models = lists->num_weightings * lists->num_dynamics;
    WOM_TRY(wom_allocate(&made->models, job, made->num_models, sizeof *made->models, "models compared"));
    WOM_TRY(create_pairs(made, job));
    for (uint32_t i = 0; i < made->num_models; i++)
        WOM_TRY(add_model(&made->models[i], job, run, lists, weighting_at(lists, given, i / lists->num_dynamics),
                          dynamics_at(lists, given, i % lists->num_dynamics), made->content));
    WOM_TRY(compare_all_choices(made, job));
    WOM_TRY(cross_evaluate(made, job, run, lists));
    return compare_algorithms(made, job, run, lists);
}

wom_status
wom_run_compare(wom_run *run, wom_job *job)
{
    compare_lists lists = { 0 };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(complete_lists(&lists, job, run->scenario));
    WOM_TRY_GOTO(wom_allocate(&run->comparison, job, 1, sizeof *run->comparison, "a comparison"));
    status = compare(run->comparison, job, run, &lists);
done:
    wom_choice_free(&lists.usual_weighting);
    wom_choice_free(&lists.usual_dynamics);
    return status;
}

void
wom_comparison_free(wom_comparison *comparison)
{
    if (comparison == NULL) return;
    for (uint32_t i = 0; comparison->models != NULL && i < comparison->num_models; i++) {
        wom_free(comparison->models[i].label);
        wom_free(comparison->models[i].refusal);
        wom_selection_free(comparison->models[i].selection);
    }
    for (uint32_t i = 0; comparison->rows != NULL && i < comparison->num_rows; i++) {
        wom_free(comparison->rows[i].label);
        wom_free(comparison->rows[i].refusal);
        wom_selection_free(comparison->rows[i].selection);
    }
    wom_free(comparison->models);
    wom_free(comparison->rows);
    wom_free(comparison->value);
    wom_free(comparison->regret);
    wom_free(comparison->overlap);
    wom_free(comparison->rank_correlation);
    wom_free(comparison);
}
