/*
 * completeness.c - what resolve and match left out, and how much of each feed there is.
 *
 * What a stage counted is kept as a setting: its notes are written by a later stage.
 */
#include "app/completeness.h"

#include "base/str.h"
#include "detect/findings.h"
#include "match/coverage.h"
#include "match/match.h"

static const char RESOLVE_KEY[] = "resolve.limits", MATCH_KEY[] = "match.limits",
                  DOUBLES_KEY[] = "resolve.doubles";

/* --- counts of a stage, as a setting --- */

static tt_status keep(tt_case *c, const char *key, const uint64_t *v, size_t n, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(&b, i ? " %llu" : "%llu", (unsigned long long)v[i]);
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK)
        st = tt_store_setting_put(c->store, key, tt_buf_str(&b), err);
    tt_buf_release(&b);
    return st;
}

/* What an older analysis did not count is 0. */
static tt_status read_kept(tt_case *c, const char *key, uint64_t *v, size_t n, tt_err *err)
{
    tt_str rest = {0}, part;
    TT_TRY(tt_store_setting_get(c->store, key, &c->arena, &rest, err));
    for (size_t i = 0; i < n; i++)
        if (!rest.p || !tt_str_split(&rest, ' ', &part) || !tt_parse_u64(part, &v[i]))
            v[i] = 0;
    return TT_OK;
}

enum { OF_MATCH = 3 * TT_MATCH_LIMITS };

tt_status tt_case_limits_keep(tt_case *c, tt_stage stage, tt_err *err)
{
    uint64_t v[OF_MATCH];
    if (stage == TT_STAGE_RESOLVE)
        return keep(c, RESOLVE_KEY, c->data.resolve_limits, TT_RESOLVE_LIMITS, err);
    for (size_t i = 0; i < TT_MATCH_LIMITS; i++) {
        v[3 * i] = c->data.match_limits[i].docs;
        v[3 * i + 1] = c->data.match_limits[i].left;
        v[3 * i + 2] = c->data.match_limits[i].alone;
    }
    return keep(c, MATCH_KEY, v, OF_MATCH, err);
}

/*
 * Where tt_data.registry_doubles counts, one place after the other: the first, and one for each
 * file with a row of the registry.  Other files may come between without resolve being run again.
 */
static tt_status doubled(tt_case *c, uint32_t **at, size_t *n, tt_err *err)
{
    size_t all = c->data.n_sources + 2;
    bool *has = tt_new_n(&c->arena, bool, all);
    *at = tt_new_n(&c->arena, uint32_t, all);
    *n = 0;
    if (!has || !*at)
        return tt_fail(err, TT_ENOMEM, "no room for what registries repeat");
    has[1] = true;
    for (size_t i = 1; i <= c->data.n_parties; i++)
        has[c->data.parties[i].place.source + 1] = true;
    for (size_t i = 1; i < all; i++)
        if (has[i])
            (*at)[(*n)++] = (uint32_t)i;
    return TT_OK;
}

tt_status tt_case_doubles_keep(tt_case *c, tt_err *err)
{
    uint32_t *at;
    size_t n;
    TT_TRY(doubled(c, &at, &n, err));
    uint64_t *v = tt_new_n(&c->arena, uint64_t, n);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for what registries repeat");
    for (size_t i = 0; i < n; i++)
        v[i] = c->data.registry_doubles[at[i]];
    return keep(c, DOUBLES_KEY, v, n, err);
}

tt_status tt_case_doubles_read(tt_case *c, tt_err *err)
{
    uint32_t *at;
    size_t n;
    TT_TRY(doubled(c, &at, &n, err));
    uint64_t *v = tt_new_n(&c->arena, uint64_t, n),
             *by_file = tt_new_n(&c->arena, uint64_t, c->data.n_sources + 2);
    if (!v || !by_file)
        return tt_fail(err, TT_ENOMEM, "no room for what registries repeat");
    TT_TRY(read_kept(c, DOUBLES_KEY, v, n, err));
    for (size_t i = 0; i < n; i++)
        by_file[at[i]] = v[i];
    c->data.registry_doubles = by_file;
    return TT_OK;
}

/* --- references that joined nothing, as notes on completeness --- */

/* Gaps by (key, why), at most one of each pair of constants. */
struct gap_count {
    const char *key, *why;
    uint64_t n;
};
TT_VEC(gap_vec, struct gap_count);

static bool count_gap(gap_vec *v, const tt_gap *g)
{
    for (size_t i = 0; i < v->n; i++)
        if (tt_str_is(tt_str_of(g->key), v->v[i].key) &&
            tt_str_is(tt_str_of(g->why), v->v[i].why)) {
            v->v[i].n++;
            return true;
        }
    struct gap_count one = {g->key, g->why, 1};
    return tt_vec_push(v, one);
}

static int cmp_note(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_completeness_cmp(a, b);
}

/* More notes, among the others as finding.h sorts them. */
static tt_status append_notes(tt_case *c, const tt_completeness *notes, size_t n, tt_err *err)
{
    tt_results *r = &c->results;
    tt_completeness *all = tt_new_n(&c->arena, tt_completeness, r->n_completeness + n + 1);
    if (!all)
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    if (r->n_completeness)
        memcpy(all + 1, r->completeness + 1, r->n_completeness * sizeof(*all));
    for (size_t i = 0; i < n; i++) {
        if (!notes[i].what || !notes[i].limit || !notes[i].reached)
            return tt_fail(err, TT_ENOMEM, "no room for completeness");
        all[r->n_completeness + 1 + i] = notes[i];
    }
    r->completeness = all;
    r->n_completeness += n;
    if (r->n_completeness && !tt_sort(all + 1, r->n_completeness, sizeof(*all), cmp_note, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    return TT_OK;
}

static tt_status append_gaps(tt_case *c, const gap_vec *v, tt_err *err)
{
    tt_completeness *notes = tt_new_n(&c->arena, tt_completeness, v->n + 1);
    if (!notes)
        return tt_fail(err, TT_ENOMEM, "no room for completeness");
    for (size_t i = 0; i < v->n; i++)
        notes[i] = (tt_completeness){
            .what = tt_arena_printf(&c->arena, "match: %s", v->v[i].key),
            .limit = v->v[i].why,
            .reached = tt_arena_printf(&c->arena, "%llu references", (unsigned long long)v->v[i].n),
            .effect = "the documents that name each other this way are in no common deal",
        };
    return append_notes(c, notes, v->n, err);
}

static tt_status note_gaps(tt_case *c, tt_err *err)
{
    tt_gap *gaps = NULL;
    size_t n = 0;
    gap_vec v = {0};
    TT_TRY(tt_match_gaps(&c->data, c->config->sets[TT_SET_MATCH].value, &c->arena, &gaps, &n, err));
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < n; i++)
        if (!count_gap(&v, &gaps[i]))
            st = tt_fail(err, TT_ENOMEM, "no room for completeness");
    if (st == TT_OK)
        st = append_gaps(c, &v, err);
    tt_vec_release(&v);
    return st;
}

/* --- how much of each feed there is --- */

static const char *share_text(tt_arena *a, int64_t low, int64_t high)
{
    char from[TT_NUM_TEXT], to[TT_NUM_TEXT];
    tt_dec_text(low, 6, from);
    tt_dec_text(high, 6, to);
    return low == high ? tt_arena_printf(a, "%s", from) : tt_arena_printf(a, "%s to %s", from, to);
}

/* The note on one feed; false when there is nothing to say. */
static bool feed_note(tt_arena *a, const tt_feed *f, tt_completeness *out)
{
    *out = (tt_completeness){
        .what = tt_arena_printf(a, "coverage: %s", tt_kind_text(f->kind)),
        .effect = "what the feed lacks looks like what never was",
    };
    if (f->n_stated > 0) {
        out->limit = "stated by coverage records";
        out->reached = share_text(a, f->low, f->high);
    } else if (f->n > 0) {
        out->limit = tt_arena_printf(a, "estimated from %s", f->of);
        out->reached = tt_arena_printf(a, "%llu of %llu have one in their deal",
                                       (unsigned long long)f->k, (unsigned long long)f->n);
    }
    return out->limit != NULL;
}

static tt_status note_coverage(tt_case *c, tt_err *err)
{
    tt_feed feeds[TT_FEEDS];
    TT_TRY(tt_match_coverage(&c->data, &c->arena, feeds, err));
    for (size_t i = 0; i < TT_FEEDS; i++) {
        tt_completeness note;
        if (!feed_note(&c->arena, &feeds[i], &note))
            continue;
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

/* --- what match left out --- */

/* Documents that stay alone although not all ways to match them were tried. */
static tt_status note_alone(tt_case *c, tt_err *err)
{
    unsigned long long n = 0;
    for (size_t i = 1; i <= c->data.n_breaks; i++)
        n += c->data.breaks[i].type == TT_BREAK_LIMIT;
    tt_completeness note = {
        .what = "match: ways tried",
        .limit = "limits of match",
        .reached = tt_arena_printf(&c->arena, "%llu document%s alone", n, n == 1 ? "" : "s"),
        .effect = "their counterpart may be among those not looked at",
    };
    return n ? append_notes(c, &note, 1, err) : TT_OK;
}

static const struct {
    const char *what, *limit, *unit, *effect;
} of_match[TT_MATCH_LIMITS] = {
    [TT_CUT_SCAN] = {"match: candidates of two parties", "max_scan", "candidates",
                     "only those nearest in days and size were compared"},
    [TT_CUT_THIRD] = {"match: candidates of one party", "max_third", "candidates",
                      "a third party's payment or goods may belong to one that was not compared"},
    [TT_CUT_ANSWERS] = {"match: answers for one document", "24", "answers",
                        "only the strongest were weighed against those of other documents"},
    [TT_CUT_COMBINE] = {"match: documents in a sum", "max_combine", "documents",
                        "sums were made of those nearest to the usual day"},
    [TT_CUT_THREES] = {"match: sums of three", "max_three", "documents",
                       "sums of two and runs were tried, of three none"},
    [TT_CUT_RUNS] = {"match: runs of documents", "max_run", "longer runs",
                     "a run that is longer was not added up"},
    [TT_CUT_STATES] = {"match: sums of four to six", "max_states", "documents",
                       "the largest were in none of these sums"},
    [TT_CUT_SUMS] = {"match: sums that fit", "64", NULL, "only so many that fit were weighed"},
    [TT_CUT_INSTALMENTS] = {"match: instalments and part shipments", "max_combine", "documents",
                            "later ones were in no sum"},
    [TT_CUT_BOXES] = {"match: bills of one container", "64", "bills",
                      "the container was not followed from master to house bills"},
    [TT_CUT_CHOICE] = {"match: choice of answers", "20 answers, 400 pairs, 20000 steps", NULL,
                       "the strongest answers were taken first; others may be better together"},
    [TT_CUT_LINES] = {"match: lines of goods", "256", "pairs of documents",
                      "they are paired as wholes, not line by line"},
    [TT_CUT_EVIDENCE] = {"match: lines compared", "64", NULL,
                         "equal lines were no evidence, sums alone were"},
    [TT_CUT_CODES] = {"match: codes of goods", "4", NULL, "codes were no evidence"},
    [TT_CUT_NUMBERS] = {"match: numbers in a text", "12", NULL,
                        "the rest was looked for as written, not by its digits"},
};

/* "12 documents, at most 340 candidates not looked at; 3 of them alone" */
static const char *match_reached(tt_arena *a, const tt_match_cut *m, const char *unit)
{
    unsigned long long docs = m->docs, left = m->left, alone = m->alone;
    const char *told = "";
    if (unit && left)
        told = docs ? tt_arena_printf(a, ", at most %llu %s not looked at", left, unit)
                    : tt_arena_printf(a, "%llu %s", left, unit);
    const char *rest = alone ? tt_arena_printf(a, "; %llu of them alone", alone) : "";
    if (!told || !rest)
        return NULL;
    return docs ? tt_arena_printf(a, "%llu document%s%s%s", docs, docs == 1 ? "" : "s", told, rest)
                : told;
}

static tt_status note_match(tt_case *c, tt_err *err)
{
    uint64_t v[OF_MATCH];
    TT_TRY(note_alone(c, err));
    TT_TRY(read_kept(c, MATCH_KEY, v, OF_MATCH, err));
    for (size_t i = 0; i < TT_MATCH_LIMITS; i++) {
        tt_match_cut m = {v[3 * i], v[3 * i + 1], v[3 * i + 2]};
        if (!m.docs && !m.left)
            continue;
        tt_completeness note = {
            .what = of_match[i].what,
            .limit = of_match[i].limit,
            .reached = match_reached(&c->arena, &m, of_match[i].unit),
            .effect = of_match[i].effect,
        };
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

/* --- what resolve left out --- */

static tt_status note_resolve(tt_case *c, tt_err *err)
{
    static const struct {
        const char *what, *limit, *unit, *effect;
    } say[TT_RESOLVE_LIMITS] = {
        [TT_LIMIT_WORDS] = {"resolve: names by words", "max_names_per_word", "words",
                            "names that share nothing rarer were not compared"},
        [TT_LIMIT_NAMES] = {"resolve: names by words", "max_candidates", "names",
                            "they were compared with those only that share most"},
        [TT_LIMIT_VALUES] = {"resolve: parties by addresses and numbers",
                             "40 parties with one value", "values",
                             "their parties were compared with two others each"},
        [TT_LIMIT_PAIRS] = {"resolve: parties by names", "256 pairs of two names", "names",
                            "some parties of these names were not compared"},
        [TT_LIMIT_NEARS] = {"resolve: nearly equal parties", "max_nears", "pairs",
                            "those with the least evidence are not shown"},
        [TT_LIMIT_AGAINST] = {"resolve: decisions", "the newest stands", "decisions",
                              "they contradict newer ones and were left out"},
        [TT_LIMIT_KEYS] = {"resolve: identifiers and accounts", "max_names_per_key", "values",
                           "too many unlike names share them: they join nobody"},
        [TT_LIMIT_RIVALS] = {"resolve: parties by one key", "256 that differ", "keys",
                             "names that lack a number were joined with none of them"},
        [TT_LIMIT_SPELLED] = {"resolve: spellings of a party", "8", "parties",
                              "as wholes they were compared by those most used"},
        [TT_LIMIT_LONG] = {"resolve: words of a name", "24", "names",
                           "words after these were not compared"},
        [TT_LIMIT_UNKNOWN] = {"resolve: decisions", "names of the case", "decisions",
                              "they are on names that are not in the case"},
    };
    uint64_t n[TT_RESOLVE_LIMITS];
    TT_TRY(read_kept(c, RESOLVE_KEY, n, TT_RESOLVE_LIMITS, err));
    for (size_t i = 0; i < TT_RESOLVE_LIMITS; i++) {
        if (!n[i])
            continue;
        tt_completeness note = {
            .what = say[i].what,
            .limit = say[i].limit,
            .reached = tt_arena_printf(&c->arena, "%llu %s", (unsigned long long)n[i], say[i].unit),
            .effect = say[i].effect,
        };
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

/* --- documents that were stated more than once --- */

static tt_status note_documents(tt_case *c, tt_err *err)
{
    static const struct {
        const char *what, *limit, *effect;
    } say[TT_REPLACED_WHYS] = {
        [TT_REPLACED_VERSION] = {"documents: stated anew", "the last statement counts",
                                 "what was said before is in the case and in no sum"},
        [TT_REPLACED_CANCELLED] = {"documents: cancelled", "they do not count",
                                   "their rows are in the case and in no sum"},
        [TT_REPLACED_AGAIN] = {"documents: a line stated twice", "one of them counts",
                               "both say the same of what is counted"},
        [TT_REPLACED_UNORDERED] = {"documents: a line stated twice, otherwise",
                                   "no version says which is later",
                                   "one of them counts; the other may be the valid one"},
    };
    const uint64_t *n = c->data.restated;
    for (size_t i = 0; i <= TT_REPLACED_WHYS; i++) {
        unsigned long long docs = i < TT_REPLACED_WHYS ? n[i] : c->data.numbers_twice;
        if (!docs)
            continue;
        tt_completeness note = {
            .what = "documents: a number for two lines",
            .limit = "other goods",
            .reached = tt_arena_printf(&c->arena, "%llu document%s", docs, docs == 1 ? "" : "s"),
            .effect = "all count; one may be what became of the other",
        };
        if (i < TT_REPLACED_WHYS) {
            note.what = say[i].what;
            note.limit = say[i].limit;
            note.effect = say[i].effect;
        }
        TT_TRY(append_notes(c, &note, 1, err));
    }
    return TT_OK;
}

tt_status tt_case_note(tt_case *c, tt_err *err)
{
    TT_TRY(note_documents(c, err));
    TT_TRY(note_gaps(c, err));
    TT_TRY(note_match(c, err));
    TT_TRY(note_coverage(c, err));
    return note_resolve(c, err);
}
