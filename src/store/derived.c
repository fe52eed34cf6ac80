/*
 * derived.c - tables d_*: dropped and written as groups, each with a hash over what it holds.
 *
 * Things are named by hashes, never by a position that other data would move: a table that was made
 * from other evidence is noticed when it is read.
 */
#include "store/derived.h"

#include "base/str.h"
#include "base/vec.h"

enum { MAX_TABLES = 16 };

static const struct {
    const char *name;
    size_t n;
    struct {
        tt_query all, drop;
    } table[MAX_TABLES];
} groups[TT_GROUP_COUNT] = {
    [TT_GROUP_ENTITIES] = {"entities",
                           4,
                           {{TT_Q_D_ENTITY_ALL, TT_Q_D_ENTITY_DROP},
                            {TT_Q_D_MEMBER_ALL, TT_Q_D_MEMBER_DROP},
                            {TT_Q_D_NEAR_ALL, TT_Q_D_NEAR_DROP},
                            {TT_Q_D_OWNERSHIP_ALL, TT_Q_D_OWNERSHIP_DROP}}},
    [TT_GROUP_DEALS] = {"deals",
                        4,
                        {{TT_Q_D_DEAL_ALL, TT_Q_D_DEAL_DROP},
                         {TT_Q_D_DEAL_DOC_ALL, TT_Q_D_DEAL_DOC_DROP},
                         {TT_Q_D_PAIRING_ALL, TT_Q_D_PAIRING_DROP},
                         {TT_Q_D_BREAK_ALL, TT_Q_D_BREAK_DROP}}},
    [TT_GROUP_RESULTS] = {"results",
                          14,
                          {{TT_Q_D_FINDING_ALL, TT_Q_D_FINDING_DROP},
                           {TT_Q_D_FINDING_ENTITY_ALL, TT_Q_D_FINDING_ENTITY_DROP},
                           {TT_Q_D_FINDING_DOC_ALL, TT_Q_D_FINDING_DOC_DROP},
                           {TT_Q_D_FINDING_MEASURE_ALL, TT_Q_D_FINDING_MEASURE_DROP},
                           {TT_Q_D_FINDING_TEST_ALL, TT_Q_D_FINDING_TEST_DROP},
                           {TT_Q_D_FINDING_STEP_ALL, TT_Q_D_FINDING_STEP_DROP},
                           {TT_Q_D_COMMUNITY_ALL, TT_Q_D_COMMUNITY_DROP},
                           {TT_Q_D_COMMUNITY_ENTITY_ALL, TT_Q_D_COMMUNITY_ENTITY_DROP},
                           {TT_Q_D_SYNDICATE_ALL, TT_Q_D_SYNDICATE_DROP},
                           {TT_Q_D_SYNDICATE_ENTITY_ALL, TT_Q_D_SYNDICATE_ENTITY_DROP},
                           {TT_Q_D_SYNDICATE_FINDING_ALL, TT_Q_D_SYNDICATE_FINDING_DROP},
                           {TT_Q_D_ENTITY_SCORE_ALL, TT_Q_D_ENTITY_SCORE_DROP},
                           {TT_Q_D_COMPLETENESS_ALL, TT_Q_D_COMPLETENESS_DROP},
                           {TT_Q_D_COUNT_ALL, TT_Q_D_COUNT_DROP}}},
};

const char *tt_group_name(tt_group g)
{
    return groups[g].name;
}

tt_status tt_group_drop(tt_store *s, tt_group g, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_store_writable(s, err));
    for (size_t i = 0; i < groups[g].n; i++) {
        TT_TRY(tt_q_open(s, groups[g].table[i].drop, &q, err));
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

static void hash_columns(tt_hasher *h, sqlite3_stmt *st)
{
    int n = sqlite3_column_count(st);
    for (int i = 0; i < n; i++) {
        int type = sqlite3_column_type(st, i);
        int64_t number = type == SQLITE_INTEGER ? sqlite3_column_int64(st, i) : 0;
        double real = type == SQLITE_FLOAT ? sqlite3_column_double(st, i) : 0;
        if (type == SQLITE_INTEGER)
            tt_q_tell(h, type, &number, sizeof number);
        else if (type == SQLITE_FLOAT)
            tt_q_tell(h, type, &real, sizeof real);
        else
            tt_q_tell(h, type, sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i));
    }
}

tt_status tt_group_hash(tt_store *s, tt_group g, tt_sha256 *out, tt_err *err)
{
    tt_hasher *h = &s->hasher;
    tt_q q;
    bool row;
    tt_hasher_reset(h);
    for (size_t i = 0; i < groups[g].n; i++) {
        tt_hasher_add_i64(h, (int64_t)i);
        TT_TRY(tt_q_open(s, groups[g].table[i].all, &q, err));
        for (;;) {
            TT_TRY(tt_q_next(&q, &row, err));
            if (!row)
                break;
            hash_columns(h, q.st);
        }
    }
    *out = tt_hasher_final(h);
    return h->failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

tt_status tt_group_is_empty(tt_store *s, tt_group g, bool *out, tt_err *err)
{
    tt_q q;
    bool row = false;
    for (size_t i = 0; i < groups[g].n && !row; i++) {
        TT_TRY(tt_q_open(s, groups[g].table[i].all, &q, err));
        TT_TRY(tt_q_next(&q, &row, err));
        tt_q_close(&q);
    }
    *out = !row;
    return TT_OK;
}

static tt_status put_state(tt_store *s, tt_group g, const tt_sha256 *hash, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_D_STATE_PUT, &q, err));
    tt_q_text(&q, groups[g].name);
    tt_q_blob(&q, hash->b, sizeof hash->b);
    return tt_q_run(&q, err);
}

tt_status tt_group_seal(tt_store *s, tt_group g, tt_err *err)
{
    tt_sha256 hash;
    TT_TRY(tt_group_hash(s, g, &hash, err));
    return put_state(s, g, &hash, err);
}

/* --- groups that are written table by table --- */

tt_status tt_group_begin(tt_store *s, tt_group g, tt_err *err)
{
    if (!s->written.ctx)
        TT_TRY(tt_hasher_init(&s->written, err));
    tt_hasher_reset(&s->written);
    return tt_group_drop(s, g, err);
}

void tt_group_table(tt_store *s, size_t table)
{
    tt_hasher_add_i64(&s->written, (int64_t)table);
}

tt_status tt_group_row(tt_store *s, tt_query id, tt_q *out, tt_err *err)
{
    TT_TRY(tt_q_open(s, id, out, err));
    out->told = &s->written;
    return TT_OK;
}

tt_status tt_group_end(tt_store *s, tt_group g, tt_err *err)
{
    tt_sha256 hash = tt_hasher_final(&s->written);
    if (s->written.failed)
        return tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
    return put_state(s, g, &hash, err);
}

/* --- lists --- */

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the results of a case");
}

tt_status tt_list_init(tt_list *l, size_t size, tt_err *err)
{
    void *zero;
    *l = (tt_list){.size = size};
    return tt_list_add(l, &zero, err);
}

void tt_list_release(tt_list *l)
{
    tt_mem_free(l->v);
    *l = (tt_list){.size = l->size};
}

tt_status tt_list_add(tt_list *l, void **out, tt_err *err)
{
    if (l->n >= UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 rows of a table");
    if (!tt_vec_room(&l->v, &l->cap, l->n, 1, l->size))
        return no_room(err);
    *out = (char *)l->v + l->n++ * l->size;
    memset(*out, 0, l->size);
    return TT_OK;
}

tt_status tt_list_keep(tt_list *l, tt_arena *a, void **out, size_t *n, tt_err *err)
{
    void *p = tt_arena_zalloc(a, l->n, l->size);
    if (!p)
        return no_room(err);
    memcpy(p, l->v, l->n * l->size);
    *out = p;
    *n = l->n - 1;
    return TT_OK;
}

/* --- names --- */

void tt_names_init(tt_names *m, const tt_data *d)
{
    m->d = d;
    for (int k = 0; k < TT_KIND_COUNT; k++) {
        tt_hashmap_init(&m->docs[k], true);
        tt_hashmap_init(&m->lines[k], true);
    }
}

void tt_names_release(tt_names *m)
{
    for (int k = 0; k < TT_KIND_COUNT; k++) {
        tt_hashmap_release(&m->docs[k]);
        tt_hashmap_release(&m->lines[k]);
    }
}

tt_status tt_derived_stale(const char *what, tt_err *err)
{
    return tt_fail(err, TT_EDB, "case file: %s were made from other evidence; analyze again", what);
}

static size_t count_lines(const tt_data *d, tt_kind kind)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return d->n_invoice_lines;
    case TT_KIND_SHIPMENT:
        return d->n_shipment_lines;
    case TT_KIND_DECLARATION:
        return d->n_declaration_lines;
    case TT_KIND_PAYMENT:
        return d->n_payment_rows;
    default:
        return 0;
    }
}

tt_hash tt_names_row(const tt_data *d, tt_kind kind, tt_ix line)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return d->invoice_lines[line].row;
    case TT_KIND_SHIPMENT:
        return d->shipment_lines[line].row;
    case TT_KIND_DECLARATION:
        return d->declaration_lines[line].row;
    case TT_KIND_PAYMENT:
        return d->payment_rows[line].row;
    default:
        return (tt_hash){{0}};
    }
}

/* Filled when the first document or line of a kind is asked for. */
static tt_status find(const tt_names *m, tt_hashmap *map, tt_kind kind, bool line, tt_hash key,
                      tt_ix *out, tt_err *err)
{
    size_t n = line ? count_lines(m->d, kind) : tt_data_n_cited(m->d, kind);
    if (map->n == 0) {
        if (!tt_hashmap_reserve(map, n))
            return no_room(err);
        for (tt_ix i = 1; i <= n; i++) {
            tt_hash h = line ? tt_names_row(m->d, kind, i) : tt_data_cited(m->d, kind, i).id;
            if (tt_hashmap_find(map, h) == TT_HASHMAP_NONE)
                tt_hashmap_put(map, h, i);
        }
    }
    *out = tt_hashmap_find(map, key);
    return *out != TT_HASHMAP_NONE ? TT_OK : tt_derived_stale("deals or results", err);
}

tt_status tt_names_doc(tt_names *m, tt_kind kind, tt_hash id, tt_ix *out, tt_err *err)
{
    return find(m, &m->docs[kind], kind, false, id, out, err);
}

tt_status tt_names_line(tt_names *m, tt_kind kind, tt_hash row, tt_ix *out, tt_err *err)
{
    return find(m, &m->lines[kind], kind, true, row, out, err);
}

tt_status tt_names_entity(const tt_data *d, tt_hash id, tt_ix *out, tt_err *err)
{
    size_t lo = 1, hi = d->n_entities + 1;
    TT_BISECT(size_t, lo, hi, mid, tt_hash_cmp(d->entities[mid].id, id) < 0);
    *out = (tt_ix)lo;
    bool there = lo <= d->n_entities && tt_hash_cmp(d->entities[lo].id, id) == 0;
    return there ? TT_OK : tt_derived_stale("results", err);
}

/* --- values --- */

tt_status tt_derived_text(tt_arena *a, tt_str text, const char **out, tt_err *err)
{
    *out = tt_arena_str(a, text).p;
    return *out ? TT_OK : no_room(err);
}

tt_str tt_derived_str(const char *terminated)
{
    return tt_str_of(terminated ? terminated : "");
}

void tt_q_ccy(tt_q *q, tt_ccy ccy, char code[4])
{
    tt_ccy_text(ccy, code);
    tt_q_text(q, ccy == TT_CCY_NONE ? NULL : code);
}
