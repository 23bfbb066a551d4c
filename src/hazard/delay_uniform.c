/* A window: as likely at any time up to its end, never later. G(t) = min(t / scale, 1). */
#include "hazard/delays.h"

#include <math.h>

static double
share(double scale, double shape, double delay)
{
    (void)shape;
    return delay > 0 ? fmin(delay / scale, 1) : 0;
}

static double
density(double scale, double shape, double delay)
{
    (void)shape;
    return delay >= 0 && delay <= scale ? 1 / scale : 0;
}

const wom_delay wom_delay_uniform = {
    .variant = {
        .name = "uniform",
        .summary = "within a window of length scale, never later",
        .source = "",
    },
    .share = share,
    .density = density,
};
