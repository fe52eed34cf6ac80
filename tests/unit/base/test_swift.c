/*
 * FIN messages, bare texts and their fields: where they start, where they end, what they are.
 */
#include "tests/support/tt_test.h"

#include "base/swift.h"

#define ONE "{1:F01AAAADEHHAXXX0412000117}{2:I103BBBBSGSGXXXXN}"
#define TWO "{1:F01AAAADEHHAXXX0412000118}{2:O9401015240412CCCCUS33AXXX00110022332404121016N}"

/* What a text is cut into: "type/end/body" of each message, separated by a blank. */
static void assert_messages(const char *text, const char *want)
{
    char told[600] = "";
    size_t n = 0;
    tt_swift_lex lex;
    tt_swift_msg m;
    tt_swift_init(&lex, tt_str_of(text));
    while (tt_swift_next(&lex, &m)) {
        n += (size_t)snprintf(told + n, sizeof told - n, "%s%s%s%s/%c/", n ? " " : "",
                              m.service ? "service" : "", m.type, m.bare ? "bare" : "",
                              "CNX"[m.end]);
        for (size_t i = 0; i < m.body.n; i++)
            told[n++] = m.body.p[i] == '\n' || m.body.p[i] == '\r' ? '_' : m.body.p[i];
        told[n] = '\0';
        assert_true(m.offset + m.raw.n <= strlen(text) && m.raw.p == text + m.offset);
    }
    assert_string_equal(told, want);
}

static void messages_end_where_their_text_ends(void **state)
{
    TT_UNUSED(state);
    assert_messages("", "");
    assert_messages("words", "");
    assert_messages(ONE "{4:\n:20:A\n-}", "103/C/_:20:A_");
    assert_messages(ONE "{4:\r\n:20:A\r\n-}{5:{CHK:1}}", "103/C/__:20:A__");
    assert_messages(ONE "{4:\n:20:A-}{5:{CHK:1}", "103/C/_:20:A");
    assert_messages(ONE "{4:\n:20:A-}B\n-}", "103/C/_:20:A-}B_");
    assert_messages(ONE "{4:\n:20:A\n}\n-}", "103/C/_:20:A_}_");
    assert_messages(ONE "{4:\n:20:A\n", "103/X/_:20:A_");
    assert_messages(ONE "{4:\n:20:A\n-", "103/C/_:20:A_");
    assert_messages(ONE "{4:\n:20:A\n" TWO "{4:\n:20:B\n-}", "103/N/_:20:A_ 940/C/_:20:B_");
    assert_messages(ONE "{4:\n:20:A\n$\n" TWO "{4:\n:20:B\n-}", "103/N/_:20:A_ 940/C/_:20:B_");
    assert_messages(ONE "{4:\n:20:A\n{5:{CHK:1}}", "103/N/_:20:A_");
    assert_messages("{1:F01AAAA", "/X/");
    assert_messages("{2:I103BBBBSGSGXXXXN}{4:\n:20:A\n-}", "103/C/_:20:A_");
    assert_messages("{1:F01AAAADEHHAXXX0}{3:{108:X}}{2:I103BBBBN}{4:\n:20:A\n-}", "103/C/_:20:A_");
}

static void messages_may_be_separated_by_anything(void **state)
{
    TT_UNUSED(state);
    static const char *const between[] = {"",    "\n",  "$",     "\n$\n", "\x03   \x01",
                                          "foo", "}}}", "{\n$\n"};
    for (size_t i = 0; i < TT_LEN(between); i++) {
        char text[400];
        (void)snprintf(text, sizeof text, "%s" ONE "{4:\n:20:A\n-}%s" TWO "{4:\n:20:B\n-}{5:}%s",
                       between[i], between[i], between[i]);
        assert_messages(text, "103/C/_:20:A_ 940/C/_:20:B_");
    }
}

static void an_acknowledgement_belongs_to_the_message_behind_it(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *code;
        bool refused;
    } rows[] = {{"0", false}, {"1", true}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        char text[400];
        tt_swift_lex lex;
        tt_swift_msg m;
        (void)snprintf(text, sizeof text, "\n{1:F21AAAADEHHAXXX0}{4:{177:1}{451:%s}}" ONE "{4:\n-}",
                       rows[i].code);
        tt_swift_init(&lex, tt_str_of(text));
        assert_true(tt_swift_next(&lex, &m));
        assert_false(m.service);
        assert_int_equal(m.refused, rows[i].refused);
        assert_int_equal(m.line, 2);
        assert_int_equal(m.raw.p[5], '1');
        assert_false(tt_swift_next(&lex, &m));
    }
    assert_messages("{1:F21AAAADEHHAXXX0}{4:{451:0}}\n" ONE "{4:\n:20:A\n-}",
                    "service/C/ 103/C/_:20:A_");
    assert_messages("{1:F21AAAADEHHAXXX0}{4:{451:0}}{1:F21AAAADEHHAXXX0}{4:{451:0}}",
                    "service/C/ service/C/");
    assert_messages("{1:F01A}{2:O0961625N}{4:{1:F01B}{2:I103C}{4:\n:20:A\n-}}{5:{CHK:1}}",
                    "096/C/");
}

static void bare_texts_end_with_a_dash_or_where_the_next_starts(void **state)
{
    TT_UNUSED(state);
    assert_messages(":20:A\n:25:1\n-\n:20:B\n:25:2\n", "bare/C/:20:A_:25:1_ bare/X/:20:B_:25:2_");
    assert_messages(":20:A\n:25:1\n-}\n", "bare/C/:20:A_:25:1_");
    assert_messages(":20:A\n:25:1\n-\x03\n", "bare/C/:20:A_:25:1_");
    assert_messages(":20:A\n:25:1\n:20:B\n:25:2\n", "bare/N/:20:A_:25:1_ bare/X/:20:B_:25:2_");
    assert_messages(":940:\n:20:A\n:62F:1\n:20:B\n:25:2\n",
                    "940bare/N/:940:_:20:A_:62F:1_ bare/X/:20:B_:25:2_");
    assert_messages("940 00\n:20:A\n:86:T16\n:20:37 X\n:61:1\n",
                    "bare/X/:20:A_:86:T16_:20:37 X_:61:1_");
    assert_messages(":20:A\n:86:- dash\n-dash\n-\n", "bare/C/:20:A_:86:- dash_-dash_");
    assert_messages(":20:A\n" ONE "{4:\n:20:B\n-}", "bare/N/:20:A_ 103/C/_:20:B_");
}

static void fields_are_their_lines(void **state)
{
    TT_UNUSED(state);
    tt_swift_walk w;
    tt_swift_field f;
    tt_swift_walk_start(&w, TT_STR("\r\nx\r\n:50K:/1\r\nADA\r\n:x\r\n:NS:22A\r\n:20:\r\n"), NULL);
    assert_true(tt_swift_walk_next(&w, &f));
    assert_str(f.tag, "50K");
    assert_str(f.text, "/1\r\nADA\r\n:x");
    assert_int_equal(f.line, 2);
    assert_int_equal(f.offset, 5);
    assert_true(tt_swift_walk_next(&w, &f));
    assert_str(f.tag, "NS");
    assert_int_equal(f.line, 5);
    assert_true(tt_swift_walk_next(&w, &f));
    assert_str(f.raw, ":20:");
    assert_str(f.text, "");
    assert_false(tt_swift_walk_next(&w, &f));
}

static void tags_parts_and_bics_are_known_by_their_form(void **state)
{
    TT_UNUSED(state);
    assert_str(tt_swift_tag(TT_STR(":20:x"), 0), "20");
    assert_str(tt_swift_tag(TT_STR(":60F:x"), 0), "60F");
    assert_int_equal(tt_swift_tag(TT_STR(":6:x"), 0).n, 0);
    assert_int_equal(tt_swift_tag(TT_STR(":60FF:"), 0).n, 0);
    assert_int_equal(tt_swift_tag(TT_STR(":60F"), 0).n, 0);
    assert_true(tt_swift_tag_is(TT_STR("60f"), "60F"));
    assert_true(tt_swift_tag_is(TT_STR("60F"), "60?"));
    assert_true(tt_swift_tag_is(TT_STR("60"), "60?"));
    assert_false(tt_swift_tag_is(TT_STR("60"), "60F"));
    assert_false(tt_swift_tag_is(TT_STR("600"), "60?"));
    assert_str(tt_swift_part(TT_STR("{108:A}{121: b }"), "121"), "b");
    assert_null(tt_swift_part(TT_STR("{108:121:}"), "121").p);
    assert_non_null(tt_swift_part(TT_STR("{PDE:}"), "PDE").p);
    assert_true(tt_swift_is_bic(TT_STR("AAAADEHH")));
    assert_true(tt_swift_is_bic(TT_STR("AAAADEH1123")));
    assert_false(tt_swift_is_bic(TT_STR("AAAA1EHH")));
    assert_false(tt_swift_is_bic(TT_STR("AAAADEHHX")));
}

TT_TEST_MAIN("base/swift", TT_TEST(messages_end_where_their_text_ends),
             TT_TEST(messages_may_be_separated_by_anything),
             TT_TEST(an_acknowledgement_belongs_to_the_message_behind_it),
             TT_TEST(bare_texts_end_with_a_dash_or_where_the_next_starts),
             TT_TEST(fields_are_their_lines), TT_TEST(tags_parts_and_bics_are_known_by_their_form))
