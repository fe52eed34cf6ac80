/*
 * load_sources.c - sources, and where a row lies that came in more than once.
 */
#include "store/load.h"

#include "base/str.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the sources of a case");
}

static tt_status keep(tt_arena *a, tt_str *s, tt_err *err)
{
    *s = tt_arena_str(a, *s);
    return s->p ? TT_OK : no_room(err);
}

/* --- sources --- */

struct found_source {
    tt_load_source at;
    tt_source_row r;
    tt_str name; /* the smallest of its names */
};
TT_VEC(found_sources, struct found_source);

static tt_status read_sources(tt_load *l, found_sources *out, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(l->s, TT_Q_SOURCE_ALL, &q, err));
    for (;;) {
        struct found_source f = {0};
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_source_read(&q, &f.r);
        f.at.rowid = f.r.id;
        f.name = f.r.name;
        if (keep(l->a, &f.name, err) != TT_OK || keep(l->a, &f.r.kind, err) != TT_OK ||
            keep(l->a, &f.r.format, err) != TT_OK)
            return TT_ENOMEM;
        if (!tt_vec_push(out, f))
            return no_room(err);
    }
}

static struct found_source *source_by_id(found_sources *v, int64_t rowid)
{
    size_t lo = 0, hi = v->n;
    TT_BISECT(size_t, lo, hi, mid, v->v[mid].at.rowid < rowid);
    return lo < v->n && v->v[lo].at.rowid == rowid ? &v->v[lo] : NULL;
}

static tt_status read_names(tt_load *l, found_sources *v, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(l->s, TT_Q_SOURCE_NAME_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        struct found_source *f = source_by_id(v, tt_q_get_int(&q));
        tt_str name = tt_q_get_str(&q);
        if (!f || tt_str_cmp(name, f->name) >= 0)
            continue;
        f->name = name;
        TT_TRY(keep(l->a, &f->name, err));
    }
}

/* By bytes, map and kind: what a source is.  Its name is not part of it. */
static int by_content(const void *a, const void *b, void *ctx)
{
    const struct found_source *v = ctx;
    const tt_source_row *x = &v[*(const uint32_t *)a].r, *y = &v[*(const uint32_t *)b].r;
    int c = memcmp(x->sha.b, y->sha.b, sizeof x->sha.b);
    if (c == 0)
        c = tt_hash_cmp(x->map, y->map);
    return c != 0 ? c : tt_str_cmp(x->kind, y->kind);
}

static int by_name(const void *a, const void *b, void *ctx)
{
    const struct found_source *v = ctx;
    const struct found_source *x = &v[*(const uint32_t *)a], *y = &v[*(const uint32_t *)b];
    int c = tt_str_cmp(x->name, y->name);
    return c != 0 ? c : (x->at.rank > y->at.rank) - (x->at.rank < y->at.rank);
}

static tt_status order_sources(tt_load *l, found_sources *v, tt_err *err)
{
    uint32_t *order;
    TT_TRY(tt_load_order(l, v->n, by_content, v->v, &order, err));
    for (size_t i = 0; i < v->n; i++)
        v->v[order[i]].at.rank = (uint32_t)i;
    TT_TRY(tt_load_order(l, v->n, by_name, v->v, &order, err));
    l->d->sources = tt_new_n(l->a, tt_source, v->n + 1);
    l->sources = tt_new_n(&l->tmp, tt_load_source, v->n + 1);
    if (!l->d->sources || !l->sources)
        return no_room(err);
    for (size_t i = 0; i < v->n; i++) {
        struct found_source *f = &v->v[order[i]];
        f->at.ix = (tt_ix)(i + 1);
        l->d->sources[i + 1] = (tt_source){
            .rowid = f->r.id,
            .name = f->name,
            .sha = f->r.sha,
            .kind = tt_kind_find(f->r.kind),
            .format = f->r.format,
            .n_read = (uint64_t)TT_MAX(f->r.n_read, (int64_t)0),
            .n_rejected = (uint64_t)TT_MAX(f->r.n_rejected, (int64_t)0),
        };
    }
    for (size_t i = 0; i < v->n; i++)
        l->sources[i] = v->v[i].at;
    l->n_sources = l->d->n_sources = v->n;
    return TT_OK;
}

tt_status tt_load_sources(tt_load *l, tt_err *err)
{
    found_sources v = {0};
    tt_status st = read_sources(l, &v, err);
    if (st == TT_OK)
        st = read_names(l, &v, err);
    if (st == TT_OK)
        st = order_sources(l, &v, err);
    tt_vec_release(&v);
    return st;
}

/* Index in l->sources.  Rows of a source lie together: the last one is usually right. */
static tt_status find_source(tt_load *l, int64_t rowid, uint32_t *out, tt_err *err)
{
    size_t lo = 0, hi = l->n_sources;
    if (l->last_source < hi && l->sources[l->last_source].rowid == rowid) {
        *out = (uint32_t)l->last_source;
        return TT_OK;
    }
    TT_BISECT(size_t, lo, hi, mid, l->sources[mid].rowid < rowid);
    if (lo == l->n_sources || l->sources[lo].rowid != rowid)
        return tt_fail(err, TT_EDB, "case file: source %lld is missing", (long long)rowid);
    l->last_source = lo;
    *out = (uint32_t)lo;
    return TT_OK;
}

/* Rows that lie in a source are its loaded ones; the others that it had are duplicates. */
tt_status tt_load_count_sources(tt_load *l, tt_err *err)
{
    for (size_t i = 0; i < l->n_sources; i++) {
        tt_source *src = &l->d->sources[l->sources[i].ix];
        src->n_loaded = (uint64_t)l->sources[i].n_rows;
        if (src->n_read < src->n_rejected || src->n_read - src->n_rejected < src->n_loaded)
            return tt_fail(err, TT_EDB, "case file: the rows of source %lld do not add up",
                           (long long)src->rowid);
        src->n_duplicate = src->n_read - src->n_rejected - src->n_loaded;
    }
    return TT_OK;
}

/* --- duplicates --- */

static int by_row(const void *a, const void *b, void *ctx)
{
    const tt_load *l = ctx;
    const tt_load_dup *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int c = tt_hash_cmp(x->row, y->row);
    if (c != 0)
        return c;
    uint32_t rx = l->sources[x->source].rank, ry = l->sources[y->source].rank;
    if (rx != ry)
        return rx < ry ? -1 : 1;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static tt_status read_dups(tt_load *l, tt_dup_vec *v, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(l->s, TT_Q_DUPLICATE_ROW_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_load_dup dup = {.kind = tt_kind_find(tt_q_get_str(&q))};
        TT_TRY(find_source(l, tt_q_get_int(&q), &dup.source, err));
        dup.line = (uint64_t)tt_q_get_int(&q);
        dup.offset = (uint64_t)tt_q_get_int(&q);
        dup.bytes = (uint64_t)tt_q_get_int(&q);
        dup.row = tt_q_get_hash(&q);
        if (!tt_vec_push(v, dup))
            return no_room(err);
    }
}

tt_status tt_load_dups(tt_load *l, tt_err *err)
{
    tt_dup_vec *v = &l->dups;
    TT_TRY(read_dups(l, v, err));
    if (!tt_sort(v->v, v->n, sizeof *v->v, by_row, l))
        return no_room(err);
    size_t i = 0;
    for (unsigned k = 0; k <= TT_KIND_COUNT; k++) {
        while (i < v->n && (unsigned)v->v[i].kind < k)
            i++;
        l->first_dup[k] = i;
    }
    return TT_OK;
}

/* The first of the other occurrences of a row; NULL when there are none. */
static const tt_load_dup *find_dup(const tt_load *l, const tt_row *row)
{
    size_t lo = l->first_dup[row->r.kind], end = l->first_dup[row->r.kind + 1], hi = end;
    TT_BISECT(size_t, lo, hi, mid, tt_hash_cmp(l->dups.v[mid].row, row->hash) < 0);
    return lo < end && tt_hash_cmp(l->dups.v[lo].row, row->hash) == 0 ? &l->dups.v[lo] : NULL;
}

static void count_checks(tt_load *l, const tt_row *row)
{
    const tt_plan *plan = &l->s->plan[row->r.kind];
    for (unsigned n = 0; n < plan->n_checks; n++) {
        size_t i = plan->check[n];
        tt_id_state state = (tt_id_state)row->check[i];
        if (state > TT_ID_UNCHECKED && state < TT_ID_STATES)
            l->d->checks[tt_id_field_scheme(tt_kind_get(row->r.kind), row->r.v, i)][state]++;
    }
}

tt_status tt_load_place(tt_load *l, const tt_row *row, tt_place *out, tt_err *err)
{
    tt_load_dup at = {.line = row->r.line, .offset = row->r.offset, .bytes = row->r.raw.n};
    TT_TRY(find_source(l, row->source, &at.source, err));
    const tt_load_dup *other = find_dup(l, row);
    if (other) {
        at.kind = other->kind;
        at.row = other->row;
        if (by_row(other, &at, l) < 0)
            at = *other;
    }
    if (at.bytes > UINT32_MAX)
        return tt_fail(err, TT_EDB, "case file: row %lld is longer than 4 GiB", (long long)row->id);
    l->sources[at.source].n_rows++;
    count_checks(l, row);
    *out = (tt_place){l->sources[at.source].ix, (uint32_t)at.bytes, at.line, at.offset};
    return TT_OK;
}

/* --- the hash of the evidence --- */

/* True for a source that gives nothing to who does not read these kinds.  A CSV file has rows of
 * its own kind only; other formats may have some of others. */
static bool gives_nothing(const tt_source_row *r, unsigned unread)
{
    tt_kind kind = tt_kind_find(r->kind);
    bool empty = r->n_loaded == 0 && r->n_duplicate == 0;
    return empty || (kind != TT_KIND_NONE && unread >> kind & 1 && tt_str_is(r->format, "csv"));
}

tt_status tt_store_evidence_hash(tt_store *s, unsigned unread, tt_hash *out, tt_err *err)
{
    tt_load l = {.s = s};
    found_sources v = {0};
    uint32_t *order;
    tt_arena_init(&l.tmp, 0);
    l.a = &l.tmp;
    tt_status st = read_sources(&l, &v, err);
    if (st == TT_OK)
        st = read_names(&l, &v, err);
    if (st == TT_OK)
        st = tt_load_order(&l, v.n, by_content, v.v, &order, err);
    if (st == TT_OK) {
        tt_hasher_reset(&s->hasher);
        for (size_t i = 0; i < v.n; i++) {
            const struct found_source *f = &v.v[order[i]];
            if (unread && gives_nothing(&f->r, unread))
                continue;
            tt_hasher_add(&s->hasher, f->r.sha.b, sizeof f->r.sha.b);
            tt_hasher_add(&s->hasher, f->r.map.b, sizeof f->r.map.b);
            tt_hasher_add_str(&s->hasher, f->r.kind);
            tt_hasher_add_str(&s->hasher, f->name);
        }
        *out = tt_hasher_final_hash(&s->hasher);
        if (s->hasher.failed)
            st = tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    }
    tt_vec_release(&v);
    tt_arena_release(&l.tmp);
    return st;
}
