/*
 * json.c - JSON records: an array, one value after the other (NDJSON), or one object around an
 * array.
 *
 * base/json_read.h cuts the text into items, base/json_flat.h into members, plan.h makes records of
 * them.  An item that is broken costs itself only.  What is understood and what is not: json.md.
 */
#include "base/json_flat.h"
#include "base/map.h"
#include "base/str.h"
#include "read/columns.h"
#include "read/json_shape.h"
#include "read/json_tree.h"
#include "read/plan.h"

enum { ROW_BYTES = 64 << 20, FIELD_BYTES = 1 << 20, SHORT_KEY = 47, SEEN_KEYS = 128 };
enum { LOOK_AT_ITEMS = 64, LOOK_AT_KEYS = 256 };

/* --- a first look --- */

static int sniff(tt_str head)
{
    size_t i = tt_json_text_start(head);
    if (i == head.n || (head.p[i] != '{' && head.p[i] != '['))
        return 0;
    bool object = head.p[i] == '{';
    tt_str rest = tt_str_trim(tt_str_sub(head, i + 1, head.n));
    if (rest.n == 0)
        return 50;
    if (object)
        return rest.p[0] == '"' || rest.p[0] == '}' ? 90 : 0;
    return rest.p[0] == '{' || rest.p[0] == ']' ? 90 : 30;
}

static tt_kind kind_named(tt_str text)
{
    char folded[TT_COLUMN_MAX];
    return tt_kind_find((tt_str){folded, tt_column_fold(text, folded)});
}

static bool is_kind_key(tt_str key)
{
    return tt_str_is_nocase(key, "kind");
}

/* The text of a string value without escapes; absent for others. */
static tt_str plain_string(tt_str value)
{
    return value.n >= 2 && value.p[0] == '"' ? tt_str_sub(value, 1, value.n - 2)
                                             : (tt_str){NULL, 0};
}

/* By its "kind", else by its keys; `near` takes a kind that lacks a required key. */
static tt_kind kind_of_object(tt_str object, bool near)
{
    tt_str names[LOOK_AT_KEYS], key, value;
    tt_kind named = TT_KIND_NONE;
    tt_json_walk w;
    size_t n = 0;
    if (!tt_json_walk_start(&w, object, 0))
        return TT_KIND_NONE;
    while (tt_json_walk_next(&w, &key, &value)) {
        if (n < LOOK_AT_KEYS)
            names[n++] = key;
        if (is_kind_key(key))
            named = kind_named(plain_string(value));
    }
    tt_kind by_keys = near ? tt_columns_kind_near(names, n) : tt_columns_kind(names, n);
    return named != TT_KIND_NONE && by_keys != TT_KIND_COVERAGE ? named : by_keys;
}

/* A member "kind" of the object around the records. */
static tt_kind kind_of_wrap(tt_str bytes)
{
    tt_json_walk w;
    tt_str key, value;
    if (tt_json_walk_start(&w, bytes, tt_json_text_start(bytes)))
        while (tt_json_walk_next(&w, &key, &value))
            if (is_kind_key(key))
                return kind_named(plain_string(value));
    return TT_KIND_NONE;
}

/* Of the first items, the first that says a kind. */
static tt_kind kind_of_items(tt_str items, bool near)
{
    tt_kind kind = TT_KIND_NONE;
    tt_json_stream s;
    tt_json_item item;
    tt_json_stream_init(&s, items);
    for (size_t i = 0; kind == TT_KIND_NONE && i < LOOK_AT_ITEMS; i++) {
        if (!tt_json_stream_next(&s, &item))
            break;
        if (!item.broken)
            kind = kind_of_object(item.raw, near);
    }
    return kind;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    if (map)
        return map->kind;
    tt_json_wrap wrap = tt_json_wrap_of(bytes);
    tt_kind kind = wrap.found ? kind_of_wrap(bytes) : TT_KIND_NONE;
    for (int near = 0; kind == TT_KIND_NONE && near < 2; near++)
        kind = kind_of_items(wrap.found ? wrap.array : bytes, near);
    return kind;
}

/* --- reading --- */

/* What the key at some place of the record before was: most records have the same keys in the same
 * order. */
struct seen_key {
    uint8_t n; /* 0: nothing seen */
    char key[SHORT_KEY];
    int32_t column; /* of the plan; -1: none */
};

/* Reading records of one kind. */
struct lane {
    tt_plan plan;
    struct seen_key seen[SEEN_KEYS];
    tt_cell cells[TT_PLAN_COLUMNS];
    bool there[TT_PLAN_COLUMNS];
    bool ever[TT_PLAN_COLUMNS]; /* in any record: for columns of a map */
};

struct reading {
    const tt_read_in *in;
    const tt_sink *sink;
    tt_arena file;                    /* what the lanes refer to */
    struct lane *lane[TT_KIND_COUNT]; /* made when the first record of the kind comes */
    tt_json_member_vec members, elements;
    tt_map others;         /* keys that no field takes */
    tt_u64_vec other_last; /* by number in others: the record that had it last */
};

static tt_status lane_of(struct reading *r, tt_kind kind, struct lane **out, tt_err *err)
{
    struct lane *l = r->lane[kind];
    if (!l) {
        l = tt_new(&r->file, struct lane);
        if (!l)
            return tt_fail(err, TT_ENOMEM, "no room for a reader");
        TT_TRY(tt_plan_init(&l->plan, kind, r->in, r->sink, &r->file, err));
        r->lane[kind] = l;
    }
    *out = l;
    return TT_OK;
}

static int column_of(struct lane *l, size_t place, tt_str key)
{
    struct seen_key *s = &l->seen[place % SEEN_KEYS];
    if (s->n > 0 && s->n == key.n && memcmp(s->key, key.p, key.n) == 0)
        return s->column;
    int column = tt_plan_find(&l->plan, key);
    if (key.n > 0 && key.n <= SHORT_KEY) {
        s->n = (uint8_t)key.n;
        memcpy(s->key, key.p, key.n);
        s->column = column;
    }
    return column;
}

/* A key that no field takes: told once; twice in a record is noted. */
static tt_status other_key(struct reading *r, const struct lane *l, tt_str key, uint32_t place,
                           const tt_row_at *at, tt_err *err)
{
    if (tt_plan_ignores(&l->plan, key) || (!r->in->map && is_kind_key(key)))
        return TT_OK;
    if (!tt_text_is_clean(key)) {
        tt_text_flaws flaws = {false, false};
        key = tt_text_clean(key, r->in->scratch, &flaws);
        if (!key.p)
            return tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    bool added;
    uint32_t id;
    if (!tt_vec_reserve(&r->other_last, 1) ||
        !tt_map_intern(&r->others, key, (uint32_t)r->other_last.n, &id, &added))
        return tt_fail(err, TT_ENOMEM, "no room for the keys of a file");
    if (added) {
        r->other_last.v[r->other_last.n++] = at->number;
        return r->sink->unknown_column(r->sink->ctx, key, err);
    }
    bool twice = r->other_last.v[id] == at->number;
    r->other_last.v[id] = at->number;
    return twice ? tt_tell_note(r->sink, TT_REASON_DUPLICATE_KEY, at, place, NULL, key, err)
                 : TT_OK;
}

/* An array of plain values as "a|b". */
static tt_status joined(struct reading *r, tt_str array, tt_cell *out, tt_err *err)
{
    tt_json_flat what;
    TT_TRY(tt_json_flat_elements(array, r->in->scratch, &r->elements, &what, err));
    size_t n = 0;
    for (size_t i = 0; i < r->elements.n; i++) {
        const tt_json_member *m = &r->elements.v[i];
        if (m->type == TT_JSON_ARRAY || m->type == TT_JSON_OBJECT ||
            tt_str_find(m->text, TT_STR("|"), 0) != SIZE_MAX) {
            out->nested = true; /* a '|' inside an element would make two of it */
            return TT_OK;
        }
        n += m->text.n + 1;
    }
    char *text = tt_arena_zalloc(r->in->scratch, n + 1, 1);
    if (!text)
        return tt_fail(err, TT_ENOMEM, "no room for a list");
    n = 0;
    for (size_t i = 0; i < r->elements.n; i++) {
        tt_str s = r->elements.v[i].text;
        if (s.n == 0)
            continue;
        if (n > 0)
            text[n++] = '|';
        memcpy(text + n, s.p, s.n);
        n += s.n;
    }
    out->text = (tt_str){text, n};
    return TT_OK;
}

static tt_status to_cell(struct reading *r, const struct lane *l, size_t column,
                         const tt_json_member *m, tt_cell *out, tt_err *err)
{
    out->text = m->text;
    out->nested = false;
    if (m->type == TT_JSON_OBJECT || m->type == TT_JSON_ARRAY)
        out->nested = true;
    if (m->type == TT_JSON_ARRAY && l->plan.list[column]) {
        out->nested = false;
        return joined(r, m->text, out, err);
    }
    if (m->type == TT_JSON_NUMBER) {
        out->text = tt_json_plain_number(m->text, r->in->scratch);
        if (!out->text.p)
            return tt_fail(err, TT_ENOMEM, "no room for a number");
    }
    return TT_OK;
}

/* What filling the cells of a lane found out. */
struct filled {
    tt_reason refusal;
    uint32_t place;
    const char *field;
};

static tt_status fill(struct reading *r, struct lane *l, struct filled *out, tt_err *err)
{
    *out = (struct filled){TT_REASON_NONE, 0, NULL};
    for (size_t w = 0; w < l->plan.n_columns; w++) {
        l->there[w] = false;
        l->cells[w] = (tt_cell){{NULL, 0}, 0, false};
    }
    for (size_t i = 0; i < r->members.n; i++) {
        const tt_json_member *m = &r->members.v[i];
        uint32_t place = (uint32_t)(i + 1);
        int w = column_of(l, i, m->key);
        if (w < 0)
            continue;
        if (l->there[w] && out->refusal == TT_REASON_NONE)
            *out = (struct filled){TT_REASON_DUPLICATE_KEY, place,
                                   tt_plan_fed_by(&l->plan, (size_t)w)};
        l->there[w] = l->ever[w] = true;
        l->cells[w].column = place;
        TT_TRY(to_cell(r, l, (size_t)w, m, &l->cells[w], err));
    }
    return TT_OK;
}

static tt_status tell_others(struct reading *r, struct lane *l, const tt_row_at *at, tt_err *err)
{
    for (size_t i = 0; i < r->members.n; i++)
        if (column_of(l, i, r->members.v[i].key) < 0)
            TT_TRY(other_key(r, l, r->members.v[i].key, (uint32_t)(i + 1), at, err));
    return TT_OK;
}

static tt_status kind_by_keys(struct reading *r, tt_kind *out, tt_err *err)
{
    tt_str *names = tt_new_n(r->in->scratch, tt_str, r->members.n);
    if (!names)
        return tt_fail(err, TT_ENOMEM, "no room for the keys of a record");
    for (size_t i = 0; i < r->members.n; i++)
        names[i] = r->members.v[i].key;
    *out = tt_columns_kind(names, r->members.n);
    return TT_OK;
}

/* The member "kind", if there is one. */
static const tt_json_member *kind_member(const struct reading *r)
{
    for (size_t i = 0; i < r->members.n; i++)
        if (is_kind_key(r->members.v[i].key))
            return &r->members.v[i];
    return NULL;
}

/* The kind that the file, the command or the record itself names; NONE when none does. */
static tt_kind kind_first(const struct reading *r, const tt_json_member *m, tt_reason *why)
{
    const tt_read_in *in = r->in;
    tt_kind named = m ? kind_named(m->text) : TT_KIND_NONE;
    if (!m || (in->forced && in->kind == TT_KIND_COVERAGE))
        return in->kind;
    if (in->forced && named != in->kind)
        *why = TT_REASON_OTHER_KIND;
    else if (named == TT_KIND_NONE)
        *why = TT_REASON_UNKNOWN_KIND;
    return named;
}

/* Fill the cells of the lane whose kind the record is; *why when it is of no kind. */
static tt_status choose_lane(struct reading *r, struct lane **out, struct filled *filled,
                             tt_reason *why, tt_err *err)
{
    const tt_json_member *m = r->in->map ? NULL : kind_member(r);
    tt_kind kind = kind_first(r, m, why), by_keys;
    if (kind != TT_KIND_NONE) {
        TT_TRY(lane_of(r, kind, out, err));
        TT_TRY(fill(r, *out, filled, err));
        if (r->in->map || r->in->forced || tt_plan_lacks(&(*out)->plan, (*out)->there, 0) < 0)
            return TT_OK;
    }
    /* A record of another kind than the file's first, or one of coverage, whose "kind" is a field
     * of its own. */
    TT_TRY(kind_by_keys(r, &by_keys, err));
    if (by_keys == TT_KIND_NONE || (m && by_keys != TT_KIND_COVERAGE)) {
        if (kind == TT_KIND_NONE)
            *why = TT_REASON_UNKNOWN_KIND;
        return TT_OK;
    }
    *why = TT_REASON_NONE;
    TT_TRY(lane_of(r, by_keys, out, err));
    return fill(r, *out, filled, err);
}

static tt_status take_members(struct reading *r, const tt_row_at *at, tt_err *err)
{
    tt_reason why = TT_REASON_NONE;
    struct lane *l = NULL;
    struct filled filled = {TT_REASON_NONE, 0, NULL};
    size_t limit = r->in->limits.field_bytes ? r->in->limits.field_bytes : FIELD_BYTES;
    for (size_t i = 0; i < r->members.n; i++)
        if (r->members.v[i].text.n > limit || r->members.v[i].key.n > limit)
            return tt_tell_reject(r->sink, TT_REASON_FIELD_LIMIT, at, (uint32_t)(i + 1), NULL, err);
    TT_TRY(choose_lane(r, &l, &filled, &why, err));
    if (why != TT_REASON_NONE)
        return tt_tell_reject(r->sink, why, at, 0, "kind", err);
    TT_TRY(tell_others(r, l, at, err));
    if (filled.refusal != TT_REASON_NONE)
        return tt_tell_reject(r->sink, filled.refusal, at, filled.place, filled.field, err);
    bool clean = tt_text_is_clean(at->raw) && !memchr(at->raw.p, '\\', at->raw.n);
    return tt_plan_row(&l->plan, l->cells, at, clean, r->in->scratch, err);
}

static tt_status
take_item(struct reading *r, const tt_json_item *item, const tt_row_at *at, tt_err *err)
{
    size_t limit = r->in->limits.row_bytes ? r->in->limits.row_bytes : ROW_BYTES;
    tt_json_flat what = TT_JSON_FLAT_BROKEN;
    if (item->raw.n > limit)
        return tt_tell_reject(r->sink, TT_REASON_ROW_LIMIT, at, 0, NULL, err);
    if (!item->broken)
        TT_TRY(tt_json_flat_members(item->raw, r->in->scratch, &r->members, &what, err));
    switch (what) {
    case TT_JSON_FLAT_BROKEN:
        return tt_tell_reject(r->sink, TT_REASON_NOT_JSON, at, 0, NULL, err);
    case TT_JSON_FLAT_NOT_OBJECT:
        return tt_tell_reject(r->sink, TT_REASON_NOT_OBJECT, at, 0, NULL, err);
    case TT_JSON_FLAT_FINE:
        break;
    }
    return take_members(r, at, err);
}

/* Keys beside the array of records: nothing reads them. */
static tt_status tell_wrap(struct reading *r, tt_err *err)
{
    tt_json_walk w;
    tt_str key, value;
    if (!tt_json_walk_start(&w, r->in->bytes, tt_json_text_start(r->in->bytes)))
        return TT_OK;
    while (tt_json_walk_next(&w, &key, &value)) {
        tt_text_flaws flaws = {false, false};
        if ((value.n > 0 && value.p[0] == '[') || is_kind_key(key))
            continue;
        tt_str name = tt_text_is_clean(key) ? key : tt_text_clean(key, r->in->scratch, &flaws);
        if (!name.p)
            return tt_fail(err, TT_ENOMEM, "no room for a name");
        TT_TRY(r->sink->unknown_column(r->sink->ctx, name, err));
    }
    return TT_OK;
}

/* Columns of the map that no record had. */
static tt_status tell_never(struct reading *r, tt_err *err)
{
    static const tt_row_at whole = {0, 1, 0, {"", 0}};
    struct lane *l = r->in->map ? r->lane[r->in->map->kind] : NULL;
    for (size_t w = 0; l && w < l->plan.n_mapped; w++)
        if (!l->ever[w])
            TT_TRY(tt_tell_note(r->sink, TT_REASON_MAP_COLUMN, &whole, 0,
                                tt_plan_fed_by(&l->plan, w), l->plan.columns[w], err));
    return TT_OK;
}

static uint64_t lines_before(tt_str bytes, size_t end)
{
    uint64_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += bytes.p[i] == '\n';
    return n;
}

static void next_row(const struct reading *r, tt_row_at *at)
{
    at->number++;
    if (r->in->n_rows)
        ++*r->in->n_rows;
}

static tt_status read_items(struct reading *r, tt_err *err)
{
    const tt_read_in *in = r->in;
    tt_json_wrap wrap = tt_json_wrap_of(in->bytes);
    uint64_t line = wrap.found ? lines_before(in->bytes, wrap.start) : 0;
    tt_row_at at = {0};
    tt_json_stream s;
    tt_json_item item;
    if (wrap.found)
        TT_TRY(tell_wrap(r, err));
    bool broken = false;
    tt_json_stream_init(&s, wrap.found ? wrap.array : in->bytes);
    while (tt_json_stream_next(&s, &item)) {
        if (item.raw.n == 0 && broken)
            break; /* an array that was cut off inside a record: that one has been told */
        broken = item.broken;
        next_row(r, &at);
        at.line = line + item.line;
        at.offset = (wrap.found ? wrap.start : 0) + item.offset;
        at.raw = item.raw;
        TT_TRY(take_item(r, &item, &at, err));
        if (in->scratch->used > 0)
            tt_arena_reset(in->scratch);
    }
    if (wrap.found && wrap.rest.n > 0) {
        next_row(r, &at);
        at.raw = wrap.rest;
        at.offset = (uint64_t)(wrap.rest.p - in->bytes.p);
        at.line = lines_before(in->bytes, (size_t)at.offset) + 1;
        TT_TRY(tt_tell_reject(r->sink, TT_REASON_NOT_JSON, &at, 0, NULL, err));
    }
    return tell_never(r, err);
}

static tt_status read_json(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {.in = in, .sink = sink};
    tt_arena_init(&r.file, 0);
    tt_map_init(&r.others);
    tt_status st = read_items(&r, err);
    tt_vec_release(&r.members);
    tt_vec_release(&r.elements);
    tt_vec_release(&r.other_last);
    tt_map_release(&r.others);
    tt_arena_release(&r.file);
    return st;
}

const tt_reader tt_reader_json = {
    .id = "json",
    .title = "JSON array, object around an array, or one object per line (NDJSON)",
    .extensions = "json,ndjson,jsonl",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_json,
};
