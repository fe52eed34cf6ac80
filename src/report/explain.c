/*
 * explain.c - why, and why not: one thing of the report with everything that it rests on.
 */
#include "report/parts.h"

#include <math.h>

#include "base/map.h"
#include "base/str.h"
#include "report/words.h"

enum { SHOWN = 40, WIDTH = 96 };

/* One paragraph, broken at blanks before the width of a terminal. */
static void add_wrapped(tt_buf *b, const char *text)
{
    tt_str rest = tt_str_of(text), word;
    size_t column = 0;
    while (tt_str_split(&rest, ' ', &word)) {
        size_t n = 0;
        for (size_t i = 0; i < word.n; n++)
            (void)tt_utf8_next(word, &i);
        if (!n)
            continue;
        if (column && column + 1 + n > WIDTH) {
            tt_buf_add_c(b, '\n');
            column = 0;
        } else if (column) {
            tt_buf_add_c(b, ' ');
            column++;
        }
        tt_buf_add(b, word);
        column += n;
    }
}

/* A line: when, and how much value went where. */
static void add_shift(tt_buf *b, tt_date from, tt_date to, tt_money shift, tt_direction direction)
{
    tt_buf_add_z(b, "\nperiod ");
    tt_words_period(b, from, to);
    if (shift.minor) {
        tt_buf_add_z(b, ", value shift ");
        tt_words_money(b, shift);
        tt_buf_add_z(b, tt_words_direction(direction));
    }
    tt_buf_add_c(b, '\n');
}

static void add_place(const tt_data *d, tt_place p, tt_buf *b)
{
    tt_buf_addf(b, "%.*s line %llu", TT_STR_ARG(d->sources[p.source].name),
                (unsigned long long)p.line);
}

static void add_entity(const tt_data *d, tt_ix e, tt_buf *b)
{
    tt_id_text id = tt_id_text_of('e', d->entities[e].id);
    tt_buf_addf(b, "%.10s  %.*s", id.s, TT_STR_ARG(d->entities[e].name));
}

static void add_rest(tt_buf *b, size_t n)
{
    if (n > SHOWN)
        tt_buf_addf(b, "  and %zu more: see the report\n", n - SHOWN);
}

/* --- findings --- */

static void measure(tt_buf *b, const tt_measure *m)
{
    tt_buf_addf(b, "  %-24s ", m->name);
    if (m->is_money)
        tt_words_money(b, m->money);
    else
        tt_words_number(b, m->value);
    if (!m->is_money && !tt_str_is(tt_str_of(m->unit), "1"))
        tt_buf_addf(b, " %s", m->unit);
    if (!isnan(m->low) || !isnan(m->high)) {
        tt_buf_add_z(b, "   expected ");
        tt_words_range(b, m->low, m->high);
    }
    if (m->peers) {
        tt_buf_add_z(b, "   from ");
        tt_words_counted(b, m->peers, "peer");
    }
    tt_buf_add_c(b, '\n');
}

static void finding_body(const tt_data *d, const tt_finding *f, tt_buf *b)
{
    tt_buf_add_c(b, '\n');
    add_wrapped(b, f->explanation);
    tt_buf_add_z(b, "\n\nparties\n");
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_buf_addf(b, "  %-12s ", f->entities[i].role);
        add_entity(d, f->entities[i].entity, b);
        tt_buf_add_c(b, '\n');
    }
    if (f->n_measures)
        tt_buf_add_z(b, "measures\n");
    for (size_t i = 0; i < f->n_measures; i++)
        measure(b, &f->measures[i]);
    tt_buf_add_z(b, "innocent explanations tested\n");
    for (size_t i = 0; i < f->n_tests; i++)
        tt_buf_addf(b, "  %-24s %-14s %s\n", f->tests[i].test, tt_outcome_text(f->tests[i].outcome),
                    f->tests[i].detail);
    tt_buf_add_z(b, "evidence\n");
    for (size_t i = 0; i < f->n_documents && i < SHOWN; i++) {
        tt_ref r = f->documents[i];
        tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text(r.kind),
                    TT_STR_ARG(tt_data_head(d, r.kind, r.doc)->number));
        add_place(d, tt_data_place(d, r), b);
        tt_buf_add_c(b, '\n');
    }
    add_rest(b, f->n_documents);
    if (f->n_next_steps)
        tt_buf_add_z(b, "next steps\n");
    for (size_t i = 0; i < f->n_next_steps; i++)
        tt_buf_addf(b, "  %s\n", f->next_steps[i]);
}

static void explain_finding(const tt_report_in *in, tt_ix i, tt_buf *b)
{
    const tt_found *x = &in->results->findings[i];
    tt_id_text id = tt_id_text_of('f', x->id);

    tt_buf_addf(b, "finding %s\n%s: %s\n", id.s, x->detector, x->f.title);
    tt_buf_addf(b, "rank %u, weight ", x->rank);
    tt_words_fixed(b, x->f.weight, 3);
    tt_buf_add_z(b, " (log10 of the e-value)");
    if (!isnan(x->f.p_value)) {
        tt_buf_add_z(b, ", p-value ");
        tt_words_p_value(b, x->f.p_value);
    }
    add_shift(b, x->f.from, x->f.to, x->f.value_shift, x->f.direction);
    if (x->disposition) {
        tt_buf_add_z(b, "disposition: ");
        tt_words_disposition(b, x->disposition);
        tt_buf_add_c(b, '\n');
    }
    finding_body(in->data, &x->f, b);
    if (x->syndicate) {
        tt_id_text s = tt_id_text_of('s', in->results->syndicates[x->syndicate].id);
        tt_buf_addf(b, "syndicate\n  %s\n", s.s);
    }
}

/* --- syndicates --- */

static void explain_syndicate(const tt_report_in *in, tt_ix i, tt_buf *b)
{
    const tt_results *r = in->results;
    const tt_syndicate *s = &r->syndicates[i];
    tt_id_text id = tt_id_text_of('s', s->id);

    tt_buf_addf(b, "syndicate %s\nrank %u, log10 E ", id.s, s->rank);
    tt_words_fixed(b, s->log10_e, 3);
    tt_buf_add_z(b, ", score ");
    tt_words_fixed(b, s->score, 1);
    tt_buf_add_z(b, " of 100, stability ");
    tt_words_fixed(b, s->stability, 2);
    if (!isnan(s->p_value)) {
        tt_buf_add_z(b, ", p-value ");
        tt_words_p_value(b, s->p_value);
    }
    add_shift(b, s->from, s->to, s->value_shift, s->direction);
    tt_buf_add_c(b, '\n');
    add_wrapped(b, s->narrative);
    tt_buf_add_z(b, "\n\nparties (weight)\n");
    for (size_t k = 0; k < s->n_entities; k++) {
        tt_buf_addf(b, "  %-12s ", s->entities[k].role);
        add_entity(in->data, s->entities[k].entity, b);
        tt_buf_add_z(b, "  (");
        tt_words_fixed(b, r->entity_weight[s->entities[k].entity], 2);
        tt_buf_add_z(b, ")\n");
    }
    tt_buf_add_z(b, "findings\n");
    for (size_t k = 0; k < s->n_findings; k++) {
        const tt_found *f = &r->findings[s->findings[k]];
        tt_buf_addf(b, "  %.10s  %-26s ", tt_id_text_of('f', f->id).s, f->detector);
        tt_words_fixed(b, f->f.weight, 2);
        tt_buf_addf(b, "  %s\n", f->f.title);
    }
}

/* --- entities --- */

static void member_place(const tt_data *d, const tt_member *m, tt_buf *b)
{
    if (m->party) {
        tt_buf_addf(b, "registry '%.*s' ", TT_STR_ARG(d->parties[m->party].name));
        add_place(d, d->parties[m->party].place, b);
        return;
    }
    const tt_mention *x = &d->mentions[m->mention];
    char country[3] = "";
    tt_country_text(x->country, country);
    tt_buf_addf(b, "'%.*s' %s%s%.*s", TT_STR_ARG(x->name), country, x->identifier.n ? " id " : "",
                TT_STR_ARG(x->identifier));
}

/* One member as text; two that read the same differ in address or account. */
static tt_status
member_text(const tt_data *d, const tt_member *m, tt_arena *a, const char **out, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    member_place(d, m, &b);
    tt_buf_addf(&b, "\n      %s", m->reason);
    if (m->detail.n)
        tt_buf_addf(&b, ": %.*s", TT_STR_ARG(m->detail));
    if (m->with) {
        tt_buf_add_z(&b, ", as ");
        member_place(d, &d->members[m->with], &b);
    }
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK) {
        *out = tt_arena_str(a, tt_buf_str(&b)).p;
        st = *out ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
    }
    tt_buf_release(&b);
    return st;
}

static tt_status
list_members(const tt_data *d, tt_ix e, tt_arena *a, tt_map *seen, tt_buf *b, tt_err *err)
{
    const tt_entity *en = &d->entities[e];
    const char **text = tt_new_n(a, const char *, en->n_mentions);
    uint32_t *times = tt_new_n(a, uint32_t, en->n_mentions), n = 0;
    if (!text || !times)
        return tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
    for (tt_ix i = 0; i < en->n_mentions; i++) {
        uint32_t at = 0;
        TT_TRY(member_text(d, &d->members[en->first_mention + i], a, &text[n], err));
        bool added = false;
        if (!tt_map_intern(seen, tt_str_of(text[n]), n, &at, &added))
            return tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
        times[at]++;
        n += added ? 1 : 0;
    }
    for (uint32_t i = 0; i < n && i < SHOWN; i++) {
        tt_buf_addf(b, "  %s", text[i]);
        if (times[i] > 1)
            tt_buf_addf(b, " (%u times, with other addresses or accounts)", times[i]);
        tt_buf_add_c(b, '\n');
    }
    add_rest(b, n);
    return TT_OK;
}

static tt_status members(const tt_data *d, tt_ix e, tt_buf *b, tt_err *err)
{
    tt_arena a;
    tt_map seen;
    tt_buf_addf(b, "what holds it together (%u names and registry rows)\n",
                d->entities[e].n_mentions);
    tt_arena_init(&a, 0);
    tt_map_init(&seen);
    tt_status st = list_members(d, e, &a, &seen, b, err);
    tt_map_release(&seen);
    tt_arena_release(&a);
    return st;
}

static tt_status list_texts(const tt_report_in *in, tt_ix e, const char *title, tt_text_of what,
                            tt_arena *a, tt_buf *b, tt_err *err)
{
    tt_texts t;
    TT_TRY(tt_entity_texts(in->data, e, what, a, &t, err));
    if (t.n)
        tt_buf_addf(b, "%s\n", title);
    for (size_t i = 0; i < t.n; i++)
        tt_buf_addf(b, "  %.*s\n", TT_STR_ARG(t.v[i]));
    return TT_OK;
}

static void findings_of(const tt_report_in *in, tt_ix e, tt_buf *b)
{
    const tt_results *r = in->results;
    tt_buf_add_z(b, "findings\n");
    size_t n = 0;
    for (size_t i = 1; i <= r->n_findings; i++) {
        const tt_finding *f = &r->findings[i].f;
        const char *role = NULL;
        for (size_t k = 0; k < f->n_entities && !role; k++)
            role = f->entities[k].entity == e ? f->entities[k].role : NULL;
        if (!role || n++ >= SHOWN)
            continue;
        tt_buf_addf(b, "  %.10s  as %s, weight ", tt_id_text_of('f', r->findings[i].id).s, role);
        tt_words_fixed(b, f->weight, 2);
        tt_buf_addf(b, ": %s\n", f->title);
    }
    if (!n)
        tt_buf_add_z(b, "  none\n");
    add_rest(b, n);
}

static tt_status explain_entity(const tt_report_in *in, tt_ix e, tt_buf *b, tt_err *err)
{
    static const struct {
        const char *title;
        tt_text_of what;
    } lists[] = {{"names as written", TT_TEXT_NAMES},
                 {"addresses", TT_TEXT_ADDRESSES},
                 {"identifiers", TT_TEXT_IDENTIFIERS},
                 {"tax ids", TT_TEXT_TAX_IDS},
                 {"registration numbers", TT_TEXT_REGISTRATIONS},
                 {"LEI", TT_TEXT_LEIS},
                 {"accounts", TT_TEXT_ACCOUNTS}};
    const tt_entity *en = &in->data->entities[e];
    tt_id_text id = tt_id_text_of('e', en->id);
    char country[3] = "";
    tt_arena a;

    tt_country_text(en->country, country);
    tt_buf_addf(b, "entity %s\n%.*s (%s%s%s)\nweight ", id.s, TT_STR_ARG(en->name),
                tt_entity_type_text(en->type), country[0] ? ", " : "", country);
    tt_words_fixed(b, in->results->entity_weight[e], 3);
    tt_buf_add_z(b, " (log10 of combined evidence)\n\n");
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < TT_LEN(lists); i++)
        st = list_texts(in, e, lists[i].title, lists[i].what, &a, b, err);
    tt_arena_release(&a);
    TT_TRY(st);
    TT_TRY(members(in->data, e, b, err));
    findings_of(in, e, b);
    return TT_OK;
}

/* --- a pair of entities --- */

static tt_status shared_texts(const tt_report_in *in, const tt_ix e[2], const char *what,
                              tt_text_of kind, tt_arena *a, tt_buf *b, tt_err *err)
{
    tt_texts x, y;
    TT_TRY(tt_entity_texts(in->data, e[0], kind, a, &x, err));
    TT_TRY(tt_entity_texts(in->data, e[1], kind, a, &y, err));
    tt_buf_addf(b, "  %-14s ", what);
    if (!x.n || !y.n) {
        tt_buf_add_z(b, "not known on both sides\n");
        return TT_OK;
    }
    bool shared = false;
    for (size_t i = 0, k = 0; i < x.n && k < y.n;) {
        int c = tt_str_cmp(x.v[i], y.v[k]);
        if (c == 0) {
            tt_buf_addf(b, "%sequal: %.*s", shared ? "; " : "", TT_STR_ARG(x.v[i]));
            shared = true;
        }
        i += c <= 0 ? 1 : 0;
        k += c >= 0 ? 1 : 0;
    }
    if (!shared)
        tt_buf_addf(b, "different: '%.*s' and '%.*s'", TT_STR_ARG(x.v[0]), TT_STR_ARG(y.v[0]));
    tt_buf_add_c(b, '\n');
    return TT_OK;
}

static void documents_between(const tt_data *d, const tt_ix e[2], tt_buf *b)
{
    size_t n = 0;
    tt_buf_add_z(b, "documents that name both\n");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        for (size_t i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++) {
            bool has[2] = {false, false};
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++) {
                tt_ix x = tt_data_entity(d, tt_data_role(d, (tt_kind)k, (tt_ix)i, role));
                has[0] |= x == e[0];
                has[1] |= x == e[1];
            }
            if (!has[0] || !has[1] || n++ >= SHOWN)
                continue;
            const tt_head *h = tt_data_head(d, (tt_kind)k, (tt_ix)i);
            tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text((tt_kind)k), TT_STR_ARG(h->number));
            tt_words_date(b, h->date.day);
            tt_buf_add_z(b, "  ");
            add_place(d, tt_data_place(d, (tt_ref){(tt_kind)k, (tt_ix)i, 0}), b);
            tt_buf_add_c(b, '\n');
        }
    }
    if (!n)
        tt_buf_add_z(b, "  none\n");
    add_rest(b, n);
}

static tt_status explain_pair(const tt_report_in *in, const tt_ix e[2], tt_buf *b, tt_err *err)
{
    static const struct {
        const char *what;
        tt_text_of kind;
    } rows[] = {{"name", TT_TEXT_NAMES},
                {"tax id", TT_TEXT_TAX_IDS},
                {"registration", TT_TEXT_REGISTRATIONS},
                {"LEI", TT_TEXT_LEIS},
                {"identifier", TT_TEXT_IDENTIFIERS},
                {"account", TT_TEXT_ACCOUNTS},
                {"address", TT_TEXT_ADDRESSES}};
    tt_arena a;
    tt_status st = TT_OK;

    for (int i = 0; i < 2; i++) {
        tt_buf_add_z(b, i ? "and     " : "between ");
        add_entity(in->data, e[i], b);
        tt_buf_add_c(b, '\n');
    }
    if (e[0] == e[1]) {
        tt_buf_add_z(b, "one and the same entity\n");
        return members(in->data, e[0], b, err);
    }
    tt_buf_add_z(b, "two entities: nothing that would make them one was found\ncompared\n");
    tt_arena_init(&a, 0);
    for (size_t i = 0; st == TT_OK && i < TT_LEN(rows); i++)
        st = shared_texts(in, e, rows[i].what, rows[i].kind, &a, b, err);
    tt_arena_release(&a);
    TT_TRY(st);
    documents_between(in->data, e, b);
    return TT_OK;
}

/* --- deals --- */

static void explain_deal(const tt_data *d, tt_ix i, tt_buf *b)
{
    const tt_deal *m = &d->deals[i];
    tt_id_text id = tt_id_text_of('m', m->id);
    const struct {
        const char *what;
        tt_money sum;
    } sums[] = {{"invoiced", m->invoiced},
                {"shipped", m->shipped},
                {"declared", m->declared},
                {"paid", m->paid}};

    tt_buf_addf(b, "deal %s, %s\n", id.s,
                m->status == TT_DEAL_MATCHED ? "matched" : "partly matched");
    for (size_t k = 0; k < TT_LEN(sums); k++) {
        tt_buf_addf(b, "  %-10s ", sums[k].what);
        tt_words_money(b, sums[k].sum);
        tt_buf_add_c(b, '\n');
    }
    tt_buf_add_z(b, "documents, and what joined them\n");
    for (tt_ix k = 0; k < m->n_docs && k < SHOWN; k++) {
        const tt_deal_doc *x = &d->deal_docs[m->first_doc + k];
        const tt_head *h = tt_data_head(d, x->kind, x->doc);
        tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text(x->kind), TT_STR_ARG(h->number));
        tt_words_date(b, h->date.day);
        tt_buf_addf(b, "  %s%s%.*s\n", x->reason, x->detail.n ? ": " : "", TT_STR_ARG(x->detail));
    }
    add_rest(b, m->n_docs);
}

/* --- documents: what they are, and what was made of them --- */

static tt_status
explain_document(const tt_report_in *in, tt_store *s, tt_str id, tt_buf *b, tt_err *err)
{
    const tt_data *d = in->data;
    TT_TRY(tt_report_show_text(in, s, id, b, err));
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        for (size_t i = 1; tt_kind_is_document((tt_kind)k) && i <= tt_data_n_docs(d, (tt_kind)k);
             i++) {
            tt_id_text have = tt_id_text_of('d', tt_data_head(d, (tt_kind)k, (tt_ix)i)->id);
            if (!tt_str_starts(tt_str_of(have.s), id))
                continue;
            tt_ix deal = d->deal_of[k] ? d->deal_of[k][i] : 0;
            if (deal)
                explain_deal(d, deal, b);
            else
                tt_buf_add_z(b, "in no deal: no document that fits names it\n");
        }
    return TT_OK;
}

static tt_status
explain(const tt_report_in *in, tt_store *s, tt_str id, tt_str other, tt_buf *out, tt_err *err)
{
    tt_ix ix = 0;
    char letter = id.n ? id.p[0] : '\0';

    if (other.p) {
        tt_ix pair[2];
        TT_TRY(tt_report_find_id(in->data, in->results, 'e', id, &pair[0], err));
        TT_TRY(tt_report_find_id(in->data, in->results, 'e', other, &pair[1], err));
        return explain_pair(in, pair, out, err);
    }
    if (letter == 'd')
        return explain_document(in, s, id, out, err);
    if (!letter || !strchr("emfs", letter))
        return tt_fail(err, TT_EUSAGE,
                       "'%.*s' is not an id: e... entity, d... document, m... deal, f... finding, "
                       "s... syndicate",
                       TT_STR_ARG(id));
    TT_TRY(tt_report_find_id(in->data, in->results, letter, id, &ix, err));
    switch (letter) {
    case 'e':
        return explain_entity(in, ix, out, err);
    case 'm':
        explain_deal(in->data, ix, out);
        return TT_OK;
    case 'f':
        explain_finding(in, ix, out);
        return TT_OK;
    default:
        explain_syndicate(in, ix, out);
        return TT_OK;
    }
}

tt_status tt_report_explain(const tt_report_in *in, tt_store *s, tt_str id, tt_str other,
                            tt_buf *out, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = explain(in, s, id, other, &b, err);
    if (st == TT_OK)
        st = tt_buf_status(&b, err);
    if (st == TT_OK)
        tt_words_visible(out, tt_buf_str(&b));
    tt_buf_release(&b);
    return st;
}
