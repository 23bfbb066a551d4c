/* Re-checking the certificate of a results file from the scenario stored in it. */
#include "results.h"

/* The seeds of the file, in their order, with their contents. */
static wom_status
read_seeds(wom_node **seeds, uint32_t **content_of, uint32_t *num_seeds, wom_job *job, wom_archive *archive,
           const wom_data *data)
{
    char **users = NULL, **contents = NULL;
    uint64_t num = 0, num_contents = 0;
    wom_status status = WOM_OK;
    *seeds = NULL;
    *content_of = NULL;
    WOM_TRY_GOTO(wom_archive_read_column(&users, &num, archive, "/seeds/user", WOM_TYPE_STRING));
    WOM_TRY_GOTO(wom_archive_read_column(&contents, &num_contents, archive, "/seeds/content", WOM_TYPE_STRING));
    if (num == 0 || num != num_contents) {
        status = wom_fail(WOM_INVALID, "the seed table is empty or damaged");
        goto done;
    }
    WOM_TRY_GOTO(wom_allocate(seeds, job, num, sizeof **seeds, "seeds"));
    WOM_TRY_GOTO(wom_allocate(content_of, job, num, sizeof **content_of, "seeds' contents"));
    for (uint64_t i = 0; i < num; i++) {
        WOM_TRY_GOTO(wom_data_user(&(*seeds)[i], data, users[i]));
        WOM_TRY_GOTO(wom_data_content(&(*content_of)[i], data, contents[i]));
    }
    *num_seeds = (uint32_t)num;
done:
    wom_free(users);
    wom_free(contents);
    return status;
}

/* The problem that the certificate is of; where seeds may carry different contents, they become asks. */
static wom_status
pose_problem(view_problem *problem, wom_node *seeds, wom_job *job, const run_view *view, const uint32_t *content_of,
             uint32_t num_seeds, uint32_t num_contents)
{
    const wom_data *data = view->data;
    if (num_contents > 1) {
        for (uint32_t i = 0; i < num_seeds; i++) seeds[i] += content_of[i] * data->graph->num_nodes;
        return wom_view_assignment_create(problem, job, view);
    }
    for (uint32_t i = 1; i < num_seeds; i++)
        if (content_of[i] != content_of[0])
            return wom_fail(WOM_INVALID, "the seed table has the contents \"%s\" and \"%s\", must have one",
                            data->content_id[content_of[0]], data->content_id[content_of[i]]);
    return wom_view_problem_create(problem, job, view, content_of[0]);
}

wom_status
wom_results_certify(bool *agrees, wom_certificate *computed, wom_certificate *claimed, wom_job *job,
                    const char *results)
{
    wom_archive *archive = NULL;
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_node *seeds = NULL;
    view_problem problem = { 0 };
    uint32_t num_seeds = 0, *content_of = NULL;
    wom_status status = WOM_OK;
    *agrees = false;
    WOM_TRY_GOTO(wom_archive_open(&archive, job, results, wom_results_format));
    WOM_TRY_GOTO(wom_results_read_certificate(claimed, archive));
    WOM_TRY_GOTO(wom_scenario_load(&scenario, job, results, NULL, 0));
    WOM_TRY_GOTO(wom_results_check_inputs(archive, job, scenario));
    WOM_TRY_GOTO(wom_scenario_run(&run, job, scenario, WOM_STAGE_LOAD, NULL, NULL));
    WOM_TRY_GOTO(run->stopped);
    WOM_TRY_GOTO(read_seeds(&seeds, &content_of, &num_seeds, job, archive, run->data));
    const run_view view = wom_run_view(run);
    WOM_TRY_GOTO(pose_problem(&problem, seeds, job, &view, content_of, num_seeds, claimed->num_contents));
    WOM_TRY_GOTO(wom_certificate_check(agrees, computed, job, &problem.problem, seeds, num_seeds, claimed));
done:
    wom_view_problem_clear(&problem);
    wom_free(content_of);
    wom_free(seeds);
    wom_run_free(run);
    wom_scenario_free(scenario);
    wom_archive_close(archive);
    return wom_fail_in(status, "%s", results);
}
