/* From active to money: a sigmoid with given weights. */
#include <wom/simulate.h>

#include <math.h>

static double
dot(const wom_vectors *vectors, uint32_t row, const double *weight)
{
    double sum = 0;
    for (uint64_t k = vectors->first[row]; weight != NULL && k < vectors->first[row + 1]; k++)
        sum += weight[vectors->dimension[k]] * (double)vectors->value[k];
    return sum;
}

wom_status
wom_purchase_by_sigmoid(float **purchase, wom_job *job, const wom_data *data, const wom_purchase_sigmoid *sigmoid)
{
    *purchase = NULL;
    const wom_vectors *users = data->user_interests, *contents = data->content_interests;
    const bool needs_users = sigmoid->affinity != 0 || sigmoid->user_weight != NULL;
    const bool needs_contents = sigmoid->affinity != 0 || sigmoid->content_weight != NULL;
    if ((needs_users && users == NULL) || (needs_contents && contents == NULL))
        return wom_fail(WOM_INVALID, "purchase probabilities by interests need the interests of users and contents; "
                                     "give them, or set the weights to 0");
    const wom_similarity *cosine = (const wom_similarity *)wom_catalogue_find(&wom_similarities, "cosine");
    const wom_node num_nodes = data->graph->num_nodes;
    float *p = NULL;
    WOM_TRY(wom_allocate(&p, job, (uint64_t)data->num_contents * num_nodes, sizeof *p, "purchase probabilities"));
    for (uint32_t c = 0; c < data->num_contents; c++) {
        const double of_content = needs_contents ? dot(contents, c, sigmoid->content_weight) : 0;
        for (wom_node u = 0; u < num_nodes; u++) {
            double x = sigmoid->bias + of_content + (needs_users ? dot(users, u, sigmoid->user_weight) : 0);
            if (sigmoid->affinity != 0) x += sigmoid->affinity * cosine->between(users, u, contents, c);
            p[(uint64_t)c * num_nodes + u] = (float)(1 / (1 + exp(-x)));
        }
    }
    *purchase = p;
    return WOM_OK;
}
