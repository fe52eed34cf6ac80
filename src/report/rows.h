/* rows.h - what one cited row says, and where it was read: the same facts for every format. */
#ifndef TT_REPORT_ROWS_H
#define TT_REPORT_ROWS_H

#include "model/data.h"

typedef struct tt_row_facts {
    tt_kind kind;
    tt_str number; /* of the document, party, permit, ... */
    int32_t line;  /* number of the line in the document; 0: the whole document, or none is given */
    tt_date day;
    tt_ix from, to;       /* mentions: seller and buyer, shipper and consignee, payer and payee */
    const tt_line *goods; /* the line, or the only line of a document; NULL otherwise */
    tt_money amount;      /* as written; minor TT_NO_NUM when the row has none */
    tt_str about;         /* rows that stand alone: the name, species or goods that they speak of */
    tt_place place;
} tt_row_facts;

tt_row_facts tt_row_facts_of(const tt_data *d, tt_ref r);

#endif
