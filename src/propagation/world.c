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
    };
}
