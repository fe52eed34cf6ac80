/*
 * XML: trees, cuts and scopes, paths, several documents, what breaks and what is refused.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/xml.h"

/* Writes down what it is told. */
struct told {
    tt_buf b;
    const char *get; /* path whose text is written for each cut */
};

static tt_status on_open(void *ctx, const tt_xml_node *n, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    tt_buf_addf(&t->b, "open %.*s\n", TT_STR_ARG(n->name));
    return TT_OK;
}

static tt_status on_cut(void *ctx, const tt_xml_node *n, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    tt_buf_addf(&t->b, "cut %.*s %llu+%llu", TT_STR_ARG(n->name), (unsigned long long)n->offset,
                (unsigned long long)n->bytes);
    if (t->get)
        tt_buf_addf(&t->b, " '%.*s'", TT_STR_ARG(tt_xml_get(n, t->get)));
    tt_buf_add_c(&t->b, '\n');
    return TT_OK;
}

static tt_status on_close(void *ctx, const tt_xml_node *n, tt_err *err)
{
    struct told *t = ctx;
    size_t children = 0;
    TT_UNUSED(err);
    for (const tt_xml_node *c = n->first; c; c = c->next)
        children++;
    tt_buf_addf(&t->b, "close %.*s %zu\n", TT_STR_ARG(n->name), children);
    return TT_OK;
}

static tt_status on_broken(void *ctx, const tt_xml_break *b, tt_err *err)
{
    struct told *t = ctx;
    TT_UNUSED(err);
    tt_buf_addf(&t->b, "broken %d %s\n", (int)b->why, b->text);
    return TT_OK;
}

static void assert_told(const char *text, const char *const *cuts, const char *const *scopes,
                        const char *get, const char *expect)
{
    struct told t = {.get = get};
    tt_xml_in in = {.text = tt_str_of(text), .cuts = cuts, .scopes = scopes};
    tt_xml_sink sink = {&t, on_open, on_cut, on_close, on_broken};
    tt_buf_init(&t.b, 0);
    assert_ok(tt_xml_read(&in, &sink, ERR));
    assert_string_equal(t.b.p ? t.b.p : "", expect);
    tt_buf_release(&t.b);
}

static void a_cut_is_handed_over_with_its_header(void **state)
{
    static const char *const cuts[] = {"E", NULL};
    TT_UNUSED(state);
    assert_told("<x:S xmlns:x='u'><x:H> a <b/>b</x:H><x:E>1</x:E><x:E/></x:S>", cuts, NULL, "../H",
                "open S\ncut E 36+12 'a b'\ncut E 48+6 'a b'\nclose S 1\n");
}

static void a_document_can_be_the_cut(void **state)
{
    static const char *const cuts[] = {"A", NULL};
    TT_UNUSED(state);
    assert_told("<A><n>1</n></A>\n<?xml version='1.0'?><A><n>2</n></A><!-- end -->", cuts, NULL,
                "n", "open A\ncut A 0+15 '1'\nclose A 1\nopen A\ncut A 37+15 '2'\nclose A 1\n");
}

static void a_cut_can_name_its_parent(void **state)
{
    static const char *const cuts[] = {"C/C", NULL};
    TT_UNUSED(state);
    assert_told("<S><C><C a='1'><C/></C><D/><C a='2'/></C><C/></S>", cuts, NULL, "@a",
                "open S\ncut C 6+17 '1'\ncut C 27+10 '2'\nclose S 2\n");
}

static void a_scope_forgets_its_header(void **state)
{
    static const char *const cuts[] = {"E", NULL}, *const scopes[] = {"P", NULL};
    TT_UNUSED(state);
    assert_told("<S><P><h>1</h><E/></P><P><h>2</h><E/></P></S>", cuts, scopes, "../h",
                "open S\ncut E 14+4 '1'\ncut E 33+4 '2'\nclose S 0\n");
}

static void a_family_of_documents_is_cut(void **state)
{
    static const char text[] =
        "<E xmlns:i='u:I-2' xmlns='u:No'><I/><i:I><I/></i:I><J xmlns='u:J-2.1'/><K xmlns='u:KK-1'/>"
        "<L xmlns='u:L'/><i:M/></E>";
    struct told t = {.get = NULL};
    tt_xml_in in = {.text = tt_str_of(text), .family = "u:"};
    tt_xml_sink sink = {&t, NULL, on_cut, on_close, on_broken};
    TT_UNUSED(state);
    tt_buf_init(&t.b, 0);
    assert_ok(tt_xml_read(&in, &sink, ERR));
    assert_string_equal(t.b.p, "cut I 36+15\ncut J 51+20\nclose E 4\n");
    tt_buf_release(&t.b);
}

static void what_breaks_is_told_and_the_next_document_read(void **state)
{
    static const char *const cuts[] = {"A", NULL};
    TT_UNUSED(state);
    assert_told("<A><b></A><?xml version='1.0'?><A/>", cuts, NULL, NULL,
                "open A\nbroken 0 mismatched tag\nopen A\ncut A 31+4\nclose A 0\n");
    assert_told("<A>", cuts, NULL, NULL, "open A\nbroken 0 no element found\n");
    assert_told("", cuts, NULL, NULL, "");
    assert_told("<A/>junk", cuts, NULL, NULL,
                "open A\ncut A 0+4\nclose A 0\nbroken 0 syntax error\n");
}

static void a_document_type_is_refused(void **state)
{
    TT_UNUSED(state);
    assert_told("<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><l>&b;</l>", NULL, NULL, NULL,
                "broken 1 document type declaration\n");
    assert_told("<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>", NULL, NULL, NULL,
                "broken 1 document type declaration\n");
}

static void depth_has_a_limit(void **state)
{
    char text[257 * 3 + 1];
    TT_UNUSED(state);
    for (size_t i = 0; i < 257; i++)
        memcpy(text + 3 * i, "<d>", 3);
    text[sizeof text - 1] = '\0';
    assert_told(text, NULL, NULL, NULL, "open d\nbroken 2 over the limits\n");
}

static tt_status look(void *ctx, const tt_xml_node *n, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    assert_str(tt_xml_get(n, "P/N"), "second");
    assert_str(tt_xml_get(n, "I[@s=VAT|GLN]"), "g");
    assert_str(tt_xml_get(n, "R[T=705]/V"), "bl");
    assert_str(tt_xml_get(n, "R[T!=705]/V"), "po");
    assert_str(tt_xml_get(n, "I[@s!=X]"), "g");
    assert_str(tt_xml_get(n, "P[@s!=X]/N"), "second");
    assert_str(tt_xml_get(n, "*/V"), "po");
    assert_str(tt_xml_get(n, "I/@s"), "X");
    assert_str(tt_xml_get(n, "none/N"), NULL);
    assert_str(tt_xml_ns(n), "d");
    assert_str(tt_xml_ns(tt_xml_child(n, "Q")), "q");
    assert_null(tt_xml_find(n, "P/X"));
    assert_int_equal(tt_xml_find(n, "P[N=second]")->offset, 36);
    assert_str(tt_xml_more(tt_xml_child(n, "P"))->first->text, "second");
    return TT_OK;
}

static void paths_find_the_first_that_fits(void **state)
{
    tt_xml_in in = {.cuts = NULL};
    tt_xml_sink sink = {.close = look};
    TT_UNUSED(state);
    in.text = TT_STR("<A xmlns='d' xmlns:q='q'><P> </P>   <P><N>second</N></P>"
                     "<I s='X'>x</I><I s='GLN'>g</I><R><T>1</T><V>po</V></R>"
                     "<R><T>705</T><V>bl</V></R><q:Q/></A>");
    assert_ok(tt_xml_read(&in, &sink, ERR));
}

static void the_root_is_found_at_the_start(void **state)
{
    tt_str name, ns;
    TT_UNUSED(state);
    assert_true(tt_xml_root(TT_STR("\xef\xbb\xbf<?xml version='1.0'?><!-- <no> -->\n<a:Doc b='1' "
                                   "xmlns:ab=\"no\" xmlns:a=\"urn:x\" >"),
                            &name, &ns));
    assert_str(name, "Doc");
    assert_str(ns, "urn:x");
    assert_true(tt_xml_root(TT_STR("<Doc xmlns='u'/>"), &name, &ns));
    assert_str(ns, "u");
    assert_true(tt_xml_root(TT_STR("<!DOCTYPE x [<!ENTITY a 'b'>]><x>"), &name, &ns));
    assert_str(name, "x");
    assert_false(tt_xml_root(TT_STR("a,b\n"), &name, &ns));
    assert_false(tt_xml_root(TT_STR("<"), &name, &ns));
}

static void lines_are_counted(void **state)
{
    tt_lines l;
    TT_UNUSED(state);
    tt_lines_init(&l, TT_STR("a\nb\n\nc"));
    assert_int_equal(tt_lines_at(&l, 0), 1);
    assert_int_equal(tt_lines_at(&l, 2), 2);
    assert_int_equal(tt_lines_at(&l, 5), 4);
    assert_int_equal(tt_lines_at(&l, 1), 1);
    assert_int_equal(tt_lines_at(&l, 99), 4);
}

TT_TEST_MAIN("base/xml", TT_TEST(a_cut_is_handed_over_with_its_header),
             TT_TEST(a_document_can_be_the_cut), TT_TEST(a_cut_can_name_its_parent),
             TT_TEST(a_scope_forgets_its_header), TT_TEST(a_family_of_documents_is_cut),
             TT_TEST(what_breaks_is_told_and_the_next_document_read),
             TT_TEST(a_document_type_is_refused), TT_TEST(depth_has_a_limit),
             TT_TEST(paths_find_the_first_that_fits), TT_TEST(the_root_is_found_at_the_start),
             TT_TEST(lines_are_counted))
