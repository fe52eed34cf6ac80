/*
 * mention.c - the memo, and new mentions.
 */
#include "store/impl.h"

#include "base/fasthash.h"

enum {
    SLOTS = 1 << 17,  /* 2 MiB */
    BYTES = 12 << 20, /* then it starts again */
    FP = sizeof(tt_hash)
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the parties of a file");
}

void tt_memo_reset(tt_memo *m)
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

tt_status tt_mention_seek(tt_store *s, tt_sought *m, tt_err *err)
{
    if (!s->memo.slot)
        s->memo.slot = tt_mem_zalloc(SLOTS, sizeof *s->memo.slot);
    if (!s->memo.slot)
        return no_room(err);
    m->id = 0;
    m->fresh = false;
    m->hash = tt_fasthash(m->key.p, m->key.n);
    TT_PREFETCH(pair_of(&s->memo, m->hash));
    return TT_OK;
}

void tt_mention_touch(const tt_store *s, tt_sought *m)
{
    m->key.p = s->keys.p + m->at;
    const tt_memo_slot *pair = pair_of(&s->memo, m->hash);
    for (unsigned i = 0; i < 2; i++)
        if (pair[i].hash == m->hash >> 32 && pair[i].n) {
            TT_PREFETCH(s->memo.bytes.p + pair[i].at);
            TT_PREFETCH(s->memo.bytes.p + pair[i].at + 64);
        }
}

static bool find_in_memo(const tt_memo *memo, tt_sought *m)
{
    const tt_memo_slot *pair = pair_of(memo, m->hash);
    for (unsigned i = 0; i < 2; i++) {
        const char *p = memo->bytes.p + pair[i].at;
        if (pair[i].hash != m->hash >> 32 || pair[i].n != m->key.n ||
            memcmp(p + FP, m->key.p, m->key.n) != 0)
            continue;
        m->id = pair[i].id;
        memcpy(m->fp.b, p, FP);
        return true;
    }
    return false;
}

void tt_mention_look(tt_store *s, tt_sought *m)
{
    if (find_in_memo(&s->memo, m))
        return;
    m->fresh = true;
    m->fp = tt_hash_of(m->key.p, m->key.n);
    tt_hashmap_prefetch(&s->known[TT_KNOWN_MENTION].fresh, &m->fp);
}

static tt_status remember(tt_memo *memo, const tt_sought *m, tt_err *err)
{
    if (memo->bytes.n + FP + m->key.n > BYTES) {
        tt_memo_reset(memo);
        if (FP + m->key.n > BYTES)
            return TT_OK;
    }
    tt_memo_slot *pair = pair_of(memo, m->hash);
    pair[pair[0].n && !pair[1].n ? 1 : m->hash >> 63] =
        (tt_memo_slot){.hash = (uint32_t)(m->hash >> 32),
                       .at = (uint32_t)memo->bytes.n,
                       .n = (uint32_t)m->key.n,
                       .id = m->id};
    tt_buf_add(&memo->bytes, (tt_str){(const char *)m->fp.b, FP});
    tt_buf_add(&memo->bytes, m->key);
    return tt_buf_status(&memo->bytes, err);
}

/* --- new ones --- */

static tt_status next_id(tt_store *s, uint32_t *id, tt_err *err)
{
    if (s->last_mention < 0)
        TT_TRY(tt_db_int(s, TT_Q_MENTION_LAST, &s->last_mention, err));
    if (s->last_mention < 0 || s->last_mention >= TT_HASHMAP_NONE - 1)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 mentions");
    *id = (uint32_t)++s->last_mention;
    return TT_OK;
}

static tt_status add_mention(tt_store *s, tt_sought *m, tt_err *err)
{
    tt_cell *cell;
    tt_str part[TT_PART_COUNT];
    tt_id_state check[TT_MENTION_CHECKS];
    tt_feed *f = &s->feed[TT_KIND_NONE];
    TT_TRY(next_id(s, &m->id, err));
    TT_TRY(tt_store_next_row(s, TT_KIND_NONE, &cell, err));
    size_t start = f->bytes.n;
    tt_buf_add(&f->bytes, m->key);
    tt_buf_add(&f->bytes, (tt_str){(const char *)m->fp.b, sizeof m->fp.b});
    TT_TRY(tt_buf_status(&f->bytes, err));
    tt_cell_int(&cell[0], m->id);
    tt_cell_bytes(&cell[1], TT_CELL_BLOB, start + m->key.n, sizeof m->fp.b);
    tt_mention_decode(m->key, part);
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++)
        if (part[p].n)
            tt_cell_bytes(&cell[1 + p], TT_CELL_TEXT, start + (size_t)(part[p].p - m->key.p),
                          part[p].n);
        else
            tt_cell_null(&cell[1 + p]);
    tt_checks_of_mention(part, check);
    for (size_t i = 0; i < TT_MENTION_CHECKS; i++)
        tt_cell_check(&cell[TT_MENTION_FIRST_CHECK + i], check[i]);
    f->n_rows++;
    return tt_known_add(s, TT_KNOWN_MENTION, m->fp, m->id, err);
}

tt_status tt_mention_intern(tt_store *s, tt_sought *m, tt_err *err)
{
    uint32_t known;
    if (!m->fresh || find_in_memo(&s->memo, m)) /* another row of the batch had it */
        return TT_OK;
    TT_TRY(tt_known_find(s, TT_KNOWN_MENTION, m->fp, &known, err));
    if (known == TT_HASHMAP_NONE)
        TT_TRY(add_mention(s, m, err));
    else
        m->id = known;
    return remember(&s->memo, m, err);
}
