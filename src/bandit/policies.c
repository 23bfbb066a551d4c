/* The table of policies. */
#include "bandit/policies.h"

static const wom_variant *const variants[] = {
    &wom_policy_thompson.variant,
    &wom_policy_thompson_gaussian.variant,
    &wom_policy_bayes_ucb.variant,
    &wom_policy_kl_ucb.variant,
    &wom_policy_kl_ucb_plus_plus.variant,
    &wom_policy_ucb.variant,
    &wom_policy_moss.variant,
    &wom_policy_epsilon_greedy.variant,
    &wom_policy_exp3.variant,
    &wom_policy_tsallis_inf.variant,
    NULL,
};

const wom_catalogue wom_policies = {
    .name = "policy",
    .summary = "how to choose among arms and learn from rewards",
    .variants = variants,
};
