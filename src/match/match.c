/* match.c - references, then deals; and the references that joined nothing. */
#include "match/parts.h"

const tt_param tt_match_params[] = {
    [TT_MATCH_MAX_DOCS_PER_KEY] =
        {"max_docs_per_key", 100, 2, 100000, "count",
         "a document that more others name by one key, or that names more, joins none "
         "of them"},
    [TT_MATCH_MIN_QUOTED] = {"min_quoted", 4, 1, 40, "count",
                             "letters and digits below which a number in a text is not looked for"},
    [TT_MATCH_MAX_RUNS] = {"max_quoted_words", 5, 1, 12, "count",
                           "words of a text that are taken together for one number"},
    [TT_MATCH_VALUE_TOLERANCE] =
        {"value_tolerance", 0.05, 0, 1, "fraction",
         "difference of value paid and invoiced up to which a deal is matched"},
    [TT_MATCH_QUANTITY_TOLERANCE] =
        {"quantity_tolerance", 0.1, 0, 1, "fraction",
         "difference of quantity shipped and invoiced up to which a deal is matched"},
};
const size_t tt_match_n_params = TT_LEN(tt_match_params);

static const char STAGE[] = "match";

tt_status
tt_match(tt_data *d, const double *param, unsigned threads, const tt_talk *talk, tt_err *err)
{
    TT_UNUSED(threads); /* look-ups only; the full method splits by pair of parties */
    tt_refs refs;
    tt_status st = tt_refs_find(d, param, talk, &refs, err);
    if (st == TT_OK)
        st = tt_deals_make(d, param, &refs.edges, err);
    if (st == TT_OK) {
        tt_log(talk, TT_LOG_INFO, STAGE,
               "%zu documents are %zu deals; %zu references joined nothing", d->n_deal_docs,
               d->n_deals, refs.gaps.n);
        if (refs.n_over)
            tt_log(talk, TT_LOG_WARN, STAGE,
                   "%zu references were not followed: more than %zu documents by one key",
                   refs.n_over, (size_t)param[TT_MATCH_MAX_DOCS_PER_KEY]);
        st = tt_progress(talk, STAGE, 4, 4, err);
    }
    tt_refs_release(&refs);
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
