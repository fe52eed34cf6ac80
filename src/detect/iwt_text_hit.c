/*
 * iwt_text_hit.c - goods and payment texts that name protected wildlife.
 *
 * A word that means one thing counts by itself, an ambiguous one only beside a second cue; phrases
 * in which it means something else are left out (common/wildtext.h).  Goods declared under a code
 * of the product are declared openly: that weighs less, and permits decide (iwt_cites_permit.c).
 * Worked example, known false positives: iwt_text_hit.md.
 */
#include "detect/common/shared.h"

#include "base/map.h"
#include "base/str.h"

#include <math.h>

enum { P_STRICT, P_LISTED, P_CUED, P_OPEN, P_USUAL, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_STRICT] = {"appendix_i", 0.78, 0, 2, "log10", "a word for a product of Appendix I"},
    [P_LISTED] = {"listed", 0.4, 0, 2, "log10", "a word for a product of Appendix II or III"},
    [P_CUED] = {"cued", 0.3, 0, 2, "log10", "taken off when the word needed a second cue"},
    [P_OPEN] =
        {"open", 0.3, 0, 2, "log10",
         "taken off when the code is that of the product, or of Appendix II and none is given"},
    [P_USUAL] = {"usual", 5, 2, 1e6, "count",
                 "texts of one sender with one product that make it its business"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* What one document says. */
struct hit {
    tt_kind kind;
    tt_ix doc, line, sender, receiver;
    uint32_t product_ix;
    tt_str found, cue, product; /* cue absent: none was needed */
    unsigned appendix;
    bool open;    /* declared under a code of the product */
    bool no_code; /* the line has none */
    tt_date day;
};
TT_VEC(hit_vec, struct hit);

struct state {
    const tt_detect_in *in;
    const tt_wild *w;
    hit_vec hits;
    tt_map64 counts;   /* documents by sender and product */
    uint64_t n_unsure; /* ambiguous words alone */
    uint64_t n_weak;
    uint64_t n_cut; /* texts with more hits than there is room for */
    bool failed;
};

/* One text of a document; the strictest product wins. */
static void
read_text(struct state *s, const tt_wild_hits *hits, tt_hs hs, tt_country origin, struct hit *best)
{
    s->n_cut += hits->more;
    for (size_t i = 0; i < hits->n; i++) {
        const tt_wild_hit *cue;
        tt_sense sense = tt_wild_sense(hits, i, &cue);
        s->n_unsure += sense == TT_SENSE_AMBIGUOUS;
        if (sense != TT_SENSE_PLAIN)
            continue;
        const tt_product *p = tt_product_find(&s->w->k, hits->v[i].word->product);
        unsigned appendix = tt_group_appendix(&s->w->k, p->group, origin, best->day);
        if (!appendix || (best->appendix && best->appendix <= appendix))
            continue;
        best->appendix = appendix;
        best->found = hits->v[i].found;
        best->cue = cue ? cue->found : (tt_str){0};
        best->product = p->name;
        best->product_ix = (uint32_t)(p - s->w->k.products);
        best->open = tt_list_has_hs(p->hs, hs);
        best->no_code = hs == TT_HS_NONE;
    }
}

static void keep(struct state *s, const struct hit *h)
{
    struct hit copy = *h;
    if (h->appendix)
        s->failed |= !tt_vec_push(&s->hits, copy);
}

static void read_lines(struct state *s, tt_kind kind, tt_ix doc, const tt_line *all,
                       unsigned sender, unsigned receiver)
{
    const tt_data *d = s->in->data;
    const tt_head *h = tt_data_head(d, kind, doc);
    tt_ix from = tt_data_role(d, kind, doc, sender), to = tt_data_role(d, kind, doc, receiver);
    struct hit best = {.kind = kind,
                       .doc = doc,
                       .day = h->date.day,
                       .sender = tt_data_entity(d, from),
                       .receiver = tt_data_entity(d, to)};
    for (tt_ix i = 0; i < h->n_lines; i++) {
        const tt_line *l = &all[h->first_line + i];
        unsigned before = best.appendix;
        read_text(s, tt_wild_said(s->w, kind, h->first_line + i), l->hs,
                  l->origin ? l->origin : d->mentions[from].country, &best);
        if (best.appendix != before)
            best.line = h->first_line + i;
    }
    keep(s, &best);
}

static void read_payment(struct state *s, tt_ix i)
{
    const tt_data *d = s->in->data;
    const tt_payment *p = &d->payments[i];
    struct hit best = {.kind = TT_KIND_PAYMENT,
                       .doc = i,
                       .day = p->head.date.day,
                       .sender = tt_data_entity(d, p->payer),
                       .receiver = tt_data_entity(d, p->payee)};
    const tt_str texts[] = {p->remittance, p->purpose};
    for (size_t k = 0; k < TT_LEN(texts); k++) {
        tt_wild_hits hits;
        tt_wildtext_scan(&s->w->text, texts[k], &hits);
        read_text(s, &hits, TT_HS_NONE, TT_COUNTRY_NONE, &best);
    }
    keep(s, &best);
}

static void read_all(struct state *s)
{
    const tt_data *d = s->in->data;
    for (tt_ix i = 1; i <= d->n_invoices; i++)
        read_lines(s, TT_KIND_INVOICE, i, d->invoice_lines, 1, 2);
    for (tt_ix i = 1; i <= d->n_shipments; i++)
        read_lines(s, TT_KIND_SHIPMENT, i, d->shipment_lines, 1, 2);
    for (tt_ix i = 1; i <= d->n_declarations; i++)
        read_lines(s, TT_KIND_DECLARATION, i, d->declaration_lines, 1, 2);
    for (tt_ix i = 1; i <= d->n_payments; i++)
        read_payment(s, i);
}

/* Texts of the same sender with the same product: a business that says what it sells. */
static uint64_t key_of(const struct hit *h)
{
    return (uint64_t)h->sender << 32 | h->product_ix;
}

static uint64_t usual(const struct state *s, const struct hit *h)
{
    return h->sender ? tt_map64_find(&s->counts, key_of(h)) : 0;
}

static void count(struct state *s)
{
    for (size_t i = 0; i < s->hits.n && !s->failed; i++) {
        uint32_t n = tt_map64_find(&s->counts, key_of(&s->hits.v[i]));
        s->failed = !tt_map64_put(&s->counts, key_of(&s->hits.v[i]), n == TT_MAP_NONE ? 1 : n + 1);
    }
}

/* Timber of Appendix II is legal trade: without a code nothing says that it was hidden. */
static double weigh(const struct state *s, const struct hit *h, uint64_t n)
{
    const double *p = s->in->param;
    bool open = h->open || (h->no_code && h->appendix > 1);
    return p[h->appendix == 1 ? P_STRICT : P_LISTED] - (h->cue.p ? p[P_CUED] : 0) -
           (open ? p[P_OPEN] : 0) - ((double)n >= p[P_USUAL] ? p[P_OPEN] : 0);
}

static void tests(const struct state *s, const struct hit *h, uint64_t n, tt_draft *w)
{
    tt_draft_test(
        w, "other_meaning", TT_TEST_NOT_EXPLAINED,
        h->cue.p
            ? tt_draft_text(w, tt_arena_printf(w->a,
                                               "The word is ambiguous, and '%.*s' stands beside "
                                               "it.",
                                               TT_STR_ARG(h->cue)))
            : "The word is in none of the phrases in which it means something else.");
    if (h->no_code)
        tt_draft_test(w, "declared_openly", TT_TEST_UNKNOWN, "There is no customs code beside it.");
    else
        tt_draft_test(w, "declared_openly", h->open ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                      h->open ? "The customs code is one of the product: a permit decides."
                              : "The customs code is one of other goods.");
    bool business = (double)n >= s->in->param[P_USUAL];
    tt_draft_test(w, "legal_business", business ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_draft_text(w, tt_arena_printf(w->a, "The sender names the product in %s.",
                                                   tt_say_count(w, n, "document"))));
    tt_draft_test(w, "antique_or_artificial", TT_TEST_UNKNOWN,
                  "Age, captive breeding and imitation cannot be read from the text.");
}

static void describe(const struct state *s, const struct hit *h, tt_draft *w)
{
    uint64_t n = usual(s, h);
    const char *appendix = tt_say_appendix(h->appendix);
    tt_draft_document(w, h->kind, h->doc, h->line);
    if (h->sender)
        tt_draft_entity(w, h->sender, h->kind == TT_KIND_PAYMENT ? "payer" : "sender");
    if (h->receiver)
        tt_draft_entity(w, h->receiver, h->kind == TT_KIND_PAYMENT ? "payee" : "receiver");
    tt_draft_measure(w, "appendix", "CITES", h->appendix, NAN, NAN, 0);
    tests(s, h, n, w);
    tt_draft_step(w, "Read the text as it was written, in its language.");
    tt_draft_step(w, "Ask for the CITES permit, or see whether the case has one.");
    w->f.weight = weigh(s, h, n);
    w->f.title = "Text that names protected wildlife";
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(w->a,
                           "The text of %s '%s' of %s has the words '%.*s': %.*s, a product of "
                           "species in Appendix %s of CITES on that day.",
                           tt_kind_text(h->kind), tt_say_doc(w, h->kind, h->doc),
                           tt_say_date(w, h->day), TT_STR_ARG(h->found), TT_STR_ARG(h->product),
                           appendix));
}

static tt_status tell(struct state *s, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->in->data;
    for (size_t i = 0; i < s->hits.n; i++) {
        tt_draft w;
        const struct hit *h = &s->hits.v[i];
        if (!h->sender && !h->receiver)
            continue;
        if (weigh(s, h, usual(s, h)) < s->in->param[P_MIN_WEIGHT]) {
            s->n_weak++;
            continue;
        }
        tt_draft_begin(&w, d, s->in->scratch);
        describe(s, h, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    TT_TRY(tt_note(d, out, s->in->scratch, "iwt.text_hit: ambiguous words", "without a second cue",
                   s->n_unsure, "word", TT_NO_NUM, "they are not reported", err));
    TT_TRY(tt_note(d, out, s->in->scratch, "iwt.text_hit: documents that name wildlife",
                   "declared openly, or below min_weight", s->n_weak, "document", TT_NO_NUM,
                   "they are not reported", err));
    return tt_note(d, out, s->in->scratch, "iwt.text_hit: texts", "16 words of a text", s->n_cut,
                   "text", TT_NO_NUM, "their other words were not looked at", err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .w = &in->shared->wild};
    tt_map64_init(&s.counts);
    read_all(&s);
    count(&s);
    tt_status st = s.failed ? tt_fail(err, TT_ENOMEM, "no memory for words") : TT_OK;
    if (st == TT_OK)
        st = tell(&s, out, err);
    tt_vec_release(&s.hits);
    tt_map64_release(&s.counts);
    return st;
}

const tt_detector tt_detector_iwt_text_hit = {
    .id = "iwt.text_hit",
    .revision = 3,
    .title = "Text that names protected wildlife",
    .typology = "wildlife_text",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_DOCUMENT,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-08 W-21",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020); FINTRAC, Project "
              "Anton (2023)",
    .looks_for = "Words of seven languages for protected wildlife in the texts of goods and "
                 "payments; ambiguous words only beside a second cue.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
