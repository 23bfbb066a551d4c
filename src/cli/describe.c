/* wom describe: what a scenario may say, made from the rows that the reader reads. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- What a field may be ---- */

static const char *
kind_name(const wom_field *field)
{
    static const char *const names[] = {
        [WOM_FIELD_BOOL] = "true or false", [WOM_FIELD_UINT] = "whole number", [WOM_FIELD_UINT64] = "whole number",
        [WOM_FIELD_REAL] = "number",        [WOM_FIELD_TEXT] = "text",         [WOM_FIELD_CHOICE] = "word",
        [WOM_FIELD_DURATION] = "duration",  [WOM_FIELD_VARIANT] = "choice",    [WOM_FIELD_VARIANTS] = "choices",
    };
    return names[field->kind];
}

static bool
is_number(const wom_field *field)
{
    return field->kind == WOM_FIELD_UINT || field->kind == WOM_FIELD_UINT64 || field->kind == WOM_FIELD_REAL ||
           field->kind == WOM_FIELD_DURATION;
}

static cli_text
plain_number(double x)
{
    cli_text result;
    snprintf(result.text, sizeof result.text, fabs(x) < 1e15 && x == floor(x) ? "%.0f" : "%.6g", x);
    return result;
}

static cli_text
default_of(const wom_field *field)
{
    cli_text result = { "" };
    if (is_number(field)) return plain_number(field->standard);
    if (field->kind == WOM_FIELD_BOOL)
        snprintf(result.text, sizeof result.text, "%s", field->standard != 0 ? "true" : "false");
    else if (field->kind == WOM_FIELD_CHOICE)
        snprintf(result.text, sizeof result.text, "%s", wom_field_words(field)[(size_t)field->standard]);
    else if (field->kind == WOM_FIELD_VARIANT)
        snprintf(result.text, sizeof result.text, "%s", wom_field_catalogue(field)->variants[0]->name);
    return result;
}

static cli_text
range_of(const wom_field *field)
{
    cli_text result = { "" };
    if (!is_number(field)) return result;
    const bool has_top = field->high < 4294967294.0; /* beyond it stands for no bound */
    if (isinf(field->low) && !has_top) return result;
    if (!has_top)
        snprintf(result.text, sizeof result.text, "from %.40s", plain_number(field->low).text);
    else if (isinf(field->low))
        snprintf(result.text, sizeof result.text, "to %.40s", plain_number(field->high).text);
    else
        snprintf(result.text, sizeof result.text, "%.40s to %.40s", plain_number(field->low).text,
                 field->high > 1e5 ? cli_real(field->high).text : plain_number(field->high).text);
    return result;
}

/* The words of a choice, or the help alone. */
static void
add_help(cli_table *table, const wom_field *field)
{
    static const char *const none[] = { NULL };
    char words[256] = "";
    size_t length = 0;
    const char *const *word = field->kind == WOM_FIELD_CHOICE ? wom_field_words(field) : none;
    for (; *word != NULL && length < sizeof words; word++)
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%s", length > 0 ? ", " : "", *word);
    if (words[0] != '\0')
        cli_cell(table, "%s; one of %s", field->help, words);
    else if (field->kind == WOM_FIELD_VARIANT)
        cli_cell(table, "%s; one of %s", field->help, wom_field_catalogue(field)->name);
    else if (field->kind == WOM_FIELD_VARIANTS)
        cli_cell(table, "%s; an object, each member one of %s", field->help, wom_field_catalogue(field)->name);
    else if (field->unit[0] != '\0')
        cli_cell(table, "%s (%s)", field->help, field->unit);
    else
        cli_cell(table, "%s", field->help);
}

static wom_status
show_fields(cli_call *call, const wom_field *fields)
{
    cli_table table = cli_table_begin(call->job, &call->style, "llllw");
    if (fields == NULL || fields[0].name == NULL) return WOM_OK;
    cli_table_header(&table, "key|kind|default|range|");
    for (const wom_field *field = fields; field->name != NULL; field++) {
        cli_cell(&table, "%s", field->name);
        cli_cell(&table, "%s", kind_name(field));
        cli_cell(&table, "%s", default_of(field).text);
        cli_cell(&table, "%s", range_of(field).text);
        add_help(&table, field);
    }
    return cli_table_print(&table);
}

/* ---- Catalogues ---- */

/* What an algorithm promises or a dynamics claims; NULL for other kinds. */
static const char *
claim_of(const wom_catalogue *catalogue, const wom_variant *variant)
{
    if (catalogue == &wom_algorithms) return ((const wom_algorithm *)variant)->promise;
    if (catalogue == &wom_dynamics_catalogue) return ((const wom_dynamics *)variant)->claim;
    return NULL;
}

enum { LIST_LENGTH = 512 };

/* The dynamics that an algorithm refuses, or those under which it promises nothing; "" if there are none. */
static void
list_dynamics(char list[LIST_LENGTH], const wom_algorithm *algorithm, bool refused)
{
    size_t length = 0;
    list[0] = '\0';
    for (const wom_variant *const *row = wom_dynamics_catalogue.variants; *row != NULL; row++) {
        const wom_dynamics *dynamics = (const wom_dynamics *)*row;
        const bool refuses = wom_algorithm_refuses(algorithm, dynamics) != NULL;
        if (refuses != refused || (!refuses && wom_algorithm_lacks_promise(algorithm, dynamics) == NULL)) continue;
        if (length >= LIST_LENGTH) return;
        length += (size_t)snprintf(list + length, LIST_LENGTH - length, "%s%s", length > 0 ? ", " : "", (*row)->name);
    }
}

static void
add_refusals(cli_table *table, const wom_algorithm *algorithm)
{
    char list[LIST_LENGTH];
    list_dynamics(list, algorithm, true);
    if (list[0] != '\0') cli_cell(table, "refuses the dynamics %s", list);
    list_dynamics(list, algorithm, false);
    if (list[0] != '\0') cli_cell(table, "promises nothing under %s", list);
}

static wom_status
show_variant(cli_call *call, const wom_catalogue *catalogue, const wom_variant *variant)
{
    const char *claim = claim_of(catalogue, variant);
    char heading[256];
    snprintf(heading, sizeof heading, "%s: %s", variant->name, variant->summary);
    cli_heading(&call->style, heading);
    cli_table table = cli_table_begin(call->job, &call->style, "w");
    if (variant == catalogue->variants[0]) cli_cell(&table, "the default");
    if (claim != NULL && claim[0] != '\0') cli_cell(&table, "%s", claim);
    if (catalogue == &wom_algorithms) add_refusals(&table, (const wom_algorithm *)variant);
    if (variant->source[0] != '\0') cli_cell(&table, "%s", variant->source);
    WOM_TRY(cli_table_print(&table));
    return show_fields(call, variant->fields);
}

static wom_status
show_catalogue(cli_call *call, const wom_catalogue *catalogue)
{
    printf("%s: %s\n", catalogue->name, catalogue->summary);
    for (const wom_variant *const *variant = catalogue->variants; *variant != NULL; variant++) {
        printf("\n");
        WOM_TRY(show_variant(call, catalogue, *variant));
    }
    return WOM_OK;
}

/* ---- Sections ---- */

static const char *
section_name(const wom_section *section)
{
    return section->name[0] == '\0' ? "scenario" : section->name;
}

static wom_status
show_section(cli_call *call, const wom_section *section)
{
    char heading[256];
    snprintf(heading, sizeof heading, "%s: %s", section_name(section), section->summary);
    cli_heading(&call->style, heading);
    WOM_TRY(show_fields(call, section->fields));
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    for (const wom_section_choice *choice = section->choices; choice != NULL && choice->name != NULL; choice++) {
        cli_cell(&table, "%s", choice->name);
        cli_cell(&table, "%s; %s of %s (default %s)", choice->help, choice->many ? "one or a list" : "one",
                 choice->catalogue->name, choice->catalogue->variants[0]->name);
    }
    for (const char *const *other = section->others; other != NULL && *other != NULL; other += 2) {
        cli_cell(&table, "%s", other[0]);
        cli_cell(&table, "%s", other[1]);
    }
    return cli_table_print(&table);
}

static wom_status
show_overview(cli_call *call)
{
    cli_heading(&call->style, "Sections of a scenario");
    cli_table table = cli_table_begin(call->job, &call->style, "lw");
    for (const wom_section *section = wom_sections; section->name != NULL; section++) {
        cli_cell(&table, "%s", section_name(section));
        cli_cell(&table, "%s", section->summary);
    }
    WOM_TRY(cli_table_print(&table));
    for (const wom_catalogue *const *catalogue = wom_catalogues; *catalogue != NULL; catalogue++) {
        char heading[256];
        snprintf(heading, sizeof heading, "%s: %s", (*catalogue)->name, (*catalogue)->summary);
        printf("\n");
        cli_heading(&call->style, heading);
        table = cli_table_begin(call->job, &call->style, "lw");
        for (const wom_variant *const *variant = (*catalogue)->variants; *variant != NULL; variant++) {
            cli_cell(&table, "%s", (*variant)->name);
            cli_cell(&table, "%s", (*variant)->summary);
        }
        WOM_TRY(cli_table_print(&table));
    }
    printf("\nwom describe NAME tells the parameters of a section, a catalogue or one of its members.\n");
    return WOM_OK;
}

/* ---- Finding what is asked for ---- */

typedef struct subject {
    const wom_section *section;
    const wom_catalogue *catalogue;
    const wom_variant *variant;
} subject;

static bool
find_subject(subject *found, const char *name)
{
    for (const wom_section *section = wom_sections; section->name != NULL && found->section == NULL; section++)
        if (strcmp(section_name(section), name) == 0) found->section = section;
    for (const wom_catalogue *const *catalogue = wom_catalogues; *catalogue != NULL; catalogue++)
        if (strcmp((*catalogue)->name, name) == 0) found->catalogue = *catalogue;
    if (found->section != NULL || found->catalogue != NULL) return true;
    for (const wom_catalogue *const *catalogue = wom_catalogues; *catalogue != NULL && found->variant == NULL;
         catalogue++) {
        found->catalogue = *catalogue;
        found->variant = wom_catalogue_find(*catalogue, name);
    }
    return found->variant != NULL;
}

static wom_status
unknown(cli_call *call, const char *name)
{
    const char *names[128];
    size_t n = 0;
    for (const wom_section *section = wom_sections; section->name != NULL; section++)
        names[n++] = section_name(section);
    for (const wom_catalogue *const *catalogue = wom_catalogues; *catalogue != NULL; catalogue++) {
        names[n++] = (*catalogue)->name;
        for (const wom_variant *const *variant = (*catalogue)->variants; *variant != NULL && n < 127; variant++)
            names[n++] = (*variant)->name;
    }
    names[n] = NULL;
    const char *near = wom_suggest(name, names);
    if (near == NULL) return cli_misused(call, "nothing is called \"%s\"; wom describe lists all names", name);
    return cli_misused(call, "nothing is called \"%s\", did you mean \"%s\"?", name, near);
}

static wom_status
find_member(subject *found, cli_call *call, const char *name)
{
    const char *names[128];
    size_t n = 0;
    if (found->catalogue == NULL || found->variant != NULL)
        return cli_misused(call, "\"%s\" has no members to describe", call->arguments.place[0]);
    found->section = NULL;
    found->variant = wom_catalogue_find(found->catalogue, name);
    if (found->variant != NULL) return WOM_OK;
    for (const wom_variant *const *variant = found->catalogue->variants; *variant != NULL && n < 127; variant++)
        names[n++] = (*variant)->name;
    names[n] = NULL;
    const char *near = wom_suggest(name, names);
    return cli_misused(call, "%s has no \"%s\"%s%s%s", found->catalogue->name, name, near ? ", did you mean \"" : "",
                       near ? near : "", near ? "\"?" : "");
}

static wom_status
describe(cli_call *call)
{
    const cli_arguments *arguments = &call->arguments;
    subject found = { 0 };
    if (arguments->json && arguments->num_places == 0) return cli_describe_as_json(call);
    if (arguments->json) return cli_misused(call, "--json describes everything; leave \"%s\" out", arguments->place[0]);
    if (arguments->num_places == 0) return show_overview(call);
    if (!find_subject(&found, arguments->place[0])) return unknown(call, arguments->place[0]);
    if (arguments->num_places == 2) WOM_TRY(find_member(&found, call, arguments->place[1]));
    if (found.section != NULL) WOM_TRY(show_section(call, found.section));
    if (found.section != NULL && found.catalogue != NULL) printf("\n");
    if (found.variant != NULL) return show_variant(call, found.catalogue, found.variant);
    return found.catalogue != NULL ? show_catalogue(call, found.catalogue) : WOM_OK;
}

static const char *const options[] = { "json", NULL };

const cli_command cli_describe = {
    .name = "describe",
    .summary = "list sections of a scenario, models, algorithms and policies, with their parameters",
    .places = "[NAME [MEMBER]]",
    .most_places = 2,
    .options = options,
    .help = "NAME is a section (goal), a catalogue (dynamics) or a member of one (ic); without it all are listed.\n"
            "--json tells everything at once.",
    .run = describe,
};
