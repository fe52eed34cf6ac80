/* match.c - references, then deals; and the references that joined nothing. */
#include "match/parts.h"

#include "base/str.h"
#include "match/coverage.h"
#include "match/lane.h"

static const char STAGE[] = "match";
enum { FEW = 20 /* documents that the share of a feed is estimated from */ };

/* Documents that name one that is not in the data. */
static void note_named(const tt_refs *refs, tt_tried *t)
{
    for (size_t g = 0; g < refs->gaps.n; g++) {
        const tt_gap *gap = &refs->gaps.v[g];
        bool transport = gap->key == tt_ref_key_text(TT_KEY_TRANSPORT);
        tt_tried_doc *v = t->of[gap->kind][transport ? TT_KIND_SHIPMENT : TT_KIND_INVOICE];
        if (v && tt_str_is(tt_str_of(gap->why), "not in the data"))
            v[gap->doc].named = true;
    }
}

static tt_status
make_breaks(tt_data *d, const tt_refs *refs, tt_tried *tried, tt_arena *a, tt_err *err)
{
    tt_feed feeds[TT_FEEDS];
    TT_TRY(tt_match_coverage(d, a, feeds, err));
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        tried->coverage[k] = -1;
    /* Who names one and has none; for the other feeds the estimate is what is to be explained. */
    for (size_t i = 0; i < TT_FEEDS; i++)
        if (feeds[i].n >= FEW &&
            (feeds[i].kind == TT_KIND_INVOICE || feeds[i].kind == TT_KIND_SHIPMENT))
            tried->coverage[feeds[i].kind] = (double)feeds[i].k / (double)feeds[i].n;
    note_named(refs, tried);
    return tt_breaks_make(d, tried, err);
}

/* Documents for which not all was looked at, and those of them that are alone. */
static void count_cuts(tt_data *d, const tt_tried *t)
{
    memset(d->match_limits, 0, sizeof(d->match_limits));
    for (size_t c = 0; c < TT_MATCH_LIMITS; c++)
        d->match_limits[c].left = t->left[c];
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(d, (tt_kind)k); i++) {
            unsigned cut = 0;
            for (size_t w = 0; w < TT_KIND_COUNT; w++)
                cut |= t->of[k][w] ? t->of[k][w][i].cut : 0u;
            for (size_t c = 0; cut >> c; c++)
                d->match_limits[c].docs += cut >> c & 1;
        }
    for (size_t i = 1; i <= d->n_breaks;) { /* sorted by document */
        const tt_break *b = &d->breaks[i];
        unsigned cut = 0;
        for (; i <= d->n_breaks && d->breaks[i].kind == b->kind && d->breaks[i].doc == b->doc; i++)
            cut |= t->of[b->kind][d->breaks[i].wants]
                       ? t->of[b->kind][d->breaks[i].wants][b->doc].cut
                       : 0u;
        for (size_t c = 0; cut >> c; c++)
            d->match_limits[c].alone += cut >> c & 1;
    }
}

tt_status
tt_match(tt_data *d, const double *param, unsigned threads, const tt_talk *talk, tt_err *err)
{
    tt_refs refs;
    tt_joined decided = {0};
    tt_tried tried = {0};
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_status st = tt_refs_find(d, param, talk, &refs, err);
    if (st == TT_OK)
        st = tt_lanes_run(d, param, &refs, threads, talk, &tried, &a, &decided, err);
    if (st == TT_OK)
        st = tt_pairings_keep(d, decided.pairings.v, decided.pairings.n, err);
    if (st == TT_OK)
        st = tt_deals_make(d, param, &decided.edges, err);
    if (st == TT_OK)
        st = make_breaks(d, &refs, &tried, &a, err);
    if (st == TT_OK) {
        count_cuts(d, &tried);
        tt_log(talk, TT_LOG_INFO, STAGE,
               "%zu documents are %zu deals; %zu references joined nothing", d->n_deal_docs,
               d->n_deals, refs.gaps.n);
        if (refs.n_over)
            tt_log(talk, TT_LOG_WARN, STAGE,
                   "%zu references were not followed: more than %zu documents by one key",
                   refs.n_over, (size_t)param[TT_MATCH_MAX_DOCS_PER_KEY]);
    }
    tt_joined_release(&decided);
    tt_refs_release(&refs);
    tt_arena_release(&a);
    return st;
}

tt_status tt_match_gaps(const tt_data *d, const double *param, tt_arena *a, tt_gap **out, size_t *n,
                        tt_err *err)
{
    tt_refs refs;
    tt_status st = tt_refs_find(d, param, NULL, &refs, err);
    tt_gap *gaps = st == TT_OK ? tt_new_n(a, tt_gap, refs.gaps.n) : NULL;
    if (st == TT_OK && !gaps)
        st = tt_fail(err, TT_ENOMEM, "no room for %zu references", refs.gaps.n);
    if (st == TT_OK) {
        if (refs.gaps.n)
            memcpy(gaps, refs.gaps.v, refs.gaps.n * sizeof(*gaps));
        *out = gaps;
        *n = refs.gaps.n;
    }
    tt_refs_release(&refs);
    return st;
}
