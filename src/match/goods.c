/*
 * goods.c - whether goods are those of another document: quantity, weight, value, lines.
 *
 * A part is told from a misfit by measures that say the same fraction.
 */
#include "match/lane.h"

#include "base/str.h"

#include <math.h>

enum { LINES_COUNTED = 3 };

tt_bulk tt_bulk_of(const tt_item *it)
{
    return (tt_bulk){.money = it->money,
                     .base = it->base,
                     .quantity = it->quantity,
                     .net = it->net,
                     .gross = it->gross,
                     .dim = it->dim,
                     .freight = it->freight,
                     .weighed = it->weighed,
                     .day = it->day};
}

static void add_known(int64_t *sum, int64_t part)
{
    if (*sum == TT_NO_NUM || part == TT_NO_NUM || !tt_add_i64(*sum, part, sum))
        *sum = TT_NO_NUM;
}

void tt_bulk_add(tt_bulk *s, const tt_item *it)
{
    if (s->money.minor == TT_NO_NUM || it->money.minor == TT_NO_NUM ||
        !tt_money_add(&s->money, it->money))
        s->money.minor = TT_NO_NUM;
    add_known(&s->base, it->base);
    add_known(&s->net, it->net);
    add_known(&s->gross, it->gross);
    add_known(&s->quantity, it->dim == s->dim ? it->quantity : TT_NO_NUM);
    s->weighed |= it->weighed;
    if (s->freight != it->freight)
        s->freight = -1;
}

/* What one measure says. */
struct measure {
    double part; /* document over target */
    int32_t bits;
    const char *what;
};

static bool ratio(int64_t doc, int64_t to, double *out)
{
    if (doc == TT_NO_NUM || to == TT_NO_NUM || to <= 0 || doc <= 0)
        return false;
    *out = (double)doc / (double)to;
    return true;
}

static int32_t quantity_bits(const tt_lane *l, double part)
{
    double off = fabs(part - 1);
    return l->w[off <= 0.0006  ? TT_MATCH_W_QUANTITY
                : off <= 0.012 ? TT_MATCH_W_QUANTITY_NEAR
                : off <= 0.05  ? TT_MATCH_W_QUANTITY_FAR
                               : TT_MATCH_W_MEASURE_OTHER];
}

/* Values differ by freight and insurance where one side holds them. */
static int32_t value_bits(const tt_lane *l, const tt_bulk *doc, const tt_bulk *to, double part)
{
    if (tt_money_same_ccy(doc->money, to->money) && doc->money.minor == to->money.minor)
        return tt_money_exact_bits(l, doc->money);
    if (fabs(part - 1) <= 0.012)
        return l->w[TT_MATCH_W_VALUE];
    double low = doc->freight == 1 && to->freight == 0 ? 1 : 0.8;
    double high = doc->freight == 0 && to->freight == 1 ? 1 : 1.25;
    if (doc->freight >= 0 && doc->freight == to->freight)
        low = 0.97, high = 1.03;
    return l->w[part >= low && part <= high ? TT_MATCH_W_VALUE_TERMS : TT_MATCH_W_MEASURE_OTHER];
}

static size_t
measure_all(const tt_lane *l, const tt_bulk *doc, const tt_bulk *to, struct measure v[4])
{
    size_t n = 0;
    double part;
    bool known = doc->dim == TT_DIM_MASS && to->dim == TT_DIM_MASS;
    known |= doc->weighed || to->weighed; /* the quantity once more */
    if (doc->dim == to->dim && ratio(doc->quantity, to->quantity, &part))
        v[n++] = (struct measure){part, quantity_bits(l, part), "quantity"};
    if (!(known && n) && ratio(doc->net, to->net, &part))
        v[n++] = (struct measure){
            part, l->w[fabs(part - 1) <= 0.012 ? TT_MATCH_W_WEIGHT : TT_MATCH_W_MEASURE_OTHER],
            "net weight"};
    else if (ratio(doc->gross, to->gross, &part))
        v[n++] = (struct measure){
            part, l->w[fabs(part - 1) <= 0.012 ? TT_MATCH_W_WEIGHT : TT_MATCH_W_MEASURE_OTHER],
            "gross weight"};
    else if (!n && ratio(doc->gross, to->net, &part)) /* packing weighs up to a quarter */
        v[n++] = (struct measure){part >= 1 && part <= 1.25 ? 1 : part,
                                  part >= 1 && part <= 1.25 ? l->w[TT_MATCH_W_WEIGHT] / 2
                                                            : l->w[TT_MATCH_W_MEASURE_OTHER],
                                  "gross weight"};
    if (ratio(doc->base, to->base, &part))
        v[n++] = (struct measure){part, value_bits(l, doc, to, part), "value"};
    return n;
}

static int32_t share_of(double part)
{
    return part > 4 ? 4 * TT_WHOLE : (int32_t)llround(part * TT_WHOLE);
}

/* Measures that say the same fraction. */
static int32_t part_bits(const tt_lane *l, const struct measure *v, size_t n)
{
    double low = v[0].part, high = v[0].part;
    if (n < 2)
        return 0;
    for (size_t i = 1; i < n; i++) {
        low = TT_MIN(low, v[i].part);
        high = TT_MAX(high, v[i].part);
    }
    double off = (high - low) / high;
    return l->w[off <= 0.035  ? TT_MATCH_W_FRACTIONS
                : off <= 0.09 ? TT_MATCH_W_FRACTIONS_NEAR
                              : TT_MATCH_W_FRACTIONS_OTHER];
}

tt_fit tt_fit_goods(const tt_lane *l, const tt_bulk *doc, const tt_bulk *to, bool whole)
{
    struct measure v[4];
    tt_fit f = {0, TT_WHOLE, NULL};
    int32_t best = 0;
    size_t n = measure_all(l, doc, to, v);
    for (size_t i = 0; i < n; i++) {
        f.bits += v[i].bits;
        if (v[i].bits > best) {
            best = v[i].bits;
            f.what = v[i].what;
        }
    }
    if (!n)
        f.share = TT_UNKNOWN;
    if (n && v[0].part > 1.05)
        f.share = share_of(v[0].part);
    if (whole || !n || v[0].part >= 0.97)
        return f;
    int32_t part = part_bits(l, v, n);
    if (part > f.bits)
        f = (tt_fit){part, share_of(v[0].part), part > 0 ? "fractions that agree" : NULL};
    else if (f.bits < 0)
        f.share = share_of(v[0].part);
    return f;
}

/* --- line by line --- */

static bool is_same_word(tt_str a, tt_str b)
{
    for (size_t i = 0; i < a.n; i++)
        if (tt_ascii_upper(a.p[i]) != tt_ascii_upper(b.p[i]))
            return false;
    return true;
}

bool tt_shares_words(tt_str a, tt_str b)
{
    size_t all = 0, both = 0;
    if (a.n > b.n) {
        tt_str swap = a;
        a = b;
        b = swap;
    }
    for (size_t i = 0; i < a.n;) {
        size_t from = i;
        while (i < a.n && (tt_ascii_is_alnum(a.p[i]) || (unsigned char)a.p[i] >= 0x80))
            i++;
        tt_str word = tt_str_sub(a, from, i - from);
        bool found = false;
        for (size_t k = 0; word.n > 2 && k + word.n <= b.n && !found; k++)
            found = is_same_word(tt_str_sub(b, k, word.n), word);
        all += word.n > 2;
        both += found;
        i += i == from;
    }
    return all > 0 && 2 * both >= all;
}

static bool is_same_line(const tt_line *a, const tt_line *b)
{
    int64_t x, y;
    unsigned n = TT_MIN(TT_MIN(tt_hs_digits(a->hs), tt_hs_digits(b->hs)), 6);
    if (n ? tt_hs_prefix(a->hs, n) != tt_hs_prefix(b->hs, n)
          : !tt_shares_words(a->description, b->description))
        return false;
    if (tt_unit_dimension(a->unit) != tt_unit_dimension(b->unit) || a->quantity == TT_NO_NUM ||
        b->quantity == TT_NO_NUM || !tt_unit_to_canonical(a->quantity, a->unit, &x) ||
        !tt_unit_to_canonical(b->quantity, b->unit, &y) || x <= 0 || y <= 0)
        return false;
    return fabs((double)x / (double)y - 1) <= 0.0006;
}

const tt_line *tt_lane_lines(const tt_data *d, tt_kind kind)
{
    return kind == TT_KIND_INVOICE    ? d->invoice_lines
           : kind == TT_KIND_SHIPMENT ? d->shipment_lines
                                      : d->declaration_lines;
}

int32_t tt_words_bits(const tt_lane *l, tt_ix doc, tt_ix to)
{
    const tt_head *a = tt_data_head(l->d, l->spec->kind, doc),
                  *b = tt_data_head(l->d, l->spec->to_kind, to);
    const tt_line *x = tt_lane_lines(l->d, l->spec->kind),
                  *y = tt_lane_lines(l->d, l->spec->to_kind);
    for (tt_ix i = 0; i < a->n_lines && i < LINES_COUNTED; i++)
        for (tt_ix k = 0; k < b->n_lines && k < LINES_COUNTED; k++)
            if (tt_shares_words(x[a->first_line + i].description, y[b->first_line + k].description))
                return l->w[TT_MATCH_W_WORDS];
    return 0;
}

int32_t tt_lines_bits(const tt_lane *l, tt_ix doc, tt_ix to)
{
    const tt_head *a = tt_data_head(l->d, l->spec->kind, doc),
                  *b = tt_data_head(l->d, l->spec->to_kind, to);
    const tt_line *x = tt_lane_lines(l->d, l->spec->kind),
                  *y = tt_lane_lines(l->d, l->spec->to_kind);
    int32_t n = 0;
    uint64_t taken = 0;
    if (a->n_lines + b->n_lines < 3 || a->n_lines > TT_ITEM_LINES || b->n_lines > TT_ITEM_LINES)
        return 0; /* one line each: the sums say it */
    for (tt_ix i = 0; i < a->n_lines && n < LINES_COUNTED; i++)
        for (tt_ix k = 0; k < b->n_lines; k++)
            if (!(taken >> k & 1) && is_same_line(&x[a->first_line + i], &y[b->first_line + k])) {
                taken |= (uint64_t)1 << k;
                n++;
                break;
            }
    return n * l->w[TT_MATCH_W_LINE];
}
