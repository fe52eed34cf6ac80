/*
 * hashmap.c - 128-bit identities to numbers: linear probing, no removal.
 *
 * Of the first 32 bits of a key the high ones are its slot.  What is in the slot is the other ones,
 * and below them the number of the key, from 1: zero is a free slot.
 */
#include "store/hashmap.h"

#include "base/arena.h"
#include "base/vec.h"

enum { FIRST_BITS = 6, LAST_BITS = 31, AHEAD = 16, BLOCK = 512 };

void tt_hashmap_init(tt_hashmap *m, bool values)
{
    *m = (tt_hashmap){.values = values};
}

void tt_hashmap_release(tt_hashmap *m)
{
    tt_mem_free(m->key);
    tt_mem_free(m->value);
    tt_mem_free(m->slot);
    *m = (tt_hashmap){.values = m->values};
}

/* Two words instead of a call: the look-up is in the path of every row. */
static inline bool is_same(const tt_hash *a, const tt_hash *b)
{
    uint64_t x[2], y[2];
    memcpy(x, a->b, sizeof x);
    memcpy(y, b->b, sizeof y);
    return x[0] == y[0] && x[1] == y[1];
}

/* Written out: compilers make one instruction of it. */
static inline uint32_t top_of(const tt_hash *h)
{
    const uint8_t *b = h->b;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint64_t tt_hash_first(const tt_hash *h)
{
    const uint8_t *b = h->b;
    return (uint64_t)top_of(h) << 32 | (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 |
           (uint64_t)b[6] << 8 | b[7];
}

static inline size_t slot_of(const tt_hashmap *m, const tt_hash *key)
{
    return top_of(key) >> (32 - m->bits);
}

static inline size_t mask_of(const tt_hashmap *m)
{
    return ((size_t)1 << m->bits) - 1;
}

/* The number of the key in the slot; there is one. */
static inline size_t number_in(const tt_hashmap *m, size_t slot)
{
    return (m->slot[slot] & mask_of(m)) - 1;
}

static void put_slot(tt_hashmap *m, size_t number)
{
    const tt_hash *key = &m->key[number];
    size_t i = slot_of(m, key), mask = mask_of(m);
    while (m->slot[i])
        i = (i + 1) & mask;
    m->slot[i] = top_of(key) << m->bits | (uint32_t)(number + 1);
}

static bool more_slots(tt_hashmap *m, unsigned bits)
{
    uint32_t *slot = tt_mem_zalloc((size_t)1 << bits, sizeof *slot);
    if (!slot)
        return false;
    tt_mem_free(m->slot);
    m->slot = slot;
    m->bits = bits;
    for (size_t i = 0; i < m->n; i++) {
        if (i + AHEAD < m->n)
            TT_PREFETCH(&slot[slot_of(m, &m->key[i + AHEAD])]);
        put_slot(m, i);
    }
    return true;
}

bool tt_hashmap_reserve(tt_hashmap *m, size_t more)
{
    unsigned bits = TT_MAX(m->bits, (unsigned)FIRST_BITS);
    size_t n = m->n + more;
    if (more <= m->cap - m->n && n <= ((size_t)1 << m->bits) / 4 * 3 &&
        (!m->values || more <= m->cap_value - m->n))
        return true;
    if (more > ((size_t)1 << (LAST_BITS - 1)) - m->n)
        return false;
    while (((size_t)1 << bits) / 4 * 3 < n)
        bits++;
    return tt_vec_room((void *)&m->key, &m->cap, m->n, more, sizeof *m->key) &&
           (!m->values ||
            tt_vec_room((void *)&m->value, &m->cap_value, m->n, more, sizeof *m->value)) &&
           (bits == m->bits || more_slots(m, bits));
}

uint32_t tt_hashmap_find(const tt_hashmap *m, tt_hash key)
{
    if (!m->bits)
        return TT_HASHMAP_NONE;
    size_t i = slot_of(m, &key), mask = mask_of(m);
    uint32_t rest = top_of(&key) << m->bits;
    for (; m->slot[i]; i = (i + 1) & mask)
        if ((m->slot[i] ^ rest) >> m->bits == 0 && is_same(&m->key[number_in(m, i)], &key))
            return m->values ? m->value[number_in(m, i)] : 0;
    return TT_HASHMAP_NONE;
}

void tt_hashmap_prefetch(const tt_hashmap *m, const tt_hash *key)
{
    if (m->bits)
        TT_PREFETCH(&m->slot[slot_of(m, key)]);
}

void tt_hashmap_put(tt_hashmap *m, tt_hash key, uint32_t value)
{
    TT_ASSERT(m->bits && m->n < ((size_t)1 << m->bits) / 4 * 3 &&
              tt_hashmap_find(m, key) == TT_HASHMAP_NONE);
    m->key[m->n] = key;
    if (m->values)
        m->value[m->n] = value;
    put_slot(m, m->n++);
}

/* --- in order --- */

/* A key goes to its slot or, when that is taken, to the next free one.  So what stands between two
 * free slots belongs between them; and many such stretches are nearly in order, and sorted as one.
 * Whether a slot is free cannot be foreseen, so nothing branches on it. */

/* The numbers of the keys in slots [from, to), as values. */
static bool gather(tt_hashmap_walk *w, size_t from, size_t to)
{
    const tt_hashmap *m = w->map;
    if (!tt_vec_room((void *)&w->v, &w->cap, w->n, to - from + 1, sizeof *w->v))
        return false;
    for (; from < to; from++) {
        w->v[w->n].value = (uint32_t)number_in(m, from);
        w->n += m->slot[from] != 0;
    }
    return true;
}

/* The keys of these numbers, all asked for before the first is waited for. */
static void fetch(tt_hashmap_walk *w)
{
    const tt_hashmap *m = w->map;
    for (size_t i = 0; i < w->n; i++)
        TT_PREFETCH(&m->key[w->v[i].value]);
    for (size_t i = 0; i < w->n; i++) {
        tt_hashmap_entry *e = &w->v[i];
        e->key = m->key[e->value];
        e->first = tt_hash_first(&e->key);
        e->value = m->values ? m->value[e->value] : 0;
    }
}

static bool is_before(const tt_hashmap_entry *a, const tt_hashmap_entry *b)
{
    return a->first != b->first ? a->first < b->first : tt_hash_cmp(a->key, b->key) < 0;
}

static void insertion_sort(tt_hashmap_entry *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (!is_before(&v[i], &v[i - 1]))
            continue;
        tt_hashmap_entry e = v[i];
        size_t to = i;
        for (; to > 0 && is_before(&e, &v[to - 1]); to--)
            v[to] = v[to - 1];
        v[to] = e;
    }
}

/* Of those before the first free slot: the ones that belong there, or else the ones that were
 * carried over the end. */
static bool take_head(tt_hashmap_walk *w, bool carried)
{
    const tt_hashmap *m = w->map;
    for (size_t i = 0; m->slot[i]; i++)
        if ((slot_of(m, &m->key[number_in(m, i)]) > i) == carried && !gather(w, i, i + 1))
            return false;
    return true;
}

/* From one free slot to another, BLOCK slots on or more. */
static bool take_block(tt_hashmap_walk *w)
{
    const tt_hashmap *m = w->map;
    size_t cap = (size_t)1 << m->bits;
    if (w->slot == 0 && !take_head(w, false))
        return false;
    while (m->slot[w->slot]) /* at first; later it is free */
        w->slot++;
    size_t to = TT_MIN(cap, w->slot + BLOCK);
    while (to < cap && m->slot[to])
        to++;
    if (!gather(w, w->slot, to))
        return false;
    w->slot = to;
    return to < cap || take_head(w, true);
}

void tt_hashmap_walk_release(tt_hashmap_walk *w)
{
    tt_mem_free(w->v);
    *w = (tt_hashmap_walk){.map = NULL};
}

bool tt_hashmap_walk_next(tt_hashmap_walk *w, const tt_hashmap_entry **out)
{
    const tt_hashmap *m = w->map;
    *out = NULL;
    if (w->at == w->n) {
        w->at = w->n = 0;
        while (m->bits && w->n == 0 && w->slot < (size_t)1 << m->bits)
            if (!take_block(w))
                return false;
        fetch(w);
        insertion_sort(w->v, w->n);
    }
    if (w->at < w->n)
        *out = &w->v[w->at++];
    return true;
}
