/* The rows of wom_policies, one a file. */
#ifndef WOM_BANDIT_POLICIES_H
#define WOM_BANDIT_POLICIES_H

#include <wom/bandit.h>

extern const wom_policy wom_policy_thompson;
extern const wom_policy wom_policy_thompson_gaussian;
extern const wom_policy wom_policy_bayes_ucb;
extern const wom_policy wom_policy_kl_ucb;
extern const wom_policy wom_policy_kl_ucb_plus_plus;
extern const wom_policy wom_policy_ucb;
extern const wom_policy wom_policy_moss;
extern const wom_policy wom_policy_epsilon_greedy;
extern const wom_policy wom_policy_exp3;
extern const wom_policy wom_policy_tsallis_inf;

#endif
