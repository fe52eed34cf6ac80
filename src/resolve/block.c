/*
 * block.c - records that share a key of a pass.  Only these are compared.
 *
 * First form: exact keys.  The inverted index on rare tokens of the full method gives blocks of the
 * same shape.
 */
#include "resolve/parts.h"

#include "base/buf.h"

struct entry {
    uint32_t block, rec;
};
TT_VEC(entries, struct entry);

struct builder {
    const tt_rs *w;
    tt_map keys;
    tt_buf key;
    entries all;
    uint32_t n_blocks;
    tt_u32_vec last; /* per block: the record that was added last, so that none is in it twice */
};

/* A number as part of a key. */
static void put_u32(tt_buf *key, uint32_t v)
{
    tt_buf_add(key, (tt_str){(const char *)&v, sizeof(v)});
}

/* Put the record into the block of b->key. */
static bool add(struct builder *b, uint32_t rec)
{
    uint32_t block;
    bool added;
    if (b->key.failed || !tt_map_intern(&b->keys, tt_buf_str(&b->key), b->n_blocks, &block, &added))
        return false;
    if (added) {
        b->n_blocks++;
        if (!tt_vec_push(&b->last, UINT32_MAX))
            return false;
    }
    if (b->last.v[block] == rec)
        return true;
    b->last.v[block] = rec;
    return tt_vec_push(&b->all, ((struct entry){block, rec}));
}

static bool add_text_within(struct builder *b, uint32_t rec, tt_str text, uint32_t within)
{
    if (!text.n)
        return true;
    tt_buf_reset(&b->key);
    put_u32(&b->key, within);
    tt_buf_add(&b->key, text);
    return add(b, rec);
}

static bool add_text(struct builder *b, uint32_t rec, tt_str text, bool with_country)
{
    tt_country country = b->w->rec[rec].country;
    if (with_country && !country)
        return true;
    return add_text_within(b, rec, text, with_country ? country : 0);
}

static bool add_ids(struct builder *b, uint32_t rec, bool with_country)
{
    for (size_t i = 0; i < TT_RS_N_IDS; i++)
        if (!add_text(b, rec, b->w->rec[rec].key->id[i], with_country))
            return false;
    return true;
}

static bool add_name(struct builder *b, uint32_t rec, tt_rs_pass pass, const tt_surface *s)
{
    const tt_rs_record *r = &b->w->rec[rec];
    tt_buf_reset(&b->key);
    put_u32(&b->key, s->core_id);
    if (pass != TT_PASS_NAME_ANYWHERE) {
        if (!r->country)
            return true;
        put_u32(&b->key, r->country);
    }
    if (pass == TT_PASS_NAME_ADDRESS) {
        if (!r->key->address.n)
            return true;
        tt_buf_add(&b->key, r->key->address);
    }
    if (pass == TT_PASS_NAME_LEGAL) {
        if (!s->legal)
            return true;
        put_u32(&b->key, s->legal);
    }
    return add(b, rec);
}

static bool add_names(struct builder *b, uint32_t rec, tt_rs_pass pass)
{
    const tt_rs_record *r = &b->w->rec[rec];
    if (!b->w->surface[r->surface].raw.n)
        return true; /* no name is no common name */
    if (!add_name(b, rec, pass, &b->w->surface[r->surface]))
        return false;
    for (uint32_t i = 0; i < r->n_alias; i++)
        if (!add_name(b, rec, pass, &b->w->surface[b->w->alias[r->first_alias + i]]))
            return false;
    return true;
}

static bool add_keys(struct builder *b, uint32_t rec, tt_rs_pass pass)
{
    const tt_rs_record *r = &b->w->rec[rec];
    switch (pass) {
    case TT_PASS_PARTY_ID:
        return add_text_within(b, rec, tt_rs_party_id(b->w, r), r->registry);
    case TT_PASS_LEI:
        return add_text(b, rec, r->key->lei, false);
    case TT_PASS_ID:
        return add_ids(b, rec, true);
    case TT_PASS_ID_ANYWHERE:
        return add_ids(b, rec, false);
    case TT_PASS_ACCOUNT:
        return add_text(b, rec, r->key->account, !r->iban);
    default:
        return add_names(b, rec, pass);
    }
}

/* Entries by block, blocks of one left out.  Entries of a block keep their order. */
static tt_status gather(const struct builder *b, tt_arena *a, tt_blocks *out, tt_err *err)
{
    uint32_t *size = tt_new_n(a, uint32_t, b->n_blocks + 1);
    uint32_t *start = tt_new_n(a, uint32_t, b->n_blocks + 1);
    out->first = tt_new_n(a, uint32_t, b->n_blocks + 1);
    out->at = tt_new_n(a, uint32_t, b->all.n + 1);
    if (!size || !start || !out->first || !out->at)
        return tt_fail(err, TT_ENOMEM, "no room for %u keys", b->n_blocks);
    for (size_t i = 0; i < b->all.n; i++)
        size[b->all.v[i].block]++;
    uint32_t used = 0;
    for (uint32_t k = 0; k < b->n_blocks; k++) {
        start[k] = used;
        if (size[k] < 2)
            continue;
        out->first[out->n++] = used;
        used += size[k];
    }
    out->first[out->n] = used;
    for (size_t i = 0; i < b->all.n; i++) {
        const struct entry *e = &b->all.v[i];
        if (size[e->block] >= 2)
            out->at[start[e->block]++] = e->rec;
    }
    return TT_OK;
}

tt_status tt_blocks_build(const tt_rs *w, tt_rs_pass pass, tt_arena *a, tt_blocks *out, tt_err *err)
{
    struct builder b = {.w = w};
    *out = (tt_blocks){0};
    tt_map_init(&b.keys);
    tt_buf_init(&b.key, 0);
    bool ok = true;
    for (uint32_t i = 0; i < w->n_rec && ok; i++)
        ok = add_keys(&b, i, pass);
    tt_status st = ok && b.all.n < UINT32_MAX
                       ? gather(&b, a, out, err)
                       : tt_fail(err, TT_ENOMEM, "no room for the keys of %u parties", w->n_rec);
    tt_map_release(&b.keys);
    tt_buf_release(&b.key);
    tt_vec_release(&b.all);
    tt_vec_release(&b.last);
    return st;
}
