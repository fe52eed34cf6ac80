/* legal.h - words in names of companies that do not tell one company from another. */
#ifndef TT_REFDATA_LEGAL_H
#define TT_REFDATA_LEGAL_H

#include "refdata/country.h"

typedef enum tt_word_class {
    TT_WORD_LEGAL,    /* a legal form: "ltd", "gmbh", "有限公司" */
    TT_WORD_GENERIC,  /* a word of the trade: "trading", "贸易" */
    TT_WORD_PLACE,    /* "shenzhen", "深圳" */
    TT_WORD_NUMBER,   /* "three", "третий": the concept is the number in digits */
    TT_WORD_STOP,     /* "and", "of" */
    TT_WORD_PARTICLE, /* of names of persons: "bin", "van der" */
    TT_WORD_TITLE,    /* of persons: "dr", "г-н" */
    TT_WORD_GIVEN, /* common given names and what they are in other languages: "bob", "محمد" */
    TT_WORD_FAMILY /* common family names of scripts without blanks: "王", "김" */
} tt_word_class;

typedef struct tt_legal_term {
    const char *concept; /* what all spellings have in common: "llc" */
    tt_word_class class;
    const char *alias; /* UTF-8, lower case; may hold blanks and punctuation */
} tt_legal_term;

/** All spellings, sorted by (alias, concept) in strcmp order; an alias of two concepts is there
 * twice.  Constant. */
const tt_legal_term *tt_legal_terms(size_t *n);

/* A spelling of a legal form that the law of some countries only knows.  What all use for their
 * companies in English ("Ltd", "LLC", "Inc") is not here. */
typedef struct tt_legal_home {
    const char *countries; /* alpha-2 codes with blanks between */
    const char *alias;     /* as in tt_legal_terms */
} tt_legal_home;

/** All of them, sorted by alias, at most UINT8_MAX.  Constant. */
const tt_legal_home *tt_legal_homes(size_t *n);
/** The form is of this country.  @param home  a row, from 1; 0 = of any. */
bool tt_legal_home_has(uint8_t home, tt_country c);
/** There is a country that has both forms; true when one of them is of any. */
bool tt_legal_homes_meet(uint8_t a, uint8_t b);

#endif
