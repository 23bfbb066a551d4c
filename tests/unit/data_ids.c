/* data: interning of names. */
#include "data/ids.h"
#include "test.h"

#include <stdio.h>

static wom_text
text_of(const char *terminated)
{
    return (wom_text){ terminated, strlen(terminated) };
}

static uint32_t
add(wom_ids *ids, const char *name)
{
    uint32_t number = WOM_NO_NODE;
    CHECK_OK(wom_ids_add(&number, ids, text_of(name)));
    return number;
}

/* Names of all lengths, many with a common beginning. */
static void
print_name(char *name, size_t size, uint32_t i)
{
    snprintf(name, size, "%.*s%u", (int)(i % 23), "a-long-common-beginning", i);
}

static void
many_names_keep_their_numbers(void)
{
    enum { num = 100000 };
    wom_job *job = test_job(1);
    wom_ids ids;
    char name[64];
    uint32_t num_wrong = 0;
    wom_ids_start(&ids, job);
    for (int pass = 0; pass < 2; ++pass) {
        for (uint32_t i = 0; i < num; ++i) {
            print_name(name, sizeof name, i);
            num_wrong += add(&ids, name) != i;
        }
    }
    for (uint32_t i = 0; i < num; ++i) {
        print_name(name, sizeof name, i);
        num_wrong += wom_ids_find(&ids, text_of(name)) != i || strcmp(wom_ids_name(&ids, i), name) != 0;
    }
    CHECK_EQUAL(num_wrong, 0);
    CHECK_EQUAL(ids.num, num);
    CHECK_EQUAL(wom_ids_find(&ids, text_of("nobody")), WOM_NO_NODE);
    CHECK_EQUAL(wom_ids_find(&ids, text_of("a-")), WOM_NO_NODE);
    wom_ids_free(&ids);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
names_are_their_bytes_and_nothing_else(void)
{
    wom_job *job = test_job(1);
    wom_ids ids;
    uint32_t number = 0;
    wom_ids_start(&ids, job);
    CHECK_EQUAL(wom_ids_find(&ids, text_of("")), WOM_NO_NODE);
    CHECK_EQUAL(add(&ids, "7"), 0);
    CHECK_EQUAL(add(&ids, "07"), 1);
    CHECK_EQUAL(add(&ids, ""), 2);
    CHECK_EQUAL(add(&ids, "Norte\xc3\xb1o"), 3);
    CHECK_EQUAL(wom_ids_find(&ids, (wom_text){ NULL, 0 }), 2);
    CHECK_EQUAL(wom_ids_find(&ids, (wom_text){ "77", 1 }), 0);
    CHECK_FAILS(wom_ids_add(&number, &ids, (wom_text){ "a\0b", 3 }), WOM_INVALID, "byte of 0");
    wom_ids_free(&ids);
    wom_job_free(job);
}

static void
renumbering_moves_names_by_weight_and_nature(void)
{
    static const char *const names[] = { "10", "9", "100", "0", "98765432109876543210987", "98765432109876543210986" };
    static const uint64_t weight[] = { 1, 1, 5, 1, 1, 1 };
    static const char *const sorted[] = { "100", "0", "9", "10", "98765432109876543210986", "98765432109876543210987" };
    wom_job *job = test_job(1);
    wom_ids ids;
    uint32_t *new_of = NULL;
    wom_ids_start(&ids, job);
    for (int i = 0; i < 6; ++i) add(&ids, names[i]);
    CHECK_OK(wom_ids_renumber(&new_of, &ids, WOM_IDS_NATURE, weight));
    for (uint32_t i = 0; i < 6; ++i) {
        CHECK_TEXT(wom_ids_name(&ids, i), sorted[i]);
        CHECK_EQUAL(wom_ids_find(&ids, text_of(sorted[i])), i);
        CHECK_TEXT(wom_ids_name(&ids, new_of[i]), names[i]);
    }
    CHECK_EQUAL(add(&ids, "x"), 6); /* and it can go on growing */
    CHECK_OK(wom_ids_renumber(NULL, &ids, WOM_IDS_NATURE, NULL));
    CHECK_TEXT(wom_ids_name(&ids, 2), "100");
    wom_free(new_of);
    wom_ids_free(&ids);
    wom_job_free(job);
}

static void
the_nearest_name_is_one_slip_away(void)
{
    static const struct {
        const char *typed, *meant;
    } slips[] = {
        { "marta", "martha" }, { "marthaa", "martha" }, { "mrtha", "martha" }, { "matrha", "martha" },
        { "MARTHA", "martha" }, { "maxtha", "martha" }, { "mxxtha", NULL },    { "mathra", NULL },
        { "m", NULL },          { "", NULL },            { "bo", "bob" },       { "artham", NULL },
    };
    wom_job *job = test_job(1);
    wom_ids ids;
    wom_ids_start(&ids, job);
    add(&ids, "martha");
    add(&ids, "bob");
    for (size_t i = 0; i < sizeof slips / sizeof *slips; ++i) {
        const uint32_t near = wom_ids_nearest(&ids, slips[i].typed);
        CHECK_TEXT(near == WOM_NO_NODE ? "none" : wom_ids_name(&ids, near),
                   slips[i].meant == NULL ? "none" : slips[i].meant);
    }
    wom_ids_free(&ids);
    wom_job_free(job);
}

/* Small ones are found by a way of their own, which opens only as names come; those that look alike are others. */
static void
whole_numbers_keep_their_numbers_in_any_order(void)
{
    enum { NUM = 30000 };
    char name[24];
    wom_ids ids;
    wom_job *job = test_job(1);
    wom_ids_start(&ids, job);
    for (uint32_t round = 0; round < 2; ++round)
        for (uint32_t i = 0; i < NUM; ++i) {
            snprintf(name, sizeof name, "%u", (NUM - 1 - i) * (i % 2 == 0 ? 1 : 70000));
            const uint32_t number = add(&ids, name);
            CHECK_TEXT(wom_ids_name(&ids, number), name);
            CHECK_EQUAL(wom_ids_find(&ids, text_of(name)), number);
        }
    const uint32_t num = ids.num, seven = add(&ids, "7");
    CHECK(add(&ids, "07") != seven && add(&ids, "+7") != seven && add(&ids, "7.0") != seven);
    CHECK_EQUAL(ids.num, num + 3);
    CHECK_OK(wom_ids_renumber(NULL, &ids, WOM_IDS_NATURE, NULL));
    CHECK_TEXT(wom_ids_name(&ids, add(&ids, "7")), "7");
    CHECK_EQUAL(ids.num, num + 3);
    wom_ids_free(&ids);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

TEST_MAIN(
    TEST(whole_numbers_keep_their_numbers_in_any_order),
    TEST(many_names_keep_their_numbers),
    TEST(names_are_their_bytes_and_nothing_else),
    TEST(renumbering_moves_names_by_weight_and_nature),
    TEST(the_nearest_name_is_one_slip_away))
