/* JSON: what is refused and with which words, places, large objects, building, copying, printing. */
#include <wom/settings.h>

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *text, *message;
} hostile[] = {
    /* the whole text */
    { "", "a.json:1:1: nothing but white space, must be one JSON value" },
    { " \n\t ", "a.json:2:3: nothing but white space, must be one JSON value" },
    { "\xef\xbb\xbf{}", "a.json:1:1: byte order mark, must be UTF-8 without one" },
    { "\xff\xfe{", "a.json:1:1: UTF-16 text, must be UTF-8" },
    { "{} {}", "a.json:1:4: unexpected '{', must be the end, for there is one value only" },
    { "1 x", "a.json:1:3: unexpected 'x', must be the end" },
    { "{}\n// end", "a.json:2:1: JSON has no comments, must be the end" },
    { "[1, # one\n2]", "a.json:1:5: JSON has no comments, must be a value" },
    { "/* a */ {}", "a.json:1:1: JSON has no comments, must be a value" },
    { "\x1f\x8b", "a.json:1:1: unexpected byte 0x1f, must be a value" },
    { "<xml>", "a.json:1:1: unexpected '<', must be a value" },
    /* words */
    { "tru", "a.json:1:1: unknown word tru, must be true, false, null or a string in double quotes" },
    { "[True]", "a.json:1:2: unknown word True, must be true" },
    { "nulls", "a.json:1:1: unknown word nulls, must be true" },
    { "NaN", "a.json:1:1: JSON has no NaN and no Infinity, must be a finite number" },
    { "[nan]", "a.json:1:2: JSON has no NaN and no Infinity" },
    { "Infinity", "a.json:1:1: JSON has no NaN and no Infinity" },
    { "-Infinity", "a.json:1:1: JSON has no NaN and no Infinity" },
    { "-inf", "a.json:1:1: JSON has no NaN and no Infinity" },
    /* numbers */
    { "01", "a.json:1:1: number with a leading zero, must have none" },
    { "-012", "a.json:1:1: number with a leading zero, must have none" },
    { "1.", "a.json:1:3: the text ends, must be a digit after the decimal point" },
    { "[1.]", "a.json:1:4: unexpected ']', must be a digit after the decimal point" },
    { ".5", "a.json:1:1: number without a digit before the decimal point, must be as 0.5" },
    { "+1", "a.json:1:1: number with a plus sign, must have none" },
    { "-", "a.json:1:2: the text ends, must be a digit after the minus sign" },
    { "[-x]", "a.json:1:3: unexpected 'x', must be a digit after the minus sign" },
    { "1e", "a.json:1:3: the text ends, must be a digit in the exponent" },
    { "[1e+]", "a.json:1:5: unexpected ']', must be a digit in the exponent" },
    { "0x10", "a.json:1:2: unexpected 'x', must be the end" },
    { "[1_000]", "a.json:1:3: unexpected '_', must be ',' or ']'" },
    { "1e400", "a.json:1:1: number 1e400 is too large, must be below 1.8e308" },
    { "[-1e309]", "a.json:1:2: number -1e309 is too large" },
    { "1e-400", "a.json:1:1: number 1e-400 is too close to 0, must be at least 5e-324 or 0" },
    { "9007199254740993", "integer 9007199254740993 is above 2^53 and would be rounded, must be a string of digits" },
    { "0.1000000000000000000000000000000000000000000000000000000000000001",
      "a.json:1:1: number of 66 characters, must be at most 63" },
    /* strings */
    { "\"abc", "a.json:1:1: the string that begins here is not closed, must end with a double quote" },
    { "[\"a\nb\"]", "a.json:1:4: control character 0x0a in a string, must be written \\u000a; or the string is not" },
    { "\"a\tb\"", "a.json:1:3: control character 0x09 in a string, must be written \\u0009" },
    { "\"a\\qb\"", "a.json:1:3: unknown escape, must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX" },
    { "\"a\\", "a.json:1:3: unknown escape, must be one of" },
    { "\"\\u12g4\"", "a.json:1:2: \\u must be followed by four hexadecimal digits" },
    { "\"\\u12\"", "a.json:1:2: \\u must be followed by four hexadecimal digits" },
    { "\"\\u0000\"", "a.json:1:2: \\u0000 in a string, must be left out" },
    { "\"\\ud800\"", "a.json:1:2: \\ud800 is the first half of a pair, \\udc00 to \\udfff must follow it" },
    { "\"\\ud800\\u0041\"", "a.json:1:2: \\ud800 is the first half of a pair" },
    { "\"\\udc00\\ud800\"", "a.json:1:2: \\udc00 is the second half of a pair, \\ud800 to \\udbff must stand before" },
    { "\"a\xff\"", "a.json:1:3: byte 0xff is not UTF-8, as the text must be" },
    { "\"\xc0\xaf\"", "a.json:1:2: byte 0xc0 is not UTF-8" },
    { "\"\xe0\x80\xaf\"", "a.json:1:2: byte 0xe0 is not UTF-8" },
    { "\"\xf0\x80\x80\xaf\"", "a.json:1:2: byte 0xf0 is not UTF-8" },
    { "\"\xed\xa0\x80\"", "a.json:1:2: byte 0xed is not UTF-8" },
    { "\"\xf4\x90\x80\x80\"", "a.json:1:2: byte 0xf4 is not UTF-8" },
    { "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc3\"", "a.json:1:5: byte 0xc3 is not UTF-8" },
    { "'a'", "a.json:1:1: unexpected ', strings and keys must be in double quotes" },
    { "[\xe2\x80\x9c]", "a.json:1:2: unexpected byte 0xe2, must be a value" },
    /* arrays and objects */
    { "[1, 2", "a.json:1:6: the text ends, must be ']' for what begins at 1:1" },
    { "{\n \"a\": [1}", "a.json:2:9: unexpected '}', must be ',' or ']'" },
    { "[1,]", "a.json:1:3: comma before ']', must be left out" },
    { "[,1]", "a.json:1:2: unexpected ',', must be a value" },
    { "[1 2]", "a.json:1:4: unexpected '2', must be ',' or ']'" },
    { "[1,", "a.json:1:4: the text ends, must be a value" },
    { "]", "a.json:1:1: unexpected ']', must be a value" },
    { "{", "a.json:1:2: the text ends, must be a key in double quotes" },
    { "{\"a\"}", "a.json:1:5: unexpected '}', must be ':' after the key" },
    { "{\"a\": }", "a.json:1:7: unexpected '}', must be a value" },
    { "{\"a\": 1,\n}", "a.json:1:8: comma before '}', must be left out" },
    { "{\"a\": 1 \"b\": 2}", "a.json:1:9: unexpected '\"', must be ',' or '}'" },
    { "{a: 1}", "a.json:1:2: unexpected 'a', must be a key in double quotes" },
    { "{1: 1}", "a.json:1:2: unexpected '1', must be a key in double quotes" },
    { "{\"a\": 1, \"a\": 2}", "a.json:1:10: key \"a\" is given twice, first at 1:2, must be given once" },
    { "{\"x\":[0,{\"a\": 1,\n\"\\u0061\": 2}]}", "a.json:2:1: /x/1: key \"a\" is given twice, first at 1:10" },
};

static void
hostile_texts_are_refused_with_the_right_words(void)
{
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        wom_json *json = (wom_json *)&json;
        CHECK_FAILS(wom_json_parse(&json, job, hostile[i].text, strlen(hostile[i].text), "a.json"), WOM_INVALID,
                    hostile[i].message);
        CHECK(json == NULL);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_json *
parse(wom_job *job, const char *text)
{
    wom_json *json = NULL;
    CHECK_OK(wom_json_parse(&json, job, text, strlen(text), "a.json"));
    return json;
}

static void
a_zero_byte_is_refused_wherever_it_stands(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL;
    CHECK_FAILS(wom_json_parse(&json, job, "1\0", 2, "a.json"), WOM_INVALID, "a.json:1:2: unexpected byte 0x00");
    CHECK_FAILS(wom_json_parse(&json, job, "\"\0\"", 3, "a.json"), WOM_INVALID, "1:2: control character 0x00");
    CHECK_FAILS(wom_json_parse(&json, job, "\0", 1, "a.json"), WOM_INVALID, "a.json:1:1: unexpected byte 0x00");
    wom_job_free(job);
}

static void
every_beginning_of_a_text_is_refused(void)
{
    static const char text[] =
        "{\"a\": [1.5e3, -0, \"x\\ud83d\\ude00\xc3\xa9\"], \"b\": {\"c\": null, \"d\": [true, false]}}";
    wom_job *job = test_job(1);
    wom_json *json = NULL;
    for (size_t length = 0; length + 1 < sizeof text - 1; length++) {
        char *exact = malloc(length + 1); /* so that a sanitizer sees reading behind the end */
        memcpy(exact, text, length);
        CHECK_FAILS(wom_json_parse(&json, job, exact, length, "a"), WOM_INVALID, "a:1:");
        free(exact);
    }
    CHECK_OK(wom_json_parse(&json, job, text, sizeof text - 1, "a"));
    wom_json_free(json);
    wom_job_free(job);
}

static void
nesting_ends_at_64(void)
{
    wom_job *job = test_job(1);
    char text[256];
    for (int depth = 64; depth <= 65; depth++) {
        wom_json *json = NULL;
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        const wom_status status = wom_json_parse(&json, job, text, 2 * (size_t)depth, "a.json");
        CHECK(status == (depth == 64 ? WOM_OK : WOM_INVALID));
        if (depth == 65) CHECK_TEXT(wom_error_text(), "a.json:1:65: nested more than 64 deep, must be at most that");
        wom_json_free(json);
    }
    wom_json *root = NULL;
    CHECK_OK(wom_json_create_object(&root, job));
    wom_json *at = root;
    for (int depth = 2; depth <= 64; depth++) CHECK_OK(wom_json_add_object(&at, at, "a"));
    CHECK_OK(wom_json_add_number(at, "x", 1));
    CHECK_FAILS(wom_json_add_array(NULL, at, "b"), WOM_INVALID, "nested more than 64 deep");
    CHECK_FAILS(wom_json_add_copy(root, "c", root), WOM_INVALID, "nested more than 64 deep");
    CHECK_FAILS(wom_json_set(root, "/a", root, "x"), WOM_INVALID, "nested more than 64 deep");
    CHECK_FAILS(wom_json_set(root, "/b", root, "x"), WOM_INVALID, "nested more than 64 deep");
    CHECK_EQUAL(wom_json_count(root), 1);
    wom_json_free(root);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
values_are_read_with_their_kinds(void)
{
    wom_job *job = test_job(1);
    wom_json *json =
        parse(job, " {\"n\": null, \"t\": true, \"f\": false, \"x\": -1.5e2, \"s\": \"a\\n\\u00e9\\ud83d\\ude00\","
                   " \"l\": [0e10, 9007199254740992, 100000000000000000000], \"\": {}}\r\n");
    CHECK_EQUAL(wom_json_count(json), 7);
    CHECK(wom_json_kind_of(wom_json_member(json, "n")) == WOM_JSON_NULL);
    CHECK(wom_json_bool(wom_json_member(json, "t")) && !wom_json_bool(wom_json_member(json, "f")));
    CHECK(wom_json_number(wom_json_member(json, "x")) == -150);
    CHECK_TEXT(wom_json_string(wom_json_member(json, "s")), "a\n\xc3\xa9\xf0\x9f\x98\x80");
    const wom_json *list = wom_json_at(json, 5);
    CHECK_TEXT(wom_json_key(list), "l");
    CHECK_EQUAL(wom_json_count(list), 3);
    CHECK(wom_json_number(wom_json_at(list, 0)) == 0 && wom_json_number(wom_json_at(list, 1)) == 0x1p53 &&
          wom_json_number(wom_json_at(list, 2)) == 1e20);
    CHECK(wom_json_key(wom_json_at(list, 0)) == NULL && wom_json_key(json) == NULL);
    CHECK_TEXT(wom_json_key(wom_json_at(json, 6)), "");
    CHECK(wom_json_member(json, "N") == NULL);
    CHECK_TEXT(wom_json_kind_name(WOM_JSON_OBJECT), "an object");
    wom_json_free(json);
    wom_job_free(job);
}

static void
every_value_knows_its_place(void)
{
    wom_job *job = test_job(1);
    wom_json *json = parse(
        job,
        "{\r\n  \"\xc3\xa9\xe2\x82\xac\": \"\xf0\x9f\x98\x80\", \"a/b~\": [10,\n[\"x\",  true]],\"e\":{ \"f\": null}}");
    wom_json_fail(json, "no");
    CHECK_TEXT(wom_error_text(), "a.json:1:1: no");
    wom_json_fail(wom_json_at(json, 0), "no");
    CHECK_TEXT(wom_error_text(), "a.json:2:9: /\xc3\xa9\xe2\x82\xac: no");
    const wom_json *list = wom_json_member(json, "a/b~");
    wom_json_fail(wom_json_at(wom_json_at(list, 1), 1), "is %d", 5);
    CHECK_TEXT(wom_error_text(), "a.json:3:8: /a~1b~0/1/1: is 5");
    wom_json_fail(wom_json_member(wom_json_member(json, "e"), "f"), "no");
    CHECK_TEXT(wom_error_text(), "a.json:3:26: /e/f: no");
    wom_fail(WOM_FAILED, "disk full");
    CHECK(wom_json_fail_in(WOM_FAILED, wom_json_at(list, 0)) == WOM_FAILED);
    CHECK_TEXT(wom_error_text(), "a.json:2:23: /a~1b~0/0: disk full");
    CHECK(wom_json_fail_in(WOM_OK, list) == WOM_OK);
    wom_json_free(json);
    wom_job_free(job);
}

static void
long_and_unprintable_keys_are_cut_in_messages(void)
{
    wom_job *job = test_job(1);
    char text[4096] = "";
    for (int i = 0; i < 20; i++)
        strcat(text, "{\"\\u001b[31m a rather long key, which goes on for a good while yet, and ends\":");
    strcat(text, "1");
    for (int i = 0; i < 20; i++) strcat(text, "}");
    wom_json *json = parse(job, text);
    const wom_json *at = json;
    while (wom_json_kind_of(at) == WOM_JSON_OBJECT) at = wom_json_at(at, 0);
    wom_json_fail(at, "the end");
    CHECK(strlen(wom_error_text()) < 500 && strstr(wom_error_text(), ": .../?[31m a rather long key") != NULL);
    CHECK(strstr(wom_error_text(), "...: the end") != NULL && strchr(wom_error_text(), 27) == NULL);
    wom_json_free(json);
    char path[600];
    memset(path, 'p', sizeof path - 1);
    memcpy(path + sizeof path - 8, "/a.json", 8);
    CHECK_FAILS(wom_json_parse(&json, job, "x", 1, path), WOM_INVALID, "ppp/a.json:1:1: unknown word x");
    CHECK(strlen(wom_error_text()) < 300 && strncmp(wom_error_text(), "...ppp", 6) == 0);
    wom_job_free(job);
}

/* {"key 0": 0, "key 1": 1, ...} with `extra` behind the last member. */
static char *
large_object(size_t *length, wom_job *job, int count, const char *extra)
{
    char *text = NULL;
    CHECK_OK(wom_allocate(&text, job, (uint64_t)count, 100, "text"));
    char *at = text;
    at += snprintf(at, 100, "{");
    for (int i = 0; i < count; i++)
        at += snprintf(at, 100, "%s\"key %d of a large object, with a label that is long enough\": %d", i ? ", " : "",
                       i, i);
    at += snprintf(at, 100, "%s}", extra);
    *length = (size_t)(at - text);
    return text;
}

static void
forty_thousand_keys_on_a_line_are_read_and_found(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL;
    size_t length = 0;
    char *text = large_object(&length, job, 40000, "");
    CHECK_OK(wom_json_parse(&json, job, text, length, "labels.json"));
    CHECK_EQUAL(wom_json_count(json), 40000);
    for (int i = 0; i < 40000; i++) {
        char key[80];
        sprintf(key, "key %d of a large object, with a label that is long enough", i);
        const wom_json *member = wom_json_member(json, key);
        if (member == NULL || member != wom_json_at(json, (uint64_t)i) || wom_json_number(member) != i) {
            test_failed(__FILE__, __LINE__, "%s", key);
            break;
        }
    }
    CHECK(wom_json_member(json, "key 40000") == NULL);
    wom_json_free(json);
    wom_free(text);
    text = large_object(&length, job, 40000, ", \"key 7 of a large object, with a label that is long enough\": 0");
    CHECK_FAILS(wom_json_parse(&json, job, text, length, "labels.json"), WOM_INVALID, "is given twice, first at 1:450");
    wom_free(text);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
files_are_read_and_bad_ones_named(void)
{
    wom_job *job = test_job(1);
    wom_json *json = NULL;
    CHECK_OK(wom_json_read_file(&json, job, test_file("good.json", "{\"a\": 1}\n", 9)));
    CHECK(json != NULL && wom_json_number(wom_json_member(json, "a")) == 1);
    wom_json_free(json);
    CHECK_FAILS(wom_json_read_file(&json, job, test_file("bad.json", "{\n\"a\": x}", 9)), WOM_INVALID,
                "bad.json:2:6: unknown word x");
    CHECK_FAILS(wom_json_read_file(&json, job, test_file("empty.json", "", 0)), WOM_INVALID,
                "empty.json:1:1: nothing but white space");
    CHECK_FAILS(wom_json_read_file(&json, job, test_path("none.json")), WOM_INVALID, "none.json: cannot be opened: ");
    CHECK_FAILS(wom_json_read_file(&json, job, "/tmp"), WOM_INVALID, "/tmp: cannot be read: ");
    CHECK(json == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_built_tree_is_printed_as_written_here(void)
{
    wom_job *job = test_job(1);
    wom_json *root = NULL, *list = NULL, *object = NULL;
    char *text = NULL;
    CHECK_OK(wom_json_create_object(&root, job));
    CHECK_OK(wom_json_add_string(root, "name", "a \"b\"\n\x1b\xc3\xa9/"));
    CHECK_OK(wom_json_add_array(&list, root, "list"));
    CHECK_OK(wom_json_add_number(list, NULL, 0.1));
    CHECK_OK(wom_json_add_number(list, NULL, (double)NAN));
    CHECK_OK(wom_json_add_integer(list, NULL, (UINT64_C(1) << 53) + 1));
    CHECK_OK(wom_json_add_integer(list, NULL, 20000000));
    CHECK_OK(wom_json_add_bool(list, NULL, true));
    CHECK_OK(wom_json_add_object(&object, root, "o"));
    CHECK_OK(wom_json_add_array(&list, object, "l"));
    CHECK_OK(wom_json_add_copy(list, NULL, wom_json_member(root, "list")));
    CHECK_OK(wom_json_add_object(NULL, list, NULL));
    CHECK_FAILS(wom_json_add_null(object, "l"), WOM_INVALID, "/o: has a key \"l\" already, must have each key once");
    CHECK_FAILS(wom_json_add_string(object, "bad", "caf\xe9"), WOM_INVALID,
                "text \"caf?\": byte 4 (0xe9) is not UTF-8");
    CHECK_FAILS(wom_json_add_bool(object, "\xe9", true), WOM_INVALID, "key \"?\": byte 1 (0xe9) is not UTF-8");
    CHECK_OK(wom_json_print(&text, job, root, true));
    CHECK_TEXT(text, "{\n"
                     "  \"name\": \"a \\\"b\\\"\\n\\u001b\xc3\xa9/\",\n"
                     "  \"list\": [0.1, null, \"9007199254740993\", 20000000, true],\n"
                     "  \"o\": {\n"
                     "    \"l\": [\n"
                     "      [0.1, null, \"9007199254740993\", 20000000, true],\n"
                     "      {}\n"
                     "    ]\n"
                     "  }\n"
                     "}\n");
    wom_free(text);
    CHECK_OK(wom_json_print(&text, job, object, false));
    CHECK_TEXT(text, "{\"l\":[[0.1,null,\"9007199254740993\",20000000,true],{}]}");
    wom_free(text);
    wom_json_free(root);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
a_copy_keeps_places_and_outlives_its_original(void)
{
    wom_job *job = test_job(1);
    wom_json *json = parse(job, "{\"a\": [1,\n {\"b\": 2}]}"), *copy = NULL;
    CHECK_OK(wom_json_copy(&copy, job, json));
    wom_json_free(json);
    wom_json_fail(wom_json_member(wom_json_at(wom_json_member(copy, "a"), 1), "b"), "no");
    CHECK_TEXT(wom_error_text(), "a.json:2:8: /a/1/b: no");
    wom_json_free(copy);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
parse_copy_and_print(wom_job *job)
{
    static const char text[] =
        "{\"a\": [1, \"two\", {}], \"b\": 0, \"c\": 0, \"d\": 0, \"e\": 0, \"f\": 0, \"g\": 0, \"h\": 0, "
        "\"i\": 0, \"j\": 0, \"k\": 0, \"l\": 0, \"m\": 0, \"n\": 0, \"o\": 0, \"p\": 0, \"q\": {\"r\": 1}}";
    wom_json *json = NULL, *copy = NULL;
    char *printed = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_read_file(&json, job, test_file("whole.json", text, sizeof text - 1)));
    WOM_TRY_GOTO(wom_json_copy(&copy, job, json));
    WOM_TRY_GOTO(wom_json_add_string(copy, "s", "text"));
    WOM_TRY_GOTO(wom_json_add_copy(copy, "t", json));
    WOM_TRY_GOTO(wom_json_add_integer(copy, "u", UINT64_MAX));
    WOM_TRY_GOTO(wom_json_print(&printed, job, copy, true));
done:
    wom_free(printed);
    wom_json_free(copy);
    wom_json_free(json);
    return status;
}

static void
no_failing_allocation_leaks(void)
{
    test_each_allocation_failing(parse_copy_and_print);
}

TEST_MAIN(TEST(hostile_texts_are_refused_with_the_right_words), TEST(a_zero_byte_is_refused_wherever_it_stands),
          TEST(every_beginning_of_a_text_is_refused), TEST(nesting_ends_at_64), TEST(values_are_read_with_their_kinds),
          TEST(every_value_knows_its_place), TEST(long_and_unprintable_keys_are_cut_in_messages),
          TEST(forty_thousand_keys_on_a_line_are_read_and_found), TEST(files_are_read_and_bad_ones_named),
          TEST(a_built_tree_is_printed_as_written_here), TEST(a_copy_keeps_places_and_outlives_its_original),
          TEST(no_failing_allocation_leaks))
