/* What is refused before anything is simulated. */
#ifndef SIMULATE_CHECK_H
#define SIMULATE_CHECK_H

#include <wom/simulate.h>

wom_status wom_simulate_check(const wom_model *model, const wom_plan *plan, const wom_economy *economy,
                              const wom_simulate_options *options);

#endif
