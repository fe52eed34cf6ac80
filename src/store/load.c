/*
 * load.c - all evidence into memory: the order of things, mentions, and kind by kind.
 */
#include "store/load.h"

#include "base/str.h"
#include "refdata/stand_in.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the case in memory");
}

/* --- order --- */

tt_status tt_load_ranked(tt_load *l, size_t n, tt_rank_fn *rank,
                         int (*cmp)(const void *a, const void *b, void *ctx), void *ctx,
                         uint32_t **out, tt_err *err)
{
    tt_ranked *v = tt_mem_grow(NULL, n + 1, sizeof *v);
    *out = tt_new_n(&l->tmp, uint32_t, n);
    for (size_t i = 0; v && i < n; i++)
        v[i] = (tt_ranked){rank(ctx, (uint32_t)i), (uint32_t)i};
    bool ok = v && *out && tt_sort_ranked(v, n, cmp, ctx);
    for (size_t i = 0; ok && i < n; i++)
        (*out)[i] = v[i].ix;
    tt_mem_free(v);
    return ok ? TT_OK : no_room(err);
}

tt_status tt_load_order(tt_load *l, size_t n, int (*cmp)(const void *a, const void *b, void *ctx),
                        void *ctx, uint32_t **out, tt_err *err)
{
    *out = tt_new_n(&l->tmp, uint32_t, n);
    if (!*out)
        return no_room(err);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = (uint32_t)i;
    return tt_sort(*out, n, sizeof **out, cmp, ctx) ? TT_OK : no_room(err);
}

/* In place, cycle by cycle: the arrays are the biggest things in memory. */
tt_status tt_load_reorder(void *base, size_t n, size_t size, uint32_t *order, tt_err *err)
{
    char *p = base, *first = tt_mem_zalloc(1, size);
    if (!first)
        return no_room(err);
    for (size_t start = 0; start < n; start++) {
        if (order[start] == start)
            continue;
        memcpy(first, p + start * size, size);
        size_t to = start;
        for (size_t from = order[to]; from != start; from = order[to]) {
            memcpy(p + to * size, p + from * size, size);
            order[to] = (uint32_t)to;
            to = from;
        }
        memcpy(p + to * size, first, size);
        order[to] = (uint32_t)to;
    }
    tt_mem_free(first);
    return TT_OK;
}

/* --- mentions --- */

static tt_status keep(tt_arena *a, tt_str *s, tt_err *err)
{
    *s = tt_arena_str(a, *s);
    return s->p ? TT_OK : no_room(err);
}

static uint64_t fp_rank(const void *ctx, uint32_t i)
{
    const tt_mention *m = ctx;
    return tt_hash_first(&m[i + 1].fp);
}

static int by_fp(const void *a, const void *b, void *ctx)
{
    const tt_mention *m = ctx;
    return tt_hash_cmp(m[*(const uint32_t *)a + 1].fp, m[*(const uint32_t *)b + 1].fp);
}

static tt_status read_mention(tt_load *l, tt_q *q, tt_mention *m, tt_err *err)
{
    tt_str part[TT_PART_COUNT];
    m->rowid = tt_q_get_int(q);
    tt_mention_read(q, &m->fp, part);
    tt_str *const to[TT_PART_COUNT] = {[TT_PART_NAME] = &m->name,
                                       [TT_PART_ID] = &m->identifier,
                                       [TT_PART_ADDRESS] = &m->address,
                                       [TT_PART_ACCOUNT] = &m->account,
                                       [TT_PART_BANK] = &m->bank};
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++) {
        if (!to[p] || !part[p].p)
            continue;
        TT_TRY(keep(l->a, &part[p], err));
        *to[p] = part[p];
    }
    m->country = tt_country_of_text(part[TT_PART_COUNTRY]);
    for (size_t i = 0; i < TT_MENTION_CHECKS; i++) {
        tt_part p = tt_mention_check[i];
        uint8_t state = tt_id_state_read(q);
        if (state > TT_ID_UNCHECKED && state < TT_ID_STATES)
            l->d->checks[tt_id_part_scheme(p, part[p], m->country)][state]++;
    }
    return TT_OK;
}

static tt_status read_mentions(tt_load *l, size_t n, tt_err *err)
{
    tt_q q;
    bool row;
    size_t i = 0;
    TT_TRY(tt_q_open(l->s, TT_Q_MENTION_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        if (i == n)
            return tt_fail(err, TT_EDB, "case file: the count of 'mention' is wrong");
        TT_TRY(read_mention(l, &q, &l->d->mentions[++i], err));
        l->mention_id[i - 1] = l->d->mentions[i].rowid;
    }
    l->d->n_mentions = i;
    return TT_OK;
}

static tt_status load_mentions(tt_load *l, tt_err *err)
{
    int64_t n;
    uint32_t *order;
    TT_TRY(tt_db_int(l->s, TT_Q_MENTION_COUNT, &n, err));
    if (n >= UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 mentions");
    l->d->mentions = tt_new_n(l->a, tt_mention, (size_t)n + 1);
    l->mention_id = tt_new_n(&l->tmp, int64_t, (size_t)n);
    l->mention_ix = tt_new_n(&l->tmp, tt_ix, (size_t)n);
    l->elsewhere = tt_new_n(&l->tmp, bool, (size_t)n + 1);
    if (!l->d->mentions || !l->mention_id || !l->mention_ix || !l->elsewhere)
        return no_room(err);
    TT_TRY(read_mentions(l, (size_t)n, err));
    TT_TRY(tt_load_ranked(l, l->d->n_mentions, fp_rank, by_fp, l->d->mentions, &order, err));
    for (size_t i = 0; i < l->d->n_mentions; i++)
        l->mention_ix[order[i]] = (tt_ix)(i + 1);
    TT_TRY(
        tt_load_reorder(l->d->mentions + 1, l->d->n_mentions, sizeof *l->d->mentions, order, err));
    for (size_t i = 1; i <= l->d->n_mentions; i++)
        l->elsewhere[i] = tt_stand_in_read(l->d->mentions[i].name).stands >= TT_STANDS_ROLE;
    return TT_OK;
}

tt_status tt_load_mention(const tt_load *l, int64_t id, tt_ix *out, tt_err *err)
{
    size_t n = l->d->n_mentions, lo = 0, hi = n;
    *out = 0;
    if (id == 0)
        return TT_OK;
    if (id > 0 && (uint64_t)id <= n && l->mention_id[id - 1] == id)
        lo = (size_t)id - 1; /* as ids are: without gaps */
    else
        TT_BISECT(size_t, lo, hi, mid, l->mention_id[mid] < id);
    if (lo == n || l->mention_id[lo] != id)
        return tt_fail(err, TT_EDB, "case file: mention %lld is missing", (long long)id);
    *out = l->mention_ix[lo];
    return TT_OK;
}

/* --- everything --- */

tt_status tt_load_count(tt_load *l, tt_kind kind, size_t *out, tt_err *err)
{
    int64_t n;
    TT_TRY(tt_db_int(l->s, tt_row_query[kind].count, &n, err));
    if (n < 0 || n >= UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 rows of a kind");
    *out = (size_t)n;
    return TT_OK;
}

tt_status tt_load_progress(tt_load *l, tt_err *err)
{
    return ++l->n_done % 8192 == 0 ? tt_progress(&l->s->talk, "load", l->n_done, l->n_all, err)
                                   : TT_OK;
}

static tt_status load_kind(tt_load *l, tt_kind kind, tt_err *err)
{
    switch (kind) {
    case TT_KIND_INVOICE:
    case TT_KIND_SHIPMENT:
    case TT_KIND_DECLARATION:
    case TT_KIND_PAYMENT:
        return tt_load_documents(l, kind, err);
    case TT_KIND_PARTY:
    case TT_KIND_OWNERSHIP:
    case TT_KIND_PRICE:
    case TT_KIND_FX:
    case TT_KIND_COVERAGE:
    case TT_KIND_WATCHLIST:
    case TT_KIND_PERMIT:
    case TT_KIND_SEIZURE:
        return tt_load_flat(l, kind, err);
    case TT_KIND_NONE:
    case TT_KIND_COUNT:
        break;
    }
    return TT_OK;
}

/* First and last date of a document; arrays are sorted by date, unknown dates last. */
static void take_period(tt_data *d, const void *docs, size_t n, size_t size)
{
    for (size_t i = 1; i <= n; i++) {
        const tt_head *h = (const void *)((const char *)docs + i * size);
        if (h->date.day == TT_NO_DATE)
            break;
        if (d->from == TT_NO_DATE || h->date.day < d->from)
            d->from = h->date.day;
        if (d->to == TT_NO_DATE || h->date.day > d->to)
            d->to = h->date.day;
    }
}

static tt_status load_all(tt_load *l, tt_err *err)
{
    tt_data *d = l->d;
    size_t n = 0;
    for (unsigned k = 1; k < TT_KIND_COUNT; k++) {
        TT_TRY(tt_load_count(l, (tt_kind)k, &n, err));
        l->n_all += n;
    }
    for (unsigned k = 1; k < TT_KIND_COUNT; k++)
        TT_TRY(load_kind(l, (tt_kind)k, err));
    TT_TRY(tt_load_count_sources(l, err));
    /* What the stages will fill in has its element 0 from the start. */
    d->entities = tt_new(l->a, tt_entity);
    d->members = tt_new(l->a, tt_member);
    d->nears = tt_new(l->a, tt_near);
    d->deals = tt_new(l->a, tt_deal);
    d->deal_docs = tt_new(l->a, tt_deal_doc);
    d->pairings = tt_new(l->a, tt_pairing);
    d->breaks = tt_new(l->a, tt_break);
    if (!d->replaced)
        d->replaced = tt_new(l->a, tt_replaced);
    if (!d->statements)
        d->statements = tt_new(l->a, tt_statement);
    if (!d->entities || !d->members || !d->nears || !d->deals || !d->deal_docs || !d->pairings ||
        !d->breaks || !d->replaced || !d->statements)
        return no_room(err);
    TT_TRY(tt_load_decisions(l, err));
    take_period(d, d->invoices, d->n_invoices, sizeof *d->invoices);
    take_period(d, d->shipments, d->n_shipments, sizeof *d->shipments);
    take_period(d, d->declarations, d->n_declarations, sizeof *d->declarations);
    take_period(d, d->payments, d->n_payments, sizeof *d->payments);
    if (d->as_of == TT_NO_DATE)
        d->as_of = d->to;
    return tt_progress(&l->s->talk, "load", l->n_all, l->n_all, err);
}

static tt_status load_in_transaction(tt_load *l, tt_err *err)
{
    tt_status st = tt_load_sources(l, err);
    if (st == TT_OK)
        st = tt_load_dups(l, err);
    if (st == TT_OK)
        st = load_mentions(l, err);
    if (st == TT_OK)
        st = load_all(l, err);
    tt_vec_release(&l->dups);
    return st;
}

tt_status
tt_store_load(tt_store *s, tt_ccy base, tt_date as_of, tt_arena *a, tt_data *out, tt_err *err)
{
    tt_data d = {.arena = a, .base = base, .as_of = as_of, .from = TT_NO_DATE, .to = TT_NO_DATE};
    tt_load l = {.s = s, .a = a, .d = &d};
    *out = (tt_data){0};
    tt_arena_init(&l.tmp, 0);
    tt_map_init(&l.texts);
    tt_map_init(&l.units);
    tt_map_init(&l.terms);
    bool own;
    tt_status st = tt_store_begin_read(s, &own, err);
    if (st == TT_OK) {
        st = load_in_transaction(&l, err);
        tt_store_end_read(s, own);
        (void)sqlite3_db_release_memory(s->db); /* its pages are not needed while stages think */
        tt_mem_trim();
    }
    tt_map_release(&l.texts);
    tt_map_release(&l.units);
    tt_map_release(&l.terms);
    tt_vec_release(&l.text);
    tt_arena_release(&l.tmp);
    if (st == TT_OK)
        *out = d;
    return st;
}
