/* The same probability on every tie. */
#include "weightings.h"

typedef struct constant_params {
    double p;
} constant_params;

static const wom_field fields[] = {
    { "p", WOM_FIELD_REAL, offsetof(constant_params, p), 0.1, 0, 1, "probability", "of every tie", NULL },
    { 0 },
};

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)job, (void)data, (void)similarity;
    model->offset.all = ((const constant_params *)params)->p;
    return WOM_OK;
}

const wom_weighting wom_weighting_constant = {
    .variant = {
        .name = "constant",
        .summary = "the same probability on every tie",
        .source = "Kempe, Kleinberg and Tardos, KDD 2003, section 5",
        .params_size = sizeof(constant_params),
        .fields = fields,
    },
    .fill = fill,
};
