/* html_run.c - what was read, what was looked for, and what was not: the frame of a report. */
#include "report/breaks.h"
#include "report/html.h"

#include "base/str.h"
#include "detect/detect.h"
#include "refdata/refdata.h"
#include "report/identifiers.h"
#include "tradetrace/version.h"

static void fact_count(tt_html *h, const char *term, uint64_t n)
{
    tt_html_raw(h, "<div>");
    tt_html_term(h, term);
    TT_HTML_WORDS(h, tt_words_count, n);
    tt_html_raw(h, "</dd></div>\n");
}

static void fact_hex(tt_html *h, const char *term, const uint8_t *p, size_t n)
{
    char hex[65];
    tt_hex(p, n, hex);
    tt_html_term(h, term);
    tt_html_rawf(h, "<code>%s</code></dd>\n", hex);
}

/* --- the run --- */

void tt_html_facts(tt_html *h)
{
    const tt_data *d = h->in->data;
    char ccy[4];

    tt_ccy_text(d->base, ccy);
    tt_html_raw(h, "<dl class=\"facts\">\n");
    tt_html_term(h, "Period of the documents");
    TT_HTML_WORDS(h, tt_words_period, d->from, d->to);
    tt_html_raw(h, "</dd>\n");
    tt_html_term(h, "As of");
    TT_HTML_WORDS(h, tt_words_date, d->as_of);
    tt_html_raw(h, "</dd>\n");
    tt_html_term(h, "Amounts compared in");
    tt_html_rawf(h, "%s</dd>\n", ccy);
    tt_html_term(h, "Made by");
    tt_html_rawf(h, "tradetrace %s</dd>\n", TT_VERSION_TEXT);
    tt_html_term(h, "Seed");
    tt_html_rawf(h, "%llu</dd>\n", (unsigned long long)h->in->seed);
    fact_hex(h, "Settings, SHA-256", h->in->parameters.b, sizeof(h->in->parameters.b));
    tt_html_term(h, "Reference tables, SHA-256");
    tt_html_rawf(h, "<code>%s</code></dd>\n", tt_refdata_sha256());
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        tt_sha256 sha;
        tt_str own = h->in->data->reference.text[t];
        if (own.p && tt_sha256_of(own, &sha, NULL) == TT_OK)
            fact_hex(h, tt_reftab_name((tt_reftab)t), sha.b, sizeof sha.b);
    }
    tt_html_raw(h, "</dl>\n");
}

void tt_html_counts(tt_html *h)
{
    const tt_data *d = h->in->data;
    uint64_t read = 0, loaded = 0, rejected = 0, duplicate = 0;

    for (size_t i = 1; i <= d->n_sources; i++) {
        read += d->sources[i].n_read;
        loaded += d->sources[i].n_loaded;
        rejected += d->sources[i].n_rejected;
        duplicate += d->sources[i].n_duplicate;
    }
    tt_html_raw(h, "<dl class=\"counts\">\n");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        tt_buf name;
        if (!tt_kind_is_document((tt_kind)k))
            continue;
        tt_buf_init(&name, 64);
        tt_buf_addf(&name, "%ss", tt_kind_text((tt_kind)k));
        if (tt_buf_status(&name, NULL) == TT_OK)
            fact_count(h, name.p, tt_data_n_docs(d, (tt_kind)k));
        else
            tt_html_fail(h, TT_ENOMEM);
        tt_buf_release(&name);
    }
    fact_count(h, "entities", d->n_entities);
    fact_count(h, "flows", h->in->results->n_flows);
    fact_count(h, "deals", d->n_deals);
    fact_count(h, "findings", h->in->results->n_findings);
    fact_count(h, "syndicates", h->in->results->n_syndicates);
    tt_html_raw(h, "</dl>\n<p>");
    TT_HTML_WORDS(h, tt_words_counted, read, "row");
    tt_html_raw(h, " read = ");
    TT_HTML_WORDS(h, tt_words_count, loaded);
    tt_html_raw(h, " loaded + ");
    TT_HTML_WORDS(h, tt_words_count, rejected);
    tt_html_raw(h, " rejected + ");
    TT_HTML_WORDS(h, tt_words_count, duplicate);
    tt_html_raw(h, " duplicate, from ");
    TT_HTML_WORDS(h, tt_words_counted, d->n_sources, "file");
    tt_html_raw(h, ".</p>\n");
}

static void number_cell(tt_html *h, uint64_t n)
{
    tt_html_raw(h, "<td class=\"n\">");
    TT_HTML_WORDS(h, tt_words_count, n);
    tt_html_raw(h, "</td>");
}

/* Sums by currency, one below the other, and the period. */
static void sums_cells(tt_html *h, size_t source)
{
    const tt_input_sums *sums = h->in->inputs;
    char text[TT_NUM_TEXT], ccy[4];
    tt_html_raw(h, "<td class=\"n\">");
    for (size_t i = sums ? sums->first[source] : 0; sums && i < sums->first[source + 1]; i++) {
        const tt_input_sum *s = &sums->v[i];
        tt_ccy_text(s->ccy, ccy);
        (void)tt_input_sum_text(s, text);
        tt_html_rawf(h, "%s%s %s", i > sums->first[source] ? "<br>" : "", ccy, text);
    }
    tt_html_raw(h, "</td><td>");
    if (sums && sums->from[source] != TT_NO_DATE) {
        (void)tt_date_text(sums->from[source], text);
        tt_html_rawf(h, "%s to ", text);
        (void)tt_date_text(sums->to[source], text);
        tt_html_raw(h, text);
    }
    tt_html_raw(h, "</td>");
}

void tt_html_inputs(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"File", false},     {"Kind", false},
        {"Format", false},   {"Read", true},
        {"Loaded", true},    {"Rejected", true},
        {"Duplicate", true}, {"Sums", true},
        {"Period", false},   {"SHA-256 of the file", false},
    };
    const tt_data *d = h->in->data;
    tt_html_table(h, "Input files", columns, TT_LEN(columns));
    for (size_t i = 1; i <= d->n_sources; i++) {
        const tt_source *s = &d->sources[i];
        char hex[65];
        tt_hex(s->sha.b, sizeof(s->sha.b), hex);
        tt_html_raw(h, "<tr><th scope=\"row\"><bdi>");
        tt_html_text(h, s->name);
        tt_html_rawf(h, "</bdi></th><td>%s</td><td>", tt_kind_text(s->kind));
        tt_html_text(h, s->format);
        tt_html_raw(h, "</td>");
        number_cell(h, s->n_read);
        number_cell(h, s->n_loaded);
        number_cell(h, s->n_rejected);
        number_cell(h, s->n_duplicate);
        sums_cells(h, i);
        tt_html_rawf(h, "<td><code>%s</code></td></tr>\n", hex);
    }
    tt_html_table_end(h);
}

/* --- what was looked for --- */

void tt_html_detectors(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"Detector", false}, {"Looks for", false}, {"Findings", true}};
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    const tt_results *r = h->in->results;

    tt_html_table(h, "Detectors", columns, TT_LEN(columns));
    for (size_t i = 0; i < n; i++) {
        uint64_t count = 0;
        for (size_t k = 1; k <= r->n_findings; k++)
            count += tt_str_is(tt_str_of(r->findings[k].detector), det[i]->id) ? 1 : 0;
        tt_html_rawf(h,
                     "<tr><th scope=\"row\"><code>%s</code> <span class=\"quiet\">revision %d"
                     "</span></th><td>",
                     det[i]->id, det[i]->revision);
        tt_html_z(h, det[i]->looks_for);
        tt_html_raw(h, "</td><td class=\"n\">");
        if (h->in->enabled && !h->in->enabled[i])
            tt_html_raw(h, "not looked for");
        else
            TT_HTML_WORDS(h, tt_words_count, count);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
}

void tt_html_completeness(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"What", false}, {"Limit", false}, {"Reached", false}, {"What it means", false}};
    const tt_results *r = h->in->results;
    if (!r->n_completeness) {
        tt_html_raw(h, "<p>No limit was reached, and no stage reports something that it did not "
                       "look at.</p>\n");
        return;
    }
    tt_html_table(h, "Limits", columns, TT_LEN(columns));
    for (size_t i = 1; i <= r->n_completeness; i++) {
        const tt_completeness *c = &r->completeness[i];
        tt_html_raw(h, "<tr><th scope=\"row\">");
        tt_html_z(h, c->what);
        tt_html_raw(h, "</th><td>");
        tt_html_z(h, c->limit);
        tt_html_raw(h, "</td><td>");
        tt_html_z(h, c->reached);
        tt_html_raw(h, "</td><td>");
        tt_html_z(h, c->effect);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
}

/* --- data quality --- */

static void quality_row(tt_html *h, const char *what, tt_str field, tt_str reason, uint64_t n)
{
    tt_html_rawf(h, "<tr><td>%s</td><td>", what);
    tt_html_text(h, field);
    tt_html_raw(h, "</td><td>");
    tt_html_text(h, reason);
    tt_html_raw(h, "</td>");
    number_cell(h, n);
    tt_html_raw(h, "</tr>\n");
}

/* Why documents have no counterpart. */
static void breaks(tt_html *h)
{
    size_t at = 0;
    for (bool more = true; more;) {
        tt_buf line;
        tt_buf_init(&line, 0);
        more = tt_breaks_words(h->in->data, &at, &line);
        if (more) {
            tt_html_raw(h, "<p>Alone: ");
            tt_html_text(h, tt_buf_str(&line));
            tt_html_raw(h, ".</p>\n");
        }
        tt_buf_release(&line);
    }
}

static void unmatched(tt_html *h)
{
    const tt_data *d = h->in->data;
    uint64_t matched = 0;
    const char *sep = "";
    for (size_t i = 1; i <= d->n_deals; i++)
        matched += d->deals[i].status == TT_DEAL_MATCHED ? 1 : 0;
    tt_html_raw(h, "<p>");
    TT_HTML_WORDS(h, tt_words_counted, d->n_deals, "deal");
    tt_html_raw(h, ": ");
    TT_HTML_WORDS(h, tt_words_count, matched);
    tt_html_raw(h, " matched, ");
    TT_HTML_WORDS(h, tt_words_count, d->n_deals - matched);
    tt_html_raw(h, " in part. In no deal: ");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        uint64_t alone = 0;
        if (!tt_kind_is_document((tt_kind)k))
            continue;
        for (size_t i = 1; i <= tt_data_n_docs(d, (tt_kind)k); i++)
            alone += d->deal_of[k] && d->deal_of[k][i] ? 0 : 1;
        tt_html_raw(h, sep);
        TT_HTML_WORDS(h, tt_words_counted, alone, tt_kind_text((tt_kind)k));
        sep = ", ";
    }
    tt_html_raw(h, ".</p>\n");
    breaks(h);
}

/* What identifiers are; nothing when there are none. */
static void identifiers(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"Identifiers", false}, {"Valid", true}, {"Repaired", true}, {"Bad", true}};
    tt_id_scheme order[TT_ID_SCHEMES];
    const tt_data *d = h->in->data;
    size_t n = tt_identifier_schemes(d, order);
    if (!n)
        return;
    tt_html_raw(h, "<p>Identifiers are kept as they were written. Repaired: it holds once a label "
                   "is taken off or a check digit is added. Counted once for each party as written "
                   "and for each row.</p>\n");
    tt_html_table(h, "Identifiers", columns, TT_LEN(columns));
    for (size_t i = 0; i < n; i++) {
        tt_html_rawf(h, "<tr><th scope=\"row\">%s</th>", tt_id_scheme_text(order[i]));
        for (unsigned state = TT_ID_VALID; state < TT_ID_STATES; state++)
            number_cell(h, d->checks[order[i]][state]);
        tt_html_raw(h, "</tr>\n");
    }
    tt_html_table_end(h);
}

void tt_html_quality(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"What happened", false}, {"Field", false}, {"Reason", false}, {"Times", true}};
    static const char *const what[] = {[TT_NOTED] = "noted",
                                       [TT_LOST_FIELD] = "field not used",
                                       [TT_LOST_RECORD] = "row rejected"};
    const tt_report_in *in = h->in;

    unmatched(h);
    identifiers(h);
    if (!in->n_flaws && !in->n_unknown_columns) {
        tt_html_raw(h, "<p>No row was rejected, no field was unreadable, and every column was "
                       "understood.</p>\n");
        return;
    }
    tt_html_table(h, "Data quality", columns, TT_LEN(columns));
    for (size_t i = 0; i < in->n_flaws; i++)
        quality_row(h, what[in->flaws[i].lost], in->flaws[i].field, in->flaws[i].reason,
                    in->flaws[i].n);
    for (size_t i = 0; i < in->n_unknown_columns; i++)
        quality_row(h, "column not understood", in->unknown_columns[i],
                    TT_STR("kept in the raw text"), 1);
    tt_html_table_end(h);
}
