/* The delays. */
#ifndef WOM_LEARN_DELAYS_H
#define WOM_LEARN_DELAYS_H

#include <wom/learn.h>

extern const wom_delay wom_delay_exponential, wom_delay_weibull, wom_delay_uniform;

#endif
