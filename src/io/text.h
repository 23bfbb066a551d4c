/* Numbers and encodings of text that is not terminated. */
#ifndef WOM_IO_TEXT_H
#define WOM_IO_TEXT_H

#include <wom/base.h>

#include <locale.h>

/* Whether it is a decimal number: sign, digits with or without a point, exponent; not hexadecimal, nan, inf, empty. */
bool wom_text_is_number(wom_text text);

/* Its value, correctly rounded; false when it is no decimal number, has more than 255 characters or overflows. */
bool wom_text_number(double *number, wom_text text, locale_t c_locale);

/* Digits only, below 2^64. */
bool wom_text_whole_number(uint64_t *number, wom_text text);

/* Whether it is a truth value, as pandas, R, databases and spreadsheets write them: true, false, yes, no, t, f, y, n in
 * any case; 1 and 0 then. */
bool wom_text_truth(double *value, wom_text text);

bool wom_text_is_utf8(wom_text text);

/* Equal but for the case of ASCII letters. */
bool wom_text_same_word(wom_text a, wom_text b);

/* How many bytes of the text, at most `limit`, do not cut a character; for messages. */
int wom_text_shown(wom_text text, int limit);

static inline bool
wom_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool
wom_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

#endif
