/* Published logs with their networks. */
#include "real_logs.h"

#include "files.h"
#include "test.h"

const real_log real_android = { .ties = "stackexchange_android/edges.txt",
                                .first = "stackexchange_android/cascades_train.txt",
                                .second = "stackexchange_android/cascades_test.txt" };
const real_log real_twitter = { .ties = "twitter_topolstm/graph.txt",
                                .first = "twitter_topolstm/cascades_train.txt",
                                .second = "twitter_topolstm/cascades_test.txt" };
const real_log real_farmers = { .ties = "brfarmers/edges.csv",
                                .first = "brfarmers/adoptions.csv",
                                .users = "brfarmers/users.csv",
                                .files.log_unit = WOM_UNIT_YEARS };
const real_log real_doctors = { .ties = "med_innovations/edges.csv",
                                .first = "med_innovations/adoptions.csv",
                                .users = "med_innovations/users.csv",
                                .files.log_unit = WOM_UNIT_MONTHS };
const real_log real_tags = { .ties = "hetrec_lastfm2k/user_friends.dat",
                             .first = "hetrec_lastfm2k/user_taggedartists.dat.zst",
                             .files = { .log_layout.content = "artistID", .log_since = "1990-01-01" } };

/* The users' villages are segments under another header. */
static bool
write_segments(const char *to, const char *name)
{
    path from;
    char line[256];
    if (!path_of_data(&from, name)) return false;
    FILE *in = fopen(from.text, "r"), *out = fopen(path_of(to).text, "w");
    const bool is_there = in != NULL && out != NULL && fgets(line, sizeof line, in) != NULL;
    if (is_there) fprintf(out, "user,segment\n");
    while (is_there && fgets(line, sizeof line, in) != NULL) fputs(line, out);
    if (in != NULL) fclose(in);
    if (out != NULL) fclose(out);
    return is_there;
}

wom_data *
real_log_load(wom_job *job, const real_log *set, wom_direction direction)
{
    wom_data *data = NULL;
    path ties;
    const path log = path_of("log"), users = path_of("users");
    FILE *joined = fopen(log.text, "wb");
    const bool is_there = append_data(joined, set->first) && (set->second == NULL || append_data(joined, set->second));
    fclose(joined);
    if (!is_there || !path_of_data(&ties, set->ties)) return NULL;
    if (set->users != NULL && !write_segments("users", set->users)) return NULL;
    wom_data_files files = set->files;
    files.ties = ties.text;
    files.log = log.text;
    files.users = set->users != NULL ? users.text : NULL;
    files.direction = direction;
    CHECK_OK(wom_data_load(&data, job, &files));
    return data;
}
