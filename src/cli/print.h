/* Numbers as people read them, and tables with aligned columns. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <wom/base.h>

/* A short text by value, so that it may stand among printf's arguments: printf("%s users", cli_count(n).text). */
typedef struct cli_text {
    char text[96];
} cli_text;

/* Large numbers have commas between thousands; what is not a number is "-". */
cli_text cli_count(uint64_t n);              /* all digits */
cli_text cli_real(double x);                 /* four significant digits */
cli_text cli_bound(double x, bool is_upper); /* four digits, rounded so that the bound still holds */
cli_text cli_money(double x);                /* exact: two decimals unless whole */
cli_text cli_percent(double share);          /* "12.3 %" */
cli_text cli_bytes(double bytes);            /* "1.5 GiB" */
cli_text cli_date(double seconds);           /* since 1970 (UTC): "2009-04-01" */
cli_text cli_seconds(double seconds);        /* "0.31 s", "2 min 5 s" */

/* "1,024 users", "1 user": the plural unless n is 1. */
cli_text cli_counted(uint64_t n, const char *one, const char *many);

/* An estimate shows as many digits as its interval warrants, four at most; one without error shows all of them. */
cli_text cli_value(const wom_estimate *estimate);
cli_text cli_interval(const wom_estimate *estimate);     /* "[408, 417]"; "" where there is none */
cli_text cli_signed_value(const wom_estimate *estimate); /* with its sign: of a difference */

/* The same estimate in another unit. */
wom_estimate cli_scaled(const wom_estimate *estimate, double factor);

/* ---- Style ---- */

/* How standard output is to look. */
typedef struct cli_style {
    bool colour;
    uint32_t width; /* columns of the terminal, 100 where there is none */
} cli_style;

cli_style cli_style_of_output(void);

/* A heading on a line of its own. */
void cli_heading(const cli_style *style, const char *text);

/* What must not be overlooked. */
void cli_notice(const cli_style *style, const char *text);

/* ---- Tables ----
 * cli_table table = cli_table_begin(job, &style, "lr");
 * cli_cell(&table, "%s", name); cli_cell(&table, "%u", number); ...
 * WOM_TRY(cli_table_print(&table)); */

typedef struct cli_table {
    wom_job *job;
    const cli_style *style;
    const char *alignment; /* a letter a column: l, r; w: left, and wrapped to the width (the last column only) */
    bool has_header;       /* the first row names the columns */
    char *text;            /* cells one after the other, each terminated */
    uint64_t length, capacity, num_cells;
    wom_status status;
} cli_table;

cli_table cli_table_begin(wom_job *job, const cli_style *style, const char *alignment);

/* The names of the columns, with '|' between them. */
void cli_table_header(cli_table *table, const char *names);

/* The next cell, row by row. A failure is kept until the table is printed. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
cli_cell(cli_table *table, const char *format, ...);

/* Writes the rows to standard output, two blanks before each, and frees the table. */
wom_status cli_table_print(cli_table *table);

/* The same in a form for papers or programs; the header's row is told apart. */
typedef enum cli_form { CLI_FORM_TEXT, CLI_FORM_MARKDOWN, CLI_FORM_LATEX, CLI_FORM_CSV } cli_form;
extern const char *const cli_table_forms[]; /* "text", "markdown", "latex", "csv", NULL */
wom_status cli_table_print_as(cli_table *table, cli_form form);

/* Control characters become '?': names in files are others' and must not steer the terminal. In place. */
void cli_make_harmless(char *text);

#endif
