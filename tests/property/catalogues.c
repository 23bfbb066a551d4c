/* What is true of every variant of every catalogue: names, words about it, and the ranges of its fields. */
#include "test.h"

#include <wom/bandit.h>
#include <wom/learn.h>
#include <wom/maximize.h>

#include <stdio.h>

static const wom_catalogue *const catalogues[] = {
    &wom_generators, &wom_weightings, &wom_dynamics_catalogue, &wom_similarities,
    &wom_algorithms, &wom_policies,   &wom_tie_estimators,     NULL,
};

static void
for_each_variant(void (*check)(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant))
{
    wom_job *job = test_job(1);
    for (uint32_t c = 0; catalogues[c] != NULL; c++)
        for (uint32_t v = 0; catalogues[c]->variants[v] != NULL; v++)
            check(job, catalogues[c], catalogues[c]->variants[v]);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static bool
is_said(const char *text)
{
    return text != NULL && text[0] != 0;
}

static void
check_words(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant)
{
    (void)job;
    bool has_fields = false;
    if (!is_said(catalogue->name) || !is_said(catalogue->summary) || !is_said(variant->name) ||
        !is_said(variant->summary) || variant->source == NULL)
        test_failed(__FILE__, __LINE__, "%s \"%s\" lacks words", catalogue->name, variant->name);
    for (const wom_field *field = variant->fields; field != NULL && field->name != NULL; field++) {
        has_fields = true;
        if (!is_said(field->help) || field->unit == NULL)
            test_failed(__FILE__, __LINE__, "%s \"%s\": %s lacks words", catalogue->name, variant->name, field->name);
    }
    if (has_fields != (variant->params_size > 0))
        test_failed(__FILE__, __LINE__, "%s \"%s\": fields and parameters disagree", catalogue->name, variant->name);
    if (wom_catalogue_find(catalogue, variant->name) != variant)
        test_failed(__FILE__, __LINE__, "%s \"%s\": another has the name", catalogue->name, variant->name);
}

static void
every_variant_and_field_says_what_it_is(void)
{
    for_each_variant(check_words);
}

static void
check_defaults(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant)
{
    wom_choice choice;
    CHECK_OK(wom_choice_default(&choice, job, catalogue, variant->name));
    if (variant->fields != NULL) CHECK_OK(wom_fields_check(variant->fields, choice.params));
    wom_choice_free(&choice);
}

static void
every_default_lies_in_its_own_range(void)
{
    for_each_variant(check_defaults);
}

/* ---- Out of range ---- */

static wom_status
read_with(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant, const char *field,
          const char *value)
{
    char text[512];
    wom_json *json = NULL;
    wom_choice choice = { 0 };
    snprintf(text, sizeof text, "{\"type\":\"%s\",\"%s\":%s}", variant->name, field, value);
    WOM_TRY(wom_json_parse(&json, job, text, strlen(text), "test"));
    const wom_status status = wom_choice_read(&choice, job, catalogue, json);
    wom_choice_free(&choice);
    wom_json_free(json);
    return status;
}

static void
expect(wom_status expected, wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant, const char *field,
       const char *value)
{
    const wom_status status = read_with(job, catalogue, variant, field, value);
    if (status != expected || (status != WOM_OK && strstr(wom_error_text(), field) == NULL))
        test_failed(__FILE__, __LINE__, "%s \"%s\", %s %s: %s: %s", catalogue->name, variant->name, field, value,
                    wom_status_name(status), status == WOM_OK ? "" : wom_error_text());
}

/* The number itself is fine, what is `beyond` it is not. */
static void
check_end(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant, const wom_field *field, double end,
          double beyond)
{
    char text[64];
    if (!isfinite(end)) return;
    snprintf(text, sizeof text, "%.17g", end);
    if (fabs(end) < 0x1p53) expect(WOM_OK, job, catalogue, variant, field->name, text);
    snprintf(text, sizeof text, "%.17g", beyond);
    expect(WOM_INVALID, job, catalogue, variant, field->name, text);
}

static void
check_ranges(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant)
{
    for (const wom_field *field = variant->fields; field != NULL && field->name != NULL; field++) {
        expect(WOM_INVALID, job, catalogue, variant, field->name, "null");
        expect(WOM_INVALID, job, catalogue, variant, field->name, "[]");
        switch (field->kind) {
        case WOM_FIELD_BOOL:
            expect(WOM_OK, job, catalogue, variant, field->name, "true");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "1");
            break;
        case WOM_FIELD_CHOICE:
            expect(WOM_INVALID, job, catalogue, variant, field->name, "\"no such thing\"");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "0");
            break;
        case WOM_FIELD_TEXT:
            expect(WOM_INVALID, job, catalogue, variant, field->name, "1");
            break;
        case WOM_FIELD_VARIANT:
            expect(WOM_INVALID, job, catalogue, variant, field->name, "\"no such thing\"");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "0");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "{}");
            break;
        case WOM_FIELD_VARIANTS:
            expect(WOM_OK, job, catalogue, variant, field->name, "{}");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "{\"a\": \"no such thing\"}");
            expect(WOM_INVALID, job, catalogue, variant, field->name, "\"a\"");
            break;
        default:
            check_end(job, catalogue, variant, field, field->low, field->low - 1);
            check_end(job, catalogue, variant, field, field->high, field->high * 2 + 1);
            expect(WOM_INVALID, job, catalogue, variant, field->name, "\"many\"");
        }
    }
}

static void
every_field_out_of_range_is_refused_by_name(void)
{
    for_each_variant(check_ranges);
}

static void
check_unknown(wom_job *job, const wom_catalogue *catalogue, const wom_variant *variant)
{
    expect(WOM_INVALID, job, catalogue, variant, "zzzzz", "1");
}

static void
every_variant_refuses_what_it_does_not_know(void)
{
    for_each_variant(check_unknown);
}

TEST_MAIN(TEST(every_variant_and_field_says_what_it_is), TEST(every_default_lies_in_its_own_range),
          TEST(every_field_out_of_range_is_refused_by_name), TEST(every_variant_refuses_what_it_does_not_know))
