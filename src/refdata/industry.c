/* industry.c - goods of lines of business: columns, and a question to them; see industry.h. */
#include "refdata/industry.h"

#include "base/str.h"

#define COLUMN(name, type, member)                                                                 \
    {                                                                                              \
        name, TT_COL_##type, offsetof(tt_industry_row, member), NULL                               \
    }

static const tt_reftab_column columns[] = {
    COLUMN("activity", TEXT, activity),
    COLUMN("line", TEXT, name),
    COLUMN("hs", OPTIONAL, hs),
    COLUMN("source", TEXT, source),
    {"verified", TT_COL_WORD, offsetof(tt_industry_row, verified), "no|part|yes"},
};

static tt_status wrong(size_t row, const char *what, tt_err *err)
{
    return tt_fail(err, TT_EFORMAT, "%s, line %zu: %s", tt_reftab_name(TT_REFTAB_INDUSTRY_GOODS),
                   row + 3, what);
}

static bool is_digits(tt_str s)
{
    size_t n = 0;
    while (n < s.n && tt_ascii_is_digit(s.p[n]))
        n++;
    return s.n && n == s.n;
}

static tt_status complete(tt_industry_row *r, size_t row, tt_err *err)
{
    tt_str list = r->activity, part;
    while (list.n && tt_str_split(&list, ' ', &part))
        if (!is_digits(part))
            return wrong(row, "activity: codes of digits with single blanks between", err);
    for (int c = 1; c < TT_CHAPTERS; c++)
        r->in[c] = !r->hs.p;
    list = r->hs;
    while (list.n && tt_str_split(&list, ' ', &part)) {
        tt_hs hs;
        if (part.n != 2 || !tt_hs_parse(part, &hs) || !tt_hs_known(hs, 2))
            return wrong(row, "hs: chapters of two digits with single blanks between", err);
        r->in[tt_hs_chapter(hs)] = true;
    }
    return TT_OK;
}

tt_status tt_industries_load(const tt_reference *own, tt_arena *a, tt_industries *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_INDUSTRY_GOODS, columns, TT_LEN(columns),
                          sizeof(tt_industry_row), a, &rows, err));
    tt_industry_row *v = rows.v;
    for (size_t i = 0; i < rows.n; i++)
        TT_TRY(complete(&v[i], i, err));
    *out = (tt_industries){v, rows.n};
    return TT_OK;
}

const tt_industry_row *tt_industries_find(const tt_industries *t, tt_str digits)
{
    const tt_industry_row *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < t->n; i++) {
        tt_str list = t->v[i].activity, part;
        while (list.n && tt_str_split(&list, ' ', &part))
            if (part.n > longest && tt_str_starts(digits, part)) {
                best = &t->v[i];
                longest = part.n;
            }
    }
    return best;
}
