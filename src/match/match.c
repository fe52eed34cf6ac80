/* match.c - references, then deals; and the references that joined nothing. */
#include "match/parts.h"

#include "base/str.h"
#include "match/breaks.h"
#include "match/coverage.h"

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
    [TT_MATCH_W_REF_EXACT] = {"w_number", 12, 0, 40, "bits",
                              "evidence of a number that is named as the other document has it"},
};
const size_t tt_match_n_params = TT_LEN(tt_match_params);

static const char STAGE[] = "match";
enum { FEW = 20 /* documents that the share of a feed is estimated from */ };

/* Documents that name one that is not in the data. */
static bool note_named(tt_data *d, const tt_refs *refs, tt_tried *t, tt_arena *a)
{
    static const struct {
        tt_kind of, wants;
    } named[] = {{TT_KIND_INVOICE, TT_KIND_SHIPMENT},
                 {TT_KIND_SHIPMENT, TT_KIND_INVOICE},
                 {TT_KIND_DECLARATION, TT_KIND_SHIPMENT},
                 {TT_KIND_DECLARATION, TT_KIND_INVOICE},
                 {TT_KIND_PAYMENT, TT_KIND_INVOICE}};
    for (size_t i = 0; i < TT_LEN(named); i++) {
        tt_tried_doc *v = tt_new_n(a, tt_tried_doc, tt_data_n_docs(d, named[i].of) + 1);
        if (!v)
            return false;
        t->of[named[i].of][named[i].wants] = v;
        tt_ref_key key = named[i].wants == TT_KIND_SHIPMENT ? TT_KEY_TRANSPORT : TT_KEY_INVOICE;
        for (size_t g = 0; g < refs->gaps.n; g++)
            if (refs->gaps.v[g].kind == named[i].of &&
                refs->gaps.v[g].key == tt_ref_key_text(key) &&
                tt_str_is(tt_str_of(refs->gaps.v[g].why), "not in the data"))
                v[refs->gaps.v[g].doc].named = true;
    }
    return true;
}

static tt_status make_breaks(tt_data *d, const tt_refs *refs, tt_err *err)
{
    tt_tried tried = {0};
    tt_arena a;
    tt_feed feeds[TT_FEEDS];
    tt_arena_init(&a, 0);
    tt_status st = tt_match_coverage(d, &a, feeds, err);
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        tried.coverage[k] = -1;
    /* Who names one and has none; for the other feeds the estimate is what is to be explained. */
    for (size_t i = 0; st == TT_OK && i < TT_FEEDS; i++)
        if (feeds[i].n >= FEW &&
            (feeds[i].kind == TT_KIND_INVOICE || feeds[i].kind == TT_KIND_SHIPMENT))
            tried.coverage[feeds[i].kind] = (double)feeds[i].k / (double)feeds[i].n;
    if (st == TT_OK && !note_named(d, refs, &tried, &a))
        st = tt_fail(err, TT_ENOMEM, "no room for the documents that stay alone");
    if (st == TT_OK)
        st = tt_breaks_make(d, &tried, err);
    tt_arena_release(&a);
    return st;
}

tt_status
tt_match(tt_data *d, const double *param, unsigned threads, const tt_talk *talk, tt_err *err)
{
    TT_UNUSED(threads); /* look-ups only; the full method splits by pair of parties */
    tt_refs refs;
    tt_status st = tt_refs_find(d, param, talk, &refs, err);
    if (st == TT_OK)
        st = tt_pairings_make(d, param, &refs.edges, err);
    if (st == TT_OK)
        st = tt_deals_make(d, param, &refs.edges, err);
    if (st == TT_OK)
        st = make_breaks(d, &refs, err);
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
