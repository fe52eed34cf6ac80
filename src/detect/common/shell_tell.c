/* shell_tell.c - the signs of a shell in words. */
#include "detect/common/shell.h"

static const char *age(tt_draft *w, const tt_shells *s, tt_ix e)
{
    const tt_shell *x = &s->v[e];
    return tt_say(w, "it was founded %s before its first document",
                  tt_say_count(w, (uint64_t)TT_MAX(x->age, 0), "day"));
}

static const char *out_of_life(tt_draft *w, const tt_shells *s, tt_ix e)
{
    const tt_shell *x = &s->v[e];
    const tt_party *p = &s->d->parties[s->d->entities[e].party];
    if (x->age != INT32_MIN && x->age < 0)
        return tt_say(w, "its first document is of %s, and it was founded on %s",
                      tt_say_date(w, x->first), tt_say_date(w, p->incorporated));
    return tt_say(w, "it was dissolved on %s, and its last document is of %s",
                  tt_say_date(w, p->dissolved), tt_say_date(w, x->last));
}

static const char *at_many(tt_draft *w, const tt_shells *s, tt_ix e)
{
    return tt_say(w, "it shares its building with %s that no owner joins with it",
                  tt_say_count(w, s->v[e].at_address - 1, "firm"));
}

static const char *staff(tt_draft *w, const tt_shells *s, tt_ix e)
{
    const tt_party *p = &s->d->parties[s->d->entities[e].party];
    return tt_say(w, "it has %s and trades for %s a year",
                  tt_say_count(w, (uint64_t)p->employees, "employee"),
                  tt_say_money(w, s->v[e].yearly));
}

static const char *poor(tt_draft *w, const tt_shells *s, tt_ix e)
{
    char text[TT_NUM_TEXT];
    (void)tt_money_text(s->d->parties[s->d->entities[e].party].annual_revenue, text);
    return tt_say(w, "it states a turnover of %s and trades for %s a year", text,
                  tt_say_money(w, s->v[e].yearly));
}

static const char *nominee(tt_draft *w, const tt_shells *s, tt_ix e)
{
    return tt_say(w, "who directs it directs %s more that no owner joins with it",
                  tt_say_count(w, s->v[e].directed - 1, "firm"));
}

static const char *one_partner(tt_draft *w, const tt_shells *s, tt_ix e)
{
    return tt_say(w, "all its %s are with one party", tt_say_count(w, s->v[e].deals, "deal"));
}

static const char *partners(tt_draft *w, const tt_shells *s, tt_ix e)
{
    return tt_say(w, "it trades with %s", tt_say_count(w, s->v[e].partners, "firm"));
}

typedef const char *say_sign(tt_draft *w, const tt_shells *s, tt_ix e);

const char *tt_say_shell_sign(tt_draft *w, const tt_shells *s, tt_ix entity, tt_shell_sign sign)
{
    /* What needs no numbers is said by a text. */
    static const struct {
        say_sign *say;
        const char *text;
    } words[TT_SHELL_SIGNS] = {
        [TT_SHELL_YOUNG] = {age, NULL},
        [TT_SHELL_OUT_OF_LIFE] = {out_of_life, NULL},
        [TT_SHELL_AT_MANY] = {at_many, NULL},
        [TT_SHELL_BOX] = {NULL, "its address is a post office box, or in care of somebody"},
        [TT_SHELL_EMPTY] = {staff, NULL},
        [TT_SHELL_POOR] = {poor, NULL},
        [TT_SHELL_NOMINEE] = {nominee, NULL},
        [TT_SHELL_ONE_PARTNER] = {one_partner, NULL},
        [TT_SHELL_NO_COSTS] = {NULL, "its payments are for no wages, rent, taxes or power"},
        [TT_SHELL_NO_WEB] = {NULL, "the registry knows no website of it"},
        [TT_SHELL_STAFFED] = {staff, NULL},
        [TT_SHELL_OLD] = {age, NULL},
        [TT_SHELL_PARTNERS] = {partners, NULL},
        [TT_SHELL_HAS_COSTS] = {NULL, "it pays the costs of a business"},
        [TT_SHELL_LEI] = {NULL, "it has a legal entity identifier"},
    };
    return words[sign].say ? words[sign].say(w, s, entity) : words[sign].text;
}

const char *tt_say_shell(tt_draft *w, const tt_shells *s, tt_ix entity)
{
    const char *text = "";
    for (int i = 0; i < TT_SHELL_SIGNS; i++)
        if (tt_shell_weight(s, entity, (tt_shell_sign)i) > 0)
            text = tt_say(w, "%s%s%s", text, *text ? "; " : "",
                          tt_say_shell_sign(w, s, entity, (tt_shell_sign)i));
    return text;
}
