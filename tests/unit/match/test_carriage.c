/* Containers and bills of lading as keys: house and master, and payments that quote a bill. */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "match/parts.h"

static const tt_pairing *pair(const tiny_case *c, tiny_id doc, tiny_id to)
{
    tt_ref a = tiny_ref(c, doc), b = tiny_ref(c, to);
    for (size_t i = 1; i <= c->data.n_pairings; i++) {
        const tt_pairing *p = &c->data.pairings[i];
        if (p->kind == a.kind && p->doc == a.doc && p->to_kind == b.kind && p->to == b.doc)
            return p;
    }
    return NULL;
}

struct world {
    tiny_case c;
    tiny_id acme, moon, agent, other;
};

static void start(struct world *w, void **state)
{
    tt_arena_reset(*state);
    tiny_init(&w->c, *state);
    w->acme = tiny_company(&w->c, "ACME", "DE");
    w->moon = tiny_company(&w->c, "Moon", "AE");
    w->agent = tiny_company(&w->c, "Agent One", "DE");
    w->other = tiny_company(&w->c, "Agent Two", "AE");
}

static tiny_id bill(struct world *w, const char *number, int64_t quantity)
{
    tiny_id id = tiny_invoice(&w->c, number, w->acme, w->moon, "2024-01-05", "USD");
    tiny_invoice_line(&w->c, id, "080132", quantity, "KGM", 123457 + quantity);
    return id;
}

/* How one transport document writes its container. */
struct written {
    const char *date, *container, *seal, *voyage;
};

static tiny_id carried(struct world *w, const char *number, bool master, int64_t quantity,
                       const struct written *as)
{
    tiny_id id = tiny_shipment(&w->c, number, master ? w->agent : w->acme,
                               master ? w->other : w->moon, as->date, "DEHAM", "AEJEA");
    tiny_id line = tiny_shipment_line(&w->c, id, "080132", quantity, "KGM", TT_NO_NUM);
    tiny_shipment_at(&w->c, id)->type = master ? TT_DOC_MASTER_BL : TT_DOC_HOUSE_BL;
    tiny_shipment_at(&w->c, id)->voyage = tt_str_of(as->voyage ? as->voyage : "");
    tiny_line_at(&w->c, line)->container = tt_str_of(as->container);
    tiny_line_at(&w->c, line)->seal = tt_str_of(as->seal ? as->seal : "");
    return id;
}

static void a_master_bill_is_for_what_its_house_bill_is_for(void **state)
{
    static const struct {
        struct written house, master;
        int64_t quantity;
        bool found;
    } rows[] = {
        {{"2024-01-12", "MSCU1234566", "S1", NULL},
         {"2024-01-12", "mscu 123456-6", "s-1", NULL},
         1000,
         true},
        {{"2024-01-12", "MSCU1234566", "S1", NULL},
         {"2024-01-12", "MSCU1234566", "S2", NULL},
         1000,
         false},
        {{"2024-01-12", "MSCU1234566", NULL, "020N"},
         {"2024-01-15", "MSCU1234566", NULL, "020N"},
         1000,
         true},
        {{"2024-01-12", "MSCU1234566", NULL, "020N"},
         {"2024-01-15", "MSCU1234566", NULL, "021N"},
         1000,
         false},
        {{"2024-01-12", "MSCU1234566", NULL, NULL},
         {"2024-01-19", "MSCU1234566", NULL, NULL},
         1000,
         true},
        {{"2024-01-12", "MSCU1234566", NULL, NULL},
         {"2024-02-19", "MSCU1234566", NULL, NULL},
         1000,
         false},
        {{"2024-01-12", "MSCU1234566", "S1", NULL},
         {"2024-01-12", "MSCU7654321", "S1", NULL},
         1000,
         false},
        {{"2024-01-12", "TBA", "S1", NULL}, {"2024-01-12", "TBA", "S1", NULL}, 1000, false},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", 1000);
        tiny_id house = carried(&w, "H-1", false, 1000, &rows[i].house);
        tiny_id master = carried(&w, "M-1", true, rows[i].quantity, &rows[i].master);
        assert_ok(tiny_finish_matched(&w.c));
        assert_non_null(pair(&w.c, house, inv));
        const tt_pairing *p = pair(&w.c, master, inv);
        assert_int_equal(p != NULL, rows[i].found);
        if (p)
            assert_string_equal(p->reason, "container");
    }
}

static void a_master_bill_of_several_houses_is_for_all(void **state)
{
    static const struct written in = {"2024-01-12", "MSCU1234566", "S1", NULL};
    struct world w;
    start(&w, state);
    tiny_id one = bill(&w, "A-1001", 1000), two = bill(&w, "A-1002", 2345);
    tiny_id h1 = carried(&w, "H-1", false, 1000, &in), h2 = carried(&w, "H-2", false, 2345, &in);
    tiny_id master = carried(&w, "M-1", true, 3345, &in);
    assert_ok(tiny_finish_matched(&w.c));
    assert_non_null(pair(&w.c, h1, one));
    assert_null(pair(&w.c, h1, two));
    assert_non_null(pair(&w.c, h2, two));
    assert_non_null(pair(&w.c, master, one));
    assert_non_null(pair(&w.c, master, two));
}

/* The invoice names the master; the house has other parties than the invoice. */
static void a_house_bill_is_for_what_its_master_is_for(void **state)
{
    static const struct written in = {"2024-01-12", "MSCU1234566", "S1", NULL};
    for (int houses = 1; houses <= 2; houses++) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", 1000);
        tiny_id master = carried(&w, "M-1", true, 1000, &in);
        tiny_shipment_at(&w.c, master)->type = TT_DOC_MASTER_BL;
        tiny_shipment_names(&w.c, master, "A-1001");
        w.agent = w.acme; /* the master is of the parties; the house of others */
        tiny_id m2 = tiny_shipment(&w.c, "M-2", w.acme, w.moon, "2024-01-12", "DEHAM", "AEJEA");
        tiny_id line = tiny_shipment_line(&w.c, m2, "080132", 1000, "KGM", TT_NO_NUM);
        tiny_shipment_at(&w.c, m2)->type = TT_DOC_MASTER_BL;
        tiny_line_at(&w.c, line)->container = TT_STR("MSCU1234566");
        tiny_line_at(&w.c, line)->seal = TT_STR("S1");
        tiny_shipment_names(&w.c, m2, "A-1001");
        w.acme = tiny_company(&w.c, "Else", "FR");
        w.moon = tiny_company(&w.c, "Nobody", "OM");
        tiny_id house = carried(&w, "H-1", false, 1000, &in);
        if (houses == 2)
            carried(&w, "H-2", false, 700, &in);
        assert_ok(tiny_finish_matched(&w.c));
        assert_int_equal(pair(&w.c, house, inv) != NULL, houses == 1);
    }
}

static void a_container_on_very_many_bills_joins_none(void **state)
{
    static const struct written in = {"2024-01-12", "MSCU1234566", NULL, NULL};
    struct world w;
    start(&w, state);
    tiny_id inv = bill(&w, "A-1001", 1000);
    tiny_id house = carried(&w, "H-1", false, 1000, &in);
    tiny_id master = carried(&w, "M-1", true, 1000, &in);
    for (int i = 0; i < 80; i++)
        tiny_shipment_at(&w.c, carried(&w, tt_arena_printf(*state, "X-%d", i), true, 5000 + i, &in))
            ->type = TT_DOC_MASTER_BL;
    assert_ok(tiny_finish_matched(&w.c));
    assert_non_null(pair(&w.c, house, inv));
    assert_null(pair(&w.c, master, inv));
    tt_ref m = tiny_ref(&w.c, master);
    bool told = false;
    for (size_t i = 1; i <= w.c.data.n_breaks; i++)
        told |= w.c.data.breaks[i].kind == m.kind && w.c.data.breaks[i].doc == m.doc &&
                w.c.data.breaks[i].type == TT_BREAK_LIMIT;
    assert_true(told);
}

static void a_payment_may_quote_the_bill_of_lading(void **state)
{
    static const struct {
        const char *text;
        bool found;
    } rows[] = {{"PAYMENT AGAINST BL MEDU 4455667", true}, {"PAYMENT AGAINST BL", false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        start(&w, state);
        tiny_id inv = bill(&w, "A-1001", 1000);
        tiny_id s =
            tiny_shipment(&w.c, "MEDU4455667", w.acme, w.moon, "2024-01-12", "DEHAM", "AEJEA");
        tiny_shipment_names(&w.c, s, "A-1001");
        tiny_id pay = tiny_payment(&w.c, "P", w.moon, w.acme, "2024-02-08", 77777, "USD");
        tiny_payment_text(&w.c, pay, rows[i].text);
        assert_ok(tiny_finish_matched(&w.c));
        const tt_pairing *p = pair(&w.c, pay, inv);
        assert_int_equal(p != NULL, rows[i].found);
        if (p)
            assert_string_equal(p->reason, "transport document");
    }
}

static void carriages_survive_each_allocation_failing(void **state)
{
    static const struct written in = {"2024-01-12", "MSCU1234566", "S1", NULL};
    tt_status st;
    struct world w;
    tiny_id inv = 0, master = 0, pay = 0;
    TT_TORTURE(st, {
        start(&w, state);
        inv = bill(&w, "A-1001", 1000);
        carried(&w, "H-1", false, 1000, &in);
        master = carried(&w, "M-1", true, 1000, &in);
        tiny_id s =
            tiny_shipment(&w.c, "MEDU4455667", w.acme, w.moon, "2024-01-12", "DEHAM", "AEJEA");
        tiny_shipment_names(&w.c, s, "A-1001");
        pay = tiny_payment(&w.c, "P", w.moon, w.acme, "2024-02-08", 77777, "USD");
        tiny_payment_text(&w.c, pay, "BL MEDU4455667");
        st = tiny_finish_matched(&w.c);
    });
    assert_non_null(pair(&w.c, master, inv));
    assert_non_null(pair(&w.c, pay, inv));
}

TT_TEST_MAIN("match/carriage", TT_TEST(a_master_bill_is_for_what_its_house_bill_is_for),
             TT_TEST(a_master_bill_of_several_houses_is_for_all),
             TT_TEST(a_house_bill_is_for_what_its_master_is_for),
             TT_TEST(a_container_on_very_many_bills_joins_none),
             TT_TEST(a_payment_may_quote_the_bill_of_lading),
             TT_TEST(carriages_survive_each_allocation_failing))
