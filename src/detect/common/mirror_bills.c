/* mirror_bills.c - see mirror_bills.h. */
#include "detect/common/mirror_bills.h"

#include "base/map.h"
#include "base/num.h"
#include "detect/common/goods.h"
#include "detect/common/prices.h"
#include "detect/common/refs.h"

#include <math.h>

enum { EARLY, LATE };
enum { TOLERANCE, STRONG, LR_WEAK, LR_STRONG, SLIP, WHOLE, ABSURD };
enum { SHORT, SHORT_STRONG, USUAL, REST };
enum claim { GOODS, VALUE, CLAIMS };
enum why { REST_COMES, SEVERAL, OUT_OF_TIME, UNLIKE, UNIT_SLIP, WEAK, WHYS };

/* One line of a declaration that has a bill. */
struct entry {
    uint32_t bill;
    tt_hs heading;
    bool in;
    tt_ix doc, line;
};
TT_VEC(entry_vec, struct entry);

/* One side of the goods of a heading on a bill. */
struct side {
    tt_ix doc; /* the first */
    tt_ix exporter, importer;
    tt_date first, last;
    double value, mass, quantity; /* NAN: a line does not say it */
    tt_dim dim;
    tt_ix counted; /* the last declaration, of `docs` */
    size_t docs;
    bool in_deal;
};

struct item {
    const struct entry *v;
    size_t n;
    struct side side[2]; /* export, import */
    double ratio;        /* export over import, of what is compared */
    bool by_mass;
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *days, *values, *p;
    tt_map bills;
    entry_vec v;
    enum claim claim; /* that is told now */
    tt_trial_vec trials[CLAIMS];
    tt_tally why[WHYS];
};

/* --- lines by bill --- */

/* The transport document of a declaration, else the only one of its deal. */
static tt_str bill_of(const tt_data *d, tt_ix declaration)
{
    const tt_declaration *x = &d->declarations[declaration];
    tt_str bill = x->transport_document;
    tt_ix deal = tt_deal_of(d, TT_KIND_DECLARATION, declaration);
    for (tt_ix i = 0; !bill.n && deal && i < d->deals[deal].n_docs; i++) {
        tt_deal_doc r = d->deal_docs[d->deals[deal].first_doc + i];
        if (r.kind != TT_KIND_SHIPMENT)
            continue;
        if (bill.n)
            return (tt_str){0};
        bill = d->shipments[r.doc].head.number;
    }
    return bill;
}

static int by_bill(const void *pa, const void *pb, void *ctx)
{
    const struct entry *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->bill != b->bill)
        return a->bill < b->bill ? -1 : 1;
    if (a->heading != b->heading)
        return a->heading < b->heading ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static bool collect(struct state *s)
{
    for (tt_ix i = 1; i <= s->d->n_declarations; i++) {
        const tt_declaration *x = &s->d->declarations[i];
        char text[TT_REF_TEXT];
        uint32_t bill;
        size_t n = tt_ref_text(bill_of(s->d, i), text);
        if (!n || x->type == TT_DOC_TRANSIT || x->head.date.day == TT_NO_DATE)
            continue;
        if (!tt_map_intern(&s->bills, (tt_str){text, n}, (uint32_t)s->bills.n, &bill, NULL))
            return false;
        for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++) {
            struct entry e = {bill, tt_hs_prefix(s->d->declaration_lines[k].hs, 4),
                              x->type != TT_DOC_EXPORT, i, k};
            if (e.heading && !tt_vec_push(&s->v, e))
                return false;
        }
    }
    return tt_sort(s->v.v, s->v.n, sizeof *s->v.v, by_bill, NULL);
}

/* --- comparing --- */

static void add(const struct state *s, struct side *x, const struct entry *e)
{
    const tt_declaration *dec = &s->d->declarations[e->doc];
    tt_worth w =
        tt_worth_of(s->d, (tt_ref){TT_KIND_DECLARATION, e->doc, e->line}, TT_FREIGHT_UNKNOWN);
    tt_date day = dec->head.date.day;
    if (!x->doc) {
        *x = (struct side){.doc = e->doc,
                           .exporter = tt_data_entity(s->d, dec->exporter),
                           .importer = tt_data_entity(s->d, dec->importer),
                           .first = day,
                           .last = day,
                           .dim = w.dim};
    }
    x->docs += x->counted != e->doc; /* lines lie by declaration */
    x->counted = e->doc;
    x->first = TT_MIN(x->first, day);
    x->last = TT_MAX(x->last, day);
    x->value += w.value > 0 ? w.value : (double)NAN;
    x->mass += w.mass > 0 ? w.mass : (double)NAN;
    x->quantity += w.quantity > 0 && w.dim == x->dim ? w.quantity : (double)NAN;
    x->in_deal |= tt_deal_of(s->d, TT_KIND_DECLARATION, e->doc) != 0;
}

/* What is compared, and how far apart it is; WHYS: it can be. */
static enum why compare(const struct state *s, struct item *it, enum claim *claim, double *off)
{
    const struct side *a = &it->side[0], *b = &it->side[1];
    double most = s->d->to;
    it->by_mass = !isnan(a->mass) && !isnan(b->mass);
    double goods = it->by_mass        ? a->mass / b->mass
                   : a->dim == b->dim ? a->quantity / b->quantity
                                      : (double)NAN;
    double value = a->value / b->value;
    if (isnan(goods))
        return UNLIKE;
    if ((double)(a->first - b->first) > s->days[EARLY] ||
        (double)(b->last - a->first) > s->days[LATE])
        return OUT_OF_TIME;
    bool same = tt_round9(fabs(log(goods))) <= tt_round9(log1p(s->p[SHORT]));
    if (!same && goods > 1 && most - b->last < s->p[REST])
        return REST_COMES;
    if (!same && goods < 1 && b->docs > 1)
        return SEVERAL; /* who clears several bills may quote the first on all */
    /* Another unit: the values agree better than those of a unit do. */
    bool unit = tt_is_unit_factor(goods, s->values[SLIP]) &&
                (isnan(value) || fabs(log(value)) <= fabs(log(value / goods)));
    if (!same && (unit || fabs(log(goods)) >= log(s->values[ABSURD])))
        return UNIT_SLIP;
    *claim = same ? VALUE : GOODS;
    it->ratio = same ? value : goods;
    *off = tt_round9(fabs(log(it->ratio)));
    if (same && (isnan(value) || (a->in_deal && b->in_deal)))
        return UNLIKE; /* values.h has asked it */
    bool slip =
        same && (tt_is_unit_factor(value, s->values[SLIP]) || *off >= log(s->values[ABSURD]));
    return slip ? UNIT_SLIP : WHYS;
}

/* What is missing on one side, at the prices of the other. */
static int64_t shift_of(const struct state *s, const struct item *it, enum claim claim)
{
    const struct side *a = &it->side[0], *b = &it->side[1];
    double more = it->ratio > 1 ? a->value : b->value;
    double part = it->ratio > 1 ? 1 / it->ratio : it->ratio;
    double major = claim == VALUE ? fabs(a->value - b->value) : more * (1 - part);
    double minor = major * pow(10, tt_ccy_exponent(s->d->base));
    return minor < 9e15 ? (int64_t)llround(minor) : TT_NO_NUM;
}

static tt_status judge(struct state *s, const struct entry *v, size_t n, tt_err *err)
{
    struct item it = {.v = v, .n = n};
    enum claim claim = GOODS;
    double off = 0;
    for (size_t i = 0; i < n; i++)
        add(s, &it.side[v[i].in], &v[i]);
    if (!it.side[0].doc || !it.side[1].doc)
        return TT_OK; /* one side alone shows nothing: feeds have holes */
    enum why why = compare(s, &it, &claim, &off);
    if (why != WHYS) {
        tt_tally_add(&s->why[why], TT_NO_NUM);
        return TT_OK;
    }
    const double *p = claim == GOODS ? s->p : s->values;
    bool apart = off > tt_round9(log1p(p[claim == GOODS ? SHORT : TOLERANCE]));
    bool strong = off >= tt_round9(log1p(p[claim == GOODS ? SHORT_STRONG : STRONG]));
    tt_trial t = {.seller = it.side[1].exporter,
                  .buyer = it.side[1].importer,
                  .at = v->bill,
                  /* goods below what left: value to the importer */
                  .side = !apart         ? 0
                          : it.ratio > 1 ? -1
                                         : 1,
                  .lr = !apart ? 1 : s->values[strong ? LR_STRONG : LR_WEAK],
                  .gap = s->p[USUAL],
                  .off = off,
                  .shift = apart ? shift_of(s, &it, claim) : 0,
                  .own = tt_trial_own(s->in, it)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for bills");
    if (!t.seller || !t.buyer || t.seller == t.buyer || t.shift == TT_NO_NUM)
        return TT_OK;
    return tt_trials_add(&s->trials[claim], t, err);
}

/* --- words --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    for (size_t i = 0; i < it->n; i++)
        tt_draft_document(w, TT_KIND_DECLARATION, it->v[i].doc, it->v[i].line);
}

/* "12,000 kg" of one side. */
static double amount(const struct item *it, enum claim claim, int side)
{
    const struct side *x = &it->side[side];
    return claim == VALUE ? x->value : it->by_mass ? x->mass : x->quantity;
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask both customs services for the papers that were handed in with their declaration.",
        "Ask the carrier what the container weighed when it was loaded and when it was fetched.",
        "Have the next consignment of this relation weighed and opened on arrival.",
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    bool goods = s->claim == GOODS;
    double slack = 1 + (goods ? s->p[SHORT] : s->values[TOLERANCE]);
    double a = amount(it, s->claim, 0), b = amount(it, s->claim, 1);
    char ccy[4] = "";
    tt_ccy_text(s->d->base, ccy);
    const char *unit = tt_say(w, "%s",
                              !goods        ? ccy
                              : it->by_mass ? "kg"
                                            : tt_price_per(it->side[0].dim));
    const char *k = tt_say_number(w, (double)r->k, 0), *of = tt_say_count(w, r->n, "bill");
    tt_draft_measure(w, "at_export", unit, a, b / slack, b * slack, 0);
    tt_draft_measure(w, "at_import", unit, b, a / slack, a * slack, 0);
    tt_draft_measure(w, "bills_that_differ", "1", (double)r->k, 0, r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    w->f.title = tt_say(w, "%s declared at import than at export in %s of %s",
                        r->side < 0 ? (goods ? "fewer goods" : "less value")
                                    : (goods ? "more goods" : "more value"),
                        k, of);
    w->f.explanation = tt_say(
        w,
        "For %s of %s of lading between these parties the two customs services were not told the "
        "same %s. Of bill %s %s left by declaration %s of %s, and %s arrived by %s%s of %s: %s %s "
        "and %s %s%s. The difference is worth %s in all.",
        k, of, goods ? "goods" : "value", tt_say_str(w, bill_of(s->d, it->side[0].doc)),
        it->side[0].docs == 1 ? "the goods" : "goods of several declarations",
        tt_say_doc(w, TT_KIND_DECLARATION, it->side[0].doc), tt_say_date(w, it->side[0].first),
        it->side[1].docs == 1 ? "they" : "they, in parts,",
        tt_say_doc(w, TT_KIND_DECLARATION, it->side[1].doc),
        it->side[1].docs == 1 ? "" : tt_say(w, " and %zu more, the last", it->side[1].docs - 1),
        tt_say_date(w, it->side[1].last), tt_say_price(w, a), unit, tt_say_price(w, b), unit,
        goods ? "" : ", both brought to FOB", tt_say_money(w, r->shift));
    tt_draft_test(w, "cleared_in_parts", goods ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  goods ? tt_say(w,
                                 "All imports of the bill were added, and the data go on for %s "
                                 "days after the last.",
                                 tt_say_number(w, s->d->to - it->side[1].last, 0))
                        : "The goods agree: they were cleared as a whole.");
    tt_draft_test(w, "scales_and_moisture", TT_TEST_NOT_EXPLAINED,
                  "A difference within the tolerance is not counted.");
    tt_draft_test(w, "freight_and_insurance", TT_TEST_NOT_EXPLAINED,
                  "Values are at FOB by the usual shares; goods were compared by what they weigh.");
    tt_draft_test(w, "voyage_time", TT_TEST_NOT_EXPLAINED,
                  "The import follows the export within the time that a voyage takes.");
    tt_draft_test(w, "left_over", TT_TEST_UNKNOWN,
                  "Goods that were lost, destroyed or sent on under bond are in papers that the "
                  "data do not hold.");
    tt_draft_steps(w, steps, TT_LEN(steps));
}

/* --- all together --- */

static tt_status run(struct state *s, unsigned repeat, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {REST_COMES, "bills whose rest may still be declared", "heading of a bill", "not compared",
         NULL},
        {SEVERAL, "bills under which several imports clear more than was exported",
         "heading of a bill", "not compared: other bills may be among them", NULL},
        {OUT_OF_TIME, "imports before their export or long after it", "heading of a bill",
         "not compared", NULL},
        {UNLIKE, "goods or values that both sides do not state, or deals have compared",
         "heading of a bill", "not compared", NULL},
        {UNIT_SLIP, "the ratio is a factor between units, or beyond reason", "heading of a bill",
         "treated as errors of data entry: never evidence", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "most of their bills agree, or such differences are usual in these data", NULL},
    };
    static const char *const claims[CLAIMS] = {"goods of a bill", "value of a bill"};
    if (!collect(s))
        return tt_fail(err, TT_ENOMEM, "no memory for bills");
    for (size_t i = 0, next; i < s->v.n; i = next) {
        for (next = i + 1; next < s->v.n && s->v.v[next].bill == s->v.v[i].bill &&
                           s->v.v[next].heading == s->v.v[i].heading;)
            next++;
        TT_TRY(judge(s, &s->v.v[i], next - i, err));
    }
    for (int k = 0; k < CLAIMS; k++) {
        tt_trial_words say = {.roles = {"seller", "buyer"},
                              .first = repeat,
                              .expect = "what is assumed of honest trade",
                              .of = "bill",
                              .claim = claims[k],
                              .cite = cite,
                              .tell = tell};
        s->claim = (enum claim)k;
        TT_TRY(tt_trials_judge(s->in, &s->trials[k], &say, s, &s->why[WEAK], out, err));
    }
    return tt_tally_tell(s->in, "mirror.pair_gap: bills of lading", s->why, rows, TT_LEN(rows), out,
                         err);
}

tt_status
tt_mirror_bills_run(const tt_detect_in *in, tt_bill_params first, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in,
                      .d = in->data,
                      .days = in->param + first.early,
                      .values = in->param + first.values,
                      .p = in->param + first.bills};
    tt_map_init(&s.bills);
    tt_status st = run(&s, first.repeat, out, err);
    tt_map_release(&s.bills);
    tt_vec_release(&s.v);
    for (int k = 0; k < CLAIMS; k++)
        tt_vec_release(&s.trials[k]);
    return st;
}
