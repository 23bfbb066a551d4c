/* Axes with round numbers, and what charts have in common. */
#include "axis.h"

#include <math.h>

draw_axis
draw_axis_over(double low, double high, uint32_t marks, double start, double end)
{
    draw_axis axis = { .low = 0, .high = 1, .step = 1, .start = start, .end = end };
    if (!(isfinite(low) && isfinite(high) && high > low)) return axis;
    const double wanted = (high - low) / marks, power = pow(10, floor(log10(wanted)));
    const double factor = wanted / power;
    axis.step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    axis.low = floor(low / axis.step) * axis.step;
    axis.high = ceil(high / axis.step) * axis.step;
    return axis;
}

double
draw_axis_at(const draw_axis *axis, double value)
{
    return axis->start + (value - axis->low) / (axis->high - axis->low) * (axis->end - axis->start);
}

const char *
draw_colour(uint32_t i)
{
    static const char *const colours[] = { "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9" };
    return colours[i % (sizeof colours / sizeof *colours)];
}

void
draw_open(wom_markup *markup, int width, int height, const char *title)
{
    wom_markup_add(markup,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                   "height=\"%d\" font-family=\"system-ui, sans-serif\" font-size=\"13\"><title>",
                   width, height, width, height);
    wom_markup_text(markup, title);
    wom_markup_add(markup, "</title>\n");
}

void
draw_mark(wom_markup *markup, const draw_axis *axis, double value)
{
    /* The sum of many steps misses 0 by a rounding error. */
    const double shown = fabs(value) < axis->step / 2 ? 0 : value;
    const double digits = shown == 0 ? 1 : floor(log10(fabs(shown))) - floor(log10(axis->step)) + 1;
    wom_markup_number(markup, shown, digits < 1 ? 1 : (int)digits);
}
