/* scenario: a goal about some segments of users. */
#include "scenarios.h"

/* A run of the small scenario for active users of this target. */
static finished_run
run_for(const char *target, const char *results)
{
    const path file = small_scenario_write("");
    char with[128];
    snprintf(with, sizeof with, "/goal/target=%s", target);
    const char *const overrides[] = { "/goal/maximise=active", with, NULL };
    return run_scenario(file.text, overrides, results, 2);
}

static void
the_metric_of_a_target_of_everybody_is_that_of_users(void)
{
    finished_run all = run_for("{\"new\": 1, \"regular\": 1, \"loyal\": 1}", "all.h5");
    const wom_outcome *outcome = all.run->outcome;
    for (uint64_t i = 0; i < outcome->num_replicates; i++)
        CHECK_NEAR(outcome->metric[WOM_METRIC_TARGET][i], outcome->metric[WOM_METRIC_INCREMENTAL][i], 0);
    CHECK_NEAR(all.run->plan->selection->certificate.total_weight, SMALL_USERS, 1e-9);
    finished_run_clear(&all);
}

static void
users_of_other_segments_count_nothing(void)
{
    finished_run one = run_for("loyal", "one.h5"), twice = run_for("{\"loyal\": 2, \"new\": 0}", "two.h5");
    const wom_outcome *outcome = one.run->outcome, *other = twice.run->outcome;
    const double total = one.run->plan->selection->certificate.total_weight;
    CHECK_NEAR(total, SMALL_USERS / 3.0, 1e-9);
    CHECK_NEAR(twice.run->plan->selection->certificate.total_weight, 2 * total, 1e-9);
    CHECK(outcome->estimate[WOM_METRIC_TARGET].value < outcome->estimate[WOM_METRIC_INCREMENTAL].value);
    CHECK(outcome->estimate[WOM_METRIC_TARGET].value > 0);
    CHECK_EQUAL(one.run->plan->num_seeds, twice.run->plan->num_seeds);
    for (uint32_t i = 0; i < one.run->plan->num_seeds; i++)
        CHECK_EQUAL(one.run->plan->seeds[i], twice.run->plan->seeds[i]);
    for (uint64_t i = 0; i < outcome->num_replicates; i++)
        CHECK_NEAR(other->metric[WOM_METRIC_TARGET][i], 2 * outcome->metric[WOM_METRIC_TARGET][i], 1e-9);
    CHECK(wom_run_reports(one.run, WOM_METRIC_TARGET));
    finished_run_clear(&one);
    finished_run_clear(&twice);
}

static void
a_certificate_about_a_target_is_checked_with_it(void)
{
    finished_run one = run_for("loyal", "one.h5");
    wom_job *job = test_job(1);
    wom_certificate computed, claimed;
    bool agrees = false;
    CHECK_OK(wom_results_certify(&agrees, &computed, &claimed, job, one.results.text));
    CHECK(agrees);
    wom_job_free(job);
    finished_run_clear(&one);
}

/* Loading the scenario refuses what no data are needed for, the run the rest. */
static void
check_wrong(const char *target, const char *message)
{
    const path file = small_scenario_write("");
    char with[128];
    snprintf(with, sizeof with, "/goal/target=%s", target);
    const char *const overrides[] = { with, NULL };
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = load_with(&scenario, job, file.text, overrides);
    if (status == WOM_OK) status = wom_scenario_run(&run, job, scenario, WOM_STAGE_LOAD, NULL, NULL);
    CHECK_EQUAL(status, WOM_INVALID);
    if (strstr(wom_error_text(), message) == NULL)
        test_failed(__FILE__, __LINE__, "%s: \"%s\", expected \"%s\"", target, wom_error_text(), message);
    wom_run_free(run);
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static void
targets_that_mean_nothing_are_refused(void)
{
    check_wrong("3", "/goal/target: is a number, must be the name of a segment or an object");
    check_wrong("{}", "/goal/target: gives no segment a weight above 0");
    check_wrong("{\"loyal\": 0}", "/goal/target: gives no segment a weight above 0");
    check_wrong("{\"loyal\": -1}", "/goal/target/loyal: is -1, must be 0 or more");
    check_wrong("{\"loyal\": \"much\"}", "/goal/target/loyal: is a string, must be a number");
    check_wrong("loyals", "/goal/target: there is no segment \"loyals\"");
    check_wrong("{\"loyals\": 1}", "/goal/target/loyals: there is no segment \"loyals\"");
}

TEST_MAIN(TEST(the_metric_of_a_target_of_everybody_is_that_of_users), TEST(users_of_other_segments_count_nothing),
          TEST(a_certificate_about_a_target_is_checked_with_it), TEST(targets_that_mean_nothing_are_refused))
