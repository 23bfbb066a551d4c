/* Markup is escaped and plain in every locale; charts put values where their axes say. */
#include "test.h"

#include <wom/draw.h>

#include <stdio.h>

static wom_job *job;
static wom_markup *markup;
static const char *found;

static void
begin(void)
{
    const wom_job_options options = { 0 };
    CHECK_OK(wom_job_create(&job, &options));
    CHECK_OK(wom_markup_create(&markup, job));
}

static void
end(void)
{
    wom_markup_free(markup);
    CHECK(wom_job_memory_used(job) == 0);
    wom_job_free(job);
}

static const char *
text(void)
{
    CHECK_OK(wom_markup_finish(&found, markup));
    return found;
}

static void
texts_from_data_are_escaped(void)
{
    begin();
    wom_markup_text(markup, "</script>\"'&\xf0\x9f\x98\x80\xd7\xa9");
    CHECK(strcmp(text(), "&lt;/script&gt;&quot;&#39;&amp;\xf0\x9f\x98\x80\xd7\xa9") == 0);
    end();
}

static void
what_is_not_xml_is_replaced(void)
{
    begin();
    /* A control character, a lone continuation, an overlong slash, a surrogate, a character that is cut off. */
    wom_markup_text(markup, "a\x01" "b\x80" "c\xc0\xaf" "d\xed\xa0\x80" "e\xf0\x9f");
#define R "\xef\xbf\xbd"
    CHECK(strcmp(text(), "a" R "b" R "c" R R "d" R R R "e" R R) == 0);
    end();
}

static void
number_is(double x, int digits, const char *wanted)
{
    begin();
    wom_markup_number(markup, x, digits);
    if (strcmp(text(), wanted) != 0) test_failed(__FILE__, __LINE__, "%g is \"%s\", not \"%s\"", x, text(), wanted);
    end();
}

static void
numbers_have_their_digits(void)
{
    number_is(76.6012, 4, "76.60");
    number_is(1234567.8, 3, "1,234,568");
    number_is(9999, 3, "9999");
    number_is(0.0123456, 3, "0.0123");
    number_is(-40.03, 3, "\xe2\x88\x92" "40.0");
    number_is(-0.0, 3, "0.00");
    number_is(NAN, 3, "&#8211;");
    number_is(12, 1, "12");
}

static void
dots_stand_on_a_linear_axis_from_zero(void)
{
    const wom_interval_row rows[] = { { "nothing", 0, 0, 0, false }, { "half", 50, 40, 60, false },
                                      { "all <b>", 100, 90, 100, true } };
    double at[3] = { 0 };
    begin();
    wom_draw_intervals(markup, &(wom_interval_chart){ "a title", "users", rows, 3 });
    const char *place = text();
    for (int i = 0; i < 3 && place != NULL; i++) {
        place = strstr(place, "cx=\"");
        if (place == NULL) break;
        CHECK(sscanf(place, "cx=\"%lf", &at[i]) == 1);
        place++;
    }
    CHECK(at[0] > 0 && at[2] > at[1]);
    CHECK(fabs(at[2] - 2 * at[1] + at[0]) < 0.11);
    CHECK(strstr(text(), "all &lt;b&gt;") != NULL && strstr(text(), "<b>") == NULL);
    end();
}

static void
values_that_are_missing_break_the_line(void)
{
    const double x[] = { 0, 1, 2, 3, 4 }, y[] = { 0, 1, NAN, 3, INFINITY };
    const wom_series series = { "s", x, y, NULL, NULL, 5 };
    begin();
    wom_draw_lines(markup, &(wom_line_chart){ "t", "x", "y", &series, 1 });
    const char *line = strstr(text(), "line-0"), *path = line != NULL ? strstr(line, " d=\"") : NULL;
    CHECK(path != NULL && strchr(path + 4, 'L') != NULL);
    const char *first = path != NULL ? strchr(path, 'M') : NULL;
    const char *second = first != NULL ? strchr(first + 1, 'M') : NULL;
    CHECK(second != NULL && second < strchr(path, '/'));
    CHECK(strstr(text(), "nan") == NULL && strstr(text(), "inf") == NULL);
    end();
}

static void
charts_of_nothing_are_charts(void)
{
    const wom_series empty = { "s", NULL, NULL, NULL, NULL, 0 };
    begin();
    wom_draw_lines(markup, &(wom_line_chart){ "t", "x", "y", &empty, 1 });
    wom_draw_intervals(markup, &(wom_interval_chart){ "t", "x", NULL, 0 });
    CHECK(strstr(text(), "nan") == NULL && strstr(text(), "inf") == NULL);
    end();
}

static wom_status
draw_something(wom_job *with)
{
    wom_markup *made = NULL;
    const char *drawn;
    const wom_interval_row row = { "a", 1, 0, 2, true };
    wom_status status = wom_markup_create(&made, with);
    if (status != WOM_OK) return status;
    for (int i = 0; i < 20; i++) wom_draw_intervals(made, &(wom_interval_chart){ "t", "x", &row, 1 });
    status = wom_markup_finish(&drawn, made);
    wom_markup_free(made);
    return status;
}

static void
memory_that_is_refused_is_told_at_the_end(void)
{
    test_each_allocation_failing(draw_something);
}

TEST_MAIN(TEST(texts_from_data_are_escaped), TEST(what_is_not_xml_is_replaced), TEST(numbers_have_their_digits),
          TEST(dots_stand_on_a_linear_axis_from_zero), TEST(values_that_are_missing_break_the_line),
          TEST(charts_of_nothing_are_charts), TEST(memory_that_is_refused_is_told_at_the_end))
