/* A campaign: check, ask the model what it expects, play the replications, sum up. */
#include "belief.h"
#include "rehearsal.h"
#include "summary.h"

#include <math.h>

#define AT(member) offsetof(wom_campaign_options, member)
const wom_field wom_campaign_fields[] = {
    { "rounds", WOM_FIELD_UINT, AT(rounds), 50, 1, 1e6, "rounds", "of choosing a content and seeing its reach", NULL },
    { "replications", WOM_FIELD_UINT, AT(replications), 200, 2, 1e6, "", "hidden worlds", NULL },
    { "judge_worlds", WOM_FIELD_UINT, AT(judge_worlds), 200, 2, 1e6, "worlds",
      "on which the best fixed content of a hidden world is found", NULL },
    { "warm_start", WOM_FIELD_BOOL, AT(warm_start), 1, 0, 1, "",
      "the policy starts from what the model believes, as far as the prior lets it be trusted", NULL },
    { "tie_sd", WOM_FIELD_REAL, AT(prior.tie_sd), 0.5, 0, 5, "", "sd of the log of each tie's hidden factor", NULL },
    { "appeal_sd", WOM_FIELD_REAL, AT(prior.appeal_sd), 0.3, 0, 5, "", "sd of the log of each content's hidden factor",
      NULL },
    { "baseline_sd", WOM_FIELD_REAL, AT(prior.baseline_sd), 0.3, 0, 5, "",
      "sd of the log of the baseline's hidden factor", NULL },
    { 0 },
};

wom_campaign_options
wom_campaign_defaults(void)
{
    wom_campaign_options options = { .seed = 1 };
    wom_fields_default(&options, wom_campaign_fields);
    return options;
}

static wom_status
check_options(const wom_campaign_options *options, wom_node num_nodes)
{
    WOM_TRY(wom_fields_check(wom_campaign_fields, options));
    for (wom_node node = 0; options->accept != NULL && node < num_nodes; node++)
        if (!(options->accept[node] >= 0 && options->accept[node] <= 1))
            return wom_fail(WOM_INVALID, "user number %u accepts with probability %g, must be from 0 to 1", node,
                            options->accept[node]);
    return WOM_OK;
}

/* `arm_of` marks the users seen in this arm by its number + 1. */
static wom_status
check_arm(const wom_model *model, const wom_arm_plan *plan, uint32_t arm, uint32_t *arm_of)
{
    if (plan->content >= model->num_contents)
        return wom_fail(WOM_INVALID, "arm %u: content number %u, but there are %u contents", arm, plan->content,
                        model->num_contents);
    if (!(plan->cost >= 0 && isfinite(plan->cost)))
        return wom_fail(WOM_INVALID, "arm %u: its cost is %g, must be a number from 0", arm, plan->cost);
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        const wom_node user = plan->seeds[i];
        if (user >= model->graph->num_nodes)
            return wom_fail(WOM_INVALID, "arm %u, seed %u: user number %u, but there are %u users", arm, i, user,
                            model->graph->num_nodes);
        if (arm_of[user] == arm + 1)
            return wom_fail(WOM_INVALID, "arm %u: user number %u is a seed twice; once is enough", arm, user);
        arm_of[user] = arm + 1;
    }
    return WOM_OK;
}

static wom_status
check_arms(wom_job *job, const campaign *run)
{
    uint32_t *arm_of = NULL;
    wom_status status = WOM_OK;
    if (run->num_arms == 0) return wom_fail(WOM_INVALID, "there are no arms, there must be at least 1");
    if (run->dynamics->variant == NULL) return wom_fail(WOM_INVALID, "no dynamics is given");
    WOM_TRY(wom_dynamics_check_deadline((const wom_dynamics *)run->dynamics->variant, run->options->max_steps));
    WOM_TRY(wom_allocate(&arm_of, job, run->model->graph->num_nodes, sizeof *arm_of, "marks of seeds"));
    for (uint32_t arm = 0; arm < run->num_arms && status == WOM_OK; arm++)
        status = check_arm(run->model, &run->arms[arm], arm, arm_of);
    wom_free(arm_of);
    return status;
}

static bool
is_stopped(wom_status status)
{
    return status == WOM_TIMEOUT || status == WOM_CANCELLED;
}

wom_status
wom_campaign_run(wom_campaign_result **result, wom_job *job, const wom_model *model, const wom_choice *dynamics,
                 const wom_choice *policy, const wom_arm_plan *arms, uint32_t num_arms,
                 const wom_campaign_options *options)
{
    wom_status status = WOM_OK;
    campaign run = {
        .model = model, .dynamics = dynamics, .policy = policy, .arms = arms, .num_arms = num_arms, .options = options
    };
    wom_campaign_result *made = NULL;
    double *scratch = NULL;
    uint64_t num_done = 0;
    *result = NULL;
    WOM_TRY_GOTO(check_options(options, model->graph->num_nodes));
    WOM_TRY_GOTO(check_arms(job, &run));
    WOM_TRY_GOTO(wom_campaign_workers_create(&run, job)); /* before all else: it refuses what the policy refuses */
    run.rehearses = options->warm_start && ((const wom_policy *)policy->variant)->uses_prior;
    WOM_TRY_GOTO(wom_hidden_law_create(&run.law, job, &options->prior));
    WOM_TRY_GOTO(wom_campaign_records_create(&run.records, job, &run));
    WOM_TRY_GOTO(wom_campaign_result_create(&made, job, &run));
    WOM_TRY_GOTO(wom_allocate(&scratch, job, 2 * (uint64_t)options->replications, sizeof *scratch, "totals"));
    WOM_TRY_GOTO(wom_campaign_believe(made->believed, &run, job));
    if (run.rehearses) WOM_TRY_GOTO(wom_campaign_rehearse(made, &run, job));
    wom_job_stage(job, "playing campaigns", options->replications);
    status = wom_parallel_for(job, options->replications, wom_campaign_replicate, &run, &num_done);
    if ((status == WOM_OK || is_stopped(status)) && num_done >= 2) {
        wom_campaign_summarise(made, &run, (uint32_t)num_done, scratch);
        *result = made;
        made = NULL;
    }
done:
    wom_campaign_result_free(made);
    wom_free(scratch);
    wom_campaign_records_clear(&run.records);
    wom_hidden_law_clear(&run.law);
    wom_free(run.prior);
    wom_campaign_workers_free(&run, job);
    return status;
}
