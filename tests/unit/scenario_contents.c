/* scenario: plans whose seeds carry different contents, chosen and given. */
#include "scenarios.h"

static const char *const each[] = { "/goal/assign=each", "/goal/seeds=6", "/goal/maximise=value",
                                    "/what_if/1/reselect=true", NULL };

/* Everybody is asked once, with a content there is, and not all with the same. */
static void
check_plan(const wom_run *run)
{
    const wom_candidate *plan = run->plan;
    bool is_asked[SMALL_USERS] = { false }, differ = false;
    CHECK(plan == &run->assigned && plan->contents != NULL);
    if (plan->contents == NULL) return;
    for (uint32_t i = 0; i < plan->num_seeds; i++) {
        CHECK(plan->seeds[i] < SMALL_USERS && !is_asked[plan->seeds[i]] && plan->contents[i] < SMALL_CONTENTS);
        is_asked[plan->seeds[i]] = true;
        differ = differ || plan->contents[i] != plan->contents[0];
    }
    CHECK(differ);
    CHECK(run->outcome->num_slots > 1);
}

static void
each_seed_carries_her_own_through_all_stages(void)
{
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, each, "each.h5", 2);
    const wom_run *run = finished.run;
    wom_certificate computed, claimed;
    bool agrees = false;
    check_plan(run);
    CHECK(run->beaten != NULL && run->beaten == &run->by_content[run->plan_content]);
    CHECK(run->beaten->difference.estimate[WOM_METRIC_REVENUE].value > 0);
    CHECK_EQUAL(run->plan->selection->certificate.num_contents, SMALL_CONTENTS);
    CHECK_EQUAL(run->contributions->num_asks, run->plan->num_seeds);
    for (uint32_t i = 0; i < run->num_what_ifs; i++) CHECK(run->what_ifs[i].contents != NULL);
    CHECK_OK(wom_results_certify(&agrees, &computed, &claimed, finished.job, finished.results.text));
    CHECK(agrees);
    CHECK_EQUAL(claimed.num_contents, SMALL_CONTENTS);
    finished_run_clear(&finished);
}

static void
plans_of_several_contents_do_not_depend_on_threads(void)
{
    const path file = small_scenario_write("");
    finished_run one = run_scenario(file.text, each, "one.h5", 1), seven = run_scenario(file.text, each, "seven.h5", 7);
    CHECK_TEXT(one.digest, seven.digest);
    finished_run_clear(&one);
    finished_run_clear(&seven);
}

static void
the_better_of_one_and_each_is_taken(void)
{
    const path file = small_scenario_write("");
    const char *const overrides[] = { "/goal/assign=each", "/goal/seeds=1", NULL };
    finished_run finished = run_scenario(file.text, overrides, "better.h5", 2);
    const wom_run *run = finished.run;
    const wom_metric metric = WOM_METRIC_INCREMENTAL;
    CHECK(run->beaten != NULL && run->beaten != run->plan);
    for (uint32_t c = 0; c < SMALL_CONTENTS; c++)
        CHECK(run->plan->outcome->estimate[metric].value >= run->by_content[c].outcome->estimate[metric].value);
    CHECK(run->plan->outcome->estimate[metric].value >= run->assigned.outcome->estimate[metric].value);
    finished_run_clear(&finished);
}

static void
a_table_tells_who_carries_what(void)
{
    const path file = small_scenario_write("");
    finished_run chosen = run_scenario(file.text, each, "chosen.h5", 2);
    char table[4096] = "user,content\n";
    const wom_data *data = chosen.run->data;
    for (uint32_t i = 0; i < chosen.run->plan->num_seeds; i++) {
        const size_t length = strlen(table);
        snprintf(table + length, sizeof table - length, "%s,%s\n", wom_data_user_id(data, chosen.run->plan->seeds[i]),
                 data->content_id[wom_candidate_content(chosen.run->plan, i)]);
    }
    write_file("mixed.csv", table);
    const char *const given[] = { "/goal/plan=mixed.csv", "/goal/seeds=6", "/goal/maximise=value", NULL };
    finished_run read = run_scenario(file.text, given, "given.h5", 2);
    check_plan(read.run);
    CHECK_EQUAL(memcmp(read.run->outcome->metric[WOM_METRIC_REVENUE], chosen.run->outcome->metric[WOM_METRIC_REVENUE],
                       read.run->outcome->num_replicates * sizeof(double)), 0);
    finished_run_clear(&read);
    const char *const alike[] = { "/goal/plan=mixed.csv", "/goal/content=trip", NULL };
    finished_run one = run_scenario(file.text, alike, "alike.h5", 2);
    CHECK(one.run->plan->contents == NULL);
    CHECK_EQUAL(one.run->outcome->num_slots, 1);
    finished_run_clear(&one);
    finished_run_clear(&chosen);
}

static wom_status
load_all(const char *file, const char *const *overrides)
{
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = load_with(&scenario, job, file, overrides);
    if (status == WOM_OK) status = wom_scenario_run(&run, job, scenario, WOM_STAGE_LOAD, NULL, NULL);
    wom_run_free(run);
    wom_scenario_free(scenario);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return status;
}

static void
what_cannot_be_assigned_is_refused_with_its_place(void)
{
    static const struct {
        const char *override, *part;
    } cases[] = {
        { "/goal/content=trip", "beside a \"content\" for all" },
        { "/goal/maximise=profit", "is not chosen for profit" },
        { "/goal/pin=[\"u01\"]", "leave \"pin\" out" },
        { "/select=celf", "put \"ris\" first" },
        { "/propagation/dynamics={\"type\":\"fractional-threshold\"}", "/goal/assign" },
        { "/goal/budget=100", "out of the budget" },
        { "/goal/plan=strange.csv", "strange.csv:2:5: there is no content \"none\"" },
    };
    const path file = small_scenario_write("");
    write_file("strange.csv", "user,content\nu01,none\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const overrides[] = { "/goal/assign=each", cases[i].override, NULL };
        CHECK_FAILS(load_all(file.text, overrides), WOM_INVALID, cases[i].part);
    }
}

TEST_MAIN(TEST(each_seed_carries_her_own_through_all_stages), TEST(plans_of_several_contents_do_not_depend_on_threads),
          TEST(the_better_of_one_and_each_is_taken), TEST(a_table_tells_who_carries_what),
          TEST(what_cannot_be_assigned_is_refused_with_its_place))
