/*
 * doc_hs_text_mismatch.c - words that do not go with the HS code beside them.
 *
 * What a word goes with is learnt from the papers of others, and from our table of headings; one
 * description under one code is one statement, however often a relation repeats it.  Not caught
 * here: a code of the right chapter and the wrong heading.  Formula, worked example, known false
 * positives: doc_hs_text_mismatch.md.
 */
#include "detect/common/deals.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include "base/num.h"

#include <math.h>

enum { P_FIT, P_GAP, P_TABLE, P_RELATIONS, P_LR, P_LR_TABLE, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_FIT] = {"fit", 0.05, 0, 1, "fraction",
               "share of the words for the declared chapter from which they go with it"},
    [P_GAP] = {"gap", 0.5, 0, 1, "fraction",
               "by which the share of another chapter must be larger"},
    [P_TABLE] = {"table", 5, 0.01, 1e6, "count", "relations that the table of headings counts as"},
    [P_RELATIONS] = {"relations", 3, 1, 1e6, "count",
                     "of others that must have a word that the table does not have"},
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio",
              "of words that others have under another chapter"},
    [P_LR_TABLE] = {"lr_table", 3, 1, 1000, "likelihood ratio",
                    "of words that only the table has there"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS(5000, 0.5)};

enum why { COMPARED, NO_WORDS, ONE_CODE, WEAK, WHY_COUNT };

/* One line; those of one relation that say the same under one chapter are one statement. */
struct line {
    tt_ix seller, buyer;
    unsigned chapter;
    tt_hash words;
    tt_ref where;
};
TT_VEC(line_vec, struct line);

struct statement {
    const struct line *v;
    size_t n, top; /* top: the line that is told */
    tt_hs_fit fit;
};

struct state {
    const tt_detect_in *in;
    line_vec lines;
    tt_trial_vec trials;
    bool *counted; /* of deals: its value is in a trial */
    tt_tally why[WHY_COUNT];
};

static bool read_lines(struct state *s, tt_kind kind, size_t n)
{
    const tt_data *d = s->in->data;
    const tt_line *lines = tt_data_lines(d, kind);
    tt_text_marks m;
    for (tt_ix i = 1; i <= n; i++) {
        struct line x = {.chapter = tt_hs_chapter(lines[i].hs), .where = {kind, lines[i].doc, i}};
        x.seller = tt_data_entity(d, tt_data_role(d, kind, x.where.doc, 1));
        x.buyer = tt_data_entity(d, tt_data_role(d, kind, x.where.doc, 2));
        if (!x.seller || !x.buyer || !tt_hs_known(lines[i].hs, 2))
            continue;
        tt_text_marks_of(lines[i].description, &m);
        x.words = tt_hash_of(m.text, m.n_text);
        if (!tt_vec_push(&s->lines, x))
            return false;
    }
    return true;
}

static int line_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct line *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->chapter != b->chapter)
        return a->chapter < b->chapter ? -1 : 1;
    return tt_hash_cmp(a->words, b->words); /* stable: the order of kinds within */
}

static tt_str text_of(const struct state *s, const struct line *x)
{
    return tt_ref_line(s->in->data, x->where)->description;
}

/* What the documents of a statement are worth; a deal counts once in all. */
static int64_t value_of(struct state *s, const struct statement *x)
{
    const tt_data *d = s->in->data;
    int64_t sum = 0;
    for (size_t i = 0; i < x->n; i++) {
        tt_ref r = x->v[i].where;
        tt_ix deal = d->deal_of[r.kind] ? d->deal_of[r.kind][r.doc] : 0;
        bool again = i > 0 && r.kind == x->v[i - 1].where.kind && r.doc == x->v[i - 1].where.doc;
        int64_t value = tt_books_value(&s->in->shared->books, r.kind, r.doc);
        if (value == TT_NO_NUM || again || (deal && s->counted[deal]))
            continue;
        s->counted[deal] = true;
        (void)tt_add_i64(sum, value, &sum);
    }
    return sum;
}

/* What the words of a line say of its chapter; *odd: they do not go with it. */
static bool ask(const struct state *s, const struct line *x, tt_hs_fit *fit, bool *odd)
{
    const double *p = s->in->param;
    const tt_hs_weigh weigh = {p[P_TABLE], p[P_RELATIONS]};
    bool known = tt_hs_words_fit(&s->in->shared->hs_words, &weigh, text_of(s, x), x->chapter,
                                 x->seller, x->buyer, fit);
    *odd = known && fit->own <= p[P_FIT] && fit->best - fit->own > p[P_GAP];
    return known;
}

/* Another line of the document has the same code and words that go with it: one code for all. */
static bool is_one_code(const struct state *s, const struct line *x)
{
    const tt_data *d = s->in->data;
    const tt_head *head = tt_data_head(d, x->where.kind, x->where.doc);
    const tt_line *lines = tt_data_lines(d, x->where.kind);
    struct line other = *x;
    for (tt_ix i = head->first_line; i < head->first_line + head->n_lines; i++) {
        tt_hs_fit fit;
        bool odd;
        other.where.line = i;
        if (i != x->where.line && lines[i].hs == lines[x->where.line].hs &&
            ask(s, &other, &fit, &odd) && fit.own > s->in->param[P_FIT])
            return true;
    }
    return false;
}

static tt_status statement(struct state *s, struct statement *x, tt_err *err)
{
    const double *p = s->in->param;
    tt_trial t = {.seller = x->v->seller,
                  .buyer = x->v->buyer,
                  .at = (tt_ix)s->trials.n,
                  .gap = p[P_USUAL],
                  .lr = 1};
    bool odd;
    if (!ask(s, x->v, &x->fit, &odd)) {
        s->why[NO_WORDS].n += x->n;
        return TT_OK;
    }
    while (odd && x->top < x->n && is_one_code(s, &x->v[x->top]))
        x->top++;
    if (x->top == x->n) {
        s->why[ONE_CODE].n += x->n;
        return TT_OK;
    }
    if (odd) {
        const tt_hs_weigh weigh = {p[P_TABLE], p[P_RELATIONS]};
        tt_hs_words_why(&s->in->shared->hs_words, &weigh, text_of(s, x->v), x->v->chapter,
                        x->v->seller, x->v->buyer, &x->fit);
        t.side = 1;
        t.lr = p[(double)x->fit.others_best >= p[P_RELATIONS] ? P_LR : P_LR_TABLE];
        t.off = x->fit.best - x->fit.own;
        t.shift = value_of(s, x);
        t.own = tt_trial_own(s->in, *x);
        if (!t.own)
            return tt_fail(err, TT_ENOMEM, "no memory for goods");
    }
    return tt_trials_add(&s->trials, t, err);
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct statement *x = t->own;
    TT_UNUSED(ctx);
    for (size_t i = 0; i < x->n; i++)
        tt_draft_document(w, x->v[i].where.kind, x->v[i].where.doc, x->v[i].where.line);
}

/* Chapter of a number, as a code. */
static tt_hs code_of(unsigned digits, tt_draft *w)
{
    tt_hs hs = TT_HS_NONE;
    const char *text = tt_say(w, digits < 100 ? "%02u" : "%04u", digits);
    return tt_hs_parse((tt_str){text, strlen(text)}, &hs) ? hs : TT_HS_NONE;
}

static const char *say_words(const struct statement *x, unsigned own, tt_draft *w)
{
    const tt_hs_fit *f = &x->fit;
    const char *word = tt_say_str(w, f->word), *table = "";
    if (f->heading)
        table = tt_say(w, " In the table of headings it stands under %04u (%s).", f->heading,
                       tt_hs_heading_title(code_of(f->heading, w)));
    if (!f->others)
        return tt_say(w, "No paper of others in these data has '%s'.%s", word, table);
    return tt_say(
        w,
        "'%s' is in the papers of %s of others, in %u under chapter %02u (%s) and in %s%s under "
        "chapter %02u.%s",
        word, tt_say_count(w, f->others, "relation"), f->others_best, f->chapter,
        tt_hs_chapter_title(code_of(f->chapter, w)), f->others_own ? "" : "none",
        f->others_own ? tt_say_number(w, f->others_own, 0) : "", own, table);
}

static void say_tests(const struct statement *x, tt_draft *w)
{
    const tt_hs_fit *f = &x->fit;
    if (f->self_best)
        tt_draft_test(w, "own_reading_of_the_code", TT_TEST_NOT_EXPLAINED,
                      tt_say(w,
                             "One of the two parties has '%s' under chapter %02u itself, in %s: it "
                             "knows that code.",
                             tt_say_str(w, f->word), f->chapter,
                             tt_say_count(w, f->self_best, "relation")));
    else
        tt_draft_test(w, "own_reading_of_the_code", TT_TEST_UNKNOWN,
                      "Neither party has these words under the other chapter anywhere: it may be "
                      "how they read the code.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"one_code_for_all", TT_TEST_NOT_EXPLAINED,
         "No other line of that document has the same code and words that go with it."},
        {"parts_and_sets", TT_TEST_UNKNOWN,
         "Parts go under the code of their machine or of their material; which one is disputed "
         "everywhere."},
        {"brand_or_abbreviation", TT_TEST_UNKNOWN,
         "Words that nobody else uses are passed over; a brand that is also a common word is not "
         "told from it."},
    };
    static const char *const steps[] = {
        "Ask for the data sheet of the goods, and what customs found at inspections.",
        "Compare duty, licences, bans and refunds of the two chapters.",
        "Have the next consignment of this relation opened.",
    };
    static const tt_relation_text text = {
        .title = "words that do not go with the HS code",
        .clause = "the words do not go with the HS code beside them",
        .of = "description",
        .means = "Either the words or the code may hide what the goods are.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct statement *x = r->top->own;
    const struct line *top = &x->v[x->top];
    const tt_line *l = tt_ref_line(s->in->data, top->where);
    char code[TT_HS_TEXT];
    (void)tt_hs_text(l->hs, code);
    const char *title = tt_hs_heading_title(l->hs);
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    tt_draft_money(w, "value_of_documents", r->shift);
    tt_draft_measure(w, "fit_of_declared_chapter", "1", x->fit.own, s->in->param[P_FIT], 1,
                     x->fit.others);
    tt_draft_measure(w, "fit_of_best_chapter", "1", x->fit.best, (double)NAN, (double)NAN,
                     x->fit.others);
    say_tests(x, w);
    tt_relation_say(
        w, r, &text,
        tt_say(w, "The %s %s says '%s' under %s (%s). %s", tt_kind_text(top->where.kind),
               tt_say_doc(w, top->where.kind, top->where.doc), tt_say_str(w, l->description), code,
               title[0] ? title : tt_hs_chapter_title(l->hs), say_words(x, top->chapter, w)));
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_WORDS, "lines without a word that the table or enough others have", "line",
         "not compared", NULL},
        {ONE_CODE, "another line of the document has the same code and words that go with it",
         "line", "taken for one code for all goods of the document: not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such differences are usual in these data", NULL},
    };
    static const tt_trial_words words = {.roles = {"seller", "buyer"},
                                         .first = P_REPEAT,
                                         .expect = "what is assumed of honest trade",
                                         .of = "description",
                                         .cite = cite,
                                         .tell = tell};
    const tt_data *d = s->in->data;
    s->counted = tt_new_n(s->in->scratch, bool, d->n_deals + 1);
    if (!s->counted || !read_lines(s, TT_KIND_INVOICE, d->n_invoice_lines) ||
        !read_lines(s, TT_KIND_DECLARATION, d->n_declaration_lines) ||
        !read_lines(s, TT_KIND_SHIPMENT, d->n_shipment_lines) ||
        !tt_sort(s->lines.v, s->lines.n, sizeof *s->lines.v, line_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for goods");
    s->why[NO_WORDS].value = s->why[ONE_CODE].value = TT_NO_NUM;
    for (size_t i = 0, next; i < s->lines.n; i = next) {
        struct statement x = {.v = &s->lines.v[i]};
        for (next = i + 1; next < s->lines.n && !line_cmp(&s->lines.v[i], &s->lines.v[next], NULL);)
            next++;
        x.n = next - i;
        TT_TRY(statement(s, &x, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "doc.hs_text_mismatch", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.lines);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_hs_text_mismatch = {
    .id = "doc.hs_text_mismatch",
    .revision = 2,
    .title = "Words that do not go with the HS code",
    .typology = "false_description",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_HS_WORDS,
    .indicators = "D-01 F06-01 O-14",
    .source = "FATF, Trade Based Money Laundering (2006), falsely described goods; FinCEN "
              "FIN-2010-A001, misclassification",
    .looks_for = "Lines whose words stand under another chapter of the Harmonized System in the "
                 "papers of others and in the table of headings.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
