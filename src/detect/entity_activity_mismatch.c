/*
 * entity_activity_mismatch.c - goods that firms of this line of business do not trade, and firms
 * that turn to other goods.
 *
 * Not caught here: firms of no known activity whose goods never changed; goods of another line in
 * the same chapter. Formula, worked example, known false positives: entity_activity_mismatch.md.
 */
#include "detect/common/chapters.h"
#include "detect/common/profile.h"
#include "detect/common/standout.h"

#include <math.h>

enum {
    P_DIGITS,
    P_PRIOR,
    P_MIN_DEALS,
    P_MIN_VALUE,
    P_MIN_CHANGE,
    P_CHANGE_DEALS,
    P_LR,
    P_EXPLAINED,
    TT_STANDOUT_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_DIGITS] = {"digits", 3, 1, 4, "count", "of the activity code that make a line of business"},
    [P_PRIOR] = {"prior", 5, 0.1, 1e6, "count", "firms that the table of goods is worth"},
    [P_MIN_DEALS] = {"min_deals", 3, 1, 1e6, "count", "in a chapter make a firm trade in it"},
    [P_MIN_VALUE] = {"min_value", 50000, 0, 1e12, "base", "goods worth less are not told"},
    [P_MIN_CHANGE] = {"min_change", 0.5, 0, 1, "ratio",
                      "divergence of the goods before and after, at least"},
    [P_CHANGE_DEALS] = {"change_deals", 8, 2, 1e6, "count", "before, and after, at least"},
    [P_LR] = {"lr", 10, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_EXPLAINED] = {"explained", 0.15, 0.001, 1, "ratio",
                     "times the likelihood ratio, for each explanation that holds"},
    TT_STANDOUT_ROWS_IN(1, "ln"),
};

/* What is looked at: goods out of the line, a turn to other goods; on each side. */
enum { LINE = 0, TURN = TT_SIDES, FORMS = 2 * TT_SIDES };
#define MOST_OF_IT 0.8

struct firm {
    const tt_chapters *all;
    tt_side side;
    const uint32_t *flow;
    size_t n, at;          /* flows; the first after the turn, 0 for goods out of the line */
    bool odd[TT_CHAPTERS]; /* the chapters that it is about */
    double p, apart;
    tt_mix mix, before; /* of all; until the turn, without values */
    int64_t value;      /* of the odd chapters */
    uint32_t deals;
    bool fits, old_code, own_use, parent; /* explanations */
};

static unsigned chapter_of(const tt_layer *g, uint32_t flow)
{
    unsigned c = g->hs6[flow] / 10000;
    return c < TT_CHAPTERS ? c : 0;
}

/* --- goods out of the line --- */

/* The rarest chapter that it trades in, by how likely one so rare is; times how many there are. */
static bool out_of_line(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    double t[TT_CHAPTERS], least = 2;
    unsigned tried = 0, rarest = 0;
    if (!tt_industry(in->data, e, (unsigned)in->param[P_DIGITS]))
        return false;
    tt_chapters_usual(x->all, e, x->side, &x->mix, t);
    for (unsigned c = 1; c < TT_CHAPTERS; c++) {
        if (x->mix.deals[c] < in->param[P_MIN_DEALS])
            continue;
        double p = tt_chapters_chance(t, c);
        rarest = p < least ? c : rarest;
        least = TT_MIN(least, p);
        tried++;
    }
    x->odd[rarest] = true;
    x->p = TT_MIN(1.0, least * tried);
    return tried > 0;
}

/* --- a turn to other goods --- */

/* At the flow that brings a chapter never seen before, where the goods before and after are most
 * apart. */
static bool turns(const tt_detect_in *in, struct firm *x)
{
    const tt_layer *g = &in->graph->goods;
    size_t least = (size_t)in->param[P_CHANGE_DEALS];
    tt_mix before = {.n = 0}, after = x->mix;
    x->apart = -1;
    for (size_t i = 0; i < x->n && after.n >= least; i++) {
        unsigned c = chapter_of(g, x->flow[i]);
        if (!c)
            continue;
        double apart = before.deals[c] || before.n < least ? -1 : tt_mix_apart(&before, &after);
        if (apart > x->apart) {
            x->apart = apart;
            x->at = i;
            x->before = before;
        }
        before.deals[c]++;
        before.n++;
        after.deals[c]--;
        after.n--;
    }
    for (size_t i = x->at; i < x->n; i++) {
        unsigned c = chapter_of(g, x->flow[i]);
        x->odd[c] |= c && !x->before.deals[c];
    }
    return x->apart >= 0;
}

/* --- both --- */

static void explain(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    /* Machines, electronics, vehicles, instruments, furniture: what any firm buys for itself. */
    static const unsigned char for_itself[] = {84, 85, 87, 90, 94};
    const tt_industry_row *row = tt_chapters_row(x->all, e);
    size_t n;
    const uint32_t *sold = tt_side_flows(&in->graph->goods, e, TT_SIDE_SELLS, &n);
    tt_mix sells = tt_mix_of(&in->graph->goods, sold, n);
    x->fits = row != NULL;
    x->own_use = x->side == TT_SIDE_BUYS;
    for (unsigned c = 1; c < TT_CHAPTERS; c++) {
        if (!x->odd[c])
            continue;
        bool own = false;
        for (size_t i = 0; i < TT_LEN(for_itself); i++)
            own |= for_itself[i] == c;
        x->own_use &= own && !sells.deals[c];
        x->fits &= row && row->in[c];
        x->value += x->mix.value[c];
        x->deals += x->mix.deals[c];
    }
    x->old_code = !x->at && (double)x->deals >= MOST_OF_IT * x->mix.n;
    x->parent = in->shared->parented[e];
}

static tt_status add(const tt_detect_in *in, const tt_chapters *all, tt_ix e, int form,
                     tt_subject_vec *v, tt_err *err)
{
    bool turn = form >= TURN;
    struct firm x = {.all = all, .side = (tt_side)(form % TT_SIDES)};
    x.flow = tt_side_flows(&in->graph->goods, e, x.side, &x.n);
    x.mix = tt_mix_of(&in->graph->goods, x.flow, x.n);
    if (!x.mix.n || !(turn ? turns(in, &x) : out_of_line(in, e, &x)))
        return TT_OK;
    explain(in, e, &x);
    double apart = TT_MIN(TT_MAX(x.apart, 1e-3), 1 - 1e-3);
    tt_subject s = {.entity = e,
                    .x = tt_round9(turn ? log(apart / (1 - apart)) : -log(TT_MAX(x.p, 1e-9))),
                    .lr = in->param[P_LR],
                    .candidate = tt_money_double((tt_money){x.value, in->data->base}) >=
                                     in->param[P_MIN_VALUE] &&
                                 (!turn || x.apart >= in->param[P_MIN_CHANGE]),
                    .value = x.value};
    for (unsigned i = (unsigned)x.fits + x.old_code + x.own_use + x.parent; i > 0; i--)
        s.lr *= in->param[P_EXPLAINED];
    if (s.candidate) { /* nothing is said of the others */
        struct firm *own = tt_new(in->scratch, struct firm);
        if (!own)
            return tt_fail(err, TT_ENOMEM, "no room for firms");
        *own = x;
        s.own = own;
    }
    return tt_subjects_add(v, s, err);
}

/* --- words --- */

static void cite(const tt_detect_in *in, tt_ix e, const struct firm *x, tt_draft *w)
{
    const tt_layer *g = &in->graph->goods;
    tt_ix party = in->data->entities[e].party;
    for (size_t i = 0; i < x->n; i++)
        if (x->odd[chapter_of(g, x->flow[i])])
            tt_draft_document(w, g->kind_of[x->flow[i]], g->doc[x->flow[i]], 0);
    if (party)
        tt_draft_document(w, TT_KIND_PARTY, party, 0);
    tt_draft_entity(w, e, x->side == TT_SIDE_BUYS ? "buyer" : "seller");
}

static const char *goods_of(tt_draft *w, const struct firm *x)
{
    const char *text = "";
    for (unsigned c = 1; c < TT_CHAPTERS; c++)
        if (x->odd[c]) {
            char digits[3] = {(char)('0' + c / 10), (char)('0' + c % 10), 0};
            tt_hs hs;
            const char *title = tt_hs_parse(tt_str_of(digits), &hs) ? tt_hs_chapter_title(hs) : "";
            text = tt_say(w, "%s%schapter %s (%s)", text, text[0] ? ", " : "", digits, title);
        }
    return text;
}

static void test(tt_draft *w, const char *name, bool holds, const char *yes, const char *no)
{
    tt_draft_test(w, name, holds ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED, holds ? yes : no);
}

static void tests(const tt_detect_in *in, tt_ix e, const struct firm *x, tt_draft *w)
{
    test(w, "goods_of_its_line", x->fits,
         "The table of goods by line of business has them under its activity.",
         "The table of goods by line of business does not have them under its activity.");
    if (!x->at)
        test(w, "old_code", x->old_code,
             "It trades in hardly anything else: its activity code may be old, or wrong.",
             "It also trades in other goods.");
    test(w, "own_use", x->own_use,
         "They are of a kind that firms buy for themselves, and it is not seen to sell them.",
         x->side == TT_SIDE_BUYS ? "They are not of a kind that firms buy for themselves, or it "
                                   "sells such goods."
                                 : "It sells them.");
    (void)tt_profile_test_parent(in, e, w);
}

static void say_line(const tt_detect_in *in, tt_ix e, const struct firm *x, tt_draft *w)
{
    const char *verb = x->side == TT_SIDE_BUYS ? "buys" : "sells";
    unsigned c = 1;
    while (!x->odd[c])
        c++;
    tt_line_count line = tt_chapters_count(x->all, e, x->side, c);
    tt_draft_measure(w, "firms_of_its_line_in_them", "count", line.in, NAN, NAN, line.n);
    tt_draft_measure(w, "chance", "probability", x->p, NAN, NAN, line.n);
    w->f.title = tt_say(w, "A firm of another line %s such goods", verb);
    w->f.explanation = tt_say(
        w,
        "The firm %s goods of %s, %s for %s %s. Its activity in the registry is '%s'. Of %s of "
        "this line of business that %s goods here, %u %s in that chapter. The chance that one "
        "trades in a chapter so rare for it is %s.",
        verb, goods_of(w, x), tt_say_count(w, x->deals, "time"), tt_say_money(w, x->value),
        tt_say_period(w, w->f.from, w->f.to),
        tt_say_str(w, in->data->parties[in->data->entities[e].party].activity_code),
        tt_say_count(w, line.n, "other firm"), x->side == TT_SIDE_BUYS ? "buy" : "sell", line.in,
        line.in == 1 ? "does so" : "do so", tt_say_chance(w, x->p));
}

static void say_turn(const tt_detect_in *in, const struct firm *x, tt_draft *w)
{
    const char *verb = x->side == TT_SIDE_BUYS ? "buys" : "sells";
    tt_draft_measure(w, "divergence", "1", x->apart, 0, in->param[P_MIN_CHANGE], 0);
    w->f.title = tt_say(w, "A firm suddenly %s other goods", verb);
    w->f.explanation = tt_say(
        w,
        "The firm %s goods of %s, %s for %s, since %s. In the %s before it had none of them. "
        "The goods before and after are apart by %s, of 0 (the same goods) to 1 (no goods in "
        "common).",
        verb, goods_of(w, x), tt_say_count(w, x->deals, "time"), tt_say_money(w, x->value),
        tt_say_date(w, w->f.from), tt_say_count(w, x->before.n, "delivery"),
        tt_say_number(w, x->apart, 2));
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask the firm for whom, and for what, the goods are.",
        "See what its owners and directors traded in before, and since when they own it.",
        "See who paid for the goods, and who took them over.",
    };
    const struct firm *x = s->own;
    TT_UNUSED(c);
    cite(in, s->entity, x, w);
    tt_draft_money(w, "value_of_these_goods", x->value);
    tt_draft_measure(w, "share_of_its_deals", "1", (double)x->deals / x->mix.n, NAN, NAN, 0);
    if (x->at)
        say_turn(in, x, w);
    else
        say_line(in, s->entity, x, w);
    tests(in, s->entity, x, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    const tt_data *d = in->data;
    const tt_chapters *all;
    tt_status st = tt_chapters_build(d, in->graph, (unsigned)in->param[P_DIGITS],
                                     in->param[P_PRIOR], in->scratch, &all, err);
    for (int form = LINE; st == TT_OK && form < FORMS; form++) {
        const tt_standout_words words = {.id = "entity.activity_mismatch",
                                         .what = form < TURN ? "how rare its rarest goods are"
                                                             : "how far its goods changed",
                                         .first = P_LEAST,
                                         .tell = tell};
        tt_subject_vec v = {0};
        for (tt_ix e = 1; st == TT_OK && e <= d->n_entities; e++)
            if (tt_profile_is_trader(d, e))
                st = add(in, all, e, form, &v, err);
        if (st == TT_OK)
            st = tt_standouts_of(in, &v, &words, out, err);
        tt_vec_release(&v);
    }
    return st;
}

const tt_detector tt_detector_entity_activity_mismatch = {
    .id = "entity.activity_mismatch",
    .revision = 1,
    .title = "Goods of another line of business",
    .typology = "activity_mismatch",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "T-01 F06-06",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "activity; FATF, Trade Based Money Laundering (2006), red flag indicators",
    .looks_for = "Firms that buy or sell goods which firms of their registered activity hardly "
                 "trade, or that suddenly turn to other goods.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
