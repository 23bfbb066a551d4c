/* What a file of interests holds by itself. */
#include "data/loading.h"

#include <wom/survey.h>

#include <math.h>
#include <string.h>

/* Sparse rows of what was read: a row an id, or a row of a matrix. */
static wom_status
make_vectors(wom_vectors **vectors, const wom_loading *loading, uint64_t num_rows)
{
    const wom_interest_input *input = &loading->user_interests;
    if (num_rows > UINT32_MAX) return wom_fail(WOM_INVALID, "more than 2^32 - 1 rows of interests");
    if (input->is_matrix)
        return wom_vectors_from_matrix(vectors, loading->job, (uint32_t)num_rows, &input->matrix, NULL);
    const wom_entries *entries = &input->entries;
    return wom_vectors_create(vectors, loading->job, (uint32_t)num_rows, loading->names->dimensions.num, entries->num,
                              entries->row, entries->dimension, entries->value, true);
}

/* How many values rows have. */
static wom_status
measure_rows(wom_interests_summary *summary, wom_job *job, const wom_vectors *vectors)
{
    static const double shares[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };
    const uint32_t num_rows = vectors->num_rows;
    double *num_of = NULL;
    WOM_TRY(wom_allocate(&num_of, job, num_rows, sizeof *num_of, "interests of users"));
    for (uint32_t row = 0; row < num_rows; row++) {
        const uint64_t num = vectors->first[row + 1] - vectors->first[row];
        num_of[row] = (double)num;
        if (num > summary->most_values) summary->most_values = num;
    }
    wom_sort_reals(num_of, num_rows);
    for (int i = 0; i < 5; i++)
        summary->values_quantiles[i] = num_rows > 0 ? wom_quantile(num_of, num_rows, shares[i]) : (double)NAN;
    summary->mean_values = (double)summary->num_values / (double)num_rows;
    wom_free(num_of);
    return WOM_OK;
}

static void
measure_values(wom_interests_summary *summary, const wom_vectors *vectors)
{
    double sum = 0;
    summary->least = summary->most = (double)NAN;
    for (uint64_t i = 0; i < summary->num_values; i++) {
        const double value = (double)vectors->value[i];
        summary->least = fmin(summary->least, value); /* of NaN and a number, the number */
        summary->most = fmax(summary->most, value);
        sum += value;
    }
    summary->mean = sum / (double)summary->num_values;
}

/* Whether label a stands before label b. */
static bool
comes_first(const wom_ids *labels, const uint64_t *frequency, uint32_t a, uint32_t b)
{
    if (frequency[a] != frequency[b]) return frequency[a] > frequency[b];
    return strcmp(wom_ids_name(labels, a), wom_ids_name(labels, b)) < 0;
}

static wom_status
find_frequent(wom_interests_summary *summary, wom_job *job, const wom_vectors *vectors, const wom_ids *labels)
{
    uint64_t *frequency = NULL;
    uint32_t chosen[WOM_INTERESTS_MOST_FREQUENT], num = 0;
    wom_status status = WOM_OK;
    WOM_TRY(wom_allocate(&frequency, job, labels->num, sizeof *frequency, "frequencies of labels"));
    for (uint64_t i = 0; i < summary->num_values; i++) frequency[vectors->dimension[i]]++;
    for (uint32_t label = 0; label < labels->num; label++) {
        uint32_t place = num;
        while (place > 0 && comes_first(labels, frequency, label, chosen[place - 1])) place--;
        if (place == WOM_INTERESTS_MOST_FREQUENT) continue;
        if (num < WOM_INTERESTS_MOST_FREQUENT) num++;
        memmove(&chosen[place + 1], &chosen[place], (num - 1 - place) * sizeof *chosen);
        chosen[place] = label;
    }
    for (uint32_t i = 0; i < num && status == WOM_OK; i++) {
        const char *name = wom_ids_name(labels, chosen[i]);
        status = wom_copy_text(&summary->frequent[i], job, name, strlen(name));
        summary->frequency[i] = frequency[chosen[i]];
        summary->num_frequent = i + 1;
    }
    wom_free(frequency);
    return status;
}

static wom_status
describe(wom_interests_summary *summary, wom_loading *loading, const char *path)
{
    wom_interest_input *input = &loading->user_interests;
    wom_vectors *vectors = NULL;
    wom_status status = WOM_OK;
    WOM_TRY(wom_read_interests(loading, input, path, &loading->names->users, false));
    const bool has_ids = !input->is_matrix || input->id_of_row != NULL;
    summary->form = !input->is_matrix ? "label lists" : has_ids ? "vectors" : "a matrix";
    summary->num_rows = input->is_matrix ? input->matrix.num_rows : loading->names->users.num;
    WOM_TRY(make_vectors(&vectors, loading, summary->num_rows));
    summary->num_dimensions = vectors->num_dimensions;
    summary->num_values = vectors->first[vectors->num_rows];
    summary->num_missing = vectors->num_missing;
    if (!input->is_matrix) summary->num_repeated = input->entries.num - summary->num_values;
    WOM_TRY_GOTO(measure_rows(summary, loading->job, vectors));
    measure_values(summary, vectors);
    if (!input->is_matrix)
        WOM_TRY_GOTO(find_frequent(summary, loading->job, vectors, &loading->names->dimensions));
done:
    wom_vectors_free(vectors);
    return status;
}

wom_status
wom_interests_summarise(wom_interests_summary *summary, wom_job *job, const char *path)
{
    const wom_data_files files = { .user_interests = path };
    wom_loading loading = { .job = job, .files = &files };
    *summary = (wom_interests_summary){ 0 };
    wom_status status = wom_data_start(&loading.data, job);
    if (status == WOM_OK) {
        loading.names = wom_data_names(loading.data);
        status = describe(summary, &loading, path);
    }
    wom_interest_input_free(&loading.user_interests);
    wom_data_free(loading.data);
    if (status != WOM_OK) wom_interests_summary_free(summary);
    return status;
}

void
wom_interests_summary_free(wom_interests_summary *summary)
{
    for (uint32_t i = 0; i < summary->num_frequent; i++) wom_free(summary->frequent[i]);
    *summary = (wom_interests_summary){ 0 };
}
