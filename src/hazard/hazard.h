/* What fitting and scoring hazards share. */
#ifndef WOM_HAZARD_HAZARD_H
#define WOM_HAZARD_HAZARD_H

#include <wom/hazard.h>

/* Periods of the log, on whose beginning paces and classes are looked up, and users' recent actions there. */
struct wom_hazard_fitter {
    wom_job *job;
    const wom_history *history;
    const wom_tie_terms *terms;
    uint32_t num_periods;
    double *bound;    /* [num_periods + 1] ascending; period p is (bound[p], bound[p + 1]] */
    uint32_t *row_of; /* [num_nodes] of a user with actions; num_rows: of all others */
    uint32_t num_rows;
    uint8_t *class_of;  /* [(num_rows + 1) * num_periods] by the actions up to the period's beginning */
    float *pace;        /* likewise R, for the receptivity at hand */
    double *population; /* [num_periods * WOM_BASELINE_CLASSES] sum of R over all users, by class */
    uint32_t *contents; /* [num_chosen] those that are looked at */
    uint32_t num_chosen;
};

/* What a window holds under a model's delay and paces: all that the likelihood needs to know. */
typedef struct wom_gathered {
    uint32_t num_terms;
    uint64_t *first;   /* [num_chosen + 1] adoptions of each content that is looked at */
    float *pull;       /* [num_adoptions * num_terms] sum over friends of x g, per second */
    uint8_t *class_of; /* [num_adoptions] */
    float *pace;       /* [num_adoptions] R K */
    double *exposure;  /* [num_chosen * WOM_MOST_COEFFICIENTS] integrals: at-risk time by class; x G by term */
} wom_gathered;

/* Fills pace and population for a receptivity. */
wom_status wom_hazard_set_receptivity(wom_hazard_fitter *fitter, const wom_pace *receptivity);

/* Sets the means of the model's paces to those of the window. */
wom_status wom_hazard_set_means(wom_hazard_fitter *fitter, wom_hazard_model *model, wom_window window);

wom_status wom_hazard_gather(wom_gathered *gathered, wom_hazard_fitter *fitter, const wom_hazard_model *model,
                             wom_window window);
void wom_gathered_clear(wom_gathered *gathered);

/* Sums of log-likelihood, gradient and curvature at the coefficients. Curvature is the negative Hessian. */
typedef struct wom_slopes {
    double value;
    double gradient[WOM_MOST_COEFFICIENTS];
    double curvature[WOM_MOST_COEFFICIENTS][WOM_MOST_COEFFICIENTS];
} wom_slopes;

/* Of one content's adoptions. */
void wom_slopes_of_content(wom_slopes *slopes, const wom_gathered *gathered, uint32_t chosen,
                           const double *coefficient);

/* Maximises; fills coefficients, errors and intervals. `used[WOM_MOST_COEFFICIENTS]` are free. */
wom_status wom_hazard_maximise(wom_hazard *hazard, wom_job *job, const wom_gathered *gathered, uint32_t num_chosen,
                               const bool *used);

/* (floor + recent)^power, not yet by its mean. */
double wom_pace_value(const wom_pace *pace, double recent);

/* ---- Looking up ---- */

static inline double
receptivity_of(const wom_hazard_fitter *fitter, wom_node user, uint32_t period)
{
    return (double)fitter->pace[(uint64_t)fitter->row_of[user] * fitter->num_periods + period];
}

static inline uint8_t
class_of(const wom_hazard_fitter *fitter, wom_node user, uint32_t period)
{
    return fitter->class_of[(uint64_t)fitter->row_of[user] * fitter->num_periods + period];
}

static inline double
term_value(const wom_tie_terms *terms, uint32_t k, uint64_t tie, wom_node head, uint32_t content)
{
    const wom_tie_term *term = &terms->term[k];
    if (term->of_tie != NULL) return (double)term->of_tie[tie];
    const uint32_t known = terms->content_of[content];
    if (known == UINT32_MAX) return 0;
    return wom_term_value(&terms->model->interest_scale, (wom_tie)tie, head) *
           (double)terms->model->interest[(uint64_t)known * terms->data->graph->num_nodes + head];
}

static inline double
heat_value(const wom_pace *heat, double recent)
{
    return heat->is_on ? wom_pace_value(heat, recent) / heat->mean : 1;
}

#endif
