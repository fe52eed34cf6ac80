/* risk.c - lists of higher risk: columns, and questions to them; see risk.h. */
#include "refdata/risk.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_risk, member), NULL                                       \
    }

static const tt_reftab_column columns[] = {
    {"kind", TT_COL_WORD, offsetof(tt_risk, kind), "jurisdiction|commodity"},
    COLUMN("code", TEXT, code),
    COLUMN("list", TEXT, list),
    COLUMN("from", DATE, from),
    COLUMN("to", DATE, to),
    COLUMN("source", TEXT, source),
    {"verified", TT_COL_WORD, offsetof(tt_risk, verified), "no|part|yes"},
};

/* Reads the code; what is wrong with the row, or NULL. */
static const char *complete(tt_risk *r)
{
    bool goods = r->kind == TT_RISK_COMMODITY;
    size_t n = r->code.n;
    if (!goods && !(n == 2 && tt_country_parse(r->code, &r->country)))
        return "code: must be a country code of two letters";
    if (goods && !((n == 2 || n == 4 || n == 6) && tt_hs_parse(r->code, &r->hs) &&
                   tt_hs_known(r->hs, (unsigned)n)))
        return "code: must be an HS 2022 code of two, four or six digits";
    if (r->from == TT_NO_DATE)
        return "from: must be the day from which the list names it";
    if (r->to != TT_NO_DATE && r->to < r->from)
        return "the last day is before the first";
    return NULL;
}

tt_status tt_risks_load(const tt_reference *own, tt_arena *a, tt_risks *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_RISKS, columns, TT_LEN(columns), sizeof(tt_risk), a, &rows,
                          err));
    tt_risk *v = rows.v;
    for (size_t i = 0; i < rows.n; i++) {
        const char *wrong = complete(&v[i]);
        if (wrong)
            return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(TT_REFTAB_RISKS),
                           i + 3, wrong);
    }
    *out = (tt_risks){v, rows.n};
    return TT_OK;
}

size_t tt_risks_of(const tt_risks *r, tt_risk_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->v[i].kind == kind;
    return n;
}

static bool holds(const tt_risk *x, tt_date day)
{
    return day != TT_NO_DATE && day >= x->from && (x->to == TT_NO_DATE || day <= x->to);
}

const tt_risk *tt_risk_country(const tt_risks *r, tt_country c, tt_date day)
{
    for (size_t i = 0; c != TT_COUNTRY_NONE && i < r->n; i++)
        if (r->v[i].country == c && holds(&r->v[i], day))
            return &r->v[i];
    return NULL;
}

const tt_risk *tt_risk_goods(const tt_risks *r, tt_hs hs, tt_date day)
{
    for (size_t i = 0; hs != TT_HS_NONE && i < r->n; i++) {
        const tt_risk *x = &r->v[i];
        if (x->hs != TT_HS_NONE && tt_hs_prefix(hs, tt_hs_digits(x->hs)) == x->hs && holds(x, day))
            return x;
    }
    return NULL;
}
