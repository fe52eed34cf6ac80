/*
 * pairings.c - what match made of single documents: which answers for which, and why some are
 * alone.
 */
#include "store/derived.h"

#include "base/str.h"

/* --- write --- */

static void add_line(tt_q *q, const tt_data *d, tt_kind kind, tt_ix line)
{
    if (line)
        tt_q_hash(q, tt_names_row(d, kind, line));
    else
        tt_q_null(q);
}

/* For people: their tools find the document by it. */
static void add_first(tt_q *q, const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    add_line(q, d, kind, h->n_lines ? h->first_line : 0);
}

static tt_status write_pairing(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_pairing *v = &d->pairings[i];
    char code[4];
    tt_q q;
    TT_TRY(tt_store_ccy_add(s, v->amount.ccy, err));
    TT_TRY(tt_group_row(s, TT_Q_D_PAIRING_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_text(&q, tt_kind_text(v->kind));
    tt_q_hash(&q, tt_data_head(d, v->kind, v->doc)->id);
    add_first(&q, d, v->kind, v->doc);
    add_line(&q, d, v->kind, v->line);
    tt_q_text(&q, tt_kind_text(v->to_kind));
    tt_q_hash(&q, tt_data_head(d, v->to_kind, v->to)->id);
    add_first(&q, d, v->to_kind, v->to);
    add_line(&q, d, v->to_kind, v->to_line);
    tt_q_int_or_null(&q, v->share, TT_NO_NUM);
    tt_q_ccy(&q, v->amount.ccy, code);
    tt_q_int_or_null(&q, v->amount.minor, TT_NO_NUM);
    tt_q_int_or_null(&q, v->quantity, TT_NO_NUM);
    tt_q_int(&q, v->centibits);
    tt_q_int_or_null(&q, v->margin, INT32_MAX);
    tt_q_str(&q, tt_derived_str(v->form));
    tt_q_str(&q, tt_derived_str(v->reason));
    tt_q_str(&q, v->detail);
    return tt_q_run(&q, err);
}

static tt_status write_break(tt_store *s, const tt_data *d, tt_ix i, tt_err *err)
{
    const tt_break *v = &d->breaks[i];
    tt_q q;
    TT_TRY(tt_group_row(s, TT_Q_D_BREAK_ADD, &q, err));
    tt_q_int(&q, i);
    tt_q_text(&q, tt_kind_text(v->kind));
    tt_q_hash(&q, tt_data_head(d, v->kind, v->doc)->id);
    add_first(&q, d, v->kind, v->doc);
    tt_q_text(&q, tt_kind_text(v->wants));
    tt_q_int(&q, v->type);
    tt_q_int(&q, v->n_candidates);
    tt_q_int_or_null(&q, v->centibits, INT32_MIN);
    if (v->best_kind == TT_KIND_NONE) {
        tt_q_null(&q);
        tt_q_null(&q);
    } else {
        tt_q_text(&q, tt_kind_text(v->best_kind));
        tt_q_hash(&q, tt_data_head(d, v->best_kind, v->best)->id);
    }
    return tt_q_run(&q, err);
}

tt_status tt_pairings_write(tt_store *s, const tt_data *d, size_t table, tt_err *err)
{
    tt_group_table(s, table);
    for (tt_ix i = 1; i <= d->n_pairings; i++)
        TT_TRY(write_pairing(s, d, i, err));
    tt_group_table(s, table + 1);
    for (tt_ix i = 1; i <= d->n_breaks; i++)
        TT_TRY(write_break(s, d, i, err));
    return TT_OK;
}

/* --- read --- */

struct reader {
    tt_store *s;
    tt_data *d;
    tt_names *names;
    tt_list list;
};

static tt_status stale(tt_err *err)
{
    return tt_derived_stale("deals", err);
}

/* Kind and id of a document. */
static tt_status take_doc(struct reader *r, tt_q *q, tt_kind *kind, tt_ix *doc, tt_err *err)
{
    *kind = tt_kind_find(tt_q_get_str(q));
    if (!tt_kind_is_document(*kind))
        return stale(err);
    return tt_names_doc(r->names, *kind, tt_q_get_hash(q), doc, err);
}

static tt_status take_line(struct reader *r, tt_q *q, tt_kind kind, tt_ix *line, tt_err *err)
{
    if (tt_q_get_null(q))
        return TT_OK;
    return tt_names_line(r->names, kind, tt_q_get_hash(q), line, err);
}

static tt_status take_pairing(struct reader *r, tt_q *q, tt_pairing *v, tt_err *err)
{
    if (tt_q_get_int(q) != (int64_t)r->list.n - 1)
        return stale(err);
    TT_TRY(take_doc(r, q, &v->kind, &v->doc, err));
    (void)tt_q_get_hash(q); /* for people */
    TT_TRY(take_line(r, q, v->kind, &v->line, err));
    TT_TRY(take_doc(r, q, &v->to_kind, &v->to, err));
    (void)tt_q_get_hash(q);
    TT_TRY(take_line(r, q, v->to_kind, &v->to_line, err));
    v->share = tt_q_get_int_or(q, TT_NO_NUM);
    TT_TRY(tt_store_ccy(r->s, tt_q_get_str(q), &v->amount.ccy, err));
    v->amount.minor = tt_q_get_int_or(q, TT_NO_NUM);
    v->quantity = tt_q_get_int_or(q, TT_NO_NUM);
    v->centibits = (int32_t)tt_q_get_int(q);
    v->margin = (int32_t)tt_q_get_int_or(q, INT32_MAX);
    TT_TRY(tt_derived_text(r->d->arena, tt_q_get_str(q), &v->form, err));
    TT_TRY(tt_derived_text(r->d->arena, tt_q_get_str(q), &v->reason, err));
    v->detail = tt_q_get_str(q);
    if (!v->detail.p)
        return TT_OK;
    v->detail = tt_arena_str(r->d->arena, v->detail);
    return v->detail.p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the deals of a case");
}

static tt_status take_break(struct reader *r, tt_q *q, tt_break *v, tt_err *err)
{
    if (tt_q_get_int(q) != (int64_t)r->list.n - 1)
        return stale(err);
    TT_TRY(take_doc(r, q, &v->kind, &v->doc, err));
    (void)tt_q_get_hash(q);
    v->wants = tt_kind_find(tt_q_get_str(q));
    v->type = (tt_break_type)tt_q_get_int(q);
    v->n_candidates = (uint32_t)tt_q_get_int(q);
    v->centibits = (int32_t)tt_q_get_int_or(q, INT32_MIN);
    if (!tt_kind_is_document(v->wants) || (unsigned)v->type > TT_BREAK_LIMIT)
        return stale(err);
    return tt_q_get_null(q) ? TT_OK : take_doc(r, q, &v->best_kind, &v->best, err);
}

static tt_status read_pairings(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_PAIRING_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->list, &p, err));
        TT_TRY(take_pairing(r, &q, p, err));
    }
}

static tt_status read_breaks(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    void *p;
    TT_TRY(tt_q_open(r->s, TT_Q_D_BREAK_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(&r->list, &p, err));
        TT_TRY(take_break(r, &q, p, err));
    }
}

tt_status tt_pairings_read(tt_store *s, tt_data *d, tt_names *names, tt_err *err)
{
    struct reader r = {.s = s, .d = d, .names = names};
    void *pairings = NULL, *breaks = NULL;
    size_t n_pairings = 0, n_breaks = 0;
    tt_status st = tt_list_init(&r.list, sizeof(tt_pairing), err);
    if (st == TT_OK)
        st = read_pairings(&r, err);
    if (st == TT_OK)
        st = tt_list_keep(&r.list, d->arena, &pairings, &n_pairings, err);
    tt_list_release(&r.list);
    if (st == TT_OK)
        st = tt_list_init(&r.list, sizeof(tt_break), err);
    if (st == TT_OK)
        st = read_breaks(&r, err);
    if (st == TT_OK)
        st = tt_list_keep(&r.list, d->arena, &breaks, &n_breaks, err);
    tt_list_release(&r.list);
    if (st != TT_OK)
        return st;
    d->pairings = pairings;
    d->n_pairings = n_pairings;
    d->breaks = breaks;
    d->n_breaks = n_breaks;
    return TT_OK;
}
