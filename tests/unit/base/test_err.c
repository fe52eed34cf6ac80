/*
 * Statuses and errors: texts for all, the first message wins, cuts stay UTF-8.
 */
#include "tests/support/tt_test.h"

static void every_status_has_a_text_of_its_own(void **state)
{
    TT_UNUSED(state);
    static const tt_status all[] = {
#define X(name, number, text) name,
        TT_STATUS_LIST(X)
#undef X
    };
    assert_string_equal(tt_status_text(TT_OK), "ok");
    assert_string_equal(tt_status_text(TT_EREJECTS), "too many rejects");
    assert_string_equal(tt_status_text((tt_status)99), "unknown status");
    for (size_t i = 0; i < TT_LEN(all); i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(tt_status_text(all[i]), tt_status_text(all[j]));
}

static void the_numbers_of_statuses_are_for_ever(void **state)
{
    TT_UNUSED(state);
    assert_int_equal(TT_OK, 0);
    assert_int_equal(TT_EUSAGE, 1);
    assert_int_equal(TT_EIO, 2);
    assert_int_equal(TT_EFORMAT, 3);
    assert_int_equal(TT_EDB, 4);
    assert_int_equal(TT_ELIMIT, 5);
    assert_int_equal(TT_ENOMEM, 6);
    assert_int_equal(TT_ECANCELED, 7);
    assert_int_equal(TT_EINTERNAL, 8);
    assert_int_equal(TT_EINTEGRITY, 9);
    assert_int_equal(TT_ENOTFOUND, 10);
    assert_int_equal(TT_EREJECTS, 11);
}

static void the_first_message_wins(void **state)
{
    TT_UNUSED(state);
    tt_err e = {.code = TT_OK};
    assert_int_equal(tt_fail(&e, TT_EIO, "cannot open '%s'", "x.csv"), TT_EIO);
    assert_int_equal(tt_fail(&e, TT_ENOMEM, "later"), TT_ENOMEM);
    assert_int_equal(e.code, TT_EIO);
    assert_string_equal(e.text, "cannot open 'x.csv'");
    assert_int_equal(tt_fail(NULL, TT_EDB, "nobody listens"), TT_EDB);
}

static void a_long_message_is_cut_between_characters(void **state)
{
    TT_UNUSED(state);
    char text[600];
    for (size_t shift = 0; shift < 4; shift++) { /* each byte of a character meets the end once */
        tt_err e = {.code = TT_OK};
        size_t n = 0;
        while (n < shift)
            text[n++] = 'x';
        while (n + 3 < sizeof text) {
            memcpy(text + n, "\xE2\x82\xAC", 3);
            n += 3;
        }
        text[n] = '\0';
        (void)tt_fail(&e, TT_EIO, "%s", text);
        size_t got = strlen(e.text);
        assert_int_equal(tt_utf8_bad((tt_str){e.text, got}), got);
        assert_true(got >= sizeof e.text - 4);
        assert_memory_equal(e.text, text, got);
    }
}

static tt_status fails_second(int *calls)
{
    TT_TRY(*calls == 0 ? TT_OK : TT_EIO);
    (*calls)++;
    TT_TRY(TT_ENOTFOUND);
    (*calls)++;
    return TT_OK;
}

static void try_returns_at_the_first_failure(void **state)
{
    TT_UNUSED(state);
    int calls = 0;
    assert_int_equal(fails_second(&calls), TT_ENOTFOUND);
    assert_int_equal(calls, 1);
}

TT_TEST_MAIN("base/err", TT_TEST(every_status_has_a_text_of_its_own),
             TT_TEST(the_numbers_of_statuses_are_for_ever), TT_TEST(the_first_message_wins),
             TT_TEST(a_long_message_is_cut_between_characters),
             TT_TEST(try_returns_at_the_first_failure))
