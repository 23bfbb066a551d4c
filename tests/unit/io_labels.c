/* Label lists as JSON and as tables. */
#include <wom/io.h>

#include "test.h"

#include <stdio.h>

static char heard[1024];

/* Writes "id label weight;" for each label; refuses the label "bad". */
static wom_status
listen(void *context, wom_text id, wom_text label, double weight)
{
    uint32_t *num_heard = context;
    const size_t used = strlen(heard);
    ++*num_heard;
    if (label.length == 3 && memcmp(label.start, "bad", 3) == 0) return wom_fail(WOM_INVALID, "no bad labels");
    snprintf(heard + used, sizeof heard - used, "%.*s %.*s %g;", (int)id.length, id.start, (int)label.length,
             label.start, weight);
    return WOM_OK;
}

static wom_status
read_labels(wom_job *job, const char *text)
{
    uint32_t num_heard = 0;
    heard[0] = 0;
    return wom_labels_read(job, test_file("labels", text, strlen(text)), NULL, listen, &num_heard);
}

typedef struct labels_case {
    const char *text, *expected;
} labels_case;

static void
lists_weights_and_tables_are_understood(void)
{
    static const labels_case cases[] = {
        { "{\"0\": [\"Pop\", \"Rap/Hip Hop\"], \"1\": [], \"2\": [17, 0.5, 17]}",
          "0 Pop 1;0 Rap/Hip Hop 1;2 17 1;2 0.5 1;2 17 1;" },
        { "\xef\xbb\xbf\n {\"a\": [\"Norte\\u00f1o\"]}", "a Norte\xc3\xb1o 1;" },
        { "{\"a\": {\"rock\": 2.5, \"pop\": -1}, \"b\": [\"x\"]}", "a rock 2.5;a pop -1;b x 1;" },
        { "{}", "" },
        { "user,genre\nanna,rock\nanna,pop\n", "anna rock 1;anna pop 1;" },
        { "anna\trock and roll\t2\nbob\tpop\t0.5\n", "anna rock and roll 2;bob pop 0.5;" },
        { "id;label;weight\n7;\"a;b\";3\n", "7 a;b 3;" },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_OK(read_labels(job, cases[i].text));
        CHECK_TEXT(heard, cases[i].expected);
    }
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
wrong_lists_are_refused_with_their_place(void)
{
    static const labels_case cases[] = {
        { "[\"a\"]", "labels:1:1: is an array, must be an object of label lists" },
        { "{\"a\": \"rock\"}", "must be an array of labels" },
        { "{\"a\":\n [\"x\", null]}", "labels:2:8: /a/1: is null" },
        { "{\"a\": [true]}", "must be a label: a text or a number" },
        { "{\"a\": [1e300]}", "beyond 2^53" },
        { "{\"a\": {\"rock\": \"much\"}}", "must be the label's weight" },
        { "{\"a\": [\"x\"], \"a\": [\"y\"]}", "given twice" },
        { "{\"a\": [\"x\"", "labels:1:" },
        { "{\"a\": [\"bad\"]}", "/a/0: no bad labels" },
        { "anna,rock\nbob,bad\n", "labels:2: no bad labels" },
        { "anna,rock,1\nbob,pop,much\n", "labels:2:9: column 3 is \"much\"" },
        { "anna,\n,pop\n", "the label is empty" },
        { ",pop\nanna,rock\n", "the id is empty" },
        { "1,2,3,4\n", "has 4 columns, must have 2 or 3" },
        { "anna\n", "has 1 column, must have 2 or 3" },
        { "", "holds no rows" },
    };
    wom_job *job = test_job(1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_FAILS(read_labels(job, cases[i].text), WOM_INVALID, cases[i].expected);
    CHECK_FAILS(wom_labels_read(job, test_path("nowhere"), NULL, listen, NULL), WOM_INVALID, "there is no such file");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
read_json_labels(wom_job *job)
{
    return read_labels(job, "{\"a\": [\"x\", 5], \"b\": {\"y\": 2}}");
}

static wom_status
read_table_labels(wom_job *job)
{
    return read_labels(job, "user,genre\nanna,rock\n");
}

static void
each_allocation_failing_is_told_and_leaks_nothing(void)
{
    test_each_allocation_failing(read_json_labels);
    test_each_allocation_failing(read_table_labels);
}

TEST_MAIN(TEST(lists_weights_and_tables_are_understood), TEST(wrong_lists_are_refused_with_their_place),
          TEST(each_allocation_failing_is_told_and_leaks_nothing))
