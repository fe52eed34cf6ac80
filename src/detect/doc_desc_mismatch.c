/*
 * doc_desc_mismatch.c - two papers of one deal describe other goods.
 *
 * The words have next to nothing in common and the codes are of other chapters.  Not caught here:
 * other goods under the same words; texts that are not in Latin letters.  Formula, worked example,
 * known false positives: doc_desc_mismatch.md.
 */
#include "detect/common/same_goods.h"

#include "base/num.h"
#include "base/str.h"

enum { P_COMMON, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_COMMON] = {"common", 0.3, 0, 1, "fraction",
                  "of the words of the shorter text that must be in both"},
    [P_LR] = {"lr", 5, 1, 1000, "likelihood ratio", "of other words and another chapter"},
    [P_USUAL] = TT_USUAL_ROW(0.03),
    TT_TRIAL_ROWS(5000, 0.5)};

enum { WORDS = 32, LETTERS = 24 };

/* The words of a text: three letters and more, upper case, without a plural s, each once. */
struct bag {
    char word[WORDS][LETTERS + 1];
    size_t n;
};

static void keep(struct bag *b, char *word, size_t n)
{
    if (n > 3 && word[n - 1] == 'S')
        n--;
    word[n] = 0;
    if (n < 3 || b->n == WORDS)
        return;
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->word[i], word) == 0)
            return;
    memcpy(b->word[b->n++], word, n + 1);
}

static void read_words(tt_str s, struct bag *b)
{
    char word[LETTERS + 1];
    size_t n = 0;
    b->n = 0;
    for (size_t i = 0; i <= s.n; i++) {
        bool letter = i < s.n && tt_ascii_is_alpha(s.p[i]);
        if (letter && n < LETTERS)
            word[n++] = tt_ascii_upper(s.p[i]);
        if (!letter) {
            keep(b, word, n);
            n = 0;
        }
    }
}

/* Share of the words of the shorter text that the other has; -1 when one has none. */
static double common_words(tt_str a, tt_str b)
{
    struct bag x, y;
    size_t common = 0;
    read_words(a, &x);
    read_words(b, &y);
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < y.n; k++)
            common += strcmp(x.word[i], y.word[k]) == 0;
    return x.n && y.n ? (double)common / (double)TT_MIN(x.n, y.n) : -1;
}

static double judge(const tt_detect_in *in, const tt_line *a, const tt_line *b)
{
    double common = common_words(a->description, b->description);
    if (common < 0 || !tt_hs_chapter(a->hs) || !tt_hs_chapter(b->hs))
        return 0;
    bool other =
        tt_round9(common) < in->param[P_COMMON] && tt_hs_chapter(a->hs) != tt_hs_chapter(b->hs);
    return other ? in->param[P_LR] : 1;
}

static const char *say(const tt_detect_in *in, tt_draft *w, const tt_couple *c)
{
    const tt_line *a = tt_ref_line(in->data, c->a), *b = tt_ref_line(in->data, c->b);
    tt_draft_measure(w, "common_words", "1", common_words(a->description, b->description),
                     in->param[P_COMMON], 1, 0);
    return tt_say(w, "%s %s says '%s', %s %s says '%s'; the HS chapters are %u and %u.",
                  tt_kind_text(c->a.kind), tt_say_doc(w, c->a.kind, c->a.doc),
                  tt_say_str(w, a->description), tt_kind_text(c->b.kind),
                  tt_say_doc(w, c->b.kind, c->b.doc), tt_say_str(w, b->description),
                  tt_hs_chapter(a->hs), tt_hs_chapter(b->hs));
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_kind kinds[][2] = {{TT_KIND_SHIPMENT, TT_KIND_INVOICE},
                                       {TT_KIND_DECLARATION, TT_KIND_INVOICE},
                                       {TT_KIND_DECLARATION, TT_KIND_SHIPMENT}};
    static const tt_test tests[] = {
        {"other_words_for_the_same", TT_TEST_NOT_EXPLAINED,
         "The codes are of other chapters: it is not only another word."},
        {"other_line", TT_TEST_NOT_EXPLAINED,
         "The lines answer for each other by match, or are alone on their documents."},
        {"other_language", TT_TEST_UNKNOWN,
         "Words are not translated; the codes speak for themselves."},
    };
    static const char *const steps[] = {
        "Have the next consignment of this relation opened.",
        "Ask the carrier who described the goods, and from which paper.",
        "Ask the buyer what was ordered and what arrived.",
    };
    static const tt_relation_text text = {
        .title = "papers describe other goods",
        .clause = "two documents describe other goods for one consignment",
        .of = "deal",
        .means = "Goods that are not what a paper says are worth something else.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    static const tt_same_goods_way way = {.id = "doc.desc_mismatch",
                                          .kinds = kinds,
                                          .n_kinds = TT_LEN(kinds),
                                          .judge = judge,
                                          .say = say,
                                          .text = &text,
                                          .unlike =
                                              "lines without a code and Latin words on both sides"};
    return tt_same_goods_run(in, &way, P_USUAL, P_REPEAT, out, err);
}

const tt_detector tt_detector_doc_desc_mismatch = {
    .id = "doc.desc_mismatch",
    .revision = 2,
    .title = "Papers of one deal describe other goods",
    .typology = "false_description",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 F06-01",
    .source = "FATF, Trade Based Money Laundering (2006), falsely described goods",
    .looks_for = "Deals in which two documents describe the same consignment in words without "
                 "anything in common, under codes of other chapters.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
