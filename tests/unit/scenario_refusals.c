/* scenario: every way in which a scenario can be wrong has one message, with its place. */
#include "scenarios.h"

#include <float.h>
#include <stdlib.h>

typedef struct wrong {
    const char *text; /* of the scenario */
    const char *message;
} wrong;

#define TOWN "\"generate\": { \"type\": \"town\", \"users\": 50 }"

static const wrong wrongs[] = {
    { "", "s.json:1:1: " },
    { "[]", "s.json:1:1: is an array, must be an object" },
    { "{}", "has no data; give \"ties\": {\"file\": ...}, or \"generate\": \"town\" for" },
    { "{ \"ties\": {} }", "has no data" },
    { "{ \"ties\": { \"file\": \"\" } }", "has no data" },
    { "{ \"generate\": {} }", "/generate: has no \"type\", must be one of \"town\", " },
    { "{ \"generate\": \"twon\" }", "/generate: unknown generator \"twon\", did you mean \"town\"?" },
    { "{ \"generate\": { \"type\": \"rmat\", \"users\": 5 } }", "/generate: unknown key \"users\"" },
    { "{ \"generate\": { \"type\": \"rmat\", \"content\": 5 } }", "did you mean \"contents\"?" },
    { "{ \"generate\": { \"type\": \"rmat\", \"contents\": 0 } }", "/generate/contents: is 0, must be from 1" },
    { "{ \"generate\": 5 }", "s.json:1:15: /generate: is a number, must be one of \"town\", " },
    { "{ \"generate\": \"town\", \"generate\": \"town\" }", "s.json:1:23: " },
    { "{ \"generate\": \"town\", \"gaol\": {} }", "unknown key \"gaol\", did you mean \"goal\"?" },
    { "{ \"generate\": \"town\", \"goal\": { \"seed\": 3 } }",
      "s.json:1:33: /goal: unknown key \"seed\", did you mean \"seeds\"?" },
    { "{ \"generate\": \"town\", \"goal\": { \"seeds\": 3, \"seeds\": 4 } }", "s.json:1:45: /goal: " },
    { "{ \"generate\": \"town\", \"goal\": { \"seeds\": \"three\" } }", "/goal/seeds: is \"three\"" },
    { "{ \"generate\": \"town\", \"goal\": { \"seeds\": 1.5 } }", "/goal/seeds: is 1.5" },
    { "{ \"generate\": \"town\", \"goal\": { \"seeds\": null } }", "/goal/seeds: is null" },
    { "{ \"generate\": \"town\", \"goal\": { \"maximise\": \"profits\" } }", "did you mean \"profit\"?" },
    { "{ \"generate\": \"town\", \"goal\": { \"pin\": \"anna\" } }",
      "s.json:1:40: /goal/pin: is a string, must be a list of ids" },
    { "{ \"generate\": \"town\", \"goal\": { \"ban\": [ 7 ] } }", "/goal/ban/0: is a number, must be an id in quotes" },
    { "{ \"generate\": \"town\", \"goal\": [] }", "/goal: is an array, must be an object" },
    { "{ " TOWN ", \"ties\": { \"file\": \"a\" } }", "/ties: stands beside \"generate\"" },
    { "{ " TOWN ", \"ties\": { \"direction\": \"mutual\" } }", "/ties: stands beside \"generate\"" },
    { "{ " TOWN ", \"users\": { \"fee_base\": 5 } }", "/users: stands beside \"generate\"" },
    { "{ " TOWN ", \"contents\": {} }", "/contents: stands beside \"generate\"" },
    { "{ " TOWN ", \"interests\": { \"users\": \"a.npy\" } }", "/interests/users: stands beside \"generate\"" },
    { "{ \"ties\": { \"file\": 3 } }", "/ties/file: is a number, must be a string" },
    { "{ \"ties\": { \"file\": \"a\", \"direction\": \"backwards\" } }", "/ties/direction: is \"backwards\"" },
    { "{ \"ties\": { \"file\": \"a\", \"size_line\": 1 } }", "/ties/size_line: is a number, must be true or false" },
    { "{ " TOWN ", \"seed\": -1 }", "s.json:1:56: /seed: is -1" },
    { "{ " TOWN ", \"seed\": 9007199254740993 }", "s.json:1:56: " },
    { "{ " TOWN ", \"seed\": 01 }", "s.json:1:56: " },
    { "{ " TOWN ", \"name\": 5 }", "/name: is a number, must be a string" },
    { "{ " TOWN ", \"interests\": { \"similarity\": \"cosin\" } }",
      "unknown similarity \"cosin\", did you mean \"cosine\"?" },
    { "{ " TOWN ", \"propagation\": { \"weighting\": \"constnat\" } }", "did you mean \"constant\"?" },
    { "{ " TOWN ", \"propagation\": { \"weighting\": {} } }", "/propagation/weighting: has no \"type\"" },
    { "{ " TOWN ", \"propagation\": { \"weighting\": { \"type\": \"constant\", \"alpha\": 1 } } }",
      "/propagation/weighting: unknown key \"alpha\"" },
    { "{ " TOWN ", \"propagation\": { \"dynamics\": 3 } }", "/propagation/dynamics: is a number" },
    { "{ " TOWN ", \"propagation\": { \"baseline\": 2 } }", "/propagation/baseline: is 2, must be from 0 to 1" },
    { "{ " TOWN ", \"select\": [] }", "/select: is empty; name at least one algorithm" },
    { "{ " TOWN ", \"select\": [ \"ris\", \"rsi\" ] }", "/select/1: unknown algorithm \"rsi\", did you mean \"ris\"?" },
    { "{ " TOWN ", \"select\": { \"type\": \"ris\", \"epsilon\": 2 } }", "/select/epsilon: is 2" },
    { "{ " TOWN ", \"simulate\": { \"deadline\": 1.5 } }",
      "/simulate/deadline: is 1.5, must be a whole number of steps" },
    { "{ " TOWN ", \"simulate\": { \"deadline\": \"14 days\" } }", "/simulate/deadline: " },
    { "{ " TOWN ", \"propagation\": { \"dynamics\": \"sis\" } }",
      "s.json:1:77: /propagation/dynamics: the dynamics \"sis\" has no end of its own" },
    { "{ " TOWN ", \"simulate\": { \"replicates\": 1 } }", "/simulate/replicates: is 1, must be from 2" },
    { "{ " TOWN ", \"purchase\": { \"users\": [ 1 ] } }", "/purchase/users: is an array, must be an object" },
    { "{ " TOWN ", \"purchase\": { \"users\": { \"music\": \"much\" } } }",
      "/purchase/users/music: is a string, must be a number" },
    { "{ " TOWN ", \"campaign\": { \"policy\": \"thomson\" } }", "did you mean \"thompson\"?" },
    { "{ " TOWN ", \"campaign\": null }", "/campaign: is null, must be an object" },
    { "{ " TOWN ", \"what_if\": {} }", "/what_if: is an object, must be a list of questions" },
    { "{ " TOWN ", \"what_if\": [ 3 ] }", "/what_if/0: is a number, must be an object" },
    { "{ " TOWN ", \"what_if\": [ { \"refuse_seeds\": 1 } ] }", "/what_if/0: has no name" },
    { "{ " TOWN ", \"what_if\": [ { \"name\": \"x\" } ] }", "/what_if/0: asks nothing" },
    { "{ " TOWN ", \"what_if\": [ { \"name\": \"x\", \"set\": {} } ] }", "/what_if/0: asks nothing" },
    { "{ " TOWN
      ", \"what_if\": [ { \"name\": \"x\", \"refuse_seeds\": 1 }, { \"name\": \"x\", \"refuse_seeds\": 2 } ] }",
      "/what_if/1: has the name \"x\" of an earlier question" },
    { "{ " TOWN ", \"what_if\": [ { \"name\": \"x\", \"set\": [] } ] }",
      "/what_if/0/set: is an array, must be an object" },
    { "{ " TOWN ", \"output\": { \"results\": 1 } }", "/output/results: is a number, must be a string" },
    { "{ " TOWN " } x", "s.json:1:49: unexpected 'x'" },
};

static wom_status
read_text(wom_job *job, const char *text)
{
    wom_json *json = NULL;
    wom_scenario *scenario = NULL;
    WOM_TRY(wom_json_parse(&json, job, text, strlen(text), "s.json"));
    WOM_TRY(wom_scenario_read(&scenario, job, json, ""));
    wom_scenario_free(scenario);
    return WOM_OK;
}

static void
each_wrong_scenario_is_refused_with_its_place_and_what_would_be_right(void)
{
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const wom_status status = read_text(job, wrongs[i].text);
        if (status != WOM_INVALID || strstr(wom_error_text(), wrongs[i].message) == NULL)
            test_failed(__FILE__, __LINE__, "%s: %s: %s", wrongs[i].text, wom_status_name(status), wom_error_text());
        CHECK_EQUAL(wom_job_memory_used(job), 0);
    }
    wom_job_free(job);
}

/* ---- Ranges ---- */

/* A scenario that gives one field of one section, and nothing else that is wrong. */
static void
check_field(wom_job *job, const wom_section *section, const wom_field *field, const char *value, bool is_right)
{
    char text[512], name[160];
    const bool is_made = strcmp(section->name, "generate") == 0, is_list = strcmp(section->name, "what_if") == 0;
    const bool has_ties = is_made || strcmp(section->name, "ties") == 0;
    const char *data = has_ties ? ""
                       : strcmp(section->name, "rival") == 0
                           ? "\"ties\": { \"file\": \"t\" }, \"propagation\": { \"dynamics\": \"competitive\" },"
                           : "\"ties\": { \"file\": \"t\" },";
    const bool lacks_file = strcmp(section->name, "ties") == 0 && strcmp(field->name, "file") != 0;
    const char *file = is_made ? "\"type\": \"town\"," : lacks_file ? "\"file\": \"t\"," : "";
    if (section->name[0] == '\0')
        snprintf(text, sizeof text, "{ %s \"%s\": %s }", data, field->name, value);
    else if (is_list)
        snprintf(text, sizeof text, "{ %s \"what_if\": [ { %s \"set\": { \"/goal/seeds\": 1 }, \"%s\": %s } ] }", data,
                 strcmp(field->name, "name") == 0 ? "" : "\"name\": \"x\",", field->name, value);
    else
        snprintf(text, sizeof text, "{ %s \"%s\": { %s \"%s\": %s } }", data, section->name, file, field->name, value);
    snprintf(name, sizeof name, "%s%s/%s: ", section->name[0] == '\0' ? "" : "/", section->name, field->name);
    if (is_list) snprintf(name, sizeof name, "/what_if/0/%s: ", field->name);
    const wom_status status = read_text(job, text);
    if (is_right ? status != WOM_OK : status != WOM_INVALID || strstr(wom_error_text(), name) == NULL)
        test_failed(__FILE__, __LINE__, "%s: %s: %s", text, wom_status_name(status), wom_error_text());
}

/* Beyond a bound by the least that can be told from it. */
static void
check_bound(wom_job *job, const wom_section *section, const wom_field *field, double bound, double direction)
{
    char value[64];
    const bool is_real = field->kind == WOM_FIELD_REAL || field->kind == WOM_FIELD_DURATION;
    if (isinf(bound)) return;
    snprintf(value, sizeof value, "%.17g", bound);
    if (bound < 9e15) check_field(job, section, field, value, true);
    const double beyond = is_real ? nextafter(bound, direction * HUGE_VAL) : bound + direction;
    if (is_real)
        snprintf(value, sizeof value, "%.17g", beyond == 0 || fabs(beyond) < DBL_MIN ? direction * 1e-9 : beyond);
    else if (bound > 9e15)
        snprintf(value, sizeof value, "\"18446744073709551616\"");
    else
        snprintf(value, sizeof value, "%.0f", beyond);
    check_field(job, section, field, value, false);
}

static bool
is_number(const wom_field *field)
{
    return field->kind == WOM_FIELD_UINT || field->kind == WOM_FIELD_UINT64 || field->kind == WOM_FIELD_REAL ||
           field->kind == WOM_FIELD_DURATION;
}

static void
each_field_of_each_section_is_refused_by_name_out_of_its_range(void)
{
    wom_job *job = test_job(1);
    uint32_t num_fields = 0;
    for (const wom_section *section = wom_sections; section->name != NULL; section++)
        for (const wom_field *field = section->fields; field != NULL && field->name != NULL; field++, num_fields++) {
            check_field(job, section, field, "{ \"a\": 1 }", false);
            check_field(job, section, field, field->kind == WOM_FIELD_BOOL ? "7" : "true", false);
            if (!is_number(field)) continue;
            check_bound(job, section, field, field->low, -1);
            check_bound(job, section, field, field->high, 1);
        }
    CHECK(num_fields >= 45);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Choices and questions ---- */

typedef struct refused_setting {
    const char *setting, *message;
} refused_setting;

static void
check_settings(const refused_setting *settings, size_t num, uint32_t stages)
{
    const path file = small_scenario_write("");
    wom_job *job = test_job(1);
    for (size_t i = 0; i < num; i++) {
        wom_scenario *scenario = NULL;
        wom_run *run = NULL;
        const char *const overrides[] = { settings[i].setting, NULL };
        wom_status status = load_with(&scenario, job, file.text, overrides);
        if (status == WOM_OK && stages != 0) status = wom_scenario_run(&run, job, scenario, stages, NULL, NULL);
        if (status != WOM_INVALID || strstr(wom_error_text(), settings[i].message) == NULL)
            test_failed(__FILE__, __LINE__, "%s: %s: %s", settings[i].setting, wom_status_name(status),
                        wom_error_text());
        wom_run_free(run);
        wom_scenario_free(scenario);
        CHECK_EQUAL(wom_job_memory_used(job), 0);
    }
    wom_job_free(job);
}

#define QUESTION(pointer, value) "/what_if/0/set={ \"" pointer "\": " value " }"

static void
what_a_question_sets_is_refused_when_the_scenario_is_read(void)
{
    static const refused_setting settings[] = {
        { QUESTION("/goal/seeds", "-1"), "/what_if/0: what if \"one seed\" /goal/seeds: is -1, must be from 0" },
        { QUESTION("/goal/sedes", "1"), "what if \"one seed\" /goal: unknown key \"sedes\", did you mean \"seeds\"?" },
        { QUESTION("goal/seeds", "1"), "must begin with a slash" },
        { QUESTION("", "1"), "the whole cannot be replaced" },
        { QUESTION("/goal", "5"), "/goal: is a number, must be an object" },
        { QUESTION("/users/fee_base", "1"),
          "cannot be set by a what-if, which shares the data and worlds of the plan" },
        { QUESTION("/ties", "{}"), "\"/ties\" cannot be set by a what-if" },
        { QUESTION("/contents/file", "\"x\""), "cannot be set by a what-if" },
        { QUESTION("/interests/similarity", "\"dot\""), "cannot be set by a what-if" },
        { QUESTION("/generate/users", "9"), "cannot be set by a what-if" },
        { QUESTION("/seed", "9"), "cannot be set by a what-if" },
        { QUESTION("/select", "\"ris\""), "cannot be set by a what-if" },
        { QUESTION("/campaign/rounds", "9"), "cannot be set by a what-if" },
        { QUESTION("/what_if/0/name", "\"y\""), "cannot be set by a what-if" },
        { QUESTION("/output/results", "\"y\""), "cannot be set by a what-if" },
        { QUESTION("/goal/plan", "\"y\""), "sets /goal/plan or /goal/current, which a what-if cannot" },
        { QUESTION("/goal", "{ \"current\": \"y\" }"), "sets /goal/plan or /goal/current, which a what-if cannot" },
        { QUESTION("/propagation/dynamics/type", "\"tl\""),
          "what if \"one seed\" /propagation/dynamics/type: unknown" },
        { QUESTION("/simulate/deadline", "2.5"), "must be a whole number of steps" },
        { QUESTION("/propagation/dynamics", "\"sis\""),
          "/propagation/dynamics: the dynamics \"sis\" has no end of its own; give it a deadline" },
        { "/what_if/3/name=one seed", "has the name \"one seed\" of an earlier question" },
        { "/goal/seeds=many", "--set /goal/seeds: is \"many\"" },
        { "/goal/seds=3", "unknown key \"seds\", did you mean \"seeds\"?" },
        { "goal/seeds=3", "must be /pointer=value, as in /goal/budget=20000" },
        { "/goal/seeds", "must be /pointer=value" },
        { "/goal/pin=[", "--set" },
    };
    check_settings(settings, sizeof settings / sizeof *settings, 0);
}

static void
what_the_data_do_not_have_is_refused_when_they_are_loaded(void)
{
    static const refused_setting settings[] = {
        { "/goal/content=sonk", "--set /goal/content: there is no content \"sonk\"; did you mean \"song\"?" },
        { "/goal/pin=[\"u01\",\"u99\"]", "--set /goal/pin/1: there is no user \"u99\"" },
        { "/goal/ban=[\"anna\"]", "--set /goal/ban/0: there is no user \"anna\"; there are 60, such as" },
        { "/goal/pin=[\"u01\",\"u01\"]", "--set /goal/pin/1: user \"u01\" is pinned already" },
        { "/goal={\"pin\":[\"u01\"],\"ban\":[\"u01\"]}", "/goal/ban/0: user \"u01\" is pinned already" },
        { "/goal/pin=[\"u01\",\"u02\",\"u03\",\"u04\"]", "4 users are pinned, but at most 3 may be asked" },
        { "/what_if/0/refuse=[\"u100\"]", "/what_if/0/refuse/0: there is no user \"u100\"" },
        { "/what_if/3/mask_segment=royal", "/what_if/3/mask_segment: there is no segment \"royal\"; there are 3" },
        { QUESTION("/goal/content", "\"sonk\""), "small.json:14:5: /what_if/0: what if \"one seed\" /goal/content: " },
        { QUESTION("/goal/ban", "[\"x\"]"), "what if \"one seed\" /goal/ban/0: there is no user \"x\"" },
        { QUESTION("/purchase/users", "{\"gold\":1}"),
          "what if \"one seed\" /purchase/users/gold: there is no interest" },
        { "/purchase/contents={\"gold\":1}", "/purchase/contents/gold: there is no interest \"gold\" in the data" },
        { "/goal={\"content\":\"trip\",\"plan\":\"none.csv\"}", "--set /goal/plan: " },
        { "/goal={\"content\":\"trip\",\"plan\":\"strangers.csv\"}", "strangers.csv:3:1: there is no user \"u77\"" },
        { "/goal/current=strangers.csv", "--set /goal/current: " },
        { "/goal/current=strangers.csv", "strangers.csv:3:1: there is no user \"u77\"" },
        { "/goal/current=twice.csv", "twice.csv:3:1: user \"u01\" is listed a second time" },
        { "/goal/current=nobody.csv", "nobody.csv: lists no users" },
        { "/goal/current=other.csv", "no column \"user\"" },
        { "/goal/plan=today.csv", "/goal/plan: needs a \"content\" beside it, since there are 3 contents" },
        { "/ties/file=none.csv", "none.csv: " },
        { "/ties/from=nobody", "nobody" },
        { "/propagation/weighting={\"type\":\"social-interest\",\"S\":\"activity-of-head\"}",
          "needs a column activity" },
        { "/contents/file=empty.csv", "empty.csv: there is no content in it" },
    };
    write_file("strangers.csv", "user,cost\nu01,1\nu77,1\n");
    write_file("twice.csv", "user,cost\nu01,1\nu01,1\n");
    write_file("nobody.csv", "user,cost\n");
    write_file("other.csv", "name,cost\nu01,1\n");
    write_file("today.csv", "user\nu01\n");
    write_file("empty.csv", "content\n");
    check_settings(settings, sizeof settings / sizeof *settings, WOM_STAGE_LOAD);
}

static void
what_cannot_be_chosen_is_refused_with_names(void)
{
    static const refused_setting settings[] = {
        { "/goal={\"budget\":11,\"content\":\"song\"}",
          "nobody can be asked: every user is banned or costs more than" },
        { "/goal={\"budget\":9,\"content\":\"song\"}", "/goal/budget is 9, but the content \"song\" alone costs 10" },
        { "/goal={\"budget\":0.5}", "nobody can be asked" },
        { "/goal={\"budget\":3,\"pin\":[\"u06\"]}", "the pinned users cost 8, more than the budget of 3" },
        { "/propagation={\"weighting\":{\"type\":\"social-interest\",\"alpha\":0.9,\"beta\":0.9},\"dynamics\":\"lt\"}",
          "user \"u" },
        { "/propagation={\"weighting\":{\"type\":\"social-interest\",\"alpha\":0.9,\"beta\":0.9},\"dynamics\":\"lt\"}",
          "set \"normalise\": true" },
    };
    check_settings(settings, sizeof settings / sizeof *settings, WOM_STAGE_SELECT);
}

static void
a_file_that_goes_on_behind_a_zero_byte_is_refused(void)
{
    static const char text[] = "{ \"generate\": \"town\" }\0{ \"garbage\": 1 }";
    wom_job *job = test_job(1);
    wom_scenario *scenario = NULL;
    const char *file = test_file("zero.json", text, sizeof text - 1);
    CHECK_FAILS(wom_scenario_load(&scenario, job, file, NULL, 0), WOM_INVALID, "zero.json:1:23: ");
    CHECK_FAILS(wom_scenario_load(&scenario, job, test_path("none.json"), NULL, 0), WOM_INVALID, "none.json: ");
    CHECK_FAILS(wom_scenario_load(&scenario, job, "/tmp", NULL, 0), WOM_INVALID, "/tmp: ");
    CHECK(scenario == NULL);
    wom_job_free(job);
}

TEST_MAIN(TEST(each_wrong_scenario_is_refused_with_its_place_and_what_would_be_right),
          TEST(each_field_of_each_section_is_refused_by_name_out_of_its_range),
          TEST(what_a_question_sets_is_refused_when_the_scenario_is_read),
          TEST(what_the_data_do_not_have_is_refused_when_they_are_loaded),
          TEST(what_cannot_be_chosen_is_refused_with_names), TEST(a_file_that_goes_on_behind_a_zero_byte_is_refused))
