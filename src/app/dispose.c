/*
 * dispose.c - what people said, beside the findings; and how much of it is about nothing here.
 */
#include "app/decide.h"

#include "base/str.h"

/* By id, then the newest first. */
static int by_finding(const void *a, const void *b, void *ctx)
{
    const tt_decided *x = *(const tt_decided *const *)a, *y = *(const tt_decided *const *)b;
    TT_UNUSED(ctx);
    int c = tt_hash_cmp(x->is_a, y->is_a);
    c = c ? c : tt_when_cmp(y->when, x->when);
    return c ? c : (x->line < y->line) - (x->line > y->line);
}

static size_t first_of(tt_decided *const *v, size_t n, tt_hash id)
{
    size_t lo = 0, hi = n;
    TT_BISECT(size_t, lo, hi, mid, tt_hash_cmp(v[mid]->is_a, id) < 0);
    return lo;
}

/* Dispositions of findings that are not there. */
static size_t attach(tt_results *r, tt_decided *const *v, size_t n)
{
    size_t used = 0;
    for (size_t i = 1; i <= r->n_findings; i++) {
        tt_found *f = &r->findings[i];
        size_t k = first_of(v, n, f->id), from = k;
        while (k < n && tt_hash_cmp(v[k]->is_a, f->id) == 0)
            k++;
        f->disposition = k > from ? v[from] : NULL;
        used += k - from;
    }
    return n - used;
}

static tt_status party_is_there(tt_who_index *x, tt_hash is, tt_str text, bool *there, tt_err *err)
{
    tt_who who;
    tt_id_text id = tt_id_text_of('e', is);
    TT_TRY(tt_who_find(x, tt_hash_is_zero(is) ? text : tt_str_of(id.s), &who, err));
    *there = who.n == 1;
    return TT_OK;
}

static tt_status
count_idle_pairs(const tt_data *d, const tt_decided *v, size_t n, size_t *idle, tt_err *err)
{
    tt_who_index *x = NULL;
    TT_TRY(tt_who_index_new(d, &x, err));
    tt_status st = TT_OK;
    for (size_t i = 0; i < n && st == TT_OK; i++) {
        bool a = true, b = true;
        if (tt_said_of_finding(v[i].said))
            continue;
        st = party_is_there(x, v[i].is_a, v[i].a, &a, err);
        if (st == TT_OK)
            st = party_is_there(x, v[i].is_b, v[i].b, &b, err);
        *idle += a && b ? 0 : 1;
    }
    tt_who_index_free(x);
    return st;
}

tt_status tt_case_dispose(tt_case *c, size_t *idle, tt_err *err)
{
    tt_decision_file f;
    tt_decided *v;
    size_t n, n_of = 0;
    *idle = 0;
    TT_TRY(tt_store_decisions_read(c->store, &c->arena, &f, &v, &n, err));
    if (!n)
        return TT_OK;
    tt_decided **of = tt_new_n(&c->arena, tt_decided *, n);
    if (!of)
        return tt_fail(err, TT_ENOMEM, "no room for the dispositions");
    for (size_t i = 0; i < n; i++)
        if (tt_said_of_finding(v[i].said))
            of[n_of++] = &v[i];
    if (!tt_sort(of, n_of, sizeof *of, by_finding, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for the dispositions");
    *idle = attach(&c->results, of, n_of);
    return count_idle_pairs(&c->data, v, n, idle, err);
}
