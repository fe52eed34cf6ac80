/* on_list.c - counts what lists touch, party by party, and how usual that is; see on_list.h. */
#include "detect/common/on_list.h"

#include "base/stat.h"
#include "detect/common/deals.h"
#include "detect/common/shared.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"
#include "refdata/country.h"
#include "refdata/risk.h"

#include <math.h>

/* Of the documents of a party, those that can be asked, and those that a list touches. */
struct count {
    uint32_t n, k;
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_on_list what;
    tt_risks risks;
    struct count *of; /* by entity */
    tt_shares all;
    tt_tally weak;
};

/* What differs in words. */
static const struct words {
    const char *title, *trade, *innocent, *test, *step;
} words[] = {
    [TT_ON_PARTNER] = {"Trade with countries of a list",
                       "documents with parties abroad name one in",
                       "most trade with a listed country is honest", "customers_there",
                       "Ask why the firm has its customers or suppliers there."},
    [TT_ON_GOODS] = {"Trade in goods of a list", "documents with codes of goods have",
                     "most trade in listed goods is honest", "line_of_business",
                     "Ask for licences and for the line of business that the goods belong to."},
    [TT_ON_SELF] = {"A party in a country of a list", "documents are of days on which it is in",
                    "most firms of a listed country are honest", "at_home_there",
                    "Ask the registry of that country who owns and manages the firm."},
};

static bool is_judged(tt_entity_type t)
{
    return t == TT_ENTITY_UNKNOWN || t == TT_ENTITY_COMPANY || t == TT_ENTITY_PERSON;
}

static const tt_risk *goods_of(const struct state *s, tt_kind kind, const tt_head *h, bool *asked)
{
    for (tt_ix i = h->first_line; kind != TT_KIND_PAYMENT && i < h->first_line + h->n_lines; i++) {
        const tt_line *line = tt_ref_line(s->d, (tt_ref){kind, 0, i});
        const tt_risk *r = tt_risk_goods(&s->risks, line->hs, h->date.day);
        *asked |= line->hs != TT_HS_NONE;
        if (r)
            return r;
    }
    return NULL;
}

/* The row that touches a document of a party; asked: the document can be asked at all. */
static const tt_risk *touched(const struct state *s, tt_ix e, tt_book book, tt_ix doc, bool *asked)
{
    tt_kind kind = tt_book_kind(book);
    const tt_head *h = tt_data_head(s->d, kind, doc);
    tt_country home = s->d->entities[e].country;
    *asked = false;
    if (h->date.day == TT_NO_DATE)
        return NULL;
    if (s->what == TT_ON_GOODS)
        return goods_of(s, kind, h, asked);
    if (s->what == TT_ON_SELF) {
        *asked = home != TT_COUNTRY_NONE;
        return tt_risk_country(&s->risks, home, h->date.day);
    }
    unsigned other = book % 2 ? 1 : 2; /* books go by twos: the first role, the second */
    tt_country c =
        s->d->entities[tt_data_entity(s->d, tt_data_role(s->d, kind, doc, other))].country;
    *asked = c != TT_COUNTRY_NONE && c != home;
    return *asked ? tt_risk_country(&s->risks, c, h->date.day) : NULL;
}

static void count(struct state *s, tt_ix e)
{
    for (int b = 0; b < TT_BOOK_COUNT; b++) {
        size_t n;
        const tt_ix *docs = tt_books_of(&s->in->shared->books, (tt_book)b, e, &n);
        for (size_t i = 0; i < n; i++) {
            bool asked;
            s->of[e].k += touched(s, e, (tt_book)b, docs[i], &asked) != NULL;
            s->of[e].n += asked;
        }
    }
    /* A country is a trait of the party, whatever its documents: one of one. */
    if (s->what == TT_ON_SELF)
        tt_shares_add(&s->all, s->of[e].k > 0, s->of[e].n > 0);
    else
        tt_shares_add(&s->all, s->of[e].k, s->of[e].n);
}

/* Cites what a list touches; the row that touches the first of it. */
static const tt_risk *cite(const struct state *s, tt_ix e, tt_draft *w)
{
    const tt_risk *first = NULL;
    for (int b = 0; b < TT_BOOK_COUNT; b++) {
        size_t n;
        const tt_ix *docs = tt_books_of(&s->in->shared->books, (tt_book)b, e, &n);
        for (size_t i = 0; i < n; i++) {
            bool asked;
            const tt_risk *r = touched(s, e, (tt_book)b, docs[i], &asked);
            if (!r)
                continue;
            first = first ? first : r;
            tt_draft_document(w, tt_book_kind((tt_book)b), docs[i], 0);
        }
    }
    tt_draft_entity(w, e, "party");
    w->f.key = (tt_str){(const char *)s->d->entities[e].id.b, sizeof(tt_hash)};
    return first;
}

static const char *row_text(const tt_risk *r, tt_draft *w)
{
    const char *what = r->kind == TT_RISK_COMMODITY
                           ? tt_say(w, "goods of HS %s", tt_say_str(w, r->code))
                           : tt_country_name(r->country);
    return tt_say(w, "%s, on the list '%s' from %s %s (source: %s%s)", what, tt_say_str(w, r->list),
                  tt_say_date(w, r->from),
                  r->to == TT_NO_DATE ? "on" : tt_say(w, "to %s", tt_say_date(w, r->to)),
                  tt_say_str(w, r->source), r->verified == TT_VERIFIED_YES ? "" : "; not verified");
}

static void describe(const struct state *s, tt_ix e, double p, double usual, tt_draft *w)
{
    const struct words *x = &words[s->what];
    const struct count *c = &s->of[e];
    const tt_risk *row = cite(s, e, w);
    const char *share = tt_say_number(w, 100 * usual, 1);
    const char *of = s->what == TT_ON_SELF ? "other parties" : "such documents of others";
    w->f.title = x->title;
    w->f.p_value = p;
    w->f.explanation =
        tt_say(w,
               "%u of %s %s %s. This is context, never a reason alone: %s. Of %s %s %% are as "
               "listed.",
               c->k, tt_say_count(w, c->n, "document"), x->trade + strlen("documents "),
               row_text(row, w), x->innocent, of, share);
    tt_draft_measure(w, "listed_documents", "count", c->k, NAN, NAN, 0);
    tt_draft_measure(w, "share_of_others_listed", "1", usual, NAN, NAN, 0);
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "Of %s %s %% are as listed; as much by chance: p %s.", of, share,
                         tt_say_chance(w, p)));
    tt_draft_test(
        w, x->test, TT_TEST_UNKNOWN,
        tt_say(w, "Whether it has an honest reason is not in the data; %s.", x->innocent));
    tt_draft_step(w, "Look whether the list still names it, and what the list says.");
    tt_draft_step(w, x->step);
    tt_draft_step(w, "Look for findings on what the party did: alone, this one says nothing.");
}

static tt_status judge(struct state *s, tt_ix e, tt_findings *out, tt_err *err)
{
    const double *param = s->in->param;
    bool self = s->what == TT_ON_SELF;
    double usual, k = self ? 1 : s->of[e].k, n = self ? 1 : s->of[e].n;
    if (s->of[e].k < param[TT_ON_LEAST])
        return TT_OK;
    double p = tt_shares_chance(&s->all, k, n, param[TT_ON_ASSUMED], param[TT_ON_ALIKE],
                                param[TT_ON_PRIOR], &usual);
    double weight = tt_bans(fmin(param[TT_ON_MOST], tt_log10_e_of_p(p)));
    if (weight < param[TT_ON_MIN_WEIGHT]) {
        tt_tally_add(&s->weak, TT_NO_NUM);
        return TT_OK;
    }
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    describe(s, e, p, usual, &w);
    w.f.weight = weight;
    return tt_draft_add(&w, out, err);
}

/* Nothing found is not the same as nothing to look for. */
static tt_status
note_empty(const struct state *s, const char *id, const char *kind, tt_findings *out, tt_err *err)
{
    uint64_t n = 0;
    for (tt_ix e = 1; e <= s->d->n_entities; e++)
        n += is_judged(s->d->entities[e].type);
    const char *what = tt_arena_printf(s->in->scratch, "%s: parties", id);
    const char *limit = tt_arena_printf(s->in->scratch, "no %s in the table risk_lists", kind);
    if (!what || !limit)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_note(s->d, out, s->in->scratch, what, limit, n, "party", TT_NO_NUM,
                   "no list to hold them against: the case brings none", err);
}

tt_status tt_on_list_run(const tt_detect_in *in, tt_on_list what, const char *id, tt_findings *out,
                         tt_err *err)
{
    static const tt_tally_row rows[] = {
        {0, "min_weight", "party", "on a list about as much as others are in these data", NULL}};
    struct state s = {.in = in, .d = in->data, .what = what};
    TT_TRY(tt_risks_load(&s.d->reference, in->scratch, &s.risks, err));
    if (!tt_risks_of(&s.risks, what == TT_ON_GOODS ? TT_RISK_COMMODITY : TT_RISK_JURISDICTION))
        return note_empty(&s, id, what == TT_ON_GOODS ? "commodity" : "jurisdiction", out, err);
    s.of = tt_new_n(in->scratch, struct count, s.d->n_entities + 1);
    if (!s.of)
        return tt_fail(err, TT_ENOMEM, "no memory for parties on lists");
    for (tt_ix e = 1; e <= s.d->n_entities; e++)
        if (is_judged(s.d->entities[e].type))
            count(&s, e);
    for (tt_ix e = 1; e <= s.d->n_entities; e++)
        TT_TRY(judge(&s, e, out, err));
    return tt_tally_tell(in, id, &s.weak, rows, TT_LEN(rows), out, err);
}
