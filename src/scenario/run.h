/* The stages of a run. Each returns WOM_TIMEOUT or WOM_CANCELLED when the job stops it, leaving valid what it has put
 * into the run. */
#ifndef SCENARIO_RUN_H
#define SCENARIO_RUN_H

#include "sections.h"

#include <time.h>

/* The most worlds on which candidates are compared; the plan itself is judged on all replicates. */
enum { MOST_JUDGING_WORLDS = 2000 };

wom_status wom_run_read(wom_run *run, wom_job *job);
wom_status wom_run_load(wom_run *run, wom_job *job);
wom_status wom_run_check(const wom_run *run, wom_job *job); /* what the scenario names is in the data */
wom_status wom_run_describe(wom_run *run, wom_job *job);
wom_status wom_run_distribute(wom_run *run, wom_job *job);
wom_status wom_run_select(wom_run *run, wom_job *job);
wom_status wom_run_simulate(wom_run *run, wom_job *job);
wom_status wom_run_look(wom_run *run, wom_job *job);
wom_status wom_run_compare(wom_run *run, wom_job *job);
wom_status wom_run_forecast(wom_run *run, wom_job *job);
wom_status wom_run_validate(wom_run *run, wom_job *job);
wom_status wom_run_learn(wom_run *run, wom_job *job);
wom_status wom_run_measure_influence(wom_run *run, wom_job *job); /* nothing without a log */
wom_status wom_run_interest(wom_run *run, wom_job *job);
void wom_comparison_free(wom_comparison *comparison);
wom_status wom_run_campaign(wom_run *run, wom_job *job);
wom_status wom_run_what_ifs(wom_run *run, wom_job *job);

/* The model, purchases and economy of a scenario on loaded data; also for what-if variants. */
typedef struct run_view {
    const wom_scenario *scenario;
    const wom_data *data;
    const wom_model *model;
    const wom_economy *economy;
    const bool *masked; /* [num_ties] or NULL */
    const bool *banned; /* [num_nodes] more users who are not asked; NULL: none */
    wom_plan rival;     /* nobody asked: no rival */
} run_view;

run_view wom_run_view(const wom_run *run);

/* The problem of choosing seeds for one content, with all it borrows. */
typedef struct view_problem {
    wom_problem problem;
    wom_chances *chances, *rival;
    wom_chances **chances_of; /* [problem.num_contents] where seeds may carry several; the first is chances */
    double *weight;
    bool *banned;
    wom_node *pinned;
} view_problem;
wom_status wom_view_problem_create(view_problem *problem, wom_job *job, const run_view *view, uint32_t content);

/* The same where each seed may carry a content of her own. */
wom_status wom_view_assignment_create(view_problem *problem, wom_job *job, const run_view *view);
void wom_view_problem_clear(view_problem *problem);

/* Whether the budget pays for the content and the pinned, or for the content and anybody. */
wom_status wom_view_affords(bool *affords, wom_job *job, const run_view *view, uint32_t content);

/* Chooses seeds of one content by one algorithm. */
wom_status wom_view_select(wom_selection **selection, wom_job *job, const run_view *view, const wom_choice *algorithm,
                           uint32_t content);

/* Chooses seeds and the content of each, (*contents)[num_seeds], to be freed; the selection's seeds are users. */
wom_status wom_view_assign(wom_selection **selection, uint32_t **contents, wom_job *job, const run_view *view,
                           const wom_choice *algorithm);

/* Seeds with their contents, to be tried in worlds of `seed`. */
typedef struct run_trial {
    const wom_node *seeds;
    const uint32_t *contents; /* [num_seeds] of each; NULL: `content` */
    uint32_t num_seeds, content;
    uint64_t seed, replicates;
    double precision;
    const wom_partition *partitions;
    uint32_t num_partitions;
} run_trial;
wom_status wom_view_simulate(wom_outcome **outcome, wom_job *job, const run_view *view, const run_trial *trial);

/* What simulating a trial takes. */
typedef struct trial_setup {
    wom_plan plan;
    uint32_t *contents;
    wom_simulate_options options;
    wom_economy economy; /* the view's, within the target where the goal is money */
    double *target, *user_value;
} trial_setup;
wom_status wom_trial_setup_create(trial_setup *setup, wom_job *job, const run_view *view, const run_trial *trial);
void wom_trial_setup_clear(trial_setup *setup);

/* Whether the dynamics takes the content's probabilities. Simulating would refuse too, but by the user's number. */
wom_status wom_view_check_dynamics(wom_job *job, const run_view *view, uint32_t content);

/* How many seeds at most; 0: as many as the budget allows. */
uint32_t wom_goal_num_seeds(const wom_goal *goal);

/* The metric that the goal maximises. */
wom_metric wom_goal_metric(const wom_goal *goal);

/* Where the goal's content is given, its number; *given tells. */
wom_status wom_goal_content(uint32_t *content, bool *given, const wom_scenario *scenario, const wom_data *data);

/* The users of a table with a column user (or the first column of one without header), at least one, each once. With
 * `contents` also those in a column content: (*contents)[num_seeds], NULL where there is none. */
wom_status wom_seeds_read(wom_node **seeds, uint32_t **contents, uint32_t *num_seeds, wom_job *job, const char *path,
                          const wom_data *data);

/* The rival's content and asks. */
wom_status wom_rival_content(uint32_t *content, const wom_scenario *scenario, const wom_data *data);
wom_status wom_rival_asks_create(wom_rival_asks *asks, wom_job *job, const wom_scenario *scenario,
                                 const wom_data *data);
void wom_rival_asks_clear(wom_rival_asks *asks);

/* As a plan that borrows them. */
static inline wom_plan
rival_plan(const wom_rival_asks *asks)
{
    return (wom_plan){ asks->num, asks->user, asks->content };
}

/* Whether a content is the rival's and not to be chosen: unless the goal names it, or there is no other. */
bool wom_is_left_to_rival(const wom_scenario *scenario, const wom_data *data, uint32_t content);

/* Where the scenario gives it, else the section. */
const wom_json *wom_rival_place(const wom_scenario *scenario, const char *key);

/* The scenario of a question: a variant that shares the data. */
wom_status wom_what_if_variant(wom_scenario **variant, wom_job *job, const wom_scenario *scenario, uint32_t question);

/* The number of an interest, or of a segment, by its name. */
wom_status wom_purchase_dimension(uint32_t *dimension, const wom_data *data, const char *name);
wom_status wom_segment_find(uint32_t *segment, const wom_data *data, const char *name);

/* The goal's target: reads it, checks that its segments are there, and weighs users by it (NULL: all count 1). Users of
 * no segment of the target weigh 0. */
wom_status wom_target_read(wom_scenario *scenario, const wom_json *target);
wom_status wom_target_write(wom_json *goal, const wom_scenario *scenario);
wom_status wom_target_check(const wom_scenario *scenario, const wom_data *data);
wom_status wom_target_weights(double **weight, wom_job *job, const wom_scenario *scenario, const wom_data *data);

/* The model that wom interest wrote into a results file, for interests of the same number and names. */
wom_status wom_interest_model_read(wom_interest_model **model, wom_job *job, const char *path, const wom_data *data);

/* Purchases of a scenario: NULL where every active user counts. */
wom_status wom_purchase_create(float **purchase, wom_job *job, const wom_scenario *scenario, const wom_data *data);
wom_economy wom_economy_of(const wom_scenario *scenario, const wom_data *data, const float *purchase);

/* Whether it is HDF5, told by its first bytes; false for a pipe. */
bool wom_is_results_file(const char *path);

/* Seconds of the steady clock, or of the processor: of all threads, and of no other program. */
static inline double
clock_seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Whether a status means that the job stopped the work. */
static inline bool
is_stop(wom_status status)
{
    return status == WOM_TIMEOUT || status == WOM_CANCELLED;
}

#endif
