#include "data_input.h"

enum { NUM_PATHS = 6 };

static void
choose_option(fuzz_data_input *in, char letter)
{
    wom_data_files *files = &in->files;
    switch (letter) {
    case 'f': files->direction = WOM_DIRECTION_FOLLOWS; break;
    case 'm': files->direction = WOM_DIRECTION_MUTUAL; break;
    case 'd': files->parallel = WOM_PARALLEL_DROP; break;
    case 'k': files->parallel = WOM_PARALLEL_KEEP; break;
    case 's': files->size_line = true; break;
    case 'w': files->strength = "w"; break;
    case '3': files->strength = "3"; break;
    case 'x': files->from = "2", files->to = "1"; break;
    case 'e': files->max_errors = 1; break;
    case 'E': files->max_errors = 1000; break;
    case '$': files->fee_base = 1, files->fee_per_friend = 0.5; break;
    case 'y': files->log_unit = WOM_UNIT_YEARS; break;
    case 'n': files->log_unit = WOM_UNIT_NANOSECONDS; break;
    case 't': files->log_layout.format = WOM_LOG_TABLE; break;
    case 'c': files->log_layout.format = WOM_LOG_CASCADES; break;
    case 'u': files->log_layout.user = "2", files->log_layout.content = "1"; break;
    case 'o': files->log_layout.time = "none"; break;
    case 'S': in->is_saved = true; break;
    case 'W': in->is_written = true; break;
    default: break;
    }
}

static void
take_part(fuzz_data_input *in, const fuzz_part *part)
{
    const struct {
        const char *name, **path;
    } known[NUM_PATHS] = {
        { "ties", &in->files.ties },
        { "users", &in->files.users },
        { "contents", &in->files.contents },
        { "user_interests", &in->files.user_interests },
        { "content_interests", &in->files.content_interests },
        { "log", &in->files.log },
    };
    for (unsigned i = 0; i < NUM_PATHS; i++)
        if (fuzz_part_is(part, known[i].name))
            *known[i].path = fuzz_file_at(i, part->text.start, part->text.length);
    if (fuzz_part_is(part, "since")) fuzz_line(in->since, part);
    if (fuzz_part_is(part, "until")) fuzz_line(in->until, part);
    for (size_t i = 0; part->name.length == 0 && i < part->text.length; i++) choose_option(in, part->text.start[i]);
}

void
fuzz_data_input_read(fuzz_data_input *in, const uint8_t *data, size_t size)
{
    fuzz_part part;
    wom_text rest = { (const char *)data, size };
    *in = (fuzz_data_input){ .files = { .ties = NULL } };
    while (fuzz_next_part(&part, &rest)) take_part(in, &part);
    in->files.log_since = in->since;
    in->files.log_until = in->until;
}
