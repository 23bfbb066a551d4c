/* The table of dynamics. */
#include "dynamics.h"

wom_status
wom_dynamics_check_deadline(const wom_dynamics *dynamics, uint32_t max_steps)
{
    if (!dynamics->needs_deadline || max_steps > 0) return WOM_OK;
    return wom_fail(WOM_INVALID, "the dynamics \"%s\" has no end of its own; give it a deadline (simulate/deadline)",
                    dynamics->variant.name);
}

wom_status
wom_dynamics_check_joint(const wom_dynamics *dynamics)
{
    if (dynamics->spread_joint != NULL) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "the dynamics \"%s\" lets contents spread apart from each other, so a rival would change nothing; "
                    "choose \"competitive\" or \"complementary\" (propagation/dynamics)",
                    dynamics->variant.name);
}

wom_status
wom_dynamics_check_params(const wom_choice *dynamics)
{
    const wom_dynamics *type = (const wom_dynamics *)dynamics->variant;
    return type->check != NULL ? type->check(dynamics->params) : WOM_OK;
}

static const wom_variant *const variants[] = {
    &wom_dynamics_ic.variant,
    &wom_dynamics_lt.variant,
    &wom_dynamics_continuous_time.variant,
    &wom_dynamics_sir.variant,
    &wom_dynamics_sis.variant,
    &wom_dynamics_k_contact.variant,
    &wom_dynamics_fractional_threshold.variant,
    &wom_dynamics_decreasing.variant,
    &wom_dynamics_competitive.variant,
    &wom_dynamics_complementary.variant,
    NULL,
};

const wom_catalogue wom_dynamics_catalogue = {
    .name = "dynamics",
    .summary = "how a content spreads along ties",
    .variants = variants,
};
