/* bunches.c - see bunches.h. */
#include "detect/common/bunches.h"

#include "base/num.h"
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/shares.h"

const char *tt_paper_text(tt_paper_of of)
{
    static const char *const texts[TT_PAPERS] = {"invoice", "transport document",
                                                 "export declaration", "import declaration"};
    return texts[of];
}

/* --- papers --- */

/* What the lines are worth as written; TT_NO_NUM when they do not agree on a currency. */
static tt_money sum_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    const tt_line *l = tt_data_lines(d, kind) + h->first_line;
    tt_money sum = {0, h->n_lines ? l[0].amount.ccy : d->base};
    for (tt_ix i = 0; i < h->n_lines; i++)
        if (l[i].amount.minor == TT_NO_NUM || l[i].amount.ccy != sum.ccy ||
            !tt_add_i64(sum.minor, l[i].amount.minor, &sum.minor))
            return (tt_money){TT_NO_NUM, sum.ccy};
    return sum;
}

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    tt_country c = d->mentions[mention].country;
    return c ? c : d->entities[tt_data_entity(d, mention)].country;
}

/* The paper has its kind, document and sum. */
static tt_status add(tt_bunches *b, tt_paper p, tt_ix from, tt_ix to, tt_err *err)
{
    const struct tt_shared *s = b->in->shared;
    const tt_data *d = b->in->data;
    p.seller = tt_data_entity(d, from);
    p.buyer = tt_data_entity(d, to);
    p.from = country_of(d, from);
    p.to = country_of(d, to);
    p.day = tt_data_head(d, p.kind, p.doc)->date.day;
    p.value = tt_books_value(&s->books, p.kind, p.doc);
    bool known = p.seller && p.buyer && p.day != TT_NO_DATE && p.value != TT_NO_NUM &&
                 p.value > 0 && p.sum.minor != TT_NO_NUM;
    if (!known) {
        if (p.of != TT_PAPER_BILL) /* few of them state a value */
            tt_tally_add(&b->why[TT_PAPER_UNKNOWN], TT_NO_NUM);
        return TT_OK;
    }
    bool group = s->declared[p.seller] == s->declared[p.buyer];
    if (group || s->flows.serves[p.seller] || s->flows.serves[p.buyer]) {
        tt_tally_add(&b->why[group ? TT_PAPER_GROUP : TT_PAPER_SERVES], p.value);
        return TT_OK;
    }
    return tt_vec_push(&b->papers, p) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for papers");
}

static int paper_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_paper *a = pa, *b = pb;
    TT_UNUSED(ctx);
    const int64_t keys[][2] = {{a->seller, b->seller},
                               {a->buyer, b->buyer},
                               {a->of, b->of},
                               {a->day, b->day},
                               {a->doc, b->doc}};
    for (size_t i = 0; i < TT_LEN(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static tt_status collect(tt_bunches *b, tt_err *err)
{
    const tt_data *d = b->in->data;
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *x = &d->invoices[i];
        tt_paper p = {.of = TT_PAPER_INVOICE, .kind = TT_KIND_INVOICE, .doc = i, .sum = x->total};
        bool sale = x->type != TT_DOC_CREDIT_NOTE && x->type != TT_DOC_PROFORMA;
        if (sale && tt_invoice_is_goods(d, i))
            TT_TRY(add(b, p, x->seller, x->buyer, err));
    }
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *x = &d->shipments[i];
        tt_paper p = {.of = TT_PAPER_BILL, .kind = TT_KIND_SHIPMENT, .doc = i};
        p.sum = sum_of(d, p.kind, i);
        if (!tt_shipment_is_above(d, i))
            TT_TRY(add(b, p, x->shipper, x->consignee, err));
    }
    for (tt_ix i = 1; i <= d->n_declarations; i++) {
        const tt_declaration *x = &d->declarations[i];
        tt_paper p = {.of = TT_PAPER_EXPORT, .kind = TT_KIND_DECLARATION, .doc = i};
        p.sum = sum_of(d, p.kind, i);
        if (x->type == TT_DOC_IMPORT)
            p.of = TT_PAPER_IMPORT;
        if (x->type == TT_DOC_EXPORT || x->type == TT_DOC_IMPORT)
            TT_TRY(add(b, p, x->exporter, x->importer, err));
    }
    return tt_sort(b->papers.v, b->papers.n, sizeof *b->papers.v, paper_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for papers");
}

/* --- beside a limit --- */

/* The paper over the limit; 0 when the limit is not for it.  What customs ask of one side is asked
 * of its declarations; invoices and bills go with both. */
static double ratio(const tt_bunches *b, const tt_limit *l, const tt_paper *p)
{
    static const tt_limit_way sides[TT_PAPERS] = {
        [TT_PAPER_EXPORT] = TT_LIMIT_EXPORT, [TT_PAPER_IMPORT] = TT_LIMIT_IMPORT};
    bool other = sides[p->of] && l->of != TT_LIMIT_BOTH && l->of != sides[p->of];
    tt_country from = l->of == TT_LIMIT_IMPORT ? p->to : p->from;
    tt_country to = l->of == TT_LIMIT_EXPORT ? p->from : p->to;
    if (other || !tt_limit_holds(l, from, to, p->day))
        return 0;
    return tt_limit_ratio(b->in->data, l, p->sum, p->value, p->day);
}

static bool is_below(const tt_bunches *b, double x)
{
    return x >= 1 - b->rules->window && x < 1;
}

static bool is_near(double x)
{
    return x >= 0.5 && x < 2;
}

bool tt_bunch_below(const tt_bunches *b, const tt_bunch *of, const tt_paper *p)
{
    return is_below(b, ratio(b, &b->limits->v[of->limit], p));
}

/* The days with most papers just below; of several the first.  x: ratios of the bunch. */
static void choose_days(const tt_bunches *b, const double *x, tt_bunch *of)
{
    const tt_paper *v = b->papers.v + of->first;
    size_t from = 0;
    uint32_t below = 0, near = 0;
    for (size_t i = 0; i < of->n; i++) {
        below += is_below(b, x[i]);
        near += is_near(x[i]);
        for (; v[i].day - v[from].day > (tt_date)b->rules->days; from++) {
            below -= is_below(b, x[from]);
            near -= is_near(x[from]);
        }
        if (below > of->below || (below == of->below && near > of->near)) {
            of->below = below;
            of->near = near;
            of->at = of->first + from;
            of->end = of->first + i + 1;
        }
    }
}

static bool is_alone(const tt_bunches *b, const tt_bunch *of, size_t i)
{
    const tt_paper *v = b->papers.v;
    tt_date days = (tt_date)b->rules->days;
    return (i == of->first || v[i].day - v[i - 1].day > days) &&
           (i + 1 == of->first + of->n || v[i + 1].day - v[i].day > days);
}

static void add_up(const tt_bunches *b, const double *x, tt_bunch *of)
{
    for (size_t i = 0; i < of->n; i++) {
        size_t at = of->first + i;
        bool then = at >= of->at && at < of->end, below = is_below(b, x[i]);
        bool lone = !then && is_near(x[i]) && is_alone(b, of, at);
        of->lone += lone;
        of->lone_below += lone && below;
        of->sum += then && below ? x[i] : 0;
        if (then && below && !tt_add_i64(of->value, b->papers.v[at].value, &of->value))
            of->value = INT64_MAX;
    }
}

/* All papers of two parties and a kind: a bunch when enough come near the limit at once. */
static tt_status gather(tt_bunches *b, tt_bunch of, double *x, tt_err *err)
{
    if ((double)of.n < b->rules->least)
        return TT_OK;
    for (size_t i = 0; i < of.n; i++)
        x[i] = ratio(b, &b->limits->v[of.limit], &b->papers.v[of.first + i]);
    choose_days(b, x, &of);
    if ((double)of.near < b->rules->least)
        return TT_OK;
    add_up(b, x, &of);
    return tt_vec_push(&b->v, of) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for bunches");
}

/* --- beside others --- */

/* Bunches from `begin` on are of one limit. */
static void compare(tt_bunches *b, size_t begin)
{
    tt_shares all[TT_PAPERS] = {{0}};
    for (size_t i = begin; i < b->v.n; i++)
        tt_shares_add(&all[b->papers.v[b->v.v[i].first].of], b->v.v[i].below, b->v.v[i].near);
    for (size_t i = begin; i < b->v.n; i++) {
        tt_bunch *of = &b->v.v[i];
        of->p = tt_round9(tt_shares_chance(&all[b->papers.v[of->first].of], of->below, of->near,
                                           b->rules->expect, b->rules->rho, b->rules->prior,
                                           &of->usual));
    }
}

static int bunch_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_bunch *a = pa, *b = pb; /* papers are in the order of parties and kinds */
    TT_UNUSED(ctx);
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->limit > b->limit) - (a->limit < b->limit);
}

bool tt_bunch_same(const tt_bunches *b, const tt_bunch *x, const tt_bunch *y)
{
    const tt_paper *p = &b->papers.v[x->first], *q = &b->papers.v[y->first];
    return p->seller == q->seller && p->buyer == q->buyer;
}

tt_status tt_bunches_find(const tt_detect_in *in, const tt_limits *limits,
                          const tt_bunch_rules *rules, tt_bunches *out, tt_err *err)
{
    *out = (tt_bunches){.in = in, .limits = limits, .rules = rules};
    TT_TRY(collect(out, err));
    const tt_paper *v = out->papers.v;
    double *x = tt_new_n(in->scratch, double, out->papers.n + 1);
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no memory for papers");
    for (size_t l = 0; l < limits->n; l++) {
        size_t begin = out->v.n;
        for (size_t i = 0, k; i < out->papers.n; i = k) {
            for (k = i + 1; k < out->papers.n && v[k].seller == v[i].seller &&
                            v[k].buyer == v[i].buyer && v[k].of == v[i].of;)
                k++;
            TT_TRY(gather(out, (tt_bunch){.first = i, .n = k - i, .limit = l}, x, err));
        }
        compare(out, begin);
    }
    return tt_sort(out->v.v, out->v.n, sizeof *out->v.v, bunch_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for bunches");
}

void tt_bunches_release(tt_bunches *b)
{
    tt_vec_release(&b->papers);
    tt_vec_release(&b->v);
}
