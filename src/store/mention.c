/*
 * mention.c - the memo, and new mentions.
 */
#include "store/impl.h"

#include "base/fasthash.h"

enum {
    SLOTS = 1 << 16, /* 768 KiB */
    BYTES = 8 << 20, /* then it starts again */
    SEEN = 1 << 17,  /* pairs: 5 MB */
    TOGETHER = 64,   /* that are hashed at a time */
    FP = sizeof(tt_hash)
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the parties of a file");
}

/* --- without a case --- */

static void reset_memo(tt_memo *m)
{
    if (m->slot && m->bytes.n)
        memset(m->slot, 0, SLOTS * sizeof *m->slot);
    tt_buf_reset(&m->bytes);
}

void tt_memo_release(tt_memo *m)
{
    tt_mem_free(m->slot);
    m->slot = NULL;
    tt_buf_release(&m->bytes);
}

static tt_memo_slot *pair_of(const tt_memo *m, uint64_t hash)
{
    return &m->slot[hash & (SLOTS - 2)];
}

tt_status tt_mention_seek(tt_memo *memo, tt_str key, tt_sought *m, tt_err *err)
{
    if (!memo->slot)
        memo->slot = tt_mem_zalloc(SLOTS, sizeof *memo->slot);
    if (!memo->slot)
        return no_room(err);
    m->hash = tt_fasthash(key.p, key.n);
    TT_PREFETCH(pair_of(memo, m->hash));
    return TT_OK;
}

void tt_mention_touch(const tt_memo *memo, const tt_sought *m)
{
    const tt_memo_slot *pair = pair_of(memo, m->hash);
    for (unsigned i = 0; i < 2; i++)
        if (pair[i].hash == m->hash >> 32 && pair[i].n) {
            TT_PREFETCH(memo->bytes.p + pair[i].at);
            TT_PREFETCH(memo->bytes.p + pair[i].at + 64);
        }
}

static bool find_in_memo(const tt_memo *memo, tt_str key, tt_sought *m)
{
    const tt_memo_slot *pair = pair_of(memo, m->hash);
    for (unsigned i = 0; i < 2; i++) {
        const char *p = memo->bytes.p + pair[i].at;
        if (pair[i].hash != m->hash >> 32 || pair[i].n != key.n || !key.n ||
            memcmp(p + FP, key.p, key.n) != 0)
            continue;
        memcpy(m->fp.b, p, FP);
        return true;
    }
    return false;
}

static tt_status remember(tt_memo *memo, tt_str key, const tt_sought *m, tt_err *err)
{
    if (memo->bytes.n + FP + key.n > BYTES) {
        reset_memo(memo);
        if (FP + key.n > BYTES)
            return TT_OK;
    }
    tt_memo_slot *pair = pair_of(memo, m->hash);
    tt_memo_slot slot = {
        .hash = (uint32_t)(m->hash >> 32), .at = (uint32_t)memo->bytes.n, .n = (uint32_t)key.n};
    tt_buf_add(&memo->bytes, (tt_str){(const char *)m->fp.b, FP});
    tt_buf_add(&memo->bytes, key);
    tt_status st = tt_buf_status(&memo->bytes, err);
    if (st == TT_OK)
        pair[pair[0].n && !pair[1].n ? 1 : m->hash >> 63] = slot;
    else
        reset_memo(memo); /* the next one starts anew */
    return st;
}

static tt_str key_of(tt_str keys, const tt_sought *m)
{
    return (tt_str){keys.p + m->at, m->n};
}

/* Mentions that the memo does not have, hashed together. */
static tt_status hash_new(tt_memo *memo, tt_str keys, tt_sought *const m[], size_t n,
                          tt_hash_each *each, tt_err *err)
{
    tt_str key[TOGETHER] = {{NULL, 0}};
    tt_hash fp[TOGETHER];
    for (size_t i = 0; i < n; i++)
        key[i] = key_of(keys, m[i]);
    each(key, n, fp);
    for (size_t i = 0; i < n; i++) {
        if (find_in_memo(memo, key[i], m[i])) /* twice among these */
            continue;
        m[i]->fp = fp[i];
        TT_TRY(remember(memo, key[i], m[i], err));
    }
    return TT_OK;
}

tt_status tt_mention_identify(tt_memo *memo, tt_str keys, tt_sought *m, size_t n,
                              tt_hash_each *each, tt_err *err)
{
    tt_sought *fresh[TOGETHER];
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (find_in_memo(memo, key_of(keys, &m[i]), &m[i]))
            continue;
        fresh[k++] = &m[i];
        if (k < TOGETHER)
            continue;
        TT_TRY(hash_new(memo, keys, fresh, k, each, err));
        k = 0;
    }
    return hash_new(memo, keys, fresh, k, each, err);
}

/* --- with the case --- */

static tt_status next_id(tt_store *s, uint32_t *id, tt_err *err)
{
    int64_t last;
    TT_TRY(tt_table_last(s, TT_TABLE_MENTION, &last, err));
    if (last >= INT32_MAX)
        return tt_fail(err, TT_ELIMIT, "case file: more than 2147483647 mentions");
    *id = (uint32_t)last + 1;
    return TT_OK;
}

static tt_status add_mention(tt_store *s, tt_str key, const tt_sought *m, uint32_t *id, tt_err *err)
{
    tt_cell cell[TT_MENTION_FIRST_CHECK + TT_MENTION_CHECKS];
    tt_str part[TT_PART_COUNT];
    tt_id_state check[TT_MENTION_CHECKS];
    tt_buf *b = &s->buf;
    TT_TRY(next_id(s, id, err));
    tt_cell_null(&cell[0]);
    tt_cell_later(&cell[1], TT_CELL_HASH);
    tt_mention_decode(key, part);
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++)
        if (part[p].n)
            tt_cell_bytes(&cell[1 + p], TT_CELL_TEXT, (size_t)(part[p].p - key.p), part[p].n);
        else
            tt_cell_null(&cell[1 + p]);
    tt_checks_of_mention(part, check);
    for (size_t i = 0; i < TT_MENTION_CHECKS; i++)
        tt_cell_check(&cell[TT_MENTION_FIRST_CHECK + i], check[i]);
    tt_buf_reset(b);
    tt_record_add(cell, TT_LEN(cell), key.p, b);
    tt_status st = tt_buf_status(b, err);
    if (st == TT_OK) {
        memcpy(b->p + cell[1].v, m->fp.b, sizeof m->fp.b);
        st = tt_table_add(s, TT_TABLE_MENTION, tt_buf_str(b), err);
    }
    tt_buf_reset(b);
    return st == TT_OK ? tt_known_add(s, TT_KNOWN_MENTION, m->fp, *id, err) : st;
}

static tt_seen *place_of(const tt_store *s, const tt_sought *m)
{
    return &s->seen[tt_hash_first(&m->fp) & (SEEN - 1)];
}

void tt_mention_fetch(const tt_store *s, const tt_sought *m)
{
    if (!s->seen)
        return;
    const tt_seen *place = place_of(s, m);
    TT_PREFETCH(&place->fp[0]);
    TT_PREFETCH(&place->id[1]);
}

/* In which of the two it is, or 2. */
static inline unsigned find_seen(const tt_seen *place, const tt_hash *fp)
{
    unsigned i = 0;
    while (i < 2 && !(place->id[i] && memcmp(place->fp[i].b, fp->b, FP) == 0))
        i++;
    return i;
}

void tt_mention_ask(const tt_store *s, const tt_sought *m)
{
    if (s->seen && find_seen(place_of(s, m), &m->fp) == 2)
        tt_known_ask(&s->known[TT_KNOWN_MENTION], &m->fp);
}

void tt_mention_reach(const tt_store *s, const tt_sought *m)
{
    tt_known_reach(&s->known[TT_KNOWN_MENTION], &m->fp);
}

void tt_seen_reset(tt_store *s)
{
    if (s->seen)
        memset(s->seen, 0, SEEN * sizeof *s->seen);
}

tt_status tt_mention_intern(tt_store *s, tt_str keys, const tt_sought *m, uint32_t *id, tt_err *err)
{
    if (!s->seen)
        s->seen = tt_mem_zalloc(SEEN, sizeof *s->seen);
    if (!s->seen)
        return no_room(err);
    tt_seen *place = place_of(s, m);
    unsigned i = find_seen(place, &m->fp);
    if (i < 2) {
        *id = place->id[i];
        return TT_OK;
    }
    TT_TRY(tt_known_find(s, TT_KNOWN_MENTION, m->fp, id, err));
    if (*id == TT_HASHMAP_NONE)
        TT_TRY(add_mention(s, key_of(keys, m), m, id, err));
    *place = (tt_seen){{m->fp, place->fp[0]}, {*id, place->id[0]}};
    return TT_OK;
}
