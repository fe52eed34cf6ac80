/*
 * xml.c - Expat's events to trees.
 *
 * Three arenas by where a node lies: headers live as long as the document, those in a scope as long
 * as the scope, a cut until it has been handed over.
 */
#include "base/xml.h"

#include <expat.h>

#include "base/buf.h"
#include "base/str.h"

enum {
    FEED = 1 << 20, /* bytes for one call of Expat */
    DEPTH = 256,
    ATTRS = 256,
    NAME = 1024,
    TEXT = 1 << 20,
    TREE = 64 << 20,
    TAG = 16 << 20
};

enum level { HEAD, SCOPE, CUT, LEVELS };

struct reading {
    const tt_xml_in *in;
    const tt_xml_sink *sink;
    tt_err *err;
    XML_Parser parser;
    tt_arena arena[LEVELS];
    const tt_xml_node *root; /* only to know whether there was one */
    tt_xml_node *open;
    uint64_t end;                   /* of the last element that closed */
    const tt_xml_node *scope, *cut; /* the outermost ones that are open; NULL: none */
    size_t depth;
    size_t from;  /* where the document starts in the text */
    tt_buf text;  /* of the open node since its last child */
    tt_status st; /* what ended the reading */
    bool done;    /* the document element has closed */
    bool dtd;     /* the document broke because of this, */
    bool limit;   /* or of this */
};

/* --- stopping --- */

static void stop(struct reading *r)
{
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static void fail(struct reading *r, tt_status st)
{
    if (r->st == TT_OK)
        r->st = st;
    stop(r);
}

static void no_memory(struct reading *r)
{
    fail(r, tt_fail(r->err, TT_ENOMEM, "no room for an XML document"));
}

static void over_limit(struct reading *r)
{
    r->limit = true;
    stop(r);
}

static bool stopped(const struct reading *r)
{
    return r->st != TT_OK || r->dtd || r->limit || r->done;
}

/* --- building --- */

static bool is_one_of(tt_str name, const char *const *names)
{
    for (; names && *names; names++)
        if (tt_str_is(name, *names))
            return true;
    return false;
}

static tt_arena *arena_of(struct reading *r)
{
    return &r->arena[r->cut ? CUT : r->scope ? SCOPE : HEAD];
}

static void split_name(tt_str whole, tt_str *prefix, tt_str *name)
{
    const char *colon = whole.n ? memchr(whole.p, ':', whole.n) : NULL;
    *prefix = (tt_str){"", 0};
    *name = whole;
    if (colon) {
        size_t n = (size_t)(colon - whole.p);
        *prefix = tt_str_sub(whole, 0, n);
        *name = tt_str_sub(whole, n + 1, SIZE_MAX);
    }
}

static bool copy_attrs(tt_xml_node *n, const XML_Char **attrs, size_t count, tt_arena *a)
{
    tt_xml_attr *out = tt_new_n(a, tt_xml_attr, count);
    if (!out)
        return false;
    for (size_t i = 0; i < count; i++) {
        tt_str name = tt_arena_str(a, tt_str_of(attrs[2 * i]));
        out[i].value = tt_arena_str(a, tt_str_of(attrs[2 * i + 1]));
        if (!name.p || !out[i].value.p)
            return false;
        split_name(name, &out[i].prefix, &out[i].name);
    }
    n->attrs = out;
    n->n_attrs = count;
    return true;
}

/* What a prefix is bound to in the attributes of a tag that opens; absent when it is not. */
static tt_str bound_in(const XML_Char **attrs, tt_str prefix)
{
    for (; *attrs; attrs += 2) {
        tt_str name = tt_str_of(attrs[0]), rest = tt_str_sub(name, 5, SIZE_MAX);
        if (tt_str_starts(name, TT_STR("xmlns")) &&
            (prefix.n ? rest.n > 1 && rest.p[0] == ':' &&
                            tt_str_eq(tt_str_sub(rest, 1, SIZE_MAX), prefix)
                      : rest.n == 0))
            return tt_str_of(attrs[1]);
    }
    return (tt_str){NULL, 0};
}

static bool
is_of_family(const struct reading *r, tt_str prefix, tt_str name, const XML_Char **attrs)
{
    if (!r->in->family)
        return false;
    tt_str ns = bound_in(attrs, prefix), family = tt_str_of(r->in->family);
    if (!ns.p)
        ns = tt_xml_ns_of(r->open, prefix);
    tt_str rest = tt_str_sub(ns, family.n, SIZE_MAX);
    return tt_str_starts(ns, family) && tt_str_starts(rest, name) && rest.n > name.n &&
           rest.p[name.n] == '-';
}

/* "Name", or "Parent/Name". */
static bool is_cut(tt_str name, const tt_xml_node *parent, const char *const *cuts)
{
    for (; cuts && *cuts; cuts++) {
        tt_str rest = tt_str_of(*cuts), first;
        if (!tt_str_split(&rest, '/', &first))
            continue;
        if (!rest.p ? tt_str_eq(name, first)
                    : parent && tt_str_eq(parent->name, first) && tt_str_eq(name, rest))
            return true;
    }
    return false;
}

/* Where an element of this name goes. */
static enum level level_of(const struct reading *r, tt_str whole, const XML_Char **attrs)
{
    tt_str prefix, name;
    if (r->cut)
        return CUT;
    split_name(whole, &prefix, &name);
    if (is_cut(name, r->open, r->in->cuts) || is_of_family(r, prefix, name, attrs))
        return CUT;
    return r->scope || is_one_of(name, r->in->scopes) ? SCOPE : HEAD;
}

static tt_xml_node *
make_node(struct reading *r, tt_str whole, const XML_Char **attrs, size_t count, tt_arena *a)
{
    tt_xml_node *n = tt_new(a, tt_xml_node);
    tt_str name = tt_arena_str(a, whole);
    if (!n || !name.p || (count > 0 && !copy_attrs(n, attrs, count, a)))
        return NULL;
    split_name(name, &n->prefix, &n->name);
    n->text = (tt_str){"", 0};
    n->offset = r->from + (uint64_t)XML_GetCurrentByteIndex(r->parser);
    return n;
}

static void add_child(tt_xml_node *parent, tt_xml_node *n)
{
    n->parent = parent;
    if (!parent)
        return;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
}

/* Give the collected text to the open node. */
static bool take_text(struct reading *r)
{
    tt_xml_node *n = r->open;
    tt_str s = tt_str_trim(tt_buf_str(&r->text));
    if (n && s.n > 0) {
        tt_arena *a = arena_of(r);
        if (n->text.n == 0) {
            n->text = tt_arena_str(a, s);
        } else {
            const char *both = tt_arena_printf(a, "%.*s %.*s", TT_STR_ARG(n->text), TT_STR_ARG(s));
            n->text = tt_str_of(both);
        }
        if (!n->text.p)
            return false;
    }
    tt_buf_reset(&r->text);
    return true;
}

/* --- events --- */

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
    struct reading *r = ctx;
    tt_str whole = tt_str_of(name);
    size_t count = 0;
    if (stopped(r))
        return;
    while (attrs[2 * count])
        count++;
    if (r->depth == DEPTH || count > ATTRS || whole.n > NAME ||
        r->arena[HEAD].used + r->arena[SCOPE].used + r->arena[CUT].used > TREE) {
        over_limit(r);
        return;
    }
    if (!take_text(r)) {
        no_memory(r);
        return;
    }
    enum level level = level_of(r, whole, attrs);
    tt_xml_node *n = make_node(r, whole, attrs, count, &r->arena[level]);
    if (!n) {
        no_memory(r);
        return;
    }
    add_child(r->open, n);
    r->open = n;
    r->depth++;
    if (level == CUT && !r->cut)
        r->cut = n;
    else if (level == SCOPE && !r->scope)
        r->scope = n;
    if (!r->root) {
        r->root = n;
        tt_status st = r->sink->open ? r->sink->open(r->sink->ctx, n, r->err) : TT_OK;
        if (st != TT_OK)
            fail(r, st);
    }
}

/* Take the last child away. */
static void forget_last(tt_xml_node *parent)
{
    tt_xml_node *n = parent ? parent->first : NULL, *before = NULL;
    if (!n)
        return;
    while (n != parent->last) {
        before = n;
        n = n->next;
    }
    parent->last = before;
    if (before)
        before->next = NULL;
    else
        parent->first = NULL;
}

/* Forget what was handed over, or the headers of a scope. */
static void forget(struct reading *r, const tt_xml_node *n, enum level level)
{
    if (n != r->root)
        forget_last(n->parent);
    tt_arena_reset(&r->arena[level]);
}

static void hand_over(struct reading *r, const tt_xml_node *n,
                      tt_status (*fn)(void *ctx, const tt_xml_node *n, tt_err *err))
{
    tt_status st = fn ? fn(r->sink->ctx, n, r->err) : TT_OK;
    if (st != TT_OK)
        fail(r, st);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    tt_xml_node *n = r->open;
    TT_UNUSED(name);
    if (stopped(r))
        return;
    if (!take_text(r)) {
        no_memory(r);
        return;
    }
    r->end = r->from + (uint64_t)XML_GetCurrentByteIndex(r->parser) +
             (uint64_t)XML_GetCurrentByteCount(r->parser);
    n->bytes = r->end - n->offset;
    r->open = n->parent;
    r->depth--;
    if (n == r->cut)
        hand_over(r, n, r->sink->cut);
    if (r->depth == 0 && r->st == TT_OK) {
        hand_over(r, n, r->sink->close);
        r->done = true;
        stop(r);
    }
    if (n == r->cut) {
        r->cut = NULL;
        forget(r, n, CUT);
    } else if (n == r->scope) {
        r->scope = NULL;
        forget(r, n, SCOPE);
    }
}

static void on_text(void *ctx, const XML_Char *s, int n)
{
    struct reading *r = ctx;
    if (stopped(r) || !r->open)
        return;
    if (r->text.n + (size_t)n > TEXT) {
        r->open->text_cut = true;
        for (tt_xml_node *p = r->open; p && !p->cut_inside; p = p->parent)
            p->cut_inside = true;
        return;
    }
    /* The white space between elements. */
    if (r->text.n == 0 && tt_str_trim((tt_str){s, (size_t)n}).n == 0)
        return;
    tt_buf_add(&r->text, (tt_str){s, (size_t)n});
    if (r->text.failed)
        no_memory(r);
}

static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
                       const XML_Char *pubid, int has_internal_subset)
{
    struct reading *r = ctx;
    TT_UNUSED(name);
    TT_UNUSED(sysid);
    TT_UNUSED(pubid);
    TT_UNUSED(has_internal_subset);
    r->dtd = true;
    stop(r);
}

/* --- documents --- */

static void set_handlers(struct reading *r)
{
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
}

static void start_document(struct reading *r, size_t from)
{
    for (int l = 0; l < LEVELS; l++)
        tt_arena_reset(&r->arena[l]);
    tt_buf_reset(&r->text);
    r->root = r->open = NULL;
    r->scope = r->cut = NULL;
    r->depth = 0;
    r->from = from;
    r->done = r->dtd = r->limit = false;
}

/* Feed one document.  True when it closed, or there was none but white space and comments. */
static bool feed(struct reading *r)
{
    tt_str all = r->in->text;
    for (size_t at = r->from;; at += FEED) {
        tt_str piece = tt_str_sub(all, at, FEED);
        bool last = at + piece.n == all.n;
        enum XML_Status ok = XML_Parse(r->parser, piece.n ? piece.p : "", (int)piece.n, last);
        if (r->done || r->st != TT_OK)
            return r->done;
        if (ok != XML_STATUS_OK)
            return false;
        if (last)
            return true;
        if (at + piece.n - r->from > (uint64_t)XML_GetCurrentByteIndex(r->parser) + TAG) {
            r->limit = true;
            return false;
        }
    }
}

static tt_status tell_break(struct reading *r, size_t *next, tt_err *err)
{
    tt_str all = r->in->text;
    XML_Index index = XML_GetCurrentByteIndex(r->parser);
    tt_xml_break b = {
        .why = r->dtd     ? TT_XML_DTD
               : r->limit ? TT_XML_LIMIT
                          : TT_XML_BROKEN,
        .offset = r->from + (index > 0 ? (uint64_t)index : 0),
        .from = r->from,
        .text = r->dtd     ? "document type declaration"
                : r->limit ? "over the limits"
                           : XML_ErrorString(XML_GetErrorCode(r->parser)),
    };
    if (XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY)
        return tt_fail(err, TT_ENOMEM, "no room for an XML document");
    *next = tt_str_find(all, TT_STR("<?xml "), TT_MAX((size_t)b.offset, r->from + 1));
    *next = TT_MIN(*next, all.n);
    return r->sink->broken ? r->sink->broken(r->sink->ctx, &b, err) : TT_OK;
}

static size_t skip_blank(tt_str s, size_t at)
{
    if (tt_str_starts(tt_str_sub(s, at, SIZE_MAX), TT_STR("\xef\xbb\xbf")))
        at += 3;
    while (at < s.n && (tt_ascii_is_space(s.p[at]) || s.p[at] == 0 || s.p[at] == 0x1a))
        at++;
    return at;
}

static tt_status read_all(struct reading *r, tt_err *err)
{
    size_t at = skip_blank(r->in->text, 0);
    while (at < r->in->text.n) {
        start_document(r, at);
        if (!XML_ParserReset(r->parser, "UTF-8"))
            return tt_fail(err, TT_ENOMEM, "no room for an XML document");
        set_handlers(r);
        bool whole = feed(r);
        if (r->st != TT_OK)
            return r->st;
        if (!whole && !r->root && at > 0 && XML_GetErrorCode(r->parser) == XML_ERROR_NO_ELEMENTS)
            return TT_OK; /* comments after the last document */
        if (!whole)
            TT_TRY(tell_break(r, &at, err));
        else
            at = r->root ? (size_t)r->end : r->in->text.n;
        at = skip_blank(r->in->text, at);
    }
    return TT_OK;
}

static void *xml_malloc(size_t n)
{
    return tt_mem_zalloc(n, 1);
}

static void *xml_realloc(void *p, size_t n)
{
    return tt_mem_grow(p, n, 1);
}

tt_status tt_xml_read(const tt_xml_in *in, const tt_xml_sink *sink, tt_err *err)
{
    static const XML_Memory_Handling_Suite memory = {xml_malloc, xml_realloc, tt_mem_free};
    struct reading r = {.in = in, .sink = sink, .err = err, .st = TT_OK};
    r.parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (!r.parser)
        return tt_fail(err, TT_ENOMEM, "no room for an XML parser");
    for (int l = 0; l < LEVELS; l++)
        tt_arena_init(&r.arena[l], 0);
    tt_buf_init(&r.text, 0);
    tt_status st = read_all(&r, err);
    tt_buf_release(&r.text);
    for (int l = 0; l < LEVELS; l++)
        tt_arena_release(&r.arena[l]);
    XML_ParserFree(r.parser);
    return st;
}
