/* limit.c - limits of payments: columns, and a question to them; see limit.h. */
#include "refdata/limit.h"

#include "base/num.h"
#include "refdata/currency.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_limit, member), NULL                                      \
    }

static const tt_reftab_column columns[] = {
    COLUMN("countries", COUNTRIES, countries),
    {"channel", TT_COL_WORD, offsetof(tt_limit, channel), "any|cash|transfer"},
    COLUMN("amount", NUMBER, units),
    COLUMN("currency", TEXT, currency),
    COLUMN("from", DATE, from),
    COLUMN("to", DATE, to),
    COLUMN("source", TEXT, source),
    {"verified", TT_COL_WORD, offsetof(tt_limit, verified), "no|part|yes"},
};

static tt_status wrong(size_t row, const char *what, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(TT_REFTAB_LIMITS), row + 3,
                   what);
}

static tt_status complete(tt_limit *l, size_t row, tt_err *err)
{
    enum { DECIMALS = 6 };
    tt_ccy ccy = tt_ccy_parse(l->currency);
    int64_t minor = l->units;
    if (ccy == TT_CCY_NONE)
        return wrong(row, "currency: must be a currency code of three letters", err);
    for (unsigned i = tt_ccy_exponent(ccy); i < DECIMALS; i++)
        minor /= 10;
    if (minor <= 0)
        return wrong(row, "amount: must be above zero", err);
    if (l->to != TT_NO_DATE && l->from != TT_NO_DATE && l->to < l->from)
        return wrong(row, "the last day is before the first", err);
    l->amount = (tt_money){minor, ccy};
    return TT_OK;
}

tt_status tt_limits_load(const tt_reference *own, tt_arena *a, tt_limits *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_LIMITS, columns, TT_LEN(columns), sizeof(tt_limit), a,
                          &rows, err));
    tt_limit *v = rows.v;
    for (size_t i = 0; i < rows.n; i++)
        TT_TRY(complete(&v[i], i, err));
    *out = (tt_limits){v, rows.n};
    return TT_OK;
}

bool tt_limit_holds(const tt_limit *l, tt_country a, tt_country b, tt_date day)
{
    if ((l->from != TT_NO_DATE && day < l->from) || (l->to != TT_NO_DATE && day > l->to))
        return false;
    return !l->countries.p || tt_list_has_country(l->countries, a) ||
           tt_list_has_country(l->countries, b);
}
