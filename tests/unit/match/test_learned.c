/* What the other documents teach: how often there is none, what a piece weighs, what a declaration
 * knows. */
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

#include "match/match.h"

struct world {
    tiny_case c;
    tt_arena *a;
    tiny_id acme, moon;
};

static void start(struct world *w, void **state)
{
    w->a = *state;
    tt_arena_reset(w->a);
    tiny_init(&w->c, w->a);
    w->acme = tiny_company(&w->c, "ACME", "DE");
    w->moon = tiny_company(&w->c, "Moon", "AE");
}

static const tt_pairing *pairing(const struct world *w, tiny_id doc, tiny_id to)
{
    tt_ref a = tiny_ref(&w->c, doc), b = tiny_ref(&w->c, to);
    for (size_t i = 1; i <= w->c.data.n_pairings; i++) {
        const tt_pairing *p = &w->c.data.pairings[i];
        if (p->kind == a.kind && p->doc == a.doc && p->to_kind == b.kind && p->to == b.doc)
            return p;
    }
    return NULL;
}

static tiny_id
bill(struct world *w, const char *number, const char *date, int64_t pieces, int64_t amount)
{
    tiny_id id = tiny_invoice(&w->c, number, w->acme, w->moon, date, "USD");
    tiny_line_at(&w->c, tiny_invoice_line(&w->c, id, "847982", pieces, "C62", amount))
        ->description = TT_STR("Mixing machine");
    return id;
}

/* --- payments --- */

/* Buyers who have paid, each its one invoice. */
static void add_payers(struct world *w, int n)
{
    for (int i = 0; i < n; i++) {
        const char *number = tt_arena_printf(w->a, "U-%d", 7001 + i * 13);
        tiny_id buyer = tiny_company(&w->c, tt_arena_printf(w->a, "Buyer %c", 'A' + i), "AE");
        tiny_id inv = tiny_invoice(&w->c, number, w->acme, buyer, "2024-01-05", "USD");
        tiny_invoice_line(&w->c, inv, "080132", 1000, "KGM", 100003 + i * 7001);
        tiny_id pay = tiny_payment(&w->c, tt_arena_printf(w->a, "U%d", i), buyer, w->acme,
                                   "2024-02-08", 100003 + i * 7001, "USD");
        tiny_payment_names(&w->c, pay, number);
    }
}

static void more_than_the_one_open_invoice_is_for_others_too(void **state)
{
    enum { FOUND, FEW_PAY, TWO_OPEN, TWO_PAID, STRANGER, CASES };
    for (int k = 0; k < CASES; k++) {
        struct world w;
        start(&w, state);
        add_payers(&w, k == FEW_PAY ? 2 : 12);
        tiny_id third = tiny_company(&w.c, "Third", "PA");
        tiny_id inv = bill(&w, "A-1001", "2024-03-05", 3, 123457);
        tiny_id pay = tiny_payment(&w.c, "P", k == STRANGER ? third : w.moon, w.acme, "2024-04-08",
                                   500001, "USD");
        if (k == TWO_OPEN)
            bill(&w, "A-1002", "2024-03-07", 4, 98765);
        if (k == TWO_PAID)
            tiny_payment(&w.c, "Q", w.moon, w.acme, "2024-04-11", 300007, "USD");
        assert_ok(tiny_finish_matched(&w.c));
        const tt_pairing *p = pairing(&w, pay, inv);
        assert_int_equal(p != NULL, k == FOUND);
        if (!p)
            continue;
        assert_true(p->amount.minor == TT_NO_NUM && p->share == TT_NO_NUM);
        const tt_deal *d = &w.c.data.deals[w.c.data.deal_of[TT_KIND_PAYMENT][p->doc]];
        assert_true(d->paid.minor == TT_NO_NUM);
        assert_int_equal(d->status, TT_DEAL_PARTIAL);
    }
}

/* --- pieces --- */

/* Bills of lading of others that count and weigh. */
static void add_scales(struct world *w, int n, const int64_t *kg_a_piece)
{
    tiny_id x = tiny_company(&w->c, "Else", "FR"), y = tiny_company(&w->c, "Other", "EG");
    for (int i = 0; i < n; i++) {
        tiny_id s = tiny_shipment(&w->c, tt_arena_printf(w->a, "SC-%d", i), x, y, "2024-01-12",
                                  "FRFOS", "EGALY");
        tt_line *l =
            tiny_line_at(&w->c, tiny_shipment_line(&w->c, s, NULL, 2 + i, "C62", TT_NO_NUM));
        l->description = TT_STR("MIXING MACHINE");
        l->net_kg = (2 + i) * kg_a_piece[i] * 1000000;
    }
}

static tiny_id weighed(struct world *w, const char *number, const char *date, int64_t kg)
{
    tiny_id id = tiny_shipment(&w->c, number, w->acme, w->moon, date, "DEHAM", "AEJEA");
    tt_line *l =
        tiny_line_at(&w->c, tiny_shipment_line(&w->c, id, NULL, TT_NO_NUM, NULL, TT_NO_NUM));
    l->description = TT_STR("Mixing machine");
    l->net_kg = kg * 1000000;
    return id;
}

static void pieces_are_weighed_by_what_others_weigh(void **state)
{
    static const struct {
        int n;
        int64_t kg[4];
        bool found;
    } rows[] = {{3, {1700, 1700, 1701}, true},
                {2, {1700, 1700}, false},
                {4, {900, 1300, 1700, 2400}, false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        add_scales(&w, rows[i].n, rows[i].kg);
        tiny_id five = bill(&w, "A-1001", "2024-03-05", 5, 123457);
        tiny_id eight = bill(&w, "A-1002", "2024-03-06", 8, 223457);
        tiny_id s = weighed(&w, "BL-1", "2024-03-14", 13600),
                t = weighed(&w, "BL-2", "2024-03-15", 8500);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(pairing(&w, s, eight) != NULL, rows[i].found);
        assert_int_equal(pairing(&w, t, five) != NULL, rows[i].found);
        assert_null(pairing(&w, s, five));
    }
}

/* --- second hand --- */

/* The bill of lading is to a bank's order, in words of its own; its declaration names it and the
 * invoice. */
static void a_declaration_tells_the_invoice_of_its_transport_document(void **state)
{
    enum { FOUND, NOT_NAMED, TWO, CASES };
    for (int k = 0; k < CASES; k++) {
        struct world w;
        start(&w, state);
        tiny_id bank = tiny_company(&w.c, "Order Bank", "CH");
        tiny_id inv = bill(&w, "A-100177", "2024-03-05", 5, 123457);
        tiny_id other = bill(&w, "A-100288", "2024-03-06", 7, 323457);
        tiny_id s =
            tiny_shipment(&w.c, "HLCU5512345", w.acme, bank, "2024-03-14", "DEHAM", "AEJEA");
        tiny_id e = tiny_declaration(&w.c, "E1", TT_DOC_EXPORT, w.acme, w.moon, "2024-03-12", "AE");
        tiny_id on = tiny_shipment_line(&w.c, s, NULL, TT_NO_NUM, NULL, TT_NO_NUM);
        tiny_id in = tiny_declaration_line(&w.c, e, NULL, TT_NO_NUM, NULL, TT_NO_NUM, "USD");
        tiny_line_at(&w.c, on)->net_kg = tiny_line_at(&w.c, in)->net_kg = 8500000000;
        tiny_declaration_names(&w.c, e, "A-100177", k == NOT_NAMED ? NULL : "HLCU5512345");
        if (k == TWO) {
            tiny_id f =
                tiny_declaration(&w.c, "I1", TT_DOC_IMPORT, w.acme, w.moon, "2024-04-09", "DE");
            tiny_id too = tiny_declaration_line(&w.c, f, NULL, TT_NO_NUM, NULL, TT_NO_NUM, "USD");
            tiny_line_at(&w.c, too)->net_kg = 8500000000;
            tiny_declaration_names(&w.c, f, "A-100288", "HLCU5512345");
        }
        assert_ok(tiny_finish_matched(&w.c));
        assert_non_null(pairing(&w, e, inv));
        assert_int_equal(pairing(&w, s, inv) != NULL, k == FOUND);
        assert_null(pairing(&w, s, other));
        if (k == FOUND)
            assert_string_equal(pairing(&w, s, inv)->reason, "its declaration");
    }
}

TT_TEST_MAIN("match/learned", TT_TEST(more_than_the_one_open_invoice_is_for_others_too),
             TT_TEST(pieces_are_weighed_by_what_others_weigh),
             TT_TEST(a_declaration_tells_the_invoice_of_its_transport_document))
