/*
 * Fuzz the reader of SWIFT MT payments, with the kind that it finds and with one that is forced.
 *
 * It ends well, and each row that it met was told once.
 */
#include "base/str.h"
#include "tests/support/told.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const tt_kind kinds[] = {TT_KIND_NONE, TT_KIND_PAYMENT, TT_KIND_INVOICE};
    const tt_reader *reader = tt_reader_find(TT_STR("swift_mt"));
    tt_str in = {(const char *)bytes, n};
    int sure = reader->sniff(tt_str_sub(in, 0, TT_SNIFF_BYTES));
    TT_ASSERT(sure >= 0 && sure <= 100);
    for (size_t i = 0; i < TT_LEN(kinds); i++) {
        tt_told t;
        tt_err err = {.code = TT_OK};
        tt_told_init(&t, true);
        TT_ASSERT(tt_told_read(&t, reader, in, kinds[i], NULL, &err) == TT_OK);
        TT_ASSERT(t.rows == t.records + t.rejects);
        TT_ASSERT(kinds[i] != TT_KIND_INVOICE || t.records == 0);
        tt_told_release(&t);
    }
    return 0;
}
