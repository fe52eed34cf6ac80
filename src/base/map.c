/*
 * map.c - open addressing with linear probing; entries are never removed.
 *
 * The hash is seeded by where the program was loaded, so that nobody can prepare keys that
 * collide.  No result can depend on the seed: a map cannot be iterated.
 */
#include "base/map.h"

#include "base/arena.h"
#include "base/fasthash.h"

struct tt_map_slot {
    const char *p; /* bytes of the key, its length in front of them; NULL: free */
    uint32_t hash;
    uint32_t value;
};

struct tt_map_chunk {
    struct tt_map_chunk *next;
    size_t used, cap;
    char data[];
};

struct tt_map64_slot {
    uint64_t key;
    uint32_t value;
    uint32_t taken;
};

enum { FIRST_CAP = 64, CHUNK = 1 << 16 };

static uint32_t hash_of(tt_str key)
{
    return (uint32_t)tt_fasthash(key.p, key.n);
}

/* The capacity to move to before one more is added; 0 when there is room. */
static size_t next_cap(size_t n, size_t cap)
{
    if (cap == 0)
        return FIRST_CAP;
    return n >= cap / 2 ? cap * 2 : 0;
}

/* --- bytes --- */

void tt_map_init(tt_map *m)
{
    *m = (tt_map){0};
}

void tt_map_release(tt_map *m)
{
    if (!m)
        return;
    tt_mem_free(m->slots);
    for (struct tt_map_chunk *c = m->keys; c;) {
        struct tt_map_chunk *next = c->next;
        tt_mem_free(c);
        c = next;
    }
    *m = (tt_map){0};
}

static bool is_key(const char *p, tt_str key)
{
    size_t n;
    memcpy(&n, p - sizeof n, sizeof n);
    return n == key.n && (n == 0 || memcmp(p, key.p, n) == 0);
}

/* The slot of key, or the free one where it belongs.  There is always a free one. */
static struct tt_map_slot *slot_of(const tt_map *m, tt_str key, uint32_t hash)
{
    size_t mask = m->cap - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct tt_map_slot *s = &m->slots[i];
        if (!s->p || (s->hash == hash && is_key(s->p, key)))
            return s;
    }
}

static bool grow(tt_map *m)
{
    size_t cap = next_cap(m->n, m->cap);
    if (cap == 0)
        return true;
    struct tt_map_slot *fresh = tt_mem_zalloc(cap, sizeof *fresh);
    if (!fresh)
        return false;
    for (size_t i = 0; i < m->cap; i++) {
        if (!m->slots[i].p)
            continue;
        size_t at = m->slots[i].hash & (cap - 1);
        while (fresh[at].p)
            at = (at + 1) & (cap - 1);
        fresh[at] = m->slots[i];
    }
    tt_mem_free(m->slots);
    m->slots = fresh;
    m->cap = cap;
    return true;
}

/* A long key gets a chunk of its own behind the current one, whose room stays in use. */
static const char *keep(tt_map *m, tt_str key)
{
    struct tt_map_chunk *c = m->keys;
    if (key.n > SIZE_MAX / 2)
        return NULL;
    size_t room = sizeof key.n + key.n;
    if (!c || c->cap - c->used < room) {
        bool own = room > CHUNK / 8;
        size_t cap = own ? room : CHUNK;
        struct tt_map_chunk *fresh = tt_mem_grow(NULL, sizeof *c + cap, 1);
        if (!fresh)
            return NULL;
        *fresh = (struct tt_map_chunk){.cap = cap};
        if (own && c) {
            fresh->next = c->next;
            c->next = fresh;
        } else {
            fresh->next = c;
            m->keys = fresh;
        }
        c = fresh;
    }
    char *p = c->data + c->used + sizeof key.n;
    memcpy(p - sizeof key.n, &key.n, sizeof key.n);
    if (key.n)
        memcpy(p, key.p, key.n);
    c->used += room;
    return p;
}

uint32_t tt_map_find(const tt_map *m, tt_str key)
{
    if (m->n == 0)
        return TT_MAP_NONE;
    const struct tt_map_slot *s = slot_of(m, key, hash_of(key));
    return s->p ? s->value : TT_MAP_NONE;
}

/* Find or add; the slot, or NULL when memory is out. */
static struct tt_map_slot *intern(tt_map *m, tt_str key, uint32_t value, bool *added)
{
    TT_ASSERT(value != TT_MAP_NONE);
    uint32_t hash = hash_of(key);
    struct tt_map_slot *s = m->cap ? slot_of(m, key, hash) : NULL;
    *added = false;
    if (s && s->p)
        return s;
    if (!grow(m))
        return NULL;
    const char *p = keep(m, key);
    if (!p)
        return NULL;
    s = slot_of(m, key, hash);
    *s = (struct tt_map_slot){p, hash, value};
    m->n++;
    *added = true;
    return s;
}

bool tt_map_intern(tt_map *m, tt_str key, uint32_t value, uint32_t *found, bool *added)
{
    bool fresh;
    const struct tt_map_slot *s = intern(m, key, value, &fresh);
    if (!s)
        return false;
    *found = s->value;
    if (added)
        *added = fresh;
    return true;
}

bool tt_map_put(tt_map *m, tt_str key, uint32_t value)
{
    bool fresh;
    struct tt_map_slot *s = intern(m, key, value, &fresh);
    if (!s)
        return false;
    s->value = value;
    return true;
}

/* --- uint64 --- */

void tt_map64_init(tt_map64 *m)
{
    *m = (tt_map64){0};
}

void tt_map64_release(tt_map64 *m)
{
    if (!m)
        return;
    tt_mem_free(m->slots);
    *m = (tt_map64){0};
}

static struct tt_map64_slot *slot64_of(struct tt_map64_slot *slots, size_t cap, uint64_t key)
{
    size_t mask = cap - 1;
    size_t i = (size_t)tt_fasthash(&key, sizeof key) & mask;
    while (slots[i].taken && slots[i].key != key)
        i = (i + 1) & mask;
    return &slots[i];
}

static bool grow64(tt_map64 *m)
{
    size_t cap = next_cap(m->n, m->cap);
    if (cap == 0)
        return true;
    struct tt_map64_slot *fresh = tt_mem_zalloc(cap, sizeof *fresh);
    if (!fresh)
        return false;
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].taken)
            *slot64_of(fresh, cap, m->slots[i].key) = m->slots[i];
    tt_mem_free(m->slots);
    m->slots = fresh;
    m->cap = cap;
    return true;
}

uint32_t tt_map64_find(const tt_map64 *m, uint64_t key)
{
    if (m->n == 0)
        return TT_MAP_NONE;
    const struct tt_map64_slot *s = slot64_of(m->slots, m->cap, key);
    return s->taken ? s->value : TT_MAP_NONE;
}

static struct tt_map64_slot *intern64(tt_map64 *m, uint64_t key, uint32_t value, bool *added)
{
    TT_ASSERT(value != TT_MAP_NONE);
    struct tt_map64_slot *s = m->cap ? slot64_of(m->slots, m->cap, key) : NULL;
    *added = false;
    if (s && s->taken)
        return s;
    if (!grow64(m))
        return NULL;
    s = slot64_of(m->slots, m->cap, key);
    *s = (struct tt_map64_slot){key, value, 1};
    m->n++;
    *added = true;
    return s;
}

bool tt_map64_intern(tt_map64 *m, uint64_t key, uint32_t value, uint32_t *found, bool *added)
{
    bool fresh;
    const struct tt_map64_slot *s = intern64(m, key, value, &fresh);
    if (!s)
        return false;
    *found = s->value;
    if (added)
        *added = fresh;
    return true;
}

bool tt_map64_put(tt_map64 *m, uint64_t key, uint32_t value)
{
    bool fresh;
    struct tt_map64_slot *s = intern64(m, key, value, &fresh);
    if (!s)
        return false;
    s->value = value;
    return true;
}
