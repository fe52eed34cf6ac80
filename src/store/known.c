/*
 * known.c - asking for identities, and keeping them in sorted runs.
 */
#include "store/impl.h"

enum {
    HASH = sizeof(tt_hash),
    PAGE_BYTES = 16000, /* with its record in one page of the file */
    FEW = 4             /* pages that are read into memory at once */
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the identities of rows");
}

static tt_status damaged(tt_err *err)
{
    return tt_fail(err, TT_EDB, "case file: 'known_page' is damaged");
}

static size_t entry_bytes(unsigned what)
{
    return what == TT_KNOWN_MENTION ? HASH + 4 : HASH;
}

static const char *text_of(unsigned what)
{
    return what == TT_KNOWN_MENTION ? "mention" : tt_kind_text((tt_kind)what);
}

static void drop_runs(tt_known *k, size_t from)
{
    while (k->runs.n > from)
        tt_sorted_release(&k->runs.v[--k->runs.n].memory);
}

void tt_known_release(tt_known *k)
{
    drop_runs(k, 0);
    tt_vec_release(&k->runs);
    tt_hashmap_release(&k->fresh);
    k->ready = false;
    k->last_row = 0;
}

/* --- pages --- */

/* Entries of one page; borrowed until q is closed. */
static tt_status
read_page(tt_store *s, unsigned what, int64_t id, tt_q *q, tt_str *out, tt_err *err)
{
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_PAGE_GET, q, err));
    tt_q_int(q, id);
    TT_TRY(tt_q_next(q, &row, err));
    *out = row ? tt_q_get_str(q) : (tt_str){NULL, 0};
    if (out->n && out->n % entry_bytes(what) == 0 && out->n <= PAGE_BYTES)
        return TT_OK;
    tt_q_close(q);
    return damaged(err);
}

static tt_hash key_at(tt_str page, size_t i, size_t entry)
{
    tt_hash h;
    memcpy(h.b, page.p + i * entry, sizeof h.b);
    return h;
}

static uint32_t value_at(tt_str page, size_t i, size_t entry)
{
    uint32_t v = 0;
    const unsigned char *p = (const unsigned char *)page.p + i * entry + HASH;
    for (unsigned b = 0; b < entry - HASH; b++)
        v |= (uint32_t)p[b] << (8 * b);
    return v;
}

/* --- runs in memory --- */

static tt_status read_run(tt_store *s, unsigned what, tt_known_run *r, tt_err *err)
{
    tt_sorted *m = &r->memory;
    size_t cap = 0, cap_value = 0, entry = entry_bytes(what);
    for (int64_t p = 0; p < r->n_pages; p++) {
        tt_q q;
        tt_str page;
        TT_TRY(read_page(s, what, r->first_page + p, &q, &page, err));
        size_t more = page.n / entry;
        bool room =
            tt_vec_room(&m->key, &cap, m->n, more, sizeof *m->key) &&
            (entry == HASH || tt_vec_room(&m->value, &cap_value, m->n, more, sizeof *m->value));
        for (size_t i = 0; i < more && room; i++, m->n++) {
            m->key[m->n] = key_at(page, i, entry);
            if (m->value)
                m->value[m->n] = value_at(page, i, entry);
        }
        tt_q_close(&q);
        if (!room)
            return no_room(err);
    }
    if ((int64_t)m->n != r->n)
        return damaged(err);
    return tt_sorted_index(m) ? TT_OK : no_room(err);
}

static tt_status load_run(tt_store *s, unsigned what, tt_known_run *r, tt_err *err)
{
    tt_status st = read_run(s, what, r, err);
    if (st != TT_OK)
        tt_sorted_release(&r->memory);
    return st;
}

/* Where it would be when they were spread evenly; below n. */
static size_t guess(const tt_hash *key, size_t n)
{
    return (size_t)((tt_u128)tt_hash_first(key) * n >> 64);
}

static uint32_t find_in_memory(const tt_sorted *m, const tt_hash *key)
{
    size_t at = tt_sorted_find(m, key);
    return at == m->n ? TT_HASHMAP_NONE : m->value ? m->value[at] : 0;
}

static uint32_t find_in_page(tt_str page, size_t entry, tt_hash key)
{
    size_t lo = 0, hi = page.n / entry;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = tt_hash_cmp(key_at(page, mid, entry), key);
        if (c == 0)
            return entry > HASH ? value_at(page, mid, entry) : 0;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return TT_HASHMAP_NONE;
}

/* The guess is off by a page at most, unless somebody chose the identities: bisect in any case. */
static tt_status find_in_file(tt_store *s, unsigned what, const tt_known_run *r, tt_hash key,
                              uint32_t *out, tt_err *err)
{
    int64_t lo = 0, hi = r->n_pages, at = (int64_t)guess(&key, (size_t)r->n_pages);
    size_t entry = entry_bytes(what);
    *out = TT_HASHMAP_NONE;
    for (int near = 0; lo < hi; near++) {
        tt_q q;
        tt_str page;
        TT_TRY(read_page(s, what, r->first_page + at, &q, &page, err));
        bool before = tt_hash_cmp(key, key_at(page, 0, entry)) < 0;
        bool after = tt_hash_cmp(key_at(page, page.n / entry - 1, entry), key) < 0;
        if (!before && !after) {
            *out = find_in_page(page, entry, key);
            lo = hi;
        }
        tt_q_close(&q);
        if (before)
            hi = at;
        else if (after)
            lo = at + 1;
        at = near >= 2 ? lo + (hi - lo) / 2 : before ? at - 1 : at + 1;
    }
    return TT_OK;
}

static tt_status
find_in_run(tt_store *s, unsigned what, tt_known_run *r, tt_hash key, uint32_t *out, tt_err *err)
{
    bool fits = r->n <= TT_SORTED_MAX;
    /* Reading all of it costs as much as asking that often. */
    if (!r->memory.start && fits && (r->n_pages <= FEW || ++r->n_asked > (uint64_t)r->n_pages / 4))
        TT_TRY(load_run(s, what, r, err));
    if (!r->memory.start)
        return find_in_file(s, what, r, key, out, err);
    *out = find_in_memory(&r->memory, &key);
    return TT_OK;
}

/* --- what is in the file --- */

static tt_status read_runs(tt_store *s, unsigned what, tt_known *k, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_RUN_ALL, &q, err));
    tt_q_text(&q, text_of(what));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_known_run r = {.id = tt_q_get_int(&q), .n = tt_q_get_int(&q)};
        r.first_page = tt_q_get_int(&q);
        r.n_pages = tt_q_get_int(&q);
        r.last_row = tt_q_get_int(&q);
        bool sane = r.n > 0 && r.first_page > 0 && r.n_pages > 0 && r.n_pages <= r.n &&
                    r.first_page < INT64_MAX / 2 && r.n < INT64_MAX / 2 && r.last_row >= 0;
        if (!sane || !tt_vec_push(&k->runs, r)) {
            tt_q_close(&q);
            return sane ? no_room(err) : damaged(err);
        }
        k->last_row = TT_MAX(k->last_row, r.last_row);
    }
}

/* Rows after the last one of the runs. */
static tt_status read_fresh(tt_store *s, unsigned what, tt_known *k, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, what == TT_KNOWN_MENTION ? TT_Q_MENTION_FPS : tt_row_query[what].hashes, &q,
                     err));
    tt_q_int(&q, k->last_row);
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        int64_t value = k->fresh.values ? tt_q_get_int(&q) : 0;
        tt_hash h = tt_q_get_hash(&q);
        bool fits = value >= 0 && value < TT_HASHMAP_NONE;
        if (!fits || !tt_hashmap_reserve(&k->fresh, 1)) {
            tt_q_close(&q);
            return fits ? no_room(err)
                        : tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 mentions");
        }
        if (tt_hashmap_find(&k->fresh, h) == TT_HASHMAP_NONE)
            tt_hashmap_put(&k->fresh, h, (uint32_t)value);
    }
}

tt_status tt_known_read(tt_store *s, unsigned what, tt_err *err)
{
    tt_known *k = &s->known[what];
    if (k->ready)
        return TT_OK;
    tt_known_release(k);
    TT_TRY(read_runs(s, what, k, err));
    TT_TRY(read_fresh(s, what, k, err));
    k->ready = true;
    return TT_OK;
}

void tt_known_ask(const tt_known *k, const tt_hash *key)
{
    tt_hashmap_prefetch(&k->fresh, key);
    for (size_t i = 0; i < k->runs.n; i++)
        if (k->runs.v[i].memory.start)
            tt_sorted_ask(&k->runs.v[i].memory, key);
}

void tt_known_reach(const tt_known *k, const tt_hash *key)
{
    for (size_t i = 0; i < k->runs.n; i++)
        if (k->runs.v[i].memory.start)
            tt_sorted_reach(&k->runs.v[i].memory, key);
}

tt_status tt_known_find(tt_store *s, unsigned what, tt_hash key, uint32_t *out, tt_err *err)
{
    tt_known *k = &s->known[what];
    TT_TRY(tt_known_read(s, what, err));
    *out = tt_hashmap_find(&k->fresh, key);
    for (size_t i = k->runs.n; *out == TT_HASHMAP_NONE && i > 0; i--)
        TT_TRY(find_in_run(s, what, &k->runs.v[i - 1], key, out, err));
    return TT_OK;
}

tt_status tt_known_add(tt_store *s, unsigned what, tt_hash key, uint32_t value, tt_err *err)
{
    tt_known *k = &s->known[what];
    if (!tt_hashmap_reserve(&k->fresh, 1))
        return no_room(err);
    tt_hashmap_put(&k->fresh, key, value);
    return TT_OK;
}

/* --- merging --- */

/* One of the sorted lists that are merged: a run page by page, or a map. */
typedef struct list {
    int64_t page, n_pages; /* the next to be read, and how many after it */
    char bytes[PAGE_BYTES];
    tt_str at;            /* what is left of the current page */
    tt_hashmap_walk walk; /* of the map; its map is NULL: a run */
    const tt_hashmap_entry *entry;
    bool ended;
} list;

struct tt_known_merge {
    tt_store *s;
    unsigned what;
    size_t n;
    list *lists;
};

static tt_status fill(tt_known_merge *m, list *l, tt_err *err)
{
    tt_q q;
    tt_str page;
    if (l->walk.map) {
        if (l->entry || l->ended)
            return TT_OK;
        if (!tt_hashmap_walk_next(&l->walk, &l->entry))
            return no_room(err);
        l->ended = !l->entry;
        return TT_OK;
    }
    if (l->at.n || l->n_pages == 0)
        return TT_OK;
    TT_TRY(read_page(m->s, m->what, l->page, &q, &page, err));
    memcpy(l->bytes, page.p, page.n);
    tt_q_close(&q);
    l->at = (tt_str){l->bytes, page.n};
    l->page++;
    l->n_pages--;
    return TT_OK;
}

static bool head_of(const list *l, tt_hash *key)
{
    if (l->entry)
        *key = l->entry->key;
    else if (l->at.n)
        *key = key_at(l->at, 0, HASH);
    return l->entry || l->at.n;
}

tt_status tt_known_merge_open(tt_store *s, unsigned what, size_t first_run, const tt_hashmap *map,
                              tt_known_merge **out, tt_err *err)
{
    const tt_known *k = &s->known[what];
    size_t n = k->runs.n - first_run;
    tt_known_merge *m = tt_mem_zalloc(1, sizeof *m);
    *out = m;
    if (!m)
        return no_room(err);
    *m = (tt_known_merge){.s = s, .what = what, .n = n + (map != NULL)};
    m->lists = tt_mem_zalloc(m->n + 1, sizeof *m->lists);
    if (!m->lists)
        return no_room(err);
    for (size_t i = 0; i < n; i++) {
        m->lists[i].page = k->runs.v[first_run + i].first_page;
        m->lists[i].n_pages = k->runs.v[first_run + i].n_pages;
    }
    if (map)
        m->lists[n].walk.map = map;
    return TT_OK;
}

tt_status
tt_known_merge_next(tt_known_merge *m, bool *more, tt_hash *key, uint32_t *value, tt_err *err)
{
    list *min = NULL;
    for (size_t i = 0; i < m->n; i++) {
        tt_hash h;
        TT_TRY(fill(m, &m->lists[i], err));
        if (head_of(&m->lists[i], &h) && (!min || tt_hash_cmp(h, *key) < 0)) {
            min = &m->lists[i];
            *key = h;
        }
    }
    *more = min != NULL;
    if (!min)
        return TT_OK;
    size_t entry = entry_bytes(m->what);
    if (min->entry) {
        *value = min->entry->value;
        min->entry = NULL;
    } else {
        *value = value_at(min->at, 0, entry);
        min->at = (tt_str){min->at.p + entry, min->at.n - entry};
    }
    return TT_OK;
}

void tt_known_merge_close(tt_known_merge *m)
{
    for (size_t i = 0; m && m->lists && i < m->n; i++)
        tt_hashmap_walk_release(&m->lists[i].walk);
    if (m)
        tt_mem_free(m->lists);
    tt_mem_free(m);
}

/* --- new runs --- */

static tt_status write_page(tt_store *s, int64_t id, tt_str bytes, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_PAGE_ADD, &q, err));
    tt_q_int(&q, id);
    tt_q_blob(&q, bytes.p, bytes.n);
    return tt_q_run(&q, err);
}

/* All that is left of a merge, as pages from r->first_page on. */
static tt_status
write_pages(tt_store *s, unsigned what, tt_known_merge *m, tt_known_run *r, tt_err *err)
{
    char bytes[PAGE_BYTES];
    size_t entry = entry_bytes(what), n = 0;
    for (;;) {
        tt_hash key;
        uint32_t value = 0;
        bool more;
        TT_TRY(tt_known_merge_next(m, &more, &key, &value, err));
        if (n > 0 && (!more || n + entry > sizeof bytes)) {
            TT_TRY(write_page(s, r->first_page + r->n_pages++, (tt_str){bytes, n}, err));
            n = 0;
        }
        if (!more)
            return TT_OK;
        memcpy(bytes + n, key.b, HASH);
        for (unsigned b = 0; b < entry - HASH; b++)
            bytes[n + HASH + b] = (char)(uint8_t)(value >> (8 * b));
        n += entry;
        r->n++;
    }
}

static tt_status add_run(tt_store *s, unsigned what, tt_known_run *r, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_RUN_ADD, &q, err));
    tt_q_text(&q, text_of(what));
    tt_q_int(&q, r->n);
    tt_q_int(&q, r->first_page);
    tt_q_int(&q, r->n_pages);
    tt_q_int(&q, r->last_row);
    TT_TRY(tt_q_run(&q, err));
    r->id = sqlite3_last_insert_rowid(s->db);
    return TT_OK;
}

static tt_status delete_run(tt_store *s, const tt_known_run *r, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_PAGE_DROP, &q, err));
    tt_q_int(&q, r->first_page);
    tt_q_int(&q, r->first_page + r->n_pages - 1);
    TT_TRY(tt_q_run(&q, err));
    TT_TRY(tt_q_open(s, TT_Q_KNOWN_RUN_DROP, &q, err));
    tt_q_int(&q, r->id);
    return tt_q_run(&q, err);
}

/* The map and the runs from `first` on, as one run. */
static tt_status merge_runs(tt_store *s, unsigned what, size_t first, tt_err *err)
{
    tt_known *k = &s->known[what];
    tt_known_run r = {.id = 0};
    tt_known_merge *m = NULL;
    int64_t last_page;
    TT_TRY(tt_db_int(s, TT_Q_KNOWN_PAGE_LAST, &last_page, err));
    TT_TRY(tt_db_int(s, what == TT_KNOWN_MENTION ? TT_Q_MENTION_LAST : tt_row_query[what].last,
                     &r.last_row, err));
    r.first_page = last_page + 1;
    tt_status st = tt_known_merge_open(s, what, first, &k->fresh, &m, err);
    if (st == TT_OK)
        st = write_pages(s, what, m, &r, err);
    tt_known_merge_close(m);
    TT_TRY(st);
    TT_TRY(add_run(s, what, &r, err));
    for (size_t i = first; i < k->runs.n; i++)
        TT_TRY(delete_run(s, &k->runs.v[i], err));
    drop_runs(k, first);
    tt_hashmap_release(&k->fresh);
    k->last_row = r.last_row;
    return tt_vec_push(&k->runs, r) ? TT_OK : no_room(err);
}

tt_status tt_known_save(tt_store *s, unsigned what, size_t at_least, tt_err *err)
{
    tt_known *k = &s->known[what];
    if (!k->ready || k->fresh.n < at_least)
        return TT_OK;
    int64_t n = (int64_t)k->fresh.n;
    size_t first = k->runs.n;
    while (first > 0 && k->runs.v[first - 1].n <= 2 * n)
        n += k->runs.v[--first].n;
    k->ready = false; /* when it fails, nothing is known until it is read again */
    TT_TRY(merge_runs(s, what, first, err));
    k->ready = true;
    return TT_OK;
}
