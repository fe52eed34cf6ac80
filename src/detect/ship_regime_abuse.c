/*
 * ship_regime_abuse.c - goods that came in for a time, and what left for them.
 *
 * Goods under temporary admission are to leave again as they came, in weight and heading; goods
 * under inward processing are to leave again as something.  What leaves is set against what came
 * in, the oldest first.  Not caught here: yields of processing, guarantees, procedure codes of
 * other systems.  Formula, worked example, known false positives: ship_regime_abuse.md.
 */
#include "detect/common/coverage.h"
#include "detect/common/deals.h"
#include "detect/common/regime.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include "base/num.h"

#include <math.h>

enum { P_STAY, P_SLACK, P_LR_LESS, P_LR_MORE, P_LR_OTHER, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_STAY] = {"stay_days", 365, 1, 3650, "days",
                "in which goods that came for a time leave again"},
    [P_SLACK] = {"slack", 0.1, 0, 1, "fraction", "by which the weights may differ"},
    [P_LR_LESS] = {"lr_less", 3, 1, 1000, "likelihood ratio",
                   "of goods that stayed, in part or all of them"},
    [P_LR_MORE] = {"lr_more", 5, 1, 1000, "likelihood ratio", "of more goods than came in"},
    [P_LR_OTHER] = {"lr_other", 8, 1, 1000, "likelihood ratio",
                    "of goods of a heading that did not come in"},
    [P_USUAL] = {"usual_rate", 0.05, 0, 1, "fraction",
                 "of honest lots that do not balance, beside what is not in the data"},
    TT_TRIAL_ROWS(0, 0.5),
};

/* A line that came in for a time, or left after such a stay. */
struct lot {
    tt_ix holder; /* entity: who brought it in, and sends it out */
    tt_hs heading;
    bool out, processing;
    tt_date day;
    tt_ix doc, line;
    double kg, left; /* left: that no other line answers for */
    bool known;      /* an out line whose holder brought such goods in before */
};
TT_VEC(lot_vec, struct lot);

enum why { JUDGED, OTHER_CODES, NO_WEIGHT, YOUNG, BEFORE, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    lot_vec lots;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* --- lots --- */

static double weight(const tt_line *l)
{
    int64_t kg = l->net_kg != TT_NO_NUM && l->net_kg > 0 ? l->net_kg : l->gross_kg;
    return kg != TT_NO_NUM && kg > 0 ? (double)kg / 1e6 : 0;
}

/* In: asked for by an import.  Out: named as the procedure before, by an export or, for goods that
 * stay for good and pay their duty, by an import. */
static bool read_regime(const tt_declaration *x, const tt_regime *r, struct lot *out)
{
    bool import = x->type == TT_DOC_IMPORT;
    int code = import && (tt_regime_same_state(r->asked) || tt_regime_processing(r->asked))
                   ? r->asked
                   : r->before;
    out->out = code != r->asked || !import;
    out->processing = tt_regime_processing(code);
    return (import || x->type == TT_DOC_EXPORT) && (out->processing || tt_regime_same_state(code));
}

static tt_status collect_doc(struct state *s, tt_ix i, tt_err *err)
{
    const tt_data *d = s->d;
    const tt_declaration *x = &d->declarations[i];
    struct lot lot = {.doc = i, .day = x->head.date.day};
    tt_regime r;
    if (!tt_regime_of(x->procedure_code, &r)) {
        if (x->procedure_code.n)
            tt_tally_add(&s->why[OTHER_CODES], TT_NO_NUM);
        return TT_OK;
    }
    lot.holder = tt_data_entity(d, x->type == TT_DOC_EXPORT ? x->exporter : x->importer);
    if (!read_regime(x, &r, &lot) || !lot.holder || lot.day == TT_NO_DATE)
        return TT_OK;
    for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++) {
        const tt_line *l = &d->declaration_lines[k];
        lot.line = k;
        lot.heading = lot.processing ? TT_HS_NONE : tt_hs_prefix(l->hs, 4);
        lot.kg = lot.left = weight(l);
        if (lot.kg <= 0)
            tt_tally_add(&s->why[NO_WEIGHT], TT_NO_NUM);
        else if (!tt_vec_push(&s->lots, lot))
            return tt_fail(err, TT_ENOMEM, "no memory for lots");
    }
    return TT_OK;
}

static int lot_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct lot *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->holder != b->holder)
        return a->holder < b->holder ? -1 : 1;
    if (a->processing != b->processing)
        return a->processing ? 1 : -1;
    if (a->heading != b->heading)
        return a->heading < b->heading ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->out != b->out)
        return a->out ? 1 : -1;
    return (a->line > b->line) - (a->line < b->line);
}

static bool same_goods(const struct lot *a, const struct lot *b)
{
    return a->holder == b->holder && a->processing == b->processing && a->heading == b->heading;
}

/* What leaves is taken from the oldest lots that are still here.  v: goods of one holder. */
static void balance(struct lot *v, size_t n)
{
    bool came = false;
    for (size_t i = 0, first = 0; i < n; i++) {
        came |= !v[i].out;
        v[i].known = came;
        for (size_t k = first; k < i && v[i].out; k++) {
            if (v[k].out)
                continue;
            double kg = v[i].processing ? v[k].left : fmin(v[k].left, v[i].left);
            v[k].left -= kg;
            v[i].left -= fmin(kg, v[i].left);
        }
        while (first < i && (v[first].out || v[first].left <= 0))
            first++;
    }
}

/* --- judging --- */

static tt_status judge_lot(struct state *s, const struct lot *v, bool brought_in, tt_err *err)
{
    const double *p = s->in->param;
    const tt_data *d = s->d;
    double share = 1;
    bool off = v->left > p[P_SLACK] * v->kg;
    tt_trial t = {.seller = v->holder, .buyer = v->holder, .at = v->line, .lr = 1, .own = v};
    if (v->out && v->processing)
        return TT_OK; /* what becomes of goods weighs what its recipe wants */
    if (!v->out && off && (double)v->day + p[P_STAY] > d->as_of) {
        tt_tally_add(&s->why[YOUNG], TT_NO_NUM);
        return TT_OK;
    }
    if (v->out && off && (!brought_in || (double)v->day - p[P_STAY] < d->from)) {
        tt_tally_add(&s->why[BEFORE], TT_NO_NUM);
        return TT_OK;
    }
    tt_country c = d->entities[v->holder].country;
    (void)tt_coverage_stated(d, TT_KIND_DECLARATION, c, c, v->day, &share);
    t.gap = fmin(1, p[P_USUAL] + 1 - share);
    if (off) {
        t.side = v->out ? -1 : 1;
        t.off = v->left / v->kg;
        t.lr = p[!v->out ? P_LR_LESS : v->known ? P_LR_MORE : P_LR_OTHER];
    }
    return tt_trials_add(&s->trials, t, err);
}

static tt_status judge(struct state *s, tt_err *err)
{
    struct lot *v = s->lots.v;
    size_t n = s->lots.n;
    if (!tt_sort(v, n, sizeof *v, lot_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for lots");
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && same_goods(&v[i], &v[k]);)
            k++;
        balance(v + i, k - i);
    }
    for (size_t i = 0, k; i < n; i = k) {
        bool brought_in = false;
        for (k = i; k < n && v[k].holder == v[i].holder && v[k].processing == v[i].processing; k++)
            brought_in |= !v[k].out;
        for (size_t j = i; j < k; j++)
            TT_TRY(judge_lot(s, &v[j], brought_in, err));
    }
    return TT_OK;
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct lot *v = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, TT_KIND_DECLARATION, v->doc, v->line);
}

static const char *story(const struct state *s, const struct lot *v, tt_draft *w)
{
    char hs[TT_HS_TEXT];
    tt_hs_text(tt_hs_prefix(s->d->declaration_lines[v->line].hs, 4), hs);
    const char *of = tt_say(w, "Declaration %s of %s", tt_say_doc(w, TT_KIND_DECLARATION, v->doc),
                            tt_say_date(w, v->day));
    const char *kg = tt_say(w, "%s kg of heading %s", tt_say_number(w, v->kg, 1), hs);
    const char *left = tt_say_number(w, v->left, 1);
    if (!v->out)
        return tt_say(w,
                      "%s brought in %s; within %s days no export or release accounts for %s kg.",
                      of, kg, tt_say_number(w, s->in->param[P_STAY], 0), left);
    return tt_say(w, "%s sent out %s after such a stay, and %s.", of, kg,
                  v->known ? tt_say(w, "%s kg of them had not come in", left)
                           : "nothing of that heading had come in");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"still_in_time", TT_TEST_NOT_EXPLAINED,
         "Goods that may still leave, or that may have come before the data begin, are not "
         "counted."},
        {"released_for_good", TT_TEST_NOT_EXPLAINED,
         "Imports that end the stay and pay the duty count as goods that left."},
        {"another_holder", TT_TEST_UNKNOWN,
         "The stay may have been passed to another holder, or ended at an office that is not in "
         "the data."},
        {"destroyed", TT_TEST_UNKNOWN,
         "Whether goods were destroyed under control is not in the "
         "data."},
    };
    static const char *const steps[] = {
        "Ask customs for the account of the authorisation: what came in, what left, what is due.",
        "Ask the holder where the goods are, and have them shown.",
        "Compare marks and serial numbers of what came with those of what left.",
    };
    const struct state *s = ctx;
    const struct lot *v = r->top->own;
    bool less = r->side > 0;
    const char *k = tt_say_number(w, (double)r->k, 0), *n = tt_say_count(w, r->n, "lot");
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, less ? "kilograms_that_stayed" : "kilograms_too_many", "kg", v->left, 0,
                     s->in->param[P_SLACK] * v->kg, 0);
    tt_draft_measure(w, "lots_that_differ", "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    w->f.title = less ? tt_say(w, "goods that came for a time and stayed in %s of %s", k, n)
                      : tt_say(w, "other goods left than came for a time in %s of %s", k, n);
    w->f.explanation =
        tt_say(w, "%s of %s under temporary admission or processing %s not balance. %s %s", k, n,
               r->k == 1 ? "does" : "do", story(s, v, w),
               less ? "Goods that stay without duty are sold as if they had paid it."
                    : "Papers of a stay can give goods from elsewhere a way out, and a refund.");
    tt_draft_tests(w, tests, TT_LEN(tests));
    tt_draft_steps(w, steps, TT_LEN(steps));
}

/* --- all together --- */

static tt_status declarations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {OTHER_CODES, "whose procedure code is of another system", "declaration", "not looked at",
         NULL},
        {NO_WEIGHT, "lines without a weight", "line", "not balanced", NULL},
        {YOUNG, "that may still leave in time", "lot", "not judged", NULL},
        {BEFORE, "that may have come in before the data begin, or by others", "lot", "not judged",
         NULL},
        {WEAK, "holders whose weight is below min_weight", "holder",
         "as lots of others in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"importer", NULL},
                                       .first = P_REPEAT,
                                       .expect = "what honest holders and the coverage let expect",
                                       .of = "lot",
                                       .cite = cite,
                                       .tell = tell};
    for (tt_ix i = 1; i <= s->d->n_declarations; i++)
        TT_TRY(collect_doc(s, i, err));
    TT_TRY(judge(s, err));
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "ship.regime_abuse", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = declarations(&s, out, err);
    tt_vec_release(&s.lots);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_ship_regime_abuse = {
    .id = "ship.regime_abuse",
    .revision = 2,
    .title = "Goods that came for a time and do not balance",
    .typology = "regime_abuse",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_ENTITY,
    .indicators = "D-07",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Goods imported for a time or for processing that never leave again, and exports "
                 "after such a stay of more than came in, or of other goods.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
