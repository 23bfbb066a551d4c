/* A JSON file becomes a typed plan, or is refused whole. */
#include "read.h"
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_PATHS = 13 };

/* A path as the scenario gives it becomes one that can be opened from the working directory. */
static wom_status
resolve(const char **path, wom_scenario *scenario, const char *folder)
{
    char joined[4096];
    uint32_t n = 0;
    if (*path == NULL || (*path)[0] == '/' || strcmp(*path, "-") == 0 || folder[0] == '\0') return WOM_OK;
    const int length = snprintf(joined, sizeof joined, "%s/%s", folder, *path);
    if (length < 0 || (size_t)length >= sizeof joined)
        return wom_fail(WOM_INVALID, "the path \"%s\" is too long", *path);
    while (scenario->paths[n] != NULL) n++;
    WOM_TRY(wom_copy_text(&scenario->paths[n], scenario->job, joined, (size_t)length));
    *path = scenario->paths[n];
    return WOM_OK;
}

static wom_status
resolve_paths(wom_scenario *scenario, const char *folder)
{
    WOM_TRY(wom_allocate(&scenario->paths, scenario->job, MOST_PATHS + 1, sizeof *scenario->paths, "paths"));
    scenario->files = scenario->given;
    WOM_TRY(resolve(&scenario->files.prepared, scenario, folder));
    WOM_TRY(resolve(&scenario->files.ties, scenario, folder));
    WOM_TRY(resolve(&scenario->files.users, scenario, folder));
    WOM_TRY(resolve(&scenario->files.contents, scenario, folder));
    WOM_TRY(resolve(&scenario->files.user_interests, scenario, folder));
    WOM_TRY(resolve(&scenario->files.content_interests, scenario, folder));
    WOM_TRY(resolve(&scenario->files.log, scenario, folder));
    WOM_TRY(resolve(&scenario->weighting_file, scenario, folder));
    WOM_TRY(resolve(&scenario->purchase.file_path, scenario, folder));
    WOM_TRY(resolve(&scenario->goal.current_file, scenario, folder));
    WOM_TRY(resolve(&scenario->rival.seeds_file, scenario, folder));
    return resolve(&scenario->goal.plan_file, scenario, folder);
}

/* The file that a weighting reads; NULL: none. */
static const char *
file_of(const wom_choice *weighting)
{
    const wom_field *field = weighting->variant->fields;
    if (!((const wom_weighting *)weighting->variant)->reads_file) return NULL;
    while (strcmp(field->name, "file") != 0) field++;
    return *(const char *const *)(const void *)((const char *)weighting->params + field->offset);
}

/* An empty text is one that was not given: `--set /goal/plan=` takes it away. */
static void
drop_if_empty(const char **text)
{
    if (*text != NULL && (*text)[0] == '\0') *text = NULL;
}

/* What is generated or prepared has users, ties, contents and interests of its own: what stands beside it would be
 * ignored. */
static wom_status
check_alone(const wom_json *root, const char *source, const char *verb)
{
    static const char *const sections[] = { "ties", "users", "contents", "log", NULL };
    static const char *const files[] = { "users", "contents", NULL };
    const wom_json *interests = wom_json_member(root, "interests"), *clash = NULL;
    for (const char *const *name = sections; *name != NULL && clash == NULL; name++)
        clash = wom_json_member(root, *name);
    for (const char *const *name = files; *name != NULL && clash == NULL && interests != NULL; name++)
        clash = wom_json_member(interests, *name);
    if (clash == NULL) return WOM_OK;
    return wom_json_fail(clash, "stands beside \"%s\", which %s its own; give either that or files", source, verb);
}

static wom_status
read_data(wom_scenario *scenario, const wom_json *root)
{
    const wom_json *generate = wom_json_member(root, wom_sections[SECTION_GENERATE].name);
    wom_data_files *files = &scenario->given;
    scenario->is_generated = generate != NULL;
    if (generate != NULL)
        WOM_TRY(wom_choice_read_beside(&scenario->generator, &scenario->population, wom_population_fields,
                                       scenario->job, &wom_generators, generate));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_DATA], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_TIES], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_USERS], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_CONTENTS], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_INTERESTS], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_LOG], root));
    WOM_TRY(wom_section_choice_read(&scenario->similarity, scenario->job, &wom_sections[SECTION_INTERESTS],
                                    "similarity", root));
    drop_if_empty(&files->prepared);
    drop_if_empty(&files->ties);
    drop_if_empty(&files->users);
    drop_if_empty(&files->contents);
    drop_if_empty(&files->user_interests);
    drop_if_empty(&files->content_interests);
    drop_if_empty(&files->log);
    if (generate != NULL && files->prepared != NULL)
        return wom_json_fail(generate, "stands beside \"data\", which has its own; give either of them");
    if (generate != NULL) return check_alone(root, "generate", "makes");
    if (files->prepared != NULL) return check_alone(root, "data", "has");
    if (files->ties == NULL && files->log == NULL)
        return wom_json_fail(root, "has no data; give \"ties\": {\"file\": ...}, or \"generate\": \"town\" for an "
                                   "invented town, or \"log\": {\"file\": ...} alone for users without ties");
    return WOM_OK;
}

static wom_status
read_goal(wom_scenario *scenario, const wom_json *root)
{
    wom_goal *goal = &scenario->goal;
    const wom_json *object = wom_json_member(root, "goal");
    WOM_TRY(wom_section_read(goal, &wom_sections[SECTION_GOAL], root));
    drop_if_empty(&goal->content);
    drop_if_empty(&goal->current);
    drop_if_empty(&goal->plan);
    goal->current_file = goal->current;
    goal->plan_file = goal->plan;
    if (object == NULL) return WOM_OK;
    WOM_TRY(wom_target_read(scenario, wom_json_member(object, "target")));
    WOM_TRY(wom_texts_read(&goal->pinned, &goal->num_pinned, scenario->job, wom_json_member(object, "pin")));
    return wom_texts_read(&goal->banned, &goal->num_banned, scenario->job, wom_json_member(object, "ban"));
}

/* Numbers of worlds that will be simulated. */
static wom_status
read_traces(wom_scenario *scenario, const wom_json *list)
{
    wom_simulate_section *simulate = &scenario->simulate;
    if (list == NULL) return WOM_OK;
    if (wom_json_kind_of(list) != WOM_JSON_ARRAY)
        return wom_json_fail(list, "is %s, must be a list of numbers of worlds",
                             wom_json_kind_name(wom_json_kind_of(list)));
    simulate->has_traces = true;
    WOM_TRY(wom_allocate(&simulate->traces, scenario->job, wom_json_count(list), sizeof *simulate->traces, "traces"));
    for (uint64_t i = 0; i < wom_json_count(list); i++) {
        const wom_json *item = wom_json_at(list, i);
        const double number = wom_json_kind_of(item) == WOM_JSON_NUMBER ? wom_json_number(item) : -1;
        if (!(number >= 0 && number < (double)simulate->replicates && number == floor(number)))
            return wom_json_fail(item, "must be the number of a world, from 0 to %llu",
                                 (unsigned long long)simulate->replicates - 1);
        simulate->traces[simulate->num_traces++] = (uint64_t)number;
    }
    return WOM_OK;
}

static wom_status
read_dynamics(wom_scenario *scenario, const wom_json *root)
{
    const wom_section *section = &wom_sections[SECTION_PROPAGATION];
    WOM_TRY(wom_section_choice_read(&scenario->dynamics, scenario->job, section, "dynamics", root));
    const wom_status status = wom_dynamics_check_params(&scenario->dynamics);
    if (status == WOM_OK) return WOM_OK;
    return wom_json_fail_in(status, wom_json_member(wom_json_member(root, "propagation"), "dynamics"));
}

static wom_status
read_simulate(wom_scenario *scenario, const wom_json *root)
{
    const double *deadline = &scenario->simulate.deadline;
    const wom_dynamics *dynamics = (const wom_dynamics *)scenario->dynamics.variant;
    WOM_TRY(wom_section_read(&scenario->simulate, &wom_sections[SECTION_SIMULATE], root));
    const wom_json *object = wom_json_member(root, "simulate");
    if (scenario->simulate.traced == 1)
        return wom_json_fail(wom_json_member(object, "traced"),
                             "is 1, must be 0 or, for an error bar, at least 2 (worlds)");
    if (object != NULL) WOM_TRY(read_traces(scenario, wom_json_member(object, "traces")));
    if (*deadline != floor(*deadline))
        return wom_json_fail(wom_json_member(object, "deadline"), "is %g, must be a whole number of steps", *deadline);
    const wom_status status = wom_dynamics_check_deadline(dynamics, (uint32_t)*deadline);
    if (status == WOM_OK) return WOM_OK;
    return wom_json_fail_in(status, wom_json_member(wom_json_member(root, "propagation"), "dynamics"));
}

/* An empty section is none, so that a question can take the rival away. */
static wom_status
read_rival(wom_scenario *scenario, const wom_json *root)
{
    wom_rival_section *rival = &scenario->rival;
    const wom_json *object = wom_json_member(root, "rival");
    WOM_TRY(wom_section_read(rival, &wom_sections[SECTION_RIVAL], root));
    drop_if_empty(&rival->content);
    drop_if_empty(&rival->seeds);
    rival->seeds_file = rival->seeds;
    rival->given = rival->content != NULL || rival->seeds != NULL || rival->count > 0;
    if (!rival->given) return WOM_OK;
    if ((rival->seeds != NULL) == (rival->count > 0))
        return wom_json_fail(object, rival->count > 0 ? "gives \"seeds\" and \"count\"; one of them is enough"
                                                      : "asks nobody; give it \"seeds\" or \"count\"");
    const wom_dynamics *dynamics = (const wom_dynamics *)scenario->dynamics.variant;
    return wom_json_fail_in(wom_dynamics_check_joint(dynamics), object);
}

static wom_status
read_algorithms(wom_scenario *scenario, const wom_json *root)
{
    const wom_json *value = wom_json_member(root, "select");
    if (value != NULL)
        return wom_choices_read(&scenario->algorithms, &scenario->num_algorithms, scenario->job, &wom_algorithms,
                                value);
    WOM_TRY(wom_allocate(&scenario->algorithms, scenario->job, 1, sizeof *scenario->algorithms, "algorithms"));
    scenario->num_algorithms = 1;
    return wom_choice_read(&scenario->algorithms[0], scenario->job, &wom_algorithms, NULL);
}

static wom_status
read_all(wom_scenario *scenario, const wom_json *root, const char *folder)
{
    wom_job *job = scenario->job;
    if (wom_json_kind_of(root) != WOM_JSON_OBJECT)
        return wom_json_fail(root, "is %s, must be an object", wom_json_kind_name(wom_json_kind_of(root)));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_SCENARIO], root));
    drop_if_empty(&scenario->name);
    if (scenario->name == NULL) scenario->name = "scenario";
    WOM_TRY(read_data(scenario, root));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_PROPAGATION], root));
    WOM_TRY(wom_section_choice_read(&scenario->weighting, job, &wom_sections[SECTION_PROPAGATION], "weighting", root));
    scenario->weighting_file = scenario->weighting_given = file_of(&scenario->weighting);
    WOM_TRY(read_dynamics(scenario, root));
    WOM_TRY(read_goal(scenario, root));
    WOM_TRY(read_rival(scenario, root));
    WOM_TRY(read_algorithms(scenario, root));
    WOM_TRY(read_simulate(scenario, root));
    WOM_TRY(wom_compare_section_read(scenario, root));
    WOM_TRY(wom_section_read(&scenario->forecast, &wom_sections[SECTION_FORECAST], root));
    WOM_TRY(wom_section_read(&scenario->validate, &wom_sections[SECTION_VALIDATE], root));
    WOM_TRY(wom_section_read(&scenario->learn, &wom_sections[SECTION_LEARN], root));
    WOM_TRY(wom_purchase_section_read(scenario, root));
    scenario->with_campaign = wom_json_member(root, "campaign") != NULL;
    WOM_TRY(wom_section_read(&scenario->campaign, &wom_sections[SECTION_CAMPAIGN], root));
    WOM_TRY(wom_section_choice_read(&scenario->policy, job, &wom_sections[SECTION_CAMPAIGN], "policy", root));
    WOM_TRY(wom_what_ifs_read(scenario, root));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_OUTPUT], root));
    drop_if_empty(&scenario->results);
    return resolve_paths(scenario, folder);
}

wom_status
wom_scenario_read_plan(wom_scenario **scenario, wom_job *job, wom_json *json, const char *folder)
{
    wom_scenario *made = NULL;
    *scenario = NULL;
    wom_status status = wom_allocate(&made, job, 1, sizeof *made, "a scenario");
    if (status != WOM_OK) {
        wom_json_free(json);
        return status;
    }
    made->job = job;
    made->json = json;
    WOM_TRY_GOTO(wom_copy_text(&made->folder, job, folder, strlen(folder)));
    WOM_TRY_GOTO(read_all(made, json, folder));
    *scenario = made;
    made = NULL;
done:
    wom_scenario_free(made);
    return status;
}

/* What keeps seeds from carrying contents of their own; that costs of contents do, only the data can tell. */
static wom_status
check_assign(const wom_scenario *scenario)
{
    const wom_goal *goal = &scenario->goal;
    const wom_algorithm *algorithm = (const wom_algorithm *)scenario->algorithms[0].variant;
    const wom_dynamics *dynamics = (const wom_dynamics *)scenario->dynamics.variant;
    const char *lacking = wom_contents_lacking(dynamics);
    if (goal->assign != WOM_ASSIGN_EACH || goal->plan != NULL) return WOM_OK;
    const wom_json *place = wom_json_member(wom_json_member(scenario->json, "goal"), "assign");
    if (goal->content != NULL)
        return wom_json_fail(place, "is \"each\" beside a \"content\" for all; leave one of them out");
    if (goal->maximise == WOM_MAXIMISE_PROFIT)
        return wom_json_fail(place, "is \"each\", which is not chosen for profit; maximise \"value\" within a budget");
    if (goal->num_pinned > 0)
        return wom_json_fail(place, "is \"each\", but it is not said with which content the pinned users are asked; "
                                    "leave \"pin\" out");
    if (!algorithm->assigns)
        return wom_json_fail(place,
                             "is \"each\", but \"%s\" asks all seeds with one content; put \"ris\" first in "
                             "\"select\"",
                             algorithm->variant.name);
    if (lacking != NULL)
        return wom_json_fail(place,
                             "is \"each\", but the dynamics \"%s\" %s; take \"one\", with \"greedy\" first in "
                             "\"select\"",
                             dynamics->variant.name, lacking);
    return WOM_OK;
}

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* What a question sets is refused now, not when its turn comes. */
static wom_status
check_what_if(const wom_scenario *scenario, wom_job *job, uint32_t question)
{
    const wom_json *item = wom_json_at(wom_json_member(scenario->json, "what_if"), question);
    wom_scenario *variant = NULL;
    WOM_TRY(wom_json_fail_in(wom_what_if_variant(&variant, job, scenario, question), item));
    const bool same_tables =
        same_text(variant->goal.plan, scenario->goal.plan) && same_text(variant->goal.current, scenario->goal.current);
    const wom_status status = scenario->what_ifs[question].reselect ? check_assign(variant) : WOM_OK;
    wom_scenario_free(variant);
    WOM_TRY(wom_json_fail_in(status, item));
    if (same_tables) return WOM_OK;
    return wom_json_fail(item, "sets /goal/plan or /goal/current, which a what-if cannot; plans that are compared with "
                               "the chosen one stand in the scenario's own /goal/current");
}

wom_status
wom_scenario_read(wom_scenario **scenario, wom_job *job, wom_json *json, const char *folder)
{
    wom_status status = WOM_OK;
    WOM_TRY(wom_scenario_read_plan(scenario, job, json, folder));
    status = check_assign(*scenario);
    for (uint32_t i = 0; i < (*scenario)->num_what_ifs && status == WOM_OK; i++)
        status = check_what_if(*scenario, job, i);
    if (status == WOM_OK) return WOM_OK;
    wom_scenario_free(*scenario);
    *scenario = NULL;
    return status;
}

void
wom_scenario_free(wom_scenario *scenario)
{
    if (scenario == NULL) return;
    wom_choices_free(scenario->algorithms, scenario->num_algorithms);
    wom_compare_section_clear(&scenario->compare);
    for (uint32_t i = 0; i < scenario->num_what_ifs; i++) wom_free(scenario->what_ifs[i].refusing);
    for (uint32_t i = 0; scenario->paths != NULL && scenario->paths[i] != NULL; i++) wom_free(scenario->paths[i]);
    wom_choice_free(&scenario->generator);
    wom_choice_free(&scenario->similarity);
    wom_choice_free(&scenario->weighting);
    wom_choice_free(&scenario->dynamics);
    wom_choice_free(&scenario->policy);
    wom_free(scenario->what_ifs);
    wom_free(scenario->paths);
    wom_free(scenario->simulate.traces);
    wom_free(scenario->goal.pinned);
    wom_free(scenario->goal.banned);
    wom_free(scenario->purchase.user_weight_names);
    wom_free(scenario->purchase.user_weights);
    wom_free(scenario->purchase.content_weight_names);
    wom_free(scenario->purchase.content_weights);
    wom_free(scenario->folder);
    wom_free(scenario->source_text);
    wom_json_free(scenario->json);
    wom_free(scenario);
}
