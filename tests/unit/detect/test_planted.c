/*
 * What each detector looks for is planted by the simulator, or it says which plant of another code
 * the detector is to find, or why it is no scheme; and the page of the simulator names it.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "detect/detect.h"

static const char *const plants[] = {
#define SIM_PLANT(name, code, often, wild, parties) code,
#include "simulate/plants.def"
#undef SIM_PLANT
};

static const char *const ways[] = {
#define SIM_WAY(name, often) #name,
#include "simulate/ways.def"
#undef SIM_WAY
};

enum row_type { ELSEWHERE, FOUND_IN, NO_SCHEME };

static const struct row {
    enum row_type type;
    const char *detector, *plant, *why;
} rows[] = {
#define SIM_ELSEWHERE(detector, where) {ELSEWHERE, detector, NULL, where},
#define SIM_FOUND_IN(detector, plant, why) {FOUND_IN, detector, plant, why},
#define SIM_NO_SCHEME(detector, why) {NO_SCHEME, detector, NULL, why},
#include "simulate/unplanted.def"
#undef SIM_ELSEWHERE
#undef SIM_FOUND_IN
#undef SIM_NO_SCHEME
};

static bool is_planted(const char *code)
{
    for (size_t i = 0; i < TT_LEN(plants); i++)
        if (strcmp(plants[i], code) == 0)
            return true;
    return false;
}

static void each_detector_is_planted_or_says_why_not(void **state)
{
    size_t n;
    const tt_detector *const *d = tt_detectors(&n);
    TT_UNUSED(state);
    for (size_t i = 0; i < n; i++) {
        bool told = is_planted(d[i]->id);
        for (size_t k = 0; k < TT_LEN(rows); k++)
            told |= strcmp(rows[k].detector, d[i]->id) == 0;
        if (!told)
            fail_msg("%s: no row of plants.def or unplanted.def", d[i]->id);
    }
}

static void each_plant_is_of_a_detector(void **state)
{
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(plants); i++)
        if (!tt_detector_find(tt_str_of(plants[i])))
            fail_msg("%s: planted, and no detector looks for it", plants[i]);
}

static void what_is_said_of_the_others_holds(void **state)
{
    TT_UNUSED(state);
    for (size_t k = 0; k < TT_LEN(rows); k++) {
        const struct row *r = &rows[k];
        if (!tt_detector_find(tt_str_of(r->detector)))
            fail_msg("%s: no such detector", r->detector);
        if (is_planted(r->detector))
            fail_msg("%s: is planted, so it needs no row", r->detector);
        if (r->type == FOUND_IN && !is_planted(r->plant))
            fail_msg("%s: nothing is planted as %s", r->detector, r->plant);
        for (size_t i = 0; i < k; i++) {
            bool same = strcmp(rows[i].detector, r->detector) == 0;
            if (same && (rows[i].type != FOUND_IN || r->type != FOUND_IN))
                fail_msg("%s: two reasons", r->detector);
        }
        assert_true(strlen(r->why) > 15);
    }
}

static void names(tt_str page, const char *what)
{
    if (tt_str_find(page, tt_str_of(what), 0) == SIZE_MAX)
        fail_msg("src/simulate/README.md does not name %s", what);
}

static void the_page_names_all_of_it(void **state)
{
    tt_file f;
    TT_UNUSED(state);
    assert_ok(tt_file_open("src/simulate/README.md", 1 << 20, &f, ERR));
    for (size_t i = 0; i < TT_LEN(plants); i++)
        names(f.bytes, plants[i]);
    for (size_t i = 0; i < TT_LEN(ways); i++)
        names(f.bytes, ways[i]);
    for (size_t k = 0; k < TT_LEN(rows); k++)
        names(f.bytes, rows[k].detector);
    tt_file_close(&f);
}

TT_TEST_MAIN("detect/planted", TT_TEST(each_detector_is_planted_or_says_why_not),
             TT_TEST(each_plant_is_of_a_detector), TT_TEST(what_is_said_of_the_others_holds),
             TT_TEST(the_page_names_all_of_it))
