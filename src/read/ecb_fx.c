/*
 * ecb_fx.c - euro reference rates of the European Central Bank, as a table (a day a row, a currency
 * a column) and as XML.
 *
 * The rates are units of a currency for one euro; a record says US dollars for one unit: the dollar
 * of the day divided by the rate, exact to 12 decimals.  Forms and what is told: ecb_fx.md.
 */
#include "base/csv.h"
#include "base/num.h"
#include "base/str.h"
#include "read/pick.h"
#include "refdata/currency.h"

enum { RATE_DECIMALS = 9, OUT_DECIMALS = 12, CODE = 3, COLUMNS = 256 };

/* --- a first look --- */

/* The delimiter that the first line has most of. */
static char delimiter_of(tt_str line)
{
    static const char tried[] = {',', ';', '\t'};
    size_t best = 0;
    char found = ',';
    for (size_t i = 0; i < sizeof tried; i++) {
        size_t n = 0;
        for (size_t k = 0; k < line.n; k++)
            n += line.p[k] == tried[i];
        if (n > best) {
            best = n;
            found = tried[i];
        }
    }
    return found;
}

static tt_str without_quotes(tt_str cell)
{
    cell = tt_str_trim(cell);
    bool quoted = cell.n >= 2 && cell.p[0] == '"' && cell.p[cell.n - 1] == '"';
    return quoted ? tt_str_trim(tt_str_sub(cell, 1, cell.n - 2)) : cell;
}

static bool is_code(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n == CODE;
}

static tt_str without_bom(tt_str s)
{
    return tt_str_sub(s, tt_str_bom(s), SIZE_MAX);
}

/* The first line that is not blank. */
static tt_str first_line(tt_str text)
{
    text = tt_str_trim(without_bom(text));
    size_t n = 0;
    while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
        n++;
    return tt_str_sub(text, 0, n);
}

/* "Date", then codes of currencies with the dollar among them. */
static bool is_table(tt_str head)
{
    tt_str line = first_line(head), rest = line, cell;
    char delimiter = delimiter_of(line);
    bool dollar = false;
    if (!tt_str_split(&rest, delimiter, &cell) || !tt_str_is_nocase(without_quotes(cell), "date") ||
        !rest.p)
        return false;
    while (tt_str_split(&rest, delimiter, &cell)) {
        cell = without_quotes(cell);
        if (cell.n > 0 && !is_code(cell))
            return false;
        dollar |= tt_str_is(cell, "USD");
    }
    return dollar;
}

static bool is_xml(tt_str head)
{
    tt_str name, ns;
    return tt_xml_root(head, &name, &ns) && tt_str_is(name, "Envelope") &&
           tt_str_find(tt_str_sub(head, 0, 2048), TT_STR("eurofxref"), 0) != SIZE_MAX;
}

static int sniff(tt_str head)
{
    return is_table(head) || is_xml(head) ? 98 : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(map);
    return sniff(tt_str_sub(bytes, 0, TT_SNIFF_BYTES)) > 0 ? TT_KIND_FX : TT_KIND_NONE;
}

/* --- rates --- */

struct reading {
    tt_emit e;
    tt_lines lines;
    tt_str column[COLUMNS]; /* code of each column; empty: none, or unknown and told */
    size_t n_columns;       /* up to the last that has a name */
    size_t usd;             /* its column; 0: none */
    int64_t dollar;         /* of the day: for one euro */
    tt_str date;
};

/* "05 July 2024", as in the file of the day, to ISO 8601; what is none of these comes back as it
 * is. */
static tt_str iso_date(tt_emit *e, tt_str s)
{
    char iso[TT_NUM_TEXT];
    tt_str rest = s, day, month, year;
    tt_when w;
    if (!tt_str_split(&rest, ' ', &day) || !tt_str_split(&rest, ' ', &month) ||
        !tt_str_split(&rest, ' ', &year))
        return tt_emit_date(e, s);
    const char *text = tt_arena_printf(e->in->scratch, "%.*s %.3s %.*s", TT_STR_ARG(day),
                                       month.n >= 3 ? month.p : "???", TT_STR_ARG(year));
    e->failed |= text == NULL;
    if (!tt_parse_when_pattern(tt_str_of(text), TT_STR("%d %b %Y"), &w))
        return s;
    tt_str out = tt_arena_str(e->in->scratch, (tt_str){iso, tt_date_text(w.day, iso)});
    e->failed |= out.p == NULL;
    return out;
}

static bool is_blank(tt_str cell)
{
    return cell.n == 0 || tt_str_is_nocase(cell, "n/a") || tt_str_is(cell, "-");
}

/* False: no rate; *why says what it is then. */
static bool rate_of(tt_emit *e, tt_str cell, int64_t *out, tt_reason *why)
{
    *why = TT_REASON_NOT_NUMBER;
    if (!tt_parse_dec(tt_emit_comma(e, cell), RATE_DECIMALS, out, NULL))
        return false;
    *why = TT_REASON_RANGE;
    return *out > 0;
}

/* One record: the dollar divided by the rate.  rate: 10^9 for the euro itself. */
static tt_status
give(struct reading *r, tt_str currency, int64_t rate, const tt_row_at *at, tt_err *err)
{
    static const int64_t one = 1000000000000; /* 10^OUT_DECIMALS */
    char text[TT_NUM_TEXT];
    int64_t value;
    if (!tt_muldiv_i64(r->dollar, one, rate, &value))
        return tt_emit_reject(&r->e, TT_REASON_RANGE, at, "usd_per_unit", err);
    TT_TRY(tt_emit_open(&r->e, TT_KIND_FX, err));
    tt_emit_set(&r->e, "date", r->date);
    tt_emit_set(&r->e, "currency", currency);
    tt_emit_set(&r->e, "usd_per_unit", (tt_str){text, tt_dec_text(value, OUT_DECIMALS, text)});
    return tt_emit_row(&r->e, at, err);
}

/* The date and the dollar of a day, and the record of the euro.  *fine: the day can be used. */
static tt_status start_day(struct reading *r, tt_str date, tt_str dollar, const tt_row_at *at,
                           bool *fine, tt_err *err)
{
    static const int64_t euro = 1000000000; /* 10^RATE_DECIMALS */
    tt_when when;
    tt_reason why;
    *fine = false;
    r->date = iso_date(&r->e, date);
    if (!tt_parse_when(r->date, &when))
        return tt_emit_reject(&r->e, date.n ? TT_REASON_NOT_DATE : TT_REASON_MISSING, at, "date",
                              err);
    if (is_blank(dollar))
        return tt_emit_reject(&r->e, TT_REASON_MISSING, at, "usd_per_unit", err);
    if (!rate_of(&r->e, dollar, &r->dollar, &why))
        return tt_emit_reject(&r->e, why, at, "usd_per_unit", err);
    *fine = true;
    return give(r, TT_STR("EUR"), euro, at, err);
}

static tt_status
give_rate(struct reading *r, tt_str currency, tt_str cell, const tt_row_at *at, tt_err *err)
{
    int64_t rate;
    tt_reason why;
    if (is_blank(cell) || tt_str_is(currency, "USD") || tt_str_is(currency, "EUR"))
        return TT_OK;
    if (!rate_of(&r->e, cell, &rate, &why))
        return tt_emit_reject(&r->e, why, at, "usd_per_unit", err);
    return give(r, currency, rate, at, err);
}

/* --- the table --- */

static tt_status take_header(struct reading *r, const tt_csv_row *row, tt_err *err)
{
    for (size_t i = 1; i < row->n && i < COLUMNS; i++) {
        tt_str name = tt_str_trim(row->fields[i]);
        if (name.n > 0)
            r->n_columns = i + 1;
        if (tt_str_is(name, "USD") && r->usd == 0)
            r->usd = i;
        r->column[i] = (tt_str){NULL, 0};
        if (tt_ccy_parse(name) != TT_CCY_NONE) {
            r->column[i] = tt_arena_str(&r->e.arena, name);
            if (!r->column[i].p)
                return tt_fail(err, TT_ENOMEM, "no room for a name");
        } else if (name.n > 0) {
            TT_TRY(r->e.sink->unknown_column(r->e.sink->ctx, name, err));
        }
    }
    return TT_OK;
}

/* As many cells as columns; what is over is blank (the bank ends its lines with a comma). */
static bool fits(const struct reading *r, const tt_csv_row *row)
{
    if (row->n < r->n_columns)
        return false;
    for (size_t i = r->n_columns; i < row->n; i++)
        if (tt_str_trim(row->fields[i]).n > 0)
            return false;
    return true;
}

static tt_status take_day(struct reading *r, const tt_csv_row *row, tt_err *err)
{
    static const tt_reason why[] = {
        [TT_CSV_OPEN_QUOTE] = TT_REASON_OPEN_QUOTE,
        [TT_CSV_FIELD_LIMIT] = TT_REASON_FIELD_LIMIT,
        [TT_CSV_FIELDS_LIMIT] = TT_REASON_FIELDS_LIMIT,
        [TT_CSV_NUL] = TT_REASON_NUL,
    };
    tt_row_at at = {.line = row->line, .offset = row->offset, .raw = row->raw};
    bool fine;
    if (row->flaw != TT_CSV_FINE && row->flaw != TT_CSV_STRAY_QUOTE)
        return tt_emit_reject(&r->e, why[row->flaw], &at, NULL, err);
    if (!fits(r, row))
        return tt_emit_reject(&r->e, TT_REASON_RAGGED, &at, NULL, err);
    tt_str dollar = r->usd > 0 ? tt_str_trim(row->fields[r->usd]) : (tt_str){NULL, 0};
    TT_TRY(start_day(r, tt_str_trim(row->fields[0]), dollar, &at, &fine, err));
    for (size_t i = 1; fine && i < r->n_columns; i++)
        if (r->column[i].n > 0)
            TT_TRY(give_rate(r, r->column[i], tt_str_trim(row->fields[i]), &at, err));
    return TT_OK;
}

static tt_status read_table(struct reading *r, tt_err *err)
{
    const tt_read_in *in = r->e.in;
    tt_csv_options opt = {.delimiter = delimiter_of(first_line(in->bytes))};
    tt_csv csv;
    tt_csv_row row;
    bool more = false, header = true;
    TT_TRY(tt_csv_init(&csv, in->bytes, &opt, err));
    tt_status st = tt_csv_next(&csv, &row, &more, err);
    while (st == TT_OK && more) {
        st = header ? take_header(r, &row, err) : take_day(r, &row, err);
        header = false;
        if (in->scratch->used > 0)
            tt_arena_reset(in->scratch);
        if (st == TT_OK)
            st = tt_csv_next(&csv, &row, &more, err);
    }
    tt_csv_release(&csv);
    return st;
}

/* --- XML --- */

/* A Cube of a day, with a Cube for each currency inside. */
static tt_status take_cube(void *ctx, const tt_xml_node *day, tt_err *err)
{
    struct reading *r = ctx;
    tt_row_at at = tt_pick_at(&r->e, &r->lines, day, 0);
    tt_str dollar = {NULL, 0};
    bool fine;
    for (const tt_xml_node *c = day->first; c; c = c->next)
        if (tt_str_is(tt_xml_attr_of(c, "currency"), "USD"))
            dollar = tt_str_trim(tt_xml_attr_of(c, "rate"));
    TT_TRY(start_day(r, tt_str_trim(tt_xml_attr_of(day, "time")), dollar, &at, &fine, err));
    for (const tt_xml_node *c = day->first; fine && c; c = c->next) {
        tt_str currency = tt_str_trim(tt_xml_attr_of(c, "currency"));
        at = tt_pick_at(&r->e, &r->lines, c, 0);
        if (tt_ccy_parse(currency) != TT_CCY_NONE)
            TT_TRY(give_rate(r, currency, tt_str_trim(tt_xml_attr_of(c, "rate")), &at, err));
        else if (currency.n > 0)
            TT_TRY(tt_emit_reject(&r->e, TT_REASON_CURRENCY, &at, "currency", err));
    }
    if (r->e.in->scratch->used > 0)
        tt_arena_reset(r->e.in->scratch);
    return TT_OK;
}

static tt_status take_break(void *ctx, const tt_xml_break *b, tt_err *err)
{
    struct reading *r = ctx;
    return tt_pick_broken(&r->e, &r->lines, b, 0, err);
}

static tt_status read_xml(struct reading *r, tt_err *err)
{
    static const char *const cuts[] = {"Cube/Cube", NULL};
    tt_xml_in in = {.text = r->e.in->bytes, .cuts = cuts, .keep = r->e.in->xml};
    tt_xml_sink sink = {.ctx = r, .cut = take_cube, .broken = take_break};
    tt_lines_init(&r->lines, r->e.in->bytes);
    return tt_xml_read(&in, &sink, err);
}

static tt_status read_ecb(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {.dollar = 0};
    tt_str text = tt_str_trim(without_bom(in->bytes));
    tt_emit_init(&r.e, in, sink);
    tt_status st = text.n > 0 && text.p[0] == '<' ? read_xml(&r, err) : read_table(&r, err);
    tt_emit_release(&r.e);
    return st;
}

const tt_reader tt_reader_ecb_fx = {
    .id = "ecb_fx",
    .title = "ECB euro reference rates (CSV or XML)",
    .extensions = "csv,xml",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_ecb,
};
