/*
 * xml.c - Expat's events to trees.
 *
 * Three arenas by where a node lies: headers live as long as the document, those in a scope as long
 * as the scope, a cut until it has been handed over.
 */
#include "base/xml.h"

#include <expat.h>

#include "base/str.h"
#include "base/xml_text.h"

enum {
    KEPT = 1 << 20,  /* bytes of a text whose memory is kept: it grows with the text */
    FEED = 64 << 10, /* bytes for one call of Expat, twice as many while a tag does not end */
    DEPTH = 256,
    ATTRS = 256,
    NAME = 1024,
    TEXT = 1 << 20,
    TREE = 256 << 20,
    TAG = 16 << 20
};

enum level { HEAD, SCOPE, CUT, PART, LEVELS };
_Static_assert(LEVELS == sizeof((tt_xml_keep){0}.arena) / sizeof(tt_arena), "one for each");

/* An element that is taken out of the tree again. */
struct taken {
    tt_xml_node *node; /* NULL: none is open */
    tt_xml_node *before;
};

struct reading {
    const tt_xml_in *in;
    const tt_xml_sink *sink;
    tt_err *err;
    XML_Parser parser;
    tt_arena *arena; /* LEVELS */
    bool any;        /* there was a document element */
    tt_xml_node *open;
    struct taken scope, cut; /* the outermost ones that are open */
    struct taken part;       /* of the cut */
    bool keep;               /* the last part was wanted in its cut: so are those that follow */
    size_t depth;
    size_t from;  /* where the document starts in the text */
    size_t mark;  /* end of the last tag */
    tt_status st; /* what ended the reading */
    bool stop;    /* Expat was told to: */
    bool done;    /* the document element has closed, */
    bool dtd;     /* or the document broke because of this, */
    bool limit;   /* or of this */
};

/* --- stopping --- */

static void stop(struct reading *r)
{
    r->stop = true;
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
    return &r->arena[r->part.node ? PART : r->cut.node ? CUT : r->scope.node ? SCOPE : HEAD];
}

static void split_name(tt_str whole, tt_str *prefix, tt_str *name)
{
    size_t i = 0;
    while (i < whole.n && whole.p[i] != ':')
        i++;
    bool bare = i == whole.n;
    *prefix = bare ? (tt_str){"", 0} : (tt_str){whole.p, i};
    *name = bare ? whole : (tt_str){whole.p + i + 1, whole.n - i - 1};
}

static bool set_attrs(tt_xml_node *n, const char *at, const XML_Char **attrs, tt_arena *a)
{
    size_t count = 0;
    while (attrs[2 * count])
        count++;
    tt_xml_attr *out = tt_new_n(a, tt_xml_attr, count);
    if (!out)
        return false;
    for (size_t i = 0; i < count; i++) {
        while (tt_xml_is_space(*at))
            at++;
        size_t value = strlen(attrs[2 * i + 1]);
        split_name((tt_str){at, strlen(attrs[2 * i])}, &out[i].prefix, &out[i].name);
        out[i].value = tt_xml_raw_value(&at, value);
        if (!out[i].value.p)
            out[i].value = tt_arena_str(a, (tt_str){attrs[2 * i + 1], value});
        if (!out[i].value.p)
            return false;
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
    if (r->part.node)
        return PART;
    if (r->cut.node && (!r->in->parts || r->keep || r->open != r->cut.node))
        return CUT;
    split_name(whole, &prefix, &name);
    if (r->cut.node)
        return is_one_of(name, r->in->parts->names) ? PART : CUT;
    if (is_cut(name, r->open, r->in->cuts) || is_of_family(r, prefix, name, attrs))
        return CUT;
    return r->scope.node || is_one_of(name, r->in->scopes) ? SCOPE : HEAD;
}

static tt_xml_node *
make_node(struct reading *r, size_t at, size_t n_name, const XML_Char **attrs, tt_arena *a)
{
    tt_xml_node *n = tt_new(a, tt_xml_node);
    const char *name = r->in->text.p + at + 1;
    if (!n || (*attrs && !set_attrs(n, name + n_name, attrs, a)))
        return NULL;
    split_name((tt_str){name, n_name}, &n->prefix, &n->name);
    n->tag = tt_xml_tag(n->name);
    n->text = (tt_str){"", 0};
    n->offset = at;
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

/* --- text --- */

static void mark_cut(tt_xml_node *n)
{
    n->text_cut = true;
    for (; n && !n->cut_inside; n = n->parent)
        n->cut_inside = true;
}

/* Not over the limit, and not inside of a character. */
static tt_str within_limit(tt_xml_node *n, tt_str s)
{
    size_t room = TEXT - TT_MIN(n->text.n, (size_t)TEXT);
    if (s.n <= room)
        return s;
    while (room > 0 && ((unsigned char)s.p[room] & 0xc0) == 0x80)
        room--;
    mark_cut(n);
    return tt_str_sub(s, 0, room);
}

/* Behind the text that the node has, after a blank. */
static bool append(tt_xml_node *n, tt_str s, tt_arena *a)
{
    size_t all = n->text.n + 1 + s.n;
    char *p = NULL;
    if (all > n->text_room) {
        p = tt_arena_zalloc(a, 2 * all, 1);
        if (!p)
            return false;
        memcpy(p, n->text.p, n->text.n);
        n->text_room = (uint32_t)(2 * all);
    } else {
        p = (char *)(uintptr_t)n->text.p; /* ours: text_room says so */
    }
    p[n->text.n] = ' ';
    memcpy(p + n->text.n + 1, s.p, s.n);
    n->text = (tt_str){p, all};
    return true;
}

/* Give what was written since the last tag to the open node. */
static bool take_text(struct reading *r, size_t end)
{
    tt_xml_node *n = r->open;
    tt_str s = tt_xml_trim((tt_str){r->in->text.p + r->mark, end - r->mark});
    if (!n || s.n == 0)
        return true;
    tt_arena *a = arena_of(r);
    s = within_limit(n, s);
    if (tt_xml_is_marked(s)) {
        s = tt_xml_plain(s, a);
        if (!s.p)
            return false;
        s = tt_xml_trim(s);
    }
    if (n->text.n == 0)
        n->text = s.n ? s : n->text;
    else if (s.n > 0)
        return append(n, s, a);
    return true;
}

/* --- events --- */

static void tell_open(struct reading *r, const tt_xml_node *n)
{
    r->any = true;
    tt_status st = r->sink->open ? r->sink->open(r->sink->ctx, n, r->err) : TT_OK;
    if (st != TT_OK)
        fail(r, st);
}

static size_t bytes_used(const struct reading *r)
{
    size_t n = 0;
    for (int l = 0; l < LEVELS; l++)
        n += r->arena[l].used;
    return n;
}

static bool is_over(const struct reading *r, size_t n_name, const XML_Char **attrs)
{
    size_t n = 0;
    while (attrs[2 * n] && n <= ATTRS)
        n++;
    return r->depth == DEPTH || n_name > NAME || n > ATTRS || bytes_used(r) > TREE;
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
    struct reading *r = ctx;
    tt_str whole = tt_str_of(name);
    if (r->stop)
        return;
    if (is_over(r, whole.n, attrs)) {
        over_limit(r);
        return;
    }
    size_t at = r->from + (size_t)XML_GetCurrentByteIndex(r->parser);
    bool ok = take_text(r, at);
    r->mark = at + (size_t)XML_GetCurrentByteCount(r->parser);
    enum level level = level_of(r, whole, attrs);
    tt_xml_node *n = ok ? make_node(r, at, whole.n, attrs, &r->arena[level]) : NULL;
    if (!n) {
        no_memory(r);
        return;
    }
    struct taken taken = {n, r->open ? r->open->last : NULL};
    add_child(r->open, n);
    r->open = n;
    r->depth++;
    if (level == PART && !r->part.node)
        r->part = taken;
    else if (level == CUT && !r->cut.node)
        r->cut = taken;
    else if (level == SCOPE && !r->scope.node)
        r->scope = taken;
    if (!r->any)
        tell_open(r, n);
}

/* Take an element out of the tree, with all that is in it. */
static void forget(struct reading *r, struct taken *t, enum level level)
{
    tt_xml_node *parent = t->node->parent;
    if (parent) {
        parent->last = t->before;
        if (t->before)
            t->before->next = NULL;
        else
            parent->first = NULL;
    }
    t->node = NULL;
    tt_arena_reset(&r->arena[level]);
}

static void hand_over(struct reading *r, const tt_xml_node *n,
                      tt_status (*fn)(void *ctx, const tt_xml_node *n, tt_err *err))
{
    tt_status st = fn ? fn(r->sink->ctx, n, r->err) : TT_OK;
    if (st != TT_OK)
        fail(r, st);
}

/* What is kept lies in the arena of parts, until the cut closes. */
static void end_part(struct reading *r)
{
    tt_status st = r->in->parts->fn(r->sink->ctx, r->part.node, &r->keep, r->err);
    if (st != TT_OK)
        fail(r, st);
    if (r->keep)
        r->part.node = NULL;
    else
        forget(r, &r->part, PART);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    tt_xml_node *n = r->open;
    TT_UNUSED(name);
    if (r->stop)
        return;
    size_t at = r->from + (size_t)XML_GetCurrentByteIndex(r->parser);
    if (!take_text(r, at)) {
        no_memory(r);
        return;
    }
    r->mark = at + (size_t)XML_GetCurrentByteCount(r->parser);
    n->bytes = r->mark - n->offset;
    r->open = n->parent;
    r->depth--;
    if (n == r->part.node)
        end_part(r);
    if (n == r->cut.node)
        hand_over(r, n, r->sink->cut);
    if (r->depth == 0 && r->st == TT_OK) {
        hand_over(r, n, r->sink->close);
        r->done = true;
        stop(r);
    }
    if (n == r->cut.node) {
        forget(r, &r->cut, CUT);
        if (r->keep)
            tt_arena_reset(&r->arena[PART]);
        r->keep = false;
    } else if (n == r->scope.node)
        forget(r, &r->scope, SCOPE);
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
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
}

static void start_document(struct reading *r, size_t from)
{
    for (int l = 0; l < LEVELS; l++)
        tt_arena_reset(&r->arena[l]);
    r->open = NULL;
    r->scope = r->cut = r->part = (struct taken){NULL, NULL};
    r->depth = 0;
    r->from = r->mark = from;
    r->any = r->keep = r->stop = r->done = r->dtd = r->limit = false;
}

/* Feed one document.  True when it closed, or there was none but white space and comments. */
static bool feed(struct reading *r)
{
    tt_str all = r->in->text;
    size_t feed = r->in->feed ? r->in->feed : FEED, at = r->from, step = feed;
    for (;;) {
        tt_str piece = tt_str_sub(all, at, step);
        bool last = at + piece.n == all.n;
        enum XML_Status ok = XML_Parse(r->parser, piece.n ? piece.p : "", (int)piece.n, last);
        if (r->done || r->st != TT_OK)
            return r->done;
        if (ok != XML_STATUS_OK)
            return false;
        if (last)
            return true;
        at += piece.n;
        /* What is not read yet is a tag, or a comment, that does not end. */
        size_t open = at - r->from - (size_t)XML_GetCurrentByteIndex(r->parser);
        if (open > TAG) {
            r->limit = true;
            return false;
        }
        step = TT_MAX(open, feed);
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
        if (!whole && !r->any && at > 0 && XML_GetErrorCode(r->parser) == XML_ERROR_NO_ELEMENTS)
            return TT_OK; /* comments after the last document */
        if (!whole)
            TT_TRY(tell_break(r, &at, err));
        else
            at = r->any ? r->mark : r->in->text.n;
        at = skip_blank(r->in->text, at);
    }
    return TT_OK;
}

static void *xml_malloc(size_t n)
{
    return tt_mem_grow(NULL, n, 1); /* not zeroed */
}

static void *xml_realloc(void *p, size_t n)
{
    return tt_mem_grow(p, n, 1);
}

void tt_xml_keep_release(tt_xml_keep *k)
{
    if (!k)
        return;
    XML_ParserFree(k->parser);
    for (int l = 0; l < LEVELS; l++)
        tt_arena_release(&k->arena[l]);
    *k = (tt_xml_keep){.parser = NULL};
}

static tt_status read_with(tt_xml_keep *k, struct reading *r, tt_err *err)
{
    static const XML_Memory_Handling_Suite memory = {xml_malloc, xml_realloc, tt_mem_free};
    if (!k->parser)
        k->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (!k->parser)
        return tt_fail(err, TT_ENOMEM, "no room for an XML parser");
    r->parser = k->parser;
    r->arena = k->arena;
    k->busy = true;
    tt_status st = read_all(r, err);
    k->busy = false;
    for (int l = 0; l < LEVELS; l++)
        tt_arena_reset(&r->arena[l]);
    return st;
}

tt_status tt_xml_read(const tt_xml_in *in, const tt_xml_sink *sink, tt_err *err)
{
    struct reading r = {.in = in, .sink = sink, .err = err, .st = TT_OK};
    tt_xml_keep own = {.parser = NULL};
    bool kept = in->keep && !in->keep->busy && in->text.n <= KEPT;
    tt_status st = read_with(kept ? in->keep : &own, &r, err);
    tt_xml_keep_release(&own);
    return st;
}
