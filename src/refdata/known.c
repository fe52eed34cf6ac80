/* known.c - columns of known_names; see known.h. */
#include "refdata/known.h"

#define COLUMN(name, type)                                                                         \
    {                                                                                              \
#name, TT_COL_##type, offsetof(tt_known_name, name), NULL                                  \
    }

static const tt_reftab_column columns[] = {
    COLUMN(name, TEXT),
    COLUMN(country, COUNTRY),
    COLUMN(source, TEXT),
    {"verified", TT_COL_WORD, offsetof(tt_known_name, verified), "no|part|yes"},
};

tt_status
tt_known_names_load(const tt_reference *own, tt_arena *a, tt_known_names *out, tt_err *err)
{
    tt_reftab_rows rows = {0};
    TT_TRY(tt_reftab_load(own, TT_REFTAB_KNOWN_NAMES, columns, TT_LEN(columns),
                          sizeof(tt_known_name), a, &rows, err));
    *out = (tt_known_names){rows.v, rows.n};
    return TT_OK;
}
