/* Which pairs of user and content a log holds, and a sample of those it does not hold. */
#include "pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_IN_PART = 20 };

/* ---- Contents of the log in the data ---- */

/* "news/17" is one of many cascades of content "news". */
static wom_status
find_content(uint32_t *content, wom_job *job, const wom_data *data, const char *id)
{
    const char *slash = strrchr(id, '/');
    char *stem = NULL;
    if (wom_data_content(content, data, id) == WOM_OK) return WOM_OK;
    *content = UINT32_MAX;
    if (slash == NULL || slash == id) return WOM_OK;
    WOM_TRY(wom_copy_text(&stem, job, id, (size_t)(slash - id)));
    if (wom_data_content(content, data, stem) != WOM_OK) *content = UINT32_MAX;
    wom_free(stem);
    return WOM_OK;
}

/* ---- Gathering ---- */

/* By user, content, then time; an unknown time comes first. */
static int
compare_pairs(const void *left, const void *right)
{
    const taken_pair *a = left, *b = right;
    if (a->user != b->user) return a->user < b->user ? -1 : 1;
    if (a->content != b->content) return a->content < b->content ? -1 : 1;
    if (isnan(a->time) || isnan(b->time)) return isnan(b->time) - isnan(a->time);
    return (a->time > b->time) - (a->time < b->time);
}

static void
drop_repeated(interest_log *log, wom_interest_found *found)
{
    uint64_t kept = 0;
    qsort(log->pair, log->num, sizeof *log->pair, compare_pairs);
    for (uint64_t i = 0; i < log->num; i++) {
        if (kept > 0 && log->pair[kept - 1].user == log->pair[i].user &&
            log->pair[kept - 1].content == log->pair[i].content) {
            found->num_repeated++;
            continue;
        }
        log->pair[kept++] = log->pair[i];
    }
    log->num = kept;
}

static wom_status
gather_pairs(interest_log *log, wom_interest_found *found, wom_job *job)
{
    const wom_log *actions = log->data->log;
    const wom_vectors *users = log->data->user_interests, *contents = log->data->content_interests;
    WOM_TRY(wom_allocate(&log->pair, job, actions->num_actions, sizeof *log->pair, "pairs of users and contents"));
    for (uint32_t c = 0; c < actions->num_contents; c++) {
        uint32_t content;
        const uint64_t num = actions->first[c + 1] - actions->first[c];
        WOM_TRY(find_content(&content, job, log->data, actions->content_id[c]));
        if (content == UINT32_MAX) found->num_unknown += num;
        for (uint64_t i = actions->first[c]; content != UINT32_MAX && i < actions->first[c + 1]; i++) {
            if (users->norm[actions->user[i]] > 0 && contents->norm[content] > 0)
                log->pair[log->num++] = (taken_pair){ actions->user[i], content, PART_TRAIN, actions->time[i] };
            else
                found->num_without++;
        }
    }
    drop_repeated(log, found);
    return WOM_OK;
}

static wom_status
list_users_and_contents(interest_log *log, wom_job *job)
{
    const wom_vectors *users = log->data->user_interests, *contents = log->data->content_interests;
    bool *seen = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_allocate(&log->users, job, users->num_rows, sizeof *log->users, "users with interests"));
    WOM_TRY_GOTO(wom_allocate(&log->contents, job, contents->num_rows, sizeof *log->contents, "contents"));
    WOM_TRY_GOTO(wom_allocate(&log->first_of_user, job, (uint64_t)users->num_rows + 1, sizeof(uint64_t), "users"));
    WOM_TRY_GOTO(wom_allocate(&seen, job, contents->num_rows, sizeof *seen, "contents"));
    for (uint64_t i = 0; i < log->num; i++) {
        seen[log->pair[i].content] = true;
        log->first_of_user[log->pair[i].user + 1]++;
    }
    for (uint32_t user = 0; user < users->num_rows; user++) {
        log->first_of_user[user + 1] += log->first_of_user[user];
        if (users->norm[user] > 0) log->users[log->num_users++] = user;
    }
    for (uint32_t c = 0; c < contents->num_rows; c++)
        if (seen[c]) log->contents[log->num_contents++] = c;
done:
    wom_free(seen);
    return status;
}

/* ---- Parts ---- */

static uint32_t
part_of(double place, const wom_interest_options *options)
{
    if (place >= 1 - options->test) return PART_TEST;
    return place >= 1 - options->test - options->validation ? PART_VALIDATION : PART_TRAIN;
}

/* Pairs whose time is not known are the past. */
static wom_status
split_by_time(interest_log *log, wom_interest_found *found, wom_job *job, const wom_interest_options *options)
{
    double *time, cut[2];
    uint64_t num = 0;
    WOM_TRY(wom_allocate(&time, job, log->num, sizeof *time, "times"));
    for (uint64_t i = 0; i < log->num; i++)
        if (!isnan(log->pair[i].time)) time[num++] = log->pair[i].time;
    wom_sort_reals(time, num);
    found->by_time = num > log->num / 2 && time[0] < time[num - 1];
    if (found->by_time) {
        cut[0] = time[(uint64_t)((1 - options->test - options->validation) * (double)num)];
        cut[1] = time[(uint64_t)((1 - options->test) * (double)num)];
        for (uint64_t i = 0; i < log->num; i++)
            log->pair[i].part = (uint32_t)(log->pair[i].time >= cut[0]) + (uint32_t)(log->pair[i].time >= cut[1]);
    }
    wom_free(time);
    return WOM_OK;
}

static void
split_by_chance(interest_log *log, const wom_interest_options *options)
{
    const uint64_t world = wom_key(options->seed, WOM_PURPOSE_PAIRS, 0, 0);
    for (uint64_t i = 0; i < log->num; i++) log->pair[i].part = part_of(wom_coin(world, i) * 0x1p-31, options);
}

static wom_status
split(interest_log *log, wom_interest_found *found, wom_job *job, const wom_interest_options *options)
{
    uint64_t num[3] = { 0 };
    WOM_TRY(split_by_time(log, found, job, options));
    if (!found->by_time) split_by_chance(log, options);
    for (uint64_t i = 0; i < log->num; i++) num[log->pair[i].part]++;
    found->num_train = num[PART_TRAIN];
    found->num_validation = num[PART_VALIDATION];
    found->num_test = num[PART_TEST];
    for (int part = 0; part < 3; part++)
        if (num[part] < LEAST_IN_PART)
            return wom_fail(WOM_INVALID,
                            "the log has %llu pairs of a user and a content with interests to train, %llu to validate "
                            "and %llu to test; each must have %d at least (%llu actions on contents unknown to the "
                            "data and %llu of users or contents without interests were left out)",
                            (unsigned long long)num[PART_TRAIN], (unsigned long long)num[PART_VALIDATION],
                            (unsigned long long)num[PART_TEST], LEAST_IN_PART, (unsigned long long)found->num_unknown,
                            (unsigned long long)found->num_without);
    return WOM_OK;
}

wom_status
interest_log_create(interest_log **log, wom_interest_found *found, wom_job *job, const wom_data *data,
                    const wom_interest_options *options)
{
    interest_log *made = NULL;
    wom_status status = WOM_OK;
    *log = NULL;
    WOM_TRY(wom_allocate(&made, job, 1, sizeof *made, "pairs of a log"));
    made->data = data;
    WOM_TRY_GOTO(gather_pairs(made, found, job));
    WOM_TRY_GOTO(list_users_and_contents(made, job));
    found->num_users = made->num_users;
    found->num_contents = made->num_contents;
    found->num_pairs = made->num;
    if (made->num > 0) WOM_TRY_GOTO(split(made, found, job, options));
    else
        WOM_TRY_GOTO(wom_fail(WOM_INVALID,
                              "no action of the log has interests of both user and content: %llu are on contents that "
                              "the data do not have, %llu without interests",
                              (unsigned long long)found->num_unknown, (unsigned long long)found->num_without));
    *log = made;
    made = NULL;
done:
    interest_log_free(made);
    return status;
}

void
interest_log_free(interest_log *log)
{
    if (log == NULL) return;
    wom_free(log->pair);
    wom_free(log->first_of_user);
    wom_free(log->users);
    wom_free(log->contents);
    wom_free(log);
}

/* ---- Drawing ---- */

/* The part in which it was taken; UINT32_MAX: never. */
static uint32_t
taken_in(const interest_log *log, uint32_t user, uint32_t content)
{
    uint64_t low = log->first_of_user[user], high = log->first_of_user[user + 1];
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (log->pair[middle].content < content) low = middle + 1;
        else high = middle;
    }
    if (low == log->first_of_user[user + 1] || log->pair[low].content != content) return UINT32_MAX;
    return log->pair[low].part;
}

static void
add(wom_interest_pairs *pairs, uint32_t user, uint32_t content, bool taken)
{
    pairs->user[pairs->num] = user;
    pairs->content[pairs->num] = content;
    pairs->taken[pairs->num++] = taken;
}

static void
add_all_others(wom_interest_pairs *pairs, const interest_log *log, uint32_t last_part)
{
    for (uint32_t i = 0; i < log->num_users; i++)
        for (uint32_t k = 0; k < log->num_contents; k++) {
            const uint32_t part = taken_in(log, log->users[i], log->contents[k]);
            if (part > last_part) add(pairs, log->users[i], log->contents[k], false);
        }
}

static void
add_drawn(wom_interest_pairs *pairs, const interest_log *log, uint32_t last_part, uint64_t wanted, wom_rng *rng)
{
    while (wanted > 0) {
        const uint32_t user = log->users[wom_rng_below(rng, log->num_users)];
        const uint32_t content = log->contents[wom_rng_below(rng, log->num_contents)];
        if (taken_in(log, user, content) <= last_part) continue;
        add(pairs, user, content, false);
        wanted--;
    }
}

static double
offset_of(uint64_t drawn, uint64_t of)
{
    return -log((double)drawn / (double)of);
}

wom_status
interest_pairs_draw(wom_interest_pairs *pairs, wom_job *job, const interest_log *log, uint32_t first_part,
                    uint32_t last_part, const wom_interest_options *options)
{
    uint64_t taken = 0, known = 0;
    wom_status status = WOM_OK;
    *pairs = (wom_interest_pairs){ .num = 0 };
    for (uint64_t i = 0; i < log->num; i++) {
        taken += log->pair[i].part >= first_part && log->pair[i].part <= last_part;
        known += log->pair[i].part <= last_part;
    }
    const uint64_t others = (uint64_t)log->num_users * log->num_contents - known;
    if (others == 0) return wom_fail(WOM_INVALID, "every user of the log has every content: nothing to tell apart");
    const bool is_all = options->negatives * (double)taken > (double)others / 2;
    const uint64_t wanted = is_all ? others : (uint64_t)ceil(options->negatives * (double)taken);
    WOM_TRY_GOTO(wom_allocate(&pairs->user, job, taken + wanted, sizeof *pairs->user, "pairs"));
    WOM_TRY_GOTO(wom_allocate(&pairs->content, job, taken + wanted, sizeof *pairs->content, "pairs"));
    WOM_TRY_GOTO(wom_allocate(&pairs->taken, job, taken + wanted, sizeof *pairs->taken, "pairs"));
    for (uint64_t i = 0; i < log->num; i++)
        if (log->pair[i].part >= first_part && log->pair[i].part <= last_part)
            add(pairs, log->pair[i].user, log->pair[i].content, true);
    wom_rng rng = wom_rng_stream(options->seed, WOM_PURPOSE_PAIRS, 1 + first_part + 3 * last_part);
    if (is_all) add_all_others(pairs, log, last_part);
    else add_drawn(pairs, log, last_part, wanted, &rng);
    pairs->offset = offset_of(wanted, others);
done:
    if (status != WOM_OK) interest_pairs_clear(pairs);
    return status;
}

void
interest_pairs_clear(wom_interest_pairs *pairs)
{
    wom_free(pairs->user);
    wom_free(pairs->content);
    wom_free(pairs->taken);
    *pairs = (wom_interest_pairs){ .num = 0 };
}
