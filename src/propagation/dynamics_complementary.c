/* Complementary contents: the comparative independent cascade where each content helps the others. A live tie informs;
 * the informed adopt with probability `alone` when they hold no other content, `with_other` when they do. Each user has
 * one threshold a content, so that who did not adopt thinks again once she holds another.
 * Lu, Chen and Lakshmanan, PVLDB 9(2), 2015 (Com-IC, mutual complementarity). */
#include "dynamics.h"
#include "joint.h"

typedef struct complementary_params {
    double alone, with_other;
} complementary_params;

static const wom_field fields[] = {
    { "alone", WOM_FIELD_REAL, offsetof(complementary_params, alone), .5, 0, 1, "probability",
      "that an informed user adopts who holds no other content", NULL },
    { "with_other", WOM_FIELD_REAL, offsetof(complementary_params, with_other), 1, 0, 1, "probability",
      "that she adopts when she holds another; at least alone", NULL },
    { 0 },
};

static wom_status
check(const void *params)
{
    const complementary_params *given = params;
    if (given->with_other >= given->alone) return WOM_OK;
    return wom_fail(WOM_INVALID,
                    "with_other is %g, must be from alone (%g) to 1; contents that hinder each other are "
                    "\"competitive\"",
                    given->with_other, given->alone);
}

typedef struct household {
    const wom_joint *joint;
    uint32_t alone, with_other; /* thresholds */
} household;

/* [num_nodes] equals the cascade's epoch for users who have heard of its content. */
static inline uint32_t *
informed_mark(const wom_cascade *cascade)
{
    return cascade->scratch;
}

static bool
holds_another(const wom_joint *joint, uint32_t content, wom_node user)
{
    for (uint32_t c = 0; c < joint->num_contents; c++)
        if (c != content && wom_cascade_reached(joint->cascade[c], user)) return true;
    return false;
}

static inline bool
adopts(const wom_joint *joint, uint32_t content, wom_node user, uint32_t threshold)
{
    return wom_coin(joint->world[content].adoption, user) < threshold &&
           cascade_activate(joint->cascade[content], user);
}

/* She holds a content now: what she has heard of and not adopted alone is looked at once more. */
static void
think_again(const household *house, wom_node user)
{
    const wom_joint *joint = house->joint;
    for (uint32_t c = 0; c < joint->num_contents; c++)
        if (informed_mark(joint->cascade[c])[user] == joint->cascade[c]->epoch)
            adopts(joint, c, user, house->with_other);
}

/* Whatever the order in which a step's tries are gone through, the same users adopt: holding more never prevents. */
static inline void
inform(void *context, uint32_t content, wom_node from, wom_node to, wom_tie tie)
{
    (void)tie;
    const household *house = context;
    wom_cascade *cascade = house->joint->cascade[content];
    uint32_t *mark = informed_mark(cascade);
    if (mark[to] == cascade->epoch || wom_cascade_reached(cascade, to)) return;
    mark[to] = cascade->epoch;
    if (cascade->parent != NULL) cascade->parent[to] = from; /* of whom she has heard, should she adopt */
    const bool helped = holds_another(house->joint, content, to);
    if (adopts(house->joint, content, to, helped ? house->with_other : house->alone) && !helped) think_again(house, to);
}

static void
start(const wom_joint *joint)
{
    for (uint32_t c = 0; c < joint->num_contents; c++) {
        wom_cascade *cascade = joint->cascade[c];
        for (uint32_t i = 0; i < joint->num_seeds[c]; i++)
            cascade_activate_by(cascade, joint->seeds[c][i], WOM_NO_NODE);
        for (uint32_t i = 0; i < cascade->num_own; i++) cascade_activate_by(cascade, cascade->own[i], WOM_NO_NODE);
    }
}

static void
spread_joint(const wom_joint *joint, const wom_spread_options *options)
{
    static const complementary_params standard = { .5, 1 };
    const complementary_params *given = joint->chances[0]->params;
    const complementary_params *params = given != NULL ? given : &standard;
    const uint32_t max_steps = options->max_steps > 0 ? options->max_steps : UINT32_MAX;
    household house = { joint, wom_threshold(params->alone), wom_threshold(params->with_other) };
    wom_joint_open(joint, options);
    start(joint);
    bool goes_on = wom_joint_close_step(joint, 0, options);
    for (uint32_t step = 1; goes_on && step <= max_steps; step++) {
        joint_step(joint, step, options, inform, &house);
        goes_on = wom_joint_close_step(joint, step, options) && step < UINT32_MAX;
    }
}

static void
spread(wom_cascade *cascade, const wom_chances *chances, const wom_world *world, const wom_node *seeds,
       uint32_t num_seeds, const wom_spread_options *options)
{
    const wom_joint one = { 1, 1, &cascade, &chances, world, &seeds, &num_seeds };
    spread_joint(&one, options);
}

const wom_dynamics wom_dynamics_complementary = {
    .variant = {
        .name = "complementary",
        .summary = "comparative independent cascade: who holds a content adopts others more readily",
        .source = "Lu, Chen and Lakshmanan, PVLDB 9(2), 2015",
        .params_size = sizeof(complementary_params),
        .fields = fields,
    },
    .claim = "more seeds of any content never lose a user of any; submodular for one content without a rival, not in "
             "general",
    .monotone = true,
    .timed = true, /* a content may rest for a step and wake when another arrives */
    .scratch_bytes = sizeof(uint32_t),
    .check = check,
    .spread = spread,
    .spread_joint = spread_joint,
};
