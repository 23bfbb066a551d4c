/* Lines over an axis, with bands and with their names at their ends. */
#include "axis.h"

#include <math.h>

enum { WIDTH = 680, HEIGHT = 320, LEFT = 64, RIGHT = 520, TOP = 34, BOTTOM = 268, MARKS = 5, LABEL_GAP = 16, MOST = 6 };

static void
widen(double *low, double *high, const double *values, uint64_t length)
{
    for (uint64_t i = 0; values != NULL && i < length; i++) {
        if (!isfinite(values[i])) continue;
        *low = fmin(*low, values[i]);
        *high = fmax(*high, values[i]);
    }
}

static void
find_axes(draw_axis *x, draw_axis *y, const wom_line_chart *chart)
{
    double left = INFINITY, right = -INFINITY, bottom = 0, top = 0;
    for (uint32_t s = 0; s < chart->num_series; s++) {
        const wom_series *series = &chart->series[s];
        widen(&left, &right, series->x, series->length);
        widen(&bottom, &top, series->y, series->length);
        widen(&bottom, &top, series->low, series->length);
        widen(&bottom, &top, series->high, series->length);
    }
    *x = draw_axis_over(left, right, MARKS, LEFT, RIGHT);
    *y = draw_axis_over(bottom, top, MARKS, BOTTOM, TOP);
    /* Lines end where the data end, not at the next round number. */
    if (right > left) x->low = left, x->high = right;
}

static void
draw_grid(wom_markup *markup, const wom_line_chart *chart, const draw_axis *x, const draw_axis *y)
{
    for (double value = y->low; value <= y->high + y->step / 2; value += y->step) {
        const double at = draw_axis_at(y, value);
        wom_markup_add(markup, "<path class=\"rule\" stroke=\"#ddd\" d=\"M%d %.1fH%d\"/>", LEFT, at, RIGHT);
        wom_markup_add(markup, "<text class=\"faint\" fill=\"#666\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">", LEFT - 8,
                       at + 4);
        draw_mark(markup, y, value);
        wom_markup_add(markup, "</text>\n");
    }
    for (double value = ceil(x->low / x->step) * x->step; value <= x->high + x->step / 1e6; value += x->step) {
        wom_markup_add(markup, "<text class=\"faint\" fill=\"#666\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">",
                       draw_axis_at(x, value), BOTTOM + 20);
        draw_mark(markup, x, value);
        wom_markup_add(markup, "</text>\n");
    }
    wom_markup_add(markup, "<text class=\"ink\" fill=\"#222\" x=\"%d\" y=\"16\">", 4);
    wom_markup_text(markup, chart->y_label);
    wom_markup_add(markup, "</text><text class=\"ink\" fill=\"#222\" text-anchor=\"end\" x=\"%d\" y=\"%d\">", RIGHT,
                   BOTTOM + 42);
    wom_markup_text(markup, chart->x_label);
    wom_markup_add(markup, "</text>\n");
}

static void
draw_band(wom_markup *markup, const wom_series *series, uint32_t number, const draw_axis *x, const draw_axis *y)
{
    bool is_open = false;
    if (series->low == NULL || series->high == NULL) return;
    wom_markup_add(markup, "<path class=\"band-%u\" fill=\"%s\" opacity=\"0.16\" d=\"", number, draw_colour(number));
    for (uint64_t k = 0; k < 2 * series->length; k++) {
        /* Forth along the upper edge, back along the lower. */
        const uint64_t i = k < series->length ? k : 2 * series->length - 1 - k;
        if (!isfinite(series->x[i]) || !isfinite(series->low[i]) || !isfinite(series->high[i])) continue;
        const double value = k < series->length ? series->high[i] : series->low[i];
        wom_markup_add(markup, "%c%.1f %.1f", is_open ? 'L' : 'M', draw_axis_at(x, series->x[i]),
                       draw_axis_at(y, value));
        is_open = true;
    }
    wom_markup_add(markup, "\"/>\n");
}

static void
draw_line(wom_markup *markup, const wom_series *series, uint32_t number, const draw_axis *x, const draw_axis *y)
{
    bool is_open = false;
    wom_markup_add(markup, "<path class=\"line-%u\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"", number,
                   draw_colour(number));
    for (uint64_t i = 0; i < series->length; i++) {
        const bool is_there = isfinite(series->x[i]) && isfinite(series->y[i]);
        if (is_there)
            wom_markup_add(markup, "%c%.1f %.1f", is_open ? 'L' : 'M', draw_axis_at(x, series->x[i]),
                           draw_axis_at(y, series->y[i]));
        is_open = is_there;
    }
    wom_markup_add(markup, "\"/>\n");
}

static double
end_of(const wom_series *series, const draw_axis *y)
{
    for (uint64_t i = series->length; i-- > 0;)
        if (isfinite(series->y[i])) return draw_axis_at(y, series->y[i]);
    return BOTTOM;
}

/* Names from the top down, each at least a line below the one before. */
static void
draw_names(wom_markup *markup, const wom_line_chart *chart, const draw_axis *y)
{
    bool is_done[MOST] = { false };
    double above = TOP - LABEL_GAP;
    const uint32_t num = chart->num_series < MOST ? chart->num_series : MOST;
    for (uint32_t k = 0; k < num; k++) {
        uint32_t next = num;
        for (uint32_t s = 0; s < num; s++)
            if (!is_done[s] && (next == num || end_of(&chart->series[s], y) < end_of(&chart->series[next], y)))
                next = s;
        is_done[next] = true;
        above = fmax(above + LABEL_GAP, end_of(&chart->series[next], y));
        wom_markup_add(markup, "<text class=\"dot-%u\" fill=\"%s\" x=\"%d\" y=\"%.1f\">", next, draw_colour(next),
                       RIGHT + 8, above + 4);
        wom_markup_text(markup, chart->series[next].name);
        wom_markup_add(markup, "</text>\n");
    }
}

void
wom_draw_lines(wom_markup *markup, const wom_line_chart *chart)
{
    draw_axis x, y;
    find_axes(&x, &y, chart);
    draw_open(markup, WIDTH, HEIGHT, chart->title);
    draw_grid(markup, chart, &x, &y);
    for (uint32_t s = 0; s < chart->num_series; s++) draw_band(markup, &chart->series[s], s, &x, &y);
    for (uint32_t s = 0; s < chart->num_series; s++) draw_line(markup, &chart->series[s], s, &x, &y);
    draw_names(markup, chart, &y);
    wom_markup_add(markup, "</svg>\n");
}
