/* listed.c - see listed.h. */
#include "detect/common/listed.h"

#include "base/str.h"

/* A group that is traded as wood: the names of its species are those of timber. */
static bool is_wood(const tt_wildlife *k, tt_str group)
{
    bool wood = false;
    for (size_t i = 0; i < k->n_products; i++)
        wood |= tt_str_eq(k->products[i].group, group) &&
                tt_unit_dimension(k->products[i].unit) == TT_DIM_VOLUME;
    return wood;
}

/* What one hit names; appendix 0 when it says nothing, or nothing that is listed. */
static tt_listed
of_hit(const tt_wild *w, const tt_wild_hits *hits, size_t i, tt_hs hs, tt_country from, tt_date day)
{
    const tt_wild_hit *h = &hits->v[i], *cue;
    tt_listed l = {.found = h->found};
    if (h->taxon) {
        l.name = h->taxon->name;
        l.group = h->taxon->group;
        l.open = hs && tt_group_declared(&w->k, l.group, hs);
        if (!is_wood(&w->k, l.group))
            l.appendix = tt_taxon_appendix(&w->k, l.name, from, day);
    } else if (h->timber) {
        const tt_taxon *t = tt_taxon_find(&w->k, h->timber->name);
        l.name = h->timber->name;
        l.group = t ? t->group : (tt_str){NULL, 0};
        l.open = tt_list_has_hs(h->timber->hs, hs);
        if (h->plain && (!hs || tt_wood_form_of(hs) != TT_WOOD_NONE))
            l.appendix = tt_taxon_appendix(&w->k, l.name, from, day);
    } else if (tt_wild_sense(hits, i, &cue) == TT_SENSE_PLAIN) {
        const tt_product *p = tt_product_find(&w->k, h->word->product);
        l.name = p->name;
        l.group = p->group;
        l.open = tt_list_has_hs(p->hs, hs);
        l.appendix = p->group.n ? tt_group_appendix(&w->k, p->group, from, day) : 0;
    }
    return l;
}

bool tt_listed_find(const tt_wild *w, const tt_wild_hits *hits, tt_hs hs, tt_country from,
                    tt_date day, tt_listed *out, bool *more)
{
    bool exact = false; /* what is found so far is a name and no word of trade */
    *out = (tt_listed){.appendix = 0};
    for (size_t i = 0; i < hits->n; i++) {
        tt_listed l = of_hit(w, hits, i, hs, from, day);
        bool name = hits->v[i].taxon || hits->v[i].timber;
        if (l.appendix && (!out->appendix || l.appendix < out->appendix ||
                           (l.appendix == out->appendix && name && !exact))) {
            *out = l;
            exact = name;
        }
    }
    *more |= hits->more;
    return out->appendix != 0;
}

bool tt_listed_names(const tt_wild *w, const tt_wild_hits *hits, tt_hs hs, tt_country from,
                     tt_date day, tt_str group)
{
    for (size_t i = 0; i < hits->n; i++) {
        tt_listed l = of_hit(w, hits, i, hs, from, day);
        if (l.appendix && tt_str_eq(l.group, group))
            return true;
    }
    return false;
}

bool tt_listed_code(const tt_wild *w, tt_hs hs, tt_country from, tt_date day, tt_listed *out)
{
    static const struct {
        const char *hs, *product;
    } titles[] = {{"050710", "ivory"}, {"960110", "ivory"}, {"160431", "caviar"}};
    *out = (tt_listed){.open = true};
    for (size_t i = 0; i < TT_LEN(titles); i++) {
        tt_hs of;
        if (!tt_hs_parse(tt_str_of(titles[i].hs), &of) || tt_hs_prefix(hs, 6) != of)
            continue;
        const tt_product *p = tt_product_find(&w->k, tt_str_of(titles[i].product));
        if (!p || !p->group.n) /* the case has its own table */
            continue;
        out->name = p->name;
        out->group = p->group;
        out->appendix = tt_group_appendix(&w->k, p->group, from, day);
    }
    return out->appendix != 0;
}
