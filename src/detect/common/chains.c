/* chains.c - see chains.h. */
#include "detect/common/chains.h"

#include <math.h>

static double param(const tt_chain_run *r, unsigned row)
{
    return r->all.in->param[r->params + row];
}

tt_status tt_chain_begin(tt_chain_run *r, const tt_detect_in *in, const tt_motif_kind *kind,
                         size_t params, tt_err *err)
{
    *r = (tt_chain_run){.params = params};
    TT_TRY(tt_motifs_begin(&r->all, in, kind, err));
    unsigned least = (unsigned)param(r, TT_CHAINS_MIN_HOPS);
    const tt_chain_options opt = {
        .window = (uint32_t)param(r, TT_CHAINS_WINDOW),
        .keep_low = param(r, TT_CHAINS_KEEP_LOW),
        .keep_high = param(r, TT_CHAINS_KEEP_HIGH),
        .least = least,
        .most = TT_MAX((unsigned)param(r, TT_CHAINS_MAX_HOPS), least),
        .hub = r->all.hub,
        .visits_root = (uint64_t)param(r, TT_CHAINS_VISITS_ROOT),
        .visits = (uint64_t)param(r, TT_CHAINS_VISITS),
    };
    return tt_chains_find(&r->all.flows->ledger, &opt, in->scratch, &r->found, err);
}

tt_status tt_chain_end(const tt_chain_run *r, tt_findings *out, tt_err *err)
{
    const tt_cut_words words = {
        .id = r->all.kind->id,
        .limit = tt_motifs_limit(&r->all, param(r, TT_CHAINS_VISITS_ROOT),
                                 param(r, TT_CHAINS_VISITS), "payments", "start"),
        .start = "start",
        .visit = "payment",
        .effect = "chains, or longer ones, from the starts that were cut may be missing",
    };
    return tt_motifs_end(&r->all, &r->found.effort, &words, out, err);
}

tt_ix tt_chain_party(const tt_chain_run *r, const tt_chain *c, uint32_t i)
{
    const tt_ledger *l = &r->all.flows->ledger;
    return i ? l->dst[c->entry[i - 1]] : l->src[c->entry[0]];
}

void tt_chain_collect(const tt_chain_run *r, tt_motif *m, const tt_chain *c)
{
    for (uint32_t i = 0; i <= c->n; i++)
        tt_motif_party(m, tt_chain_party(r, c, i),
                       !i         ? "origin"
                       : i < c->n ? "relay"
                                  : "destination");
    for (uint32_t i = 0; i < c->n; i++)
        tt_motif_entry(m, c->entry[i]);
    m->amount = r->all.flows->ledger.amount[c->entry[c->n - 1]];
}

void tt_chain_test_traders(const tt_chain_run *r, tt_motif *m, const tt_chain *c)
{
    const tt_layer *g = &r->all.in->graph->goods;
    uint32_t n = 0;
    for (uint32_t i = 1; i < c->n; i++) {
        tt_ix v = tt_chain_party(r, c, i);
        n += g->in_off[v + 1] > g->in_off[v] && g->out_off[v + 1] > g->out_off[v];
    }
    tt_motif_test(m, "chain_of_traders", n + 1 == c->n,
                  tt_say(&m->w, "%u of the %u between buy and sell goods.", n, c->n - 1),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* What is left of the first amount. */
static double kept(const tt_chain_run *r, const tt_chain *c)
{
    const int64_t *amount = r->all.flows->ledger.amount;
    return (double)amount[c->entry[c->n - 1]] / (double)amount[c->entry[0]];
}

static uint32_t span(const tt_chain_run *r, const tt_chain *c)
{
    const uint32_t *day = r->all.flows->ledger.day;
    return day[c->entry[c->n - 1]] - day[c->entry[0]];
}

void tt_chain_measure(const tt_chain_run *r, tt_motif *m, const tt_chain *c)
{
    tt_draft *w = &m->w;
    tt_draft_measure(w, "hops", "count", (double)c->n, NAN, NAN, 0);
    tt_draft_measure(w, "span_days", "days", (double)span(r, c), 0, param(r, TT_CHAINS_WINDOW), 0);
    tt_draft_measure(w, "conservation", "1", kept(r, c), NAN, NAN, 0);
    tt_draft_measure(w, "expected_by_chance", "count", c->expected, NAN, NAN, 0);
    tt_draft_step(w, "Ask each party what the payments were for, and for the contracts.");
    tt_draft_step(w, "Ask where the money of the first came from and where it went from the last.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

const char *tt_chain_say(const tt_chain_run *r, tt_motif *m, const tt_chain *c)
{
    tt_draft *w = &m->w;
    const char *text = "";
    for (uint32_t i = 0; i < c->n; i++)
        text = tt_say(w, "%s%s%s", text, i ? "; " : "", tt_motif_say_entry(m, c->entry[i]));
    return tt_say(w, "%s. After %u payments in %s %s %% of the first amount is left.", text, c->n,
                  tt_say_count(w, span(r, c), "day"), tt_say_number(w, 100 * kept(r, c), 1));
}
