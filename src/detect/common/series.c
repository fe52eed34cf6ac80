/* series.c - see series.h. */
#include "detect/common/series.h"

#include "detect/common/shared.h"

#include "base/civil.h"
#include "base/forest.h"
#include "base/map.h"
#include "base/num.h"
#include "base/sort.h"
#include "base/str.h"

enum { SERIAL_DIGITS = 18, DATE_DIGITS = 8, TAIL = 64 };

/* --- forms --- */

/* Parts of a date as numbers write them, the longest first. */
struct date_part {
    char text[DATE_DIGITS + 1], form[DATE_DIGITS + 1];
    size_t n;
    bool whole; /* only as a run of its own: two digits are seen everywhere */
};

static void put_digits(char *to, int value, size_t n)
{
    for (size_t i = n; i > 0; i--, value /= 10)
        to[i - 1] = (char)('0' + value % 10);
}

static size_t date_parts(tt_date day, struct date_part out[5])
{
    static const struct {
        const char *form;
        size_t from, n; /* of YYYYMMDD */
    } rows[5] = {
        {"YYYYMMDD", 0, 8}, {"YYMMDD", 2, 6}, {"YYYYMM", 0, 6}, {"YYYY", 0, 4}, {"YY", 2, 2}};
    char all[DATE_DIGITS];
    int y, m, d;
    if (day == TT_NO_DATE)
        return 0;
    tt_civil_of(day, &y, &m, &d);
    put_digits(all, y, 4);
    put_digits(all + 4, m, 2);
    put_digits(all + 6, d, 2);
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        out[i] = (struct date_part){.n = rows[i].n, .whole = rows[i].n == 2};
        memcpy(out[i].text, all + rows[i].from, rows[i].n);
        memcpy(out[i].form, rows[i].form, rows[i].n);
    }
    return TT_LEN(rows);
}

struct run {
    size_t from, n;               /* of the number, what is no date */
    const struct date_part *date; /* before it; NULL: none */
};

static struct run run_at(tt_str s, size_t at, const struct date_part *parts, size_t n_parts)
{
    struct run r = {.from = at};
    while (at + r.n < s.n && tt_ascii_is_digit(s.p[at + r.n]))
        r.n++;
    for (size_t i = 0; i < n_parts; i++) {
        const struct date_part *x = &parts[i];
        if (r.n < x->n || (x->whole && r.n != x->n) || memcmp(s.p + at, x->text, x->n) != 0)
            continue;
        return (struct run){at + x->n, r.n - x->n, x};
    }
    return r;
}

static bool put(char form[TT_FORM_MAX], size_t *n, const char *text, size_t len)
{
    if (*n + len > TT_FORM_MAX)
        return false;
    memcpy(form + *n, text, len);
    *n += len;
    return true;
}

/* The run that counts. */
static struct run longest(tt_str s, const struct date_part *parts, size_t n_parts)
{
    struct run best = {0};
    for (size_t i = 0; i < s.n;) {
        if (!tt_ascii_is_digit(s.p[i])) {
            i++;
            continue;
        }
        struct run r = run_at(s, i, parts, n_parts);
        if (r.n && r.n >= best.n)
            best = r;
        i = r.from + r.n;
    }
    return best;
}

size_t tt_serial_of(tt_str number, tt_date day, char form[TT_FORM_MAX], uint64_t *serial)
{
    struct date_part parts[5];
    size_t n_parts = date_parts(day, parts), n = 0;
    struct run best = longest(number, parts, n_parts);
    bool fits = best.n > 0 && best.n <= SERIAL_DIGITS;
    for (size_t i = 0; fits && i < number.n;) {
        if (!tt_ascii_is_digit(number.p[i])) {
            char c = tt_ascii_upper(number.p[i++]);
            fits = put(form, &n, &c, 1);
            continue;
        }
        struct run r = run_at(number, i, parts, n_parts);
        i = r.from + r.n;
        if (r.date)
            fits = put(form, &n, r.date->form, r.date->n);
        if (fits && r.n)
            fits =
                r.from == best.from ? put(form, &n, "#", 1) : put(form, &n, number.p + r.from, r.n);
    }
    if (!fits)
        return 0;
    *serial = 0;
    for (size_t i = 0; i < best.n; i++)
        *serial = *serial * 10 + (uint64_t)(number.p[best.from + i] - '0');
    return n;
}

/* --- invoices --- */

struct item {
    uint32_t form, relation; /* relation: (form, seller, buyer), from 0 */
    uint64_t serial;
    tt_date day;
    tt_ix seller, buyer, invoice;
};
TT_VEC(item_vec, struct item);

/* Two sellers of one buyer, one going on from the other. */
struct link {
    uint32_t form;
    tt_ix buyer, a, b; /* a < b */
};
TT_VEC(link_vec, struct link);

struct search {
    const tt_detect_in *in;
    const tt_series_rules *rules;
    tt_series_all *out;
    item_vec items;
    link_vec links;
    tt_u64_vec met;    /* pairs of relations that have nothing in common, one for each link */
    tt_map forms;      /* to their numbers from 0 */
    tt_str_vec texts;  /* of forms */
    double one_form;   /* pairs of relations of one form */
    double one_seller; /* those of them that have the seller in common */
    double one_buyer;  /* and the buyer */
    double tail[TAIL]; /* pairs with at least so many links */
    uint32_t *parent;  /* by entity: forest.h */
    uint32_t *stamp;   /* by relation */
};

static tt_status no_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for invoice numbers");
}

/* The number of a form, in order of first appearance. */
static bool form_of(struct search *s, tt_str text, uint32_t *form)
{
    bool added;
    if (!tt_map_intern(&s->forms, text, (uint32_t)s->texts.n, form, &added))
        return false;
    if (!added)
        return true;
    tt_str own = tt_arena_str(s->in->scratch, text);
    return own.p && tt_vec_push(&s->texts, own);
}

static tt_status read_invoices(struct search *s, tt_err *err)
{
    const tt_data *d = s->in->data;
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *x = &d->invoices[i];
        struct item it = {.day = x->head.date.day,
                          .seller = tt_data_entity(d, x->seller),
                          .buyer = tt_data_entity(d, x->buyer),
                          .invoice = i};
        char form[TT_FORM_MAX];
        if (x->type == TT_DOC_CREDIT_NOTE || x->type == TT_DOC_PROFORMA || it.day == TT_NO_DATE ||
            !it.seller || !it.buyer || it.seller == it.buyer)
            continue;
        size_t n = tt_serial_of(x->head.number, it.day, form, &it.serial);
        if (n && (!form_of(s, (tt_str){form, n}, &it.form) || !tt_vec_push(&s->items, it)))
            return no_memory(err);
    }
    return TT_OK;
}

#define CMP(x, y)                                                                                  \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

static int by_seller(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->form, b->form);
    CMP(a->seller, b->seller);
    CMP(a->buyer, b->buyer);
    return 0;
}

static int by_buyer(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->form, b->form);
    CMP(a->buyer, b->buyer);
    CMP(a->day, b->day);
    CMP(a->serial, b->serial);
    CMP(a->invoice, b->invoice);
    return 0;
}

static int by_serial(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->form, b->form);
    CMP(a->serial, b->serial);
    CMP(a->day, b->day);
    CMP(a->invoice, b->invoice);
    return 0;
}

static double pairs_of(double n)
{
    return n * (n - 1) / 2;
}

/* Number the relations; count pairs of them of one form, and of one seller. */
static tt_status number_relations(struct search *s, tt_err *err)
{
    struct item *v = s->items.v;
    uint32_t relation = 0;
    double of_form = 0, of_seller = 0;
    if (!tt_sort(v, s->items.n, sizeof *v, by_seller, NULL))
        return no_memory(err);
    for (size_t i = 0; i < s->items.n; i++) {
        bool form = i && v[i].form == v[i - 1].form;
        bool seller = form && v[i].seller == v[i - 1].seller;
        bool same = seller && v[i].buyer == v[i - 1].buyer;
        if (!form) {
            s->one_form += pairs_of(of_form);
            of_form = 0;
        }
        if (!seller) {
            s->one_seller += pairs_of(of_seller);
            of_seller = 0;
        }
        relation += i && !same;
        of_form += !same;
        of_seller += !same;
        v[i].relation = relation;
    }
    s->one_form += pairs_of(of_form);
    s->one_seller += pairs_of(of_seller);
    s->stamp = tt_new_n(s->in->scratch, uint32_t, relation + 1);
    return s->stamp ? TT_OK : no_memory(err);
}

/* Pairs of relations of one form and buyer. */
static void count_buyers(struct search *s)
{
    const struct item *v = s->items.v;
    uint32_t group = 0;
    double of_buyer = 0;
    for (size_t i = 0; i < s->items.n; i++) {
        if (!i || v[i].form != v[i - 1].form || v[i].buyer != v[i - 1].buyer) {
            s->one_buyer += pairs_of(of_buyer);
            of_buyer = 0;
            group++;
        }
        of_buyer += s->stamp[v[i].relation] != group;
        s->stamp[v[i].relation] = group;
    }
    s->one_buyer += pairs_of(of_buyer);
}

/* --- numbers that follow each other --- */

static bool are_unlike(const struct search *s, tt_ix a, tt_ix b)
{
    const tt_shared *shared = s->in->shared;
    return shared->declared[a] != shared->declared[b] &&
           tt_names_alike(&shared->names, a, b) < s->rules->alike;
}

static bool link_two(struct search *s, const struct item *a, const struct item *b)
{
    if (a->seller == b->seller || b->day < a->day || b->day - a->day > s->rules->days)
        return true;
    if (a->buyer == b->buyer) {
        struct link l = {a->form, a->buyer, TT_MIN(a->seller, b->seller),
                         TT_MAX(a->seller, b->seller)};
        return !are_unlike(s, l.a, l.b) || tt_vec_push(&s->links, l);
    }
    uint64_t low = TT_MIN(a->relation, b->relation), high = TT_MAX(a->relation, b->relation);
    return tt_vec_push(&s->met, low << 32 | high);
}

/* Each invoice with those that have the next number. */
static tt_status link_all(struct search *s, tt_err *err)
{
    struct item *v = s->items.v;
    size_t n = s->items.n;
    if (!tt_sort(v, n, sizeof *v, by_serial, NULL))
        return no_memory(err);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].form == v[i].form && v[end].serial == v[i].serial;)
            end++;
        size_t next = end;
        while (next < n && v[next].form == v[i].form && v[next].serial == v[i].serial + 1)
            next++;
        if (TT_MAX(end - i, next - end) > s->rules->crowd) {
            s->out->crowded += end - i;
            continue;
        }
        for (size_t a = i; a < end; a++)
            for (size_t b = end; b < next; b++)
                if (!link_two(s, &v[a], &v[b]))
                    return no_memory(err);
    }
    return TT_OK;
}

/* How many pairs that have nothing in common have so many links. */
static tt_status count_met(struct search *s, tt_err *err)
{
    uint64_t *v = s->met.v;
    if (!tt_sort_i64((int64_t *)(void *)v, s->met.n))
        return no_memory(err);
    for (size_t i = 0, end; i < s->met.n; i = end) {
        for (end = i; end < s->met.n && v[end] == v[i];)
            end++;
        for (size_t k = 1; k <= end - i && k < TAIL; k++)
            s->tail[k]++;
    }
    s->out->pairs = TT_MAX(s->one_form - s->one_seller - s->one_buyer, 0);
    return TT_OK;
}

/* --- series --- */

static int by_form_buyer(const void *pa, const void *pb, void *ctx)
{
    const struct link *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->form, b->form);
    CMP(a->buyer, b->buyer);
    CMP(a->a, b->a);
    CMP(a->b, b->b);
    return 0;
}

static void take_steps(const struct search *s, const struct item *const *v, tt_series *out)
{
    out->first = UINT64_MAX;
    for (size_t i = 0; i < out->n; i++) {
        out->first = TT_MIN(out->first, v[i]->serial);
        out->last = TT_MAX(out->last, v[i]->serial);
        if (!i || v[i]->seller == v[i - 1]->seller)
            continue;
        out->steps++;
        out->twice += v[i]->serial == v[i - 1]->serial;
        out->follow +=
            v[i]->serial == v[i - 1]->serial + 1 && v[i]->day - v[i - 1]->day <= s->rules->days;
    }
    double met = s->tail[TT_MIN(out->follow, (size_t)TAIL - 1)];
    out->p = (1 + met) / (1 + s->out->pairs);
    out->p = tt_round9(TT_MAX(out->p, 1 / (1 + (double)out->first)));
    out->expected = out->p * s->one_buyer;
}

/* The sellers of one tree, and what they invoice to the buyer: v[0 .. n). */
static tt_status
one_series(struct search *s, const struct item *v, size_t n, tt_ix root, tt_err *err)
{
    tt_series out = {.buyer = v->buyer, .form = s->texts.v[v->form]};
    const struct item **of = tt_new_n(s->in->scratch, const struct item *, n);
    tt_ix *invoices = tt_new_n(s->in->scratch, tt_ix, n);
    tt_ix *sellers = tt_new_n(s->in->scratch, tt_ix, n);
    if (!of || !invoices || !sellers)
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        if (tt_forest_root(s->parent, v[i].seller) != root)
            continue;
        size_t k = 0;
        while (k < out.n_sellers && sellers[k] < v[i].seller)
            k++;
        if (k == out.n_sellers || sellers[k] != v[i].seller) {
            memmove(sellers + k + 1, sellers + k, (out.n_sellers - k) * sizeof *sellers);
            sellers[k] = v[i].seller;
            out.n_sellers++;
        }
        of[out.n] = &v[i];
        invoices[out.n++] = v[i].invoice;
    }
    out.sellers = sellers;
    out.invoices = invoices;
    take_steps(s, of, &out);
    return tt_vec_push(&s->out->v, out) ? TT_OK : no_memory(err);
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = tt_forest_root(parent, a);
    b = tt_forest_root(parent, b);
    parent[TT_MAX(a, b)] = TT_MIN(a, b);
}

/* The links of one form and buyer, and the items of the same. */
static tt_status one_buyer(struct search *s, const struct link *l, size_t n_links,
                           const struct item *v, size_t n, tt_err *err)
{
    for (size_t i = 0; i < n_links; i++)
        s->parent[l[i].a] = l[i].a, s->parent[l[i].b] = l[i].b;
    for (size_t i = 0; i < n_links; i++)
        join(s->parent, l[i].a, l[i].b);
    /* The root is the smallest of its tree: links start at it. */
    for (size_t i = 0; i < n_links; i++)
        if (tt_forest_root(s->parent, l[i].a) == l[i].a && (!i || l[i - 1].a != l[i].a))
            TT_TRY(one_series(s, v, n, l[i].a, err));
    for (size_t i = 0; i < n_links; i++)
        s->parent[l[i].a] = s->parent[l[i].b] = 0;
    return TT_OK;
}

static tt_status make_series(struct search *s, tt_err *err)
{
    struct item *v = s->items.v;
    size_t from = 0;
    if (!tt_sort(v, s->items.n, sizeof *v, by_buyer, NULL) ||
        !tt_sort(s->links.v, s->links.n, sizeof *s->links.v, by_form_buyer, NULL))
        return no_memory(err);
    count_buyers(s);
    TT_TRY(count_met(s, err));
    for (size_t i = 0, end; i < s->links.n; i = end) {
        const struct link *l = &s->links.v[i];
        for (end = i; end < s->links.n && s->links.v[end].form == l->form &&
                      s->links.v[end].buyer == l->buyer;)
            end++;
        while (v[from].form < l->form || (v[from].form == l->form && v[from].buyer < l->buyer))
            from++;
        size_t to = from;
        while (to < s->items.n && v[to].form == l->form && v[to].buyer == l->buyer)
            to++;
        TT_TRY(one_buyer(s, l, end - i, v + from, to - from, err));
    }
    return TT_OK;
}

static tt_status search(struct search *s, tt_err *err)
{
    s->parent = tt_new_n(s->in->scratch, uint32_t, s->in->data->n_entities + 1);
    if (!s->parent)
        return no_memory(err);
    TT_TRY(read_invoices(s, err));
    TT_TRY(number_relations(s, err));
    TT_TRY(link_all(s, err));
    return make_series(s, err);
}

tt_status tt_series_find(const tt_detect_in *in, const tt_series_rules *rules, tt_series_all *out,
                         tt_err *err)
{
    *out = (tt_series_all){0};
    struct search s = {.in = in, .rules = rules, .out = out};
    tt_map_init(&s.forms);
    tt_status st = search(&s, err);
    tt_map_release(&s.forms);
    tt_vec_release(&s.items);
    tt_vec_release(&s.links);
    tt_vec_release(&s.met);
    tt_vec_release(&s.texts);
    return st;
}
