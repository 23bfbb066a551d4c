/* Whom the plan reaches: by segment and by community. */
#include "cards.h"

static void
tell_segments(report_page *page)
{
    wom_markup_add(page->out, "<p>How many users of each segment the plan makes active. A large segment has more users "
                              "to reach; its size stands in the table.</p>\n");
}

static void
draw_segments(report_page *page)
{
    report_draw_intervals(page, &(report_intervals){ .group = "/segments",
                                                     .labels = "group",
                                                     .title = "Active users by segment, with 95 % intervals",
                                                     .x_label = "active users" });
}

static const report_column columns[] = {
    { "group", "segment", 0 }, { "size", "users", 1 },      { "value", "active", 4 },
    { "lo95", "95 % from", 4 }, { "hi95", "to", 4 },
};

static void
list_segments(report_page *page)
{
    report_list(page, "/segments", columns, sizeof columns / sizeof *columns, 100);
}

const report_card report_segments = { "segments", "Who is reached", "/segments", tell_segments, draw_segments,
                                      list_segments };

static void
tell_communities(report_page *page)
{
    uint64_t num_groups;
    report_numbers(page, &num_groups, "/communities", "size");
    wom_markup_add(page->out, "<p>The network falls into %llu communities, groups of users with more ties among "
                              "themselves than to others. The first 24 are shown with the users in them whom the plan "
                              "makes active.</p>\n", (unsigned long long)num_groups);
}

static void
draw_communities(report_page *page)
{
    report_draw_intervals(page, &(report_intervals){ .group = "/communities",
                                                     .labels = "group",
                                                     .title = "Active users by community, with 95 % intervals",
                                                     .x_label = "active users" });
}

const report_card report_communities = { "communities", "Where it spreads", "/communities", tell_communities,
                                         draw_communities, NULL };
