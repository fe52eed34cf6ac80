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

static size_t slot_of(const tt_hashmap *m, tt_hash key)
{
    uint64_t h;
    memcpy(&h, key.b, sizeof h);
    return (size_t)h & (m->cap - 1);
}

/* The slot of the key, or the free one where it belongs.  There is always a free one. */
static size_t probe(const tt_hashmap *m, tt_hash key)
{
    size_t i = slot_of(m, key);
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
