/* Most pass on soon and some very late (shape below 1), or most after a while (above 1):
 * G(t) = 1 - exp(-(t / scale)^shape). Weibull, Journal of Applied Mechanics 1951. */
#include "hazard/delays.h"

#include <math.h>

static double
share(double scale, double shape, double delay)
{
    return delay > 0 ? -expm1(-pow(delay / scale, shape)) : 0;
}

static double
density(double scale, double shape, double delay)
{
    if (!(delay > 0)) return 0;
    const double power = pow(delay / scale, shape);
    return shape / delay * power * exp(-power);
}

const wom_delay wom_delay_weibull = {
    .variant = {
        .name = "weibull",
        .summary = "soon by most and very late by some (shape below 1), or after a while (above 1)",
        .source = "Weibull, Journal of Applied Mechanics 1951",
    },
    .has_shape = true,
    .share = share,
    .density = density,
};
