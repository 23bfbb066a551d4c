/* The Beta posterior: its prior's parameters. */
#include "bandit/beta_posterior.h"

const wom_field wom_beta_prior_fields[] = {
    { "a", WOM_FIELD_REAL, offsetof(wom_beta_prior, a), 1, 0.1, 1e6, "successes",
      "prior successes of an arm: the prior is Beta(a, b)", NULL },
    { "b", WOM_FIELD_REAL, offsetof(wom_beta_prior, b), 1, 0.1, 1e6, "failures",
      "prior failures of an arm; 1 and 19 say that about 5 % succeed", NULL },
    { 0 },
};
