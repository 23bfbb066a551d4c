/* Any text as a date: what is taken lies in the years 1 to 9999 and agrees with the C library's calendar. */
#include "fuzz.h"

#include <wom/io.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The beginning, which is the same in all ways of writing; the rest adds a day and an offset at most. */
static void
check_day(double seconds, const char *text)
{
    struct tm parts = { .tm_mday = 1 };
    PROMISE(sscanf(text, "%4d%*1[-/]%2d%*1[-/]%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) >= 2);
    PROMISE(parts.tm_year >= 1 && parts.tm_year <= 9999);
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    const struct tm asked = parts;
    const double midnight = (double)timegm(&parts);
    PROMISE(parts.tm_mday == asked.tm_mday && parts.tm_mon == asked.tm_mon);
    PROMISE(isfinite(seconds) && seconds >= midnight - 86400 && seconds <= midnight + 2 * 86400 + 1);
    if (strlen(text) <= 10) PROMISE(seconds == midnight);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[64];
    double seconds, shifted;
    if (size >= sizeof text - 1 || memchr(data, 0, size) != NULL) return 0;
    memcpy(text, data, size);
    text[size] = 0;
    if (!wom_text_date(&seconds, (wom_text){ text, size })) return 0;
    check_day(seconds, text);
    /* with "Z" behind it a time that has no offset says the same */
    text[size] = 'Z';
    text[size + 1] = 0;
    if (wom_text_date(&shifted, (wom_text){ text, size + 1 })) PROMISE(shifted == seconds);
    return 0;
}
