/*
 * doc_vague_description.c - dear goods that no paper of their deal names.
 *
 * A word says nothing when it is on our list, or stands under so many chapters of the Harmonized
 * System in these data that it does not tell goods apart.  Not caught here: words that are precise
 * and false (doc_hs_text_mismatch, doc_desc_mismatch).  Formula, worked example, known false
 * positives: doc_vague_description.md.
 */
#include "detect/common/deals.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include "base/num.h"
#include "base/str.h"

enum { P_VALUE, P_TELLS, P_TABLE, P_RELATIONS, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_VALUE] = {"deal_value", 20000, 0, 1e12, "base", "deals worth less are not looked at"},
    [P_TELLS] = {"tells", 0.5, 0, 1, "fraction",
                 "1 less the entropy of its chapters, from which a word tells goods apart"},
    [P_TABLE] = {"table", 5, 0.01, 1e6, "count", "relations that the table of headings counts as"},
    [P_RELATIONS] = {"relations", 10, 1, 1e6, "count",
                     "of others that must have a word that the table does not have"},
    [P_LR] = {"lr", 1.5, 1, 1000, "likelihood ratio", "of a deal whose goods no paper names"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS_OF(0.05, 20000, 0.2)};

enum why { COMPARED, NO_TEXT, WEAK, WHY_COUNT };

/* A deal, or an invoice that is in none. */
struct item {
    tt_ix deal, invoice; /* invoice: the first */
    tt_ref where;        /* a line of it that says something vague */
    uint32_t lines;      /* that say something */
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    bool *seen; /* deals */
    tt_text_marks m;
    tt_tally why[WHY_COUNT];
};

/* Folded, without the s of a plural; in English, French, Portuguese, Vietnamese, Chinese. */
static bool says_nothing(tt_str word)
{
    static const char *const words[] = {
        "GENERAL",
        "CARGO",
        "GOOD",
        "MERCHANDISE",
        "SAID",
        "CONTAIN",
        "FAK",
        "PART",
        "SPARE",
        "ACCESSORY",
        "ITEM",
        "ARTICLE",
        "PRODUCT",
        "MATERIAL",
        "COMMODITY",
        "SUNDRY",
        "ASSORTED",
        "VARIOU",
        "MIXED",
        "MISCELLANEOU",
        "DIVERSE",
        "DIVERS",
        "PER",
        "CONTRACT",
        "INVOICE",
        "ORDER",
        "ATTACHED",
        "LIST",
        "PACKING",
        "PACKAGE",
        "CARTON",
        "BOX",
        "PALLET",
        "CASE",
        "PIECE",
        "UNIT",
        "SET",
        "LOT",
        "CONTAINER",
        "SHIPMENT",
        "CONSIGNMENT",
        "SHIPPER",
        "LOAD",
        "COUNT",
        "STC",
        "SLAC",
        "FREIGHT",
        "ALL",
        "KIND",
        "PREPAID",
        "COLLECT",
        "NEW",
        "QUALITY",
        "GRADE",
        "COMMERCIAL",
        "STOCK",
        "SUPPLY",
        "EQUIPMENT",
        "MARCHANDISE",
        "MARCHANDIS",
        "CAS",
        "PRODUIT",
        "DIVER",
        "MERCADORIA",
        "PRODUTO",
        "DIVERSO",
        "DIVERSA",
        "ARTIGO",
        "CARGA",
        "HANG",
        "HOA",
        "\xe8\xb4\xa7\xe7\x89\xa9", /* goods */
        "\xe5\x95\x86\xe5\x93\x81", /* wares */
        "\xe6\x9d\x82\xe8\xb4\xa7", /* sundries */
        "\xe7\x89\xa9\xe5\x93\x81", /* articles */
        "\xe9\x85\x8d\xe4\xbb\xb6", /* parts */
    };
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_str_is(word, words[i]))
            return true;
    return false;
}

/* True when no word tells what the goods are; *words: how many there are. */
static bool is_vague(struct state *s, tt_str text, tt_ix a, tt_ix b, size_t *words)
{
    const tt_hs_weigh weigh = {s->in->param[P_TABLE], s->in->param[P_RELATIONS]};
    tt_text_marks_of(text, &s->m);
    *words = 0;
    for (size_t i = 0; i < s->m.n; i++) {
        tt_str word = s->m.v[i].folded;
        if (memchr(word.p, ' ', word.n))
            continue; /* two words: each is asked by itself */
        ++*words;
        if (says_nothing(word))
            continue;
        double tells = tt_hs_words_tell(&s->in->shared->hs_words, &weigh, word, a, b);
        if (tells < 0 || tells >= s->in->param[P_TELLS])
            return false; /* a word that nobody knows is a name, and names something */
    }
    return true;
}

/* False when a line of the document tells what the goods are. */
static bool
document_is_vague(struct state *s, tt_kind kind, tt_ix doc, const tt_trial *t, struct item *it)
{
    const tt_head *head = tt_data_head(s->d, kind, doc);
    const tt_line *lines = tt_data_lines(s->d, kind);
    for (tt_ix i = head->first_line; lines && i < head->first_line + head->n_lines; i++) {
        size_t words;
        if (!is_vague(s, lines[i].description, t->seller, t->buyer, &words))
            return false;
        if (words && it->where.kind != TT_KIND_INVOICE)
            it->where = (tt_ref){kind, doc, i};
        it->lines += words ? 1 : 0;
    }
    return true;
}

static tt_status look_at(struct state *s, struct item it, tt_trial t, tt_err *err)
{
    bool vague = true;
    if (tt_money_double((tt_money){t.shift, s->d->base}) < s->in->param[P_VALUE])
        return TT_OK;
    if (it.deal) {
        const tt_deal *deal = &s->d->deals[it.deal];
        for (tt_ix k = deal->first_doc; vague && k < deal->first_doc + deal->n_docs; k++)
            vague = document_is_vague(s, s->d->deal_docs[k].kind, s->d->deal_docs[k].doc, &t, &it);
    } else {
        vague = document_is_vague(s, TT_KIND_INVOICE, it.invoice, &t, &it);
    }
    if (vague && !it.lines) {
        tt_tally_add(&s->why[NO_TEXT], t.shift);
        return TT_OK;
    }
    t.side = vague;
    t.lr = s->in->param[P_LR];
    t.off = (double)t.shift;
    t.own = tt_trial_own(s->in, it);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for descriptions");
}

/* What the invoices of a deal are worth, or the one that is in none; 0 when nothing is known. */
static int64_t value_of(const struct state *s, tt_ix deal, tt_ix invoice)
{
    const tt_books *books = &s->in->shared->books;
    int64_t sum = 0, value = deal ? 0 : tt_books_value(books, TT_KIND_INVOICE, invoice);
    tt_ix first = s->d->deals[deal].first_doc, n = deal ? s->d->deals[deal].n_docs : 0;
    for (tt_ix k = first; k < first + n; k++) {
        const tt_deal_doc *x = &s->d->deal_docs[k];
        if (x->kind != TT_KIND_INVOICE || s->d->invoices[x->doc].type == TT_DOC_CREDIT_NOTE)
            continue;
        value = tt_books_value(books, TT_KIND_INVOICE, x->doc);
        if (value != TT_NO_NUM)
            (void)tt_add_i64(sum, value, &sum);
    }
    return deal ? sum : value == TT_NO_NUM ? 0 : value;
}

/* Each deal once, at its first invoice. */
static tt_status deal_of(struct state *s, tt_ix invoice, tt_err *err)
{
    const tt_invoice *x = &s->d->invoices[invoice];
    tt_ix deal = s->d->deal_of[TT_KIND_INVOICE] ? s->d->deal_of[TT_KIND_INVOICE][invoice] : 0;
    tt_trial t = {.seller = tt_data_entity(s->d, x->seller),
                  .buyer = tt_data_entity(s->d, x->buyer),
                  .at = invoice,
                  .gap = s->in->param[P_USUAL]};
    tt_date day;
    if (x->type == TT_DOC_CREDIT_NOTE || x->type == TT_DOC_PROFORMA || (deal && s->seen[deal]))
        return TT_OK;
    s->seen[deal] = true;
    if (deal && tt_deal_parties(s->d, deal, &t.seller, &t.buyer, &day) != TT_SIDES_ONE)
        return TT_OK;
    t.shift = value_of(s, deal, invoice);
    if (!t.seller || !t.buyer)
        return TT_OK;
    return look_at(s, (struct item){.deal = deal, .invoice = invoice}, t, err);
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    if (it->deal)
        tt_deal_cite(w, it->deal, TT_KINDS(INVOICE) | TT_KINDS(SHIPMENT) | TT_KINDS(DECLARATION),
                     TT_HS_NONE, false);
    else
        tt_draft_document(w, TT_KIND_INVOICE, it->invoice, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"other_papers", TT_TEST_NOT_EXPLAINED,
         "No invoice, transport document or declaration of these deals has another word."},
        {"consolidated_cargo", TT_TEST_NOT_EXPLAINED,
         "The carrier of many consignments writes so; here the invoice does."},
        {"attached_list", TT_TEST_UNKNOWN,
         "A list or a contract that the papers point to is not in the data."},
    };
    static const char *const steps[] = {
        "Ask the seller for the packing list, the order and the price list.",
        "Ask the buyer what arrived, and to whom it was sold.",
        "Have the next consignment of this relation opened.",
    };
    static const tt_relation_text text = {
        .title = "goods that no paper names",
        .clause = "no paper says what the goods are",
        .of = "deal",
        .means = "What is not named cannot be priced, inspected or compared.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_line *l = tt_ref_line(s->d, it->where);
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    tt_draft_money(w, "value_of_deals", r->shift);
    tt_relation_say(w, r, &text,
                    tt_say(w, "The %s %s says '%s', for a deal of %s; %s of its papers %s no more.",
                           tt_kind_text(it->where.kind),
                           tt_say_doc(w, it->where.kind, it->where.doc),
                           tt_say_str(w, l->description), tt_say_money(w, r->top->shift),
                           tt_say_count(w, it->lines, "line"), it->lines == 1 ? "says" : "say"));
}

static tt_status deals(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_TEXT, "no paper has a description", "deal", "not looked at", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such descriptions are usual in these data", NULL},
    };
    static const tt_trial_words words = {.roles = {"seller", "buyer"},
                                         .first = P_REPEAT,
                                         .expect = "what is assumed of honest trade",
                                         .cite = cite,
                                         .tell = tell};
    s->seen = tt_new_n(s->in->scratch, bool, s->d->n_deals + 1);
    if (!s->seen)
        return tt_fail(err, TT_ENOMEM, "no memory for descriptions");
    for (tt_ix i = 1; i <= s->d->n_invoices; i++)
        TT_TRY(deal_of(s, i, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.vague_description", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = deals(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_vague_description = {
    .id = "doc.vague_description",
    .revision = 2,
    .title = "Goods that no paper names",
    .typology = "vague_description",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_HS_WORDS,
    .indicators = "D-03",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Deals of value in which no paper has a word that tells what the goods are.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
