/*
 * html.c - report.html: one file, for people.  It opens from a disk, asks the network for nothing,
 * and reads and prints without its script.
 *
 * html/viewer.html is the frame: {{name}} is replaced by what the table below says.  How the page
 * is made and what is escaped where: README.md.
 */
#include "report/html.h"

#include "base/str.h"
#include "gen/embed.h"
#include "tradetrace/version.h"

/* A page that opens in a second: some 20 KiB of HTML for a finding with many rows. */
static const tt_html_limits defaults = {
    .syndicates = 50,
    .findings = 300,
    .of_each = 10,
    .entities = 500,
    .nodes = 40,
    .rows = 60,
    .of_edge = 100,
    .flows = 20000,
};

static const tt_str style = {(const char *)tt_embed_viewer_css, sizeof(tt_embed_viewer_css) - 1};
static const tt_str script = {(const char *)tt_embed_viewer_js, sizeof(tt_embed_viewer_js) - 1};
static const tt_str frame = {(const char *)tt_embed_viewer_html, sizeof(tt_embed_viewer_html) - 1};

/* --- the Content-Security-Policy: what runs is what this program was built with --- */

static void base64(const uint8_t *p, size_t n, tt_buf *b)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16;
        v |= i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0;
        v |= i + 2 < n ? (uint32_t)p[i + 2] : 0;
        tt_buf_add_c(b, digits[v >> 18]);
        tt_buf_add_c(b, digits[v >> 12 & 63]);
        tt_buf_add_c(b, i + 1 < n ? digits[v >> 6 & 63] : '=');
        tt_buf_add_c(b, i + 2 < n ? digits[v & 63] : '=');
    }
}

static void hash_of(tt_html *h, tt_str text)
{
    tt_sha256 sha;
    tt_status st = tt_sha256_of(text, &sha, &h->err);
    if (st != TT_OK) {
        tt_html_fail(h, st);
        return;
    }
    tt_html_raw(h, "'sha256-");
    base64(sha.b, sizeof(sha.b), &h->b);
    tt_html_raw(h, "'");
}

static void style_hash(tt_html *h)
{
    hash_of(h, style);
}

static void script_hash(tt_html *h)
{
    hash_of(h, script);
}

static void add_style(tt_html *h)
{
    tt_buf_add(&h->b, style);
    tt_html_flush(h);
}

static void add_script(tt_html *h)
{
    tt_buf_add(&h->b, script);
    tt_html_flush(h);
}

/* --- small things of the frame --- */

static void version(tt_html *h)
{
    tt_html_raw(h, TT_VERSION_TEXT);
}

static void period(tt_html *h)
{
    TT_HTML_WORDS(h, tt_words_period, h->in->data->from, h->in->data->to);
}

static void n_findings(tt_html *h)
{
    TT_HTML_WORDS(h, tt_words_counted, h->choice.n_findings, "finding");
}

/* --- filling the frame --- */

static const struct {
    const char *name;
    void (*write)(tt_html *h);
} marks[] = {
    {"completeness", tt_html_completeness},
    {"counts", tt_html_counts},
    {"data", tt_html_data},
    {"detectors", tt_html_detectors},
    {"entities", tt_html_entities},
    {"facts", tt_html_facts},
    {"findings", tt_html_findings},
    {"inputs", tt_html_inputs},
    {"n_findings", n_findings},
    {"overview", tt_html_overview},
    {"period", period},
    {"quality", tt_html_quality},
    {"script", add_script},
    {"script_hash", script_hash},
    {"style", add_style},
    {"style_hash", style_hash},
    {"syndicates", tt_html_syndicates},
    {"version", version},
    {"wildlife", tt_html_wildlife},
    {"wildlife_link", tt_html_wildlife_link},
};

static void mark(tt_html *h, tt_str name)
{
    for (size_t i = 0; i < TT_LEN(marks); i++)
        if (tt_str_is(name, marks[i].name)) {
            marks[i].write(h);
            return;
        }
    tt_html_fail(h, tt_fail(&h->err, TT_EINTERNAL, "the page asks for '%.*s'", TT_STR_ARG(name)));
}

static void fill(tt_html *h)
{
    size_t at = 0;
    while (h->status == TT_OK) {
        size_t open = tt_str_find(frame, TT_STR("{{"), at);
        size_t close = open == SIZE_MAX ? open : tt_str_find(frame, TT_STR("}}"), open);
        tt_buf_add(&h->b, tt_str_sub(frame, at, (close == SIZE_MAX ? frame.n : open) - at));
        if (close == SIZE_MAX)
            return;
        mark(h, tt_str_sub(frame, open + 2, close - open - 2));
        at = close + 2;
    }
}

tt_status
tt_html_write(const tt_report_in *in, const tt_html_limits *limits, tt_file_out *out, tt_err *err)
{
    tt_arena a;
    tt_html h = {.in = in, .limits = limits, .out = out, .a = &a};

    tt_arena_init(&a, 0);
    tt_arena_init(&h.scratch, 0);
    tt_buf_init(&h.b, 0);
    tt_status st = tt_html_choose(in, limits, &a, &h.choice, err);
    if (st == TT_OK)
        st = tt_entity_findings_build(in, &a, &h.ef, err);
    if (st == TT_OK) {
        fill(&h);
        st = tt_html_done(&h, err);
    }
    tt_buf_release(&h.b);
    tt_arena_release(&h.scratch);
    tt_arena_release(&a);
    return st;
}

static tt_status write_html(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    return tt_html_write(in, &defaults, out, err);
}

const tt_reporter tt_reporter_html = {"html", "one page for people, self-contained", write_html};
