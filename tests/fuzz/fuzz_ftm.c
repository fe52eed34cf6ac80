/*
 * Fuzz the whole ftm reader, with the kind that it finds and with one that is forced.
 *
 * It ends well or refuses the file as a whole, and each row that it met was told once.
 */
#include "base/str.h"
#include "tests/support/told.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const tt_kind kinds[] = {TT_KIND_NONE, TT_KIND_PARTY, TT_KIND_WATCHLIST};
    const tt_reader *reader = tt_reader_find(TT_STR("ftm"));
    tt_str in = {(const char *)bytes, n};
    int sure = reader->sniff(tt_str_sub(in, 0, TT_SNIFF_BYTES));
    TT_ASSERT(sure >= 0 && sure <= 100);
    for (size_t i = 0; i < TT_LEN(kinds); i++) {
        tt_told t;
        tt_err err = {.code = TT_OK};
        tt_told_init(&t, true);
        tt_status st = tt_told_read(&t, reader, in, kinds[i], NULL, &err);
        TT_ASSERT(st == TT_OK || (st == TT_EFORMAT && kinds[i] == TT_KIND_NONE));
        TT_ASSERT(t.rows == t.records + t.rejects);
        tt_told_release(&t);
    }
    return 0;
}
