/* Field tables: reading, writing and checking, and the messages. */
#include <wom/settings.h>

#include "test.h"

typedef struct params {
    bool trace;
    uint32_t max_steps;
    uint64_t seed;
    double alpha;
    const char *file;
    uint32_t order;
    double deadline, lifetime, horizon;
} params;

static const char *const orders[] = { "degree", "random", NULL };

static const wom_field fields[] = {
    { "trace", WOM_FIELD_BOOL, offsetof(params, trace), 1, 0, 0, "", "keep each step", NULL },
    { "max_steps", WOM_FIELD_UINT, offsetof(params, max_steps), 10, 0, 1e6, "steps", "0: run to the end", NULL },
    { "seed", WOM_FIELD_UINT64, offsetof(params, seed), 1, 0, INFINITY, "", "of all chances", NULL },
    { "alpha", WOM_FIELD_REAL, offsetof(params, alpha), 0.5, 0, 1, "probability", "weight of strength", NULL },
    { "file", WOM_FIELD_TEXT, offsetof(params, file), 0, 0, 0, "", "where the ties are", NULL },
    { "order", WOM_FIELD_CHOICE, offsetof(params, order), 1, 0, 0, "", "of the users", orders },
    { "deadline", WOM_FIELD_DURATION, offsetof(params, deadline), 7, 0, 100, "days", "when to stop", NULL },
    { "lifetime", WOM_FIELD_DURATION, offsetof(params, lifetime), 1, 0, 1000, "steps", "of a content", NULL },
    { "horizon", WOM_FIELD_DURATION, offsetof(params, horizon), 24, 1, INFINITY, "hours", "of the plan", NULL },
    { 0 },
};

static const char *const others[] = { "type", NULL };

static wom_status
read_text(params *out, wom_job *job, const char *text)
{
    wom_json *json = NULL;
    wom_status status = wom_json_parse(&json, job, text, strlen(text), "a.json");
    if (status == WOM_OK) status = wom_fields_read(out, fields, json, others);
    if (out->file != NULL) out->file = NULL; /* it was borrowed from the tree */
    wom_json_free(json);
    return status;
}

static void
absent_fields_take_their_defaults(void)
{
    params p = { .file = "x" };
    CHECK_OK(wom_fields_read(&p, fields, NULL, NULL));
    CHECK(p.trace && p.max_steps == 10 && p.seed == 1 && p.alpha == 0.5 && p.file == NULL && p.order == 1);
    CHECK(p.deadline == 7 && p.lifetime == 1 && p.horizon == 24);
    CHECK_OK(wom_fields_check(fields, &p));
}

static void
given_fields_are_read(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL;
    params p;
    const char *text =
        "{\"type\": 3, \"trace\": false, \"max_steps\": 2e3, \"seed\": \"18446744073709551615\", \"alpha\": 1,"
        " \"file\": \"t.csv\", \"order\": \"degree\", \"deadline\": \"2 weeks\", \"lifetime\": 3.5,"
        " \"horizon\": \"1.5 days\"}";
    CHECK_OK(wom_json_parse(&json, job, text, strlen(text), "a.json"));
    CHECK_OK(wom_fields_read(&p, fields, json, others));
    CHECK(!p.trace && p.max_steps == 2000 && p.seed == UINT64_MAX && p.alpha == 1 && p.order == 0);
    CHECK(p.deadline == 14 && p.lifetime == 3.5 && p.horizon == 36);
    CHECK_TEXT(p.file, "t.csv");
    wom_json_free(json);
    wom_job_free(job);
}

static void
durations_convert_to_the_length_of_a_step(void)
{
    wom_job *job = test_job(1);
    static const struct {
        const char *text;
        double deadline;
    } cases[] = {
        { "{\"deadline\": 3}", 3 },          { "{\"deadline\": \"3 steps\"}", 3 },
        { "{\"deadline\": \"1 day\"}", 1 },  { "{\"deadline\": \"36hours\"}", 1.5 },
        { "{\"deadline\": \"1 week\"}", 7 }, { "{\"deadline\": \"0.5 days\"}", 0.5 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        params p = { .deadline = -1 };
        CHECK_OK(read_text(&p, job, cases[i].text));
        CHECK_NEAR(p.deadline, cases[i].deadline, 0);
    }
    wom_job_free(job);
}

static const struct {
    const char *text, *message;
} wrong[] = {
    { "[]", "a.json:1:1: is an array, must be an object" },
    { "{\"max_step\": 1}", "a.json:1:2: unknown key \"max_step\", did you mean \"max_steps\"?" },
    { "{\"typ\": 1}", "a.json:1:2: unknown key \"typ\", did you mean \"type\"?" },
    { "{\"zebra\": 1}",
      "a.json:1:2: unknown key \"zebra\", must be one of \"type\", \"trace\", \"max_steps\", \"seed\", "
      "\"alpha\", \"file\", \"order\", \"deadline\", \"lifetime\", \"horizon\"" },
    { "{\"trace\": 1}", "a.json:1:11: /trace: is a number, must be true or false" },
    { "{\"max_steps\": 2e6}", "a.json:1:15: /max_steps: is 2e+06, must be from 0 to 1e+06 (steps)" },
    { "{\"max_steps\": 1000001}", "/max_steps: is 1000001, must be from 0 to 1e+06 (steps)" },
    { "{\"max_steps\": 0.5}", "/max_steps: is 0.5, must be a whole number from 0 to 1e+06 (steps)" },
    { "{\"max_steps\": -1}", "/max_steps: is -1, must be from 0 to 1e+06 (steps)" },
    { "{\"max_steps\": \"5\"}", "/max_steps: is \"5\", must be a number, without quotes" },
    { "{\"max_steps\": null}", "/max_steps: is null, must be a number" },
    { "{\"max_steps\": true}", "/max_steps: is true, must be a number" },
    { "{\"seed\": -1}", "/seed: is -1, must be at least 0" },
    { "{\"seed\": 1e16}", "/seed: is 1e+16, above 2^53 it must be a string of digits" },
    { "{\"seed\": \"18446744073709551616\"}",
      "/seed: is \"18446744073709551616\", must be at most 18446744073709551615" },
    { "{\"seed\": \"-1\"}", "/seed: is \"-1\", must be a whole number, or a string of digits" },
    { "{\"seed\": \"\"}", "/seed: is \"\", must be a whole number, or a string of digits" },
    { "{\"alpha\": 1.0000001}", "/alpha: is 1.0000001, must be from 0 to 1 (probability)" },
    { "{\"alpha\": []}", "/alpha: is an array, must be a number" },
    { "{\"file\": 3}", "/file: is a number, must be a string" },
    { "{\"order\": \"degre\"}", "/order: is \"degre\", did you mean \"degree\"?" },
    { "{\"order\": \"x\"}", "/order: is \"x\", must be one of \"degree\", \"random\"" },
    { "{\"order\": 1}", "/order: is a number, must be one of \"degree\", \"random\"" },
    { "{\"deadline\": 101}", "/deadline: is 101, must be from 0 to 100 (days)" },
    { "{\"deadline\": \"15 weeks\"}", "/deadline: is 105, must be from 0 to 100 (days)" },
    { "{\"deadline\": \"two weeks\"}", "/deadline: is \"two weeks\", must be a number of steps, or as \"36 hours\"" },
    { "{\"deadline\": \"3 months\"}", "/deadline: is \"3 months\", must be a number of steps, or as" },
    { "{\"deadline\": \"3\"}", "/deadline: is \"3\", must be a number of steps, or as" },
    { "{\"deadline\": \"1.2.3 days\"}", "/deadline: is \"1.2.3 days\", must be a number of steps, or as" },
    { "{\"lifetime\": \"3 days\"}", "/lifetime: is \"3 days\", must be a number of steps: how long a step is" },
    { "{\"horizon\": \"0 hours\"}", "/horizon: is 0, must be at least 1 (hours)" },
};

static void
wrong_members_are_refused_with_their_place_and_params_stay(void)
{
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        params p, before;
        memset(&p, 0, sizeof p);
        p.alpha = 77;
        before = p;
        CHECK_FAILS(read_text(&p, job, wrong[i].text), WOM_INVALID, wrong[i].message);
        CHECK(memcmp(&p, &before, sizeof p) == 0);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_copy_still_knows_where_its_unknown_keys_stood(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL, *copy = NULL;
    params p;
    CHECK_OK(wom_json_parse(&json, job, "{\n \"alpa\": 1}", 13, "a.json"));
    CHECK_OK(wom_json_copy(&copy, job, json));
    wom_json_free(json);
    CHECK_FAILS(wom_fields_read(&p, fields, copy, NULL), WOM_INVALID,
                "a.json:2:2: unknown key \"alpa\", did you mean \"alpha\"?");
    wom_json_free(copy);
    CHECK_OK(wom_json_create_object(&json, job));
    CHECK_OK(wom_json_override(json, "/alpha=2"));
    CHECK_FAILS(wom_fields_read(&p, fields, json, NULL), WOM_INVALID, "--set /alpha: is 2, must be from 0 to 1");
    wom_json_free(json);
    CHECK_OK(wom_json_create_object(&json, job));
    CHECK_OK(wom_json_override(json, "/simulate/alpa=2"));
    CHECK_FAILS(wom_fields_read(&p, fields, wom_json_member(json, "simulate"), NULL), WOM_INVALID,
                "--set /simulate: unknown key \"alpa\", did you mean \"alpha\"?");
    wom_json_free(json);
    wom_job_free(job);
}

static void
params_from_c_are_checked_against_the_rows(void)
{
    params p;
    wom_fields_default(&p, fields);
    p.max_steps = 2000000;
    CHECK_FAILS(wom_fields_check(fields, &p), WOM_INVALID, "max_steps is 2e+06, must be from 0 to 1e+06 (steps)");
    p.max_steps = 1;
    p.alpha = (double)NAN;
    CHECK_FAILS(wom_fields_check(fields, &p), WOM_INVALID, "alpha is nan, must be from 0 to 1 (probability)");
    p.alpha = 0;
    p.order = 2;
    CHECK_FAILS(wom_fields_check(fields, &p), WOM_INVALID, "order is 2, must be the index of one of its 2 choices");
    p.order = 0;
    p.horizon = (double)INFINITY;
    CHECK_FAILS(wom_fields_check(fields, &p), WOM_INVALID, "horizon is inf, must be at least 1 (hours)");
    p.horizon = 1;
    p.seed = UINT64_MAX;
    CHECK_OK(wom_fields_check(fields, &p));
}

static void
the_range_of_64_bits_is_exact_at_its_ends(void)
{
    static const wom_field narrow[] = { { "n", WOM_FIELD_UINT64, 0, 5, 5, 0x1p53, "", "", NULL }, { 0 } };
    uint64_t n = UINT64_C(1) << 53;
    CHECK_OK(wom_fields_check(narrow, &n));
    n++;
    CHECK_FAILS(wom_fields_check(narrow, &n), WOM_INVALID, "must be from 5 to 9007199254740992");
    n = 4;
    CHECK_FAILS(wom_fields_check(narrow, &n), WOM_INVALID, "n is 4, must be");
}

static void
written_fields_read_back_to_the_same_params(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL, *again = NULL;
    char *text = NULL;
    params p, q;
    wom_fields_default(&p, fields);
    p.seed = UINT64_MAX - 1;
    p.alpha = 1.0 / 3;
    p.deadline = 0.1 + 0.2;
    p.trace = false;
    p.file = "a\n\"b\".csv";
    CHECK_OK(wom_json_create_object(&json, job));
    CHECK_OK(wom_fields_write(json, fields, &p));
    CHECK_OK(wom_json_print(&text, job, json, true));
    CHECK_OK(wom_json_parse(&again, job, text, strlen(text), "again"));
    CHECK_OK(wom_fields_read(&q, fields, again, NULL));
    CHECK(q.seed == p.seed && q.alpha == p.alpha && q.deadline == p.deadline && !q.trace && q.order == p.order);
    CHECK_TEXT(q.file, p.file);
    wom_json_free(json);
    wom_json_free(again);
    wom_free(text);
    wom_job_free(job);
}

static void
suggestions_are_near_or_absent(void)
{
    static const char *const names[] = { "ic", "lt", "social-interest", "weighted-cascade", "thompson", NULL };
    CHECK_TEXT(wom_suggest("social_interest", names), "social-interest");
    CHECK_TEXT(wom_suggest("Social-Interst", names), "social-interest");
    CHECK_TEXT(wom_suggest("tohmposn", names), "thompson"); /* two swaps are near, four changes would not be */
    CHECK_TEXT(wom_suggest("wieghted-cascade", names), "weighted-cascade");
    CHECK_TEXT(wom_suggest("thom", names), "thompson");
    CHECK_TEXT(wom_suggest("IC", names), "ic");
    CHECK_TEXT(wom_suggest("icc", names), "ic");
    CHECK(wom_suggest("xy", names) == NULL);
    CHECK(wom_suggest("", names) == NULL);
    CHECK(wom_suggest("epidemic", names) == NULL);
    CHECK(wom_suggest("a word that is very much longer than any name of a variant could ever sensibly be", names) ==
          NULL);
}

TEST_MAIN(TEST(absent_fields_take_their_defaults), TEST(given_fields_are_read),
          TEST(durations_convert_to_the_length_of_a_step),
          TEST(wrong_members_are_refused_with_their_place_and_params_stay),
          TEST(a_copy_still_knows_where_its_unknown_keys_stood), TEST(params_from_c_are_checked_against_the_rows),
          TEST(the_range_of_64_bits_is_exact_at_its_ends), TEST(written_fields_read_back_to_the_same_params),
          TEST(suggestions_are_near_or_absent))
