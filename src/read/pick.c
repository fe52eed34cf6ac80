/*
 * pick.c - tables of paths to cells.
 */
#include "read/pick.h"

#include "base/num.h"
#include "base/str.h"

tt_str tt_emit_bare(tt_emit *e, tt_str s)
{
    size_t n = 0;
    if (s.n == 0 || !memchr(s.p, ' ', s.n))
        return s;
    char *out = tt_new_n(e->in->scratch, char, s.n + 1);
    if (!out) {
        e->failed = true;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ')
            out[n++] = s.p[i];
    return (tt_str){out, n};
}

tt_str tt_pick_date(tt_emit *e, tt_str text)
{
    enum { DAY = 10 }; /* 2024-05-31 */
    text = tt_str_trim(text);
    if (text.n > DAY && text.p[4] == '-' && memchr("Z+-", text.p[DAY], 3))
        return tt_str_sub(text, 0, DAY);
    return tt_emit_date(e, text);
}

static tt_str shaped(tt_emit *e, tt_str s, unsigned how)
{
    if (how & TT_PICK_DATE)
        s = tt_pick_date(e, s);
    if (how & TT_PICK_BARE)
        s = tt_emit_bare(e, s);
    return s;
}

/* A row of a table: its field, and its path taken apart. */
struct way {
    size_t field;
    const tt_xml_step *steps;
    size_t n;
};

/* A table for one kind. */
struct tt_pick_table {
    struct tt_pick_table *next; /* of the list */
    const tt_pick *v;
    tt_kind kind;
    struct way *way; /* one for each row */
};

/* Rows of a table are about in the order of the fields. */
static size_t field_after(const tt_kind_info *info, size_t last, const char *name)
{
    for (size_t i = 0; i < info->n_fields; i++) {
        size_t f = (last + i) % info->n_fields;
        if (strcmp(info->fields[f].name, name) == 0)
            return f;
    }
    TT_ASSERT(false); /* the name is a field of the kind */
    return 0;
}

static bool make_ways(struct tt_pick_table *t, const tt_picks *p, tt_arena *a)
{
    size_t last = 0;
    for (size_t i = 0; i < p->n; i++) {
        tt_xml_step steps[TT_XML_STEPS];
        size_t n = tt_xml_steps(p->v[i].path, steps);
        tt_xml_step *kept = tt_new_n(a, tt_xml_step, n);
        if (!kept)
            return false;
        memcpy(kept, steps, n * sizeof *steps);
        last = field_after(tt_kind_get(t->kind), last, p->v[i].field);
        t->way[i] = (struct way){last, kept, n};
    }
    return true;
}

/* NULL when memory is out. */
static const struct way *ways_of(tt_emit *e, const tt_picks *p)
{
    tt_emit_keep *k = tt_emit_kept(e);
    uintptr_t at = (uintptr_t)p->v / sizeof(tt_pick);
    struct tt_pick_table **list = &k->table[at % TT_EMIT_TABLES];
    for (const struct tt_pick_table *t = *list; t; t = t->next)
        if (t->v == p->v && t->kind == e->kind)
            return t->way;
    struct tt_pick_table *t = tt_new(&k->arena, struct tt_pick_table);
    if (!t)
        return NULL;
    *t = (struct tt_pick_table){*list, p->v, e->kind, tt_new_n(&k->arena, struct way, p->n)};
    if (!t->way || !make_ways(t, p, &k->arena))
        return NULL;
    *list = t;
    return t->way;
}

void tt_pick_row(tt_emit *e, const tt_picks *p, const tt_xml_node *n)
{
    const struct way *way = n ? ways_of(e, p) : NULL;
    e->failed |= n && !way;
    for (size_t i = 0; way && i < p->n;) {
        size_t field = way[i].field;
        bool had = e->open->cells[field].text.n > 0;
        tt_str all = {NULL, 0};
        for (; i < p->n && way[i].field == field; i++) {
            unsigned how = p->v[i].how;
            const char *sep = how & TT_PICK_LIST ? ", " : how & TT_PICK_WORDS ? " " : NULL;
            if (had || (all.n > 0 && !sep && !(how & TT_PICK_MORE)))
                continue;
            tt_str s = shaped(e, tt_xml_get_by(n, way[i].steps, way[i].n), how);
            all = sep                  ? tt_emit_join(e, all, sep, s)
                  : how & TT_PICK_MORE ? tt_emit_describe(e, all, s)
                                       : s;
        }
        if (!had && all.n > 0)
            tt_emit_put(e, field, all);
    }
}

tt_row_at tt_pick_at(const tt_emit *e, tt_lines *lines, const tt_xml_node *n, uint64_t base)
{
    uint64_t offset = n->offset + base;
    return (tt_row_at){
        .line = tt_lines_at(lines, offset),
        .offset = offset,
        .raw = tt_str_sub(e->in->bytes, (size_t)offset, (size_t)n->bytes),
    };
}

tt_reason tt_pick_why(const tt_xml_break *b)
{
    static const tt_reason of_why[] = {
        [TT_XML_BROKEN] = TT_REASON_NOT_XML,
        [TT_XML_DTD] = TT_REASON_XML_DTD,
        [TT_XML_LIMIT] = TT_REASON_XML_LIMIT,
    };
    return of_why[b->why];
}

tt_status
tt_pick_broken(tt_emit *e, tt_lines *lines, const tt_xml_break *b, uint64_t base, tt_err *err)
{
    uint64_t offset = b->offset + base;
    tt_row_at at = {
        .line = tt_lines_at(lines, offset),
        .offset = offset,
        .raw = tt_str_of(b->text),
    };
    return tt_emit_reject(e, tt_pick_why(b), &at, NULL, err);
}

tt_str tt_emit_per_one(tt_emit *e, tt_str price, tt_str base_quantity)
{
    enum { DECIMALS = 6 };
    int64_t p, q, one, scale = 1;
    char text[TT_NUM_TEXT];
    if (!tt_parse_dec(tt_str_trim(base_quantity), DECIMALS, &q, NULL) || q <= 0 || q == 1000000)
        return price;
    /* Long prices have fewer digits behind the point. */
    for (unsigned digits = 2 * DECIMALS; digits >= DECIMALS; digits -= 3, scale *= 1000) {
        if (!tt_parse_dec(tt_str_trim(price), digits, &p, NULL) ||
            !tt_muldiv_i64(p, scale, q, &one))
            continue;
        tt_str out = tt_arena_str(e->in->scratch, (tt_str){text, tt_dec_text(one, DECIMALS, text)});
        e->failed |= out.p == NULL;
        return out;
    }
    return price;
}

tt_status tt_pick_amount(tt_emit *e, const char *field, const tt_xml_node *amount,
                         const tt_row_at *at, tt_err *err)
{
    if (!amount || amount->text.n == 0 || !tt_emit_lacks(e, field))
        return TT_OK;
    tt_str of = tt_str_trim(tt_xml_attr_of(amount, "currencyID"));
    tt_str row = tt_emit_get(e, "currency");
    if (of.n > 0 && row.n > 0 && !tt_str_eq(of, row))
        return tt_emit_note(e, TT_REASON_OTHER_CURRENCY, at, field,
                            tt_emit_join(e, of, " ", amount->text), err);
    if (row.n == 0)
        tt_emit_set(e, "currency", of);
    tt_emit_set(e, field, amount->text);
    return TT_OK;
}
