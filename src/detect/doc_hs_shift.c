/*
 * doc_hs_shift.c - the same goods under another HS code.
 *
 * Export against import, and declaration against invoice, line by line.  Not caught here: a code
 * that all papers agree on and that does not fit the words.  Formula, worked example, known false
 * positives: doc_hs_shift.md.
 */
#include "detect/common/same_goods.h"

enum { P_LR_HEADING, P_LR_CHAPTER, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LR_HEADING] = {"lr_heading", 2, 1, 1000, "likelihood ratio", "of another heading"},
    [P_LR_CHAPTER] = {"lr_chapter", 8, 1, 1000, "likelihood ratio",
                      "of another chapter: other duties, licences and bans"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS_OF(0.1, 5000, 0.5)}; /* an open dispute of classification repeats itself */

static double judge(const tt_detect_in *in, const tt_line *a, const tt_line *b)
{
    if (!tt_hs_known(a->hs, 4) || !tt_hs_known(b->hs, 4))
        return 0;
    if (tt_hs_chapter(a->hs) != tt_hs_chapter(b->hs))
        return in->param[P_LR_CHAPTER];
    return tt_hs_prefix(a->hs, 4) == tt_hs_prefix(b->hs, 4) ? 1 : in->param[P_LR_HEADING];
}

static const char *say(const tt_detect_in *in, tt_draft *w, const tt_couple *c)
{
    const tt_line *a = tt_ref_line(in->data, c->a), *b = tt_ref_line(in->data, c->b);
    char x[TT_HS_TEXT], y[TT_HS_TEXT];
    (void)tt_hs_text(a->hs, x);
    (void)tt_hs_text(b->hs, y);
    return tt_say(w, "The goods are %s (%s) in %s %s and %s (%s) in %s %s.", x,
                  tt_hs_chapter_title(a->hs), tt_kind_text(c->a.kind),
                  tt_say_doc(w, c->a.kind, c->a.doc), y, tt_hs_chapter_title(b->hs),
                  tt_kind_text(c->b.kind), tt_say_doc(w, c->b.kind, c->b.doc));
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_kind kinds[][2] = {{TT_KIND_DECLARATION, TT_KIND_INVOICE},
                                       {TT_KIND_DECLARATION, TT_KIND_DECLARATION}};
    static const tt_test tests[] = {
        {"national_digits", TT_TEST_NOT_EXPLAINED,
         "Only headings are compared: national subdivisions differ everywhere."},
        {"other_line", TT_TEST_NOT_EXPLAINED,
         "The lines answer for each other by match, or are alone on their documents."},
        {"dispute_of_classification", TT_TEST_UNKNOWN,
         "Whether the code was asked of customs, or corrected by them, is not in the data."},
        {"edition_of_the_code", TT_TEST_UNKNOWN,
         "Codes of older editions of the Harmonized System are not translated."},
    };
    static const char *const steps[] = {
        "Ask both customs services for the description behind their code.",
        "Compare duty, licences and bans of the two codes.",
        "Have the next consignment of this relation opened.",
    };
    static const tt_relation_text text = {
        .title = "another HS code for the same goods",
        .clause = "two documents give the same goods another HS code",
        .of = "deal",
        .means = "Another code may hide what the goods are, what they are worth or what they need.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    static const tt_same_goods_way way = {.id = "doc.hs_shift",
                                          .kinds = kinds,
                                          .n_kinds = TT_LEN(kinds),
                                          .judge = judge,
                                          .say = say,
                                          .text = &text,
                                          .unlike = "lines without two known codes"};
    return tt_same_goods_run(in, &way, P_USUAL, P_REPEAT, out, err);
}

const tt_detector tt_detector_doc_hs_shift = {
    .id = "doc.hs_shift",
    .revision = 3,
    .title = "Another HS code for the same goods",
    .typology = "false_description",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 F06-01 O-14",
    .source = "FATF, Trade Based Money Laundering (2006), falsely described goods; FinCEN "
              "FIN-2010-A001, misclassification",
    .looks_for = "Deals in which two documents give the same goods HS codes of other headings.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
