/* What the rules about new cascades share. */
#ifndef WOM_LEARN_CASCADES_H
#define WOM_LEARN_CASCADES_H

#include <wom/learn.h>

#define WOM_SECONDS_A_DAY 86400.0

extern const wom_seed_rule wom_seed_rule_random, wom_seed_rule_degree, wom_seed_rule_pagerank,
    wom_seed_rule_weighted_cascade, wom_seed_rule_starts, wom_seed_rule_sizes, wom_seed_rule_adoptions,
    wom_seed_rule_recent_adoptions, wom_seed_rule_credit, wom_seed_rule_reach;

/* Whom to take one after the other: an upper bound of a user's gain, the gain beside those taken, and taking her. */
typedef struct wom_lazy_game {
    double (*bound)(void *game, wom_node user);
    double (*gain)(void *game, wom_node user);
    void (*take)(void *game, wom_node user);
    void *game;
} wom_lazy_game;

/* CELF (Leskovec et al., KDD 2007) from bounds that need not be gains, for gains that only fall; equal gains by number.
 * Users who add nothing are left out. */
wom_status wom_lazy_choose(wom_node *seeds, uint32_t *num_seeds, wom_job *job, wom_node num_users, uint32_t most,
                           const wom_lazy_game *game);

#endif
