/* limit.c - limits: columns, and a question to them; see limit.h. */
#include "refdata/limit.h"

#include "base/num.h"
#include "refdata/currency.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_limit, member), NULL                                      \
    }

#define COLUMNS(first, words)                                                                      \
    {                                                                                              \
        COLUMN("countries", COUNTRIES, countries),                                                 \
            {first, TT_COL_WORD, offsetof(tt_limit, of), words}, COLUMN("amount", NUMBER, units),  \
            COLUMN("currency", TEXT, currency), COLUMN("from", DATE, from),                        \
            COLUMN("to", DATE, to), COLUMN("source", TEXT, source),                                \
            {"verified", TT_COL_WORD, offsetof(tt_limit, verified), "no|part|yes"},                \
    }

static const tt_reftab_column of_payments[] = COLUMNS("channel", "any|cash|transfer");
static const tt_reftab_column of_consignments[] = COLUMNS("direction", "any|export|import");

/* What is wrong with a row; NULL: nothing. */
static const char *complete(tt_limit *l)
{
    enum { DECIMALS = 6 };
    tt_ccy ccy = tt_ccy_parse(l->currency);
    int64_t minor = l->units;
    if (ccy == TT_CCY_NONE)
        return "currency: must be a currency code of three letters";
    for (unsigned i = tt_ccy_exponent(ccy); i < DECIMALS; i++)
        minor /= 10;
    if (minor <= 0)
        return "amount: must be above zero";
    if (l->to != TT_NO_DATE && l->from != TT_NO_DATE && l->to < l->from)
        return "the last day is before the first";
    l->amount = (tt_money){minor, ccy};
    return NULL;
}

tt_status
tt_limits_load(const tt_reference *own, tt_reftab t, tt_arena *a, tt_limits *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, t, t == TT_REFTAB_LIMITS ? of_payments : of_consignments,
                          TT_LEN(of_payments), sizeof(tt_limit), a, &rows, err));
    tt_limit *v = rows.v;
    for (size_t i = 0; i < rows.n; i++) {
        const char *wrong = complete(&v[i]);
        if (wrong)
            return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(t), i + 3, wrong);
    }
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
