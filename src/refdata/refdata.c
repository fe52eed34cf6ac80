/* refdata.c - which tables are compiled in, and their hashes. */
#include "refdata/refdata.h"

#define TT_REFGEN_LIST
#include "gen/refdata_data.h"

const tt_refdata_table *tt_refdata_tables(size_t *n)
{
    *n = TT_LEN(rg_list);
    return rg_list;
}

const char *tt_refdata_sha256(void)
{
    return rg_list_sha256;
}
