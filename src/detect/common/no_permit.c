/* no_permit.c - see no_permit.h. */
#include "detect/common/no_permit.h"

#include "base/map.h"
#include "detect/common/goods.h"
#include "detect/common/holders.h"
#include "detect/common/listed.h"
#include "detect/common/shared.h"

#include <math.h>

enum { MISS_I, MISS, ON_RECORD, USUAL, REPEAT }; /* from first on */
enum why { NOT_KEPT, APPENDIX_III, CUT, WEAK, WHYS };

struct paper {
    tt_ref at;
    tt_listed what;
    tt_str text;
    tt_ix on_record; /* a permit of the exporter; 0 none */
    bool import;
};

struct state {
    const tt_detect_in *in;
    const tt_wild *w;
    const double *p;
    unsigned first;
    tt_map64 kept; /* countries and directions in which a permit is quoted */
    tt_holders holders;
    tt_trial_vec trials;
    tt_tally why[WHYS];
    bool failed;
};

/* The country whose customs took the declaration, and its direction. */
static uint64_t feed_of(const tt_data *d, const tt_declaration *x)
{
    tt_ix own = x->type == TT_DOC_IMPORT ? x->importer : x->exporter;
    return (uint64_t)d->mentions[own].country << 1 | (x->type == TT_DOC_IMPORT);
}

static void learn(struct state *s)
{
    const tt_data *d = s->in->data;
    for (tt_ix i = 1; !s->failed && i <= d->n_declaration_lines; i++) {
        const tt_line *l = &d->declaration_lines[i];
        if (l->permit_number.n)
            s->failed = !tt_map64_put(&s->kept, feed_of(d, &d->declarations[l->doc]), 1);
    }
}

/* The strictest goods that the declaration names. */
static struct paper read_lines(struct state *s, tt_ix i)
{
    const tt_data *d = s->in->data;
    const tt_declaration *x = &d->declarations[i];
    struct paper best = {.import = x->type == TT_DOC_IMPORT};
    tt_country from = best.import && x->partner ? x->partner : d->mentions[x->exporter].country;
    for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++) {
        const tt_line *l = &d->declaration_lines[k];
        tt_listed what;
        bool more = false;
        if (tt_listed_find(s->w, tt_wild_said(s->w, TT_KIND_DECLARATION, k), l->hs,
                           l->origin ? l->origin : from, x->head.date.day, &what, &more) &&
            (!best.what.appendix || what.appendix < best.what.appendix)) {
            best.at = (tt_ref){TT_KIND_DECLARATION, i, k};
            best.what = what;
            best.text = l->description;
        }
        if (more)
            tt_tally_add(&s->why[CUT], TT_NO_NUM);
    }
    return best;
}

/* Does any line quote a permit?  Some write on one line what goes for all. */
static bool quotes_one(const tt_data *d, const tt_declaration *x)
{
    for (tt_ix k = x->head.first_line; k < x->head.first_line + x->head.n_lines; k++)
        if (d->declaration_lines[k].permit_number.n)
            return true;
    return false;
}

static tt_status add(struct state *s, const struct paper *paper, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_declaration *x = &d->declarations[paper->at.doc];
    tt_ix deal = tt_deal_of(d, TT_KIND_DECLARATION, paper->at.doc);
    int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_DECLARATION, paper->at.doc);
    bool missing = !quotes_one(d, x);
    tt_trial t = {.seller = tt_data_entity(d, x->exporter),
                  .buyer = tt_data_entity(d, x->importer),
                  .at = deal ? deal : tt_trial_alone(d, paper->at),
                  .side = missing,
                  .off = missing ? 1 : 2, /* one number at either end will do */
                  .gap = s->p[USUAL],
                  .shift = value == TT_NO_NUM ? 0 : value,
                  .own = tt_trial_own(s->in, *paper)};
    t.lr = !missing           ? 1
           : paper->on_record ? s->p[ON_RECORD]
                              : s->p[paper->what.appendix == 1 ? MISS_I : MISS];
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    return t.seller && t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

static tt_status look(struct state *s, tt_ix i, tt_err *err)
{
    const tt_data *d = s->in->data;
    const tt_declaration *x = &d->declarations[i];
    if ((x->type != TT_DOC_EXPORT && x->type != TT_DOC_IMPORT) || x->head.date.day == TT_NO_DATE)
        return TT_OK;
    struct paper paper = read_lines(s, i);
    bool kept = tt_map64_find(&s->kept, feed_of(d, x)) != TT_MAP_NONE;
    if (!paper.what.appendix)
        return TT_OK;
    if (!kept || paper.what.appendix > 2) {
        tt_tally_add(&s->why[kept ? APPENDIX_III : NOT_KEPT], TT_NO_NUM);
        return TT_OK;
    }
    if (!quotes_one(d, x))
        paper.on_record = tt_holders_find(&s->holders, d, &s->w->k, tt_data_entity(d, x->exporter),
                                          paper.what.group, x->head.date.day);
    return add(s, &paper, err);
}

/* --- words --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct paper *x = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, x->at.kind, x->at.doc, x->at.line);
    if (x->on_record)
        tt_draft_document(w, TT_KIND_PERMIT, x->on_record, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"other_end_quotes_one", TT_TEST_NOT_EXPLAINED,
         "No declaration of the deal quotes a permit, at export or at import."},
        {"field_not_kept", TT_TEST_NOT_EXPLAINED,
         "Other declarations of this country and direction quote permits."},
        {"free_of_permit", TT_TEST_UNKNOWN,
         "Artificially grown, pre-convention and personal goods may be free: the text does not "
         "say so."},
    };
    static const char *const steps[] = {
        "Ask the exporter and the importer for the CITES permit of each consignment.",
        "Ask the management authority of the country of export whether it issued one.",
    };
    static const tt_relation_text text = {
        .title = "protected goods without a permit number",
        .clause = "goods that CITES lists were declared and no permit was quoted",
        .of = "deal",
        .means = "Such goods may cross a border only with a permit.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct paper *x = r->top->own;
    const char *number = tt_say_doc(w, TT_KIND_DECLARATION, x->at.doc);
    w->f.direction = TT_SHIFT_NONE;
    w->f.value_shift.minor = 0;
    if (r->shift)
        tt_draft_money(w, "value_of_documents", r->shift);
    tt_draft_measure(w, "appendix", "CITES", x->what.appendix, NAN, NAN, 0);
    tt_relation_say(w, r, &text,
                    tt_say(w,
                           "%s declaration '%s' of %s says '%s': %.*s, in Appendix %s on that day.",
                           x->import ? "Import" : "Export", number,
                           tt_say_date(w, s->in->data->declarations[x->at.doc].head.date.day),
                           tt_say_str(w, x->text), TT_STR_ARG(x->what.name),
                           tt_say_appendix(x->what.appendix)));
    tt_draft_test(w, "permit_on_record", x->on_record ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  x->on_record ? tt_say(w, "The exporter holds permit '%s' for such wildlife.",
                                        tt_say_doc(w, TT_KIND_PERMIT, x->on_record))
                               : "No permit of the exporter for such wildlife and "
                                 "for those days is in the data.");
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NOT_KEPT, "no declaration of that country and direction quotes a permit", "declaration",
         "not judged: the feed does not keep the field", NULL},
        {APPENDIX_III, "Appendix III: a certificate of origin may do", "declaration", "not judged",
         NULL},
        {CUT, "16 words of a text", "line", "the other words were not looked at", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "not reported: as many numbers are missing elsewhere in these data", NULL},
    };
    const tt_trial_words say = {.roles = {"exporter", "importer"},
                                .first = s->first + REPEAT,
                                .expect = "what is assumed of honest trade",
                                .claim = "missing",
                                .cite = cite,
                                .tell = tell};
    TT_TRY(tt_holders_build(s->in->data, s->in->scratch, &s->holders, err));
    learn(s);
    for (tt_ix i = 1; !s->failed && i <= s->in->data->n_declarations; i++)
        TT_TRY(look(s, i, err));
    if (s->failed || !tt_trials_one_a_deal(&s->trials))
        return tt_fail(err, TT_ENOMEM, "no memory for permits");
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "iwt.cites_permit: declarations of protected goods", s->why, rows,
                         TT_LEN(rows), out, err);
}

tt_status tt_no_permit_run(const tt_detect_in *in, unsigned first, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .w = &in->shared->wild, .p = in->param + first, .first = first};
    tt_map64_init(&s.kept);
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.trials);
    tt_map64_release(&s.kept);
    return st;
}
