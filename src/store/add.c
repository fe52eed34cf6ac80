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

static tt_status flush(tt_store *s, unsigned i, tt_err *err)
{
    tt_q q;
    tt_feed *f = &s->feed[i];
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

static void put_place(tt_cell *cell, int64_t source, const tt_record *r)
{
    tt_cell_int(&cell[0], source);
    tt_cell_int(&cell[1], (int64_t)r->line);
    tt_cell_int(&cell[2], (int64_t)r->offset);
    tt_cell_int(&cell[3], (int64_t)r->raw.n);
}

static tt_cell *cells_of(tt_store *s, const tt_waiting *w)
{
    const tt_feed *f = &s->feed[w->kind];
    return f->cell + w->row * f->n_columns;
}

static tt_hash *hash_of(tt_store *s, const tt_waiting *w)
{
    return (tt_hash *)(void *)(s->feed[w->kind].bytes.p + w->start + w->n);
}

static tt_status add_duplicate(tt_store *s, tt_waiting *w, tt_err *err)
{
    tt_cell *cell, *row = cells_of(s, w);
    tt_feed *f = &s->feed[DUPLICATES];
    tt_str kind = tt_str_of(tt_kind_text(w->kind));
    TT_TRY(tt_store_next_row(s, DUPLICATES, &cell, err));
    tt_cell_bytes(&cell[0], TT_CELL_TEXT, f->bytes.n, kind.n);
    tt_buf_add(&f->bytes, kind);
    memcpy(&cell[1], row, 4 * sizeof *row);
    tt_cell_bytes(&cell[5], TT_CELL_BLOB, f->bytes.n, sizeof(tt_hash));
    tt_buf_add(&f->bytes, (tt_str){(const char *)hash_of(s, w), sizeof(tt_hash)});
    TT_TRY(tt_buf_status(&f->bytes, err));
    f->n_rows++;
    tt_feed_drop(&s->feed[w->kind], row);
    return TT_OK;
}

/* Known or not, last step. */
static tt_status settle(tt_store *s, tt_waiting *w, tt_err *err)
{
    uint32_t known;
    tt_hasher *h;
    tt_hash hash = *hash_of(s, w);
    const tt_cell *c = cells_of(s, w);
    uint64_t line = (uint64_t)c[1].v, offset = (uint64_t)c[2].v, bytes = (uint64_t)c[3].v;
    TT_TRY(tt_known_find(s, w->kind, hash, &known, err));
    bool duplicate = known != TT_HASHMAP_NONE;
    if (w->duplicate)
        *w->duplicate = duplicate;
    TT_TRY(tt_seal_part(&s->seal, duplicate ? TT_SEAL_DUPLICATE : (unsigned)w->kind, &h, err));
    if (duplicate) {
        s->seal.n_duplicate++;
        TT_TRY(add_duplicate(s, w, err));
        tt_seal_duplicate(h, tt_str_of(tt_kind_text(w->kind)), hash, line, offset, bytes);
        return TT_OK;
    }
    s->seal.n_loaded++;
    tt_seal_row(h, hash, line, offset, bytes);
    return tt_known_add(s, w->kind, hash, 0, err);
}

/* The fingerprints go where room was left for them; then the row is whole. */
static void identify(tt_store *s, tt_waiting *w)
{
    const tt_plan *plan = &s->plan[w->kind];
    tt_cell *cell = cells_of(s, w);
    char *row = s->feed[w->kind].bytes.p + w->start, *to = row + TT_ROW_HEAD;
    for (unsigned role = 0; role < plan->n_roles; role++) {
        const tt_sought *m = &w->mention[role];
        tt_cell_null(&cell[plan->role_column[role]]);
        if (!m->key.n)
            continue;
        tt_cell_int(&cell[plan->role_column[role]], m->id);
        memcpy(to, m->fp.b, sizeof m->fp.b);
        to += sizeof m->fp.b;
    }
    *hash_of(s, w) = tt_hash_of(row, w->n);
    tt_hashmap_prefetch(&s->known[w->kind].fresh, hash_of(s, w));
}

/* Mentions of the batch, one after the other. */
static tt_sought *next_mention(tt_store *s, size_t *at)
{
    for (; *at < s->n_waiting * TT_MAX_ROLES; ++*at) {
        tt_sought *m = &s->waiting[*at / TT_MAX_ROLES].mention[*at % TT_MAX_ROLES];
        if (m->key.n) {
            ++*at;
            return m;
        }
    }
    return NULL;
}

/* Look up all that wait. */
static tt_status resolve(tt_store *s, tt_err *err)
{
    if (s->n_waiting == 0)
        return TT_OK;
    tt_sought *m;
    for (size_t at = 0; (m = next_mention(s, &at)) != NULL;)
        tt_mention_touch(s, m);
    for (size_t at = 0; (m = next_mention(s, &at)) != NULL;)
        tt_mention_look(s, m);
    for (size_t at = 0; (m = next_mention(s, &at)) != NULL;)
        TT_TRY(tt_mention_intern(s, m, err));
    for (size_t i = 0; i < s->n_waiting; i++)
        identify(s, &s->waiting[i]);
    for (size_t i = 0; i < s->n_waiting; i++)
        TT_TRY(settle(s, &s->waiting[i], err));
    s->n_waiting = 0;
    tt_buf_reset(&s->keys);
    return TT_OK;
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

/* A run is about rows that are in the table, so none may wait. */
static tt_status make_room(tt_store *s, tt_kind kind, tt_err *err)
{
    if (s->n_waiting == TT_BATCH || tt_feed_full(&s->feed[kind]) || s->keys.n > TT_FEED_BYTES)
        TT_TRY(resolve(s, err));
    if (tt_feed_full(&s->feed[kind]))
        TT_TRY(flush(s, kind, err));
    if (s->known[kind].fresh.n < FRESH_ROWS && s->known[TT_KNOWN_MENTION].fresh.n < FRESH_ROWS)
        return TT_OK;
    TT_TRY(tt_store_flush(s, err));
    return save_known(s, FRESH_ROWS, err);
}

/* --- rows --- */

static tt_status add_currencies(tt_store *s, const tt_record *r, tt_err *err)
{
    const tt_plan *plan = &s->plan[r->kind];
    for (size_t i = 0; i < plan->n_ccy; i++)
        if (r->v[plan->ccy[i]].set)
            TT_TRY(tt_store_ccy_add(s, (tt_ccy)r->v[plan->ccy[i]].num, err));
    return TT_OK;
}

/* The keys of its mentions: where they are is known when the batch is whole, for the buffer moves.
 */
static tt_status seek_mentions(tt_store *s, const tt_record *r, tt_waiting *w, tt_err *err)
{
    const tt_plan *plan = &s->plan[r->kind];
    memset(w->mention, 0, sizeof w->mention);
    for (unsigned role = 0; role < plan->n_roles; role++) {
        tt_str part[TT_PART_COUNT];
        char country[4];
        tt_sought *m = &w->mention[role];
        if (!tt_mention_parts(plan, role, r->v, part, country))
            continue;
        m->at = s->keys.n;
        TT_TRY(tt_mention_encode(part, &s->keys, &m->key, err));
        TT_TRY(tt_mention_seek(s, m, err));
    }
    return TT_OK;
}

static tt_status wait(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    static const tt_hash later;
    tt_cell *cell;
    tt_feed *f = &s->feed[r->kind];
    tt_waiting *w = &s->waiting[s->n_waiting];
    unsigned roles = 0;
    TT_TRY(tt_feed_row(f, &cell, err));
    w->kind = r->kind;
    w->row = f->n_rows;
    w->start = f->bytes.n;
    w->duplicate = duplicate;
    TT_TRY(seek_mentions(s, r, w, err));
    for (unsigned role = 0; role < TT_MAX_ROLES; role++)
        roles |= (unsigned)(w->mention[role].key.n > 0) << role;
    TT_TRY(tt_row_encode(&s->plan[r->kind], r->kind, r->v, roles, &f->bytes, cell, err));
    tt_checks_of_row(s, r->kind, r->v, cell);
    w->n = f->bytes.n - w->start;
    tt_cell_bytes(&cell[4], TT_CELL_BLOB, f->bytes.n, sizeof later);
    tt_buf_add(&f->bytes, (tt_str){(const char *)later.b, sizeof later.b});
    TT_TRY(tt_buf_status(&f->bytes, err));
    TT_TRY(add_currencies(s, r, err));
    put_place(cell, source, r);
    f->n_rows++;
    s->n_waiting++;
    return TT_OK;
}

static tt_status add(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    if (!tt_kind_get(r->kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a row of a source that is not being loaded");
    TT_TRY(make_room(s, r->kind, err));
    return wait(s, source, r, duplicate, err);
}

tt_status
tt_store_record_later(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    tt_status st = tt_store_writable(s, err);
    if (st == TT_OK)
        st = add(s, source, r, duplicate, err);
    if (st != TT_OK)
        s->n_waiting = 0; /* nobody waits to be told any more */
    return st;
}

tt_status tt_store_settle(tt_store *s, tt_err *err)
{
    tt_status st = resolve(s, err);
    s->n_waiting = 0;
    return st;
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
