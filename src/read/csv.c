/*
 * csv.c - CSV with a header row to records.
 *
 * base/csv.h splits rows, plan.h makes records of them; here is what a header means, and what
 * becomes of rows that do not fit it.  Dialects and oddities: csv.md.
 */
#include "base/csv.h"

#include "base/map.h"
#include "base/str.h"
#include "read/csv_guess.h"
#include "read/columns.h"
#include "read/plan.h"

enum { NO_COLUMN = 0, ROW_BYTES = 64 << 20 };

static int sniff(tt_str head)
{
    tt_csv_guess g = tt_csv_guess_of(head, 0);
    if (g.columns == 0 || g.binary)
        return 0;
    /* Text that starts like another format is left to its reader, if there is one. */
    tt_str text = tt_str_trim(head);
    if (text.n > 0 && memchr("{[<", text.p[0], 3))
        return 1;
    if (g.kind != TT_KIND_NONE)
        return g.near ? 60 : 95;
    if (g.columns > 1)
        return g.rows > 0 && g.fit == g.rows ? 40 : 20;
    return 5;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    return map ? map->kind : tt_csv_guess_of(bytes, 0).kind;
}

struct reading {
    const tt_read_in *in;
    const tt_sink *sink;
    tt_arena file; /* what the plan refers to */
    tt_csv csv;
    tt_plan plan;
    size_t n_header;
    uint32_t where[TT_PLAN_COLUMNS]; /* place of each wanted column in the row, from 1; NO_COLUMN */
    tt_reason refusal;               /* why no row of this file can be used; NONE */
    const char *refusal_field;       /* may be NULL */
    tt_map others;                   /* columns that no field takes, trimmed: told once each */
};

/* --- the header --- */

static void refuse(struct reading *r, tt_reason why, const char *field)
{
    if (r->refusal == TT_REASON_NONE) {
        r->refusal = why;
        r->refusal_field = field;
    }
}

/* A column that no field takes. */
static tt_status
other_column(struct reading *r, tt_str name, uint32_t column, const tt_row_at *at, tt_err *err)
{
    name = tt_str_trim(name);
    if (tt_plan_ignores(&r->plan, name))
        return TT_OK;
    if (name.n == 0) {
        const char *text = tt_arena_printf(r->in->scratch, "column %u", column);
        if (!text)
            return tt_fail(err, TT_ENOMEM, "no room for a name");
        name = tt_str_of(text);
    } else if (!tt_text_is_clean(name)) {
        tt_text_flaws flaws = {false, false};
        name = tt_text_clean(name, r->in->scratch, &flaws);
        if (!name.p)
            return tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    bool added;
    uint32_t found;
    if (!tt_map_intern(&r->others, name, column, &found, &added))
        return tt_fail(err, TT_ENOMEM, "no room for the columns of a file");
    if (added)
        return r->sink->unknown_column(r->sink->ctx, name, err);
    return tt_tell_note(r->sink, TT_REASON_DUPLICATE_COLUMN, at, column, NULL, name, err);
}

static tt_status
missing_columns(struct reading *r, const bool *there, const tt_row_at *at, tt_err *err)
{
    for (size_t w = 0; w < r->plan.n_mapped; w++)
        if (!there[w])
            TT_TRY(tt_tell_note(r->sink, TT_REASON_MAP_COLUMN, at, 0, tt_plan_fed_by(&r->plan, w),
                                r->plan.columns[w], err));
    for (int f = -1; (f = tt_plan_lacks(&r->plan, there, (size_t)(f + 1))) >= 0;) {
        const char *field = r->plan.info->fields[f].name;
        refuse(r, TT_REASON_MISSING_COLUMN, field);
        TT_TRY(
            tt_tell_note(r->sink, TT_REASON_MISSING_COLUMN, at, 0, field, tt_str_of(field), err));
    }
    return TT_OK;
}

static tt_status take_header(struct reading *r, const tt_csv_row *row, tt_err *err)
{
    bool there[TT_PLAN_COLUMNS] = {false};
    tt_row_at at = {0, row->line, row->offset, row->raw};
    if (row->n == 0) {
        refuse(r, TT_REASON_NO_HEADER, NULL);
        return tt_tell_note(r->sink, TT_REASON_NO_HEADER, &at, 0, NULL, tt_str_sub(row->raw, 0, 80),
                            err);
    }
    r->n_header = row->n;
    for (size_t i = 0; i < row->n; i++) {
        uint32_t column = (uint32_t)(i + 1);
        int w = tt_plan_find(&r->plan, row->fields[i]);
        if (w < 0) {
            TT_TRY(other_column(r, row->fields[i], column, &at, err));
        } else if (there[w]) {
            const char *field = tt_plan_fed_by(&r->plan, (size_t)w);
            refuse(r, TT_REASON_DUPLICATE_COLUMN, field);
            TT_TRY(tt_tell_note(r->sink, TT_REASON_DUPLICATE_COLUMN, &at, column, field,
                                r->plan.columns[w], err));
        } else {
            there[w] = true;
            r->where[w] = column;
        }
    }
    TT_TRY(missing_columns(r, there, &at, err));
    tt_plan_narrow(&r->plan, there);
    return TT_OK;
}

/* --- the rows --- */

static tt_reason reason_of(const struct reading *r, const tt_csv_row *row)
{
    static const tt_reason of_flaw[] = {
        [TT_CSV_FINE] = TT_REASON_NONE,
        [TT_CSV_OPEN_QUOTE] = TT_REASON_OPEN_QUOTE,
        [TT_CSV_STRAY_QUOTE] = TT_REASON_NONE,
        [TT_CSV_FIELD_LIMIT] = TT_REASON_FIELD_LIMIT,
        [TT_CSV_FIELDS_LIMIT] = TT_REASON_FIELDS_LIMIT,
        [TT_CSV_NUL] = TT_REASON_NUL,
    };
    size_t limit = r->in->limits.row_bytes ? r->in->limits.row_bytes : ROW_BYTES;
    if (of_flaw[row->flaw] != TT_REASON_NONE)
        return of_flaw[row->flaw];
    if (row->raw.n > limit)
        return TT_REASON_ROW_LIMIT;
    if (r->refusal != TT_REASON_NONE)
        return r->refusal;
    return row->n != r->n_header ? TT_REASON_RAGGED : TT_REASON_NONE;
}

static tt_status take_row(struct reading *r, const tt_csv_row *row, uint64_t number, tt_err *err)
{
    tt_row_at at = {number, row->line, row->offset, row->raw};
    tt_reason why = reason_of(r, row);
    if (row->flaw == TT_CSV_STRAY_QUOTE)
        TT_TRY(tt_tell_note(r->sink, TT_REASON_STRAY_QUOTE, &at, 0, NULL, row->raw, err));
    if (why != TT_REASON_NONE)
        return tt_tell_reject(r->sink, why, &at, 0, why == r->refusal ? r->refusal_field : NULL,
                              err);
    bool clean = row->ascii || tt_text_is_clean(row->raw);
    TT_TRY(tt_plan_texts(&r->plan, row->fields, r->where, &at, clean, r->in->scratch, err));
    if (r->in->scratch->used > 0)
        tt_arena_reset(r->in->scratch);
    return TT_OK;
}

static tt_status read_rows(struct reading *r, tt_err *err)
{
    const tt_read_in *in = r->in;
    tt_csv_options opt = {
        .delimiter = in->map ? in->map->delimiter : 0,
        .field_limit = in->limits.field_bytes,
        .file = in->file,
    };
    tt_csv_row row;
    bool more;
    if (!opt.delimiter)
        opt.delimiter = tt_csv_guess_of(in->bytes, 0).delimiter;
    TT_TRY(tt_plan_init(&r->plan, in->kind, in, r->sink, &r->file, err));
    TT_TRY(tt_csv_init(&r->csv, in->bytes, &opt, err));
    TT_TRY(tt_csv_next(&r->csv, &row, &more, err));
    if (more && tt_csv_is_sep(row.raw, NULL))
        TT_TRY(tt_csv_next(&r->csv, &row, &more, err));
    if (!more)
        return TT_OK;
    TT_TRY(take_header(r, &row, err));
    for (uint64_t number = 1;; number++) {
        TT_TRY(tt_csv_next(&r->csv, &row, &more, err));
        if (!more)
            return TT_OK;
        if (in->n_rows)
            ++*in->n_rows;
        TT_TRY(take_row(r, &row, number, err));
    }
}

static tt_status read_csv(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    if (in->kind == TT_KIND_NONE)
        return tt_fail(err, TT_EFORMAT, "the header makes no kind of record: name it with --kind");
    struct reading *r = tt_mem_zalloc(1, sizeof *r); /* too large for a stack */
    if (!r)
        return tt_fail(err, TT_ENOMEM, "no room for a reader");
    r->in = in;
    r->sink = sink;
    tt_arena_init(&r->file, 0);
    tt_map_init(&r->others);
    tt_status st = read_rows(r, err);
    tt_csv_release(&r->csv);
    tt_map_release(&r->others);
    tt_arena_release(&r->file);
    tt_mem_free(r);
    return st;
}

const tt_reader tt_reader_csv = {
    .id = "csv",
    .title = "CSV with a header row (RFC 4180)",
    .extensions = "csv,tsv",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_csv,
};
