/*
 * stand_in.h - words that stand where the name of a party should.
 *
 * Bills of lading are made out "to order", or "to the order of" a bank; their notify party is "same
 * as consignee"; messages must have a name and say "NOTPROVIDED".  None of these is a party: taken
 * for one, "TO ORDER" would be the largest importer of every manifest.
 *
 * @source  UNECE Recommendation and Layout Key for bills of lading (consignee "to order"); ISO
 * 20022 market practice for absent names; manifests as carriers file them.
 */
#ifndef TT_REFDATA_STAND_IN_H
#define TT_REFDATA_STAND_IN_H

#include "base/base.h"

typedef enum tt_stands {
    TT_STANDS_PARTY,  /* a name: in tt_stand_in.name */
    TT_STANDS_NOBODY, /* "to order", "unknown": nobody is named */
    TT_STANDS_ROLE,   /* "same as consignee": whoever has tt_stand_in.role in the document */
    TT_STANDS_ABOVE   /* "same as above": whoever has the role before */
} tt_stands;

typedef struct tt_stand_in {
    tt_stands stands;
    tt_str name;      /* part of what was written: without "to the order of" */
    const char *role; /* "shipper", "consignee", "notify", "seller", "buyer", "exporter",
                         "importer"; NULL unless TT_STANDS_ROLE */
} tt_stand_in;

/** Whom a text names.  Blanks, punctuation, case and accents do not count; text without a letter or
 * a digit names nobody.  O(bytes), no allocation. */
tt_stand_in tt_stand_in_read(tt_str written);

#endif
