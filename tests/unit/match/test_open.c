/*
 * What is left when the rest has been matched: the only one that is open, what waited for long, a
 * list of which a part is here; and why a document is told to be alone.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "match/parts.h"

static bool is_paired(const tiny_case *c, tiny_id doc, tiny_id to)
{
    tt_ref a = tiny_ref(c, doc), b = tiny_ref(c, to);
    for (size_t i = 1; i <= c->data.n_pairings; i++) {
        const tt_pairing *p = &c->data.pairings[i];
        if (p->kind == a.kind && p->doc == a.doc && p->to_kind == b.kind && p->to == b.doc)
            return true;
    }
    return false;
}

static tt_break_type why(const tiny_case *c, tiny_id doc, tt_kind wants)
{
    tt_ref r = tiny_ref(c, doc);
    for (size_t i = 1; i <= c->data.n_breaks; i++)
        if (c->data.breaks[i].kind == r.kind && c->data.breaks[i].doc == r.doc &&
            c->data.breaks[i].wants == wants)
            return c->data.breaks[i].type;
    fail();
    return TT_BREAK_LIMIT;
}

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

static tiny_id bill(struct world *w, const char *number, const char *date, int64_t amount)
{
    tiny_id id = tiny_invoice(&w->c, number, w->acme, w->moon, date, "USD");
    tiny_line_at(&w->c, tiny_invoice_line(&w->c, id, "080132", 1000, "KGM", amount))->description =
        TT_STR("Cashew kernels");
    return id;
}

static tiny_id paid(struct world *w, const char *number, const char *date, int64_t amount)
{
    return tiny_payment(&w->c, number, w->moon, w->acme, date, amount, "USD");
}

/* A bill of lading that says no more than what is in it. */
static tiny_id carried(struct world *w, const char *number, const char *date)
{
    tiny_id id = tiny_shipment(&w->c, number, w->acme, w->moon, date, "DEHAM", "AEJEA");
    tiny_id line = tiny_shipment_line(&w->c, id, NULL, TT_NO_NUM, NULL, TT_NO_NUM);
    tiny_line_at(&w->c, line)->description = TT_STR("CASHEW KERNELS IN BAGS");
    return id;
}

/* Twelve deals in order: in the lane, a document nearly always has its counterpart. */
static void add_usual(struct world *w)
{
    for (int i = 0; i < 12; i++) {
        const char *number = tt_arena_printf(w->a, "U-%d", 7001 + i * 13);
        tiny_id buyer = tiny_company(&w->c, tt_arena_printf(w->a, "Buyer %c", 'A' + i), "AE");
        tiny_id inv = tiny_invoice(&w->c, number, w->acme, buyer, "2024-01-05", "USD");
        tiny_invoice_line(&w->c, inv, "080132", 1000, "KGM", 100003 + i * 7001);
        tiny_id s = tiny_shipment(&w->c, tt_arena_printf(w->a, "BL-%d", 500 + i), w->acme, buyer,
                                  "2024-01-12", "DEHAM", "AEJEA");
        tiny_shipment_names(&w->c, s, number);
    }
}

static void the_only_one_left_is_taken(void **state)
{
    for (int more = 0; more < 4; more++) {
        struct world w;
        start(&w, state);
        if (more != 1)
            add_usual(&w);
        tiny_id inv = bill(&w, "A-1001", "2024-03-05", 123457);
        tiny_id s = carried(&w, "BL-1", "2024-03-14");
        if (more == 2)
            carried(&w, "BL-2", "2024-03-20");
        if (more == 3)
            bill(&w, "A-1002", "2024-03-08", 98765);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(is_paired(&w.c, s, inv), more == 0);
    }
}

static void what_was_open_for_long_is_paid_with_the_next(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id old = bill(&w, "A-1001", "2024-01-05", 123457);
    tiny_id next = bill(&w, "A-1002", "2024-10-20", 98721);
    tiny_id pay = paid(&w, "P", "2024-11-25", 123457 + 98721);
    assert_ok(tiny_finish_matched(&w.c));
    assert_true(is_paired(&w.c, pay, old));
    assert_true(is_paired(&w.c, pay, next));
}

static void a_list_of_which_one_is_here_is_no_wrong_amount(void **state)
{
    static const struct {
        const char *text;
        bool found;
    } rows[] = {{"INV A-1001 A-1002 A-1003", true}, {"INV A-1001", false}, {NULL, false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id third = tiny_company(&w.c, "Third", "PA");
        tiny_id inv = bill(&w, "A-1002", "2024-01-05", 123457);
        tiny_id pay = tiny_payment(&w.c, "P", third, w.acme, "2024-02-08", 500001, "USD");
        if (i == 1)
            tiny_invoice_at(&w.c, inv)->head.number = TT_STR("A-1001");
        if (rows[i].text)
            tiny_payment_text(&w.c, pay, rows[i].text);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(is_paired(&w.c, pay, inv), rows[i].found);
    }
}

static void a_number_between_strangers_needs_the_amount(void **state)
{
    static const struct {
        int64_t paid;
        bool found;
    } rows[] = {{123457, true}, {120957, true} /* 25.00 of charges */, {119999, false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id x = tiny_company(&w.c, "Else", "PA"), y = tiny_company(&w.c, "Other", "VG");
        tiny_id inv = bill(&w, "A-100177", "2024-01-05", 123457);
        tiny_id pay = tiny_payment(&w.c, "P", x, y, "2024-02-08", rows[i].paid, "USD");
        tiny_payment_text(&w.c, pay, "A-100177");
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(is_paired(&w.c, pay, inv), rows[i].found);
    }
}

/* The near miss has its own payment: that is no reason for the other payment. */
static void a_near_miss_that_found_its_own_is_no_reason(void **state)
{
    for (int own = 0; own < 2; own++) {
        struct world w;
        start(&w, state);
        bill(&w, "A-1001", "2024-01-05", 1234570);
        tiny_id pay = paid(&w, "P1", "2024-06-05", 1180000); /* late, and less by 4.4 % */
        tiny_id later = tiny_invoice(&w.c, "E-1", w.moon, w.acme, "2024-12-20", "USD");
        tiny_invoice_line(&w.c, later, "090240", 5, "KGM", 777);
        if (own)
            paid(&w, "P2", "2024-02-09", 1234570);
        tiny_coverage(&w.c, TT_KIND_INVOICE, "DE", "2024-01-01", "2024-12-31", 50);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(why(&w.c, pay, TT_KIND_INVOICE),
                         own ? TT_BREAK_OUTSIDE_COVERAGE : TT_BREAK_BELOW_THRESHOLD);
    }
}

static void what_a_feed_never_holds_does_not_arrive_later(void **state)
{
    for (int percent = 0; percent <= 100; percent += 100) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", "2024-12-20", 123457);
        paid(&w, "P0", "2023-06-01", 55);
        paid(&w, "P1", "2024-12-22", 57);
        tiny_coverage(&w.c, TT_KIND_PAYMENT, "AE", "2024-01-01", "2024-12-31", percent);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(why(&w.c, inv, TT_KIND_PAYMENT),
                         percent ? TT_BREAK_NOT_ARRIVED : TT_BREAK_OUTSIDE_COVERAGE);
    }
}

/* Forty buyers stop paying, forty miss one of three: only of these it can be that the feed lacks
 * the payment. */
static void a_relation_that_ended_is_told_from_one_that_went_on(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id alone[2] = {0, 0};
    for (int i = 0; i < 80; i++) {
        bool goes_on = i % 2;
        w.moon = tiny_company(&w.c, tt_arena_printf(w.a, "Buyer %d", i), "AE");
        for (int k = 0; k < 3; k++) {
            bool missing = goes_on ? i == 1 && k == 1 : k == 2;
            int64_t amount = 100003 + i * 7001 + k * 311;
            tiny_id inv = bill(&w, tt_arena_printf(w.a, "N-%d", 4000 + 17 * (3 * i + k)),
                               tt_arena_printf(w.a, "2024-%02d-05", 1 + 2 * k), amount);
            if (missing)
                alone[goes_on] = inv;
            else
                paid(&w, tt_arena_printf(w.a, "P%d-%d", i, k),
                     tt_arena_printf(w.a, "2024-%02d-09", 2 + 2 * k), amount);
        }
    }
    paid(&w, "last", "2024-12-30", 5);
    tiny_coverage(&w.c, TT_KIND_PAYMENT, "AE", "2024-01-01", "2024-12-31", 95);
    assert_ok(tiny_finish_matched(&w.c));
    assert_int_equal(why(&w.c, alone[0], TT_KIND_PAYMENT), TT_BREAK_NO_CANDIDATE);
    assert_int_equal(why(&w.c, alone[1], TT_KIND_PAYMENT), TT_BREAK_OUTSIDE_COVERAGE);
}

/* Forty buyers stopped paying in May; of forty whose last invoice is of the end of the year, half
 * have paid, as half do within so many days: the others will. */
static void near_the_end_nobody_is_seen_to_go_on(void **state)
{
    struct world w;
    start(&w, state);
    tiny_id waits = 0;
    for (int i = 0; i < 80; i++) {
        bool goes_on = i % 2, soon = i / 2 % 2;
        w.moon = tiny_company(&w.c, tt_arena_printf(w.a, "Buyer %d", i), "AE");
        for (int k = 0; k < 3; k++) {
            bool last = k == 2;
            int month = last && goes_on ? 12 : 1 + 2 * k;
            int64_t amount = 100003 + i * 7001 + k * 311;
            tiny_id inv = bill(&w, tt_arena_printf(w.a, "N-%d", 4000 + 17 * (3 * i + k)),
                               tt_arena_printf(w.a, "2024-%02d-15", month), amount);
            if (last && goes_on && !soon)
                waits = inv;
            else if (!last || goes_on) /* ten days later, or forty */
                paid(&w, tt_arena_printf(w.a, "P%d-%d", i, k),
                     tt_arena_printf(w.a, "2024-%02d-25", soon ? month : month + 1), amount);
        }
    }
    paid(&w, "last", "2024-12-30", 5);
    tiny_coverage(&w.c, TT_KIND_PAYMENT, "AE", "2024-01-01", "2024-12-31", 95);
    assert_ok(tiny_finish_matched(&w.c));
    assert_int_equal(why(&w.c, waits, TT_KIND_PAYMENT), TT_BREAK_NOT_ARRIVED);
}

/* Goods are declared on leaving and, forty days later, on arriving.  Of an invoice three weeks old
 * the first should be there. */
static void what_is_waited_for_is_the_first_counterpart(void **state)
{
    struct world w;
    start(&w, state);
    for (int i = 0; i < 40; i++) {
        const char *number = tt_arena_printf(w.a, "N-%d", 4000 + 17 * i);
        w.moon = tiny_company(&w.c, tt_arena_printf(w.a, "Buyer %d", i), "AE");
        bill(&w, number, "2024-05-21", 100003 + i * 7001);
        for (int k = 0; k < 2; k++) {
            tiny_id id = tiny_declaration(&w.c, tt_arena_printf(w.a, "D%d-%d", i, k),
                                          k ? TT_DOC_IMPORT : TT_DOC_EXPORT, w.acme, w.moon,
                                          k ? "2024-06-30" : "2024-05-23", NULL);
            tiny_declaration_line(&w.c, id, "080132", 1000, "KGM", 100003 + i * 7001, "USD");
            tiny_declaration_names(&w.c, id, number, NULL);
        }
    }
    tiny_id inv = bill(&w, "N-9999", "2024-06-10", 777777);
    tiny_coverage(&w.c, TT_KIND_DECLARATION, "DE", "2024-01-01", "2024-12-31", 95);
    tiny_coverage(&w.c, TT_KIND_DECLARATION, "AE", "2024-01-01", "2024-12-31", 50);
    assert_ok(tiny_finish_matched(&w.c));
    assert_int_equal(why(&w.c, inv, TT_KIND_DECLARATION), TT_BREAK_OUTSIDE_COVERAGE);
}

TT_TEST_MAIN("match/open", TT_TEST(the_only_one_left_is_taken),
             TT_TEST(what_was_open_for_long_is_paid_with_the_next),
             TT_TEST(a_list_of_which_one_is_here_is_no_wrong_amount),
             TT_TEST(a_number_between_strangers_needs_the_amount),
             TT_TEST(a_near_miss_that_found_its_own_is_no_reason),
             TT_TEST(what_a_feed_never_holds_does_not_arrive_later),
             TT_TEST(a_relation_that_ended_is_told_from_one_that_went_on),
             TT_TEST(near_the_end_nobody_is_seen_to_go_on),
             TT_TEST(what_is_waited_for_is_the_first_counterpart))
