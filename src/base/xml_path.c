/*
 * xml_path.c - looking into trees: paths, attributes, namespaces; and at the start of a text.
 */
#include "base/xml.h"

#include "base/str.h"

/* --- names --- */

tt_str tt_xml_attr_of(const tt_xml_node *n, const char *name)
{
    for (size_t i = 0; n && i < n->n_attrs; i++)
        if (tt_str_is(n->attrs[i].name, name) && !tt_str_is(n->attrs[i].prefix, "xmlns"))
            return n->attrs[i].value;
    return (tt_str){NULL, 0};
}

tt_str tt_xml_ns_of(const tt_xml_node *n, tt_str prefix)
{
    for (; n; n = n->parent)
        for (size_t i = 0; i < n->n_attrs; i++) {
            const tt_xml_attr *a = &n->attrs[i];
            bool binds = prefix.n ? tt_str_is(a->prefix, "xmlns") && tt_str_eq(a->name, prefix)
                                  : a->prefix.n == 0 && tt_str_is(a->name, "xmlns");
            if (binds)
                return a->value;
        }
    return (tt_str){"", 0};
}

tt_str tt_xml_ns(const tt_xml_node *n)
{
    return tt_xml_ns_of(n, n ? n->prefix : (tt_str){NULL, 0});
}

const tt_xml_node *tt_xml_child(const tt_xml_node *n, const char *name)
{
    for (n = n ? n->first : NULL; n; n = n->next)
        if (tt_str_is(n->name, name))
            return n;
    return NULL;
}

const tt_xml_node *tt_xml_more(const tt_xml_node *n)
{
    const tt_xml_node *m = n->next;
    while (m && !tt_str_eq(m->name, n->name))
        m = m->next;
    return m;
}

/* --- paths --- */

/* One step of a path: a name, and what must hold for the node. */
struct step {
    tt_str name;
    tt_str key, values; /* key.n == 0: no condition */
    bool key_is_attr;
    bool differs; /* the value must be none of them */
};

/* Cut the first step off; false at the end of the path. */
static bool next_step(tt_str *path, struct step *out)
{
    size_t i = 0;
    *out = (struct step){.name = *path};
    if (path->n == 0)
        return false;
    while (i < path->n && path->p[i] != '/' && path->p[i] != '[')
        i++;
    out->name = tt_str_sub(*path, 0, i);
    if (i < path->n && path->p[i] == '[') {
        size_t close = tt_str_find(*path, TT_STR("]"), i), equal;
        tt_str inside = tt_str_sub(*path, i + 1, close - i - 1);
        out->key_is_attr = tt_str_starts(inside, TT_STR("@"));
        inside = tt_str_sub(inside, out->key_is_attr, SIZE_MAX);
        equal = tt_str_find(inside, TT_STR("="), 0);
        out->differs = equal != SIZE_MAX && equal > 0 && inside.p[equal - 1] == '!';
        out->key = tt_str_sub(inside, 0, equal - out->differs);
        out->values = tt_str_sub(inside, equal + 1, SIZE_MAX);
        i = close + 1;
    }
    *path = tt_str_sub(*path, i + 1, SIZE_MAX);
    return true;
}

static bool has_value(tt_str text, tt_str values)
{
    tt_str one;
    while (tt_str_split(&values, '|', &one))
        if (tt_str_eq(text, one))
            return true;
    return false;
}

static bool holds(const tt_xml_node *n, const struct step *s)
{
    if (s->key.n == 0)
        return true;
    if (s->key_is_attr) {
        for (size_t i = 0; i < n->n_attrs; i++)
            if (tt_str_eq(n->attrs[i].name, s->key) && has_value(n->attrs[i].value, s->values))
                return !s->differs;
        return s->differs;
    }
    for (const tt_xml_node *c = n->first; c; c = c->next)
        if (tt_str_eq(c->name, s->key) && has_value(c->text, s->values))
            return !s->differs;
    return s->differs;
}

/* What is looked for at the end of a path. */
struct goal {
    bool text;  /* a text, not a node */
    tt_str got; /* text */
};

static tt_str attr_by(const tt_xml_node *n, tt_str name)
{
    for (size_t i = 0; i < n->n_attrs; i++)
        if (tt_str_eq(n->attrs[i].name, name) && !tt_str_is(n->attrs[i].prefix, "xmlns"))
            return n->attrs[i].value;
    return (tt_str){NULL, 0};
}

/* Depth is bounded by the steps of a path, which is ours. */
static const tt_xml_node *walk(const tt_xml_node *n, tt_str path, struct goal *g)
{
    struct step s;
    if (!n)
        return NULL;
    if (!next_step(&path, &s)) {
        g->got = n->text;
        return !g->text || n->text.n ? n : NULL;
    }
    if (s.name.n > 1 && s.name.p[0] == '@') {
        g->got = attr_by(n, tt_str_sub(s.name, 1, SIZE_MAX));
        return g->got.n ? n : NULL;
    }
    if (tt_str_is(s.name, ".."))
        return walk(n->parent, path, g);
    bool any = tt_str_is(s.name, "*");
    for (const tt_xml_node *c = n->first; c; c = c->next) {
        if (!(any || tt_str_eq(c->name, s.name)) || !holds(c, &s))
            continue;
        const tt_xml_node *found = walk(c, path, g);
        if (found)
            return found;
    }
    return NULL;
}

const tt_xml_node *tt_xml_find(const tt_xml_node *n, const char *path)
{
    struct goal g = {.text = false};
    return walk(n, tt_str_of(path), &g);
}

tt_str tt_xml_get(const tt_xml_node *n, const char *path)
{
    struct goal g = {.text = true};
    tt_str p = tt_str_of(path);
    if (tt_str_is(p, "."))
        p = TT_STR("");
    return walk(n, p, &g) ? g.got : (tt_str){NULL, 0};
}

/* --- the start of a text --- */

/* Offset after `end`, or SIZE_MAX. */
static size_t after(tt_str s, size_t from, const char *end)
{
    tt_str e = tt_str_of(end);
    size_t at = tt_str_find(s, e, from);
    return at == SIZE_MAX ? at : at + e.n;
}

static bool starts_name(char c)
{
    return tt_ascii_is_alpha(c) || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

/* Offset of the first tag that is an element, or SIZE_MAX. */
static size_t first_element(tt_str s)
{
    size_t at = tt_str_starts(s, TT_STR("\xef\xbb\xbf")) ? 3 : 0;
    for (;;) {
        while (at < s.n && tt_ascii_is_space(s.p[at]))
            at++;
        tt_str rest = tt_str_sub(s, at, SIZE_MAX);
        if (tt_str_starts(rest, TT_STR("<?")))
            at = after(s, at, "?>");
        else if (tt_str_starts(rest, TT_STR("<!--")))
            at = after(s, at, "-->");
        else if (tt_str_starts(rest, TT_STR("<!")))
            at = after(s, at,
                       tt_str_find(rest, TT_STR("["), 0) < tt_str_find(rest, TT_STR(">"), 0) ? "]>"
                                                                                             : ">");
        else
            return rest.n > 1 && rest.p[0] == '<' && starts_name(rest.p[1]) ? at : SIZE_MAX;
        if (at == SIZE_MAX)
            return at;
    }
}

static bool ends_name(char c)
{
    return tt_ascii_is_space(c) || c == '>' || c == '/' || c == '=';
}

bool tt_xml_root(tt_str head, tt_str *name, tt_str *ns)
{
    size_t at = first_element(head), end;
    *name = *ns = (tt_str){"", 0};
    if (at == SIZE_MAX)
        return false;
    for (end = ++at; end < head.n && !ends_name(head.p[end]); end++)
        ;
    tt_str whole = tt_str_sub(head, at, end - at), prefix = {"", 0};
    size_t colon = tt_str_find(whole, TT_STR(":"), 0);
    if (colon != SIZE_MAX) {
        prefix = tt_str_sub(whole, 0, colon);
        whole = tt_str_sub(whole, colon + 1, SIZE_MAX);
    }
    *name = whole;
    tt_str tag = tt_str_sub(head, end, tt_str_find(head, TT_STR(">"), end) - end);
    for (size_t x = 0; (x = tt_str_find(tag, TT_STR("xmlns"), x)) != SIZE_MAX; x += 5) {
        tt_str rest = tt_str_sub(tag, x + 5, SIZE_MAX);
        if (prefix.n) {
            if (!tt_str_starts(rest, TT_STR(":")) ||
                !tt_str_starts(tt_str_sub(rest, 1, SIZE_MAX), prefix))
                continue;
            rest = tt_str_sub(rest, 1 + prefix.n, SIZE_MAX);
        }
        rest = tt_str_trim(rest);
        if (!tt_str_starts(rest, TT_STR("=")))
            continue;
        rest = tt_str_trim(tt_str_sub(rest, 1, SIZE_MAX));
        if (rest.n > 0 && (rest.p[0] == '"' || rest.p[0] == '\'')) {
            tt_str quote = tt_str_sub(rest, 0, 1);
            *ns = tt_str_sub(rest, 1, tt_str_find(rest, quote, 1) - 1);
            return true;
        }
    }
    return true;
}

/* --- lines --- */

void tt_lines_init(tt_lines *l, tt_str text)
{
    *l = (tt_lines){text, 0, 1};
}

uint64_t tt_lines_at(tt_lines *l, uint64_t offset)
{
    size_t to = (size_t)TT_MIN(offset, (uint64_t)l->text.n);
    if (to < l->at)
        tt_lines_init(l, l->text);
    for (const char *p = l->text.p + l->at, *end = l->text.p + to; p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            break;
        l->line++;
    }
    l->at = to;
    return l->line;
}
