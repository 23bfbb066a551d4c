/* An invented log: cascades by the default model on a graph, with times. */
#include <wom/io.h>
#include <wom/simulate.h>

#include <math.h>
#include <stdio.h>

static const double seconds_a_day = 86400;

typedef struct cascades {
    const wom_data *data;
    wom_chances *chances;
    double *activity; /* [num_nodes] summed up to each user */
    wom_node *queue;
    double *time;
    uint32_t *reached_by; /* the cascade, plus 1 */
    wom_text_file *file;
} cascades;

/* Users begin cascades in proportion to their activity. */
static wom_node
draw_start(const cascades *c, wom_rng *rng)
{
    const wom_node num = c->data->graph->num_nodes;
    const double drawn = wom_rng_uniform(rng) * c->activity[num - 1];
    wom_node low = 0, high = num - 1;
    while (low < high) {
        const wom_node middle = low + (high - low) / 2;
        if (c->activity[middle] <= drawn) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Each who is reached tries each friend once, whom it takes a day on average. */
static uint32_t
spread(cascades *c, uint32_t cascade, uint64_t world, wom_rng *rng)
{
    const wom_graph *graph = c->data->graph;
    uint32_t num = 1;
    c->queue[0] = draw_start(c, rng);
    c->time[0] = floor(wom_rng_uniform(rng) * 365 * seconds_a_day);
    c->reached_by[c->queue[0]] = cascade + 1;
    for (uint32_t at = 0; at < num; at++) {
        const wom_node from = c->queue[at];
        for (uint64_t tie = graph->out_first[from]; tie < graph->out_first[from + 1]; tie++) {
            const wom_node to = graph->out_head[tie];
            if (c->reached_by[to] == cascade + 1 || wom_coin(world, tie) >= c->chances->threshold[tie]) continue;
            c->reached_by[to] = cascade + 1;
            c->queue[num] = to;
            c->time[num++] = c->time[at] + ceil(-log(1 - wom_rng_uniform(rng)) * seconds_a_day);
        }
    }
    return num;
}

static wom_status
write_cascade(cascades *c, uint32_t cascade, const char *content, uint32_t number, uint64_t seed)
{
    const uint64_t world = wom_key(seed, WOM_PURPOSE_GENERATE, cascade, 1);
    char name[256];
    wom_rng rng = wom_rng_stream(world, WOM_PURPOSE_GENERATE, 0);
    const uint32_t num = spread(c, cascade, world, &rng);
    snprintf(name, sizeof name, "%.200s/%u", content, number);
    for (uint32_t i = 0; i < num; i++) {
        WOM_TRY(wom_text_file_csv(c->file, wom_data_user_id(c->data, c->queue[i])));
        WOM_TRY(wom_text_file_print(c->file, ","));
        WOM_TRY(wom_text_file_csv(c->file, name));
        WOM_TRY(wom_text_file_print(c->file, ",%.0f\n", c->time[i]));
    }
    return WOM_OK;
}

static wom_status
get_memory(cascades *c, wom_job *job)
{
    const wom_node num = c->data->graph->num_nodes;
    double sum = 0;
    WOM_TRY(wom_allocate(&c->activity, job, num, sizeof *c->activity, "activity"));
    WOM_TRY(wom_allocate(&c->queue, job, num, sizeof *c->queue, "users of a cascade"));
    WOM_TRY(wom_allocate(&c->time, job, num, sizeof *c->time, "times of a cascade"));
    WOM_TRY(wom_allocate(&c->reached_by, job, num, sizeof *c->reached_by, "users of a cascade"));
    for (wom_node node = 0; node < num; node++)
        c->activity[node] = sum += c->data->activity != NULL ? c->data->activity[node] : 1;
    return WOM_OK;
}

/* Cascades take the contents in turn; those of one content are made together. */
static wom_status
write_all(cascades *c, wom_job *job, const wom_model *model, uint32_t num_cascades, uint64_t seed)
{
    const uint32_t num_contents = c->data->num_contents;
    WOM_TRY(wom_text_file_print(c->file, "user,content,time\n"));
    for (uint32_t content = 0; content < num_contents && content < num_cascades; content++) {
        WOM_TRY(wom_chances_fill(c->chances, job, model, content, NULL));
        for (uint32_t i = content, number = 1; i < num_cascades; number++) {
            WOM_TRY(wom_job_check(job));
            WOM_TRY(write_cascade(c, i, c->data->content_id[content], number, seed));
            if (num_cascades - i <= num_contents) break;
            i += num_contents;
        }
    }
    return WOM_OK;
}

wom_status
wom_log_invent(wom_job *job, const wom_data *data, uint32_t num_cascades, uint64_t seed, const char *path)
{
    wom_choice weighting = { 0 }, similarity = { 0 }, dynamics = { 0 };
    cascades c = { .data = data };
    wom_model *model = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_choice_default(&weighting, job, &wom_weightings, NULL));
    WOM_TRY_GOTO(wom_choice_default(&similarity, job, &wom_similarities, NULL));
    WOM_TRY_GOTO(wom_choice_default(&dynamics, job, &wom_dynamics_catalogue, "ic"));
    WOM_TRY_GOTO(wom_model_create(&model, job, data, &weighting, &similarity, 0));
    WOM_TRY_GOTO(wom_chances_create(&c.chances, job, data->graph, &dynamics));
    WOM_TRY_GOTO(get_memory(&c, job));
    WOM_TRY_GOTO(wom_text_file_create(&c.file, job, path));
    WOM_TRY_GOTO(write_all(&c, job, model, num_cascades, seed));
    WOM_TRY_GOTO(wom_text_file_finish(c.file));
done:
    wom_text_file_free(c.file);
    void *const arrays[] = { c.activity, c.queue, c.time, c.reached_by };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    wom_chances_free(c.chances);
    wom_model_free(model);
    wom_choice_free(&weighting);
    wom_choice_free(&similarity);
    wom_choice_free(&dynamics);
    return status;
}
