/* Recursive matrix: a tie falls into one of four quarters of the matrix of all pairs, then into a quarter of that, down
 * to one pair. Chakrabarti, Zhan and Faloutsos, SDM 2004. Ties to oneself and repeated ties are dropped. */
#include "graph/generate.h"

#include <math.h>

typedef struct params {
    uint32_t scale;
    double mean_ties, a, b, c, d;
} params;

static const wom_field fields[] = {
    { "scale", WOM_FIELD_UINT, offsetof(params, scale), 12, 1, 31, "", "2^scale users", NULL },
    { "mean_ties", WOM_FIELD_REAL, offsetof(params, mean_ties), 16, 0, 1e6, "ties", "drawn for each user", NULL },
    { "a", WOM_FIELD_REAL, offsetof(params, a), 0.57, 0, 1, "share", "ties from the first to the first half", NULL },
    { "b", WOM_FIELD_REAL, offsetof(params, b), 0.19, 0, 1, "share", "from the first to the second", NULL },
    { "c", WOM_FIELD_REAL, offsetof(params, c), 0.19, 0, 1, "share", "from the second to the first", NULL },
    { "d", WOM_FIELD_REAL, offsetof(params, d), 0.05, 0, 1, "share",
      "within the second; the four sum to 1", NULL },
    { 0 },
};

enum { BLOCK = 8192 };

typedef struct falling {
    uint32_t scale;
    uint64_t below[3]; /* by 2^32: a, a + b, a + b + c */
    wom_tie_list *list;
    uint64_t seed;
} falling;

/* A draw of 64 bits serves two levels. */
static void
fall(const falling *f, wom_rng *rng, wom_node *from, wom_node *to)
{
    uint64_t bits = 0;
    wom_node i = 0, j = 0;
    for (uint32_t level = 0; level < f->scale; level++) {
        bits = level % 2 == 0 ? wom_rng_next(rng) : bits >> 32;
        const uint64_t draw = bits & UINT32_MAX;
        const uint32_t quarter = (draw >= f->below[0]) + (draw >= f->below[1]) + (draw >= f->below[2]);
        i = 2 * i + quarter / 2;
        j = 2 * j + quarter % 2;
    }
    *from = i;
    *to = j;
}

static void
make_block(void *context, uint64_t block, uint32_t worker)
{
    (void)worker;
    const falling *f = context;
    const uint64_t first = block * BLOCK;
    const uint64_t end = first + BLOCK < f->list->num_rows ? first + BLOCK : f->list->num_rows;
    wom_rng rng = wom_generate_stream(f->seed, WOM_GENERATE_TIES, block);
    for (uint64_t row = first; row < end; row++) fall(f, &rng, &f->list->from[row], &f->list->to[row]);
}

static wom_status
make(wom_tie_list *list, wom_job *job, const void *given, uint64_t seed)
{
    const params *p = given;
    const double sum = p->a + p->b + p->c + p->d;
    if (!(fabs(sum - 1) < 1e-9)) return wom_fail(WOM_INVALID, "a + b + c + d is %g, must be 1", sum);
    const double num_nodes = ldexp(1, (int)p->scale);
    WOM_TRY(wom_tie_list_allot(list, job, (wom_node)num_nodes, floor(p->mean_ties * num_nodes + 0.5),
                               WOM_DIRECTION_INFLUENCE));
    falling f = { .scale = p->scale, .list = list, .seed = seed };
    f.below[0] = (uint64_t)(p->a * 0x1p32 + 0.5);
    f.below[1] = (uint64_t)((p->a + p->b) * 0x1p32 + 0.5);
    f.below[2] = (uint64_t)((p->a + p->b + p->c) * 0x1p32 + 0.5);
    return wom_parallel_for(job, (list->num_rows + BLOCK - 1) / BLOCK, make_block, &f, NULL);
}

const wom_generator wom_generator_rmat = {
    .variant = { .name = "rmat",
                 .summary = "recursive matrix: hubs and communities within communities; one-way ties",
                 .source = "Chakrabarti, Zhan and Faloutsos, SDM 2004",
                 .params_size = sizeof(params),
                 .fields = fields },
    .make = make,
};
