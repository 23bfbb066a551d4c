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

/* h_u' M of the user turned about: (M h_c)[dimension of the user], so that a content's work is done once. */
static void
turn(double *turned, const wom_vectors *contents, uint32_t content, const wom_purchase_sigmoid *sigmoid)
{
    const uint32_t d = contents->num_dimensions;
    for (uint32_t i = 0; i < d; i++) turned[i] = sigmoid->user_weight != NULL ? sigmoid->user_weight[i] : 0;
    for (uint64_t k = contents->first[content]; k < contents->first[content + 1]; k++) {
        const uint32_t to = contents->dimension[k];
        const double value = (double)contents->value[k];
        turned[to] += (sigmoid->scalar + (sigmoid->diagonal != NULL ? sigmoid->diagonal[to] : 0)) * value;
        for (uint32_t i = 0; sigmoid->matrix != NULL && i < d; i++)
            turned[i] += sigmoid->matrix[(size_t)i * d + to] * value;
    }
}

wom_status
wom_purchase_by_sigmoid(float **purchase, wom_job *job, const wom_data *data, const wom_purchase_sigmoid *sigmoid)
{
    *purchase = NULL;
    const wom_vectors *users = data->user_interests, *contents = data->content_interests;
    const bool has_product = sigmoid->affinity != 0 || sigmoid->scalar != 0 || sigmoid->diagonal != NULL ||
                             sigmoid->matrix != NULL;
    const bool needs_users = has_product || sigmoid->user_weight != NULL;
    const bool needs_contents = has_product || sigmoid->content_weight != NULL;
    if ((needs_users && users == NULL) || (needs_contents && contents == NULL))
        return wom_fail(WOM_INVALID, "purchase probabilities by interests need the interests of users and contents; "
                                     "give them, or set the weights to 0");
    const wom_similarity *cosine = (const wom_similarity *)wom_catalogue_find(&wom_similarities, "cosine");
    const wom_node num_nodes = data->graph->num_nodes;
    float *p = NULL;
    double *turned = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&p, job, (uint64_t)data->num_contents * num_nodes, sizeof *p, "purchase probabilities"));
    if (has_product)
        WOM_TRY_GOTO(wom_allocate(&turned, job, users->num_dimensions, sizeof *turned, "purchase weights"));
    for (uint32_t c = 0; c < data->num_contents; c++) {
        const double of_content = needs_contents ? dot(contents, c, sigmoid->content_weight) : 0;
        if (has_product) turn(turned, contents, c, sigmoid);
        for (wom_node u = 0; u < num_nodes; u++) {
            const double of_user = needs_users ? dot(users, u, has_product ? turned : sigmoid->user_weight) : 0;
            double x = sigmoid->bias + of_content + of_user;
            if (sigmoid->affinity != 0) x += sigmoid->affinity * cosine->between(users, u, contents, c);
            p[(uint64_t)c * num_nodes + u] = (float)(1 / (1 + exp(-x)));
        }
    }
    *purchase = p;
    p = NULL;
done:
    wom_free(p);
    wom_free(turned);
    return status;
}
