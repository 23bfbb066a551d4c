/* Ties of shared friends: P is the share of friends that two users have in common, so that news pass within a circle
 * and seldom between circles. After the Jaccard index of Goyal, Bonchi and Lakshmanan, WSDM 2010, who take actions for
 * friends. */
#include "friends.h"
#include "weightings.h"

typedef struct jaccard_params {
    double scale;
} jaccard_params;

static const wom_field fields[] = {
    { "scale", WOM_FIELD_REAL, offsetof(jaccard_params, scale), 1, 0, 1e6, "",
      "by which the share of common friends is multiplied; what is above 1 is cut", NULL },
    { 0 },
};

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    (void)similarity;
    const jaccard_params *p = params;
    double *share = NULL;
    for (uint32_t c = 0; c < model->num_contents; c++) model->social_weight[c] = p->scale;
    WOM_TRY(wom_friends_shared(&share, job, data->graph));
    const wom_status status = wom_term_divide(&model->social, job, data->graph, share, NULL);
    wom_free(share);
    return status;
}

const wom_weighting wom_weighting_jaccard = {
    .variant = {
        .name = "jaccard",
        .summary = "the share of friends that both ends of a tie have in common",
        .source = "after Goyal, Bonchi and Lakshmanan, WSDM 2010",
        .params_size = sizeof(jaccard_params),
        .fields = fields,
    },
    .fill = fill,
};
