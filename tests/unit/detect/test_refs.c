/* detect/common/refs.h: numbers that a free text names, and numbers that the data lack. */
#include "detect/common/refs.h"
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

static void check(const tt_map *numbers, const char *text, uint32_t known, uint32_t missing)
{
    tt_named x = tt_named_in(numbers, tt_str_of(text));
    if (x.known != known || x.missing != missing)
        fail_msg("'%s': %u known, %u missing", text, x.known, x.missing);
}

static void a_text_names_numbers_and_numbers_alike(void **state)
{
    tiny_case c;
    tt_map numbers;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Raj Enterprises", "IN"), b = tiny_company(&c, "Yongke", "CN");
    tiny_invoice(&c, "RI240208-43", a, b, "2024-02-08", "USD");
    tiny_invoice(&c, "41690", a, b, "2024-02-08", "USD");
    assert_ok(tiny_finish(&c));
    tt_map_init(&numbers);
    assert_ok(tt_numbers_of(&c.data, TT_KIND_INVOICE, &numbers, ERR));
    check(&numbers, "", 0, 0);
    check(&numbers, "RI 240208 43", 1, 0); /* a number that is written apart */
    check(&numbers, "PMT RI240208-43 DD", 1, 0);
    check(&numbers, "pmt ri240208/43,RI240215-9; and (RI240301-7).", 1, 2); /* / is another mark */
    check(&numbers, "RI240208-43 RI240215-52 RI240226-61", 1, 2);
    check(&numbers, "RI240215-52 RI240226-61", 0, 0); /* none is known: written wrongly, perhaps */
    check(&numbers, "invoice 41690 of 2024, 30 days, ref 120000123", 1, 1); /* 2024 may be one */
    check(&numbers, "invoice 41690, 30 days, ref 120000123", 1, 0);
    assert_int_equal(tt_named_in(&numbers, TT_STR("41690, 41691 PO-7 DD")).others, 2);
    tt_map_release(&numbers);
}

TT_TEST_MAIN("detect/refs", TT_TEST(a_text_names_numbers_and_numbers_alike))
