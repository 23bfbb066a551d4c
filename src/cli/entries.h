/* What a store file holds: its tables, arrays and texts. */
#ifndef CLI_ENTRIES_H
#define CLI_ENTRIES_H

#include "print.h"

#include <wom/store.h>

typedef enum cli_entry_kind { CLI_ENTRY_TABLE, CLI_ENTRY_ARRAY, CLI_ENTRY_TEXT } cli_entry_kind;

typedef struct cli_entry {
    char *path; /* "/seeds" */
    cli_entry_kind kind;
    uint64_t lengths[4]; /* of a table: rows, columns */
    uint32_t num_lengths;
} cli_entry;

/* In the order of their paths; axes are arrays too. */
typedef struct cli_entries {
    wom_job *job;
    cli_entry *entry;
    uint64_t num_entries, capacity;
} cli_entries;

wom_status cli_entries_list(cli_entries *entries, wom_job *job, wom_archive *archive);
void cli_entries_clear(cli_entries *entries);

/* The entry of that path, whose first slash may be missing; WOM_INVALID with a suggestion. */
wom_status cli_entries_find(const cli_entry **found, const cli_entries *entries, const char *path);

/* A column of values, whatever their type. */
typedef struct cli_column {
    char *name;
    wom_type type; /* bool, int64, uint64, double or string */
    void *values;
    uint64_t num_values;
} cli_column;

wom_status cli_column_read(cli_column *column, wom_job *job, wom_archive *archive, const char *path);
void cli_column_clear(cli_column *column);

/* The value as text, in as many digits as read back to it; "" where it is missing. */
cli_text cli_column_number(const cli_column *column, uint64_t row);

#endif
