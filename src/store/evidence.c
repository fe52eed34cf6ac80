/*
 * evidence.c - sources, what was wrong with them, and lists of it.
 */
#include "store/impl.h"

#include "base/str.h"

static const char *const lost_text[] = {
    [TT_NOTED] = "nothing", [TT_LOST_FIELD] = "field", [TT_LOST_RECORD] = "record"};

/* --- sources --- */

tt_status tt_store_source_find(tt_store *s, const tt_source_in *in, int64_t *rowid, tt_err *err)
{
    tt_q q;
    bool row;
    *rowid = 0;
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_FIND, &q, err));
    tt_q_blob(&q, in->sha.b, sizeof in->sha.b);
    tt_q_blob(&q, in->map.b, sizeof in->map.b);
    tt_q_text(&q, tt_kind_text(in->kind));
    TT_TRY(tt_q_next(&q, &row, err));
    if (row)
        *rowid = tt_q_get_int(&q);
    tt_q_close(&q);
    return TT_OK;
}

tt_status tt_store_source_add(tt_store *s, const tt_source_in *in, int64_t *rowid, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_lists_note(s, err));
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_ADD, &q, err));
    tt_q_str(&q, in->name);
    tt_q_blob(&q, in->sha.b, sizeof in->sha.b);
    tt_q_blob(&q, in->map.b, sizeof in->map.b);
    tt_q_int(&q, (int64_t)in->bytes);
    tt_q_text(&q, tt_kind_text(in->kind));
    tt_q_text(&q, in->format);
    tt_q_text(&q, in->encoding);
    TT_TRY(tt_q_run(&q, err));
    *rowid = sqlite3_last_insert_rowid(s->db);
    s->seal.source = *rowid;
    s->seal.kept = in->bytes == 0; /* nothing is all of it */
    memset(s->seal.used, 0, sizeof s->seal.used);
    s->seal.n_loaded = s->seal.n_duplicate = 0;
    return TT_OK;
}

tt_status tt_source_get(tt_store *s, int64_t source, tt_q *q, tt_source_row *out, tt_err *err)
{
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_GET, q, err));
    tt_q_int(q, source);
    TT_TRY(tt_q_next(q, &row, err));
    if (!row)
        return tt_fail(err, TT_ENOTFOUND, "case file: no source %lld", (long long)source);
    tt_source_read(q, out);
    return TT_OK;
}

tt_status tt_store_source_name(tt_store *s, int64_t source, tt_str name, tt_err *err)
{
    tt_q q;
    tt_source_row r;
    tt_hash seal;
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_source_get(s, source, &q, &r, err));
    bool first = tt_str_eq(r.name, name);
    tt_q_close(&q);
    if (first)
        return TT_OK;
    TT_TRY(tt_seal_pair(s, "source_name", (tt_str){(const char *)r.sha.b, sizeof r.sha.b}, name,
                        &seal, err));
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_NAME_ADD, &q, err));
    tt_q_int(&q, source);
    tt_q_str(&q, name);
    tt_q_hash(&q, seal);
    return tt_q_run(&q, err);
}

/* The seal of the source that is being loaded, over its row and its parts. */
static tt_status seal_of(tt_store *s, tt_source_row *r, tt_err *err)
{
    tt_sha256 part[TT_SEAL_PARTS];
    for (size_t i = 0; i < TT_SEAL_PARTS; i++)
        if (s->seal.used[i]) {
            part[i] = tt_hasher_final(&s->seal.part[i]);
            if (s->seal.part[i].failed)
                return tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto");
        }
    tt_seal_source(&s->hasher, r);
    for (size_t i = 0; i < TT_SEAL_PARTS; i++)
        if (s->seal.used[i]) {
            tt_hasher_add_i64(&s->hasher, (int64_t)i);
            tt_hasher_add(&s->hasher, part[i].b, sizeof part[i].b);
        }
    r->seal = tt_hasher_final(&s->hasher);
    return s->hasher.failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

tt_status tt_store_source_done(tt_store *s, int64_t source, uint64_t n_read, uint64_t n_loaded,
                               uint64_t n_rejected, uint64_t n_duplicate, tt_err *err)
{
    tt_q q;
    tt_source_row r;
    TT_TRY(tt_store_writable(s, err));
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "the end of a source that is not being loaded");
    if (n_read != n_loaded + n_rejected + n_duplicate)
        return tt_fail(err, TT_EINTERNAL, "rows read are not those loaded, rejected and duplicate");
    TT_TRY(tt_store_end_source(s, err));
    TT_TRY(tt_source_get(s, source, &q, &r, err));
    r.kept = s->seal.kept;
    r.n_read = (int64_t)n_read;
    r.n_loaded = (int64_t)n_loaded;
    r.n_rejected = (int64_t)n_rejected;
    r.n_duplicate = (int64_t)n_duplicate;
    tt_status st = seal_of(s, &r, err);
    tt_q_close(&q);
    s->seal.source = 0;
    if (st != TT_OK)
        return st;
    TT_TRY(tt_q_open(s, TT_Q_SOURCE_DONE, &q, err));
    tt_q_int(&q, r.kept);
    tt_q_int(&q, r.n_read);
    tt_q_int(&q, r.n_loaded);
    tt_q_int(&q, r.n_rejected);
    tt_q_int(&q, r.n_duplicate);
    tt_q_blob(&q, r.seal.b, sizeof r.seal.b);
    tt_q_int(&q, source);
    return tt_q_run(&q, err);
}

/* --- flaws --- */

tt_status tt_store_flaw_add(tt_store *s, int64_t source, const tt_flaw *f, tt_err *err)
{
    tt_q q;
    tt_hasher *h;
    tt_flaw_row row = {.lost = tt_str_of(lost_text[f->lost]),
                       .reason = tt_str_of(f->reason),
                       .field = tt_str_of(f->field),
                       .raw = f->raw,
                       .column = f->column,
                       .line = (int64_t)f->line,
                       .offset = (int64_t)f->offset};
    TT_TRY(tt_store_writable(s, err));
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a flaw of a source that is not being loaded");
    TT_TRY(tt_seal_part(&s->seal, TT_SEAL_FLAW, &h, err));
    TT_TRY(tt_q_open(s, TT_Q_FLAW_ADD, &q, err));
    tt_q_int(&q, source);
    tt_q_str(&q, row.lost);
    tt_q_str(&q, row.reason);
    tt_q_str(&q, row.field);
    tt_q_int_or_null(&q, row.column, 0);
    tt_q_int(&q, row.line);
    tt_q_int(&q, row.offset);
    tt_q_str(&q, row.raw);
    TT_TRY(tt_q_run(&q, err));
    tt_seal_flaw(h, &row);
    return TT_OK;
}

tt_status tt_store_unknown_column_add(tt_store *s, int64_t source, tt_str name, tt_err *err)
{
    tt_q q;
    tt_hasher *h;
    TT_TRY(tt_store_writable(s, err));
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a column of a source that is not being loaded");
    TT_TRY(tt_seal_part(&s->seal, TT_SEAL_COLUMN, &h, err));
    TT_TRY(tt_q_open(s, TT_Q_UNKNOWN_COLUMN_ADD, &q, err));
    tt_q_int(&q, source);
    tt_q_str(&q, name.p ? name : TT_STR(""));
    TT_TRY(tt_q_run(&q, err));
    tt_hasher_add_str(h, name);
    return TT_OK;
}

/* --- lists --- */

tt_status
tt_store_each_reject(tt_store *s, tt_status (*fn)(void *ctx, const tt_reject *r, tt_err *err),
                     void *ctx, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_FLAW_REJECTS, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_reject r = {
            .file = tt_q_get_str(&q), .reason = tt_q_get_str(&q), .field = tt_q_get_str(&q)};
        r.column = (uint32_t)tt_q_get_int(&q);
        r.line = (uint64_t)tt_q_get_int(&q);
        r.offset = (uint64_t)tt_q_get_int(&q);
        r.raw = tt_q_get_str(&q);
        tt_status st = fn(ctx, &r, err);
        if (st != TT_OK) {
            tt_q_close(&q);
            return st;
        }
    }
}

static tt_lost lost_of_text(tt_str text)
{
    return tt_str_is(text, lost_text[TT_LOST_RECORD])  ? TT_LOST_RECORD
           : tt_str_is(text, lost_text[TT_LOST_FIELD]) ? TT_LOST_FIELD
                                                       : TT_NOTED;
}

tt_status tt_store_each_flaw_count(tt_store *s,
                                   tt_status (*fn)(void *ctx, const tt_flaw_count *c, tt_err *err),
                                   void *ctx, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_FLAW_COUNTS, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_flaw_count c = {.lost = lost_of_text(tt_q_get_str(&q))};
        c.reason = tt_q_get_str(&q);
        c.field = tt_q_get_str(&q);
        c.n = (uint64_t)tt_q_get_int(&q);
        tt_status st = fn(ctx, &c, err);
        if (st != TT_OK) {
            tt_q_close(&q);
            return st;
        }
    }
}

tt_status
tt_store_each_unknown_column(tt_store *s,
                             tt_status (*fn)(void *ctx, tt_str file, tt_str column, tt_err *err),
                             void *ctx, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_UNKNOWN_COLUMN_LIST, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_str file = tt_q_get_str(&q), column = tt_q_get_str(&q);
        tt_status st = fn(ctx, file, column, err);
        if (st != TT_OK) {
            tt_q_close(&q);
            return st;
        }
    }
}
