/* Probabilities learned from a log by wom_learn, as a results file keeps them (/learn/model).
 *
 *     P(i -> j) = 1 - exp(-heat (x(i, j) + y(j) C(c, j)))
 *
 * x being the tie's rate and y what likeness of content and user adds to it, both with how active j was at the log's
 * end. `heat` is how much a content is talked of, 1 that of the log's average one. Users are matched by id. */
#include "weightings.h"

#include <wom/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct learned_params {
    const char *file;
    double heat, unknown;
} learned_params;

#define AT(member) offsetof(learned_params, member)
static const wom_field fields[] = {
    { "file", WOM_FIELD_TEXT, AT(file), 0, 0, 0, "", "results file of wom learn, relative to the scenario", NULL },
    { "heat", WOM_FIELD_REAL, AT(heat), 1, 0, 1e6, "", "how much the content is talked of; 1: as the log's average",
      NULL },
    { "unknown", WOM_FIELD_REAL, AT(unknown), -1, -1, 1e6, "",
      "rate of ties that the file does not know; -1: there must be none", NULL },
    { 0 },
};

/* What the file holds. */
typedef struct learned_file {
    uint64_t num_users, num_ties;
    char **id; /* [num_users] */
    uint64_t *first;
    uint32_t *head;
    float *rate, *interest; /* interest NULL: none */
    wom_node *node_of;      /* [num_users] of the data; WOM_NO_NODE: it has no such user */
    uint64_t *place_of;     /* [num_nodes] + 1; 0: the file has no such user */
} learned_file;

/* ---- Reading ---- */

static wom_status
check_lengths(const learned_file *f, uint64_t num_bounds, uint64_t num_rates)
{
    bool is_right = num_bounds == f->num_users + 1 && num_rates == f->num_ties && f->first[0] == 0 &&
                    f->first[f->num_users] == f->num_ties;
    for (uint64_t i = 0; is_right && i < f->num_users; i++) is_right = f->first[i] <= f->first[i + 1];
    for (uint64_t tie = 0; is_right && tie < f->num_ties; tie++)
        is_right = f->head[tie] < f->num_users && f->rate[tie] >= 0 && f->rate[tie] <= 1e9f;
    if (is_right) return WOM_OK;
    return wom_fail(WOM_INVALID, "/learn/model does not fit together; was the file changed?");
}

static wom_status
read_arrays(learned_file *f, wom_archive *archive)
{
    uint64_t num_bounds, num_rates, num_interests = 0;
    if (!wom_archive_has(archive, "/learn/model/rate"))
        return wom_fail(WOM_INVALID, "holds no learned model; wom learn SCENARIO -o FILE writes one");
    WOM_TRY(wom_archive_read_column(&f->id, &f->num_users, archive, "/learn/model/user", WOM_TYPE_STRING));
    WOM_TRY(wom_archive_read_column(&f->first, &num_bounds, archive, "/learn/model/first", WOM_TYPE_UINT64));
    WOM_TRY(wom_archive_read_column(&f->head, &f->num_ties, archive, "/learn/model/head", WOM_TYPE_UINT32));
    WOM_TRY(wom_archive_read_column(&f->rate, &num_rates, archive, "/learn/model/rate", WOM_TYPE_FLOAT));
    WOM_TRY(check_lengths(f, num_bounds, num_rates));
    if (!wom_archive_has(archive, "/learn/model/interest")) return WOM_OK;
    WOM_TRY(wom_archive_read_column(&f->interest, &num_interests, archive, "/learn/model/interest", WOM_TYPE_FLOAT));
    return num_interests == f->num_users ? WOM_OK
                                         : wom_fail(WOM_INVALID, "/learn/model/interest does not fit the users");
}

static wom_status
match_users(learned_file *f, wom_job *job, const wom_data *data)
{
    WOM_TRY(wom_allocate(&f->node_of, job, f->num_users, sizeof(wom_node), "users of a learned model"));
    WOM_TRY(wom_allocate(&f->place_of, job, data->graph->num_nodes, sizeof(uint64_t), "users of a learned model"));
    for (uint64_t i = 0; i < f->num_users; i++) {
        const bool same = i < data->graph->num_nodes && strcmp(f->id[i], wom_data_user_id(data, (wom_node)i)) == 0;
        f->node_of[i] = (wom_node)i;
        if (!same && wom_data_user(&f->node_of[i], data, f->id[i]) != WOM_OK) f->node_of[i] = WOM_NO_NODE;
        if (f->node_of[i] != WOM_NO_NODE) f->place_of[f->node_of[i]] = i + 1;
    }
    return WOM_OK;
}

static wom_status
read_file(learned_file *f, wom_job *job, const wom_data *data, const char *path)
{
    wom_archive *archive = NULL;
    WOM_TRY(wom_archive_open(&archive, job, path, NULL));
    const wom_status status = read_arrays(f, archive);
    wom_archive_close(archive);
    WOM_TRY(wom_fail_in(status, "%s", path));
    return match_users(f, job, data);
}

static void
clear_file(learned_file *f)
{
    void *const arrays[] = { f->id, f->first, f->head, f->rate, f->interest, f->node_of, f->place_of };
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) wom_free(arrays[i]);
}

/* ---- Ties ---- */

/* The rate of the tie in the file, the nth of equal ones; -1: there is none. Ties of a user ascend by the file's own
 * numbers. */
static double
find_rate(const learned_file *f, uint64_t tail_place, uint64_t head_place, uint64_t nth)
{
    uint64_t low = f->first[tail_place], high = f->first[tail_place + 1];
    const uint64_t end = high;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (f->head[middle] < head_place)
            low = middle + 1;
        else
            high = middle;
    }
    return low + nth < end && f->head[low + nth] == head_place ? (double)f->rate[low + nth] : -1;
}

static wom_status
fill_rates(wom_model *model, const learned_file *f, const wom_data *data, double unknown)
{
    const wom_graph *graph = data->graph;
    for (wom_node tail = 0; tail < graph->num_nodes; tail++) {
        uint64_t nth = 0;
        for (uint64_t tie = graph->out_first[tail]; tie < graph->out_first[tail + 1]; tie++) {
            const wom_node head = graph->out_head[tie];
            nth = tie > graph->out_first[tail] && graph->out_head[tie - 1] == head ? nth + 1 : 0;
            const bool known = f->place_of[tail] > 0 && f->place_of[head] > 0;
            double rate = known ? find_rate(f, f->place_of[tail] - 1, f->place_of[head] - 1, nth) : -1;
            if (rate < 0) rate = unknown;
            if (rate < 0)
                return wom_fail(WOM_INVALID,
                                "the tie from \"%s\" to \"%s\" is not in the file, which was learned from other ties; "
                                "learn anew, or give such ties a rate by \"unknown\"",
                                wom_data_user_id(data, tail), wom_data_user_id(data, head));
            model->social.of_tie[tie] = (float)rate;
        }
    }
    return WOM_OK;
}

static wom_status
fill_interest(wom_model *model, wom_job *job, const learned_file *f, const wom_data *data,
              const wom_similarity *similarity, double heat)
{
    const wom_node num_nodes = data->graph->num_nodes;
    if (f->interest == NULL) return WOM_OK;
    if (data->user_interests == NULL || data->content_interests == NULL)
        return wom_fail(WOM_INVALID, "the file's rates depend on interests of users and contents; give \"interests\"");
    WOM_TRY(wom_allocate(&model->interest_scale.of_head, job, num_nodes, sizeof(float), "a term of the users"));
    for (wom_node node = 0; node < num_nodes; node++)
        model->interest_scale.of_head[node] = f->place_of[node] > 0 ? f->interest[f->place_of[node] - 1] : 0;
    return wom_model_fill_likeness(model, job, data, similarity, heat);
}

static wom_status
fill(wom_model *model, wom_job *job, const wom_data *data, const wom_similarity *similarity, const void *params)
{
    const learned_params *p = params;
    learned_file file = { 0 };
    char path[4096];
    wom_status status = WOM_OK;
    if (p->file == NULL || p->file[0] == '\0')
        return wom_fail(WOM_INVALID, "needs \"file\", the results of wom learn SCENARIO -o FILE");
    const bool is_plain = p->file[0] == '/' || data->folder == NULL || data->folder[0] == '\0';
    snprintf(path, sizeof path, "%s%s%s", is_plain ? "" : data->folder, is_plain ? "" : "/", p->file);
    model->link = WOM_LINK_EXPONENTIAL;
    for (uint32_t c = 0; c < model->num_contents; c++) model->social_weight[c] = p->heat;
    WOM_TRY_GOTO(read_file(&file, job, data, path));
    WOM_TRY_GOTO(wom_allocate(&model->social.of_tie, job, data->graph->num_ties, sizeof(float), "rates of ties"));
    WOM_TRY_GOTO(wom_fail_in(fill_rates(model, &file, data, p->unknown), "%s", path));
    WOM_TRY_GOTO(fill_interest(model, job, &file, data, similarity, p->heat));
done:
    clear_file(&file);
    return status;
}

const wom_weighting wom_weighting_learned = {
    .variant = {
        .name = "learned",
        .summary = "as wom learn found it in a log: a rate of every tie, by how active its head was of late",
        .source = "this project; docs/learn.md",
        .params_size = sizeof(learned_params),
        .fields = fields,
    },
    .reads_file = true,
    .fill = fill,
};
