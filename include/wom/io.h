/* io: streaming readers of what people really have.
 *
 * Bytes come from a file or from standard input ("-"), plain, gzip or zstd, told apart by their first bytes, never by
 * the suffix. A reader holds one buffer, not the file. Every message names "file:line:column". */
#ifndef WOM_IO_H
#define WOM_IO_H

#include <wom/base.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Bytes ---- */

typedef struct wom_source wom_source;

/* WOM_INVALID when the file is missing, unreadable, a folder or packed by something else (xz, zip, ...), each said
 * plainly. An empty file is a source of no bytes. */
wom_status wom_source_open(wom_source **source, wom_job *job, const char *path);
void wom_source_close(wom_source *source);

/* Up to `size` decompressed bytes; *got is 0 only at the end. A truncated or damaged gzip or zstd stream is
 * WOM_INVALID. */
wom_status wom_source_read(wom_source *source, void *buffer, size_t size, size_t *got);

/* What of a file changes when somebody writes to it or puts another in its place; all 0 for what is no plain file. A
 * source compares it when it comes to the end: a file that has changed since it was opened is WOM_INVALID, for nobody
 * knows what was read. */
typedef struct wom_file_mark {
    bool is_file;
    uint64_t device, inode, bytes;
    int64_t seconds, nanoseconds; /* of the last writing */
} wom_file_mark;

wom_file_mark wom_file_mark_of(const char *path); /* "-" and what is not there have none */

/* WOM_INVALID, naming the file, when it is not as it was `before`. */
wom_status wom_file_mark_compare(const wom_file_mark *before, const wom_file_mark *now, const char *name);

/* The whole decompressed content, terminated by a 0 that is not counted; refused beyond `limit` bytes. *text is freed
 * by wom_free. */
wom_status wom_source_read_all(char **text, size_t *length, wom_job *job, const char *path, size_t limit);

/* ---- Tables of text ----
 * Rows of columns: edge lists, users, contents, interests, logs. */

typedef struct wom_reader wom_reader;

typedef struct wom_reader_options {
    char delimiter;   /* 0: found from the first 32 rows: tab if it divides each into equally many fields (two at
                         least), else whichever of , ; | gives most, else runs of blanks (' '). One column of texts
                         with blanks in them needs a delimiter said: any that does not occur */
    int header;       /* -1: found out: a header is a first row in which no field is a number while the second row's
                         same column is one, or whose fields include a wanted name (in any case); 0: there is none;
                         1: there is one */
    const char *const *wanted; /* column names that the caller will ask for, NULL-terminated; may be NULL */
    bool size_line;    /* the first row is not of the table but two whole numbers, of nodes and of edges */
    bool matrix_size;  /* as size_line, but three: rows, columns (as many), entries */
    uint64_t max_line; /* bytes; longer lines are refused; 0: 16 MiB */
} wom_reader_options;

wom_reader_options wom_reader_defaults(void);

/* Opens and looks at the first rows. Comments (lines that begin with # % or //) and empty lines are skipped and
 * counted; LF and CRLF, a BOM and quotes ("a ""b""", delimiters inside) are understood; a quoted field ends in its
 * line. A row that is not UTF-8 is taken as ISO-8859-1, converted, and counted.
 *
 * WOM_INVALID, here or in wom_reader_next: no row at all, UTF-16, bytes of 0, a carriage return inside a line, a quote
 * that is not closed or has text behind it (between tabs, where a name may begin with a quoted part, such a field is
 * taken as it stands), a line beyond max_line. */
wom_status wom_reader_open(wom_reader **reader, wom_job *job, const char *path, const wom_reader_options *options);
void wom_reader_close(wom_reader *reader);

/* The numbers of nodes and edges in the size line; false when none was asked for. */
bool wom_reader_size_line(const wom_reader *reader, uint64_t *num_nodes, uint64_t *num_edges);

char wom_reader_delimiter(const wom_reader *reader); /* as given or found */
bool wom_reader_has_header(const wom_reader *reader);

/* Of the first row. A delimiter that ends every one of the first rows, with nothing behind it, adds no column. */
uint32_t wom_reader_num_columns(const wom_reader *reader);

/* NULL without header; "" for a column that it leaves unnamed. */
const char *wom_reader_column_name(const wom_reader *reader, uint32_t column);

/* The column of that name (case-sensitive; then, if unique, without regard to case), or of that 1-based number when
 * `name` is one and there is no header of that name. WOM_INVALID lists the columns there are, or says that the name
 * stands over several. */
wom_status wom_reader_column(uint32_t *column, const wom_reader *reader, const char *name);
bool wom_reader_has_column(const wom_reader *reader, const char *name);

/* The next row; *has_row is false at the end. A row with fewer or more fields than the first is WOM_INVALID (a trailing
 * delimiter aside). */
wom_status wom_reader_next(wom_reader *reader, bool *has_row);

/* After a failure: whether it was about one row, which has been passed, so that wom_reader_next can go on behind it. */
bool wom_reader_is_past_row(const wom_reader *reader);

/* A field of the current row, unquoted, blanks around it removed; valid until the next row. */
wom_text wom_reader_field(const wom_reader *reader, uint32_t column);

/* The field as a finite decimal number within [low, high] (which may be infinite), read alike in every locale; empty
 * text, hexadecimal, "nan" and "inf" are WOM_INVALID. */
wom_status wom_reader_number(double *number, const wom_reader *reader, uint32_t column, double low, double high);

/* Records "file:line:column: message" for a field of the current row and returns WOM_INVALID. The place counts
 * characters, as editors do. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
wom_status wom_reader_fail(const wom_reader *reader, uint32_t column, const char *format, ...);

typedef struct wom_reader_counts {
    uint64_t lines;     /* so far, comments and header included: the current row's number in the file */
    uint64_t rows;      /* data rows so far */
    uint64_t comments;  /* lines skipped: comments and empty ones */
    uint64_t converted; /* rows that were not UTF-8 */
    uint64_t bytes;     /* decompressed */
} wom_reader_counts;

wom_reader_counts wom_reader_counts_of(const wom_reader *reader);

/* What is done about a row (or one item of a JSON list) that cannot be read: `pass` is asked while wom_error_text()
 * says what is wrong and where; WOM_OK passes over the row, anything else ends the reading with that. Given as NULL,
 * the first such row ends it. What is wrong with the file as a whole (damage, JSON that does not parse, columns that
 * are not there) always does. */
typedef struct wom_passing {
    wom_status (*pass)(void *context, wom_status status);
    void *context;
} wom_passing;

/* ---- Matrices ---- */

/* A dense row-major matrix. */
typedef struct wom_matrix {
    uint64_t num_rows, num_columns;
    float *value; /* [num_rows * num_columns]; freed by wom_matrix_free */
} wom_matrix;

/* NumPy's .npy, versions 1 to 3, two dimensions (one dimension: one column), types f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1,
 * either byte order, C or Fortran order; packed by gzip or zstd as well. Values are rounded to 32-bit floats.
 * WOM_INVALID: NaN, infinities and what overflows a float, each with row and column (from 1); a file shorter or
 * longer than its shape says; a shape beyond any memory. */
wom_status wom_matrix_load_npy(wom_matrix *matrix, wom_job *job, const char *path);
void wom_matrix_free(wom_matrix *matrix);

/* ---- Label lists ---- */

/* Receives one label of one user (or content), weight 1 unless the file says otherwise. */
typedef wom_status (*wom_label_sink)(void *context, wom_text id, wom_text label, double weight);

/* Label lists as JSON, {"id": ["label", 17, ...], ...} or {"id": {"label": weight, ...}, ...} (numbers are taken as
 * their text, at most 2^53), or as a table with two or three columns in the order id, label, weight, whose header, if
 * any, is found as a wom_reader does or by names such as user, label, genre, weight. Which of the two is told by the
 * first character. Labels come in file order; repeated ones are handed on, the sink decides. An id with an empty list
 * hands on nothing. JSON is read whole, at most 1 GiB. What the sink refuses is told with its place in the file. */
wom_status wom_labels_read(wom_job *job, const char *path, const wom_passing *passing, wom_label_sink sink,
                           void *context);

/* ---- Vectors as text ---- */

/* Receives the vector of one id; all have as many values, each finite. */
typedef wom_status (*wom_vector_sink)(void *context, wom_text id, const float *value, uint32_t num_values);

/* Vectors of word2vec (a first line "rows dimensions", then rows between blanks) or GloVe (no such line), or any table
 * of an id and three numbers or more. *are_vectors is false, and nothing was handed on, for what is none of these: with
 * two or three columns it is a label list. WOM_INVALID: a field that is no number, an empty id, other rows than
 * announced. */
wom_status wom_vectors_read(bool *are_vectors, wom_job *job, const char *path, const wom_passing *passing,
                            wom_vector_sink sink, void *context);

/* ---- Action logs ----
 * Who did what when: user, content, time. Three ways of writing one cascade (the actions on one content) a line are
 * known beside tables:
 *
 *     ROOT u1 t1,u2 t2,...,       the root began it, at a time that is not told; the comma at the end may be missing
 *     ROOT u1 t1 u2 t2 ...        the same between blanks
 *     NAME<TAB>u1,t1 u2,t2 ...    the cascade has a name, all its actions have times
 *
 * Those of the first two are called by their place among the lines, "0", "1", ... */

typedef enum wom_log_format {
    WOM_LOG_AUTO,     /* by the shape of the first 32 lines: cascades where one has two pairs or more in the first or
                         third way, or where all are of the second and not all equally long; else a table */
    WOM_LOG_TABLE,    /* a row an action */
    WOM_LOG_CASCADES, /* in the way that the first line is in */
} wom_log_format;

extern const char *const wom_log_format_names[]; /* "auto", "table", "cascades", NULL */

/* Columns of a table, as for wom_reader_column; NULL or "": by usual names (user, userID, ...; content, item, cascade,
 * ...; time, timestamp, date, ...), in a table without header the first, second and third. Where there is no column of
 * times, columns year, month and day make one; "none" for `time` reads none at all. */
typedef struct wom_log_layout {
    uint32_t format; /* wom_log_format */
    const char *user, *content, *time;
    const char *day, *month, *year;
} wom_log_layout;

/* Receives one action. The time is in seconds since 1970 (UTC) where times are dates, else the number that is written;
 * NaN: not known. */
typedef wom_status (*wom_action_sink)(void *context, wom_text user, wom_text content, double time);

typedef struct wom_log_facts {
    wom_log_format format; /* as found */
    bool has_times;        /* some action has one */
    bool has_dates;        /* times are dates */
    uint64_t no_time;      /* rows of a table whose time is empty; not handed on */
    uint64_t converted;    /* lines that were not UTF-8 */
} wom_log_facts;

/* Hands on the actions in file order. A time is a decimal number or a date, all of a file alike: 2009-04 or 2009-04-01
 * (or with slashes), perhaps followed by T or a blank and 12:30 or 12:30:05.25, and by Z or +02:00; without an offset
 * it is UTC. WOM_INVALID: an empty user or content, a date that there is not, a cascade whose line breaks off, columns
 * that there are not. What the sink refuses is told with its line. A broken cascade is passed over whole. */
wom_status wom_log_read(wom_log_facts *facts, wom_job *job, const char *path, const wom_log_layout *layout,
                        const wom_passing *passing, wom_action_sink sink, void *context);

/* The seconds since 1970 of a date as above; false for any other text. */
bool wom_text_date(double *seconds, wom_text text);

/* ---- Writing text ---- */

/* A text file that appears whole or not at all: written to "<path>.partial" and renamed by wom_text_file_finish. Where
 * path is a link, the file it leads to is replaced; what is no regular file (a device, a pipe) is written at once, as
 * is standard output, "-". WOM_INVALID: a folder, or a place that cannot be written; WOM_FAILED: a write that did not
 * succeed (a full disk), told by the call that notices or at the latest by wom_text_file_finish. */
typedef struct wom_text_file wom_text_file;
wom_status wom_text_file_create(wom_text_file **file, wom_job *job, const char *path);

/* printf format; numbers are written alike in every locale. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
wom_status wom_text_file_print(wom_text_file *file, const char *format, ...);

/* One field of a CSV row, without delimiter, quoted where RFC 4180 asks for it or where a wom_reader would
 * otherwise read something else (blanks at its ends; a comment sign at its start). */
wom_status wom_text_file_csv(wom_text_file *file, const char *field);

/* Syncs and renames. Nothing may be written afterwards. */
wom_status wom_text_file_finish(wom_text_file *file);

/* Without a successful wom_text_file_finish before, removes what was written; an older file stays as it was. */
void wom_text_file_free(wom_text_file *file);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
