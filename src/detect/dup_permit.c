/*
 * dup_permit.c - a permit used for more goods than it grants, or by others than its exporter.
 *
 * Declarations that claim one permit are added up, those that see the same goods apart, and held
 * against the rows of the paper.  Not caught here: whether the permit fits the goods, the day and
 * the species, and a number that two papers have (iwt_cites_permit.c).  Formula, worked example,
 * known false positives: dup_permit.md.
 */
#include "detect/common/deals.h"
#include "detect/common/permits.h"
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/spelt.h"
#include "detect/common/trials.h"
#include "detect/common/words.h"

#include "base/map.h"
#include "base/num.h"

#include <math.h>

enum {
    P_TOLERANCE,
    P_ABSURD,
    P_LR_OVER,
    P_LR_SHARED,
    P_NAME_BITS,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_TOLERANCE] = {"tolerance", 0.05, 0, 10, "fraction",
                     "by which the goods declared may exceed what is granted"},
    [P_ABSURD] = {"absurd", 20, 1, 1e9, "ratio",
                  "of what is granted beyond which a quantity is an error of entry"},
    [P_LR_OVER] = {"lr_over", 30, 1, 1000, "likelihood ratio", "of a permit that is overdrawn"},
    [P_LR_SHARED] = {"lr_shared", 10, 1, 1000, "likelihood ratio",
                     "of a permit that several exporters use, or another than it names"},
    [P_NAME_BITS] = {"name_bits", 1, 0, 100, "log2",
                     "names that say so much for each other may be one party's, or sisters'"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(0, 0.6)};

/* One declaration that claims a permit. */
struct claim {
    uint32_t permit;                   /* number, in order of first appearance */
    tt_ix declaration, line, exporter; /* line: the first that claims it */
    tt_ix paper;                       /* row that stands for the paper that it is of; 0 none */
};

/* The claims of one permit. */
struct item {
    const struct claim *v;
    size_t n;
    tt_ix permit;   /* row of the permit that is drawn on most; 0: not in the data */
    tt_ix over;     /* the declaration from which on more was drawn than is granted; 0: none */
    double by_then; /* drawn up to and with it */
    double drawn, granted;
    tt_dim dim;
    size_t exporters; /* and the one that the permit names */
    bool other;       /* the one that it names is none of them */
};

/* What one claim draws on a row. */
struct drawn {
    tt_ix declaration;
    tt_date day;
    tt_permit_account account;
    double quantity;
};

enum { LOOK = TT_PERMIT_PAPERS }; /* rows of one permit that are looked at */
enum why { NO_ROW, TWO_PAPERS, ABSURD, CUT, ALIKE, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    struct claim *claims;
    size_t n;
    tt_map numbers, rows;  /* of permits: order of first appearance; first row of d->permits */
    tt_ix *next;           /* row with the same number */
    const tt_spelt *named; /* exporters of permits among the parties */
    size_t n_named;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static int claim_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct claim *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->permit != b->permit)
        return a->permit < b->permit ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line); /* lines lie by declaration */
}

static tt_status index_rows(struct state *s, tt_err *err)
{
    s->next = tt_new_n(s->in->scratch, tt_ix, s->d->n_permits + 1);
    bool ok = s->next != NULL;
    for (tt_ix i = (tt_ix)s->d->n_permits; ok && i > 0; i--) {
        char text[TT_REF_TEXT];
        size_t n = tt_ref_text(s->d->permits[i].number, text);
        uint32_t after = n ? tt_map_find(&s->rows, (tt_str){text, n}) : TT_MAP_NONE;
        s->next[i] = after == TT_MAP_NONE ? 0 : after;
        ok = !n || tt_map_put(&s->rows, (tt_str){text, n}, i);
    }
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for permits");
}

/* Resolve does not read permits: their exporters are sought among the parties. */
static tt_status find_named(struct state *s, tt_err *err)
{
    tt_spelling_vec names = {0};
    bool ok = tt_spelling_add_parties(&names, s->d);
    for (tt_ix i = 1; i <= s->d->n_permits && ok; i++)
        ok = tt_spelling_add(&names, s->d->permits[i].exporter_name, i, true);
    tt_status st = ok ? tt_spelt_find(&names, s->in->param[P_NAME_BITS], s->in->scratch, &s->named,
                                      &s->n_named, err)
                      : tt_fail(err, TT_ENOMEM, "no memory for permits");
    tt_vec_release(&names);
    return st;
}

/* May the names of two parties show that they are two?  Not in scripts that have none in common. */
static bool one_script(const tt_names *n, tt_ix a, tt_ix b)
{
    unsigned scripts[2] = {0, 0};
    for (uint32_t i = n->first[a]; i < n->first[a + 1]; i++)
        scripts[0] |= n->name[i].scripts;
    for (uint32_t i = n->first[b]; i < n->first[b + 1]; i++)
        scripts[1] |= n->name[i].scripts;
    return (scripts[0] & scripts[1]) != 0;
}

/* Does the permit name a party of the data that is none of the exporters, nor like one of them?
 * A name that is nobody's here may be one of theirs, written in a way that shows no likeness. */
static bool names_another(const struct state *s, const struct item *it)
{
    const tt_names *names = &s->in->shared->names;
    const double bits = 100 * s->in->param[P_NAME_BITS];
    bool found = false;
    size_t low = 0;
    for (size_t high = s->n_named; low < high;) {
        size_t mid = low + (high - low) / 2;
        *(s->named[mid].sought < it->permit ? &low : &high) =
            s->named[mid].sought < it->permit ? mid + 1 : mid;
    }
    for (; low < s->n_named && s->named[low].sought == it->permit; low++) {
        found |= !s->named[low].near;
        for (size_t i = 0; i < it->n; i++) {
            tt_ix a = s->named[low].of, b = it->v[i].exporter;
            if (a == b || !one_script(names, a, b) || tt_names_alike(names, a, b) >= bits)
                return false;
        }
    }
    return found;
}

/* Of the lines of one declaration that claim a permit the first stands for all. */
static size_t once(struct claim *v, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || v[i].permit != v[kept - 1].permit ||
            v[i].declaration != v[kept - 1].declaration)
            v[kept++] = v[i];
    return kept;
}

static tt_status claims(struct state *s, tt_err *err)
{
    s->claims = tt_new_n(s->in->scratch, struct claim, s->d->n_declaration_lines + 1);
    if (!s->claims)
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    for (tt_ix i = 1; i <= s->d->n_declaration_lines; i++) {
        const tt_line *l = &s->d->declaration_lines[i];
        const tt_declaration *x = &s->d->declarations[l->doc];
        char text[TT_REF_TEXT];
        uint32_t number;
        size_t n = tt_ref_text(l->permit_number, text);
        struct claim c = {
            .declaration = l->doc, .line = i, .exporter = tt_data_entity(s->d, x->exporter)};
        if (!n || !c.exporter)
            continue;
        if (!tt_map_intern(&s->numbers, (tt_str){text, n}, (uint32_t)s->numbers.n, &number, NULL))
            return tt_fail(err, TT_ENOMEM, "no memory for permits");
        c.permit = number;
        s->claims[s->n++] = c;
    }
    if (!tt_sort(s->claims, s->n, sizeof *s->claims, claim_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    s->n = once(s->claims, s->n);
    return TT_OK;
}

/* Goods of one row of a paper: what all rows of the same goods grant, and what is drawn on it.
 * draws: room for one of each claim. */
static bool
weigh_row(const struct state *s, struct item *it, tt_ix first, tt_ix row, tt_permit_draw *draws)
{
    const tt_permit *p = &s->d->permits[row];
    tt_dim dim = tt_unit_dimension(p->unit);
    double granted = 0, drawn;
    unsigned looked = 0;
    for (tt_ix i = first; i && looked++ < LOOK; i = s->next[i]) {
        const tt_permit *o = &s->d->permits[i];
        double q = tt_permit_quantity(o->quantity, o->unit, dim);
        if (tt_permit_same_paper(o, p) && tt_str_eq(o->species, p->species) &&
            tt_hs_prefix(o->hs, 4) == tt_hs_prefix(p->hs, 4) && !isnan(q))
            granted += q;
    }
    if (!(granted > 0))
        return true;
    for (size_t i = 0; i < it->n; i++) {
        tt_ix dec = it->v[i].declaration;
        double q = tt_permit_draws(s->d, &s->in->shared->wild, p, dec);
        draws[i] = (tt_permit_draw){tt_permit_account_of(s->d, dec), isnan(q) ? 0 : q};
    }
    if (!tt_permit_most(draws, it->n, &drawn))
        return false;
    if (!(it->granted > 0) || drawn / granted > it->drawn / it->granted) {
        it->permit = row;
        it->dim = dim;
        it->granted = granted;
        it->drawn = drawn;
    }
    return true;
}

/* By day, then as they are in the data. */
static int drawn_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct drawn *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = tt_permit_account_cmp(a->account, b->account);
    if (c || a->day != b->day)
        return c ? c : a->day < b->day ? -1 : 1;
    return (a->declaration > b->declaration) - (a->declaration < b->declaration);
}

/* Who came first was within what is granted: the declaration that went beyond it, the earliest of
 * all accounts. */
static tt_status find_over(const struct state *s, struct item *it, tt_err *err)
{
    struct drawn *v = tt_new_n(s->in->scratch, struct drawn, it->n);
    const double most = tt_round9(it->granted * (1 + s->in->param[P_TOLERANCE]));
    double sum = 0;
    tt_date day = 0;
    for (size_t i = 0; v && i < it->n; i++) {
        tt_ix dec = it->v[i].declaration;
        double q = tt_permit_draws(s->d, &s->in->shared->wild, &s->d->permits[it->permit], dec);
        v[i] = (struct drawn){dec, s->d->declarations[dec].head.date.day,
                              tt_permit_account_of(s->d, dec), isnan(q) ? 0 : q};
    }
    if (!v || !tt_sort(v, it->n, sizeof *v, drawn_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    for (size_t i = 0; i < it->n; i++) {
        bool on = i && tt_permit_account_cmp(v[i - 1].account, v[i].account) == 0;
        bool over = on && tt_round9(sum) > most;
        sum = (on ? sum : 0) + v[i].quantity;
        if (over || tt_round9(sum) <= most || (it->over && v[i].day >= day))
            continue;
        it->over = v[i].declaration;
        it->by_then = sum;
        day = v[i].day;
    }
    return TT_OK;
}

/* The rows of one paper. */
static tt_status add_up(struct state *s, struct item *it, tt_ix first, tt_err *err)
{
    tt_permit_draw *draws = tt_new_n(s->in->scratch, tt_permit_draw, it->n);
    unsigned looked = 0;
    it->permit = first;
    if (!draws)
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    for (tt_ix i = first; i; i = s->next[i]) {
        if (!tt_permit_same_paper(&s->d->permits[i], &s->d->permits[first]))
            continue;
        if (looked++ >= LOOK)
            tt_tally_add(&s->why[CUT], TT_NO_NUM);
        else if (!weigh_row(s, it, first, i, draws))
            return tt_fail(err, TT_ENOMEM, "no memory for permits");
    }
    return TT_OK;
}

/* Exporters whose names cannot be those of one. */
static void count_exporters(struct state *s, struct item *it)
{
    const tt_names *names = &s->in->shared->names;
    double bits = 100 * s->in->param[P_NAME_BITS];
    for (size_t i = 0; i < it->n; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++) {
            again = it->v[k].exporter == it->v[i].exporter ||
                    tt_names_alike(names, it->v[k].exporter, it->v[i].exporter) >= bits;
            if (again && it->v[k].exporter != it->v[i].exporter)
                tt_tally_add(&s->why[ALIKE], TT_NO_NUM);
        }
        it->exporters += !again;
    }
    it->other = it->permit && names_another(s, it);
}

static tt_str number_of(const tt_data *d, const struct claim *c)
{
    return d->declaration_lines[c->line].permit_number;
}

/* Claims of one paper; of a number that is not in the data, all that claim it. */
static tt_status judge_paper(struct state *s, const struct claim *v, size_t n, tt_err *err)
{
    const double *p = s->in->param;
    const tt_declaration *last = &s->d->declarations[v[n - 1].declaration];
    struct item it = {.v = v, .n = n};
    if (v->paper)
        TT_TRY(add_up(s, &it, v->paper, err));
    count_exporters(s, &it);
    bool over =
        it.granted > 0 && tt_round9(it.drawn) > tt_round9(it.granted * (1 + p[P_TOLERANCE]));
    bool many = it.exporters > 1 || it.other;
    if (over && it.drawn > it.granted * p[P_ABSURD]) {
        tt_tally_add(&s->why[ABSURD], TT_NO_NUM);
        over = false;
    }
    if (over)
        TT_TRY(find_over(s, &it, err));
    tt_trial t = {.seller = v[n - 1].exporter,
                  .buyer = tt_data_entity(s->d, last->importer),
                  .at = v->permit,
                  .side = over   ? 1
                          : many ? -1
                                 : 0, /* two questions: neither is usual by the other */
                  .lr = over   ? p[P_LR_OVER]
                        : many ? p[P_LR_SHARED]
                               : 1,
                  .gap = p[P_USUAL],
                  .off = over ? it.drawn / it.granted : 1,
                  .own = tt_trial_own(s->in, it)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    return t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

static int by_paper(const void *pa, const void *pb, void *ctx)
{
    const struct claim *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->paper != b->paper)
        return a->paper < b->paper ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static bool is_of_two(const struct state *s, tt_ix first)
{
    unsigned looked = 0;
    tt_ix i = first;
    while (i && looked++ < LOOK && tt_permit_same_paper(&s->d->permits[i], &s->d->permits[first]))
        i = s->next[i];
    return i && looked <= LOOK;
}

/* The claims of one number, paper by paper: two may have it. */
static tt_status permit(struct state *s, struct claim *v, size_t n, tt_err *err)
{
    char text[TT_REF_TEXT];
    size_t m = tt_ref_text(number_of(s->d, v), text);
    uint32_t row = tt_map_find(&s->rows, (tt_str){text, m});
    if (row == TT_MAP_NONE)
        tt_tally_add(&s->why[NO_ROW], TT_NO_NUM);
    for (size_t i = 0; i < n && row != TT_MAP_NONE; i++)
        v[i].paper = tt_permit_paper(s->d, row, s->next, v[i].declaration);
    if (!tt_sort(v, n, sizeof *v, by_paper, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    if (row != TT_MAP_NONE && is_of_two(s, row))
        tt_tally_add(&s->why[TWO_PAPERS], TT_NO_NUM);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && v[next].paper == v[i].paper;)
            next++;
        TT_TRY(judge_paper(s, &v[i], next - i, err));
    }
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct item *it = t->own;
    TT_UNUSED(ctx);
    for (size_t i = 0; i < it->n; i++) {
        tt_draft_document(w, TT_KIND_DECLARATION, it->v[i].declaration, 0);
        tt_draft_entity(w, it->v[i].exporter, "exporter");
    }
    if (it->permit)
        tt_draft_document(w, TT_KIND_PERMIT, it->permit, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"scales_and_moisture", TT_TEST_NOT_EXPLAINED,
         "An excess within the tolerance is not counted."},
        {"both_sides_counted", TT_TEST_NOT_EXPLAINED,
         "Exports, imports and what passed each country in transit were added up apart, and the "
         "largest sum taken."},
        {"same_name", TT_TEST_NOT_EXPLAINED,
         "Exporters whose names may be one, written otherwise, were counted as one."},
        {"numbers_of_two_authorities", TT_TEST_UNKNOWN,
         "Whether two authorities issued permits of one number is not known."},
    };
    static const char *const steps[] = {
        "Ask the authority that issued the permit what it grants, and to whom.",
        "Ask both customs services for the permits that were handed in.",
        "Have the next consignment under this permit opened.",
    };
    static const tt_relation_text text = {
        .title = "permit used beyond what it grants",
        .clause = "a permit was used for more goods, or by more exporters, than it can be for",
        .of = "permit",
        .means = "Goods beyond a permit travel under papers that are not theirs.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const char *unit = tt_price_per(it->dim);
    const char *goods = "what it grants is not in the data", *other = "";
    w->f.direction = TT_SHIFT_NONE;
    if (it->granted > 0) {
        tt_draft_measure(w, "declared", unit, it->drawn, 0,
                         it->granted * (1 + s->in->param[P_TOLERANCE]), 0);
        goods = tt_say(w, "%s %s declared of %s %s granted", tt_say_number(w, it->drawn, 0), unit,
                       tt_say_number(w, it->granted, 0), unit);
        if (it->over) /* who came before it was within the permit */
            goods = tt_say(w, "%s, beyond it since declaration %s of %s (%s %s by then)", goods,
                           tt_say_doc(w, TT_KIND_DECLARATION, it->over),
                           tt_say_date(w, s->d->declarations[it->over].head.date.day),
                           tt_say_number(w, it->by_then, 0), unit);
    }
    if (it->other)
        other = tt_say(w, " It names %s, which is none of them.",
                       tt_say_str(w, s->d->permits[it->permit].exporter_name));
    tt_draft_measure(w, "exporters", "1", (double)(it->exporters + it->other), 0, 1, 0);
    tt_relation_say(w, r, &text,
                    tt_say(w, "Permit %s is claimed by %s of %s: %s.%s",
                           tt_say_str(w, number_of(s->d, it->v)),
                           tt_say_count(w, it->n, "declaration"),
                           tt_say_count(w, it->exporters, "exporter"), goods, other));
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_ROW, "claimed permits that are not in the data", "permit",
         "what they grant is not known: only their users are counted", NULL},
        {TWO_PAPERS, "numbers that two papers have", "permit",
         "what was declared on each was added up apart; iwt.cites_permit tells the numbers", NULL},
        {ABSURD, "more than `absurd` times what is granted", "permit",
         "the quantity was not judged: it is an error of entry", NULL},
        {CUT, "rows of a permit beyond the first 64", "row", "what they grant was not looked at",
         NULL},
        {ALIKE, "exporters of one permit whose names may be one", "declaration",
         "counted as one exporter", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such use is usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"exporter", "importer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "permit",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(index_rows(s, err));
    TT_TRY(claims(s, err));
    if (s->n && s->d->n_permits)
        TT_TRY(find_named(s, err));
    for (size_t i = 0, next; i < s->n; i = next) {
        for (next = i + 1; next < s->n && s->claims[next].permit == s->claims[i].permit;)
            next++;
        TT_TRY(permit(s, &s->claims[i], next - i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "dup.permit", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_map_init(&s.numbers);
    tt_map_init(&s.rows);
    tt_status st = relations(&s, out, err);
    tt_map_release(&s.numbers);
    tt_map_release(&s.rows);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_dup_permit = {
    .id = "dup.permit",
    .revision = 8,
    .title = "One permit for more than it grants",
    .typology = "permit_reuse",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_NAMES | TT_NEEDS_WILD,
    .indicators = "D-04 W-07",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020); Themis, Environmental "
              "crime toolkit: duplicates of permit numbers",
    .looks_for = "Permits that declarations claim for more goods than they grant, or that several "
                 "exporters, or another than they name, use.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
