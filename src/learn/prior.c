/* Prior probabilities of ties from a model. */
#include <wom/learn.h>

enum { NODES_A_BLOCK = 1024 };

typedef struct averaging {
    double *prior;
    const wom_model *model;
} averaging;

static void
average_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const averaging *a = context;
    const wom_graph *graph = a->model->graph;
    const uint64_t end =
        (block + 1) * NODES_A_BLOCK < graph->num_nodes ? (block + 1) * NODES_A_BLOCK : graph->num_nodes;
    const uint32_t num_contents = a->model->num_contents;
    for (uint64_t tie = graph->out_first[block * NODES_A_BLOCK]; tie < graph->out_first[end]; tie++) {
        double sum = 0;
        for (uint32_t c = 0; c < num_contents; c++)
            sum += wom_model_probability(a->model, c, (wom_tie)tie, graph->out_head[tie]);
        a->prior[tie] = sum / num_contents;
    }
}

wom_status
wom_ties_prior(double *prior, wom_job *job, const wom_model *model)
{
    averaging a = { prior, model };
    const uint64_t num_blocks = ((uint64_t)model->graph->num_nodes + NODES_A_BLOCK - 1) / NODES_A_BLOCK;
    return wom_parallel_for(job, num_blocks, average_block, &a, NULL);
}
