/* What algorithms need of a dynamics: the one place that says who goes with whom. */
#include <wom/maximize.h>

const char *
wom_needs_lacking(uint32_t needs, const wom_dynamics *dynamics)
{
    if ((needs & WOM_NEEDS_ADDITIVE) != 0 && !dynamics->additive)
        return "is not additive: whom a set of seeds reaches is more or less than whom its members reach";
    if ((needs & WOM_NEEDS_REVERSE) != 0 && dynamics->reverse == NULL)
        return "has no reverse walks, which RR sets need";
    if ((needs & WOM_NEEDS_SUBMODULAR) != 0 && !dynamics->submodular)
        return "is not submodular: a user may add more beside others than alone";
    return NULL;
}

const char *
wom_contents_lacking(const wom_dynamics *dynamics)
{
    if (dynamics->spread_joint != NULL) return "lets contents act on each other, which RR sets do not tell";
    return wom_needs_lacking(WOM_NEEDS_ADDITIVE | WOM_NEEDS_REVERSE, dynamics);
}

const char *
wom_algorithm_refuses(const wom_algorithm *algorithm, const wom_dynamics *dynamics)
{
    return wom_needs_lacking(algorithm->needs, dynamics);
}

const char *
wom_algorithm_lacks_promise(const wom_algorithm *algorithm, const wom_dynamics *dynamics)
{
    return wom_needs_lacking(algorithm->needs | algorithm->promise_needs, dynamics);
}
