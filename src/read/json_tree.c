/*
 * json_tree.c - nodes from json_flat, one level at a time.
 */
#include "read/json_tree.h"

#include "base/num.h"
#include "base/str.h"

#include <string.h>

enum {
    LOOK_FOR_TWINS = 256
}; /* objects with more keys than that are not searched for equal ones */

void tt_jtree_init(tt_jtree *t, tt_arena *arena)
{
    *t = (tt_jtree){.arena = arena};
}

void tt_jtree_release(tt_jtree *t)
{
    if (!t)
        return;
    tt_vec_release(&t->members);
    *t = (tt_jtree){0};
}

static void look_for_twins(tt_jtree *t)
{
    if (t->members.n > LOOK_FOR_TWINS)
        return;
    for (size_t i = 1; i < t->members.n; i++)
        for (size_t k = 0; k < i; k++)
            t->twice |= tt_str_eq(t->members.v[i].key, t->members.v[k].key);
}

/* Nodes of what is in t->members, as children of n. */
static bool add_children(tt_jtree *t, tt_jn *n)
{
    tt_jn *nodes = tt_new_n(t->arena, tt_jn, t->members.n);
    if (!nodes)
        return false;
    for (size_t i = 0; i < t->members.n; i++) {
        const tt_json_member *m = &t->members.v[i];
        bool nested = m->type == TT_JSON_OBJECT || m->type == TT_JSON_ARRAY;
        nodes[i] = (tt_jn){.key = m->key, .raw = m->text, .type = m->type};
        if (!nested)
            nodes[i].text = m->text;
        if (i > 0)
            nodes[i - 1].next = &nodes[i];
    }
    n->first = t->members.n > 0 ? nodes : NULL;
    n->opened = true;
    return true;
}

tt_status tt_jtree_root(tt_jtree *t, tt_str text, tt_jn **root, bool *is_json, tt_err *err)
{
    tt_json_flat what;
    *root = NULL;
    t->failed = t->twice = false;
    TT_TRY(tt_json_flat_members(text, t->arena, &t->members, &what, err));
    *is_json = what != TT_JSON_FLAT_BROKEN;
    if (what != TT_JSON_FLAT_FINE)
        return TT_OK;
    tt_jn *n = tt_new(t->arena, tt_jn);
    if (!n)
        return tt_fail(err, TT_ENOMEM, "no room for a document");
    *n = (tt_jn){.raw = text, .type = TT_JSON_OBJECT};
    look_for_twins(t);
    if (!add_children(t, n))
        return tt_fail(err, TT_ENOMEM, "no room for a document");
    *root = n;
    return TT_OK;
}

tt_jn *tt_jn_first(tt_jtree *t, tt_jn *n)
{
    tt_json_flat what = TT_JSON_FLAT_FINE;
    if (!n || (n->type != TT_JSON_OBJECT && n->type != TT_JSON_ARRAY))
        return NULL;
    if (n->opened)
        return n->first;
    tt_status st = n->type == TT_JSON_OBJECT
                       ? tt_json_flat_members(n->raw, t->arena, &t->members, &what, NULL)
                       : tt_json_flat_elements(n->raw, t->arena, &t->members, &what, NULL);
    if (st == TT_OK && n->type == TT_JSON_OBJECT)
        look_for_twins(t);
    if (st != TT_OK || !add_children(t, n)) {
        t->failed = true;
        return NULL;
    }
    return n->first;
}

static tt_jn *get(tt_jtree *t, tt_jn *n, tt_str key)
{
    if (!n || n->type != TT_JSON_OBJECT)
        return NULL;
    for (tt_jn *c = tt_jn_first(t, n); c; c = c->next)
        if (tt_str_eq(c->key, key))
            return c;
    return NULL;
}

tt_jn *tt_jn_get(tt_jtree *t, tt_jn *n, const char *key)
{
    return get(t, n, tt_str_of(key));
}

tt_jn *tt_jn_at(tt_jtree *t, tt_jn *n, const char *path)
{
    tt_str rest = tt_str_of(path), key;
    while (n && tt_str_split(&rest, '.', &key)) {
        if (n->type == TT_JSON_ARRAY)
            n = tt_jn_first(t, n);
        n = get(t, n, key);
    }
    return n;
}

tt_str tt_jn_text(tt_jtree *t, tt_jn *n)
{
    if (n && n->type == TT_JSON_ARRAY)
        n = tt_jn_first(t, n);
    if (!n || n->type != TT_JSON_NUMBER)
        return n ? n->text : (tt_str){NULL, 0};
    tt_str plain = tt_json_plain_number(n->text, t->arena);
    t->failed |= plain.p == NULL;
    return plain;
}

tt_str tt_jn_text_at(tt_jtree *t, tt_jn *n, const char *path)
{
    return tt_jn_text(t, tt_jn_at(t, n, path));
}

tt_str tt_jn_join(tt_jtree *t, const tt_str *v, size_t n, const char *sep)
{
    size_t bytes = 0, at = 0, gap = strlen(sep);
    for (size_t i = 0; i < n; i++)
        bytes += v[i].n + gap;
    char *out = n > 0 ? tt_arena_zalloc(t->arena, bytes + 1, 1) : NULL;
    if (!out) {
        t->failed |= n > 0;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < n; i++) {
        tt_str s = tt_str_trim(v[i]);
        if (s.n == 0)
            continue;
        if (at > 0) {
            memcpy(out + at, sep, gap);
            at += gap;
        }
        memcpy(out + at, s.p, s.n);
        at += s.n;
    }
    return (tt_str){out, at};
}

tt_str tt_jn_joined(tt_jtree *t, tt_jn *n, const char *sep)
{
    size_t count = 0;
    if (!n || n->type != TT_JSON_ARRAY)
        return tt_jn_text(t, n);
    tt_jn *first = tt_jn_first(t, n);
    for (tt_jn *c = first; c; c = c->next)
        count++;
    tt_str *v = tt_new_n(t->arena, tt_str, count);
    if (!v) {
        t->failed = true;
        return (tt_str){NULL, 0};
    }
    count = 0;
    for (tt_jn *c = first; c; c = c->next)
        v[count++] = tt_jn_text(t, c);
    return tt_jn_join(t, v, count, sep);
}

bool tt_jn_true(const tt_jn *n)
{
    return n && n->type == TT_JSON_BOOL && tt_str_is(n->text, "true");
}

tt_str tt_json_plain_number(tt_str number, tt_arena *a)
{
    enum { LONG = 40 };
    size_t e = 0;
    while (e < number.n && number.p[e] != 'e' && number.p[e] != 'E')
        e++;
    int64_t shift;
    if (e == number.n || !tt_parse_i64(tt_str_sub(number, e + 1, number.n), &shift) ||
        shift > LONG || shift < -LONG || e > LONG)
        return number;
    /* The digits, and how many of them stand before the point. */
    char digits[LONG];
    size_t n = 0, sign = number.p[0] == '-';
    int64_t point = -1;
    for (size_t i = sign; i < e; i++) {
        if (number.p[i] == '.')
            point = (int64_t)n;
        else
            digits[n++] = number.p[i];
    }
    point = (point < 0 ? (int64_t)n : point) + shift;
    char *out = tt_arena_zalloc(a, 3 * LONG + 4, 1);
    if (!out)
        return (tt_str){NULL, 0};
    size_t k = 0;
    if (sign)
        out[k++] = '-';
    if (point <= 0)
        out[k++] = '0';
    for (int64_t i = TT_MIN(point, 0); i < TT_MAX(point, (int64_t)n); i++) {
        if (i == point)
            out[k++] = '.';
        out[k++] = i < 0 || i >= (int64_t)n ? '0' : digits[i];
    }
    return (tt_str){out, k};
}
