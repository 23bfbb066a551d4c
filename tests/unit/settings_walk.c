/* JSON without a tree: a walk tells, in its order, what the tree of the same text holds. */
#include <wom/settings.h>

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOM = 1 << 16 };

/* "{key:text,[1,2,]}" of what was met. */
typedef struct story {
    char text[ROOM];
    size_t length;
} story;

static void
add(story *s, const char *text, size_t length)
{
    if (s->length + length >= ROOM) {
        test_failed(__FILE__, __LINE__, "the text is too long for this test");
        return;
    }
    memcpy(s->text + s->length, text, length);
    s->length += length;
    s->text[s->length] = 0;
}

static void
add_text(story *s, const char *text)
{
    add(s, text, strlen(text));
}

static void
add_number(story *s, double number)
{
    char text[32];
    snprintf(text, sizeof text, "%.17g", number);
    add_text(s, text);
}

static wom_status
listen(void *context, wom_json_step step, wom_json_kind kind, wom_text text)
{
    story *s = context;
    char *copy = calloc(1, text.length + 1);
    memcpy(copy, text.start, text.length);
    const bool is_text = step == WOM_JSON_KEY || (step == WOM_JSON_VALUE && kind == WOM_JSON_STRING);
    if (step == WOM_JSON_BEGIN) add_text(s, kind == WOM_JSON_OBJECT ? "{" : "[");
    else if (step == WOM_JSON_END) add_text(s, kind == WOM_JSON_OBJECT ? "}," : "],");
    else if (is_text) add(s, copy, wom_json_unescape(copy, text));
    else if (kind == WOM_JSON_NUMBER) add_number(s, strtod(copy, NULL));
    else add_text(s, copy);
    if (step == WOM_JSON_KEY || step == WOM_JSON_VALUE) add_text(s, step == WOM_JSON_KEY ? ":" : ",");
    free(copy);
    return WOM_OK;
}

static void
tell(story *s, const wom_json *value)
{
    const wom_json_kind kind = wom_json_kind_of(value);
    const bool is_list = kind == WOM_JSON_OBJECT || kind == WOM_JSON_ARRAY;
    if (kind == WOM_JSON_STRING) add_text(s, wom_json_string(value));
    if (kind == WOM_JSON_NUMBER) add_number(s, wom_json_number(value));
    if (kind == WOM_JSON_BOOL) add_text(s, wom_json_bool(value) ? "true" : "false");
    if (kind == WOM_JSON_NULL) add_text(s, "null");
    if (is_list) add_text(s, kind == WOM_JSON_OBJECT ? "{" : "[");
    for (uint64_t i = 0; is_list && i < wom_json_count(value); i++) {
        const wom_json *item = wom_json_at(value, i);
        if (kind == WOM_JSON_OBJECT) add_text(s, wom_json_key(item));
        if (kind == WOM_JSON_OBJECT) add_text(s, ":");
        tell(s, item);
    }
    add_text(s, kind == WOM_JSON_OBJECT ? "}," : kind == WOM_JSON_ARRAY ? "]," : ",");
}

static void
check_same(wom_job *job, const char *text, size_t length)
{
    static story walked, told;
    wom_json *root = NULL;
    char message[512] = "";
    walked.length = told.length = 0;
    walked.text[0] = told.text[0] = 0;
    const wom_status status = wom_json_parse(&root, job, text, length, "a.json");
    if (status != WOM_OK) snprintf(message, sizeof message, "%s", wom_error_text());
    if (strstr(message, "given twice") != NULL) return;
    const wom_status found = wom_json_walk(text, length, "a.json", listen, &walked);
    CHECK_EQUAL(found, status);
    if (status == WOM_OK) tell(&told, root);
    if (status == WOM_OK) CHECK_TEXT(walked.text, told.text);
    else CHECK_TEXT(wom_error_text(), message);
    wom_json_free(root);
}

static void
a_walk_tells_what_the_tree_holds(void)
{
    static const char *const texts[] = {
        "{}", "[]", " [ ] ", "\"\"", "-0", "1.5e3", "true", "[null,false]",
        "{\"a\":{\"b\":[1,{\"c\":[]}]},\"d\":\"e\"}",
        "[\"\\u00f1\\ud83d\\ude00\\n\\t\\\"\\\\\\/\\b\\f\\r\", \"\xc3\xb1\xe2\x82\xac\"]",
        "{\"\\u0061b\": 0.1, \"\": [123456789012345, 1234567890123456, -7, 0.0, 1E-5]}",
        "[1,]", "{\"a\" 1}", "[\"\\ud800\"]", "[\"\xff\"]", "{\"a\":tru}", "[1 2]", "{} x",
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check_same(job, texts[i], strlen(texts[i]));
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Texts drawn by chance ---- */

static void
draw_string(story *s, wom_rng *rng)
{
    static const char *const pieces[] = { "a",        "Z", "\\u00e9",         "\\n", "\\\"",
                                          "\xc3\xa9", "/", "\\ud83d\\ude00", " ",   "0" };
    add_text(s, "\"");
    for (uint64_t n = wom_rng_below(rng, 6); n > 0; n--) add_text(s, pieces[wom_rng_below(rng, 10)]);
    add_text(s, "\"");
}

static void
draw_value(story *s, wom_rng *rng, uint32_t depth)
{
    static const char *const others[] = { "0",        "-1",   "17",   "2.5",             "1e10",
                                          "-3.25E-7", "true", "null", "9007199254740992" };
    const uint64_t kind = wom_rng_below(rng, depth > 4 ? 2 : 4);
    if (kind == 0) draw_string(s, rng);
    if (kind == 1) add_text(s, others[wom_rng_below(rng, 9)]);
    if (kind < 2) return;
    add_text(s, kind == 2 ? "[" : "{");
    for (uint64_t n = wom_rng_below(rng, 5), i = 0; i < n; i++) {
        if (i > 0) add_text(s, wom_rng_below(rng, 2) ? "," : " ,\n");
        if (kind == 3) draw_string(s, rng);
        if (kind == 3) add_text(s, ":");
        draw_value(s, rng, depth + 1);
    }
    add_text(s, kind == 2 ? "]" : "}");
}

static void
texts_by_chance_whole_and_damaged_are_told_alike(void)
{
    static story text;
    wom_job *job = test_job(1);
    for (uint64_t i = 0; i < 3000; i++) {
        wom_rng rng = wom_rng_stream(11, WOM_PURPOSE_GENERATE, i);
        text.length = 0;
        draw_value(&text, &rng, 0);
        check_same(job, text.text, text.length);
        text.text[wom_rng_below(&rng, text.length)] = (char)(32 + wom_rng_below(&rng, 95));
        check_same(job, text.text, text.length);
        check_same(job, text.text, wom_rng_below(&rng, text.length + 1));
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
stop_at_two(void *context, wom_json_step step, wom_json_kind kind, wom_text text)
{
    (void)step;
    (void)kind;
    (void)text;
    return ++*(uint32_t *)context < 2 ? WOM_OK : wom_fail(WOM_CANCELLED, "enough");
}

static void
a_visitor_ends_the_walk(void)
{
    uint32_t num_met = 0;
    CHECK_FAILS(wom_json_walk("[1, 2, 3]", 9, "a.json", stop_at_two, &num_met), WOM_CANCELLED, "enough");
    CHECK_EQUAL(num_met, 2);
}

TEST_MAIN(TEST(a_walk_tells_what_the_tree_holds), TEST(texts_by_chance_whole_and_damaged_are_told_alike),
          TEST(a_visitor_ends_the_walk))
