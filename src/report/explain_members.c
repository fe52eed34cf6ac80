/*
 * explain_members.c - the chain that holds an entity together: a tree, each part joined to one that
 * was there before.
 */
#include "report/explain.h"

#include "base/map.h"
#include "base/str.h"
#include "report/words.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
}

tt_status tt_explain_uses(const tt_data *d, tt_arena *a, tt_ref **out, tt_err *err)
{
    tt_ref *uses = tt_new_n(a, tt_ref, d->n_mentions + 1);
    *out = uses;
    if (!uses)
        return no_room(err);
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        for (tt_ix i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++)
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++) {
                tt_ix m = tt_data_role(d, (tt_kind)k, i, role);
                if (m && !uses[m].doc)
                    uses[m] = (tt_ref){(tt_kind)k, i, 0};
            }
    return TT_OK;
}

/* --- a part --- */

static tt_hash hash_of(const tt_data *d, const tt_member *m)
{
    return m->party ? d->parties[m->party].row : d->mentions[m->mention].fp;
}

/* Without the place: what two parts have in common that differ in address or account. */
static void part_text(const tt_data *d, const tt_member *m, tt_buf *b)
{
    char country[3] = "";
    if (m->party) {
        const tt_party *p = &d->parties[m->party];
        tt_country_text(p->country, country);
        tt_buf_addf(b, "registry '%.*s' %s", TT_STR_ARG(p->name), country);
        return;
    }
    const tt_mention *x = &d->mentions[m->mention];
    tt_country_text(x->country, country);
    tt_buf_addf(b, "'%.*s' %s%s%.*s", TT_STR_ARG(x->name), country, x->identifier.n ? " id " : "",
                TT_STR_ARG(x->identifier));
}

void tt_explain_part(const tt_data *d, const tt_ref *uses, const tt_member *m, tt_buf *b)
{
    part_text(d, m, b);
    if (m->party) {
        tt_buf_add_z(b, ", ");
        tt_explain_place(d, d->parties[m->party].place, b);
    } else if (uses[m->mention].doc) {
        tt_buf_add_z(b, ", ");
        tt_explain_place(d, tt_data_place(d, uses[m->mention]), b);
    }
}

static void why_text(const tt_member *m, tt_buf *b)
{
    tt_buf_addf(b, "%s%s%.*s", m->reason, m->detail.n ? ": " : "", TT_STR_ARG(m->detail));
    if (m->with && m->centibits) {
        tt_buf_add_z(b, ", ");
        tt_explain_bits(m->centibits, b);
    }
}

/* The join of a part to the one before. */
static void join_text(const tt_data *d, const tt_member *m, tt_buf *b)
{
    why_text(m, b);
    if (!m->with)
        return;
    const tt_member *to = &d->members[m->with];
    tt_buf_addf(b, ", to %.10s  ", tt_id_text_of('e', hash_of(d, to)).s);
    part_text(d, to, b);
}

static void short_id(const tt_data *d, const tt_member *m, tt_buf *b)
{
    tt_buf_addf(b, "%.10s  ", tt_id_text_of('e', hash_of(d, m)).s);
}

/* --- the list --- */

struct list {
    const tt_data *d;
    tt_ref *uses;
    tt_arena a;
    tt_map seen;             /* what parts say, to an index of first */
    const tt_member **first; /* of those that say the same */
    uint32_t *times;
    uint32_t n;
};

/* Parts that say the same and were joined the same way are one line. */
static tt_status gather(struct list *l, const tt_entity *en, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = TT_OK;
    for (tt_ix i = 0; st == TT_OK && i < en->n_mentions; i++) {
        const tt_member *m = &l->d->members[en->first_mention + i];
        uint32_t at = 0;
        bool added = false;
        tt_buf_reset(&b);
        part_text(l->d, m, &b);
        why_text(m, &b);
        st = tt_buf_status(&b, err);
        if (st == TT_OK && !tt_map_intern(&l->seen, tt_buf_str(&b), l->n, &at, &added))
            st = no_room(err);
        if (st == TT_OK && added)
            l->first[l->n++] = m;
        l->times[at] += st == TT_OK ? 1 : 0;
    }
    tt_buf_release(&b);
    return st;
}

static void weakest_link(const tt_data *d, const tt_entity *en, tt_buf *b)
{
    const tt_member *weak = NULL;
    for (tt_ix i = 0; i < en->n_mentions; i++) {
        const tt_member *m = &d->members[en->first_mention + i];
        if (m->with && m->centibits && (!weak || m->centibits < weak->centibits))
            weak = m;
    }
    if (!weak)
        return;
    tt_buf_add_z(b, "weakest link\n  ");
    short_id(d, weak, b);
    part_text(d, weak, b);
    tt_buf_add_z(b, "\n      ");
    join_text(d, weak, b);
    tt_buf_add_c(b, '\n');
}

static tt_status list_parts(struct list *l, const tt_entity *en, tt_buf *b, tt_err *err)
{
    TT_TRY(tt_explain_uses(l->d, &l->a, &l->uses, err));
    l->first = tt_new_n(&l->a, const tt_member *, en->n_mentions + 1);
    l->times = tt_new_n(&l->a, uint32_t, en->n_mentions + 1);
    if (!l->first || !l->times)
        return no_room(err);
    TT_TRY(gather(l, en, err));
    for (uint32_t i = 0; i < l->n && i < TT_EXPLAIN_SHOWN; i++) {
        tt_buf_add_z(b, "  ");
        short_id(l->d, l->first[i], b);
        tt_explain_part(l->d, l->uses, l->first[i], b);
        if (l->times[i] > 1)
            tt_buf_addf(b, " (%u times, with other addresses or accounts)", l->times[i]);
        tt_buf_add_z(b, "\n      ");
        join_text(l->d, l->first[i], b);
        tt_buf_add_c(b, '\n');
    }
    tt_explain_rest(b, l->n);
    weakest_link(l->d, en, b);
    return TT_OK;
}

tt_status tt_explain_members(const tt_data *d, tt_ix e, tt_buf *b, tt_err *err)
{
    struct list l = {.d = d};
    const tt_entity *en = &d->entities[e];
    tt_buf_addf(b, "what holds it together (%u names and registry rows)\n", en->n_mentions);
    tt_arena_init(&l.a, 0);
    tt_map_init(&l.seen);
    tt_status st = list_parts(&l, en, b, err);
    tt_map_release(&l.seen);
    tt_arena_release(&l.a);
    return st;
}

/* --- the path between two --- */

static tt_ix find_part(const tt_data *d, const tt_entity *en, tt_hash h)
{
    for (tt_ix i = 0; i < en->n_mentions; i++)
        if (tt_hash_cmp(hash_of(d, &d->members[en->first_mention + i]), h) == 0)
            return en->first_mention + i;
    return 0;
}

/* How many joins lie between a part and the first; a file of somebody else may hold a circle. */
static uint32_t depth_of(const tt_data *d, tt_ix m, uint32_t most)
{
    uint32_t n = 0;
    for (; d->members[m].with && n <= most; n++)
        m = d->members[m].with;
    return n;
}

static void step(const tt_data *d, const tt_ref *uses, tt_ix m, tt_buf *b)
{
    tt_buf_add_z(b, "  ");
    short_id(d, &d->members[m], b);
    tt_explain_part(d, uses, &d->members[m], b);
    tt_buf_add_c(b, '\n');
}

static void link_of(const tt_data *d, tt_ix m, tt_buf *b)
{
    tt_buf_add_z(b, "      ");
    why_text(&d->members[m], b);
    tt_buf_add_c(b, '\n');
}

/* Up from the one to what both have in common, then down to the other. */
static void path(const tt_data *d, const tt_ref *uses, tt_ix x, tt_ix y, uint32_t most, tt_buf *b)
{
    tt_ix up = x, down = y;
    uint32_t n_up = depth_of(d, x, most), n_down = depth_of(d, y, most), turns = 0;
    while (up != down && (n_up || n_down)) {
        bool first = n_up >= n_down;
        tt_ix *at = first ? &up : &down;
        uint32_t *n = first ? &n_up : &n_down;
        if (first) {
            step(d, uses, up, b);
            link_of(d, up, b);
        }
        *at = d->members[*at].with;
        --*n;
        turns += first ? 0 : 1;
    }
    step(d, uses, up, b);
    for (; turns; turns--) { /* from the common part back to y */
        tt_ix at = y;
        for (uint32_t i = 1; i < turns; i++)
            at = d->members[at].with;
        link_of(d, at, b);
        step(d, uses, at, b);
    }
}

tt_status tt_explain_path(const tt_data *d, tt_ix e, const tt_hash ends[2], tt_buf *b, tt_err *err)
{
    const tt_entity *en = &d->entities[e];
    tt_ix x = find_part(d, en, ends[0]), y = find_part(d, en, ends[1]);
    tt_arena a;
    tt_ref *uses;
    if (!x || !y || x == y)
        return TT_OK;
    tt_buf_add_z(b, "the joins between the two\n");
    tt_arena_init(&a, 0);
    tt_status st = tt_explain_uses(d, &a, &uses, err);
    if (st == TT_OK)
        path(d, uses, x, y, en->n_mentions, b);
    tt_arena_release(&a);
    return st;
}

/* --- decisions --- */

static tt_status entity_of(tt_who_index *x, tt_hash is, tt_ix *out, tt_err *err)
{
    tt_who who;
    TT_TRY(tt_who_find(x, tt_str_of(tt_id_text_of('e', is).s), &who, err));
    *out = who.entity;
    return TT_OK;
}

static tt_status decision(tt_who_index *x, const tt_decision *v, tt_ix e, tt_ix other, size_t *n,
                          tt_buf *b, tt_err *err)
{
    tt_ix p, q;
    TT_TRY(entity_of(x, v->a, &p, err));
    TT_TRY(entity_of(x, v->b, &q, err));
    if ((p != e && q != e) || (other && (p == e ? q : p) != other))
        return TT_OK;
    if (!(*n)++)
        tt_buf_add_z(b, "decisions\n");
    tt_decided said = {.said = (tt_said)(TT_SAID_SAME + v->verdict),
                       .who = v->who,
                       .why = v->why,
                       .when = {v->when, TT_NO_TIME}};
    tt_buf_addf(b, "  %.10s and ", tt_id_text_of('e', v->a).s);
    tt_buf_addf(b, "%.10s: ", tt_id_text_of('e', v->b).s);
    tt_words_disposition(b, &said);
    tt_buf_addf(b, " (line %llu)\n", (unsigned long long)v->line);
    return TT_OK;
}

tt_status tt_explain_decisions(const tt_data *d, tt_ix e, tt_ix other, tt_buf *b, tt_err *err)
{
    tt_who_index *x = NULL;
    size_t n = 0;
    if (!d->n_decisions)
        return TT_OK;
    TT_TRY(tt_who_index_new(d, &x, err));
    tt_status st = TT_OK;
    for (size_t i = 1; i <= d->n_decisions && st == TT_OK; i++)
        st = decision(x, &d->decisions[i], e, other, &n, b, err);
    tt_who_index_free(x);
    return st;
}
