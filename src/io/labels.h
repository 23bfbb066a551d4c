/* What the readers of label lists share. */
#ifndef WOM_IO_LABELS_H
#define WOM_IO_LABELS_H

#include "reader.h"

typedef struct wom_label_receiver {
    wom_job *job;
    wom_label_sink sink;
    void *context;
    const wom_passing *passing; /* NULL: none */
} wom_label_receiver;

/* Names of columns that give away a table's header, NULL-terminated. */
extern const char *const wom_label_columns[];

/* The rows of a reader, which may have found out already how its table is written. */
wom_status wom_labels_read_rows(const wom_label_receiver *receiver, wom_reader *reader);

/* All lists of a source that begins as JSON does. */
wom_status wom_labels_read_json(const wom_label_receiver *receiver, wom_source *source);

#endif
