/*
 * Each different description once, whichever kind of document has it.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "detect/common/deals.h"
#include "detect/common/texts.h"
#include "detect/common/words.h"

enum { LINES = 40, WORDS = 6 };

static const char *const words[WORDS] = {
    "", "Cashew kernels", "cashew kernels", "Consulting, March", "Cashew kernels ", "freight"};

static tt_line *draw(tt_rng *r, tt_arena *a, size_t n)
{
    tt_line *v = tt_new_n(a, tt_line, n + 1);
    assert_non_null(v);
    for (size_t i = 1; i <= n; i++)
        v[i].description = tt_str_of(words[tt_rng_below(r, WORDS)]);
    return v;
}

static void each_different_text_is_there_once(void **state)
{
    tt_arena *a = *state;
    static const tt_kind kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    for (uint64_t seed = 0; seed < 50; seed++) {
        tt_rng r;
        tt_data d = {.from = 0};
        tt_line_texts t;
        tt_rng_init(&r, seed, "texts");
        d.n_invoice_lines = tt_rng_below(&r, LINES);
        d.n_shipment_lines = tt_rng_below(&r, LINES);
        d.n_declaration_lines = tt_rng_below(&r, LINES);
        d.invoice_lines = draw(&r, a, d.n_invoice_lines);
        d.shipment_lines = draw(&r, a, d.n_shipment_lines);
        d.declaration_lines = draw(&r, a, d.n_declaration_lines);
        assert_ok(tt_line_texts_build(&d, a, &t, ERR));
        bool used[WORDS + 1] = {false};
        const size_t n[] = {d.n_invoice_lines, d.n_shipment_lines, d.n_declaration_lines};
        for (size_t k = 0; k < TT_LEN(kinds); k++)
            for (size_t i = 1; i <= n[k]; i++) {
                uint32_t of = t.of[kinds[k]][i];
                assert_in_range(of, 0, t.n);
                assert_true(tt_str_eq(t.v[of], tt_data_lines(&d, kinds[k])[i].description));
                used[of] = true;
            }
        assert_int_equal(t.v[0].n, 0);
        for (uint32_t i = 1; i <= t.n; i++) {
            assert_true(used[i] && t.v[i].n);
            assert_int_equal(t.service[i], tt_text_is_service(t.v[i]));
            for (uint32_t k = 1; k < i; k++)
                assert_false(tt_str_eq(t.v[i], t.v[k]));
        }
        tt_arena_reset(a);
    }
}

static void services_are_told_by_text(void **state)
{
    tt_arena *a = *state;
    tt_line lines[] = {{.description = TT_STR("")},
                       {.description = TT_STR("Consulting, March")},
                       {.description = TT_STR("Feel good pillows")}};
    tt_data d = {.invoice_lines = lines, .n_invoice_lines = 2};
    tt_line_texts t;
    assert_ok(tt_line_texts_build(&d, a, &t, ERR));
    assert_int_equal(t.n, 2);
    assert_true(t.service[t.of[TT_KIND_INVOICE][1]]);
    assert_false(t.service[t.of[TT_KIND_INVOICE][2]]);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_rng r;
    tt_line_texts t;
    tt_status st;
    tt_arena own;
    tt_arena_init(&own, 0);
    tt_rng_init(&r, 1, "texts");
    tt_data d = {.invoice_lines = draw(&r, &own, LINES), .n_invoice_lines = LINES};
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_line_texts_build(&d, a, &t, NULL);
    });
    assert_int_equal(t.n, WORDS - 1);
    tt_arena_release(&own);
}

TT_TEST_MAIN("detect/texts", TT_TEST(each_different_text_is_there_once),
             TT_TEST(services_are_told_by_text), TT_TEST(every_allocation_may_fail))
