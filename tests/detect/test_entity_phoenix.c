/*
 * entity.phoenix: a firm with the telephone, the supplier and the goods of one that stopped is
 * found; firms that go on side by side, deal with others, in other goods, or are declared are not.
 * Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

static const char FIRST[] = "Altmann Handel GmbH", SECOND[] = "Zobel Import KG";

/* The second, and what joins it with the first. */
struct heir {
    const char *begins, *born, *seller, *hs, *name;
    int64_t cents;
    bool phone, address, owned;
};

static const struct heir phoenix = {.begins = "2023-05-02",
                                    .born = "2023-04-01",
                                    .seller = "Mill",
                                    .hs = "080131",
                                    .name = SECOND,
                                    .cents = 2000000,
                                    .phone = true};

static void buys(detector_case *f, const char *buyer, const char *seller, const char *first,
                 const char *hs, int n, int64_t cents)
{
    for (int k = 0; k < n; k++) {
        tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "%s-%d", buyer, k),
                                   tiny_company(&f->c, seller, "CN"),
                                   tiny_company(&f->c, buyer, "DE"), first, "USD");
        tiny_invoice_line(&f->c, inv, hs, 100, "KGM", cents);
        if (!f->c.failed)
            tiny_invoice_at(&f->c, inv)->head.date.day += 20 * k;
    }
}

static void registered(detector_case *f, const char *name, const char *born, struct heir h)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, "DE");
    if (f->c.failed)
        return;
    tiny_party_at(&f->c, p)->incorporated = tiny_day(born);
    tiny_party_at(&f->c, p)->phone = TT_STR("+49 40 5550 1234");
    if (strcmp(name, FIRST) != 0 && !h.phone)
        tiny_party_at(&f->c, p)->phone = TT_STR("+49 40 5550 9999");
    tiny_party_at(&f->c, p)->address = h.address ? TT_STR("Hafenweg 12, Hamburg") : TT_STR("");
}

/* Others trade from June 2022 to December 2023. */
static void begin(detector_case *f, tt_arena *a, struct heir h)
{
    detector_begin(f, a, "entity.phoenix");
    buys(f, "Always", "Mill", "2022-06-01", "080131", 29, 100000);
    registered(f, FIRST, "2010-01-01", h);
    buys(f, FIRST, "Mill", "2023-02-01", "080131", 4, 2000000);
    registered(f, h.name, h.born, h);
    buys(f, h.name, h.seller, h.begins, h.hs, 4, h.cents);
    if (h.owned)
        tiny_own(&f->c, FIRST, h.name, "shareholder", 100);
}

static void who_goes_on_where_another_stopped_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, phoenix);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(8), 1e-9);
    assert_int_equal(x->n_documents, 10);
    assert_string_equal(x->title, "A firm goes on where another stopped 30 days before");
    assert_string_equal(
        x->explanation,
        "Altmann Handel GmbH trades until 2023-04-02, and then no more. 30 days later Zobel Import "
        "KG begins. Of its one counterparty, 1 dealt with the first; of its 4 deals, 4 are in "
        "goods "
        "of the first. The two share: phone. It has traded for USD 80000.00 since.");
    assert_int_equal(claim_test(x, "old_firm").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
}

static void near_misses_are_not_found(void **state)
{
    struct heir rows[9];
    for (size_t i = 0; i < TT_LEN(rows); i++)
        rows[i] = phoenix;
    rows[0].phone = false;             /* shares nothing */
    rows[1].begins = "2023-03-20";     /* while the first still trades */
    rows[2].begins = "2023-10-12";     /* too late */
    rows[3].seller = "Press";          /* another supplier */
    rows[4].hs = "640399";             /* other goods */
    rows[5].owned = true;              /* a declared group */
    rows[6].name = "Altmann Hande AG"; /* the first, spelt otherwise */
    rows[7].cents = 100000;            /* little trade */
    rows[8].born = "2009-04-01";       /* an old firm */
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i]);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, 0);
    }
}

static void more_values_in_common_weigh_more(void **state)
{
    struct heir h = phoenix;
    detector_case f;
    h.address = true;
    begin(&f, *state, h);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(16), 1e-9);
    h.born = "2009-04-01";
    tt_arena_reset(*state);
    begin(&f, *state, h);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(16 * 0.3), 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "old_firm").outcome, TT_TEST_WEAKENED);
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        bool found;
    } rows[] = {{"gap_days", 29, false},     {"gap_days", 30, true},  {"silence", 300, false},
                {"min_deals", 5, false},     {"overlap", 1, true},    {"min_value", 80001, false},
                {"max_shared", 2, true},     {"name_bits", 0, false}, {"lr", 3, false},
                {"min_weight", 0.91, false}, {"more", 1, true},       {"old", 0.001, true}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, phoenix);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].found);
    }
}

static void torn(detector_case *f, tt_arena *a)
{
    begin(f, a, phoenix);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, torn, 1);
}

TT_TEST_MAIN("detect/entity_phoenix", TT_TEST(who_goes_on_where_another_stopped_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(more_values_in_common_weigh_more),
             TT_TEST(each_parameter_counts), TT_TEST(every_allocation_may_fail))
