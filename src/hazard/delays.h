/* The delays. */
#ifndef WOM_HAZARD_DELAYS_H
#define WOM_HAZARD_DELAYS_H

#include <wom/hazard.h>

extern const wom_delay wom_delay_exponential, wom_delay_weibull, wom_delay_uniform;

#endif
