/* propagation: times of the continuous-time cascade agree with distributions in closed form and by integration. */
#include "frequencies.h"
#include "graphs.h"
#include "test.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

enum { WORLDS = 40000, MOST_TIMES = 6, MOST_NODES = 8 };

static const char weibull[] = "{\"type\": \"continuous-time\", \"delay\": \"weibull\", \"shape\": 0.7, \"mean\": 1.5}";
static const char log_normal[] = "{\"type\": \"continuous-time\", \"delay\": \"log-normal\", \"shape\": 0.8}";
static const char exponential[] = "{\"type\": \"continuous-time\", \"mean\": 0.8}";

/* How often every user was active by each of the times, from user 0. */
typedef struct arrivals {
    uint32_t num_times;
    double time[MOST_TIMES];
    uint64_t count[MOST_TIMES][MOST_NODES];
    double sum[MOST_NODES], sum_of_squares[MOST_NODES]; /* of the times */
} arrivals;

static void
count_arrivals(arrivals *found, wom_job *job, const wom_graph *graph, const char *dynamics)
{
    const wom_node seed = 0;
    const wom_spread_options to_the_end = { 0 };
    wom_chances *chances = graph_chances(job, graph, dynamics, 0);
    wom_cascade *cascade = NULL;
    CHECK_OK(wom_cascade_create(&cascade, job, chances));
    for (uint64_t replicate = 0; replicate < WORLDS; replicate++) {
        const wom_world world = wom_world_of(31, replicate, 0);
        chances->dynamics->spread(cascade, chances, &world, &seed, 1, &to_the_end);
        for (uint32_t i = 0; i < cascade->num_active; i++) {
            const double time = cascade->time[cascade->active[i]];
            for (uint32_t t = 0; t < found->num_times; t++)
                found->count[t][cascade->active[i]] += time <= found->time[t];
            found->sum[cascade->active[i]] += time;
            found->sum_of_squares[cascade->active[i]] += time * time;
        }
    }
    wom_cascade_free(cascade);
    wom_chances_free(chances);
}

/* ---- One tie ---- */

static double
weibull_scale(double mean, double shape)
{
    return mean / gsl_sf_gamma(1 + 1 / shape);
}

static void
a_tie_takes_its_time_with_the_mean_and_the_distribution_it_is_told(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 2, { 0, 1, .7 }), *certain = GRAPH_OF(job, 2, { 0, 1, 1 });
    const char *const dynamics[] = { exponential, weibull, log_normal };
    const double mean[] = { .8, 1.5, 1 };
    for (int d = 0; d < 3; d++) {
        arrivals found = { .num_times = 5, .time = { .1, .5, 1, 2, 5 } }, all = { 0 };
        count_arrivals(&found, job, graph, dynamics[d]);
        for (uint32_t t = 0; t < found.num_times; t++) {
            const double cdf[] = {
                gsl_cdf_exponential_P(found.time[t], .8),
                gsl_cdf_weibull_P(found.time[t], weibull_scale(1.5, .7), .7),
                gsl_cdf_lognormal_P(found.time[t], -.8 * .8 / 2, .8),
            };
            CHECK_FREQUENCY(found.count[t][1], WORLDS, .7 * cdf[d]);
        }
        count_arrivals(&all, job, certain, dynamics[d]);
        const wom_estimate estimate = wom_estimate_from_sums(all.sum[1], all.sum_of_squares[1], WORLDS);
        CHECK_NEAR(estimate.value, mean[d], 5 * estimate.standard_error);
    }
    wom_graph_free(graph);
    wom_graph_free(certain);
    wom_job_free(job);
}

/* ---- Several ties ---- */

static void
a_path_of_exponential_ties_takes_an_erlang_time(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 5, { 0, 1, 1 }, { 1, 2, .9 }, { 2, 3, .8 }, { 3, 4, 1 });
    const double live[] = { 1, 1, .9, .9 * .8, .9 * .8 };
    arrivals found = { .num_times = 4, .time = { .5, 1, 3, 6 } };
    count_arrivals(&found, job, graph, exponential);
    for (uint32_t t = 0; t < found.num_times; t++)
        for (wom_node node = 1; node < 5; node++)
            CHECK_FREQUENCY(found.count[t][node], WORLDS, live[node] * gsl_cdf_gamma_P(found.time[t], node, .8));
    wom_graph_free(graph);
    wom_job_free(job);
}

/* 0 -> 1 -> 3, 0 -> 2 -> 3 and 0 -> 3. */
static void
the_first_of_separate_paths_counts(void)
{
    wom_job *job = test_job(1);
    wom_graph *graph = GRAPH_OF(job, 4, { 0, 1, .9 }, { 1, 3, .8 }, { 0, 2, .5 }, { 2, 3, 1 }, { 0, 3, .3 });
    arrivals found = { .num_times = 4, .time = { .5, 1, 3, 6 } };
    count_arrivals(&found, job, graph, exponential);
    for (uint32_t t = 0; t < found.num_times; t++) {
        const double one = gsl_cdf_exponential_P(found.time[t], .8), two = gsl_cdf_gamma_P(found.time[t], 2, .8);
        CHECK_FREQUENCY(found.count[t][3], WORLDS, 1 - (1 - .72 * two) * (1 - .5 * two) * (1 - .3 * one));
    }
    wom_graph_free(graph);
    wom_job_free(job);
}

/* ---- By integration over the time of the first tie ---- */

static double
weibull_then_weibull(double x, void *time)
{
    const double scale = weibull_scale(1.5, .7);
    return gsl_ran_weibull_pdf(x, scale, .7) * gsl_cdf_weibull_P(*(double *)time - x, scale, .7);
}

/* The first of two paths of two ties each. */
static double
exponential_then_a_diamond(double x, void *time)
{
    const double late = 1 - gsl_cdf_gamma_P(*(double *)time - x, 2, .8);
    return gsl_ran_exponential_pdf(x, .8) * (1 - late * late);
}

static double
integral(double (*function)(double x, void *time), double end)
{
    enum { INTERVALS = 200 };
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(INTERVALS);
    gsl_function on = { function, &end };
    double sum = 0, error = 0;
    CHECK_EQUAL(gsl_integration_qags(&on, 0, end, 1e-9, 1e-9, INTERVALS, workspace, &sum, &error), 0);
    gsl_integration_workspace_free(workspace);
    return sum;
}

static void
what_paths_share_is_integrated_over(void)
{
    wom_job *job = test_job(1);
    wom_graph *path = GRAPH_OF(job, 3, { 0, 1, 1 }, { 1, 2, 1 });
    wom_graph *diamond = GRAPH_OF(job, 5, { 0, 1, 1 }, { 1, 2, 1 }, { 1, 3, 1 }, { 2, 4, 1 }, { 3, 4, 1 });
    arrivals on_path = { .num_times = 4, .time = { .5, 1, 3, 6 } }, on_diamond = on_path;
    count_arrivals(&on_path, job, path, weibull);
    count_arrivals(&on_diamond, job, diamond, exponential);
    for (uint32_t t = 0; t < on_path.num_times; t++) {
        CHECK_FREQUENCY(on_path.count[t][2], WORLDS, integral(weibull_then_weibull, on_path.time[t]));
        CHECK_FREQUENCY(on_diamond.count[t][4], WORLDS, integral(exponential_then_a_diamond, on_path.time[t]));
    }
    wom_graph_free(path);
    wom_graph_free(diamond);
    wom_job_free(job);
}

TEST_MAIN(TEST(a_tie_takes_its_time_with_the_mean_and_the_distribution_it_is_told),
          TEST(a_path_of_exponential_ties_takes_an_erlang_time), TEST(the_first_of_separate_paths_counts),
          TEST(what_paths_share_is_integrated_over))
