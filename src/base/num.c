/*
 * num.c - integers and decimals to and from text, and arithmetic that says when it overflows.
 *
 * Doubles from text are in num_double.c.
 */
#include "base/num.h"

#include "base/str.h"

#include <math.h>

const int64_t tt_pow10[TT_MAX_SCALE + 1] = {1,
                                            10,
                                            100,
                                            1000,
                                            10000,
                                            100000,
                                            1000000,
                                            10000000,
                                            100000000,
                                            1000000000,
                                            10000000000,
                                            100000000000,
                                            1000000000000,
                                            10000000000000,
                                            100000000000000,
                                            1000000000000000,
                                            10000000000000000,
                                            100000000000000000,
                                            1000000000000000000};

static const uint64_t max_negative = (uint64_t)INT64_MAX + 1;

/* --- in --- */

/* v * 10 + digit.  False when it does not fit. */
static bool push_digit(uint64_t *v, char digit)
{
    uint64_t d = (uint64_t)(digit - '0');
    if (*v > (UINT64_MAX - d) / 10)
        return false;
    *v = *v * 10 + d;
    return true;
}

/* Takes one sign off the front. */
static bool take_sign(tt_str *s)
{
    if (s->n == 0 || (s->p[0] != '-' && s->p[0] != '+'))
        return false;
    bool negative = s->p[0] == '-';
    s->p++;
    s->n--;
    return negative;
}

static bool with_sign(bool negative, uint64_t magnitude, int64_t *out)
{
    if (magnitude > (negative ? max_negative : (uint64_t)INT64_MAX))
        return false;
    if (magnitude == max_negative)
        *out = INT64_MIN;
    else
        *out = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

bool tt_parse_u64(tt_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_digit(s.p[i]) || !push_digit(&v, s.p[i]))
            return false;
    *out = v;
    return true;
}

bool tt_parse_i64(tt_str s, int64_t *out)
{
    bool negative = take_sign(&s);
    uint64_t v;
    return tt_parse_u64(s, &v) && with_sign(negative, v, out);
}

bool tt_parse_dec(tt_str s, unsigned scale, int64_t *out, bool *inexact)
{
    TT_ASSERT(scale <= TT_MAX_SCALE);
    bool negative = take_sign(&s), point = false, any = false, lost = false;
    char first_lost = '0'; /* the digit after the last that is kept */
    bool more_lost = false;
    unsigned kept = 0; /* decimals */
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!tt_ascii_is_digit(c))
            return false;
        any = true;
        if (!point || kept < scale) {
            kept += point;
            if (!push_digit(&v, c))
                return false;
        } else if (!lost) {
            lost = true;
            first_lost = c;
        } else {
            more_lost |= c != '0';
        }
    }
    if (!any)
        return false;
    for (; kept < scale; kept++)
        if (!push_digit(&v, '0'))
            return false;
    if (first_lost > '5' || (first_lost == '5' && (more_lost || v % 2 == 1))) {
        if (v == UINT64_MAX)
            return false;
        v++;
    }
    if (!with_sign(negative, v, out))
        return false;
    if (inexact)
        *inexact = first_lost != '0' || more_lost;
    return true;
}

/* --- out --- */

/* Digits of v, at least `least` of them, terminated.  Returns how many. */
static size_t digits(uint64_t v, unsigned least, char *out)
{
    char back[24];
    size_t n = 0;
    do {
        back[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0 || n < least);
    for (size_t i = 0; i < n; i++)
        out[i] = back[n - 1 - i];
    out[n] = '\0';
    return n;
}

size_t tt_u64_text(uint64_t v, char out[TT_NUM_TEXT])
{
    return digits(v, 1, out);
}

static uint64_t magnitude_of(int64_t v)
{
    return v < 0 ? (uint64_t)(-(v + 1)) + 1 : (uint64_t)v;
}

size_t tt_i64_text(int64_t v, char out[TT_NUM_TEXT])
{
    size_t sign = v < 0;
    if (sign)
        out[0] = '-';
    return sign + digits(magnitude_of(v), 1, out + sign);
}

size_t tt_dec_text_fixed(int64_t v, unsigned scale, char out[TT_NUM_TEXT])
{
    TT_ASSERT(scale <= TT_MAX_SCALE);
    uint64_t m = magnitude_of(v), unit = (uint64_t)tt_pow10[scale];
    size_t n = 0;
    if (v < 0)
        out[n++] = '-';
    n += digits(m / unit, 1, out + n);
    if (scale > 0) {
        out[n++] = '.';
        n += digits(m % unit, scale, out + n);
    }
    return n;
}

size_t tt_dec_text(int64_t v, unsigned scale, char out[TT_NUM_TEXT])
{
    size_t n = tt_dec_text_fixed(v, scale, out);
    if (scale > 0) {
        while (out[n - 1] == '0')
            n--;
        if (out[n - 1] == '.')
            n--;
        out[n] = '\0';
    }
    return n;
}

/* A whole number of 2^63 or more, below 2^127. */
static size_t big_text(double v, char out[TT_NUM_TEXT])
{
    tt_u128 m = (tt_u128)fabs(v);
    const tt_u128 cut = (tt_u128)UINT64_C(10000000000000000000);
    size_t n = 0;
    if (v < 0)
        out[n++] = '-';
    if (m / cut > 0)
        n += digits((uint64_t)(m / cut), 1, out + n);
    return n + digits((uint64_t)(m % cut), m / cut > 0 ? 19 : 1, out + n);
}

size_t tt_double_text(double v, unsigned decimals, char out[TT_NUM_TEXT])
{
    TT_ASSERT(decimals <= 9);
    if (!isfinite(v) || fabs(v) >= 0x1p127) {
        memcpy(out, "null", 5);
        return 4;
    }
    while (decimals > 0 && fabs(v) >= 9e15 / (double)tt_pow10[decimals])
        decimals--;
    if (fabs(v) >= 0x1p63)
        return big_text(v, out);
    double scaled = nearbyint(v * (double)tt_pow10[decimals]);
    return tt_dec_text_fixed((int64_t)scaled, decimals, out);
}

double tt_round9(double v)
{
    double scaled = v * 1e9;
    /* From 2^53 on every double is further from its neighbour than 1e-9. */
    return fabs(scaled) < 0x1p53 ? nearbyint(scaled) / 1e9 + 0.0 : v;
}

/* --- checked arithmetic --- */

bool tt_add_i64(int64_t a, int64_t b, int64_t *out)
{
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return false;
    *out = a + b;
    return true;
}

bool tt_sub_i64(int64_t a, int64_t b, int64_t *out)
{
    if (b > 0 ? a < INT64_MIN + b : a > INT64_MAX + b)
        return false;
    *out = a - b;
    return true;
}

static bool fits(tt_i128 v, int64_t *out)
{
    if (v < INT64_MIN || v > INT64_MAX)
        return false;
    *out = (int64_t)v;
    return true;
}

bool tt_mul_i64(int64_t a, int64_t b, int64_t *out)
{
    return fits((tt_i128)a * b, out);
}

bool tt_muldiv_i64(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    TT_ASSERT(c > 0);
    tt_i128 product = (tt_i128)a * b;
    tt_i128 q = product / c, r = product % c; /* towards zero: r has the sign of the product */
    tt_i128 twice = r < 0 ? -2 * r : 2 * r;
    if (twice > c || (twice == c && q % 2 != 0))
        q += product < 0 ? -1 : 1;
    return fits(q, out);
}
