/*
 * permits.h - what the lines of a declaration draw on the permit that they claim.
 *
 * A declaration of several goods claims a permit for some of its lines, and may claim several.
 * Some write the number on every line all the same: of these the goods decide.
 */
#ifndef TT_DETECT_COMMON_PERMITS_H
#define TT_DETECT_COMMON_PERMITS_H

#include "detect/common/wild.h"

/* Who declares the goods of a permit: the same goods once on each side, so sides are never added.
 */
typedef enum tt_permit_side {
    TT_PERMIT_AT_EXPORT,
    TT_PERMIT_AT_IMPORT,
    TT_PERMIT_IN_TRANSIT,
    TT_PERMIT_SIDES
} tt_permit_side;
tt_permit_side tt_permit_side_of(const tt_declaration *x);
const char *tt_permit_side_text(tt_permit_side s); /* "export", "import", "transit" */

/**
 * Who counts what is drawn: those that export and those that import each see a load once, and so
 * does each country that it passes.  In transit the country is that of the office; where the office
 * does not say it, two declarations may be of one load, and each has an account `alone`.
 */
typedef struct tt_permit_account {
    tt_permit_side side;
    tt_country country;
    tt_ix alone; /* the declaration; 0: all of the side and country are added */
} tt_permit_account;
tt_permit_account tt_permit_account_of(const tt_data *d, tt_ix declaration);
int tt_permit_account_cmp(tt_permit_account a, tt_permit_account b);

typedef struct tt_permit_draw {
    tt_permit_account account;
    double quantity; /* stated: not NAN */
} tt_permit_draw;

/** The most that one account adds up to; sorts v.  False when there is no memory. */
TT_MUST_CHECK bool tt_permit_most(tt_permit_draw *v, size_t n, double *out);

/** Does the line claim a permit of this number (by letters and digits, in upper case)? */
bool tt_permit_claimed(const tt_line *l, tt_str number);

/**
 * What a declaration draws on a permit, in the canonical unit of the permit's dimension: the lines
 * that claim it and, when it has a code, are of its heading.  Of these the lines that name its
 * species; when none does, those that name no other.
 *
 * @return  NAN when the quantity of a line that counts is not stated.
 */
double tt_permit_draws(const tt_data *d, const tt_wild *w, const tt_permit *p, tt_ix declaration);

/** Two rows of one paper: a permit has a row for each species. */
bool tt_permit_same_paper(const tt_permit *a, const tt_permit *b);

enum { TT_PERMIT_PAPERS = 64 }; /* rows of one number that are looked at */

/**
 * Of which of the papers with one number a declaration is: the one of whose country, exporter and
 * importer it is; where that does not tell them apart, the one whose days it is in; then the one
 * that was issued first.
 *
 * @param first, next  rows of d->permits with the number that the declaration claims; 0 ends.
 * @return             the first of these rows that is of that paper.
 * @complexity         O(TT_PERMIT_PAPERS).
 */
tt_ix tt_permit_paper(const tt_data *d, tt_ix first, const tt_ix *next, tt_ix declaration);
/** Does paper a stand before b: issued before, days that are not known last; then by row? */
bool tt_permit_before(const tt_data *d, tt_ix a, tt_ix b);

/** A quantity in the canonical unit of a dimension; NAN when it is not one of it. */
double tt_permit_quantity(int64_t quantity, tt_unit unit, tt_dim dim);

#endif
