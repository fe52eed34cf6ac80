/*
 * catalogue.c - what the program knows without a case: detectors, schemas, formats.
 */
#include "app/decide.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/str.h"
#include "detect/detect.h"
#include "detect/indicators.h"
#include "export/export.h"
#include "gen/embed.h"
#include "model/kind.h"
#include "report/report.h"
#include "tradetrace/export.h"
#include "tradetrace/report.h"

static tt_status hand_over(tt_buf *b, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_status st = tt_buf_status(b, err);
    if (st == TT_OK && b->n)
        st = fn(ctx, b->p, b->n, err);
    tt_buf_release(b);
    return st;
}

/* --- formats --- */

/* The ids of a registry joined by '|'; the first bar is skipped. */
#define TT_REPORTER(id) "|" #id
TT_PUBLIC const char *tt_report_formats(void)
{
    static const char ids[] = ""
#include "report/registry.def"
        ;
    return ids + 1;
}

#define TT_EXPORTER(id) "|" #id
TT_PUBLIC const char *tt_export_formats(void)
{
    static const char ids[] = ""
#include "export/registry.def"
        ;
    return ids + 1;
}

/* --- detectors --- */

static void add_number(tt_buf *b, double v)
{
    char text[TT_NUM_TEXT];
    tt_config_number_text(v, text);
    tt_buf_add_z(b, text);
}

static bool is_missing(const tt_indicator *x)
{
    return !tt_str_eq(x->computable, TT_STR("N")) && tt_str_eq(x->detectors, TT_STR("-"));
}

/* How many of the indicators that records can show somebody looks for, and which nobody does. */
static void indicator_coverage(tt_buf *b)
{
    tt_indicator_at at = {0};
    tt_indicator x;
    size_t n = 0, n_computable = 0, n_missing = 0;
    while (tt_indicator_next(&at, &x)) {
        n++;
        n_computable += tt_str_eq(x.computable, TT_STR("N")) ? 0 : 1;
        n_missing += is_missing(&x) ? 1 : 0;
    }
    tt_buf_addf(b,
                "%zu official indicators, %zu of them computable, %zu of these covered; "
                "'tradetrace detectors D-02' explains one\n",
                n, n_computable, n_computable - n_missing);
    if (!n_missing)
        return;
    tt_buf_add_z(b, "no detector yet:");
    for (at = (tt_indicator_at){0}; tt_indicator_next(&at, &x);)
        if (is_missing(&x))
            tt_buf_addf(b, " %.*s", TT_STR_ARG(x.id));
    tt_buf_add_c(b, '\n');
}

static void describe_indicator(const tt_indicator *x, tt_buf *b)
{
    static const struct {
        const char *code, *text;
    } computable[] = {
        {"Y", "from the records"}, {"P", "in part, or by a proxy"}, {"N", "not from the records"}};
    tt_buf_addf(b, "%.*s: %.*s\n\n", TT_STR_ARG(x->id), TT_STR_ARG(x->meaning));
    tt_buf_addf(b, "group       %.*s\nsource      %.*s\n", TT_STR_ARG(x->group),
                TT_STR_ARG(x->source));
    for (size_t i = 0; i < TT_LEN(computable); i++)
        if (tt_str_eq(x->computable, tt_str_of(computable[i].code)))
            tt_buf_addf(b, "computable  %s\n", computable[i].text);
    tt_buf_addf(b, "wording     ours, %s\n",
                tt_str_eq(x->words, TT_STR("checked")) ? "checked against the source"
                                                       : "from memory, not checked");
    tt_buf_addf(b, "detectors   %.*s\n", TT_STR_ARG(x->detectors));
}

static void list_detectors(tt_buf *b)
{
    size_t n = 0;
    const tt_detector *const *d = tt_detectors(&n);
    tt_buf_addf(b, "%-26s %-11s %-24s %s\n", "CODE", "FAMILY", "INDICATORS", "TITLE");
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(b, "%-26s %-11s %-24s %s\n", d[i]->id, tt_family_text(d[i]->family),
                    d[i]->indicators, d[i]->title);
    tt_buf_addf(b, "\n%zu detectors; 'tradetrace detectors CODE' prints one with its parameters\n",
                n);
    indicator_coverage(b);
}

static void describe_detector(const tt_detector *d, tt_buf *b)
{
    tt_buf_addf(b, "%s, revision %d: %s\n\n", d->id, d->revision, d->title);
    tt_buf_addf(b, "%s\n\n", d->looks_for);
    tt_buf_addf(b, "family      %s\ntypology    %s\nindicators  %s\nsource      %s\n",
                tt_family_text(d->family), d->typology, d->indicators, d->source);
    if (d->n_params)
        tt_buf_add_z(b, "\nparameters (set with --set NAME=VALUE or --config)\n");
    for (size_t i = 0; i < d->n_params; i++) {
        const tt_param *p = &d->params[i];
        tt_buf_addf(b, "  %s.%s = ", d->id, p->name);
        add_number(b, p->def);
        tt_buf_addf(b, " %s (", p->unit);
        add_number(b, p->min);
        tt_buf_add_z(b, " to ");
        add_number(b, p->max);
        tt_buf_addf(b, ")\n      %s\n", p->help);
    }
}

TT_PUBLIC tt_status tt_detectors_print(const char *code, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_buf b;
    const tt_detector *d = code ? tt_detector_find(tt_str_of(code)) : NULL;
    tt_indicator x;
    bool official = code && !d && tt_indicator_find(tt_str_of(code), &x);
    if (code && !d && !official)
        return tt_fail(err, TT_ENOTFOUND,
                       "unknown detector or indicator '%s': see 'tradetrace detectors'", code);
    tt_buf_init(&b, 0);
    if (d)
        describe_detector(d, &b);
    else if (official)
        describe_indicator(&x, &b);
    else
        list_detectors(&b);
    return hand_over(&b, fn, ctx, err);
}

TT_PUBLIC tt_status tt_detectors_each(tt_status (*fn)(void *ctx, const char *code, tt_err *err),
                                      void *ctx, tt_err *err)
{
    size_t n = 0;
    const tt_detector *const *d = tt_detectors(&n);
    for (size_t i = 0; i < n; i++)
        TT_TRY(fn(ctx, d[i]->id, err));
    return TT_OK;
}

/* --- schemas --- */

static const char *const type_words[] = {
    [TT_FT_TEXT] = "text",       [TT_FT_CODE] = "code",
    [TT_FT_ENUM] = "one of",     [TT_FT_LIST] = "list, '|' between",
    [TT_FT_COUNTRY] = "country", [TT_FT_CCY] = "currency",
    [TT_FT_DATE] = "date",       [TT_FT_WHEN] = "date or time",
    [TT_FT_AMOUNT] = "amount",   [TT_FT_DEC] = "number",
    [TT_FT_RATE] = "number",     [TT_FT_INT] = "whole number",
};

/* First line: the CSV header, so that `tradetrace schema invoice | head -1` starts a file. */
static void describe_kind(const tt_kind_info *k, tt_buf *b)
{
    for (size_t i = 0; i < k->n_fields; i++)
        tt_buf_addf(b, "%s%s", i ? "," : "", k->fields[i].name);
    tt_buf_add_z(b, "\n\n");
    for (size_t i = 0; i < k->n_fields; i++) {
        const tt_field *f = &k->fields[i];
        tt_buf_addf(b, "%-22s %c %-12s %s", f->name, f->flags & TT_FF_REQUIRED ? '*' : ' ',
                    type_words[f->type], f->help);
        if (f->words)
            tt_buf_addf(b, " (%s)", f->words);
        tt_buf_add_c(b, '\n');
    }
    tt_buf_add_z(b, "\n* required; empty means unknown\n");
}

static bool is_schema(const tt_embed_file *f)
{
    return tt_str_ends(tt_str_of(f->name), TT_STR(".schema.json"));
}

/* "report.schema.json" answers to "report", "report.schema" and its whole name. */
static bool answers_to(const tt_embed_file *file, tt_str name)
{
    tt_str f = tt_str_of(file->name);
    return is_schema(file) && tt_str_starts(f, name) && (f.n == name.n || f.p[name.n] == '.');
}

static void list_schemas(tt_buf *b)
{
    tt_buf_add_z(b, "record kinds:\n");
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        tt_buf_addf(b, "  %s\n", tt_kind_text((tt_kind)k));
    tt_buf_add_z(b, "files of people:\n  decisions\n");
    tt_buf_add_z(b, "JSON Schemas:\n");
    for (const tt_embed_file *f = tt_embed_files; f->name; f++)
        if (is_schema(f))
            tt_buf_addf(b, "  %s\n", f->name);
}

TT_PUBLIC tt_status tt_schema_print(const char *name, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    if (!name) {
        list_schemas(&b);
        return hand_over(&b, fn, ctx, err);
    }
    tt_kind kind = tt_kind_find(tt_str_of(name));
    if (kind != TT_KIND_NONE) {
        describe_kind(tt_kind_get(kind), &b);
        return hand_over(&b, fn, ctx, err);
    }
    if (tt_str_is(tt_str_of(name), "decisions")) {
        tt_decide_describe(&b);
        return hand_over(&b, fn, ctx, err);
    }
    for (const tt_embed_file *f = tt_embed_files; f->name; f++)
        if (answers_to(f, tt_str_of(name)))
            return fn(ctx, (const char *)f->bytes, f->n, err);
    return tt_fail(err, TT_ENOTFOUND, "no schema named '%s': see 'tradetrace schema'", name);
}
