/* A growing text of markup; what comes from data is escaped. */
#include <wom/draw.h>

#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct wom_markup {
    wom_job *job;
    char *text;
    uint64_t length, capacity;
    locale_t plain; /* a point in numbers, whatever the user's language */
    wom_status status;
};

wom_status
wom_markup_create(wom_markup **markup, wom_job *job)
{
    WOM_TRY(wom_allocate(markup, job, 1, sizeof **markup, "markup"));
    (*markup)->job = job;
    (*markup)->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if ((*markup)->plain != (locale_t)0) return WOM_OK;
    wom_free(*markup);
    *markup = NULL;
    return wom_fail(WOM_NO_MEMORY, "no memory for the plain locale");
}

void
wom_markup_free(wom_markup *markup)
{
    if (markup == NULL) return;
    freelocale(markup->plain);
    wom_free(markup->text);
    wom_free(markup);
}

static bool
make_room(wom_markup *markup, uint64_t length)
{
    if (markup->status == WOM_OK)
        markup->status = wom_reserve(&markup->text, &markup->capacity, markup->job, markup->length + length + 1, 1,
                                     "markup");
    return markup->status == WOM_OK;
}

static void
append(wom_markup *markup, const char *text, size_t length)
{
    if (!make_room(markup, length)) return;
    memcpy(markup->text + markup->length, text, length);
    markup->length += length;
    markup->text[markup->length] = '\0';
}

void
wom_markup_add(wom_markup *markup, const char *format, ...)
{
    va_list values, again;
    const locale_t before = uselocale(markup->plain);
    va_start(values, format);
    va_copy(again, values);
    const int length = vsnprintf(NULL, 0, format, values);
    if (length >= 0 && make_room(markup, (uint64_t)length)) {
        vsnprintf(markup->text + markup->length, (size_t)length + 1, format, again);
        markup->length += (uint64_t)length;
    }
    va_end(again);
    va_end(values);
    uselocale(before);
}

/* The bytes of the UTF-8 character at `text`; 0 where there is none that XML knows. */
static size_t
character(const unsigned char *text)
{
    const unsigned char first = text[0];
    if (first < 0x80) return first >= 0x20 ? first != 0x7f : first == '\t' || first == '\n' || first == '\r';
    const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    uint32_t code = first & (0x7fu >> length);
    if (first < 0xc2 || first > 0xf4) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (text[i] & 0x3fu);
    }
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const bool is_known = code >= least[length] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) &&
                          (code & 0xfffe) != 0xfffe;
    return is_known ? length : 0;
}

static const char *
escape_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void
wom_markup_text(wom_markup *markup, const char *text)
{
    while (*text != '\0') {
        const size_t length = character((const unsigned char *)text);
        const char *escape = length == 0 ? "\xef\xbf\xbd" : escape_of(*text);
        if (escape != NULL)
            append(markup, escape, strlen(escape));
        else
            append(markup, text, length);
        text += length == 0 ? 1 : length;
    }
}

void
wom_markup_number(wom_markup *markup, double x, int digits)
{
    char plain[400];
    if (!isfinite(x)) {
        wom_markup_add(markup, isnan(x) ? "&#8211;" : x > 0 ? "&#8734;" : "&#8722;&#8734;");
        return;
    }
    const int before = x == 0 ? 1 : (int)floor(log10(fabs(x))) + 1;
    const int after = digits > before ? digits - before : 0;
    const locale_t old = uselocale(markup->plain);
    snprintf(plain, sizeof plain, "%.*f", after > 15 ? 15 : after, fabs(x));
    uselocale(old);
    if (x < 0 && strspn(plain, "0.") != strlen(plain)) append(markup, "\xe2\x88\x92", 3);
    const size_t whole = strcspn(plain, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && whole > 4 && (whole - i) % 3 == 0) append(markup, ",", 1);
        append(markup, plain + i, 1);
    }
    append(markup, plain + whole, strlen(plain + whole));
}

wom_status
wom_markup_finish(const char **text, wom_markup *markup)
{
    append(markup, "", 0);
    *text = markup->text;
    return markup->status;
}
