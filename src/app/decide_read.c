/*
 * decide_read.c - a decisions file as lines.  It comes out of a spreadsheet, from a person: the
 * delimiter may be another, columns stand in any order, and each mistake is told with the way out.
 */
#include "app/decide.h"

#include "base/csv.h"
#include "base/str.h"

const char *const tt_decide_columns[TT_DC_COLUMNS] = {"a", "b", "verdict", "who", "when", "why"};

void tt_decide_describe(tt_buf *b)
{
    static const char *const help[TT_DC_COLUMNS] = {
        "* a party: id, prefix of an id, or NAME|COUNTRY as written; or the id of a finding",
        "  the other party, in the same way; empty for a finding",
        "* what is said; empty: not decided yet",
        "  who decided",
        "  date or time of the decision; of two that contradict each other the newer one counts",
        "  the reason, in words",
    };
    for (int k = 0; k < TT_DC_COLUMNS; k++)
        tt_buf_addf(b, "%s%s", k ? "," : "", tt_decide_columns[k]);
    tt_buf_add_z(b, "\n\n");
    for (int k = 0; k < TT_DC_COLUMNS; k++)
        tt_buf_addf(b, "%-8s %s\n", tt_decide_columns[k], help[k]);
    tt_buf_add_z(b, "\nverdicts on two parties: same, different, unsure\n"
                    "verdicts on a finding: confirmed, dismissed, escalated, reported, monitored, "
                    "pending\n* the column must be there; others are ignored\n");
}

tt_status
tt_decide_tell(tt_decide *d, uint64_t line, int column, bool bad, const char *text, tt_err *err)
{
    tt_decide_note n = {line, column < 0 ? "" : tt_decide_columns[column], text, bad};
    if (!text)
        return tt_fail(err, TT_ENOMEM, "no room for a note on a decision");
    d->sums.n_bad += bad ? 1 : 0;
    return d->fn(d->ctx, &n, err);
}

/* The first of these that the first line has. */
static char delimiter_of(tt_str bytes)
{
    static const char tried[] = {',', ';', '\t'};
    size_t end = tt_str_find(bytes, TT_STR("\n"), 0);
    tt_str line = tt_str_sub(bytes, 0, end);
    for (size_t i = 0; i < sizeof tried; i++)
        if (line.n && memchr(line.p, tried[i], line.n))
            return tried[i];
    return ',';
}

/* Columns of the file by ours; -1: not there. */
static tt_status
read_header(tt_decide *d, const tt_csv_row *row, int at[TT_DC_COLUMNS], bool *fine, tt_err *err)
{
    *fine = true;
    for (int k = 0; k < TT_DC_COLUMNS; k++) {
        at[k] = -1;
        for (size_t i = 0; i < row->n && at[k] < 0; i++)
            if (tt_str_is_nocase(tt_str_trim(row->fields[i]), tt_decide_columns[k]))
                at[k] = (int)i;
    }
    static const int needed[] = {TT_DC_A, TT_DC_VERDICT};
    for (size_t i = 0; i < TT_LEN(needed); i++) {
        if (at[needed[i]] >= 0)
            continue;
        *fine = false;
        TT_TRY(tt_decide_tell(d, row->line, needed[i], true,
                              "no such column: the first line names the columns "
                              "a,b,verdict,who,when,why",
                              err));
    }
    return TT_OK;
}

/* Spreadsheets are given, and give back, an apostrophe before what looks like a formula. */
static tt_str cell(const tt_csv_row *row, int at)
{
    if (at < 0 || (size_t)at >= row->n)
        return (tt_str){NULL, 0};
    tt_str s = tt_str_trim(row->fields[at]);
    if (s.n > 1 && s.p[0] == '\'' && strchr("=+-@", s.p[1]))
        s = tt_str_sub(s, 1, SIZE_MAX);
    return s.n ? s : (tt_str){NULL, 0};
}

static tt_status
keep(tt_decide *d, const tt_csv_row *row, const int at[], int column, tt_str *out, tt_err *err)
{
    tt_str s = cell(row, at[column]);
    *out = s.p ? tt_arena_str(&d->a, s) : s;
    return s.p && !out->p ? tt_fail(err, TT_ENOMEM, "no room for a decision") : TT_OK;
}

static bool is_finding_id(tt_str s)
{
    char letter = 0;
    tt_hash h;
    size_t digits;
    return tt_id_parse(s, &letter, &h, &digits) && letter == 'f';
}

/* What keeps a line from saying anything; NULL when it does. */
static const char *mistake(const tt_decided *x, int *column)
{
    *column = TT_DC_A;
    if (!x->a.n)
        return "empty: write an id of the report or NAME|COUNTRY";
    if (tt_said_of_finding(x->said))
        return is_finding_id(x->a)
                   ? NULL
                   : "a disposition is of a finding: write its id, f and hex digits";
    *column = TT_DC_VERDICT;
    if (is_finding_id(x->a) && !x->b.n)
        return "of a finding it is confirmed, dismissed, escalated, reported, monitored or pending";
    *column = TT_DC_B;
    return x->b.n ? NULL : "empty: a verdict on two parties needs both";
}

static tt_status read_when(tt_decide *d, const tt_csv_row *row, int at, tt_when *out, tt_err *err)
{
    tt_str s = cell(row, at);
    *out = (tt_when){TT_NO_DATE, TT_NO_TIME};
    if (!s.n || tt_parse_when(s, out))
        return TT_OK;
    return tt_decide_tell(d, row->line, TT_DC_WHEN, true,
                          "not a date: write 2024-05-31, or leave it empty", err);
}

static tt_status read_row(tt_decide *d, const tt_csv_row *row, const int at[], tt_err *err)
{
    tt_decided x = {.line = row->line};
    tt_str verdict = cell(row, at[TT_DC_VERDICT]);
    int column;
    if (row->flaw == TT_CSV_STRAY_QUOTE || !row->n)
        return tt_decide_tell(
            d, row->line, -1, true,
            tt_arena_printf(&d->a, "%s: check the quotes of the line", tt_csv_flaw_text(row->flaw)),
            err);
    if (!verdict.n) {
        d->sums.n_open += cell(row, at[TT_DC_A]).n ? 1 : 0;
        return TT_OK;
    }
    uint64_t bad = d->sums.n_bad;
    x.said = tt_said_parse(verdict);
    if (x.said == TT_SAID_NOTHING)
        return tt_decide_tell(d, row->line, TT_DC_VERDICT, true,
                              "unknown: of two parties it is same, different or unsure; of a "
                              "finding confirmed, dismissed, escalated, reported, monitored or "
                              "pending",
                              err);
    TT_TRY(keep(d, row, at, TT_DC_A, &x.a, err));
    TT_TRY(keep(d, row, at, TT_DC_B, &x.b, err));
    TT_TRY(keep(d, row, at, TT_DC_WHO, &x.who, err));
    TT_TRY(keep(d, row, at, TT_DC_WHY, &x.why, err));
    TT_TRY(read_when(d, row, at[TT_DC_WHEN], &x.when, err));
    const char *wrong = mistake(&x, &column);
    if (wrong)
        TT_TRY(tt_decide_tell(d, row->line, column, true, wrong, err));
    if (tt_said_of_finding(x.said))
        x.b = (tt_str){NULL, 0};
    if (d->sums.n_bad == bad && !tt_vec_push(&d->said, x))
        return tt_fail(err, TT_ENOMEM, "no room for the decisions");
    return TT_OK;
}

static tt_status read_rows(tt_decide *d, tt_csv *csv, tt_err *err)
{
    tt_csv_row row;
    bool more, fine;
    int at[TT_DC_COLUMNS];
    TT_TRY(tt_csv_next(csv, &row, &more, err));
    if (!more)
        return tt_decide_tell(d, 1, -1, true,
                              "the file is empty: to take all decisions back, leave its first line",
                              err);
    TT_TRY(read_header(d, &row, at, &fine, err));
    while (fine) {
        TT_TRY(tt_csv_next(csv, &row, &more, err));
        if (!more)
            break;
        TT_TRY(read_row(d, &row, at, err));
    }
    return TT_OK;
}

tt_status tt_decide_read(tt_decide *d, tt_str bytes, tt_err *err)
{
    if (tt_utf8_bad(bytes) < bytes.n)
        return tt_decide_tell(d, 0, -1, true, "not UTF-8: in a spreadsheet, save as 'CSV UTF-8'",
                              err);
    tt_csv csv;
    tt_csv_options opt = {.delimiter = delimiter_of(bytes)};
    TT_TRY(tt_csv_init(&csv, bytes, &opt, err));
    tt_status st = read_rows(d, &csv, err);
    tt_csv_release(&csv);
    return st;
}
