/* Tables of seeds: today's plan, or one to use. */
#include "run.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ID = 4095 };

/* The text of a field, id[LONGEST_ID + 1]. */
static wom_status
read_id(char *id, const wom_reader *reader, uint32_t column, const char *whose)
{
    const wom_text text = wom_reader_field(reader, column);
    if (text.length > LONGEST_ID)
        return wom_reader_fail(reader, column, "an id of %zu bytes, must be %s", text.length, whose);
    memcpy(id, text.start, text.length);
    id[text.length] = '\0';
    return WOM_OK;
}

/* The user of the current row, who has not been listed before. */
static wom_status
read_user(wom_node *user, bool *is_listed, const wom_reader *reader, uint32_t column, const wom_data *data)
{
    char id[LONGEST_ID + 1], message[768];
    WOM_TRY(read_id(id, reader, column, "a user's"));
    if (wom_data_user(user, data, id) != WOM_OK) {
        snprintf(message, sizeof message, "%s", wom_error_text());
        return wom_reader_fail(reader, column, "%s", message);
    }
    if (is_listed[*user]) return wom_reader_fail(reader, column, "user \"%s\" is listed a second time", id);
    is_listed[*user] = true;
    return WOM_OK;
}

static wom_status
read_content(uint32_t *content, const wom_reader *reader, uint32_t column, const wom_data *data)
{
    char id[LONGEST_ID + 1], message[768];
    WOM_TRY(read_id(id, reader, column, "a content's"));
    if (wom_data_content(content, data, id) == WOM_OK) return WOM_OK;
    snprintf(message, sizeof message, "%s", wom_error_text());
    return wom_reader_fail(reader, column, "%s", message);
}

/* A table as it is read. */
typedef struct seed_rows {
    wom_node *seeds;
    uint32_t *contents;
    uint64_t num, seeds_capacity, contents_capacity;
    bool *is_listed;
} seed_rows;

static wom_status
read_rows(seed_rows *rows, bool with_contents, wom_job *job, wom_reader *reader, const wom_data *data)
{
    uint32_t user_column = 0, content_column = 0;
    if (wom_reader_has_header(reader)) WOM_TRY(wom_reader_column(&user_column, reader, "user"));
    with_contents = with_contents && wom_reader_has_header(reader) && wom_reader_has_column(reader, "content");
    if (with_contents) WOM_TRY(wom_reader_column(&content_column, reader, "content"));
    for (bool has_row;; rows->num++) {
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) return WOM_OK;
        WOM_TRY(wom_reserve(&rows->seeds, &rows->seeds_capacity, job, rows->num + 1, sizeof *rows->seeds, "seeds"));
        WOM_TRY(read_user(&rows->seeds[rows->num], rows->is_listed, reader, user_column, data));
        if (!with_contents) continue;
        WOM_TRY(wom_reserve(&rows->contents, &rows->contents_capacity, job, rows->num + 1, sizeof *rows->contents,
                            "seeds' contents"));
        WOM_TRY(read_content(&rows->contents[rows->num], reader, content_column, data));
    }
}

wom_status
wom_seeds_read(wom_node **seeds, uint32_t **contents, uint32_t *num_seeds, wom_job *job, const char *path,
               const wom_data *data)
{
    static const char *const wanted[] = { "user", NULL };
    wom_reader_options options = wom_reader_defaults();
    wom_reader *reader = NULL;
    seed_rows rows = { 0 };
    wom_status status = WOM_OK;
    options.wanted = wanted;
    *seeds = NULL;
    *num_seeds = 0;
    if (contents != NULL) *contents = NULL;
    WOM_TRY_GOTO(wom_reader_open(&reader, job, path, &options));
    WOM_TRY_GOTO(wom_allocate(&rows.is_listed, job, data->graph->num_nodes, sizeof *rows.is_listed, "marks of seeds"));
    WOM_TRY_GOTO(read_rows(&rows, contents != NULL, job, reader, data));
    if (rows.num == 0) status = wom_fail(WOM_INVALID, "%s: lists no users", path);
done:
    wom_reader_close(reader);
    wom_free(rows.is_listed);
    if (status == WOM_OK) {
        *seeds = rows.seeds;
        *num_seeds = (uint32_t)rows.num;
        if (contents != NULL) *contents = rows.contents;
        return WOM_OK;
    }
    wom_free(rows.seeds);
    wom_free(rows.contents);
    return status;
}
