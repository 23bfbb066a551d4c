/* Simulated plans for tests. */
#ifndef OUTCOMES_H
#define OUTCOMES_H

#include <wom/simulate.h>

/* Simulates under the dynamics of that name ("ic", "lt"). */
wom_status outcome_of(wom_outcome **outcome, wom_job *job, const wom_model *model, const char *dynamics,
                      const wom_plan *plan, const wom_economy *economy, const wom_simulate_options *options);

/* All numbers of both are the same to the bit. */
bool outcomes_equal(const wom_outcome *a, const wom_outcome *b);

#endif
