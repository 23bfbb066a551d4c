/* survey: what a file of interests holds by itself. */
#include "files.h"
#include "test.h"

#include <wom/survey.h>

static wom_interests_summary
summarise(wom_job *job, const char *text)
{
    wom_interests_summary summary;
    write_file("interests", text);
    CHECK_OK(wom_interests_summarise(&summary, job, path_of("interests").text));
    return summary;
}

static void
label_lists_are_counted_with_their_repeated_labels(void)
{
    wom_job *job = test_job(1);
    wom_interests_summary summary =
        summarise(job, "{\"a\": [\"rock\", \"pop\", \"rock\"], \"b\": [\"pop\"], "
                       "\"c\": [\"art\", \"pop\", \"rock\", \"x\"]}");
    CHECK_TEXT(summary.form, "label lists");
    CHECK_EQUAL(summary.num_rows, 3);
    CHECK_EQUAL(summary.num_missing, 0);
    CHECK_EQUAL(summary.num_dimensions, 4);
    CHECK_EQUAL(summary.num_values, 7);
    CHECK_EQUAL(summary.num_repeated, 1);
    CHECK_EQUAL(summary.most_values, 4);
    CHECK_NEAR(summary.mean_values, 7.0 / 3, 1e-15);
    CHECK_NEAR(summary.values_quantiles[2], 2, 0);
    CHECK_EQUAL(summary.num_frequent, 4);
    const char *const labels[] = { "pop", "rock", "art", "x" };
    const uint64_t frequency[] = { 3, 2, 1, 1 };
    for (uint32_t i = 0; i < summary.num_frequent; i++) {
        CHECK_TEXT(summary.frequent[i], labels[i]);
        CHECK_EQUAL(summary.frequency[i], frequency[i]);
    }
    wom_interests_summary_free(&summary);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
weights_are_told_by_their_range(void)
{
    wom_job *job = test_job(1);
    wom_interests_summary summary = summarise(job, "user,label,weight\na,x,2\na,y,0\nb,x,-0.5\nc,y,0\n");
    CHECK_EQUAL(summary.num_rows, 3);
    CHECK_EQUAL(summary.num_missing, 1);
    CHECK_EQUAL(summary.num_values, 2);
    CHECK_NEAR(summary.least, -0.5, 0);
    CHECK_NEAR(summary.mean, 0.75, 0);
    CHECK_NEAR(summary.most, 2, 0);
    wom_interests_summary_free(&summary);
    wom_job_free(job);
}

static void
vectors_have_dimensions_and_no_labels(void)
{
    wom_job *job = test_job(1);
    wom_interests_summary summary = summarise(job, "2 3\na 1 0 2\nb 0 0 0\n");
    CHECK_TEXT(summary.form, "vectors");
    CHECK_EQUAL(summary.num_rows, 2);
    CHECK_EQUAL(summary.num_missing, 1);
    CHECK_EQUAL(summary.num_dimensions, 3);
    CHECK_EQUAL(summary.num_values, 2);
    CHECK_EQUAL(summary.num_frequent, 0);
    wom_interests_summary_free(&summary);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
more_labels_than_are_told_keep_their_order(void)
{
    wom_job *job = test_job(1);
    wom_interests_summary summary =
        summarise(job, "id,label\n1,j\n1,i\n1,h\n1,g\n1,f\n1,e\n1,d\n1,c\n1,b\n1,a\n2,j\n2,a\n3,a\n");
    const char *const labels[] = { "a", "j", "b", "c", "d", "e", "f", "g" };
    CHECK_EQUAL(summary.num_frequent, WOM_INTERESTS_MOST_FREQUENT);
    for (uint32_t i = 0; i < summary.num_frequent; i++) CHECK_TEXT(summary.frequent[i], labels[i]);
    wom_interests_summary_free(&summary);
    wom_job_free(job);
}

static void
what_is_wrong_is_refused_by_its_place(void)
{
    wom_job *job = test_job(1);
    wom_interests_summary summary;
    write_file("interests", "{\"a\": [\"x\", []]}");
    CHECK_FAILS(wom_interests_summarise(&summary, job, path_of("interests").text), WOM_INVALID, "interests:1:");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
summarise_once(wom_job *job)
{
    wom_interests_summary summary;
    WOM_TRY(wom_interests_summarise(&summary, job, path_of("interests").text));
    wom_interests_summary_free(&summary);
    return WOM_OK;
}

static void
each_allocation_may_fail(void)
{
    write_file("interests", "id,label\n1,a\n1,b\n2,a\n");
    test_each_allocation_failing(summarise_once);
}

TEST_MAIN(TEST(label_lists_are_counted_with_their_repeated_labels), TEST(weights_are_told_by_their_range),
          TEST(vectors_have_dimensions_and_no_labels), TEST(more_labels_than_are_told_keep_their_order),
          TEST(what_is_wrong_is_refused_by_its_place), TEST(each_allocation_may_fail))
