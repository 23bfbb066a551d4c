/* What a tie counts. */
#include "tie_weight.h"

const char *const wom_tie_measure_names[] = { "count", "strength", "probability", NULL };
