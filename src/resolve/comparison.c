/*
 * comparison.c - two entities of a resolved case compared, in words.
 *
 * The case is read as resolve reads it, so that words are as rare and values as shared as they were
 * when the entities were made.
 */
#include "resolve/candidates.h"

#include "base/str.h"

enum { FIRST, SECOND, NEITHER };

struct asked {
    const tt_data *d;
    const tt_scorer *s;
    const tt_rs_score *score;
    tt_ix *member; /* per record; 0 = of neither */
    tt_arena *a;
};

/* Which entity each record is of, which of the two that is, and the member that it is. */
static void
find_members(const tt_rs *w, tt_ix a, tt_ix b, uint32_t *of, tt_ix *member, uint32_t *entity)
{
    const tt_data *d = w->d;
    const tt_entity *side[] = {&d->entities[a], &d->entities[b]};
    for (uint32_t r = 0; r < w->n_rec; r++) {
        const tt_rs_record *x = &w->rec[r];
        tt_ix e = x->mention ? d->mentions[x->mention].entity : d->parties[x->party].entity;
        entity[r] = e;
        of[r] = e == a ? FIRST : e == b ? SECOND : NEITHER;
        if (of[r] == NEITHER)
            continue;
        tt_ix i = side[of[r]]->first_mention;
        while (d->members[i].mention != x->mention || d->members[i].party != x->party)
            i++;
        member[r] = i;
    }
}

static tt_str country_text(tt_arena *a, tt_country c)
{
    char code[3];
    tt_country_text(c, code);
    return tt_arena_str(a, tt_str_of(code));
}

static tt_compared in_words(const struct asked *k, const tt_rs_term *t)
{
    const tt_rs *w = k->s->w;
    tt_compared out = {
        .field = tt_rs_field_text(t->field), .level = t->level, .centibits = t->centibits};
    out.member_a = k->member[t->rec_a];
    out.member_b = k->member[t->rec_b];
    if (t->value_a) {
        const tt_datum *x = &k->s->values->v[t->value_a], *y = &k->s->values->v[t->value_b];
        out.a = tt_value_written(w, x, t->rec_a);
        out.b = tt_value_written(w, y, t->rec_b);
        out.field = tt_value_field(w, x, t->rec_a);
    } else if (t->field == TT_RF_COUNTRY) {
        out.a = country_text(k->a, w->rec[t->rec_a].country);
        out.b = country_text(k->a, w->rec[t->rec_b].country);
    } else {
        out.a = w->surface[k->score->surface_a].raw;
        out.b = w->surface[k->score->surface_b].raw;
    }
    return out;
}

/* Words [first, first + n) of a name, joined by blanks; absent for none. */
static bool join_words(const struct asked *k, uint32_t surface, size_t first, size_t n, tt_str *out)
{
    const tt_words *w = &k->s->w->words;
    const tt_name *name = &k->s->w->name[surface];
    const char *text = n ? "" : NULL;
    for (size_t i = first; i < first + n && i < name->n; i++) {
        text = tt_arena_printf(k->a, "%s%s%.*s", text, i > first ? " " : "",
                               TT_STR_ARG(tt_word_ascii(&w->v[name->word[i]])));
        if (!text)
            return false;
    }
    *out = tt_str_of(text);
    return true;
}

static tt_status tell_words(const struct asked *k, tt_comparison *out, tt_err *err)
{
    const tt_rs_score *s = k->score;
    size_t n = s->surface_a == UINT32_MAX ? 0 : s->name.n_parts;
    tt_compared_words *part = tt_new_n(k->a, tt_compared_words, n + 1);
    bool ok = part;
    for (size_t i = 0; i < n && ok; i++) {
        const tt_name_part *p = &s->name.part[i];
        part[i].likeness = p->likeness;
        part[i].centibits = p->centibits;
        ok = join_words(k, s->surface_a, p->a, p->n_a, &part[i].a) &&
             join_words(k, s->surface_b, p->b, p->n_b, &part[i].b);
    }
    out->part = part;
    out->n_parts = n;
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the words of a comparison");
}

static tt_status tell(const struct asked *k, tt_comparison *out, tt_err *err)
{
    const tt_rs_score *s = k->score;
    const double *param = k->s->w->param;
    tt_compared *term = tt_new_n(k->a, tt_compared, s->n_terms + 1);
    if (!term)
        return tt_fail(err, TT_ENOMEM, "no room for a comparison");
    for (size_t i = 0; i < s->n_terms; i++) {
        term[i] = in_words(k, &s->term[i]);
        if (s->term[i].field == TT_RF_COUNTRY && (!term[i].a.p || !term[i].b.p))
            return tt_fail(err, TT_ENOMEM, "no room for a comparison");
    }
    *out = (tt_comparison){.term = term,
                           .n_terms = s->n_terms,
                           .prior = s->prior,
                           .total = s->total,
                           .threshold = (int32_t)(param[TT_RS_JOIN] * 100),
                           .review = (int32_t)(param[TT_RS_REVIEW] * 100),
                           .veto = s->veto};
    for (size_t i = 0; i < s->n_terms && s->veto_a; i++)
        if (s->term[i].value_a == s->veto_a && s->term[i].value_b == s->veto_b) {
            out->veto_a = term[i].a;
            out->veto_b = term[i].b;
        }
    return tell_words(k, out, err);
}

/* A value or a deal brings two together, whatever their names are. */
static bool is_brought_together(const tt_rs_score *s)
{
    for (size_t i = 0; i < s->n_terms; i++) {
        const tt_rs_term *t = &s->term[i];
        bool value = t->field >= TT_RF_LEI && t->field <= TT_RF_EMAIL && t->centibits > 0;
        if (value || (t->field == TT_RF_DATE && t->centibits > 0) || t->field == TT_RF_TRADE)
            return true;
    }
    return false;
}

/* Why resolve did not look at the pair. */
static tt_status why_never(const tt_rs *w, const tt_rs_score *s, const char **never, tt_err *err)
{
    tt_index x;
    *never = NULL;
    if (is_brought_together(s) || s->surface_a == UINT32_MAX)
        return TT_OK;
    uint32_t a = w->surface[s->surface_a].core_id, b = w->surface[s->surface_b].core_id;
    if (a == b)
        return TT_OK;
    TT_TRY(tt_index_build(w, w->a, &x, err));
    uint32_t shared = tt_index_shared(&x, a, b);
    tt_index_release(&x);
    if (!shared)
        *never = "they share no number, address or telephone, and of their names no word, sound or "
                 "beginning that few have";
    else if (shared < w->param[TT_RS_MIN_SHARED] * 100)
        *never = "they share no number, address or telephone, and what their names share is too "
                 "common: less than min_shared_bits";
    return TT_OK;
}

static tt_status
compare(tt_rs *w, tt_ix a, tt_ix b, tt_arena *arena, tt_comparison *out, tt_err *err)
{
    tt_values values;
    tt_cards cards;
    tt_scorer scorer;
    tt_rs_score score;
    tt_trade trade, pair;
    uint64_t both = (uint64_t)FIRST << 32 | SECOND;
    uint32_t *entity = tt_new_n(w->a, uint32_t, w->n_rec + (size_t)1);
    uint32_t *of = tt_new_n(w->a, uint32_t, w->n_rec + (size_t)1);
    tt_ix *member = tt_new_n(w->a, tt_ix, w->n_rec + (size_t)1);
    if (!of || !member || !entity)
        return tt_fail(err, TT_ENOMEM, "no room for %u parties", w->n_rec);
    find_members(w, a, b, of, member, entity);
    TT_TRY(tt_values_read(w, &values, err));
    TT_TRY(tt_cards_read(w, &values, of, NEITHER, w->a, &cards, err));
    tt_scorer_init(&scorer, w, &values);
    TT_TRY(tt_trade_read(w, entity, w->a, &trade, err));
    pair = (tt_trade){&both, &both, tt_trade_between(&trade, a, b) == TT_TRADE_DEAL,
                      tt_trade_between(&trade, a, b) == TT_TRADE_PARTNER};
    scorer.trade = &pair;
    tt_said any = {UINT32_MAX, UINT32_MAX};
    tt_weigh(&scorer, &cards, FIRST, SECOND, any, any, true, &score);
    TT_TRY(tell(&(struct asked){w->d, &scorer, &score, member, arena}, out, err));
    return why_never(w, &score, &out->never, err);
}

tt_status tt_resolve_compare(const tt_data *d, const double *param, unsigned threads, tt_ix a,
                             tt_ix b, tt_arena *arena, tt_comparison *out, tt_err *err)
{
    tt_arena scratch;
    tt_data same = *d; /* nothing is written to it */
    tt_arena_init(&scratch, 0);
    tt_rs w = {.d = &same, .param = param, .a = &scratch};
    tt_status st = tt_rs_load(&w, threads, err);
    tt_registries_recall(&w);
    if (st == TT_OK)
        st = compare(&w, a, b, arena, out, err);
    tt_rs_release(&w);
    tt_arena_release(&scratch);
    return st;
}
