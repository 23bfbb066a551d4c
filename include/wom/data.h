/* data: users, ties, contents and interests under one numbering.
 *
 * Users are numbered by descending number of rows they occur in (self-loops apart), then by external id (as numbers
 * when all ids are unsigned integers, else by bytes), so nothing depends on the order of rows in a file. Contents are
 * numbered in file order of the contents file, or by id when they are known from interests only. */
#ifndef WOM_DATA_H
#define WOM_DATA_H

#include <wom/graph.h>
#include <wom/interest.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Action logs: who took up what when ---- */

/* What the numbers in a column of times are; dates need none. A month is 30.4375 days, a year 365.25. */
typedef enum wom_time_unit {
    WOM_UNIT_AUTO, /* by the size of the middle one: seconds below 1e11, milliseconds below 1e14, microseconds below
                      1e17, else nanoseconds */
    WOM_UNIT_NANOSECONDS,
    WOM_UNIT_MICROSECONDS,
    WOM_UNIT_MILLISECONDS,
    WOM_UNIT_SECONDS,
    WOM_UNIT_MINUTES,
    WOM_UNIT_HOURS,
    WOM_UNIT_DAYS,
    WOM_UNIT_WEEKS,
    WOM_UNIT_MONTHS,
    WOM_UNIT_YEARS,
} wom_time_unit;

extern const char *const wom_time_unit_names[]; /* "auto", "nanoseconds", ..., NULL */

/* What was met in the log. `read` counts actions as they are written, the others some of them. */
typedef struct wom_log_counts {
    uint64_t read;
    uint64_t no_time;       /* rows of a table whose time is empty; dropped */
    uint64_t out_of_range;  /* before `since` or not before `until`; dropped */
    uint64_t unknown_users; /* by users that the users file does not know; dropped */
    uint64_t repeated;      /* of a user and content that have an earlier one; dropped */
    uint64_t far_times;     /* kept, but so far from the middle 98 % of times as these are long: a slip, perhaps */
    uint64_t converted;     /* lines that were not UTF-8 */
    wom_log_format format;  /* table or cascades */
    bool has_dates;
    wom_time_unit unit; /* of numbers, as given or found; WOM_UNIT_AUTO where there are none */
} wom_log_counts;

/* The actions of the past: each user took up each content at most once. Sorted by content, then time, then place in the
 * file; an unknown time (the root of a cascade; all, where there is no column of times) stands before known ones. The
 * contents are the log's own, numbered by id like users, and need not be those of the plan; one whose actions were all
 * dropped has none. */
typedef struct wom_log {
    uint64_t num_actions;
    uint32_t num_contents;
    wom_node num_users;           /* who act */
    uint64_t *first;              /* [num_contents + 1] actions of a content: first[c] .. first[c + 1] - 1 */
    wom_node *user;               /* [num_actions] */
    uint32_t *content;            /* [num_actions] */
    double *time;                 /* [num_actions] seconds, since 1970 (UTC) where they are dates; NaN: not known */
    char **content_id;            /* [num_contents] */
    double first_time, last_time; /* of those known; NaN: none */
    wom_log_counts counts;
} wom_log;

/* Files whose rows can be passed over; graph files of other programs cannot be read in part. */
typedef enum wom_data_input {
    WOM_INPUT_TIES,
    WOM_INPUT_USERS,
    WOM_INPUT_CONTENTS,
    WOM_INPUT_USER_INTERESTS,
    WOM_INPUT_CONTENT_INTERESTS,
    WOM_INPUT_LOG,
    WOM_NUM_INPUTS,
} wom_data_input;

extern const char *const wom_data_input_names[]; /* "ties", "users", ..., "user interests", ..., "log", NULL */

/* Rows of one file that could not be read, and the first of them. */
enum { WOM_DATA_MOST_TOLD = 4 };
typedef struct wom_data_skipped {
    uint64_t num_rows;
    char told[WOM_DATA_MOST_TOLD][240]; /* "file:line:column: what is wrong"; "": no more */
} wom_data_skipped;

enum { WOM_MOST_LAYERS = 1000 }; /* more distinct names than that are no layers */

/* What was read, converted, merged and dropped, to be shown to the user. */
typedef struct wom_data_report {
    wom_graph_counts ties;
    uint64_t users_without_ties;      /* named by other files or by self-loops only; kept */
    uint64_t users_without_row;       /* have ties but no row in the users file; defaults hold for them */
    uint64_t users_without_interests; /* when interests are given: their similarity is 0 */
    uint64_t contents_without_interests;
    uint64_t unknown_interest_rows;           /* ids (or rows of a matrix) that no other file knows; dropped */
    uint64_t repeated_labels;                 /* counted once */
    uint64_t skipped_rows;                    /* of all files, that could not be read; only with max_errors */
    uint64_t truth_values;                    /* True, no, ... in columns of numbers, taken as 1 and 0 */
    uint64_t empty_fields;                    /* of the users and contents files; the column's default holds */
    uint64_t converted_rows;                  /* of ties, users, contents and log; were not UTF-8 */
    wom_data_skipped skipped[WOM_NUM_INPUTS];
} wom_data_report;

/* One count of a report, for all that show or store it. */
typedef struct wom_data_count {
    const char *name;
    size_t offset;       /* of a uint64_t in wom_data_report */
    const char *meaning; /* "rows that tie a user to herself, dropped" */
    bool is_quirk;       /* something was not as it should be, and was put right */
    bool is_normal;      /* told by other figures: not worth a line */
} wom_data_count;

#define WOM_DATA_NUM_COUNTS 15
extern const wom_data_count wom_data_counts[WOM_DATA_NUM_COUNTS];

static inline uint64_t
wom_data_count_of(const wom_data_report *report, const wom_data_count *count)
{
    return *(const uint64_t *)(const void *)((const char *)report + count->offset);
}

/* The same of a log, for all that show or store it. */
typedef struct wom_log_count {
    const char *name;
    size_t offset; /* of a uint64_t in wom_log_counts */
    const char *meaning;
    bool is_quirk;
} wom_log_count;

#define WOM_LOG_NUM_COUNTS 5
extern const wom_log_count wom_log_counts_told[WOM_LOG_NUM_COUNTS];

static inline uint64_t
wom_log_count_of(const wom_log_counts *counts, const wom_log_count *count)
{
    return *(const uint64_t *)(const void *)((const char *)counts + count->offset);
}

struct wom_inputs;

/* The arrays are the data's own, or those of a prepared file, which can be read but not written: change nothing. */
typedef struct wom_data {
    wom_graph *graph;
    char *user_text;      /* external ids, each terminated: see wom_data_user_id */
    uint64_t *user_first; /* [num_nodes] where each begins in user_text */
    double *cost;         /* [num_nodes] fee of asking, >= 0; NULL: not given */
    double *value;        /* [num_nodes] worth of a user, >= 0; NULL: 1 */
    double *accept;       /* [num_nodes] probability that an asked user accepts; NULL: 1 */
    double *activity;     /* [num_nodes] >= 0; NULL: not given */
    double *circle;       /* [num_nodes] > 0, a column for D(j); NULL: not given */
    double *friends;      /* [num_nodes] > 0, a column for N(j); NULL: not given */
    double *purchase;     /* [num_nodes] probability that an active user buys; NULL: not given */
    uint32_t *segment;    /* [num_nodes] 0 .. num_segments - 1; NULL: not given */
    uint32_t num_segments;
    char **segment_name;            /* [num_segments] in byte order; users without one are in "" */
    uint32_t num_layers;            /* of ties, whose layers are in graph->layer; 0: they have none */
    char **layer_name;              /* [num_layers] in byte order; ties without one are in "" */
    uint32_t num_contents;          /* at least 1: without contents there is one, called "content" */
    char **content_id;              /* [num_contents] */
    double *content_value;          /* [num_contents] money a purchase brings, >= 0; NULL: 1 */
    double *content_cost;           /* [num_contents] fixed cost of using it, >= 0; NULL: 0 */
    wom_vectors *user_interests;    /* [num_nodes] rows; NULL: none */
    wom_vectors *content_interests; /* [num_contents] rows, same dimensions; NULL: none */
    char **dimension_name;          /* [num_dimensions]; NULL for matrices */
    wom_log *log;                   /* the actions of the past; NULL: none */
    const char *folder; /* borrowed: what files named by weightings are relative to; NULL: the working directory */
    wom_data_report report;
    /* Of the file of ties, where the data were read from one. */
    const char *ties_format;  /* "table", "GraphML", ..., or by a table's first lines "Matrix Market", "KONECT", "SNAP";
                                 NULL: there was none */
    bool ties_are_undirected; /* the file says so */
    wom_direction direction;  /* how its rows were taken: not auto */
    void *pool;               /* of the names; private */
    struct wom_inputs *inputs; /* marks of the files that were read; NULL: none; private */
    void *archive;            /* the prepared file that lends its arrays; NULL: none; private */
    wom_node *user_order;     /* [num_nodes] users by length, then bytes, of their ids; with an archive only; private */
    uint64_t user_text_bytes; /* likewise */
} wom_data;

/* A user's external id; borrowed. */
static inline const char *
wom_data_user_id(const wom_data *data, wom_node user)
{
    return data->user_text + data->user_first[user];
}

/* All of them as an array of borrowed texts, [num_nodes], to be freed by wom_free: 8 bytes a user. */
wom_status wom_data_user_ids(char ***ids, wom_job *job, const wom_data *data);

/* Where things lie. Ids are texts, so an id of any length is one user. A user whose field is empty, or who has no row,
 * gets the column's default: cost fee_base + fee_per_friend * out-degree, value 1, accept 1, activity 0, purchase 0,
 * circle the sum of incoming strengths and friends the in-degree (1 where that is 0), segment "". Columns of other
 * names are ignored. In value, accept, activity and purchase, True, yes, t or y (in any case) is 1 and False, no, f or
 * n is 0, where the column holds nothing else. Interests and actions of ids that are in neither ties nor users file
 * make users of them where there is no users file; with one they are dropped and counted. Label lists of users and
 * contents share their labels, numbered in byte order; a weight of 0 names a label but is no interest. Of a user's
 * equal labels the largest weight counts.
 *
 * What ties say of themselves is heeded by direction auto: Matrix Market files that are symmetric, KONECT's "% sym",
 * SNAP's "# Undirected graph", and graph files without directions are mutual. Refused are KONECT's "% bip", whose two
 * sides share numbers, and matrices that are not sparse, not square or not of real numbers. Nodes of a graph file that
 * have no ties are users too.
 *
 * Paths are used as they are; NULL or "" where there is no such file. Column names are as for wom_reader_column. */
typedef struct wom_data_files {
    const char *prepared;  /* a file of wom_data_save, in place of all others */
    const char *ties;      /* rows of two ids, or a graph file (wom_graph_format_of); may be missing where there is a
                              log, whose users then have no ties */
    uint32_t ties_format;  /* wom_graph_format; of NCOL, which looks like a table, it must be said */
    const char *from, *to; /* columns; NULL: the first and second */
    const char *strength;  /* column, or attribute of a graph file's ties; NULL: none, or the attribute weight */
    const char *layer;     /* column: the layer (platform, kind of tie) of each row; NULL: there are none */
    bool size_line;        /* the first row is "nodes rows", not a tie; refused when the rows are not as many; no need
                              to say it of Matrix Market files */
    wom_direction direction;
    wom_parallel parallel;
    const char *users;          /* columns: user, and any of cost, value, accept, activity, circle, friends, purchase,
                                   segment */
    const char *contents;       /* columns: content, and any of value, cost */
    const char *user_interests; /* label lists; vectors as text (wom_vectors_read), a row an id; or a matrix, .npy or
                                   a data set of an HDF5 file, "file.h5:/path": row i is row i of the users file,
                                   which has as many; without a users file row i is user id i, and each user must
                                   have a row */
    const char *content_interests; /* label lists, or .npy: row i is row i of the contents file, which has as many;
                                      without a contents file it is a content called "i" */
    const char *log;               /* actions, as wom_log_read reads them; their users are kept as those of interests */
    wom_log_layout log_layout;     /* its format and columns */
    uint32_t log_unit;             /* wom_time_unit; WOM_INVALID where times are dates and it is not auto */
    const char *log_since, *log_until; /* only actions of since <= time < until; each a date, or a number in the unit
                                          of the log; NULL: all. Actions whose time is not known stay */
    uint64_t max_errors; /* so many rows, of all files together, may be wrong and are skipped: of tables, vectors as
                            text and logs; items of label lists in JSON; 0: the first is an error. Graph files of
                            other programs, matrices, and JSON that does not parse are read whole or not at all */
    double fee_base, fee_per_friend; /* fee = base + per_friend * out-degree where no cost is given; both 0: none */
} wom_data_files;

/* Reads everything. WOM_INVALID with file:line:column for what is wrong: unknown columns, numbers out of range, a
 * repeated user, content interests with other dimensions than the users', more than 2^32 - 2 users. Memory: the graph,
 * the ids and the columns, and while reading 24 bytes a row of ties. */
wom_status wom_data_load(wom_data **data, wom_job *job, const wom_data_files *files);

/* How many characters of a path of interests name the file: all, or those before ":/" where "file.h5:/path" names a
 * data set and there is no file of that whole name. */
size_t wom_data_file_length(const char *path);
void wom_data_free(wom_data *data);

/* WOM_INVALID, naming it, when a file that the data were read from has been written to, replaced or removed since its
 * reading began. wom_data_load and wom_data_save look themselves; a caller that reads the files once more, as for their
 * digests, looks afterwards. */
wom_status wom_data_check_inputs(const wom_data *data);

/* The same of a prepared file that lends its arrays, to be asked after the last use of them: WOM_INVALID when it was
 * written to since it was opened; one that was replaced by another is still what it was. */
wom_status wom_data_check_map(const wom_data *data);

/* What tells an input file from others: the SHA-256 of a plain file; of a prepared file the checksum that it carries in
 * its last line (BLAKE2b, of everything but its mapped arrays and of their checksums), so that it need not be read
 * whole. The other is "". */
typedef struct wom_data_digest {
    uint64_t bytes;
    char sha256[65], seal[65];
} wom_data_digest;

/* `path` as in wom_data_files. WOM_INVALID where it cannot be read. */
wom_status wom_data_digest_input(wom_data_digest *digest, wom_job *job, const char *path, bool is_prepared);

/* ---- Prepared files ----
 * An HDF5 file (format "wom-data") of all that was loaded, numbered and counted: it is opened in milliseconds whatever
 * its size, since its large arrays are mapped and read only where they are used. In groups: /graph (the members of
 * wom_graph), /users (ids as one text, columns), /user_interests and /content_interests (sparse rows), /log (actions),
 * each with num_rows and num_values; and tables: /contents, /segments, /layers, /dimensions, /log_contents, /report,
 * /provenance/files. */

extern const char *const wom_data_format;

/* Writes data as a prepared file, which appears whole or not at all. `files` (NULL: none) are recorded with bytes and
 * SHA-256, `options` (a text; NULL: none) as it is. The same data give the same digest (wom_archive_digest). Needs 40
 * bytes a user and the text of the ids while writing. */
wom_status wom_data_save(const wom_data *data, wom_job *job, const char *path, const wom_data_files *files,
                         const char *options);

/* Opens a prepared file; the data are those that were saved, bit for bit. WOM_INVALID when it is another kind of file,
 * cut off, or damaged outside its large arrays; their content is taken on trust, but for their lengths and ends, and is
 * compared by wom_data_verify. The file may be replaced while it is open, but not changed in place or shortened. */
wom_status wom_data_open(wom_data **data, wom_job *job, const char *path);

/* That offsets ascend, numbers are in range, and both sides of the graph say the same, so that nothing that works on
 * the data can go astray. WOM_INVALID tells what is wrong. Time linear in users and ties; reads everything once. */
wom_status wom_data_check(const wom_data *data, wom_job *job);

/* wom_data_check, and the checksums of a prepared file. WOM_INVALID tells what does not agree. */
wom_status wom_data_verify(const wom_data *data, wom_job *job);

/* The user or content of that external id. WOM_INVALID, with a suggestion where an id is one slip of the keyboard away.
 * Without that message O(1), or, in a prepared file, as many steps as its number of users has binary digits. */
wom_status wom_data_user(wom_node *user, const wom_data *data, const char *id);
wom_status wom_data_content(uint32_t *content, const wom_data *data, const char *id);

/* How large the layers are. */
typedef struct wom_layer_size {
    wom_tie num_ties;
    wom_node num_users; /* with a tie in it */
} wom_layer_size;

/* Of each layer, (*sizes)[num_layers], freed by wom_free. Linear in ties. */
wom_status wom_data_measure_layers(wom_layer_size **sizes, wom_job *job, const wom_data *data);

/* The layer of that name. WOM_INVALID where there is none, with a suggestion. */
wom_status wom_data_layer(uint32_t *layer, const wom_data *data, const char *name);

/* Assortativity of interests: mean cosine over ties, and over as many random pairs of different users (deterministic in
 * seed). A user without interests counts with 0. NaN without interests or ties. */
typedef struct wom_interest_assortativity {
    double over_ties, over_random_pairs;
} wom_interest_assortativity;
wom_interest_assortativity wom_data_interest_assortativity(const wom_data *data, uint64_t seed);

/* ---- Data without files ---- */

/* Who lives in a generated graph. */
typedef struct wom_population {
    uint32_t contents;               /* default 6 */
    uint32_t interests;              /* dimensions, default 16 */
    double homophily;                /* 0: interests ignore communities, 1: they are the community's, default 0.6 */
    double fee_base, fee_per_friend; /* money, default 5 and 0.5 */
    uint64_t seed;                   /* of the graph as well, default 1 */
} wom_population;

extern const wom_field wom_population_fields[];

/* Users and contents on a graph of wom_generators: messages exchanged as tie strength, interests that follow
 * communities and ties, contents with interests of their own, fees that grow with the number of friends, segments.
 * Strengths, activity and communities are the generator's, or made as wom_tie_list_complete says.
 *
 * Deterministic in the parameters; users are called "u0001", ... in the final numbering, as wide as the last needs, so
 * that bytes order them alike; contents by what they mix, "music+travel". All users have cost, value (mean about 1),
 * accept, activity, purchase, segment ("new", "regular", "loyal") and interests, whose shares sum to about 1.
 * WOM_INVALID for parameters out of range or that do not go together. Time: near linear, about a second for 200,000
 * users; memory while building: 4 * interests bytes a user beside the ties. */
wom_status wom_data_generate(wom_data **data, wom_job *job, const wom_choice *generator,
                             const wom_population *population);

/* Writes data as plain files into a folder, which is created where there is none: ties.csv (from, to and, if given,
 * strength and layer; direction influence), users.csv, contents.csv and, if given, user_interests.csv and
 * content_interests.csv (id, interest, weight). Each appears whole or not at all. wom_data_load reads them back to the
 * same arrays (parallel keep where there are parallel ties; unless loading had merged rows, for users are numbered by
 * rows); dimensions without names come back called "d0", "d1", ... */
wom_status wom_data_write(const wom_data *data, wom_job *job, const char *folder);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
