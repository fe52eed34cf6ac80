/*
 * add.c - rows into the case: duplicates, mentions, currencies.
 *
 * Whether a mention or a row is there already is a look-up in tables far larger than the caches,
 * and waiting for memory would be most of the time.  So rows are looked up in batches, step by step
 * for all of a batch: each step asks for the memory of the next.  Then they wait in the feed of
 * their table (feed.h) until that is full, or somebody wants to read.
 */
#include "store/impl.h"

#include "base/str.h"

enum {
    FRESH_ROWS = 3 << 20,      /* identities in a map: 64 MiB */
    FRESH_AT_DONE = 1 << 16,   /* when a source ends, more than these become a run */
    FRESH_AT_COMMIT = 1 << 12, /* fewer than these are read from the table by the next program */
    GROUP = 64,                /* rows that are looked up together */
    FEW = 64,                  /* rows that wait for others */
    DUPLICATES = TT_KIND_COUNT,
    MENTIONS = TT_KIND_NONE
};

/* --- feeds --- */

static tt_query query_of(unsigned feed)
{
    return feed == MENTIONS     ? TT_Q_MENTION_ADD
           : feed == DUPLICATES ? TT_Q_DUPLICATE_ROW_ADD
                                : tt_row_query[feed].add;
}

static tt_status insert(tt_store *s, unsigned i, tt_feed *f, tt_err *err)
{
    tt_q q;
    tt_status st = TT_OK;
    if (f->n_rows > f->n_dropped) {
        s->feed_now = f;
        st = tt_q_open(s, query_of(i), &q, err);
        if (st == TT_OK)
            st = tt_q_run(&q, err);
        s->feed_now = NULL;
    }
    tt_feed_reset(f);
    return st;
}

static tt_status flush(tt_store *s, unsigned i, tt_err *err)
{
    return insert(s, i, &s->feed[i], err);
}

tt_status tt_store_next_row(tt_store *s, unsigned i, tt_cell **out, tt_err *err)
{
    if (tt_feed_full(&s->feed[i]))
        TT_TRY(flush(s, i, err));
    return tt_feed_row(&s->feed[i], out, err);
}

static tt_status save_known(tt_store *s, size_t at_least, tt_err *err)
{
    for (unsigned what = 0; what < TT_KIND_COUNT; what++)
        if (s->known[what].fresh.n >= at_least)
            TT_TRY(tt_known_save(s, what, at_least, err));
    return TT_OK;
}

/* --- batches --- */

static tt_hash *hash_of(const tt_batch *b, const tt_cell *cell)
{
    return (tt_hash *)(void *)(b->feed.bytes.p + cell[4].v);
}

static tt_status add_duplicate(tt_store *s, tt_batch *b, tt_cell *row, tt_err *err)
{
    tt_cell *cell;
    tt_feed *f = &s->feed[DUPLICATES];
    tt_str kind = tt_str_of(tt_kind_text(b->kind));
    TT_TRY(tt_store_next_row(s, DUPLICATES, &cell, err));
    tt_cell_bytes(&cell[0], TT_CELL_TEXT, f->bytes.n, kind.n);
    tt_buf_add(&f->bytes, kind);
    memcpy(&cell[1], row, 4 * sizeof *row);
    tt_cell_bytes(&cell[5], TT_CELL_BLOB, f->bytes.n, sizeof(tt_hash));
    tt_buf_add(&f->bytes, (tt_str){(const char *)hash_of(b, row), sizeof(tt_hash)});
    TT_TRY(tt_buf_status(&f->bytes, err));
    f->n_rows++;
    tt_feed_drop(&b->feed, row);
    return TT_OK;
}

/* Known or not. */
static tt_status settle(tt_store *s, tt_batch *b, tt_cell *c, bool *duplicate, tt_err *err)
{
    uint32_t known;
    tt_hasher *h;
    tt_hash hash = *hash_of(b, c);
    uint64_t line = (uint64_t)c[1].v, offset = (uint64_t)c[2].v, bytes = (uint64_t)c[3].v;
    TT_TRY(tt_known_find(s, b->kind, hash, &known, err));
    *duplicate = known != TT_HASHMAP_NONE;
    TT_TRY(tt_seal_part(&s->seal, *duplicate ? TT_SEAL_DUPLICATE : (unsigned)b->kind, &h, err));
    if (*duplicate) {
        s->seal.n_duplicate++;
        TT_TRY(add_duplicate(s, b, c, err));
        tt_seal_duplicate(h, tt_str_of(tt_kind_text(b->kind)), hash, line, offset, bytes);
        return TT_OK;
    }
    s->seal.n_loaded++;
    tt_seal_row(h, hash, line, offset, bytes);
    return tt_known_add(s, b->kind, hash, 0, err);
}

/* Rows [from, to), whose first mention is *at. */
static tt_status settle_group(tt_store *s, tt_batch *b, size_t from, size_t to, size_t *at,
                              bool *duplicate, tt_err *err)
{
    const tt_plan *plan = &s->plan[b->kind];
    tt_str keys = tt_buf_str(&b->keys);
    size_t n = b->feed.n_columns;
    for (size_t i = *at; i < b->sought.n && b->sought.v[i].row < to; i++)
        tt_mention_fetch(s, &b->sought.v[i]);
    for (size_t i = from; i < to; i++)
        tt_hashmap_prefetch(&s->known[b->kind].fresh, hash_of(b, b->feed.cell + i * n));
    for (; *at < b->sought.n && b->sought.v[*at].row < to; ++*at) {
        const tt_sought *m = &b->sought.v[*at];
        uint32_t id;
        TT_TRY(tt_mention_intern(s, keys, m, &id, err));
        tt_cell_int(&b->feed.cell[m->row * n + plan->role_column[m->role]], id);
    }
    for (size_t i = from; i < to; i++)
        TT_TRY(settle(s, b, b->feed.cell + i * n, &duplicate[i], err));
    return TT_OK;
}

/* A run is about rows that are in the table, so none may wait. */
static tt_status make_room(tt_store *s, tt_kind kind, tt_err *err)
{
    if (s->known[kind].fresh.n < FRESH_ROWS && s->known[TT_KNOWN_MENTION].fresh.n < FRESH_ROWS)
        return TT_OK;
    for (unsigned i = 0; i < TT_LEN(s->feed); i++)
        TT_TRY(flush(s, i, err));
    return save_known(s, FRESH_ROWS, err);
}

/* What a statement costs is shared by the rows of several small sources. */
static tt_status put_aside(tt_store *s, tt_batch *b, tt_err *err)
{
    tt_feed *f = &s->feed[b->kind];
    size_t n = f->n_columns;
    if (f->n_rows + b->feed.n_rows > TT_FEED_ROWS || f->bytes.n >= TT_FEED_BYTES)
        TT_TRY(flush(s, b->kind, err));
    size_t base = f->bytes.n;
    tt_buf_add(&f->bytes, tt_buf_str(&b->feed.bytes));
    TT_TRY(tt_buf_status(&f->bytes, err));
    for (size_t i = 0; i < b->feed.n_rows; i++) {
        const tt_cell *from = b->feed.cell + i * n;
        tt_cell *to;
        if (from->type == TT_CELL_DROPPED)
            continue;
        TT_TRY(tt_feed_row(f, &to, err));
        for (size_t c = 0; c < n; c++) {
            to[c] = from[c];
            if (to[c].type == TT_CELL_TEXT || to[c].type == TT_CELL_BLOB)
                to[c].v += (int64_t)base;
        }
        f->n_rows++;
    }
    tt_feed_reset(&b->feed);
    return TT_OK;
}

static tt_status put_in(tt_store *s, tt_batch *b, tt_err *err)
{
    TT_TRY(flush(s, b->kind, err)); /* in their order */
    return insert(s, b->kind, &b->feed, err);
}

static tt_status add_batch(tt_store *s, int64_t source, tt_batch *b, bool *duplicate, tt_err *err)
{
    size_t at = 0, n = b->feed.n_rows;
    TT_ASSERT(b->n_known == n);
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a row of a source that is not being loaded");
    TT_TRY(make_room(s, b->kind, err));
    for (size_t i = 0; i < b->ccy.n; i++)
        TT_TRY(tt_store_ccy_add(s, b->ccy.v[i], err));
    for (size_t i = 0; i < n; i++)
        tt_cell_int(b->feed.cell + i * b->feed.n_columns, source);
    for (size_t i = 0; i < n; i += GROUP)
        TT_TRY(settle_group(s, b, i, TT_MIN(i + GROUP, n), &at, duplicate, err));
    return b->feed.n_rows <= FEW ? put_aside(s, b, err) : put_in(s, b, err);
}

tt_status tt_store_batch_add(tt_store *s, int64_t source, tt_batch *b, bool *duplicate, tt_err *err)
{
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_store_settle(s, err));
    return add_batch(s, source, b, duplicate, err);
}

/* Look up all that wait. */
static tt_status resolve(tt_store *s, tt_err *err)
{
    bool duplicate[TT_FEED_ROWS];
    tt_batch *b = s->waiting;
    size_t n = b ? b->feed.n_rows : 0;
    if (n == 0)
        return TT_OK;
    tt_status st = tt_batch_end(s->batcher, b, err);
    if (st == TT_OK)
        st = add_batch(s, s->seal.source, b, duplicate, err);
    for (size_t i = 0; i < n && st == TT_OK; i++)
        if (s->told[i])
            *s->told[i] = duplicate[i];
    tt_batch_reset(b);
    return st;
}

/* --- ends --- */

tt_status tt_store_flush(tt_store *s, tt_err *err)
{
    TT_TRY(resolve(s, err));
    for (unsigned i = 0; i < TT_LEN(s->feed); i++)
        TT_TRY(flush(s, i, err));
    return TT_OK;
}

/* A run is about rows that are in the table; else they may wait for those of the next source. */
tt_status tt_store_end_source(tt_store *s, tt_err *err)
{
    size_t most = 0;
    TT_TRY(tt_store_settle(s, err));
    for (unsigned what = 0; what < TT_KIND_COUNT; what++)
        most = TT_MAX(most, s->known[what].fresh.n);
    if (most < FRESH_AT_DONE)
        return TT_OK;
    TT_TRY(tt_store_flush(s, err));
    return save_known(s, FRESH_AT_DONE, err);
}

tt_status tt_store_end_transaction(tt_store *s, tt_err *err)
{
    TT_TRY(tt_store_flush(s, err));
    return save_known(s, FRESH_AT_COMMIT, err);
}

/* --- rows --- */

static tt_status add(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    if (!tt_kind_get(r->kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a row of a source that is not being loaded");
    if (!s->batcher)
        TT_TRY(tt_batcher_open(&s->batcher, err));
    if (!tt_batch_takes(s->waiting, r->kind))
        TT_TRY(resolve(s, err));
    if (s->waiting && s->waiting->kind != r->kind) {
        tt_batch_close(s->waiting);
        s->waiting = NULL;
    }
    if (!s->waiting)
        TT_TRY(tt_batch_open(s->batcher, r->kind, &s->waiting, err));
    s->told[s->waiting->feed.n_rows] = duplicate;
    return tt_batch_add(s->batcher, s->waiting, r, err);
}

tt_status
tt_store_record_later(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    tt_status st = tt_store_writable(s, err);
    if (st == TT_OK)
        st = add(s, source, r, duplicate, err);
    if (st != TT_OK && s->waiting)
        tt_batch_reset(s->waiting); /* nobody waits to be told any more */
    return st;
}

tt_status tt_store_settle(tt_store *s, tt_err *err)
{
    return resolve(s, err);
}

tt_status tt_store_records_add(tt_store *s, int64_t source, const tt_record *r, size_t n,
                               bool *duplicate, tt_err *err)
{
    for (size_t i = 0; i < n; i++)
        TT_TRY(tt_store_record_later(s, source, &r[i], duplicate ? &duplicate[i] : NULL, err));
    return duplicate ? tt_store_settle(s, err) : TT_OK;
}

tt_status
tt_store_record_add(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    return tt_store_records_add(s, source, r, 1, duplicate, err);
}

tt_status tt_store_source_counts(tt_store *s, int64_t source, uint64_t *n_loaded,
                                 uint64_t *n_duplicate, tt_err *err)
{
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "counts of a source that is not being loaded");
    TT_TRY(tt_store_settle(s, err));
    *n_loaded = s->seal.n_loaded;
    *n_duplicate = s->seal.n_duplicate;
    return TT_OK;
}
