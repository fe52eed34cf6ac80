/*
 * md_run.c - a report as Markdown: what it is of, what was looked for, how complete it is, and what
 * was read.
 */
#include "report/md.h"

#include "base/str.h"
#include "detect/detect.h"
#include "report/breaks.h"
#include "report/identifiers.h"
#include "report/words.h"
#include "tradetrace/version.h"

/* Documents without a counterpart, and why. */
static void alone(tt_md *m, const tt_data *d)
{
    size_t at = 0;
    for (bool more = true; more;) {
        tt_buf line;
        tt_buf_init(&line, 0);
        more = tt_breaks_words(d, &at, &line);
        if (more) {
            tt_md_fact(m, "Alone");
            tt_buf_add(&m->b, tt_buf_str(&line));
            tt_buf_add_c(&m->b, '\n');
        }
        tt_buf_release(&line);
    }
}

void tt_md_head(tt_md *m)
{
    const tt_data *d = m->in->data;
    char ccy[4], hex[65];

    tt_ccy_text(d->base, ccy);
    tt_hex(m->in->parameters.b, sizeof(m->in->parameters.b), hex);
    tt_md_raw(m, "# Trade and payments, ");
    tt_words_period(&m->b, d->from, d->to);
    tt_md_raw(
        m,
        "\n\nIndicators of trade-based money laundering, ranked for a person to judge. A finding "
        "is an indicator with its\nevidence; it does not establish an offence or intent.\n\n");
    tt_md_fact(m, "Made by");
    tt_buf_addf(&m->b, "tradetrace %s\n", TT_VERSION_TEXT);
    tt_md_fact(m, "As of");
    tt_words_date(&m->b, d->as_of);
    tt_buf_addf(&m->b, ", amounts compared in %s, seed %llu\n", ccy,
                (unsigned long long)m->in->seed);
    tt_md_fact(m, "Settings, SHA-256");
    tt_buf_addf(&m->b, "`%s`\n", hex);
    tt_md_fact(m, "Documents");
    for (int k = TT_KIND_NONE + 1, n = 0; k < TT_KIND_COUNT; k++)
        if (tt_kind_is_document((tt_kind)k)) {
            tt_md_raw(m, n++ ? ", " : "");
            tt_words_counted(&m->b, tt_data_n_docs(d, (tt_kind)k), tt_kind_text((tt_kind)k));
        }
    tt_md_raw(m, "\n");
    tt_md_fact(m, "Network");
    tt_words_counted(&m->b, d->n_entities, "entity");
    tt_md_raw(m, ", ");
    tt_words_counted(&m->b, m->in->results->n_flows, "flow");
    tt_md_raw(m, ", ");
    tt_words_counted(&m->b, d->n_deals, "deal");
    tt_md_raw(m, "\n");
    alone(m, d);
    tt_md_fact(m, "Result");
    tt_words_counted(&m->b, m->in->results->n_findings, "finding");
    tt_md_raw(m, ", ");
    tt_words_counted(&m->b, m->in->results->n_syndicates, "syndicate");
    tt_md_raw(m, "\n");
}

static void looked_for(tt_md *m)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    const tt_results *r = m->in->results;

    tt_md_section(m, "What was looked for");
    tt_md_raw(m, "| Detector | Looks for | Findings |\n| --- | --- | ---: |\n");
    for (size_t i = 0; i < n; i++) {
        uint64_t count = 0;
        for (size_t k = 1; k <= r->n_findings; k++)
            count += tt_str_is(tt_str_of(r->findings[k].detector), det[i]->id) ? 1 : 0;
        tt_md_raw(m, "| ");
        tt_md_text_z(m, det[i]->id);
        tt_md_raw(m, " | ");
        tt_md_text_z(m, det[i]->looks_for);
        tt_md_raw(m, " | ");
        if (m->in->enabled && !m->in->enabled[i])
            tt_md_raw(m, "not looked for");
        else
            tt_words_count(&m->b, count);
        tt_md_raw(m, " |\n");
    }
}

static void completeness(tt_md *m)
{
    const tt_results *r = m->in->results;
    tt_md_section(m, "Completeness");
    if (!r->n_completeness) {
        tt_md_raw(m, "No limit was reached.\n");
        return;
    }
    tt_md_raw(m, "| What | Limit | Reached | What it means |\n| --- | --- | --- | --- |\n");
    for (size_t i = 1; i <= r->n_completeness; i++) {
        const tt_completeness *c = &r->completeness[i];
        const char *const cells[] = {c->what, c->limit, c->reached, c->effect};
        for (size_t k = 0; k < TT_LEN(cells); k++) {
            tt_md_raw(m, "| ");
            tt_md_text_z(m, cells[k]);
            tt_md_raw(m, " ");
        }
        tt_md_raw(m, "|\n");
    }
}

/* What identifiers are; nothing when there are none. */
static void identifiers(tt_md *m)
{
    tt_id_scheme order[TT_ID_SCHEMES];
    const tt_data *d = m->in->data;
    size_t n = tt_identifier_schemes(d, order);
    if (n)
        tt_md_raw(m, "\n| Identifiers | Valid | Repaired | Bad |\n| --- | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < n; i++) {
        tt_buf_addf(&m->b, "| %s ", tt_id_scheme_text(order[i]));
        for (unsigned state = TT_ID_VALID; state < TT_ID_STATES; state++) {
            tt_md_raw(m, "| ");
            tt_words_count(&m->b, d->checks[order[i]][state]);
            tt_md_raw(m, " ");
        }
        tt_md_raw(m, "|\n");
    }
}

static void quality(tt_md *m)
{
    static const char *const what[] = {[TT_NOTED] = "noted",
                                       [TT_LOST_FIELD] = "field not used",
                                       [TT_LOST_RECORD] = "row rejected"};
    const tt_report_in *in = m->in;
    tt_md_section(m, "Data quality");
    if (!in->n_flaws && !in->n_unknown_columns) {
        tt_md_raw(
            m, "No row was rejected, no field was unreadable, and every column was understood.\n");
        identifiers(m);
        return;
    }
    tt_md_raw(m, "| What happened | Field | Reason | Times |\n| --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < in->n_flaws; i++) {
        tt_buf_addf(&m->b, "| %s | ", what[in->flaws[i].lost]);
        tt_md_text(m, in->flaws[i].field);
        tt_md_raw(m, " | ");
        tt_md_text(m, in->flaws[i].reason);
        tt_md_raw(m, " | ");
        tt_words_count(&m->b, in->flaws[i].n);
        tt_md_raw(m, " |\n");
    }
    for (size_t i = 0; i < in->n_unknown_columns; i++) {
        tt_md_raw(m, "| column not understood | ");
        tt_md_text(m, in->unknown_columns[i]);
        tt_md_raw(m, " | kept in the raw text | 1 |\n");
    }
    identifiers(m);
}

/* Sums by currency and the period of the documents of a file. */
static void sums(tt_md *m, size_t source)
{
    const tt_input_sums *in = m->in->inputs;
    char amount[TT_NUM_TEXT], ccy[4];
    tt_md_raw(m, " | ");
    for (size_t i = in ? in->first[source] : 0; in && i < in->first[source + 1]; i++) {
        tt_ccy_text(in->v[i].ccy, ccy);
        (void)tt_input_sum_text(&in->v[i], amount);
        tt_buf_addf(&m->b, "%s%s %s", i > in->first[source] ? ", " : "", ccy, amount);
    }
    tt_md_raw(m, " | ");
    if (in && in->from[source] != TT_NO_DATE)
        tt_words_period(&m->b, in->from[source], in->to[source]);
}

static void inputs(tt_md *m)
{
    const tt_data *d = m->in->data;
    tt_md_section(m, "Input files");
    tt_md_raw(m, "For each file, read = loaded + rejected + duplicate.\n\n"
                 "| File | Kind | Format | Read | Loaded | Rejected | Duplicate | Sums | Period | "
                 "SHA-256 |\n"
                 "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- |\n");
    for (size_t i = 1; i <= d->n_sources; i++) {
        const tt_source *s = &d->sources[i];
        const uint64_t counts[] = {s->n_read, s->n_loaded, s->n_rejected, s->n_duplicate};
        char hex[65];
        tt_hex(s->sha.b, sizeof(s->sha.b), hex);
        tt_md_raw(m, "| ");
        tt_md_text(m, s->name);
        tt_buf_addf(&m->b, " | %s | ", tt_kind_text(s->kind));
        tt_md_text(m, s->format);
        for (size_t k = 0; k < TT_LEN(counts); k++) {
            tt_md_raw(m, " | ");
            tt_words_count(&m->b, counts[k]);
        }
        sums(m, i);
        tt_buf_addf(&m->b, " | `%s` |\n", hex);
        tt_md_flush(m, TT_MD_FLUSH_AT);
    }
}

void tt_md_run(tt_md *m)
{
    looked_for(m);
    completeness(m);
    quality(m);
    inputs(m);
}
