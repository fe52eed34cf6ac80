/* Delivery terms and the way to a FOB value. */
#include "tests/support/tt_test.h"

#include "base/num.h"
#include "refdata/incoterm.h"

static tt_incoterm term(const char *text)
{
    tt_incoterm t = TT_INCOTERM_NONE;
    return tt_incoterm_parse(tt_str_of(text), &t) ? t : TT_INCOTERM_NONE;
}

static void terms_are_read_alone_and_before_a_place(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[][2] = {
        {"CIF", "CIF"},
        {"cif", "CIF"},
        {"CIF Hai Phong", "CIF"},
        {"FOB, Mombasa", "FOB"},
        {"FOB Shanghai Incoterms 2020", "FOB"},
        {"C&F", "CFR"},
        {"C & F Durban", "CFR"},
        {"C.I.F.", "CIF"},
        {"CNF", "CFR"},
        {"DAP(Hamburg)", "DAP"},
        {"DAP-Hamburg", "DAP"},
        {"Ex Works Milan", "EXW"},
        {"EXW", "EXW"},
        {"D.D.P.", "DDP"},
        {"Free on board", "FOB"},
        {"Delivered at place unloaded, Lyon", "DPU"},
        {"Delivered at place Lyon", "DAP"},
        {"DDU", "DDU"},
        {"DAT", "DAT"},
        {"Cost and Freight", "CFR"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(tt_incoterm_code(term(rows[i][0])), rows[i][1]);
}

static void what_is_no_term_is_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"", " ", "FOBX", "XFOB", "Shanghai FOB", "net 30", "/", "C"};
    tt_incoterm t = 99;
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        assert_false(tt_incoterm_parse(tt_str_of(bad[i]), &t));
        assert_int_equal(t, 99);
    }
    assert_false(tt_incoterm_parse((tt_str){NULL, 0}, &t));
    static char long_text[1000000];
    memset(long_text, 'a', sizeof(long_text));
    assert_false(tt_incoterm_parse((tt_str){long_text, sizeof(long_text)}, &t));
    memset(long_text, ' ', sizeof(long_text));
    assert_false(tt_incoterm_parse((tt_str){long_text, sizeof(long_text)}, &t));
}

static void rows_say_what_a_price_holds(void **state)
{
    TT_UNUSED(state);
    const tt_incoterm_info *cif = tt_incoterm_get(term("CIF"));
    assert_true(cif->freight && cif->insurance && !cif->duty && !cif->short_of_port);
    assert_int_equal(cif->group, TT_TERMS_C);
    assert_string_equal(cif->name, "Cost, insurance and freight");
    const tt_incoterm_info *cfr = tt_incoterm_get(term("CFR"));
    assert_true(cfr->freight && !cfr->insurance);
    const tt_incoterm_info *ddp = tt_incoterm_get(term("DDP"));
    assert_true(ddp->freight && ddp->insurance && ddp->duty);
    assert_int_equal(ddp->group, TT_TERMS_D);
    assert_true(tt_incoterm_get(term("EXW"))->short_of_port);
    assert_int_equal(tt_incoterm_get(term("DAT"))->last, 2010);
    assert_int_equal(tt_incoterm_get(term("DDU"))->last, 2000);
    assert_int_equal(tt_incoterm_get(term("DPU"))->first, 2020);
    const tt_incoterm_info *none = tt_incoterm_get(TT_INCOTERM_NONE);
    assert_string_equal(none->code, "");
    assert_false(none->freight || none->insurance || none->duty || none->short_of_port);
    assert_ptr_equal(tt_incoterm_get(UINT8_MAX), none);
}

static void eleven_terms_are_of_2020(void **state)
{
    TT_UNUSED(state);
    unsigned now = 0, all = 0;
    for (unsigned t = 1; tt_incoterm_code((tt_incoterm)t)[0]; t++) {
        const tt_incoterm_info *row = tt_incoterm_get((tt_incoterm)t);
        all++;
        now += row->last == 2020;
        assert_int_equal(term(row->code), t);
        assert_int_equal(term(row->name), t);
        assert_true(row->first <= row->last);
        if (row->duty)
            assert_true(row->freight);
        if (row->insurance)
            assert_true(row->freight);
    }
    assert_int_equal(now, 11);
    assert_int_equal(all, 16);
}

/* FOB value of a price of 1,000,000. */
static int64_t fob(const char *code, tt_freight mode)
{
    tt_fob f = tt_incoterm_fob(term(code), mode);
    int64_t out = -1;
    assert_true(tt_muldiv_i64(1000000, f.num, f.den, &out));
    return out;
}

static void prices_become_fob_values(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(fob("CIF", TT_FREIGHT_SEA_CONTAINER), 917431); /* / 1.09 */
    assert_int_equal(fob("CIP", TT_FREIGHT_SEA_BULK), 934579);      /* / 1.07 */
    assert_int_equal(fob("CIF", TT_FREIGHT_AIR), 869565);           /* / 1.15 */
    assert_int_equal(fob("CIF", TT_FREIGHT_LAND), 970874);          /* / 1.03 */
    assert_int_equal(fob("CIF", TT_FREIGHT_UNKNOWN), 943396);       /* / 1.06 */
    assert_int_equal(fob("CFR", TT_FREIGHT_SEA_CONTAINER), 919709); /* / 1.0873 */
    assert_int_equal(fob("CPT", TT_FREIGHT_UNKNOWN), 945001);       /* / 1.0582 */
    assert_int_equal(fob("DAP", TT_FREIGHT_UNKNOWN), 943396);
    assert_int_equal(fob("EXW", TT_FREIGHT_AIR), 1020000);
    assert_int_equal(fob("FCA", TT_FREIGHT_UNKNOWN), 1020000);
    assert_int_equal(fob("FOB", TT_FREIGHT_AIR), 1000000);
    assert_int_equal(fob("FAS", TT_FREIGHT_LAND), 1000000);
    assert_int_equal(fob("", TT_FREIGHT_AIR), 1000000);
}

static void an_unknown_term_is_less_certain(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(tt_incoterm_fob(term("FOB"), TT_FREIGHT_AIR).spread_e3, 50);
    assert_int_equal(tt_incoterm_fob(TT_INCOTERM_NONE, TT_FREIGHT_AIR).spread_e3, 100);
    assert_int_equal(tt_incoterm_fob(UINT8_MAX, TT_FREIGHT_AIR).spread_e3, 100);
    assert_true(tt_incoterm_fob(term("DDP"), TT_FREIGHT_AIR).duty);
    assert_false(tt_incoterm_fob(term("DAP"), TT_FREIGHT_AIR).duty);
}

TT_TEST_MAIN("refdata/incoterm", cmocka_unit_test(terms_are_read_alone_and_before_a_place),
             cmocka_unit_test(what_is_no_term_is_refused),
             cmocka_unit_test(rows_say_what_a_price_holds),
             cmocka_unit_test(eleven_terms_are_of_2020), cmocka_unit_test(prices_become_fob_values),
             cmocka_unit_test(an_unknown_term_is_less_certain))
