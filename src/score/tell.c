/*
 * tell.c - what is said about a syndicate: roles, value shift, period, narrative.
 *
 * Roles come from papers, not from guesses: from flows among the members first, then from what
 * findings say, then from declared ownership.
 */
#include "score/parts.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>

enum { SELLS = 1, BUYS = 2, PAYS = 4, IS_PAID = 8, OWNS = 16 };

struct tell {
    tt_score_work *w;
    uint32_t *member;  /* of an entity: number of the syndicate that it is marked for */
    uint8_t *does;     /* of an entity, for the syndicate at hand */
    const char **said; /* of an entity: role in the heaviest finding */
};

/* --- roles --- */

static void
look_at_flows(struct tell *x, const tt_layer *l, tt_ix v, uint32_t number, uint8_t out, uint8_t in)
{
    for (uint32_t i = l->out_off[v]; i < l->out_off[v + 1]; i++) {
        tt_ix u = l->dst[l->out_at[i]];
        if (u == v || x->member[u] != number)
            continue;
        x->does[v] |= out;
        x->does[u] |= in;
    }
}

static uint8_t word_to_deed(const char *role)
{
    static const struct {
        const char *role;
        uint8_t does;
    } table[] = {
        {"seller", SELLS},   {"shipper", SELLS}, {"exporter", SELLS},   {"buyer", BUYS},
        {"consignee", BUYS}, {"importer", BUYS}, {"payer", PAYS},       {"payee", IS_PAID},
        {"owner", OWNS},     {"director", OWNS}, {"shareholder", OWNS}, {"beneficial_owner", OWNS},
    };
    for (size_t i = 0; i < TT_LEN(table); i++)
        if (strcmp(role, table[i].role) == 0)
            return table[i].does;
    return 0;
}

static const char *deed_to_word(uint8_t does)
{
    if ((does & SELLS) && (does & BUYS))
        return "intermediary";
    if (does & SELLS)
        return "exporter";
    if (does & BUYS)
        return "importer";
    if ((does & PAYS) && (does & IS_PAID))
        return "intermediary";
    if (does & PAYS)
        return "payer";
    if (does & IS_PAID)
        return "payee";
    return does & OWNS ? "owner" : NULL;
}

static bool serves(tt_entity_type t)
{
    return t == TT_ENTITY_BANK || t == TT_ENTITY_VESSEL || t == TT_ENTITY_CARRIER ||
           t == TT_ENTITY_BROKER || t == TT_ENTITY_PUBLIC_BODY;
}

/* The first that knows: type, flows inside, findings, ownership. */
static const char *role_of(const struct tell *x, tt_ix e)
{
    const tt_entity *entity = &x->w->d->entities[e];
    if (serves(entity->type))
        return tt_entity_type_text(entity->type);
    const char *word = deed_to_word(x->does[e] & (SELLS | BUYS | PAYS | IS_PAID));
    if (!word && x->said[e]) {
        word = deed_to_word(word_to_deed(x->said[e]));
        word = word ? word : x->said[e];
    }
    if (!word)
        word = deed_to_word(x->does[e]);
    return word ? word : "linked";
}

static void mark(struct tell *x, const tt_syndicate *s, uint32_t number)
{
    const tt_score_work *w = x->w;
    for (size_t i = 0; i < s->n_entities; i++) {
        tt_ix e = s->entities[i].entity;
        x->member[e] = number;
        x->does[e] = 0;
        x->said[e] = NULL;
    }
    for (size_t i = 0; i < s->n_findings; i++) {
        const tt_finding *f = &w->r->findings[s->findings[i]].f;
        for (size_t k = 0; k < f->n_entities; k++)
            if (!x->said[f->entities[k].entity])
                x->said[f->entities[k].entity] = f->entities[k].role;
    }
    for (size_t i = 0; i < s->n_entities; i++) {
        tt_ix e = s->entities[i].entity;
        if (w->hub[e]) /* so many flows; its neighbours' lists have the ones that count */
            continue;
        look_at_flows(x, &w->g->goods, e, number, SELLS, BUYS);
        look_at_flows(x, &w->g->money, e, number, PAYS, IS_PAID);
    }
}

/* --- value and period --- */

static int cmp_ref(const void *a, const void *b, void *ctx)
{
    const tt_ref *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

TT_VEC(ref_vec, tt_ref);

static bool seen_before(const ref_vec *seen, const tt_finding *f)
{
    for (size_t i = 0; i < f->n_documents; i++)
        for (size_t k = 0; k < seen->n; k++)
            if (cmp_ref(&seen->v[k], &f->documents[i], NULL) == 0)
                return true;
    return false;
}

/*
 * Findings from the heaviest on; one that shares a document with one that was counted is not
 * counted again.  Shifts to the exporter and to the importer are set off against each other;
 * amounts without a direction (what went round) are said only when there is no other.
 */
static tt_status shift(const tt_score_work *w, tt_syndicate *s, tt_err *err)
{
    ref_vec seen = {0};
    int64_t to[3] = {0, 0, 0};
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < s->n_findings; i++) {
        const tt_finding *f = &w->r->findings[s->findings[i]].f;
        int64_t *sum = &to[f->direction];
        if (f->value_shift.minor <= 0 || seen_before(&seen, f))
            continue;
        if (!tt_add_i64(*sum, f->value_shift.minor, sum))
            *sum = INT64_MAX;
        if (!tt_vec_reserve(&seen, f->n_documents))
            st = tt_score_no_room(err);
        for (size_t k = 0; st == TT_OK && k < f->n_documents; k++)
            seen.v[seen.n++] = f->documents[k];
    }
    tt_vec_release(&seen);
    int64_t net = to[TT_SHIFT_TO_EXPORTER] - to[TT_SHIFT_TO_IMPORTER];
    s->direction = net > 0 ? TT_SHIFT_TO_EXPORTER : net < 0 ? TT_SHIFT_TO_IMPORTER : TT_SHIFT_NONE;
    s->value_shift = (tt_money){net ? (net > 0 ? net : -net) : to[TT_SHIFT_NONE], w->d->base};
    return st;
}

static void period(const tt_score_work *w, tt_syndicate *s)
{
    s->from = s->to = TT_NO_DATE;
    for (size_t i = 0; i < s->n_findings; i++) {
        const tt_finding *f = &w->r->findings[s->findings[i]].f;
        if (f->from != TT_NO_DATE && (s->from == TT_NO_DATE || f->from < s->from))
            s->from = f->from;
        if (f->to != TT_NO_DATE && (s->to == TT_NO_DATE || f->to > s->to))
            s->to = f->to;
    }
}

/* --- narrative --- */

static int cmp_country(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    tt_country x = *(const tt_country *)a, y = *(const tt_country *)b;
    return (x > y) - (x < y);
}

static tt_status countries(const tt_score_work *w, const tt_syndicate *s, tt_buf *b, tt_err *err)
{
    enum { SAID = 8 };
    tt_country *c = tt_mem_zalloc(s->n_entities, sizeof *c);
    size_t n = 0, all = 0;
    if (!c)
        return tt_score_no_room(err);
    for (size_t i = 0; i < s->n_entities; i++)
        if (w->d->entities[s->entities[i].entity].country)
            c[all++] = w->d->entities[s->entities[i].entity].country;
    bool sorted = tt_sort(c, all, sizeof *c, cmp_country, NULL);
    for (size_t i = 0; sorted && i < all; i++)
        if (n == 0 || c[n - 1] != c[i])
            c[n++] = c[i];
    if (n > 0)
        tt_buf_addf(b, n == 1 ? " in %zu country (" : " in %zu countries (", n);
    for (size_t i = 0; i < TT_MIN(n, (size_t)SAID); i++) {
        char code[3];
        tt_country_text(c[i], code);
        tt_buf_addf(b, "%s%s", i ? ", " : "", code);
    }
    if (n > SAID)
        tt_buf_addf(b, " and %zu more", n - SAID);
    if (n > 0)
        tt_buf_add_c(b, ')');
    tt_mem_free(c);
    return sorted ? TT_OK : tt_score_no_room(err);
}

static void spaced(tt_buf *b, const char *id)
{
    for (; *id; id++)
        tt_buf_add_c(b, *id == '_' ? ' ' : *id);
}

/* "over invoicing (2), cycle money (1)", heaviest first. */
static void typologies(const tt_score_work *w, const tt_syndicate *s, tt_buf *b)
{
    for (size_t i = 0; i < s->n_findings; i++) {
        const char *t = w->r->findings[s->findings[i]].typology;
        size_t n = 0, before = 0;
        for (size_t k = 0; k < s->n_findings; k++)
            if (strcmp(w->r->findings[s->findings[k]].typology, t) == 0) {
                before += k < i;
                n++;
            }
        if (before)
            continue;
        tt_buf_add_z(b, i ? ", " : "");
        spaced(b, t);
        tt_buf_addf(b, " (%zu)", n);
    }
}

static void value_sentence(const tt_syndicate *s, tt_buf *b)
{
    char amount[TT_NUM_TEXT];
    if (s->value_shift.minor == 0)
        return;
    (void)tt_money_text(s->value_shift, amount);
    if (s->direction == TT_SHIFT_NONE)
        tt_buf_addf(b, " The flows that the findings describe come to %s.", amount);
    else
        tt_buf_addf(b, " Together the findings are consistent with %s moved to the side of the %s.",
                    amount, s->direction == TT_SHIFT_TO_EXPORTER ? "exporters" : "importers");
}

static void rarity_sentence(const tt_score_work *w, const tt_syndicate *s, tt_buf *b)
{
    double draws = w->param[P_DRAWS];
    uint64_t as_heavy = (uint64_t)floor(s->p_value * (draws + 1) - 1 + 0.5);
    if (as_heavy == 0)
        tt_buf_addf(b, " None of %u", (unsigned)draws);
    else
        tt_buf_addf(b, " Of %u", (unsigned)draws);
    tt_buf_add_z(b, " random groups of other parties, of the same size and activity,");
    if (as_heavy > 0)
        tt_buf_addf(b, " %llu", (unsigned long long)as_heavy);
    tt_buf_add_z(b, as_heavy > 1 ? " carry as much evidence." : " carries as much evidence.");
}

static tt_status narrate(const tt_score_work *w, tt_syndicate *s, tt_buf *b, tt_err *err)
{
    char from[TT_NUM_TEXT], to[TT_NUM_TEXT];
    tt_buf_reset(b);
    tt_buf_addf(b, s->n_entities == 1 ? "%zu party" : "%zu parties", s->n_entities);
    TT_TRY(countries(w, s, b, err));
    tt_buf_addf(b, s->n_findings == 1 ? ", %zu finding" : ", %zu findings", s->n_findings);
    (void)tt_date_text(s->from, from);
    (void)tt_date_text(s->to, to);
    if (s->from != TT_NO_DATE && s->from != s->to)
        tt_buf_addf(b, " on documents from %s to %s", from, to);
    else if (s->from != TT_NO_DATE)
        tt_buf_addf(b, " on documents of %s", from);
    tt_buf_add_z(b, ": ");
    typologies(w, s, b);
    tt_buf_addf(b, ". The heaviest: %s.", w->r->findings[s->findings[0]].f.title);
    value_sentence(s, b);
    rarity_sentence(w, s, b);
    TT_TRY(tt_buf_status(b, err));
    s->narrative = tt_arena_str(w->a, tt_buf_str(b)).p;
    return s->narrative ? TT_OK : tt_score_no_room(err);
}

/* --- all of them --- */

static tt_status tell_all(struct tell *x, tt_buf *b, tt_err *err)
{
    tt_score_work *w = x->w;
    for (uint32_t i = 1; i <= w->r->n_syndicates; i++) {
        tt_syndicate *s = &w->r->syndicates[i];
        tt_finding_entity *member = tt_new_n(w->a, tt_finding_entity, s->n_entities);
        if (!member)
            return tt_score_no_room(err);
        mark(x, s, i);
        for (size_t k = 0; k < s->n_entities; k++)
            member[k] =
                (tt_finding_entity){s->entities[k].entity, role_of(x, s->entities[k].entity)};
        s->entities = member;
        TT_TRY(shift(w, s, err));
        period(w, s);
        TT_TRY(narrate(w, s, b, err));
    }
    return TT_OK;
}

tt_status tt_score_tell(tt_score_work *w, tt_err *err)
{
    size_t n = w->d->n_entities + 1;
    struct tell x = {.w = w,
                     .member = tt_new_n(w->tmp, uint32_t, n),
                     .does = tt_new_n(w->tmp, uint8_t, n),
                     .said = tt_new_n(w->tmp, const char *, n)};
    if (!x.member || !x.does || !x.said)
        return tt_score_no_room(err);
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = tell_all(&x, &b, err);
    tt_buf_release(&b);
    return st;
}
