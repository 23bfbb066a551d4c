/* Rows and fields of tables, right and wrong. */
#include <wom/io.h>

#include "tables.h"
#include "test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char shown[4096];

#define CHECK_TABLE(text, expected)                                                                                    \
    do {                                                                                                               \
        CHECK_OK(show_bytes(shown, sizeof shown, text, sizeof text - 1, NULL));                                        \
        CHECK_TEXT(shown, expected);                                                                                   \
    } while (0)

#define CHECK_REFUSED(text, part)                                                                                      \
    CHECK_FAILS(show_bytes(shown, sizeof shown, text, sizeof text - 1, NULL), WOM_INVALID, part)

static void
lines_may_end_in_lf_crlf_or_not_at_all(void)
{
    CHECK_TABLE("1,2\n3,4\n", "1|2\n3|4\n");
    CHECK_TABLE("1,2\r\n3,4\r\n", "1|2\n3|4\n");
    CHECK_TABLE("1,2\r\n3,4\n5,6", "1|2\n3|4\n5|6\n");
    CHECK_TABLE("1,2\r", "1|2\n");
}

static void
comments_and_empty_lines_are_skipped_and_counted(void)
{
    bool has_row = true;
    wom_reader *reader = NULL;
    static const char text[] = "# a\n% b\n\n1 2\n  // c\n \t\r\n3 4\n# end";
    wom_job *job = test_job(1);
    CHECK_OK(wom_reader_open(&reader, job, test_file("t", text, sizeof text - 1), NULL));
    while (reader != NULL && has_row) CHECK_OK(wom_reader_next(reader, &has_row));
    const wom_reader_counts counts = wom_reader_counts_of(reader);
    CHECK_EQUAL(counts.lines, 8);
    CHECK_EQUAL(counts.rows, 2);
    CHECK_EQUAL(counts.comments, 6);
    CHECK_EQUAL(counts.bytes, sizeof text - 1);
    wom_reader_close(reader);
    wom_job_free(job);
}

static void
a_byte_order_mark_is_dropped(void)
{
    CHECK_TABLE("\xef\xbb\xbf"
                "from,to\n1,2\n",
                "<from|to>\n1|2\n");
    CHECK_TABLE("\xef\xbb\xbf# c\n1,2\n", "1|2\n");
    CHECK_REFUSED("\xff\xfe"
                  "1\0,\0"
                  "2\0\n\0",
                  "UTF-16");
    CHECK_REFUSED("\xfe\xff\0"
                  "1\0,\0"
                  "2\0\n",
                  "UTF-16");
}

static void
quotes_follow_rfc_4180(void)
{
    CHECK_TABLE("\"a, b\",1\n\"say \"\"hi\"\"\",2\n", "a, b|1\nsay \"hi\"|2\n");
    CHECK_TABLE("\"\",1\n\"\"\"\",2\n", "|1\n\"|2\n");
    CHECK_TABLE("  \" kept \"  , 1 \nx,2\n", " kept |1\nx|2\n");
    CHECK_TABLE("a \"b\" c,1\n", "a \"b\" c|1\n");
    CHECK_TABLE("\"a b\" 1\n\"c\" 2\n", "a b|1\nc|2\n");
    CHECK_TABLE("\"#not a comment\",1\n", "#not a comment|1\n");
    CHECK_TABLE("\"x\";\"1,5\"\n\"y\";\"2,5\"\n", "x|1,5\ny|2,5\n");
}

static void
wrong_quotes_are_refused_with_their_place(void)
{
    CHECK_REFUSED("a,1\nb,\"2\n", "table:2:4: a quote is not closed");
    CHECK_REFUSED("a,1\n\"", "table:2:");
    CHECK_REFUSED("a,1\n\"b\"c,2\n", "table:2:2: text follows a closing quote");
    CHECK_REFUSED("a\t1\n\"b\t2\n", "not closed");
}

static void
between_tabs_a_partly_quoted_name_stands_as_it_is(void)
{
    CHECK_TABLE("1\t\"Weird Al\" Yankovic\n2\t\"quoted\"\n", "1|\"Weird Al\" Yankovic\n2|quoted\n");
}

static void
ragged_rows_are_refused_with_both_numbers(void)
{
    CHECK_REFUSED("1,2\n3\n", "table:2: 1 field, must be 2 as in the first row");
    CHECK_REFUSED("1,2\n# c\n3,4,5\n", "table:3: 3 fields, must be 2");
    CHECK_REFUSED("1 2\n3 4 5\n", "table:2: 3 fields, must be 2");
    CHECK_REFUSED("1,2\n3,4,5,\n", "4 fields");
}

static void
a_trailing_delimiter_adds_no_column(void)
{
    CHECK_TABLE("1,2,\n3,4,\n", "1|2\n3|4\n");
    CHECK_TABLE("1,2\n3,4,\n", "1|2\n3|4\n");
    CHECK_TABLE("1,2,\n3,4\n", "1|2\n3|4\n");
    CHECK_TABLE("a,b, \n1,2,\n", "<a|b>\n1|2\n");
    CHECK_TABLE("1,2,\n3,4,5\n", "1|2|\n3|4|5\n");
    CHECK_TABLE("id\tname\turl\n1\ta\t\n2\tb\tc\n", "<id|name|url>\n1|a|\n2|b|c\n");
    CHECK_TABLE("1,\n2,\n", "1\n2\n");
}

static void
text_that_is_not_utf_8_is_converted(void)
{
    CHECK_TABLE("1\tcaf\xe9\n2\tcaf\xc3\xa9\n", "1|caf\xc3\xa9\n2|caf\xc3\xa9\n");
    CHECK_TABLE("1\t\xed\xa0\x80\n", "1|\xc3\xad\xc2\xa0\xc2\x80\n");             /* a surrogate */
    CHECK_TABLE("1\t\xc0\xaf\n", "1|\xc3\x80\xc2\xaf\n");                         /* overlong */
    CHECK_TABLE("1\t\xf4\x90\x80\x80\n", "1|\xc3\xb4\xc2\x90\xc2\x80\xc2\x80\n"); /* beyond U+10FFFF */
    CHECK_TABLE("1\t\xf0\x9f\x98\x80\n", "1|\xf0\x9f\x98\x80\n");
    CHECK_TABLE("1\t\xe2\x82\n", "1|\xc3\xa2\xc2\x82\n"); /* cut off */
}

static void
places_count_characters(void)
{
    CHECK_REFUSED("\xc3\xa4\xc3\xb6,1\n\xc3\xa4\xc3\xb6,\"2\n", "table:2:5:");
    CHECK_REFUSED("\xe4\xf6,1\n\xe4\xf6,\"2\n", "table:2:5:");
}

static void
bytes_that_are_no_text_are_refused(void)
{
    CHECK_REFUSED("1,2\n3,\0004\n", "table:2: holds a byte of 0");
    CHECK_REFUSED("#\0\n1,2\n", "byte of 0");
    CHECK_REFUSED("1,2\r3,4\r5,6\r", "table:1: holds a carriage return");
}

static void
files_without_rows_are_refused(void)
{
    CHECK_REFUSED("", "holds no rows (0 lines");
    CHECK_REFUSED("# only\n\n% comments", "holds no rows (3 lines");
    CHECK_REFUSED("\xef\xbb\xbf", "holds no rows");
}

static void
a_line_beyond_max_line_is_refused_with_its_number(void)
{
    wom_reader_options options = wom_reader_defaults();
    options.max_line = 5;
    CHECK_OK(show_bytes(shown, sizeof shown, "1,234\r\n5,6\n", 11, &options));
    CHECK_TEXT(shown, "1|234\n5|6\n");
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1,2\n3,4567\n", 11, &options), WOM_INVALID,
                "table:2: is longer than 5 bytes");
    CHECK_FAILS(show_bytes(shown, sizeof shown, "1,2\n3,4567", 10, &options), WOM_INVALID, "longer than 5 bytes");
    options.max_line = 100;
    char *text = malloc(2000001);
    memset(text, 'x', 2000000);
    text[2000000] = '\n';
    CHECK_FAILS(show_bytes(shown, sizeof shown, text, 2000001, &options), WOM_INVALID, "longer than 100 bytes");
    CHECK_OK(show_bytes(shown, sizeof shown, text, 2000001, NULL));
    CHECK_FAILS(show_bytes(shown, sizeof shown, text, 2000000, &options), WOM_INVALID, "longer than 100 bytes");
    free(text);
}

/* Lines of every length, so that they end at every place of the buffer. */
static void
rows_do_not_depend_on_where_the_buffer_ends(void)
{
    enum { ROWS = 3000 };
    bool has_row = true;
    wom_reader *reader = NULL;
    const char *path = test_path("long");
    FILE *file = fopen(path, "w");
    for (int i = 0; i < ROWS; i++) fprintf(file, "%d,%0*d\r\n", i, i % 997 + 1, i % 7);
    fclose(file);
    wom_job *job = test_job(1);
    CHECK_OK(wom_reader_open(&reader, job, path, NULL));
    for (int i = 0; i < ROWS; i++) {
        double first = -1;
        CHECK_OK(wom_reader_next(reader, &has_row));
        CHECK_OK(wom_reader_number(&first, reader, 0, 0, 1e9));
        CHECK_EQUAL(first, i);
        CHECK_EQUAL(wom_reader_field(reader, 1).length, i % 997 + 1);
    }
    CHECK_OK(wom_reader_next(reader, &has_row));
    CHECK(!has_row);
    wom_reader_close(reader);
    wom_job_free(job);
}

/* ---- Numbers ---- */

static wom_status
read_number(double *number, const char *text, double low, double high)
{
    char row[512];
    bool has_row;
    wom_reader *reader = NULL;
    wom_reader_options options = wom_reader_defaults();
    options.delimiter = ',';
    options.header = 1;
    const int length = snprintf(row, sizeof row, "id,weight\n7,%s\n", text);
    wom_job *job = test_job(1);
    wom_status status = wom_reader_open(&reader, job, test_file("n", row, (size_t)length), &options);
    if (status == WOM_OK) status = wom_reader_next(reader, &has_row);
    if (status == WOM_OK) status = wom_reader_number(number, reader, 1, low, high);
    wom_reader_close(reader);
    wom_job_free(job);
    return status;
}

static void
numbers_are_read_to_the_last_bit(void)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "17",
        "+17",
        "-3",
        "0.1",
        ".5",
        "5.",
        "0.1234567890123456789",
        "9007199254740993",
        "1e-320",
        "1E5",
        "123456789012345",
        "1234567890123456",
        "0.000000000000001",
        "3.14159265358979",
        "1.7976931348623157e308",
        "1e+2",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = NAN;
        const double expected = strtod(texts[i], NULL);
        CHECK_OK(read_number(&number, texts[i], -INFINITY, INFINITY));
        CHECK(memcmp(&number, &expected, sizeof number) == 0);
    }
}

static void
what_is_no_finite_decimal_number_is_refused(void)
{
    static const char *const texts[] = { "nan",   "NaN", "inf", "-Infinity", "0x10", "1e400", "-1e400",
                                         "1e",    "e5",  ".",   "-",         "1,5;", "1 2",   "True",
                                         "1.2.3", "--1", "+-1", "1e+",       "0b1" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = 5;
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\"", texts[i]);
        CHECK_FAILS(read_number(&number, quoted, -INFINITY, INFINITY), WOM_INVALID, "must be a finite number");
        CHECK(number == 5);
    }
}

static void
a_wrong_number_is_told_with_its_place_and_what_would_be_right(void)
{
    double number = 5;
    CHECK_FAILS(read_number(&number, "abc", 0, 1), WOM_INVALID,
                "n:2:3: weight is \"abc\", must be a number from 0 to 1");
    CHECK_FAILS(read_number(&number, "2", 0, 1), WOM_INVALID, "weight is \"2\", must be a number from 0 to 1");
    CHECK_FAILS(read_number(&number, "-1", 0, INFINITY), WOM_INVALID, "a number of at least 0");
    CHECK_FAILS(read_number(&number, "9", -INFINITY, 3), WOM_INVALID, "a number of at most 3");
    CHECK_FAILS(read_number(&number, "", 0, 1), WOM_INVALID, "weight is empty");
    char digits[301];
    memset(digits, '1', 300);
    digits[300] = 0;
    CHECK_FAILS(read_number(&number, digits, 0, INFINITY), WOM_INVALID, "must be");
}

static void
numbers_do_not_depend_on_the_locale(void)
{
    double number = 0;
    static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "de_DE" };
    bool has_comma = false;
    for (size_t i = 0; i < sizeof locales / sizeof *locales && !has_comma; i++)
        has_comma = setlocale(LC_NUMERIC, locales[i]) != NULL;
    CHECK_OK(read_number(&number, "0.12345678901234567", 0, 1));
    CHECK(number == 0.12345678901234567);
    setlocale(LC_NUMERIC, "C");
    if (!has_comma) test_skip("no locale with a decimal comma is installed");
}

static wom_status
read_packed_table(wom_job *job)
{
    bool has_row = true;
    wom_reader *reader = NULL;
    static const char text[] = "from,to\nj\xe4n,\"1\"\"\"\n5,6\n";
    static const char *const wanted[] = { "from", NULL };
    wom_reader_options options = wom_reader_defaults();
    options.wanted = wanted;
    WOM_TRY(wom_reader_open(&reader, job, test_file("t", text, sizeof text - 1), &options));
    wom_status status = WOM_OK;
    while (status == WOM_OK && has_row) status = wom_reader_next(reader, &has_row);
    wom_reader_close(reader);
    return status;
}

static void
each_allocation_failing_is_told_and_leaks_nothing(void)
{
    test_each_allocation_failing(read_packed_table);
}

TEST_MAIN(TEST(lines_may_end_in_lf_crlf_or_not_at_all), TEST(comments_and_empty_lines_are_skipped_and_counted),
          TEST(a_byte_order_mark_is_dropped), TEST(quotes_follow_rfc_4180),
          TEST(wrong_quotes_are_refused_with_their_place), TEST(between_tabs_a_partly_quoted_name_stands_as_it_is),
          TEST(ragged_rows_are_refused_with_both_numbers), TEST(a_trailing_delimiter_adds_no_column),
          TEST(text_that_is_not_utf_8_is_converted), TEST(places_count_characters),
          TEST(bytes_that_are_no_text_are_refused), TEST(files_without_rows_are_refused),
          TEST(a_line_beyond_max_line_is_refused_with_its_number), TEST(rows_do_not_depend_on_where_the_buffer_ends),
          TEST(numbers_are_read_to_the_last_bit), TEST(what_is_no_finite_decimal_number_is_refused),
          TEST(a_wrong_number_is_told_with_its_place_and_what_would_be_right),
          TEST(numbers_do_not_depend_on_the_locale), TEST(each_allocation_failing_is_told_and_leaks_nothing))
