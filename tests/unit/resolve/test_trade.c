/* Trade in common: a short name beside a long one on one side of a deal, and what is no evidence.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "resolve/resolve.h"

struct world {
    tiny_case c;
    tiny_id whole, half, buyer, other;
};

static tt_status make(struct world *w, tt_arena *a, const char *half, bool named, bool one_buyer)
{
    tt_arena_reset(a);
    tiny_init(&w->c, a);
    w->whole = tiny_company(&w->c, "Borealis Kessel Maschinen", "DE");
    w->half = tiny_company(&w->c, half, "DE");
    w->buyer = tiny_company(&w->c, "Volgokholod", "AE");
    w->other = tiny_company(&w->c, "Zephyr Nordquist", "AE");
    tiny_id inv = tiny_invoice(&w->c, "INV-1001", w->whole, w->buyer, "2024-01-05", "USD");
    tiny_invoice_line(&w->c, inv, "840290", 10, "PCE", 123457);
    tiny_id s = tiny_shipment(&w->c, "BL-77", w->half, one_buyer ? w->buyer : w->other,
                              "2024-01-12", "DEHAM", "AEJEA");
    if (named)
        tiny_shipment_names(&w->c, s, "inv 1001");
    return tiny_finish_resolved(&w->c);
}

static void an_acronym_in_one_deal_is_the_whole_name(void **state)
{
    static const struct {
        const char *half;
        bool named, one_buyer, one;
    } rows[] = {
        {"BKM", true, true, true},
        {"BKM", false, true, false},         /* the same counterpart alone */
        {"BKM", true, false, false},         /* the number of somebody else's invoice */
        {"Kelvin Forge", true, true, false}, /* ships for another */
        {"BKN", true, true, false},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct world w;
        assert_ok(make(&w, *state, rows[i].half, rows[i].named, rows[i].one_buyer));
        bool one = tiny_entity(&w.c, w.whole) == tiny_entity(&w.c, w.half);
        assert_int_equal(one, rows[i].one);
    }
}

/* What compare says of the trade of two entities; NULL nothing. */
static const char *trade_of(const struct world *w, tt_arena *a, int32_t *centibits)
{
    double param[128];
    tt_comparison c;
    assert_true(tt_resolve_n_params <= TT_LEN(param));
    for (size_t i = 0; i < tt_resolve_n_params; i++)
        param[i] = tt_resolve_params[i].def;
    assert_ok(tt_resolve_compare(&w->c.data, param, 1, tiny_entity(&w->c, w->whole),
                                 tiny_entity(&w->c, w->half), a, &c, ERR));
    for (size_t i = 0; i < c.n_terms; i++)
        if (strcmp(c.term[i].field, "trade in common") == 0) {
            *centibits = c.term[i].centibits;
            return c.term[i].level;
        }
    return NULL;
}

static void what_trade_adds_is_explained(void **state)
{
    struct world w;
    int32_t centibits = 0;
    assert_ok(make(&w, *state, "BKM", false, true));
    assert_string_equal(trade_of(&w, *state, &centibits), "a counterpart that few have");
    assert_int_equal(centibits, 200);
    assert_ok(make(&w, *state, "BKM", true, false));
    assert_null(trade_of(&w, *state, &centibits));
    assert_ok(make(&w, *state, "Kelvin Forge", true, true)); /* never without a name */
    assert_null(trade_of(&w, *state, &centibits));
}

/* A number on everybody's documents to one party says nothing. */
static void a_number_of_many_is_no_deal(void **state)
{
    tiny_case c;
    tt_arena_reset(*state);
    tiny_init(&c, *state);
    tiny_id buyer = tiny_company(&c, "Volgokholod", "AE");
    tiny_id whole = tiny_company(&c, "Borealis Kessel Maschinen", "DE"),
            half = tiny_company(&c, "BKM", "DE");
    static const char *const more[] = {"Anker", "Bolder", "Cabel Tau", "Deck", "Enter Haken"};
    tiny_invoice(&c, "1001", whole, buyer, "2024-01-05", "USD");
    tiny_invoice(&c, "1001", half, buyer, "2024-01-06", "USD");
    for (size_t i = 0; i < TT_LEN(more); i++)
        tiny_invoice(&c, "1001", tiny_company(&c, more[i], "DE"), buyer, "2024-01-07", "USD");
    assert_ok(tiny_finish_resolved(&c));
    assert_int_not_equal(tiny_entity(&c, whole), tiny_entity(&c, half));
}

static void trade_survives_each_allocation_failing(void **state)
{
    struct world w;
    tt_status st;
    TT_TORTURE(st, st = make(&w, *state, "BKM", true, true));
    assert_int_equal(tiny_entity(&w.c, w.whole), tiny_entity(&w.c, w.half));
}

TT_TEST_MAIN("resolve/trade", TT_TEST(an_acronym_in_one_deal_is_the_whole_name),
             TT_TEST(what_trade_adds_is_explained), TT_TEST(a_number_of_many_is_no_deal),
             TT_TEST(trade_survives_each_allocation_failing))
