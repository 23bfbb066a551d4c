/* What the readers of logs share. */
#ifndef WOM_IO_LOG_H
#define WOM_IO_LOG_H

#include "reader.h"

/* A log that is being read. */
typedef struct wom_log_reader {
    wom_reader *reader;
    const wom_log_layout *layout;
    wom_log_facts *facts;
    const wom_passing *passing; /* NULL: none */
    wom_action_sink sink;
    void *context;
    bool is_trial; /* looks only, and hands nothing on */
} wom_log_reader;

/* How a cascade is written. */
typedef enum wom_cascade_style { WOM_CASCADE_NONE, WOM_CASCADE_COMMAS, WOM_CASCADE_BLANKS, WOM_CASCADE_NAMED }
    wom_cascade_style;

/* The time that a text tells; it must be of the kind of those before. `where` is its place in the line. */
wom_status wom_log_time(double *time, wom_log_reader *log, wom_text text);

/* Hands an action to the sink, with the line in front of what it refuses. */
wom_status wom_log_hand(const wom_log_reader *log, wom_text user, wom_text content, double time);

/* The style of the first lines, WOM_CASCADE_NONE when they are a table's; where `is_forced` by the first line alone.
 * Leaves the reader at the beginning. */
wom_status wom_log_cascade_style(wom_cascade_style *style, wom_reader *reader, bool is_forced);

wom_status wom_log_read_cascades(wom_log_reader *log, wom_cascade_style style);
wom_status wom_log_read_table(wom_log_reader *log);

/* Whether the header has columns of users and of contents by their usual names. */
bool wom_log_has_columns(const wom_reader *reader);

/* Column names that give away a table's header, NULL-terminated. */
enum { WOM_LOG_MOST_WANTED = 40 };
void wom_log_wanted(const char *wanted[WOM_LOG_MOST_WANTED], const wom_log_layout *layout);

#endif
