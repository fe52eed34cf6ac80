/*
 * cards.h - what is known of a cluster of records, as sets of values that can be compared.
 *
 * A value is an identifier, account, address ... as text without decoration; equal ones have one
 * number.  A card lists the values, spellings and countries of a cluster, each once, with a record
 * that says so.
 */
#ifndef TT_RESOLVE_CARDS_H
#define TT_RESOLVE_CARDS_H

#include "resolve/parts.h"

typedef enum tt_value_kind {
    TT_VK_LEI,
    TT_VK_ID,
    TT_VK_ACCOUNT,
    TT_VK_ADDRESS,
    TT_VK_PHONE,
    TT_VK_EMAIL,
    TT_VK_PARTY, /* party_id of registry rows */
    TT_VK_DATE,  /* of birth or incorporation: "1971-05-24" */
    TT_VK_N
} tt_value_kind;

typedef struct tt_datum {
    tt_value_kind kind;
    tt_country country; /* of identifiers, and of accounts that are no IBAN */
    uint32_t text_id;   /* identifiers: the same text in any country */
    uint32_t form;      /* identifiers: register that they could be of; 0 = none; party_id: its
                           registry */
    uint32_t domain;    /* e-mail: number of the domain; 0 = a provider of free mail */
    uint32_t n_records;
    bool shared; /* by more unlike names than one party has */
    tt_str text;
} tt_datum;

/* All values, and those of each record. */
typedef struct tt_values {
    tt_datum *v; /* from 1 */
    uint32_t n, n_domains;
    uint32_t *first, *at; /* of record r: at[first[r]] .. at[first[r + 1]) */
    bool *shared_domain;
} tt_values;

/** Read the values of all records; they and their texts live in w->a.
 * @complexity  O(records * values of one). */
TT_MUST_CHECK tt_status tt_values_read(const tt_rs *w, tt_values *out, tt_err *err);
/** A value as its record writes it. */
tt_str tt_value_written(const tt_rs *w, const tt_datum *v, uint32_t rec);
/** "tax id", "account", ...: what the record calls it. */
const char *tt_value_field(const tt_rs *w, const tt_datum *v, uint32_t rec);

typedef struct tt_said {
    uint32_t what, rec; /* value, surface or country; the lowest record that says it */
} tt_said;

typedef struct tt_card {
    uint32_t first_value, n_values; /* by (kind, value) */
    uint32_t first_name, n_names;   /* surfaces, the most used first; one for each core and form */
    uint32_t first_country, n_countries; /* ascending */
    uint32_t uses;
} tt_card;

typedef struct tt_cards {
    tt_card *v; /* by cluster */
    uint32_t n;
    uint32_t n_cut; /* clusters with more spellings than their card has */
    tt_said *said;
} tt_cards;

/**
 * Cards of clusters.
 *
 * @param of  per record: its cluster, 0 .. n - 1.
 * @param a   holds them.
 */
TT_MUST_CHECK tt_status tt_cards_read(const tt_rs *w, const tt_values *values, const uint32_t *of,
                                      uint32_t n, tt_arena *a, tt_cards *out, tt_err *err);

#endif
