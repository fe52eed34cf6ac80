/*
 * xml_build.c - trees.
 *
 * Three arenas by where a node lies: headers live as long as the document, those in a scope as long
 * as the scope, a cut until it has been handed over.  A fourth holds the part of a cut.
 */
#include "base/xml_build.h"

#include "base/str.h"
#include "base/xml_text.h"

enum { DEPTH = 256, NAME = 1024, TEXT = 1 << 20, TREE = 256 << 20 };

_Static_assert(TT_XML_LEVELS == sizeof((tt_xml_keep){0}.arena) / sizeof(tt_arena), "one for each");

void tt_xml_build_begin(tt_xml_build *b, size_t from)
{
    for (int l = 0; l < TT_XML_LEVELS; l++)
        tt_arena_reset(&b->arena[l]);
    b->open = NULL;
    b->scope = b->cut = b->part = (tt_xml_taken){NULL, NULL};
    b->depth = 0;
    b->at = b->mark = from;
    b->any = b->keep = b->stop = b->done = b->limit = false;
}

/* --- stopping --- */

static void fail(tt_xml_build *b, tt_status st)
{
    if (b->st == TT_OK)
        b->st = st;
    b->stop = true;
}

static void no_memory(tt_xml_build *b)
{
    fail(b, tt_fail(b->err, TT_ENOMEM, "no room for an XML document"));
}

void tt_xml_build_limit(tt_xml_build *b)
{
    b->limit = b->stop = true;
}

/* --- where an element goes --- */

static bool is_one_of(tt_str name, const char *const *names)
{
    for (; names && *names; names++)
        if (tt_str_is(name, *names))
            return true;
    return false;
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

/* What a prefix is bound to in a tag that opens; absent when it is not. */
static tt_str bound_in(const tt_xml_tag_in *tag, tt_str prefix)
{
    for (size_t i = 0; i < tag->n_attrs; i++) {
        tt_str name = tag->attrs[i].name, rest = tt_str_sub(name, 5, SIZE_MAX);
        if (tt_str_starts(name, TT_STR("xmlns")) &&
            (prefix.n ? rest.n > 1 && rest.p[0] == ':' &&
                            tt_str_eq(tt_str_sub(rest, 1, SIZE_MAX), prefix)
                      : rest.n == 0))
            return tag->attrs[i].value;
    }
    return (tt_str){NULL, 0};
}

static bool
is_of_family(const tt_xml_build *b, tt_str prefix, tt_str name, const tt_xml_tag_in *tag)
{
    if (!b->in->family)
        return false;
    tt_str ns = bound_in(tag, prefix), family = tt_str_of(b->in->family);
    if (!ns.p)
        ns = tt_xml_ns_of(b->open, prefix);
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

static int level_of(const tt_xml_build *b, const tt_xml_tag_in *tag)
{
    tt_str prefix, name;
    if (b->part.node)
        return TT_XML_PART;
    if (b->cut.node && (!b->in->parts || b->keep || b->open != b->cut.node))
        return TT_XML_CUT;
    split_name(tag->name, &prefix, &name);
    if (b->cut.node)
        return is_one_of(name, b->in->parts->names) ? TT_XML_PART : TT_XML_CUT;
    if (is_cut(name, b->open, b->in->cuts) || is_of_family(b, prefix, name, tag))
        return TT_XML_CUT;
    return b->scope.node || is_one_of(name, b->in->scopes) ? TT_XML_SCOPE : TT_XML_HEAD;
}

/* --- nodes --- */

static bool lies_in(tt_str text, tt_str s)
{
    uintptr_t at = (uintptr_t)s.p, from = (uintptr_t)text.p;
    return at >= from && at - from <= text.n;
}

static bool set_attrs(tt_xml_node *n, const tt_xml_tag_in *tag, tt_str text, tt_arena *a)
{
    tt_xml_attr *out = tt_new_n(a, tt_xml_attr, tag->n_attrs);
    if (!out)
        return false;
    for (size_t i = 0; i < tag->n_attrs; i++) {
        split_name(tag->attrs[i].name, &out[i].prefix, &out[i].name);
        tt_str value = tag->attrs[i].value;
        out[i].value = lies_in(text, value) ? value : tt_arena_str(a, value);
        if (!out[i].value.p)
            return false;
    }
    n->attrs = out;
    n->n_attrs = tag->n_attrs;
    return true;
}

static tt_xml_node *make_node(const tt_xml_tag_in *tag, tt_str text, tt_arena *a)
{
    tt_xml_node *n = tt_new(a, tt_xml_node);
    if (!n || (tag->n_attrs && !set_attrs(n, tag, text, a)))
        return NULL;
    split_name(tag->name, &n->prefix, &n->name);
    n->tag = tt_xml_tag(n->name);
    n->text = (tt_str){"", 0};
    n->offset = tag->at;
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

static tt_arena *arena_of(tt_xml_build *b)
{
    return &b->arena[b->part.node    ? TT_XML_PART
                     : b->cut.node   ? TT_XML_CUT
                     : b->scope.node ? TT_XML_SCOPE
                                     : TT_XML_HEAD];
}

static bool add_text(tt_xml_build *b, tt_xml_node *n, tt_str s)
{
    tt_arena *a = arena_of(b);
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

/* Give what was written since the last tag to the open node. */
static inline bool take_text(tt_xml_build *b, size_t end)
{
    const char *p = b->in->text.p + b->mark, *to = b->in->text.p + end;
    while (p < to && tt_xml_is_space(*p))
        p++;
    if (p == to || !b->open)
        return true;
    while (tt_xml_is_space(to[-1]))
        to--;
    return add_text(b, b->open, (tt_str){p, (size_t)(to - p)});
}

/* --- tags --- */

static bool is_over(const tt_xml_build *b, const tt_xml_tag_in *tag)
{
    size_t used = 0;
    for (int l = 0; l < TT_XML_LEVELS; l++)
        used += b->arena[l].used;
    return b->depth == DEPTH || tag->name.n > NAME || tag->n_attrs > TT_XML_ATTRS || used > TREE;
}

static void hand_over(tt_xml_build *b, const tt_xml_node *n,
                      tt_status (*fn)(void *ctx, const tt_xml_node *n, tt_err *err))
{
    tt_status st = fn ? fn(b->sink->ctx, n, b->err) : TT_OK;
    if (st != TT_OK)
        fail(b, st);
}

void tt_xml_build_open(tt_xml_build *b, const tt_xml_tag_in *tag)
{
    b->at = tag->at;
    if (is_over(b, tag)) {
        tt_xml_build_limit(b);
        return;
    }
    bool ok = take_text(b, tag->at);
    b->mark = tag->end;
    int level = level_of(b, tag);
    tt_xml_node *n = ok ? make_node(tag, b->in->text, &b->arena[level]) : NULL;
    if (!n) {
        no_memory(b);
        return;
    }
    tt_xml_taken taken = {n, b->open ? b->open->last : NULL};
    add_child(b->open, n);
    b->open = n;
    b->depth++;
    if (level == TT_XML_PART && !b->part.node)
        b->part = taken;
    else if (level == TT_XML_CUT && !b->cut.node)
        b->cut = taken;
    else if (level == TT_XML_SCOPE && !b->scope.node)
        b->scope = taken;
    if (!b->any) {
        b->any = true;
        hand_over(b, n, b->sink->open);
    }
}

/* Take an element out of the tree, with all that is in it. */
static void forget(tt_xml_build *b, tt_xml_taken *t, int level)
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
    tt_arena_reset(&b->arena[level]);
}

/* What is kept lies in the arena of parts, until the cut closes. */
static void end_part(tt_xml_build *b)
{
    tt_status st = b->in->parts->fn(b->sink->ctx, b->part.node, &b->keep, b->err);
    if (st != TT_OK)
        fail(b, st);
    if (b->keep)
        b->part.node = NULL;
    else
        forget(b, &b->part, TT_XML_PART);
}

void tt_xml_build_close(tt_xml_build *b, size_t at, size_t end)
{
    tt_xml_node *n = b->open;
    b->at = at;
    if (!take_text(b, at)) {
        no_memory(b);
        return;
    }
    b->mark = end;
    n->bytes = b->mark - n->offset;
    b->open = n->parent;
    b->depth--;
    if (n == b->part.node)
        end_part(b);
    if (n == b->cut.node)
        hand_over(b, n, b->sink->cut);
    if (b->depth == 0 && b->st == TT_OK) {
        hand_over(b, n, b->sink->close);
        b->done = b->stop = true;
    }
    if (n == b->cut.node) {
        forget(b, &b->cut, TT_XML_CUT);
        if (b->keep)
            tt_arena_reset(&b->arena[TT_XML_PART]);
        b->keep = false;
    } else if (n == b->scope.node) {
        forget(b, &b->scope, TT_XML_SCOPE);
    }
}
