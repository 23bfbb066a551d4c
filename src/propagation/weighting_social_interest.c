/* The default formula: P_c(i -> j) = alpha S(i,j) / D(j) + beta C_c(i,j) / N(j), social strength against the size of
 * the head's circle plus likeness of interests against the number of her friends. */
#include "friends.h"
#include "weightings.h"

#include <math.h>

enum strength_choice { S_STRENGTH, S_ONE, S_HEAD_ACTIVITY, S_TAIL_ACTIVITY, S_JACCARD };
enum circle_choice { D_STRENGTH, D_IN_DEGREE, D_SQRT, D_ONE, D_COLUMN };
enum likeness_choice { C_AUTO, C_CONTENT, C_USER, C_MIX };
enum friends_choice { N_IN_DEGREE, N_SQRT, N_ONE, N_COLUMN, N_SIMILARITY };

static const char *const strength_names[] = {
    "strength", "one", "activity-of-head", "activity-of-tail", "jaccard", NULL
};
static const char *const circle_names[] = { "strength", "in-degree", "sqrt-in-degree", "one", "column", NULL };
static const char *const likeness_names[] = { "auto", "content", "user", "mix", NULL };
static const char *const friends_names[] = { "in-degree", "sqrt-in-degree", "one", "column", "similarity", NULL };

typedef struct social_interest_params {
    double alpha, beta, mix;
    uint32_t strength, circle, likeness, friends;
} social_interest_params;

#define AT(member) offsetof(social_interest_params, member)
static const wom_field fields[] = {
    { "alpha", WOM_FIELD_REAL, AT(alpha), 0.6, 0, 1e6, "", "weight of social strength", NULL },
    { "beta", WOM_FIELD_REAL, AT(beta), 0.3, 0, 1e6, "", "weight of likeness of interests", NULL },
    { "S", WOM_FIELD_CHOICE, AT(strength), S_STRENGTH, 0, 0, "",
      "social strength of a tie: its column (1 where there is none), 1, activity of either end, or Jaccard of friends",
      strength_names },
    { "D", WOM_FIELD_CHOICE, AT(circle), D_STRENGTH, 0, 0, "",
      "size of the head's circle: sum of incoming S, in-degree, its square root, 1, or the users' column circle",
      circle_names },
    { "C", WOM_FIELD_CHOICE, AT(likeness), C_AUTO, 0, 0, "",
      "likeness of content and head, of tail and head, or a mix; auto: content where contents have interests",
      likeness_names },
    { "N", WOM_FIELD_CHOICE, AT(friends), N_IN_DEGREE, 0, 0, "",
      "number of the head's friends: in-degree, its square root, 1, the users' column friends, or the sum of C over "
      "friends (C user only)",
      friends_names },
    { "mix", WOM_FIELD_REAL, AT(mix), 0.5, 0, 1, "", "with C mix: the share of tail-head likeness", NULL },
    { 0 },
};

/* The share of likeness that is between users: 0 for content, 1 for user. */
static double
share_of_users(const social_interest_params *params, const wom_data *data)
{
    switch (params->likeness) {
    case C_CONTENT:
        return 0;
    case C_USER:
        return 1;
    case C_MIX:
        return params->mix;
    default:
        return data->content_interests != NULL ? 0 : 1;
    }
}

static wom_status
check(const social_interest_params *params, const wom_data *data)
{
    if ((params->strength == S_HEAD_ACTIVITY || params->strength == S_TAIL_ACTIVITY) && data->activity == NULL)
        return wom_fail(WOM_INVALID, "S \"%s\" needs a column activity in the users file",
                        strength_names[params->strength]);
    if (params->circle == D_COLUMN && data->circle == NULL)
        return wom_fail(WOM_INVALID, "D \"column\" needs a column circle in the users file");
    if (params->friends == N_COLUMN && data->friends == NULL)
        return wom_fail(WOM_INVALID, "N \"column\" needs a column friends in the users file");
    if (params->beta <= 0) return WOM_OK;
    const double of_users = share_of_users(params, data);
    if (data->user_interests == NULL)
        return wom_fail(WOM_INVALID,
                        "beta is %g, but there are no interests of users; give \"interests\", or set "
                        "\"beta\" to 0",
                        params->beta);
    if (of_users < 1 && data->content_interests == NULL)
        return wom_fail(WOM_INVALID, "C \"%s\" needs interests of the contents; give them, or set \"C\" to \"user\"",
                        likeness_names[params->likeness]);
    if (params->friends == N_SIMILARITY && of_users < 1)
        return wom_fail(WOM_INVALID,
                        "N \"similarity\" goes with C \"user\" only: with contents every friend's likeness "
                        "is the same and would cancel; set \"N\" to \"in-degree\"");
    return WOM_OK;
}

/* S of every tie; NULL where it is 1 throughout. */
static wom_status
strengths(double **strength, wom_job *job, const social_interest_params *params, const wom_data *data)
{
    const wom_graph *graph = data->graph;
    *strength = NULL;
    if (params->strength == S_ONE || (params->strength == S_STRENGTH && graph->strength == NULL)) return WOM_OK;
    if (params->strength == S_JACCARD) return wom_friends_shared(strength, job, graph);
    WOM_TRY(wom_allocate(strength, job, graph->num_ties, sizeof **strength, "social strengths"));
    for (wom_node tail = 0; tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            (*strength)[tie] = params->strength == S_STRENGTH        ? (double)graph->strength[tie]
                               : params->strength == S_TAIL_ACTIVITY ? data->activity[tail]
                                                                     : data->activity[graph->out_head[tie]];
    return WOM_OK;
}

/* In-degree, its root, or 1: what D and N have in common. */
static double
plain_size(const wom_graph *graph, wom_node node, bool is_root, bool is_one)
{
    const double degree = (double)wom_graph_in_degree(graph, node);
    return is_one ? 1 : is_root ? sqrt(degree) : degree;
}

static wom_status
fill_social(wom_model *model, wom_job *job, const wom_data *data, const social_interest_params *params)
{
    const wom_graph *graph = data->graph;
    double *strength = NULL, *circle = NULL;
    wom_status status = WOM_OK;
    for (uint32_t c = 0; c < model->num_contents; c++) model->social_weight[c] = params->alpha;
    WOM_TRY_GOTO(strengths(&strength, job, params, data));
    WOM_TRY_GOTO(wom_allocate(&circle, job, graph->num_nodes, sizeof *circle, "sizes of circles"));
    if (params->circle == D_STRENGTH) {
        wom_sum_incoming(circle, graph, strength);
    } else {
        for (wom_node node = 0; node < graph->num_nodes; node++)
            circle[node] = params->circle == D_COLUMN
                               ? data->circle[node]
                               : plain_size(graph, node, params->circle == D_SQRT, params->circle == D_ONE);
    }
    WOM_TRY_GOTO(wom_term_divide(&model->social, job, graph, strength, circle));
done:
    wom_free(strength);
    wom_free(circle);
    return status;
}

typedef struct alike_context {
    const wom_data *data;
    const wom_similarity *similarity;
    double *alike; /* [num_ties] */
} alike_context;

enum { NODES_PER_BLOCK = 512 };

static void
alike_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const alike_context *c = context;
    const wom_graph *graph = c->data->graph;
    const wom_vectors *users = c->data->user_interests;
    const uint64_t first = block * NODES_PER_BLOCK;
    for (uint64_t tail = first; tail < first + NODES_PER_BLOCK && tail < graph->num_nodes; tail++)
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++)
            c->alike[tie] = c->similarity->between(users, (uint32_t)tail, users, graph->out_head[tie]);
}

static void
friends_sizes(double *size, const wom_data *data, const social_interest_params *params, const double *alike)
{
    if (params->friends == N_SIMILARITY) {
        wom_sum_incoming(size, data->graph, alike);
        return;
    }
    for (wom_node node = 0; node < data->graph->num_nodes; node++)
        size[node] = params->friends == N_COLUMN
                         ? data->friends[node]
                         : plain_size(data->graph, node, params->friends == N_SQRT, params->friends == N_ONE);
}

static wom_status
fill_interest(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity,
              const social_interest_params *params)
{
    const wom_graph *graph = data->graph;
    const double of_users = share_of_users(params, data);
    double *alike = NULL, *size = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&size, job, graph->num_nodes, sizeof *size, "numbers of friends"));
    if (of_users > 0) {
        WOM_TRY_GOTO(wom_allocate(&alike, job, graph->num_ties, sizeof *alike, "likeness of users"));
        alike_context context = { data, similarity, alike };
        WOM_TRY_GOTO(wom_parallel_for(job, ((uint64_t)graph->num_nodes + NODES_PER_BLOCK - 1) / NODES_PER_BLOCK,
                                      alike_block, &context, NULL));
        for (wom_node node = 0; node < graph->num_nodes; node++)
            for (uint64_t tie = graph->out_first[node]; tie < graph->out_first[node + 1]; tie++)
                model->num_missing_similarities +=
                    !(data->user_interests->norm[node] > 0) || !(data->user_interests->norm[graph->out_head[tie]] > 0);
    }
    friends_sizes(size, data, params, alike);
    if (of_users > 0) WOM_TRY_GOTO(wom_term_divide(&model->alike, job, graph, alike, size));
    for (uint32_t c = 0; c < model->num_contents; c++) model->alike_weight[c] = params->beta * of_users;
    if (of_users < 1)
        WOM_TRY_GOTO(wom_model_fill_likeness(model, job, data, similarity, params->beta * (1 - of_users)));
    if (of_users < 1) WOM_TRY_GOTO(wom_term_divide(&model->interest_scale, job, graph, NULL, size));
done:
    wom_free(alike);
    wom_free(size);
    return status;
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    WOM_TRY(check(params, data));
    WOM_TRY(fill_social(model, job, data, params));
    if (((const social_interest_params *)params)->beta <= 0) return WOM_OK;
    return fill_interest(model, job, data, similarity, params);
}

const wom_weighting wom_weighting_social_interest = {
    .variant = {
        .name = "social-interest",
        .summary = "alpha S(i,j)/D(j) + beta C(i,j)/N(j): social strength and likeness of interests",
        .source = "this project; docs/model.md",
        .params_size = sizeof(social_interest_params),
        .fields = fields,
    },
    .fill = fill,
};
