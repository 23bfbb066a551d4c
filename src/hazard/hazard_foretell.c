/* What a fitted hazard foretells at a time, of those who have a friend with the content. */
#include "hazard/hazard.h"

#include <math.h>

typedef struct foresight {
    const wom_hazard_fitter *fitter;
    const wom_hazard *hazard;
    wom_window window;
    uint32_t period; /* which begins at window.from */
    double *pull;    /* [num_nodes] sum over friends with the content of lambda times the delay that is still to come */
    uint32_t *mark;  /* [num_nodes] content + 1: met; and has: */
    uint32_t *has;   /* [num_nodes] content + 1: has it at window.from */
    uint32_t *gets;  /* [num_nodes] content + 1: gets it by window.until */
    wom_node *met;   /* [num_nodes] who has a friend with it, in that order */
    wom_foretold *foretold;
    uint64_t capacity[2];
} foresight;

static double
lambda_of(const foresight *f, uint64_t tie, wom_node head, uint32_t content)
{
    double lambda = 0;
    for (uint32_t k = 0; k < f->fitter->terms->num; k++) {
        const double w = f->hazard->coefficient[WOM_BASELINE_CLASSES + k];
        if (w > 0) lambda += w * term_value(f->fitter->terms, k, tie, head, content);
    }
    return lambda;
}

static wom_node
meet_friends(foresight *f, uint32_t content, uint64_t first, uint64_t end)
{
    const wom_history *history = f->fitter->history;
    const wom_graph *graph = f->fitter->terms->data->graph;
    const wom_hazard_model *m = &f->hazard->model;
    wom_node num_met = 0;
    for (uint64_t i = first; i < end; i++) {
        const wom_node tail = history->log->user[i];
        const double since = history->time[i];
        const double share = m->delay->share(m->scale, m->shape, f->window.until - since) -
                             m->delay->share(m->scale, m->shape, f->window.from - since);
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            if (f->has[head] == content + 1) continue;
            if (f->mark[head] != content + 1) {
                f->mark[head] = content + 1;
                f->pull[head] = 0;
                f->met[num_met++] = head;
            }
            f->pull[head] += share * lambda_of(f, tie, head, content);
        }
    }
    return num_met;
}

static double
heat_at(const foresight *f, uint64_t first, uint64_t end)
{
    const wom_pace *heat = &f->hazard->model.heat;
    double recent = 0;
    for (uint64_t i = first; i < end && heat->is_on; i++)
        recent += exp(-(f->window.from - f->fitter->history->time[i]) / heat->memory);
    return heat_value(heat, recent);
}

static wom_status
foretell_content(foresight *f, uint32_t content)
{
    const wom_history *history = f->fitter->history;
    wom_foretold *to = f->foretold;
    const uint64_t first = history->log->first[content];
    const uint64_t end = wom_history_content_end(history, content, nextafter(f->window.from, (double)INFINITY));
    for (uint64_t i = first; i < end; i++) f->has[history->log->user[i]] = content + 1;
    for (uint64_t i = end; i < history->log->first[content + 1] && history->time[i] <= f->window.until; i++)
        f->gets[history->log->user[i]] = content + 1;
    const wom_node num_met = meet_friends(f, content, first, end);
    const double heat = heat_at(f, first, end), length = f->window.until - f->window.from;
    WOM_TRY(wom_reserve(&to->p, &f->capacity[0], f->fitter->job, to->num + num_met, sizeof *to->p, "what is foretold"));
    WOM_TRY(wom_reserve(&to->happened, &f->capacity[1], f->fitter->job, to->num + num_met, sizeof(bool),
                        "what is foretold"));
    for (wom_node k = 0; k < num_met; k++) {
        const wom_node user = f->met[k];
        const double rate = f->hazard->coefficient[class_of(f->fitter, user, f->period)] * length + f->pull[user];
        to->p[to->num] = (float)-expm1(-heat * receptivity_of(f->fitter, user, f->period) * rate);
        to->happened[to->num++] = f->gets[user] == content + 1;
    }
    return WOM_OK;
}

static wom_status
foretell_all(foresight *f)
{
    wom_job *job = f->fitter->job;
    const wom_node num_nodes = f->fitter->history->num_nodes;
    WOM_TRY(wom_allocate(&f->pull, job, num_nodes, sizeof(double), "what is foretold"));
    WOM_TRY(wom_allocate(&f->mark, job, num_nodes, sizeof(uint32_t), "marks of users"));
    WOM_TRY(wom_allocate(&f->has, job, num_nodes, sizeof(uint32_t), "marks of users"));
    WOM_TRY(wom_allocate(&f->gets, job, num_nodes, sizeof(uint32_t), "marks of users"));
    WOM_TRY(wom_allocate(&f->met, job, num_nodes, sizeof(wom_node), "users who met a content"));
    for (uint32_t c = 0; c < f->fitter->num_chosen; c++) {
        if (c % 256 == 0) WOM_TRY(wom_job_check(job));
        WOM_TRY(foretell_content(f, f->fitter->contents[c]));
    }
    return WOM_OK;
}

wom_status
wom_hazard_foretell(wom_foretold *foretold, wom_hazard_fitter *fitter, const wom_hazard *hazard, wom_window window)
{
    foresight f = { .fitter = fitter, .hazard = hazard, .window = window, .foretold = foretold };
    *foretold = (wom_foretold){ 0 };
    while (f.period + 1 < fitter->num_periods && fitter->bound[f.period] < window.from) f.period++;
    WOM_TRY(wom_hazard_set_receptivity(fitter, &hazard->model.receptivity));
    const wom_status status = foretell_all(&f);
    void *const arrays[] = { f.pull, f.mark, f.has, f.gets, f.met };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
    if (status != WOM_OK) wom_foretold_clear(foretold);
    return status;
}

void
wom_foretold_clear(wom_foretold *foretold)
{
    wom_free(foretold->p);
    wom_free(foretold->happened);
    *foretold = (wom_foretold){ 0 };
}
