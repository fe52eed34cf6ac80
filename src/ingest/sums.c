/*
 * sums.c - sums by kind and currency, and the period.
 */
#include "ingest/sums.h"

#include "base/str.h"

static const char *const amount_of[TT_KIND_COUNT] = {
    [TT_KIND_INVOICE] = "line_amount",
    [TT_KIND_SHIPMENT] = "declared_value",
    [TT_KIND_DECLARATION] = "customs_value",
    [TT_KIND_PAYMENT] = "amount",
};

void tt_sums_init(tt_sums *s)
{
    *s = (tt_sums){.first = TT_NO_DATE, .last = TT_NO_DATE};
}

void tt_sums_release(tt_sums *s)
{
    tt_vec_release(&s->sum);
    tt_map64_release(&s->payments);
    tt_sums_init(s);
}

static tt_value value_of(const tt_kind_info *info, const tt_record *r, const char *name)
{
    for (size_t i = 0; i < info->n_fields; i++)
        if (strcmp(info->fields[i].name, name) == 0)
            return r->v[i];
    return (tt_value){.set = false};
}

/* --- one amount --- */

static tt_sum *sum_of(tt_sums *s, tt_kind kind, tt_ccy ccy)
{
    for (size_t i = s->sum.n; i-- > 0;)
        if (s->sum.v[i].kind == kind && s->sum.v[i].ccy == ccy)
            return &s->sum.v[i];
    tt_sum fresh = {.kind = kind, .ccy = ccy};
    return tt_vec_push(&s->sum, fresh) ? &s->sum.v[s->sum.n - 1] : NULL;
}

static bool add_to(tt_sums *s, tt_sum more)
{
    tt_sum *sum = sum_of(s, more.kind, more.ccy);
    if (!sum)
        return false;
    sum->n += more.n;
    bool holds = sum->minor != TT_NO_NUM && more.minor != TT_NO_NUM;
    if (!holds || !tt_add_i64(sum->minor, more.minor, &sum->minor))
        sum->minor = TT_NO_NUM;
    return true;
}

/* FNV-1a: for a set that only has to be right among the payments of one file. */
static uint64_t mix(uint64_t h, const void *p, size_t n)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ b[i]) * UINT64_C(0x100000001b3);
    return (h ^ n) * UINT64_C(0x100000001b3);
}

/* What the case takes as one payment: number, payee, day, amount, currency. */
static uint64_t payment_key(const tt_kind_info *info, const tt_record *r)
{
    static const char *const parts[] = {"payment_id", "payee_name", "value_date", "amount",
                                        "currency"};
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < TT_LEN(parts); i++) {
        tt_value v = value_of(info, r, parts[i]);
        if (v.set && i < 2)
            h = mix(h, v.text.p, v.text.n);
        else
            h = mix(h, &v.num, v.set ? sizeof v.num : 0);
    }
    return h;
}

/* --- rows --- */

static void add_date(tt_sums *s, tt_date day)
{
    if (s->first == TT_NO_DATE || day < s->first)
        s->first = day;
    if (s->last == TT_NO_DATE || day > s->last)
        s->last = day;
}

tt_sum_plan tt_sum_plan_of(tt_kind kind)
{
    const tt_kind_info *info = tt_kind_get(kind);
    tt_sum_plan plan = {.kind = kind, .when = -1, .amount = -1};
    for (size_t i = 0; info && i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        if (f->flags & TT_FF_WHEN)
            plan.when = (int)i;
        if (amount_of[kind] && strcmp(f->name, amount_of[kind]) == 0) {
            plan.amount = (int)i;
            plan.ccy = tt_field_find(info, tt_str_of(f->ccy));
        }
    }
    return plan;
}

tt_sum_part tt_sum_part_of(const tt_sum_plan *plan, const tt_record *r)
{
    tt_sum_part part = {.day = TT_NO_DATE};
    if (plan->when >= 0 && r->v[plan->when].set)
        part.day = (tt_date)r->v[plan->when].num;
    if (plan->amount < 0 || !r->v[plan->amount].set || !r->v[plan->ccy].set)
        return part;
    part.sum = (tt_sum){r->kind, (tt_ccy)r->v[plan->ccy].num, 1, r->v[plan->amount].num};
    part.has_amount = part.sum.ccy != TT_CCY_NONE;
    if (part.has_amount && r->kind == TT_KIND_PAYMENT)
        part.payment = payment_key(tt_kind_get(r->kind), r) | 1;
    return part;
}

bool tt_sums_add(tt_sums *s, const tt_sum_part *part)
{
    bool is_new = true;
    uint32_t found;
    if (part->day != TT_NO_DATE)
        add_date(s, part->day);
    if (part->payment && !tt_map64_intern(&s->payments, part->payment, 1, &found, &is_new))
        return false;
    return !part->has_amount || !is_new || add_to(s, part->sum);
}

bool tt_sums_join(tt_sums *s, const tt_sums *more)
{
    for (size_t i = 0; i < more->sum.n; i++)
        if (!add_to(s, more->sum.v[i]))
            return false;
    if (more->first != TT_NO_DATE) {
        add_date(s, more->first);
        add_date(s, more->last);
    }
    return true;
}

static int by_kind(const void *a, const void *b, void *ctx)
{
    const tt_sum *x = a, *y = b;
    char cx[4], cy[4];
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    tt_ccy_text(x->ccy, cx);
    tt_ccy_text(y->ccy, cy);
    return tt_str_cmp(tt_str_of(cx), tt_str_of(cy));
}

bool tt_sums_sort(tt_sums *s)
{
    return tt_sort(s->sum.v, s->sum.n, sizeof *s->sum.v, by_kind, NULL);
}
