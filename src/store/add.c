/*
 * add.c - rows into the case: duplicates, mentions, currencies.
 *
 * Whether a mention or a row is there already is a look-up in tables far larger than the caches,
 * and waiting for memory would be most of the time.  So rows are looked up in batches, step by step
 * for all of a batch: each step asks for the memory of the next.  Then they wait in the image of
 * their table (image.h) until that is full, or somebody wants to read.
 */
#include "store/impl.h"

#include "base/str.h"

enum {
    FRESH_ROWS = 3 << 20,      /* identities in a map: 64 MiB */
    FRESH_AT_DONE = 1 << 16,   /* when a source ends, more than these become a run */
    FRESH_AT_COMMIT = 1 << 12, /* fewer than these are read from the table by the next program */
    GROUP = 64                 /* rows that are looked up together */
};

static tt_status flush(tt_store *s, tt_err *err)
{
    for (unsigned i = 0; i < TT_TABLES; i++)
        TT_TRY(tt_table_flush(s, i, err));
    return TT_OK;
}

static tt_status save_known(tt_store *s, size_t at_least, tt_err *err)
{
    for (unsigned what = 0; what < TT_KIND_COUNT; what++)
        if (s->known[what].fresh.n >= at_least)
            TT_TRY(tt_known_save(s, what, at_least, err));
    return TT_OK;
}

/* --- batches --- */

static tt_hash *hash_of(const tt_batch *b, const tt_batch_row *row)
{
    return (tt_hash *)(void *)(b->records.p + row->hash);
}

static tt_status add_duplicate(tt_store *s, const tt_batch *b, const tt_batch_row *row, tt_err *err)
{
    tt_cell cell[2 + TT_ROW_FIRST_COLUMN - 1];
    tt_buf *record = &s->buf;
    tt_str kind = tt_str_of(tt_kind_text(b->kind));
    tt_cell_null(&cell[0]); /* the key */
    tt_cell_bytes(&cell[1], TT_CELL_TEXT, 0, kind.n);
    tt_cell_int(&cell[2], s->seal.source);
    tt_cell_int(&cell[3], (int64_t)row->line);
    tt_cell_int(&cell[4], (int64_t)row->offset);
    tt_cell_int(&cell[5], (int64_t)row->bytes);
    tt_cell_later(&cell[6], TT_CELL_HASH);
    tt_buf_reset(record);
    tt_record_add(cell, TT_LEN(cell), kind.p, record);
    tt_status st = tt_buf_status(record, err);
    if (st == TT_OK) {
        memcpy(record->p + cell[6].v, hash_of(b, row), sizeof(tt_hash));
        st = tt_table_add(s, TT_TABLE_DUPLICATE, tt_buf_str(record), err);
    }
    tt_buf_reset(record);
    return st;
}

/* Known or not. */
static tt_status settle(tt_store *s, const tt_batch *b, const tt_batch_row *row, tt_hash hash,
                        bool *duplicate, tt_err *err)
{
    uint32_t known;
    tt_hasher *h;
    TT_TRY(tt_known_find(s, b->kind, hash, &known, err));
    *duplicate = known != TT_HASHMAP_NONE;
    TT_TRY(tt_seal_part(&s->seal, *duplicate ? TT_SEAL_DUPLICATE : (unsigned)b->kind, &h, err));
    if (*duplicate) {
        s->seal.n_duplicate++;
        tt_seal_duplicate(h, tt_str_of(tt_kind_text(b->kind)), hash, row->line, row->offset,
                          row->bytes);
        return add_duplicate(s, b, row, err);
    }
    s->seal.n_loaded++;
    tt_seal_row(h, hash, row->line, row->offset, row->bytes);
    tt_record_put_id(b->records.p + row->source, (uint32_t)s->seal.source);
    TT_TRY(tt_table_add(s, b->kind, (tt_str){b->records.p + row->at, row->n}, err));
    return tt_known_add(s, b->kind, hash, 0, err);
}

/* The mentions of n rows get their ids.  end: behind the last of them. */
static tt_status settle_mentions(tt_store *s, tt_batch *b, size_t at, size_t end, tt_err *err)
{
    tt_str keys = tt_buf_str(&b->keys);
    for (size_t i = at; i < end; i++)
        tt_mention_ask(s, &b->sought.v[i]);
    for (size_t i = at; i < end; i++)
        tt_mention_reach(s, &b->sought.v[i]);
    for (size_t i = at; i < end; i++) {
        const tt_sought *m = &b->sought.v[i];
        uint32_t id;
        TT_TRY(tt_mention_intern(s, keys, m, &id, err));
        tt_record_put_id(b->records.p + m->to, id);
    }
    return TT_OK;
}

/* Rows [from, to), at most GROUP, whose first mention is *at. */
static tt_status settle_group(tt_store *s, tt_batch *b, size_t from, size_t to, size_t *at,
                              bool *duplicate, tt_err *err)
{
    tt_hash hash[GROUP];
    size_t end = *at;
    for (; end < b->sought.n && b->sought.v[end].row < to; end++)
        tt_mention_fetch(s, &b->sought.v[end]);
    for (size_t i = from; i < to; i++) {
        hash[i - from] = *hash_of(b, &b->row.v[i]);
        tt_known_ask(&s->known[b->kind], &hash[i - from]);
    }
    TT_TRY(settle_mentions(s, b, *at, end, err));
    *at = end;
    for (size_t i = 0; i < to - from; i++)
        tt_known_reach(&s->known[b->kind], &hash[i]);
    for (size_t i = from; i < to; i++)
        TT_TRY(settle(s, b, &b->row.v[i], hash[i - from], &duplicate[i], err));
    return TT_OK;
}

/* A run is about rows that are in the table, so none may wait. */
static tt_status make_room(tt_store *s, tt_kind kind, tt_err *err)
{
    if (s->known[kind].fresh.n < FRESH_ROWS && s->known[TT_KNOWN_MENTION].fresh.n < FRESH_ROWS)
        return TT_OK;
    TT_TRY(flush(s, err));
    return save_known(s, FRESH_ROWS, err);
}

static tt_status add_batch(tt_store *s, int64_t source, tt_batch *b, bool *duplicate, tt_err *err)
{
    size_t at = 0, n = b->row.n;
    TT_ASSERT(b->n_known == n);
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a row of a source that is not being loaded");
    if (source > INT32_MAX)
        return tt_fail(err, TT_ELIMIT, "case file: more than 2147483647 sources");
    TT_TRY(make_room(s, b->kind, err));
    for (size_t i = 0; i < b->ccy.n; i++)
        TT_TRY(tt_store_ccy_add(s, b->ccy.v[i], err));
    for (size_t i = 0; i < n; i += GROUP)
        TT_TRY(settle_group(s, b, i, TT_MIN(i + GROUP, n), &at, duplicate, err));
    return TT_OK;
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
    bool duplicate[TT_BATCH_ROWS];
    tt_batch *b = s->waiting;
    size_t n = b ? b->row.n : 0;
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
    return flush(s, err);
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
        TT_TRY(tt_batch_open(r->kind, &s->waiting, err));
    s->told[s->waiting->row.n] = duplicate;
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
