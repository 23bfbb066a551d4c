/* "did you mean": the nearest name by optimal string alignment distance (insertions, deletions, substitutions and
 * swaps of neighbours; Damerau, CACM 1964), capitals and the kind of dash ignored. */
#include "private.h"

#include <string.h>

#define MAX_WORD 64 /* longer words get no suggestion */

static char
plain(char c)
{
    if (c == '_' || c == ' ') return '-';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t
distance_between(const char *a, const char *b)
{
    size_t rows[3][MAX_WORD + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    const size_t length = strlen(b);
    for (size_t j = 0; j <= length; j++) last[j] = j;
    for (size_t i = 1; a[i - 1] != 0; i++) {
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const bool same = plain(a[i - 1]) == plain(b[j - 1]);
            row[j] = smaller(smaller(last[j], row[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) && plain(a[i - 2]) == plain(b[j - 1]))
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
        size_t *const oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[length];
}

wom_nearest
wom_nearest_to(const char *word)
{
    return (wom_nearest){ .word = word };
}

/* Near is a third of the letters wrong at most, or the beginning of the name. */
void
wom_nearest_consider(wom_nearest *nearest, const char *candidate)
{
    const size_t length = strlen(nearest->word);
    if (length == 0 || length > MAX_WORD || strlen(candidate) > MAX_WORD) return;
    size_t distance = distance_between(nearest->word, candidate);
    if (length >= 3 && strncmp(candidate, nearest->word, length) == 0) distance = smaller(distance, 1);
    if (3 * distance > (length < 3 ? 3 : length) || distance >= length) return;
    if (nearest->best != NULL && distance >= nearest->distance) return;
    nearest->best = candidate;
    nearest->distance = distance;
}

const char *
wom_suggest(const char *word, const char *const *candidates)
{
    wom_nearest nearest = wom_nearest_to(word);
    for (; *candidates != NULL; candidates++) wom_nearest_consider(&nearest, *candidates);
    return nearest.best;
}

void
wom_message_advise(wom_message *message, const char *suggestion, const wom_message *allowed)
{
    if (suggestion != NULL)
        wom_message_add(message, ", did you mean \"%s\"?", suggestion);
    else
        wom_message_add(message, ", must be one of %s", allowed->length > 0 ? allowed->text : "none");
}
