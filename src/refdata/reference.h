/*
 * reference.h - reference tables that change faster than the program: they are compiled in, and a
 * case can bring its own.
 *
 * A table is text: a first line "# source: ...; date: 20..; licence: ...", a second with the names
 * of the columns, then rows of cells with tabs between; '-' is none.  The same reader takes the
 * compiled-in ones and those of a user, so what `reference check` accepts is what an analysis
 * takes.
 */
#ifndef TT_REFDATA_REFERENCE_H
#define TT_REFDATA_REFERENCE_H

#include "base/arena.h"
#include "refdata/refdata.h"

/* Sorted by name: the order of checks and of hashes. */
typedef enum tt_reftab {
    TT_REFTAB_CONSIGNMENTS,
    TT_REFTAB_EXPORT_SHARES,
    TT_REFTAB_ZONES,
    TT_REFTAB_INDUSTRY_GOODS,
    TT_REFTAB_KNOWN_NAMES,
    TT_REFTAB_LIMITS,
    TT_REFTAB_RISKS,
    TT_REFTAB_TIMBER_BANS,
    TT_REFTAB_TIMBER_GENERA,
    TT_REFTAB_CORRIDORS,
    TT_REFTAB_COVERS,
    TT_REFTAB_FRONTS,
    TT_REFTAB_PRODUCTS,
    TT_REFTAB_TAXA,
    TT_REFTAB_VALUES,
    TT_REFTAB_WORDS,
    TT_REFTAB_COUNT
} tt_reftab;

/* The texts that a case brings; absent: the compiled-in table. */
typedef struct tt_reference {
    tt_str text[TT_REFTAB_COUNT];
} tt_reference;

/** "wildlife_taxa"; the file is <name>.tsv. */
const char *tt_reftab_name(tt_reftab t);
/** By name, or by the second line of a text; TT_REFTAB_COUNT when it is none. */
tt_reftab tt_reftab_find(tt_str name);
tt_reftab tt_reftab_of(tt_str text);
/** The compiled-in text, terminated, in the arena; {NULL,0} when memory is out. */
tt_str tt_reftab_text(tt_reftab t, tt_arena *a);

/* --- reading rows, for the files that give them a type --- */

typedef enum tt_reftab_type {
    TT_COL_TEXT,      /* tt_str */
    TT_COL_OPTIONAL,  /* tt_str, absent for '-' */
    TT_COL_COUNTRIES, /* tt_str: ISO 3166-1 alpha-2 with blanks between; absent for '-' */
    TT_COL_COUNTRY,   /* tt_country; none for '-' */
    TT_COL_HS,        /* tt_str: HS 2022 codes of 4 or 6 digits with blanks between */
    TT_COL_DATE,      /* tt_date; TT_NO_DATE for '-' */
    TT_COL_NUMBER,    /* int64_t, 1e-6 units; not negative */
    TT_COL_WORD,      /* uint8_t: index of the cell in words */
    TT_COL_UNIT,      /* tt_unit */
    TT_COL_KEY        /* tt_str: the key of a row of another table, or '-' (absent) */
} tt_reftab_type;

typedef struct tt_reftab_column {
    const char *name;
    tt_reftab_type type;
    size_t to;         /* offset in the row */
    const char *words; /* TT_COL_WORD: '|' between */
} tt_reftab_column;

/* The column "verified": was what the row says found in the source that it names? */
typedef enum tt_verified { TT_VERIFIED_NO, TT_VERIFIED_PART, TT_VERIFIED_YES } tt_verified;

typedef struct tt_reftab_rows {
    void *v; /* n rows of the size that was asked for, in the order of the text */
    size_t n;
} tt_reftab_rows;

/**
 * Read a table.
 *
 * @param text  borrowed: slices of the rows point into it.
 * @param a     holds the rows.
 * @return      TT_OK, TT_EFORMAT ("wildlife_taxa, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_reftab_read(tt_reftab t, tt_str text, const tt_reftab_column *columns,
                                       size_t n_columns, size_t row_size, tt_arena *a,
                                       tt_reftab_rows *out, tt_err *err);

/** The same from the case's own table, or the compiled-in one where it brings none.  @param own
 * NULL: none. */
TT_MUST_CHECK tt_status tt_reftab_load(const tt_reference *own, tt_reftab t,
                                       const tt_reftab_column *columns, size_t n_columns,
                                       size_t row_size, tt_arena *a, tt_reftab_rows *out,
                                       tt_err *err);

/* --- lists in cells --- */

/** True when word is one of the words of a list with blanks (or sep) between. */
bool tt_list_has(tt_str list, char sep, tt_str word);
/** True when the list names the country; false for no country. */
bool tt_list_has_country(tt_str list, tt_country c);
/** True when the code begins with one of the list: 440349 is in "4403".  False for no code. */
bool tt_list_has_hs(tt_str list, tt_hs hs);

#endif
