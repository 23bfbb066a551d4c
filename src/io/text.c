#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NUMBER = 255, EXACT_DIGITS = 15 };

static const char *
skip_digits(const char *p, const char *end)
{
    while (p < end && wom_is_digit(*p)) p++;
    return p;
}

bool
wom_text_is_number(wom_text text)
{
    const char *p = text.start, *const end = p + text.length;
    if (p < end && (*p == '-' || *p == '+')) p++;
    const char *whole = p;
    p = skip_digits(p, end);
    ptrdiff_t num_digits = p - whole;
    if (p < end && *p == '.') {
        const char *fraction = ++p;
        p = skip_digits(p, end);
        num_digits += p - fraction;
    }
    if (num_digits == 0) return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '-' || *p == '+')) p++;
        const char *exponent = p;
        p = skip_digits(p, end);
        if (p == exponent) return false;
    }
    return p == end;
}

/* Up to 15 digits with or without a point: both the digits and the power of ten are exact doubles, so one division
 * rounds correctly (Clinger, PLDI 1990). Almost every number of an edge list ends here. */
static bool
read_short_number(double *number, wom_text text)
{
    static const double power_of_ten[EXACT_DIGITS + 1] = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    };
    const char *p = text.start, *const end = p + text.length;
    const bool is_negative = p < end && *p == '-';
    if (is_negative) p++;
    if (p == end || end - p > EXACT_DIGITS + 1) return false;
    uint64_t digits = 0;
    const char *const whole = p;
    for (; p < end && wom_is_digit(*p); p++) digits = 10 * digits + (uint64_t)(*p - '0');
    ptrdiff_t num_digits = p - whole, num_decimals = 0;
    if (p < end && *p == '.') {
        const char *const fraction = ++p;
        for (; p < end && wom_is_digit(*p); p++) digits = 10 * digits + (uint64_t)(*p - '0');
        num_decimals = p - fraction;
        num_digits += num_decimals;
    }
    if (p != end || num_digits == 0 || num_digits > EXACT_DIGITS) return false;
    const double size = (double)digits / power_of_ten[num_decimals];
    *number = is_negative ? -size : size;
    return true;
}

bool
wom_text_number(double *number, wom_text text, locale_t c_locale)
{
    char copy[LONGEST_NUMBER + 1];
    if (read_short_number(number, text)) return true;
    if (text.length > LONGEST_NUMBER || !wom_text_is_number(text)) return false;
    memcpy(copy, text.start, text.length);
    copy[text.length] = 0;
    *number = strtod_l(copy, NULL, c_locale);
    return isfinite(*number);
}

bool
wom_text_whole_number(uint64_t *number, wom_text text)
{
    uint64_t value = 0;
    if (text.length == 0) return false;
    for (size_t i = 0; i < text.length; i++) {
        const unsigned digit = (unsigned)(text.start[i] - '0');
        if (!wom_is_digit(text.start[i]) || value > (UINT64_MAX - digit) / 10) return false;
        value = 10 * value + digit;
    }
    *number = value;
    return true;
}

static bool
follows(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The length of the well-formed character at p[0 .. left - 1], 0 if there is none (Unicode, table 3-7). */
static size_t
utf8_length(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xc2 || p[0] > 0xf4 || left < 2 || !follows(p[1])) return 0;
    if (p[0] < 0xe0) return 2;
    if (left < 3 || !follows(p[2])) return 0;
    if (p[0] < 0xf0) {
        const bool is_overlong = p[0] == 0xe0 && p[1] < 0xa0, is_surrogate = p[0] == 0xed && p[1] >= 0xa0;
        return is_overlong || is_surrogate ? 0 : 3;
    }
    if (left < 4 || !follows(p[3])) return 0;
    const bool is_overlong = p[0] == 0xf0 && p[1] < 0x90, is_beyond = p[0] == 0xf4 && p[1] >= 0x90;
    return is_overlong || is_beyond ? 0 : 4;
}

bool
wom_text_truth(double *value, wom_text text)
{
    static const struct {
        const char *word;
        double value;
    } words[] = { { "true", 1 }, { "false", 0 }, { "yes", 1 }, { "no", 0 },
                  { "t", 1 },    { "f", 0 },     { "y", 1 },   { "n", 0 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!wom_text_same_word(text, (wom_text){ words[i].word, strlen(words[i].word) })) continue;
        *value = words[i].value;
        return true;
    }
    return false;
}

bool
wom_text_is_utf8(wom_text text)
{
    const unsigned char *p = (const unsigned char *)text.start;
    for (size_t i = 0; i < text.length;) {
        const size_t length = utf8_length(p + i, text.length - i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
wom_text_same_word(wom_text a, wom_text b)
{
    if (a.length != b.length) return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.start[i]) != lower(b.start[i])) return false;
    return true;
}

int
wom_text_shown(wom_text text, int limit)
{
    if (text.length <= (size_t)limit) return (int)text.length;
    while (limit > 0 && follows((unsigned char)text.start[limit])) limit--;
    return limit;
}
