/* What is printed reads back to the same tree, to the bit; and no damaged text does harm. */
#include <wom/settings.h>

#include "test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* The same kinds, keys, texts and bits of numbers. */
static bool
same(const wom_json *a, const wom_json *b)
{
    const wom_json_kind kind = wom_json_kind_of(a);
    if (kind != wom_json_kind_of(b) || wom_json_count(a) != wom_json_count(b)) return false;
    if ((wom_json_key(a) == NULL) != (wom_json_key(b) == NULL)) return false;
    if (wom_json_key(a) != NULL && strcmp(wom_json_key(a), wom_json_key(b)) != 0) return false;
    if (kind == WOM_JSON_BOOL) return wom_json_bool(a) == wom_json_bool(b);
    if (kind == WOM_JSON_STRING) return strcmp(wom_json_string(a), wom_json_string(b)) == 0;
    if (kind == WOM_JSON_NUMBER) {
        const double x = wom_json_number(a), y = wom_json_number(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    for (uint64_t i = 0; i < wom_json_count(a); i++) {
        if (!same(wom_json_at(a, i), wom_json_at(b, i))) return false;
    }
    return true;
}

static void
check_round_trip(wom_job *job, const wom_json *tree, bool pretty)
{
    char *text = NULL;
    wom_json *again = NULL;
    CHECK_OK(wom_json_print(&text, job, tree, pretty));
    CHECK_OK(wom_json_parse(&again, job, text, strlen(text), "again"));
    if (again == NULL || !same(tree, again)) test_failed(__FILE__, __LINE__, "does not round trip: %.300s", text);
    wom_json_free(again);
    wom_free(text);
}

/* Any bits, small decimals, whole numbers, and neighbours of powers of two. */
static double
draw_number(wom_rng *rng)
{
    const uint64_t bits = wom_rng_next(rng);
    double x = 0;
    switch (wom_rng_below(rng, 5)) {
    case 0:
        memcpy(&x, &bits, sizeof x);
        return isfinite(x) ? x : -0.0;
    case 1:
        return (double)(int64_t)(bits >> 40) / 1000;
    case 2:
        return ldexp((double)(bits >> 11), (int)wom_rng_below(rng, 64) - 52);
    case 3:
        return nextafter(ldexp(1, (int)wom_rng_below(rng, 2090) - 1074), bits & 1 ? 0 : 1e300);
    default:
        return (double)(int64_t)bits;
    }
}

static void
numbers_keep_their_bits(void)
{
    wom_job *job = test_job(1);
    wom_rng rng = wom_rng_stream(1, WOM_PURPOSE_GENERATE, 0);
    static const double special[] = { 0.0,
                                      -0.0,
                                      0.1,
                                      1e15,
                                      1e16,
                                      0x1p53,
                                      -0x1p53,
                                      0x1p53 + 2,
                                      1e22,
                                      1e23,
                                      5e-324,
                                      2.2250738585072014e-308,
                                      1.7976931348623157e308,
                                      1.0 / 3,
                                      0x1p63,
                                      -0x1p63 };
    for (int round = 0; round < 20; round++) {
        wom_json *root = NULL, *list = NULL;
        CHECK_OK(wom_json_create_object(&root, job));
        CHECK_OK(wom_json_add_array(&list, root, "x"));
        for (size_t i = 0; i < sizeof special / sizeof *special; i++)
            CHECK_OK(wom_json_add_number(list, NULL, special[i]));
        for (int i = 0; i < 5000; i++) CHECK_OK(wom_json_add_number(list, NULL, draw_number(&rng)));
        check_round_trip(job, root, round % 2 == 0);
        wom_json_free(root);
    }
    wom_job_free(job);
}

static void
numbers_do_not_depend_on_the_locale(void)
{
    static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8" };
    const char *chosen = NULL;
    for (size_t i = 0; i < 3 && chosen == NULL; i++) chosen = setlocale(LC_ALL, names[i]);
    if (chosen == NULL) {
        test_skip("no locale with a decimal comma is installed");
        return;
    }
    wom_job *job = test_job(1);
    wom_json *root = NULL;
    char *text = NULL;
    CHECK_OK(wom_json_parse(&root, job, "[1.5]", 5, "a"));
    CHECK_OK(wom_json_print(&text, job, root, false));
    CHECK_TEXT(text, "[1.5]");
    setlocale(LC_ALL, "C");
    wom_free(text);
    wom_json_free(root);
    wom_job_free(job);
}

static void
draw_text(char *text, wom_rng *rng)
{
    static const char *const pieces[] = { "a", "b",        "\"",           "\\",
                                          "/", "\n",       "\x01",         "\x7f",
                                          "~", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                                          " ", "\\u0041",  "\xef\xbb\xbf" };
    text[0] = 0;
    for (uint64_t i = wom_rng_below(rng, 6); i > 0; i--)
        strcat(text, pieces[wom_rng_below(rng, sizeof pieces / sizeof *pieces)]);
}

static void
add_random(wom_json *parent, const char *key, wom_rng *rng, uint32_t depth)
{
    char text[64];
    wom_json *added = NULL;
    switch (wom_rng_below(rng, depth > 4 ? 4 : 6)) {
    case 0:
        CHECK_OK(wom_json_add_null(parent, key));
        return;
    case 1:
        CHECK_OK(wom_json_add_bool(parent, key, wom_rng_below(rng, 2)));
        return;
    case 2:
        CHECK_OK(wom_json_add_number(parent, key, draw_number(rng)));
        return;
    case 3:
        draw_text(text, rng);
        CHECK_OK(wom_json_add_string(parent, key, text));
        return;
    case 4:
        CHECK_OK(wom_json_add_array(&added, parent, key));
        for (uint64_t i = wom_rng_below(rng, 6); i > 0; i--) add_random(added, NULL, rng, depth + 1);
        return;
    default:
        CHECK_OK(wom_json_add_object(&added, parent, key));
        for (uint64_t i = wom_rng_below(rng, 30); i > 0; i--) {
            draw_text(text, rng);
            if (wom_json_member(added, text) == NULL) add_random(added, text, rng, depth + 1);
        }
    }
}

static void
random_trees_read_back_as_they_were(void)
{
    wom_job *job = test_job(1);
    for (uint64_t i = 0; i < 300; i++) {
        wom_rng rng = wom_rng_stream(2, WOM_PURPOSE_GENERATE, i);
        wom_json *root = NULL;
        CHECK_OK(wom_json_create_object(&root, job));
        add_random(root, "root", &rng, 0);
        check_round_trip(job, root, i % 2 == 0);
        wom_json_free(root);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
damaged_texts_are_refused_or_round_trip(void)
{
    static const char whole[] =
        "{\"a\": [1.5e3, -0, 12, \"x\\ud83d\\ude00\xc3\xa9\\n\"], \"b\": {\"c\": null, \"d\": [true, "
        "false, {}]}, \"e\": 0.1}";
    static const char bytes[] = "{}[]\":,\\u0019eE+-. \n\tnultrfasNI'/#\xc3\xff\xed\x80";
    wom_job *job = test_job(1);
    uint32_t num_refused = 0;
    for (uint64_t i = 0; i < 30000; i++) {
        wom_rng rng = wom_rng_stream(3, WOM_PURPOSE_GENERATE, i);
        wom_json *json = NULL;
        size_t length = sizeof whole - 1;
        char *text = malloc(length); /* of its exact size, so that a sanitizer sees reading behind it */
        memcpy(text, whole, length);
        for (uint64_t k = 1 + wom_rng_below(&rng, 3); k > 0; k--)
            text[wom_rng_below(&rng, length)] = bytes[wom_rng_below(&rng, sizeof bytes)];
        const wom_status status = wom_json_parse(&json, job, text, length, "fuzz");
        if (status == WOM_OK)
            check_round_trip(job, json, true);
        else
            num_refused++;
        CHECK(status == WOM_OK || (status == WOM_INVALID && strncmp(wom_error_text(), "fuzz:", 5) == 0));
        wom_json_free(json);
        free(text);
    }
    CHECK(num_refused > 15000 && num_refused < 30000);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(TEST(numbers_keep_their_bits), TEST(numbers_do_not_depend_on_the_locale),
          TEST(random_trees_read_back_as_they_were), TEST(damaged_texts_are_refused_or_round_trip))
