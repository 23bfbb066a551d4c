/* Parameters that are choices themselves. */
#include <wom/settings.h>

#include "test.h"

typedef struct bounded_params {
    double rate;
} bounded_params;

static const wom_field bounded_fields[] = {
    { "rate", WOM_FIELD_REAL, offsetof(bounded_params, rate), 0.5, 0, 1, "", "of something", NULL },
    { 0 },
};
static const wom_variant plain = { "plain", "nothing to set", "", 0, NULL };
static const wom_variant bounded = { "bounded", "has a rate", "", sizeof(bounded_params), bounded_fields };

typedef struct mixed_params {
    wom_choice other;
    double weight;
    wom_named_choices parts;
} mixed_params;

static const wom_variant *const variants[4];
static const wom_catalogue kinds = { "kind", "what may be mixed", variants };

static const wom_field mixed_fields[] = {
    { "parts", WOM_FIELD_VARIANTS, offsetof(mixed_params, parts), 0, 0, 0, "", "by name", &kinds },
    { "weight", WOM_FIELD_REAL, offsetof(mixed_params, weight), 2, 0, 9, "", "of all", NULL },
    { "other", WOM_FIELD_VARIANT, offsetof(mixed_params, other), 0, 0, 0, "", "of the rest", &kinds },
    { 0 },
};
static const wom_variant mixed = { "mixed", "kinds of kinds", "", sizeof(mixed_params), mixed_fields };
static const wom_variant *const variants[4] = { &bounded, &plain, &mixed, NULL };

static wom_status
read_choice(wom_choice *choice, wom_job *job, const char *text)
{
    wom_json *json = NULL;
    wom_status status = wom_json_parse(&json, job, text, strlen(text), "a.json");
    if (status == WOM_OK) status = wom_choice_read(choice, job, &kinds, json);
    wom_json_free(json);
    return status;
}

/* The choice that the text gives, written out with all its fields. */
static void
check_written(wom_job *job, const char *text, const char *expected)
{
    wom_choice choice = { NULL, NULL };
    wom_json *json = NULL;
    char *written = NULL;
    CHECK_OK(read_choice(&choice, job, text));
    CHECK_OK(wom_json_create_object(&json, job));
    if (choice.variant != NULL) {
        if (choice.variant->fields != NULL) CHECK_OK(wom_fields_check(choice.variant->fields, choice.params));
        CHECK_OK(wom_choice_write(json, "x", &choice));
    }
    wom_choice_free(&choice); /* before it is printed: nothing is borrowed from it */
    CHECK_OK(wom_json_print(&written, job, json, false));
    CHECK_TEXT(written, expected);
    wom_free(written);
    wom_json_free(json);
}

static void
choices_within_choices_are_written_as_they_were_read_defaults_filled_in(void)
{
    wom_job *job = test_job(1);
    check_written(
        job, "\"mixed\"",
        "{\"x\":{\"type\":\"mixed\",\"parts\":{},\"weight\":2,\"other\":{\"type\":\"bounded\",\"rate\":0.5}}}");
    check_written(
        job,
        "{\"type\":\"mixed\",\"parts\":{\"b\":\"bounded\",\"a\":{\"type\":\"bounded\",\"rate\":1},\"\":\"plain\"},"
        "\"other\":\"plain\"}",
        "{\"x\":{\"type\":\"mixed\",\"parts\":{\"b\":{\"type\":\"bounded\",\"rate\":0.5},"
        "\"a\":{\"type\":\"bounded\",\"rate\":1},\"\":{\"type\":\"plain\"}},\"weight\":2,"
        "\"other\":{\"type\":\"plain\"}}}");
    check_written(job, "{\"type\":\"mixed\",\"other\":{\"type\":\"mixed\",\"other\":\"plain\",\"weight\":1}}",
                  "{\"x\":{\"type\":\"mixed\",\"parts\":{},\"weight\":2,\"other\":{\"type\":\"mixed\",\"parts\":{},"
                  "\"weight\":1,\"other\":{\"type\":\"plain\"}}}}");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_is_wrong_within_is_told_with_its_place(void)
{
    wom_job *job = test_job(1);
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "{\"type\":\"mixed\",\"other\":\"bound\"}", "a.json:1:25: /other: unknown kind \"bound\", did you mean" },
        { "{\"type\":\"mixed\",\"other\":{\"rate\":1}}", "a.json:1:25: /other: has no \"type\", must be one of" },
        { "{\"type\":\"mixed\",\"other\":{\"type\":\"bounded\",\"rate\":2}}",
          "a.json:1:50: /other/rate: is 2, must be from 0 to 1" },
        { "{\"type\":\"mixed\",\"parts\":[]}",
          "a.json:1:25: /parts: is an array, must be an object whose members are each a kind" },
        { "{\"type\":\"mixed\",\"parts\":{\"a\":\"plain\",\"b\":{\"type\":\"bounded\",\"rat\":2}}}",
          "a.json:1:60: /parts/b: unknown key \"rat\", did you mean \"rate\"?" },
        { "{\"type\":\"mixed\",\"parts\":{\"a\":\"plain\",\"b\":3}}", "/parts/b: is a number, must be one of" },
        { "{\"type\":\"mixed\",\"parts\":{\"a\":\"plain\"},\"weight\":10}", "/weight: is 10, must be from 0 to 9" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wom_choice choice;
        CHECK_FAILS(read_choice(&choice, job, cases[i].text), WOM_INVALID, cases[i].message);
        CHECK(choice.variant == NULL && choice.params == NULL);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_is_set_out_of_range_within_is_told_by_name(void)
{
    wom_job *job = test_job(1);
    wom_choice choice;
    CHECK_OK(read_choice(&choice, job, "{\"type\":\"mixed\",\"parts\":{\"a\":\"bounded\"}}"));
    mixed_params *params = choice.params;
    CHECK_OK(wom_fields_check(mixed_fields, params));
    ((bounded_params *)params->parts.items[0].choice.params)->rate = 3;
    CHECK_FAILS(wom_fields_check(mixed_fields, params), WOM_INVALID,
                "parts \"a\": \"bounded\": rate is 3, must be from 0 to 1");
    ((bounded_params *)params->parts.items[0].choice.params)->rate = 1;
    ((bounded_params *)params->other.params)->rate = -1;
    CHECK_FAILS(wom_fields_check(mixed_fields, params), WOM_INVALID, "other: \"bounded\": rate is -1");
    wom_choice_free(&choice);
    wom_job_free(job);
}

static wom_status
read_and_write(wom_job *job)
{
    wom_json *json = NULL;
    wom_choice choice = { NULL, NULL };
    wom_status status =
        read_choice(&choice, job, "{\"type\":\"mixed\",\"parts\":{\"a\":\"bounded\",\"b\":\"mixed\"},\"weight\":1}");
    if (status == WOM_OK) status = wom_json_create_object(&json, job);
    if (status == WOM_OK) status = wom_choice_write(json, "x", &choice);
    wom_choice_free(&choice);
    wom_json_free(json);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(read_and_write);
}

TEST_MAIN(TEST(choices_within_choices_are_written_as_they_were_read_defaults_filled_in),
          TEST(what_is_wrong_within_is_told_with_its_place), TEST(what_is_set_out_of_range_within_is_told_by_name),
          TEST(no_failing_allocation_leaks))
