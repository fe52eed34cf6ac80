/*
 * Reasons: all of them have a text, no two the same, and each occurs in a sample.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "read/reason.h"

/* Those that no small file can show; where they are tested. */
static bool is_shown_elsewhere(tt_reason r)
{
    return r == TT_REASON_FIELD_LIMIT || r == TT_REASON_ROW_LIMIT || /* tests/read/test_csv.c */
           r == TT_REASON_TEXT_CUT ||                                /* tests/read/test_ubl.c */
           /* tests/unit/ingest */
           r == TT_REASON_ENCODING || r == TT_REASON_GUESSED_ENCODING ||
           r == TT_REASON_OTHER_ENCODING || r == TT_REASON_OFFICE_DOCUMENT ||
           r == TT_REASON_TOO_LARGE ||
           (r >= TT_REASON_ARCHIVE_NAME && r <= TT_REASON_ARCHIVE_NESTED);
}

static void each_reason_has_a_text_of_its_own_and_a_hint(void **state)
{
    TT_UNUSED(state);
    for (int r = TT_REASON_NONE + 1; r < TT_REASON_COUNT; r++) {
        assert_true(strlen(tt_reason_text((tt_reason)r)) > 2);
        assert_true(strlen(tt_reason_hint((tt_reason)r)) > 2);
        for (int other = r + 1; other < TT_REASON_COUNT; other++)
            assert_string_not_equal(tt_reason_text((tt_reason)r), tt_reason_text((tt_reason)other));
    }
    assert_string_equal(tt_reason_text(TT_REASON_NONE), "");
}

static void only_what_loses_nothing_is_a_note(void **state)
{
    TT_UNUSED(state);
    assert_false(tt_reason_is_note(TT_REASON_NONE));
    assert_true(tt_reason_is_note(TT_REASON_NOT_UTF8));
    assert_true(tt_reason_is_note(TT_REASON_UNKNOWN_UNIT));
    assert_true(tt_reason_is_note(TT_REASON_STRAY_QUOTE));
    assert_false(tt_reason_is_note(TT_REASON_MISSING));
    assert_false(tt_reason_is_note(TT_REASON_RAGGED));
}

static void each_reason_occurs_in_a_bad_sample(void **state)
{
    tt_arena *a = *state;
    tt_str_vec files = {0};
    bool seen[TT_REASON_COUNT] = {false};
    assert_ok(tt_file_walk("samples/bad", a, &files, ERR));
    for (size_t i = 0; i < files.n; i++) {
        tt_file f;
        if (!tt_str_ends(files.v[i], TT_STR(".expect")))
            continue;
        assert_ok(tt_file_open(files.v[i].p, 0, &f, ERR));
        for (int r = TT_REASON_NONE + 1; r < TT_REASON_COUNT; r++) {
            const char *text = tt_arena_printf(a, ": %s [", tt_reason_text((tt_reason)r));
            seen[r] |= tt_str_find(f.bytes, tt_str_of(text), 0) != SIZE_MAX;
        }
        tt_file_close(&f);
    }
    tt_vec_release(&files);
    for (int r = TT_REASON_NONE + 1; r < TT_REASON_COUNT; r++)
        if (!seen[r] && !is_shown_elsewhere((tt_reason)r))
            fail_msg("no file under samples/bad shows '%s'", tt_reason_text((tt_reason)r));
}

TT_TEST_MAIN("read/reason", TT_TEST(each_reason_has_a_text_of_its_own_and_a_hint),
             TT_TEST(only_what_loses_nothing_is_a_note),
             TT_TEST(each_reason_occurs_in_a_bad_sample))
