/*
 * doc_missing_fields.c - papers that leave empty most of what all other papers of their feed say.
 *
 * Not caught here: words that are there and say nothing (doc_vague_description), papers that are
 * missing as a whole (phantom_no_shipment).  Formula, worked example, known false positives:
 * doc_missing_fields.md.
 */
#include "detect/common/filled.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"

#include "base/num.h"

#include <math.h>

enum {
    P_USUAL_FIELD,
    P_PAPERS,
    P_SHARE,
    P_LEAST,
    P_Z,
    P_LR,
    P_HABIT,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_USUAL_FIELD] = {"usual_field", 0.8, 0.01, 1, "fraction",
                       "of the papers of others that must have a field for it to be missed"},
    [P_PAPERS] = {"papers", 50, 1, 1e6, "count", "of others, with which a paper is compared"},
    [P_SHARE] = {"share", 0.6, 0, 1, "fraction", "of such fields that a paper leaves empty"},
    [P_LEAST] = {"least", 4, 1, 16, "count", "fields that a paper leaves empty"},
    [P_Z] = {"deviations", 3, 0, 1000, "standard deviations",
             "above what others leave empty, at least"},
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio", "of a paper that leaves so much empty"},
    [P_HABIT] = {"habit_factor", 0.4, 0.001, 1, "ratio",
                 "times the likelihood ratio, when half of what its writer writes to others is "
                 "like that"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS_OF(0.05, 0, 0.5)};

enum why { ALONE, WEAK, WHY_COUNT };

enum habit { FULL_TO_OTHERS, NO_OTHERS, SO_TO_OTHERS };

struct paper {
    uint64_t form;
    tt_ix writer, other, doc; /* entities */
    uint32_t bits;
    /* found out: */
    uint32_t lacks, wants; /* bits; wants: what others have */
    double expected, z;
    size_t peers;
    bool bare;
    enum habit habit;
};
TT_VEC(paper_vec, struct paper);

/* How many of some papers have each field. */
struct counts {
    size_t n, has[TT_FILLED_MOST];
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_kind kind;
    paper_vec papers;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/* The second role writes it: an import is declared by the importer. */
static bool is_import(const struct state *s, tt_ix doc)
{
    return s->kind == TT_KIND_DECLARATION && s->d->declarations[doc].type == TT_DOC_IMPORT;
}

static tt_status gather(struct state *s, tt_err *err)
{
    s->papers.n = 0;
    for (tt_ix i = 1; i <= tt_data_n_docs(s->d, s->kind); i++) {
        tt_ix a = tt_data_entity(s->d, tt_data_role(s->d, s->kind, i, 1));
        tt_ix b = tt_data_entity(s->d, tt_data_role(s->d, s->kind, i, 2));
        bool import = is_import(s, i);
        tt_filled filled = tt_filled_of(s->d, &s->in->shared->texts, s->kind, i);
        struct paper p = {.form = filled.form,
                          .writer = import ? b : a,
                          .other = import ? a : b,
                          .doc = i,
                          .bits = filled.bits};
        if (a && b && !tt_vec_push(&s->papers, p))
            return tt_fail(err, TT_ENOMEM, "no memory for papers");
    }
    return TT_OK;
}

static int by_form(const void *pa, const void *pb, void *ctx)
{
    const struct paper *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->form != b->form)
        return a->form < b->form ? -1 : 1;
    if (a->writer != b->writer)
        return a->writer < b->writer ? -1 : 1;
    if (a->other != b->other)
        return a->other < b->other ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static struct counts count(const struct paper *v, size_t n)
{
    struct counts c = {.n = n};
    for (size_t i = 0; i < n; i++)
        for (unsigned f = 0; f < TT_FILLED_MOST; f++)
            c.has[f] += v[i].bits >> f & 1;
    return c;
}

/* A paper beside those of others. */
static void
compare(const struct state *s, const struct counts *all, const struct counts *own, struct paper *p)
{
    const double *param = s->in->param;
    double n = (double)(all->n - own->n), wants = 0, lacks = 0, variance = 0;
    for (unsigned f = 0; f < TT_FILLED_MOST; f++) {
        double rate = (double)(all->has[f] - own->has[f]) / n;
        if (tt_round9(rate) < tt_round9(param[P_USUAL_FIELD]))
            continue;
        p->wants |= 1u << f;
        wants++;
        p->expected += 1 - rate;
        variance += rate * (1 - rate) + 1 / n; /* what n papers cannot tell from never */
        if (p->bits >> f & 1)
            continue;
        p->lacks |= 1u << f;
        lacks++;
    }
    p->peers = all->n - own->n;
    p->z = variance > 0 ? tt_round9((lacks - p->expected) / sqrt(variance)) : 0;
    p->bare =
        lacks >= param[P_LEAST] && lacks >= tt_round9(param[P_SHARE] * wants) && p->z >= param[P_Z];
}

/* What the writer writes to all but this one. */
static enum habit habit_of(const struct paper *v, size_t n, const struct paper *of)
{
    size_t others = 0, bare = 0;
    for (size_t i = 0; i < n; i++) {
        others += v[i].other != of->other;
        bare += v[i].other != of->other && v[i].bare;
    }
    return !others ? NO_OTHERS : 2 * bare >= others ? SO_TO_OTHERS : FULL_TO_OTHERS;
}

/* All papers of one form and writer. */
static tt_status
one_writer(struct state *s, const struct counts *all, struct paper *v, size_t n, tt_err *err)
{
    const double *param = s->in->param;
    struct counts own = count(v, n);
    if ((double)(all->n - n) < param[P_PAPERS]) {
        /* of a kind that the case hardly has, nothing is expected to be compared */
        s->why[ALONE].n += (double)s->papers.n >= param[P_PAPERS] ? n : 0;
        return TT_OK;
    }
    for (size_t i = 0; i < n; i++)
        compare(s, all, &own, &v[i]);
    for (size_t i = 0; i < n; i++) {
        struct paper *p = &v[i];
        bool import = is_import(s, p->doc);
        if (p->bare)
            p->habit = habit_of(v, n, p);
        tt_trial t = {.seller = import ? p->other : p->writer,
                      .buyer = import ? p->writer : p->other,
                      .at = p->doc,
                      .side = p->bare,
                      .lr =
                          TT_MAX(param[P_LR] * (p->habit == SO_TO_OTHERS ? param[P_HABIT] : 1), 1),
                      .gap = param[P_USUAL],
                      .off = TT_MAX(p->z, 0),
                      .own = p};
        TT_TRY(tt_trials_add(&s->trials, t, err));
    }
    return TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    tt_draft_document(w, s->kind, t->at, 0);
}

/* "the ship, the voyage and 2 more" */
static const char *say_fields(const struct state *s, uint32_t bits, tt_draft *w)
{
    const char *const *names = tt_filled_names(s->kind);
    const char *text = "";
    uint32_t left = bits;
    for (unsigned f = 0; names[f]; f++) {
        if (!(bits >> f & 1))
            continue;
        left &= ~(1u << f);
        text = tt_say(w, "%s%s%s", text, !*text ? "" : left ? ", " : " and ", names[f]);
    }
    return text;
}

static uint32_t size_of(uint32_t bits)
{
    uint32_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static void test(const struct paper *p, tt_draft *w)
{
    static const struct {
        tt_outcome outcome;
        const char *detail;
    } rows[] = {
        [FULL_TO_OTHERS] = {TT_TEST_NOT_EXPLAINED,
                            "Most of what the same party writes to others is filled in."},
        [NO_OTHERS] = {TT_TEST_UNKNOWN,
                       "The party writes to nobody else in this feed: it may have such a form."},
        [SO_TO_OTHERS] = {TT_TEST_WEAKENED,
                          "Half or more of what the party writes to others is as empty: the "
                          "likelihood ratio is lowered."},
    };
    tt_draft_test(w, "own_form", rows[p->habit].outcome, rows[p->habit].detail);
    tt_draft_test(w, "feed_without_the_field", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Only fields are counted that most of %s of others, of the same file and "
                         "type, have.",
                         tt_say_count(w, p->peers, "paper")));
    tt_draft_test(w, "said_elsewhere", TT_TEST_UNKNOWN,
                  "Whether an annex or a contract says what the paper leaves out is not in the "
                  "data.");
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask for the original: was the copy that the feed holds cut short?",
        "Ask the writer for what is missing, and compare it with the other papers of the deal.",
        "See who accepted the paper as it is, and why.",
    };
    const struct state *s = ctx;
    const struct paper *p = r->top->own;
    const char *kind = tt_kind_text(s->kind);
    const tt_relation_text text = {
        .title = "most of what others say is missing",
        .clause = "most of what others say is missing",
        .of = kind,
        .means = "What is not said cannot be checked.",
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    w->f.direction = TT_SHIFT_NONE;
    test(p, w);
    tt_draft_measure(w, "fields_missing", "1", size_of(p->lacks), 0, tt_round9(p->expected),
                     (uint32_t)TT_MIN(p->peers, (size_t)UINT32_MAX));
    tt_draft_measure(w, "fields_that_others_have", "1", size_of(p->wants), NAN, NAN, 0);
    tt_relation_say(
        w, r, &text,
        tt_say(w,
               "The %s %s leaves out %s of the %s that at least %s %% of %s of others in the same "
               "feed have: %s; such a paper lacks %s of them in the mean.",
               kind, tt_say_doc(w, s->kind, r->top->at), tt_say_number(w, size_of(p->lacks), 0),
               tt_say_count(w, size_of(p->wants), "field"),
               tt_say_number(w, 100 * s->in->param[P_USUAL_FIELD], 0),
               tt_say_count(w, p->peers, "paper"), say_fields(s, p->lacks, w),
               tt_say_number(w, p->expected, 2)));
}

/* All papers of one kind. */
static tt_status one_kind(struct state *s, tt_kind kind, const char *first, const char *second,
                          tt_findings *out, tt_err *err)
{
    const tt_trial_words words = {.roles = {first, second},
                                  .first = P_REPEAT,
                                  .expect = "what is assumed of honest papers",
                                  .of = tt_kind_text(kind),
                                  .claim = tt_kind_text(kind),
                                  .cite = cite,
                                  .tell = tell};
    s->kind = kind;
    s->trials.n = 0;
    TT_TRY(gather(s, err));
    struct paper *v = s->papers.v;
    size_t n = s->papers.n;
    if (!tt_sort(v, n, sizeof *v, by_form, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for papers");
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].form == v[i].form;)
            end++;
        struct counts all = count(&v[i], end - i);
        for (size_t k = i, to; k < end; k = to) {
            for (to = k; to < end && v[to].writer == v[k].writer;)
                to++;
            TT_TRY(one_writer(s, &all, &v[k], to - k, err));
        }
    }
    return tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err);
}

static tt_status kinds(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ALONE, "too few papers of others in the same file and of the same type", "paper",
         "not looked at", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such papers are usual in these data", NULL},
    };
    s->why[ALONE].value = s->why[WEAK].value = TT_NO_NUM;
    TT_TRY(one_kind(s, TT_KIND_INVOICE, "seller", "buyer", out, err));
    TT_TRY(one_kind(s, TT_KIND_SHIPMENT, "shipper", "consignee", out, err));
    TT_TRY(one_kind(s, TT_KIND_DECLARATION, "exporter", "importer", out, err));
    return tt_tally_tell(s->in, "doc.missing_fields", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = kinds(&s, out, err);
    tt_vec_release(&s.papers);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_doc_missing_fields = {
    .id = "doc.missing_fields",
    .revision = 2,
    .title = "Papers that leave out what all others say",
    .typology = "missing_fields",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-04 W-16",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents; WWF and TRAFFIC, Red Flag Compendium (2021), as reported by others",
    .looks_for = "Papers that leave empty most of the fields that the other papers of their feed "
                 "have.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
