/* scenario: the shipped scenario on Deezer's friendships, with few worlds: figures, promises, a complete file. */
#include "scenarios.h"

#include <stdlib.h>

enum { USERS = 41773, TIES = 251652 };

/* The shipped scenario with the data where they lie; false after test_skip when they are not there. */
static bool
find_overrides(const char *overrides[16])
{
    static char ties[4200], genres[4200];
    path edges, likes;
    uint32_t n = 0;
    if (!path_of_data(&edges, "deezer_ro/RO_edges.csv.zst") || !path_of_data(&likes, "deezer_ro/RO_genres.json.zst"))
        return false;
    char whole[2][4096]; /* absolute, for the scenario's paths are relative to its folder */
    if (realpath(edges.text, whole[0]) == NULL || realpath(likes.text, whole[1]) == NULL) return false;
    snprintf(ties, sizeof ties, "/ties/file=\"%s\"", whole[0]);
    snprintf(genres, sizeof genres, "/interests/users=\"%s\"", whole[1]);
    overrides[n++] = ties;
    overrides[n++] = genres;
    overrides[n++] = "/simulate/replicates=200";
    overrides[n++] = "/goal/content=on the screen";
    overrides[n++] = "/select=[{\"type\":\"ris\",\"epsilon\":0.1,\"precision\":0.1},\"degree\",\"random\"]";
    overrides[n++] = "/campaign={\"rounds\":3,\"replications\":2,\"judge_worlds\":2}";
    overrides[n] = NULL;
    return true;
}

static path
scenario_path(void)
{
    path file;
    const char *root = getenv("WOM_SOURCE_ROOT");
    snprintf(file.text, sizeof file.text, "%s/scenarios/deezer.json", root != NULL ? root : ".");
    return file;
}

/* The default weighting promises that a user's incoming probabilities sum to at most alpha + beta. */
static void
check_model(wom_job *job, const wom_run *run)
{
    const double most = 0.4 + 0.4;
    wom_model_summary summary;
    CHECK_EQUAL(run->graph_summary.num_nodes, USERS);
    CHECK_EQUAL(run->graph_summary.num_ties, TIES);
    CHECK_EQUAL(run->data->report.ties.rows, TIES / 2);
    CHECK_NEAR(run->graph_summary.reciprocity, 1, 0);
    for (uint32_t c = 0; c < run->num_contents; c++) {
        CHECK_OK(wom_model_summarise(&summary, job, run->model, c));
        CHECK(summary.max_incoming <= most * (1 + 1e-6) && summary.num_clipped == 0);
    }
}

static void
check_file(const finished_run *finished)
{
    static const char *const parts[] = { "/graph", "/seeds",    "/certificate", "/summary",
                                         "/users", "/campaign", "/what_if" };
    wom_archive *archive = NULL;
    wom_certificate computed = { 0 }, claimed = { 0 };
    bool agrees = false;
    CHECK_OK(wom_archive_open(&archive, finished->job, finished->results.text, wom_results_format));
    for (size_t i = 0; archive != NULL && i < sizeof parts / sizeof *parts; i++)
        CHECK(wom_archive_has(archive, parts[i]));
    wom_archive_close(archive);
    CHECK_OK(wom_results_certify(&agrees, &computed, &claimed, finished->job, finished->results.text));
    CHECK(agrees && computed.ratio > 0.3 && computed.ratio <= 1);
}

static void
check_estimate(const char *const *overrides, const wom_job *used)
{
    wom_job *job = test_job(2);
    wom_scenario *scenario = NULL;
    wom_run *loaded = NULL;
    wom_run_estimate estimate = { 0 };
    const double peak = (double)wom_job_memory_peak(used);
    CHECK_OK(load_with(&scenario, job, scenario_path().text, overrides));
    if (scenario != NULL) CHECK_OK(wom_scenario_run(&loaded, job, scenario, WOM_STAGE_LOAD, NULL, NULL));
    if (loaded != NULL) CHECK_OK(wom_scenario_estimate(&estimate, job, loaded));
    if (!((double)estimate.memory >= peak / 2 && (double)estimate.memory <= peak * 2))
        test_failed(__FILE__, __LINE__, "estimated %g bytes, needed %g", (double)estimate.memory, peak);
    CHECK(estimate.seconds > 0.1 && estimate.seconds < 60);
    wom_run_free(loaded);
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static void
deezer_runs_to_a_complete_file_whose_certificate_holds(void)
{
    const char *overrides[16];
    if (!find_overrides(overrides)) return;
    finished_run finished = run_scenario(scenario_path().text, overrides, "deezer.h5", 2);
    const wom_run *run = finished.run;
    if (run == NULL) return;
    check_model(finished.job, run);
    check_estimate(overrides, finished.job);
    check_file(&finished);
    CHECK(run->finished == WOM_STAGE_ALL && run->plan->num_seeds == 20 && run->num_candidates == 2);
    /* the plan is not below degree's by more than chance, and far above random users */
    for (uint32_t i = 0; i < run->num_candidates; i++) {
        const wom_estimate *difference = &run->candidates[i].difference.estimate[WOM_METRIC_INCREMENTAL];
        CHECK(difference->value > -5 * difference->standard_error);
        if (strcmp(run->candidates[i].name, "random") == 0) CHECK(difference->value > 5 * difference->standard_error);
    }
    finished_run_clear(&finished);
}

TEST_MAIN(TEST(deezer_runs_to_a_complete_file_whose_certificate_holds))
