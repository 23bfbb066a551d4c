/* What a reader finds out about a table from its first rows, and columns by name. */
#include <wom/io.h>

#include "tables.h"
#include "test.h"

static char shown[4096];

#define CHECK_TABLE(text, options, expected)                                                                           \
    do {                                                                                                               \
        CHECK_OK(show_bytes(shown, sizeof shown, text, sizeof text - 1, options));                                     \
        CHECK_TEXT(shown, expected);                                                                                   \
    } while (0)

static void
each_delimiter_is_found(void)
{
    CHECK_TABLE("1\t2\n3\t4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("1,2\n3,4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("1;2\n3;4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("1|2\n3|4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("1 2\n3 4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("  1 \t 2  \n3\t4\n5   6\n", NULL, "1|2\n3|4\n5|6\n");
    CHECK_TABLE("17\n18\n", NULL, "17\n18\n");
}

static void
weaker_delimiters_inside_fields_do_not_mislead(void)
{
    CHECK_TABLE("1\ta, b\n2\tc, d\n", NULL, "1|a, b\n2|c, d\n");
    CHECK_TABLE("1, 2\n3, 4\n", NULL, "1|2\n3|4\n");
    CHECK_TABLE("John Smith,Mary Jones\nJack Kent,Ann Lee\n", NULL, "John Smith|Mary Jones\nJack Kent|Ann Lee\n");
    CHECK_TABLE("1;2;0,5\n3;4;0,25\n", NULL, "1|2|0,5\n3|4|0,25\n");
    CHECK_TABLE("\"a\";\"b\"\n\"c\";\"d\"\n", NULL, "a|b\nc|d\n");
    CHECK_TABLE("id,tags\n1,rock;pop\n2,jazz;blues\n", NULL, "<id|tags>\n1|rock;pop\n2|jazz;blues\n");
}

static void
a_row_that_differs_is_named_whatever_the_delimiter(void)
{
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1;2\n3\n", 6, NULL), WOM_INVALID, "table:2: 1 field, must be 2");
}

static void
a_given_delimiter_is_used(void)
{
    wom_reader_options options = wom_reader_defaults();
    options.delimiter = '|';
    CHECK_TABLE("a,b\nc,d\n", &options, "a,b\nc,d\n");
    options.delimiter = '"';
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1\n", 2, &options), WOM_INVALID, "a delimiter must be");
    options.delimiter = '\n';
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1\n", 2, &options), WOM_INVALID, "a delimiter must be");
    options = wom_reader_defaults();
    options.header = 2;
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1\n", 2, &options), WOM_INVALID, "header is 2");
}

static void
a_header_is_found_by_the_numbers_below_it(void)
{
    CHECK_TABLE("from,to\n1,2\n", NULL, "<from|to>\n1|2\n");
    CHECK_TABLE("user,genre\n1,rock\n", NULL, "<user|genre>\n1|rock\n");
    CHECK_TABLE(",time\n0,1\n", NULL, "<|time>\n0|1\n");
    CHECK_TABLE("anna,bob\ncarl,dora\n", NULL, "anna|bob\ncarl|dora\n");
    CHECK_TABLE("anna,1\nbob,2\n", NULL, "anna|1\nbob|2\n");
    CHECK_TABLE("anna,bob\n", NULL, "anna|bob\n");
}

static void
a_header_is_found_by_a_wanted_name(void)
{
    static const char *const wanted[] = { "2", "Source", NULL };
    wom_reader_options options = wom_reader_defaults();
    options.wanted = wanted;
    CHECK_TABLE("source,target\nanna,bob\n", &options, "<source|target>\nanna|bob\n");
    CHECK_TABLE("source,target\n", &options, "<source|target>\n");
    CHECK_TABLE("source,2019\nanna,5\n", &options, "<source|2019>\nanna|5\n");
    CHECK_TABLE("1,2\n3,4\n", &options, "1|2\n3|4\n");
}

static void
a_header_may_be_asked_for_or_denied(void)
{
    wom_reader_options options = wom_reader_defaults();
    options.header = 0;
    CHECK_TABLE("from,to\n1,2\n", &options, "from|to\n1|2\n");
    options.header = 1;
    CHECK_TABLE("1,2\n3,4\n", &options, "<1|2>\n3|4\n");
    CHECK_TABLE("from,to\n", &options, "<from|to>\n");
}

static wom_reader *
open_text(wom_job *job, const char *text, const wom_reader_options *options)
{
    wom_reader *reader = NULL;
    CHECK_OK(wom_reader_open(&reader, job, test_file("t", text, strlen(text)), options));
    return reader;
}

static void
a_size_line_is_set_apart_whatever_its_delimiter(void)
{
    uint64_t num_nodes = 0, num_edges = 0;
    wom_reader_options options = wom_reader_defaults();
    options.size_line = true;
    wom_job *job = test_job(1);
    wom_reader *reader = open_text(job, "# c\n 15233 58891 \r\n0\t1\r\n1\t2\r\n", &options);
    CHECK(wom_reader_size_line(reader, &num_nodes, &num_edges));
    CHECK_EQUAL(num_nodes, 15233);
    CHECK_EQUAL(num_edges, 58891);
    CHECK_EQUAL(wom_reader_delimiter(reader), '\t');
    CHECK(!wom_reader_has_header(reader));
    wom_reader_close(reader);
    reader = open_text(job, "3,2\n0 1\n", NULL);
    CHECK(!wom_reader_size_line(reader, &num_nodes, &num_edges));
    wom_reader_close(reader);
    wom_job_free(job);
    CHECK_TABLE("3 2\na b\n1 2\n", &options, "<a|b>\n1|2\n");
}

static void
a_wrong_size_line_is_refused(void)
{
    static const char *const wrong[] = { "5\n0 1\n",   "5 6 7\n0 1\n", "5 -6\n0 1\n",
                                         "a b\n1 2\n", "5 1e3\n0 1\n", "5 99999999999999999999\n0 1\n" };
    wom_reader_options options = wom_reader_defaults();
    options.size_line = true;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK_FAILS(show_bytes(shown, sizeof shown, wrong[i], strlen(wrong[i]), &options), WOM_INVALID,
                    "table:1: must be two whole numbers, of nodes and of edges");
    CHECK_FAILS(show_bytes(shown, sizeof shown, "", 0, &options), WOM_INVALID, "is empty");
    CHECK_FAILS(show_bytes(shown, sizeof shown, "5 6\n", 4, &options), WOM_INVALID, "holds no rows");
}

static void
columns_are_found_by_name_then_any_case_then_number(void)
{
    uint32_t column = 9;
    wom_job *job = test_job(1);
    wom_reader *reader =
        open_text(job, "User,user,Weight,\"a, b\",2\n1,2,3,4,x\n", &(wom_reader_options){ .header = 1 });
    CHECK_OK(wom_reader_column(&column, reader, "user"));
    CHECK_EQUAL(column, 1);
    CHECK_OK(wom_reader_column(&column, reader, "weight"));
    CHECK_EQUAL(column, 2);
    CHECK_OK(wom_reader_column(&column, reader, "a, b"));
    CHECK_EQUAL(column, 3);
    CHECK_OK(wom_reader_column(&column, reader, "2"));
    CHECK_EQUAL(column, 4);
    CHECK_OK(wom_reader_column(&column, reader, "1"));
    CHECK_EQUAL(column, 0);
    CHECK(wom_reader_has_column(reader, "Weight") && !wom_reader_has_column(reader, "6"));
    CHECK_FAILS(wom_reader_column(&column, reader, "USER"), WOM_INVALID, "stands over 2 columns");
    CHECK_FAILS(wom_reader_column(&column, reader, "cost"), WOM_INVALID,
                "has no column \"cost\"; its columns are \"User\", \"user\", \"Weight\", \"a, b\", \"2\"");
    CHECK_FAILS(wom_reader_column(&column, reader, "0"), WOM_INVALID, "has no column \"0\"");
    CHECK_EQUAL(column, 0);
    wom_reader_close(reader);
    reader = open_text(job, "1 2\n", NULL);
    CHECK_OK(wom_reader_column(&column, reader, "2"));
    CHECK_EQUAL(column, 1);
    CHECK_FAILS(wom_reader_column(&column, reader, "cost"), WOM_INVALID, "it has no header; its columns are 1 to 2");
    CHECK(wom_reader_column_name(reader, 0) == NULL);
    wom_reader_close(reader);
    wom_job_free(job);
}

static void
a_long_list_of_columns_is_cut(void)
{
    char text[8192] = "";
    uint32_t column;
    for (int i = 0; i < 300; i++) strcat(text, i > 0 ? ",a_rather_long_name" : "a_rather_long_name");
    wom_job *job = test_job(1);
    wom_reader *reader = open_text(job, text, &(wom_reader_options){ .header = 1 });
    CHECK_EQUAL(wom_reader_num_columns(reader), 300);
    CHECK_FAILS(wom_reader_column(&column, reader, "x"), WOM_INVALID, "\", ...");
    wom_reader_close(reader);
    wom_job_free(job);
}

TEST_MAIN(TEST(each_delimiter_is_found), TEST(weaker_delimiters_inside_fields_do_not_mislead),
          TEST(a_row_that_differs_is_named_whatever_the_delimiter), TEST(a_given_delimiter_is_used),
          TEST(a_header_is_found_by_the_numbers_below_it), TEST(a_header_is_found_by_a_wanted_name),
          TEST(a_header_may_be_asked_for_or_denied), TEST(a_size_line_is_set_apart_whatever_its_delimiter),
          TEST(a_wrong_size_line_is_refused), TEST(columns_are_found_by_name_then_any_case_then_number),
          TEST(a_long_list_of_columns_is_cut))
