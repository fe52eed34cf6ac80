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

uint32_t tt_xml_tag(tt_str name)
{
    if (name.n == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)name.p;
    return (uint32_t)(name.n & 0xff) | (uint32_t)p[0] << 8 | (uint32_t)p[name.n - 1] << 16 |
           (uint32_t)p[name.n / 2] << 24;
}

static bool is_named(const tt_xml_node *n, const char *name, size_t bytes, uint32_t tag)
{
    return n->tag == tag && n->name.n == bytes && memcmp(n->name.p, name, bytes) == 0;
}

const tt_xml_node *tt_xml_child(const tt_xml_node *n, const char *name)
{
    tt_str s = tt_str_of(name);
    uint32_t tag = tt_xml_tag(s);
    for (n = n ? n->first : NULL; n; n = n->next)
        if (is_named(n, s.p, s.n, tag))
            return n;
    return NULL;
}

const tt_xml_node *tt_xml_more(const tt_xml_node *n)
{
    const tt_xml_node *m = n->next;
    while (m && !is_named(m, n->name.p, n->name.n, n->tag))
        m = m->next;
    return m;
}

/* --- paths --- */

enum step_kind { NAMED, ANY, UP, ATTR };

size_t tt_xml_steps(const char *path, tt_xml_step out[TT_XML_STEPS])
{
    size_t n = 0;
    if (strcmp(path, ".") == 0)
        return 0;
    while (*path) {
        TT_ASSERT(n < TT_XML_STEPS);
        tt_xml_step s = {.name = path, .kind = NAMED};
        while (*path && *path != '/' && *path != '[')
            path++;
        tt_str name = {s.name, (size_t)(path - s.name)};
        if (name.n > 1 && *s.name == '@') {
            s.kind = ATTR;
            s.name++;
            name = tt_str_sub(name, 1, SIZE_MAX);
        } else if (*s.name == '*') {
            s.kind = ANY;
        } else if (tt_str_is(name, "..")) {
            s.kind = UP;
        }
        s.n = (uint32_t)name.n;
        s.tag = tt_xml_tag(name);
        if (*path == '[') {
            s.must = path + 1;
            while (*path && *path != ']')
                path++;
            path += *path == ']';
        }
        path += *path == '/';
        out[n++] = s;
    }
    return n;
}

/* True when the text is one of a|b|c, which ends with "]". */
static bool has_value(tt_str text, const char *values)
{
    for (;;) {
        size_t n = strcspn(values, "|]");
        if (tt_str_eq(text, (tt_str){values, n}))
            return true;
        if (values[n] != '|')
            return false;
        values += n + 1;
    }
}

static bool is_text(tt_str s, const char *p, size_t n)
{
    return s.n == n && memcmp(s.p, p, n) == 0;
}

/* "@attribute=a|b", "child=a|b", or with "!=". */
static bool holds(const tt_xml_node *n, const char *must)
{
    bool is_attr = *must == '@', found = false;
    must += is_attr;
    size_t key = strcspn(must, "!=");
    bool differs = must[key] == '!';
    const char *values = must + key + 1 + differs;
    for (size_t i = 0; is_attr && i < n->n_attrs && !found; i++)
        found = is_text(n->attrs[i].name, must, key) && has_value(n->attrs[i].value, values);
    for (const tt_xml_node *c = is_attr ? NULL : n->first; c && !found; c = c->next)
        found = is_text(c->name, must, key) && has_value(c->text, values);
    return found != differs;
}

/* What is looked for at the end of a path. */
struct goal {
    bool text;  /* a text, not a node */
    tt_str got; /* text */
};

static tt_str attr_by(const tt_xml_node *n, const char *name, size_t bytes)
{
    for (size_t i = 0; i < n->n_attrs; i++)
        if (is_text(n->attrs[i].name, name, bytes) && !tt_str_is(n->attrs[i].prefix, "xmlns"))
            return n->attrs[i].value;
    return (tt_str){NULL, 0};
}

/* Depth is bounded by the steps of a path, which is ours. */
static const tt_xml_node *
walk(const tt_xml_node *n, const tt_xml_step *s, const tt_xml_step *end, struct goal *g)
{
    while (n && s < end && s->kind == UP) {
        n = n->parent;
        s++;
    }
    if (!n)
        return NULL;
    if (s == end) {
        g->got = n->text;
        return !g->text || n->text.n ? n : NULL;
    }
    if (s->kind == ATTR) {
        g->got = attr_by(n, s->name, s->n);
        return g->got.n ? n : NULL;
    }
    for (const tt_xml_node *c = n->first; c; c = c->next) {
        if (s->kind == NAMED && !is_named(c, s->name, s->n, s->tag))
            continue;
        if (s->must && !holds(c, s->must))
            continue;
        const tt_xml_node *found = walk(c, s + 1, end, g);
        if (found)
            return found;
    }
    return NULL;
}

const tt_xml_node *tt_xml_find(const tt_xml_node *n, const char *path)
{
    tt_xml_step steps[TT_XML_STEPS];
    struct goal g = {.text = false};
    return n ? walk(n, steps, steps + tt_xml_steps(path, steps), &g) : NULL;
}

tt_str tt_xml_get_by(const tt_xml_node *n, const tt_xml_step *steps, size_t n_steps)
{
    struct goal g = {.text = true};
    return n && walk(n, steps, steps + n_steps, &g) ? g.got : (tt_str){NULL, 0};
}

tt_str tt_xml_get(const tt_xml_node *n, const char *path)
{
    tt_xml_step steps[TT_XML_STEPS];
    return n ? tt_xml_get_by(n, steps, tt_xml_steps(path, steps)) : (tt_str){NULL, 0};
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
    size_t at = tt_str_bom(s);
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
