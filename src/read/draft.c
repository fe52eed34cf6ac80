/*
 * draft.c - the table in a text: columns and their cells, counted; then draft_match.c says what
 * they are.
 */
#include "read/draft.h"

#include "base/csv.h"
#include "base/json_read.h"
#include "base/str.h"
#include "read/columns.h"
#include "read/csv_guess.h"
#include "read/decode.h"
#include "read/json_shape.h"

/* --- columns --- */

static bool same_name(tt_str a, tt_str b)
{
    char x[TT_COLUMN_MAX], y[TT_COLUMN_MAX];
    return tt_str_eq((tt_str){x, tt_column_fold(a, x)}, (tt_str){y, tt_column_fold(b, y)});
}

/* Index of a column of this name, or n_columns. */
static size_t find_column(const tt_draft *d, tt_str name)
{
    size_t i = 0;
    while (i < d->n_columns && !same_name(d->columns[i].name, name))
        i++;
    return i;
}

static tt_status
add_column(tt_draft *d, const tt_header_words *x, tt_str name, tt_arena *a, tt_err *err)
{
    char folded[TT_COLUMN_MAX];
    if (d->n_columns == TT_DRAFT_COLUMNS)
        return TT_OK; /* what comes later stays unmapped */
    tt_text_flaws flaws = {false, false};
    bool clean = tt_text_is_clean(name);
    name = clean ? tt_arena_str(a, tt_str_trim(name)) : tt_text_clean(tt_str_trim(name), a, &flaws);
    if (!name.p)
        return tt_fail(err, TT_ENOMEM, "no room for a draft");
    size_t other = find_column(d, name);
    tt_draft_column *c = &d->columns[d->n_columns++];
    c->name = name;
    c->field = -1;
    c->usable = clean && tt_column_fold(name, folded) > 0;
    if (c->usable && &d->columns[other] != c)
        c->usable = d->columns[other].usable = false; /* which of the two, no map can say */
    c->sense = tt_sense_of(x, name);
    return TT_OK;
}

/* --- CSV --- */

static tt_status
csv_rows(tt_draft *d, const tt_header_words *x, tt_csv *csv, tt_arena *a, tt_err *err)
{
    tt_csv_row row;
    bool more;
    TT_TRY(tt_csv_next(csv, &row, &more, err));
    if (more && tt_csv_is_sep(row.raw, NULL))
        TT_TRY(tt_csv_next(csv, &row, &more, err));
    if (!more || row.n == 0)
        return tt_fail(err, TT_EFORMAT, "the text has no header row that could be split");
    size_t n_header = row.n;
    for (size_t i = 0; i < n_header; i++)
        TT_TRY(add_column(d, x, row.fields[i], a, err));
    while (d->n_rows < TT_DRAFT_ROWS) {
        TT_TRY(tt_csv_next(csv, &row, &more, err));
        if (!more)
            break;
        if (row.n != n_header)
            continue;
        d->n_rows++;
        for (size_t i = 0; i < d->n_columns; i++)
            tt_profile_add(&d->columns[i].p, row.fields[i]);
    }
    return TT_OK;
}

static tt_status
from_csv(tt_draft *d, const tt_header_words *x, tt_str text, tt_arena *a, tt_err *err)
{
    tt_csv csv;
    tt_csv_guess g = tt_csv_guess_of(text, 0);
    if (g.binary || g.columns == 0)
        return tt_fail(err, TT_EFORMAT, "the file is no text with a header row");
    d->format = "csv";
    d->delimiter = g.delimiter;
    TT_TRY(tt_csv_init(&csv, text, &(tt_csv_options){.delimiter = g.delimiter}, err));
    tt_status st = csv_rows(d, x, &csv, a, err);
    tt_csv_release(&csv);
    return st;
}

/* --- JSON --- */

/* Keys that are new become columns; plain values are counted. */
static tt_status
take_object(tt_draft *d, const tt_header_words *x, const tt_json *root, tt_arena *a, tt_err *err)
{
    for (const tt_json *m = tt_json_first(root); m; m = tt_json_next(m)) {
        tt_str key = tt_str_of(tt_json_key(m)), text;
        tt_json_type type = tt_json_type_of(m);
        if (type == TT_JSON_OBJECT || type == TT_JSON_ARRAY)
            continue;
        size_t c = find_column(d, key);
        if (c == d->n_columns)
            TT_TRY(add_column(d, x, key, a, err));
        if (c == d->n_columns || !tt_json_scalar_text(m, a, &text))
            continue;
        tt_profile_add(&d->columns[c].p, text);
    }
    return TT_OK;
}

static tt_status
from_json(tt_draft *d, const tt_header_words *x, tt_str text, tt_arena *a, tt_err *err)
{
    tt_json_stream s;
    tt_json_item item;
    tt_json_wrap wrap = tt_json_wrap_of(text);
    d->format = "json";
    tt_json_stream_init(&s, wrap.found ? wrap.array : text);
    while (d->n_rows < TT_DRAFT_ROWS / 10 && tt_json_stream_next(&s, &item)) {
        tt_json *root = NULL;
        if (item.broken)
            continue;
        tt_status st = tt_json_parse(item.raw, &root, NULL);
        if (st == TT_OK && tt_json_type_of(root) == TT_JSON_OBJECT) {
            d->n_rows++;
            st = take_object(d, x, root, a, err);
        }
        tt_json_free(root);
        if (st != TT_OK && st != TT_EFORMAT)
            return tt_fail(err, st, "no room for a draft");
    }
    return d->n_columns ? TT_OK
                        : tt_fail(err, TT_EFORMAT, "the file holds no objects with plain values");
}

/* --- the whole --- */

/* One decimal sign for the file: what more numbers ask for.  Only columns of numbers are asked. */
static void find_decimal(tt_draft *d)
{
    static const char signs[4] = {',', '.', '\'', ' '};
    uint64_t point = 0, comma = 0, grouped[2][4] = {{0}};
    for (size_t c = 0; c < d->n_columns; c++) {
        const tt_profile *p = &d->columns[c].p;
        if (!tt_profile_mostly(p, TT_MAX(p->point, p->comma), 90))
            continue;
        point += p->sure_point;
        comma += p->sure_comma;
        for (unsigned k = 0; k < 2; k++)
            for (unsigned g = 0; g < 4; g++)
                grouped[k][g] += p->grouped[k][g];
    }
    unsigned k = comma > point;
    d->decimal = k ? ',' : 0;
    d->both_decimals = point > 0 && comma > 0;
    uint64_t most = 0;
    for (unsigned g = 0; g < 4; g++) {
        if (signs[g] == (k ? ',' : '.') || grouped[k][g] <= most)
            continue;
        most = grouped[k][g];
        d->grouping = signs[g];
    }
}

tt_status tt_draft_make(tt_str text, tt_kind forced, tt_arena *a, tt_draft *out, tt_err *err)
{
    *out =
        (tt_draft){.kind = forced, .forced = forced != TT_KIND_NONE, .kind_sure = forced ? 100 : 0};
    const tt_header_words *x = tt_header_words_new(a);
    out->columns = tt_new_n(a, tt_draft_column, TT_DRAFT_COLUMNS + 1);
    if (!x || !out->columns)
        return tt_fail(err, TT_ENOMEM, "no room for a draft");
    size_t start = tt_json_text_start(text);
    bool json = start < text.n && (text.p[start] == '{' || text.p[start] == '[');
    TT_TRY((json ? from_json : from_csv)(out, x, text, a, err));
    find_decimal(out);
    return tt_draft_match(out, x, a, err);
}
