/*
 * Fuzz a map file with a small CSV: the input is the map, a line "----", and the CSV.
 *
 * A map that is accepted can be followed: the reader ends well, and each row is told once.
 */
#include "base/str.h"
#include "tests/support/told.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    tt_str in = {(const char *)bytes, n}, cut = TT_STR("\n----\n");
    size_t at = tt_str_find(in, cut, 0);
    tt_str map_text = tt_str_sub(in, 0, at), csv = TT_STR("a,b,c\n1,2,3\n");
    if (at != SIZE_MAX)
        csv = tt_str_sub(in, at + cut.n, n);
    tt_arena a;
    tt_mapping map;
    tt_err err = {.code = TT_OK};
    tt_arena_init(&a, 0);
    tt_status st = tt_mapping_parse(map_text, &a, &map, &err);
    TT_ASSERT(st == TT_OK || (st == TT_EFORMAT && err.text[0]));
    for (int json = 0; st == TT_OK && json < 2; json++) {
        tt_told t;
        tt_told_init(&t, false);
        tt_status read = tt_told_read(&t, tt_reader_find(json ? TT_STR("json") : TT_STR("csv")),
                                      csv, TT_KIND_NONE, &map, &err);
        TT_ASSERT(read == TT_OK);
        TT_ASSERT(t.rows == t.records + t.rejects);
        tt_told_release(&t);
    }
    tt_arena_release(&a);
    return 0;
}
