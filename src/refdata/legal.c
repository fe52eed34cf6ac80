/* legal.c - legal forms and generic words.  Rows are in data/legal_terms.tsv. */
#include "refdata/legal.h"

typedef tt_legal_term rg_legal_terms_row;
#define TT_REFGEN_LEGAL_TERMS
#include "gen/refdata_data.h"

const tt_legal_term *tt_legal_terms(size_t *n)
{
    *n = TT_LEN(rg_legal_terms);
    return rg_legal_terms;
}
