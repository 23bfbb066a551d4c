/* What the figures of influence allow to say. */
#include "learn/influence.h"

#include <math.h>
#include <stdio.h>

const char *const wom_influence_verdict_names[] = { "none", "weak", "clear", NULL };

static const double significant = 0.025; /* one-sided */
static const double weak_cause = 2;      /* an E-value that a hidden cause may easily have */

/* ---- Figures ---- */

/* The nulls that an excess is claimed over. */
static bool
counts(const wom_influence *influence, int null)
{
    return null != WOM_NULL_ORDER && influence->null[null].is_there;
}

static void
find_strictest(wom_influence *influence)
{
    influence->strictest = WOM_NULL_SHUFFLED;
    for (int null = 0; null < WOM_NUM_NULLS; null++)
        if (counts(influence, null) &&
            influence->null[null].excess.low < influence->null[influence->strictest].excess.low)
            influence->strictest = (wom_influence_null)null;
}

/* What may have passed, of actions; the rest has active friends as in the null. */
static double
passed(double excess, double by_chance)
{
    return by_chance < 1 ? fmax(excess / (1 - by_chance), 0) : 0;
}

static double
e_value(double exposed, double by_chance)
{
    if (!(exposed > by_chance)) return 1;
    const double ratio = exposed * (1 - by_chance) / (by_chance * (1 - exposed));
    return ratio + sqrt(ratio * (ratio - 1)); /* infinite where one of the shares is 0 or 1 */
}

static bool
exceeds(const wom_influence_excess *null)
{
    return null->excess.low > 0 && null->p <= significant;
}

static bool
exceeds_all(const wom_influence *influence)
{
    for (int null = 0; null < WOM_NUM_NULLS; null++)
        if (counts(influence, null) && !exceeds(&influence->null[null])) return false;
    return influence->num_actions > 0;
}

static bool
is_sooner(const wom_influence *influence)
{
    return influence->null[WOM_NULL_ORDER].is_there && influence->closer_p <= significant;
}

/* Why a verdict is no more than weak. */
typedef enum weakness { NO_WEAKNESS, COARSE_TIMES, WEAK_CAUSE, REVERSED, NO_ORDER } weakness;

static weakness
weakness_of(const wom_influence *influence)
{
    if (influence->is_coarse) return COARSE_TIMES;
    if (influence->e_value_low < weak_cause) return WEAK_CAUSE;
    if (!influence->is_symmetric && influence->direction.high < 0) return REVERSED;
    return exceeds(&influence->null[WOM_NULL_ORDER]) ? NO_WEAKNESS : NO_ORDER;
}

static wom_influence_verdict
verdict_of(const wom_influence *influence)
{
    if (!exceeds_all(influence) || !influence->null[WOM_NULL_ORDER].is_there) return WOM_INFLUENCE_NONE;
    if (!influence->is_coarse && !is_sooner(influence)) return WOM_INFLUENCE_NONE;
    return weakness_of(influence) == NO_WEAKNESS ? WOM_INFLUENCE_CLEAR : WOM_INFLUENCE_WEAK;
}

/* ---- Words ---- */

static const char *const kept[WOM_NUM_NULLS] = {
    [WOM_NULL_SHUFFLED] = "the shuffled null",
    [WOM_NULL_ACTIVITY] = "the null of equal activity",
    [WOM_NULL_CALENDAR] = "the null of equal activity and calendar",
    [WOM_NULL_RELABELLED] = "the null relabelled within segments",
};

typedef struct words {
    char text[200];
} words;

static words
points(const char *null, const wom_estimate *excess)
{
    words w;
    snprintf(w.text, sizeof w.text, "%s by %.1f points [%.1f, %.1f]", null, 100 * excess->value, 100 * excess->low,
             100 * excess->high);
    return w;
}

static words
excesses(const wom_influence *influence)
{
    const wom_influence_null strictest = influence->strictest;
    words w = points(kept[WOM_NULL_SHUFFLED], &influence->null[WOM_NULL_SHUFFLED].excess);
    if (strictest == WOM_NULL_SHUFFLED) return w;
    words both;
    snprintf(both.text, sizeof both.text, "%.100s, %.95s", w.text,
             points(kept[strictest], &influence->null[strictest].excess).text);
    return both;
}

static void
tell_none(char *text, size_t size, const wom_influence *influence)
{
    static const char advice[] = "the log holds no sign of influence: do not choose seeds by it";
    const wom_influence_excess *strictest = &influence->null[influence->strictest];
    if (influence->num_actions == 0)
        snprintf(text, size, "no content was taken up twice; %s", advice);
    else if (!exceeds_all(influence))
        snprintf(text, size,
                 "%.1f %% of adoptions have an active friend, %.1f %% in %s (excess %.1f points [%.1f, %.1f]); %s",
                 100 * influence->exposed, 100 * strictest->share, kept[influence->strictest],
                 100 * strictest->excess.value, 100 * strictest->excess.low, 100 * strictest->excess.high, advice);
    else if (!influence->null[WOM_NULL_ORDER].is_there)
        snprintf(text, size,
                 "adoptions with an active friend exceed %s, but without times likeness of friends explains "
                 "as much; %s",
                 excesses(influence).text, advice);
    else
        snprintf(text, size,
                 "adoptions with an active friend exceed %s, but they do not follow friends sooner than by "
                 "chance, so likeness of friends explains as much; %s",
                 excesses(influence).text, advice);
}

static void
tell_some(char *text, size_t size, const wom_influence *influence)
{
    static const char *const but[] = {
        [NO_WEAKNESS] = "",
        [COARSE_TIMES] = "; times are too coarse to tell followers from friends who are alike",
        [WEAK_CAUSE] = "; a weak hidden likeness of friends would explain it",
        [REVERSED] = "; the ties' reversed direction shows more",
        [NO_ORDER] = "; the order of actions does not bear the direction of ties out",
    };
    snprintf(text, size,
             "adoptions with an active friend exceed %s%s: consistent with at most %.1f %% [%.1f, %.1f] of adoptions "
             "passing from friend to friend%s",
             excesses(influence).text, influence->is_coarse ? "" : " and follow friends sooner than by chance",
             100 * influence->at_most, 100 * influence->at_most_low, 100 * influence->at_most_high,
             but[weakness_of(influence)]);
}

void
influence_judge(wom_influence *influence)
{
    find_strictest(influence);
    const wom_influence_excess *strictest = &influence->null[influence->strictest];
    /* a calendar holds what influence made hot: a bound from above must not take that for chance */
    const wom_influence_excess *activity = &influence->null[WOM_NULL_ACTIVITY];
    influence->at_most = passed(activity->excess.value, activity->share);
    influence->at_most_low = passed(activity->excess.low, activity->share);
    influence->at_most_high = fmin(passed(activity->excess.high, activity->share), 1);
    influence->e_value = e_value(influence->exposed, strictest->share);
    influence->e_value_low = e_value(strictest->share + strictest->excess.low, strictest->share);
    influence->verdict = verdict_of(influence);
    if (influence->verdict == WOM_INFLUENCE_NONE)
        tell_none(influence->text, sizeof influence->text, influence);
    else
        tell_some(influence->text, sizeof influence->text, influence);
}
