/* The table of delays. */
#include "hazard/delays.h"

static const wom_variant *const variants[] = {
    &wom_delay_exponential.variant,
    &wom_delay_weibull.variant,
    &wom_delay_uniform.variant,
    NULL,
};

const wom_catalogue wom_delays = {
    .name = "delay",
    .summary = "how long passing a content on takes, as it is learned from a log",
    .variants = variants,
};

/* By bisection: shares ascend. */
double
wom_delay_quantile(const wom_delay *delay, double scale, double shape, double share)
{
    double low = 0, high = scale;
    while (delay->share(scale, shape, high) < share) high *= 2;
    for (int i = 0; i < 60; i++) {
        const double middle = low + (high - low) / 2;
        if (delay->share(scale, shape, middle) < share)
            low = middle;
        else
            high = middle;
    }
    return high;
}
