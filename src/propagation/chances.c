/* Probabilities of one content turned into the integers that coins are compared with. */
#include <wom/propagation.h>

#include <assert.h>
#include <math.h>

enum { NODES_PER_BLOCK = 1024 };

wom_status
wom_chances_create(wom_chances **chances, wom_job *job, const wom_graph *graph, const wom_choice *dynamics)
{
    *chances = NULL;
    wom_chances *made = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "chances"));
    wom_status status = WOM_OK;
    made->graph = graph;
    made->dynamics = (const wom_dynamics *)dynamics->variant;
    made->params = dynamics->params;
    if (dynamics->variant->fields != NULL) WOM_TRY_GOTO(wom_fields_check(dynamics->variant->fields, dynamics->params));
    WOM_TRY_GOTO(wom_dynamics_check_params(dynamics));
    WOM_TRY_GOTO(wom_allocate(&made->threshold, job, graph->num_ties, sizeof *made->threshold, "ties' chances"));
    if (made->dynamics->needs_start)
        WOM_TRY_GOTO(wom_allocate(&made->start, job, graph->num_ties, sizeof *made->start, "ties' intervals"));
    if (made->dynamics->needs_incoming)
        WOM_TRY_GOTO(wom_allocate(&made->incoming, job, graph->num_nodes, sizeof *made->incoming, "users' weights"));
    *chances = made;
    made = NULL;
done:
    wom_chances_free(made);
    return wom_fail_in(status, "dynamics \"%s\"", dynamics->variant->name);
}

void
wom_chances_free(wom_chances *chances)
{
    if (chances == NULL) return;
    wom_free(chances->threshold);
    wom_free(chances->start);
    wom_free(chances->incoming);
    wom_free(chances);
}

static wom_status
arrange(uint32_t **by_place, wom_job *job, const wom_graph *graph, const uint32_t *by_tie)
{
    WOM_TRY(wom_allocate(by_place, job, graph->num_ties, sizeof **by_place, "chances by in-tie"));
    for (uint64_t k = 0; k < graph->num_ties; k++) (*by_place)[k] = by_tie[graph->in_tie[k]];
    return WOM_OK;
}

wom_status
wom_chances_arrange(wom_chances *view, wom_job *job, const wom_chances *chances)
{
    *view = *chances;
    view->in_threshold = view->in_start = NULL;
    wom_status status = arrange(&view->in_threshold, job, chances->graph, chances->threshold);
    if (status == WOM_OK && chances->start != NULL)
        status = arrange(&view->in_start, job, chances->graph, chances->start);
    if (status != WOM_OK) wom_chances_disarrange(view);
    return status;
}

void
wom_chances_disarrange(wom_chances *view)
{
    wom_free(view->in_threshold);
    wom_free(view->in_start);
    view->in_threshold = view->in_start = NULL;
}

typedef struct fill_context {
    wom_chances *chances;
    const wom_model *model;
    const wom_tie *tie_of; /* of a layer: [the model's ties] their numbers in the chances */
    uint64_t *clipped;     /* of each block */
} fill_context;

/* a s + d u + g b: what the link is applied to. */
static inline double
combined(const wom_model *model, const float *interest, double a, double d, wom_tie tie, wom_node head)
{
    const double x = a * wom_term_value(&model->social, tie, head) + d * wom_term_value(&model->alike, tie, head);
    if (interest == NULL) return x;
    return x + wom_term_value(&model->interest_scale, tie, head) * (double)interest[head];
}

/* o + w link(x), clipped to [0, 1]; *clipped tells whether that cut something off. */
static inline double
linked(const wom_model *model, double x, wom_tie tie, wom_node head, bool *clipped)
{
    const bool clips = model->link == WOM_LINK_CLIP;
    const double y = clips ? (x < 1 ? x : 1) : -expm1(-x);
    const double p = wom_term_value(&model->offset, tie, head) + wom_term_value(&model->scale, tie, head) * y;
    *clipped = p > 1 || (clips && x > 1);
    return p < 0 ? 0 : p > 1 ? 1 : p;
}

static const float *
interest_in(const wom_model *model, uint32_t content)
{
    return model->interest == NULL ? NULL : model->interest + (uint64_t)content * model->graph->num_nodes;
}

static double
probability(const wom_model *model, uint32_t content, wom_tie tie, wom_node head, bool *clipped)
{
    if (model->num_layers > 0) {
        const wom_model *of_layer = model->layers[model->graph->layer[tie]].model;
        return probability(of_layer, content, model->place[tie], head, clipped);
    }
    const double x = combined(model, interest_in(model, content), model->social_weight[content],
                              model->alike_weight[content], tie, head);
    return linked(model, x, tie, head, clipped);
}

double
wom_model_probability(const wom_model *model, uint32_t content, wom_tie tie, wom_node head)
{
    bool clipped;
    return probability(model, content, tie, head, &clipped);
}

bool
wom_model_is_clipped(const wom_model *model, uint32_t content, wom_tie tie, wom_node head)
{
    bool clipped;
    probability(model, content, tie, head, &clipped);
    return clipped;
}

/* A tie's number in the chances is tie_of[tie]; tie_of NULL: tie. */
static inline void
fill_ties(const fill_context *fill, uint64_t block, const wom_tie *tie_of)
{
    const wom_chances *chances = fill->chances;
    const wom_model model = *fill->model; /* a local copy, so that stores to thresholds cannot alias it */
    const wom_graph *graph = model.graph;
    const float *interest = interest_in(&model, chances->content);
    const double a = model.social_weight[chances->content], d = model.alike_weight[chances->content];
    const uint64_t first = block * NODES_PER_BLOCK;
    const uint64_t end = first + NODES_PER_BLOCK < graph->num_nodes ? first + NODES_PER_BLOCK : graph->num_nodes;
    uint64_t clipped = 0;
    for (uint64_t tie = graph->out_first[first]; tie < graph->out_first[end]; tie++) {
        const wom_node head = graph->out_head[tie];
        bool cut;
        const double x = combined(&model, interest, a, d, (wom_tie)tie, head);
        const double p = linked(&model, x, (wom_tie)tie, head, &cut);
        clipped += cut;
        chances->threshold[tie_of != NULL ? tie_of[tie] : tie] = wom_threshold(p);
    }
    fill->clipped[block] = clipped;
}

static void
fill_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    fill_ties(context, block, NULL);
}

static void
fill_layer_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const fill_context *fill = context;
    fill_ties(fill, block, fill->tie_of);
}

static wom_status
fill_thresholds(fill_context *fill, wom_job *job, const wom_model *model, wom_block_body body)
{
    const uint64_t num_blocks = ((uint64_t)model->graph->num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK;
    fill->model = model;
    WOM_TRY(wom_parallel_for(job, num_blocks, body, fill, NULL));
    for (uint64_t block = 0; block < num_blocks; block++) fill->chances->num_clipped += fill->clipped[block];
    return WOM_OK;
}

static wom_status
fill_layers(fill_context *fill, wom_job *job, const wom_model *model)
{
    for (uint32_t layer = 0; layer < model->num_layers; layer++) {
        fill->tie_of = model->layers[layer].tie_of;
        WOM_TRY(fill_thresholds(fill, job, model->layers[layer].model, fill_layer_block));
    }
    return WOM_OK;
}

wom_status
wom_chances_fill(wom_chances *chances, wom_job *job, const wom_model *model, uint32_t content, const bool *masked)
{
    if (content >= model->num_contents)
        return wom_fail(WOM_INVALID, "content number %u: there are %u contents", content, model->num_contents);
    assert(model->graph == chances->graph);
    const uint64_t num_blocks = ((uint64_t)chances->graph->num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK;
    fill_context context = { .chances = chances };
    WOM_TRY(wom_allocate(&context.clipped, job, num_blocks, sizeof *context.clipped, "counts of clipped ties"));
    chances->content = content;
    chances->baseline = wom_threshold(model->baseline);
    chances->num_clipped = 0;
    const wom_status status =
        model->num_layers > 0 ? fill_layers(&context, job, model) : fill_thresholds(&context, job, model, fill_block);
    wom_free(context.clipped);
    WOM_TRY(status);
    if (chances->dynamics->prepare != NULL) WOM_TRY(chances->dynamics->prepare(chances, false));
    /* last, so that masking leaves the other ties' intervals where they are and a world loses only what is masked */
    for (wom_tie tie = 0; masked != NULL && tie < chances->graph->num_ties; tie++)
        if (masked[tie]) chances->threshold[tie] = 0;
    return WOM_OK;
}

wom_status
wom_chances_fill_from(wom_chances *chances, const double *probability, uint32_t content, double baseline,
                      bool normalise)
{
    chances->content = content;
    chances->baseline = wom_threshold(baseline);
    chances->num_clipped = 0;
    for (wom_tie tie = 0; tie < chances->graph->num_ties; tie++) {
        chances->num_clipped += !(probability[tie] >= 0 && probability[tie] <= 1);
        chances->threshold[tie] = wom_threshold(probability[tie]);
    }
    return chances->dynamics->prepare != NULL ? chances->dynamics->prepare(chances, normalise) : WOM_OK;
}
