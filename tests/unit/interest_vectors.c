/* interest: vectors from entries and matrices, and their similarities by hand. */
#include "test.h"

#include <wom/interest.h>

#include <float.h>

static void
entries_in_any_order_give_sorted_rows_with_sums(void)
{
    wom_job *job = test_job(1);
    const uint32_t row[] = { 2, 0, 2, 0, 2, 0 }, dimension[] = { 3, 1, 0, 1, 3, 2 };
    const float value[] = { 0.1f, 2, 5, -2, 0.7f, 4 };
    wom_vectors *vectors = NULL;
    CHECK_OK(wom_vectors_create(&vectors, job, 3, 4, 6, row, dimension, value, false));
    CHECK_EQUAL(vectors->first[1], 1); /* 2 and -2 are nothing */
    CHECK_EQUAL(vectors->first[2], 1);
    CHECK_EQUAL(vectors->first[3], 3);
    CHECK_EQUAL(vectors->dimension[0], 2);
    CHECK_EQUAL(vectors->dimension[1], 0);
    CHECK_EQUAL(vectors->dimension[2], 3);
    CHECK_NEAR((double)vectors->value[2], 0.8, 1e-7);
    CHECK_NEAR((double)vectors->norm[2], sqrt(25 + 0.64), 1e-6);
    CHECK_EQUAL(vectors->num_missing, 1);
    wom_vectors_free(vectors);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
the_order_of_entries_does_not_change_a_bit(void)
{
    enum { num = 300 };
    wom_job *job = test_job(1);
    uint32_t order[num], row[num], dimension[num];
    float value[num];
    wom_vectors *vectors[2] = { NULL, NULL };
    wom_rng rng = wom_rng_stream(5, WOM_PURPOSE_GENERATE, 0);
    for (uint32_t i = 0; i < num; ++i) order[i] = i;
    for (int copy = 0; copy < 2; ++copy) {
        for (uint32_t i = 0; i < num; ++i) {
            wom_rng draw = wom_rng_stream(6, WOM_PURPOSE_GENERATE, order[i]);
            row[i] = (uint32_t)wom_rng_below(&draw, 5);
            dimension[i] = (uint32_t)wom_rng_below(&draw, 7);
            value[i] = (float)wom_rng_normal(&draw);
        }
        CHECK_OK(wom_vectors_create(&vectors[copy], job, 5, 7, num, row, dimension, value, false));
        wom_rng_shuffle(&rng, order, num);
    }
    CHECK_EQUAL(vectors[0]->first[5], vectors[1]->first[5]);
    CHECK(memcmp(vectors[0]->value, vectors[1]->value, vectors[0]->first[5] * sizeof(float)) == 0);
    CHECK(memcmp(vectors[0]->norm, vectors[1]->norm, sizeof(float[5])) == 0);
    wom_vectors_free(vectors[0]);
    wom_vectors_free(vectors[1]);
    wom_job_free(job);
}

static void
distinct_entries_count_once(void)
{
    wom_job *job = test_job(1);
    const uint32_t row[] = { 0, 0, 0 }, dimension[] = { 1, 1, 1 };
    const float value[] = { 1, 3, 2 };
    wom_vectors *vectors = NULL;
    CHECK_OK(wom_vectors_create(&vectors, job, 1, 2, 3, row, dimension, value, true));
    CHECK_EQUAL(vectors->first[1], 1);
    CHECK_NEAR((double)vectors->value[0], 3, 0);
    wom_vectors_free(vectors);
    wom_job_free(job);
}

static void
a_matrix_gives_the_rows_that_are_asked_for(void)
{
    wom_job *job = test_job(1);
    float value[] = { 0, 1, 2, 0, 3, 0 };
    const wom_matrix matrix = { .num_rows = 2, .num_columns = 3, .value = value };
    const uint32_t row_of[] = { 1, UINT32_MAX, 0 }, beyond[] = { 2 };
    wom_vectors *vectors = NULL;
    CHECK_OK(wom_vectors_from_matrix(&vectors, job, 3, &matrix, row_of));
    CHECK_EQUAL(vectors->first[1], 1);
    CHECK_EQUAL(vectors->first[3], 3);
    CHECK_EQUAL(vectors->dimension[0], 1);
    CHECK_NEAR((double)vectors->value[0], 3, 0);
    CHECK_EQUAL(vectors->dimension[2], 2);
    CHECK_EQUAL(vectors->num_missing, 1);
    wom_vectors_free(vectors);
    CHECK_FAILS(wom_vectors_from_matrix(&vectors, job, 1, &matrix, beyond), WOM_INVALID, "matrix has 2 rows");
    CHECK(vectors == NULL);
    value[4] = NAN;
    CHECK_FAILS(wom_vectors_from_matrix(&vectors, job, 2, &matrix, NULL), WOM_INVALID,
                "interests 1: dimension 1 must be a finite number");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
entries_that_cannot_be_are_refused(void)
{
    wom_job *job = test_job(1);
    const uint32_t zero[] = { 0, 0 }, two[] = { 2, 2 }, both[] = { 0, 1 };
    const float one[] = { 1, 1 }, infinite[] = { INFINITY, 1 }, large[] = { FLT_MAX, FLT_MAX };
    wom_vectors *vectors = NULL;
    CHECK_FAILS(wom_vectors_create(&vectors, job, 2, 2, 1, two, zero, one, false), WOM_INVALID, "there are 2 rows");
    CHECK_FAILS(wom_vectors_create(&vectors, job, 2, 2, 1, zero, two, one, false), WOM_INVALID, "2 dimensions");
    CHECK_FAILS(wom_vectors_create(&vectors, job, 2, 2, 1, zero, zero, infinite, false), WOM_INVALID, "finite");
    CHECK_FAILS(wom_vectors_create(&vectors, job, 2, 2, 2, zero, both, large, false), WOM_INVALID, "beyond the range");
    CHECK(vectors == NULL);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static double
similarity(const char *name, const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b)
{
    const wom_similarity *kind = (const wom_similarity *)wom_catalogue_find(&wom_similarities, name);
    CHECK(kind != NULL);
    return kind == NULL ? -1 : kind->between(a, row_a, b, row_b);
}

static void
similarities_are_what_one_computes_by_hand(void)
{
    wom_job *job = test_job(1);
    float value[] = { 3, 4, 0, /**/ 0, 4, 3, /**/ 0, 0, 0, /**/ -3, -4, 0, /**/ 0.5f, 0.25f, 0 };
    const wom_matrix matrix = { .num_rows = 5, .num_columns = 3, .value = value };
    wom_vectors *v = NULL;
    CHECK_OK(wom_vectors_from_matrix(&v, job, 5, &matrix, NULL));
    CHECK_NEAR(similarity("cosine", v, 0, v, 1), 16.0 / 25, 1e-12);
    CHECK_NEAR(similarity("cosine", v, 0, v, 0), 1, 1e-12);
    CHECK_NEAR(similarity("cosine", v, 0, v, 3), 0, 0);
    CHECK_NEAR(similarity("dot", v, 0, v, 1), 1, 0);
    CHECK_NEAR(similarity("dot", v, 4, v, 4), 0.3125, 1e-12);
    CHECK_NEAR(similarity("jaccard", v, 0, v, 1), 4.0 / 10, 1e-12);
    CHECK_NEAR(similarity("jaccard", v, 0, v, 4), 0.75 / 7, 1e-12);
    CHECK_NEAR(similarity("jaccard", v, 3, v, 3), 0, 0);
    wom_vectors_free(v);
    wom_job_free(job);
}

static void
every_similarity_is_symmetric_within_0_and_1_and_0_for_the_missing(void)
{
    enum { rows = 20, columns = 6 };
    wom_job *job = test_job(1);
    float value[rows * columns] = { 0 };
    wom_rng rng = wom_rng_stream(7, WOM_PURPOSE_GENERATE, 0);
    for (int i = columns; i < rows * columns; ++i)
        if (wom_rng_uniform(&rng) < 0.6) value[i] = (float)wom_rng_normal(&rng);
    const wom_matrix matrix = { .num_rows = rows, .num_columns = columns, .value = value };
    wom_vectors *v = NULL;
    CHECK_OK(wom_vectors_from_matrix(&v, job, rows, &matrix, NULL));
    for (const wom_variant *const *variant = wom_similarities.variants; *variant != NULL; ++variant) {
        const wom_similarity *kind = (const wom_similarity *)*variant;
        for (uint32_t i = 0; i < rows; ++i) {
            CHECK(kind->between(v, 0, v, i) <= 0 && kind->between(v, 0, v, i) >= 0);
            for (uint32_t j = 0; j < i; ++j) {
                const double s = kind->between(v, i, v, j);
                CHECK(s >= 0 && s <= 1);
                CHECK_NEAR(kind->between(v, j, v, i), s, 0);
            }
        }
    }
    wom_vectors_free(v);
    wom_job_free(job);
}

static wom_status
create_from_both(wom_job *job)
{
    const uint32_t row[] = { 0, 1 }, dimension[] = { 1, 0 };
    float value[] = { 1, 2 };
    const wom_matrix matrix = { .num_rows = 1, .num_columns = 2, .value = value };
    wom_vectors *a = NULL, *b = NULL;
    wom_status status = wom_vectors_create(&a, job, 2, 2, 2, row, dimension, value, false);
    if (status == WOM_OK) status = wom_vectors_from_matrix(&b, job, 1, &matrix, NULL);
    wom_vectors_free(a);
    wom_vectors_free(b);
    return status;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    test_each_allocation_failing(create_from_both);
}

TEST_MAIN(TEST(entries_in_any_order_give_sorted_rows_with_sums), TEST(the_order_of_entries_does_not_change_a_bit),
          TEST(distinct_entries_count_once), TEST(a_matrix_gives_the_rows_that_are_asked_for),
          TEST(entries_that_cannot_be_are_refused), TEST(similarities_are_what_one_computes_by_hand),
          TEST(every_similarity_is_symmetric_within_0_and_1_and_0_for_the_missing),
          TEST(each_allocation_failing_leaks_nothing))
