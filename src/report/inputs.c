/*
 * inputs.c - sums and periods by input file.
 */
#include "report/inputs.h"

#include "base/map.h"
#include "base/num.h"
#include "base/str.h"
#include "base/vec.h"

TT_VEC(sum_vec, tt_input_sum);

struct job {
    const tt_data *d;
    sum_vec sums;
    tt_map64 index; /* of (source, kind, currency) */
    tt_date *from, *to;
};

/* False when memory is out. */
static bool add_amount(struct job *j, tt_ix source, tt_kind kind, tt_money m)
{
    uint32_t at;
    bool is_new;
    uint64_t key = (uint64_t)source << 32 | (uint64_t)kind << 24 | m.ccy;
    if (m.minor == TT_NO_NUM || m.ccy == TT_CCY_NONE)
        return true;
    if (!tt_map64_intern(&j->index, key, (uint32_t)j->sums.n, &at, &is_new))
        return false;
    if (is_new && !tt_vec_push(&j->sums, ((tt_input_sum){source, kind, m.ccy, 0, 0})))
        return false;
    tt_input_sum *s = &j->sums.v[at];
    s->n++;
    if (s->minor == TT_NO_NUM || !tt_add_i64(s->minor, m.minor, &s->minor))
        s->minor = TT_NO_NUM;
    return true;
}

static void add_date(struct job *j, tt_ix source, tt_when when)
{
    if (when.day == TT_NO_DATE)
        return;
    if (j->from[source] == TT_NO_DATE || when.day < j->from[source])
        j->from[source] = when.day;
    if (j->to[source] == TT_NO_DATE || when.day > j->to[source])
        j->to[source] = when.day;
}

static bool add_lines(struct job *j, tt_kind kind, const tt_line *lines, size_t n,
                      const tt_head *(*head_of)(const tt_data *d, tt_ix doc))
{
    for (size_t i = 1; i <= n; i++) {
        add_date(j, lines[i].place.source, head_of(j->d, lines[i].doc)->date);
        if (!add_amount(j, lines[i].place.source, kind, lines[i].amount))
            return false;
    }
    return true;
}

static const tt_head *invoice_head(const tt_data *d, tt_ix doc)
{
    return &d->invoices[doc].head;
}

static const tt_head *shipment_head(const tt_data *d, tt_ix doc)
{
    return &d->shipments[doc].head;
}

static const tt_head *declaration_head(const tt_data *d, tt_ix doc)
{
    return &d->declarations[doc].head;
}

/* A payment counts for the file of its first row. */
static bool add_payments(struct job *j)
{
    for (size_t i = 1; i <= j->d->n_payment_rows; i++) {
        const tt_payment_row *row = &j->d->payment_rows[i];
        const tt_payment *p = &j->d->payments[row->payment];
        add_date(j, row->place.source, p->head.date);
        if (p->head.first_line == i &&
            !add_amount(j, row->place.source, TT_KIND_PAYMENT, p->amount))
            return false;
    }
    return true;
}

static bool add_all(struct job *j)
{
    const tt_data *d = j->d;
    return add_lines(j, TT_KIND_INVOICE, d->invoice_lines, d->n_invoice_lines, invoice_head) &&
           add_lines(j, TT_KIND_SHIPMENT, d->shipment_lines, d->n_shipment_lines, shipment_head) &&
           add_lines(j, TT_KIND_DECLARATION, d->declaration_lines, d->n_declaration_lines,
                     declaration_head) &&
           add_payments(j);
}

static int by_source(const void *a, const void *b, void *ctx)
{
    const tt_input_sum *x = a, *y = b;
    char cx[4], cy[4];
    TT_UNUSED(ctx);
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    tt_ccy_text(x->ccy, cx);
    tt_ccy_text(y->ccy, cy);
    return tt_str_cmp(tt_str_of(cx), tt_str_of(cy));
}

static bool keep(struct job *j, tt_arena *a, tt_input_sums *out)
{
    size_t n = j->sums.n;
    tt_input_sum *v = tt_new_n(a, tt_input_sum, n + 1);
    uint32_t *first = tt_new_n(a, uint32_t, j->d->n_sources + 2);
    if (!v || !first || !tt_sort(j->sums.v, n, sizeof *j->sums.v, by_source, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        v[i] = j->sums.v[i];
        first[v[i].source + 1] = (uint32_t)i + 1;
    }
    for (size_t i = 1; i <= j->d->n_sources + 1; i++)
        first[i] = TT_MAX(first[i], first[i - 1]);
    *out = (tt_input_sums){v, n, first, j->from, j->to};
    return true;
}

tt_status tt_input_sums_build(const tt_data *d, tt_arena *a, tt_input_sums *out, tt_err *err)
{
    struct job j = {.d = d};
    j.from = tt_new_n(a, tt_date, d->n_sources + 1);
    j.to = tt_new_n(a, tt_date, d->n_sources + 1);
    for (size_t i = 0; j.from && j.to && i <= d->n_sources; i++)
        j.from[i] = j.to[i] = TT_NO_DATE;
    bool fine = j.from && j.to && add_all(&j) && keep(&j, a, out);
    tt_vec_release(&j.sums);
    tt_map64_release(&j.index);
    return fine ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the sums of the inputs");
}

size_t tt_input_sum_text(const tt_input_sum *s, char out[TT_NUM_TEXT])
{
    static const char too_large[] = "too large";
    if (s->minor != TT_NO_NUM)
        return tt_dec_text_fixed(s->minor, tt_ccy_exponent(s->ccy), out);
    memcpy(out, too_large, sizeof too_large);
    return sizeof too_large - 1;
}
