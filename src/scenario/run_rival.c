/* Whom the rival asks: a table of users, or those with the most ties. */
#include "run.h"

#include <math.h>

const wom_json *
wom_rival_place(const wom_scenario *scenario, const char *key)
{
    const wom_json *section = wom_json_member(scenario->json, "rival");
    const wom_json *member = section != NULL ? wom_json_member(section, key) : NULL;
    return member != NULL ? member : section;
}

wom_status
wom_rival_content(uint32_t *content, const wom_scenario *scenario, const wom_data *data)
{
    *content = 0;
    if (scenario->rival.content != NULL)
        return wom_json_fail_in(wom_data_content(content, data, scenario->rival.content),
                                wom_rival_place(scenario, "content"));
    if (data->num_contents == 1) return WOM_OK;
    return wom_json_fail(wom_rival_place(scenario, "content"), "needs a \"content\", since there are %u contents",
                         data->num_contents);
}

bool
wom_is_left_to_rival(const wom_scenario *scenario, const wom_data *data, uint32_t content)
{
    uint32_t rivals = 0;
    if (!scenario->rival.given || scenario->goal.content != NULL || data->num_contents == 1) return false;
    return wom_rival_content(&rivals, scenario, data) == WOM_OK && rivals == content;
}

/* The algorithm of that name knows who has most ties, and looks at nothing else of the chances. */
static wom_status
top_by_degree(wom_rival_asks *asks, wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    wom_choice degree = { 0 };
    wom_chances *chances = NULL;
    wom_selection *top = NULL;
    wom_status status = WOM_OK;
    WOM_TRY_GOTO(wom_choice_default(&degree, job, &wom_algorithms, "degree"));
    WOM_TRY_GOTO(wom_chances_create(&chances, job, data->graph, &scenario->dynamics));
    const wom_problem problem = {
        .graph = data->graph,
        .chances = chances,
        .num_seeds = scenario->rival.count,
        .budget = INFINITY,
        .max_steps = (uint32_t)scenario->simulate.deadline,
    };
    WOM_TRY_GOTO(wom_select(&top, job, &problem, &degree));
    WOM_TRY_GOTO(wom_allocate(&asks->user, job, top->num_seeds, sizeof *asks->user, "the rival's seeds"));
    for (uint32_t i = 0; i < top->num_seeds; i++) asks->user[i] = top->seed[i];
    asks->num = top->num_seeds;
done:
    wom_selection_free(top);
    wom_chances_free(chances);
    wom_choice_free(&degree);
    return status;
}

wom_status
wom_rival_asks_create(wom_rival_asks *asks, wom_job *job, const wom_scenario *scenario, const wom_data *data)
{
    const wom_rival_section *rival = &scenario->rival;
    uint32_t content = 0;
    *asks = (wom_rival_asks){ 0 };
    if (!rival->given) return WOM_OK;
    WOM_TRY(wom_rival_content(&content, scenario, data));
    if (rival->seeds != NULL)
        WOM_TRY(wom_json_fail_in(wom_seeds_read(&asks->user, NULL, &asks->num, job, rival->seeds_file, data),
                                 wom_rival_place(scenario, "seeds")));
    else
        WOM_TRY(wom_json_fail_in(top_by_degree(asks, job, scenario, data), wom_rival_place(scenario, "count")));
    WOM_TRY(wom_allocate(&asks->content, job, asks->num, sizeof *asks->content, "the rival's contents"));
    for (uint32_t i = 0; i < asks->num; i++) asks->content[i] = content;
    return WOM_OK;
}

void
wom_rival_asks_clear(wom_rival_asks *asks)
{
    wom_free(asks->user);
    wom_free(asks->content);
    *asks = (wom_rival_asks){ 0 };
}
