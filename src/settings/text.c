/* Text in messages and numbers as text: UTF-8, one line cut to size, and digits that read back to the same bits. */
#include "private.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

#define MAX_SOURCE 150 /* bytes of a path in a message */

/* The Unicode standard, table 3-7: lead bytes, and the range of the byte after them. */
size_t
wom_utf8_character(const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    if (length == 0) return 0;
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xc2 || s[0] > 0xf4) return 0;
    const size_t size = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    const unsigned char low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    const unsigned char high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    if (length < size || s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < size; i++) {
        if ((s[i] & 0xc0) != 0x80) return 0;
    }
    return size;
}

size_t
wom_utf8_length(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        const size_t size = wom_utf8_character(text + at, length - at);
        if (size == 0) return at;
        at += size;
    }
    return at;
}

void
wom_message_add(wom_message *message, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const size_t space = sizeof message->text - message->length;
    const int wanted = vsnprintf(message->text + message->length, space, format, arguments);
    va_end(arguments);
    if (wanted >= 0 && (size_t)wanted < space) {
        message->length += (size_t)wanted;
        return;
    }
    message->length = sizeof message->text - 1;
    memcpy(message->text + message->length - 3, "...", 3);
}

void
wom_message_quote(wom_message *message, const char *text)
{
    char shown[64];
    size_t at = 0;
    while (text[at] != 0) {
        const size_t rest = strnlen(text + at, 4);
        const size_t size = wom_utf8_character(text + at, rest);
        if (at + (size ? size : 1) > 60) break;
        if (size < 2) shown[at] = '?';
        if (size == 1 && (unsigned char)text[at] >= 32 && text[at] != 127) shown[at] = text[at];
        if (size > 1) memcpy(shown + at, text + at, size);
        at += size ? size : 1;
    }
    shown[at] = 0;
    wom_message_add(message, "%s%s", shown, text[at] ? "..." : "");
}

void
wom_message_add_tail(wom_message *message, const char *text)
{
    const size_t length = strlen(text);
    size_t from = length > MAX_SOURCE ? length - MAX_SOURCE : 0;
    while (((unsigned char)text[from] & 0xc0) == 0x80) from++;
    wom_message_add(message, "%s%s", from > 0 ? "..." : "", text + from);
}

void
wom_message_list(wom_message *message, const char *name)
{
    wom_message_add(message, message->length ? ", \"%s\"" : "\"%s\"", name);
}

wom_locale
wom_locale_begin(void)
{
    locale_t own = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return (wom_locale){ .own = own, .previous = uselocale(own) };
}

void
wom_locale_end(wom_locale locale)
{
    uselocale(locale.previous);
    if (locale.own != NULL) freelocale(locale.own);
}

static wom_number_text
number_text(double x, int digits)
{
    const wom_locale locale = wom_locale_begin();
    wom_number_text number;
    for (;; digits = digits < 15 ? 15 : digits + 1) {
        snprintf(number.text, sizeof number.text, "%.*g", digits, x);
        if (digits >= 17 || strtod(number.text, NULL) == x) break;
    }
    wom_locale_end(locale);
    return number;
}

wom_number_text
wom_number_for_message(double x)
{
    return number_text(x, 6);
}

wom_number_text
wom_number_for_print(double x)
{
    wom_number_text number;
    /* whole numbers in full, not as 1e+15; minus zero keeps its sign */
    if (!(x >= -MAX_EXACT && x <= MAX_EXACT && x == (double)(int64_t)x)) return number_text(x, 15);
    snprintf(number.text, sizeof number.text, "%.0f", x);
    return number;
}
