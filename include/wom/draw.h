/* draw: markup and charts as SVG.
 *
 * Everything is appended to a wom_markup, a growing text that remembers the first failure, so that only
 * wom_markup_finish need be asked. Numbers look alike in every locale. Charts carry their colours as attributes, so
 * that they stand by themselves, and classes, by which a page's style sheet can change them:
 * "ink" and "faint" texts, "rule" lines of the grid, "line-N", "band-N", "dot-N", "mark-N" and
 * "whisker-N" of series N from 0. The colours are from Okabe and Ito's palette (2008), which most
 * colour-blind people can tell apart.
 *
 * Not for several threads at once on one markup. */
#ifndef WOM_DRAW_H
#define WOM_DRAW_H

#include <wom/base.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Markup ---- */

typedef struct wom_markup wom_markup;
wom_status wom_markup_create(wom_markup **markup, wom_job *job);
void wom_markup_free(wom_markup *markup);

/* Appends markup of ours, printf format. Never for data: those go through wom_markup_text. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
wom_markup_add(wom_markup *markup, const char *format, ...);

/* Appends UTF-8 text from data, escaped for elements and for attributes in double quotes. Control characters that XML
 * does not know, and bytes that are not UTF-8, become U+FFFD. */
void wom_markup_text(wom_markup *markup, const char *text);

/* Appends a number with `digits` significant digits, all digits before the point, commas between thousands from 10,000
 * on; a dash for NaN. */
void wom_markup_number(wom_markup *markup, double x, int digits);

/* The text so far, terminated, lent until the next call. WOM_NO_MEMORY when an append did not fit. */
wom_status wom_markup_finish(const char **text, wom_markup *markup);

/* ---- Charts: each an <svg> element with a title for screen readers ---- */

/* Values that are not finite are left out. A band is drawn where low and high are not NULL. */
typedef struct wom_series {
    const char *name;             /* written at the end of its line */
    const double *x, *y;          /* [length], x ascending */
    const double *low, *high;     /* [length] or NULL */
    uint64_t length;
} wom_series;

typedef struct wom_line_chart {
    const char *title, *x_label, *y_label;
    const wom_series *series; /* at most 6 are told apart by colour */
    uint32_t num_series;
} wom_line_chart;

/* The y axis includes 0. */
void wom_draw_lines(wom_markup *markup, const wom_line_chart *chart);

typedef struct wom_interval_row {
    const char *name;
    double value, low, high;
    bool is_chosen; /* in the accent colour */
} wom_interval_row;

typedef struct wom_interval_chart {
    const char *title, *x_label;
    const wom_interval_row *rows;
    uint64_t num_rows;
} wom_interval_chart;

/* A line a row: name, dot and 95 % interval, value. The x axis includes 0. */
void wom_draw_intervals(wom_markup *markup, const wom_interval_chart *chart);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
