/* scenario: where everything meets. A JSON file becomes a typed plan, the plan becomes a run, the run one results file.
 *
 * A scenario is refused whole before any work: unknown keys, wrong types, values out of range, each with its place. */
#ifndef WOM_SCENARIO_H
#define WOM_SCENARIO_H

#include <wom/campaign.h>
#include <wom/hazard.h>
#include <wom/taste.h>
#include <wom/learn.h>
#include <wom/maximize.h>
#include <wom/pairs.h>
#include <wom/store.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* ---- Sections ----
 * A section is an object of the scenario: its fields are rows of a field table, its choices are variants of catalogues.
 * The reader, `wom describe` and the documentation are made from these rows. */
typedef struct wom_section_choice {
    const char *name; /* key in the section */
    const wom_catalogue *catalogue;
    bool many; /* may be a list of choices */
    const char *help;
} wom_section_choice;

typedef struct wom_section {
    const char *name; /* "goal"; "" is the scenario itself */
    const char *summary;
    const wom_field *fields;
    const wom_section_choice *choices; /* ends with { 0 }; NULL: none */
    const char *const *others;         /* keys that hold lists or objects, with what they hold: "pin: list of user ids"
                                          at even places the key, at odd ones the help; ends with NULL; NULL: none */
} wom_section;

extern const wom_section wom_sections[]; /* ends with { 0 } */

/* Every catalogue of the library, for `wom describe`; NULL-terminated. */
extern const wom_catalogue *const wom_catalogues[];

/* ---- The typed plan ---- */

/* Who carries what: all seeds one content, or each of them one of her own. */
typedef enum wom_assign { WOM_ASSIGN_ONE, WOM_ASSIGN_EACH } wom_assign;

typedef enum wom_maximise { WOM_MAXIMISE_ACTIVE, WOM_MAXIMISE_VALUE, WOM_MAXIMISE_PROFIT } wom_maximise;

typedef struct wom_goal {
    uint32_t maximise;   /* wom_maximise: active users; their expected purchases' worth; that minus fees */
    uint32_t num_seeds;  /* 0: as many as the budget allows, or 10 without a budget */
    double budget;       /* for the content and the fees, should all accept; 0: no budget */
    const char *content; /* id, or NULL: the content whose seeds bring most */
    uint32_t assign;     /* wom_assign; each: the better of that and the best content for all */
    uint32_t pay;        /* 0: fees are due when a user is asked; 1: when she accepts */
    bool has_target;     /* only users of some segments count, each by her segment's weight */
    uint32_t num_pinned, num_banned;
    const char **pinned, **banned;        /* external ids */
    const char *current;                  /* path of today's plan: a table with a column user; NULL: none */
    const char *plan;                     /* path of a plan to use, as it is, instead of choosing one; NULL: choose */
    const char *current_file, *plan_file; /* the same, usable from the working directory */
} wom_goal;

typedef struct wom_simulate_section {
    uint64_t replicates;
    double precision;
    double deadline; /* steps; 0: none */
    uint32_t count;  /* wom_count */
    uint32_t curve_steps;
    double fizzle;   /* as of wom_simulate_options */
    uint64_t traced; /* worlds in which is seen who made whom active; 0: none */
    bool has_traces; /* replicates to trace are given; else the median one is */
    uint32_t num_traces;
    uint64_t *traces;
} wom_simulate_section;

/* What `wom compare` compares: every weighting with every dynamics; every algorithm with every number of seeds. */
typedef struct wom_compare_section {
    uint32_t num_weightings, num_dynamics, num_algorithms, num_sizes;
    wom_choice *weightings, *dynamics, *algorithms; /* none given: the scenario's own, and what it is usually compared
                                                       with; its algorithms */
    uint32_t *sizes;                                /* numbers of seeds; none given: the goal's */
    uint64_t replicates;                            /* worlds in which choices are judged */
} wom_compare_section;
/* How the log is learned from. */
typedef struct wom_learn_section {
    double train;
    uint32_t delay; /* 0: the likeliest; else the place in wom_delays, from 1 */
} wom_learn_section;

/* Somebody else's campaign, against which the plan is judged. */
typedef struct wom_rival_section {
    bool given;          /* false for an empty section, too */
    const char *content; /* id; NULL: the only one */
    const char *seeds;   /* path of a table with a column user; NULL: count */
    uint32_t count;      /* so many of those with most ties */
    const char *seeds_file;
} wom_rival_section;

/* What `wom forecast` foretells. */
typedef struct wom_forecast_section {
    double share;        /* of cascades that are the past, from which the others are foretold */
    uint32_t after;      /* users of a cascade from whom its size is foretold */
    double horizon;      /* days after the end of the log, of the running content */
    const char *content; /* id of a running content to be foretold; NULL: none */
} wom_forecast_section;

typedef struct wom_purchase_section {
    bool given;
    double bias, affinity;
    const char *file, *file_path; /* results of wom interest in place of all others; the second usable; NULL: none */
    uint32_t num_user_weights, num_content_weights;
    const char **user_weight_names, **content_weight_names; /* dimensions */
    double *user_weights, *content_weights;
} wom_purchase_section;

/* A question "what if": values set anew, users who refuse, a segment that passes nothing on. */
typedef struct wom_what_if {
    const char *name;
    const wom_json *set;     /* object of pointer: value; NULL: none */
    uint32_t refusing_seeds; /* so many of the plan's first seeds refuse */
    uint32_t num_refusing;
    const char **refusing;      /* external ids of users who refuse */
    const char *masked_layer;   /* its ties pass nothing on; NULL: none */
    const char *masked_segment; /* its users are not asked and their ties pass nothing on; NULL: none */
    bool reselect;              /* seeds are chosen anew; otherwise the plan stays */
} wom_what_if;

typedef struct wom_scenario {
    char *folder;      /* what paths are relative to */
    char *source_text; /* the file as it was */
    wom_json *json;    /* with overrides; texts below are borrowed from it */
    const char *name;
    uint64_t seed;
    bool is_generated;
    wom_choice generator; /* none where data are read from files */
    wom_population population;
    wom_data_files given; /* as in the scenario */
    wom_data_files files; /* paths relative to the scenario's folder made usable */
    wom_choice similarity, weighting, dynamics, policy;
    const char *weighting_given, *weighting_file; /* what the weighting reads, as given and usable; NULL: nothing */
    double baseline;
    wom_goal goal;
    uint32_t num_algorithms; /* at least 1: the first chooses the plan, the others are compared with it */
    wom_choice *algorithms;
    wom_simulate_section simulate;
    wom_compare_section compare;
    wom_forecast_section forecast;
    wom_running_options validate; /* without seed */
    wom_learn_section learn;
    wom_purchase_section purchase;
    wom_rival_section rival;
    bool with_campaign;
    wom_campaign_options campaign; /* without seed, deadline and acceptance */
    uint32_t num_what_ifs;
    wom_what_if *what_ifs;
    const char *results; /* of the results file, relative to the working directory; NULL: not given */
    wom_job *job;
    char **paths; /* private: the paths made */
} wom_scenario;

/* Reads a scenario file, or the scenario in a results file (which repeats its run), and applies `--set` arguments
 * ("/pointer=value") in order. Refuses what can be told from the scenario alone, questions included; that files, users
 * and contents exist is found when the data are loaded. The scenario must outlive its runs. */
wom_status wom_scenario_load(wom_scenario **scenario, wom_job *job, const char *path, const char *const *overrides,
                             uint32_t num_overrides);

/* The same from parsed JSON, which it takes over whatever happens. `folder` is what paths are relative to. */
wom_status wom_scenario_read(wom_scenario **scenario, wom_job *job, wom_json *json, const char *folder);
void wom_scenario_free(wom_scenario *scenario);

/* The scenario with every default filled in; running it repeats the run. */
wom_status wom_scenario_effective(wom_json **effective, wom_job *job, const wom_scenario *scenario);

/* The data that a scenario names: loaded, opened or generated. */
wom_status wom_scenario_load_data(wom_data **data, wom_job *job, const wom_scenario *scenario);

/* ---- Running ---- */

/* Stages of a run; later ones need the earlier, which are run as needed. */
typedef enum wom_stage {
    WOM_STAGE_LOAD = 1,      /* the model on the data, and all that the scenario names in them */
    WOM_STAGE_DESCRIBE = 2,  /* summaries, distributions, communities; of the model where it was loaded */
    WOM_STAGE_SELECT = 4,    /* seeds, certificate, comparison of algorithms and contents */
    WOM_STAGE_SIMULATE = 8,  /* the plan on fresh worlds */
    WOM_STAGE_CAMPAIGN = 16, /* the bandit in hidden worlds */
    WOM_STAGE_WHAT_IF = 32,
    WOM_STAGE_LOOK = 64, /* how the plan spreads: shape, traces, what each seed adds */
    WOM_STAGE_COMPARE = 128, /* models and algorithms; only where it is asked for */
    WOM_STAGE_READ = 256,    /* the data alone, and their log */
    WOM_STAGE_FORECAST = 2048, /* what the log foretells of new cascades; only where it is asked for */
    WOM_STAGE_VALIDATE = 1024, /* what the log foretells; only where it is asked for */
    WOM_STAGE_LEARN = 512,   /* P from the log; only where it is asked for */
    WOM_STAGE_INTEREST = 4096, /* who takes up what by interests, from the log; only where it is asked for */
    WOM_STAGE_ALL = 127 + 256,
} wom_stage;

/* A plan that was considered: by an algorithm, or today's, judged on the same fresh worlds as all others. */
typedef struct wom_candidate {
    const char *name; /* "ris", "current"; borrowed */
    uint32_t content;         /* of all seeds, unless there are `contents` */
    uint32_t *contents;       /* [num_seeds] of each seed; NULL: `content` */
    wom_selection *selection; /* NULL for today's plan */
    uint32_t num_seeds;
    wom_node *seeds;           /* borrowed from selection, or owned when that is NULL */
    wom_outcome *outcome;      /* on the judging worlds */
    wom_difference difference; /* chosen plan - this one */
    double seconds;            /* of choosing */
} wom_candidate;

uint32_t wom_candidate_content(const wom_candidate *candidate, uint32_t seed);

typedef struct wom_what_if_result {
    const char *name; /* borrowed from the scenario */
    uint32_t content;
    uint32_t num_seeds;
    wom_node *seeds;
    uint32_t *contents; /* [num_seeds] of each seed; NULL: `content` */
    wom_outcome *outcome;
    wom_difference difference; /* this - the plan */
} wom_what_if_result;

/* A weighting and a dynamics, and whom one would ask believing in them. */
typedef struct wom_compared_model {
    char *label;   /* "social-interest, ic", with the fields that differ from their defaults */
    char *refusal; /* why it cannot be had, or nobody can be chosen; NULL: it can, and what follows holds */
    wom_model_summary summary;
    const char *algorithm; /* the first of those to be compared that takes the dynamics; borrowed */
    wom_selection *selection;
    double seconds; /* of choosing */
} wom_compared_model;

/* An algorithm and a number of seeds, under the scenario's own model. */
typedef struct wom_compared_algorithm {
    const char *name; /* borrowed */
    char *label;
    uint32_t size; /* seeds that were asked for */
    char *refusal; /* NULL: it did, and what follows holds */
    wom_selection *selection;
    double seconds;
    uint64_t memory;         /* bytes needed beyond data and chances */
    wom_estimate value;      /* the goal's metric in the judging worlds */
    wom_estimate difference; /* the first algorithm's value with as many seeds, less this, in the same worlds */
} wom_compared_algorithm;

/* Pairs of models: believed * num_models + true. NaN where either was refused. */
typedef struct wom_comparison {
    uint32_t content;
    uint64_t num_replicates;
    uint32_t num_models;
    wom_compared_model *models;
    wom_estimate *value;      /* the goal's metric: chosen under the believed, judged under the true model */
    wom_estimate *regret;     /* of believing the wrong model: value of choosing under the true one, less that, in the
                                 same worlds */
    double *overlap;          /* share of seeds in common, of the larger set */
    double *rank_correlation; /* Spearman's, over the union of both sets, in the order of choice; users who are not in a
                                 set share the rank after its last */
    uint32_t num_rows;
    wom_compared_algorithm *rows; /* algorithm by algorithm, sizes in their order */
} wom_comparison;
/* Whom the rival asks; nobody where there is no rival. Owned arrays. */
typedef struct wom_rival_asks {
    uint32_t num;
    wom_node *user;
    uint32_t *content; /* all the same */
} wom_rival_asks;

/* What is counted in a run's distributions: how many (count_unit) have a value (value_unit). */
typedef struct wom_distribution {
    const char *name, *value_unit, *count_unit, *meaning;
} wom_distribution;

enum { WOM_NUM_DISTRIBUTIONS = 5 };
extern const wom_distribution wom_distributions[]; /* ends with { 0 } */

/* What is foretold of a content that is running when the log ends. */
enum { WOM_MOST_NEXT = 10 };
typedef struct wom_running_forecast {
    uint32_t content, after; /* the log's; users from whose times the size is foretold */
    uint64_t size;           /* users by the end of the log */
    double at;               /* of the forecast */
    wom_size_forecast forecast; /* with an 80 % interval */
    uint32_t num_next;
    wom_node next[WOM_MOST_NEXT]; /* likeliest first */
    double share[WOM_MOST_NEXT];  /* of the scores of all who are not in it */
} wom_running_forecast;

/* What a run has found so far; NULL or 0 for stages that were not run. Borrows the scenario. */
typedef struct wom_run {
    const wom_scenario *scenario;
    wom_data *data;
    wom_model *model;
    float *purchase; /* [num_contents * num_nodes] or NULL */
    wom_economy economy;
    wom_rival_asks rival;
    wom_model_summary model_summary; /* of the plan's content (content 0 before it is chosen) */
    wom_graph_summary graph_summary;
    uint32_t *community, num_communities;
    wom_node largest_community; /* users */
    double modularity;          /* of the communities */
    wom_tally distribution[WOM_NUM_DISTRIBUTIONS]; /* as wom_distributions; empty before a description */
    wom_interest_assortativity assortativity;
    wom_influence influence; /* of the log, once it is described; zeros without one */
    uint32_t num_contents;
    wom_candidate *by_content; /* [num_contents] what the first algorithm chooses for each content; seeds NULL: not
                                  looked at (another is given) or beyond the budget */
    wom_candidate assigned;    /* seeds with contents of their own, chosen or given; seeds NULL: not looked at */
    uint32_t plan_content;     /* where seeds carry several, the best for all, or the first seed's of a given plan */
    wom_candidate *plan; /* borrowed: the chosen row of by_content, or assigned */
    wom_candidate *beaten; /* borrowed: where each seed might have a content of her own, the worse of that and the best
                              for all; NULL: there is none */
    uint32_t num_candidates;
    wom_candidate *candidates;        /* other algorithms and today's plan, for the plan's content */
    wom_outcome *outcome;             /* of the plan */
    wom_shape *shape;                 /* how it spreads */
    wom_contributions *contributions; /* of its seeds, in their order */
    uint32_t num_traces;
    wom_trace **traces;
    wom_campaign_result *campaign;
    uint32_t num_what_ifs; /* that were finished */
    wom_what_if_result *what_ifs;
    wom_comparison *comparison;
    wom_new_cascades *new_cascades;
    wom_running_forecast *forecast; /* of the content asked for; NULL: none */
    wom_history *history; /* of the log, where it was validated */
    wom_running *running; /* what is told of who takes up next what is running */
    wom_learned *learned;
    wom_interest_found *interest;
    uint32_t finished;  /* wom_stage bits that were finished */
    bool unproven;      /* a certified ratio that was asked for was not reached */
    wom_status stopped; /* WOM_OK, or why the run stopped early */
    char stop_text[256];
    double wall_seconds, cpu_seconds;
} wom_run;

/* Runs the stages asked for, and those they need (describing needs the data alone). Loading also looks up every user,
 * content, segment, interest and table of seeds that the scenario and its questions name. A stop by time limit or
 * cancelling is no failure: the status is WOM_OK, run->stopped says why, and what was finished is valid.
 * If `results` is given, every stage is written to
 * that file as it ends, and the file appears under its name at the end, its attribute status "complete", "time limit"
 * or "interrupted". argv is recorded as provenance (NULL-terminated, may be NULL). Winds the job up
 * (wom_job_wind_up), so that a stopped run can be shown.
 *
 * Rows of ties, users, interests and tables of seeds may stand in any order without changing a bit, but for interests
 * given as matrices, whose rows are numbered; contents are numbered in the order of their file, which is that of
 * tables and of the bandit's arms, and decides between equals. */
wom_status wom_scenario_run(wom_run **run, wom_job *job, const wom_scenario *scenario, uint32_t stages,
                            const char *results, const char *const *argv);
void wom_run_free(wom_run *run);

/* Whether the metric means something for this scenario: buyers need purchase probabilities, cost needs fees or costs of
 * contents, revenue and profit need values of users or contents, or a goal that maximises them, the rival's metrics a
 * rival. What is not reported is
 * left out of the summary, the replicates and the answers to what-ifs, and should not be shown. */
bool wom_run_reports(const wom_run *run, wom_metric metric);

/* What a run of all stages will need, told from a run that has finished WOM_STAGE_LOAD and a few worlds, simulated here
 * in a fraction of a second. */
typedef struct wom_run_estimate {
    uint64_t memory; /* bytes, peak */
    double seconds;  /* rough: within a factor of 4 where the machine is free */
} wom_run_estimate;
wom_status wom_scenario_estimate(wom_run_estimate *estimate, wom_job *job, const wom_run *loaded);

/* ---- Networks for other programs ---- */

typedef enum wom_network_format { WOM_NETWORK_GRAPHML, WOM_NETWORK_GEXF } wom_network_format;
extern const char *const wom_network_formats[]; /* "graphml", "gexf", NULL */

typedef struct wom_network_counts {
    wom_node num_nodes;
    wom_tie num_ties;
} wom_network_counts;

/* Writes users and ties as XML, for igraph, Gephi, NetworkX, ... `source` is a results file, whose data are read anew,
 * or a scenario. Nodes carry user, community, segment, out_degree and in_degree (in the whole graph), of a results file
 * also active (the share of worlds in which the user was) and seed_rank (0: not asked); ties their strength and the
 * probability of passing on the plan's content (its first seed's; of a scenario, its goal's, or the first). What the
 * data do not have is left out; characters that XML cannot hold become '?'. `top`: only so many users, the most often
 * active (of a scenario those with most ties), and the ties among them; 0: all. `what` is "graph", or, of a results
 * file, "trace" or "trace/17": only the users whom the traced world (number 17) reached, with generation and time,
 * and the ties by which they were. `counts` (may be NULL) is what was written. WOM_INVALID where the data are no
 * longer those of the results. */
wom_status wom_network_write(wom_network_counts *counts, wom_job *job, const char *source, const char *output,
                             const char *what, wom_network_format format, uint32_t top);

/* The format attribute of results files: "wom-results". */
extern const char *const wom_results_format;

/* Re-checks the certificate of a results file: loads the scenario stored in it, makes the RR sets again, compares.
 * WOM_INVALID when there is no certificate, a data file is missing or has another SHA-256 than it had, or the seeds are
 * none that the scenario admits. */
wom_status wom_results_certify(bool *agrees, wom_certificate *computed, wom_certificate *claimed, wom_job *job,
                               const char *results);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
