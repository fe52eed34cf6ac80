/*
 * risk.h - countries and goods that lists name as of higher risk: rows of the table risk_lists,
 * which is empty until a case brings its own (reference.h).
 *
 * Lists change: a row holds from a day on, which it must state, to a day.  That trade is with a
 * country of a list, or in goods of one, is context and says nothing of a party.
 */
#ifndef TT_REFDATA_RISK_H
#define TT_REFDATA_RISK_H

#include "base/civil.h"
#include "refdata/reference.h"

typedef enum tt_risk_kind { TT_RISK_JURISDICTION, TT_RISK_COMMODITY } tt_risk_kind;

typedef struct tt_risk {
    uint8_t kind; /* tt_risk_kind */
    tt_str code;  /* two letters of ISO 3166-1, or 2, 4 or 6 digits of HS 2022 */
    tt_str list;  /* its name: "grey list of FATF" */
    tt_date from; /* always known */
    tt_date to;   /* the last day; TT_NO_DATE: still */
    tt_str source;
    uint8_t verified;
    tt_country country; /* by code; none for goods */
    tt_hs hs;           /* by code; none for countries */
} tt_risk;

typedef struct tt_risks {
    tt_risk *v; /* in the order of the table */
    size_t n;
} tt_risks;

/**
 * @param own  NULL, or the tables of the case.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("risk_lists, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_risks_load(const tt_reference *own, tt_arena *a, tt_risks *out,
                                      tt_err *err);

/** How many rows are of a kind. */
size_t tt_risks_of(const tt_risks *r, tt_risk_kind kind);

/** The first row that names a country, or goods, on a day; NULL: none does, or the day is not
 * known.  O(rows). */
const tt_risk *tt_risk_country(const tt_risks *r, tt_country c, tt_date day);
const tt_risk *tt_risk_goods(const tt_risks *r, tt_hs hs, tt_date day);

#endif
