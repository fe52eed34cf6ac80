/*
 * iwt_cites_commodity.c - goods that CITES lists on papers that no declaration goes with, from a
 * sender that holds no permit for them in these data.
 *
 * Bills and invoices are read for scientific names, names of timber and words for products, and for
 * the few codes whose title names such goods (common/listed.h).  Listed goods are legal trade with
 * a permit: what counts is that others who send such goods hold one and this sender does not.  A
 * prior that says where to look for a permit; where declarations are there, iwt_cites_permit.c
 * judges them. Formula, worked example, known false positives: iwt_cites_commodity.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/holders.h"
#include "detect/common/listed.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include <math.h>

enum { P_STRICT, P_LISTED, P_CODE, P_BITS, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_STRICT] = {"appendix_i", 3, 1, 10, "likelihood ratio",
                  "of goods of Appendix I whose sender holds no permit"},
    [P_LISTED] = {"listed", 2, 1, 10, "likelihood ratio", "the same, of Appendix II"},
    [P_CODE] = {"by_code", 1.6, 1, 10, "likelihood ratio", "the same, when only the code says it"},
    [P_BITS] = {"name_bits", 1, 0, 100, "log2",
                "a permit in a name that says so much for the sender's may be its own"},
    [P_USUAL] = TT_USUAL_ROW(0.05),
    TT_TRIAL_ROWS_OF(0.02, 0, 0.2)};

enum why { NO_PERMITS, APPENDIX_III, DECLARED, CUT, WEAK, WHYS };

/* The strictest goods that a paper names. */
struct paper {
    tt_ref at;
    tt_listed what;
    tt_str text;
};

struct state {
    const tt_detect_in *in;
    const tt_wild *w;
    tt_holders holders;
    tt_trial_vec trials;
    tt_tally why[WHYS];
};

static bool
read_paper(struct state *s, tt_kind kind, tt_ix doc, const tt_line *lines, struct paper *best)
{
    const tt_data *d = s->in->data;
    const tt_head *h = tt_data_head(d, kind, doc);
    tt_country from = d->mentions[tt_data_role(d, kind, doc, 1)].country;
    bool more = false;
    *best = (struct paper){.at = {TT_KIND_NONE, 0, 0}};
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        const tt_line *l = &lines[k];
        tt_listed what;
        tt_country origin = l->origin ? l->origin : from;
        const tt_wild_hits *hits = tt_wild_said(s->w, kind, k);
        if ((!tt_listed_find(s->w, hits, l->hs, origin, h->date.day, &what, &more) &&
             !tt_listed_code(s->w, l->hs, origin, h->date.day, &what)) ||
            (best->what.appendix && best->what.appendix <= what.appendix))
            continue;
        *best = (struct paper){.at = {kind, doc, k}, .what = what, .text = l->description};
    }
    if (more)
        tt_tally_add(&s->why[CUT], TT_NO_NUM);
    return best->what.appendix != 0;
}

/* Why a paper that names listed goods is no trial; WHYS: it is one. */
static enum why why_not(const struct state *s, const struct paper *x, tt_ix deal)
{
    if (x->what.appendix > 2)
        return APPENDIX_III;
    if (deal && tt_deal_count(s->in->data, deal, TT_KIND_DECLARATION))
        return DECLARED;
    return s->in->data->n_permits ? WHYS : NO_PERMITS;
}

/* Does the sender of a paper hold a permit? */
static void ask(const struct state *s, const struct paper *x, tt_trial *t)
{
    tt_date day = tt_data_head(s->in->data, x->at.kind, x->at.doc)->date.day;
    bool holds = tt_holders_find(&s->holders, s->in->data, &s->w->k, t->seller, x->what.group, day);
    t->side = !holds;
    t->off = holds ? 0 : 1;
    t->lr = holds ? 1
                  : s->in->param[!x->what.found.n        ? P_CODE
                                 : x->what.appendix == 1 ? P_STRICT
                                                         : P_LISTED];
}

/* Senders that seem to hold none are asked again, by names that are like theirs. */
static tt_status ask_again(struct state *s, tt_err *err)
{
    const tt_data *d = s->in->data;
    bool *wanted = tt_new_n(s->in->scratch, bool, d->n_entities + 1);
    if (!wanted)
        return tt_fail(err, TT_ENOMEM, "no memory for listed goods");
    for (size_t i = 0; i < s->trials.n; i++)
        wanted[s->trials.v[i].seller] |= s->trials.v[i].side != 0;
    TT_TRY(tt_holders_widen(d, wanted, s->in->param[P_BITS], s->in->scratch, &s->holders, err));
    for (size_t i = 0; i < s->trials.n; i++)
        ask(s, s->trials.v[i].own, &s->trials.v[i]);
    return TT_OK;
}

static tt_status look(struct state *s, tt_kind kind, tt_ix doc, const tt_line *lines, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_head *h = tt_data_head(d, kind, doc);
    struct paper x;
    if (h->date.day == TT_NO_DATE || !read_paper(s, kind, doc, lines, &x))
        return TT_OK;
    tt_ix deal = tt_deal_of(d, kind, doc);
    enum why why = why_not(s, &x, deal);
    tt_trial t = {.seller = tt_data_entity(d, tt_data_role(d, kind, doc, 1)),
                  .buyer = tt_data_entity(d, tt_data_role(d, kind, doc, 2)),
                  .at = 1, /* a sender holds a permit or not: its papers are no further trials */
                  .gap = s->in->param[P_USUAL]};
    bool abroad = d->entities[t.seller].country != d->entities[t.buyer].country;
    if (why != WHYS || !t.seller || !t.buyer || !abroad) {
        if (why != WHYS)
            tt_tally_add(&s->why[why], TT_NO_NUM);
        return TT_OK;
    }
    ask(s, &x, &t);
    t.own = tt_trial_own(s->in, x);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for listed goods");
}

/* --- words --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct paper *x = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, x->at.kind, x->at.doc, x->at.line);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"permit_on_record", TT_TEST_NOT_EXPLAINED,
         "No permit of the sender for such wildlife and for those days is in the data."},
        {"declared_elsewhere", TT_TEST_UNKNOWN,
         "No declaration goes with the papers: one may quote a permit that the data do not hold."},
        {"free_of_permit", TT_TEST_UNKNOWN,
         "Artificially grown, pre-convention and personal goods, and goods inside a customs union, "
         "may be free: the text does not say so."},
    };
    static const char *const steps[] = {
        "Ask the sender for the CITES permit, and run the permit check on its number.",
        "Look for the customs declarations of these consignments.",
    };
    const struct state *s = ctx;
    const struct paper *x = r->top->own;
    tt_draft_measure(w, "appendix", "CITES", x->what.appendix, NAN, NAN, 0);
    tt_draft_tests(w, tests, TT_LEN(tests));
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.direction = TT_SHIFT_NONE;
    w->f.title = "Goods that CITES lists, without a permit in the data";
    char code[TT_HS_TEXT] = "";
    (void)tt_hs_text(tt_hs_prefix(tt_data_lines(s->in->data, x->at.kind)[x->at.line].hs, 6), code);
    bool text = x->what.found.n;
    w->f.explanation = tt_say(
        w,
        "The %s of %s '%s' of %s is '%s': %.*s, in Appendix %s of CITES on that day. The "
        "sender holds no permit for such wildlife in these data; of %s of others who send "
        "listed goods most do.",
        text ? "text" : "code", tt_kind_text(x->at.kind), tt_say_doc(w, x->at.kind, x->at.doc),
        tt_say_date(w, tt_data_head(s->in->data, x->at.kind, x->at.doc)->date.day),
        text ? tt_say_str(w, x->text) : code, TT_STR_ARG(x->what.name),
        tt_say_appendix(x->what.appendix), tt_say_count(w, r->others, "relation"));
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_PERMITS, "the data hold no permits", "document", "not judged", NULL},
        {APPENDIX_III, "Appendix III: a certificate of origin may do", "document", "not judged",
         NULL},
        {DECLARED, "a declaration goes with them", "document", "left to iwt.cites_permit", NULL},
        {CUT, "16 words of a text", "document", "the other words were not looked at", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not reported: as many hold no permit elsewhere in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"sender", "receiver"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "relation",
                                       .cite = cite,
                                       .tell = tell};
    const tt_data *d = s->in->data;
    TT_TRY(tt_holders_build(d, s->in->scratch, &s->holders, err));
    for (tt_ix i = 1; i <= d->n_shipments; i++)
        TT_TRY(look(s, TT_KIND_SHIPMENT, i, d->shipment_lines, err));
    for (tt_ix i = 1; i <= d->n_invoices; i++)
        if (d->invoices[i].type != TT_DOC_CREDIT_NOTE && d->invoices[i].type != TT_DOC_PROFORMA)
            TT_TRY(look(s, TT_KIND_INVOICE, i, d->invoice_lines, err));
    if (s->trials.n)
        TT_TRY(ask_again(s, err));
    if (!tt_trials_one_a_deal(&s->trials))
        return tt_fail(err, TT_ENOMEM, "no memory for listed goods");
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "iwt.cites_commodity: papers that name listed goods", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .w = &in->shared->wild};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_iwt_cites_commodity = {
    .id = "iwt.cites_commodity",
    .revision = 5,
    .title = "Goods that CITES lists, without a permit in the data",
    .typology = "cites_commodity",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-07",
    .source = "CITES, Resolution Conf. 12.3 on permits and certificates; FATF, Money Laundering "
              "and the Illegal Wildlife Trade (2020)",
    .looks_for =
        "Bills and invoices, without a declaration, that name goods of CITES Appendix I or "
        "II by scientific name, timber, product or a code of their own, from a sender that holds "
        "no permit in "
        "these data while others do; a prior that leads to the permit check.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
