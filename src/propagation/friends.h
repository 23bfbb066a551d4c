/* Friends of users whatever the ties' direction, each once. */
#ifndef PROPAGATION_FRIENDS_H
#define PROPAGATION_FRIENDS_H

#include <wom/graph.h>

/* |F(a) and F(b)| / |F(a) or F(b)| of the ends a, b of every tie: [num_ties], freed by wom_free. By all threads; time:
 * the friends of both ends of every tie. */
wom_status wom_friends_shared(double **share, wom_job *job, const wom_graph *graph);

#endif
