/* The rows of the table of dynamics. */
#ifndef PROPAGATION_DYNAMICS_H
#define PROPAGATION_DYNAMICS_H

#include <wom/propagation.h>

extern const wom_dynamics wom_dynamics_ic;
extern const wom_dynamics wom_dynamics_lt;
extern const wom_dynamics wom_dynamics_continuous_time;
extern const wom_dynamics wom_dynamics_sir;
extern const wom_dynamics wom_dynamics_sis;
extern const wom_dynamics wom_dynamics_k_contact;
extern const wom_dynamics wom_dynamics_fractional_threshold;
extern const wom_dynamics wom_dynamics_decreasing;
extern const wom_dynamics wom_dynamics_competitive;
extern const wom_dynamics wom_dynamics_complementary;

#endif
