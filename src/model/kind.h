/*
 * kind.h - the record kinds and their canonical fields, as one table.
 *
 * The table is the contract of product: CSV headers, JSON keys, columns of the case file, `schema`,
 * the decoder and `show` all come from it.  Order of fields is order of columns.
 */
#ifndef TT_MODEL_KIND_H
#define TT_MODEL_KIND_H

#include "base/base.h"

/* Stable: the numbers are in case files.  Append only. */
typedef enum tt_kind {
    TT_KIND_NONE,
    TT_KIND_INVOICE,
    TT_KIND_SHIPMENT,
    TT_KIND_DECLARATION,
    TT_KIND_PAYMENT,
    TT_KIND_PARTY,
    TT_KIND_OWNERSHIP,
    TT_KIND_WATCHLIST,
    TT_KIND_PRICE,
    TT_KIND_FX,
    TT_KIND_COVERAGE,
    TT_KIND_PERMIT,
    TT_KIND_SEIZURE,
    TT_KIND_COUNT
} tt_kind;

typedef enum tt_ftype {
    TT_FT_TEXT, /* UTF-8, trimmed */
    TT_FT_CODE, /* an identifier: trimmed text, kept as written */
    TT_FT_ENUM, /* one of field.words ('|' separated), matched without case, stored in lower case */
    TT_FT_LIST, /* '|' separated text, kept as written */
    TT_FT_COUNTRY, /* ISO 3166-1 alpha-2 after reading; alpha-3 and names are understood */
    TT_FT_CCY,     /* ISO 4217 alpha-3, known codes only */
    TT_FT_DATE,    /* day number */
    TT_FT_WHEN,    /* day number and, where the source has it, second of the UTC day */
    TT_FT_AMOUNT,  /* minor units of the currency in field.ccy */
    TT_FT_DEC,     /* 1e-6 units */
    TT_FT_RATE,    /* 1e-12 units: exchange rates */
    TT_FT_INT
} tt_ftype;

enum {
    TT_FF_REQUIRED = 1u,
    TT_FF_LINE = 2u,   /* belongs to the line, not to the document */
    TT_FF_NUMBER = 4u, /* the document's number */
    TT_FF_WHEN = 8u    /* the document's date */
};

/* Where a field of a party mention goes. */
typedef enum tt_part {
    TT_PART_NONE,
    TT_PART_NAME,
    TT_PART_COUNTRY,
    TT_PART_ID,
    TT_PART_ADDRESS,
    TT_PART_ACCOUNT,
    TT_PART_BANK,
    TT_PART_COUNT
} tt_part;

/* What a field that is no part of a mention is checked as, see model/id_field.h. */
typedef enum tt_id_field {
    TT_IDF_NONE,
    TT_IDF_LEI,
    TT_IDF_IMO,
    TT_IDF_CONTAINER,
    TT_IDF_HS,
    TT_IDF_PLACE, /* UN/LOCODE or a name */
    TT_IDF_TAX,   /* by the field `country` of the row */
    TT_IDF_VESSEL /* IMO number when the field `type` says vessel */
} tt_id_field;

enum { TT_MAX_FIELDS = 48, TT_MAX_ROLES = 4 };

typedef struct tt_field {
    const char *name;
    tt_ftype type;
    unsigned flags; /* TT_FF_* */
    uint8_t role;   /* 1..n_roles when part is not NONE, else 0 */
    tt_part part;
    const char *ccy;   /* TT_FT_AMOUNT: the field with its currency; else NULL */
    const char *words; /* TT_FT_ENUM, else NULL */
    const char *help;
    tt_id_field check;
} tt_field;

typedef struct tt_kind_info {
    tt_kind kind;
    const char *name; /* "invoice" */
    const tt_field *fields;
    size_t n_fields;                 /* <= TT_MAX_FIELDS */
    const char *roles[TT_MAX_ROLES]; /* role 1 is roles[0]: "seller", ...; NULL ends.  Role 1 issues
                                        the document */
} tt_kind_info;

/** Row of the table; NULL for TT_KIND_NONE and out of range. */
const tt_kind_info *tt_kind_get(tt_kind k);
/** By name; TT_KIND_NONE when unknown. */
tt_kind tt_kind_find(tt_str name);
/** "invoice"; "unknown" for TT_KIND_NONE. */
const char *tt_kind_text(tt_kind k);
/** Index of a field, or -1. */
int tt_field_find(const tt_kind_info *info, tt_str name);
/** True when the kind is a document (invoice, shipment, declaration, payment). */
bool tt_kind_is_document(tt_kind k);

#endif
