/*
 * mt_entry.h - fields of a statement: the account, one entry (:61:), and what the bank writes about
 * it (:86:).
 */
#ifndef TT_READ_MT_ENTRY_H
#define TT_READ_MT_ENTRY_H

#include "read/mt.h"

typedef enum tt_mt_mark {
    TT_MT_CREDIT,   /* C: the owner is paid */
    TT_MT_DEBIT,    /* D: the owner pays */
    TT_MT_UNCREDIT, /* RC: a credit is taken back, the owner pays */
    TT_MT_UNDEBIT   /* RD: a debit is given back, the owner is paid */
} tt_mt_mark;

/* Slices of the field. */
typedef struct tt_mt_entry {
    tt_str value_date; /* YYMMDD */
    tt_mt_mark mark;
    bool expected;     /* EC, ED: announced, not booked */
    tt_str amount;     /* as written */
    tt_str type;       /* "NTRF"; empty when not given */
    tt_str customer;   /* reference for the owner, without blanks at its ends */
    tt_str bank;       /* reference of the bank, behind "//" */
    tt_str name;       /* behind a reference that was filled up to 16 characters */
    tt_str supplement; /* lines after the first */
} tt_mt_entry;

/** False when there is no value date, mark or amount. */
bool tt_mt_entry_parse(tt_str text, tt_mt_entry *out);

/** The account of :25: without blanks.  "DE12...", "BANKDEFF/123", "10020030/123",
 * "//BANK/123/EUR", "123EUR"; :25P: has a BIC in its second line.  @param bank  set when it is
 * said. */
tt_str tt_mt_own_account(tt_mt *m, tt_str written, tt_str *bank);
/** A balance, "C240531EUR1250,00"; negative for a debit.  False when it has no currency and amount;
 * *out has no currency when they cannot be read. */
bool tt_mt_balance(tt_mt *m, tt_str text, tt_str *ccy, tt_money *out);
/** Banks that count 30 days a month write the 29th and 30th of February: the last day of it, for an
 * ISO date.  NULL: the date is right as it is, or wrong otherwise. */
const char *tt_mt_last_day(tt_mt *m, tt_str date);

/* What :86: says about the other side.  Slices of the field or of the scratch arena. */
typedef struct tt_mt_details {
    bool owner_pays; /* told by the caller: which of two parties is the other side */
    tt_str name, account, bank;
    tt_str e2e;      /* end-to-end reference */
    tt_str creditor; /* creditor identifier of a direct debit */
    tt_str remittance, purpose;
    tt_str original; /* "EUR4,5": amount that was ordered */
    tt_str charges;  /* "EUR0,5" */
} tt_mt_details;

/** Read the text of :86: (all of them of an entry), in whichever way it is written; mt940.md has
 * the ways.  What is there already stays. */
void tt_mt_details_parse(tt_mt *m, tt_str text, tt_mt_details *out);
/** Lines of :NS: after an entry. */
void tt_mt_details_ns(tt_mt *m, tt_str text, tt_mt_details *out);

/* The ways; false: not this one. */

/** Codes like /NAME/; also in the supplement of :61:. */
bool tt_mt_details_slashes(tt_mt *m, tt_str text, tt_mt_details *out);
/** Labels like "IBAN: ". */
bool tt_mt_details_labels(tt_mt *m, tt_str text, tt_mt_details *out);
/** Words: an account at the start, if there is one, then the name in its line. */
void tt_mt_details_words(tt_mt *m, tt_str text, tt_mt_details *out);

/** Text of the lines of :NS: with a number from..to, e.g. the owner's name. */
tt_str tt_mt_ns_lines(tt_mt *m, tt_str text, unsigned from, unsigned to);

#endif
