/* Cards: each one file that ends in its row, listed in cards.c in the order of the page. */
#ifndef REPORT_CARDS_H
#define REPORT_CARDS_H

#include <wom/report.h>

/* A results file that is being told. Reads remember the first failure, and what they gave is freed with the page. */
typedef struct report_page {
    wom_markup *out;
    wom_job *job;
    wom_archive *archive;
    const char *path;
    void **kept;
    uint64_t num_kept, capacity;
    wom_status status;
} report_page;

typedef struct report_card {
    const char *name;                /* in the page's address and for wom plot */
    const char *title;
    const char *needs;               /* the card appears when the file has this */
    void (*tell)(report_page *page); /* sentences, the first of which says what there is to see */
    void (*draw)(report_page *page); /* one <svg>; may be NULL */
    void (*list)(report_page *page); /* a table; may be NULL */
} report_card;

extern const report_card report_figures, report_seeds, report_adoption, report_contents, report_algorithms,
    report_campaign, report_what_if, report_segments, report_communities, report_certificate, report_models,
    report_provenance;

/* NULL-terminated. */
extern const report_card *const report_cards[];

/* ---- reading.c: NULL and length 0 for what the file lacks ---- */

const double *report_numbers(report_page *page, uint64_t *length, const char *group, const char *column);
const char *const *report_texts(report_page *page, uint64_t *length, const char *group, const char *column);
const char *report_attribute(report_page *page, const char *path, const char *name); /* "" */

/* The value of the row of a table that its first column labels so; NaN. */
double report_at(report_page *page, const char *group, const char *labels, const char *row, const char *column);

/* ---- intervals.c: tables with value, lo95 and hi95 ---- */

typedef struct report_intervals {
    const char *group, *labels;    /* the table, and its column of names (of any type) */
    const char *value, *low, *high; /* columns; NULL: value, lo95, hi95 */
    const char *only;              /* rows whose column "metric" says this; NULL: all */
    const char *title, *x_label;
    bool first_is_chosen;
    const char *chosen;            /* the name of a row in colour; NULL: none */
} report_intervals;

void report_draw_intervals(report_page *page, const report_intervals *wanted);

/* ---- table.c: <table> with a heading row that sorts and a button that saves it as CSV ---- */

typedef struct report_column {
    const char *name;  /* in the file */
    const char *label; /* on the page */
    int digits;        /* significant, 1: whole; 0: a text */
} report_column;

/* Columns that the file lacks are left out. At most `most` rows; the rest is said to be in the file. */
void report_list(report_page *page, const char *group, const report_column *columns, uint32_t num_columns,
                 uint64_t most);

#endif
