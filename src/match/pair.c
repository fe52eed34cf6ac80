/* pair.c - pairings: who answers for whom, by how much, line by line. */
#include "base/str.h"
#include "match/lane.h"

#include <math.h>

enum { LINES_MOST = 256 };

static int by_documents(const void *a, const void *b, void *ctx)
{
    const tt_pairing *x = a, *y = b;
    TT_UNUSED(ctx);
    const uint32_t v[][2] = {{x->kind, y->kind},       {x->doc, y->doc}, {x->line, y->line},
                             {x->to_kind, y->to_kind}, {x->to, y->to},   {x->to_line, y->to_line}};
    for (size_t i = 0; i < TT_LEN(v); i++)
        if (v[i][0] != v[i][1])
            return v[i][0] < v[i][1] ? -1 : 1;
    return 0;
}

tt_status tt_pairings_keep(tt_data *d, tt_pairing *v, size_t n, tt_err *err)
{
    tt_pairing *kept = tt_new_n(d->arena, tt_pairing, n + 1);
    if (!kept || !tt_sort(v, n, sizeof(*v), by_documents, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu pairings", n);
    if (n)
        memcpy(kept + 1, v, n * sizeof(*v));
    d->pairings = kept;
    d->n_pairings = n;
    return TT_OK;
}

/* --- lines --- */

static bool canonical(const tt_line *l, int64_t *out)
{
    return l->quantity != TT_NO_NUM && l->quantity > 0 &&
           tt_unit_to_canonical(l->quantity, l->unit, out);
}

static int32_t line_bits(const tt_lane *l, const tt_line *a, const tt_line *b)
{
    unsigned n = TT_MIN(TT_MIN(tt_hs_digits(a->hs), tt_hs_digits(b->hs)), 6);
    int64_t x, y;
    int32_t bits = 0;
    if (n >= 4)
        bits += l->w[tt_hs_prefix(a->hs, n) == tt_hs_prefix(b->hs, n)   ? TT_MATCH_W_HS6
                     : tt_hs_prefix(a->hs, 4) == tt_hs_prefix(b->hs, 4) ? TT_MATCH_W_HS4
                                                                        : TT_MATCH_W_HS_OTHER];
    if (canonical(a, &x) && canonical(b, &y) &&
        tt_unit_dimension(a->unit) == tt_unit_dimension(b->unit) &&
        fabs((double)x / (double)y - 1) <= 0.012)
        bits += l->w[TT_MATCH_W_QUANTITY_NEAR];
    if (tt_shares_words(a->description, b->description))
        bits += l->w[TT_MATCH_W_WORDS];
    return bits;
}

/* --- one hypothesis --- */

static tt_pairing pairing_of(const tt_lane *l, const tt_hyp *x, tt_ix doc, const tt_leg *leg)
{
    tt_ix to = x->many_docs ? x->one : leg->ix;
    const tt_item *it = &l->docs[doc];
    tt_pairing p = {
        .kind = l->spec->kind,
        .to_kind = l->spec->to_kind,
        .doc = doc,
        .to = to,
        .share = leg->share == TT_UNKNOWN ? TT_NO_NUM : leg->share,
        .amount = it->money,
        .quantity = it->quantity,
        .centibits = x->bits,
        .margin = x->margin,
        .form = tt_form_text((tt_form)x->form),
        .reason = x->named    ? tt_ref_key_text(x->named->key)
                  : x->reason ? x->reason
                              : "parties",
    };
    if (x->named)
        p.detail = x->named->detail;
    if (x->for_more)
        p.amount = (tt_money){TT_NO_NUM, TT_CCY_NONE};
    return p;
}

/* Of one document's amount or quantity, by the sizes of several targets. */
static int64_t allot(int64_t all, double part, double sum)
{
    return all == TT_NO_NUM || !(sum > 0) ? TT_NO_NUM : (int64_t)llround((double)all * part / sum);
}

static void divide(const tt_lane *l, const tt_hyps *h, const tt_hyp *x, tt_ix to, tt_pairing *p)
{
    double money = 0, quantity = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_item *it = &l->tos[h->legs.v[x->first + i].ix];
        money += it->money.minor == TT_NO_NUM ? (double)NAN : (double)it->money.minor;
        quantity += it->quantity == TT_NO_NUM ? (double)NAN : (double)it->quantity;
    }
    p->amount.minor = allot(p->amount.minor, (double)l->tos[to].money.minor, money);
    p->quantity = allot(p->quantity, (double)l->tos[to].quantity, quantity);
    if (p->amount.minor == TT_NO_NUM)
        p->amount.ccy = TT_CCY_NONE;
}

/* Each line of the target with the line of the document that fits best; true when any does. */
static bool add_lines(const tt_lane *l, const tt_pairing *whole, tt_joined *out, bool *any)
{
    const tt_head *a = tt_data_head(l->d, whole->kind, whole->doc),
                  *b = tt_data_head(l->d, whole->to_kind, whole->to);
    const tt_line *x = tt_lane_lines(l->d, whole->kind), *y = tt_lane_lines(l->d, whole->to_kind);
    uint8_t taken[LINES_MOST] = {0};
    *any = false;
    bool many = a->n_lines > LINES_MOST || b->n_lines > LINES_MOST;
    out->n_long += many;
    if (!a->n_lines || !b->n_lines || many)
        return true;
    bool single = a->n_lines == 1 && b->n_lines == 1;
    for (tt_ix k = b->first_line; k < b->first_line + b->n_lines; k++) {
        int32_t best = single ? INT32_MIN : 0;
        tt_ix at = 0;
        for (tt_ix i = a->first_line; i < a->first_line + a->n_lines; i++) {
            int32_t bits = taken[i - a->first_line] ? 0 : line_bits(l, &x[i], &y[k]);
            if (bits > best) {
                best = bits;
                at = i;
            }
        }
        if (!at)
            continue;
        tt_pairing p = *whole;
        int64_t q, all;
        taken[at - a->first_line] = 1;
        p.line = at;
        p.to_line = k;
        if (!single) {
            bool same = tt_unit_dimension(x[at].unit) == tt_unit_dimension(y[k].unit);
            bool known = canonical(&x[at], &q) && canonical(&y[k], &all) && same && all > 0;
            p.quantity = canonical(&x[at], &q) ? q : TT_NO_NUM;
            p.share = known && q / 4 < all ? (int64_t)llround((double)q / (double)all * TT_WHOLE)
                                           : TT_NO_NUM;
            p.amount = x[at].amount;
        }
        *any = true;
        if (!tt_vec_push(&out->pairings, p))
            return false;
    }
    return true;
}

/* The row of a payment that names the invoice. */
static tt_ix row_of(const tt_lane *l, const tt_hyp *x, tt_ix doc)
{
    const tt_head *h = &l->d->payments[doc].head;
    for (tt_ix i = h->first_line; x->named && i < h->first_line + h->n_lines; i++)
        if (l->d->payment_rows[i].invoice_number.n &&
            tt_str_eq(l->d->payment_rows[i].invoice_number, x->named->detail))
            return i;
    return 0;
}

bool tt_pairings_add(const tt_lane *l, const tt_hyps *h, const tt_hyp *x, tt_joined *out)
{
    for (uint32_t i = 0; i < x->n; i++) {
        const tt_leg *leg = &h->legs.v[x->first + i];
        tt_ix doc = x->many_docs ? leg->ix : x->one;
        tt_pairing p = pairing_of(l, x, doc, leg);
        bool any = false;
        if (!x->many_docs && x->n > 1) {
            for (uint32_t k = l->first_named[doc]; k < l->first_named[doc + 1]; k++)
                if (l->named.v[k].to == leg->ix) {
                    p.reason = tt_ref_key_text(l->named.v[k].key);
                    p.detail = l->named.v[k].detail;
                }
            divide(l, h, x, leg->ix, &p);
        }
        if (l->spec->money)
            p.line = x->n == 1 ? row_of(l, x, doc) : 0;
        else if (!add_lines(l, &p, out, &any))
            return false;
        if (!any && !tt_vec_push(&out->pairings, p))
            return false;
    }
    return true;
}
