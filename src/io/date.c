/* Dates of the proleptic Gregorian calendar as seconds since 1970. */
#include "date.h"

#include "text.h"

enum { SECONDS_A_DAY = 86400 };

/* What is still to be read. */
typedef struct cursor {
    const char *at, *end;
} cursor;

/* So many digits; false when there are fewer. */
static bool
take_digits(int *number, cursor *text, int num_digits)
{
    *number = 0;
    for (int i = 0; i < num_digits; i++, text->at++) {
        if (text->at == text->end || !wom_is_digit(*text->at)) return false;
        *number = 10 * *number + (*text->at - '0');
    }
    return true;
}

static bool
take(cursor *text, char c)
{
    if (text->at == text->end || *text->at != c) return false;
    text->at++;
    return true;
}

static int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

/* Years begin in March here, so that the leap day is a year's last. */
static int
days_since_1970(int year, int month, int day)
{
    const int march_year = year - (month <= 2), march_month = month > 2 ? month - 3 : month + 9;
    const int days = 365 * march_year + march_year / 4 - march_year / 100 + march_year / 400;
    return days + (153 * march_month + 2) / 5 + day - 1 - 719468;
}

bool
wom_date_seconds(double *seconds, int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
    *seconds = (double)days_since_1970(year, month, day) * SECONDS_A_DAY;
    return true;
}

/* "2009-04" or "2009-04-01", or with slashes. */
static bool
take_date(double *seconds, bool *has_day, cursor *text)
{
    int year, month, day = 1;
    if (!take_digits(&year, text, 4) || text->at == text->end) return false;
    const char separator = *text->at;
    if (separator != '-' && separator != '/') return false;
    text->at++;
    if (!take_digits(&month, text, 2)) return false;
    *has_day = take(text, separator);
    if (*has_day && !take_digits(&day, text, 2)) return false;
    return wom_date_seconds(seconds, year, month, day);
}

/* ":05" or ":05.25". */
static bool
take_seconds(double *seconds, cursor *text)
{
    int whole;
    double scale = 1, fraction = 0;
    if (!take_digits(&whole, text, 2) || whole > 60) return false;
    if (take(text, '.') || take(text, ',')) {
        const char *const first = text->at;
        for (; text->at < text->end && wom_is_digit(*text->at); text->at++) {
            if (text->at - first >= 9) continue; /* beyond a billionth of a second */
            fraction = 10 * fraction + (*text->at - '0');
            scale *= 10;
        }
        if (text->at == first) return false;
    }
    *seconds += whole + fraction / scale;
    return true;
}

static bool
take_clock(double *seconds, cursor *text)
{
    int hour, minute;
    if (!take_digits(&hour, text, 2) || !take(text, ':') || !take_digits(&minute, text, 2)) return false;
    if (hour > 23 || minute > 59) return false;
    *seconds += 3600 * hour + 60 * minute;
    return !take(text, ':') || take_seconds(seconds, text);
}

/* "Z", "+02:00", "+0200", "+02" or nothing. */
static bool
take_offset(double *seconds, cursor *text)
{
    int hour, minute = 0;
    while (take(text, ' ')) continue;
    if (text->at == text->end || take(text, 'Z') || take(text, 'z')) return true;
    const bool is_west = *text->at == '-';
    if (!take(text, '+') && !take(text, '-')) return false;
    if (!take_digits(&hour, text, 2) || hour > 23) return false;
    const bool has_colon = take(text, ':');
    if ((has_colon || text->at < text->end) && (!take_digits(&minute, text, 2) || minute > 59)) return false;
    *seconds += (is_west ? 60 : -60) * (60 * hour + minute);
    return true;
}

bool
wom_text_date(double *seconds, wom_text text)
{
    cursor rest = { text.start, text.start + text.length };
    bool has_day = false;
    if (text.length < 7 || !take_date(seconds, &has_day, &rest)) return false;
    if (rest.at == rest.end) return true;
    if (!has_day || !(take(&rest, 'T') || take(&rest, 't') || take(&rest, ' '))) return false;
    return take_clock(seconds, &rest) && take_offset(seconds, &rest) && rest.at == rest.end;
}
