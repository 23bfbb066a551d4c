/* scenario: a certificate is made anew from the results file, and no other numbers or seeds pass. */
#include "scenarios.h"

/* What a results file holds that certifying reads; a forged one differs in one thing. */
typedef struct claims {
    char *effective, *folder, **user, **content, **digest;
    uint64_t num_seeds, num_files;
    wom_certificate certificate;
} claims;

static wom_job *job;

#define NUMBERS(apply)                                                                                                 \
    apply("seed", seed, WOM_TYPE_UINT64) apply("sets", num_sets, WOM_TYPE_UINT64)                                      \
        apply("failure", failure, WOM_TYPE_DOUBLE) apply("total_weight", total_weight, WOM_TYPE_DOUBLE)                \
            apply("choosing_coverage", choosing_coverage, WOM_TYPE_UINT64)                                             \
                apply("best_coverage", best_coverage, WOM_TYPE_DOUBLE)                                                 \
                    apply("judging_coverage", judging_coverage, WOM_TYPE_UINT64)                                       \
                        apply("lower", lower, WOM_TYPE_DOUBLE) apply("upper", upper, WOM_TYPE_DOUBLE)                  \
                            apply("ratio", ratio, WOM_TYPE_DOUBLE)

static void
read_claims(claims *c, const finished_run *finished)
{
    wom_archive *archive = NULL;
    memset(c, 0, sizeof *c);
    CHECK_OK(wom_archive_open(&archive, job, finished->results.text, NULL));
    CHECK_OK(wom_archive_read_text(&c->effective, archive, "/effective_json"));
    CHECK_OK(wom_archive_attribute_text(&c->folder, archive, "/provenance", "folder"));
    CHECK_OK(wom_archive_read_column(&c->user, &c->num_seeds, archive, "/seeds/user", WOM_TYPE_STRING));
    CHECK_OK(wom_archive_read_column(&c->content, &c->num_seeds, archive, "/seeds/content", WOM_TYPE_STRING));
    CHECK_OK(wom_archive_read_column(&c->digest, &c->num_files, archive, "/provenance/files/sha256", WOM_TYPE_STRING));
    c->certificate = finished->run->plan->selection->certificate;
    wom_archive_close(archive);
}

static void
free_claims(claims *c)
{
    wom_free(c->effective);
    wom_free(c->folder);
    wom_free(c->user);
    wom_free(c->content);
    wom_free(c->digest);
}

static void
forge(const char *results, const claims *c)
{
    const double rounds = c->certificate.num_rounds, stops = c->certificate.num_stops;
#define COLUMN(name, member, type) { name, type, &c->certificate.member, "1", name },
    const wom_column numbers[] = { NUMBERS(COLUMN){ "rounds", WOM_TYPE_DOUBLE, &rounds, "1", "rounds" },
                                    { "stops", WOM_TYPE_DOUBLE, &stops, "users", "stops" } };
#undef COLUMN
    const wom_column seeds[] = { { "user", WOM_TYPE_STRING, c->user, "", "user" },
                                 { "content", WOM_TYPE_STRING, c->content, "", "content" } };
    const wom_column files[] = { { "sha256", WOM_TYPE_STRING, c->digest, "", "digest" } };
    wom_store *store = NULL;
    CHECK_OK(wom_store_create(&store, job, results, wom_results_format));
    if (store == NULL) return;
    CHECK_OK(wom_store_write_text(store, "/effective_json", c->effective));
    CHECK_OK(wom_store_group(store, "/provenance"));
    CHECK_OK(wom_store_attribute_text(store, "/provenance", "folder", c->folder));
    CHECK_OK(wom_store_write_table(store, "/provenance/files", files, 1, c->num_files, NULL));
    CHECK_OK(wom_store_write_table(store, "/seeds", seeds, 2, c->num_seeds, NULL));
    CHECK_OK(wom_store_write_table(store, "/certificate", numbers, sizeof numbers / sizeof *numbers, 1, NULL));
    CHECK_OK(wom_store_finish(store, "complete"));
    wom_store_free(store);
}

static wom_status
certify(bool *agrees, const char *results)
{
    wom_certificate computed = { 0 }, claimed = { 0 };
    return wom_results_certify(agrees, &computed, &claimed, job, results);
}

static void
check_forged(const claims *forged, bool expected)
{
    const path results = path_of("forged.h5");
    bool agrees = !expected;
    forge(results.text, forged);
    CHECK_OK(certify(&agrees, results.text));
    CHECK_EQUAL(agrees, expected);
}

static void
a_certificate_agrees_and_changed_numbers_do_not(void)
{
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, NULL, "certified.h5", 2);
    bool agrees = false;
    claims c;
    job = test_job(2);
    CHECK_OK(certify(&agrees, finished.results.text));
    CHECK(agrees);
    read_claims(&c, &finished);
    check_forged(&c, true);
#define TAMPER(member, value)                                                                                          \
    do {                                                                                                               \
        claims forged = c;                                                                                             \
        forged.certificate.member = value;                                                                             \
        check_forged(&forged, false);                                                                                  \
    } while (0)
    TAMPER(lower, c.certificate.lower * 1.01);
    TAMPER(upper, c.certificate.upper * 0.99);
    TAMPER(ratio, 0.99);
    TAMPER(judging_coverage, c.certificate.judging_coverage + 1);
    TAMPER(choosing_coverage, c.certificate.choosing_coverage + 1);
    TAMPER(seed, c.certificate.seed + 1);
    TAMPER(num_sets, c.certificate.num_sets / 2);
    TAMPER(failure, c.certificate.failure * 2);
    TAMPER(num_rounds, c.certificate.num_rounds + 1);
#undef TAMPER
    free_claims(&c);
    finished_run_clear(&finished);
    wom_job_free(job);
}

static void
changed_seeds_do_not_pass(void)
{
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, NULL, "certified.h5", 2);
    const path results = path_of("forged.h5");
    bool agrees = true;
    claims c;
    job = test_job(2);
    read_claims(&c, &finished);
    char *second = c.user[1], *content = c.content[2];
    c.user[1] = strcmp(c.user[0], "u01") != 0 && strcmp(second, "u01") != 0 ? (char[]){ "u01" } : (char[]){ "u02" };
    check_forged(&c, false);
    c.user[1] = (char[]){ "nobody" };
    forge(results.text, &c);
    CHECK_FAILS(certify(&agrees, results.text), WOM_INVALID, "forged.h5: there is no user \"nobody\"");
    c.user[1] = c.user[0];
    forge(results.text, &c);
    CHECK_FAILS(certify(&agrees, results.text), WOM_INVALID, "is a seed twice");
    c.user[1] = second;
    c.content[2] = (char[]){ "sauce" };
    forge(results.text, &c);
    CHECK_FAILS(certify(&agrees, results.text), WOM_INVALID, "there is no content \"sauce\"");
    c.content[2] = strcmp(content, "trip") != 0 ? (char[]){ "trip" } : (char[]){ "song" };
    forge(results.text, &c);
    CHECK_FAILS(certify(&agrees, results.text), WOM_INVALID, "must have one");
    c.content[2] = content;
    c.num_seeds = 0;
    forge(results.text, &c);
    CHECK_FAILS(certify(&agrees, results.text), WOM_INVALID, "the seed table is empty");
    CHECK(!agrees);
    free_claims(&c);
    finished_run_clear(&finished);
    wom_job_free(job);
}

static void
data_that_changed_since_are_told_from_a_false_certificate(void)
{
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, NULL, "certified.h5", 2);
    bool agrees = true;
    job = test_job(2);
    small_files_write("", &(small_files){ .shuffle = 3 });
    CHECK_FAILS(certify(&agrees, finished.results.text), WOM_INVALID, "ties.csv is not the file that the run read");
    finished_run_clear(&finished);
    wom_job_free(job);
}

static void
results_without_a_certificate_say_what_would_have_one(void)
{
    const path file = small_scenario_write("");
    finished_run finished = run_scenario(file.text, (const char *const[]){ "/select=degree", NULL }, "bare.h5", 1);
    bool agrees = true;
    job = test_job(1);
    CHECK_FAILS(certify(&agrees, finished.results.text), WOM_INVALID, "must be one that certifies, such as \"ris\"");
    CHECK_FAILS(certify(&agrees, file.text), WOM_INVALID, "small.json: ");
    CHECK(!agrees);
    finished_run_clear(&finished);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_certificate_agrees_and_changed_numbers_do_not), TEST(changed_seeds_do_not_pass),
          TEST(data_that_changed_since_are_told_from_a_false_certificate),
          TEST(results_without_a_certificate_say_what_would_have_one))
