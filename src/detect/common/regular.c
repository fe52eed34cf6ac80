/* regular.c - see regular.h. */
#include "detect/common/regular.h"

static int cmp_sum(const void *pa, const void *pb, void *ctx)
{
    const tt_remit *a = pa, *b = pb;
    const tt_data *d = ctx;
    const tt_money *x = &d->payments[a->payment].amount, *y = &d->payments[b->payment].amount;
    if (a->payer != b->payer)
        return a->payer < b->payer ? -1 : 1;
    if (a->payee != b->payee)
        return a->payee < b->payee ? -1 : 1;
    if (x->ccy != y->ccy)
        return x->ccy < y->ccy ? -1 : 1;
    if (x->minor != y->minor)
        return x->minor < y->minor ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

static bool is_of_one_sum(const tt_data *d, const tt_remit *a, const tt_remit *b)
{
    const tt_money *x = &d->payments[a->payment].amount, *y = &d->payments[b->payment].amount;
    return a->payer == b->payer && a->payee == b->payee && x->ccy == y->ccy && x->minor == y->minor;
}

static bool is_regular(tt_regular_rule rule, const tt_remit *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (v[i].day - v[i - 1].day < rule.days)
            return false;
    return n >= rule.least;
}

static int cmp_back(const void *pa, const void *pb, void *ctx)
{
    const tt_remit *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->payer != b->payer)
        return a->payer < b->payer ? -1 : 1;
    if (a->payee != b->payee)
        return a->payee < b->payee ? -1 : 1;
    return (a->payment > b->payment) - (a->payment < b->payment);
}

tt_status tt_regular_split(const tt_data *d, tt_regular_rule rule, tt_remit *v, size_t n,
                           size_t *kept, tt_err *err)
{
    tt_remit *regular = tt_mem_zalloc(n + 1, sizeof *regular);
    size_t front = 0, back = 0;
    bool ok = regular && tt_sort(v, n, sizeof *v, cmp_sum, (void *)(uintptr_t)d);
    for (size_t i = 0, next; ok && i < n; i = next) {
        for (next = i + 1; next < n && is_of_one_sum(d, &v[i], &v[next]);)
            next++;
        if (is_regular(rule, &v[i], next - i)) {
            memcpy(&regular[back], &v[i], (next - i) * sizeof *v);
            back += next - i;
        } else {
            memmove(&v[front], &v[i], (next - i) * sizeof *v);
            front += next - i;
        }
    }
    if (ok && back)
        memcpy(&v[front], regular, back * sizeof *v);
    tt_mem_free(regular);
    *kept = front;
    return ok && tt_sort(v, front, sizeof *v, cmp_back, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for payments");
}
