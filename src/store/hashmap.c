/*
 * hashmap.c - 128-bit identities to numbers: linear probing, no removal, never iterated.
 */
#include "store/hashmap.h"

#include "base/arena.h"

enum { FIRST_CAP = 64 };

void tt_hashmap_init(tt_hashmap *m, bool values)
{
    *m = (tt_hashmap){.values = values};
}

void tt_hashmap_release(tt_hashmap *m)
{
    tt_mem_free(m->key);
    tt_mem_free(m->value);
    *m = (tt_hashmap){.values = m->values};
}

/* Two words instead of a call: the look-up is in the path of every row. */
static bool is_free(const tt_hash *h)
{
    uint64_t w[2];
    memcpy(w, h->b, sizeof w);
    return (w[0] | w[1]) == 0;
}

static bool is_same(const tt_hash *a, const tt_hash *b)
{
    uint64_t x[2], y[2];
    memcpy(x, a->b, sizeof x);
    memcpy(y, b->b, sizeof y);
    return x[0] == y[0] && x[1] == y[1];
}

/* Written out: compilers make one instruction of it. */
uint64_t tt_hash_first(const tt_hash *h)
{
    const uint8_t *b = h->b;
    return (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 |
           (uint64_t)b[3] << 32 | (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 |
           (uint64_t)b[6] << 8 | b[7];
}

static size_t slot_of(const tt_hashmap *m, const tt_hash *key)
{
    return (size_t)(tt_hash_first(key) >> m->shift);
}

/* The slot of the key, or the free one where it belongs.  There is always a free one. */
static size_t probe(const tt_hashmap *m, tt_hash key)
{
    size_t i = slot_of(m, &key);
    while (!is_free(&m->key[i]) && !is_same(&m->key[i], &key))
        i = (i + 1) & (m->cap - 1);
    return i;
}

bool tt_hashmap_reserve(tt_hashmap *m, size_t more)
{
    if (more > SIZE_MAX / 4 - m->n)
        return false;
    size_t want = m->n + more, cap = m->cap ? m->cap : FIRST_CAP;
    while (cap / 4 * 3 < want)
        cap *= 2;
    if (cap == m->cap)
        return true;
    tt_hashmap to = {.cap = cap, .n = m->n, .values = m->values, .zero = m->zero};
    to.shift = 64;
    for (size_t c = cap; c > 1; c /= 2)
        to.shift--;
    to.zero_value = m->zero_value;
    to.key = tt_mem_zalloc(cap, sizeof *to.key);
    to.value = m->values ? tt_mem_zalloc(cap, sizeof *to.value) : NULL;
    if (!to.key || (m->values && !to.value)) {
        tt_mem_free(to.key);
        tt_mem_free(to.value);
        return false;
    }
    for (size_t i = 0; i < m->cap; i++) {
        if (is_free(&m->key[i]))
            continue;
        size_t j = probe(&to, m->key[i]);
        to.key[j] = m->key[i];
        if (m->values)
            to.value[j] = m->value[i];
    }
    tt_hashmap_release(m);
    *m = to;
    return true;
}

uint32_t tt_hashmap_find(const tt_hashmap *m, tt_hash key)
{
    if (is_free(&key))
        return m->zero ? m->zero_value : TT_HASHMAP_NONE;
    if (!m->cap)
        return TT_HASHMAP_NONE;
    size_t i = probe(m, key);
    if (is_free(&m->key[i]))
        return TT_HASHMAP_NONE;
    return m->values ? m->value[i] : 0;
}

void tt_hashmap_prefetch(const tt_hashmap *m, const tt_hash *key)
{
    if (!m->cap)
        return;
    size_t i = slot_of(m, key);
    TT_PREFETCH(&m->key[i]);
    if (m->values)
        TT_PREFETCH(&m->value[i]);
}

void tt_hashmap_put(tt_hashmap *m, tt_hash key, uint32_t value)
{
    TT_ASSERT(m->n < m->cap / 4 * 3 && tt_hashmap_find(m, key) == TT_HASHMAP_NONE);
    m->n++;
    if (is_free(&key)) {
        m->zero = true;
        m->zero_value = value;
        return;
    }
    size_t i = probe(m, key);
    m->key[i] = key;
    if (m->values)
        m->value[i] = value;
}

/* --- sorting --- */

static void move(tt_hashmap *m, size_t to, tt_hash key, uint32_t value)
{
    m->key[to] = key;
    if (m->values)
        m->value[to] = value;
}

static uint32_t value_at(const tt_hashmap *m, size_t i)
{
    return m->values ? m->value[i] : 0;
}

/* Keys are a few places from where they belong. */
static void insertion_sort(tt_hashmap *m)
{
    for (size_t i = 1; i < m->n; i++) {
        tt_hash key = m->key[i];
        uint32_t value = value_at(m, i);
        size_t to = i;
        for (; to > 0 && tt_hash_cmp(m->key[to - 1], key) > 0; to--)
            move(m, to, m->key[to - 1], value_at(m, to - 1));
        move(m, to, key, value);
    }
}

bool tt_hashmap_sort(tt_hashmap *m)
{
    size_t first = 0, to = 0; /* first: the free slot after those at the front */
    tt_hashmap front = {.values = m->values};
    while (first < m->cap && !is_free(&m->key[first]))
        first++;
    /* Some at the front were carried over the end: they belong behind all others. */
    front.key = tt_mem_zalloc(first + 1, sizeof *front.key);
    front.value = m->values ? tt_mem_zalloc(first + 1, sizeof *front.value) : NULL;
    if (!front.key || (m->values && !front.value)) {
        tt_hashmap_release(&front);
        return false;
    }
    for (size_t i = 0; i < first; i++)
        move(&front, i, m->key[i], value_at(m, i));
    if (m->zero)
        move(m, to++, (tt_hash){{0}}, m->zero_value);
    for (size_t i = 0; i < first; i++)
        if (slot_of(m, &front.key[i]) <= i)
            move(m, to++, front.key[i], value_at(&front, i));
    for (size_t i = first; i < m->cap; i++)
        if (!is_free(&m->key[i]))
            move(m, to++, m->key[i], value_at(m, i));
    for (size_t i = 0; i < first; i++)
        if (slot_of(m, &front.key[i]) > i)
            move(m, to++, front.key[i], value_at(&front, i));
    TT_ASSERT(to == m->n);
    tt_hashmap_release(&front);
    insertion_sort(m);
    return true;
}
