/* pieces.c - what a piece of a good weighs. */
#include "match/pieces.h"

#include "base/stat.h"
#include "base/str.h"

#include <math.h>

enum { FEW = 3 };
static const double agree = 0.02;

/* Letters and digits of the words, without case; 0: the line has none, or no pieces. */
static uint64_t key_of(const tt_line *l)
{
    uint64_t h = 14695981039346656037u;
    bool any = false;
    tt_dim dim = tt_unit_dimension(l->unit);
    if (dim == TT_DIM_MASS || l->quantity == TT_NO_NUM || l->quantity <= 0)
        return 0;
    for (size_t i = 0; i < l->description.n; i++) {
        char c = l->description.p[i];
        if (!tt_ascii_is_alnum(c) && (unsigned char)c < 0x80)
            continue;
        h = (h ^ (unsigned char)tt_ascii_upper(c)) * 1099511628211u;
        any = true;
    }
    return any ? (h ^ (uint64_t)dim) * 1099511628211u : 0;
}

static void list_lines(const tt_line *lines, size_t n, tt_piece *out, size_t *at)
{
    for (size_t i = 1; i <= n; i++) {
        const tt_line *l = &lines[i];
        uint64_t key = l->net_kg != TT_NO_NUM && l->net_kg > 0 ? key_of(l) : 0;
        int64_t pieces;
        if (key && tt_unit_to_canonical(l->quantity, l->unit, &pieces) && pieces > 0)
            out[(*at)++] = (tt_piece){key, (double)l->net_kg / (double)pieces};
    }
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const tt_piece *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

/* The middle of what the lines say of each good, where they agree. */
static size_t settle(tt_piece *v, size_t n, double *tmp)
{
    size_t kept = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].key == v[i].key; end++)
            tmp[end - i] = v[end].weight;
        size_t of = end - i;
        double middle = tt_median_sorted(tmp, of);
        if (of >= FEW && tt_mad(tmp, of, middle, tmp + of) <= agree * middle)
            v[kept++] = (tt_piece){v[i].key, middle};
    }
    return kept;
}

bool tt_pieces_learn(const tt_data *d, tt_arena *a, tt_pieces *out)
{
    size_t most = d->n_shipment_lines + d->n_declaration_lines, n = 0;
    double *tmp = tt_new_n(a, double, 2 * most + 2);
    *out = (tt_pieces){.v = tt_new_n(a, tt_piece, most + 1)};
    if (!tmp || !out->v)
        return false;
    list_lines(d->shipment_lines, d->n_shipment_lines, out->v, &n);
    list_lines(d->declaration_lines, d->n_declaration_lines, out->v, &n);
    if (!tt_sort(out->v, n, sizeof(*out->v), by_key, NULL))
        return false;
    out->n = settle(out->v, n, tmp);
    return true;
}

static double weight_of(const tt_pieces *p, uint64_t key)
{
    size_t low = 0, high = p->n;
    TT_BISECT(size_t, low, high, mid, p->v[mid].key < key);
    return low < p->n && p->v[low].key == key ? p->v[low].weight : 0;
}

void tt_pieces_weigh(const tt_pieces *p, const tt_line *lines, const tt_head *h, tt_item *it)
{
    double sum = 0;
    if (it->net != TT_NO_NUM || !p->n)
        return;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        const tt_line *l = &lines[i];
        int64_t pieces;
        uint64_t key = key_of(l);
        bool mass = tt_unit_dimension(l->unit) == TT_DIM_MASS && l->quantity != TT_NO_NUM;
        double one = mass ? 1 : key ? weight_of(p, key) : 0;
        if (!(one > 0) || !tt_unit_to_canonical(l->quantity, l->unit, &pieces))
            return;
        sum += one * (double)pieces;
    }
    if (sum < 1 || sum > 9e15)
        return;
    it->net = llround(sum);
    it->weighed = true;
}
