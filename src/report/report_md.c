/*
 * report_md.c - the report as Markdown (CommonMark with tables): to read, to paste, to keep beside
 * a case.  Everything but the pages of entities; nothing is cut.
 *
 * Text of the case is escaped so that it is text everywhere: no markup, no link, no HTML.
 */
#include "report/report.h"

#include <math.h>

#include "base/str.h"
#include "detect/detect.h"
#include "report/identifiers.h"
#include "report/rows.h"
#include "report/breaks.h"
#include "report/words.h"
#include "tradetrace/version.h"

enum { FLUSH_AT = 1 << 16, NAMES = 3 };

struct md {
    const tt_report_in *in;
    tt_file_out *out;
    tt_buf b, tmp;
    tt_status status;
    tt_err err;
};

static void flush(struct md *m, size_t at)
{
    if (m->status != TT_OK || m->b.n < at)
        return;
    m->status = tt_buf_status(&m->tmp, &m->err);
    if (m->status == TT_OK)
        m->status = tt_buf_status(&m->b, &m->err);
    if (m->status == TT_OK)
        m->status = tt_file_out_write(m->out, tt_buf_str(&m->b), &m->err);
    tt_buf_reset(&m->b);
}

/* Ours: written as it is. */
static void raw(struct md *m, const char *text)
{
    tt_buf_add_z(&m->b, text);
}

/* What would start a link by itself: "://", "www.". */
static bool starts_link(tt_str s, size_t i)
{
    tt_str rest = tt_str_sub(s, i, 3);
    return tt_str_is(rest, "://") ||
           (s.p[i] == '.' && i >= 3 && tt_str_is_nocase(tt_str_sub(s, i - 3, 3), "www"));
}

/* Never at the start of a line: lists, headings and code blocks cannot begin. */
static void text(struct md *m, tt_str s)
{
    tt_buf_reset(&m->tmp);
    tt_words_visible(&m->tmp, s);
    s = tt_buf_str(&m->tmp);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (tt_ascii_is_space(c)) {
            tt_buf_add_c(&m->b, ' ');
            continue;
        }
        if (strchr("\\`*_[]<>#|~&!@$", c) || starts_link(s, i))
            tt_buf_add_c(&m->b, '\\');
        tt_buf_add_c(&m->b, c);
    }
}

static void text_z(struct md *m, const char *s)
{
    text(m, tt_str_of(s));
}

static void entity(struct md *m, tt_ix e)
{
    const tt_entity *en = &m->in->data->entities[e];
    text(m, en->name);
    tt_buf_addf(&m->b, " (`%.10s`)", tt_id_text_of('e', en->id).s);
}

static void section(struct md *m, const char *title)
{
    tt_buf_addf(&m->b, "\n## %s\n\n", title);
}

static void fact(struct md *m, const char *name)
{
    tt_buf_addf(&m->b, "- **%s:** ", name);
}

/* Documents without a counterpart, and why. */
static void alone(struct md *m, const tt_data *d)
{
    size_t at = 0;
    for (bool more = true; more;) {
        tt_buf line;
        tt_buf_init(&line, 0);
        more = tt_breaks_words(d, &at, &line);
        if (more) {
            fact(m, "Alone");
            tt_buf_add(&m->b, tt_buf_str(&line));
            tt_buf_add_c(&m->b, '\n');
        }
        tt_buf_release(&line);
    }
}

/* --- findings --- */

static void measures(struct md *m, const tt_finding *f)
{
    if (!f->n_measures)
        return;
    raw(m, "\n| Measure | Value | Expected | Peers |\n| --- | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < f->n_measures; i++) {
        const tt_measure *x = &f->measures[i];
        raw(m, "| ");
        text_z(m, x->name);
        raw(m, " | ");
        if (x->is_money)
            tt_words_money(&m->b, x->money);
        else
            tt_words_number(&m->b, x->value);
        if (!x->is_money && !tt_str_is(tt_str_of(x->unit), "1")) {
            raw(m, " ");
            text_z(m, x->unit);
        }
        raw(m, " | ");
        tt_words_range(&m->b, x->low, x->high);
        raw(m, " | ");
        if (x->peers)
            tt_words_count(&m->b, x->peers);
        raw(m, " |\n");
    }
}

static void tests(struct md *m, const tt_finding *f)
{
    raw(m, "\n| Ordinary explanation | Outcome | Detail |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < f->n_tests; i++) {
        raw(m, "| ");
        text_z(m, f->tests[i].test);
        tt_buf_addf(&m->b, " | %s | ", tt_words_outcome(f->tests[i].outcome));
        text_z(m, f->tests[i].detail);
        raw(m, " |\n");
    }
}

static void evidence(struct md *m, const tt_finding *f)
{
    const tt_data *d = m->in->data;
    raw(m, "\n| Document | Date | From | To | Amount | Read in |\n"
           "| --- | --- | --- | --- | ---: | --- |\n");
    for (size_t i = 0; i < f->n_documents; i++) {
        tt_row_facts x = tt_row_facts_of(d, f->documents[i]);
        tt_buf_addf(&m->b, "| %s ", tt_kind_text(x.kind));
        text(m, x.number);
        if (x.line > 0)
            tt_buf_addf(&m->b, ", line %d", (int)x.line);
        raw(m, " | ");
        tt_words_date(&m->b, x.day);
        raw(m, " | ");
        text(m, d->mentions[x.from].name);
        raw(m, " | ");
        text(m, d->mentions[x.to].name);
        raw(m, " | ");
        if (x.amount.minor != TT_NO_NUM)
            tt_words_money(&m->b, x.amount);
        raw(m, " | ");
        text(m, d->sources[x.place.source].name);
        tt_buf_addf(&m->b, " line %llu |\n", (unsigned long long)x.place.line);
        flush(m, FLUSH_AT);
    }
}

static void disposition(struct md *m, const tt_decided *d)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_words_disposition(&b, d);
    fact(m, "Disposition");
    text(m, tt_buf_str(&b));
    raw(m, "\n");
    if (b.failed)
        m->b.failed = true;
    tt_buf_release(&b);
}

static void finding_facts(struct md *m, const tt_found *x)
{
    const tt_finding *f = &x->f;
    fact(m, "Detector");
    text_z(m, x->detector);
    raw(m, "\n");
    fact(m, "Weight");
    tt_words_fixed(&m->b, f->weight, 2);
    if (!isnan(f->p_value)) {
        raw(m, ", p-value ");
        tt_words_p_value(&m->b, f->p_value);
    }
    raw(m, "\n");
    if (f->value_shift.minor) {
        fact(m, "Value shift");
        tt_words_money(&m->b, f->value_shift);
        raw(m, tt_words_direction(f->direction));
        raw(m, "\n");
    }
    fact(m, "Period");
    tt_words_period(&m->b, f->from, f->to);
    raw(m, "\n");
    fact(m, "Parties");
    for (size_t i = 0; i < f->n_entities; i++) {
        raw(m, i ? "; " : "");
        text_z(m, f->entities[i].role);
        raw(m, " ");
        entity(m, f->entities[i].entity);
    }
    raw(m, "\n");
    if (x->disposition)
        disposition(m, x->disposition);
    fact(m, "Id");
    tt_buf_addf(&m->b, "`%s`\n", tt_id_text_of('f', x->id).s);
}

static void finding(struct md *m, const tt_found *x)
{
    tt_buf_addf(&m->b, "\n#### Finding %u: ", x->rank);
    text_z(m, x->f.title);
    raw(m, "\n\n**What is seen:** ");
    text_z(m, x->f.explanation);
    raw(m, "\n\n");
    finding_facts(m, x);
    measures(m, &x->f);
    tests(m, &x->f);
    evidence(m, &x->f);
    if (x->f.n_next_steps)
        raw(m, "\nNext steps:\n\n");
    for (size_t i = 0; i < x->f.n_next_steps; i++) {
        raw(m, "- [ ] ");
        text_z(m, x->f.next_steps[i]);
        raw(m, "\n");
    }
    flush(m, FLUSH_AT);
}

/* --- syndicates --- */

static void names(struct md *m, const tt_syndicate *s)
{
    size_t shown = TT_MIN(s->n_entities, NAMES);
    for (size_t i = 0; i < shown; i++) {
        raw(m, i ? ", " : "");
        text(m, m->in->data->entities[s->entities[i].entity].name);
    }
    if (s->n_entities > shown) {
        raw(m, " and ");
        tt_words_counted(&m->b, s->n_entities - shown, "other");
    }
}

static void syndicate_facts(struct md *m, const tt_syndicate *s)
{
    fact(m, "log10 E");
    tt_words_fixed(&m->b, s->log10_e, 2);
    raw(m, ", score ");
    tt_words_fixed(&m->b, s->score, 1);
    raw(m, " of 100, stability ");
    tt_words_fixed(&m->b, s->stability, 2);
    raw(m, "\n");
    if (s->value_shift.minor) {
        fact(m, "Value shift");
        tt_words_money(&m->b, s->value_shift);
        raw(m, tt_words_direction(s->direction));
        raw(m, "\n");
    }
    fact(m, "Period");
    tt_words_period(&m->b, s->from, s->to);
    raw(m, "\n");
    fact(m, "Id");
    tt_buf_addf(&m->b, "`%s`\n", tt_id_text_of('s', s->id).s);
}

static void members(struct md *m, const tt_syndicate *s)
{
    const double *weight = m->in->results->entity_weight;
    raw(m, "\n| Member | Role | Type | Country | Weight |\n| --- | --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < s->n_entities; i++) {
        const tt_entity *e = &m->in->data->entities[s->entities[i].entity];
        raw(m, "| ");
        entity(m, s->entities[i].entity);
        raw(m, " | ");
        text_z(m, s->entities[i].role);
        tt_buf_addf(&m->b, " | %s | %s | ", tt_words_entity_type(e->type),
                    tt_words_country(e->country));
        if (weight)
            tt_words_fixed(&m->b, weight[s->entities[i].entity], 2);
        raw(m, " |\n");
    }
}

static void syndicates(struct md *m)
{
    const tt_results *r = m->in->results;
    section(m, "Ranked syndicates");
    if (!r->n_syndicates)
        raw(m, "The findings of this run form no syndicate.\n");
    for (size_t i = 1; i <= r->n_syndicates; i++) {
        const tt_syndicate *s = &r->syndicates[i];
        tt_buf_addf(&m->b, "%s### %u: ", i > 1 ? "\n" : "", s->rank);
        names(m, s);
        raw(m, "\n\n**What is seen:** ");
        text_z(m, s->narrative);
        raw(m, "\n\n");
        syndicate_facts(m, s);
        members(m, s);
        for (size_t k = 0; k < s->n_findings; k++)
            finding(m, &r->findings[s->findings[k]]);
    }
}

static void others(struct md *m)
{
    const tt_results *r = m->in->results;
    size_t n = 0;
    section(m, "Findings in no syndicate");
    for (size_t i = 1; i <= r->n_findings; i++) {
        if (r->findings[i].syndicate)
            continue;
        finding(m, &r->findings[i]);
        n++;
    }
    if (!n)
        raw(m, "None.\n");
}

/* --- the run --- */

static void head(struct md *m)
{
    const tt_data *d = m->in->data;
    char ccy[4], hex[65];

    tt_ccy_text(d->base, ccy);
    tt_hex(m->in->parameters.b, sizeof(m->in->parameters.b), hex);
    raw(m, "# Trade and payments, ");
    tt_words_period(&m->b, d->from, d->to);
    raw(m,
        "\n\nIndicators of trade-based money laundering, ranked for a person to judge. A finding "
        "is an indicator with its\nevidence; it does not establish an offence or intent.\n\n");
    fact(m, "Made by");
    tt_buf_addf(&m->b, "tradetrace %s\n", TT_VERSION_TEXT);
    fact(m, "As of");
    tt_words_date(&m->b, d->as_of);
    tt_buf_addf(&m->b, ", amounts compared in %s, seed %llu\n", ccy,
                (unsigned long long)m->in->seed);
    fact(m, "Settings, SHA-256");
    tt_buf_addf(&m->b, "`%s`\n", hex);
    fact(m, "Documents");
    for (int k = TT_KIND_NONE + 1, n = 0; k < TT_KIND_COUNT; k++)
        if (tt_kind_is_document((tt_kind)k)) {
            raw(m, n++ ? ", " : "");
            tt_words_counted(&m->b, tt_data_n_docs(d, (tt_kind)k), tt_kind_text((tt_kind)k));
        }
    raw(m, "\n");
    fact(m, "Network");
    tt_words_counted(&m->b, d->n_entities, "entity");
    raw(m, ", ");
    tt_words_counted(&m->b, m->in->results->n_flows, "flow");
    raw(m, ", ");
    tt_words_counted(&m->b, d->n_deals, "deal");
    raw(m, "\n");
    alone(m, d);
    fact(m, "Result");
    tt_words_counted(&m->b, m->in->results->n_findings, "finding");
    raw(m, ", ");
    tt_words_counted(&m->b, m->in->results->n_syndicates, "syndicate");
    raw(m, "\n");
}

static void looked_for(struct md *m)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    const tt_results *r = m->in->results;

    section(m, "What was looked for");
    raw(m, "| Detector | Looks for | Findings |\n| --- | --- | ---: |\n");
    for (size_t i = 0; i < n; i++) {
        uint64_t count = 0;
        for (size_t k = 1; k <= r->n_findings; k++)
            count += tt_str_is(tt_str_of(r->findings[k].detector), det[i]->id) ? 1 : 0;
        raw(m, "| ");
        text_z(m, det[i]->id);
        raw(m, " | ");
        text_z(m, det[i]->looks_for);
        raw(m, " | ");
        if (m->in->enabled && !m->in->enabled[i])
            raw(m, "not looked for");
        else
            tt_words_count(&m->b, count);
        raw(m, " |\n");
    }
}

static void completeness(struct md *m)
{
    const tt_results *r = m->in->results;
    section(m, "Completeness");
    if (!r->n_completeness) {
        raw(m, "No limit was reached.\n");
        return;
    }
    raw(m, "| What | Limit | Reached | What it means |\n| --- | --- | --- | --- |\n");
    for (size_t i = 1; i <= r->n_completeness; i++) {
        const tt_completeness *c = &r->completeness[i];
        const char *const cells[] = {c->what, c->limit, c->reached, c->effect};
        for (size_t k = 0; k < TT_LEN(cells); k++) {
            raw(m, "| ");
            text_z(m, cells[k]);
            raw(m, " ");
        }
        raw(m, "|\n");
    }
}

/* What identifiers are; nothing when there are none. */
static void identifiers(struct md *m)
{
    tt_id_scheme order[TT_ID_SCHEMES];
    const tt_data *d = m->in->data;
    size_t n = tt_identifier_schemes(d, order);
    if (n)
        raw(m, "\n| Identifiers | Valid | Repaired | Bad |\n| --- | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < n; i++) {
        tt_buf_addf(&m->b, "| %s ", tt_id_scheme_text(order[i]));
        for (unsigned state = TT_ID_VALID; state < TT_ID_STATES; state++) {
            raw(m, "| ");
            tt_words_count(&m->b, d->checks[order[i]][state]);
            raw(m, " ");
        }
        raw(m, "|\n");
    }
}

static void quality(struct md *m)
{
    static const char *const what[] = {[TT_NOTED] = "noted",
                                       [TT_LOST_FIELD] = "field not used",
                                       [TT_LOST_RECORD] = "row rejected"};
    const tt_report_in *in = m->in;
    section(m, "Data quality");
    if (!in->n_flaws && !in->n_unknown_columns) {
        raw(m, "No row was rejected, no field was unreadable, and every column was understood.\n");
        identifiers(m);
        return;
    }
    raw(m, "| What happened | Field | Reason | Times |\n| --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < in->n_flaws; i++) {
        tt_buf_addf(&m->b, "| %s | ", what[in->flaws[i].lost]);
        text(m, in->flaws[i].field);
        raw(m, " | ");
        text(m, in->flaws[i].reason);
        raw(m, " | ");
        tt_words_count(&m->b, in->flaws[i].n);
        raw(m, " |\n");
    }
    for (size_t i = 0; i < in->n_unknown_columns; i++) {
        raw(m, "| column not understood | ");
        text(m, in->unknown_columns[i]);
        raw(m, " | kept in the raw text | 1 |\n");
    }
    identifiers(m);
}

/* Sums by currency and the period of the documents of a file. */
static void sums(struct md *m, size_t source)
{
    const tt_input_sums *in = m->in->inputs;
    char amount[TT_NUM_TEXT], ccy[4];
    raw(m, " | ");
    for (size_t i = in ? in->first[source] : 0; in && i < in->first[source + 1]; i++) {
        tt_ccy_text(in->v[i].ccy, ccy);
        (void)tt_input_sum_text(&in->v[i], amount);
        tt_buf_addf(&m->b, "%s%s %s", i > in->first[source] ? ", " : "", ccy, amount);
    }
    raw(m, " | ");
    if (in && in->from[source] != TT_NO_DATE)
        tt_words_period(&m->b, in->from[source], in->to[source]);
}

static void inputs(struct md *m)
{
    const tt_data *d = m->in->data;
    section(m, "Input files");
    raw(m, "For each file, read = loaded + rejected + duplicate.\n\n"
           "| File | Kind | Format | Read | Loaded | Rejected | Duplicate | Sums | Period | "
           "SHA-256 |\n"
           "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |\n");
    for (size_t i = 1; i <= d->n_sources; i++) {
        const tt_source *s = &d->sources[i];
        const uint64_t counts[] = {s->n_read, s->n_loaded, s->n_rejected, s->n_duplicate};
        char hex[65];
        tt_hex(s->sha.b, sizeof(s->sha.b), hex);
        raw(m, "| ");
        text(m, s->name);
        tt_buf_addf(&m->b, " | %s | ", tt_kind_text(s->kind));
        text(m, s->format);
        for (size_t k = 0; k < TT_LEN(counts); k++) {
            raw(m, " | ");
            tt_words_count(&m->b, counts[k]);
        }
        sums(m, i);
        tt_buf_addf(&m->b, " | `%s` |\n", hex);
        flush(m, FLUSH_AT);
    }
}

static tt_status write_md(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    struct md m = {.in = in, .out = out};
    tt_buf_init(&m.b, 0);
    tt_buf_init(&m.tmp, 0);
    head(&m);
    syndicates(&m);
    others(&m);
    looked_for(&m);
    completeness(&m);
    quality(&m);
    inputs(&m);
    flush(&m, 0);
    tt_buf_release(&m.tmp);
    tt_buf_release(&m.b);
    return m.status == TT_OK ? TT_OK : tt_fail(err, m.status, "%s", m.err.text);
}

const tt_reporter tt_reporter_md = {"md", "the findings as Markdown, to read and to paste",
                                    write_md};
