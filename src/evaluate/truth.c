/* truth.c - truth.json and the tables beside it. */
#include "evaluate/parts.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"
#include "model/kind.h"

TT_VEC(doc_vec, tt_truth_doc);
TT_VEC(event_vec, tt_truth_event);
TT_VEC(link_vec, tt_truth_link);
TT_VEC(break_vec, tt_truth_break);

struct reader {
    tt_truth *t;
    tt_map events; /* id: index */
    doc_vec docs;
    event_vec ev;
    tt_u32_vec event_docs, event_parties;
    link_vec links;
    break_vec breaks;
};

static tt_status out_of_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the truth");
}

/* --- tables --- */

enum { MAX_CELLS = 16 };

struct table {
    const char *name;
    const char *head[MAX_CELLS]; /* the columns that are read, in the order of the row's cells */
    tt_status (*row)(struct reader *r, const tt_str *cell, const char *where, tt_err *err);
};

static tt_status find_columns(const struct table *t, const tt_csv_row *row, size_t *at,
                              const char *path, tt_err *err)
{
    for (size_t c = 0; t->head[c]; c++) {
        size_t i = 0;
        while (i < row->n && !tt_str_is(row->fields[i], t->head[c]))
            i++;
        if (i == row->n)
            return tt_fail(err, TT_EFORMAT, "'%s' has no column '%s'", path, t->head[c]);
        at[c] = i;
    }
    return TT_OK;
}

static tt_status
read_rows(struct reader *r, const struct table *t, tt_str bytes, const char *path, tt_err *err)
{
    tt_csv csv;
    tt_csv_row row;
    size_t at[MAX_CELLS] = {0};
    bool more, head = true;
    TT_TRY(tt_csv_init(&csv, bytes, NULL, err));
    tt_status st;
    while ((st = tt_csv_next(&csv, &row, &more, err)) == TT_OK && more) {
        tt_str cell[MAX_CELLS];
        if (head) {
            st = find_columns(t, &row, at, path, err);
            head = false;
        } else {
            size_t n = 0;
            for (; t->head[n]; n++)
                cell[n] = at[n] < row.n ? row.fields[at[n]] : (tt_str){"", 0};
            const char *where =
                tt_arena_printf(r->t->a, "'%s' line %llu", path, (unsigned long long)row.line);
            st = where ? t->row(r, cell, where, err) : out_of_memory(err);
        }
        if (st != TT_OK)
            break;
    }
    tt_csv_release(&csv);
    return st;
}

/* The index of a text, added when it is new; 0 for an empty one. */
static bool intern(tt_map *map, uint32_t *n, tt_str text, tt_tx *out)
{
    bool added;
    *out = 0;
    if (!text.n)
        return true;
    if (!tt_map_intern(map, text, *n + 1, out, &added))
        return false;
    *n += added;
    return true;
}

static tt_status
read_place(tt_str kind, tt_str line, const char *where, tt_truth_doc *out, tt_err *err)
{
    uint64_t n;
    out->kind = tt_kind_find(kind);
    if (!tt_kind_is_document(out->kind))
        return tt_fail(err, TT_EFORMAT, "%s: '%.*s' is no kind of document", where,
                       TT_STR_ARG(kind));
    if (!tt_parse_u64(line, &n) || n > UINT32_MAX)
        return tt_fail(err, TT_EFORMAT, "%s: '%.*s' is no line", where, TT_STR_ARG(line));
    out->line = (uint32_t)n;
    return TT_OK;
}

static tt_status add_document(struct reader *r, const tt_str *c, const char *where, tt_err *err)
{
    tt_truth_doc d = {.number = tt_arena_str(r->t->a, c[1])};
    TT_TRY(read_place(c[0], c[2], where, &d, err));
    bool ok = d.number.p;
    for (size_t i = 0; i < TT_MAX_ROLES && ok; i++)
        ok = intern(&r->t->entities, &r->t->n_entities, c[4 + i], &d.party[i]);
    if (c[3].n) {
        d.event = tt_map_find(&r->events, c[3]);
        if (d.event == TT_MAP_NONE)
            return tt_fail(err, TT_EFORMAT, "%s: truth.json has no event '%.*s'", where,
                           TT_STR_ARG(c[3]));
    }
    return ok && tt_vec_push(&r->docs, d) ? TT_OK : out_of_memory(err);
}

/* A document that a table names; 0 when it is not among the documents. */
static tt_status named(struct reader *r, tt_str kind, tt_str number, tt_str line, const char *where,
                       tt_tx *out, tt_err *err)
{
    tt_truth_doc d;
    TT_TRY(read_place(kind, line, where, &d, err));
    *out = tt_truth_find(r->t, d.kind, d.line, number);
    if (!*out)
        return tt_fail(err, TT_EFORMAT, "%s: no %.*s '%.*s' in truth_documents.csv", where,
                       TT_STR_ARG(kind), TT_STR_ARG(number));
    return TT_OK;
}

static tt_status add_link(struct reader *r, const tt_str *c, const char *where, tt_err *err)
{
    tt_truth_link l;
    TT_TRY(named(r, TT_STR("invoice"), c[0], c[1], where, &l.invoice, err));
    TT_TRY(named(r, c[2], c[3], c[4], where, &l.other, err));
    return tt_vec_push(&r->links, l) ? TT_OK : out_of_memory(err);
}

static tt_status add_break(struct reader *r, const tt_str *c, const char *where, tt_err *err)
{
    tt_truth_break b = {.partner = tt_kind_find(c[3]), .reason = tt_arena_str(r->t->a, c[4])};
    TT_TRY(named(r, c[0], c[1], c[2], where, &b.doc, err));
    return b.reason.p && tt_vec_push(&r->breaks, b) ? TT_OK : out_of_memory(err);
}

/* --- truth.json --- */

/* A text of an object, kept; empty when it is absent.  False when memory is out. */
static bool keep_text(struct reader *r, const tt_json *node, const char *key, tt_str *out)
{
    *out = tt_pick_str(node, key);
    if (!out->n) {
        *out = (tt_str){"", 0};
        return true;
    }
    *out = tt_arena_str(r->t->a, *out);
    return out->p;
}

static bool add_event_parties(struct reader *r, const tt_json *node)
{
    const tt_json *list = tt_pick_list(node, "entities");
    for (const tt_json *p = list ? tt_json_first(list) : NULL; p; p = tt_json_next(p)) {
        tt_tx e;
        if (!intern(&r->t->entities, &r->t->n_entities, tt_pick_str(p, "id"), &e) ||
            !tt_vec_push(&r->event_parties, e))
            return false;
    }
    return true;
}

/* Documents of events when there is no table of all. */
static tt_status add_event_documents(struct reader *r, const tt_json *node, tt_tx event,
                                     const char *path, tt_err *err)
{
    const tt_json *list = tt_pick_list(node, "documents");
    for (const tt_json *p = list ? tt_json_first(list) : NULL; p; p = tt_json_next(p)) {
        tt_truth_doc d = {.event = event};
        const tt_json *at = tt_json_get(p, "line");
        tt_str line = {"", 0};
        if (at && !tt_json_scalar_text(at, r->t->a, &line))
            line = (tt_str){"", 0};
        TT_TRY(read_place(tt_pick_str(p, "kind"), line, path, &d, err));
        if (!keep_text(r, p, "number", &d.number) || !tt_vec_push(&r->docs, d))
            return out_of_memory(err);
    }
    return TT_OK;
}

static tt_status
add_event(struct reader *r, const tt_json *node, bool planted, const char *path, tt_err *err)
{
    tt_truth *t = r->t;
    tt_truth_event e = {.planted = planted, .first_party = (uint32_t)r->event_parties.n};
    const tt_json *ties = planted ? tt_json_get(node, "ties") : NULL;
    e.ties = ties && tt_json_bool(ties, &e.ties) && e.ties;
    const char *code = planted ? "typology" : "class";
    tt_tx index = (tt_tx)r->ev.n, found;
    bool added;
    if (!keep_text(r, node, "id", &e.id) || !keep_text(r, node, code, &e.code) ||
        !keep_text(r, node, "level", &e.level))
        return out_of_memory(err);
    if (!e.id.n || !e.code.n)
        return tt_fail(err, TT_EFORMAT, "'%s': an event without id or %s", path, code);
    if (!tt_map_intern(&r->events, e.id, index, &found, &added) ||
        !intern(&t->syndicates, &t->n_syndicates, tt_pick_str(node, "syndicate"), &e.syndicate) ||
        !add_event_parties(r, node))
        return out_of_memory(err);
    if (!added)
        return tt_fail(err, TT_EFORMAT, "'%s': two events '%.*s'", path, TT_STR_ARG(e.id));
    e.n_parties = (uint32_t)r->event_parties.n - e.first_party;
    t->n_planted += planted;
    if (!tt_vec_push(&r->ev, e))
        return out_of_memory(err);
    return t->tables ? TT_OK : add_event_documents(r, node, index, path, err);
}

static tt_status read_events(struct reader *r, const tt_json *root, const char *path, tt_err *err)
{
    static const char *const lists[] = {"look_alikes", "planted"};
    if (!tt_vec_push(&r->ev, (tt_truth_event){0}))
        return out_of_memory(err);
    for (size_t i = 0; i < TT_LEN(lists); i++) {
        const tt_json *list = tt_pick_list(root, lists[i]);
        if (!list)
            return tt_fail(err, TT_EFORMAT, "'%s' has no list '%s': is it a truth.json?", path,
                           lists[i]);
        for (const tt_json *e = tt_json_first(list); e; e = tt_json_next(e))
            TT_TRY(add_event(r, e, i == 1, path, err));
    }
    return TT_OK;
}

static tt_status read_json(struct reader *r, const char *path, tt_err *err)
{
    tt_file f;
    tt_json *root = NULL;
    tt_err why = {0};
    TT_TRY(tt_file_open(path, 0, &f, err));
    tt_status st = tt_json_parse(f.bytes, &root, &why);
    if (st != TT_OK)
        st = tt_fail(err, st, "'%s': %s", path, why.text);
    if (st == TT_OK) {
        double seed;
        st = keep_text(r, root, "scenario", &r->t->scenario) ? TT_OK : out_of_memory(err);
        if (tt_pick_double(root, "seed", &seed) && seed >= 0)
            r->t->seed = (uint64_t)seed;
        st = st == TT_OK ? read_events(r, root, path, err) : st;
    }
    tt_json_free(root);
    tt_file_close(&f);
    return st;
}

/* --- putting it together --- */

static int by_place(const void *a, const void *b, void *ctx)
{
    const tt_truth_doc *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static int by_link(const void *a, const void *b, void *ctx)
{
    const tt_truth_link *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->invoice != y->invoice)
        return x->invoice < y->invoice ? -1 : 1;
    return (x->other > y->other) - (x->other < y->other);
}

static int by_break(const void *a, const void *b, void *ctx)
{
    const tt_truth_break *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    return ((int)x->partner > (int)y->partner) - ((int)x->partner < (int)y->partner);
}

/* A copy in the arena with a place 0 in front. */
static void *keep(tt_arena *a, const void *v, size_t n, size_t size)
{
    char *out = tt_arena_zalloc(a, (n + 1) * size, 8);
    if (out && n)
        memcpy(out + size, v, n * size);
    return out;
}

static tt_status take_documents(struct reader *r, tt_err *err)
{
    tt_truth *t = r->t;
    if (!tt_sort(r->docs.v, r->docs.n, sizeof(tt_truth_doc), by_place, NULL))
        return out_of_memory(err);
    t->docs = keep(t->a, r->docs.v, r->docs.n, sizeof(tt_truth_doc));
    t->n_docs = (uint32_t)r->docs.n;
    t->n_events = (uint32_t)r->ev.n - 1;
    t->events = r->ev.n ? keep(t->a, r->ev.v + 1, t->n_events, sizeof(tt_truth_event)) : NULL;
    t->event_docs = tt_new_n(t->a, tt_tx, r->docs.n + 1);
    t->event_parties = tt_new_n(t->a, tt_tx, r->event_parties.n + 1);
    if (!t->docs || !t->events || !t->event_docs || !t->event_parties)
        return out_of_memory(err);
    if (r->event_parties.n)
        memcpy(t->event_parties, r->event_parties.v, r->event_parties.n * sizeof(tt_tx));
    for (uint32_t i = 1; i <= t->n_docs; i++)
        t->events[t->docs[i].event].n_docs++;
    t->events[0].n_docs = 0;
    for (uint32_t e = 1, at = 0; e <= t->n_events; e++) {
        t->events[e].first_doc = at;
        at += t->events[e].n_docs;
        t->events[e].n_docs = 0;
    }
    for (uint32_t i = 1; i <= t->n_docs; i++)
        if (t->docs[i].event) {
            tt_truth_event *e = &t->events[t->docs[i].event];
            t->event_docs[e->first_doc + e->n_docs++] = i;
        }
    return TT_OK;
}

static tt_status take_pairs(struct reader *r, tt_err *err)
{
    tt_truth *t = r->t;
    if (!tt_sort(r->links.v, r->links.n, sizeof(tt_truth_link), by_link, NULL) ||
        !tt_sort(r->breaks.v, r->breaks.n, sizeof(tt_truth_break), by_break, NULL))
        return out_of_memory(err);
    t->links = keep(t->a, r->links.v, r->links.n, sizeof(tt_truth_link));
    t->breaks = keep(t->a, r->breaks.v, r->breaks.n, sizeof(tt_truth_break));
    t->n_links = (uint32_t)r->links.n;
    t->n_breaks = (uint32_t)r->breaks.n;
    return t->links && t->breaks ? TT_OK : out_of_memory(err);
}

static tt_status
read_table(struct reader *r, const struct table *t, const char *folder, tt_err *err)
{
    tt_file f;
    const char *path = tt_arena_printf(r->t->a, "%s/%s", folder, t->name);
    if (!path)
        return out_of_memory(err);
    TT_TRY(tt_file_open(path, 0, &f, err));
    tt_status st = read_rows(r, t, f.bytes, path, err);
    tt_file_close(&f);
    return st;
}

static tt_status read_all(struct reader *r, const char *path, const char *folder, tt_err *err)
{
    static const struct table documents = {
        "truth_documents.csv",
        {"kind", "number", "line", "event", "party_1", "party_2", "party_3", "party_4"},
        add_document};
    static const struct table pairs[] = {
        {"truth_links.csv", {"invoice", "invoice_line", "kind", "number", "line"}, add_link},
        {"truth_breaks.csv", {"kind", "number", "line", "partner", "reason"}, add_break}};
    TT_TRY(read_json(r, path, err));
    if (r->t->tables)
        TT_TRY(read_table(r, &documents, folder, err));
    TT_TRY(take_documents(r, err));
    for (size_t i = 0; r->t->tables && i < TT_LEN(pairs); i++)
        TT_TRY(read_table(r, &pairs[i], folder, err));
    return take_pairs(r, err);
}

tt_status tt_truth_read(const char *path, tt_arena *a, tt_truth *out, tt_err *err)
{
    struct reader r = {.t = out};
    *out = (tt_truth){.a = a};
    tt_map_init(&out->entities);
    tt_map_init(&out->syndicates);
    tt_map_init(&r.events);
    const char *slash = strrchr(path, '/'), *folder = ".";
    const char *inside = tt_arena_printf(a, "%s/truth.json", path);
    if (inside && tt_file_exists(inside)) {
        folder = path;
        path = inside;
    } else if (slash) {
        folder = tt_arena_printf(a, "%.*s", (int)(slash - path), path);
    }
    const char *table = folder ? tt_arena_printf(a, "%s/truth_documents.csv", folder) : NULL;
    tt_status st = inside && table ? TT_OK : out_of_memory(err);
    if (st == TT_OK) {
        out->tables = tt_file_exists(table);
        st = read_all(&r, path, folder, err);
    }
    tt_map_release(&r.events);
    tt_vec_release(&r.docs);
    tt_vec_release(&r.ev);
    tt_vec_release(&r.event_docs);
    tt_vec_release(&r.event_parties);
    tt_vec_release(&r.links);
    tt_vec_release(&r.breaks);
    return st;
}

void tt_truth_release(tt_truth *t)
{
    tt_map_release(&t->entities);
    tt_map_release(&t->syndicates);
}

tt_tx tt_truth_find(const tt_truth *t, tt_kind kind, uint64_t line, tt_str number)
{
    uint32_t low = 1, high = t->n_docs + 1;
    while (low < high) { /* the first that starts behind */
        uint32_t mid = low + (high - low) / 2;
        const tt_truth_doc *d = &t->docs[mid];
        if (d->kind < kind || (d->kind == kind && d->line <= line))
            low = mid + 1;
        else
            high = mid;
    }
    const tt_truth_doc *d = &t->docs[low - 1];
    return low > 1 && d->kind == kind && tt_str_eq(d->number, number) ? low - 1 : 0;
}
