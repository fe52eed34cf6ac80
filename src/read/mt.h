/*
 * mt.h - what the readers of SWIFT MT share: one walk over the messages of a file, parties,
 * amounts, codes in free text.
 *
 * A file may hold payments and statements side by side: both readers read both.  Texts that are
 * made live in the scratch arena of the reading, until the rows of the message or entry are told;
 * when memory is out they are empty and the row fails.
 */
#ifndef TT_READ_MT_H
#define TT_READ_MT_H

#include "base/swift.h"
#include "read/emit.h"

enum {
    TT_MT_LINE = 35,
    TT_MT_LONG_LINE = 64 /* of 65: the last is often lost */
};

/* What a statement says about itself; slices of the file. */
typedef struct tt_mt_statement {
    tt_str reference;      /* :20: */
    tt_str account;        /* :25: as written */
    tt_str bank;           /* BIC, or as :25: writes it */
    tt_str owner;          /* name of the account owner; only :NS: has it */
    tt_str number;         /* :28C: */
    tt_str currency;       /* of :60F: and its like */
    uint64_t entries;      /* so far */
    bool opened, closed;   /* there were balances */
    bool counts;           /* balances and entries could be read and added up */
    tt_money sum, closing; /* opening balance and the entries; what the closing balance says */
} tt_mt_statement;

typedef struct tt_mt {
    tt_emit e;
    const tt_read_in *in;
    tt_str text;             /* that is read: in->bytes, or a copy of the same length */
    const tt_swift_msg *msg; /* the one that is read */
    tt_row_at at;            /* its place */
    tt_mt_statement st;      /* the last one: a text without a head goes on with it */
} tt_mt;

/** Place in the file of what lies in m->text. */
tt_row_at tt_mt_place(const tt_mt *m, uint64_t line, tt_str raw);

/* A party, a bank or an account holder of a field like :50K:. */
typedef struct tt_mt_party {
    tt_str name, account, id, country;
    tt_str bic; /* when it is identified by one; then it is the name and the id too */
} tt_mt_party;

/** Read a file: each payment message and each entry of a statement is a row. */
TT_MUST_CHECK tt_status tt_mt_read(const tt_read_in *in, const tt_sink *sink, tt_err *err);
typedef enum tt_mt_what { TT_MT_NOTHING, TT_MT_OTHER, TT_MT_PAYMENT, TT_MT_STATEMENT } tt_mt_what;
/** What the first messages are.  @param inside  the first stands inside of something else. */
tt_mt_what tt_mt_look(tt_str text, bool *inside);
/** What a message is, by its type or, when it does not say one, by its fields. */
tt_mt_what tt_mt_what_is(const tt_swift_msg *msg);
tt_kind tt_mt_kind(tt_str bytes, const tt_mapping *map); /* payment, when there is a message */

/** One payment message (swift_mt.c), or the entries of one statement (mt940.c), as rows. */
TT_MUST_CHECK tt_status tt_mt_payment(tt_mt *m, tt_err *err);
TT_MUST_CHECK tt_status tt_mt_entries(tt_mt *m, tt_err *err);

/* --- texts --- */

/** Lines as one text, with a blank between two, but none after a line that is full: a word may go
 * on there. */
tt_str tt_mt_flat(tt_mt *m, tt_str lines, size_t full);
/** Without blanks. */
tt_str tt_mt_packed(tt_mt *m, tt_str s);
/** "1.234,56", "1234," and "1234.56" as "1234.56", "1234" and "1234.56"; what is behind the number
 * is left out.  Empty when there is no number. */
tt_str tt_mt_number(tt_mt *m, tt_str s);
/** "EUR1234,56".  False when it does not start with three letters. */
bool tt_mt_amount(tt_mt *m, tt_str s, tt_str *ccy, tt_str *number);
/** "NONREF", "NOTPROVIDED" and empty: no reference. */
bool tt_mt_is_no_reference(tt_str s);
/** Two letters, two digits, 11 to 30 letters and digits, no blanks. */
bool tt_mt_is_iban(tt_str s);
/** "/D/12345", "/C/12345" and "/12345" without what stands before the account. */
tt_str tt_mt_account(tt_mt *m, tt_str line);

/** A party of a field with this option letter (0: none). */
tt_mt_party tt_mt_party_of(tt_mt *m, tt_str text, char option);
/** Put it into the open row.  @param side  "payer" or "payee". */
void tt_mt_set_party(tt_mt *m, bool payer, const tt_mt_party *p);
/** BIC, else name; nothing when the row has a bank there. */
void tt_mt_set_bank(tt_mt *m, bool payer, const tt_mt_party *p);
/** The bank that sent or got the message, by its address; empty when there is none. */
tt_str tt_mt_sender(tt_mt *m);
tt_str tt_mt_receiver(tt_mt *m);

/** The open row, once for each invoice, at least once; then the scratch arena is reset. */
TT_MUST_CHECK tt_status tt_mt_rows(tt_mt *m, const tt_row_at *at, const tt_str *invoices, size_t n,
                                   tt_err *err);

#endif
