/* A small prepared file, edited as the input says: it is refused, or opened, checked and used like any other. */
#include "edit.h"

#include <wom/learn.h>

#include <stdio.h>
#include <string.h>

static const char ties[] = "from,to,w\nanna,bob,2\nbob,anna,1\nanna,carl,3\n\xc3\xa9mile,anna,1\nbob,carl,.5\n";
static const char users[] = "user,segment,cost,value,accept,activity,circle,friends,purchase\nanna,new,2,1,1,3,4,2,.5\n"
                            "bob,,3,1,.5,2,1,1,.25\nzoe,old,1,9,0,1,2,3,1\n";
static const char contents[] = "content,value,cost\npost,3,1\nvideo,2,0\n";
static const char labels[] = "user,label\nanna,music\nanna,travel\nbob,music\ncarl,art\n";
static const char content_labels[] = "post,music\nvideo,art\nvideo,travel\n";
static const char actions[] = "anna,x,100\nbob,x,200\ncarl,x,250\nbob,y,300\nanna,y,310\n";

static fuzz_base
make_base(void)
{
    char path[300];
    wom_data *data = NULL;
    wom_job *job = fuzz_job();
    const wom_data_files files = {
        .ties = fuzz_file_at(2, ties, sizeof ties - 1),
        .strength = "w",
        .users = fuzz_file_at(3, users, sizeof users - 1),
        .contents = fuzz_file_at(4, contents, sizeof contents - 1),
        .user_interests = fuzz_file_at(5, labels, sizeof labels - 1),
        .content_interests = fuzz_file_at(6, content_labels, sizeof content_labels - 1),
        .log = fuzz_file_at(7, actions, sizeof actions - 1),
    };
    snprintf(path, sizeof path, "%s/base.h5", fuzz_folder());
    PROMISE(wom_data_load(&data, job, &files) == WOM_OK);
    PROMISE(wom_data_save(data, job, path, &files, "{}") == WOM_OK);
    wom_data_free(data);
    fuzz_end(job);
    return fuzz_base_read(path);
}

/* What works on data takes for granted that they are sound. */
static void
use(const wom_data *data, wom_job *job)
{
    wom_graph_summary summary;
    wom_influence influence;
    wom_influence_options options = wom_influence_defaults();
    options.num_shuffles = 40;
    wom_node user;
    uint32_t content;
    fuzz_check_status(wom_graph_summarise(&summary, job, data->graph));
    if (data->log != NULL) fuzz_check_status(wom_influence_measure(&influence, job, data->log, data->graph, &options));
    (void)wom_data_interest_assortativity(data, 1);
    for (wom_node i = 0; i < data->graph->num_nodes; i++)
        PROMISE(wom_data_user(&user, data, wom_data_user_id(data, i)) == WOM_OK && user == i);
    for (uint32_t i = 0; i < data->num_contents; i++)
        PROMISE(wom_data_content(&content, data, data->content_id[i]) == WOM_OK && content == i);
    fuzz_check_status(wom_data_user(&user, data, "ana"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz_base base;
    if (base.bytes == NULL) base = make_base();
    fuzz_input input = { data, data + size };
    const bool is_written = (fuzz_byte(&input) & 1) != 0;
    const char *path = fuzz_edited_file(&base, &input);
    wom_data *opened = NULL;
    wom_job *job = fuzz_job();
    wom_status status = wom_data_open(&opened, job, path);
    fuzz_check_status(status);
    PROMISE((status == WOM_OK) == (opened != NULL));
    if (status == WOM_OK) status = wom_data_check(opened, job);
    fuzz_check_status(status);
    if (status == WOM_OK) use(opened, job);
    if (status == WOM_OK && is_written) fuzz_check_status(wom_data_write(opened, job, fuzz_folder()));
    if (status == WOM_OK) fuzz_check_status(wom_data_verify(opened, job));
    wom_data_free(opened);
    fuzz_check_closed();
    fuzz_end(job);
    return 0;
}
