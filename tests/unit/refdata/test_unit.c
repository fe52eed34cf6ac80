/* Units: spellings, dimensions, exact conversion. */
#include "tests/support/tt_test.h"

#include "base/num.h"
#include "base/rng.h"
#include "refdata/unit.h"

#define E6 INT64_C(1000000)

static tt_unit unit(const char *text)
{
    tt_unit u = TT_UNIT_NONE;
    return tt_unit_parse(tt_str_of(text), &u) ? u : TT_UNIT_NONE;
}

static const char *code(const char *text)
{
    return tt_unit_code(unit(text));
}

/* 1e-6 canonical units of 1e-6 units of the text; INT64_MIN when there is no conversion. */
static int64_t canonical(int64_t qty_e6, const char *text)
{
    int64_t out = INT64_MIN;
    bool ok = tt_unit_to_canonical(qty_e6, unit(text), &out);
    assert_true(ok == (out != INT64_MIN));
    return out;
}

static void codes_and_spellings_are_understood(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[][2] = {
        {"KGM", "KGM"},     {"kgs", "KGM"},    {"KG", "KGM"},      {"Kilos", "KGM"},
        {"KG.", "KGM"},     {"公斤", "KGM"},   {"MT", "TNE"},      {"M.T.", "TNE"},
        {"TON", "TNE"},     {"TNE", "TNE"},    {"LB", "LBR"},      {"LBS", "LBR"},
        {"PCS", "H87"},     {"PCE", "H87"},    {"pc", "H87"},      {"EA", "EA"},
        {"C62", "C62"},     {"UNITS", "C62"},  {"DZ", "DZN"},      {"doz.", "DZN"},
        {"CTN", "XCT"},     {"CTNS", "XCT"},   {"XCT", "XCT"},     {"L", "LTR"},
        {"LTR", "LTR"},     {"litres", "LTR"}, {"CBM", "MTQ"},     {"m3", "MTQ"},
        {"m³", "MTQ"},      {"CU. M.", "MTQ"}, {"M2", "MTK"},      {"SQM", "MTK"},
        {"m²", "MTK"},      {"M", "MTR"},      {"PRS", "PR"},      {"SET", "SET"},
        {"PALLETS", "XPX"}, {"carats", "CTM"}, {"OZ", "ONZ"},      {"Troy oz", "APZ"},
        {"OZT", "APZ"},     {"kWh", "KWH"},    {"MWH", "MWH"},     {"GAL", "GLL"},
        {"BBL", "BLL"},     {"HEAD", "HEA"},   {"1000 pcs", "T3"}, {"HA", "H18"},
        {"SHEETS", "XST"},  {"G", "GRM"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_string_equal(code(rows[i][0]), rows[i][1]);
}

static void ambiguous_and_unknown_spellings_are_refused(void **state)
{
    TT_UNUSED(state);
    static const char *const bad[] = {"",   " ",  "KG/M",    "CTS",  "MTS", "GR",   "ST",
                                      "LT", "TN", "K",       "KGMM", "X",   "XYZ",  "RMT",
                                      "HD", "%",  "PCS/CTN", "\xff", "12",  "KG 5", "MMBTU"};
    tt_unit u = 9;
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        assert_false(tt_unit_parse(tt_str_of(bad[i]), &u));
        assert_int_equal(u, 9);
    }
    assert_false(tt_unit_parse((tt_str){NULL, 0}, &u));
}

static void conversions_are_exact(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(canonical(100000000 * E6, "LBR"), INT64_C(45359237) * E6);
    assert_int_equal(canonical(1 * E6, "LBR"), 453592); /* 0.45359237 kg */
    assert_int_equal(canonical(10000000 * E6, "APZ"),
                     INT64_C(311034768000)); /* 31.1034768 g each */
    assert_int_equal(canonical(12 * E6, "KGM"), 12 * E6);
    assert_int_equal(canonical(12 * E6, "TNE"), 12000 * E6);
    assert_int_equal(canonical(2500000, "GRM"), 2500);
    assert_int_equal(canonical(3 * E6, "DZN"), 36 * E6);
    assert_int_equal(canonical(3 * E6, "PR"), 6 * E6);
    assert_int_equal(canonical(1 * E6, "GRO"), 144 * E6);
    assert_int_equal(canonical(1500000, "MIL"), 1500 * E6);
    assert_int_equal(canonical(5 * E6, "CTM"), 1000); /* five carats are a gram */
    assert_int_equal(canonical(10000 * E6, "FOT"), 3048 * E6);
    assert_int_equal(canonical(100000000 * E6, "FTK"), INT64_C(9290304) * E6);
    assert_int_equal(canonical(1000000 * E6, "INK"), INT64_C(645160000));
    assert_int_equal(canonical(1000 * E6, "LTR"), 1 * E6);
    assert_int_equal(canonical(1000000000 * E6, "GLL"), INT64_C(3785411784000));
    assert_int_equal(canonical(1000000000 * E6, "GLI"), INT64_C(4546090000000));
    assert_int_equal(canonical(1 * E6, "MWH"), 1000 * E6);
    assert_int_equal(canonical(36 * E6, "3B"), 10 * E6); /* 3.6 MJ are a kilowatt hour */
    assert_int_equal(canonical(2 * E6, "DAY"), 48 * E6);
    assert_int_equal(canonical(-3 * E6, "TNE"), -3000 * E6);
}

static void the_rest_is_rounded_half_to_even(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(canonical(1500, "GRM"), 2);
    assert_int_equal(canonical(2500, "GRM"), 2);
    assert_int_equal(canonical(2501, "GRM"), 3);
    assert_int_equal(canonical(-1500, "GRM"), -2);
    assert_int_equal(canonical(0, "GRM"), 0);
}

static void what_cannot_be_converted_is_said(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(canonical(E6, "XCT"), INT64_MIN); /* packages hold anything */
    assert_int_equal(canonical(0, "XCT"), INT64_MIN);
    assert_int_equal(canonical(E6, "SET"), INT64_MIN);
    assert_int_equal(canonical(E6, "none"), INT64_MIN);
    assert_int_equal(canonical(INT64_MAX, "TNE"), INT64_MIN);
    assert_int_equal(canonical(INT64_MIN + 1, "KTN"), INT64_MIN);
    assert_int_equal(canonical(INT64_MAX, "KGM"), INT64_MAX);
    assert_int_equal(canonical(INT64_MAX / 1000, "TNE"), INT64_MAX / 1000 * 1000);
    assert_int_equal(canonical(INT64_MAX / 1000 + 1, "TNE"), INT64_MIN);
    assert_int_equal(canonical(400, "GRM"), INT64_MIN); /* would become nothing */
    int64_t out = 5;
    assert_false(tt_unit_to_canonical(E6, (tt_unit)(tt_unit_count() + 1), &out));
    assert_int_equal(out, 5);
}

static void dimensions_have_their_canonical_units(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(tt_unit_code(tt_dim_unit(TT_DIM_MASS)), "KGM");
    assert_string_equal(tt_unit_code(tt_dim_unit(TT_DIM_COUNT)), "C62");
    assert_string_equal(tt_unit_code(tt_dim_unit(TT_DIM_VOLUME)), "MTQ");
    assert_int_equal(tt_dim_unit(TT_DIM_PACKAGE), TT_UNIT_NONE);
    assert_int_equal(tt_dim_unit(TT_DIM_NONE), TT_UNIT_NONE);
    assert_string_equal(tt_dim_text(TT_DIM_MASS), "mass");
    assert_string_equal(tt_dim_text(TT_DIM_OTHER), "other");
    assert_int_equal(tt_unit_dimension(TT_UNIT_NONE), TT_DIM_NONE);
    assert_string_equal(tt_unit_code(TT_UNIT_NONE), "");
    assert_string_equal(tt_unit_name(UINT16_MAX), "");
    assert_int_equal(tt_unit_count(), 163);
    for (size_t i = 1; i <= tt_unit_count(); i++) {
        tt_unit u = (tt_unit)i;
        tt_dim d = tt_unit_dimension(u);
        int64_t one = 0;
        assert_int_equal(unit(tt_unit_code(u)), u);
        assert_true(strlen(tt_unit_name(u)) >= 2);
        assert_int_not_equal(d, TT_DIM_NONE);
        assert_int_equal(tt_unit_to_canonical(INT64_C(1000000000000), u, &one), d < TT_DIM_PACKAGE);
        assert_int_equal(tt_dim_unit(d) == TT_UNIT_NONE, d >= TT_DIM_PACKAGE);
        if (tt_dim_unit(d) == u)
            assert_int_equal(one, INT64_C(1000000000000));
    }
}

static void more_of_a_unit_is_never_less_of_the_canonical_one(void **state)
{
    TT_UNUSED(state);
    tt_rng rng;
    tt_rng_init(&rng, 1, "refdata/unit");
    for (size_t i = 1; i <= tt_unit_count(); i++) {
        for (unsigned k = 0; k < 200; k++) {
            int64_t a = (int64_t)(tt_rng_u64(&rng) >> (1 + tt_rng_below(&rng, 62)));
            int64_t b = a + (int64_t)tt_rng_below(&rng, 1000), x, y;
            if (b < a || !tt_unit_to_canonical(a, (tt_unit)i, &x) ||
                !tt_unit_to_canonical(b, (tt_unit)i, &y))
                continue;
            assert_true(x <= y);
            int64_t minus;
            assert_true(tt_unit_to_canonical(-a, (tt_unit)i, &minus));
            assert_int_equal(minus, -x);
        }
    }
}

/* The list of OASIS UBL has seven digits; ours are the definitions. */
static void factors_agree_with_recommendation_20(void **state)
{
    TT_UNUSED(state);
    const char *dir = getenv("TT_SHARED_DATA");
    char path[512], line[512];
    (void)snprintf(path, sizeof(path), "%s/reference/rec20_numeric.tsv",
                   dir ? dir : "../shared/data");
    FILE *f = fopen(path, "r");
    if (!f) {
        print_message("no '%s': skipped\n", path);
        skip();
    }
    unsigned n = 0;
    while (fgets(line, sizeof(line), f)) {
        tt_str rest = tt_str_trim(tt_str_of(line)), cell[6] = {{0}};
        for (size_t i = 0; i < 6; i++)
            (void)tt_str_split(&rest, '\t', &cell[i]);
        tt_unit u;
        double factor;
        if (!tt_unit_parse(cell[0], &u) || !tt_str_is(cell[0], tt_unit_code(u)))
            continue;
        assert_true(tt_parse_double(cell[5], &factor));
        assert_str(cell[3], tt_dim_text(tt_unit_dimension(u)));
        /* As much of the unit as gives about 1e12 canonical ones. */
        double qty = 1e18 / factor;
        if (qty > 9e18)
            qty = 9e18;
        int64_t out;
        assert_true(tt_unit_to_canonical((int64_t)qty, u, &out));
        double off = (double)out / (qty * factor) - 1, within = cell[0].p[0] == 'A' ? 5e-6 : 2e-6;
        if (tt_str_is(cell[0], "WSD"))
            within = 1e-4; /* 4.672 for 165 cubic feet */
        assert_near(off, 0, within);
        n++;
    }
    (void)fclose(f);
    assert_int_equal(n, 81);
}

TT_TEST_MAIN("refdata/unit", cmocka_unit_test(codes_and_spellings_are_understood),
             cmocka_unit_test(ambiguous_and_unknown_spellings_are_refused),
             cmocka_unit_test(conversions_are_exact),
             cmocka_unit_test(the_rest_is_rounded_half_to_even),
             cmocka_unit_test(what_cannot_be_converted_is_said),
             cmocka_unit_test(dimensions_have_their_canonical_units),
             cmocka_unit_test(more_of_a_unit_is_never_less_of_the_canonical_one),
             cmocka_unit_test(factors_agree_with_recommendation_20))
