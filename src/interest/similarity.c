/* How alike two vectors of interests are: symmetric, in [0, 1], 0 when one is missing. */
#include <wom/interest.h>

#include <math.h>

/* Sum of products over the dimensions that both rows have. */
static double
dot_product(const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b)
{
    uint64_t i = a->first[row_a], j = b->first[row_b];
    const uint64_t end_a = a->first[row_a + 1], end_b = b->first[row_b + 1];
    double sum = 0;
    while (i < end_a && j < end_b) {
        const uint32_t x = a->dimension[i], y = b->dimension[j];
        if (x == y) sum += (double)a->value[i] * (double)b->value[j];
        i += x <= y;
        j += y <= x;
    }
    return sum;
}

static double
between_by_cosine(const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b)
{
    const double norms = (double)a->norm[row_a] * (double)b->norm[row_b];
    if (!(norms > 0)) return 0;
    return fmin(1, fmax(0, dot_product(a, row_a, b, row_b) / norms));
}

static double
between_by_dot(const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b)
{
    return fmin(1, fmax(0, dot_product(a, row_a, b, row_b)));
}

/* The minima are summed over common dimensions; the maxima are all values less the minima. */
static double
between_by_jaccard(const wom_vectors *a, uint32_t row_a, const wom_vectors *b, uint32_t row_b)
{
    uint64_t i = a->first[row_a], j = b->first[row_b];
    const uint64_t end_a = a->first[row_a + 1], end_b = b->first[row_b + 1];
    double minima = 0, maxima = 0;
    while (i < end_a || j < end_b) {
        const uint32_t x = i < end_a ? a->dimension[i] : UINT32_MAX;
        const uint32_t y = j < end_b ? b->dimension[j] : UINT32_MAX;
        const double value_a = x <= y ? fmax(0, (double)a->value[i]) : 0;
        const double value_b = y <= x ? fmax(0, (double)b->value[j]) : 0;
        minima += fmin(value_a, value_b);
        maxima += fmax(value_a, value_b);
        i += x <= y;
        j += y <= x;
    }
    return maxima > 0 ? minima / maxima : 0;
}

static const wom_similarity cosine = {
    .variant = { .name = "cosine", .summary = "cosine of the angle, negative ones as 0", .source = "" },
    .between = between_by_cosine,
};

static const wom_similarity dot = {
    .variant = { .name = "dot", .summary = "sum of products, cut to [0, 1]", .source = "" },
    .between = between_by_dot,
};

static const wom_similarity jaccard = {
    .variant = { .name = "jaccard",
                 .summary = "sum of minima over sum of maxima; for label lists: shared labels over all labels",
                 .source = "Jaccard 1901; for weights Ruzicka 1958" },
    .between = between_by_jaccard,
};

const wom_catalogue wom_similarities = {
    .name = "similarity",
    .summary = "how alike two vectors of interests are",
    .variants = (const wom_variant *const[]){ &cosine.variant, &dot.variant, &jaccard.variant, NULL },
};
