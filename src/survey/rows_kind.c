/* What the rows of a file are, told by the names of the first columns and by a sample of what stands in them. */
#include "data/loading.h"
#include "io/log.h"
#include "io/text.h"

#include <wom/survey.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SAMPLE_ROWS = 20000, LONGEST_NAME = 40, MOST_RATINGS = 20, RATINGS_A_UNIT = 2 };

const char *const wom_rows_kind_names[] = { "ties", "log", "table", "interests", NULL };

/* ---- Names of columns ---- */

static bool
has_part(const char *name, const char *const *parts)
{
    char lower[64] = { 0 };
    for (size_t i = 0; i + 1 < sizeof lower && name[i] != 0; i++) lower[i] = (char)tolower((unsigned char)name[i]);
    for (; *parts != NULL; parts++)
        if (strstr(lower, *parts) != NULL) return true;
    return false;
}

/* What no user is called. */
static bool
is_of_things(const char *name)
{
    static const char *const parts[] = {
        "item",  "artist", "album", "song", "track", "movie", "film",  "book",    "product", "tag",    "genre",
        "label", "content", "video", "rating", "score", "count", "date", "time",   "year",    "month",  "day",
        "value", "price",  "amount", "feature", "weight", "strength", "cascade", NULL };
    return has_part(name, parts);
}

static bool
is_of_users(const char *name)
{
    static const char *const parts[] = { "user",   "friend", "node",   "source", "target", "follow",   "send",
                                         "recei",  "recip",  "trust",  "member", "person", "actor",    "vertex",
                                         "author", "peer",   "neighb", "caller", "callee", "customer", "refer",
                                         "contact", "account", "alter", NULL };
    static const char *const words[] = { "from", "to",  "src", "dst", "dest", "ego", "head", "tail", "id1", "id2",
                                         "u",    "v",   "i",   "j",   "a",    "b",   "x",    "y",    "s",   "t", NULL };
    for (const char *const *word = words; *word != NULL; word++)
        if (wom_text_same_word((wom_text){ name, strlen(name) }, (wom_text){ *word, strlen(*word) })) return true;
    return has_part(name, parts);
}

/* "node_1" and "node_2". */
static bool
differ_by_digits(const char *a, const char *b)
{
    size_t length = 0;
    for (;; a++, b++, length++) {
        while (isdigit((unsigned char)*a)) a++;
        while (isdigit((unsigned char)*b)) b++;
        if (*a != *b) return false;
        if (*a == 0) return length > 0;
    }
}

/* ---- What stands in them ---- */

typedef struct sample {
    wom_ids first, second;
    uint64_t num_rows, whole_first, whole_second, num_shared;
    uint32_t ratings;       /* bits of the multiples of a half that stand in the third column */
    bool may_have_ratings; /* nothing else stands there */
} sample;

/* Ratings are few steps up to 10, as 0.5 to 5 or 1 to 10. */
static void
look_for_rating(sample *seen, const wom_reader *reader)
{
    double rating = 0;
    const bool is_number = wom_text_number(&rating, wom_reader_field(reader, 2), reader->c_locale);
    const double steps = RATINGS_A_UNIT * rating;
    if (is_number && steps >= 0 && steps <= MOST_RATINGS && steps == floor(steps))
        seen->ratings |= UINT32_C(1) << (unsigned)steps;
    else seen->may_have_ratings = false;
}

static wom_status
take_rows(sample *seen, wom_reader *reader)
{
    uint64_t number;
    uint32_t id;
    seen->may_have_ratings = reader->num_columns == 3 && !reader->has_header;
    for (bool has_row = true; seen->num_rows < SAMPLE_ROWS; seen->num_rows++) {
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        const wom_text first = wom_reader_field(reader, 0), second = wom_reader_field(reader, 1);
        seen->whole_first += wom_text_whole_number(&number, first);
        seen->whole_second += wom_text_whole_number(&number, second);
        if (seen->may_have_ratings) look_for_rating(seen, reader);
        WOM_TRY(wom_ids_add(&id, &seen->first, first));
        WOM_TRY(wom_ids_add(&id, &seen->second, second));
    }
    for (uint32_t i = 0; i < seen->second.num; i++) {
        const char *name = wom_ids_name(&seen->second, i);
        seen->num_shared += wom_ids_find(&seen->first, (wom_text){ name, strlen(name) }) != WOM_NO_NODE;
    }
    return WOM_OK;
}

/* Numbers of things share values with numbers of users by chance, so that nothing but the reader can know. */
static void
doubt_ratings(wom_rows_guess *guess, const sample *seen)
{
    double least = 0, most = 0;
    uint32_t num = 0;
    for (uint32_t step = 0; step <= MOST_RATINGS; step++) {
        if ((seen->ratings >> step & 1) == 0) continue;
        most = (double)step / RATINGS_A_UNIT;
        if (num++ == 0) least = most;
    }
    if (!seen->may_have_ratings || num < 3) return;
    snprintf(guess->doubt, sizeof guess->doubt,
             "column 3 holds nothing but %u steps from %g to %g, like ratings of things",
             num, least, most);
}

/* Ids of one kind share values; without a header, columns that share none may still be the ends of few ties. One in
 * 20, since a band may be called like the number of another. */
static wom_status
judge_values(wom_rows_guess *guess, wom_job *job, wom_reader *reader)
{
    sample seen = { 0 };
    wom_ids_start(&seen.first, job);
    wom_ids_start(&seen.second, job);
    const wom_status status = take_rows(&seen, reader);
    const bool one_is_numbers = (seen.whole_first == seen.num_rows && seen.whole_second == 0) ||
                                (seen.whole_second == seen.num_rows && seen.whole_first == 0);
    const uint32_t num = seen.first.num < seen.second.num ? seen.first.num : seen.second.num;
    if (status == WOM_OK && num > 20 * seen.num_shared && (reader->has_header || one_is_numbers)) {
        guess->kind = WOM_ROWS_TABLE;
        snprintf(guess->why, sizeof guess->why, "in %s%llu rows the first two columns share %llu of %u values",
                 seen.num_rows == SAMPLE_ROWS ? "the first " : "", (unsigned long long)seen.num_rows,
                 (unsigned long long)seen.num_shared, num);
    } else if (status == WOM_OK) {
        doubt_ratings(guess, &seen);
    }
    wom_ids_free(&seen.first);
    wom_ids_free(&seen.second);
    return status;
}

static wom_status
judge_table(wom_rows_guess *guess, wom_job *job, wom_reader *reader)
{
    WOM_TRY(wom_reader_detect(reader));
    if (reader->num_columns < 2) {
        guess->kind = WOM_ROWS_TABLE;
        snprintf(guess->why, sizeof guess->why, "there is only one column");
        return WOM_OK;
    }
    if (!reader->has_header) return judge_values(guess, job, reader);
    const char *first = wom_reader_column_name(reader, 0), *second = wom_reader_column_name(reader, 1);
    const bool is_thing = is_of_things(first) || is_of_things(second);
    if (!is_thing && ((is_of_users(first) && is_of_users(second)) || differ_by_digits(first, second))) return WOM_OK;
    if (wom_log_has_columns(reader)) {
        guess->kind = WOM_ROWS_LOG;
        return WOM_OK;
    }
    if (!is_thing) return judge_values(guess, job, reader);
    guess->kind = WOM_ROWS_TABLE;
    const char *name = is_of_things(first) ? first : second;
    snprintf(guess->why, sizeof guess->why, "column \"%.*s\" is not called like one of users",
             wom_text_shown((wom_text){ name, strlen(name) }, LONGEST_NAME), name);
    return WOM_OK;
}

/* An .npy, or JSON. */
static bool
is_of_interests(const char *start, size_t length)
{
    size_t i = 0;
    if (length >= 6 && memcmp(start, "\x93NUMPY", 6) == 0) return true;
    while (i < length && (wom_is_blank(start[i]) || start[i] == '\n' || start[i] == '\r')) i++;
    return i < length && start[i] == '{';
}

static wom_status
judge(wom_rows_guess *guess, wom_job *job, wom_source *source)
{
    char start[WOM_SOURCE_PEEK];
    const char *wanted[WOM_LOG_MOST_WANTED];
    size_t length = 0;
    wom_ties_header header = { 0 };
    wom_reader *reader = NULL;
    bool are_vectors = false;
    wom_cascade_style style = WOM_CASCADE_NONE;
    const wom_log_layout layout = { 0 };
    wom_reader_options options = wom_reader_defaults();
    wom_status status = wom_source_peek(source, start, sizeof start, &length);
    if (status == WOM_OK && is_of_interests(start, length)) {
        guess->kind = WOM_ROWS_INTERESTS;
        wom_source_close(source);
        return WOM_OK;
    }
    if (status == WOM_OK) status = wom_ties_header_read(&header, (wom_text){ start, length }, "", WOM_GRAPH_AUTO);
    if (status != WOM_OK || strcmp(header.format, wom_graph_format_names[WOM_GRAPH_TABLE]) != 0) {
        wom_source_close(source);
        return status;
    }
    wom_log_wanted(wanted, &layout);
    options.wanted = wanted;
    WOM_TRY(wom_reader_open_lines(&reader, job, source, &options));
    WOM_TRY_GOTO(wom_log_cascade_style(&style, reader, false));
    if (style == WOM_CASCADE_NONE) WOM_TRY_GOTO(wom_reader_sees_vectors(&are_vectors, reader));
    if (style != WOM_CASCADE_NONE) guess->kind = WOM_ROWS_LOG;
    else if (are_vectors) guess->kind = WOM_ROWS_INTERESTS;
    else WOM_TRY_GOTO(judge_table(guess, job, reader));
done:
    wom_reader_close(reader);
    return status;
}

wom_status
wom_guess_rows(wom_rows_guess *guess, wom_job *job, const char *path)
{
    wom_source *source = NULL;
    const bool is_data_set = path[wom_data_file_length(path)] != 0;
    *guess = (wom_rows_guess){ .kind = is_data_set ? WOM_ROWS_INTERESTS : WOM_ROWS_TIES };
    if (is_data_set) return WOM_OK;
    WOM_TRY(wom_source_open(&source, job, path));
    const wom_status status = judge(guess, job, source);
    if (status == WOM_INVALID) *guess = (wom_rows_guess){ .kind = WOM_ROWS_TIES }; /* to be refused as such */
    return status == WOM_INVALID ? WOM_OK : status;
}
