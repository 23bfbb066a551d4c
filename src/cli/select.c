/* wom select: whom to ask. */
#include "cli.h"

#include <math.h>
#include <stdio.h>

/* ---- The table as a file ---- */

static wom_status
write_row(wom_text_file *file, const wom_run *run, uint32_t i, double *sum)
{
    const wom_candidate *plan = run->plan;
    const wom_node user = plan->seeds[i];
    const wom_selection *selection = plan->selection;
    WOM_TRY(wom_text_file_print(file, "%u,", i + 1));
    WOM_TRY(wom_text_file_csv(file, wom_data_user_id(run->data, user)));
    WOM_TRY(wom_text_file_print(file, ","));
    WOM_TRY(wom_text_file_csv(file, run->data->content_id[wom_candidate_content(plan, i)]));
    WOM_TRY(wom_text_file_print(file, ",%.15g", run->economy.fee != NULL ? run->economy.fee[user] : 0));
    if (selection == NULL || isnan(selection->gain[i])) return wom_text_file_print(file, ",,,\n");
    *sum += selection->gain[i];
    WOM_TRY(wom_text_file_print(file, ",%.15g,", selection->gain[i]));
    if (!isnan(selection->gain_error[i])) WOM_TRY(wom_text_file_print(file, "%.15g", selection->gain_error[i]));
    return wom_text_file_print(file, ",%.15g\n", *sum);
}

static wom_status
write_seeds(cli_call *call, const wom_run *run)
{
    wom_text_file *file = NULL;
    double sum = 0;
    wom_status status = WOM_OK;
    if (call->arguments.output == NULL || run->plan == NULL) return WOM_OK;
    WOM_TRY_GOTO(wom_text_file_create(&file, call->job, call->arguments.output));
    WOM_TRY_GOTO(wom_text_file_print(file, "rank,user,content,fee,gain,gain_se,cumulative\n"));
    for (uint32_t i = 0; i < run->plan->num_seeds; i++) WOM_TRY_GOTO(write_row(file, run, i, &sum));
    WOM_TRY_GOTO(wom_text_file_finish(file));
done:
    wom_text_file_free(file);
    return status;
}

/* ---- The command ---- */

static wom_status
show(cli_call *call, const wom_run *run)
{
    WOM_TRY(cli_show_beginning(call, run));
    WOM_TRY(cli_show_seeds(call, run));
    printf("\n");
    cli_show_certificate(run);
    WOM_TRY(cli_show_contents(call, run));
    WOM_TRY(cli_show_comparison(call, run));
    if (call->arguments.output != NULL && run->plan != NULL) printf("\n%s\n", call->arguments.output);
    return WOM_OK;
}

static wom_status
select_seeds(cli_call *call)
{
    return cli_run_and_show(call, WOM_STAGE_LOAD | WOM_STAGE_SELECT, NULL, write_seeds, show);
}

const cli_command cli_select = {
    .name = "select",
    .summary = "choose seeds and content, with a certificate of how good they are",
    .places = "SCENARIO",
    .least_places = 1,
    .most_places = 1,
    .options = cli_writing_options,
    .help = "Prints the seeds in the order of choice. --output writes them as CSV, which /goal/plan and\n"
            "/goal/current of a scenario read back; the column content says who carries what, unless there is a\n"
            "/goal/content.",
    .run = select_seeds,
};
