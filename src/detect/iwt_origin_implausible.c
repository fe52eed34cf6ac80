/*
 * iwt_origin_implausible.c - goods from a country from which nobody else has them.
 *
 * What a country exports is asked of these data: a seller whose goods no other seller has from the
 * stated origin, where so much else comes from there, and so many have the goods from elsewhere,
 * that some were to be expected; or no seller, where a table of shares in the world's exports that
 * the case brings says that next to nothing comes from there.  Goods that go to a country which
 * exports them itself weigh more. Traders and processors, who got such goods from elsewhere, are
 * not judged.  Not caught: origins that no paper states, and two sellers with the same story.
 * Formula, worked example, known false positives: iwt_origin_implausible.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/origins.h"
#include "detect/common/tally.h"

#include "base/stat.h"
#include "refdata/share.h"

#include <math.h>

enum {
    P_LR,
    P_LR_TO,
    P_MAKERS,
    P_KINDRED,
    P_BUYERS,
    P_KNOWN,
    P_LEAST,
    P_NONE,
    P_MAKER,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio", "of goods that nobody else has from there"},
    [P_LR_TO] = {"lr_to_makers", 6, 1, 1000, "likelihood ratio",
                 "the same, when they go to a country that exports them"},
    [P_MAKERS] = {"makers", 3, 1, 1e6, "count",
                  "supplies of others of the heading that make their country one that exports it"},
    [P_KINDRED] = {"kindred", 0.1, 0, 1, "log10",
                   "taken off when others have goods of the chapter from there"},
    [P_BUYERS] = {"buyers", 4, 2, 1e6, "count",
                  "different buyers that make the seller an established one"},
    [P_KNOWN] = {"established", 0.3, 0, 1, "log10", "taken off for an established seller"},
    [P_LEAST] = {"expected", 2.5, 0.5, 1e6, "count",
                 "supplies that were to be expected from there; with fewer nothing is known"},
    [P_NONE] = {"no_exports", 0.0001, 0, 1, "fraction",
                "of the world's exports by the table: with a smaller share it exports none"},
    [P_MAKER] = {"maker_share", 0.01, 0, 1, "fraction",
                 "of the world's exports by the table that makes a country one that exports"},
    [P_MIN_WEIGHT] = {"min_weight", 0.2, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { SMALL, EXPORTS, GOT, DISPUTED, WEAK, NO_ORIGIN, WHYS };

struct claim {
    const tt_supply *s;
    tt_country to;            /* the destination from which most others have the heading; none */
    const tt_share *share;    /* of the origin by the table; NULL */
    const tt_share *to_share; /* of the destination, when it is one that exports; NULL */
    uint32_t makers, kindred, buyers;
    bool to_maker;
    double p, weight;
};

struct state {
    const tt_detect_in *in;
    tt_origins o;
    tt_shares shares;
    tt_tally why[WHYS];
};

static const tt_share *share_of(const struct state *s, const tt_supply *x, tt_country c)
{
    const tt_supply_line *l = &s->o.lines[x->first];
    tt_date day = tt_data_cited(s->in->data, l->at.kind, l->at.doc).day;
    int y, m, d;
    if (day == TT_NO_DATE)
        return NULL;
    tt_civil_of(day, &y, &m, &d);
    return tt_share_find(&s->shares, x->hs6, c, y);
}

/* Where the goods go: the country from which most others have them, by the data or the table. */
static void find_makers(const struct state *s, struct claim *c)
{
    const tt_data *d = s->in->data;
    const double *p = s->in->param;
    tt_country last = TT_COUNTRY_NONE;
    for (size_t i = 0; i < c->s->n; i++) {
        const tt_supply_line *l = &s->o.lines[c->s->first + i];
        tt_country to = d->entities[l->receiver].country;
        if (!to || to == last || to == c->s->origin)
            continue;
        last = to;
        uint32_t n = tt_origins_heading(&s->o, c->s, to);
        const tt_share *share = share_of(s, c->s, to);
        bool by_table = share && (double)share->share / 1e6 >= p[P_MAKER];
        if (((double)n >= p[P_MAKERS] || by_table) && (!c->to_maker || n > c->makers)) {
            c->to = to;
            c->to_share = by_table ? share : NULL;
            c->makers = n;
            c->to_maker = true;
        }
    }
}

/* Whether anything is known of what the country exports; says why not. */
static bool is_known(struct state *s, const struct claim *c, enum why *why)
{
    const double *p = s->in->param;
    *why = SMALL;
    if (c->share && (double)c->share->share / 1e6 >= p[P_NONE])
        *why = EXPORTS;
    else if (tt_origins_got(&s->o, c->s))
        *why = GOT;
    else
        return c->share || c->s->expected >= p[P_LEAST];
    return false;
}

/* Does the deal of a line have a paper on goods of the chapter that are of other headings only? */
static bool disputed_line(const tt_data *d, const tt_supply_line *l)
{
    tt_ix deal = tt_deal_of(d, l->at.kind, l->at.doc);
    for (tt_ix i = 0; deal && i < d->deals[deal].n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[d->deals[deal].first_doc + i];
        const tt_line *v = tt_data_lines(d, r->kind);
        bool same = !v, other = false;
        const tt_head *h = tt_data_head(d, r->kind, r->doc);
        for (tt_ix k = h->first_line; v && k < h->first_line + h->n_lines; k++) {
            same |= tt_hs_prefix(v[k].hs, 4) == l->hs4;
            other |= tt_hs_chapter(v[k].hs) == tt_hs_chapter(l->hs4);
        }
        if (other && !same)
            return true;
    }
    return false;
}

/* Goods of which the papers of each deal do not agree what they are: the code may be wrong, and it
 * is the code that is alone.  doc.hs_shift tells such deals. */
static bool disputed(const struct state *s, const tt_supply *x)
{
    for (size_t i = 0; i < x->n; i++)
        if (!disputed_line(s->in->data, &s->o.lines[x->first + i]))
            return false;
    return true;
}

static bool weigh(struct state *s, struct claim *c)
{
    const double *p = s->in->param;
    const tt_supply *x = c->s;
    enum why why;
    c->share = share_of(s, x, x->origin);
    if (!is_known(s, c, &why)) {
        tt_tally_add(&s->why[why], TT_NO_NUM);
        return false;
    }
    if (disputed(s, x)) {
        tt_tally_add(&s->why[DISPUTED], TT_NO_NUM);
        return false;
    }
    find_makers(s, c);
    c->kindred = tt_origins_kindred(&s->o, x);
    c->buyers = tt_origins_buyers(&s->o, x);
    /* By chance, and as often as others are alone like this; the table needs no such rate. */
    c->p = tt_round9(fmax(exp(-x->expected), (double)x->rank / (1 + (double)x->all)));
    c->weight = log10(p[c->to_maker ? P_LR_TO : P_LR]);
    if (!c->share)
        c->weight = fmin(c->weight, tt_log10_e_of_p(c->p));
    c->weight -=
        (c->kindred ? p[P_KINDRED] : 0) + ((double)c->buyers >= p[P_BUYERS] ? p[P_KNOWN] : 0);
    c->weight = tt_round9(c->weight);
    if (c->weight < p[P_MIN_WEIGHT])
        tt_tally_add(&s->why[WEAK], TT_NO_NUM);
    return c->weight >= p[P_MIN_WEIGHT];
}

/* --- words --- */

static const char *say_country(tt_draft *w, tt_country c)
{
    char text[3] = "";
    tt_country_text(c, text);
    return tt_say(w, "%s", text);
}

/* "goods of 0713 (dried beans and peas)"; the title as far as there is one. */
static const char *say_goods(tt_draft *w, const tt_supply *s)
{
    char digits[TT_HS_TEXT];
    const char *title = tt_hs_heading_title(s->hs4);
    (void)tt_hs_text(s->level == 4 ? s->hs4 : s->hs6, digits);
    return tt_say(w, "goods of %s%s%s%s", digits, *title ? " (" : "", title, *title ? ")" : "");
}

static void tests(const struct state *s, const struct claim *c, tt_draft *w)
{
    const char *from = say_country(w, c->s->origin);
    const char *chapter = tt_say(w, "%02u", tt_hs_chapter(c->s->hs6));
    bool known = (double)c->buyers >= s->in->param[P_BUYERS];
    tt_draft_test(w, "trader_or_processor", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "No paper shows that the seller got goods of chapter %s from elsewhere.",
                         chapter));
    tt_draft_test(w, "established_seller", known ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "It sells them to %s.", tt_say_count(w, c->buyers, "different buyer")));
    tt_draft_test(w, "kindred_goods", c->kindred ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "Others have other goods of chapter %s from %s in %s.", chapter, from,
                         c->kindred ? tt_say_count(w, c->kindred, "case") : "no case"));
    tt_draft_test(w, "first_export", TT_TEST_UNKNOWN,
                  "A new product has a first exporter: who grows or makes it is not in the data.");
    tt_draft_test(w, "exporters_outside_these_data",
                  c->share ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  c->share ? tt_say(w, "By the table export_shares %s has next to none.", from)
                           : "The table export_shares says nothing of these goods and country.");
}

static const char *say_share(tt_draft *w, const tt_share *x)
{
    return tt_say(w, "%s %% of what the world exported in %lld (%s)",
                  tt_say_number(w, (double)x->share / 1e4, 4), (long long)(x->year / 1000000),
                  tt_say_str(w, x->source));
}

static const char *say_makers(const struct claim *c, tt_draft *w)
{
    const char *to = say_country(w, c->to);
    if (!c->to_maker)
        return "";
    tt_draft_measure(w, "supplies_from_the_destination", "count", (double)c->makers, NAN, NAN, 0);
    return c->to_share
               ? tt_say(w, " They go to %s, which has %s.", to, say_share(w, c->to_share))
               : tt_say(w, " They go to %s, from where others have goods of the heading in %s.", to,
                        tt_say_count(w, c->makers, "supply"));
}

static const char *say_origin(const struct claim *c, tt_draft *w)
{
    const tt_supply *x = c->s;
    const char *from = say_country(w, x->origin);
    const char *table = c->share ? tt_say(w, " The country has %s.", say_share(w, c->share)) : "";
    return tt_say(w,
                  "A supply is one seller, one code and one origin: of %s of such goods by others "
                  "none is from %s, and %s of other goods %s. Did goods and origins not depend on "
                  "each other, %s were to be expected.%s",
                  tt_say_count(w, x->goods, "supply"), from, tt_say_count(w, x->country, "supply"),
                  x->country == 1 ? "is" : "are", tt_say_number(w, x->expected, 1), table);
}

static void describe(const struct state *s, const struct claim *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Look up what the country grows, makes and exports of these goods in public statistics.",
        "Ask the seller for purchase, harvest or production papers, and who issued the origin.",
        "Have the goods looked at before they are released: they may be others, or from elsewhere.",
    };
    const tt_supply *x = c->s;
    tt_ix seller = 0;
    for (size_t i = 0; i < x->n; i++) {
        const tt_supply_line *l = &s->o.lines[x->first + i];
        tt_draft_document(w, l->at.kind, l->at.doc, l->at.line);
        tt_draft_entity(w, l->sender, "seller");
        if (l->receiver)
            tt_draft_entity(w, l->receiver, "buyer");
        seller = seller ? seller : l->sender;
    }
    tt_draft_measure(w, "expected_supplies_of_others", "count", tt_round9(x->expected), NAN, NAN,
                     x->goods);
    tests(s, c, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.p_value = c->share ? (double)NAN : c->p;
    w->f.weight = c->weight;
    w->f.title = "Goods from where nobody else has them";
    w->f.explanation = tt_say(w, "%.*s sells %s with origin %s. %s%s",
                              TT_STR_ARG(s->in->data->entities[seller].name), say_goods(w, x),
                              say_country(w, x->origin), say_origin(c, w), say_makers(c, w));
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SMALL, "fewer supplies than `expected` were to be expected", "supply",
         "unknown whether the country exports such goods", NULL},
        {EXPORTS, "of which the table export_shares says that the country exports them", "supply",
         "not reported", NULL},
        {GOT, "of sellers who got goods of the chapter from elsewhere", "supply",
         "not judged: trade through a hub, or processing", NULL},
        {DISPUTED, "of which another paper of the deal has another heading of the chapter",
         "supply", "not judged: the code may be wrong", NULL},
        {WEAK, "a weight of evidence below min_weight", "supply", "not reported", NULL},
        {NO_ORIGIN, "without an origin", "line", "not judged", "iwt.origin_implausible: goods"},
    };
    TT_TRY(tt_shares_load(&s->in->data->reference, s->in->scratch, &s->shares, err));
    TT_TRY(tt_origins_build(s->in, &s->o, err));
    for (size_t i = 0; i < s->o.n; i++) {
        struct claim c = {.s = &s->o.v[i]};
        tt_draft w;
        if (!c.s->level || !weigh(s, &c))
            continue;
        tt_draft_begin(&w, s->in->data, s->in->scratch);
        describe(s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    if (s->o.n) /* data that state no origin at all are not for this detector */
        s->why[NO_ORIGIN] = (tt_tally){s->o.n_without, TT_NO_NUM};
    return tt_tally_tell(s->in, "iwt.origin_implausible: goods that nobody else has from there",
                         s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = judge(&s, out, err);
    tt_origins_release(&s.o);
    return st;
}

const tt_detector tt_detector_iwt_origin_implausible = {
    .id = "iwt.origin_implausible",
    .revision = 2,
    .title = "Goods from where nobody else has them",
    .typology = "origin_implausible",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_HS,
    .indicators = "W-17 W-18",
    .source = "UK Wildlife Financial Taskforce and WWF/TRAFFIC, red flags of illegal wildlife and "
              "environmental trade",
    .looks_for = "Goods that nobody else in these data has from their stated origin, though many "
                 "have them from elsewhere and much else comes from there; more so when they go to "
                 "a country that exports them.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
