/* New cascades foretold from the past and judged once: who starts them, who is next, how large they get. */
#include "learn/cascades.h"

#include <math.h>
#include <string.h>

/* Choices are made on the last fifth of the past's cascades. */
static const double inner_share = 0.8;

const uint32_t wom_dni_sizes[WOM_NUM_DNI_SIZES] = { 20, 50 };

const char *const wom_size_row_names[WOM_NUM_SIZE_ROWS] = {
    "constant", "power law in time", "power law, noise growing with time"
};

wom_new_cascades_options
wom_new_cascades_defaults(void)
{
    return (wom_new_cascades_options){ .share = 0.8, .after = 5, .draws = 2000, .memory_days = 30, .replicates = 1000,
                                       .seed = 1 };
}

typedef struct work {
    wom_job *job;
    const wom_history *history;
    const wom_graph *graph;
    const wom_new_cascades_options *options;
    wom_new_cascades *found;
    wom_cascade_split *inner;
    uint32_t num_seeds;
    wom_node *seeds; /* [num_rules * num_seeds] */
} work;

/* Keeps the text of a refusal, lets other failures pass. */
static wom_status
keep_refusal(char **refusal, wom_job *job, wom_status status)
{
    if (status != WOM_INVALID) return status;
    return wom_copy_text(refusal, job, wom_error_text(), strlen(wom_error_text()));
}

/* ---- Seed rules ---- */

/* The first is what all are compared with, by ties where there are any; the others follow as in their table. */
static const wom_variant *
rule_at(const work *w, uint32_t row)
{
    const wom_variant *first = w->graph->num_ties > 0 ? &wom_seed_rule_weighted_cascade.variant
                                                      : &wom_seed_rule_random.variant;
    if (row == 0) return first;
    const wom_variant *const *variant = wom_seed_rules.variants;
    for (uint32_t place = 0; *variant == first || ++place < row; variant++) {}
    return *variant;
}

static wom_status
rank_rule(work *w, uint32_t row, wom_node *seeds, double until, double share)
{
    const wom_seed_evidence evidence = { w->history, w->graph, until, share, w->options->seed };
    const wom_variant *variant = rule_at(w, row);
    wom_choice choice = { NULL, NULL };
    uint32_t num;
    WOM_TRY(wom_choice_default(&choice, w->job, &wom_seed_rules, variant->name));
    const wom_status status = wom_seeds_rank(seeds, &num, w->job, &evidence, w->num_seeds, &choice);
    wom_choice_free(&choice);
    return status;
}

static wom_status
validate_rule(work *w, uint32_t row, const wom_cascade_split *inner)
{
    wom_node *seeds = w->seeds + (uint64_t)row * w->num_seeds;
    wom_new_rule_row *out = &w->found->rule[row];
    const wom_node *const lists[] = { seeds };
    wom_dni_row dni;
    const wom_variant *variant = rule_at(w, row);
    WOM_TRY(wom_copy_text(&out->label, w->job, variant->name, strlen(variant->name)));
    wom_status status = rank_rule(w, row, seeds, inner->time, inner_share);
    if (status == WOM_OK)
        status = wom_dni_judge(&dni, w->job, w->history, inner, w->found->split->time, lists, 1, w->num_seeds,
                               &w->num_seeds, 1, 2, w->options->seed);
    if (status == WOM_OK) out->validation = dni.users;
    return keep_refusal(&out->refusal, w->job, status);
}

static wom_status
simulate_rule(work *w, uint32_t row)
{
    const wom_new_cascades_options *options = w->options;
    wom_new_rule_row *out = &w->found->rule[row];
    out->incremental = (wom_estimate){ (double)NAN, (double)NAN, (double)NAN, (double)NAN, 0 };
    if (options->model == NULL || out->refusal != NULL) return WOM_OK;
    wom_simulate_options simulate = wom_simulate_defaults();
    wom_outcome *outcome = NULL;
    uint32_t *contents = NULL;
    WOM_TRY(wom_allocate(&contents, w->job, w->num_seeds, sizeof *contents, "contents of seeds"));
    const wom_plan plan = { .num_asks = w->num_seeds, .user = w->seeds + (uint64_t)row * w->num_seeds,
                            .content = contents };
    const wom_economy economy = { 0 };
    simulate.seed = options->seed;
    simulate.replicates = options->replicates;
    simulate.want_exposed = false;
    const wom_status status = wom_simulate(&outcome, w->job, options->model, options->dynamics, &plan, &economy,
                                           &simulate);
    if (status == WOM_OK) out->incremental = outcome->estimate[WOM_METRIC_INCREMENTAL];
    wom_outcome_free(outcome);
    wom_free(contents);
    return status != WOM_INVALID ? status : WOM_OK; /* a dynamics that refuses the model tells nothing */
}

/* All lists together, so that every difference is on the same halves. Refused rules keep their places with seeds that
 * stay those of the first. */
static wom_status
judge_rules(work *w)
{
    wom_new_cascades *found = w->found;
    const wom_node **lists = NULL;
    wom_dni_row *rows = NULL;
    wom_status status = WOM_OK;
    uint32_t sizes[WOM_NUM_DNI_SIZES];
    for (uint32_t s = 0; s < WOM_NUM_DNI_SIZES; s++)
        sizes[s] = wom_dni_sizes[s] < w->num_seeds ? wom_dni_sizes[s] : w->num_seeds;
    WOM_TRY_GOTO(wom_allocate(&lists, w->job, found->num_rules, sizeof *lists, "lists of seeds"));
    WOM_TRY_GOTO(wom_allocate(&rows, w->job, (uint64_t)found->num_rules * WOM_NUM_DNI_SIZES, sizeof *rows, "DNI"));
    for (uint32_t row = 0; row < found->num_rules; row++)
        lists[row] = w->seeds + (found->rule[row].refusal == NULL ? (uint64_t)row * w->num_seeds : 0);
    WOM_TRY_GOTO(wom_dni_judge(rows, w->job, w->history, found->split, (double)INFINITY, lists, found->num_rules,
                               w->num_seeds, sizes, WOM_NUM_DNI_SIZES, w->options->draws, w->options->seed));
    for (uint32_t row = 0; row < found->num_rules; row++)
        for (uint32_t s = 0; s < WOM_NUM_DNI_SIZES; s++)
            found->rule[row].dni[s] = rows[row * WOM_NUM_DNI_SIZES + s];
done:
    wom_free(lists);
    wom_free(rows);
    return status;
}

static wom_status
judge_oracle(work *w)
{
    wom_cascade_split *split = w->found->split;
    wom_node *seeds = NULL;
    uint32_t num;
    WOM_TRY(wom_allocate(&seeds, w->job, w->num_seeds, sizeof *seeds, "seeds"));
    const wom_node *const lists[] = { seeds };
    wom_status status = wom_dni_oracle(seeds, &num, w->job, w->history, split, (double)INFINITY, w->num_seeds);
    for (uint32_t s = 0; s < WOM_NUM_DNI_SIZES && status == WOM_OK; s++) {
        wom_dni_row row;
        const uint32_t size = wom_dni_sizes[s] < num ? wom_dni_sizes[s] : num;
        status = wom_dni_judge(&row, w->job, w->history, split, (double)INFINITY, lists, 1, num, &size, 1, 2, 1);
        if (status == WOM_OK) w->found->oracle[s] = row.users;
    }
    wom_free(seeds);
    return status;
}

static wom_status
compare_rules(work *w)
{
    wom_new_cascades *found = w->found;
    while (wom_seed_rules.variants[found->num_rules] != NULL) found->num_rules++;
    WOM_TRY(wom_allocate(&found->rule, w->job, found->num_rules, sizeof *found->rule, "rules of seeds"));
    WOM_TRY(wom_allocate(&w->seeds, w->job, (uint64_t)found->num_rules * w->num_seeds, sizeof *w->seeds, "seeds"));
    for (uint32_t row = 0; row < found->num_rules; row++) {
        WOM_TRY(validate_rule(w, row, w->inner));
        if (found->rule[row].validation > found->rule[found->chosen_rule].validation) found->chosen_rule = row;
        if (found->rule[row].refusal == NULL)
            WOM_TRY(rank_rule(w, row, w->seeds + (uint64_t)row * w->num_seeds, found->split->time, w->options->share));
        WOM_TRY(simulate_rule(w, row));
    }
    WOM_TRY(judge_rules(w));
    return judge_oracle(w);
}

/* ---- Who is next ---- */

static wom_status
judge_next(work *w, wom_new_next_row *row)
{
    const wom_cascade_split *split = w->found->split;
    return keep_refusal(&row->refusal, w->job,
                        wom_next_judge(&row->score, w->job, w->history, w->graph, &row->rule,
                                       split->content + split->num_past, split->num_new, split->time, (double)INFINITY,
                                       w->options->seed));
}

static wom_status
compare_next(work *w)
{
    wom_new_cascades *found = w->found;
    uint32_t num = 0;
    while (wom_next_rules[num].name != NULL) num++;
    WOM_TRY(wom_allocate(&found->next, w->job, (uint64_t)num + 2, sizeof *found->next, "rules of who is next"));
    found->num_next = num + 2;
    for (uint32_t i = 0; i < num; i++) found->next[i].rule = wom_next_rules[i];
    for (uint32_t i = 0; i < num + 2; i++) {
        wom_new_next_row *row = &found->next[i];
        if (i >= num)
            WOM_TRY(wom_next_choose(&row->rule, w->job, w->history, w->graph, i > num, w->inner, found->split->time));
        WOM_TRY(judge_next(w, row));
    }
    return WOM_OK;
}

/* ---- Sizes ---- */

static wom_status
judge_sizes(work *w)
{
    wom_new_cascades *found = w->found;
    const wom_cascade_split *split = found->split;
    const uint32_t after = w->options->after;
    for (uint32_t row = 0; row < WOM_NUM_SIZE_ROWS; row++) {
        wom_size_model *model = row == WOM_NEW_CONSTANT ? NULL : &found->model[row];
        if (model != NULL)
            WOM_TRY(wom_size_model_fit(model, w->job, w->history, after, row == WOM_NEW_GROWING_NOISE, split->time));
        WOM_TRY(wom_size_judge(&found->size[row], w->job, w->history, split, model, after, (double)INFINITY));
    }
    return WOM_OK;
}

/* ---- All of it ---- */

wom_status
wom_new_cascades_validate(wom_new_cascades **found, wom_job *job, const wom_history *history, const wom_graph *graph,
                          const wom_new_cascades_options *options)
{
    *found = NULL;
    wom_new_cascades *made = NULL;
    work w = { .job = job, .history = history, .graph = graph, .options = options };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&made, job, 1, sizeof *made, "new cascades"));
    w.found = made;
    w.num_seeds = wom_dni_sizes[WOM_NUM_DNI_SIZES - 1];
    if (w.num_seeds > graph->num_nodes) w.num_seeds = graph->num_nodes;
    WOM_TRY_GOTO(wom_cascade_split_create(&made->split, job, history, options->share, (double)INFINITY));
    WOM_TRY_GOTO(wom_cascade_split_create(&w.inner, job, history, inner_share, made->split->time));
    for (uint32_t i = 0; i < made->split->num_past + made->split->num_new; i++) {
        const uint32_t c = made->split->content[i];
        const uint64_t end = wom_history_content_end(history, c, made->split->time), first = history->log->first[c];
        made->past_actions += end - first;
        if (i >= made->split->num_past) made->new_actions += history->log->first[c + 1] - first;
    }
    WOM_TRY_GOTO(compare_rules(&w));
    WOM_TRY_GOTO(compare_next(&w));
    WOM_TRY_GOTO(keep_refusal(&made->no_sizes, job, judge_sizes(&w)));
    WOM_TRY_GOTO(
        wom_start_propensity_create(&made->starts, job, history, made->split->time, options->memory_days));
    *found = made;
    made = NULL;
done:
    wom_cascade_split_free(w.inner);
    wom_free(w.seeds);
    wom_new_cascades_free(made);
    return status;
}

void
wom_new_cascades_free(wom_new_cascades *found)
{
    if (found == NULL) return;
    for (uint32_t i = 0; i < found->num_rules && found->rule != NULL; i++) {
        wom_free(found->rule[i].label);
        wom_free(found->rule[i].refusal);
    }
    for (uint32_t i = 0; i < found->num_next; i++) wom_free(found->next[i].refusal);
    wom_free(found->rule);
    wom_free(found->next);
    wom_free(found->no_sizes);
    wom_cascade_split_free(found->split);
    wom_start_propensity_free(found->starts);
    wom_free(found);
}
