/* The table of dynamics. */
#include "dynamics.h"

static const wom_variant *const variants[] = {
    &wom_dynamics_ic.variant,
    &wom_dynamics_lt.variant,
    NULL,
};

const wom_catalogue wom_dynamics_catalogue = {
    .name = "dynamics",
    .summary = "how a content spreads along ties",
    .variants = variants,
};
