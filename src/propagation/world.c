/* The keys of a world. */
#include <wom/propagation.h>

wom_world
wom_world_of(uint64_t seed, uint64_t replicate, uint64_t slot)
{
    return (wom_world){
        .tie = wom_key(seed, WOM_PURPOSE_TIE, replicate, slot),
        .lt_choice = wom_key(seed, WOM_PURPOSE_LT_CHOICE, replicate, slot),
        .baseline = wom_key(seed, WOM_PURPOSE_BASELINE, replicate, slot),
        .acceptance = wom_key(seed, WOM_PURPOSE_ACCEPTANCE, replicate, slot),
        .purchase = wom_key(seed, WOM_PURPOSE_PURCHASE, replicate, slot),
        .delay = wom_key(seed, WOM_PURPOSE_DELAY, replicate, slot),
        .recovery = wom_key(seed, WOM_PURPOSE_RECOVERY, replicate, slot),
        .order = wom_key(seed, WOM_PURPOSE_ORDER, replicate, slot),
        .threshold = wom_key(seed, WOM_PURPOSE_THRESHOLD, replicate, slot),
        .adoption = wom_key(seed, WOM_PURPOSE_ADOPTION, replicate, slot),
    };
}
