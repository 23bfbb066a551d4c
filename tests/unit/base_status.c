/* Error text: what a caller reads after a failure. */
#include "test.h"

static void
a_new_thread_has_no_error_text(void)
{
    CHECK_TEXT(wom_error_text(), "");
}

static void
failing_returns_its_status_and_records_the_text(void)
{
    CHECK(wom_fail(WOM_INVALID, "tie %d: probability %g is outside (0, 1]", 7, 1.5) == WOM_INVALID);
    CHECK_TEXT(wom_error_text(), "tie 7: probability 1.5 is outside (0, 1]");
}

static void
the_layer_that_knows_the_name_puts_it_in_front(void)
{
    wom_fail(WOM_INVALID, "max_rounds is 2e+06");
    CHECK(wom_fail_in(WOM_INVALID, "model \"%s\"", "ic") == WOM_INVALID);
    CHECK_TEXT(wom_error_text(), "model \"ic\": max_rounds is 2e+06");
    CHECK(wom_fail_in(WOM_OK, "no failure") == WOM_OK);
    CHECK_TEXT(wom_error_text(), "model \"ic\": max_rounds is 2e+06");
}

static void
the_old_text_may_be_part_of_the_new(void)
{
    wom_fail(WOM_FAILED, "inner");
    wom_fail(WOM_FAILED, "outer (%s)", wom_error_text());
    CHECK_TEXT(wom_error_text(), "outer (inner)");
}

static void
long_texts_are_cut_at_a_kibibyte(void)
{
    char text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    wom_fail(WOM_FAILED, "%s", text);
    CHECK_EQUAL(strlen(wom_error_text()), 1023);
    wom_fail_in(WOM_FAILED, "name");
    CHECK_EQUAL(strlen(wom_error_text()), 1023);
    CHECK(strncmp(wom_error_text(), "name: xxx", 9) == 0);
    wom_fail_in(WOM_FAILED, "%s", text);
    CHECK_EQUAL(strlen(wom_error_text()), 1023);
}

static void
every_status_has_its_own_name(void)
{
    for (int a = WOM_OK; a <= WOM_UNPROVEN; a++)
        for (int b = WOM_OK; b < a; b++) CHECK(strcmp(wom_status_name(a), wom_status_name(b)) != 0);
    CHECK_TEXT(wom_status_name(WOM_OK), "ok");
    CHECK_TEXT(wom_status_name((wom_status)99), "unknown status");
}

static void
the_build_says_what_it_is(void)
{
    CHECK(strncmp(wom_version(), "0.", 2) == 0);
    CHECK(strstr(wom_build_info(), wom_version()) != NULL);
    CHECK(strstr(wom_build_info(), "\"commit\":\"") != NULL);
    CHECK(strstr(wom_build_info(), "\"dirty\":") != NULL);
    CHECK(strstr(wom_build_info(), "\"flags\":\"-O") != NULL);
    CHECK(strstr(wom_build_info(), "\"threading\":\"") != NULL);
}

TEST_MAIN(TEST(a_new_thread_has_no_error_text), TEST(failing_returns_its_status_and_records_the_text),
          TEST(the_layer_that_knows_the_name_puts_it_in_front), TEST(the_old_text_may_be_part_of_the_new),
          TEST(long_texts_are_cut_at_a_kibibyte), TEST(every_status_has_its_own_name),
          TEST(the_build_says_what_it_is))
