/*
 * score.c - the parameters, and the order of the work.
 *
 * The method, its sources and what was measured: README.md beside this file.
 */
#include "score/parts.h"

const tt_param tt_score_params[] = {
    [P_PRIOR] = {"prior", 1e-3, 1e-9, 0.5, "fraction",
                 "share of parties that are involved, before looking"},
    [P_TEMPER] = {"temper", 0.8, 0, 1, "fraction",
                  "what remains of a family's weight beside the other families"},
    [P_FLOOR] = {"floor", -0.301029996, -3, 0, "log10", "lowest weight of a family"},
    [P_FAMILY_CAP] = {"family_cap", 3, 0.1, 10, "log10", "highest weight of a family"},
    [P_CONTEXT_CAP] = {"context_cap", 1, 0, 10, "log10", "highest weight of all context together"},
    [P_ACCOUNT] = {"tie_account", 1.5, 0, 10, "log10", "two parties use one account"},
    [P_PHONE] = {"tie_phone", 1, 0, 10, "log10", "two parties share a phone"},
    [P_EMAIL] = {"tie_email", 1, 0, 10, "log10", "two parties share an e-mail address"},
    [P_ADDRESS] = {"tie_address", 0.7, 0, 10, "log10", "two parties share an address"},
    [P_DIRECTOR] = {"tie_director", 1, 0, 10, "log10", "two parties share a director"},
    [P_OWNER] = {"tie_owner", 1, 0, 10, "log10", "one owns the other, or one owner owns both"},
    [P_DF_MAX] = {"df_max", 12, 2, 1000, "count", "what more parties share ties nobody"},
    [P_MONEY_DAYS] = {"money_days", 10, 1, 365, "days",
                      "money that goes on within this time may be the same money"},
    [P_MONEY_LOW] = {"money_low", 0.85, 0.01, 1, "fraction", "lowest share that goes on"},
    [P_MONEY_HIGH] = {"money_high", 1.02, 1, 2, "fraction", "highest share that goes on"},
    [P_MONEY_MIN] = {"money_min", 0.5, 0, 10, "log10", "weaker channels of money tie nobody"},
    [P_MONEY_CAP] = {"money_cap", 2, 0, 10, "log10", "highest weight of a channel of money"},
    [P_PAYER] = {"tie_payer", 0.7, 0, 10, "log10",
                 "a third party pays for a buyer; two buyers have one such payer: half of it"},
    [P_PAYER_DF] = {"payer_df", 12, 2, 1000, "count", "who pays for more buyers ties nobody"},
    [P_PAIR_SHARED] = {"pair_shared", 0.7, -1, 3, "log10",
                       "added to a finding on a seller and a buyer that share something"},
    [P_PAIR_EXCLUSIVE] = {"pair_exclusive", 0.3, -1, 3, "log10",
                          "the same, where each is nearly all of the other's trade"},
    [P_PAIR_SHARE] = {"pair_share", 0.8, 0.5, 1, "fraction", "what nearly all means"},
    [P_PAIR_NEW] = {"pair_new", 0.3, -1, 3, "log10", "the same, where they began to trade lately"},
    [P_PAIR_NEW_DAYS] = {"pair_new_days", 180, 1, 3650, "days", "what lately means"},
    [P_PAIR_OLD] = {"pair_old", -0.5, -3, 1, "log10", "the same, where they have traded for long"},
    [P_PAIR_OLD_DAYS] = {"pair_old_days", 1095, 1, 36500, "days", "what for long means"},
    [P_HUB_DEGREE] = {"hub_degree", 100, 1, 1e9, "count",
                      "parties with more counterparties may be hubs, which conduct nothing"},
    [P_HUB_SHARE] = {"hub_share", 0.001, 0, 1, "fraction",
                     "of all parties, those with the most counterparties are hubs"},
    [P_RESOLUTION_LOW] = {"resolution_low", 0.02, 0, 10, "log10",
                          "mean weight of a pair that a group must have, coarse groups"},
    [P_RESOLUTION_MIDDLE] = {"resolution_middle", 0.05, 0, 10, "log10", "the same, between"},
    [P_RESOLUTION_HIGH] = {"resolution_high", 0.1, 0, 10, "log10", "the same, fine groups"},
    [P_RUNS] = {"runs", 10, 1, 1000, "count", "seeds for each resolution"},
    [P_TOGETHER] = {"together", 0.7, 0, 1, "fraction", "share of runs that keeps a tie"},
    [P_CORE] = {"core", 1, 0, 10, "log10",
                "ties from this weight on bring members of a community into its syndicate"},
    [P_ASSOCIATION_SEED] = {"association_seed", 2, 0, 10, "log10",
                            "parties from this weight on lend weight to those tied to them"},
    [P_ASSOCIATION_CAP] = {"association_cap", 1, 0, 10, "log10", "highest weight that is lent"},
    [P_TOP_SHARE] = {"top_share", 0.2, 0.01, 1, "fraction",
                     "a syndicate weighs what the mean of this share of its heaviest members does"},
    [P_TOP_MIN] = {"top_min", 3, 1, 1000, "count", "the same, at least so many members"},
    [P_DRAWS] = {"draws", 999, 19, 1e6, "count", "random groups that a syndicate is held against"},
    [P_COHESION_CAP] = {"cohesion_cap", 0.5, 0, 3, "log10",
                        "highest weight of ties among the members beyond expectation"},
};
const size_t tt_score_n_params = TT_LEN(tt_score_params);

tt_status tt_score_no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to score");
}

static tt_status prepare(tt_score_work *w, tt_err *err)
{
    uint32_t shared[TT_ATTR_COUNT], owner[TT_ATTR_COUNT] = {0};
    uint32_t most = (uint32_t)w->param[P_DF_MAX];
    tt_credits credits;
    for (unsigned t = 0; t < TT_ATTR_COUNT; t++)
        shared[t] = t == TT_ATTR_OWNER ? 0 : most;
    owner[TT_ATTR_OWNER] = most;
    TT_TRY(tt_links_build(w->d, w->tmp, &w->links, err));
    TT_TRY(tt_links_groups(&w->links, shared, w->tmp, &w->group, err));
    TT_TRY(tt_links_groups(&w->links, owner, w->tmp, &w->owned, err));
    TT_TRY(tt_credits_build(w->d, w->tmp, &credits, err));
    TT_TRY(tt_pairs_build(w->d, &credits, w->tmp, &w->pairs, err));
    const double *p = w->param;
    const tt_pair_rules rules = {.shared = p[P_PAIR_SHARED],
                                 .exclusive = p[P_PAIR_EXCLUSIVE],
                                 .share = p[P_PAIR_SHARE],
                                 .fresh = p[P_PAIR_NEW],
                                 .fresh_days = p[P_PAIR_NEW_DAYS],
                                 .old = p[P_PAIR_OLD],
                                 .old_days = p[P_PAIR_OLD_DAYS]};
    tt_pair_odds_begin(&w->odds, w->d, &w->pairs, w->group, &rules);
    return TT_OK;
}

typedef tt_status step_fn(tt_score_work *w, tt_err *err);

static step_fn *const steps[] = {
    prepare,        tt_score_hubs,        tt_score_findings,    tt_score_entities,
    tt_score_ties,  tt_score_association, tt_score_communities, tt_score_syndicates,
    tt_score_judge, tt_score_tell,
};

tt_status tt_score(const tt_data *d, const tt_graph *g, const double *param, uint64_t seed,
                   unsigned threads, const tt_talk *talk, tt_arena *a, tt_results *r, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_score_work w = {.d = d,
                       .g = g,
                       .param = param,
                       .seed = seed,
                       .threads = threads,
                       .talk = talk,
                       .a = a,
                       .tmp = &tmp,
                       .r = r};
    r->n_flows = (uint64_t)g->goods.n + g->money.n;
    r->n_syndicates = r->n_communities = 0;
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < TT_LEN(steps); i++) {
        st = tt_progress(talk, "rank", i, TT_LEN(steps), err);
        if (st == TT_OK)
            st = steps[i](&w, err);
    }
    tt_arena_release(&tmp);
    return st;
}
