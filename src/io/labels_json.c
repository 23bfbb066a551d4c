/* Label lists as JSON. They are read in one walk that builds nothing. Whatever is out of the ordinary ends it: then the
 * text is parsed to a tree, which knows the places of all it holds, and reading goes on from there. */
#include "labels.h"
#include "text.h"

#include <wom/settings.h>

#include <math.h>
#include <string.h>

static const size_t largest_json = (size_t)1 << 30;

static wom_text
text_of(const char *terminated)
{
    return (wom_text){ terminated, strlen(terminated) };
}

/* ---- From the tree ---- */

/* The labels handed on before are passed by. */
typedef struct tree_reader {
    const wom_label_receiver *receiver;
    uint64_t num_met, num_handed;
} tree_reader;

static wom_status
hand(tree_reader *reader, wom_text id, wom_text label, double weight)
{
    if (reader->num_met++ < reader->num_handed) return WOM_OK;
    return reader->receiver->sink(reader->receiver->context, id, label, weight);
}

/* The text of a number; a larger one would not be the number that is written. */
static wom_status
print_number(char **text, wom_job *job, const wom_json *item)
{
    if (fabs(wom_json_number(item)) > 0x1p53)
        return wom_json_fail(item, "is a label beyond 2^53, must be written as a text, in quotes");
    return wom_json_print(text, job, item, false);
}

/* One label of a list: a text, or a number as it is written. */
static wom_status
hand_label(tree_reader *reader, const char *id, const wom_json *item)
{
    char *number = NULL;
    const wom_json_kind kind = wom_json_kind_of(item);
    if (kind != WOM_JSON_STRING && kind != WOM_JSON_NUMBER)
        return wom_json_fail(item, "is %s, must be a label: a text or a number", wom_json_kind_name(kind));
    if (kind == WOM_JSON_NUMBER) WOM_TRY(print_number(&number, reader->receiver->job, item));
    const wom_status status = hand(reader, text_of(id), text_of(number != NULL ? number : wom_json_string(item)), 1);
    wom_free(number);
    return wom_json_fail_in(status, item);
}

/* One label with its weight. */
static wom_status
hand_weight(tree_reader *reader, const char *id, const wom_json *item)
{
    const wom_json_kind kind = wom_json_kind_of(item);
    if (kind != WOM_JSON_NUMBER)
        return wom_json_fail(item, "is %s, must be the label's weight, a number", wom_json_kind_name(kind));
    return wom_json_fail_in(hand(reader, text_of(id), text_of(wom_json_key(item)), wom_json_number(item)), item);
}

static wom_status
hand_labels(tree_reader *reader, const wom_json *member)
{
    const wom_json_kind kind = wom_json_kind_of(member);
    const char *id = wom_json_key(member);
    if (kind != WOM_JSON_ARRAY && kind != WOM_JSON_OBJECT)
        return wom_pass(reader->receiver->passing,
                        wom_json_fail(member, "is %s, must be an array of labels or an object of weights",
                                      wom_json_kind_name(kind)));
    for (uint64_t i = 0; i < wom_json_count(member); i++) {
        const wom_json *item = wom_json_at(member, i);
        const wom_status status = kind == WOM_JSON_ARRAY ? hand_label(reader, id, item) : hand_weight(reader, id, item);
        WOM_TRY(wom_pass(reader->receiver->passing, status));
    }
    return WOM_OK;
}

static wom_status
hand_all(tree_reader *reader, const wom_json *root)
{
    const wom_json_kind kind = wom_json_kind_of(root);
    if (kind != WOM_JSON_OBJECT)
        return wom_json_fail(root, "is %s, must be an object of label lists: {\"id\": [\"label\", ...], ...}",
                             wom_json_kind_name(kind));
    for (uint64_t i = 0; i < wom_json_count(root); i++) {
        WOM_TRY(wom_job_check(reader->receiver->job));
        WOM_TRY(hand_labels(reader, wom_json_at(root, i)));
    }
    return WOM_OK;
}

static wom_status
read_tree(const wom_label_receiver *receiver, wom_text text, const char *name, uint64_t num_handed)
{
    wom_json *root = NULL;
    tree_reader reader = { .receiver = receiver, .num_handed = num_handed };
    WOM_TRY(wom_json_parse(&root, receiver->job, text.start, text.length, name));
    const wom_status status = hand_all(&reader, root);
    wom_json_free(root);
    return status;
}

/* ---- In one walk ---- */

/* Keys met so far in one object, by hash: a false alarm only leads to the tree. */
typedef struct key_set {
    struct {
        uint64_t hash, object; /* 0: free */
    } *slot;
    uint64_t capacity, num;
    uint64_t object; /* the one that keys belong to, from 1 */
} key_set;

typedef struct walk {
    const wom_label_receiver *receiver;
    uint32_t depth;
    wom_json_kind list; /* of the member: array or object */
    key_set ids, labels;
    char *id, *label; /* unescaped */
    uint64_t id_capacity, label_capacity;
    wom_text id_text, label_text;
    uint64_t num_handed;
} walk;

static wom_status
give_up(void)
{
    return wom_fail(WOM_INVALID, "the tree will tell");
}

static uint64_t
hash_of(wom_text text) /* FNV-1a */
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.length; i++) hash = (hash ^ (unsigned char)text.start[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static void
put_key(key_set *set, uint64_t hash, uint64_t object)
{
    const uint64_t mask = set->capacity - 1;
    uint64_t at = (hash ^ hash >> 32) & mask;
    while (set->slot[at].object != 0) at = (at + 1) & mask;
    set->slot[at].hash = hash;
    set->slot[at].object = object;
}

/* Only the keys of the object at hand are kept. */
static wom_status
grow_keys(key_set *set, wom_job *job)
{
    key_set larger = { .capacity = 64, .object = set->object };
    for (uint64_t i = 0; i < set->capacity; i++) larger.num += set->slot[i].object == set->object;
    while (larger.capacity < 4 * (larger.num + 1)) larger.capacity *= 2;
    WOM_TRY(wom_allocate(&larger.slot, job, larger.capacity, sizeof *larger.slot, "keys of label lists"));
    for (uint64_t i = 0; i < set->capacity; i++)
        if (set->slot[i].object == set->object) put_key(&larger, set->slot[i].hash, set->object);
    wom_free(set->slot);
    *set = larger;
    return WOM_OK;
}

static wom_status
add_key(key_set *set, wom_job *job, wom_text key)
{
    if (2 * (set->num + 1) > set->capacity) WOM_TRY(grow_keys(set, job));
    const uint64_t hash = hash_of(key), mask = set->capacity - 1;
    for (uint64_t at = (hash ^ hash >> 32) & mask; set->slot[at].object != 0; at = (at + 1) & mask)
        if (set->slot[at].hash == hash && set->slot[at].object == set->object) return give_up();
    put_key(set, hash, set->object);
    ++set->num;
    return WOM_OK;
}

/* What the text means: itself, or unescaped into the buffer. */
static wom_status
meaning_of(wom_text *meaning, char **buffer, uint64_t *capacity, wom_job *job, wom_text text)
{
    *meaning = text;
    if (memchr(text.start, '\\', text.length) == NULL) return WOM_OK;
    WOM_TRY(wom_reserve(buffer, capacity, job, text.length, 1, "a label"));
    *meaning = (wom_text){ *buffer, wom_json_unescape(*buffer, text) };
    return WOM_OK;
}

static wom_status
take_key(walk *w, wom_text text)
{
    wom_job *job = w->receiver->job;
    if (w->depth == 1) {
        WOM_TRY(meaning_of(&w->id_text, &w->id, &w->id_capacity, job, text));
        return add_key(&w->ids, job, w->id_text);
    }
    WOM_TRY(meaning_of(&w->label_text, &w->label, &w->label_capacity, job, text));
    return add_key(&w->labels, job, w->label_text);
}

static wom_status
hand_on(walk *w, wom_text label, double weight)
{
    WOM_TRY(w->receiver->sink(w->receiver->context, w->id_text, label, weight));
    return ++w->num_handed % 65536 == 0 ? wom_job_check(w->receiver->job) : WOM_OK;
}

static wom_status
take_value(walk *w, wom_json_kind kind, wom_text text)
{
    double weight = 0;
    if (w->depth != 2) return give_up();
    if (w->list == WOM_JSON_OBJECT) {
        /* the walk has set the locale of numbers */
        if (kind != WOM_JSON_NUMBER || !wom_text_number(&weight, text, uselocale((locale_t)0))) return give_up();
        return hand_on(w, w->label_text, weight);
    }
    if (kind == WOM_JSON_STRING) {
        WOM_TRY(meaning_of(&w->label_text, &w->label, &w->label_capacity, w->receiver->job, text));
        return hand_on(w, w->label_text, 1);
    }
    uint64_t number = 0;
    const bool is_short = text.length <= 15 && wom_text_whole_number(&number, text);
    return kind == WOM_JSON_NUMBER && is_short ? hand_on(w, text, 1) : give_up();
}

static wom_status
visit(void *context, wom_json_step step, wom_json_kind kind, wom_text text)
{
    walk *w = context;
    switch (step) {
    case WOM_JSON_KEY: return take_key(w, text);
    case WOM_JSON_VALUE: return take_value(w, kind, text);
    case WOM_JSON_END: w->depth--; return WOM_OK;
    case WOM_JSON_BEGIN: break;
    }
    if (w->depth++ == 0) return kind == WOM_JSON_OBJECT ? WOM_OK : give_up();
    w->list = kind;
    w->labels.object++;
    return w->depth == 2 ? WOM_OK : give_up();
}

static wom_status
read_in_one_walk(uint64_t *num_handed, const wom_label_receiver *receiver, wom_text text, const char *name)
{
    walk w = { .receiver = receiver, .ids.object = 1 };
    const wom_status status = wom_json_walk(text.start, text.length, name, visit, &w);
    wom_free(w.ids.slot);
    wom_free(w.labels.slot);
    wom_free(w.id);
    wom_free(w.label);
    *num_handed = w.num_handed;
    return status;
}

wom_status
wom_labels_read_json(const wom_label_receiver *receiver, wom_source *source)
{
    char *all = NULL;
    size_t length = 0;
    uint64_t num_handed = 0;
    const char *name = wom_source_name(source);
    WOM_TRY(wom_source_read_rest(&all, &length, source, largest_json));
    const size_t mark = length >= 3 && memcmp(all, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const wom_text text = { all + mark, length - mark };
    wom_status status = read_in_one_walk(&num_handed, receiver, text, name);
    if (status == WOM_INVALID) status = read_tree(receiver, text, name, num_handed);
    wom_free(all);
    return status;
}
