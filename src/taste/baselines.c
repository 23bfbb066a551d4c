/* What one foretells without interests: popularity, and neighbours by what they took up (Sarwar, Karypis, Konstan and
 * Riedl, WWW 2001; cosine of the sets taken). */
#include "logistic.h"
#include "pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const interest_baseline_names[] = { "popularity", "user-knn", "item-knn" };
const char *const interest_baseline_meanings[] = { "how many users took the content up", "users who took up alike",
                                                   "contents taken up by the same users" };

enum { BASELINE_POPULARITY, BASELINE_USERS, BASELINE_CONTENTS };

/* ---- Who has what: rows against columns, both ways ---- */

typedef struct sets {
    uint32_t num_rows, num_columns;
    uint64_t *first_of_row, *first_of_column;
    uint32_t *column, *row;
} sets;

static void
clear_sets(sets *s)
{
    wom_free(s->first_of_row);
    wom_free(s->first_of_column);
    wom_free(s->column);
    wom_free(s->row);
}

/* first[i + 1] is where the next of i goes, until all are in place. */
static void
fill(uint64_t *first, uint32_t *to, uint32_t num, const interest_log *log, uint32_t before, bool by_user)
{
    for (uint64_t i = 0; i < log->num; i++)
        if (log->pair[i].part < before) first[(by_user ? log->pair[i].user : log->pair[i].content) + 1]++;
    for (uint32_t i = 0; i < num; i++) first[i + 1] += first[i];
    for (uint64_t i = log->num; i-- > 0;) {
        const taken_pair *pair = &log->pair[i];
        if (pair->part < before) to[--first[(by_user ? pair->user : pair->content) + 1]] = by_user ? pair->content
                                                                                                  : pair->user;
    }
    for (uint32_t i = 0; i < num; i++) first[i] = first[i + 1];
}

static wom_status
create_sets(sets *s, wom_job *job, const interest_log *log, uint32_t before, bool users_are_rows)
{
    const uint32_t users = log->data->user_interests->num_rows, contents = log->data->content_interests->num_rows;
    uint64_t num = 0;
    wom_status status = WOM_OK;
    for (uint64_t i = 0; i < log->num; i++) num += log->pair[i].part < before;
    *s = (sets){ .num_rows = users_are_rows ? users : contents, .num_columns = users_are_rows ? contents : users };
    WOM_TRY_GOTO(wom_allocate(&s->first_of_row, job, (uint64_t)s->num_rows + 1, sizeof(uint64_t), "rows"));
    WOM_TRY_GOTO(wom_allocate(&s->first_of_column, job, (uint64_t)s->num_columns + 1, sizeof(uint64_t), "columns"));
    WOM_TRY_GOTO(wom_allocate(&s->column, job, num, sizeof *s->column, "pairs taken"));
    WOM_TRY_GOTO(wom_allocate(&s->row, job, num, sizeof *s->row, "pairs taken"));
    fill(s->first_of_row, s->column, s->num_rows, log, before, users_are_rows);
    fill(s->first_of_column, s->row, s->num_columns, log, before, !users_are_rows);
    s->first_of_row[s->num_rows] = s->first_of_column[s->num_columns] = num;
done:
    if (status != WOM_OK) clear_sets(s);
    return status;
}

/* ---- Neighbours ---- */

typedef struct neighbour {
    uint32_t row;
    double cosine;
} neighbour;

typedef struct neighbours {
    const sets *sets;
    uint32_t most;
    uint32_t *common;    /* [num_rows] zero between rows */
    neighbour *list;     /* [num_rows] */
    double *score;       /* [num_columns] of the row at hand */
} neighbours;

static int
compare_neighbours(const void *left, const void *right)
{
    const neighbour *a = left, *b = right;
    if (a->cosine != b->cosine) return a->cosine > b->cosine ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static uint64_t
size_of_row(const sets *s, uint32_t row)
{
    return s->first_of_row[row + 1] - s->first_of_row[row];
}

static uint32_t
find_neighbours(neighbours *n, uint32_t row)
{
    const sets *s = n->sets;
    uint32_t num = 0;
    for (uint64_t i = s->first_of_row[row]; i < s->first_of_row[row + 1]; i++)
        for (uint64_t k = s->first_of_column[s->column[i]]; k < s->first_of_column[s->column[i] + 1]; k++) {
            const uint32_t other = s->row[k];
            if (other != row && n->common[other]++ == 0) n->list[num++].row = other;
        }
    for (uint32_t i = 0; i < num; i++) {
        const uint32_t other = n->list[i].row;
        n->list[i].cosine =
            n->common[other] / sqrt((double)size_of_row(s, row) * (double)size_of_row(s, other));
        n->common[other] = 0;
    }
    qsort(n->list, num, sizeof *n->list, compare_neighbours);
    return num < n->most ? num : n->most;
}

static void
score_row(neighbours *n, uint32_t row)
{
    const sets *s = n->sets;
    memset(n->score, 0, s->num_columns * sizeof *n->score);
    const uint32_t num = find_neighbours(n, row);
    for (uint32_t i = 0; i < num; i++)
        for (uint64_t k = s->first_of_row[n->list[i].row]; k < s->first_of_row[n->list[i].row + 1]; k++)
            n->score[s->column[k]] += n->list[i].cosine;
}

/* Pairs by their row. */
static wom_status
order_by_row(uint64_t **order, uint64_t **first, wom_job *job, const uint32_t *row, uint64_t num, uint32_t num_rows)
{
    *order = *first = NULL;
    WOM_TRY(wom_allocate(first, job, (uint64_t)num_rows + 2, sizeof **first, "pairs by row"));
    WOM_TRY(wom_allocate(order, job, num, sizeof **order, "pairs by row"));
    for (uint64_t i = 0; i < num; i++) (*first)[row[i] + 2]++;
    for (uint32_t r = 0; r < num_rows; r++) (*first)[r + 2] += (*first)[r + 1];
    for (uint64_t i = 0; i < num; i++) (*order)[(*first)[row[i] + 1]++] = i;
    return WOM_OK;
}

static wom_status
score_by_neighbours(double *score, wom_job *job, const sets *s, uint32_t most, const uint32_t *row,
                    const uint32_t *column, uint64_t num)
{
    neighbours n = { .sets = s, .most = most };
    uint64_t *order = NULL, *first = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(order_by_row(&order, &first, job, row, num, s->num_rows));
    WOM_TRY_GOTO(wom_allocate(&n.common, job, s->num_rows, sizeof *n.common, "neighbours"));
    WOM_TRY_GOTO(wom_allocate(&n.list, job, s->num_rows, sizeof *n.list, "neighbours"));
    WOM_TRY_GOTO(wom_allocate(&n.score, job, s->num_columns, sizeof *n.score, "scores"));
    for (uint32_t r = 0; r < s->num_rows; r++) {
        if (first[r] == first[r + 1]) continue;
        WOM_TRY_GOTO(wom_job_check(job));
        score_row(&n, r);
        for (uint64_t i = first[r]; i < first[r + 1]; i++) score[order[i]] = n.score[column[order[i]]];
    }
done:
    wom_free(order);
    wom_free(first);
    wom_free(n.common);
    wom_free(n.list);
    wom_free(n.score);
    return status;
}

/* ---- Scores and probabilities ---- */

/* By what was taken before a part. */
static wom_status
score_pairs(double *score, wom_job *job, const interest_log *log, uint32_t baseline, const wom_interest_pairs *pairs,
            uint32_t before, const wom_interest_options *options)
{
    const bool by_users = baseline == BASELINE_USERS;
    sets s;
    wom_status status = WOM_OK;
    WOM_TRY(create_sets(&s, job, log, before, by_users));
    if (baseline == BASELINE_POPULARITY)
        for (uint64_t i = 0; i < pairs->num; i++) score[i] = (double)size_of_row(&s, pairs->content[i]);
    else
        status = score_by_neighbours(score, job, &s, by_users ? options->user_neighbours : options->content_neighbours,
                                     by_users ? pairs->user : pairs->content, by_users ? pairs->content : pairs->user,
                                     pairs->num);
    clear_sets(&s);
    return status;
}

/* A tenth of the mean is added, so that 0 has a logarithm. */
static void
take_logarithms(double *score, uint64_t num, double little)
{
    for (uint64_t i = 0; i < num; i++) score[i] = log(score[i] + little);
}

static double
little_of(const double *score, uint64_t num)
{
    double sum = 0;
    for (uint64_t i = 0; i < num; i++) sum += score[i];
    return sum > 0 ? .1 * sum / (double)num : 1;
}

static uint32_t
list_score(logistic_feature *list, const void *context, uint64_t row)
{
    list[0] = (logistic_feature){ 0, 1 };
    list[1] = (logistic_feature){ 1, ((const double *)context)[row] };
    return 2;
}

wom_status
interest_baseline_foretell(float *p, wom_job *job, const interest_log *log, uint32_t baseline,
                           const wom_interest_pairs *validation, const wom_interest_pairs *test,
                           const wom_interest_options *options)
{
    double *seen = NULL, *score = NULL, weight[2];
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&seen, job, validation->num, sizeof *seen, "scores"));
    WOM_TRY_GOTO(wom_allocate(&score, job, test->num, sizeof *score, "scores"));
    WOM_TRY_GOTO(score_pairs(seen, job, log, baseline, validation, PART_VALIDATION, options));
    WOM_TRY_GOTO(score_pairs(score, job, log, baseline, test, PART_TEST, options));
    take_logarithms(score, test->num, little_of(score, test->num));
    take_logarithms(seen, validation->num, little_of(seen, validation->num));
    const logistic_problem problem = { .num_rows = validation->num,
                                       .num_coefficients = 2,
                                       .most_features = 2,
                                       .features = list_score,
                                       .context = seen,
                                       .happened = validation->taken,
                                       .offset = validation->offset,
                                       .penalty = 1e-3 };
    WOM_TRY_GOTO(logistic_fit(weight, job, &problem));
    for (uint64_t i = 0; i < test->num; i++)
        p[i] = (float)(1 / (1 + exp(-(weight[0] + weight[1] * score[i] + test->offset))));
done:
    wom_free(seen);
    wom_free(score);
    return status;
}
