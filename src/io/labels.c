/* Label lists, as JSON or as a table. */
#include "reader.h"

#include <math.h>
#include <string.h>
#include <wom/settings.h>

static const size_t largest_json = (size_t)1 << 30;

typedef struct label_receiver {
    wom_job *job;
    wom_label_sink sink;
    void *context;
} label_receiver;

/* ---- JSON ---- */

static wom_text
text_of(const char *terminated)
{
    return (wom_text){ terminated, strlen(terminated) };
}

/* The text of a number; a larger one would not be the number that is written. */
static wom_status
print_number(char **text, wom_job *job, const wom_json *item)
{
    if (fabs(wom_json_number(item)) > 0x1p53)
        return wom_json_fail(item, "is a label beyond 2^53, must be written as a text, in quotes");
    return wom_json_print(text, job, item, false);
}

/* One label of a list: a text, or a number as it is written. */
static wom_status
hand_label(const label_receiver *receiver, const char *id, const wom_json *item)
{
    char *number = NULL;
    const wom_json_kind kind = wom_json_kind_of(item);
    if (kind != WOM_JSON_STRING && kind != WOM_JSON_NUMBER)
        return wom_json_fail(item, "is %s, must be a label: a text or a number", wom_json_kind_name(kind));
    if (kind == WOM_JSON_NUMBER) WOM_TRY(print_number(&number, receiver->job, item));
    const wom_text label = text_of(number != NULL ? number : wom_json_string(item));
    const wom_status status = receiver->sink(receiver->context, text_of(id), label, 1);
    wom_free(number);
    return wom_json_fail_in(status, item);
}

/* One label with its weight. */
static wom_status
hand_weight(const label_receiver *receiver, const char *id, const wom_json *item)
{
    const wom_json_kind kind = wom_json_kind_of(item);
    if (kind != WOM_JSON_NUMBER)
        return wom_json_fail(item, "is %s, must be the label's weight, a number", wom_json_kind_name(kind));
    const wom_status status =
        receiver->sink(receiver->context, text_of(id), text_of(wom_json_key(item)), wom_json_number(item));
    return wom_json_fail_in(status, item);
}

static wom_status
hand_labels(const label_receiver *receiver, const wom_json *member)
{
    const wom_json_kind kind = wom_json_kind_of(member);
    const char *id = wom_json_key(member);
    if (kind != WOM_JSON_ARRAY && kind != WOM_JSON_OBJECT)
        return wom_json_fail(member, "is %s, must be an array of labels or an object of weights",
                             wom_json_kind_name(kind));
    for (uint64_t i = 0; i < wom_json_count(member); i++) {
        const wom_json *item = wom_json_at(member, i);
        WOM_TRY(kind == WOM_JSON_ARRAY ? hand_label(receiver, id, item) : hand_weight(receiver, id, item));
    }
    return WOM_OK;
}

static wom_status
hand_all(const label_receiver *receiver, const wom_json *root)
{
    const wom_json_kind kind = wom_json_kind_of(root);
    if (kind != WOM_JSON_OBJECT)
        return wom_json_fail(root, "is %s, must be an object of label lists: {\"id\": [\"label\", ...], ...}",
                             wom_json_kind_name(kind));
    for (uint64_t i = 0; i < wom_json_count(root); i++) {
        WOM_TRY(wom_job_check(receiver->job));
        WOM_TRY(hand_labels(receiver, wom_json_at(root, i)));
    }
    return WOM_OK;
}

static wom_status
read_json(const label_receiver *receiver, wom_source *source)
{
    wom_status status = WOM_OK;
    char *text = NULL;
    size_t length = 0;
    wom_json *root = NULL;
    WOM_TRY_GOTO(wom_source_read_rest(&text, &length, source, largest_json));
    const size_t mark = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    WOM_TRY_GOTO(wom_json_parse(&root, receiver->job, text + mark, length - mark, wom_source_name(source)));
    wom_free(text);
    text = NULL;
    WOM_TRY_GOTO(hand_all(receiver, root));
done:
    wom_json_free(root);
    wom_free(text);
    return status;
}

/* ---- Table ---- */

static wom_status
hand_row(const label_receiver *receiver, const wom_reader *reader)
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

/* Closes the source. */
static wom_status
read_table(const label_receiver *receiver, wom_source *source)
{
    static const char *const wanted[] = { "id",  "user",  "node",  "content", "item", "label",
                                          "tag", "genre", "topic", "weight",  NULL };
    wom_status status = WOM_OK;
    wom_reader *reader = NULL;
    bool has_row = true;
    wom_reader_options options = wom_reader_defaults();
    options.wanted = wanted;
    WOM_TRY(wom_reader_open_source(&reader, receiver->job, source, &options));
    const uint32_t num_columns = wom_reader_num_columns(reader);
    if (num_columns != 2 && num_columns != 3) {
        status = wom_fail(WOM_INVALID, "%s: has %u column%s, must have 2 or 3: id, label, weight",
                          wom_source_name(reader->source), num_columns, num_columns == 1 ? "" : "s");
        goto done;
    }
    while (has_row) {
        WOM_TRY_GOTO(wom_reader_next(reader, &has_row));
        if (has_row) WOM_TRY_GOTO(hand_row(receiver, reader));
    }
done:
    wom_reader_close(reader);
    return status;
}

wom_status
wom_labels_read(wom_job *job, const char *path, wom_label_sink sink, void *context)
{
    const label_receiver receiver = { job, sink, context };
    wom_source *source;
    bool is_json = false;
    WOM_TRY(wom_source_open(&source, job, path));
    wom_status status = wom_source_begins_json(&is_json, source);
    if (status == WOM_OK && !is_json) return read_table(&receiver, source);
    if (status == WOM_OK) status = read_json(&receiver, source);
    wom_source_close(source);
    return status;
}
