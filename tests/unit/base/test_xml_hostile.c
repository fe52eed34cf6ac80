/*
 * XML: texts and values as they are meant, in feeds of any size; parts of cuts; memory that fails;
 * documents that are made to hurt.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/xml.h"

/* Writes trees down as <name a="b">text(children). */
struct told {
    tt_buf b;
    uint64_t cuts;
    bool silent;
    bool keep; /* parts */
};

static void write_node(tt_buf *b, const tt_xml_node *n)
{
    tt_buf_addf(b, "<%.*s", TT_STR_ARG(n->name));
    for (size_t i = 0; i < n->n_attrs; i++)
        tt_buf_addf(b, " %.*s:%.*s=[%.*s]", TT_STR_ARG(n->attrs[i].prefix),
                    TT_STR_ARG(n->attrs[i].name), TT_STR_ARG(n->attrs[i].value));
    tt_buf_addf(b, ">[%.*s]%s(", TT_STR_ARG(n->text), n->text_cut ? "cut" : "");
}

static void write_tree(tt_buf *b, const tt_xml_node *top)
{
    const tt_xml_node *n = top;
    while (n) {
        write_node(b, n);
        if (n->first) {
            n = n->first;
            continue;
        }
        tt_buf_add_c(b, ')');
        while (n != top && !n->next) {
            n = n->parent;
            tt_buf_add_c(b, ')');
        }
        n = n == top ? NULL : n->next;
    }
    tt_buf_add_c(b, '\n');
}

static tt_status on_cut(void *ctx, const tt_xml_node *n, tt_err *err)
{
    struct told *t = ctx;
    t->cuts++;
    if (!t->silent)
        write_tree(&t->b, n);
    return tt_buf_status(&t->b, err);
}

static tt_status on_part(void *ctx, const tt_xml_node *n, bool *keep, tt_err *err)
{
    struct told *t = ctx;
    tt_buf_addf(&t->b, "part of %.*s ", TT_STR_ARG(n->parent->name));
    *keep = t->keep;
    return on_cut(ctx, n, err);
}

static tt_status on_broken(void *ctx, const tt_xml_break *b, tt_err *err)
{
    struct told *t = ctx;
    tt_buf_addf(&t->b, "broken %d at %llu: %s\n", (int)b->why, (unsigned long long)b->offset,
                b->text);
    return tt_buf_status(&t->b, err);
}

static tt_status read(struct told *t, tt_xml_in in, tt_str text, tt_err *err)
{
    tt_xml_sink sink = {.ctx = t, .cut = on_cut, .broken = on_broken};
    if (!in.cuts)
        sink.close = on_cut;
    in.text = text;
    return tt_xml_read(&in, &sink, err);
}

static void assert_told(tt_xml_in in, tt_str text, const char *expect)
{
    struct told t = {.cuts = 0};
    tt_buf_init(&t.b, 0);
    assert_ok(read(&t, in, text, ERR));
    assert_string_equal(t.b.p ? t.b.p : "", expect);
    tt_buf_release(&t.b);
}

static const struct {
    const char *text, *told;
} meant[] = {
    {"<a> x &lt;&gt;&amp;&quot;&apos; </a>", "<a>[x <>&\"']()\n"},
    {"<a>&#233;&#xE9;&#x20ac;&#x1F600;</a>",
     "<a>[\xc3\xa9\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80]()\n"},
    {"<a>1<![CDATA[<b>&amp;]]>2</a>", "<a>[1<b>&amp;2]()\n"},
    {"<a><![CDATA[ ]]]]><![CDATA[> ]]></a>", "<a>[]]>]()\n"},
    {"<a>x<!-- <b> & -->y<?p q?>z</a>", "<a>[xyz]()\n"},
    {"<a>1\r\n2\r3</a>", "<a>[1\n2\n3]()\n"},
    {"<a><![CDATA[1\r\n2]]></a>", "<a>[1\n2]()\n"},
    {"<a>&#32;&#10;</a>", "<a>[]()\n"},
    {"<a> <b/> 1 <b/> 2 <c>d</c>3</a>", "<a>[1 2 3](<b>[]()<b>[]()<c>[d]())\n"},
    {"<a b='1>2' c=\"'\" d='' x:e = '&lt;&#9;'/>", "<a :b=[1>2] :c=['] :d=[] x:e=[<\t]>[]()\n"},
    {"<a b='1\n2\t3\r\n4\r5'/>", "<a :b=[1 2 3 4 5]>[]()\n"},
    {"<a\n\tb = \"1\"\n/>", "<a :b=[1]>[]()\n"},
    {"<n:a xmlns:n='u'>\xc3\xa9</n:a >", "<a xmlns:n=[u]>[\xc3\xa9]()\n"},
};

static void texts_are_read_as_they_are_meant(void **state)
{
    tt_xml_in in = {.cuts = NULL};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(meant); i++)
        assert_told(in, tt_str_of(meant[i].text), meant[i].told);
}

static void feeds_of_any_size_give_the_same(void **state)
{
    TT_UNUSED(state);
    for (size_t feed = 1; feed < 8; feed++)
        for (size_t i = 0; i < TT_LEN(meant); i++) {
            tt_xml_in in = {.feed = feed};
            assert_told(in, tt_str_of(meant[i].text), meant[i].told);
        }
}

static void parts_come_before_their_cut(void **state)
{
    static const char *const cuts[] = {"D", NULL}, *const lines[] = {"L", NULL};
    static const tt_xml_parts parts = {lines, on_part};
    tt_xml_in in = {.text = {"", 0}, .cuts = cuts, .parts = &parts};
    tt_str text = TT_STR("<E><L/><D><h>1</h><L>a</L><x><L/></x><L>b</L></D><D><L/></D></E>");
    struct told t = {.keep = true};
    TT_UNUSED(state);
    assert_told(in, text,
                "part of D <L>[a]()\npart of D <L>[b]()\n<D>[](<h>[1]()<x>[](<L>[]()))\n"
                "part of D <L>[]()\n<D>[]()\n");
    tt_buf_init(&t.b, 0);
    assert_ok(read(&t, in, text, ERR));
    assert_string_equal(t.b.p, "part of D <L>[a]()\n"
                               "<D>[](<h>[1]()<L>[a]()<x>[](<L>[]())<L>[b]())\n"
                               "part of D <L>[]()\n<D>[](<L>[]())\n");
    tt_buf_release(&t.b);
}

static void every_allocation_may_fail(void **state)
{
    static const char *const cuts[] = {"D", NULL}, *const scopes[] = {"S", NULL},
                             *const lines[] = {"L", NULL};
    static const tt_xml_parts parts = {lines, on_part};
    tt_xml_in in = {.text = {"", 0}, .cuts = cuts, .scopes = scopes, .parts = &parts, .feed = 16};
    tt_str text = TT_STR("<E><h a='1' b='&lt;'>x&amp;y<i/>z<i/>w</h><S><g/><D><h><![CDATA[1]]></h>"
                         "<L q='\n'>a<b/>c</L></D></S></E><?xml version='1.0'?><E><D></E>");
    struct told whole = {.cuts = 0}, t = {.cuts = 0};
    tt_status st;
    TT_UNUSED(state);
    tt_buf_init(&whole.b, 0);
    assert_ok(read(&whole, in, text, ERR));
    tt_buf_init(&t.b, 0);
    TT_TORTURE(st, {
        tt_buf_release(&t.b);
        tt_buf_init(&t.b, 0);
        st = read(&t, in, text, NULL);
        if (st == TT_OK)
            assert_string_equal(t.b.p, whole.b.p);
    });
    tt_buf_release(&t.b);
    tt_buf_release(&whole.b);
}

/* --- hostile --- */

static void add_times(tt_buf *b, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        tt_buf_add_z(b, text);
}

static void entities_are_never_expanded_nor_fetched(void **state)
{
    static const char *const texts[] = {
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><l>&c;</l>",
        "<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l>&x;</l>",
        "<!DOCTYPE l [<!ENTITY % p SYSTEM 'http://example.org/p'>%p;]><l/>",
        "<?xml version='1.0' standalone='no'?><!DOCTYPE l><l>&x;</l>",
    };
    tt_xml_in in = {.cuts = NULL};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        struct told t = {.cuts = 0};
        tt_buf_init(&t.b, 0);
        assert_ok(read(&t, in, tt_str_of(texts[i]), ERR));
        assert_int_equal(t.cuts, 0);
        assert_non_null(strstr(t.b.p, "broken 1"));
        tt_buf_release(&t.b);
    }
    assert_told(in, TT_STR("<l>&x;</l>"), "broken 0 at 3: undefined entity\n");
}

static void limits_stop_a_document_and_not_the_next(void **state)
{
    enum { DEEP, MANY_ATTRIBUTES, LONG_NAME, LONG_TAG, LONG_COMMENT, CASES };
    tt_xml_in in = {.cuts = NULL};
    TT_UNUSED(state);
    for (int c = 0; c < CASES; c++) {
        struct told t = {.cuts = 0};
        tt_buf b;
        tt_buf_init(&b, 0);
        tt_buf_init(&t.b, 0);
        tt_buf_add_z(&b, "<r>");
        if (c == DEEP)
            add_times(&b, "<d>", 100000);
        tt_buf_add_z(&b, c == LONG_COMMENT ? "<!--" : "<e ");
        for (size_t i = 0; c == MANY_ATTRIBUTES && i < 40000; i++)
            tt_buf_addf(&b, "a%zu='' ", i);
        if (c == LONG_NAME)
            add_times(&b, "x='1'><abcdefghijklmnop", 1);
        add_times(&b, "abcdefghijklmnop",
                  c == LONG_NAME                       ? 65
                  : c == LONG_TAG || c == LONG_COMMENT ? 2 << 20
                                                       : 1);
        tt_buf_add_z(&b, c == LONG_COMMENT ? "--></r>" : "='1'/></r>");
        tt_buf_add_z(&b, "\n<?xml version='1.0'?><next/>");
        assert_ok(read(&t, in, tt_buf_str(&b), ERR));
        assert_non_null(strstr(t.b.p, "broken"));
        assert_non_null(strstr(t.b.p, "<next>[]()\n"));
        assert_int_equal(t.cuts, 1);
        tt_buf_release(&b);
        tt_buf_release(&t.b);
    }
}

static tt_status on_long(void *ctx, const tt_xml_node *n, tt_err *err)
{
    size_t *bytes = ctx;
    TT_UNUSED(err);
    assert_true(n->text_cut && n->cut_inside);
    *bytes = n->text.n;
    return TT_OK;
}

static void a_text_of_100_mb_is_cut(void **state)
{
    enum { MB = 1 << 20 };
    static const char *const pieces[] = {"0123456789abcdef", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
                                         "&lt;&gt;"};
    TT_UNUSED(state);
    for (size_t i = 0; i < TT_LEN(pieces); i++) {
        size_t times = (i == 0 ? 100 : 3) * (size_t)MB / strlen(pieces[i]), bytes = 0;
        tt_buf b;
        tt_buf_init(&b, 0);
        tt_buf_add_z(&b, "<t>x");
        add_times(&b, pieces[i], times);
        tt_buf_add_z(&b, "</t>");
        tt_xml_in in = {.text = tt_buf_str(&b)};
        tt_xml_sink sink = {.ctx = &bytes, .close = on_long};
        assert_ok(tt_xml_read(&in, &sink, ERR));
        assert_true(bytes > 0 && bytes <= MB);
        if (i == 1) /* not inside of a character */
            assert_int_equal(bytes, MB - 1);
        tt_buf_release(&b);
    }
}

static void many_pieces_and_many_cuts_take_linear_time(void **state)
{
    enum { MANY = 200000 };
    static const char *const cuts[] = {"c", NULL};
    struct told t = {.silent = true};
    tt_buf b;
    TT_UNUSED(state);
    tt_buf_init(&b, 0);
    tt_buf_init(&t.b, 0);
    tt_buf_add_z(&b, "<r>");
    add_times(&b, "x<h/><c>y</c>", MANY);
    tt_buf_add_z(&b, "</r>");
    tt_xml_in in = {.text = {"", 0}, .cuts = cuts};
    assert_ok(read(&t, in, tt_buf_str(&b), ERR));
    assert_int_equal(t.cuts, MANY);
    tt_buf_release(&b);
    tt_buf_release(&t.b);
}

TT_TEST_MAIN("base/xml_hostile", TT_TEST(texts_are_read_as_they_are_meant),
             TT_TEST(feeds_of_any_size_give_the_same), TT_TEST(parts_come_before_their_cut),
             TT_TEST(every_allocation_may_fail), TT_TEST(entities_are_never_expanded_nor_fetched),
             TT_TEST(limits_stop_a_document_and_not_the_next), TT_TEST(a_text_of_100_mb_is_cut),
             TT_TEST(many_pieces_and_many_cuts_take_linear_time))
