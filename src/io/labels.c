/* Label lists, as JSON or as a table. */
#include "labels.h"

#include <math.h>

static wom_status
hand_row(const wom_label_receiver *receiver, const wom_reader *reader)
{
    double weight = 1;
    const wom_text id = wom_reader_field(reader, 0), label = wom_reader_field(reader, 1);
    if (id.length == 0) return wom_reader_fail(reader, 0, "the id is empty");
    if (label.length == 0) return wom_reader_fail(reader, 1, "the label is empty");
    if (wom_reader_num_columns(reader) == 3)
        WOM_TRY(wom_reader_number(&weight, reader, 2, -(double)INFINITY, (double)INFINITY));
    const wom_status status = receiver->sink(receiver->context, id, label, weight);
    return wom_fail_in(status, "%s:%llu", wom_source_name(reader->source),
                       (unsigned long long)wom_reader_counts_of(reader).lines);
}

const char *const wom_label_columns[] = { "id",  "user",  "node",  "content", "item", "label",
                                          "tag", "genre", "topic", "weight",  NULL };

wom_status
wom_labels_read_rows(const wom_label_receiver *receiver, wom_reader *reader)
{
    bool has_row = true;
    if (wom_reader_num_columns(reader) == 0) WOM_TRY(wom_reader_detect(reader));
    const uint32_t num_columns = wom_reader_num_columns(reader);
    if (num_columns != 2 && num_columns != 3)
        return wom_fail(WOM_INVALID, "%s: has %u column%s, must have 2 or 3: id, label, weight",
                        wom_source_name(reader->source), num_columns, num_columns == 1 ? "" : "s");
    while (has_row) {
        wom_status status = wom_reader_next(reader, &has_row);
        if (status == WOM_OK && has_row) status = hand_row(receiver, reader);
        WOM_TRY(wom_reader_pass_row(receiver->passing, reader, status));
    }
    return WOM_OK;
}

/* Closes the source. */
static wom_status
read_table(const wom_label_receiver *receiver, wom_source *source)
{
    wom_reader *reader = NULL;
    wom_reader_options options = wom_reader_defaults();
    options.wanted = wom_label_columns;
    WOM_TRY(wom_reader_open_lines(&reader, receiver->job, source, &options));
    const wom_status status = wom_labels_read_rows(receiver, reader);
    wom_reader_close(reader);
    return status;
}

wom_status
wom_labels_read(wom_job *job, const char *path, const wom_passing *passing, wom_label_sink sink, void *context)
{
    const wom_label_receiver receiver = { job, sink, context, passing };
    wom_source *source;
    bool is_json = false;
    WOM_TRY(wom_source_open(&source, job, path));
    wom_status status = wom_source_begins_json(&is_json, source);
    if (status == WOM_OK && !is_json) return read_table(&receiver, source);
    if (status == WOM_OK) status = wom_labels_read_json(&receiver, source);
    wom_source_close(source);
    return status;
}
