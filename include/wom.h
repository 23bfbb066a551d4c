/* wom: everything. Each folder's header is its manual. */
#ifndef WOM_H
#define WOM_H

#include <wom/base.h>
#include <wom/draw.h>
#include <wom/settings.h>
#include <wom/store.h>
#include <wom/report.h>
#include <wom/io.h>
#include <wom/graph.h>
#include <wom/interest.h>
#include <wom/data.h>
#include <wom/survey.h>
#include <wom/propagation.h>
#include <wom/simulate.h>
#include <wom/maximize.h>
#include <wom/learn.h>
#include <wom/hazard.h>
#include <wom/taste.h>
#include <wom/pairs.h>
#include <wom/bandit.h>
#include <wom/campaign.h>
#include <wom/scenario.h>

#endif
