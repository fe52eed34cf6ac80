/* identifiers.h - which schemes of identifiers a case has, for the tables of what they are. */
#ifndef TT_REPORT_IDENTIFIERS_H
#define TT_REPORT_IDENTIFIERS_H

#include "model/data.h"

/** Schemes of which any identifier was checked (tt_data.checks), by name.  Returns how many. */
size_t tt_identifier_schemes(const tt_data *d, tt_id_scheme out[TT_ID_SCHEMES]);

#endif
