/* reference.c - reads tables that can be replaced; see reference.h. */
#include "refdata/reference.h"

#include "base/civil.h"
#include "base/str.h"

typedef const char *rg_consignment_limits_row, *rg_export_shares_row, *rg_free_zones_row,
    *rg_industry_goods_row, *rg_known_names_row, *rg_payment_limits_row, *rg_risk_lists_row,
    *rg_timber_bans_row, *rg_timber_genera_row, *rg_wildlife_corridors_row, *rg_wildlife_covers_row,
    *rg_wildlife_fronts_row, *rg_wildlife_products_row, *rg_wildlife_taxa_row,
    *rg_wildlife_values_row, *rg_wildlife_words_row;
#define TT_REFGEN_CONSIGNMENT_LIMITS
#define TT_REFGEN_EXPORT_SHARES
#define TT_REFGEN_FREE_ZONES
#define TT_REFGEN_INDUSTRY_GOODS
#define TT_REFGEN_KNOWN_NAMES
#define TT_REFGEN_PAYMENT_LIMITS
#define TT_REFGEN_RISK_LISTS
#define TT_REFGEN_TIMBER_BANS
#define TT_REFGEN_TIMBER_GENERA
#define TT_REFGEN_WILDLIFE_CORRIDORS
#define TT_REFGEN_WILDLIFE_COVERS
#define TT_REFGEN_WILDLIFE_FRONTS
#define TT_REFGEN_WILDLIFE_PRODUCTS
#define TT_REFGEN_WILDLIFE_TAXA
#define TT_REFGEN_WILDLIFE_VALUES
#define TT_REFGEN_WILDLIFE_WORDS
#include "gen/refdata_data.h"

enum { MAX_COLUMNS = 10 };

static const struct {
    const char *name;
    const char *const *rows; /* the first: names of the columns */
    size_t n;
} tables[TT_REFTAB_COUNT] = {
    [TT_REFTAB_CONSIGNMENTS] = {"consignment_limits", rg_consignment_limits,
                                TT_LEN(rg_consignment_limits)},
    [TT_REFTAB_EXPORT_SHARES] = {"export_shares", rg_export_shares, TT_LEN(rg_export_shares)},
    [TT_REFTAB_ZONES] = {"free_zones", rg_free_zones, TT_LEN(rg_free_zones)},
    [TT_REFTAB_INDUSTRY_GOODS] = {"industry_goods", rg_industry_goods, TT_LEN(rg_industry_goods)},
    [TT_REFTAB_KNOWN_NAMES] = {"known_names", rg_known_names, TT_LEN(rg_known_names)},
    [TT_REFTAB_LIMITS] = {"payment_limits", rg_payment_limits, TT_LEN(rg_payment_limits)},
    [TT_REFTAB_RISKS] = {"risk_lists", rg_risk_lists, TT_LEN(rg_risk_lists)},
    [TT_REFTAB_TIMBER_BANS] = {"timber_bans", rg_timber_bans, TT_LEN(rg_timber_bans)},
    [TT_REFTAB_TIMBER_GENERA] = {"timber_genera", rg_timber_genera, TT_LEN(rg_timber_genera)},
    [TT_REFTAB_CORRIDORS] = {"wildlife_corridors", rg_wildlife_corridors,
                             TT_LEN(rg_wildlife_corridors)},
    [TT_REFTAB_COVERS] = {"wildlife_covers", rg_wildlife_covers, TT_LEN(rg_wildlife_covers)},
    [TT_REFTAB_FRONTS] = {"wildlife_fronts", rg_wildlife_fronts, TT_LEN(rg_wildlife_fronts)},
    [TT_REFTAB_PRODUCTS] = {"wildlife_products", rg_wildlife_products,
                            TT_LEN(rg_wildlife_products)},
    [TT_REFTAB_TAXA] = {"wildlife_taxa", rg_wildlife_taxa, TT_LEN(rg_wildlife_taxa)},
    [TT_REFTAB_VALUES] = {"wildlife_values", rg_wildlife_values, TT_LEN(rg_wildlife_values)},
    [TT_REFTAB_WORDS] = {"wildlife_words", rg_wildlife_words, TT_LEN(rg_wildlife_words)},
};

const char *tt_reftab_name(tt_reftab t)
{
    return tables[t].name;
}

tt_reftab tt_reftab_find(tt_str name)
{
    size_t t = 0;
    while (t < TT_REFTAB_COUNT && !tt_str_is(name, tables[t].name))
        t++;
    return (tt_reftab)t;
}

/* A line without its end; a carriage return before it belongs to it. */
static bool next_line(tt_str *rest, tt_str *line)
{
    if (!tt_str_split(rest, '\n', line))
        return false;
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

tt_reftab tt_reftab_of(tt_str text)
{
    tt_str line = {0};
    if (!next_line(&text, &line) || !next_line(&text, &line))
        return TT_REFTAB_COUNT;
    size_t t = 0;
    while (t < TT_REFTAB_COUNT && !tt_str_is(line, tables[t].rows[0]))
        t++;
    return (tt_reftab)t;
}

static const char *source_of(tt_reftab t)
{
    size_t n;
    const tt_refdata_table *all = tt_refdata_tables(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].name, tables[t].name) == 0)
            return all[i].source;
    return "";
}

tt_str tt_reftab_text(tt_reftab t, tt_arena *a)
{
    const char *source = source_of(t);
    size_t n = strlen(source) + 3, at = 0;
    for (size_t i = 0; i < tables[t].n; i++)
        n += strlen(tables[t].rows[i]) + 1;
    char *out = tt_arena_zalloc(a, n + 1, 1);
    if (!out)
        return (tt_str){NULL, 0};
    memcpy(out, "# ", 2);
    at = 2;
    for (size_t i = 0; i <= tables[t].n; i++) {
        const char *line = i ? tables[t].rows[i - 1] : source;
        size_t len = strlen(line);
        memcpy(out + at, line, len);
        out[at + len] = '\n';
        at += len + 1;
    }
    return (tt_str){out, n};
}

/* --- lists --- */

bool tt_list_has(tt_str list, char sep, tt_str word)
{
    tt_str part;
    while (list.n && tt_str_split(&list, sep, &part))
        if (tt_str_eq(part, word))
            return true;
    return false;
}

bool tt_list_has_country(tt_str list, tt_country c)
{
    char code[3];
    tt_country_text(c, code);
    for (size_t i = 0; i + 2 <= list.n;
         i += 3) /* two letters each, a blank between: see bad_list */
        if (list.p[i] == code[0] && list.p[i + 1] == code[1])
            return true;
    return false;
}

bool tt_list_has_hs(tt_str list, tt_hs hs)
{
    char digits[TT_HS_TEXT];
    tt_str code = {digits, tt_hs_text(hs, digits)}, part;
    while (code.n && list.n && tt_str_split(&list, ' ', &part))
        if (part.n && tt_str_starts(code, part))
            return true;
    return false;
}

/* --- cells --- */

/* What was wanted, or NULL when the list is one. */
static const char *bad_list(tt_str cell, tt_reftab_type type)
{
    tt_str part;
    while (tt_str_split(&cell, ' ', &part)) {
        tt_country c;
        tt_hs hs;
        if (type == TT_COL_COUNTRIES && !(part.n == 2 && tt_country_parse(part, &c)))
            return "country codes of two letters with single blanks between";
        if (type == TT_COL_HS && !((part.n == 4 || part.n == 6) && tt_hs_parse(part, &hs) &&
                                   tt_hs_known(hs, (unsigned)part.n)))
            return "HS 2022 codes of four or six digits with single blanks between";
    }
    return NULL;
}

static bool word_index(tt_str cell, const char *words, uint8_t *out)
{
    tt_str rest = tt_str_of(words), part;
    for (uint8_t i = 0; tt_str_split(&rest, '|', &part); i++)
        if (tt_str_eq(cell, part)) {
            *out = i;
            return true;
        }
    return false;
}

/* Writes the cell to its member; NULL, or what was wanted. */
static const char *take_cell(const tt_reftab_column *c, tt_str cell, char *row)
{
    void *to = row + c->to;
    bool none = tt_str_is(cell, "-");
    tt_str text = none ? (tt_str){NULL, 0} : cell;
    tt_country country = TT_COUNTRY_NONE;
    tt_date day = TT_NO_DATE;
    int64_t number = 0;
    uint8_t index = 0;
    tt_unit unit;
    switch (c->type) {
    case TT_COL_TEXT:
        memcpy(to, &text, sizeof text);
        return none ? "a text" : NULL;
    case TT_COL_OPTIONAL:
    case TT_COL_KEY:
        memcpy(to, &text, sizeof text);
        return NULL;
    case TT_COL_COUNTRIES:
    case TT_COL_HS:
        memcpy(to, &text, sizeof text);
        return none ? NULL : bad_list(text, c->type);
    case TT_COL_COUNTRY:
        if (!none && !(cell.n == 2 && tt_country_parse(cell, &country)))
            return "a country code of two letters";
        memcpy(to, &country, sizeof country);
        return NULL;
    case TT_COL_DATE:
        if (!none && !tt_parse_date(cell, &day))
            return "a date such as 2024-12-31";
        memcpy(to, &day, sizeof day);
        return NULL;
    case TT_COL_NUMBER:
        if (!tt_parse_dec(cell, 6, &number, NULL) || number < 0)
            return "a number that is not negative";
        memcpy(to, &number, sizeof number);
        return NULL;
    case TT_COL_WORD:
        if (!word_index(cell, c->words, &index))
            return c->words;
        memcpy(to, &index, sizeof index);
        return NULL;
    case TT_COL_UNIT:
        if (!tt_unit_parse(cell, &unit))
            return "a unit of UNECE Recommendation 20";
        memcpy(to, &unit, sizeof unit);
        return NULL;
    }
    return "a known type";
}

static tt_status read_row(tt_reftab t, size_t line, tt_str text, const tt_reftab_column *columns,
                          size_t n_columns, char *row, tt_err *err)
{
    tt_str cell = {0};
    size_t n = 0;
    for (; n < n_columns && tt_str_split(&text, '\t', &cell); n++) {
        if (!cell.n || tt_str_trim(cell).n != cell.n)
            return tt_fail(err, TT_EFORMAT,
                           "%s, line %zu, %s: empty, or blanks at its ends ('-' is none)",
                           tables[t].name, line, columns[n].name);
        const char *want = take_cell(&columns[n], cell, row);
        if (want)
            return tt_fail(err, TT_EFORMAT, "%s, line %zu, %s: must be %s", tables[t].name, line,
                           columns[n].name, want);
    }
    if (n != n_columns || text.p)
        return tt_fail(err, TT_EFORMAT, "%s, line %zu: %zu cells with tabs between are expected",
                       tables[t].name, line, n_columns);
    return TT_OK;
}

static tt_status check_head(tt_reftab t, tt_str *rest, tt_err *err)
{
    tt_str line = {0};
    if (!next_line(rest, &line) || !tt_str_starts(line, TT_STR("# source: ")) ||
        tt_str_find(line, TT_STR("; date: 20"), 0) == SIZE_MAX ||
        tt_str_find(line, TT_STR("; licence: "), 0) == SIZE_MAX)
        return tt_fail(err, TT_EFORMAT,
                       "%s, line 1: must be '# source: ...; date: 20..; licence: ...'",
                       tables[t].name);
    if (!next_line(rest, &line) || !tt_str_is(line, tables[t].rows[0]))
        return tt_fail(err, TT_EFORMAT, "%s, line 2: must name the columns as the built-in table",
                       tables[t].name);
    return TT_OK;
}

tt_status
tt_reftab_read(tt_reftab t, tt_str text, const tt_reftab_column *columns, size_t n_columns,
               size_t row_size, tt_arena *a, tt_reftab_rows *out, tt_err *err)
{
    tt_str rest = text, line = {0};
    TT_ASSERT(n_columns <= MAX_COLUMNS);
    if (tt_utf8_bad(text) != text.n)
        return tt_fail(err, TT_EFORMAT, "%s: not UTF-8", tables[t].name);
    TT_TRY(check_head(t, &rest, err));
    size_t most = 1, at = 2;
    for (tt_str count = rest; next_line(&count, &line);)
        most++;
    char *v = tt_arena_zalloc(a, most, row_size);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for '%s'", tables[t].name);
    *out = (tt_reftab_rows){v, 0};
    while (next_line(&rest, &line)) {
        at++;
        if (!line.n && !rest.p) /* what follows the last line end */
            break;
        TT_TRY(read_row(t, at, line, columns, n_columns, v + out->n * row_size, err));
        out->n++;
    }
    bool may_be_empty = tables[t].n == 1; /* so is the built-in one */
    return out->n || may_be_empty ? TT_OK : tt_fail(err, TT_EFORMAT, "%s: no rows", tables[t].name);
}

tt_status
tt_reftab_load(const tt_reference *own, tt_reftab t, const tt_reftab_column *columns,
               size_t n_columns, size_t row_size, tt_arena *a, tt_reftab_rows *out, tt_err *err)
{
    tt_str text = own && own->text[t].p ? own->text[t] : tt_reftab_text(t, a);
    if (!text.p)
        return tt_fail(err, TT_ENOMEM, "no memory for '%s'", tables[t].name);
    return tt_reftab_read(t, text, columns, n_columns, row_size, a, out, err);
}
