/* Overrides by pointer, and choices among variants. */
#include <wom/settings.h>

#include "test.h"

/* ---- Overrides ---- */

static wom_json *
parse(wom_job *job, const char *text)
{
    wom_json *json = NULL;
    CHECK_OK(wom_json_parse(&json, job, text, strlen(text), "a.json"));
    return json;
}

static const char scenario[] = "{\"goal\": {\"budget\": 1, \"pin\": []}, \"a/b\": 3, \"what_if\": [{\"name\": \"x\"}]}";

static const struct {
    const char *assignment, *printed;
} overrides[] = {
    { "/goal/budget=20000", "{\"goal\":{\"budget\":20000,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/budget=2e-3", "{\"goal\":{\"budget\":0.002,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/budget=14 days",
      "{\"goal\":{\"budget\":\"14 days\",\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/budget=", "{\"goal\":{\"budget\":\"\",\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/budget=a=b", "{\"goal\":{\"budget\":\"a=b\",\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/budget=\"5\"", "{\"goal\":{\"budget\":\"5\",\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal={\"x\": [1]}", "{\"goal\":{\"x\":[1]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/pin/-=anna", "{\"goal\":{\"budget\":1,\"pin\":[\"anna\"]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/goal/pin/0=7", "{\"goal\":{\"budget\":1,\"pin\":[7]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/a~1b=true", "{\"goal\":{\"budget\":1,\"pin\":[]},\"a/b\":true,\"what_if\":[{\"name\":\"x\"}]}" },
    { "/what_if/0/name=y", "{\"goal\":{\"budget\":1,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"y\"}]}" },
    { "/what_if/-/name=y",
      "{\"goal\":{\"budget\":1,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"},{\"name\":\"y\"}]}" },
    { "/x/y/~0z=null",
      "{\"goal\":{\"budget\":1,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}],\"x\":{\"y\":{\"~z\":null}}}" },
    { "/=1", "{\"goal\":{\"budget\":1,\"pin\":[]},\"a/b\":3,\"what_if\":[{\"name\":\"x\"}],\"\":1}" },
};

static void
overrides_set_what_the_pointer_names(void)
{
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++) {
        wom_json *json = parse(job, scenario);
        char *text = NULL;
        CHECK_OK(wom_json_override(json, overrides[i].assignment));
        CHECK_OK(wom_json_print(&text, job, json, false));
        CHECK_TEXT(text, overrides[i].printed);
        wom_free(text);
        wom_json_free(json);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static const struct {
    const char *assignment, *message;
} wrong[] = {
    { "/goal/budget", "--set \"/goal/budget\": must be /pointer=value, as in /goal/budget=20000" },
    { "goal/budget=1", "--set \"goal/budget=1\": must be /pointer=value, as in /goal/budget=20000" },
    { "", "--set \"\": must be /pointer=value" },
    { "=1", "--set \"=1\": must be /pointer=value" },
    { "/goal/a~b=1", "--set \"/goal/a~b\": ~ must be written ~0, and / inside a name ~1" },
    { "/goal/a~=1", "--set \"/goal/a~\": ~ must be written ~0" },
    { "/goal/budget/x=1", "--set \"/goal/budget/x\": /goal/budget is a number, which holds no members" },
    { "/what_if/x=1",
      "--set \"/what_if/x\": /what_if is an array, whose items are named by 0, 1, ... or - for one more" },
    { "/what_if/00=1", "/what_if is an array, whose items are named by" },
    { "/what_if/=1", "/what_if is an array, whose items are named by" },
    { "/what_if/2=1", "--set \"/what_if/2\": /what_if is an array, of 1 items, must not be set behind its end" },
    { "/goal/pin=[\"anna\"", "--set /goal/pin:1:8: the text ends, must be ']' for what begins at 1:1" },
    { "/goal/pin={a}", "--set /goal/pin:1:2: unexpected 'a', must be a key in double quotes" },
    { "/goal/pin=\"anna", "--set /goal/pin:1:1: the string that begins here is not closed" },
    { "/goal/pin=caf\xe9", "--set /goal/pin: text \"caf?\": byte 4 (0xe9) is not UTF-8" },
};

static void
bad_overrides_are_refused_and_change_nothing(void)
{
    wom_job *job = test_job(1);
    wom_json *json = parse(job, scenario);
    char *before = NULL, *after = NULL;
    CHECK_OK(wom_json_print(&before, job, json, true));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_FAILS(wom_json_override(json, wrong[i].assignment), WOM_INVALID, wrong[i].message);
    CHECK_FAILS(wom_json_set(json, "", json, "x"), WOM_INVALID, "x \"\": the whole cannot be replaced");
    CHECK_OK(wom_json_print(&after, job, json, true));
    CHECK_TEXT(after, before);
    wom_free(before);
    wom_free(after);
    wom_json_free(json);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_value_that_was_set_names_who_set_it(void)
{
    wom_job *job = test_job(1);
    wom_json *json = parse(job, scenario), *copy = NULL;
    CHECK_OK(wom_json_override(json, "/new/budget=-5"));
    CHECK_OK(wom_json_copy(&copy, job, json));
    wom_json_free(json);
    wom_json_fail(wom_json_member(wom_json_member(copy, "new"), "budget"), "is -5");
    CHECK_TEXT(wom_error_text(), "--set /new/budget: is -5");
    wom_json_fail(wom_json_member(copy, "new"), "no");
    CHECK_TEXT(wom_error_text(), "--set /new: no");
    CHECK_OK(wom_json_set(copy, "/what_if/0", copy, "what_if \"half\"")); /* a copy of itself inside itself */
    wom_json_fail(wom_json_member(wom_json_at(wom_json_member(copy, "what_if"), 0), "goal"), "no");
    CHECK_TEXT(wom_error_text(), "what_if \"half\" /what_if/0/goal: no");
    wom_json_free(copy);
    wom_job_free(job);
}

/* ---- Choices ---- */

typedef struct ic_params {
    uint32_t max_rounds;
    double rate;
} ic_params;

static const wom_field ic_fields[] = {
    { "max_rounds", WOM_FIELD_UINT, offsetof(ic_params, max_rounds), 3, 0, 1e6, "rounds", "0: to the end", NULL },
    { "rate", WOM_FIELD_REAL, offsetof(ic_params, rate), 0.5, 0, 1, "", "of something", NULL },
    { 0 },
};
static const wom_variant ic = { "ic", "independent cascade", "", sizeof(ic_params), ic_fields };
static const wom_variant lt = { "lt", "linear threshold", "", 0, NULL };
static const wom_variant *const variants[] = { &ic, &lt, NULL };
static const wom_catalogue dynamics = { "dynamics", "how a content spreads", variants };

static wom_status
read_choice(wom_choice *choice, wom_job *job, const char *text)
{
    wom_json *json = NULL;
    wom_status status = wom_json_parse(&json, job, text, strlen(text), "a.json");
    if (status == WOM_OK) status = wom_choice_read(choice, job, &dynamics, json);
    wom_json_free(json);
    return status;
}

static void
a_choice_is_a_name_or_an_object_or_absent(void)
{
    wom_job *job = test_job(1);
    static const struct {
        const char *text;
        const wom_variant *variant;
        uint32_t max_rounds;
    } cases[] = {
        { "\"ic\"", &ic, 3 },
        { "\"lt\"", &lt, 0 },
        { "{\"type\": \"lt\"}", &lt, 0 },
        { "{\"max_rounds\": 5, \"type\": \"ic\"}", &ic, 5 },
    };
    wom_choice choice;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_OK(read_choice(&choice, job, cases[i].text));
        CHECK(choice.variant == cases[i].variant && (choice.params != NULL) == (choice.variant == &ic));
        if (choice.params != NULL) CHECK_EQUAL(((ic_params *)choice.params)->max_rounds, cases[i].max_rounds);
        wom_choice_free(&choice);
    }
    CHECK_OK(wom_choice_read(&choice, job, &dynamics, NULL));
    CHECK(choice.variant == &ic && ((ic_params *)choice.params)->rate == 0.5);
    wom_choice_free(&choice);
    CHECK_OK(wom_choice_default(&choice, job, &dynamics, "lt"));
    CHECK(choice.variant == &lt && choice.params == NULL);
    wom_choice_free(&choice);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
bad_choices_are_refused_and_stay_empty(void)
{
    wom_job *job = test_job(1);
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "\"icc\"", "a.json:1:1: unknown dynamics \"icc\", did you mean \"ic\"?" },
        { "\"sir\"", "a.json:1:1: unknown dynamics \"sir\", must be one of \"ic\", \"lt\"" },
        { "3", "a.json:1:1: is a number, must be one of \"ic\", \"lt\", or an object with that as its \"type\"" },
        { "{}", "a.json:1:1: has no \"type\", must be one of \"ic\", \"lt\"" },
        { "{\"type\": null}", "a.json:1:10: /type: is null, must be one of \"ic\", \"lt\"" },
        { "{\"type\": \"sir\"}", "a.json:1:10: /type: unknown dynamics \"sir\", must be one of \"ic\", \"lt\"" },
        { "{\"type\": \"ic\", \"max_round\": 1}",
          "a.json:1:16: unknown key \"max_round\", did you mean \"max_rounds\"?" },
        { "{\"type\": \"ic\", \"rate\": 2}", "a.json:1:24: /rate: is 2, must be from 0 to 1" },
        { "{\"type\": \"lt\", \"rate\": 2}", "a.json:1:16: unknown key \"rate\", must be one of \"type\"" },
    };
    wom_choice choice;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_FAILS(read_choice(&choice, job, cases[i].text), WOM_INVALID, cases[i].message);
        CHECK(choice.variant == NULL && choice.params == NULL);
    }
    CHECK_FAILS(wom_choice_default(&choice, job, &dynamics, "LT "), WOM_INVALID,
                "unknown dynamics \"LT \", did you mean");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_choice_is_written_with_all_its_fields(void)
{
    wom_job *job = test_job(1);
    wom_choice choice;
    wom_json *json = NULL;
    char *text = NULL;
    CHECK_OK(wom_json_create_object(&json, job));
    CHECK_OK(read_choice(&choice, job, "{\"type\": \"ic\", \"rate\": 0.25}"));
    CHECK_OK(wom_choice_write(json, "a", &choice));
    wom_choice_free(&choice);
    CHECK_OK(wom_choice_default(&choice, job, &dynamics, "lt"));
    CHECK_OK(wom_choice_write(json, "b", &choice));
    wom_choice_free(&choice);
    CHECK_OK(wom_json_print(&text, job, json, false));
    CHECK_TEXT(text, "{\"a\":{\"type\":\"ic\",\"max_rounds\":3,\"rate\":0.25},\"b\":{\"type\":\"lt\"}}");
    wom_free(text);
    wom_json_free(json);
    wom_job_free(job);
}

static wom_status
override_and_choose(wom_job *job)
{
    wom_json *json = NULL;
    wom_choice choice = { NULL, NULL };
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_parse(&json, job, scenario, sizeof scenario - 1, "a.json"));
    WOM_TRY_GOTO(wom_json_override(json, "/goal/budget=14 days"));
    WOM_TRY_GOTO(wom_json_override(json, "/what_if/-/set/rate=0.5"));
    WOM_TRY_GOTO(wom_json_override(json, "/dynamics={\"type\": \"ic\", \"rate\": 1}"));
    WOM_TRY_GOTO(wom_choice_read(&choice, job, &dynamics, wom_json_member(json, "dynamics")));
    WOM_TRY_GOTO(wom_choice_write(json, "effective", &choice));
done:
    wom_choice_free(&choice);
    wom_json_free(json);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(override_and_choose);
}

TEST_MAIN(TEST(overrides_set_what_the_pointer_names), TEST(bad_overrides_are_refused_and_change_nothing),
          TEST(a_value_that_was_set_names_who_set_it), TEST(a_choice_is_a_name_or_an_object_or_absent),
          TEST(bad_choices_are_refused_and_stay_empty), TEST(a_choice_is_written_with_all_its_fields),
          TEST(no_failing_allocation_leaks))
