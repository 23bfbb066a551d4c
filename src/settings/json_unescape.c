/* What the escapes of a JSON string stand for; the walk has seen that they are well formed. */
#include <wom/settings.h>

#include <string.h>

static unsigned
hex_of(char c)
{
    if (c <= '9') return (unsigned)(c - '0');
    return (unsigned)((c | 0x20) - 'a') + 10;
}

/* The unit of the \uXXXX at p. */
static uint32_t
unit_at(const char *p)
{
    return hex_of(p[2]) << 12 | hex_of(p[3]) << 8 | hex_of(p[4]) << 4 | hex_of(p[5]);
}

/* Writes a character as UTF-8; returns its length. */
static size_t
put_character(char *to, uint32_t character)
{
    const size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char marks[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    for (size_t i = length; i-- > 1; character >>= 6) to[i] = (char)(0x80 | (character & 0x3f));
    to[0] = (char)(marks[length] | character);
    return length;
}

/* The escape at *p, which is moved behind it; returns the bytes written. */
static size_t
put_escape(char *to, const char **p)
{
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char c = (*p)[1];
    if (c != 'u') {
        const char *letter = strchr(letters, c);
        *to = letter != NULL ? meanings[letter - letters] : c;
        *p += 2;
        return 1;
    }
    uint32_t character = unit_at(*p);
    *p += 6;
    if (character >= 0xd800 && character < 0xdc00) {
        character = 0x10000 + ((character - 0xd800) << 10) + (unit_at(*p) - 0xdc00);
        *p += 6;
    }
    return put_character(to, character);
}

size_t
wom_json_unescape(char *to, wom_text text)
{
    const char *p = text.start, *const end = p + text.length;
    char *const begin = to;
    while (p < end) {
        const char *escape = memchr(p, '\\', (size_t)(end - p));
        const size_t plain = (size_t)((escape != NULL ? escape : end) - p);
        memcpy(to, p, plain);
        to += plain;
        p += plain;
        if (escape != NULL) to += put_escape(to, &p);
    }
    return (size_t)(to - begin);
}
