/*
 * iwt_front_profile.c - firms of a business that wildlife was hidden behind, with goods that are
 * not of it, on the ways of wildlife.
 *
 * A zoo, a timber merchant or a forwarder on such a way is no indicator: that it sends or receives
 * goods of another trade there, more than others of such businesses do, is one, and weighs 1 at
 * most, together with what makes it look like a shell.  Never a reason alone for a group.
 * Not caught: fronts that keep to their goods, traders "in general merchandise", who have no goods
 * of their own.  Formula, worked example, known false positives: iwt_front_profile.md.
 */
#include "detect/common/sensitive.h"
#include "detect/common/shared.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum { P_LEAST, P_OFF, P_SHELL, P_ASSUMED, P_ALIKE, P_PRIOR, P_CAP, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least", 2, 1, 1e6, "count",
                 "consignments of other goods on ways of wildlife, at least"},
    [P_OFF] = {"off", 0.5, 0, 1, "log10", "at most, for goods that are not of its business"},
    [P_SHELL] = {"shell", 0.5, 0, 1, "log10", "at most, for looking like a shell"},
    [P_ASSUMED] = {"assumed", 0.1, 0.001, 0.999, "fraction",
                   "consignments of other goods, until these data say otherwise"},
    [P_ALIKE] =
        {"alike", 0.5, 0, 0.9, "1",
         "correlation of a firm's consignments, at least: who has a second trade keeps to it"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count", "consignments that this share is worth"},
    [P_CAP] = {"cap", 1, 0, 1, "log10", "weight at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.6, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { WEAK, NO_CODE, WHYS };

/* A firm of such a business. */
struct firm {
    tt_ix entity;
    const tt_front *front;
    uint32_t n, off, sensitive; /* consignments with a code; of other goods; these on a way */
};
TT_VEC(firm_vec, struct firm);

struct state {
    const tt_detect_in *in;
    const tt_carriages *goods;
    firm_vec firms;
    tt_shares all, *of; /* of all firms; by front */
    tt_tally why[WHYS];
};

struct claim {
    const struct firm *x;
    double u, p, off, shell, weight;
};

static bool may_be_one(tt_entity_type t)
{
    return t != TT_ENTITY_PERSON && t != TT_ENTITY_BANK && t != TT_ENTITY_VESSEL &&
           t != TT_ENTITY_PUBLIC_BODY;
}

/* An invoice of the consignment's deal has the firm as seller or buyer. */
static bool owns_goods(const tt_data *d, const tt_carried *g)
{
    for (tt_ix i = 0; g->c->deal && i < d->deals[g->c->deal].n_docs; i++) {
        tt_deal_doc r = d->deal_docs[d->deals[g->c->deal].first_doc + i];
        for (unsigned role = 1; r.kind == TT_KIND_INVOICE && role <= 2; role++)
            if (tt_data_entity(d, tt_data_role(d, r.kind, r.doc, role)) == g->entity)
                return true;
    }
    return false;
}

/* Goods of another trade; for who only carries and clears: goods that it buys or sells. */
static bool is_off(const tt_data *d, const tt_front *f, const tt_carried *g, tt_hs hs)
{
    return f->hs.n ? !tt_list_has_hs(f->hs, hs) : owns_goods(d, g);
}

static const tt_front *front_of(const struct state *s, tt_ix e)
{
    const tt_data *d = s->in->data;
    const tt_wildlife *k = &s->in->shared->wild.k;
    tt_ix row = d->entities[e].party;
    const tt_front *f = tt_front_find(k, d->entities[e].name, (tt_str){0});
    return f || !row ? f : tt_front_find(k, d->parties[row].name, d->parties[row].activity_code);
}

static bool read_firms(struct state *s)
{
    const tt_data *d = s->in->data;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        size_t n;
        const tt_carried *v = tt_carriages_of(s->goods, e, &n);
        struct firm x = {.entity = e};
        if (!n || !may_be_one(d->entities[e].type))
            continue;
        x.front = front_of(s, e);
        for (size_t i = 0; x.front && i < n; i++) {
            const tt_carried *g = &v[i];
            tt_hs hs = g->c->code;
            if (!hs) {
                tt_tally_add(&s->why[NO_CODE], TT_NO_NUM);
                continue;
            }
            bool off = is_off(d, x.front, g, hs);
            x.n++;
            x.off += off;
            x.sensitive += off && g->c->group.n;
        }
        if (!x.front)
            continue;
        tt_shares_add(&s->all, x.off, x.n);
        tt_shares_add(&s->of[x.front - s->in->shared->wild.k.fronts], x.off, x.n);
        if (!tt_vec_push(&s->firms, x))
            return false;
    }
    return true;
}

static struct claim claim_of(const struct state *s, const struct firm *x)
{
    const double *p = s->in->param;
    struct claim c = {.x = x}; /* held against its own business, and this against all of them */
    (void)tt_shares_chance(&s->all, x->off, x->n, p[P_ASSUMED], p[P_ALIKE], p[P_PRIOR], &c.u);
    c.p = tt_shares_chance(&s->of[x->front - s->in->shared->wild.k.fronts], x->off, x->n, c.u,
                           p[P_ALIKE], p[P_PRIOR], &c.u);
    c.off = fmin(p[P_OFF], tt_log10_e_of_p(c.p));
    c.shell = fmin(p[P_SHELL], fmax(0, tt_shell_odds(&s->in->shared->shells, x->entity)));
    c.weight = tt_bans(c.off > 0 ? fmin(p[P_CAP], c.off + c.shell) : c.off);
    return c;
}

/* Cites the consignments of other goods on a way; the first of them. */
static const tt_carried *cite(const struct state *s, const struct claim *c, tt_draft *w)
{
    const tt_data *d = s->in->data;
    const tt_carried *first = NULL;
    tt_ix e = c->x->entity;
    tt_draft_entity(w, e, "front");
    size_t n;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_carried *g = &v[i];
        tt_hs hs = g->c->code;
        if (!hs || !g->c->group.n || !is_off(d, c->x->front, g, hs))
            continue;
        first = first ? first : g;
        tt_draft_document(w, g->c->kind, g->c->doc, 0);
        if (g->sent ? g->c->receiver : g->c->sender)
            tt_draft_entity(w, g->sent ? g->c->receiver : g->c->sender, "partner");
    }
    if (d->entities[e].party)
        tt_draft_document(w, TT_KIND_PARTY, d->entities[e].party, 0);
    tt_draft_key(w, e, "");
    return first;
}

static void describe(const struct state *s, const struct claim *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask what the firm has to do with these goods, and who its customers for them are.",
        "Look at its premises, its licences, and what it traded before.",
        "Hold the consignments against the permits and the seizures on this way."};
    const struct firm *x = c->x;
    const tt_shells *shells = &s->in->shared->shells;
    const char *shell = tt_say_shell(w, shells, x->entity);
    const tt_carried *first = cite(s, c, w);
    bool logistics = !x->front->hs.n;
    tt_draft_measure(w, "other_goods", "1", (double)x->off / x->n, 0, c->u,
                     (uint32_t)(s->of[x->front - s->in->shared->wild.k.fronts].n - x->n));
    tt_draft_measure(w, "consignments", "count", x->n, NAN, NAN, 0);
    tt_draft_measure(w, "off", "log10", c->off, NAN, NAN, 0);
    tt_draft_measure(w, "shell", "log10", c->shell, NAN, NAN, 0);
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of the consignments of others of the business %s are of other "
                         "goods; a share as large has a chance of %s.",
                         tt_say_number(w, c->u, 3), tt_say_chance(w, c->p)));
    tt_draft_test(w, "real_firm", c->shell > 0 ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  *shell ? tt_say(w, "It looks like a shell: %s.", shell)
                         : "What the data know of the firm does not make it look like a shell.");
    tt_draft_test(w, "second_trade", TT_TEST_UNKNOWN,
                  "Whether it has a second trade is not in its name and its activity.");
    tt_draft_test(w, "own_use", TT_TEST_UNKNOWN,
                  "Whether it needs these goods itself is not in the data.");
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.p_value = c->p;
    w->f.weight = c->weight;
    w->f.title = "Business that wildlife hides behind, with goods of another trade";
    w->f.explanation = tt_say(
        w,
        "By its name or its activity the firm is of the business '%s'%s. %u of its %s are of %s, "
        "%u of them on ways and of goods of wildlife; the first is %s, on a way of %s.%s%s%s",
        tt_say_key(w, x->front->name), logistics ? ", which owns no goods" : "", x->off,
        tt_say_count(w, x->n, "consignment"),
        logistics ? "goods that it buys or sells" : "goods that are not of it", x->sensitive,
        tt_say_consignment(w, first->c), tt_say_key(w, first->c->group), *shell ? " " : "",
        *shell ? tt_say(w, "Beside this %s", shell) : "", *shell ? "." : "");
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    for (size_t i = 0; i < s->firms.n; i++) {
        const struct firm *x = &s->firms.v[i];
        if ((double)x->sensitive < s->in->param[P_LEAST])
            continue;
        struct claim c = claim_of(s, x);
        if (c.weight < s->in->param[P_MIN_WEIGHT]) {
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
            continue;
        }
        tt_draft w;
        tt_draft_begin(&w, s->in->data, s->in->scratch);
        describe(s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    return TT_OK;
}

static tt_status look(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "too weak", "firm", "Others of such businesses trade as much beside theirs.", NULL},
        {NO_CODE, "without a code", "consignment", "Of which trade they are is not known.", NULL}};
    s->goods = &s->in->shared->carriages;
    s->of = tt_new_n(s->in->scratch, tt_shares, s->in->shared->wild.k.n_fronts + 1);
    if (!s->of || !read_firms(s))
        return tt_fail(err, TT_ENOMEM, "no memory for fronts");
    TT_TRY(judge(s, out, err));
    return tt_tally_tell(s->in, "iwt.front_profile: firms of such businesses", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = look(&s, out, err);
    tt_vec_release(&s.firms);
    return st;
}

const tt_detector tt_detector_iwt_front_profile = {
    .id = "iwt.front_profile",
    .revision = 1,
    .title = "Business that wildlife hides behind, with goods of another trade",
    .typology = "front_profile",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_WILD | TT_NEEDS_SHELLS,
    .indicators = "W-03 W-06",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020)",
    .looks_for = "Zoos, breeders, dealers in animals, medicine, timber, sea food or waste, and "
                 "forwarders, with goods that are not of their business on the ways of wildlife, "
                 "more than others of such businesses have.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
