/* zone.c - free zones: columns, and a question to them; see zone.h. */
#include "refdata/zone.h"

#include "base/str.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_zone, member), NULL                                       \
    }

static const tt_reftab_column columns[] = {
    COLUMN("place", TEXT, place),
    COLUMN("from", DATE, from),
    COLUMN("to", DATE, to),
    COLUMN("name", TEXT, name),
    COLUMN("source", TEXT, source),
    {"verified", TT_COL_WORD, offsetof(tt_zone, verified), "no|part|yes"},
};

/* What is wrong with a row; NULL: nothing. */
static const char *check(const tt_zone *z)
{
    enum { LOCODE = 5 };
    tt_country c;
    if (z->place.n != LOCODE || !tt_country_parse(tt_str_sub(z->place, 0, 2), &c))
        return "place: must be a UN/LOCODE";
    if (z->to != TT_NO_DATE && z->from != TT_NO_DATE && z->to < z->from)
        return "the last day is before the first";
    return NULL;
}

tt_status tt_zones_load(const tt_reference *own, tt_arena *a, tt_zones *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_ZONES, columns, TT_LEN(columns), sizeof(tt_zone), a, &rows,
                          err));
    const tt_zone *v = rows.v;
    for (size_t i = 0; i < rows.n; i++) {
        const char *wrong = check(&v[i]);
        if (wrong)
            return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(TT_REFTAB_ZONES),
                           i + 3, wrong);
    }
    *out = (tt_zones){rows.v, rows.n};
    return TT_OK;
}

const tt_zone *tt_zone_find(const tt_zones *z, tt_str place, tt_date day)
{
    for (size_t i = 0; i < z->n; i++) {
        const tt_zone *x = &z->v[i];
        bool early = x->from != TT_NO_DATE && day != TT_NO_DATE && day < x->from;
        bool late = x->to != TT_NO_DATE && day != TT_NO_DATE && day > x->to;
        if (!early && !late && tt_str_eq(x->place, place))
            return x;
    }
    return NULL;
}
