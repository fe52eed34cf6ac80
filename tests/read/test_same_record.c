/*
 * One record whatever the syntax: the same invoice as CSV, UBL, CII and EDIFACT, the same payment
 * as CSV, MT and MX, field by field.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "ingest/sniff.h"
#include "tests/support/told.h"

/* What the records say, without their places. */
static tt_str records_of(tt_arena *a, const char *path)
{
    tt_file f;
    tt_told t;
    int sure;
    assert_ok(tt_file_open(path, 0, &f, ERR));
    const tt_reader *reader = tt_sniff_reader(f.bytes, NULL, &sure, NULL);
    assert_non_null(reader);
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, reader, f.bytes, TT_KIND_NONE, NULL, ERR));
    assert_int_equal(t.rejects + t.lesser, 0);
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_str rest = tt_buf_str(&t.text), line;
    while (tt_str_split(&rest, '\n', &line))
        if (tt_str_starts(line, TT_STR("record ")))
            tt_buf_addf(&b, "%.*s\n",
                        TT_STR_ARG(tt_str_sub(line, tt_str_find(line, TT_STR(" "), 7), SIZE_MAX)));
    tt_str out = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    tt_told_release(&t);
    tt_file_close(&f);
    return out;
}

/* Shows where two texts part: whole records are too long for a message. */
static void assert_same(tt_str got, tt_str want, const char *path)
{
    size_t i = 0;
    while (i < got.n && i < want.n && got.p[i] == want.p[i])
        i++;
    if (i < got.n || i < want.n) {
        size_t from = i > 40 ? i - 40 : 0;
        fail_msg("%s: '%.*s', not '%.*s'", path, TT_STR_ARG(tt_str_sub(got, from, 100)),
                 TT_STR_ARG(tt_str_sub(want, from, 100)));
    }
}

static void an_invoice_is_the_same_in_each_syntax(void **state)
{
    tt_arena *a = *state;
    tt_str csv = records_of(a, "samples/same/invoice.csv");
    assert_same(records_of(a, "samples/same/invoice_ubl.xml"), csv, "samples/same/invoice_ubl.xml");
    assert_same(records_of(a, "samples/same/invoice_cii.xml"), csv, "samples/same/invoice_cii.xml");
    assert_same(records_of(a, "samples/same/invoice_edifact.edi"), csv,
                "samples/same/invoice_edifact.edi");
}

static void a_payment_is_the_same_in_each_syntax(void **state)
{
    tt_arena *a = *state;
    tt_str csv = records_of(a, "samples/same/payment.csv");
    assert_same(records_of(a, "samples/same/payment_pacs008.xml"), csv,
                "samples/same/payment_pacs008.xml");
    assert_same(records_of(a, "samples/same/payment_mt103.fin"), csv,
                "samples/same/payment_mt103.fin");
}

TT_TEST_MAIN("read/same_record", TT_TEST(an_invoice_is_the_same_in_each_syntax),
             TT_TEST(a_payment_is_the_same_in_each_syntax))
