/* The table of candidates: what may tell who takes up next what is running. */
#include "pairs/pairs.h"

#include <math.h>
#include <stdio.h>

#define RAW(x) { PAIR_RAW, WOM_PAIR_##x, WOM_PAIR_##x }
#define LN(x) { PAIR_LN, WOM_PAIR_##x, WOM_PAIR_##x }
#define SOON(x) { PAIR_SOON, WOM_PAIR_##x, WOM_PAIR_##x }
#define TIMES(x, y) { PAIR_PRODUCT, WOM_PAIR_##x, WOM_PAIR_##y }
#define SHARE { PAIR_SHARE, WOM_PAIR_FRIENDS, WOM_PAIR_DEGREE }
#define RECENT { PAIR_RECENT, WOM_PAIR_ACTIVITY_SHORT, WOM_PAIR_CONTENT_LONG }

#define HAZARD false, false
#define HAZARD_IN_TIME false, true
#define LOGISTIC true, false
#define LOGISTIC_IN_TIME true, true

const wom_pair_candidate wom_pair_candidates[] = {
    { "leak only", HAZARD, { { PAIR_RAW, 0, 0 } }, 0 },
    { "S/D", HAZARD, { RAW(SOCIAL) }, 1 },
    { "friends", HAZARD, { RAW(FRIENDS) }, 1 },
    { "jaccard of friends", HAZARD, { RAW(JACCARD) }, 1 },
    { "activity", HAZARD, { RAW(ACTIVITY) }, 1 },
    { "activity x friends", HAZARD, { TIMES(ACTIVITY, FRIENDS) }, 1 },
    { "cosine", HAZARD, { RAW(COSINE) }, 1 },
    { "cosine / sum of cosines", HAZARD, { RAW(COSINE_SHARE) }, 1 },
    { "bernoulli", HAZARD, { RAW(BERNOULLI) }, 1 },
    { "bernoulli, prior 5", HAZARD, { RAW(BERNOULLI_SHRUNK) }, 1 },
    { "saito-em", HAZARD, { RAW(SAITO_EM) }, 1 },
    { "affinity to all adopters", HAZARD, { RAW(AFFINITY) }, 1 },
    { "alpha S/D + beta cosine share", HAZARD, { RAW(SOCIAL), RAW(COSINE_SHARE) }, 2 },
    { "alpha S/D + beta cosine", HAZARD, { RAW(SOCIAL), RAW(COSINE) }, 2 },
    { "all of ties",
      HAZARD,
      { RAW(SOCIAL), RAW(FRIENDS), RAW(JACCARD), RAW(COSINE), RAW(COSINE_SHARE), RAW(BERNOULLI), RAW(BERNOULLI_SHRUNK),
        RAW(SAITO_EM), TIMES(ACTIVITY, FRIENDS) },
      9 },
    { "friend's recency", HAZARD_IN_TIME, { SOON(FRIEND_SINCE) }, 1 },
    { "own recency", HAZARD_IN_TIME, { SOON(OWN_SINCE) }, 1 },
    { "activity, short", HAZARD_IN_TIME, { RAW(ACTIVITY_SHORT) }, 1 },
    { "activity, long", HAZARD_IN_TIME, { RAW(ACTIVITY_LONG) }, 1 },
    { "content, long", HAZARD_IN_TIME, { RAW(CONTENT_LONG) }, 1 },
    { "activity, long x content, long", HAZARD_IN_TIME, { TIMES(ACTIVITY_LONG, CONTENT_LONG) }, 1 },
    { "activity, short x content, long", HAZARD_IN_TIME, { TIMES(ACTIVITY_SHORT, CONTENT_LONG) }, 1 },
    { "recent activity x recent content", HAZARD_IN_TIME, { RECENT }, 1 },
    { "ties + recent activity x content",
      HAZARD_IN_TIME,
      { RAW(SOCIAL), RAW(FRIENDS), RAW(COSINE), RAW(BERNOULLI_SHRUNK), SOON(FRIEND_SINCE), SOON(OWN_SINCE),
        TIMES(ACTIVITY_LONG, CONTENT_LONG), TIMES(ACTIVITY_SHORT, CONTENT_LONG), RECENT },
      9 },
    { "no time",
      LOGISTIC,
      { LN(FRIENDS), LN(SOCIAL), LN(JACCARD), LN(COSINE), LN(BERNOULLI_SHRUNK), LN(DEGREE), LN(ACTIVITY), SHARE,
        LN(CONTENT_SIZE), LN(AFFINITY) },
      10 },
    { "recent users", LOGISTIC_IN_TIME, { LN(OWN_SINCE), LN(ACTIVITY_SHORT), LN(ACTIVITY_LONG) }, 3 },
    { "recent users, content",
      LOGISTIC_IN_TIME,
      { LN(OWN_SINCE), LN(ACTIVITY_SHORT), LN(ACTIVITY_LONG), LN(CONTENT_LONG) },
      4 },
    { "four",
      LOGISTIC_IN_TIME,
      { LN(ACTIVITY_SHORT), LN(ACTIVITY_LONG), LN(CONTENT_LONG), LN(FRIENDS) },
      4 },
    { "four, affinity, cosine",
      LOGISTIC_IN_TIME,
      { LN(ACTIVITY_SHORT), LN(ACTIVITY_LONG), LN(CONTENT_LONG), LN(FRIENDS), LN(AFFINITY), LN(COSINE) },
      6 },
    { "recency of user, friend, content",
      LOGISTIC_IN_TIME,
      { LN(OWN_SINCE), LN(FRIEND_SINCE), LN(CONTENT_LONG), LN(FRIENDS) },
      4 },
    { "six",
      LOGISTIC_IN_TIME,
      { LN(OWN_SINCE), LN(ACTIVITY_SHORT), LN(FRIEND_SINCE), LN(CONTENT_LONG), LN(FRIENDS), SHARE },
      6 },
    { "everything",
      LOGISTIC_IN_TIME,
      { LN(OWN_SINCE), LN(ACTIVITY_SHORT), LN(ACTIVITY_LONG), LN(ACTIVITY), LN(FRIEND_SINCE), LN(FRIEND_SHORT),
        LN(FRIEND_LONG), LN(CONTENT_SHORT), LN(CONTENT_LONG), LN(CONTENT_SIZE), LN(CONTENT_AGE), LN(FRIENDS), SHARE,
        LN(JACCARD), LN(COSINE), LN(BERNOULLI_SHRUNK), LN(AFFINITY) },
      17 },
    { 0 },
};

/* ---- Terms ---- */

void
wom_pair_term_name(char name[64], const wom_pair_term *term)
{
    const char *a = wom_pair_features[term->a].name, *b = wom_pair_features[term->b].name;
    switch (term->form) {
    case PAIR_RAW: snprintf(name, 64, "%s", a); break;
    case PAIR_LN: snprintf(name, 64, "ln %s", a); break;
    case PAIR_SOON: snprintf(name, 64, "1 / (%s + W/6)", a); break;
    case PAIR_PRODUCT: snprintf(name, 64, "%s x %s", a, b); break;
    case PAIR_SHARE: snprintf(name, 64, "ln %s / %s", a, b); break;
    case PAIR_RECENT: snprintf(name, 64, "(%s + activity_long / 10) (%s + 1)", a, b); break;
    }
}

double
wom_pair_term_value(const wom_pairs *pairs, const wom_pair_term *term, uint64_t pair)
{
    const wom_pairs_options *o = &pairs->options;
    const double a = (double)pairs->feature[term->a][pair], b = (double)pairs->feature[term->b][pair];
    const bool is_age = wom_pair_features[term->a].floor == 0 && wom_pair_features[term->a].unit[0] == 's';
    switch (term->form) {
    case PAIR_LN:
        if (is_age) return log1p(a / (o->short_memory * o->window / 90));
        return log(a + wom_pair_features[term->a].floor);
    case PAIR_SOON: return 1 / (a / o->window + 1. / 6);
    case PAIR_PRODUCT: return a * b;
    case PAIR_SHARE: return log(a / b);
    case PAIR_RECENT: return (a + (double)pairs->feature[WOM_PAIR_ACTIVITY_LONG][pair] / 10) * (b + 1);
    case PAIR_RAW: break;
    }
    return a;
}
