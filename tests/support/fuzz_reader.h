/*
 * fuzz_reader.h - what each fuzz target of a reader asserts: reading ends well or the file is
 * refused as a whole, each row is told once, and a kind that is forced is obeyed.
 */
#ifndef TT_TESTS_SUPPORT_FUZZ_READER_H
#define TT_TESTS_SUPPORT_FUZZ_READER_H

#include "base/str.h"
#include "tests/support/told.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static inline void fuzz_reader_once(const tt_reader *reader, tt_str in, tt_kind kind)
{
    tt_told t;
    tt_err err = {.code = TT_OK};
    tt_told_init(&t, true);
    tt_status st = tt_told_read(&t, reader, in, kind, NULL, &err);
    TT_ASSERT(st == TT_OK || (st == TT_EFORMAT && kind == TT_KIND_NONE));
    TT_ASSERT(t.rows == t.records + t.rejects);
    tt_told_release(&t);
}

/** The whole of a target: TT_FUZZ_READER("cii", TT_KIND_INVOICE, TT_KIND_PARTY).  The kinds are
 * forced one after the other: one that records are, and one that they are not. */
#define TT_FUZZ_READER(id, one, other)                                                             \
    int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)                                     \
    {                                                                                              \
        const tt_reader *reader = tt_reader_find(TT_STR(id));                                      \
        tt_str in = {(const char *)bytes, n};                                                      \
        int sure = reader->sniff(tt_str_sub(in, 0, TT_SNIFF_BYTES));                               \
        TT_ASSERT(sure >= 0 && sure <= 100);                                                       \
        fuzz_reader_once(reader, in, TT_KIND_NONE);                                                \
        fuzz_reader_once(reader, in, one);                                                         \
        fuzz_reader_once(reader, in, other);                                                       \
        return 0;                                                                                  \
    }

#endif
