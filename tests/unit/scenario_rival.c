/* scenario: a rival in every world, from the file to the results. */
#include "scenarios.h"

static const char rivalled[] =
    "{ \"name\": \"rivalled\", \"seed\": 5,\n"
    "  \"ties\": { \"file\": \"ties.csv\", \"strength\": \"messages\" }, \"users\": { \"file\": \"users.csv\" },\n"
    "  \"contents\": { \"file\": \"contents.csv\" },\n"
    "  \"interests\": { \"users\": \"likes.csv\", \"contents\": \"topics.csv\" },\n"
    "  \"propagation\": { \"weighting\": { \"type\": \"social-interest\", \"alpha\": 0.5, \"beta\": 0.5 },\n"
    "                   \"dynamics\": \"competitive\", \"baseline\": 0.01 },\n"
    "  \"goal\": { \"seeds\": 3 }, \"rival\": { \"content\": \"trip\", \"count\": 4 },\n"
    "  \"select\": { \"type\": \"greedy\", \"worlds\": 40 }, \"simulate\": { \"replicates\": 200, \"traced\": 20 },\n"
    "  \"what_if\": [ { \"name\": \"nobody else\", \"set\": { \"/rival\": {} } },\n"
    "               { \"name\": \"twice as many\", \"set\": { \"/rival/count\": 8 } },\n"
    "               { \"name\": \"chosen anew\", \"set\": { \"/rival/count\": 8 }, \"reselect\": true } ] }\n";

static path
write_scenario(void)
{
    small_files_write("", &(small_files){ 0 });
    write_file("rivalled.json", rivalled);
    return path_of("rivalled.json");
}

static double
mean_of(const wom_outcome *outcome, wom_metric metric)
{
    return outcome->estimate[metric].value;
}

static void
the_plan_is_chosen_and_judged_against_the_rival(void)
{
    const path scenario = write_scenario();
    finished_run finished = run_scenario(scenario.text, NULL, "rivalled.h5", 2);
    const wom_run *run = finished.run;
    if (run == NULL) return;
    CHECK_EQUAL(run->rival.num, 4);
    CHECK(strcmp(run->data->content_id[run->plan_content], "trip") != 0); /* left to the rival */
    CHECK(run->by_content[run->rival.content[0]].seeds == NULL);
    CHECK(wom_run_reports(run, WOM_METRIC_RIVAL_LOSS));
    CHECK(mean_of(run->outcome, WOM_METRIC_INCREMENTAL) > 3);
    CHECK(mean_of(run->outcome, WOM_METRIC_RIVAL) > 4);
    CHECK(mean_of(run->outcome, WOM_METRIC_RIVAL_LOSS) > 0);
    CHECK_NEAR(mean_of(run->outcome, WOM_METRIC_RIVAL_ALONE),
               mean_of(run->outcome, WOM_METRIC_RIVAL) + mean_of(run->outcome, WOM_METRIC_RIVAL_LOSS), 1e-9);
    CHECK_EQUAL(run->num_what_ifs, 3);
    CHECK_NEAR(mean_of(run->what_ifs[0].outcome, WOM_METRIC_RIVAL), 0, 0);
    CHECK(run->what_ifs[0].difference.estimate[WOM_METRIC_INCREMENTAL].value > 0);
    CHECK(run->what_ifs[1].difference.estimate[WOM_METRIC_INCREMENTAL].value < 0);
    CHECK_EQUAL(run->what_ifs[2].num_seeds, 3);
    wom_archive *archive = NULL;
    char **users = NULL;
    uint64_t num_users = 0;
    CHECK_OK(wom_archive_open(&archive, finished.job, finished.results.text, wom_results_format));
    CHECK_OK(wom_archive_read_column(&users, &num_users, archive, "/rival/user", WOM_TYPE_STRING));
    CHECK_EQUAL(num_users, 4);
    wom_free(users);
    wom_archive_close(archive);
    finished_run_clear(&finished);
}

static void
a_rival_by_table_is_the_same_as_by_number_and_repeats_from_its_results(void)
{
    const path scenario = write_scenario();
    finished_run counted = run_scenario(scenario.text, NULL, "counted.h5", 1);
    char table[160] = "user\n";
    for (uint32_t i = 0; counted.run != NULL && i < counted.run->rival.num; i++)
        snprintf(table + strlen(table), sizeof table - strlen(table), "%s\n",
                 wom_data_user_id(counted.run->data, counted.run->rival.user[i]));
    write_file("rival.csv", table);
    const char *const listed[] = { "/rival={\"content\": \"trip\", \"seeds\": \"rival.csv\"}",
                                   "/what_if/1={\"name\": \"none\", \"set\": {\"/rival\": {}}}",
                                   "/what_if/2={\"name\": \"still none\", \"set\": {\"/rival\": {}}}", NULL };
    finished_run read = run_scenario(scenario.text, listed, "read.h5", 1);
    for (uint32_t m = 0; read.run != NULL && m < WOM_NUM_METRICS; m++)
        CHECK(memcmp(read.run->outcome->metric[m], counted.run->outcome->metric[m], 200 * sizeof(double)) == 0);
    finished_run again = run_scenario(counted.results.text, NULL, "again.h5", 7);
    CHECK_TEXT(again.digest, counted.digest);
    finished_run_clear(&counted);
    finished_run_clear(&read);
    finished_run_clear(&again);
}

static void
complements_may_help_the_other_campaign(void)
{
    const path scenario = write_scenario();
    const char *const helping[] = {
        "/propagation/dynamics={\"type\": \"complementary\", \"alone\": 0.3, \"with_other\": 1}", "/select=degree", NULL
    };
    finished_run one = run_scenario(scenario.text, helping, "one.h5", 1);
    finished_run seven = run_scenario(scenario.text, helping, "seven.h5", 7);
    if (one.run != NULL) CHECK(mean_of(one.run->outcome, WOM_METRIC_RIVAL_LOSS) < 0);
    CHECK_TEXT(one.digest, seven.digest);
    finished_run_clear(&one);
    finished_run_clear(&seven);
}

/* ---- Refusals ---- */

static void
check_refused_beside(const char *first, const char *override, const char *message)
{
    const path file = write_scenario();
    const char *const overrides[] = { first, override, NULL };
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    wom_run *run = NULL;
    wom_status status = load_with(&scenario, job, file.text, overrides);
    if (status == WOM_OK) status = wom_scenario_run(&run, job, scenario, WOM_STAGE_ALL, NULL, NULL);
    if (status != WOM_INVALID || strstr(wom_error_text(), message) == NULL)
        test_failed(__FILE__, __LINE__, "%s: %s: \"%s\"", override, wom_status_name(status),
                    status == WOM_OK ? "" : wom_error_text());
    wom_run_free(run);
    wom_scenario_free(scenario);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
check_refused(const char *override, const char *message)
{
    check_refused_beside("/name=refused", override, message);
}

static void
what_cannot_be_a_rival_is_refused(void)
{
    write_file("strangers.csv", "user\nu01\nnobody\n");
    check_refused("/propagation/dynamics=ic", "rivalled.json:7:36: /rival: the dynamics \"ic\" lets contents spread");
    check_refused("/rival/content=soap", "/rival/content: there is no content \"soap\"");
    check_refused("/rival={\"count\": 3}", "/rival: needs a \"content\", since there are 3 contents");
    check_refused("/rival={\"content\": \"trip\"}", "/rival: asks nobody; give it \"seeds\" or \"count\"");
    check_refused("/rival/seeds=strangers.csv", "/rival: gives \"seeds\" and \"count\"");
    check_refused_beside("/what_if=[]", "/rival={\"content\": \"trip\", \"seeds\": \"strangers.csv\"}", "nobody");
    check_refused("/rival={\"content\": \"trip\", \"number\": 3}", "number");
    check_refused("/campaign={}", "/campaign: cannot be played against a rival");
    check_refused("/what_if/0/set={\"/propagation/dynamics\": \"lt\"}", "/rival: the dynamics \"lt\" lets contents");
    check_refused("/what_if/1/set={\"/rival/content\": \"soap\"}", "/rival/content: there is no content \"soap\"");
    check_refused("/select=ris", "choose \"greedy\"");
    check_refused("/propagation/dynamics={\"type\": \"complementary\", \"alone\": 0.5, \"with_other\": 0.4}",
                  "/propagation/dynamics: with_other is 0.4, must be from alone (0.5) to 1");
}

TEST_MAIN(TEST(the_plan_is_chosen_and_judged_against_the_rival),
          TEST(a_rival_by_table_is_the_same_as_by_number_and_repeats_from_its_results),
          TEST(complements_may_help_the_other_campaign), TEST(what_cannot_be_a_rival_is_refused))
