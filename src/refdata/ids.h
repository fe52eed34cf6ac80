/*
 * ids.h - identifiers that can be checked: their standard form, and whether their check digits
 * hold.
 *
 * Nothing is ever rejected for an identifier: what a document writes is kept, and beside it one
 * word.  A name that documents write with blanks, dots, dashes or in lower case is valid; one that
 * needed more (a label before it, a check digit that was left out) is repaired.
 */
#ifndef TT_REFDATA_IDS_H
#define TT_REFDATA_IDS_H

#include "refdata/country.h"

/* Stable: the numbers are in case files. */
typedef enum tt_id_state {
    TT_ID_UNCHECKED, /* empty, of no scheme, or of one whose list we do not have */
    TT_ID_VALID,
    TT_ID_REPAIRED,
    TT_ID_BAD,
    TT_ID_STATES
} tt_id_state;

typedef enum tt_id_scheme {
    TT_ID_NONE,
    TT_ID_LEI,       /* ISO 17442, check by ISO 7064 mod 97-10 */
    TT_ID_IBAN,      /* ISO 13616, mod 97-10 */
    TT_ID_BIC,       /* ISO 9362: shape and country */
    TT_ID_IMO,       /* IMO Resolution A.1117(30): seven digits, the last checks */
    TT_ID_CONTAINER, /* ISO 6346 */
    TT_ID_GTIN,      /* GS1 General Specifications 7.9: 8, 12, 13, 14 digits; GLN, SSCC */
    TT_ID_LOCODE,    /* UNECE Recommendation 16: country and list of places */
    TT_ID_HS,        /* Harmonized System 2022 */
    TT_ID_USCC,      /* GB 32100-2015, China */
    TT_ID_MST,       /* ma so thue, Viet Nam */
    TT_ID_INN,       /* Russia */
    TT_ID_SCHEMES
} tt_id_scheme;

enum { TT_ID_TEXT = 40 }; /* longest standard form, with the NUL */

/**
 * Check an identifier of a known scheme.
 *
 * @param text  as written.
 * @param out   standard form, terminated: upper case, without separators and label; "" when
 *              UNCHECKED or BAD.  May be NULL.
 * @complexity  O(n), LOCODE and HS O(log n) of their tables; no allocation.
 */
tt_id_state tt_id_check(tt_id_scheme scheme, tt_str text, char out[TT_ID_TEXT]);

/** "valid", "repaired", "bad"; "" for TT_ID_UNCHECKED. */
const char *tt_id_state_text(tt_id_state s);
/** "LEI", "IBAN", ...; "" for TT_ID_NONE. */
const char *tt_id_scheme_text(tt_id_scheme s);
/** What it means that an identifier is bad, for people: "check digit or form does not hold". */
const char *tt_id_bad_text(tt_id_scheme s);

/**
 * Scheme of a number that only says whose it is (seller_id, tax_id): a LEI when its check digits
 * hold, else the tax number of a country that has a rule when it has its length, else a GLN when it
 * has 13 digits and holds.
 *
 * @param country  of the party; TT_COUNTRY_NONE when unknown.
 */
tt_id_scheme tt_id_scheme_of(tt_str text, tt_country country);
/** IBAN when it looks like one (two letters of a country and two digits in front, 15 to 34
 * characters), else none: an account may be anything. */
tt_id_scheme tt_id_scheme_of_account(tt_str text);
/** BIC when it has 8 or 11 letters and digits and no blank, else none: a bank may be a name. */
tt_id_scheme tt_id_scheme_of_bank(tt_str text);
/** LOCODE when it has five characters, two letters first, in upper case; else none: a place may be
 * a name. */
tt_id_scheme tt_id_scheme_of_place(tt_str text);
/** The part of a standard form that names the legal person: without the branch of a Vietnamese
 * number. */
tt_str tt_id_person(tt_id_scheme scheme, tt_str standard);

#endif
