/* What influence along a tie may depend on, from the formula's own terms and the network. */
#include "propagation/friends.h"

#include <wom/hazard.h>

#include <string.h>

/* The choice of the formula with alpha and beta 1, so that the fitted coefficients are alpha and beta; without
 * interests there is no beta. */
static wom_status
choose_plain_formula(wom_choice *plain, wom_json **json, wom_job *job, const wom_choice *weighting, bool has_interests)
{
    wom_json *one = NULL, *beta = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_json_create_object(json, job));
    WOM_TRY_GOTO(wom_choice_write(*json, "weighting", weighting));
    if (strcmp(weighting->variant->name, "social-interest") == 0) {
        WOM_TRY_GOTO(wom_json_parse(&one, job, "1", 1, "alpha"));
        WOM_TRY_GOTO(wom_json_set(*json, "/weighting/alpha", one, "learn"));
        WOM_TRY_GOTO(wom_json_parse(&beta, job, has_interests ? "1" : "0", 1, "beta"));
        WOM_TRY_GOTO(wom_json_set(*json, "/weighting/beta", beta, "learn"));
    }
    WOM_TRY_GOTO(wom_choice_read(plain, job, &wom_weightings, wom_json_member(*json, "weighting")));
done:
    wom_json_free(one);
    wom_json_free(beta);
    return status;
}

static wom_status
make_model(wom_tie_terms *terms, wom_job *job, const wom_choice *weighting, const wom_choice *similarity)
{
    wom_choice plain = { 0 };
    wom_json *json = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(choose_plain_formula(&plain, &json, job, weighting, terms->data->user_interests != NULL));
    WOM_TRY_GOTO(wom_model_create(&terms->model, job, terms->data, &plain, similarity, 0));
done:
    wom_choice_free(&plain);
    wom_json_free(json);
    return status;
}

/* ---- Contents of the log ---- */

/* "news/17" is one of many cascades of content "news". */
static uint32_t
find_content(const wom_data *data, const char *id)
{
    const char *slash = strrchr(id, '/');
    const size_t stem = slash != NULL ? (size_t)(slash - id) : 0;
    for (uint32_t c = 0; c < data->num_contents; c++) {
        const char *known = data->content_id[c];
        if (strcmp(known, id) == 0 || (stem > 0 && strncmp(known, id, stem) == 0 && known[stem] == '\0')) return c;
    }
    return UINT32_MAX;
}

static wom_status
match_contents(wom_tie_terms *terms, wom_job *job)
{
    const wom_log *log = terms->data->log;
    if (terms->model->interest == NULL) return WOM_OK;
    WOM_TRY(wom_allocate(&terms->content_of, job, log->num_contents, sizeof(uint32_t), "contents of the log"));
    for (uint32_t c = 0; c < log->num_contents; c++) {
        terms->content_of[c] = find_content(terms->data, log->content_id[c]);
        terms->num_known += terms->content_of[c] != UINT32_MAX;
    }
    return WOM_OK;
}

/* ---- The terms ---- */

static wom_status
add_term(float **of_tie, wom_tie_terms *terms, wom_job *job, const char *name, const char *meaning)
{
    wom_tie_term *term = &terms->term[terms->num];
    WOM_TRY(wom_allocate(&term->of_tie, job, terms->data->graph->num_ties, sizeof(float), "a term of the ties"));
    term->name = name;
    term->meaning = meaning;
    terms->num++;
    *of_tie = term->of_tie;
    return WOM_OK;
}

static bool
is_formula(const wom_model *model)
{
    return model->num_layers == 0 && model->social_weight[0] > 0;
}

static double
social_of(const wom_model *model, wom_tie tie, wom_node head)
{
    if (!is_formula(model)) return wom_model_probability(model, 0, tie, head);
    return wom_term_value(&model->social, tie, head);
}

static wom_status
add_formula(wom_tie_terms *terms, wom_job *job)
{
    const wom_graph *graph = terms->data->graph;
    const wom_model *model = terms->model;
    const bool is_split = is_formula(model), has_alike = is_split && model->alike_weight[0] > 0;
    float *social, *alike = NULL;
    WOM_TRY(add_term(&social, terms, job, "alpha",
                     is_split ? "S/D: strength of the tie in the circle of its head" : "P of the weighting"));
    if (has_alike) WOM_TRY(add_term(&alike, terms, job, "beta", "C/N: likeness of interests of both ends"));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            social[tie] = (float)social_of(model, (wom_tie)tie, head);
            if (has_alike) alike[tie] = (float)wom_term_value(&model->alike, (wom_tie)tie, head);
        }
    if (is_split && model->interest != NULL && !has_alike && terms->num_known > 0)
        terms->term[terms->num++] = (wom_tie_term){ "beta", "C/N: likeness of interests of content and head", NULL };
    return WOM_OK;
}

/* Takes the last term away where it says the same as the first: without strengths S/D is the share. */
static void
drop_if_first(wom_tie_terms *terms)
{
    const float *first = terms->term[0].of_tie, *last = terms->term[terms->num - 1].of_tie;
    for (wom_tie tie = 0; tie < terms->data->graph->num_ties; tie++)
        if (first[tie] != last[tie]) return;
    wom_free(terms->term[--terms->num].of_tie);
    terms->term[terms->num] = (wom_tie_term){ 0 };
}

static wom_status
add_network(wom_tie_terms *terms, wom_job *job)
{
    const wom_graph *graph = terms->data->graph;
    float *one, *jaccard, *share;
    double *shared = NULL;
    WOM_TRY(add_term(&one, terms, job, "friend", "1 for every friend"));
    WOM_TRY(add_term(&jaccard, terms, job, "jaccard", "Jaccard index of the friends of both ends"));
    WOM_TRY(wom_friends_shared(&shared, job, graph));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++) {
        one[tie] = 1;
        jaccard[tie] = (float)shared[tie];
    }
    wom_free(shared);
    WOM_TRY(add_term(&share, terms, job, "share", "1/in-degree: a friend's share in the head's friends"));
    for (wom_tie tie = 0; tie < graph->num_ties; tie++)
        share[tie] = (float)(1. / wom_graph_in_degree(graph, graph->out_head[tie]));
    drop_if_first(terms);
    return WOM_OK;
}

wom_status
wom_tie_terms_create(wom_tie_terms **terms, wom_job *job, const wom_data *data, const wom_choice *weighting,
                     const wom_choice *similarity)
{
    wom_tie_terms *made = NULL;
    wom_status status = WOM_OK;
    *terms = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "terms of the ties"));
    made->data = data;
    WOM_TRY_GOTO(make_model(made, job, weighting, similarity));
    WOM_TRY_GOTO(match_contents(made, job));
    WOM_TRY_GOTO(add_formula(made, job));
    WOM_TRY_GOTO(add_network(made, job));
    *terms = made;
    made = NULL;
done:
    wom_tie_terms_free(made);
    return status;
}

void
wom_tie_terms_free(wom_tie_terms *terms)
{
    if (terms == NULL) return;
    for (uint32_t k = 0; k < WOM_MOST_TIE_TERMS; k++) wom_free(terms->term[k].of_tie);
    wom_free(terms->content_of);
    wom_model_free(terms->model);
    wom_free(terms);
}
