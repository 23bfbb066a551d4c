/* wom: everything. */
#ifndef WOM_H
#define WOM_H

#include <wom/base.h>
#include <wom/settings.h>
#include <wom/store.h>
#include <wom/io.h>
#include <wom/bandit.h>

#endif
