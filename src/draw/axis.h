/* Axes with round numbers, and what charts have in common. */
#ifndef DRAW_AXIS_H
#define DRAW_AXIS_H

#include <wom/draw.h>

/* From values to positions: `low` stands at `start`, `high` at `end`. */
typedef struct draw_axis {
    double low, high, step; /* multiples of step, which is 1, 2 or 5 times a power of ten */
    double start, end;
} draw_axis;

/* An axis over [low, high] widened to round numbers, with about `marks` marks. */
draw_axis draw_axis_over(double low, double high, uint32_t marks, double start, double end);
double draw_axis_at(const draw_axis *axis, double value);

/* The colour of series number i. */
const char *draw_colour(uint32_t i);

/* Opens the element with its title; `height` and `width` in pixels. Closed by "</svg>\n". */
void draw_open(wom_markup *markup, int width, int height, const char *title);

/* A mark's label: as many digits as the step needs. */
void draw_mark(wom_markup *markup, const draw_axis *axis, double value);

#endif
