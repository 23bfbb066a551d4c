/* survey: whether rows are ties, a log or another table, and what is in the columns of a table. */
#include "files.h"
#include "test.h"

#include <wom/survey.h>

static void
check_kind(const char *text, wom_rows_kind kind, const char *why)
{
    wom_job *job = test_job(1);
    wom_rows_guess guess;
    write_file("rows", text);
    CHECK_OK(wom_guess_rows(&guess, job, path_of("rows").text));
    if (guess.kind != kind) test_failed(__FILE__, __LINE__, "taken for %s: %s", wom_rows_kind_names[guess.kind], text);
    if (strstr(guess.why, why) == NULL) test_failed(__FILE__, __LINE__, "\"%s\" is not in \"%s\"", why, guess.why);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
what_looks_like_ties_is_taken_for_ties(void)
{
    check_kind("1 2\n3 4\n", WOM_ROWS_TIES, "");
    check_kind("from,to\n1,2\n", WOM_ROWS_TIES, "");
    check_kind("Source,Target\nx,y\n", WOM_ROWS_TIES, "");
    check_kind("userID\tfriendID\n1\t2\n", WOM_ROWS_TIES, "");
    check_kind("n_1,n_2\n1,2\n", WOM_ROWS_TIES, "");
    check_kind("ego,alter,relation\n1,2,friend\n", WOM_ROWS_TIES, "");
    check_kind("boss,report\n1,2\n2,3\n", WOM_ROWS_TIES, "");
    check_kind("12 anna\nanna 12\n", WOM_ROWS_TIES, "");
    check_kind("anna,bob\ncarl,dora\n", WOM_ROWS_TIES, "");
    check_kind("graph [ directed 1 ]\n", WOM_ROWS_TIES, "");
}

static void
what_cannot_be_read_is_left_to_be_refused_as_ties(void)
{
    check_kind("", WOM_ROWS_TIES, "");
    check_kind("item,count\n1,2\n3\n", WOM_ROWS_TABLE, "");
    check_kind("a,b\n1,\"2\n", WOM_ROWS_TIES, "");
}

static void
logs_are_known_by_cascades_and_by_columns(void)
{
    check_kind("0 1 5,2 7,3 9,\n", WOM_ROWS_LOG, "");
    check_kind("song\tanna,1 bob,2\nother\tcarl,3 dora,4\n", WOM_ROWS_LOG, "");
    check_kind("cascade\tuser\ttime\nx\t1\t2\n", WOM_ROWS_LOG, "");
    check_kind("user,item,rating\n1,2,3\n", WOM_ROWS_LOG, "");
}

static void
tables_of_other_things_are_told_with_the_reason(void)
{
    check_kind("user,artist,plays\n1,1,3\n2,2,5\n", WOM_ROWS_TABLE, "\"artist\" is not called like one of users");
    check_kind("recency,history\n1,a\n2,b\n", WOM_ROWS_TABLE, "in 2 rows the first two columns share 0 of 2 values");
    check_kind("1,rock\n2,pop\n3,jazz\n", WOM_ROWS_TABLE, "share 0 of 3");
    check_kind("lonely\n", WOM_ROWS_TABLE, "only one column");
}

static void
interests_are_known_by_json_and_by_vectors(void)
{
    check_kind("{\"1\": [\"rock\"]}\n", WOM_ROWS_INTERESTS, "");
    check_kind("\x93NUMPY", WOM_ROWS_INTERESTS, "");
    check_kind("2 3\nanna 1 0 1\nbob 0 0 1\n", WOM_ROWS_INTERESTS, "");
    check_kind("the 0.25 1 1\na 0.5 1 -1e-2\n", WOM_ROWS_INTERESTS, "");
    check_kind("anna bob 1 3\nbob carl 1 2\n", WOM_ROWS_TIES, "");
    check_kind("1 2 0.5 3\n2 3 0.5 2\n", WOM_ROWS_TIES, "");
    check_kind("5 3\n1 2\n2 3\n3 1\n", WOM_ROWS_TIES, ""); /* a size line */
}

static void
check_doubt(const char *text, const char *doubt)
{
    wom_job *job = test_job(1);
    wom_rows_guess guess;
    write_file("rows", text);
    CHECK_OK(wom_guess_rows(&guess, job, path_of("rows").text));
    CHECK_EQUAL(guess.kind, WOM_ROWS_TIES);
    CHECK_TEXT(guess.doubt, doubt);
    wom_job_free(job);
}

static void
ties_with_a_column_of_ratings_are_in_doubt(void)
{
    static const char doubt[] = "column 3 holds nothing but 3 steps from 0.5 to 4, like ratings of things";
    check_doubt("1 2 4\n2 1 0.5\n3 1 3\n1 3 4\n", doubt);
    check_doubt("1 2 1\n2 1 1\n3 1 1\n", ""); /* one step */
    check_doubt("1 2 4\n2 1 0.7\n3 1 3\n1 3 4\n", "");
    check_doubt("1 2 4\n2 1 11\n3 1 3\n1 3 4\n", "");
    check_doubt("from to strength\n1 2 4\n2 1 0.5\n3 1 3\n", "");
}

/* ---- Groups ---- */

static void
means_are_told_by_the_values_of_a_column(void)
{
    wom_job *job = test_job(1);
    wom_table_summary table;
    write_file("table", "arm,spend,came,text\na,1,yes,x\nb,10,no,y\na,3,no,z\n,7,yes,\na,5,yes,w\nb,,no,v\n");
    CHECK_OK(wom_table_summarise(&table, job, path_of("table").text, "ARM"));
    CHECK_EQUAL(table.by, 0);
    CHECK_EQUAL(table.num_groups, 3);
    const wom_table_group *a = &table.group[0], *b = &table.group[1], *none = &table.group[2];
    CHECK_TEXT(a->value, "a");
    CHECK_TEXT(b->value, "b");
    CHECK_TEXT(none->value, "");
    CHECK_EQUAL(a->num_rows, 3);
    CHECK_EQUAL(b->num_rows, 2);
    CHECK_NEAR(a->of_column[1].mean, 3, 0);
    CHECK_NEAR(a->of_column[1].standard_error, sqrt(4.0 / 3), 1e-15); /* variance 4 of three values */
    CHECK_NEAR(a->of_column[2].mean, 2.0 / 3, 1e-15);
    CHECK_EQUAL(b->of_column[1].num_values, 1);
    CHECK_NEAR(b->of_column[1].mean, 10, 0);
    CHECK(isnan(b->of_column[1].standard_error));
    CHECK(isnan(a->of_column[0].mean) && isnan(a->of_column[3].mean)); /* itself, and texts */
    wom_table_summary_free(&table);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
too_many_groups_and_unknown_columns_are_refused(void)
{
    wom_job *job = test_job(1);
    wom_table_summary table;
    const path name = path_of("many");
    FILE *stream = fopen(name.text, "w");
    fputs("id,x\n", stream);
    for (int i = 0; i <= WOM_TABLE_MOST_GROUPS; i++) fprintf(stream, "%d,1\n", i);
    fclose(stream);
    CHECK_FAILS(wom_table_summarise(&table, job, name.text, "id"), WOM_INVALID,
                "many:66:1: the column holds more than 64 different values");
    CHECK_FAILS(wom_table_summarise(&table, job, name.text, "arm"), WOM_INVALID, "no column \"arm\"");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

/* ---- Columns ---- */

static void
each_kind_of_column_is_described(void)
{
    wom_job *job = test_job(1);
    wom_table_summary table;
    write_file("table", "n,x,day,yes,text,none,mixed\n1,0.5,2020-01-01,True,a,,1\n2,1,2020-01-03,no,b,NA,x\n"
                        "3,-2.5,2020-01-02,t,b,null,\n1,0.5,2020-01-01,True,a,,1\n");
    CHECK_OK(wom_table_summarise(&table, job, path_of("table").text, NULL));
    CHECK_EQUAL(table.num_rows, 4);
    CHECK_EQUAL(table.num_repeated, 1);
    CHECK_EQUAL(table.num_columns, 7);
    CHECK_EQUAL(table.delimiter, ',');
    CHECK(table.has_header);
    static const struct {
        const char *name;
        wom_column_kind kind;
        uint64_t missing, distinct;
    } expected[] = {
        { "n", WOM_COLUMN_WHOLE, 0, 3 },     { "x", WOM_COLUMN_NUMBERS, 0, 3 },  { "day", WOM_COLUMN_DATES, 0, 3 },
        { "yes", WOM_COLUMN_TRUTH, 0, 3 },   { "text", WOM_COLUMN_TEXTS, 0, 2 }, { "none", WOM_COLUMN_EMPTY, 4, 0 },
        { "mixed", WOM_COLUMN_TEXTS, 1, 2 },
    };
    for (uint32_t c = 0; c < table.num_columns; c++) {
        CHECK_TEXT(table.column[c].name, expected[c].name);
        CHECK_EQUAL(table.column[c].kind, expected[c].kind);
        CHECK_EQUAL(table.column[c].num_missing, expected[c].missing);
        CHECK_EQUAL(table.column[c].num_distinct, expected[c].distinct);
        CHECK(!table.column[c].is_many);
    }
    CHECK_NEAR(table.column[0].mean, 1.75, 0);
    CHECK_NEAR(table.column[1].least, -2.5, 0);
    CHECK_NEAR(table.column[1].most, 1, 0);
    CHECK_NEAR(table.column[1].sum, -0.5, 0);
    CHECK_NEAR(table.column[2].most - table.column[2].least, 2 * 86400, 0);
    CHECK_NEAR(table.column[3].mean, 0.75, 0);
    CHECK(isnan(table.column[4].mean) && isnan(table.column[5].least));
    CHECK_TEXT(table.column[4].frequent[0], "a");
    CHECK_EQUAL(table.column[4].frequency[1], 2);
    wom_table_summary_free(&table);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
the_most_frequent_values_come_first_and_too_many_are_not_counted(void)
{
    enum { ROWS = WOM_COLUMN_MOST_DISTINCT + 5 };
    wom_job *job = test_job(1);
    wom_table_summary table;
    const path name = path_of("large");
    FILE *stream = fopen(name.text, "w");
    for (int i = 0; i < ROWS; i++) fprintf(stream, "%d,%c\n", i, 'a' + (i % 12) * (i % 12) / 12);
    fclose(stream);
    CHECK_OK(wom_table_summarise(&table, job, name.text, NULL));
    CHECK_EQUAL(table.num_rows, ROWS);
    CHECK_EQUAL(table.num_repeated, 0);
    CHECK(table.column[0].is_many);
    CHECK_EQUAL(table.column[0].num_distinct, WOM_COLUMN_MOST_DISTINCT);
    CHECK_EQUAL(table.column[0].num_frequent, 0);
    const wom_column_summary *letters = &table.column[1];
    CHECK_EQUAL(letters->num_frequent, 8);
    CHECK_TEXT(letters->frequent[0], "a");
    for (uint32_t i = 1; i < letters->num_frequent; i++) CHECK(letters->frequency[i] <= letters->frequency[i - 1]);
    wom_table_summary_free(&table);
    wom_job_free(job);
}

static void
a_table_that_breaks_off_is_refused_and_nothing_leaks(void)
{
    wom_job *job = test_job(1);
    wom_table_summary table;
    write_file("table", "a,b\n1,2\n3\n");
    CHECK_FAILS(wom_table_summarise(&table, job, path_of("table").text, NULL), WOM_INVALID, "table:3: 1 field");
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static wom_status
summarise_once(wom_job *job)
{
    wom_table_summary table;
    wom_rows_guess guess;
    const path name = path_of("table");
    WOM_TRY(wom_guess_rows(&guess, job, name.text));
    WOM_TRY(wom_table_summarise(&table, job, name.text, "text"));
    wom_table_summary_free(&table);
    return WOM_OK;
}

static void
each_allocation_may_fail(void)
{
    write_file("table", "recency,text\n1,x\n2,y\n3,\n");
    test_each_allocation_failing(summarise_once);
}

TEST_MAIN(TEST(what_looks_like_ties_is_taken_for_ties), TEST(what_cannot_be_read_is_left_to_be_refused_as_ties),
          TEST(logs_are_known_by_cascades_and_by_columns), TEST(tables_of_other_things_are_told_with_the_reason),
          TEST(interests_are_known_by_json_and_by_vectors), TEST(ties_with_a_column_of_ratings_are_in_doubt),
          TEST(means_are_told_by_the_values_of_a_column), TEST(too_many_groups_and_unknown_columns_are_refused),
          TEST(each_kind_of_column_is_described),
          TEST(the_most_frequent_values_come_first_and_too_many_are_not_counted),
          TEST(a_table_that_breaks_off_is_refused_and_nothing_leaks), TEST(each_allocation_may_fail))
