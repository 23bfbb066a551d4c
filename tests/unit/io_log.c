/* io: action logs as tables and as cascades, told apart by their shape. */
#include "files.h"
#include "test.h"

#include <wom/io.h>

#include <stdlib.h>

/* What was handed on, as "user content time" with blanks between the actions. */
typedef struct heard {
    char text[2048];
    uint64_t num;
} heard;

static wom_status
hear(void *context, wom_text user, wom_text content, double time)
{
    heard *all = context;
    const size_t used = strlen(all->text);
    snprintf(all->text + used, sizeof all->text - used, "%s%.*s %.*s %g", all->num++ > 0 ? "; " : "", (int)user.length,
             user.start, (int)content.length, content.start, time);
    return user.length == 4 && memcmp(user.start, "stop", 4) == 0 ? wom_fail(WOM_INVALID, "enough") : WOM_OK;
}

static wom_status
read_text(heard *all, wom_log_facts *facts, const char *text, const wom_log_layout *layout)
{
    static const wom_log_layout usual;
    wom_job *job = test_job(1);
    write_file("log", text);
    *all = (heard){ 0 };
    const wom_status status =
        wom_log_read(facts, job, path_of("log").text, layout != NULL ? layout : &usual, NULL, hear, all);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
    return status;
}

static void
check_text(const char *text, const wom_log_layout *layout, wom_log_format format, const char *expected)
{
    heard all;
    wom_log_facts facts;
    CHECK_OK(read_text(&all, &facts, text, layout));
    CHECK_TEXT(all.text, expected);
    CHECK_EQUAL(facts.format, format);
}

static void
check_refused(const char *text, const wom_log_layout *layout, const char *part)
{
    heard all;
    wom_log_facts facts;
    CHECK_FAILS(read_text(&all, &facts, text, layout), WOM_INVALID, part);
}

static void
a_table_tells_its_columns_by_usual_names_or_places(void)
{
    const wom_log_layout named = { .user = "who", .content = "3", .time = "when" };
    check_text("cascade,User,timestamp\nc,anna,3\nc,bob,4.5\n", NULL, WOM_LOG_TABLE, "anna c 3; bob c 4.5");
    check_text("anna shoes 3\nbob shoes 5\n", NULL, WOM_LOG_TABLE, "anna shoes 3; bob shoes 5");
    check_text("anna\tshoes\nbob\thats\n", NULL, WOM_LOG_TABLE, "anna shoes nan; bob hats nan");
    check_text("when;who;what\n1;anna;shoes\n", &named, WOM_LOG_TABLE, "anna shoes 1");
    check_text("user,item,stars\nanna,shoes,5\n", NULL, WOM_LOG_TABLE, "anna shoes nan");
}

static void
times_that_are_not_wanted_are_not_read(void)
{
    const wom_log_layout none = { .time = "none" };
    check_text("anna shoes 3\nbob shoes x\n", &none, WOM_LOG_TABLE, "anna shoes nan; bob shoes nan");
}

static void
a_row_without_a_time_is_counted_and_left_out(void)
{
    heard all;
    wom_log_facts facts;
    CHECK_OK(read_text(&all, &facts, "user,item,time\nanna,a,1\nbob,a,\ncarl,a,2\n", NULL));
    CHECK_TEXT(all.text, "anna a 1; carl a 2");
    CHECK_EQUAL(facts.no_time, 1);
    CHECK(facts.has_times && !facts.has_dates);
}

static void
dates_are_seconds_since_1970(void)
{
    static const struct {
        const char *text;
        double seconds;
    } dates[] = {
        { "1970-01-01", 0 },
        { "1970-01-01T00:00:01Z", 1 },
        { "1970-01-01 01:00:00.5+01:00", 0.5 },
        { "1969-12-31T23:00-0100", 0 },
        { "1970/02/01 00:00", 31 * 86400.0 },
        { "2000-02-29", 951782400 },
        { "2009-04", 1238544000 },
        { "2026-11-22T02:34:24Z", 1795314864 },
        { "1601-01-01", -11644473600 },
        { "2016-12-31T23:59:60Z", 1483228800 },
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        double seconds = NAN;
        const wom_text text = { dates[i].text, strlen(dates[i].text) };
        if (!wom_text_date(&seconds, text) || seconds != dates[i].seconds)
            test_failed(__FILE__, __LINE__, "%s is %.17g", dates[i].text, seconds);
    }
}

static void
what_is_no_date_is_none(void)
{
    static const char *const others[] = { "",           "2009",       "2009-4-1",   "2009-13-01", "2009-02-29",
                                          "2009-00-01", "0000-01-01", "2009-04-01T", "2009-04-01T24:00",
                                          "2009-04-01T12", "2009-04-01x", "2009-04T12:00", "2009-04/01",
                                          "2009-04-01T12:30:05.", "2009-04-01T12:30+", "2009-04-01T12:30+25:00",
                                          "2009-04-01T12:30Zx", "20090401", "2009-04-32", "2009-04-01T12:61" };
    double seconds;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (wom_text_date(&seconds, (wom_text){ others[i], strlen(others[i]) }))
            test_failed(__FILE__, __LINE__, "\"%s\" is taken for a date", others[i]);
}

static void
a_table_may_hold_dates_in_one_column_or_in_three(void)
{
    const wom_log_layout named = { .content = "artistID" };
    heard all;
    wom_log_facts facts;
    check_text("user,item,date\na,x,1970-01-02\nb,x,1970-01-01T00:00:05Z\n", NULL, WOM_LOG_TABLE, "a x 86400; b x 5");
    check_text("userID\tartistID\ttagID\tday\tmonth\tyear\n2\t52\t13\t2\t1\t1970\n", &named, WOM_LOG_TABLE,
               "2 52 86400");
    CHECK_OK(read_text(&all, &facts, "user,item,year\na,x,1971\n", NULL));
    CHECK_TEXT(all.text, "a x 3.1536e+07");
    CHECK(facts.has_dates);
}

static void
cascades_are_known_by_their_shape(void)
{
    check_text("21 97 283,14 7827,24 24890,\n7\n8 9 1\n", NULL, WOM_LOG_CASCADES,
               "21 0 nan; 97 0 283; 14 0 7827; 24 0 24890; 7 1 nan; 8 2 nan; 9 2 1");
    check_text("r a 1 b 2\ns a 5\n", NULL, WOM_LOG_CASCADES, "r 0 nan; a 0 1; b 0 2; s 1 nan; a 1 5");
    check_text("v1\ta,1 b,2\nv 2\tc,3\nv3\t\n", NULL, WOM_LOG_CASCADES, "a v1 1; b v1 2; c v 2 3");
    check_text("v1\ta,1970-01-02 b,1970-01-03\n", NULL, WOM_LOG_CASCADES, "a v1 86400; b v1 172800");
}

static void
rows_of_equal_length_are_a_table_unless_told_otherwise(void)
{
    const wom_log_layout cascades = { .format = WOM_LOG_CASCADES }, table = { .format = WOM_LOG_TABLE };
    check_text("r a 1\ns b 2\n", NULL, WOM_LOG_TABLE, "r a 1; s b 2");
    check_text("r a 1\ns b 2\n", &cascades, WOM_LOG_CASCADES, "r 0 nan; a 0 1; s 1 nan; b 1 2");
    check_text("7,\n8 1 2,\n", &cascades, WOM_LOG_CASCADES, "7 0 nan; 8 1 nan; 1 1 2");
    check_text("v\ta,1\n", &cascades, WOM_LOG_CASCADES, "a v 1");
    check_text("a,x 1 2,3\n", &table, WOM_LOG_TABLE, "a x 1 2 3");
}

static void
broken_lines_are_refused_with_their_place(void)
{
    const wom_log_layout cascades = { .format = WOM_LOG_CASCADES };
    check_refused("r a 1,b 2\ns a 5,b,c 6\n", NULL, "log:2:7: the cascade breaks off; here must be a pair");
    check_refused("r a 1,b 2\ns a x,b 3\n", NULL, "log:2:5: the time is \"x\", must be a number as");
    check_refused("r a 1 b 2\ns a\n", &cascades, "log:2:3: the cascade breaks off");
    check_refused("v\ta,1 b,2\nw a,1\n", NULL, "log:2: a cascade must begin with its name and a tab");
    check_refused("v\ta,1 b,2\nw\ta,\n", NULL, "log:2:3: the cascade breaks off");
    check_refused("# nothing\n", &cascades, "holds no cascade");
    check_refused("# nothing\n", NULL, "holds no rows");
    check_refused("r a 1 b 2\ns stop 5\n", NULL, "log:2: enough");
}

static void
broken_tables_are_refused_with_their_place(void)
{
    const wom_log_layout both = { .time = "time", .year = "year" }, same = { .user = "2", .content = "2" },
                         missing = { .user = "who" };
    check_refused("user,item,time\na,x,1\nb,x,2009-04-01\n", NULL, "log:3:5: the time is \"2009-04-01\", must");
    check_refused("user,item,time\na,x,2009-04-01\nb,x,1\n", NULL, "log:3:5: the time is \"1\", must be a date as in");
    check_refused("user,item,time\na,x,noon\n", NULL, "log:2:5: the time is \"noon\", must be a number or a date");
    check_refused("user,item,day,month,year\na,x,30,2,2009\n", NULL, "log:2:5: there is no day 30 in month 2 of 2009");
    check_refused("user,item,day,month,year\na,x,1.5,2,2009\n", NULL, "log:2:5: is 1.5, must be a whole number");
    check_refused("user,item,day,month,year\na,x,1,13,2009\n", NULL, "month is \"13\", must be a number from 1 to 12");
    check_refused("user,item,month\na,x,13\n", NULL, "has no column \"year\"");
    check_refused("user,item,time\n,x,1\n", NULL, "log:2:1: the user is empty");
    check_refused("user,item,time\na,,1\n", NULL, "log:2:3: the content is empty");
    check_refused("name,item,time\na,x,1\n", NULL, "has no column \"user\"; its columns are \"name\", \"item\"");
    check_refused("user,thing,time\na,x,1\n", NULL, "has no column \"content\"");
    check_refused("anna\nbob\n", NULL, "there is only one column");
    check_refused("user,item,time,year\na,x,1,2\n", &both, "either a column of times or columns of year");
    check_refused("user,item,time\na,x,1\n", &same, "column 2 cannot be both user and content");
    check_refused("user,item,time\na,x,1\n", &missing, "has no column \"who\"");
}

static wom_status
ignore(void *context, wom_text user, wom_text content, double time)
{
    (void)context, (void)user, (void)content, (void)time;
    return WOM_OK;
}

static wom_status
read_both(wom_job *job)
{
    const wom_log_layout layout = { 0 };
    wom_log_facts facts;
    WOM_TRY(wom_log_read(&facts, job, path_of("table").text, &layout, NULL, ignore, NULL));
    return wom_log_read(&facts, job, path_of("cascades").text, &layout, NULL, ignore, NULL);
}

static void
each_allocation_failing_leaks_nothing(void)
{
    write_file("table", "user,item,time\na,x\xe9,1\nb,x,2\n");
    write_file("cascades", "r a 1,b 2\ns a\xe9 5\n");
    test_each_allocation_failing(read_both);
}

TEST_MAIN(TEST(a_table_tells_its_columns_by_usual_names_or_places), TEST(times_that_are_not_wanted_are_not_read),
          TEST(a_row_without_a_time_is_counted_and_left_out), TEST(dates_are_seconds_since_1970),
          TEST(what_is_no_date_is_none), TEST(a_table_may_hold_dates_in_one_column_or_in_three),
          TEST(cascades_are_known_by_their_shape), TEST(rows_of_equal_length_are_a_table_unless_told_otherwise),
          TEST(broken_lines_are_refused_with_their_place), TEST(broken_tables_are_refused_with_their_place),
          TEST(each_allocation_failing_leaks_nothing))
