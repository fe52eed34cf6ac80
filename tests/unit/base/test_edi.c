/*
 * UN/EDIFACT syntax: separators of every kind, release characters, wrapped files, places, and
 * headers that contradict themselves.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/edi.h"

/* Each segment as "line:offset TAG 1.1|1.2 2.1" up to three elements of three components. */
static void assert_segments(tt_arena *a, const char *in, const char *want)
{
    tt_edi l;
    tt_edi_seg s;
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_edi_init(&l, tt_str_of(in), a);
    while (tt_edi_next(&l, &s)) {
        static const char *const flaw[] = {"", "no tag", "bad una"};
        tt_buf_addf(&b, "%llu:%zu %s%s", (unsigned long long)s.line, (size_t)(s.raw.p - in), s.tag,
                    flaw[s.flaw]);
        if (s.flaw == TT_EDI_BAD_UNA || tt_edi_is(&s, "UNA")) {
            tt_buf_add_c(&b, '\n');
            continue;
        }
        for (unsigned e = 1; e <= 3 && tt_edi_get(&l, &s, e, 1).p; e++)
            for (unsigned c = 1; c <= 3; c++) {
                tt_str text = tt_edi_get(&l, &s, e, c);
                if (text.p)
                    tt_buf_addf(&b, "%c%.*s", c == 1 ? ' ' : '|', TT_STR_ARG(text));
            }
        tt_buf_addf(&b, "%s\n", s.closed ? "" : " ...");
    }
    assert_false(l.failed);
    assert_string_equal(b.p ? b.p : "", want);
    tt_buf_release(&b);
}

static void segments_have_elements_and_components_and_a_place(void **state)
{
    assert_segments(*state, "UNB+UNOA:2+A:B'UNH+1+INVOIC:D:96A'\r\n  UNT+2+1'\n\n",
                    "1:0 UNB UNOA|2 A|B\n1:15 UNH 1 INVOIC|D|96A\n2:38 UNT 2 1\n");
    assert_segments(*state, "NAD+BY++:x+'", "1:0 NAD BY  |x\n");
    assert_segments(*state, "", "");
    assert_segments(*state, " \r\n''\x1a", "");
}

static void una_gives_the_separators_of_its_interchange_only(void **state)
{
    assert_segments(*state, "UNA*;,!#~UNB;UNOA*2;a!;b~X01;c:d+e'~UNA:+.? 'UNB+1+x;y'UNB+2'",
                    "1:0 UNA\n1:9 UNB UNOA|2 a;b\n1:25 X01 c:d+e'\n1:36 UNA\n1:45 UNB 1 x;y\n"
                    "1:55 UNB 2\n");
    /* Without a UNA of its own the next one has those of the standard. */
    assert_segments(*state, "UNA*;,! ~UNB;1~UNB+UNOA:2'X02+a:b'",
                    "1:0 UNA\n1:9 UNB 1\n1:15 UNB UNOA|2\n1:26 X02 a|b\n");
}

static void a_una_may_lack_its_reserved_place_and_end_in_a_line_end(void **state)
{
    assert_segments(*state, "UNA:+.?'\nUNB+UNOA:1'\nX01+a'\n",
                    "1:0 UNA\n2:9 UNB UNOA|1\n3:21 X01 a\n");
    assert_segments(*state, "UNA:+.? \nUNB+UNOA:1\nX01+a\r\n",
                    "1:0 UNA\n2:9 UNB UNOA|1\n3:20 X01 a\n");
}

static void the_control_characters_of_unob_are_known(void **state)
{
    assert_segments(*state,
                    "UNB\x1dUNOB\x1f"
                    "1\x1d"
                    "a:b\x1cX01\x1d'\x1c",
                    "1:0 UNB UNOB|1 a:b\n1:15 X01 '\n");
}

static void release_characters_and_line_ends_are_no_data(void **state)
{
    assert_segments(*state, "FTX+a?+b??:c?'d?::e'", "1:0 FTX a+b?|c'd:|e\n");
    assert_segments(*state, "FT\r\nX+ab\ncd:e\r\nf'\nUNT+1?\n+2'",
                    "1:0 FTX abcd|ef\n5:18 UNT 1+2\n");
    assert_segments(*state, "FTX+a?", "1:0 FTX a ...\n");
}

static void repetition_is_of_syntax_version_4(void **state)
{
    tt_edi l;
    tt_edi_seg s;
    tt_edi_init(&l, TT_STR("UNB+UNOC:4+A'X01+a:b*c:d+e'UNB+UNOC:3+A'X01+a*b'"), *state);
    assert_true(tt_edi_next(&l, &s) && tt_edi_next(&l, &s));
    assert_str(tt_edi_get(&l, &s, 1, 2), "b");
    assert_str(tt_edi_get_rep(&l, &s, 1, 2, 1), "c");
    assert_str(tt_edi_get_rep(&l, &s, 1, 2, 2), "d");
    assert_null(tt_edi_get_rep(&l, &s, 1, 3, 1).p);
    assert_str(tt_edi_get(&l, &s, 2, 1), "e");
    assert_true(tt_edi_next(&l, &s) && tt_edi_next(&l, &s));
    assert_str(tt_edi_get(&l, &s, 1, 1), "a*b");
}

static void a_una_that_gives_one_character_two_jobs_is_refused_with_what_follows(void **state)
{
    static const char *const unas[] = {"UNA++.? '", "UNA:+.+ '", "UNA:+.?''",
                                       "UNA:+.? +", "UNA:+:? '", "UNAA+.? '",
                                       "UNA:+.? 1", "UNA +.? '", "UNA:+.? \xc3"};
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(unas); i++)
        assert_segments(a, tt_arena_printf(a, "%sUNB+x'\nUNA:+.? 'UNB+y'", unas[i]),
                        "1:0 bad una\n2:16 UNA\n2:25 UNB y\n");
    assert_segments(a, "UNA:+.?", "1:0 bad una\n");
}

static void what_has_no_tag_is_a_segment_with_a_flaw(void **state)
{
    assert_segments(*state, "hello+1'UNHX+2'AB'X1+c'123+x'UNT'UNZ+1",
                    "1:0 no tag 1\n1:8 no tag 2\n1:15 no tag\n1:18 no tag c\n1:23 no tag x\n"
                    "1:29 UNT\n1:33 UNZ 1 ...\n");
}

static void a_whole_segment_has_its_terminator(void **state)
{
    tt_edi l;
    tt_edi_seg s;
    tt_edi_init(&l, TT_STR("\xef\xbb\xbfUNA:+.? 'UNB+1'\nUNZ+2"), *state);
    assert_true(tt_edi_next(&l, &s));
    assert_str(tt_edi_whole(&l, &s), "UNA:+.? '");
    assert_true(tt_edi_next(&l, &s));
    assert_str(tt_edi_whole(&l, &s), "UNB+1'");
    assert_true(tt_edi_next(&l, &s));
    assert_str(tt_edi_whole(&l, &s), "UNZ+2");
}

static void an_interchange_is_known_by_its_first_bytes(void **state)
{
    TT_UNUSED(state);
    static const char *const yes[] = {"UNA:+.? 'UNB+UNOA", "UNA:+.? '",    "\n UNB+UNOA:1+",
                                      "UNH+1+INVOIC",      "UNB\x1dUNOB",  "UNA:+.?'\nUNB+x",
                                      "UNA*;,! ~\r\nUNH;", "UNA++.? 'UNB+"};
    static const char *const no[] = {
        "",       "UN",      "UNB",   "UNBOXED,1", "UNH", "a,b\nUNB+", "UNA,b,c\n1,2,3",
        "UNAMED", "ISA*00*", "<UNB+>"};
    for (size_t i = 0; i < TT_LEN(yes); i++)
        if (!tt_edi_starts(tt_str_of(yes[i])))
            fail_msg("%s", yes[i]);
    for (size_t i = 0; i < TT_LEN(no); i++)
        if (tt_edi_starts(tt_str_of(no[i])))
            fail_msg("%s", no[i]);
}

static void a_copy_that_cannot_be_made_is_told(void **state)
{
    tt_edi l;
    tt_edi_seg s;
    TT_UNUSED(state);
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_edi_init(&l, TT_STR("FTX+a?+b'"), &a);
    assert_true(tt_edi_next(&l, &s));
    tt_mem_fail_at(1);
    assert_null(tt_edi_get(&l, &s, 1, 1).p);
    tt_mem_fail_at(0);
    assert_true(l.failed);
    tt_edi_init(&l, TT_STR("FTX+a?+b'"), NULL);
    assert_true(tt_edi_next(&l, &s));
    assert_str(tt_edi_get(&l, &s, 1, 1), "a?+b");
    assert_false(l.failed);
    tt_arena_release(&a);
}

TT_TEST_MAIN("base/edi", TT_TEST(segments_have_elements_and_components_and_a_place),
             TT_TEST(una_gives_the_separators_of_its_interchange_only),
             TT_TEST(a_una_may_lack_its_reserved_place_and_end_in_a_line_end),
             TT_TEST(the_control_characters_of_unob_are_known),
             TT_TEST(release_characters_and_line_ends_are_no_data),
             TT_TEST(repetition_is_of_syntax_version_4),
             TT_TEST(a_una_that_gives_one_character_two_jobs_is_refused_with_what_follows),
             TT_TEST(what_has_no_tag_is_a_segment_with_a_flaw),
             TT_TEST(a_whole_segment_has_its_terminator),
             TT_TEST(an_interchange_is_known_by_its_first_bytes),
             TT_TEST(a_copy_that_cannot_be_made_is_told))
