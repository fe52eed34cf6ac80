/*
 * hashmap.c - 128-bit identities to numbers: linear probing, no removal, never iterated.
 *
 * Of the first 32 bits of a key the high ones are its slot.  What is in the slot is the other ones,
 * and below them the number of the key, from 1: zero is a free slot.
 */
#include "store/hashmap.h"

#include "base/arena.h"
#include "base/vec.h"

enum { FIRST_BITS = 6, LAST_BITS = 31, AHEAD = 16 };

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
    if (more > ((size_t)1 << (LAST_BITS - 1)) - m->n)
        return false;
    while (((size_t)1 << bits) / 4 * 3 < m->n + more)
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

/* --- sorting --- */

struct sorted {
    tt_hash *key;
    uint32_t *value;
    size_t n;
};

static void take(const tt_hashmap *m, size_t slot, struct sorted *to)
{
    size_t number = number_in(m, slot);
    to->key[to->n] = m->key[number];
    if (m->values)
        to->value[to->n] = m->value[number];
    to->n++;
}

/* In order of the slots.  Some at the front were carried over the end: they come last. */
static void gather(const tt_hashmap *m, struct sorted *to)
{
    size_t first = 0, cap = (size_t)1 << m->bits;
    while (m->slot[first])
        first++;
    for (size_t i = 0; i < first; i++)
        if (slot_of(m, &m->key[number_in(m, i)]) <= i)
            take(m, i, to);
    for (size_t i = first; i < cap; i++) {
        if (i + AHEAD < cap && m->slot[i + AHEAD])
            TT_PREFETCH(&m->key[number_in(m, i + AHEAD)]);
        if (m->slot[i])
            take(m, i, to);
    }
    for (size_t i = 0; i < first; i++)
        if (slot_of(m, &m->key[number_in(m, i)]) > i)
            take(m, i, to);
}

/* Keys are a few places from where they belong. */
static void insertion_sort(struct sorted *s)
{
    for (size_t i = 1; i < s->n; i++) {
        tt_hash key = s->key[i];
        uint32_t value = s->value ? s->value[i] : 0;
        size_t to = i;
        for (; to > 0 && tt_hash_cmp(s->key[to - 1], key) > 0; to--) {
            s->key[to] = s->key[to - 1];
            if (s->value)
                s->value[to] = s->value[to - 1];
        }
        s->key[to] = key;
        if (s->value)
            s->value[to] = value;
    }
}

bool tt_hashmap_sort(tt_hashmap *m)
{
    if (m->n == 0)
        return true;
    struct sorted s = {.key = tt_mem_zalloc(m->n, sizeof *s.key)};
    s.value = m->values ? tt_mem_zalloc(m->n, sizeof *s.value) : NULL;
    if (!s.key || (m->values && !s.value)) {
        tt_mem_free(s.key);
        tt_mem_free(s.value);
        return false;
    }
    gather(m, &s);
    TT_ASSERT(s.n == m->n);
    insertion_sort(&s);
    tt_hashmap_release(m);
    *m = (tt_hashmap){.key = s.key,
                      .value = s.value,
                      .n = s.n,
                      .cap = s.n,
                      .cap_value = s.n,
                      .values = m->values};
    return true;
}
