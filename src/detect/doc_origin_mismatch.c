/*
 * doc_origin_mismatch.c - papers of one deal that give the same goods two countries of origin.
 *
 * Context: it adds a little to what a route says (route_origin_washing, route_bl_switch), and
 * founds nothing alone.  Not caught here: an origin that all papers agree on
 * (iwt_origin_implausible).  Formula, worked example, known false positives:
 * doc_origin_mismatch.md.
 */
#include "detect/common/same_goods.h"
#include "detect/common/voyage.h"

#include "refdata/country.h"
#include "refdata/port.h"

enum { P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LR] = {"lr", 1.3, 1, 1000, "likelihood ratio", "of two origins for the same goods"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS_OF(0.05, 5000, 0.1)}; /* who confuses dispatch and origin does so again */

static double judge(const tt_detect_in *in, const tt_line *a, const tt_line *b)
{
    if (a->origin == TT_COUNTRY_NONE || b->origin == TT_COUNTRY_NONE)
        return 0;
    return a->origin == b->origin ? 1 : in->param[P_LR];
}

/* The country from which a deal's goods are sent, by its shipments; none when they disagree. */
static tt_country loaded_in(const tt_data *d, tt_ix deal)
{
    tt_country out = TT_COUNTRY_NONE;
    for (tt_ix k = d->deals[deal].first_doc; k < d->deals[deal].first_doc + d->deals[deal].n_docs;
         k++) {
        tt_voyage v;
        if (d->deal_docs[k].kind != TT_KIND_SHIPMENT ||
            !tt_voyage_of(&d->shipments[d->deal_docs[k].doc], &v))
            continue;
        tt_country c = tt_port_country(v.port[0]);
        if (out != TT_COUNTRY_NONE && out != c)
            return TT_COUNTRY_NONE;
        out = c;
    }
    return out;
}

/* Was the country from which the goods came written where the origin belongs? */
static void test_dispatch(tt_draft *w, const tt_couple *c, tt_country a, tt_country b)
{
    const tt_data *d = w->data;
    tt_country from = loaded_in(d, c->deal);
    tt_ix seller = tt_data_role(d, c->b.kind, c->b.doc, 1);
    tt_country home = d->mentions[seller].country;
    tt_country dispatch = a == from || a == home ? a : b;
    if (from == TT_COUNTRY_NONE && home == TT_COUNTRY_NONE)
        tt_draft_test(w, "dispatch_for_origin", TT_TEST_UNKNOWN,
                      "From where the goods were sent is not in the data.");
    else if (dispatch == from || dispatch == home)
        tt_draft_test(w, "dispatch_for_origin", TT_TEST_UNKNOWN,
                      tt_say(w,
                             "The goods were loaded, or sold, in %s: it may have been written for "
                             "the origin. The likelihood ratio allows for it.",
                             tt_country_name(dispatch)));
    else
        tt_draft_test(w, "dispatch_for_origin", TT_TEST_NOT_EXPLAINED,
                      "Neither country is the one where the goods were loaded or sold.");
}

static const char *say(const tt_detect_in *in, tt_draft *w, const tt_couple *c)
{
    const tt_line *a = tt_ref_line(in->data, c->a), *b = tt_ref_line(in->data, c->b);
    test_dispatch(w, c, a->origin, b->origin);
    return tt_say(w, "The goods are from %s in %s %s and from %s in %s %s.",
                  tt_country_name(a->origin), tt_kind_text(c->a.kind),
                  tt_say_doc(w, c->a.kind, c->a.doc), tt_country_name(b->origin),
                  tt_kind_text(c->b.kind), tt_say_doc(w, c->b.kind, c->b.doc));
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_kind kinds[][2] = {{TT_KIND_DECLARATION, TT_KIND_INVOICE},
                                       {TT_KIND_SHIPMENT, TT_KIND_INVOICE},
                                       {TT_KIND_DECLARATION, TT_KIND_DECLARATION},
                                       {TT_KIND_DECLARATION, TT_KIND_SHIPMENT}};
    static const tt_test tests[] = {
        {"other_line", TT_TEST_NOT_EXPLAINED,
         "The lines answer for each other by match, or are alone on their documents."},
        {"mixed_lot", TT_TEST_UNKNOWN,
         "Whether the lot was put together from goods of several countries is not in the data."},
    };
    static const char *const steps[] = {
        "Ask for the certificate of origin, and ask the chamber that issued it.",
        "Compare the duty, bans and quotas of the two countries for these goods.",
        "Look for findings on the route: alone, this one says little.",
    };
    static const tt_relation_text text = {
        .title = "two origins for the same goods",
        .clause = "two documents give the same goods another country of origin",
        .of = "deal",
        .means = "Origin decides over duty, bans and sanctions; goods that only pass a country are "
                 "not from there.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    static const tt_same_goods_way way = {.id = "doc.origin_mismatch",
                                          .kinds = kinds,
                                          .n_kinds = TT_LEN(kinds),
                                          .judge = judge,
                                          .say = say,
                                          .text = &text,
                                          .unlike = "lines without two known origins"};
    return tt_same_goods_run(in, &way, P_USUAL, P_REPEAT, out, err);
}

const tt_detector tt_detector_doc_origin_mismatch = {
    .id = "doc.origin_mismatch",
    .revision = 2,
    .title = "Two origins for the same goods",
    .typology = "origin_mismatch",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Deals in which two documents give the same goods other countries of origin.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
