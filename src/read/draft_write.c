/*
 * draft_write.c - a draft as a map file, and as a table for a person.
 */
#include "read/draft.h"

#include "base/num.h"
#include "base/str.h"
#include "refdata/currency.h"

static const tt_field *field_of(const tt_draft *d, size_t f)
{
    return &tt_kind_get(d->kind)->fields[f];
}

static bool is_required(const tt_draft *d, size_t f)
{
    return (field_of(d, f)->flags & TT_FF_REQUIRED) != 0;
}

/* --- sentences --- */

static void say_kind(const tt_draft *d, tt_buf *b)
{
    size_t used = 0;
    for (size_t c = 0; c < d->n_columns; c++)
        used += d->columns[c].field >= 0;
    tt_buf_addf(b, "kind %s", tt_kind_text(d->kind));
    if (d->forced)
        tt_buf_add_z(b, ", as asked for");
    else
        tt_buf_addf(b, ", sure to %u %%", d->kind_sure);
    tt_buf_addf(b, ": %zu of %zu columns are its fields", used, d->n_columns);
    if (!d->forced && d->next_kind != TT_KIND_NONE && d->kind_sure < 75)
        tt_buf_addf(b, "; else %s (--kind %s)", tt_kind_text(d->next_kind),
                    tt_kind_text(d->next_kind));
}

static void say_numbers(const tt_draft *d, tt_buf *b)
{
    tt_buf_addf(b, "decimal sign '%c'", d->decimal ? d->decimal : '.');
    if (d->grouping)
        tt_buf_addf(b, ", '%c' between groups of digits", d->grouping);
    if (d->both_decimals)
        tt_buf_add_z(b, "; but some numbers are written the other way: look at them");
}

/* Why a column is what it is. */
static void say_why(const tt_draft *d, const tt_draft_column *c, tt_buf *b)
{
    const char *looks = tt_profile_looks(&c->p);
    size_t start = b->n;
    if (c->field >= 0 && !c->by_values) {
        tt_buf_add_z(b, "header: ");
        tt_sense_text(&c->sense, b);
        if (b->n == start + 8)
            tt_buf_add_z(b, "the field's own name");
    }
    if (looks)
        tt_buf_addf(b, "%svalues: %s", b->n > start ? "; " : "", looks);
    if (!c->usable)
        tt_buf_addf(b, "%sno map can name it: it has no name, or another has the same",
                    b->n > start ? "; " : "");
    if (b->n == start)
        tt_buf_add_z(b, "neither header nor values say what it is");
    if (c->field < 0)
        return;
    tt_ftype type = field_of(d, (size_t)c->field)->type;
    if (type != TT_FT_DATE && type != TT_FT_WHEN)
        return;
    tt_buf_add_z(b, b->n > start ? "; " : "");
    if (!c->dates && c->p.n > 0)
        tt_buf_addf(b,
                    "its pattern was not found: write \"dates\": {\"%s\": \"days since "
                    "YYYY-MM-DD\"} with the day that its 0 means, or a pattern",
                    field_of(d, (size_t)c->field)->name);
    else
        tt_buf_addf(b, "dates are %s", c->dates && *c->dates ? c->dates : "ISO 8601");
    if (c->ambiguous)
        tt_buf_add_z(b, ", BUT no value says which is the day and which the month: check it");
}

static void say_column(const tt_draft *d, const tt_draft_column *c, tt_buf *b)
{
    if (c->field >= 0)
        tt_buf_addf(b, "'%.*s' is %s, sure to %u %% (", TT_STR_ARG(c->name),
                    field_of(d, (size_t)c->field)->name, c->sure);
    else
        tt_buf_addf(b, "'%.*s' is not mapped (", TT_STR_ARG(c->name));
    say_why(d, c, b);
    tt_buf_add_c(b, ')');
}

/* What to write for a required field that nothing fills. */
static void say_missing(const tt_draft *d, size_t f, tt_buf *b)
{
    const tt_field *fd = field_of(d, f);
    tt_buf_addf(b, "%s (%s) is required and was not found: write ", fd->name, fd->help);
    if (fd->flags & TT_FF_NUMBER)
        tt_buf_addf(b, "\"templates\": {\"%s\": \"{row}\"} when each row is a document of its own",
                    fd->name);
    else if (fd->type == TT_FT_CCY)
        tt_buf_addf(b, "\"constants\": {\"%s\": \"USD\"} when all rows have one", fd->name);
    else if (fd->type == TT_FT_ENUM)
        tt_buf_addf(b, "\"constants\": {\"%s\": ...} with one of %s", fd->name, fd->words);
    else if (fd->part == TT_PART_NAME)
        tt_buf_addf(b,
                    "\"templates\": {\"%s\": \"unstated party of {row}\"}, or a constant when all "
                    "rows have the same",
                    fd->name);
    else
        tt_buf_addf(b, "\"constants\": {\"%s\": ...} when all rows have one", fd->name);
    tt_buf_addf(b, ", or \"columns\": {\"%s\": ...}", fd->name);
}

static void say_derived(const tt_draft *d, size_t f, tt_buf *b)
{
    tt_buf_addf(b, "%s has no column and is made from others: \"%s\"", field_of(d, f)->name,
                d->derived[f]);
}

/* Rows that will be rejected for want of a required field, and what could be done about it. */
static bool say_empty(const tt_draft *d, const tt_draft_column *c, tt_buf *b)
{
    size_t f = (size_t)c->field;
    if (c->field < 0 || c->p.empty == 0 || c->p.n == 0)
        return false;
    for (size_t k = 0; k < TT_MAX_FIELDS; k++) /* a required field that is made from this column */
        if (d->derived[k] && strchr(d->derived[k], '{') &&
            tt_str_starts(tt_str_of(strchr(d->derived[k], '{') + 1), c->name))
            f = k;
    if (!is_required(d, f))
        return false;
    tt_buf_addf(b, "'%.*s' is empty in %llu rows, which are rejected for want of %s",
                TT_STR_ARG(c->name), (unsigned long long)c->p.empty, field_of(d, f)->name);
    if (field_of(d, f)->part == TT_PART_NAME)
        tt_buf_addf(b,
                    ", unless you write \"fallbacks\": {\"%s\": \"unstated party of row {row}\"}",
                    field_of(d, f)->name);
    return true;
}

/* The currency that the last word of a header is: "TOTAL VALUE_USD".  NONE. */
static tt_ccy named_currency(tt_str header)
{
    size_t end = header.n;
    while (end > 0 && !tt_ascii_is_alnum(header.p[end - 1]))
        end--;
    if (end < 4 || tt_ascii_is_alnum(header.p[end - 4]))
        return TT_CCY_NONE;
    for (size_t i = end - 3; i < end; i++)
        if (header.p[i] < 'A' || header.p[i] > 'Z')
            return TT_CCY_NONE;
    return tt_ccy_parse(tt_str_sub(header, end - 3, 3));
}

/* An amount whose header names a currency, while the map takes the currency from elsewhere. */
static bool say_currency(const tt_draft *d, const tt_draft_column *c, tt_buf *b)
{
    const tt_kind_info *info = tt_kind_get(d->kind);
    int f = tt_field_find(info, TT_STR("currency"));
    tt_ccy ccy = named_currency(c->name);
    if (c->field < 0 || f < 0 || ccy == TT_CCY_NONE ||
        field_of(d, (size_t)c->field)->type != TT_FT_AMOUNT)
        return false;
    char code[4];
    tt_ccy_text(ccy, code);
    tt_buf_addf(b, "the header of '%.*s' names %s: ", TT_STR_ARG(c->name), code);
    if (d->from[f] >= 0)
        tt_buf_addf(b,
                    "check that '%.*s' is its currency, else write \"constants\": {\"currency\": "
                    "\"%s\"} instead",
                    TT_STR_ARG(d->columns[d->from[f]].name), code);
    else
        tt_buf_addf(b, "\"constants\": {\"currency\": \"%s\"} says so", code);
    return true;
}

/* --- the map --- */

/* Each sentence is a line of its own, whatever it costs. */
static void note(tt_jw *w, tt_buf *b)
{
    tt_jw_str(w, tt_buf_str(b));
    tt_buf_reset(b);
}

static void write_notes(const tt_draft *d, const tt_draft_source *from, tt_jw *w, tt_buf *b)
{
    const tt_kind_info *info = tt_kind_get(d->kind);
    tt_jw_key(w, "notes");
    tt_jw_array(w);
    tt_buf_addf(b, "a draft from %llu rows: correct it, then ingest with --map",
                (unsigned long long)d->n_rows);
    note(w, b);
    say_kind(d, b);
    note(w, b);
    tt_buf_add_z(b, from->about);
    note(w, b);
    say_numbers(d, b);
    note(w, b);
    for (size_t f = 0; f < info->n_fields; f++) {
        if (!is_required(d, f) || d->from[f] >= 0)
            continue;
        (d->derived[f] ? say_derived : say_missing)(d, f, b);
        note(w, b);
    }
    for (size_t c = 0; c < d->n_columns; c++) {
        say_column(d, &d->columns[c], b);
        note(w, b);
    }
    for (size_t c = 0; c < d->n_columns; c++)
        if (say_empty(d, &d->columns[c], b))
            note(w, b);
    for (size_t c = 0; c < d->n_columns; c++)
        if (say_currency(d, &d->columns[c], b))
            note(w, b);
    if (from->tried) {
        tt_buf_add_z(b, from->tried);
        note(w, b);
    }
    tt_jw_array_end(w);
}

static void write_char(tt_jw *w, const char *key, char c)
{
    if (c)
        tt_jw_kstr(w, key, (tt_str){&c, 1});
}

static void write_columns(const tt_draft *d, tt_jw *w)
{
    const tt_kind_info *info = tt_kind_get(d->kind);
    tt_jw_key(w, "columns");
    tt_jw_object(w);
    for (size_t f = 0; f < info->n_fields; f++)
        if (d->from[f] >= 0)
            tt_jw_kstr(w, info->fields[f].name, d->columns[d->from[f]].name);
    tt_jw_object_end(w);
    tt_jw_key(w, "templates");
    tt_jw_object(w);
    for (size_t f = 0; f < info->n_fields; f++)
        if (d->derived[f])
            tt_jw_kz(w, info->fields[f].name, d->derived[f]);
    tt_jw_object_end(w);
    tt_jw_key(w, "dates");
    tt_jw_object(w);
    for (size_t f = 0; f < info->n_fields; f++)
        if (d->from[f] >= 0 && d->columns[d->from[f]].dates && *d->columns[d->from[f]].dates)
            tt_jw_kz(w, info->fields[f].name, d->columns[d->from[f]].dates);
    tt_jw_object_end(w);
}

/* Texts for "not known" that occur in columns where they matter. */
static void write_unknown(const tt_draft *d, tt_jw *w)
{
    uint32_t all = 0;
    for (size_t c = 0; c < d->n_columns; c++)
        if (d->columns[c].field >= 0)
            all |= d->columns[c].p.unknown;
    tt_jw_key(w, "unknown");
    tt_jw_array(w);
    for (size_t i = 0; tt_profile_unknown(i); i++)
        if (all >> i & 1)
            tt_jw_z(w, tt_profile_unknown(i));
    tt_jw_array_end(w);
}

void tt_draft_write(const tt_draft *d, const tt_draft_source *from, tt_jw *w)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_jw_object(w);
    tt_jw_kz(w, "kind", tt_kind_text(d->kind));
    tt_jw_kz(w, "format", d->format);
    if (from->encoding)
        tt_jw_kz(w, "encoding", from->encoding);
    write_char(w, "delimiter", d->delimiter);
    write_char(w, "decimal", d->decimal);
    write_char(w, "grouping", d->grouping);
    write_columns(d, w);
    write_unknown(d, w);
    write_notes(d, from, w, &b);
    tt_jw_object_end(w);
    if (w->status == TT_OK && b.failed)
        w->status = tt_buf_status(&b, &w->err);
    tt_buf_release(&b);
}

/* --- the table --- */

/* Places that a text takes in a terminal: East Asian signs take two. */
static size_t width(tt_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = tt_utf8_next(s, &at);
        bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
                    (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                    (c >= 0xff00 && c <= 0xff60);
        n += wide ? 2 : 1;
    }
    return n;
}

static void add_padded(tt_buf *b, tt_str s, size_t to)
{
    tt_buf_add(b, s);
    for (size_t i = width(s); i < to; i++)
        tt_buf_add_c(b, ' ');
    tt_buf_add_c(b, ' ');
}

static void
line(tt_buf *b, const char *before, void (*say)(const tt_draft *d, tt_buf *b), const tt_draft *d)
{
    tt_buf_add_z(b, before);
    say(d, b);
    tt_buf_add_c(b, '\n');
}

void tt_draft_table(const tt_draft *d, const tt_draft_source *from, tt_buf *b)
{
    const tt_kind_info *info = tt_kind_get(d->kind);
    line(b, "", say_kind, d);
    tt_buf_addf(b, "%s\n", from->about);
    if (d->delimiter)
        tt_buf_addf(b, "delimiter %s%c%s\n", d->delimiter == '\t' ? "TAB" : "'",
                    d->delimiter == '\t' ? ' ' : d->delimiter, d->delimiter == '\t' ? "" : "'");
    line(b, "", say_numbers, d);
    tt_buf_addf(b, "\n%-28s %-24s %4s  %s\n", "COLUMN", "FIELD", "SURE", "WHY");
    for (size_t c = 0; c < d->n_columns; c++) {
        const tt_draft_column *col = &d->columns[c];
        char sure[TT_NUM_TEXT] = "";
        if (col->field >= 0)
            tt_u64_text(col->sure, sure);
        add_padded(b, col->name, 28);
        tt_buf_addf(b, "%-24s %4s  ", col->field >= 0 ? field_of(d, (size_t)col->field)->name : "-",
                    sure);
        say_why(d, col, b);
        tt_buf_add_c(b, '\n');
    }
    tt_buf_add_c(b, '\n');
    for (size_t f = 0; f < info->n_fields; f++) {
        if (!is_required(d, f) || d->from[f] >= 0)
            continue;
        tt_buf_add_z(b, d->derived[f] ? "made:    " : "MISSING: ");
        (d->derived[f] ? say_derived : say_missing)(d, f, b);
        tt_buf_add_c(b, '\n');
    }
    for (size_t c = 0; c < d->n_columns; c++)
        if (say_empty(d, &d->columns[c], b))
            tt_buf_add_c(b, '\n');
    for (size_t c = 0; c < d->n_columns; c++)
        if (say_currency(d, &d->columns[c], b))
            tt_buf_add_c(b, '\n');
    if (from->tried)
        tt_buf_addf(b, "%s\n", from->tried);
}
