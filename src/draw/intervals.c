/* Dots with their intervals, a line a row. */
#include "axis.h"

#include <math.h>

enum { WIDTH = 680, LEFT = 230, RIGHT = 590, TOP = 16, ROW = 28, FOOT = 52, MARKS = 5 };

static draw_axis
axis_of(const wom_interval_chart *chart)
{
    double low = 0, high = 0;
    for (uint64_t i = 0; i < chart->num_rows; i++) {
        const double values[] = { chart->rows[i].value, chart->rows[i].low, chart->rows[i].high };
        for (uint32_t k = 0; k < 3; k++) {
            if (!isfinite(values[k])) continue;
            low = fmin(low, values[k]);
            high = fmax(high, values[k]);
        }
    }
    return draw_axis_over(low, high, MARKS, LEFT, RIGHT);
}

static void
draw_grid(wom_markup *markup, const wom_interval_chart *chart, const draw_axis *x, double bottom)
{
    for (double value = x->low; value <= x->high + x->step / 2; value += x->step) {
        const double at = draw_axis_at(x, value);
        wom_markup_add(markup, "<path class=\"rule\" stroke=\"#ddd\" d=\"M%.1f %dV%.1f\"/>", at, TOP, bottom);
        wom_markup_add(markup, "<text class=\"faint\" fill=\"#666\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">", at,
                       bottom + 18);
        draw_mark(markup, x, value);
        wom_markup_add(markup, "</text>\n");
    }
    wom_markup_add(markup, "<text class=\"ink\" fill=\"#222\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">", RIGHT,
                   bottom + 40);
    wom_markup_text(markup, chart->x_label);
    wom_markup_add(markup, "</text>\n");
}

static void
draw_row(wom_markup *markup, const wom_interval_row *row, const draw_axis *x, double y)
{
    const uint32_t series = row->is_chosen ? 0 : 1;
    const char *colour = row->is_chosen ? draw_colour(0) : "#777";
    wom_markup_add(markup, "<text class=\"ink\" fill=\"#222\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\"%s>", LEFT - 14,
                   y + 4, row->is_chosen ? " font-weight=\"600\"" : "");
    wom_markup_text(markup, row->name);
    wom_markup_add(markup, "</text>");
    if (isfinite(row->low) && isfinite(row->high))
        wom_markup_add(markup, "<path class=\"whisker-%u\" stroke=\"%s\" stroke-width=\"3\" d=\"M%.1f %.1fH%.1f\"/>",
                       series, colour, draw_axis_at(x, row->low), y, draw_axis_at(x, row->high));
    if (isfinite(row->value))
        wom_markup_add(markup, "<circle class=\"mark-%u\" fill=\"%s\" r=\"4.5\" cx=\"%.1f\" cy=\"%.1f\"/>", series,
                       colour, draw_axis_at(x, row->value), y);
    wom_markup_add(markup, "<text class=\"ink\" fill=\"#222\" x=\"%d\" y=\"%.1f\">", RIGHT + 14, y + 4);
    wom_markup_number(markup, row->value, 4);
    wom_markup_add(markup, "</text>\n");
}

void
wom_draw_intervals(wom_markup *markup, const wom_interval_chart *chart)
{
    const draw_axis x = axis_of(chart);
    const double bottom = TOP + (double)chart->num_rows * ROW;
    draw_open(markup, WIDTH, (int)bottom + FOOT, chart->title);
    draw_grid(markup, chart, &x, bottom);
    for (uint64_t i = 0; i < chart->num_rows; i++)
        draw_row(markup, &chart->rows[i], &x, TOP + ((double)i + 0.5) * ROW);
    wom_markup_add(markup, "</svg>\n");
}
