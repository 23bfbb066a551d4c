/* One pass over the exposures of a window: what friends pull at each adoption, and for how long everybody was at risk.
 * Since the rate is linear in the coefficients, that is all the likelihood needs, however often it is looked at. */
#include "hazard/hazard.h"

#include <assert.h>
#include <math.h>

/* At most 40 periods, and a bound of its own for each doubling of a content's actions. */
enum { MOST_SPANS = 112, CONTENTS_PER_BLOCK = 8 };

/* A stretch of one content's life in which nothing changes: (start, end], in one period, with one heat. */
typedef struct span {
    double start, end, heat;
    uint32_t period;
} span;

/* A worker's scratch. */
typedef struct desk {
    double *when;   /* [num_nodes] time of the user's action of this content; infinity: none */
    uint32_t *mark; /* [num_nodes] content + 1 where `when` is of it */
    span spans[MOST_SPANS];
    uint32_t num_spans;
} desk;

typedef struct pass {
    const wom_hazard_fitter *fitter;
    const wom_hazard_model *model;
    wom_window window;
    wom_gathered *gathered;
    desk *desks;
} pass;

/* ---- Spans ---- */

static void
add_span(desk *d, const pass *p, double start, double end, double heat, uint32_t period)
{
    const double from = fmax(start, p->window.from), until = fmin(end, p->window.until);
    if (!(from < until)) return;
    assert(d->num_spans < MOST_SPANS);
    d->spans[d->num_spans++] = (span){ from, until, heat, period };
}

/* Bounds are those of the periods and, since heat changes fast at first, the content's action number 1, 2, 4, 8, ... */
static void
cut_spans(desk *d, const pass *p, uint32_t content)
{
    const wom_history *history = p->fitter->history;
    const double *bound = p->fitter->bound, memory = p->model->heat.memory;
    uint64_t i = history->log->first[content];
    const uint64_t first = i, end = history->log->first[content + 1];
    double at = history->time[first], recent = 0, start = at;
    uint32_t period = 0;
    uint64_t next_own = 1;
    d->num_spans = 0;
    while (period < p->fitter->num_periods && bound[period + 1] <= start) period++;
    while (period < p->fitter->num_periods && start < p->window.until) {
        for (; i < end && history->time[i] <= start; i++) { /* what is known at the span's beginning */
            recent = recent * exp(-(history->time[i] - at) / memory) + 1;
            at = history->time[i];
        }
        while (i - first >= next_own) next_own *= 2;
        const double own =
            p->model->heat.is_on && first + next_own - 1 < end ? history->time[first + next_own - 1] : (double)INFINITY;
        const double stop = fmin(bound[period + 1], own > start ? own : (double)INFINITY);
        add_span(d, p, start, stop, heat_value(&p->model->heat, recent * exp(-(start - at) / memory)), period);
        start = stop;
        if (stop >= bound[period + 1]) period++;
    }
}

/* ---- Integrals ---- */

/* At-risk time by class: everybody's over the spans, less that of those who took it up, from then on. */
static void
integrate_baseline(double *exposure, const desk *d, const pass *p, uint32_t content)
{
    const wom_hazard_fitter *fitter = p->fitter;
    const wom_log *log = fitter->history->log;
    for (uint32_t s = 0; s < d->num_spans; s++) {
        const span *at = &d->spans[s];
        for (uint32_t a = 0; a < WOM_BASELINE_CLASSES; a++)
            exposure[a] +=
                at->heat * (at->end - at->start) * fitter->population[(uint64_t)at->period * WOM_BASELINE_CLASSES + a];
    }
    for (uint64_t i = log->first[content]; i < log->first[content + 1]; i++) {
        const double since = fitter->history->time[i];
        if (since >= p->window.until) break;
        for (uint32_t s = d->num_spans; s-- > 0 && d->spans[s].end > since;) {
            const span *at = &d->spans[s];
            exposure[class_of(fitter, log->user[i], at->period)] -=
                at->heat * (at->end - fmax(at->start, since)) * receptivity_of(fitter, log->user[i], at->period);
        }
    }
}

/* How a delay from one action on falls into the spans, heat counted, and into their periods. */
typedef struct fall {
    double since, sum;
    double of_span[MOST_SPANS];
    double of_period[MOST_SPANS];      /* [end_period - first_period] */
    uint32_t first_period, end_period; /* those it falls into */
} fall;

static void
spread_delay(fall *f, const desk *d, const pass *p, double since)
{
    const wom_hazard_model *m = p->model;
    double end = -(double)INFINITY, before = 0;
    f->since = since;
    f->sum = 0;
    f->first_period = f->end_period = 0;
    for (uint32_t s = 0; s < d->num_spans; s++) {
        const span *at = &d->spans[s];
        f->of_span[s] = 0;
        if (at->end <= since) continue;
        if (f->end_period == 0) f->first_period = at->period;
        while (f->end_period <= at->period) {
            if (f->end_period >= f->first_period) f->of_period[f->end_period - f->first_period] = 0;
            f->end_period++;
        }
        const double start = fmax(at->start, since);
        if (start != end) before = m->delay->share(m->scale, m->shape, start - since);
        const double after = m->delay->share(m->scale, m->shape, at->end - since);
        f->of_span[s] = at->heat * (after - before);
        f->of_period[at->period - f->first_period] += f->of_span[s];
        f->sum += f->of_span[s];
        before = after;
        end = at->end;
    }
}

/* What somebody who has not taken it up by the window's end was exposed to. Four sums, so that they overlap. */
static inline double
whole_exposure(const fall *f, const pass *p, wom_node head)
{
    if (!p->model->receptivity.is_on) return f->sum;
    const wom_hazard_fitter *fitter = p->fitter;
    const float *pace = fitter->pace + (uint64_t)fitter->row_of[head] * fitter->num_periods + f->first_period;
    const uint32_t num = f->end_period - f->first_period;
    double sum[4] = { 0 };
    for (uint32_t k = 0; k < num; k++) sum[k % 4] += f->of_period[k] * (double)pace[k];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Who took it up was exposed until then. */
static double
exposure_until(const fall *f, const desk *d, const pass *p, wom_node head, double until)
{
    const wom_hazard_model *m = p->model;
    double exposure = 0;
    for (uint32_t s = 0; s < d->num_spans && d->spans[s].start < until; s++) {
        const span *at = &d->spans[s];
        double falls = f->of_span[s];
        if (at->end <= f->since) continue;
        if (at->end > until)
            falls = at->heat * (m->delay->share(m->scale, m->shape, until - f->since) -
                                m->delay->share(m->scale, m->shape, fmax(at->start, f->since) - f->since));
        exposure += falls * receptivity_of(p->fitter, head, at->period);
    }
    return exposure;
}

static void
integrate_friends(double *exposure, const desk *d, const pass *p, uint32_t content, uint64_t i)
{
    const wom_tie_terms *terms = p->fitter->terms;
    const wom_graph *graph = terms->data->graph;
    const wom_node tail = p->fitter->history->log->user[i];
    fall f;
    spread_delay(&f, d, p, p->fitter->history->time[i]);
    if (f.sum <= 0) return;
    for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
        const wom_node head = graph->out_head[tie];
        const bool takes = d->mark[head] == content + 1;
        if (takes && d->when[head] <= f.since) continue;
        const double exposed = takes ? exposure_until(&f, d, p, head, d->when[head]) : whole_exposure(&f, p, head);
        for (uint32_t k = 0; k < terms->num; k++)
            exposure[WOM_BASELINE_CLASSES + k] += term_value(terms, k, tie, head, content) * exposed;
    }
}

/* ---- Adoptions ---- */

static bool
is_explained(const pass *p, uint32_t content, uint64_t i)
{
    const wom_history *history = p->fitter->history;
    const double time = history->time[i];
    return time > p->window.from && time <= p->window.until && time > history->time[history->log->first[content]];
}

static void
pull_at(float *pull, const desk *d, const pass *p, uint32_t content, wom_node head, double time)
{
    const wom_tie_terms *terms = p->fitter->terms;
    const wom_graph *graph = terms->data->graph;
    double sum[WOM_MOST_TIE_TERMS] = { 0 };
    for (uint64_t at = graph->in_first[head]; at < graph->in_first[head + 1]; at++) {
        const wom_node tail = graph->in_tail[at];
        if (d->mark[tail] != content + 1 || d->when[tail] >= time) continue;
        const double g = p->model->delay->density(p->model->scale, p->model->shape, time - d->when[tail]);
        for (uint32_t k = 0; k < terms->num; k++) sum[k] += g * term_value(terms, k, graph->in_tie[at], head, content);
    }
    for (uint32_t k = 0; k < terms->num; k++) pull[k] = (float)sum[k];
}

static void
take_adoptions(const desk *d, const pass *p, uint32_t chosen)
{
    const wom_log *log = p->fitter->history->log;
    const uint32_t content = p->fitter->contents[chosen], num_terms = p->gathered->num_terms;
    uint64_t to = p->gathered->first[chosen];
    uint32_t s = 0;
    for (uint64_t i = log->first[content]; i < log->first[content + 1]; i++) {
        if (!is_explained(p, content, i)) continue;
        const double time = p->fitter->history->time[i];
        while (s + 1 < d->num_spans && d->spans[s].end < time) s++;
        const span *at = &d->spans[s];
        p->gathered->class_of[to] = class_of(p->fitter, log->user[i], at->period);
        p->gathered->pace[to] = (float)(at->heat * receptivity_of(p->fitter, log->user[i], at->period));
        pull_at(p->gathered->pull + to * num_terms, d, p, content, log->user[i], time);
        to++;
    }
}

static void
take_content(pass *p, desk *d, uint32_t chosen)
{
    const wom_history *history = p->fitter->history;
    const uint32_t content = p->fitter->contents[chosen];
    double *exposure = p->gathered->exposure + (uint64_t)chosen * WOM_MOST_COEFFICIENTS;
    for (uint64_t i = history->log->first[content]; i < history->log->first[content + 1]; i++) {
        d->mark[history->log->user[i]] = content + 1;
        d->when[history->log->user[i]] = history->time[i];
    }
    cut_spans(d, p, content);
    if (d->num_spans == 0) return;
    integrate_baseline(exposure, d, p, content);
    for (uint64_t i = history->log->first[content]; i < history->log->first[content + 1]; i++)
        if (history->time[i] < p->window.until) integrate_friends(exposure, d, p, content, i);
    take_adoptions(d, p, chosen);
}

static void
gather_block(void *context, uint64_t block, uint32_t worker)
{
    pass *p = context;
    const uint64_t first = block * CONTENTS_PER_BLOCK;
    for (uint64_t i = first; i < first + CONTENTS_PER_BLOCK && i < p->fitter->num_chosen; i++)
        take_content(p, &p->desks[worker], (uint32_t)i);
}

/* ---- The pass ---- */

static wom_status
open_desks(pass *p)
{
    wom_job *job = p->fitter->job;
    const wom_node num_nodes = p->fitter->history->num_nodes;
    WOM_TRY(wom_allocate(&p->desks, job, wom_job_threads(job), sizeof(desk), "scratch"));
    for (uint32_t i = 0; i < wom_job_threads(job); i++) {
        WOM_TRY(wom_allocate(&p->desks[i].when, job, num_nodes, sizeof(double), "times of a cascade"));
        WOM_TRY(wom_allocate(&p->desks[i].mark, job, num_nodes, sizeof(uint32_t), "marks of users"));
    }
    return WOM_OK;
}

static void
close_desks(pass *p)
{
    for (uint32_t i = 0; p->desks != NULL && i < wom_job_threads(p->fitter->job); i++) {
        wom_free(p->desks[i].when);
        wom_free(p->desks[i].mark);
    }
    wom_free(p->desks);
}

static wom_status
make_room(wom_gathered *gathered, const pass *p)
{
    const wom_hazard_fitter *fitter = p->fitter;
    const wom_log *log = fitter->history->log;
    wom_job *job = fitter->job;
    gathered->num_terms = fitter->terms->num;
    WOM_TRY(wom_allocate(&gathered->first, job, fitter->num_chosen + UINT64_C(1), sizeof(uint64_t), "adoptions"));
    for (uint32_t c = 0; c < fitter->num_chosen; c++) {
        const uint32_t content = fitter->contents[c];
        gathered->first[c + 1] = gathered->first[c];
        for (uint64_t i = log->first[content]; i < log->first[content + 1]; i++)
            gathered->first[c + 1] += is_explained(p, content, i);
    }
    const uint64_t num = gathered->first[fitter->num_chosen];
    WOM_TRY(wom_allocate(&gathered->pull, job, num * fitter->terms->num, sizeof(float), "adoptions"));
    WOM_TRY(wom_allocate(&gathered->class_of, job, num, sizeof(uint8_t), "adoptions"));
    WOM_TRY(wom_allocate(&gathered->pace, job, num, sizeof(float), "adoptions"));
    return wom_allocate(&gathered->exposure, job, (uint64_t)fitter->num_chosen * WOM_MOST_COEFFICIENTS, sizeof(double),
                        "exposures");
}

wom_status
wom_hazard_gather(wom_gathered *gathered, wom_hazard_fitter *fitter, const wom_hazard_model *model, wom_window window)
{
    pass p = { fitter, model, window, gathered, NULL };
    wom_status status = WOM_OK;
    *gathered = (wom_gathered){ 0 };
    WOM_TRY_GOTO(make_room(gathered, &p));
    WOM_TRY_GOTO(open_desks(&p));
    WOM_TRY_GOTO(wom_parallel_for(fitter->job,
                                  (fitter->num_chosen + UINT64_C(1) * CONTENTS_PER_BLOCK - 1) / CONTENTS_PER_BLOCK,
                                  gather_block, &p, NULL));
done:
    close_desks(&p);
    if (status != WOM_OK) wom_gathered_clear(gathered);
    return status;
}

void
wom_gathered_clear(wom_gathered *gathered)
{
    wom_free(gathered->first);
    wom_free(gathered->pull);
    wom_free(gathered->class_of);
    wom_free(gathered->pace);
    wom_free(gathered->exposure);
    *gathered = (wom_gathered){ 0 };
}

/* ---- Means of the paces ---- */

static double
mean_receptivity(const wom_hazard_fitter *fitter, wom_window window)
{
    double sum = 0, weight = 0;
    for (uint32_t p = 0; p < fitter->num_periods; p++) {
        const double length = fmin(fitter->bound[p + 1], window.until) - fmax(fitter->bound[p], window.from);
        if (length <= 0) continue;
        for (uint32_t row = 0; row < fitter->num_rows; row++)
            sum += length * (double)fitter->pace[(uint64_t)row * fitter->num_periods + p];
        weight += length * fitter->num_rows;
    }
    return weight > 0 && sum > 0 ? sum / weight : 1;
}

static double
mean_heat(const wom_hazard_fitter *fitter, const wom_hazard_model *model, wom_window window)
{
    desk d = { 0 };
    const pass p = { fitter, model, window, NULL, &d };
    double sum = 0, weight = 0;
    for (uint32_t c = 0; c < fitter->num_chosen; c++) {
        cut_spans(&d, &p, fitter->contents[c]);
        for (uint32_t s = 0; s < d.num_spans; s++) {
            sum += d.spans[s].heat * (d.spans[s].end - d.spans[s].start);
            weight += d.spans[s].end - d.spans[s].start;
        }
    }
    return weight > 0 && sum > 0 ? sum / weight : 1;
}

wom_status
wom_hazard_set_means(wom_hazard_fitter *fitter, wom_hazard_model *model, wom_window window)
{
    model->receptivity.mean = model->heat.mean = 1;
    if (model->receptivity.is_on) {
        WOM_TRY(wom_hazard_set_receptivity(fitter, &model->receptivity));
        model->receptivity.mean = mean_receptivity(fitter, window);
    }
    if (model->heat.is_on) model->heat.mean = mean_heat(fitter, model, window);
    return WOM_OK;
}
