/* html_finding.c - one finding, to be checked line by line. */
#include "report/html.h"

#include <math.h>

#include "base/str.h"
#include "detect/detect.h"
#include "refdata/refdata.h"
#include "report/rows.h"

static const tt_finding *finding_of(const tt_html *h, tt_ix i)
{
    return &h->in->results->findings[i].f;
}

/* --- measures --- */

/* A band for what was expected and a mark for what is, on one linear scale from 0 or below. */
static void range_bar(tt_html *h, double value, double low, double high)
{
    enum { WIDTH = 120 };
    double lo = 0, hi = value;
    if (isnan(low) && isnan(high))
        return;
    double from = isnan(low) ? TT_MIN(high, 0) : low, to = isnan(high) ? TT_MAX(low, value) : high;
    lo = TT_MIN(TT_MIN(lo, value), from);
    hi = TT_MAX(hi, to);
    if (!isfinite(value) || !isfinite(lo) || !isfinite(hi) || !(hi > lo))
        return;
    int x = (int)(WIDTH * (from - lo) / (hi - lo) + 0.5);
    int end = (int)(WIDTH * (to - lo) / (hi - lo) + 0.5);
    int at = (int)(WIDTH * (value - lo) / (hi - lo) + 0.5);
    tt_html_rawf(h,
                 "<svg class=\"range\" viewBox=\"-4 0 128 16\" aria-hidden=\"true\">"
                 "<rect class=\"rail\" x=\"0\" y=\"7\" width=\"%d\" height=\"2\"/>"
                 "<rect class=\"band\" x=\"%d\" y=\"4\" width=\"%d\" height=\"8\"/>"
                 "<circle class=\"mark\" cx=\"%d\" cy=\"8\" r=\"4\"/></svg>",
                 WIDTH, x, TT_MAX(end - x, 2), at);
}

static void expected(tt_html *h, const tt_measure *m)
{
    if (isnan(m->low) && isnan(m->high)) {
        tt_html_raw(h, "<span class=\"quiet\">no range</span>");
        return;
    }
    TT_HTML_WORDS(h, tt_words_range, m->low, m->high);
}

static void measure(tt_html *h, const tt_measure *m)
{
    tt_html_raw(h, "<tr><th scope=\"row\">");
    tt_html_code(h, m->name);
    tt_html_raw(h, "</th><td class=\"n\">");
    if (m->is_money) {
        TT_HTML_WORDS(h, tt_words_money, m->money);
    } else {
        TT_HTML_WORDS(h, tt_words_number, m->value);
        if (!tt_str_is(tt_str_of(m->unit), "1")) {
            tt_html_raw(h, " ");
            tt_html_z(h, m->unit);
        }
    }
    tt_html_raw(h, "</td><td class=\"n\">");
    expected(h, m);
    tt_html_raw(h, "</td><td>");
    range_bar(h, m->is_money ? tt_money_double(m->money) : m->value, m->low, m->high);
    tt_html_raw(h, "</td><td class=\"n\">");
    if (m->peers)
        TT_HTML_WORDS(h, tt_words_count, m->peers);
    else
        tt_html_raw(h, "<span class=\"quiet\">none</span>");
    tt_html_raw(h, "</td></tr>\n");
}

static void measures(tt_html *h, const tt_finding *f)
{
    static const tt_html_column columns[] = {
        {"Measure", false}, {"Value", true}, {"Expected", true}, {"", false}, {"Peers", true}};
    if (!f->n_measures)
        return;
    tt_html_heading(h, "Measures");
    tt_html_table(h, "Measures", columns, TT_LEN(columns));
    for (size_t i = 0; i < f->n_measures; i++)
        measure(h, &f->measures[i]);
    tt_html_table_end(h);
}

/* --- counter-evidence --- */

static void tests(tt_html *h, const tt_finding *f)
{
    static const tt_html_column columns[] = {
        {"Ordinary explanation", false}, {"Outcome", false}, {"Detail", false}};
    tt_html_heading(h, "Ordinary explanations that were tested");
    tt_html_table(h, "Ordinary explanations that were tested", columns, TT_LEN(columns));
    for (size_t i = 0; i < f->n_tests; i++) {
        tt_html_raw(h, "<tr><th scope=\"row\">");
        tt_html_code(h, f->tests[i].test);
        tt_html_rawf(h, "</th><td><span class=\"outcome %s\">%s</span></td><td>",
                     tt_outcome_text(f->tests[i].outcome), tt_words_outcome(f->tests[i].outcome));
        tt_html_z(h, f->tests[i].detail);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
}

/* --- evidence --- */

static void party(tt_html *h, tt_ix mention)
{
    tt_ix e = tt_data_entity(h->in->data, mention);
    if (!mention) {
        tt_html_raw(h, "<span class=\"quiet\">not named</span>");
        return;
    }
    if (e && h->choice.entity[e]) {
        tt_html_raw(h, "<a href=\"#");
        tt_html_id(h, 'e', h->in->data->entities[e].id);
        tt_html_raw(h, "\">");
    }
    tt_html_raw(h, "<bdi>");
    tt_html_text(h, h->in->data->mentions[mention].name);
    tt_html_raw(h, e && h->choice.entity[e] ? "</bdi></a>" : "</bdi>");
}

static void goods(tt_html *h, const tt_line *g)
{
    char hs[TT_HS_TEXT];
    if (!g)
        return;
    if (g->description.n) {
        tt_html_raw(h, "<bdi>");
        tt_html_text(h, g->description);
        tt_html_raw(h, "</bdi><br>");
    }
    tt_html_raw(h, "<span class=\"quiet\">");
    if (tt_hs_text(g->hs, hs))
        tt_html_rawf(h, "HS&nbsp;%s%s", hs, g->quantity != TT_NO_NUM ? ", " : "");
    if (g->quantity != TT_NO_NUM) {
        TT_HTML_WORDS(h, tt_words_dec, g->quantity);
        tt_html_rawf(h, "&nbsp;%s", tt_unit_code(g->unit));
    }
    tt_html_raw(h, "</span>");
}

static void evidence_row(tt_html *h, tt_ref r)
{
    const tt_data *d = h->in->data;
    tt_row_facts f = tt_row_facts_of(d, r);

    tt_html_rawf(h, "<tr><th scope=\"row\">%s <bdi>", tt_kind_text(f.kind));
    tt_html_text(h, f.number);
    tt_html_raw(h, "</bdi>");
    if (f.line > 0)
        tt_html_rawf(h, ", line %d", (int)f.line);
    tt_html_raw(h, "</th><td class=\"date\">");
    TT_HTML_WORDS(h, tt_words_date, f.day);
    tt_html_raw(h, "</td><td>");
    if (tt_kind_is_document(f.kind)) {
        party(h, f.from);
        tt_html_raw(h, " <span class=\"to\">to</span> ");
        party(h, f.to);
    } else {
        tt_html_raw(h, "<bdi>");
        tt_html_text(h, f.about);
        tt_html_raw(h, "</bdi>");
    }
    tt_html_raw(h, "</td><td>");
    goods(h, f.goods);
    tt_html_raw(h, "</td><td class=\"n\">");
    if (f.amount.minor != TT_NO_NUM)
        TT_HTML_WORDS(h, tt_words_money, f.amount);
    tt_html_raw(h, "</td><td class=\"src\"><bdi>");
    tt_html_text(h, d->sources[f.place.source].name);
    tt_html_rawf(h, "</bdi> line&nbsp;%llu</td></tr>\n", (unsigned long long)f.place.line);
}

static void evidence(tt_html *h, const tt_finding *f)
{
    static const tt_html_column columns[] = {
        {"Document", false}, {"Date", false},  {"Parties as written", false},
        {"Goods", false},    {"Amount", true}, {"Where it was read", false}};
    size_t shown = TT_MIN(f->n_documents, h->limits->rows);
    tt_html_heading(h, "Evidence rows");
    tt_html_table(h, "Evidence rows", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++)
        evidence_row(h, f->documents[i]);
    tt_html_table_end(h);
    tt_html_rest(h, shown, f->n_documents, "row");
}

/* --- the finding --- */

/* What persons wrote: text to be escaped. */
static void said(tt_html *h, const tt_decided *d)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_words_disposition(&b, d);
    if (b.failed)
        tt_html_fail(h, TT_ENOMEM);
    tt_html_text(h, tt_buf_str(&b));
    tt_buf_release(&b);
}

static void facts(tt_html *h, const tt_found *x)
{
    const tt_finding *f = &x->f;
    const tt_detector *det = tt_detector_find(tt_str_of(x->detector));

    tt_html_raw(h, "<dl class=\"facts\">\n");
    tt_html_term(h, "Detector");
    tt_html_raw(h, "<code>");
    tt_html_z(h, x->detector);
    tt_html_raw(h, "</code>");
    if (det) {
        tt_html_raw(h, " ");
        tt_html_z(h, det->title);
    }
    tt_html_raw(h, "</dd>\n");
    tt_html_term(h, "Weight");
    TT_HTML_WORDS(h, tt_words_fixed, f->weight, 2);
    tt_html_raw(h, "</dd>\n");
    if (!isnan(f->p_value)) {
        tt_html_term(h, "p-value");
        TT_HTML_WORDS(h, tt_words_p_value, f->p_value);
        tt_html_raw(h, "</dd>\n");
    }
    if (f->value_shift.minor) {
        tt_html_term(h, "Value shift");
        TT_HTML_WORDS(h, tt_words_money, f->value_shift);
        tt_html_rawf(h, "%s</dd>\n", tt_words_direction(f->direction));
    }
    tt_html_term(h, "Period");
    TT_HTML_WORDS(h, tt_words_period, f->from, f->to);
    tt_html_raw(h, "</dd>\n");
    if (det && det->indicators && det->indicators[0]) {
        tt_html_term(h, "Published indicators");
        tt_html_z(h, det->indicators);
        tt_html_raw(h, "</dd>\n");
    }
    if (det && det->source) {
        tt_html_term(h, "Described in");
        tt_html_z(h, det->source);
        tt_html_raw(h, "</dd>\n");
    }
    if (x->disposition) {
        tt_html_term(h, "Disposition");
        said(h, x->disposition);
        tt_html_raw(h, "</dd>\n");
    }
    tt_html_term(h, "Id");
    tt_html_raw(h, "<code>");
    tt_html_id(h, 'f', x->id);
    tt_html_raw(h, "</code></dd>\n</dl>\n");
}

static void parties(tt_html *h, const tt_finding *f)
{
    size_t shown = TT_MIN(f->n_entities, h->limits->rows);
    tt_html_raw(h, "<h5>Parties</h5>\n<ul class=\"parties\">\n");
    for (size_t i = 0; i < shown; i++) {
        tt_html_raw(h, "<li>");
        tt_html_entity(h, f->entities[i].entity);
        tt_html_raw(h, " <span class=\"quiet\">");
        tt_html_code(h, f->entities[i].role);
        tt_html_raw(h, "</span></li>\n");
    }
    tt_html_raw(h, "</ul>\n");
    tt_html_rest(h, shown, f->n_entities, "party");
}

static void next_steps(tt_html *h, const tt_finding *f)
{
    if (!f->n_next_steps)
        return;
    tt_html_heading(h, "Next steps");
    tt_html_raw(h, "<ol>\n");
    for (size_t i = 0; i < f->n_next_steps; i++) {
        tt_html_raw(h, "<li>");
        tt_html_z(h, f->next_steps[i]);
        tt_html_raw(h, "</li>\n");
    }
    tt_html_raw(h, "</ol>\n");
}

void tt_html_finding(tt_html *h, tt_ix i)
{
    const tt_found *x = &h->in->results->findings[i];
    const tt_finding *f = finding_of(h, i);

    tt_html_raw(h, "<details open class=\"finding\" id=\"");
    tt_html_id(h, 'f', x->id);
    tt_html_raw(h, "\" data-detector=\"");
    tt_html_z(h, x->detector);
    tt_html_raw(h, "\" data-weight=\"");
    TT_HTML_WORDS(h, tt_words_fixed, f->weight, 6);
    tt_html_rawf(h, "\">\n<summary><span class=\"rank\">%u</span> <span class=\"title\">", x->rank);
    tt_html_z(h, f->title);
    tt_html_raw(h, "</span> <span class=\"tag\">");
    tt_html_z(h, x->detector);
    tt_html_raw(h, "</span> <span class=\"weight\">weight ");
    TT_HTML_WORDS(h, tt_words_fixed, f->weight, 2);
    tt_html_raw(h, "</span>");
    if (x->disposition)
        tt_html_rawf(h, " <span class=\"tag\">%s</span>", tt_said_text(x->disposition->said));
    tt_html_raw(h, "</summary>\n<div class=\"body\">\n<p class=\"lead\">");
    tt_html_z(h, f->explanation);
    tt_html_raw(h, "</p>\n");
    facts(h, x);
    parties(h, f);
    measures(h, f);
    tests(h, f);
    evidence(h, f);
    next_steps(h, f);
    tt_html_raw(h, "</div>\n</details>\n");
}

/* The next finding after i that is shown and that no shown syndicate holds; 0 when there is none.
 */
static tt_ix next_alone(const tt_html *h, tt_ix i)
{
    const tt_results *r = h->in->results;
    for (i++; i <= r->n_findings; i++)
        if (h->choice.finding[i] &&
            (!r->findings[i].syndicate || r->findings[i].syndicate > h->choice.n_syndicates))
            return i;
    return 0;
}

void tt_html_findings(tt_html *h)
{
    const tt_results *r = h->in->results;
    h->level = 3;
    if (!next_alone(h, 0))
        tt_html_raw(h, r->n_findings
                           ? "<p>Every finding shown stands with its syndicate above.</p>\n"
                           : "<p>No detector that ran reports a finding.</p>\n");
    for (tt_ix i = next_alone(h, 0); i; i = next_alone(h, i))
        tt_html_finding(h, i);
    tt_html_rest(h, h->choice.n_findings, r->n_findings, "finding");
}
