/*
 * doc_party_mismatch.c - the papers of one deal name other parties than the invoice.
 *
 * Who ships, receives, exports and imports is compared with who sells and buys, after resolution.
 * Banks under a credit, forwarders, consignees to order and firms of one group are decided in plain
 * sight.  Not caught here: who pays (pay_third_party).  Formula, worked example, known false
 * positives: doc_party_mismatch.md.
 */
#include "detect/common/deals.h"
#include "detect/common/industry.h"
#include "detect/common/seconds.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/words.h"

#include "base/str.h"

enum {
    P_LR,
    P_LR_UNKNOWN,
    P_HUB,
    P_SHARED,
    P_NAME_BITS,
    P_SAME_DAYS,
    P_SAME_LOAD,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LR] = {"lr", 2, 1, 1000, "likelihood ratio", "of a party that is not of the deal"},
    [P_LR_UNKNOWN] = {"lr_unknown", 5, 1, 1000, "likelihood ratio",
                      "the same, when it is in no invoice and no payment of the data"},
    [P_HUB] = {"hub", 5, 2, 1e6, "count",
               "parties whose goods one sends or receives from which it is a forwarder"},
    [P_SHARED] = {"shared", 20, 2, 1e6, "count",
                  "parties that may share an attribute that makes them one group"},
    [P_NAME_BITS] = {"name_bits", 1, 0, 100, "log2",
                     "names that say so much for each other may be one party's, or sisters'"},
    [P_SAME_DAYS] = {"same_days", 10, 0, 365, "days", "between two bills of one load"},
    [P_SAME_LOAD] = {"same_load", 0.1, 0, 1, "fraction",
                     "by which the gross weights of one load may differ"},
    [P_USUAL] = TT_USUAL_ROW(0.05),
    TT_TRIAL_ROWS(5000, 0.5)};

/* Whom a document names beside whom the invoice does. */
static const struct role {
    tt_kind kind;
    unsigned role, of; /* 1 seller, 2 buyer */
    const char *is, *says;
} roles[] = {
    {TT_KIND_SHIPMENT, 1, 1, "shipper", "seller"},
    {TT_KIND_SHIPMENT, 2, 2, "consignee", "buyer"},
    {TT_KIND_DECLARATION, 1, 1, "exporter", "seller"},
    {TT_KIND_DECLARATION, 2, 2, "importer", "buyer"},
};

enum why { DIFFERS, AGREES, ORDER, SERVICE, GROUP, NEAR, ALIAS, SECOND, WEAK, WHY_COUNT };

#define NOBODY ((tt_ix)-1)

struct item {
    const struct role *role;
    tt_ix doc, invoice, party;
    bool unknown;
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_ix *group;            /* by entity: what it shares with others */
    uint32_t *sends, *takes; /* by entity: parties on the other side of its goods documents */
    uint32_t *stands[TT_LEN(roles)]; /* by entity: its papers in that role */
    tt_ix *stands_for[TT_LEN(
        roles)];   /* by entity: the one whose invoices they are of; NOBODY of several */
    tt_ix *second; /* of tt_second_bills */
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- who a party is --- */

/* Divisions of ISIC that carry and store the goods of others. */
static bool is_haulier(const tt_data *d, tt_ix e)
{
    unsigned line = tt_industry(d, e, 2);
    return line >= 49 && line <= 53;
}

static bool is_service(const struct state *s, tt_ix e)
{
    if (is_haulier(s->d, e))
        return true;
    switch (s->d->entities[e].type) {
    case TT_ENTITY_BANK:
    case TT_ENTITY_CARRIER:
    case TT_ENTITY_BROKER:
        return true;
    default:
        return TT_MAX(s->sends[e], s->takes[e]) >= (uint32_t)s->in->param[P_HUB];
    }
}

static bool is_near(const tt_data *d, tt_ix a, tt_ix b)
{
    size_t low = 0, high = d->n_nears;
    tt_ix x = TT_MIN(a, b), y = TT_MAX(a, b);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const tt_near *n = &d->nears[mid + 1];
        if (n->a < x || (n->a == x && n->b < y))
            low = mid + 1;
        else
            high = mid;
    }
    return low < d->n_nears && d->nears[low + 1].a == x && d->nears[low + 1].b == y;
}

/* Neither sells, buys, pays nor earns in these data. */
static bool is_unknown(const struct state *s, tt_ix e)
{
    static const tt_book books[] = {TT_BOOK_SOLD, TT_BOOK_BOUGHT, TT_BOOK_PAID, TT_BOOK_EARNED};
    size_t n = 0;
    for (size_t i = 0; i < TT_LEN(books) && !n; i++)
        (void)tt_books_of(&s->in->shared->books, books[i], e, &n);
    return n == 0;
}

/* A Chinese and a Latin name may be one, and nothing in them says so. */
static bool other_scripts(tt_str a, tt_str b)
{
    bool latin[2] = {false, false};
    const tt_str name[2] = {a, b};
    for (size_t k = 0; k < 2; k++) {
        size_t letters = 0;
        for (size_t i = 0; i < name[k].n; i++)
            letters += tt_ascii_is_alpha(name[k].p[i]);
        latin[k] = 3 * letters > name[k].n;
    }
    return latin[0] != latin[1];
}

static bool may_be_one(const struct state *s, tt_ix a, tt_ix b)
{
    return is_near(s->d, a, b) || other_scripts(s->d->entities[a].name, s->d->entities[b].name) ||
           tt_names_alike(&s->in->shared->names, a, b) >= 100 * s->in->param[P_NAME_BITS];
}

/*
 * One firm under two names: on papers of this kind the party stands wherever the other one should,
 * for nobody else, and the other one never stands there itself.  Home customs know a firm by the
 * name of its licence, buyers by that on its letterhead.  Two rows of the registry are two firms.
 */
static bool is_other_name(const struct state *s, const struct role *r, tt_ix party, tt_ix of)
{
    const tt_entity *a = &s->d->entities[party], *b = &s->d->entities[of];
    if ((a->party && b->party) || (a->country != b->country && a->country && b->country))
        return false;
    const size_t side = (size_t)(r - roles);
    return is_unknown(s, party) && s->stands[side][of] == 0 && s->stands_for[side][party] == of;
}

static enum why
judge(const struct state *s, const struct role *r, tt_ix mention, tt_ix party, tt_ix of)
{
    tt_str name = s->d->mentions[mention].name;
    if (!party || party == of)
        return AGREES;
    if (tt_text_has(name, "order"))
        return ORDER;
    if (may_be_one(s, party, of))
        return NEAR;
    if (is_other_name(s, r, party, of))
        return ALIAS;
    if (s->group[party] == s->group[of])
        return GROUP;
    return is_service(s, party) ? SERVICE : DIFFERS;
}

/* How many parties each sends to and takes from. */
static tt_status hubs(struct state *s, tt_err *err)
{
    static const tt_book books[] = {TT_BOOK_SHIPPED, TT_BOOK_RECEIVED};
    const tt_data *d = s->d;
    tt_ix *seen = tt_new_n(s->in->scratch, tt_ix, d->n_entities + 1);
    s->sends = tt_new_n(s->in->scratch, uint32_t, d->n_entities + 1);
    s->takes = tt_new_n(s->in->scratch, uint32_t, d->n_entities + 1);
    if (!seen || !s->sends || !s->takes)
        return tt_fail(err, TT_ENOMEM, "no memory for parties");
    for (size_t b = 0; b < TT_LEN(books); b++) {
        uint32_t *count = b ? s->takes : s->sends;
        memset(seen, 0, (d->n_entities + 1) * sizeof *seen);
        for (tt_ix e = 1; e <= d->n_entities; e++) {
            size_t n;
            const tt_ix *docs = tt_books_of(&s->in->shared->books, books[b], e, &n);
            for (size_t i = 0; i < n; i++) {
                tt_ix other =
                    tt_data_entity(d, tt_data_role(d, TT_KIND_SHIPMENT, docs[i], b ? 1 : 2));
                count[e] += other && seen[other] != e;
                seen[other] = e;
            }
        }
    }
    return TT_OK;
}

/* Who stands on which papers, and for whom. */
static tt_status standing(struct state *s, const tt_couple *v, size_t n, tt_err *err)
{
    const tt_data *d = s->d;
    for (size_t k = 0; k < TT_LEN(roles); k++) {
        const struct role *r = &roles[k];
        s->stands[k] = tt_new_n(s->in->scratch, uint32_t, d->n_entities + 1);
        s->stands_for[k] = tt_new_n(s->in->scratch, tt_ix, d->n_entities + 1);
        if (!s->stands[k] || !s->stands_for[k])
            return tt_fail(err, TT_ENOMEM, "no memory for parties");
        for (tt_ix i = 1; i <= tt_data_n_docs(d, r->kind); i++)
            s->stands[k][tt_data_entity(d, tt_data_role(d, r->kind, i, r->role))]++;
        for (size_t i = 0; i < n; i++) {
            if (v[i].a.kind != r->kind)
                continue;
            const tt_invoice *inv = &d->invoices[v[i].b.doc];
            tt_ix of = tt_data_entity(d, r->of == 1 ? inv->seller : inv->buyer);
            tt_ix *who =
                &s->stands_for[k][tt_data_entity(d, tt_data_role(d, r->kind, v[i].a.doc, r->role))];
            *who = !*who || *who == of ? of : NOBODY;
        }
    }
    return TT_OK;
}

/* --- deals --- */

/* Another bill names the load, and both parties of the invoice: a switched bill is told by
 * route.bl_switch. */
static bool is_second(const struct state *s, const tt_couple *c, const tt_couple *v, size_t n,
                      const tt_trial *t)
{
    const tt_data *d = s->d;
    if (c->a.kind != TT_KIND_SHIPMENT)
        return false;
    for (size_t i = 0; i < n; i++)
        if (v[i].a.kind == TT_KIND_SHIPMENT && v[i].a.doc != c->a.doc &&
            (s->second[c->a.doc] == v[i].a.doc || s->second[v[i].a.doc] == c->a.doc) &&
            tt_data_entity(d, tt_data_role(d, TT_KIND_SHIPMENT, v[i].a.doc, 1)) == t->seller &&
            tt_data_entity(d, tt_data_role(d, TT_KIND_SHIPMENT, v[i].a.doc, 2)) == t->buyer)
            return true;
    return false;
}

static void look(struct state *s, const tt_couple *c, tt_trial *t, struct item *top)
{
    const tt_data *d = s->d;
    for (size_t i = 0; i < TT_LEN(roles); i++) {
        const struct role *r = &roles[i];
        if (r->kind != c->a.kind)
            continue;
        tt_ix mention = tt_data_role(d, r->kind, c->a.doc, r->role);
        tt_ix party = tt_data_entity(d, mention);
        enum why why = judge(s, r, mention, party, r->of == 1 ? t->seller : t->buyer);
        if (why == AGREES)
            continue;
        if (why != DIFFERS) {
            tt_tally_add(&s->why[why], TT_NO_NUM);
            continue;
        }
        bool unknown = is_unknown(s, party);
        double lr = s->in->param[unknown ? P_LR_UNKNOWN : P_LR];
        if (t->side && lr <= t->lr)
            continue;
        *top = (struct item){r, c->a.doc, c->b.doc, party, unknown};
        t->side = 1;
        t->lr = t->off = lr;
    }
}

static tt_status deal(struct state *s, const tt_couple *v, size_t n, tt_err *err)
{
    const tt_invoice *inv = &s->d->invoices[v->b.doc];
    int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, v->b.doc);
    struct item top = {0};
    tt_trial t = {.seller = tt_data_entity(s->d, inv->seller),
                  .buyer = tt_data_entity(s->d, inv->buyer),
                  .at = v->b.doc,
                  .lr = 1,
                  .gap = s->in->param[P_USUAL],
                  .shift = value == TT_NO_NUM ? 0 : value};
    if (!t.seller || !t.buyer || t.seller == t.buyer)
        return TT_OK;
    for (size_t i = 0; i < n; i++)
        if (is_second(s, &v[i], v, n, &t))
            tt_tally_add(&s->why[SECOND], TT_NO_NUM);
        else
            look(s, &v[i], &t, &top);
    t.own = tt_trial_own(s->in, top);
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for parties");
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, TT_KIND_INVOICE, it->invoice, 0);
    tt_draft_document(w, it->role->kind, it->doc, 0);
    tt_draft_entity(w, it->party, it->role->is);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"bank_or_forwarder", TT_TEST_NOT_EXPLAINED,
         "The party is no bank, carrier or broker, and does not handle the goods of many."},
        {"to_order", TT_TEST_NOT_EXPLAINED, "The goods are not consigned to order."},
        {"group", TT_TEST_NOT_EXPLAINED,
         "It shares no account, telephone, address, director or owner with the party it stands "
         "for."},
        {"same_name", TT_TEST_NOT_EXPLAINED,
         "Its name is not like that of the party it stands for, and nothing else joins them."},
        {"drop_shipment", TT_TEST_UNKNOWN,
         "Whether the goods were sold on, or made by somebody else, is not in the data."},
    };
    static const char *const steps[] = {
        "Ask both parties of the invoice who the third one is to them.",
        "Ask the carrier who gave the instructions and who took the goods.",
        "Look the third party up in the register: age, address, directors.",
    };
    static const tt_relation_text text = {
        .title = "other parties in the papers than in the invoices",
        .clause = "a goods document names somebody who is no party of the invoice",
        .of = "invoice",
        .means = "A party that nobody accounts for may be the true seller or buyer.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct item *it = r->top->own;
    TT_UNUSED(ctx);
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_money(w, "value_of_invoices", r->shift);
    w->f.value_shift.minor = 0;
    tt_relation_say(w, r, &text,
                    tt_say(w, "On %s %s the %s is not the %s of invoice %s%s.",
                           tt_kind_text(it->role->kind), tt_say_doc(w, it->role->kind, it->doc),
                           it->role->is, it->role->says,
                           tt_say_doc(w, TT_KIND_INVOICE, it->invoice),
                           it->unknown ? ", and sells, buys and pays nothing in these data" : ""));
}

static int by_invoice(const void *pa, const void *pb, void *ctx)
{
    const tt_couple *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->b.doc != b->b.doc)
        return a->b.doc < b->b.doc ? -1 : 1;
    if (a->a.kind != b->a.kind)
        return a->a.kind < b->a.kind ? -1 : 1;
    return (a->a.doc > b->a.doc) - (a->a.doc < b->a.doc);
}

static tt_status couples(struct state *s, tt_couple **out, size_t *n, tt_err *err)
{
    tt_couple *v[2];
    size_t m[2];
    TT_TRY(
        tt_couples_of(s->d, TT_KIND_SHIPMENT, TT_KIND_INVOICE, s->in->scratch, &v[0], &m[0], err));
    TT_TRY(tt_couples_of(s->d, TT_KIND_DECLARATION, TT_KIND_INVOICE, s->in->scratch, &v[1], &m[1],
                         err));
    *n = m[0] + m[1];
    *out = tt_new_n(s->in->scratch, tt_couple, *n + 1);
    if (!*out)
        return tt_fail(err, TT_ENOMEM, "no memory for parties");
    memcpy(*out, v[0], m[0] * sizeof **out);
    memcpy(*out + m[0], v[1], m[1] * sizeof **out);
    return tt_sort(*out, *n, sizeof **out, by_invoice, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for parties");
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ORDER, "goods consigned to order", "document", "explained, not evidence", NULL},
        {SERVICE, "banks, carriers, brokers, and who handles the goods of many", "document",
         "explained, not evidence", NULL},
        {GROUP, "parties that share an attribute with the one they stand for", "document",
         "explained, not evidence", NULL},
        {NEAR, "parties that may be the one they stand for, written otherwise", "document",
         "not counted as another party", NULL},
        {ALIAS,
         "parties that stand wherever the one of the invoice never does, and for nobody else",
         "document", "may be its other name: not counted as another party", NULL},
        {SECOND, "a second bill of a load, where the first names the parties of the invoice",
         "document", "told by route.bl_switch", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such differences are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "invoice",
                                       .cite = cite,
                                       .tell = tell};
    uint32_t df[TT_ATTR_COUNT];
    tt_couple *v;
    size_t n;
    for (size_t i = 0; i < TT_ATTR_COUNT; i++)
        df[i] = (uint32_t)s->in->param[P_SHARED];
    TT_TRY(tt_links_groups(&s->in->shared->links, df, s->in->scratch, &s->group, err));
    TT_TRY(hubs(s, err));
    TT_TRY(tt_second_bills(&s->in->shared->cargo, (tt_date)s->in->param[P_SAME_DAYS],
                           s->in->param[P_SAME_LOAD], s->in->scratch, &s->second, err));
    TT_TRY(couples(s, &v, &n, err));
    TT_TRY(standing(s, v, n, err));
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && v[next].b.doc == v[i].b.doc;)
            next++;
        TT_TRY(deal(s, &v[i], next - i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.party_mismatch", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_party_mismatch = {
    .id = "doc.party_mismatch",
    .revision = 2,
    .title = "Papers of a deal name other parties than the invoice",
    .typology = "party_mismatch",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_NAMES | TT_NEEDS_CARGO,
    .indicators = "D-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents",
    .looks_for = "Deals in which the shipper, consignee, exporter or importer is not the seller or "
                 "buyer of the invoice, and no bank, forwarder or firm of one group.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
