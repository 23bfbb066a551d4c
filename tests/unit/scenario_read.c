/* scenario: what is read is what was given, with every default; again from its own effective form. */
#include "scenarios.h"

static char *
effective_text(wom_job *job, const wom_scenario *scenario)
{
    wom_json *effective = NULL;
    char *text = NULL;
    CHECK_OK(wom_scenario_effective(&effective, job, scenario));
    if (effective != NULL) CHECK_OK(wom_json_print(&text, job, effective, true));
    wom_json_free(effective);
    return text;
}

static wom_scenario *
scenario_of(wom_job *job, const char *text)
{
    wom_json *json = NULL;
    wom_scenario *scenario = NULL;
    CHECK_OK(wom_json_parse(&json, job, text, strlen(text), "s.json"));
    if (json != NULL) CHECK_OK(wom_scenario_read(&scenario, job, json, "folder"));
    return scenario;
}

static void
check_round_trip(wom_job *job, const char *text)
{
    wom_scenario *first = scenario_of(job, text), *second = NULL;
    if (first == NULL) return;
    char *once = effective_text(job, first), *again = NULL;
    if (once != NULL) second = scenario_of(job, once);
    if (second != NULL) again = effective_text(job, second);
    if (again != NULL) CHECK_TEXT(again, once);
    wom_scenario_free(first);
    wom_scenario_free(second);
    wom_free(once);
    wom_free(again);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
}

static void
an_effective_scenario_read_again_is_itself(void)
{
    static const char *const texts[] = {
        "{ \"generate\": \"town\" }",
        "{ \"ties\": { \"file\": \"t.csv\" } }",
        "{ \"generate\": { \"type\": \"town\", \"users\": 70, \"contents\": 2 }, \"campaign\": {}, "
        "\"seed\": \"18446744073709551615\" }",
        "{ \"generate\": \"town\", "
        "\"goal\": { \"budget\": 0.1, \"pin\": [ \"a\", \"b\" ], \"ban\": [ \"c\" ], \"maximise\": "
        "\"profit\", \"pay\": \"accepted\", \"plan\": \"p.csv\", \"current\": \"q.csv\", \"content\": \"x\" } }",
        "{ \"generate\": \"town\", "
        "\"purchase\": { \"bias\": -1, \"users\": { \"music\": 0.1 }, \"contents\": { \"a\": 2 } } }",
        "{ \"ties\": { \"file\": \"t\", \"direction\": \"mutual\" }, \"users\": { \"fee_base\": 3 }, \"interests\": { "
        "\"users\": \"u\", \"similarity\": \"dot\" }, \"simulate\": { \"deadline\": \"3 steps\", \"count\": \"pairs\" "
        "} }",
        "{ \"generate\": \"town\", \"propagation\": { \"weighting\": \"constant\", \"dynamics\": { \"type\": \"lt\", "
        "\"normalise\": true }, \"baseline\": 0.25 }, \"select\": \"random\" }",
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_round_trip(job, texts[i]);
    check_round_trip(job, small_scenario);
    wom_job_free(job);
}

static void
what_is_not_given_has_its_default(void)
{
    wom_job *job = test_job(1);
    wom_scenario *scenario = scenario_of(job, "{ \"generate\": \"town\" }");
    if (scenario != NULL) {
        CHECK_TEXT(scenario->name, "scenario");
        CHECK(scenario->is_generated && scenario->seed == 1 && scenario->population.contents == 6);
        CHECK_TEXT(scenario->generator.variant->name, "town");
        CHECK(scenario->simulate.replicates == 10000 && scenario->simulate.deadline == 0);
        CHECK_TEXT(scenario->weighting.variant->name, "social-interest");
        CHECK_TEXT(scenario->dynamics.variant->name, "ic");
        CHECK_TEXT(scenario->policy.variant->name, "thompson");
        CHECK(scenario->num_algorithms == 1 && strcmp(scenario->algorithms[0].variant->name, "ris") == 0);
        CHECK(!scenario->with_campaign && !scenario->purchase.given && scenario->num_what_ifs == 0);
        CHECK(scenario->results == NULL && scenario->goal.content == NULL);
    }
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static void
paths_are_relative_to_the_scenario(void)
{
    wom_job *job = test_job(1);
    wom_scenario *scenario =
        scenario_of(job, "{ \"ties\": { \"file\": \"t.csv\" }, \"users\": { \"file\": \"/u.csv\" }, "
                         "\"contents\": { \"file\": \"-\" }, \"goal\": { \"current\": \"../c\" } }");
    if (scenario != NULL) {
        CHECK_TEXT(scenario->files.ties, "folder/t.csv");
        CHECK_TEXT(scenario->given.ties, "t.csv");
        CHECK_TEXT(scenario->files.users, "/u.csv");
        CHECK_TEXT(scenario->files.contents, "-");
        CHECK_TEXT(scenario->goal.current_file, "folder/../c");
        CHECK(scenario->goal.plan_file == NULL);
    }
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static void
settings_hold_in_their_order_and_an_empty_one_takes_away(void)
{
    static const char *const overrides[] = {
        "/goal/budget=10",     "/goal/budget=20", "/name=other",          "/goal/plan=p.csv",        "/goal/plan=",
        "/goal/pin=[\"u01\"]", "/goal/content=",  "/select/1=\"random\"", "/simulate/replicates=77", NULL,
    };
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    const path file = small_scenario_write("");
    CHECK_OK(load_with(&scenario, job, file.text, overrides));
    if (scenario != NULL) {
        CHECK(scenario->goal.budget == 20 && scenario->goal.plan == NULL && scenario->goal.content == NULL);
        CHECK_TEXT(scenario->name, "other");
        CHECK(scenario->goal.num_pinned == 1 && strcmp(scenario->goal.pinned[0], "u01") == 0);
        CHECK_TEXT(scenario->algorithms[1].variant->name, "random");
        CHECK_EQUAL(scenario->simulate.replicates, 77);
        CHECK_TEXT(scenario->source_text, small_scenario);
    }
    wom_scenario_free(scenario);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_question_chooses_anew_when_it_touches_the_goal_unless_told_otherwise(void)
{
    static const char *const overrides[] = { "/what_if/2/set={\"/goal/budget\":30}", "/what_if/2/reselect=false",
                                             "/what_if/3/reselect=true", NULL };
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    const path file = small_scenario_write("");
    CHECK_OK(load_with(&scenario, job, file.text, overrides));
    for (uint32_t i = 0; scenario != NULL && i < scenario->num_what_ifs; i++)
        CHECK_EQUAL(scenario->what_ifs[i].reselect, i == 0 || i == 3);
    wom_scenario_free(scenario);
    wom_job_free(job);
}

static path allocating_file;

static wom_status
load_and_complete(wom_job *job)
{
    static const char *const overrides[] = { "/goal/pin=[\"u01\"]", "/what_if/2/refuse=[\"u05\"]",
                                             "/purchase/users={\"music\":1}", NULL };
    wom_scenario *scenario = NULL;
    wom_json *effective = NULL;
    wom_status status = load_with(&scenario, job, allocating_file.text, overrides);
    if (status == WOM_OK) status = wom_scenario_effective(&effective, job, scenario);
    wom_json_free(effective);
    wom_scenario_free(scenario);
    return status;
}

static void
loading_leaks_nothing_when_any_allocation_fails(void)
{
    allocating_file = small_scenario_write("");
    test_each_allocation_failing(load_and_complete);
}

TEST_MAIN(TEST(an_effective_scenario_read_again_is_itself), TEST(what_is_not_given_has_its_default),
          TEST(paths_are_relative_to_the_scenario), TEST(settings_hold_in_their_order_and_an_empty_one_takes_away),
          TEST(a_question_chooses_anew_when_it_touches_the_goal_unless_told_otherwise),
          TEST(loading_leaks_nothing_when_any_allocation_fails))
