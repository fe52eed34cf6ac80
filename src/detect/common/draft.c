/* draft.c - see draft.h. */
#include "detect/common/draft.h"

#include "base/str.h"

#include <math.h>

void tt_draft_begin(tt_draft *w, const tt_data *d, tt_arena *a)
{
    *w = (tt_draft){.data = d, .a = a};
    w->f.p_value = NAN;
    w->f.value_shift = (tt_money){0, d->base};
    w->f.from = w->f.to = TT_NO_DATE;
}

void tt_draft_release(tt_draft *w)
{
    tt_vec_release(&w->documents);
    tt_vec_release(&w->entities);
}

tt_status tt_draft_add(tt_draft *w, tt_findings *out, tt_err *err)
{
    w->f.documents = w->documents.v;
    w->f.n_documents = w->documents.n;
    w->f.entities = w->entities.v;
    w->f.n_entities = w->entities.n;
    w->f.measures = w->measures;
    w->f.tests = w->tests;
    w->f.next_steps = w->steps;
    tt_status st = w->failed ? tt_fail(err, TT_ENOMEM, "no memory for a finding")
                             : tt_findings_add(out, &w->f, err);
    tt_draft_release(w);
    return st;
}

const char *tt_draft_text(tt_draft *w, const char *text)
{
    w->failed |= text == NULL;
    return text ? text : "";
}

void tt_draft_document(tt_draft *w, tt_kind kind, tt_ix doc, tt_ix line)
{
    tt_ref r = {kind, doc, line};
    tt_date day = tt_data_cited(w->data, kind, doc).day;
    w->failed |= !tt_vec_push(&w->documents, r);
    if (day == TT_NO_DATE)
        return;
    if (w->f.from == TT_NO_DATE || day < w->f.from)
        w->f.from = day;
    if (w->f.to == TT_NO_DATE || day > w->f.to)
        w->f.to = day;
}

void tt_draft_entity(tt_draft *w, tt_ix entity, const char *role)
{
    tt_finding_entity e = {entity, role};
    for (size_t i = 0; i < w->entities.n; i++)
        if (w->entities.v[i].entity == entity && strcmp(w->entities.v[i].role, role) == 0)
            return;
    w->failed |= !tt_vec_push(&w->entities, e);
}

void tt_draft_key(tt_draft *w, tt_ix entity, const char *of)
{
    size_t n = sizeof(tt_hash), more = strlen(of);
    char *key = tt_arena_zalloc(w->a, n + more + 1, 1);
    w->failed |= !key;
    if (!key)
        return;
    memcpy(key, w->data->entities[entity].id.b, n);
    memcpy(key + n, of, more);
    w->f.key = (tt_str){key, n + more};
}

void tt_draft_relation(tt_draft *w, tt_ix seller, tt_ix buyer, tt_hs hs6, tt_dim dim)
{
    size_t n = sizeof(tt_hash);
    char *key = tt_arena_zalloc(w->a, 2 * n + TT_HS_TEXT + 1, 1);
    tt_draft_entity(w, seller, "seller");
    tt_draft_entity(w, buyer, "buyer");
    w->failed |= !key;
    if (!key)
        return;
    memcpy(key, w->data->entities[seller].id.b, n);
    memcpy(key + n, w->data->entities[buyer].id.b, n);
    n = 2 * n + tt_hs_text(hs6, key + 2 * n);
    key[n++] = (char)('0' + dim);
    w->f.key = (tt_str){key, n};
}

void tt_draft_test(tt_draft *w, const char *test, tt_outcome outcome, const char *detail)
{
    TT_ASSERT(w->f.n_tests < TT_DRAFT_MAX);
    w->tests[w->f.n_tests++] = (tt_test){test, outcome, detail};
}

void tt_draft_step(tt_draft *w, const char *text)
{
    TT_ASSERT(w->f.n_next_steps < TT_DRAFT_MAX);
    w->steps[w->f.n_next_steps++] = text;
}

void tt_draft_tests(tt_draft *w, const tt_test *tests, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tt_draft_test(w, tests[i].test, tests[i].outcome, tests[i].detail);
}

void tt_draft_steps(tt_draft *w, const char *const *steps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tt_draft_step(w, steps[i]);
}

void tt_draft_measure(tt_draft *w, const char *name, const char *unit, double value, double low,
                      double high, uint32_t peers)
{
    TT_ASSERT(w->f.n_measures < TT_DRAFT_MAX);
    w->measures[w->f.n_measures++] = (tt_measure){
        .name = name, .unit = unit, .value = value, .low = low, .high = high, .peers = peers};
}

void tt_draft_money(tt_draft *w, const char *name, int64_t minor)
{
    char code[4];
    tt_ccy_text(w->data->base, code);
    TT_ASSERT(w->f.n_measures < TT_DRAFT_MAX);
    w->measures[w->f.n_measures++] =
        (tt_measure){.name = name,
                     .unit = tt_draft_text(w, tt_arena_printf(w->a, "%s", code)),
                     .is_money = true,
                     .money = {minor, w->data->base},
                     .low = NAN,
                     .high = NAN};
}

/* --- words --- */

const char *tt_say_number(tt_draft *w, double v, unsigned decimals)
{
    char text[TT_NUM_TEXT];
    (void)tt_double_text(v, decimals, text);
    return tt_draft_text(w, tt_arena_printf(w->a, "%s", text));
}

const char *tt_say_chance(tt_draft *w, double v)
{
    return v < 1e-6 ? "less than 0.000001" : tt_say_number(w, v, v < 1e-4 ? 6 : 4);
}

const char *tt_say_price(tt_draft *w, double v)
{
    return tt_say_number(w, v, v >= 1 ? 2 : v >= 0.01 ? 4 : 6);
}

const char *tt_say_money(tt_draft *w, int64_t minor)
{
    char text[TT_NUM_TEXT];
    (void)tt_money_text((tt_money){minor, w->data->base}, text);
    return tt_draft_text(w, tt_arena_printf(w->a, "%s", text));
}

const char *tt_say_date(tt_draft *w, tt_date day)
{
    char text[TT_NUM_TEXT];
    (void)tt_date_text(day, text);
    return day == TT_NO_DATE ? "no date" : tt_draft_text(w, tt_arena_printf(w->a, "%s", text));
}

const char *tt_say_period(tt_draft *w, tt_date from, tt_date to)
{
    const char *first = tt_say_date(w, from);
    if (from == to)
        return tt_draft_text(w, tt_arena_printf(w->a, "on %s", first));
    return tt_draft_text(w, tt_arena_printf(w->a, "between %s and %s", first, tt_say_date(w, to)));
}

const char *tt_say_str(tt_draft *w, tt_str text)
{
    enum { LONGEST = 60 };
    text = tt_str_sub(text, 0, LONGEST);
    text.n = tt_utf8_bad(text); /* a character that the cut went through */
    return tt_say(w, "%.*s", TT_STR_ARG(text));
}

const char *tt_say_key(tt_draft *w, tt_str key)
{
    const char *text = "";
    tt_str word;
    while (tt_str_split(&key, '_', &word))
        text = tt_say(w, "%s%s%.*s", text, *text ? " " : "", TT_STR_ARG(word));
    return text;
}

const char *tt_say_doc(tt_draft *w, tt_kind kind, tt_ix doc)
{
    return tt_say_str(w, tt_data_cited(w->data, kind, doc).number);
}

const char *tt_say_docs(tt_draft *w, tt_kind kind, size_t max)
{
    const char *text = "";
    size_t said = 0, more = 0;
    for (size_t i = 0; i < w->documents.n; i++) {
        const tt_ref *r = &w->documents.v[i];
        bool again = r->kind != kind;
        for (size_t k = 0; k < i && !again; k++)
            again = w->documents.v[k].kind == kind && w->documents.v[k].doc == r->doc;
        if (again)
            continue;
        if (said == max) {
            more++;
            continue;
        }
        text = tt_draft_text(w, tt_arena_printf(w->a, "%s%s%s", text, said ? ", " : "",
                                                tt_say_doc(w, kind, r->doc)));
        said++;
    }
    return more ? tt_draft_text(w, tt_arena_printf(w->a, "%s and %zu more", text, more)) : text;
}

const char *tt_say_count(tt_draft *w, uint64_t n, const char *word)
{
    char text[TT_NUM_TEXT];
    size_t stem = strlen(word);
    bool party = n != 1 && stem > 1 && word[stem - 1] == 'y' && !strchr("aeiou", word[stem - 2]);
    (void)tt_u64_text(n, text);
    return tt_say(w, "%s %.*s%s", text, (int)(stem - party), word,
                  n == 1  ? ""
                  : party ? "ies"
                          : "s");
}

tt_status
tt_note(const tt_data *d, tt_findings *out, tt_arena *a, const char *what, const char *limit,
        uint64_t n, const char *of, int64_t value, const char *effect, tt_err *err)
{
    tt_draft w;
    if (n == 0)
        return TT_OK;
    tt_draft_begin(&w, d, a);
    const char *count = tt_say_count(&w, n, of);
    const char *reached =
        value == TT_NO_NUM
            ? count
            : tt_draft_text(&w, tt_arena_printf(a, "%s, %s", count, tt_say_money(&w, value)));
    if (w.failed)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_findings_limit(out, &(tt_completeness){what, limit, reached, effect}, err);
}
