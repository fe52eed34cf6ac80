/*
 * num_double.c - decimal text to the nearest double, without the locale.
 *
 * Up to 15 digits and small exponents are exact in doubles (Clinger 1990); everything else
 * goes through a long division of big integers, which is slow and right.
 */
#include "base/num.h"

#include "base/str.h"

#include <math.h>

enum {
    MAX_DIGITS = 800, /* more significant digits than any tie between two doubles has (767) */
    LIMBS = 256       /* 8192 bits: 10^1999 is 6641 of them */
};

struct decimal {
    bool negative;
    char digit[MAX_DIGITS]; /* 0..9, no leading zero */
    size_t n;
    long exp; /* value = digits as an integer * 10^exp */
};

struct big {
    uint32_t limb[LIMBS]; /* least significant first */
    size_t n;
};

/* --- text --- */

static bool take_digits(tt_str s, size_t *i, struct decimal *d, bool fraction)
{
    size_t start = *i;
    for (; *i < s.n && tt_ascii_is_digit(s.p[*i]); (*i)++) {
        char digit = (char)(s.p[*i] - '0');
        if (d->n == 0 && digit == 0) {
            d->exp -= fraction;
        } else if (d->n < MAX_DIGITS) {
            d->digit[d->n++] = digit;
            d->exp -= fraction;
        } else {
            /* Cannot decide a tie on its own; that something follows can. */
            if (digit != 0)
                d->digit[MAX_DIGITS - 1] |= 1;
            d->exp += !fraction;
        }
    }
    return *i > start;
}

static bool take_exponent(tt_str s, size_t *i, struct decimal *d)
{
    (*i)++;
    bool minus = *i < s.n && s.p[*i] == '-';
    *i += *i < s.n && (s.p[*i] == '-' || s.p[*i] == '+');
    size_t start = *i;
    long e = 0;
    for (; *i < s.n && tt_ascii_is_digit(s.p[*i]); (*i)++)
        if (e < 100000000)
            e = e * 10 + (s.p[*i] - '0');
    d->exp += minus ? -e : e;
    return *i > start;
}

static bool scan(tt_str s, struct decimal *d)
{
    size_t i = 0;
    d->negative = s.n > 0 && s.p[0] == '-';
    i += s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    bool whole = take_digits(s, &i, d, false), part = false;
    if (i < s.n && s.p[i] == '.') {
        i++;
        part = take_digits(s, &i, d, true);
    }
    if (!whole && !part)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E') && !take_exponent(s, &i, d))
        return false;
    return i == s.n;
}

/* --- big integers; every value here stays far below LIMBS --- */

static void big_mul_add(struct big *b, uint32_t by, uint32_t add)
{
    uint64_t carry = add;
    for (size_t i = 0; i < b->n; i++) {
        carry += (uint64_t)b->limb[i] * by;
        b->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry) {
        TT_ASSERT(b->n < LIMBS);
        b->limb[b->n++] = (uint32_t)carry;
    }
}

static void big_pow10(struct big *b, long e)
{
    for (; e >= 9; e -= 9)
        big_mul_add(b, 1000000000, 0);
    for (; e > 0; e--)
        big_mul_add(b, 10, 0);
}

static void big_shift(struct big *b, size_t bits)
{
    size_t limbs = bits / 32;
    if (limbs > 0) {
        TT_ASSERT(b->n + limbs < LIMBS);
        memmove(b->limb + limbs, b->limb, b->n * sizeof *b->limb);
        memset(b->limb, 0, limbs * sizeof *b->limb);
        b->n += limbs;
    }
    big_mul_add(b, UINT32_C(1) << (bits % 32), 0);
}

static long big_bits(const struct big *b)
{
    long bits = (long)b->n * 32;
    for (uint32_t top = b->limb[b->n - 1]; !(top & UINT32_C(0x80000000)); top <<= 1)
        bits--;
    return bits;
}

static int big_cmp(const struct big *a, const struct big *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = a->n; i-- > 0;)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

/* a -= b, a >= b */
static void big_sub(struct big *a, const struct big *b)
{
    uint64_t borrow = 0;
    for (size_t i = 0; i < a->n; i++) {
        uint64_t take = (i < b->n ? b->limb[i] : 0) + borrow;
        borrow = a->limb[i] < take;
        a->limb[i] = (uint32_t)(a->limb[i] - take);
    }
    while (a->n > 0 && a->limb[a->n - 1] == 0)
        a->n--;
}

/* num / den as the nearest double, ties to even. */
static double quotient(struct big *num, struct big *den)
{
    long exp2 = big_bits(num) - big_bits(den);
    if (exp2 > 0)
        big_shift(den, (size_t)exp2);
    else
        big_shift(num, (size_t)-exp2);
    if (big_cmp(num, den) < 0) {
        big_shift(num, 1);
        exp2--;
    }
    /* Now den <= num < 2 den, and the value is num/den * 2^exp2. */
    long precision = exp2 >= -1022 ? 53 : 53 + exp2 + 1022; /* less in subnormals */
    if (precision < 0)
        return 0;
    uint64_t m = 0;
    for (long i = 0; i < precision; i++) {
        m <<= 1;
        if (big_cmp(num, den) >= 0) {
            big_sub(num, den);
            m |= 1;
        }
        big_shift(num, 1);
    }
    int half = big_cmp(num, den);
    if (half > 0 || (half == 0 && m % 2 == 1))
        m++;
    return ldexp((double)m, (int)(exp2 - precision + 1));
}

static double exact(const struct decimal *d)
{
    struct big num = {.n = 0}, den = {.limb = {1}, .n = 1};
    for (size_t i = 0; i < d->n; i++)
        big_mul_add(&num, 10, (uint32_t)d->digit[i]);
    if (d->exp >= 0)
        big_pow10(&num, d->exp);
    else
        big_pow10(&den, -d->exp);
    return quotient(&num, &den);
}

static double value(const struct decimal *d)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const long last = (long)TT_LEN(power) - 1;
    if (d->n <= 15 && d->exp >= -last && d->exp <= last) {
        uint64_t v = 0;
        for (size_t i = 0; i < d->n; i++)
            v = v * 10 + (uint64_t)d->digit[i];
        return d->exp >= 0 ? (double)v * power[d->exp] : (double)v / power[-d->exp];
    }
    long magnitude = d->exp + (long)d->n; /* value < 10^magnitude */
    if (d->n == 0 || magnitude < -330)
        return 0;
    return magnitude > 310 ? (double)INFINITY : exact(d);
}

bool tt_parse_double(tt_str s, double *out)
{
    struct decimal d; /* field by field: clearing all digits would cost more than all else */
    d.n = 0;
    d.exp = 0;
    if (!scan(s, &d))
        return false;
    double v = value(&d);
    if (isinf(v))
        return false;
    *out = d.negative ? -v : v;
    return true;
}
