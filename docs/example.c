/* Plans a small campaign from C: a town, the probability of every tie, ten seeds, and how many users they reach.
 *
 *     cc -std=c17 example.c $(pkg-config --cflags --libs wom) -o example && ./example */
#include <wom.h>

#include <math.h>
#include <stdio.h>

static void
show(const wom_data *data, const wom_selection *selection, const wom_outcome *outcome)
{
    const wom_estimate active = outcome->estimate[WOM_METRIC_ACTIVE];
    printf("%u users, %u ties, content %s\nseeds:", data->graph->num_nodes, data->graph->num_ties, data->content_id[0]);
    for (uint32_t i = 0; i < selection->num_seeds; i++) printf(" %s", wom_data_user_id(data, selection->seed[i]));
    printf("\nactive users: %.1f, 95 %% interval %.1f to %.1f\n", active.value, active.low, active.high);
    printf("certified: at least %.3f of what the best seeds reach, except with probability %.1g\n",
           selection->certificate.ratio, selection->certificate.failure);
}

static wom_status
plan_campaign(wom_job *job)
{
    wom_data *data = NULL;
    wom_choice town = { 0 }, weighting = { 0 }, similarity = { 0 }, dynamics = { 0 }, algorithm = { 0 };
    wom_model *model = NULL;
    wom_chances *chances = NULL;
    wom_selection *selection = NULL;
    wom_outcome *outcome = NULL;
    wom_status status = WOM_OK;

    /* Three thousand users with messages, interests and six contents; wom_data_load reads your own. */
    wom_population population;
    wom_fields_default(&population, wom_population_fields);
    WOM_TRY_GOTO(wom_choice_default(&town, job, &wom_generators, "town"));
    WOM_TRY_GOTO(wom_data_generate(&data, job, &town, &population));

    /* The default weighting, alpha S / D + beta C / N, from messages exchanged and shared interests. */
    WOM_TRY_GOTO(wom_choice_default(&weighting, job, &wom_weightings, NULL));
    WOM_TRY_GOTO(wom_choice_default(&similarity, job, &wom_similarities, NULL));
    WOM_TRY_GOTO(wom_model_create(&model, job, data, &weighting, &similarity, 0));

    /* Ten seeds for the first content, with a certificate. */
    WOM_TRY_GOTO(wom_choice_default(&dynamics, job, &wom_dynamics_catalogue, "ic"));
    WOM_TRY_GOTO(wom_chances_create(&chances, job, data->graph, &dynamics));
    WOM_TRY_GOTO(wom_chances_fill(chances, job, model, 0, NULL));
    const wom_problem problem = {
        .graph = data->graph, .chances = chances, .num_seeds = 10, .budget = HUGE_VAL, .seed = 1
    };
    WOM_TRY_GOTO(wom_choice_default(&algorithm, job, &wom_algorithms, "ris"));
    WOM_TRY_GOTO(wom_select(&selection, job, &problem, &algorithm));

    /* What they reach, in worlds that had no part in choosing them. */
    const wom_plan plan = { .num_asks = selection->num_seeds, .user = selection->seed };
    const wom_economy no_fees = { 0 };
    wom_simulate_options options = wom_simulate_defaults();
    options.seed = 2;
    WOM_TRY_GOTO(wom_simulate(&outcome, job, model, &dynamics, &plan, &no_fees, &options));
    show(data, selection, outcome);
done:
    wom_outcome_free(outcome);
    wom_selection_free(selection);
    wom_chances_free(chances);
    wom_model_free(model);
    wom_choice_free(&algorithm);
    wom_choice_free(&dynamics);
    wom_choice_free(&similarity);
    wom_choice_free(&town);
    wom_choice_free(&weighting);
    wom_data_free(data);
    return status;
}

int
main(void)
{
    const wom_job_options all_threads = wom_job_defaults();
    wom_job *job = NULL;
    wom_status status = wom_job_create(&job, &all_threads);
    if (status == WOM_OK) status = plan_campaign(job);
    if (status != WOM_OK) fprintf(stderr, "example: %s: %s\n", wom_status_name(status), wom_error_text());
    wom_job_free(job);
    return status == WOM_OK ? 0 : 1;
}
