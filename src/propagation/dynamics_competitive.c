/* Competitive independent cascade: who is active with one content takes up no other. A tie passes each content on with
 * that content's own probability; where several arrive in one step a rule decides.
 * Bharathi, Kempe and Salek, WINE 2007; Carnes, Nagarajan, Wild and van Zuylen, ICEC 2007; Budak, Agrawal and El
 * Abbadi, WWW 2011.
 *
 * In a fixed world every successful try has a rank, and the lowest wins. A tie is tried once at most, for its tail
 * holds one content, so the ranks of tries at different users are independent. */
#include "dynamics.h"
#include "joint.h"

typedef enum tie_break { BY_CHANCE, OWN_FIRST, RIVAL_FIRST } tie_break;
static const char *const tie_break_names[] = { "chance", "own", "rival", NULL };

typedef struct competitive_params {
    uint32_t tie_break;
} competitive_params;

static const wom_field fields[] = {
    { "tie_break", WOM_FIELD_CHOICE, offsetof(competitive_params, tie_break), BY_CHANCE, 0, 0, "",
      "who gets a user whom several contents reach in one step: each try is as likely to be the first; or the plan's "
      "contents come before the rival's; or after (the careful choice)",
      tie_break_names },
    { 0 },
};

/* Who tries to win a user in the step at hand, or has won her. */
typedef struct claim {
    uint32_t mark; /* equals the epoch of cascade 0 when this was written in the world at hand */
    uint32_t rank; /* of the best try so far; 0: the matter is settled */
    uint32_t content;
    wom_node from; /* WOM_NO_NODE: seed or baseline */
} claim;

typedef struct contest {
    const wom_joint *joint;
    uint32_t epoch;
    tie_break rule;
    claim *claim_of;   /* [num_nodes] */
    wom_node *claimed; /* [num_claimed] users to be settled in this step, in order of the first try */
    uint32_t num_claimed;
} contest;

/* `index` tells the tries apart: the tie, or for seeds and the baseline the user behind all ties. */
static inline void
claim_user(contest *race, uint32_t content, wom_node from, wom_node to, uint64_t index)
{
    const wom_joint *joint = race->joint;
    claim *best = &race->claim_of[to];
    const bool is_new = best->mark != race->epoch, is_own = content < joint->num_own;
    if (!is_new && best->rank == 0) return;
    const bool comes_later = race->rule == OWN_FIRST ? !is_own : race->rule == RIVAL_FIRST && is_own;
    const uint32_t rank = wom_coin(joint->world[content].order, index) | (comes_later ? WOM_COIN_ONE : 0);
    if (is_new) race->claimed[race->num_claimed++] = to;
    if (!is_new && rank >= best->rank) return;
    /* whose try it was is told by the first of the winning content, as without others */
    const wom_node first = !is_new && best->content == content ? best->from : from;
    *best = (claim){ race->epoch, rank, content, first };
}

static inline void
try_tie(void *context, uint32_t content, wom_node from, wom_node to, wom_tie tie)
{
    claim_user(context, content, from, to, tie);
}

static void
claim_at_start(contest *race)
{
    const wom_joint *joint = race->joint;
    const uint64_t num_ties = joint->chances[0]->graph->num_ties;
    for (uint32_t c = 0; c < joint->num_contents; c++) {
        const wom_cascade *cascade = joint->cascade[c];
        const wom_node *seed = joint->seeds[c];
        for (uint32_t i = 0; i < joint->num_seeds[c]; i++)
            claim_user(race, c, WOM_NO_NODE, seed[i], num_ties + seed[i]);
        for (uint32_t i = 0; i < cascade->num_own; i++)
            claim_user(race, c, WOM_NO_NODE, cascade->own[i], num_ties + cascade->own[i]);
    }
}

static void
settle(contest *race)
{
    for (uint32_t i = 0; i < race->num_claimed; i++) {
        claim *won = &race->claim_of[race->claimed[i]];
        cascade_activate_by(race->joint->cascade[won->content], race->claimed[i], won->from);
        won->rank = 0;
    }
    race->num_claimed = 0;
}

static void
spread_joint(const wom_joint *joint, const wom_spread_options *options)
{
    const competitive_params *params = joint->chances[0]->params;
    const uint32_t max_steps = options->max_steps > 0 ? options->max_steps : UINT32_MAX;
    wom_joint_open(joint, options);
    wom_cascade *shared = joint->cascade[0];
    contest race = { .joint = joint, .epoch = shared->epoch, .claim_of = shared->scratch };
    race.rule = params != NULL ? (tie_break)params->tie_break : BY_CHANCE;
    race.claimed = (wom_node *)(race.claim_of + shared->num_nodes);
    claim_at_start(&race);
    settle(&race);
    bool goes_on = wom_joint_close_step(joint, 0, options);
    for (uint32_t step = 1; goes_on && step <= max_steps; step++) {
        joint_step(joint, step, options, try_tie, &race);
        settle(&race);
        goes_on = wom_joint_close_step(joint, step, options) && step < UINT32_MAX;
    }
}

/* Nobody to compete with: the independent cascade itself. */
static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    wom_dynamics_ic.spread(cascade, chances, world, seeds, num_seeds, options);
}

const wom_dynamics wom_dynamics_competitive = {
    .variant = {
        .name = "competitive",
        .summary = "competitive independent cascade: a user takes up one content at most",
        .source = "Bharathi, Kempe and Salek, WINE 2007; Carnes et al., ICEC 2007; Budak, Agrawal and El Abbadi, WWW "
                  "2011",
        .params_size = sizeof(competitive_params),
        .fields = fields,
    },
    .claim = "one content against one rival: more seeds never lose an own user nor win the rival one; where ties pass "
             "all contents on with the same probability expected own users are submodular, in general they are not",
    .scratch_bytes = sizeof(claim) + sizeof(wom_node),
    .spread = spread,
    .spread_joint = spread_joint,
};
