/*
 * seal.c - one hash over all that a source put into the case.
 *
 * For each table that the source fills there is a hash over its rows there, in order; the seal is
 * the hash over the row of the source and these.  It is made while loading and made again by
 * verify.
 */
#include "store/impl.h"

#include "base/str.h"

void tt_seal_release(tt_seal *seal)
{
    for (size_t i = 0; i < TT_SEAL_PARTS; i++)
        tt_hasher_release(&seal->part[i]);
    *seal = (tt_seal){0};
}

tt_status tt_seal_part(tt_seal *seal, unsigned part, tt_hasher **out, tt_err *err)
{
    tt_hasher *h = &seal->part[part];
    if (!h->ctx)
        TT_TRY(tt_hasher_init(h, err));
    else if (!seal->used[part])
        tt_hasher_reset(h);
    seal->used[part] = true;
    *out = h;
    return TT_OK;
}

/* Numbers of a row as bytes: one call instead of four. */
static void put_le(uint8_t *to, uint64_t v)
{
    for (unsigned i = 0; i < 8; i++)
        to[i] = (uint8_t)(v >> (8 * i));
}

void tt_seal_row(tt_hasher *h, tt_hash row, uint64_t line, uint64_t offset, uint64_t bytes)
{
    uint8_t b[40];
    memcpy(b, row.b, sizeof row.b);
    put_le(b + 16, line);
    put_le(b + 24, offset);
    put_le(b + 32, bytes);
    tt_hasher_add(h, b, sizeof b);
}

void tt_seal_duplicate(tt_hasher *h, tt_str kind, tt_hash row, uint64_t line, uint64_t offset,
                       uint64_t bytes)
{
    tt_hasher_add_str(h, kind);
    tt_seal_row(h, row, line, offset, bytes);
}

void tt_seal_flaw(tt_hasher *h, const tt_flaw_row *f)
{
    tt_hasher_add_str(h, f->lost);
    tt_hasher_add_str(h, f->reason);
    tt_hasher_add_i64(h, f->field.p != NULL);
    tt_hasher_add_str(h, f->field);
    tt_hasher_add_i64(h, f->column);
    tt_hasher_add_i64(h, f->line);
    tt_hasher_add_i64(h, f->offset);
    tt_hasher_add_i64(h, f->raw.p != NULL);
    tt_hasher_add_str(h, f->raw);
}

void tt_source_read(tt_q *q, tt_source_row *out)
{
    *out = (tt_source_row){.id = tt_q_get_int(q), .name = tt_q_get_str(q)};
    out->whole = tt_q_get_bytes(q, out->sha.b, sizeof out->sha.b);
    out->whole = tt_q_get_bytes(q, out->map.b, sizeof out->map.b) && out->whole;
    out->bytes = tt_q_get_int(q);
    out->kind = tt_q_get_str(q);
    out->format = tt_q_get_str(q);
    out->encoding = tt_q_get_str(q);
    out->kept = tt_q_get_int_or(q, -1);
    out->n_read = tt_q_get_int_or(q, -1);
    out->n_loaded = tt_q_get_int_or(q, -1);
    out->n_rejected = tt_q_get_int_or(q, -1);
    out->n_duplicate = tt_q_get_int_or(q, -1);
    out->whole = tt_q_get_bytes(q, out->seal.b, sizeof out->seal.b) && out->whole;
}

void tt_seal_source(tt_hasher *h, const tt_source_row *r)
{
    tt_hasher_reset(h);
    tt_hasher_add_str(h, r->name);
    tt_hasher_add(h, r->sha.b, sizeof r->sha.b);
    tt_hasher_add(h, r->map.b, sizeof r->map.b);
    tt_hasher_add_i64(h, r->bytes);
    tt_hasher_add_str(h, r->kind);
    tt_hasher_add_str(h, r->format);
    tt_hasher_add_str(h, r->encoding);
    tt_hasher_add_i64(h, r->kept);
    tt_hasher_add_i64(h, r->n_read);
    tt_hasher_add_i64(h, r->n_loaded);
    tt_hasher_add_i64(h, r->n_rejected);
    tt_hasher_add_i64(h, r->n_duplicate);
}

tt_status
tt_seal_pair(tt_store *s, const char *table, tt_str a, tt_str b, tt_hash *out, tt_err *err)
{
    tt_hasher *h = &s->hasher;
    tt_hasher_reset(h);
    tt_hasher_add_str(h, tt_str_of(table));
    tt_hasher_add_str(h, a);
    tt_hasher_add_str(h, b);
    *out = tt_hasher_final_hash(h);
    return h->failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}
