/*
 * deals.c - what match made: deals and their documents.
 */
#include "store/derived.h"

#include "base/str.h"

static const char *const status_text[] = {
    [TT_DEAL_MATCHED] = "matched", [TT_DEAL_PARTIAL] = "partial"};

/* --- write --- */

static tt_status write_deal(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_deal *v = &d->deals[i];
    const tt_money sums[] = {v->invoiced, v->shipped, v->declared, v->paid};
    char code[4];
    tt_q q;
    TT_TRY(tt_store_ccy_add(s, d->base, err));
    TT_TRY(tt_group_row(s, TT_Q_D_DEAL_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_hash(&q, v->id);
    tt_q_text(&q, status_text[v->status]);
    tt_q_int(&q, v->first_doc);
    tt_q_int(&q, v->n_docs);
    tt_q_ccy(&q, d->base, code);
    for (size_t j = 0; j < TT_LEN(sums); j++)
        tt_q_int_or_null(&q, sums[j].minor, TT_NO_NUM);
    tt_q_int_or_null(&q, v->invoiced_qty, TT_NO_NUM);
    tt_q_int_or_null(&q, v->shipped_qty, TT_NO_NUM);
    tt_q_int_or_null(&q, v->lag_days, INT32_MIN);
    tt_q_int(&q, v->centibits);
    return tt_q_run(&q, err);
}

static tt_status write_doc(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_deal_doc *v = &d->deal_docs[i];
    tt_q q;
    TT_TRY(tt_group_row(s, TT_Q_D_DEAL_DOC_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_int(&q, v->deal);
    tt_q_text(&q, tt_kind_text(v->kind));
    tt_q_hash(&q, tt_data_head(d, v->kind, v->doc)->id);
    tt_q_str(&q, tt_derived_str(v->reason));
    tt_q_str(&q, v->detail);
    return tt_q_run(&q, err);
}

tt_status tt_store_deals_write(tt_store *s, const tt_data *d, tt_err *err)
{
    size_t table = 0; /* in the order of the group */
    TT_TRY(tt_group_begin(s, TT_GROUP_DEALS, err));
    tt_group_table(s, table++);
    for (tt_ix i = 1; i <= d->n_deals; i++)
        TT_TRY(write_deal(s, d, i, err));
    tt_group_table(s, table++);
    for (tt_ix i = 1; i <= d->n_deal_docs; i++)
        TT_TRY(write_doc(s, d, i, err));
    TT_TRY(tt_pairings_write(s, d, table, err));
    return tt_group_end(s, TT_GROUP_DEALS, err);
}

/* --- read --- */

struct reader {
    tt_store *s;
    tt_data *d;
    tt_names names;
    tt_list deals, docs;
    tt_ix *deal_of[TT_KIND_COUNT];
};

static tt_status stale(tt_err *err)
{
    return tt_derived_stale("deals", err);
}

static tt_status read_deals(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_DEAL_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->deals, &p, err));
        tt_deal *v = p;
        tt_money *const sums[] = {&v->invoiced, &v->shipped, &v->declared, &v->paid};
        tt_ccy ccy;
        if (tt_q_get_int(&q) != (int64_t)r->deals.n - 1)
            return stale(err);
        v->id = tt_q_get_hash(&q);
        v->status = tt_str_is(tt_q_get_str(&q), status_text[TT_DEAL_MATCHED]) ? TT_DEAL_MATCHED
                                                                              : TT_DEAL_PARTIAL;
        v->first_doc = (tt_ix)tt_q_get_int(&q);
        v->n_docs = (tt_ix)tt_q_get_int(&q);
        TT_TRY(tt_store_ccy(r->s, tt_q_get_str(&q), &ccy, err));
        for (size_t j = 0; j < TT_LEN(sums); j++)
            *sums[j] = (tt_money){tt_q_get_int_or(&q, TT_NO_NUM), ccy};
        v->invoiced_qty = tt_q_get_int_or(&q, TT_NO_NUM);
        v->shipped_qty = tt_q_get_int_or(&q, TT_NO_NUM);
        v->lag_days = (int32_t)tt_q_get_int_or(&q, INT32_MIN);
        v->centibits = (int32_t)tt_q_get_int(&q);
    }
}

static tt_status read_docs(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_DEAL_DOC_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->docs, &p, err));
        tt_deal_doc *v = p;
        int64_t n = tt_q_get_int(&q), deal = tt_q_get_int(&q);
        v->kind = tt_kind_find(tt_q_get_str(&q));
        if (n != (int64_t)r->docs.n - 1 || deal < 1 || deal >= (int64_t)r->deals.n ||
            !tt_kind_is_document(v->kind))
            return stale(err);
        v->deal = (tt_ix)deal;
        TT_TRY(tt_names_doc(&r->names, v->kind, tt_q_get_hash(&q), &v->doc, err));
        TT_TRY(tt_derived_text(r->d->arena, tt_q_get_str(&q), &v->reason, err));
        v->detail = tt_q_get_str(&q);
        if (v->detail.p) {
            v->detail = tt_arena_str(r->d->arena, v->detail);
            if (!v->detail.p)
                return tt_fail(err, TT_ENOMEM, "no room for the deals of a case");
        }
        r->deal_of[v->kind][v->doc] = v->deal;
    }
}

static tt_status read_all(struct reader *r, tt_err *err)
{
    tt_data *d = r->d;
    void *deals, *docs;
    size_t n_deals, n_docs;
    TT_TRY(tt_list_init(&r->deals, sizeof(tt_deal), err));
    TT_TRY(tt_list_init(&r->docs, sizeof(tt_deal_doc), err));
    for (unsigned k = 1; k < TT_KIND_COUNT; k++) {
        if (!tt_kind_is_document((tt_kind)k))
            continue;
        r->deal_of[k] = tt_new_n(d->arena, tt_ix, tt_data_n_docs(d, (tt_kind)k) + 1);
        if (!r->deal_of[k])
            return tt_fail(err, TT_ENOMEM, "no room for the deals of a case");
    }
    TT_TRY(read_deals(r, err));
    TT_TRY(read_docs(r, err));
    const tt_deal *v = r->deals.v;
    for (size_t i = 1; i < r->deals.n; i++)
        if ((uint64_t)v[i].first_doc + v[i].n_docs > r->docs.n)
            return stale(err);
    TT_TRY(tt_list_keep(&r->deals, d->arena, &deals, &n_deals, err));
    TT_TRY(tt_list_keep(&r->docs, d->arena, &docs, &n_docs, err));
    d->deals = deals;
    d->n_deals = n_deals;
    d->deal_docs = docs;
    d->n_deal_docs = n_docs;
    memcpy(d->deal_of, r->deal_of, sizeof d->deal_of);
    return tt_pairings_read(r->s, d, &r->names, err);
}

tt_status tt_store_deals_read(tt_store *s, tt_data *d, tt_err *err)
{
    struct reader r = {.s = s, .d = d};
    bool own;
    TT_TRY(tt_store_begin_read(s, &own, err));
    tt_names_init(&r.names, d);
    tt_status st = read_all(&r, err);
    tt_store_end_read(s, own);
    tt_names_release(&r.names);
    tt_list_release(&r.deals);
    tt_list_release(&r.docs);
    return st;
}
