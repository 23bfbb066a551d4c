/* A small scenario on hand-made files: 60 users in a ring with chords, 3 contents, 4 interests. */
#include "scenarios.h"

#include <stdlib.h>
#include <sys/stat.h>

const char *const small_scenario =
    "{ \"name\": \"small\", \"seed\": 5,\n"
    "  \"ties\": { \"file\": \"ties.csv\", \"strength\": \"messages\" },\n"
    "  \"users\": { \"file\": \"users.csv\" },\n"
    "  \"contents\": { \"file\": \"contents.csv\" },\n"
    "  \"interests\": { \"users\": \"likes.csv\", \"contents\": \"topics.csv\" },\n"
    "  \"propagation\": { \"weighting\": { \"type\": \"social-interest\", \"alpha\": 0.4, \"beta\": 0.3 },\n"
    "                   \"dynamics\": { \"type\": \"ic\" }, \"baseline\": 0.01 },\n"
    "  \"goal\": { \"seeds\": 3 },\n"
    "  \"select\": [ { \"type\": \"ris\", \"epsilon\": 0.3 }, \"degree\" ],\n"
    "  \"simulate\": { \"replicates\": 200 },\n"
    "  \"purchase\": { \"bias\": -1, \"affinity\": 2 },\n"
    "  \"campaign\": { \"rounds\": 5, \"replications\": 6, \"judge_worlds\": 10 },\n"
    "  \"what_if\": [\n"
    "    { \"name\": \"one seed\", \"set\": { \"/goal/seeds\": 1 } },\n"
    "    { \"name\": \"interests count less\", \"set\": { \"/propagation/weighting/beta\": 0.1 } },\n"
    "    { \"name\": \"the best refuses\", \"refuse_seeds\": 1 },\n"
    "    { \"name\": \"without the loyal\", \"mask_segment\": \"loyal\" } ] }\n";

/* ---- Rows ---- */

enum { MOST_ROWS = 5 * SMALL_USERS };

typedef struct row_list {
    uint32_t num;
    char text[MOST_ROWS][64];
} row_list;

static void
write_rows(const char *folder, const char *name, const char *header, const row_list *rows, uint64_t shuffle)
{
    char where[256];
    uint32_t order[MOST_ROWS];
    wom_rng rng = wom_rng_stream(shuffle, WOM_PURPOSE_GENERATE, rows->num);
    snprintf(where, sizeof where, "%s%s%s", folder, folder[0] == '\0' ? "" : "/", name);
    for (uint32_t i = 0; i < rows->num; i++) order[i] = i;
    if (shuffle != 0) wom_rng_shuffle(&rng, order, rows->num);
    FILE *file = fopen(test_path(where), "w");
    if (file == NULL) {
        test_failed(__FILE__, __LINE__, "cannot write %s", where);
        return;
    }
    fprintf(file, "%s\n", header);
    for (uint32_t i = 0; i < rows->num; i++) fprintf(file, "%s\n", rows->text[order[i]]);
    fclose(file);
}

static void
add_row(row_list *rows, const char *row)
{
    snprintf(rows->text[rows->num++], sizeof rows->text[0], "%s", row);
}

typedef struct user_name {
    char text[24];
} user_name;

static user_name
name_of(uint32_t user, const small_files *how)
{
    user_name name;
    snprintf(name.text, sizeof name.text, "%s%02u", how->prefix != NULL ? how->prefix : "u",
             (user + how->turn) % SMALL_USERS);
    return name;
}

/* A ring, and from every third user four chords: degrees differ and none is alone. */
static void
list_ties(row_list *rows, const small_files *how)
{
    char row[64];
    for (uint32_t user = 0; user < SMALL_USERS; user++)
        for (uint32_t k = 0; k < (user % 3 == 0 ? 4 : 1); k++) {
            const uint32_t friend = (user + (k == 0 ? 1 : 7 * k + user % 5)) % SMALL_USERS;
            snprintf(row, sizeof row, "%s,%s,%u", name_of(user, how).text, name_of(friend, how).text, 1 + user % 4 + k);
            add_row(rows, row);
        }
}

static void
list_users(row_list *users, row_list *likes, const small_files *how)
{
    static const char *const segments[] = { "new", "regular", "loyal" };
    static const char *const topics[] = { "music", "travel", "food", "chess" };
    char row[64];
    for (uint32_t user = 0; user < SMALL_USERS; user++) {
        const user_name name = name_of(user, how);
        snprintf(row, sizeof row, "%s,%u,%.1f,%.2f,%s", name.text, 2 + user % 7, 0.5 + user % 4, 0.7 + 0.1 * (user % 4),
                 segments[user % 3]);
        add_row(users, row);
        for (uint32_t k = 0; k < 2; k++) {
            snprintf(row, sizeof row, "%s,%s,%.1f", name.text, topics[(user / 7 + k * (1 + user % 2)) % 4],
                     1 - 0.4 * k);
            add_row(likes, row);
        }
    }
}

void
small_files_write(const char *folder, const small_files *how)
{
    static row_list ties, users, likes;
    static const row_list contents = { SMALL_CONTENTS, { "song,3,10", "trip,2,4", "soup,1,0" } };
    static const row_list topics = {
        5, { "song,music,1", "song,chess,0.2", "trip,travel,1", "soup,food,1", "soup,travel,0.5" }
    };
    ties.num = users.num = likes.num = 0;
    list_ties(&ties, how);
    list_users(&users, &likes, how);
    if (folder[0] != '\0') mkdir(test_path(folder), 0777);
    write_rows(folder, "ties.csv", "from,to,messages", &ties, how->shuffle);
    write_rows(folder, "users.csv", "user,cost,value,accept,segment", &users, how->shuffle);
    write_rows(folder, "contents.csv", "content,value,cost", &contents, 0);
    write_rows(folder, "likes.csv", "user,interest,weight", &likes, how->shuffle);
    write_rows(folder, "topics.csv", "content,interest,weight", &topics, how->shuffle);
}

path
small_scenario_write(const char *folder)
{
    char name[256];
    snprintf(name, sizeof name, "%s%ssmall.json", folder, folder[0] == '\0' ? "" : "/");
    small_files_write(folder, &(small_files){ 0 });
    write_file(name, small_scenario);
    return path_of(name);
}

/* ---- Running ---- */

wom_status
load_with(wom_scenario **scenario, wom_job *job, const char *file, const char *const *overrides)
{
    uint32_t num = 0;
    while (overrides != NULL && overrides[num] != NULL) num++;
    return wom_scenario_load(scenario, job, file, overrides, num);
}

finished_run
run_scenario(const char *scenario, const char *const *overrides, const char *results, uint32_t threads)
{
    finished_run finished = { .job = test_job(threads), .results = path_of(results) };
    wom_archive *archive = NULL;
    CHECK_OK(load_with(&finished.scenario, finished.job, scenario, overrides));
    if (finished.scenario != NULL)
        CHECK_OK(wom_scenario_run(&finished.run, finished.job, finished.scenario, WOM_STAGE_ALL, finished.results.text,
                                  NULL));
    if (finished.run != NULL) {
        CHECK_OK(wom_archive_open(&archive, finished.job, finished.results.text, wom_results_format));
        if (archive != NULL) CHECK_OK(wom_archive_digest(finished.digest, archive));
        wom_archive_close(archive);
    }
    return finished;
}

void
finished_run_clear(finished_run *finished)
{
    wom_run_free(finished->run);
    wom_scenario_free(finished->scenario);
    CHECK_EQUAL(wom_job_memory_used(finished->job), 0);
    wom_job_free(finished->job);
    *finished = (finished_run){ 0 };
}
