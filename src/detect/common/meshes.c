/* meshes.c - see meshes.h. */
#include "detect/common/meshes.h"

#include "detect/common/industry.h"

#include <math.h>

/* --- search --- */

static double param(const tt_mesh_run *r, unsigned row)
{
    return r->all.in->param[r->params + row];
}

static const uint32_t *payers(const tt_mesh_run *r, const tt_mesh *b)
{
    return r->found.party + b->party;
}

static const uint32_t *payees(const tt_mesh_run *r, const tt_mesh *b)
{
    return payers(r, b) + b->n_src;
}

/* Pairs of a layer that pay at other times, too. */
static uint32_t count_known(const tt_mesh_run *r, const tt_mesh *b)
{
    const tt_ledger *l = &r->all.flows->ledger;
    uint32_t known = 0;
    for (uint32_t i = 0; i < b->n_src; i++)
        for (uint32_t k = 0; k < b->n_dst; k++) {
            const uint32_t *e;
            uint32_t n = tt_ledger_between(l, payers(r, b)[i], payees(r, b)[k], &e), in = 0;
            for (uint32_t j = 0; j < n; j++)
                in += l->day[e[j]] >= b->first && l->day[e[j]] <= b->last;
            known += in && in < n;
        }
    return known;
}

static tt_status find_stacks(tt_mesh_run *r, tt_err *err)
{
    const tt_stack_options opt = {
        .least = (uint32_t)param(r, TT_MESH_LEAST),
        .share = param(r, TT_MESH_DENSITY),
        .lag = (uint32_t)param(r, TT_MESH_LAG),
        .keep_low = param(r, TT_MESH_PASS_LOW),
        .keep_high = param(r, TT_MESH_PASS_HIGH),
        .most_log_chance = log(param(r, TT_MESH_LAYER_P)),
        .out = r->habit,
        .visits = (uint64_t)param(r, TT_MESH_VISITS),
    };
    return tt_stacks_find(&r->all.flows->ledger, &r->found, &opt, r->all.in->scratch, &r->stacks,
                          err);
}

static tt_status find_habits(tt_mesh_run *r, tt_err *err)
{
    r->habit = tt_new_n(r->all.in->scratch, uint8_t, r->found.n);
    if (!r->habit)
        return tt_fail(err, TT_ENOMEM, "no memory for habits");
    for (size_t i = 0; i < r->found.n; i++) {
        const tt_mesh *b = &r->found.v[i];
        double least = param(r, TT_MESH_KNOWN) * (double)b->pairs;
        r->habit[i] = (double)count_known(r, b) > least;
        if (r->habit[i] && b->p <= tt_motifs_param(&r->all, TT_MOTIF_MAX_P))
            tt_motif_count_one(&r->habits, b->amount);
    }
    return TT_OK;
}

tt_status tt_mesh_begin(tt_mesh_run *r, const tt_detect_in *in, const tt_motif_kind *kind,
                        size_t params, tt_err *err)
{
    *r = (tt_mesh_run){.params = params};
    TT_TRY(tt_motifs_begin(&r->all, in, kind, err));
    const tt_mesh_options opt = {
        .step = (uint32_t)param(r, TT_MESH_STEP),
        .least = (uint32_t)param(r, TT_MESH_LEAST),
        .density = param(r, TT_MESH_DENSITY),
        .hub = r->all.hub,
        .visits_root = (uint64_t)param(r, TT_MESH_VISITS_ROOT),
        .visits = (uint64_t)param(r, TT_MESH_VISITS),
        .most = (uint64_t)param(r, TT_MESH_MOST),
    };
    TT_TRY(tt_meshes_find(&r->all.flows->ledger, &opt, in->scratch, &r->found, err));
    TT_TRY(find_habits(r, err));
    return find_stacks(r, err);
}

static tt_status note(const tt_mesh_run *r, const char *what, const char *why, tt_motif_count c,
                      const char *effect, tt_findings *out, tt_err *err)
{
    tt_arena *a = r->all.in->scratch;
    const char *about = tt_arena_printf(a, "%s: %s", r->all.kind->id, what);
    if (!about)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_note(r->all.in->data, out, a, about, why, c.n, "layer", c.value, effect, err);
}

tt_status tt_mesh_end(const tt_mesh_run *r, tt_findings *out, tt_err *err)
{
    const tt_cut_words words = {
        .id = r->all.kind->id,
        .limit = tt_motifs_limit(&r->all, param(r, TT_MESH_VISITS_ROOT), param(r, TT_MESH_VISITS),
                                 "pairs", "payer and window"),
        .start = "start",
        .visit = "pair",
        .effect =
            "layers of payers with very many payments may be missing, or smaller than they are",
    };
    TT_TRY(note(r, "explained", "most of the pairs pay at other times, too", r->habits,
                "rents, dues and regular trade: not told", out, err));
    TT_TRY(note(r, "layers looked at", "max_finds", (tt_motif_count){r->found.left_out, TT_NO_NUM},
                "those of later windows are missing", out, err));
    TT_TRY(note(r, "stacks", "visits", (tt_motif_count){r->stacks.cut, TT_NO_NUM},
                "what follows them was not looked for to the end", out, err));
    return tt_motifs_end(&r->all, &r->found.effort, &words, out, err);
}

void tt_mesh_collect(const tt_mesh_run *r, tt_motif *m, const tt_mesh *b, const char *payer,
                     const char *payee)
{
    for (uint32_t i = 0; i < b->n_src; i++)
        tt_motif_party(m, payers(r, b)[i], payer);
    for (uint32_t i = 0; i < b->n_dst; i++)
        tt_motif_party(m, payees(r, b)[i], payee);
    for (uint32_t i = 0; i < b->n; i++)
        tt_motif_entry(m, r->found.entry[b->entry + i]);
}

/* --- explanations --- */

/* What the tests count over all layers. */
struct counts {
    uint32_t known, pairs, persons, payees, fees;
    bool one_trade, trade_known, groups;
};

/* A payee whom several pay, all the same sum. */
static bool has_one_price(const tt_mesh_run *r, const tt_mesh *b, uint32_t payee)
{
    const tt_ledger *l = &r->all.flows->ledger;
    const uint32_t *e = r->found.entry + b->entry;
    uint32_t n = 0, first = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (l->dst[e[i]] != payee)
            continue;
        if (n++ && l->amount[e[i]] != l->amount[e[first]])
            return false;
        first = i;
    }
    return n > 1;
}

static bool is_one_group(const tt_mesh_run *r, const uint32_t *party, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (r->all.owned[party[i]] != r->all.owned[party[0]])
            return false;
    return true;
}

/* Four of five are known to be in one line of business. */
static bool is_one_trade(const tt_mesh_run *r, const uint32_t *party, uint32_t n, bool *known)
{
    tt_industry_share x = tt_industry_most(r->all.in->data, party, n, 3);
    *known &= 5 * x.known >= 4 * (size_t)n;
    return 5 * x.n >= 4 * (size_t)n;
}

static void add(const tt_mesh_run *r, const tt_mesh *b, struct counts *c)
{
    const uint32_t *src = payers(r, b), *dst = payees(r, b);
    c->known += count_known(r, b);
    c->pairs += b->pairs;
    c->payees += b->n_dst;
    for (uint32_t i = 0; i < b->n_dst; i++) {
        c->persons += r->all.in->data->entities[dst[i]].type == TT_ENTITY_PERSON;
        c->fees += has_one_price(r, b, dst[i]);
    }
    c->one_trade &= is_one_trade(r, src, b->n_src, &c->trade_known) &&
                    is_one_trade(r, dst, b->n_dst, &c->trade_known);
    c->groups &= is_one_group(r, src, b->n_src) && is_one_group(r, dst, b->n_dst);
}

static void test_trade(tt_motif *m, const struct counts *c, double explained)
{
    if (c->one_trade || c->trade_known)
        tt_motif_test(m, "one_trade", c->one_trade,
                      c->one_trade ? "The registry gives nearly all payers one line of business, "
                                     "and nearly all payees one, as where an industry meets its "
                                     "suppliers or a buying group its sellers."
                                   : "The registry gives them different lines of business: no "
                                     "industry that meets its suppliers.",
                      explained);
    else
        tt_draft_test(&m->w, "one_trade", TT_TEST_UNKNOWN,
                      "The registry does not say what business most of them are in.");
}

void tt_mesh_test(const tt_mesh_run *r, tt_motif *m, const tt_joint *j, size_t n)
{
    struct counts c = {.one_trade = true, .trade_known = true, .groups = true};
    double explained = tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED);
    tt_draft *w = &m->w;
    for (size_t i = 0; i < n; i++)
        add(r, &r->found.v[j[i].mesh], &c);
    tt_motif_test(m, "same_pairs_before", false,
                  tt_say(w, "%u of the %u pairs pay at other times, too.", c.known, c.pairs), 1);
    tt_motif_test(m, "wages", 5 * c.persons >= 4 * c.payees,
                  tt_say(w, "%u of the %u payees are known persons.", c.persons, c.payees),
                  explained);
    tt_motif_test(m, "fees", 2 * c.fees >= c.payees,
                  tt_say(w,
                         "%u of the %u payees get the same sum from all who pay them, as fees, "
                         "dues and list prices are.",
                         c.fees, c.payees),
                  explained);
    test_trade(m, &c, explained);
    tt_motif_test(m, "two_groups", c.groups,
                  c.groups ? "Declared owners connect all payers with each other, and all payees: "
                             "two groups may settle."
                           : "Declared owners do not make two groups of them that settle.",
                  explained);
    m->tied |= c.groups; /* the same owners are not held against it twice */
}
