/* How alike contents and users are, as a term of a model. */
#include "weightings.h"

enum { NODES_PER_BLOCK = 512 };

typedef struct content_context {
    const wom_data *data;
    const wom_similarity *similarity;
    double weight;
    float *interest; /* [num_contents * num_nodes] */
} content_context;

static void
content_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const content_context *c = context;
    const uint64_t num_nodes = c->data->graph->num_nodes, first = block * NODES_PER_BLOCK;
    for (uint32_t content = 0; content < c->data->num_contents; content++)
        for (uint64_t node = first; node < first + NODES_PER_BLOCK && node < num_nodes; node++)
            c->interest[content * num_nodes + node] =
                (float)(c->weight * c->similarity->between(c->data->content_interests, content, c->data->user_interests,
                                                           (uint32_t)node));
}

static uint64_t
num_missing(const wom_vectors *vectors)
{
    uint64_t missing = 0;
    for (uint32_t row = 0; row < vectors->num_rows; row++) missing += !(vectors->norm[row] > 0);
    return missing;
}

wom_status
wom_model_fill_likeness(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity,
                        double weight)
{
    const uint64_t num_nodes = data->graph->num_nodes, num_pairs = model->num_contents * num_nodes;
    WOM_TRY(wom_allocate(&model->interest, job, num_pairs, sizeof(float), "likeness of contents and users"));
    content_context context = { data, similarity, weight, model->interest };
    WOM_TRY(wom_parallel_for(job, (num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK, content_block, &context, NULL));
    model->num_missing_similarities += num_pairs - (num_nodes - num_missing(data->user_interests)) *
                                                       (model->num_contents - num_missing(data->content_interests));
    return WOM_OK;
}
