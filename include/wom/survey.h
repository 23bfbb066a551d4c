/* survey: what a file holds, whatever it is, before anybody makes data of it. */
#ifndef WOM_SURVEY_H
#define WOM_SURVEY_H

#include <wom/data.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- What it is ---- */

/* What the rows of a file most likely are. */
typedef enum wom_rows_kind {
    WOM_ROWS_TIES,  /* also all that is no table, and what cannot be read: it is refused as ties */
    WOM_ROWS_LOG,   /* cascades a line, or a header with columns of users and contents by their usual names */
    WOM_ROWS_TABLE, /* neither */
    WOM_ROWS_INTERESTS, /* label lists as JSON, vectors as text, .npy, or "file.h5:/data/set" */
} wom_rows_kind;

extern const char *const wom_rows_kind_names[]; /* "ties", "log", "table", "interests", NULL */

typedef struct wom_rows_guess {
    wom_rows_kind kind;
    char why[160];   /* it is a table that does not look like ties; "" of all others */
    char doubt[160]; /* they are taken for ties, but could be something else; "" where nothing speaks for it */
} wom_rows_guess;

/* By what the first lines say of themselves, by the names of the first two columns (from, target, friendID, ... against
 * item, date, ...), and where these say nothing by whether both columns share values in the first 20,000 rows; without
 * a header they need not, unless one alone is of whole numbers. Three columns without a header, the third of a few
 * multiples of 1/2 up to 10 as in ratings, are ties in doubt. WOM_INVALID where the file cannot be opened. */
wom_status wom_guess_rows(wom_rows_guess *guess, wom_job *job, const char *path);

/* ---- Tables ---- */

/* What the values of a column, missing ones apart, are all. */
typedef enum wom_column_kind {
    WOM_COLUMN_EMPTY, /* there is none */
    WOM_COLUMN_TRUTH, /* true, false, yes, no, t, f, y, n in any case */
    WOM_COLUMN_WHOLE,
    WOM_COLUMN_NUMBERS,
    WOM_COLUMN_DATES, /* as in logs */
    WOM_COLUMN_TEXTS,
} wom_column_kind;

extern const char *const wom_column_kind_names[]; /* "empty", "truth values", ..., NULL */

enum { WOM_COLUMN_MOST_DISTINCT = 65536, WOM_COLUMN_MOST_FREQUENT = 8 };

typedef struct wom_column_summary {
    char *name; /* "": it has none */
    wom_column_kind kind;
    uint64_t num_missing;  /* empty, NA, NaN or null (in any case) */
    uint64_t num_distinct; /* texts, so that 1 and 1.0 are two */
    bool is_many;          /* there are more than num_distinct, which is WOM_COLUMN_MOST_DISTINCT */
    double least, mean, most, sum; /* of dates in seconds since 1970, of truth values as 1 and 0; of texts NaN */
    uint32_t num_frequent;         /* 0 where is_many */
    char *frequent[WOM_COLUMN_MOST_FREQUENT]; /* [num_frequent] by descending frequency, then as they came */
    uint64_t frequency[WOM_COLUMN_MOST_FREQUENT];
} wom_column_summary;

enum { WOM_TABLE_MOST_GROUPS = 64 };

typedef struct wom_group_mean {
    uint64_t num_values;         /* not missing */
    double mean, standard_error; /* NaN in columns of dates, texts or nothing */
} wom_group_mean;

/* The rows that have one value in the column by which they are grouped. */
typedef struct wom_table_group {
    char *value;
    uint64_t num_rows;
    wom_group_mean *of_column; /* [num_columns] */
} wom_table_group;

typedef struct wom_table_summary {
    char delimiter;
    bool has_header;
    uint64_t num_rows;
    uint64_t num_repeated; /* rows whose fields are all those of an earlier one */
    uint32_t num_columns;
    wom_column_summary *column; /* [num_columns] */
    uint32_t by, num_groups;    /* the column by which rows are grouped; 0 groups where none was asked for */
    wom_table_group *group;     /* [num_groups] by descending number of rows, then by value */
} wom_table_summary;

/* Reads a table as a wom_reader does, whatever it is about; `by` (NULL: none) is a column, as for wom_reader_column, by
 * whose values rows are grouped: WOM_INVALID beyond WOM_TABLE_MOST_GROUPS of them. Freed by wom_table_summary_free.
 * Needs 16 bytes a row, which is known by a hash of 128 bits, and the distinct values of each column. */
wom_status wom_table_summarise(wom_table_summary *table, wom_job *job, const char *path, const char *by);
void wom_table_summary_free(wom_table_summary *table);

/* ---- Interests ---- */

/* Their values are those that are not 0, repeated labels counted once. */
enum { WOM_INTERESTS_MOST_FREQUENT = 8 };

typedef struct wom_interests_summary {
    const char *form;        /* "label lists", "vectors", "a matrix" */
    uint64_t num_rows;       /* users (or contents): ids with a label or a vector, rows of a matrix */
    uint64_t num_missing;    /* of these without a value */
    uint64_t num_dimensions; /* labels, or columns */
    uint64_t num_values, num_repeated;
    double mean_values, values_quantiles[5]; /* of a row; 5 %, 25 %, 50 %, 75 %, 95 % */
    uint64_t most_values;
    double least, mean, most; /* of the values; NaN where there are none */
    uint32_t num_frequent;    /* 0 without labels */
    char *frequent[WOM_INTERESTS_MOST_FREQUENT]; /* [num_frequent] labels by descending frequency, then by name */
    uint64_t frequency[WOM_INTERESTS_MOST_FREQUENT]; /* rows that have the label */
} wom_interests_summary;

/* Reads a file of interests as wom_data_load does, without the data whose interests they are. Needs them in memory.
 * Freed by wom_interests_summary_free. */
wom_status wom_interests_summarise(wom_interests_summary *summary, wom_job *job, const char *path);
void wom_interests_summary_free(wom_interests_summary *summary);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
