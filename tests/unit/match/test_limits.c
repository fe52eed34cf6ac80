/*
 * What match does not look at is counted: each limit in a small world that is one document too
 * large for it, and in one that is not.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "match/parts.h"

struct world {
    tiny_case c;
    tt_arena *a;
    tiny_id acme, moon;
};

static void start(struct world *w, void **state)
{
    w->a = *state;
    tt_arena_reset(w->a);
    tiny_init(&w->c, w->a);
    w->acme = tiny_company(&w->c, "ACME", "DE");
    w->moon = tiny_company(&w->c, "Moon", "AE");
}

static tiny_id bill_to(struct world *w, tiny_id buyer, unsigned i, int64_t amount)
{
    const char *number = tt_arena_printf(w->a, "A-%u", 100000 + i * 7);
    const char *date = tt_arena_printf(w->a, "2024-01-%02u", 1 + i % 28);
    tiny_id id = tiny_invoice(&w->c, number, w->acme, buyer, date, "USD");
    tiny_invoice_line(&w->c, id, "080132", 1000, "KGM", amount);
    return id;
}

static tiny_id paid(struct world *w, unsigned i, int64_t amount)
{
    return tiny_payment(&w->c, tt_arena_printf(w->a, "P%u", i), w->moon, w->acme,
                        tt_arena_printf(w->a, "2024-02-%02u", 8 + i % 20), amount, "USD");
}

/* Amounts of which no few add up to another. */
static int64_t odd_amount(unsigned i)
{
    return 100003 + 7919 * (int64_t)i + 31 * (int64_t)i * i;
}

/* --- worlds of n documents --- */

static void bills(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bill_to(w, w->moon, i, odd_amount(i));
}

static void a_payment_among_bills(struct world *w, unsigned n)
{
    bills(w, n);
    paid(w, 0, 771);
}

static void a_large_payment_among_bills(struct world *w, unsigned n)
{
    bills(w, n);
    paid(w, 0, 99000007);
}

static void a_large_payment_naming_one(struct world *w, unsigned n)
{
    bills(w, n);
    tiny_payment_text(&w->c, paid(w, 0, 99000007), "100000 AND MORE");
}

static void equal_bills_of_one_seller(struct world *w, unsigned n)
{
    tiny_id stranger = tiny_company(&w->c, "Stranger", "PA");
    for (unsigned i = 0; i < n; i++)
        bill_to(w, tiny_company(&w->c, tt_arena_printf(w->a, "Buyer %c%u", 'A' + (int)i, i), "AE"),
                i, 7654321);
    tiny_payment(&w->c, "P", stranger, w->acme, "2024-02-20", 7654321, "USD");
}

static void one_number_of_one_seller(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        tiny_id other = tiny_company(&w->c, tt_arena_printf(w->a, "Buyer %u", 70 + i), "AE");
        tiny_id id = tiny_invoice(&w->c, tt_arena_printf(w->a, "X%uY-12345", i), w->acme, other,
                                  "2024-01-05", "USD");
        tiny_invoice_line(&w->c, id, "080132", 1000, "KGM", odd_amount(i));
    }
    tiny_payment_text(&w->c, paid(w, 0, 771), "REF 12345");
}

static void equal_bills_and_a_payment(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bill_to(w, w->moon, i, 7654321);
    paid(w, 0, 7654321);
}

static void equal_bills_and_two_of_them(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bill_to(w, w->moon, i, 7654321);
    paid(w, 0, 2 * 7654321);
}

static void payments_for_one_bill(struct world *w, unsigned n)
{
    bill_to(w, w->moon, 0, 99000007);
    for (unsigned i = 0; i < n; i++)
        paid(w, i, odd_amount(i));
}

static void bills_of_one_container(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        tiny_id id = tiny_shipment(&w->c, tt_arena_printf(w->a, "M-%u", i), w->acme, w->moon,
                                   "2024-01-12", "DEHAM", "AEJEA");
        tiny_id line = tiny_shipment_line(&w->c, id, "080132", 10 + i, "KGM", TT_NO_NUM);
        tiny_shipment_at(&w->c, id)->type = TT_DOC_MASTER_BL;
        tiny_line_at(&w->c, line)->container = TT_STR("MSCU1234566");
    }
    bill_to(w, w->moon, 0, 99000007);
}

static void equal_bills_and_payments(struct world *w, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bill_to(w, w->moon, i, 7654321);
    for (unsigned i = 0; i < 4; i++)
        paid(w, i, (int64_t)(1 + i % 2) * 7654321);
}

static void many_lines(struct world *w, unsigned n)
{
    tiny_id inv = tiny_invoice(&w->c, "A-1001", w->acme, w->moon, "2024-01-05", "USD");
    tiny_id s = tiny_shipment(&w->c, "BL-1", w->acme, w->moon, "2024-01-12", "DEHAM", "AEJEA");
    tiny_shipment_names(&w->c, s, "A-1001");
    for (unsigned i = 0; i < n; i++) {
        tiny_invoice_line(&w->c, inv, "080132", 10 + i, "KGM", 100);
        tiny_shipment_line(&w->c, s, "080132", 10 + i, "KGM", TT_NO_NUM);
    }
}

static void many_codes(struct world *w, unsigned n)
{
    tiny_id inv = tiny_invoice(&w->c, "A-1001", w->acme, w->moon, "2024-01-05", "USD");
    for (unsigned i = 0; i < n; i++)
        tiny_invoice_line(&w->c, inv, tt_arena_printf(w->a, "08013%u", i), 10, "KGM", 100);
    tiny_shipment(&w->c, "BL-1", w->acme, w->moon, "2024-01-12", "DEHAM", "AEJEA");
}

static void many_numbers(struct world *w, unsigned n)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    for (unsigned i = 0; i < n; i++)
        tt_buf_addf(&b, "R%u ", 5000 + i);
    bills(w, 1);
    tiny_payment_text(&w->c, paid(w, 0, 771),
                      tt_arena_printf(w->a, "%.*s", (int)tt_buf_str(&b).n, tt_buf_str(&b).p));
    tt_buf_release(&b);
}

/* --- limits --- */

enum { NONE = TT_MATCH_N_PARAMS };

static void match_again(struct world *w, size_t param, double value)
{
    double v[TT_MATCH_N_PARAMS];
    for (size_t i = 0; i < tt_match_n_params; i++)
        v[i] = i == param ? value : tt_match_params[i].def;
    assert_ok(tt_match(&w->c.data, v, 2, NULL, ERR));
}

static void each_limit_tells_what_it_left_out(void **state)
{
    static const struct {
        tt_match_limit limit;
        void (*make)(struct world *, unsigned n);
        unsigned n;   /* of these many it says so, of `few` nothing */
        size_t param; /* set to `value` */
        double value;
        unsigned few;
        tt_match_cut told;
    } rows[] = {
        {TT_CUT_SCAN, a_payment_among_bills, 9, TT_MATCH_MAX_SCAN, 8, 8, {1, 1, 1}},
        {TT_CUT_THIRD, equal_bills_of_one_seller, 17, NONE, 0, 16, {1, 1, 1}},
        {TT_CUT_THIRD, one_number_of_one_seller, 17, NONE, 0, 16, {1, 1, 1}},
        {TT_CUT_ANSWERS, equal_bills_and_a_payment, 25, NONE, 0, 24, {1, 1, 1}},
        {TT_CUT_COMBINE, a_large_payment_among_bills, 6, TT_MATCH_MAX_COMBINE, 5, 5, {1, 1, 1}},
        {TT_CUT_THREES, a_large_payment_among_bills, 6, TT_MATCH_MAX_THREE, 5, 5, {1, 6, 1}},
        {TT_CUT_RUNS, a_large_payment_among_bills, 9, NONE, 0, 8, {1, 1, 1}},
        {TT_CUT_STATES, a_large_payment_naming_one, 11, TT_MATCH_BUDGET, 64, 10, {1, 1, 0}},
        {TT_CUT_SUMS, equal_bills_and_two_of_them, 12, NONE, 0, 11, {1, 0, 1}},
        {TT_CUT_INSTALMENTS, payments_for_one_bill, 41, NONE, 0, 40, {1, 1, 1}},
        {TT_CUT_BOXES, bills_of_one_container, 65, NONE, 0, 64, {65, 65 * 64, 65}},
        {TT_CUT_CHOICE, equal_bills_and_payments, 7, NONE, 0, 2, {4, 0, 4}},
        {TT_CUT_LINES, many_lines, 257, NONE, 0, 256, {0, 1, 0}},
        {TT_CUT_EVIDENCE, many_lines, 65, NONE, 0, 64, {2, 0, 0}},
        {TT_CUT_CODES, many_codes, 5, NONE, 0, 4, {1, 0, 1}},
        {TT_CUT_NUMBERS, many_numbers, 14, NONE, 0, 13, {1, 0, 1}},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        for (int few = 0; few < 2; few++) {
            struct world w;
            start(&w, state);
            rows[i].make(&w, few ? rows[i].few : rows[i].n);
            assert_ok(tiny_finish_matched(&w.c));
            match_again(&w, rows[i].param, rows[i].value);
            tt_match_cut m = w.c.data.match_limits[rows[i].limit];
            assert_int_equal(m.docs, few ? 0 : rows[i].told.docs);
            assert_int_equal(m.left, few ? 0 : rows[i].told.left);
            assert_int_equal(m.alone, few ? 0 : rows[i].told.alone);
        }
}

TT_TEST_MAIN("match/limits", TT_TEST(each_limit_tells_what_it_left_out))
