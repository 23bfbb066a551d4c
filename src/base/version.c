/* What was built, from what, and how. */
#include <wom/base.h>

#include "base/build_commit.h"
#include "base/build_settings.h"

const char *
wom_version(void)
{
    return WOM_BUILD_VERSION;
}

const char *
wom_build_info(void)
{
    return "{\"version\":\"" WOM_BUILD_VERSION "\"," WOM_BUILD_COMMIT_FIELDS ",\"compiler\":\"" WOM_BUILD_COMPILER
           "\",\"flags\":\"" WOM_BUILD_FLAGS
           "\",\"threading\":\"" WOM_BUILD_THREADING "\"}";
}
