/* Tables of seeds: today's plan, or one to use. */
#include "run.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ID = 4095 };

/* The user of the current row, who has not been listed before. */
static wom_status
read_user(wom_node *user, bool *is_listed, const wom_reader *reader, uint32_t column, const wom_data *data)
{
    char id[LONGEST_ID + 1], message[768];
    const wom_text text = wom_reader_field(reader, column);
    if (text.length > LONGEST_ID)
        return wom_reader_fail(reader, column, "an id of %zu bytes, must be a user's", text.length);
    memcpy(id, text.start, text.length);
    id[text.length] = '\0';
    if (wom_data_user(user, data, id) != WOM_OK) {
        snprintf(message, sizeof message, "%s", wom_error_text());
        return wom_reader_fail(reader, column, "%s", message);
    }
    if (is_listed[*user]) return wom_reader_fail(reader, column, "user \"%s\" is listed a second time", id);
    is_listed[*user] = true;
    return WOM_OK;
}

static wom_status
read_rows(wom_node **seeds, uint32_t *num_seeds, bool *is_listed, wom_job *job, wom_reader *reader,
          const wom_data *data)
{
    uint64_t capacity = 0, count = 0;
    uint32_t column = 0;
    if (wom_reader_has_header(reader)) WOM_TRY(wom_reader_column(&column, reader, "user"));
    for (bool has_row;; count++) {
        WOM_TRY(wom_reader_next(reader, &has_row));
        if (!has_row) break;
        WOM_TRY(wom_reserve(seeds, &capacity, job, count + 1, sizeof **seeds, "seeds"));
        WOM_TRY(read_user(&(*seeds)[count], is_listed, reader, column, data));
    }
    *num_seeds = (uint32_t)count;
    return WOM_OK;
}

wom_status
wom_seeds_read(wom_node **seeds, uint32_t *num_seeds, wom_job *job, const char *path, const wom_data *data)
{
    static const char *const wanted[] = { "user", NULL };
    wom_reader_options options = wom_reader_defaults();
    wom_reader *reader = NULL;
    bool *is_listed = NULL;
    wom_status status = WOM_OK;
    options.wanted = wanted;
    *seeds = NULL;
    *num_seeds = 0;
    WOM_TRY_GOTO(wom_reader_open(&reader, job, path, &options));
    WOM_TRY_GOTO(wom_allocate(&is_listed, job, data->graph->num_nodes, sizeof *is_listed, "marks of seeds"));
    WOM_TRY_GOTO(read_rows(seeds, num_seeds, is_listed, job, reader, data));
    if (*num_seeds == 0) status = wom_fail(WOM_INVALID, "%s: lists no users", path);
done:
    wom_reader_close(reader);
    wom_free(is_listed);
    if (status == WOM_OK) return WOM_OK;
    wom_free(*seeds);
    *seeds = NULL;
    return status;
}
