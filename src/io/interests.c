/* Interests of a source, whatever they are written as: told by what comes first, so that standard input will do. */
#include "labels.h"
#include "reader.h"
#include "vectors.h"

wom_status
wom_interests_read(bool *are_vectors, wom_source *source, const wom_label_receiver *labels, wom_vector_sink sink,
                   void *context)
{
    wom_reader *reader = NULL;
    bool is_json = false;
    wom_reader_options options = wom_reader_defaults();
    options.wanted = wom_label_columns;
    *are_vectors = false;
    wom_status status = wom_source_begins_json(&is_json, source);
    if (status != WOM_OK || is_json) {
        if (status == WOM_OK) status = wom_labels_read_json(labels, source);
        wom_source_close(source);
        return status;
    }
    WOM_TRY(wom_reader_open_lines(&reader, labels->job, source, &options));
    status = wom_vectors_read_lines(are_vectors, reader, labels->passing, sink, context);
    if (status == WOM_OK && !*are_vectors) status = wom_labels_read_rows(labels, reader);
    wom_reader_close(reader);
    return status;
}
