/* Random uniform: every tie's probability is drawn from an interval, where no more than that is known of the ties. */
#include "weightings.h"

typedef struct uniform_params {
    double low, high;
    uint64_t seed;
} uniform_params;

#define AT(member) offsetof(uniform_params, member)
static const wom_field fields[] = {
    { "low", WOM_FIELD_REAL, AT(low), 0, 0, 1, "probability", "the least that a tie may have", NULL },
    { "high", WOM_FIELD_REAL, AT(high), 0.1, 0, 1, "probability", "the most that a tie may have", NULL },
    { "seed", WOM_FIELD_UINT64, AT(seed), 1, 0, 0x1p64, "", "of the draw, which is the same in all worlds", NULL },
    { 0 },
};

static double
value(const void *params, double uniform)
{
    const uniform_params *p = params;
    return p->low + (p->high - p->low) * uniform;
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)data, (void)similarity;
    const uniform_params *p = params;
    if (p->low > p->high) return wom_fail(WOM_INVALID, "low is %g, must be at most high, which is %g", p->low, p->high);
    return wom_model_draw(model, job, p->seed, value, p);
}

const wom_weighting wom_weighting_uniform = {
    .variant = {
        .name = "uniform",
        .summary = "each tie's probability drawn uniformly from an interval",
        .source = "",
        .params_size = sizeof(uniform_params),
        .fields = fields,
    },
    .fill = fill,
};
