/*
 * iwt_cites_permit.c - what each permit says against what was declared on it.
 *
 * A permit is used by declarations that quote its number.  Looked at: use before issue or after
 * expiry, export from another country than it says, issue by another country than that of export,
 * wild specimens from where the species does not live, Appendix I with purpose T (trade), and one
 * number on rows that differ (two papers, one number).  Beside it: protected goods declared without
 * any number (common/no_permit.h).  How much was declared on it, and by whom, is dup_permit.c.  Not
 * caught: a permit that is forged but consistent, and protected goods that no text names.
 * Formula, worked example, known false positives: iwt_cites_permit.md.
 */
#include "detect/common/no_permit.h"
#include "detect/common/permits.h"
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/words.h"

#include "base/map.h"
#include "base/str.h"

#include <math.h>

enum { P_TWO, P_TRADE, P_STATE, P_RANGE, P_DATE, P_VOYAGE, P_CAP, TT_NO_PERMIT_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_TWO] = {"two_papers", 1.48, 0, 3, "log10", "one number on two different permits"},
    [P_TRADE] = {"commercial", 1.3, 0, 3, "log10", "Appendix I, wild, for purposes of trade"},
    [P_STATE] = {"other_state", 0.7, 0, 3, "log10", "exported from, or issued by, another country"},
    [P_RANGE] = {"no_range", 0.7, 0, 3, "log10", "wild, from where the species does not live"},
    [P_DATE] = {"dates", 0.6, 0, 3, "log10", "used before issue or after expiry"},
    [P_VOYAGE] = {"voyage", 45, 0, 365, "days", "after expiry in which goods may still arrive"},
    [P_CAP] = {"cap", 2, 0, 3, "log10", "most that one permit weighs"},
    TT_NO_PERMIT_ROWS};

enum why { WEAK, WHYS };
enum fault { TWO, TRADE, STATE, ISSUER, RANGE, DATE, FAULTS };

struct ledger {
    const tt_permit *p;
    tt_ix permit, twin; /* twin: the paper that had the number first, when this one is another */
    uint64_t n_uses;
    double fault[FAULTS];
    tt_ix shown[FAULTS]; /* the declaration that shows it; 0 the permit itself */
};

/* Rows that have one number. */
struct numbers {
    tt_map first;
    tt_ix *next;
};

struct state {
    const tt_detect_in *in;
    struct numbers uses, permits;
    tt_tally why[WHYS];
};

static tt_ix first_of(const struct numbers *c, tt_str number)
{
    char text[TT_REF_TEXT];
    size_t n = tt_ref_text(number, text);
    uint32_t i = n ? tt_map_find(&c->first, (tt_str){text, n}) : TT_MAP_NONE;
    return i == TT_MAP_NONE ? 0 : i;
}

/* Chains rows with one number: first says where a number begins, next goes on, 0 ends.  Of the
 * lines of one declaration the first stands for all. */
static tt_status
chain(struct state *s, struct numbers *c, size_t n, tt_str (*number)(const tt_data *, tt_ix),
      bool (*same)(const tt_data *, tt_ix, tt_ix), tt_err *err)
{
    c->next = tt_new_n(s->in->scratch, tt_ix, n + 1);
    bool ok = c->next != NULL;
    for (tt_ix i = (tt_ix)n; ok && i > 0; i--) {
        char text[TT_REF_TEXT];
        size_t m = tt_ref_text(number(s->in->data, i), text);
        tt_ix after = m ? first_of(c, (tt_str){text, m}) : 0;
        c->next[i] = after && same && same(s->in->data, i, after) ? c->next[after] : after;
        ok = !m || tt_map_put(&c->first, (tt_str){text, m}, i);
    }
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for permits");
}

static tt_str claimed_number(const tt_data *d, tt_ix line)
{
    return d->declaration_lines[line].permit_number;
}

static bool one_declaration(const tt_data *d, tt_ix a, tt_ix b)
{
    return d->declaration_lines[a].doc == d->declaration_lines[b].doc;
}

static tt_str permit_number(const tt_data *d, tt_ix i)
{
    return d->permits[i].number;
}

static void mark(struct ledger *l, enum fault f, double weight, tt_ix use)
{
    if (weight <= l->fault[f])
        return;
    l->fault[f] = weight;
    l->shown[f] = use;
}

static void use(const struct state *s, struct ledger *l, tt_ix i)
{
    const double *p = s->in->param;
    const tt_data *d = s->in->data;
    const tt_declaration *x = &d->declarations[i];
    tt_date day = x->head.date.day;
    tt_country from = x->type == TT_DOC_IMPORT ? x->partner : d->mentions[x->exporter].country;
    l->n_uses++;
    if ((l->p->issued != TT_NO_DATE && day < l->p->issued) ||
        (l->p->expires != TT_NO_DATE &&
         day > l->p->expires + (x->type == TT_DOC_IMPORT ? (tt_date)p[P_VOYAGE] : 0)))
        mark(l, DATE, p[P_DATE], i);
    if (from && l->p->export_country && from != l->p->export_country)
        mark(l, STATE, p[P_STATE], i);
}

/* It says that it is one for export, and not for what came from elsewhere before. */
static bool is_for_export(const tt_permit *p)
{
    return tt_text_has(p->type, "export") && !tt_text_has(p->type, "re export") &&
           !tt_text_has(p->type, "re-export") && !tt_text_has(p->type, "reexport");
}

/* What an export permit says of states: who issues it, and where the species lives. */
static void judge_states(const struct state *s, struct ledger *l)
{
    const tt_permit *x = l->p;
    const tt_wildlife *k = &s->in->shared->wild.k;
    if (!is_for_export(x) || !x->export_country)
        return;
    if (x->issuing_country && x->issuing_country != x->export_country)
        mark(l, ISSUER, s->in->param[P_STATE], 0);
    const tt_taxon *t = tt_taxon_find(k, x->species); /* a genus has the range of some species */
    if (tt_str_is_nocase(x->source_code, "W") && t && t->rank == TT_RANK_SPECIES &&
        !tt_taxon_lives(k, x->species, x->export_country))
        mark(l, RANGE, s->in->param[P_RANGE], 0);
}

/* Is a line that claims the number of this paper?  Two may have it. */
static bool is_of(const struct state *s, const tt_permit *p, tt_ix line)
{
    const tt_data *d = s->in->data;
    tt_ix paper = tt_permit_paper(d, first_of(&s->permits, p->number), s->permits.next,
                                  d->declaration_lines[line].doc);
    return tt_permit_same_paper(&d->permits[paper], p);
}

static void judge(const struct state *s, struct ledger *l)
{
    const double *p = s->in->param;
    const tt_wildlife *k = &s->in->shared->wild.k;
    tt_date day = l->p->issued != TT_NO_DATE ? l->p->issued : s->in->data->as_of;
    bool wild = !l->p->source_code.n || tt_str_is_nocase(l->p->source_code, "W");
    if (wild && tt_str_is_nocase(l->p->purpose_code, "T") &&
        tt_taxon_lives(k, l->p->species, l->p->export_country) && /* no re-export */
        tt_taxon_appendix(k, l->p->species, l->p->export_country, day) == 1)
        mark(l, TRADE, p[P_TRADE], 0);
    judge_states(s, l);
    for (tt_ix i = first_of(&s->uses, l->p->number); i; i = s->uses.next[i])
        if (is_of(s, l->p, i))
            use(s, l, s->in->data->declaration_lines[i].doc);
        else
            l->n_uses += l->twin != 0; /* the number was used: both papers are in question */
}

/* Looks for a paper that had the number before.  False when an earlier row stands for this one. */
static bool read_paper(const struct state *s, struct ledger *l)
{
    const tt_data *d = s->in->data;
    if (!l->p->number.n)
        return false;
    for (tt_ix i = first_of(&s->permits, l->p->number); i; i = s->permits.next[i]) {
        const tt_permit *o = &d->permits[i];
        bool same = tt_permit_same_paper(o, l->p);
        if (same && i < l->permit)
            return false;
        if (!same && o->issuing_country == l->p->issuing_country &&
            tt_permit_before(d, i, l->permit) && (!l->twin || tt_permit_before(d, i, l->twin)))
            l->twin = i;
    }
    if (l->twin)
        mark(l, TWO, s->in->param[P_TWO], 0);
    return true;
}

/* "EX-1 (2024-02-01), EX-3 (2024-04-15)": who used a paper, in the order of time; at most three. */
static const char *say_uses(const struct state *s, const tt_permit *p, tt_draft *w)
{
    enum { SHOWN = 3 };
    const tt_data *d = s->in->data;
    tt_ix v[SHOWN];
    size_t n = 0, all = 0;
    for (tt_ix i = first_of(&s->uses, p->number); i; i = s->uses.next[i]) {
        if (!is_of(s, p, i))
            continue;
        tt_ix doc = d->declaration_lines[i].doc;
        size_t at = n;
        while (at > 0 &&
               d->declarations[doc].head.date.day < d->declarations[v[at - 1]].head.date.day)
            at--;
        for (size_t k = TT_MIN(n, (size_t)SHOWN - 1); k > at; k--)
            v[k] = v[k - 1];
        if (at < SHOWN)
            v[at] = doc;
        n = TT_MIN(n + 1, (size_t)SHOWN);
        all++;
    }
    const char *text = all ? "" : "no declaration in the data";
    for (size_t i = 0; i < n; i++)
        text = tt_say(w, "%s%s%s (%s)", text, *text ? ", " : "",
                      tt_say_doc(w, TT_KIND_DECLARATION, v[i]),
                      tt_say_date(w, d->declarations[v[i]].head.date.day));
    return all > n ? tt_say(w, "%s and %zu more", text, all - n) : text;
}

/* The two papers in the order of time, and what was declared on each. */
static const char *say_two(const struct state *s, const struct ledger *l, tt_draft *w)
{
    const tt_permit *before = &s->in->data->permits[l->twin];
    return tt_say(w,
                  "another permit of the same country had this number before, for other goods or "
                  "parties: that one, of %s for %s, was used by %s; this one, of %s for %s, by %s",
                  tt_say_date(w, before->issued), tt_say_str(w, before->exporter_name),
                  say_uses(s, before, w), tt_say_date(w, l->p->issued),
                  tt_say_str(w, l->p->exporter_name), say_uses(s, l->p, w));
}

static const char *
say_fault(const struct state *s, const struct ledger *l, enum fault f, tt_draft *w)
{
    const char *use = l->shown[f] ? tt_say_doc(w, TT_KIND_DECLARATION, l->shown[f]) : "";
    switch (f) {
    case TWO:
        return say_two(s, l, w);
    case TRADE:
        return "wild specimens of Appendix I are permitted for purposes of trade";
    case STATE:
        return tt_draft_text(
            w, tt_arena_printf(w->a, "declaration '%s' exports from another country", use));
    case ISSUER:
        return "another country issued it than the one that it exports from";
    case RANGE:
        return "it is for wild specimens from a country where the species does not live";
    case DATE:
        return tt_draft_text(
            w, tt_arena_printf(w->a, "declaration '%s' is outside its days (%s to %s)", use,
                               tt_say_date(w, l->p->issued), tt_say_date(w, l->p->expires)));
    case FAULTS:
        break;
    }
    return "";
}

static void tests(const struct ledger *l, tt_draft *w)
{
    tt_draft_test(w, "typing_error", TT_TEST_UNKNOWN,
                  "The number may have been copied wrongly: the paper itself is not in the data.");
    if (l->fault[RANGE] > 0)
        tt_draft_test(w, "re_export", TT_TEST_UNKNOWN,
                      "What was imported before is re-exported with a certificate that names the "
                      "country of origin; this paper says export.");
    tt_draft_test(w, "replaced_permit", TT_TEST_UNKNOWN,
                  "A permit that was extended or replaced shows in the register of the issuer.");
}

static void describe(const struct state *s, const struct ledger *l, tt_draft *w)
{
    const tt_data *d = s->in->data;
    const char *all = "";
    double weight = 0;
    tt_draft_document(w, TT_KIND_PERMIT, l->permit, 0);
    if (l->twin)
        tt_draft_document(w, TT_KIND_PERMIT, l->twin, 0);
    for (tt_ix i = first_of(&s->uses, l->p->number); i; i = s->uses.next[i]) {
        const tt_declaration *x = &d->declarations[d->declaration_lines[i].doc];
        if (!l->twin && !is_of(s, l->p, i))
            continue;
        tt_draft_document(w, TT_KIND_DECLARATION, d->declaration_lines[i].doc, 0);
        tt_draft_entity(w, tt_data_entity(d, x->exporter), "exporter");
        tt_draft_entity(w, tt_data_entity(d, x->importer), "importer");
    }
    for (int f = 0; f < FAULTS; f++) {
        if (!(l->fault[f] > 0))
            continue;
        weight += l->fault[f];
        all = tt_draft_text(w, tt_arena_printf(w->a, "%s%s%s", all, *all ? "; " : "",
                                               say_fault(s, l, (enum fault)f, w)));
    }
    tt_draft_measure(w, "uses", "count", (double)l->n_uses, NAN, NAN, 0);
    tests(l, w);
    tt_draft_step(w, "Ask the management authority that issued the permit whether it is valid.");
    tt_draft_step(w, "Ask for the original with the customs endorsements on its back.");
    w->f.weight = fmin(weight, s->in->param[P_CAP]);
    w->f.title = "Permit that does not cover its use";
    w->f.explanation = tt_draft_text(w, tt_arena_printf(w->a, "Permit '%s' for %.*s: %s.",
                                                        tt_say_doc(w, TT_KIND_PERMIT, l->permit),
                                                        TT_STR_ARG(l->p->species), all));
}

static tt_status check(struct state *s, tt_ix i, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->in->data;
    struct ledger *l = tt_new(s->in->scratch, struct ledger);
    if (!l)
        return tt_fail(err, TT_ENOMEM, "no memory for a permit");
    l->p = &d->permits[i];
    l->permit = i;
    if (!read_paper(s, l))
        return TT_OK;
    judge(s, l);
    double sum = 0;
    for (int f = 0; f < FAULTS; f++)
        sum += l->fault[f];
    if (!(sum > 0) || !l->n_uses) /* a permit that nobody used accuses nobody */
        return TT_OK;
    if (sum < s->in->param[P_MIN_WEIGHT]) {
        tt_tally_add(&s->why[WEAK], TT_NO_NUM);
        return TT_OK;
    }
    tt_draft w;
    tt_draft_begin(&w, d, s->in->scratch);
    describe(s, l, &w);
    return tt_draft_add(&w, out, err);
}

static tt_status check_all(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "faults that weigh less than min_weight", "permit", "not reported", NULL},
    };
    const tt_data *d = s->in->data;
    TT_TRY(chain(s, &s->uses, d->n_declaration_lines, claimed_number, one_declaration, err));
    TT_TRY(chain(s, &s->permits, d->n_permits, permit_number, NULL, err));
    for (tt_ix i = 1; i <= d->n_permits; i++)
        TT_TRY(check(s, i, out, err));
    TT_TRY(tt_tally_tell(s->in, "iwt.cites_permit: permits", s->why, rows, TT_LEN(rows), out, err));
    return tt_no_permit_run(s->in, P_MISS_I, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_map_init(&s.uses.first);
    tt_map_init(&s.permits.first);
    tt_status st = check_all(&s, out, err);
    tt_map_release(&s.uses.first);
    tt_map_release(&s.permits.first);
    return st;
}

const tt_detector tt_detector_iwt_cites_permit = {
    .id = "iwt.cites_permit",
    .revision = 9,
    .title = "Permit that is missing or does not cover its use",
    .typology = "cites_permit",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_DOCUMENT,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-07",
    .source =
        "CITES, Resolution Conf. 12.3 on permits and certificates; FATF, Money Laundering and "
        "the Illegal Wildlife Trade (2020)",
    .looks_for =
        "Permits used outside their days or from another country, issued by another or for a "
        "species "
        "that does not live there, with a number "
        "that two papers have, or for commercial trade in Appendix I; and goods of Appendix I or "
        "II declared without a permit number.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
