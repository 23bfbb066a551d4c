/* The sections of a scenario: what may be set, once, for the reader, `wom describe` and the documentation. */
#include "sections.h"

_Static_assert(sizeof(wom_direction) == sizeof(uint32_t) && sizeof(wom_parallel) == sizeof(uint32_t),
               "choices are stored as uint32_t");

#define MOST 1e15 /* money and weights above this are a slip */

static const char *const maximise_names[] = { "active", "value", "profit", NULL };
static const char *const assign_names[] = { "one", "each", NULL };
static const char *const count_names[] = { "users", "pairs", NULL };
static const char *const pay_names[] = { "asked", "accepted", NULL };

static const wom_field scenario_fields[] = {
    { "name", WOM_FIELD_TEXT, offsetof(wom_scenario, name), 0, 0, 0, "", "of the campaign; names the results file",
      NULL },
    { "seed", WOM_FIELD_UINT64, offsetof(wom_scenario, seed), 1, 0, 18446744073709551615.0, "",
      "of all chance; same seed, same results", NULL },
    { 0 },
};

static const wom_section_choice generate_choices[] = {
    { "type", &wom_generators, false, "the model of the graph, whose own fields stand beside it" },
    { 0 },
};

#define FILES(member) offsetof(wom_data_files, member)
static const wom_field data_fields[] = {
    { "file", WOM_FIELD_TEXT, FILES(prepared), 0, 0, 0, "", "prepared file, as wom import writes it", NULL },
    { 0 },
};

static const wom_field users_fields[] = {
    { "file", WOM_FIELD_TEXT, FILES(users), 0, 0, 0, "",
      "table with a column user and any of cost, value, accept, activity, circle, friends, purchase, segment", NULL },
    { "fee_base", WOM_FIELD_REAL, FILES(fee_base), 0, 0, MOST, "money", "fee of a user where there is no column cost",
      NULL },
    { "fee_per_friend", WOM_FIELD_REAL, FILES(fee_per_friend), 0, 0, MOST, "money",
      "more for every tie out of the user", NULL },
    { 0 },
};

static const wom_field ties_fields[] = {
    { "file", WOM_FIELD_TEXT, FILES(ties), 0, 0, 0, "",
      "table with a row a tie, or GraphML, GML, Pajek, LGL, NCOL, Matrix Market; plain, gzip or zstd", NULL },
    { "format", WOM_FIELD_CHOICE, FILES(ties_format), WOM_GRAPH_AUTO, 0, 0, "",
      "told by the first lines if not given; NCOL has to be said where only some of its lines have weights",
      wom_graph_format_names },
    { "from", WOM_FIELD_TEXT, FILES(from), 0, 0, 0, "", "column, by name or number from 1; the first if not given",
      NULL },
    { "to", WOM_FIELD_TEXT, FILES(to), 0, 0, 0, "", "column; the second if not given", NULL },
    { "strength", WOM_FIELD_TEXT, FILES(strength), 0, 0, 0, "",
      "column, or attribute of ties; 1 for every row if not given", NULL },
    { "layer", WOM_FIELD_TEXT, FILES(layer), 0, 0, 0, "",
      "column: the layer (platform, kind of tie) of each row; rows of different layers are never merged", NULL },
    { "direction", WOM_FIELD_CHOICE, FILES(direction), WOM_DIRECTION_AUTO, 0, 0, "",
      "what a row from, to says: from influences to, from follows to, or both influence each other; auto: mutual where "
      "the file says that its ties have no direction, else influence",
      wom_direction_names },
    { "parallel", WOM_FIELD_CHOICE, FILES(parallel), WOM_PARALLEL_SUM, 0, 0, "",
      "several rows for one tie: add their strengths, take the strongest, or keep all", wom_parallel_names },
    { "size_line", WOM_FIELD_BOOL, FILES(size_line), 0, 0, 1, "", "the first row is \"nodes rows\", not a tie", NULL },
    { 0 },
};

static const wom_field contents_fields[] = {
    { "file", WOM_FIELD_TEXT, FILES(contents), 0, 0, 0, "", "table with a column content and any of value, cost",
      NULL },
    { 0 },
};

static const wom_field interests_fields[] = {
    { "users", WOM_FIELD_TEXT, FILES(user_interests), 0, 0, 0, "",
      "label lists (JSON, or a table), "
      "vectors (.npy, word2vec or GloVe as text, or \"file.h5:/path\")",
      NULL },
    { "contents", WOM_FIELD_TEXT, FILES(content_interests), 0, 0, 0, "", "likewise, of the same dimensions", NULL },
    { 0 },
};
static const wom_section_choice interests_choices[] = {
    { "similarity", &wom_similarities, false, "how alike two vectors of interests are" },
    { 0 },
};

static const wom_field log_fields[] = {
    { "file", WOM_FIELD_TEXT, FILES(log), 0, 0, 0, "", "who took up what when: a table, or a cascade a line", NULL },
    { "format", WOM_FIELD_CHOICE, FILES(log_layout.format), WOM_LOG_AUTO, 0, 0, "",
      "told by the shape of the lines if not given", wom_log_format_names },
    { "user", WOM_FIELD_TEXT, FILES(log_layout.user), 0, 0, 0, "",
      "column, by name or number from 1; if not given, by a usual name, or the first", NULL },
    { "content", WOM_FIELD_TEXT, FILES(log_layout.content), 0, 0, 0, "",
      "column; by a usual name (content, item, cascade), or the second", NULL },
    { "time", WOM_FIELD_TEXT, FILES(log_layout.time), 0, 0, 0, "",
      "column of numbers or dates; by a usual name (time, timestamp, date), or the third; \"none\": no times", NULL },
    { "year", WOM_FIELD_TEXT, FILES(log_layout.year), 0, 0, 0, "", "column, where a date stands in several", NULL },
    { "month", WOM_FIELD_TEXT, FILES(log_layout.month), 0, 0, 0, "", "column, likewise", NULL },
    { "day", WOM_FIELD_TEXT, FILES(log_layout.day), 0, 0, 0, "", "column, likewise", NULL },
    { "unit", WOM_FIELD_CHOICE, FILES(log_unit), WOM_UNIT_AUTO, 0, 0, "",
      "of times that are numbers; told by their size if not given: seconds, or parts of one", wom_time_unit_names },
    { "since", WOM_FIELD_TEXT, FILES(log_since), 0, 0, 0, "",
      "a date, or a number in the unit: actions before are dropped", NULL },
    { "until", WOM_FIELD_TEXT, FILES(log_until), 0, 0, 0, "", "likewise: actions from then on are dropped", NULL },
    { 0 },
};

static const wom_field propagation_fields[] = {
    { "baseline", WOM_FIELD_REAL, offsetof(wom_scenario, baseline), 0, 0, 1, "probability",
      "that a user becomes active with neither friend nor seed", NULL },
    { 0 },
};
static const wom_section_choice propagation_choices[] = {
    { "weighting", &wom_weightings, false, "the probability that a tie passes a content on" },
    { "dynamics", &wom_dynamics_catalogue, false, "how a content spreads along ties" },
    { 0 },
};

#define GOAL(member) offsetof(wom_goal, member)
static const wom_field goal_fields[] = {
    { "maximise", WOM_FIELD_CHOICE, GOAL(maximise), WOM_MAXIMISE_ACTIVE, 0, 0, "",
      "incremental active users, the worth of their purchases, or that less the fees", maximise_names },
    { "seeds", WOM_FIELD_UINT, GOAL(num_seeds), 0, 0, 4294967295.0, "users",
      "to be asked at most; 0: as many as the budget allows, or 10 without a budget", NULL },
    { "budget", WOM_FIELD_REAL, GOAL(budget), 0, 0, MOST, "money",
      "for the content and the fees, should all accept; 0: no bound", NULL },
    { "content", WOM_FIELD_TEXT, GOAL(content), 0, 0, 0, "", "id; if not given, the content whose seeds bring most",
      NULL },
    { "assign", WOM_FIELD_CHOICE, GOAL(assign), WOM_ASSIGN_ONE, 0, 0, "",
      "all seeds carry one content, or each the one that suits her friends", assign_names },
    { "pay", WOM_FIELD_CHOICE, GOAL(pay), 0, 0, 0, "", "a user's fee is due when she is asked, or when she accepts",
      pay_names },
    { "current", WOM_FIELD_TEXT, GOAL(current), 0, 0, 0, "",
      "table of today's seeds (columns user and, without \"content\" above, content), to be compared with", NULL },
    { "plan", WOM_FIELD_TEXT, GOAL(plan), 0, 0, 0, "",
      "table of seeds (columns as of \"current\") to use as they are instead of choosing", NULL },
    { 0 },
};
static const char *const goal_others[] = {
    "pin", "list of ids of users who are asked in any case", "ban", "list of ids of users who are never asked",
    "target", "a segment, or an object of segment: weight; users elsewhere count nothing", NULL,
};

#define RIVAL(member) offsetof(wom_rival_section, member)
static const wom_field rival_fields[] = {
    { "content", WOM_FIELD_TEXT, RIVAL(content), 0, 0, 0, "",
      "id of what the rival passes on; the plan leaves it to the rival unless the goal names it", NULL },
    { "seeds", WOM_FIELD_TEXT, RIVAL(seeds), 0, 0, 0, "", "table of the users whom the rival asks (column user)",
      NULL },
    { "count", WOM_FIELD_UINT, RIVAL(count), 0, 0, 4294967295.0, "users",
      "in place of seeds: so many with the most ties to others are asked", NULL },
    { 0 },
};

static const wom_section_choice select_choices[] = {
    { "select", &wom_algorithms, true,
      "algorithms: the first chooses the plan, the others are compared with it on the same worlds" },
    { 0 },
};

#define SIMULATE(member) offsetof(wom_simulate_section, member)
static const wom_field simulate_fields[] = {
    { "replicates", WOM_FIELD_UINT64, SIMULATE(replicates), 10000, 2, 1e9, "worlds", "to be simulated", NULL },
    { "precision", WOM_FIELD_REAL, SIMULATE(precision), 0, 0, 0.999, "",
      "stop early once the 95 % half-width is this share of the mean; 0: never", NULL },
    { "deadline", WOM_FIELD_DURATION, SIMULATE(deadline), 0, 0, 4294967294.0, "steps",
      "after which nothing counts; 0: none", NULL },
    { "count", WOM_FIELD_CHOICE, SIMULATE(count), WOM_COUNT_USERS, 0, 0, "",
      "a user once, or once for each content that reaches her", count_names },
    { "curve_steps", WOM_FIELD_UINT, SIMULATE(curve_steps), 64, 1, 65536, "steps", "of the adoption curve", NULL },
    { "fizzle", WOM_FIELD_REAL, SIMULATE(fizzle), 2, 1, 1e9, "",
      "a world fizzles where fewer users are added than this many times those who accepted", NULL },
    { "traced", WOM_FIELD_UINT64, SIMULATE(traced), 500, 0, 1e9, "worlds",
      "in which is looked at who made whom active, for shape and seeds' contributions; 0: none", NULL },
    { 0 },
};

static const char *const simulate_others[] = {
    "traces", "list of numbers of worlds whose cascades are kept user by user; the median one if not given", NULL
};

#define COMPARE(member) offsetof(wom_compare_section, member)
static const wom_field compare_fields[] = {
    { "replicates", WOM_FIELD_UINT64, COMPARE(replicates), 2000, 2, 1e9, "worlds", "in which choices are judged",
      NULL },
    { 0 },
};
static const wom_section_choice compare_choices[] = {
    { "weightings", &wom_weightings, true,
      "each with every dynamics; the scenario's own and weighted-cascade if not "
      "given" },
    { "dynamics", &wom_dynamics_catalogue, true, "the scenario's own, and ic or lt beside it, if not given" },
    { "algorithms", &wom_algorithms, true, "those of select if not given; models use the first that takes them" },
    { 0 },
};
static const char *const compare_others[] = { "seeds", "list of numbers of seeds; the goal's if not given", NULL };

/* auto, then the names of wom_delays in their order: run_learn.c goes by the place. */
static const char *const learn_delays[] = { "auto", "exponential", "weibull", "uniform", NULL };
#define LEARN(member) offsetof(wom_learn_section, member)
static const wom_field learn_fields[] = {
    { "train", WOM_FIELD_REAL, LEARN(train), .8, .05, .95, "",
      "share of the log's actions on which models are fitted; they are chosen by the rest", NULL },
    { "delay", WOM_FIELD_CHOICE, LEARN(delay), 0, 0, 0, "",
      "how long passing on takes: auto is the likeliest (see the catalogue delay)", learn_delays },
    { 0 },
};

#define PURCHASE(member) offsetof(wom_purchase_section, member)
static const wom_field purchase_fields[] = {
    { "file", WOM_FIELD_TEXT, PURCHASE(file), 0, 0, 0, "",
      "results of wom interest, whose model is used; nothing else may be given then", NULL },
    { "bias", WOM_FIELD_REAL, PURCHASE(bias), 0, -1e3, 1e3, "", "b in p = sigmoid(w_u.h_u + w_c.h_c + a sim(u, c) + b)",
      NULL },
    { "affinity", WOM_FIELD_REAL, PURCHASE(affinity), 0, -1e3, 1e3, "",
      "a, the weight of the cosine of user and content", NULL },
    { 0 },
};
static const char *const purchase_others[] = {
    "users", "object of interest: weight, the w_u", "contents", "object of interest: weight, the w_c", NULL,
};

static const wom_section_choice campaign_choices[] = {
    { "policy", &wom_policies, false, "the bandit that chooses the content of each round" },
    { 0 },
};

#define WHAT_IF(member) offsetof(wom_what_if, member)
static const wom_field what_if_fields[] = {
    { "name", WOM_FIELD_TEXT, WHAT_IF(name), 0, 0, 0, "", "of the question", NULL },
    { "mask_layer", WOM_FIELD_TEXT, WHAT_IF(masked_layer), 0, 0, 0, "", "a layer whose ties pass nothing on", NULL },
    { "mask_segment", WOM_FIELD_TEXT, WHAT_IF(masked_segment), 0, 0, 0, "",
      "a segment whose users are not asked and pass nothing on", NULL },
    { "refuse_seeds", WOM_FIELD_UINT, WHAT_IF(refusing_seeds), 0, 0, 4294967295.0, "users",
      "so many of the plan's first seeds refuse", NULL },
    { "reselect", WOM_FIELD_BOOL, WHAT_IF(reselect), 0, 0, 1, "",
      "choose seeds anew; by default so when \"set\" touches the goal", NULL },
    { 0 },
};
static const char *const what_if_others[] = {
    "set",    "object of pointer: value, e.g. \"/goal/budget\": 5000; not data, seed, select, campaign",
    "refuse", "list of ids of users who refuse",
    NULL,
};

static const wom_field output_fields[] = {
    { "results", WOM_FIELD_TEXT, offsetof(wom_scenario, results), 0, 0, 0, "",
      "HDF5 file to write; if not given, results/<name>.h5", NULL },
    { 0 },
};

#define FORECAST(member) offsetof(wom_forecast_section, member)
static const wom_field forecast_fields[] = {
    { "share", WOM_FIELD_REAL, FORECAST(share), 0.8, 0.01, 0.99, "share",
      "of cascades in order of their beginning that are the past", NULL },
    { "after", WOM_FIELD_UINT, FORECAST(after), 5, 2, 1000000, "users",
      "of a cascade from whose times its size is foretold", NULL },
    { "horizon", WOM_FIELD_REAL, FORECAST(horizon), 30, 0, 1e6, "days",
      "after the end of the log for which the running content is foretold", NULL },
    { "content", WOM_FIELD_TEXT, FORECAST(content), 0, 0, 0, "", "id of a running content of the log to be foretold",
      NULL },
    { 0 },
};

const wom_section wom_sections[] = {
    [SECTION_SCENARIO] = { "", "the scenario itself", scenario_fields, NULL, NULL },
    [SECTION_GENERATE] = { "generate", "an invented graph and who lives in it, in place of files",
                           wom_population_fields, generate_choices, NULL },
    [SECTION_DATA] = { "data", "a prepared file in place of ties, users, contents, interests and log", data_fields,
                       NULL, NULL },
    [SECTION_TIES] = { "ties", "who can influence whom", ties_fields, NULL, NULL },
    [SECTION_USERS] = { "users", "what users cost and are worth", users_fields, NULL, NULL },
    [SECTION_CONTENTS] = { "contents", "what may be spread", contents_fields, NULL, NULL },
    [SECTION_INTERESTS] = { "interests", "vectors of users and contents", interests_fields, interests_choices, NULL },
    [SECTION_LOG] = { "log", "what users did in the past", log_fields, NULL, NULL },
    [SECTION_PROPAGATION] = { "propagation", "how likely a tie passes a content on", propagation_fields,
                              propagation_choices, NULL },
    [SECTION_GOAL] = { "goal", "what the plan is for and what it may cost", goal_fields, NULL, goal_others },
    [SECTION_RIVAL] = { "rival", "another campaign in the same worlds; needs a dynamics in which contents act on each "
                                 "other", rival_fields, NULL, NULL },
    [SECTION_SELECT] = { "select", "a choice, or a list of choices", NULL, select_choices, NULL },
    [SECTION_SIMULATE] = { "simulate", "how the plan is judged", simulate_fields, NULL, simulate_others },
    [SECTION_COMPARE] = { "compare", "what wom compare compares", compare_fields, compare_choices, compare_others },
    [SECTION_FORECAST] = { "forecast", "what wom forecast foretells of new cascades from the log", forecast_fields,
                           NULL, NULL },
    [SECTION_VALIDATE] = { "validate", "how wom validate learns from the log and is judged", wom_running_fields, NULL,
                           NULL },
    [SECTION_LEARN] = { "learn", "how wom learn looks at the log", learn_fields, NULL, NULL },
    [SECTION_PURCHASE] = { "purchase", "which active users buy; every one if not given", purchase_fields, NULL,
                           purchase_others },
    [SECTION_CAMPAIGN] = { "campaign", "a bandit in a hidden world; left out if not given", wom_campaign_fields,
                           campaign_choices, NULL },
    [SECTION_WHAT_IF] = { "what_if", "a list of questions, answered on the plan's worlds", what_if_fields, NULL,
                          what_if_others },
    [SECTION_OUTPUT] = { "output", "where the results go", output_fields, NULL, NULL },
    { 0 },
};

const wom_catalogue *const wom_catalogues[] = {
    &wom_generators, &wom_weightings, &wom_dynamics_catalogue, &wom_similarities, &wom_algorithms,
    &wom_tie_estimators, &wom_delays, &wom_seed_rules, &wom_policies, NULL,
};
