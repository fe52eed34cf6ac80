/*
 * iwt_timber.c - timber whose words, code, weight and country do not go together.
 *
 * Three questions to the lines of wood of each document: does the code belong to the wood that the
 * words name, does a cubic metre weigh what that wood weighs, and did the country let such wood go
 * on that day?  Not caught here: a wood that no text names, and whether there is a permit
 * (iwt_cites_permit.c).  Formula, worked example, known false positives: iwt_timber.md.
 */
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/wood.h"
#include "detect/common/words.h"
#include "detect/common/goods.h"
#include "detect/common/deals.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

enum {
    P_LR_LISTED,
    P_LR_WOOD,
    P_LR_WEIGHT,
    P_LR_BAN,
    P_LR_SAWN,
    P_BAN_CAP,
    P_SELLERS,
    P_DRY,
    P_FRESH,
    P_FRESH_LOG,
    P_LIGHT,
    P_ABSURD,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LR_LISTED] = {"lr_listed", 10, 1, 1000, "likelihood ratio",
                     "of a wood that CITES lists under the code of another"},
    [P_LR_WOOD] = {"lr_wood", 4, 1, 1000, "likelihood ratio",
                   "of tropical wood under a code of other wood, or the other way round"},
    [P_LR_WEIGHT] = {"lr_weight", 4, 1, 1000, "likelihood ratio",
                     "of a weight that the wood named does not have"},
    [P_LR_BAN] = {"lr_ban", 8, 1, 1000, "likelihood ratio", "of an export under a ban"},
    [P_LR_SAWN] = {"lr_sawn", 4, 1, 1000, "likelihood ratio",
                   "of logs under the code of sawn wood where logs are banned"},
    [P_BAN_CAP] = {"ban_cap", 0.5, 0, 3, "log10",
                   "most that a ban alone weighs: it is a country and a commodity"},
    [P_SELLERS] = {"sellers", 2, 1, 1e6, "count",
                   "a ban that more sellers do not keep is believed to be open"},
    [P_DRY] = {"dry", 0.15, 0, 2, "fraction", "over the air-dry weight, for wood called dried"},
    [P_FRESH] = {"fresh", 0.3, 0, 2, "fraction", "over it, for other sawn wood, with packing"},
    [P_FRESH_LOG] = {"fresh_log", 0.9, 0, 2, "fraction", "over it, for logs"},
    [P_LIGHT] = {"light", 0.2, 0, 1, "fraction", "below the air-dry weight"},
    [P_ABSURD] = {"absurd", 4, 1, 1e6, "ratio", "beyond which a weight is an error of entry"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS(0, 0.3)};

enum question { CODE, WEIGHT, BAN, QUESTIONS };
enum why { NOTHING_NAMED, NEAR, OPEN, UNVERIFIED, NO_WEIGHT, ABSURD, CUT, WEAK, WHYS };

/* What one question found in a line. */
struct answer {
    tt_wood x;
    const tt_timber_ban *ban;
    bool as_sawn;
    int side;
    double lr, off; /* lr 0: the question cannot be asked */
};

struct state {
    const tt_detect_in *in;
    const tt_wild *w;
    tt_trial_vec trials[QUESTIONS];
    tt_tally why[WHYS];
    enum question asked; /* of which the findings are */
    tt_map64 odd;        /* sellers and buyers whose codes or weights differ */
};

/* --- one line --- */

enum { WHOLE = 6 };

/* The code is one for tropical wood. */
static bool is_tropical(tt_hs hs)
{
    static const char *const starts[] = {"44034", "44072", "44083"};
    char text[TT_HS_TEXT];
    (void)tt_hs_text(hs, text);
    for (size_t i = 0; i < TT_LEN(starts); i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return strncmp(text, "4412", 4) == 0 && text[5] == '1'; /* plywood: 441231, 41, 51, 91 */
}

/* A code that hides nothing: "other wood" for a tropical one, as older editions have it, or a
 * neighbour for a wood that is free. */
static bool is_near(const tt_wood *x)
{
    char text[TT_HS_TEXT];
    bool tropical = is_tropical(x->l->hs);
    (void)tt_hs_text(x->l->hs, text);
    if (x->first->tropical && !tropical)
        return strncmp(text + 4, "99", 2) == 0 || strncmp(text, "440890", WHOLE) == 0;
    return x->first->tropical == tropical && !x->appendix;
}

static void ask_code(struct state *s, struct answer *a)
{
    const double *p = s->in->param;
    const tt_wood *x = &a->x;
    bool fits = false;
    if (!x->n || tt_hs_digits(x->l->hs) < WHOLE)
        return;
    for (size_t i = 0; i < x->n; i++)
        fits |= tt_list_has_hs(x->named[i]->hs, x->l->hs);
    bool near = !fits && is_near(x);
    if (near)
        tt_tally_add(&s->why[NEAR], TT_NO_NUM);
    a->side = !fits && !near;
    a->lr = !a->side ? 1 : x->appendix ? p[P_LR_LISTED] : p[P_LR_WOOD];
    a->off = a->side ? a->lr : 0;
}

static bool says(const tt_wood *x, const char *const *words)
{
    for (; *words; words++)
        if (tt_text_has(x->l->description, *words))
            return true;
    return false;
}

static void ask_weight(struct state *s, struct answer *a)
{
    static const char *const dried[] = {"kd", "dry", "dried", NULL};
    const double *p = s->in->param;
    const tt_wood *x = &a->x;
    if (!x->n)
        return;
    if (isnan(x->kg_m3) || x->kg_m3 > x->high * p[P_ABSURD] || x->kg_m3 < x->low / p[P_ABSURD]) {
        tt_tally_add(&s->why[isnan(x->kg_m3) ? NO_WEIGHT : ABSURD], TT_NO_NUM);
        return;
    }
    double wet = says(x, dried)                              ? p[P_DRY]
                 : tt_wood_form_of(x->l->hs) == TT_WOOD_LOGS ? p[P_FRESH_LOG]
                                                             : p[P_FRESH];
    bool heavy = x->kg_m3 > x->high * (1 + wet), light = x->kg_m3 < x->low * (1 - p[P_LIGHT]);
    a->side = heavy ? 1 : light ? -1 : 0;
    a->lr = a->side ? p[P_LR_WEIGHT] : 1;
    a->off = heavy ? x->kg_m3 / x->high : light ? x->low / x->kg_m3 : 0;
}

static void ask_ban(struct state *s, struct answer *a)
{
    static const char *const logs[] = {"log", "logs", "roundwood", NULL};
    const double *p = s->in->param;
    const tt_wood *x = &a->x;
    tt_hs log = TT_HS_NONE;
    if (!x->from || x->day == TT_NO_DATE || x->at.kind == TT_KIND_INVOICE)
        return;
    a->ban = tt_wood_ban(s->w, x, x->l->hs);
    if (!a->ban && tt_wood_form_of(x->l->hs) == TT_WOOD_SAWN && says(x, logs) &&
        tt_hs_parse(TT_STR("440349"), &log)) {
        a->ban = tt_wood_ban(s->w, x, log);
        a->as_sawn = a->ban != NULL;
    }
    a->side = a->ban != NULL;
    a->lr = !a->ban ? 1 : a->as_sawn ? p[P_LR_SAWN] : p[P_LR_BAN];
    a->off = a->side ? a->lr : 0;
}

/* --- all lines --- */

static tt_status add(struct state *s, enum question q, const struct answer *a, tt_err *err)
{
    const tt_data *d = s->in->data;
    tt_ref at = a->x.at;
    int64_t value = tt_books_value(&s->in->shared->books, at.kind, at.doc);
    tt_ix deal = tt_deal_of(d, at.kind, at.doc);
    tt_trial t = {.seller = tt_data_entity(d, tt_data_role(d, at.kind, at.doc, 1)),
                  .buyer = tt_data_entity(d, tt_data_role(d, at.kind, at.doc, 2)),
                  .at = deal ? deal : tt_trial_alone(d, at),
                  .side = a->side,
                  .lr = a->lr,
                  .off = a->off,
                  .gap = s->in->param[P_USUAL],
                  .shift = value == TT_NO_NUM ? 0 : value,
                  .own = tt_trial_own(s->in, *a)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for timber");
    return t.seller && t.buyer ? tt_trials_add(&s->trials[q], t, err) : TT_OK;
}

static tt_status line(struct state *s, tt_kind kind, tt_ix doc, tt_ix k, tt_err *err)
{
    static void (*const ask[QUESTIONS])(struct state *, struct answer *) = {
        [CODE] = ask_code, [WEIGHT] = ask_weight, [BAN] = ask_ban};
    tt_wood x;
    tt_wood_read(s->w, s->in->data, kind, doc, k, &x);
    if (!x.n)
        tt_tally_add(&s->why[NOTHING_NAMED], TT_NO_NUM);
    if (x.more)
        tt_tally_add(&s->why[CUT], TT_NO_NUM);
    for (int q = 0; q < QUESTIONS; q++) {
        struct answer a = {.x = x};
        ask[q](s, &a);
        if (a.lr > 0)
            TT_TRY(add(s, (enum question)q, &a, err));
    }
    return TT_OK;
}

static tt_status documents(struct state *s, tt_kind kind, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_line *lines = tt_data_lines(d, kind);
    for (tt_ix i = 1; i <= tt_data_n_docs(d, kind); i++) {
        const tt_head *h = tt_data_head(d, kind, i);
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++)
            if (tt_wood_form_of(lines[k].hs) != TT_WOOD_NONE)
                TT_TRY(line(s, kind, i, k, err));
    }
    return TT_OK;
}

/* --- words --- */

static const char *codes_of(const tt_wood *x, tt_draft *w)
{
    const char *text = "";
    tt_str list = x->first->hs, code;
    while (list.n && tt_str_split(&list, ' ', &code))
        text = tt_say(w, "%s%s%.*s", text, *text ? ", " : "", TT_STR_ARG(code));
    return text;
}

/* "shipment 'BL-1'" */
static const char *say_paper(const tt_wood *x, tt_draft *w)
{
    return tt_say(w, "%s '%s'", tt_kind_text(x->at.kind), tt_say_doc(w, x->at.kind, x->at.doc));
}

static const char *say_code(const struct answer *a, tt_draft *w)
{
    const tt_wood *x = &a->x;
    char hs[TT_HS_TEXT];
    const char *listed = "", *doc = say_paper(x, w);
    (void)tt_hs_text(x->l->hs, hs);
    if (x->appendix)
        listed = tt_say(w, ", in Appendix %s of CITES on that day,", tt_say_appendix(x->appendix));
    return tt_say(w, "The text of %s is '%s' under %s; %.*s%s has the codes %s.", doc,
                  tt_say_str(w, x->l->description), hs, TT_STR_ARG(x->first->name), listed,
                  codes_of(x, w));
}

static const char *say_weight(const struct answer *a, tt_draft *w)
{
    const tt_wood *x = &a->x;
    const char *doc = say_paper(x, w);
    tt_draft_measure(w, "weight_of_a_cubic_metre", "KGM", x->kg_m3, x->low, x->high, 0);
    return tt_say(w, "A cubic metre of '%s' weighs %s kg in %s; air-dry %.*s weighs %s to %s kg.",
                  tt_say_str(w, x->l->description), tt_say_number(w, x->kg_m3, 0), doc,
                  TT_STR_ARG(x->first->name), tt_say_number(w, x->low, 0),
                  tt_say_number(w, x->high, 0));
}

static const char *say_ban(const struct answer *a, tt_draft *w)
{
    const tt_wood *x = &a->x;
    char from[3] = "", hs[TT_HS_TEXT];
    const char *doc = say_paper(x, w);
    tt_country_text(x->from, from);
    (void)tt_hs_text(x->l->hs, hs);
    return tt_say(w, "By %s '%s' (%s%s) left %s on %s; its ban on the export of %.*s is of %s.",
                  doc, tt_say_str(w, x->l->description), hs,
                  a->as_sawn ? ", the code of sawn wood, though the words are of logs" : "", from,
                  tt_say_date(w, x->day), TT_STR_ARG(a->ban->title), tt_say_date(w, a->ban->from));
}

static const tt_test code_tests[] = {
    {"other_wood_on_the_line", TT_TEST_NOT_EXPLAINED, "No wood that the line names has this code."},
    {"trade_name", TT_TEST_UNKNOWN,
     "Trade names are used for several woods: a sample under the microscope decides."},
    {"dispute_of_classification", TT_TEST_UNKNOWN,
     "Whether customs gave or corrected the code is not in the data."},
};
static const tt_test weight_tests[] = {
    {"fresh_or_treated_wood", TT_TEST_NOT_EXPLAINED,
     "What fresh wood and packing weigh was allowed for; wood soaked with preservatives is not "
     "told apart."},
    {"error_of_entry", TT_TEST_NOT_EXPLAINED,
     "A slip between units would be further off and is not counted."},
    {"measure_of_volume", TT_TEST_UNKNOWN,
     "Logs are measured by several rules, which differ by a quarter: the rule is not in the data."},
};
static const tt_test ban_tests[] = {
    {"exemption", TT_TEST_UNKNOWN,
     "Plantation wood, seized stock and old felling may be exempt: the licence says so."},
    {"date_of_the_ban", TT_TEST_NOT_EXPLAINED, "The goods left on a day on which the ban holds."},
    {"transit", TT_TEST_UNKNOWN, "Wood of a neighbour that only passes may be free."},
};
static const char *const code_steps[] = {
    "Ask for the felling licence and the CITES permit by the botanical name.",
    "Have a sample looked at before the goods are released."};
static const char *const weight_steps[] = {
    "Weigh and measure a bundle, and have a sample looked at.",
    "Compare the packing list with the container's verified gross mass."};
static const char *const ban_steps[] = {
    "Ask the forest authority of the country whether the ban holds for these goods.",
    "Ask for the export licence, and where the wood was felled."};

static const struct ask {
    tt_relation_text text;
    const char *claim;
    const char *(*say)(const struct answer *a, tt_draft *w);
} asks[QUESTIONS] = {
    [CODE] = {{"timber under the code of another wood",
               "the words name one wood and the code is that of another", "deal",
               "The code of another wood keeps timber from permits, bans and duties.", code_tests,
               TT_LEN(code_tests), code_steps, TT_LEN(code_steps)},
              "code",
              say_code},
    [WEIGHT] = {{"timber that does not weigh what it is called",
                 "the wood does not weigh what the wood that is named weighs", "deal",
                 "Another wood than the papers say, or another volume, would weigh so.",
                 weight_tests, TT_LEN(weight_tests), weight_steps, TT_LEN(weight_steps)},
                "weight",
                say_weight},
    [BAN] = {{"timber exported under a ban", "timber left a country that bans its export", "deal",
              "Dates of bans change by decree: confirm the ban before anything else.", ban_tests,
              TT_LEN(ban_tests), ban_steps, TT_LEN(ban_steps)},
             "ban",
             say_ban},
};

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    tt_ref at = ((const struct answer *)t->own)->x.at;
    TT_UNUSED(ctx);
    tt_draft_document(w, at.kind, at.doc, at.line);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    const struct state *s = ctx;
    const struct ask *q = &asks[s->asked];
    const struct answer *a = r->top->own;
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    if (r->shift)
        tt_draft_money(w, "value_of_documents", r->shift);
    tt_relation_say(w, r, &q->text, q->say(a, w));
    if (a->ban && !a->as_sawn)
        w->f.weight = fmin(w->f.weight, s->in->param[P_BAN_CAP]);
}

/* --- all together --- */

static uint64_t relation_of(const tt_trial *t)
{
    return (uint64_t)t->seller << 32 | t->buyer;
}

static tt_status note_odd(struct state *s, const tt_trial_vec *v, tt_err *err)
{
    uint32_t at;
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].side && !tt_map64_intern(&s->odd, relation_of(&v->v[i]), 1, &at, NULL))
            return tt_fail(err, TT_ENOMEM, "no memory for timber");
    return TT_OK;
}

/* A ban that nobody has looked up is a country and a commodity, and is told only beside a code or a
 * weight that is wrong. */
static void drop_unverified_bans(struct state *s)
{
    tt_trial_vec *v = &s->trials[BAN];
    for (size_t i = 0; i < v->n; i++) {
        const struct answer *a = v->v[i].own;
        if (!v->v[i].side || a->as_sawn || a->ban->verified != TT_VERIFIED_NO ||
            tt_map64_find(&s->odd, relation_of(&v->v[i])) != TT_MAP_NONE)
            continue;
        v->v[i].side = 0;
        tt_tally_add(&s->why[UNVERIFIED], v->v[i].shift ? v->v[i].shift : TT_NO_NUM);
    }
}

/* A ban that many do not keep is lifted, or has exemptions: the table is wrong, not they. */
static void drop_open_bans(struct state *s)
{
    tt_trial_vec *v = &s->trials[BAN]; /* by seller */
    for (size_t b = 0; b < s->w->k.n_bans; b++) {
        size_t sellers = 0;
        tt_ix last = 0;
        for (size_t i = 0; i < v->n; i++)
            if (((const struct answer *)v->v[i].own)->ban == &s->w->k.bans[b]) {
                sellers += v->v[i].seller != last;
                last = v->v[i].seller;
            }
        for (size_t i = 0; i < v->n && (double)sellers > s->in->param[P_SELLERS]; i++)
            if (((const struct answer *)v->v[i].own)->ban == &s->w->k.bans[b]) {
                v->v[i].side = 0;
                tt_tally_add(&s->why[OPEN], v->v[i].shift ? v->v[i].shift : TT_NO_NUM);
            }
    }
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NOTHING_NAMED, "the words name no wood that the table has", "line", "not judged", NULL},
        {NEAR, "another code that hides nothing: of a free wood, or other wood", "line",
         "not reported", NULL},
        {OPEN, "exports under a ban that more than `sellers` sellers do not keep", "deal",
         "not reported: the ban is lifted or has exemptions, or the table is wrong", NULL},
        {UNVERIFIED,
         "exports under a ban whose row of timber_bans is not verified, and nothing else", "deal",
         "not reported: confirm the ban and mark its row `part` or `yes`", NULL},
        {NO_WEIGHT, "without weight or cubic metres", "line", "the weight was not judged", NULL},
        {ABSURD, "a weight that is an error of entry", "line", "the weight was not judged", NULL},
        {CUT, "more names of wood than four, or words than sixteen", "line",
         "the others were not looked at", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not reported: such differences are usual in these data, or small", NULL},
    };
    static const tt_kind kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    for (size_t i = 0; i < TT_LEN(kinds); i++)
        TT_TRY(documents(s, kinds[i], err));
    for (int q = 0; q < QUESTIONS; q++) {
        const tt_trial_words say = {.roles = {"seller", "buyer"},
                                    .first = P_REPEAT,
                                    .expect = "what is assumed of honest trade",
                                    .claim = asks[q].claim,
                                    .cite = cite,
                                    .tell = tell};
        if (!tt_trials_one_a_deal(&s->trials[q]))
            return tt_fail(err, TT_ENOMEM, "no memory for timber");
        s->asked = (enum question)q;
        if (q == BAN) {
            drop_open_bans(s);
            drop_unverified_bans(s);
        } else {
            TT_TRY(note_odd(s, &s->trials[q], err));
        }
        TT_TRY(tt_trials_judge(s->in, &s->trials[q], &say, s, &s->why[WEAK], out, err));
    }
    return tt_tally_tell(s->in, "iwt.timber: lines of wood", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .w = &in->shared->wild};
    tt_status st = judge(&s, out, err);
    for (int q = 0; q < QUESTIONS; q++)
        tt_vec_release(&s.trials[q]);
    tt_map64_release(&s.odd);
    return st;
}

const tt_detector tt_detector_iwt_timber = {
    .id = "iwt.timber",
    .revision = 4,
    .title = "Timber whose papers do not go together",
    .typology = "timber",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-18",
    .source = "Themis, environmental crimes toolkit; INTERPOL and UNEP, Green Carbon, Black Trade "
              "(2012)",
    .looks_for = "Timber under the code of another wood, with a weight that the wood named does "
                 "not have, or exported under a ban.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
