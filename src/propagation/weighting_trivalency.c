/* Trivalency: every tie is strong, middling or weak, by chance alone. Chen, Wang and Wang, KDD 2010, section 4. */
#include "weightings.h"

typedef struct trivalency_params {
    double high, middle, low;
    uint64_t seed;
} trivalency_params;

#define AT(member) offsetof(trivalency_params, member)
static const wom_field fields[] = {
    { "high", WOM_FIELD_REAL, AT(high), 0.1, 0, 1, "probability", "of a third of the ties, drawn by chance", NULL },
    { "middle", WOM_FIELD_REAL, AT(middle), 0.01, 0, 1, "probability", "of another third", NULL },
    { "low", WOM_FIELD_REAL, AT(low), 0.001, 0, 1, "probability", "of the last third", NULL },
    { "seed", WOM_FIELD_UINT64, AT(seed), 1, 0, 0x1p64, "", "of the draw, which is the same in all worlds", NULL },
    { 0 },
};

static double
value(const void *params, double uniform)
{
    const trivalency_params *p = params;
    return uniform < 1. / 3 ? p->high : uniform < 2. / 3 ? p->middle : p->low;
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)data, (void)similarity;
    return wom_model_draw(model, job, ((const trivalency_params *)params)->seed, value, params);
}

const wom_weighting wom_weighting_trivalency = {
    .variant = {
        .name = "trivalency",
        .summary = "each tie's probability drawn from three levels",
        .source = "Chen, Wang and Wang, KDD 2010, section 4",
        .params_size = sizeof(trivalency_params),
        .fields = fields,
    },
    .fill = fill,
};
