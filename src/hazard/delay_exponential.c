/* Passing on is as likely at any time, as long as it has not happened: G(t) = 1 - exp(-t / scale). */
#include "hazard/delays.h"

#include <math.h>

static double
share(double scale, double shape, double delay)
{
    (void)shape;
    return delay > 0 ? -expm1(-delay / scale) : 0;
}

static double
density(double scale, double shape, double delay)
{
    (void)shape;
    return delay >= 0 ? exp(-delay / scale) / scale : 0;
}

const wom_delay wom_delay_exponential = {
    .variant = {
        .name = "exponential",
        .summary = "as likely at any time; scale is the mean",
        .source = "",
    },
    .share = share,
    .density = density,
};
