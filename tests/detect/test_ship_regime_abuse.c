/* ship.regime_abuse: stays that do not balance are found; stays that do, that are young, that began
 * before the data, and codes of other systems are not.  Weights are kilograms. */
#include "tests/support/detector_case.h"

enum { OTHERS = 40, FEW = 3 };

static tiny_id last;

/* A declaration of the holder, who is f->buyer: imports from, exports to f->seller. */
static tiny_id declare(detector_case *f, const char *number, const char *code, const char *day,
                       const char *hs, int64_t kg)
{
    bool out = code[0] == '3';
    last = tiny_declaration(&f->c, number, out ? TT_DOC_EXPORT : TT_DOC_IMPORT,
                            out ? f->buyer : f->seller, out ? f->seller : f->buyer, day, "US");
    tiny_id line = tiny_declaration_line(&f->c, last, hs, kg, "KGM", 100 * kg, "USD");
    tiny_line_at(&f->c, line)->net_kg = kg == TT_NO_NUM ? TT_NO_NUM : kg * 1000000;
    tiny_declaration_at(&f->c, last)->procedure_code = tt_str_of(code);
    return last;
}

/* Others, each with a stay that balances. */
static void begin_with(detector_case *f, tt_arena *a, int others)
{
    detector_begin(f, a, "ship.regime_abuse");
    f->c.data.as_of = tiny_day("2024-12-31");
    f->seller = tiny_company(&f->c, "Maker Inc", "US");
    for (int i = 0; i < others; i++) {
        f->buyer = tiny_company(&f->c, tt_arena_printf(a, "Holder %d", i), "DE");
        declare(f, tt_arena_printf(a, "I-%d", i), "5300", "2022-01-10", "84798997", 1000);
        declare(f, tt_arena_printf(a, "E-%d", i), "3153", "2022-05-10", "84798997", 1000);
    }
    f->buyer = tiny_company(&f->c, "Fair Stands GmbH", "DE");
}

static void goods_that_stay_are_found(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    declare(&f, "IN-1", "5300", "2023-03-01", "85285900", 400);
    declare(&f, "IN-2", "5300", "2023-03-02", "85285900", 600);
    declare(&f, "OUT", "3153", "2023-06-01", "85285200", 500); /* all of the first, 100 of 600 */
    tiny_id stays = declare(&f, "IN-3", "5100", "2023-03-02", "52010000", 9000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, (tt_ref){TT_KIND_DECLARATION, tiny_ix(&f.c, stays), 0}) ||
                x->n_documents == 2);
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "importer"));
    assert_string_equal(x->title, "goods that came for a time and stayed in 2 of 4 lots");
    assert_near(claim_measure(x, "kilograms_that_stayed").value, 9000, 0);
    assert_non_null(strstr(x->explanation, "within 365 days no export or release accounts for"));
    assert_true(x->weight >= 0.4 && x->weight <= 1);
}

static void what_never_came_is_found(void **state)
{
    for (int other = 0; other < 2; other++) {
        detector_case f;
        begin_with(&f, *state, OTHERS);
        declare(&f, "IN", "5300", "2023-03-01", "85285900", 400);
        declare(&f, "BACK", "3153", "2023-04-01", "85285900", 400);
        declare(&f, "OUT", "3153", "2023-06-01", other ? "71131900" : "85285900", 300);
        declare(&f, "OUT-2", "3153", "2023-07-01", other ? "71131900" : "85285900", 300);
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_int_equal(x->n_documents, 2);
        assert_near(claim_measure(x, "kilograms_too_many").value, 300, 0);
        assert_non_null(strstr(x->explanation, other ? "nothing of that heading had come in"
                                                     : "300.0 kg of them had not come in"));
    }
}

static void near_misses_are_not_found(void **state)
{
    enum { BALANCED, LOSS, RELEASED, PROCESSED, YOUNG, BEFORE, FOREIGN, FOR_GOOD, CASES };
    static const char *const why[CASES] = {"left in two parts",        "a little was lost",
                                           "released, duty paid",      "processed into other goods",
                                           "may still leave",          "came before the data begin",
                                           "a code of another system", "imported for good"};
    for (int i = 0; i < CASES; i++) {
        detector_case f;
        begin_with(&f, *state, OTHERS);
        const char *in = i == PROCESSED ? "5100" : i == FOREIGN ? "C53" : "5300";
        declare(&f, "IN", i == FOR_GOOD ? "4000" : in, i == YOUNG ? "2024-06-01" : "2023-03-01",
                "85285900", 1000);
        if (i == BALANCED) {
            declare(&f, "OUT-1", "3153", "2023-05-01", "85285900", 300);
            declare(&f, "OUT-2", "3153", "2023-06-01", "85285900", 700);
        } else if (i == LOSS) {
            declare(&f, "OUT", "3153", "2023-05-01", "85285900", 910);
        } else if (i == RELEASED) {
            declare(&f, "OUT", "4053", "2023-05-01", "85285900", 1000);
        } else if (i == PROCESSED) {
            declare(&f, "OUT", "3151", "2023-05-01", "94036010", 700);
        } else if (i == BEFORE) {
            declare(&f, "OUT", "3153", "2023-05-01", "85285900", 1000);
            declare(&f, "OLD", "3153", "2022-11-01", "90181200", 50);
        }
        detector_none(&f, why[i]);
    }
}

static void what_is_not_in_the_data_says_little(void **state)
{
    detector_case f;
    begin_with(&f, *state, OTHERS);
    tiny_coverage(&f.c, TT_KIND_DECLARATION, "DE", "2020-01-01", "2024-12-31", 50);
    declare(&f, "IN", "5300", "2023-03-01", "85285900", 1000);
    detector_none(&f, "half of all declarations are missing");

    begin_with(&f, *state, OTHERS);
    declare(&f, "IN", "C53", "2023-03-01", "85285900", 1000);
    detector_noted(&f, "ship.regime_abuse", "whose procedure code is of another system",
                   "1 declaration");
}

static void small(detector_case *f, tt_arena *a)
{
    begin_with(f, a, FEW);
    detector_set(f, "min_weight", -1);
    declare(f, "IN", "5300", "2023-03-01", "85285900", 1000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, 1);
}

TT_TEST_MAIN("detect/ship_regime_abuse", TT_TEST(goods_that_stay_are_found),
             TT_TEST(what_never_came_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(what_is_not_in_the_data_says_little), TT_TEST(every_allocation_may_fail))
