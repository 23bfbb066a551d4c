/* Action logs: tables, or cascades one a line, told apart by their shape. */
#include "log.h"

#include <math.h>

enum { LONGEST_SHOWN = 60 };

const char *const wom_log_format_names[] = { "auto", "table", "cascades", NULL };

wom_status
wom_log_time(double *time, wom_log_reader *log, wom_text text)
{
    wom_log_facts *facts = log->facts;
    const bool is_number = wom_text_number(time, text, log->reader->c_locale);
    if ((is_number && !facts->has_dates) || (!is_number && (!facts->has_times || facts->has_dates))) {
        if (is_number || wom_text_date(time, text)) {
            facts->has_times = true;
            facts->has_dates = !is_number;
            return WOM_OK;
        }
    }
    const char *wanted = !facts->has_times  ? "a number or a date such as 2009-04-01 or 2009-04-01T12:30:00Z"
                         : facts->has_dates ? "a date as in the lines before"
                                            : "a number as in the lines before";
    return wom_reader_fail_at(log->reader, text.start, "the time is \"%.*s\", must be %s",
                              wom_text_shown(text, LONGEST_SHOWN), text.start, wanted);
}

wom_status
wom_log_hand(const wom_log_reader *log, wom_text user, wom_text content, double time)
{
    if (log->is_trial) return WOM_OK;
    const wom_status status = log->sink(log->context, user, content, time);
    return wom_fail_in(status, "%s:%llu", wom_source_name(log->reader->source),
                       (unsigned long long)log->reader->counts.lines);
}

static wom_status
read_log(wom_log_reader *log)
{
    wom_cascade_style style = WOM_CASCADE_NONE;
    const uint32_t format = log->layout->format;
    if (format != WOM_LOG_TABLE)
        WOM_TRY(wom_log_cascade_style(&style, log->reader, format == WOM_LOG_CASCADES));
    log->facts->format = style == WOM_CASCADE_NONE ? WOM_LOG_TABLE : WOM_LOG_CASCADES;
    if (style != WOM_CASCADE_NONE) return wom_log_read_cascades(log, style);
    WOM_TRY(wom_reader_detect(log->reader));
    return wom_log_read_table(log);
}

wom_status
wom_log_read(wom_log_facts *facts, wom_job *job, const char *path, const wom_log_layout *layout,
             const wom_passing *passing, wom_action_sink sink, void *context)
{
    wom_source *source = NULL;
    const char *wanted[WOM_LOG_MOST_WANTED];
    wom_log_reader log = {
        .layout = layout, .facts = facts, .passing = passing, .sink = sink, .context = context
    };
    wom_reader_options options = wom_reader_defaults();
    *facts = (wom_log_facts){ 0 };
    wom_log_wanted(wanted, layout);
    options.wanted = wanted;
    WOM_TRY(wom_source_open(&source, job, path));
    WOM_TRY(wom_reader_open_lines(&log.reader, job, source, &options));
    const wom_status status = read_log(&log);
    facts->converted = log.reader->counts.converted;
    wom_reader_close(log.reader);
    return status;
}
