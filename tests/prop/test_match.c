/*
 * References by look-up equal those of the definition; and no order of rows, no other case beside
 * it and no shift in time changes them.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/rng.h"
#include "match/parts.h"

enum { CASES = 1500, MOST = 10 };

static const char *const number[] = {"INV-1", "inv 1", "INV-2", "3", "BL-1", "N/A", NULL};
static const char *const party[] = {"Zephyr", "Borealis", "Aquilon", "Notos"};

/* A document before it is made: so that it can be made in any order. */
struct plan {
    tt_kind kind;
    const char *number, *names, *transport;
    size_t from, to, other;
    int day;
};

static size_t plan_case(tt_rng *r, struct plan *p)
{
    size_t n = 2 + tt_rng_below(r, MOST - 1);
    for (size_t i = 0; i < n; i++) {
        p[i] = (struct plan){.kind = (tt_kind)(TT_KIND_INVOICE + tt_rng_below(r, 4)),
                             .number = number[tt_rng_below(r, TT_LEN(number) - 1)],
                             .names = number[tt_rng_below(r, TT_LEN(number))],
                             .transport = number[tt_rng_below(r, TT_LEN(number))],
                             .from = tt_rng_below(r, TT_LEN(party)),
                             .to = tt_rng_below(r, TT_LEN(party)),
                             .other = tt_rng_below(r, TT_LEN(party)),
                             .day = 1 + (int)tt_rng_below(r, 28)};
        if (p[i].kind == TT_KIND_PAYMENT || p[i].kind == TT_KIND_DECLARATION)
            p[i].number = NULL; /* numbered by position, so that all are different */
    }
    return n;
}

static bool is_repeat(const struct plan *p, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (p[j].kind == p[i].kind && p[i].number && strcmp(p[j].number, p[i].number) == 0 &&
            p[j].from == p[i].from)
            return true; /* it would be the same document */
    return false;
}

/* Make a planned document; 0 when it would be the same as another. */
static tiny_id make(tiny_case *c, tt_arena *a, const struct plan *all, size_t i, int shift)
{
    const struct plan *p = &all[i];
    const char *date = tt_arena_printf(a, "2024-%02d-%02d", 1 + shift, p->day);
    const char *own = p->number ? p->number : tt_arena_printf(a, "X%zu", i);
    tiny_id from = tiny_company(c, party[p->from], "DE"), to = tiny_company(c, party[p->to], "AE"),
            id;
    if (is_repeat(all, i))
        return 0;
    switch (p->kind) {
    case TT_KIND_INVOICE:
        id = tiny_invoice(c, own, from, to, date, "USD");
        tiny_invoice_line(c, id, "080132", 10, "KGM", 1000);
        tiny_invoice_names(c, id, p->transport);
        return id;
    case TT_KIND_SHIPMENT:
        id = tiny_shipment(c, own, from, to, date, "DEHAM", "AEJEA");
        tiny_shipment_at(c, id)->notify = tiny_company(c, party[p->other], "AE");
        tiny_shipment_names(c, id, p->names);
        return id;
    case TT_KIND_DECLARATION:
        id = tiny_declaration(c, own, TT_DOC_EXPORT, from, to, date, "AE");
        tiny_declaration_names(c, id, p->names, p->transport);
        return id;
    default:
        id = tiny_payment(c, own, to, from, date, 1000, "USD");
        tiny_payment_names(c, id, p->names);
        return id;
    }
}

/* --- the definition --- */

struct doc {
    tt_kind kind;
    tt_ix ix, from, to, notify; /* entities */
    tt_str number;
};

static bool same_number(tt_str a, tt_str b)
{
    tt_buf x, y;
    tt_buf_init(&x, 0);
    tt_buf_init(&y, 0);
    bool ok = a.n && b.n && tt_number_key(a, &x) && tt_number_key(b, &y) &&
              tt_str_eq(tt_buf_str(&x), tt_buf_str(&y));
    tt_buf_release(&x);
    tt_buf_release(&y);
    return ok;
}

static size_t list(const tt_data *d, struct doc *v)
{
    size_t n = 0;
    for (tt_kind k = TT_KIND_INVOICE; k <= TT_KIND_PAYMENT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(d, k); i++) {
            tt_ix one = tt_data_entity(d, tt_data_role(d, k, i, 1)),
                  two = tt_data_entity(d, tt_data_role(d, k, i, 2));
            v[n] = (struct doc){k, i, one, two, 0, tt_data_head(d, k, i)->number};
            if (k == TT_KIND_PAYMENT) {
                v[n].from = two;
                v[n].to = one;
            }
            if (k == TT_KIND_SHIPMENT)
                v[n].notify = tt_data_entity(d, tt_data_role(d, k, i, 3));
            n++;
        }
    return n;
}

static bool meets(tt_ix a, tt_ix b, tt_ix c, tt_ix d)
{
    return (a && (a == c || a == d)) || (b && (b == c || b == d));
}

/* 0 to 2 sides; a payment that runs from seller to buyer fits with both. */
static int fit(const struct doc *x, const struct doc *y)
{
    int sides = (x->from && x->from == y->from) + meets(x->to, x->notify, y->to, y->notify);
    if (x->kind == TT_KIND_PAYMENT && x->from && x->to && x->from == y->to && x->to == y->from)
        return 2;
    return sides;
}

static void follow(const struct doc *v, size_t n, size_t i, tt_kind to, tt_str named, size_t *label)
{
    int best = 0;
    size_t hits = 0, first = n;
    for (size_t j = 0; j < n; j++)
        if (v[j].kind == to && same_number(v[j].number, named))
            best = TT_MAX(best, fit(&v[i], &v[j]));
    if (!best)
        return;
    for (size_t j = 0; j < n; j++) {
        if (v[j].kind != to || !same_number(v[j].number, named) || !fit(&v[i], &v[j]))
            continue;
        if (to != TT_KIND_SHIPMENT && fit(&v[i], &v[j]) < best)
            continue;
        if (first == n)
            first = j;
        else if (to != TT_KIND_SHIPMENT && (v[first].from != v[j].from || v[first].to != v[j].to))
            return; /* several */
        hits++;
    }
    for (size_t j = 0; hits && j < n; j++) {
        if (v[j].kind != to || !same_number(v[j].number, named) || !fit(&v[i], &v[j]) ||
            (to != TT_KIND_SHIPMENT && fit(&v[i], &v[j]) < best))
            continue;
        size_t x = TT_MAX(label[i], label[j]), y = TT_MIN(label[i], label[j]);
        for (size_t k = 0; k < n; k++)
            if (label[k] == x)
                label[k] = y;
    }
}

static void slow_deals(const tt_data *d, const struct doc *v, size_t n, size_t *label)
{
    for (size_t i = 0; i < n; i++)
        label[i] = i;
    for (size_t i = 0; i < n; i++)
        switch (v[i].kind) {
        case TT_KIND_INVOICE:
            follow(v, n, i, TT_KIND_SHIPMENT, d->invoices[v[i].ix].transport_document, label);
            break;
        case TT_KIND_SHIPMENT:
            follow(v, n, i, TT_KIND_INVOICE, d->shipments[v[i].ix].invoice_number, label);
            break;
        case TT_KIND_DECLARATION:
            follow(v, n, i, TT_KIND_SHIPMENT, d->declarations[v[i].ix].transport_document, label);
            follow(v, n, i, TT_KIND_INVOICE, d->declarations[v[i].ix].invoice_number, label);
            break;
        default:
            follow(v, n, i, TT_KIND_INVOICE,
                   d->payment_rows[d->payments[v[i].ix].head.first_line].invoice_number, label);
        }
}

/* Without the evidence of amounts and goods. */
static void deals_of_references(tt_data *d)
{
    double param[TT_MATCH_N_PARAMS];
    tt_refs refs;
    for (size_t i = 0; i < tt_match_n_params; i++)
        param[i] = tt_match_params[i].def;
    assert_ok(tt_refs_find(d, param, NULL, &refs, ERR));
    assert_ok(tt_deals_make(d, param, &refs.edges, ERR));
    tt_refs_release(&refs);
}

static void deals_of_references_equal_those_of_the_definition(void **state)
{
    tt_arena *a = *state;
    tt_rng rng;
    size_t joined = 0;
    tt_rng_init(&rng, 3, "match");
    for (int k = 0; k < CASES; k++) {
        struct plan p[MOST];
        struct doc v[MOST];
        size_t label[MOST], n = plan_case(&rng, p);
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        for (size_t i = 0; i < n; i++)
            (void)make(&c, a, p, i, 0);
        assert_ok(tiny_finish(&c));
        deals_of_references(&c.data);
        n = list(&c.data, v);
        slow_deals(&c.data, v, n, label);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++) {
                tt_ix x = c.data.deal_of[v[i].kind][v[i].ix],
                      y = c.data.deal_of[v[j].kind][v[j].ix];
                if ((x && x == y) != (label[i] == label[j]))
                    print_error("case %d: documents %zu and %zu\n", k, i, j);
                assert_int_equal(x && x == y, label[i] == label[j]);
                joined += label[i] == label[j];
            }
    }
    assert_true(joined > CASES / 2);
}

/* Made backwards, a month later, beside another case: the same deals. */
static void order_time_and_neighbours_change_no_deal(void **state)
{
    tt_arena *a = *state;
    tt_rng rng;
    tt_rng_init(&rng, 4, "match");
    for (int k = 0; k < 300; k++) {
        struct plan p[MOST];
        size_t n = plan_case(&rng, p);
        tiny_id one[MOST], two[MOST];
        tiny_case c, e;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_init(&e, a);
        for (size_t i = 0; i < n; i++)
            one[i] = make(&c, a, p, i, 0);
        tiny_id x = tiny_company(&e, "Mistral", "FR"), y = tiny_company(&e, "Foehn", "CH");
        tiny_id inv = tiny_invoice(&e, "INV-1", x, y, "2024-01-01", "USD");
        tiny_payment_names(&e, tiny_payment(&e, "Q", y, x, "2024-02-01", 5, "USD"), "INV-1");
        for (size_t i = n; i-- > 0;)
            two[i] = make(&e, a, p, i, 1);
        assert_ok(tiny_finish_matched(&c));
        assert_ok(tiny_finish_matched(&e));
        assert_int_equal(e.data.n_deals, c.data.n_deals + 1);
        assert_int_not_equal(e.data.deal_of[TT_KIND_INVOICE][tiny_ix(&e, inv)], 0);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++) {
                if (!one[i] || !one[j])
                    continue;
                tt_ref r = tiny_ref(&c, one[i]), s = tiny_ref(&c, one[j]);
                tt_ref t = tiny_ref(&e, two[i]), u = tiny_ref(&e, two[j]);
                assert_int_equal(c.data.deal_of[r.kind][r.doc] &&
                                     c.data.deal_of[r.kind][r.doc] == c.data.deal_of[s.kind][s.doc],
                                 e.data.deal_of[t.kind][t.doc] &&
                                     e.data.deal_of[t.kind][t.doc] ==
                                         e.data.deal_of[u.kind][u.doc]);
            }
    }
}

/* Sums over deals and what is left are the sums over all documents: nobody is counted twice or
 * lost. */
static void every_document_is_in_one_deal_at_most(void **state)
{
    tt_arena *a = *state;
    tt_rng rng;
    tt_rng_init(&rng, 5, "match");
    for (int k = 0; k < 300; k++) {
        struct plan p[MOST];
        size_t n = plan_case(&rng, p), in = 0;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        for (size_t i = 0; i < n; i++)
            (void)make(&c, a, p, i, 0);
        assert_ok(tiny_finish_matched(&c));
        const tt_data *d = &c.data;
        for (tt_kind kind = TT_KIND_INVOICE; kind <= TT_KIND_PAYMENT; kind++)
            for (tt_ix i = 1; i <= tt_data_n_docs(d, kind); i++)
                in += d->deal_of[kind][i] != 0;
        assert_int_equal(in, d->n_deal_docs);
        tt_ix at = 1;
        for (tt_ix i = 1; i <= d->n_deals; i++) {
            assert_int_equal(d->deals[i].first_doc, at);
            assert_true(d->deals[i].n_docs >= 2);
            assert_true(i == 1 || tt_hash_cmp(d->deals[i - 1].id, d->deals[i].id) < 0);
            for (tt_ix j = at; j < at + d->deals[i].n_docs; j++) {
                assert_int_equal(d->deal_docs[j].deal, i);
                assert_int_equal(d->deal_of[d->deal_docs[j].kind][d->deal_docs[j].doc], i);
            }
            at += d->deals[i].n_docs;
        }
    }
}

TT_TEST_MAIN("prop/match", TT_TEST(deals_of_references_equal_those_of_the_definition),
             TT_TEST(order_time_and_neighbours_change_no_deal),
             TT_TEST(every_document_is_in_one_deal_at_most))
