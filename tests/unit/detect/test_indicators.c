/* The list of official indicators against the detectors that claim them. */
#include "tests/support/tt_test.h"

#include "base/str.h"
#include "detect/detect.h"
#include "detect/indicators.h"

/* Is word one of the blank separated words of text? */
static bool among(tt_str text, tt_str word)
{
    tt_str part;
    while (tt_str_split(&text, ' ', &part))
        if (tt_str_eq(part, word))
            return true;
    return false;
}

static void rows_are_whole_and_ids_are_once(void **state)
{
    TT_UNUSED(state);
    static const char *const computable[] = {"Y", "P", "N"};
    tt_indicator_at at = {0};
    tt_indicator x, first;
    size_t n = 0;
    while (tt_indicator_next(&at, &x)) {
        bool known = false;
        for (size_t i = 0; i < TT_LEN(computable); i++)
            known |= tt_str_eq(x.computable, tt_str_of(computable[i]));
        assert_true(known);
        assert_true(tt_str_eq(x.words, TT_STR("checked")) || tt_str_eq(x.words, TT_STR("memory")));
        assert_true(x.meaning.n > 10 && x.source.n > 5 && x.detectors.n >= 1);
        assert_true(tt_indicator_find(x.id, &first));
        assert_ptr_equal(first.id.p, x.id.p);
        n++;
    }
    assert_int_equal(n, 86); /* 35 of FATF and Egmont, 13 of FATF 2006, 15 others, 23 of wildlife */
    assert_int_equal(at.rest.n, 0);
}

static void detectors_claim_indicators_of_the_list_which_name_them_back(void **state)
{
    TT_UNUSED(state);
    size_t n;
    const tt_detector *const *det = tt_detectors(&n);
    for (size_t i = 0; i < n; i++) {
        tt_str rest = tt_str_of(det[i]->indicators), id;
        tt_indicator x;
        assert_true(rest.n > 0);
        while (tt_str_split(&rest, ' ', &id)) {
            if (!tt_indicator_find(id, &x))
                fail_msg("%s claims %.*s, which is not in indicators.tsv", det[i]->id,
                         TT_STR_ARG(id));
            if (!among(x.detectors, tt_str_of(det[i]->id)))
                fail_msg("indicators.tsv does not name %s at %.*s: make indicators", det[i]->id,
                         TT_STR_ARG(id));
        }
    }
}

static void the_list_names_detectors_that_claim_the_indicator(void **state)
{
    TT_UNUSED(state);
    tt_indicator_at at = {0};
    tt_indicator x;
    while (tt_indicator_next(&at, &x)) {
        tt_str rest = x.detectors, code;
        if (tt_str_eq(rest, TT_STR("-")))
            continue;
        while (tt_str_split(&rest, ' ', &code)) {
            const tt_detector *d = tt_detector_find(code);
            if (!d || !among(tt_str_of(d->indicators), x.id))
                fail_msg("indicators.tsv names %.*s at %.*s", TT_STR_ARG(code), TT_STR_ARG(x.id));
        }
    }
}

TT_TEST_MAIN("detect/indicators", TT_TEST(rows_are_whole_and_ids_are_once),
             TT_TEST(detectors_claim_indicators_of_the_list_which_name_them_back),
             TT_TEST(the_list_names_detectors_that_claim_the_indicator))
