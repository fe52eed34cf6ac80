/*
 * iso20022.h - what the files of the iso20022 reader share: a reading, places, parties, amounts,
 * texts and totals.
 */
#ifndef TT_READ_ISO20022_H
#define TT_READ_ISO20022_H

#include "base/buf.h"
#include "base/map.h"
#include "read/iso_unwrap.h"
#include "read/pick.h"

/* Messages that are read, and what they are. */
typedef enum tt_iso_family {
    TT_ISO_OTHER,
    TT_ISO_CUSTOMER_TRANSFER, /* pacs.008 */
    TT_ISO_BANK_TRANSFER,     /* pacs.009 */
    TT_ISO_INITIATION,        /* pain.001 */
    TT_ISO_STATEMENT          /* camt.052, 053, 054 */
} tt_iso_family;

/* What a header says and what its parts make. */
typedef struct tt_iso_total {
    uint64_t of; /* offset of the element it belongs to, plus 1; 0: none */
    bool has_n, has_sum;
    int64_t want_n, want_sum, n, sum; /* sums in 1e-5 */
    tt_row_at at;
} tt_iso_total;

enum tt_iso_totals {
    TT_ISO_MESSAGE,
    TT_ISO_PART,
    TT_ISO_CREDITS,
    TT_ISO_DEBITS,
    TT_ISO_BALANCE,
    TT_ISO_BATCH,
    TT_ISO_TOTALS
};

/* One reading. */
typedef struct tt_iso {
    tt_emit e;
    tt_lines lines;
    tt_unwrap *wrap;    /* the text that is parsed lies inside another one; NULL: it is the file */
    tt_buf text;        /* pieces that are being joined */
    tt_map ids;         /* of the payments of one entry */
    tt_str stand_in[2]; /* of the open row, by side: the element that stands in for the party */
    tt_iso_total total[TT_ISO_TOTALS];
    uint64_t message, part; /* offsets plus 1 of the ones that are open */
    uint64_t number;        /* of the transaction in its message, or the entry in its statement */
    tt_buf part_id;         /* id of the statement that is open */
} tt_iso;

/* The two sides of a payment. */
typedef enum tt_iso_side { TT_ISO_PAYER, TT_ISO_PAYEE } tt_iso_side;

typedef struct tt_iso_amount {
    tt_str text, ccy;
} tt_iso_amount;

/* --- a transaction or an entry that was cut out --- */

tt_status tt_iso_transfer(tt_iso *r, tt_iso_family family, const tt_xml_node *tx, tt_err *err);
tt_status tt_iso_entry(tt_iso *r, const tt_xml_node *entry, tt_err *err);

/* --- places and notes --- */

/** Place of a node in the file, also when the text that was parsed lies inside another. */
tt_row_at tt_iso_at(tt_iso *r, const tt_xml_node *n);
TT_MUST_CHECK tt_status tt_iso_note(tt_iso *r, tt_reason what, const tt_row_at *at, const char *raw,
                                    tt_err *err);
/** Count a transaction in its message; at the first one, tell what the header says of all. */
TT_MUST_CHECK tt_status tt_iso_in_message(tt_iso *r, const tt_xml_node *message, tt_err *err);

/* --- sides (iso_party.c) --- */

/** Fill name, country and id of a side from a party, in any version's form: a party, Pty, Agt or
 * FinInstnId.  NULL does nothing. */
void tt_iso_party(tt_iso *r, tt_iso_side side, const tt_xml_node *party);
/** The party; where it has no name, the ultimate one, which tt_iso_rows tells; where that has none,
 * its BIC. */
void tt_iso_parties(tt_iso *r, tt_iso_side side, const tt_xml_node *party,
                    const tt_xml_node *ultimate);
void tt_iso_account(tt_iso *r, tt_iso_side side, const tt_xml_node *account);
void tt_iso_bank(tt_iso *r, tt_iso_side side, const tt_xml_node *agent);
bool tt_iso_lacks_name(const tt_iso *r, tt_iso_side side);
/** IBAN or other number of an account; absent when there is none. */
tt_str tt_iso_account_number(const tt_xml_node *account);
/** Name of a party, in any version's form. */
tt_str tt_iso_name(const tt_xml_node *party);

/* --- amounts (iso_amount.c) --- */

/** The first amount on a path that has a text. */
tt_iso_amount tt_iso_amount_at(const tt_xml_node *n, const char *path);
bool tt_iso_is_zero(tt_iso_amount a);
/** Set amount and currency; the instructed ones when they differ. */
void tt_iso_set_amounts(tt_iso *r, tt_iso_amount amount, tt_iso_amount instructed);
/** Set the sum of charges in the currency of the payment; others are noted. */
TT_MUST_CHECK tt_status tt_iso_charges(tt_iso *r, const tt_xml_node *parent, const char *name,
                                       const tt_row_at *at, tt_err *err);

/** Text of closing balance minus opening balance of a statement; absent when they are not there, or
 * not in one currency. */
tt_str tt_iso_moved(tt_iso *r, const tt_xml_node *statement);
/** Start a total, unless it is open for this element already; the one before it is closed. */
TT_MUST_CHECK tt_status tt_iso_total_open(tt_iso *r, enum tt_iso_totals t, const tt_xml_node *of,
                                          tt_str n, tt_str sum, tt_err *err);
/** @param taken_off  the amount is the other way round. */
void tt_iso_total_add(tt_iso *r, enum tt_iso_totals t, tt_str amount, bool taken_off);
/** It is open for this element. */
bool tt_iso_total_is_open(const tt_iso *r, enum tt_iso_totals t, const tt_xml_node *of);
/** Note what does not agree. */
TT_MUST_CHECK tt_status tt_iso_total_close(tt_iso *r, enum tt_iso_totals t, tt_err *err);
TT_MUST_CHECK tt_status tt_iso_totals_close(tt_iso *r, tt_err *err);

/* --- texts (iso_text.c) --- */

/** An id, unless it says that there is none (NOTPROVIDED). */
tt_str tt_iso_id(tt_str id);
/** The first id that says something on the paths (ended by NULL). */
tt_str tt_iso_id_at(const tt_xml_node *n, const char *const *paths);
/** A UETR in small letters, as the networks write it. */
tt_str tt_iso_uetr(tt_iso *r, const tt_xml_node *n, const char *path);
/** Fields that say the day, without zone; a time of midnight is none. */
tt_str tt_iso_day(tt_iso *r, const tt_xml_node *n);
/** Set the remittance information from RmtInf elements. */
void tt_iso_remittance(tt_iso *r, const tt_xml_node *parent);
/** Start a row. */
TT_MUST_CHECK tt_status tt_iso_open(tt_iso *r, tt_err *err);
/** Give the row to the sink, once for each invoice that RmtInf refers to. */
TT_MUST_CHECK tt_status tt_iso_rows(tt_iso *r, const tt_xml_node *parent, const tt_row_at *at,
                                    tt_err *err);

#endif
