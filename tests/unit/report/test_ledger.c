/* The ledger of permits: what is granted, what was drawn, and in which state it leaves a permit. */
#include "tests/support/detector_case.h"

#include "report/ledger.h"

#include <math.h>

static tiny_id declared(detector_case *f, const char *number, tt_doc_type type, const char *day,
                        int64_t m3, const char *permit)
{
    tiny_id d = tiny_declaration(&f->c, number, type, f->seller, f->buyer, day, "VN");
    tiny_id line = tiny_declaration_line(&f->c, d, "440349", m3, "MTQ", 100000, "USD");
    tiny_claim_permit(&f->c, line, permit);
    return d;
}

static void build(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.permit");
    f->seller = tiny_company(&f->c, "Delta Timber", "NG");
    f->buyer = tiny_company(&f->c, "Song Hong Wood", "VN");
    tiny_permit(&f->c, "24NG1", "Dalbergia", "2024-01-01", "2024-06-30", 100, "MTQ");
    tiny_permit(&f->c, "24NG2", "Dalbergia", "2024-01-01", "2024-06-30", 100, "MTQ");
    tiny_permit(&f->c, "24NG3", "Dalbergia", "2024-01-01", "2024-06-30", 100, "MTQ");
    tiny_permit(&f->c, "24NG4", "Dalbergia", "2024-01-01", "2025-06-30", 100, "MTQ");
    tiny_permit(&f->c, "24NG5", "Dalbergia", "2024-01-01", "2024-06-30", TT_NO_NUM, NULL);
    tiny_permit(&f->c, "24NG6", "Dalbergia", "2024-01-01", "2024-06-30", 100, "MTQ");
    declared(f, "E1", TT_DOC_EXPORT, "2024-02-01", 60, "24 NG-1"); /* the same number */
    declared(f, "E2", TT_DOC_EXPORT, "2024-03-01", 60, "24NG1");
    declared(f, "I2", TT_DOC_IMPORT, "2024-04-01", 60, "24NG1"); /* the other side of E2 */
    declared(f, "E3", TT_DOC_EXPORT, "2024-07-09", 10, "24NG2");
    declared(f, "E4", TT_DOC_EXPORT, "2024-02-09", 100, "24NG3");
    declared(f, "E5", TT_DOC_EXPORT, "2024-02-09", 40, "24NG4");
    declared(f, "E6", TT_DOC_EXPORT, "2024-12-09", 1, "none of these");
}

static void read_wild(detector_case *f, tt_wild *out)
{
    tt_line_texts texts;
    assert_ok(tt_line_texts_build(&f->c.data, f->a, &texts, ERR));
    assert_ok(tt_wild_build(&f->c.data, &texts, f->a, out, ERR));
}

static void every_permit_has_its_state(void **state)
{
    static const struct {
        const char *number;
        tt_permit_state state;
        double used;
        uint32_t uses;
    } rows[] = {{"24NG1", TT_PERMIT_OVERDRAWN, 120, 3}, {"24NG2", TT_PERMIT_USED_LATE, 10, 1},
                {"24NG5", TT_PERMIT_UNKNOWN, 0, 0},     {"24NG3", TT_PERMIT_USED_UP, 100, 1},
                {"24NG6", TT_PERMIT_EXPIRED, 0, 0},     {"24NG4", TT_PERMIT_OPEN, 40, 1}};
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    build(&f, *state);
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    assert_ok(tt_ledger_build(&f.c.data, &wild, f.a, &l, ERR));
    assert_int_equal(l.n, TT_LEN(rows));
    for (size_t i = 0; i < l.n; i++) {
        assert_str(f.c.data.permits[l.v[i].permit].number, rows[i].number);
        assert_string_equal(tt_permit_state_text(l.v[i].state),
                            tt_permit_state_text(rows[i].state));
        assert_near(l.v[i].used, rows[i].used, 1e-9);
        assert_int_equal(l.v[i].uses, rows[i].uses);
    }
    assert_near(l.v[0].granted, 100, 1e-9);
    assert_true(isnan(l.v[2].granted));
}

static void each_draw_is_told_once_and_in_order(void **state)
{
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    build(&f, *state);
    tiny_id d = declared(&f, "E0", TT_DOC_EXPORT, "2024-01-20", 5, "24NG4"); /* permits in turn */
    const char *const claims[] = {"24NG6", "24NG4", "24NG6"};
    for (size_t i = 0; i < TT_LEN(claims); i++)
        tiny_claim_permit(&f.c, tiny_declaration_line(&f.c, d, "440349", 5, "MTQ", 100000, "USD"),
                          claims[i]);
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    assert_ok(tt_ledger_build(&f.c.data, &wild, f.a, &l, ERR));
    for (size_t i = 0; i < l.n; i++) {
        const tt_ledger_row *r = &l.v[i];
        tt_str number = f.c.data.permits[r->permit].number;
        bool four = tt_str_is(number, "24NG4"), six = tt_str_is(number, "24NG6");
        assert_int_equal(r->uses == 0, r->drawn == NULL);
        for (uint32_t k = 1; k < r->uses; k++)
            assert_true(r->drawn[k - 1].day <= r->drawn[k].day);
        if (four) {
            assert_int_equal(r->uses, 2);
            assert_near(r->drawn[0].quantity, 10, 1e-9);
            assert_near(r->used, 50, 1e-9);
        }
        if (six) {
            assert_int_equal(r->uses, 1);
            assert_near(r->used, 10, 1e-9);
        }
        if (tt_str_is(number, "24NG1"))
            assert_true(r->drawn[0].account.side == TT_PERMIT_AT_EXPORT &&
                        r->drawn[1].account.side == TT_PERMIT_AT_EXPORT &&
                        r->drawn[2].account.side == TT_PERMIT_AT_IMPORT);
    }
}

/* 60 and 70 m3 on two papers of one number, 100 granted by each: neither is overdrawn. */
static void papers_with_one_number_have_a_ledger_each(void **state)
{
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    detector_begin(&f, *state, "dup.permit");
    f.seller = tiny_company(&f.c, "Delta Timber", "NG");
    f.buyer = tiny_company(&f.c, "Song Hong Wood", "VN");
    tiny_id a = tiny_permit(&f.c, "24NG1", "Dalbergia", "2024-01-01", "2024-06-30", 100, "MTQ");
    tiny_id b = tiny_permit(&f.c, "24NG1", "Dalbergia", "2024-02-01", "2024-07-30", 100, "MTQ");
    tiny_permit_at(&f.c, a)->exporter_name = TT_STR("Delta Timber Ltd");
    tiny_permit_at(&f.c, b)->exporter_name = TT_STR("Kano Woods");
    declared(&f, "E1", TT_DOC_EXPORT, "2024-02-10", 60, "24NG1");
    f.seller = tiny_company(&f.c, "Kano Woods", "NG");
    declared(&f, "E2", TT_DOC_EXPORT, "2024-02-11", 70, "24NG1");
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    assert_ok(tt_ledger_build(&f.c.data, &wild, f.a, &l, ERR));
    assert_int_equal(l.n, 2);
    for (size_t i = 0; i < l.n; i++) {
        bool of_a = l.v[i].permit == tiny_ix(&f.c, a);
        assert_int_equal(l.v[i].uses, 1);
        assert_near(l.v[i].used, of_a ? 60 : 70, 1e-9);
        assert_true(l.v[i].state != TT_PERMIT_OVERDRAWN);
        assert_str(f.c.data.declarations[l.v[i].drawn->declaration].head.number,
                   of_a ? "E1" : "E2");
    }
}

/* 50 m3 go by Singapore and Malaysia, then 30 by Singapore: 80 are used, not 130. */
static void countries_on_the_way_have_balances_of_their_own(void **state)
{
    static const struct {
        const char *number, *day, *office;
        int64_t m3;
        double sum;
    } rows[] = {{"T1", "2024-02-01", "SGSIN", 50, 50},
                {"T2", "2024-02-05", "MYPKG", 50, 50},
                {"T3", "2024-03-01", "SGSIN", 30, 80},
                {"T4", "2024-03-02", NULL, 40, 40},
                {"T5", "2024-03-03", "transit 7", 40, 40}};
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    detector_begin(&f, *state, "dup.permit");
    f.seller = tiny_company(&f.c, "Delta Timber", "NG");
    f.buyer = tiny_company(&f.c, "Song Hong Wood", "VN");
    tiny_permit(&f.c, "24NG1", "Dalbergia", "2024-01-01", "2025-06-30", 100, "MTQ");
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tiny_id d = declared(&f, rows[i].number, TT_DOC_TRANSIT, rows[i].day, rows[i].m3, "24NG1");
        if (rows[i].office)
            tiny_office(&f.c, d, rows[i].office);
    }
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    assert_ok(tt_ledger_build(&f.c.data, &wild, f.a, &l, ERR));
    assert_int_equal(l.v[0].uses, TT_LEN(rows));
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_near(l.v[0].drawn[i].sum, rows[i].sum, 1e-9);
    assert_near(l.v[0].used, 80, 1e-9);
    assert_true(l.v[0].state == TT_PERMIT_OPEN);
}

static void every_allocation_may_fail(void **state)
{
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    tt_arena a;
    tt_status st;
    build(&f, *state);
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    tt_arena_init(&a, 0);
    TT_TORTURE_OF(st, tt_arena_release(&a), st = tt_ledger_build(&f.c.data, &wild, &a, &l, NULL));
    assert_int_equal(l.n, 6);
    tt_arena_release(&a);
}

static void without_permits_there_is_none(void **state)
{
    detector_case f;
    tt_wild wild;
    tt_ledger l;
    detector_begin(&f, *state, "dup.permit");
    assert_ok(detector_finish(&f));
    read_wild(&f, &wild);
    assert_ok(tt_ledger_build(&f.c.data, &wild, f.a, &l, ERR));
    assert_int_equal(l.n, 0);
}

TT_TEST_MAIN("report/ledger", TT_TEST(every_permit_has_its_state),
             TT_TEST(each_draw_is_told_once_and_in_order),
             TT_TEST(papers_with_one_number_have_a_ledger_each),
             TT_TEST(countries_on_the_way_have_balances_of_their_own),
             TT_TEST(every_allocation_may_fail), TT_TEST(without_permits_there_is_none))
