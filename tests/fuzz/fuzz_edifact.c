/*
 * fuzz_edifact.c - any bytes as EDIFACT: segments lie one after the other inside the input, places
 * are right, and the whole reader tells each row once, with the kind it finds and a forced one.
 */
#include "base/edi.h"
#include "base/str.h"
#include "tests/support/told.h"

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            __builtin_trap();                                                                      \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void lex(tt_str in)
{
    tt_arena a;
    tt_edi l;
    tt_edi_seg s;
    size_t at = 0;
    uint64_t line = 1;
    tt_arena_init(&a, 0);
    tt_edi_init(&l, in, &a);
    while (tt_edi_next(&l, &s)) {
        size_t from = (size_t)(s.raw.p - in.p);
        CHECK(from >= at && s.raw.n > 0 && from + s.raw.n <= in.n);
        for (; at < from; at++)
            line += in.p[at] == '\n' || (in.p[at] == '\r' && in.p[at + 1] != '\n');
        CHECK(s.line == line);
        CHECK((s.flaw == TT_EDI_FINE) == (s.tag[0] != 0));
        tt_str whole = tt_edi_whole(&l, &s);
        CHECK(whole.p == s.raw.p && whole.n >= s.raw.n && from + whole.n <= in.n);
        for (unsigned e = 1; e < 4; e++)
            for (unsigned c = 1; c < 4; c++)
                CHECK(tt_edi_get(&l, &s, e, c).n <= s.raw.n);
        CHECK(!tt_edi_get(&l, &s, 0, 1).p);
    }
    CHECK(!l.failed);
    tt_arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const tt_kind kinds[] = {TT_KIND_NONE, TT_KIND_SHIPMENT};
    const tt_reader *reader = tt_reader_find(TT_STR("edifact"));
    tt_str in = {(const char *)bytes, n};
    int sure = reader->sniff(tt_str_sub(in, 0, TT_SNIFF_BYTES));
    CHECK(sure >= 0 && sure <= 100);
    lex(in);
    for (size_t i = 0; i < TT_LEN(kinds); i++) {
        tt_told t;
        tt_err err = {.code = TT_OK};
        tt_told_init(&t, true);
        CHECK(tt_told_read(&t, reader, in, kinds[i], NULL, &err) == TT_OK);
        CHECK(t.rows == t.records + t.rejects);
        tt_told_release(&t);
    }
    return 0;
}
