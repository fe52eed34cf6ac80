/* share.c - shares of countries in exports: columns, and a question to them; see share.h. */
#include "refdata/share.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_share, member), NULL                                      \
    }

enum { MILLION = 1000000, YEARS = 5, FIRST_YEAR = 1962, LAST_YEAR = 2100 };

static const tt_reftab_column columns[] = {
    COLUMN("hs", HS, hs),
    COLUMN("country", COUNTRY, country),
    COLUMN("share", NUMBER, share),
    COLUMN("year", NUMBER, year),
    COLUMN("source", TEXT, source),
    {"verified", TT_COL_WORD, offsetof(tt_share, verified), "no|part|yes"},
};

static tt_status wrong(size_t row, const char *what, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(TT_REFTAB_EXPORT_SHARES),
                   row + 3, what);
}

static tt_status check(const tt_share *s, size_t row, tt_err *err)
{
    if (!s->hs.n || s->hs.n > 6)
        return wrong(row, "hs: must be one code of four or six digits", err);
    if (!s->country)
        return wrong(row, "country: must be a country", err);
    if (s->share > MILLION)
        return wrong(row, "share: must be at most 1", err);
    if (s->year % MILLION || s->year / MILLION < FIRST_YEAR || s->year / MILLION > LAST_YEAR)
        return wrong(row, "year: must be a year such as 2023", err);
    return TT_OK;
}

tt_status tt_shares_load(const tt_reference *own, tt_arena *a, tt_shares *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_EXPORT_SHARES, columns, TT_LEN(columns), sizeof(tt_share),
                          a, &rows, err));
    const tt_share *v = rows.v;
    for (size_t i = 0; i < rows.n; i++)
        TT_TRY(check(&v[i], i, err));
    *out = (tt_shares){rows.v, rows.n};
    return TT_OK;
}

const tt_share *tt_share_find(const tt_shares *s, tt_hs hs, tt_country c, int year)
{
    const tt_share *best = NULL;
    int64_t best_off = 0;
    for (size_t i = 0; i < s->n; i++) {
        const tt_share *x = &s->v[i];
        int64_t off = x->year / MILLION - year;
        off = off < 0 ? -off : off;
        if (x->country != c || off > YEARS || !tt_list_has_hs(x->hs, hs))
            continue;
        bool finer = best && x->hs.n > best->hs.n;
        if (!best || finer || (x->hs.n == best->hs.n && off < best_off)) {
            best = x;
            best_off = off;
        }
    }
    return best;
}
