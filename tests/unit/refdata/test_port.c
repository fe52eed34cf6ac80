/* Ports lie where they should, and distances by sea are those that tables of distances give. */
#include "tests/support/tt_test.h"

#include "base/num.h"
#include "refdata/port.h"

#include <math.h>

static tt_port port(const char *code)
{
    tt_port p = TT_PORT_NONE;
    if (!tt_port_find(tt_str_of(code), &p))
        fail_msg("%s is no port", code);
    return p;
}

static void ports_are_found_by_their_code(void **state)
{
    TT_UNUSED(state);
    tt_port p = 77;
    assert_string_equal(tt_port_get(port("VNHPH"))->code, "VNHPH");
    assert_int_equal(port("nl rtm"), port("NLRTM"));
    assert_false(tt_port_find(TT_STR("XXXXX"), &p));
    assert_false(tt_port_find(TT_STR(""), &p));
    assert_int_equal(p, 77);
    assert_string_equal(tt_port_get(TT_PORT_NONE)->code, "");
    assert_int_equal(tt_port_country(TT_PORT_NONE), TT_COUNTRY_NONE);
    assert_in_range(tt_port_count(), 300, 1000);
}

static void every_port_has_a_country_a_place_and_a_way_to_every_other(void **state)
{
    const tt_seas *s;
    assert_ok(tt_seas_build(*state, &s, ERR));
    for (size_t i = 1; i <= tt_port_count(); i++) {
        const tt_port_info *p = tt_port_get((tt_port)i);
        assert_true(tt_port_country((tt_port)i) != TT_COUNTRY_NONE);
        assert_in_range(p->lat_e2 + 9000, 1000, 17000);
        assert_in_range(p->lon_e2 + 18000, 0, 36000);
        assert_true(strlen(p->code) == 5 && p->name[0]);
        double there = tt_seas_nm(s, (tt_port)i, port("SGSIN")),
               back = tt_seas_nm(s, port("SGSIN"), (tt_port)i);
        if (!(there < 14000) || fabs(there - back) > 1e-6)
            fail_msg("%s: %g miles to Singapore, %g back", p->code, there, back);
        if (tt_round9(there) < tt_round9(tt_port_nm((tt_port)i, port("SGSIN"))))
            fail_msg("%s: nearer than the great circle", p->code);
    }
}

/* Published distances in nautical miles, rounded. */
static void distances_are_those_of_the_tables(void **state)
{
    static const struct {
        const char *from, *to;
        double nm;
    } known[] = {
        {"NLRTM", "SGSIN", 8300},  {"CNSHA", "USLAX", 5700}, {"CNSHA", "NLRTM", 10500},
        {"NLRTM", "USNYC", 3400},  {"NGAPP", "SGSIN", 8200}, {"BRSSZ", "NLRTM", 5450},
        {"JPYOK", "USLAX", 4840},  {"ZADUR", "SGSIN", 4900}, {"AUSYD", "SGSIN", 4300},
        {"CLVAP", "CNSHA", 10150}, {"KEMBA", "AEJEA", 2350}, {"TZDAR", "VNHPH", 5300},
        {"TGLFW", "MYPKG", 7900},  {"USHOU", "NLRTM", 5050}, {"KRPUS", "USSEA", 4600},
        {"ITGOA", "USNYC", 4050},  {"TRIST", "NLRTM", 3160}, {"ARBUE", "ZACPT", 3700},
        {"MZMPM", "VNHPH", 6300},  {"COCTG", "NLRTM", 4550},
    };
    const tt_seas *s;
    assert_ok(tt_seas_build(*state, &s, ERR));
    for (size_t i = 0; i < TT_LEN(known); i++) {
        double nm = tt_seas_nm(s, port(known[i].from), port(known[i].to));
        if (fabs(nm / known[i].nm - 1) > 0.12)
            fail_msg("%s to %s: %g, not %g", known[i].from, known[i].to, nm, known[i].nm);
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena mem;
    tt_arena_init(&mem, 0);
    tt_status st;
    const tt_seas *s = NULL;
    TT_UNUSED(state);
    TT_TORTURE(st, {
        tt_arena_release(&mem);
        tt_arena_init(&mem, 0);
        st = tt_seas_build(&mem, &s, NULL);
    });
    assert_true(fabs(tt_seas_nm(s, port("DEHAM"), port("DEHAM"))) < 1e-9);
    tt_arena_release(&mem);
}

TT_TEST_MAIN("refdata/port", TT_TEST(ports_are_found_by_their_code),
             TT_TEST(every_port_has_a_country_a_place_and_a_way_to_every_other),
             TT_TEST(distances_are_those_of_the_tables), TT_TEST(every_allocation_may_fail))
