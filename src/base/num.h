/*
 * num.h - numbers to and from text.  The only place (with money.h, civil.h): no %f, no strtod,
 * no locale anywhere else.
 */
#ifndef TT_BASE_NUM_H
#define TT_BASE_NUM_H

#include "base/base.h"

enum {
    TT_NUM_TEXT = 48, /* enough for any text below, with the NUL */
    TT_MAX_SCALE = 18
};

extern const int64_t tt_pow10[TT_MAX_SCALE + 1]; /* 10 to the power of the index */

/* False, and *out untouched, when it is not such a number or does not fit; so are all below. */
bool tt_parse_u64(tt_str s, uint64_t *out); /* digits only */
bool tt_parse_i64(tt_str s, int64_t *out);  /* one sign allowed */

/**
 * Decimal text to an integer of 10^-scale units: "12.5" at scale 6 is 12500000.
 *
 * Accepts one sign, digits, one '.' with a digit at least on one side, no exponent, no grouping,
 * no blanks.  Digits past the scale are rounded half to even.
 *
 * @param scale    0..18.
 * @param inexact  set when digits other than 0 were rounded away.  May be NULL.
 * @return         false when it is not a number or does not fit.
 */
bool tt_parse_dec(tt_str s, unsigned scale, int64_t *out, bool *inexact);

/* To text: terminated; the length without the NUL is returned. */

/** 10^-scale units (scale 0..18), as short as exact: trailing zeros and a bare '.' are dropped. */
size_t tt_dec_text(int64_t v, unsigned scale, char out[TT_NUM_TEXT]);
/** The same with exactly `scale` decimals. */
size_t tt_dec_text_fixed(int64_t v, unsigned scale, char out[TT_NUM_TEXT]);

size_t tt_u64_text(uint64_t v, char out[TT_NUM_TEXT]);
size_t tt_i64_text(int64_t v, char out[TT_NUM_TEXT]);
/**
 * A double with exactly `decimals` (0..9) decimals, rounded half to even of the decimal value of
 * the double as scaled by 10^decimals.  -0 gives 0.
 *
 * Never an exponent: |v| >= 9e15 / 10^decimals is written with fewer decimals, as more would not
 * be true; NaN, infinities and |v| >= 2^127 give "null".
 */
size_t tt_double_text(double v, unsigned decimals, char out[TT_NUM_TEXT]);
/**
 * Decimal or exponent notation ("-1.5e-3", "+.5") to the nearest double, ties to even, in any
 * locale; for parameters and JSON only, never for money.
 *
 * @return  False also when it is beyond the largest double.  Too small gives 0.
 * @source  Clinger, How to Read Floating Point Numbers Accurately, PLDI 1990.
 */
bool tt_parse_double(tt_str s, double *out);

/** Rounded to 1e-9: results of log, exp and the like, before they meet a threshold.  -0 gives 0;
 * NaN, infinities and what is 2^53 * 1e-9 or more come back as they are. */
double tt_round9(double v);

/* Checked arithmetic: false on overflow, *out untouched. */
bool tt_add_i64(int64_t a, int64_t b, int64_t *out);
bool tt_sub_i64(int64_t a, int64_t b, int64_t *out);
bool tt_mul_i64(int64_t a, int64_t b, int64_t *out);
/** a * b / c rounded half to even, through 128 bits; c > 0.  False when it does not fit. */
bool tt_muldiv_i64(int64_t a, int64_t b, int64_t c, int64_t *out);

#endif
