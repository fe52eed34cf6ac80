/*
 * What a thread keeps from file to file changes nothing of what is read.
 */
#include "tests/support/reader_samples.h"

#include "base/xml.h"
#include "read/emit.h"

static tt_xml_keep xml;
static tt_emit_keep emit;

static void assert_same(tt_arena *a, const reader_sample *s)
{
    tt_told alone, kept;
    TT_UNUSED(a);
    tt_told_init(&alone, true);
    tt_told_init(&kept, true);
    kept.xml = &xml;
    kept.emit = &emit;
    const tt_mapping *map = s->has_map ? &s->map : NULL;
    assert_ok(tt_told_read(&alone, s->reader, s->bytes, s->forced, map, ERR));
    assert_ok(tt_told_read(&kept, s->reader, s->bytes, s->forced, map, ERR));
    assert_string_equal(kept.text.p, alone.text.p);
    assert_false(xml.busy || emit.busy);
    tt_told_release(&alone);
    tt_told_release(&kept);
}

static void files_after_each_other_are_read_as_each_by_itself(void **state)
{
    static const char *const ids[] = {"asycuda",  "cii",   "dcsa_bl",  "ecb_fx", "edifact", "ftm",
                                      "iso20022", "mt940", "swift_mt", "ubl",    "wco"};
    tt_arena a;
    TT_UNUSED(state);
    tt_arena_init(&a, 0);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < TT_LEN(ids); i++) {
            reader_samples_each(&a, "samples/read", ids[i], assert_same);
            reader_samples_each(&a, "samples/bad", ids[i], assert_same);
        }
    tt_xml_keep_release(&xml);
    tt_emit_keep_release(&emit);
    tt_arena_release(&a);
}

TT_TEST_MAIN("read/emit_keep", TT_TEST(files_after_each_other_are_read_as_each_by_itself))
