/* A JSON file becomes a typed plan, or is refused whole. */
#include "read.h"

#include <stdio.h>
#include <string.h>

enum { MOST_PATHS = 8 };

/* A path as the scenario gives it becomes one that can be opened from the working directory. */
static wom_status
resolve(const char **path, wom_scenario *scenario, const char *folder)
{
    char joined[4096];
    uint32_t n = 0;
    if (*path == NULL || (*path)[0] == '\0') {
        *path = NULL;
        return WOM_OK;
    }
    if ((*path)[0] == '/' || strcmp(*path, "-") == 0 || folder[0] == '\0') return WOM_OK;
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
    WOM_TRY(resolve(&scenario->files.ties, scenario, folder));
    WOM_TRY(resolve(&scenario->files.users, scenario, folder));
    WOM_TRY(resolve(&scenario->files.contents, scenario, folder));
    WOM_TRY(resolve(&scenario->files.user_interests, scenario, folder));
    WOM_TRY(resolve(&scenario->files.content_interests, scenario, folder));
    WOM_TRY(resolve(&scenario->goal.current_file, scenario, folder));
    return resolve(&scenario->goal.plan_file, scenario, folder);
}

static wom_status
read_data(wom_scenario *scenario, const wom_json *root)
{
    const wom_json *town = wom_json_member(root, "town");
    wom_data_files *files = &scenario->given;
    scenario->is_town = town != NULL;
    WOM_TRY(wom_section_read(&scenario->town, &wom_sections[SECTION_TOWN], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_TIES], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_USERS], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_CONTENTS], root));
    WOM_TRY(wom_section_read(files, &wom_sections[SECTION_INTERESTS], root));
    WOM_TRY(wom_section_choice_read(&scenario->similarity, scenario->job, &wom_sections[SECTION_INTERESTS],
                                    "similarity", root));
    if (town != NULL && (files->ties != NULL || files->users != NULL || files->contents != NULL ||
                         files->user_interests != NULL || files->content_interests != NULL))
        return wom_json_fail(town, "stands beside files; give either a town or files");
    if (town == NULL && files->ties == NULL)
        return wom_json_fail(root, "has no data; give \"ties\": {\"file\": ...}, or \"town\": {} for a generated one");
    return WOM_OK;
}

static wom_status
read_goal(wom_scenario *scenario, const wom_json *root)
{
    wom_goal *goal = &scenario->goal;
    const wom_json *object = wom_json_member(root, "goal");
    WOM_TRY(wom_section_read(goal, &wom_sections[SECTION_GOAL], root));
    goal->current_file = goal->current;
    goal->plan_file = goal->plan;
    if (goal->num_seeds == 0 && goal->budget == 0) goal->num_seeds = 10;
    if (object == NULL) return WOM_OK;
    WOM_TRY(wom_texts_read(&goal->pinned, &goal->num_pinned, scenario->job, wom_json_member(object, "pin")));
    return wom_texts_read(&goal->banned, &goal->num_banned, scenario->job, wom_json_member(object, "ban"));
}

static wom_status
read_algorithms(wom_scenario *scenario, const wom_json *root)
{
    const wom_json *value = wom_json_member(root, "select");
    const bool is_list = value != NULL && wom_json_kind_of(value) == WOM_JSON_ARRAY;
    const uint64_t count = is_list ? wom_json_count(value) : 1;
    if (count == 0) return wom_json_fail(value, "is empty; name at least one algorithm");
    WOM_TRY(wom_allocate(&scenario->algorithms, scenario->job, count, sizeof *scenario->algorithms, "algorithms"));
    for (uint64_t i = 0; i < count; i++) {
        scenario->num_algorithms++;
        WOM_TRY(wom_choice_read(&scenario->algorithms[i], scenario->job, &wom_algorithms,
                                is_list ? wom_json_at(value, i) : value));
    }
    return WOM_OK;
}

static wom_status
read_all(wom_scenario *scenario, const wom_json *root, const char *folder)
{
    wom_job *job = scenario->job;
    if (wom_json_kind_of(root) != WOM_JSON_OBJECT)
        return wom_json_fail(root, "is %s, must be an object", wom_json_kind_name(wom_json_kind_of(root)));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_SCENARIO], root));
    if (scenario->name == NULL) scenario->name = "scenario";
    WOM_TRY(read_data(scenario, root));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_PROPAGATION], root));
    WOM_TRY(wom_section_choice_read(&scenario->weighting, job, &wom_sections[SECTION_PROPAGATION], "weighting", root));
    WOM_TRY(wom_section_choice_read(&scenario->dynamics, job, &wom_sections[SECTION_PROPAGATION], "dynamics", root));
    WOM_TRY(read_goal(scenario, root));
    WOM_TRY(read_algorithms(scenario, root));
    WOM_TRY(wom_section_read(&scenario->simulate, &wom_sections[SECTION_SIMULATE], root));
    WOM_TRY(wom_purchase_section_read(scenario, root));
    scenario->with_campaign = wom_json_member(root, "campaign") != NULL;
    WOM_TRY(wom_section_read(&scenario->campaign, &wom_sections[SECTION_CAMPAIGN], root));
    WOM_TRY(wom_section_choice_read(&scenario->policy, job, &wom_sections[SECTION_CAMPAIGN], "policy", root));
    WOM_TRY(wom_what_ifs_read(scenario, root));
    WOM_TRY(wom_section_read(scenario, &wom_sections[SECTION_OUTPUT], root));
    return resolve_paths(scenario, folder);
}

wom_status
wom_scenario_read(wom_scenario **scenario, wom_job *job, wom_json *json, const char *folder)
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

void
wom_scenario_free(wom_scenario *scenario)
{
    if (scenario == NULL) return;
    for (uint32_t i = 0; i < scenario->num_algorithms; i++) wom_choice_free(&scenario->algorithms[i]);
    for (uint32_t i = 0; i < scenario->num_what_ifs; i++) wom_free(scenario->what_ifs[i].refusing);
    for (uint32_t i = 0; scenario->paths != NULL && scenario->paths[i] != NULL; i++) wom_free(scenario->paths[i]);
    wom_choice_free(&scenario->similarity);
    wom_choice_free(&scenario->weighting);
    wom_choice_free(&scenario->dynamics);
    wom_choice_free(&scenario->policy);
    wom_free(scenario->algorithms);
    wom_free(scenario->what_ifs);
    wom_free(scenario->paths);
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
