/*
 * ident.c - identifiers as keys: what is left of them without decoration, and their check digits.
 *
 * Only an identifier that its rule calls valid, or one of a form without a rule, may keep parties
 * apart.
 */
#include "resolve/parts.h"

#include "base/str.h"

bool tt_ident_clean(tt_str raw, size_t min, tt_arena *a, tt_str *out)
{
    *out = (tt_str){0};
    char *p = tt_arena_zalloc(a, raw.n + 1, 1);
    if (!p)
        return false;
    size_t n = 0;
    bool varied = false;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (!tt_ascii_is_alnum(c) && (unsigned char)c < 0x80)
            continue;
        p[n++] = tt_ascii_upper(c);
        varied |= p[n - 1] != p[0];
    }
    if (n >= min && varied)
        *out = (tt_str){p, n};
    return true;
}

/* Digits as they are, letters as 10..35, the whole number mod 97; -1 for any other character. */
static int mod97(tt_str head, tt_str tail)
{
    unsigned m = 0;
    const tt_str part[] = {head, tail};
    for (size_t k = 0; k < TT_LEN(part); k++)
        for (size_t i = 0; i < part[k].n; i++) {
            char c = part[k].p[i];
            if (tt_ascii_is_digit(c))
                m = (m * 10 + (unsigned)(c - '0')) % 97;
            else if (c >= 'A' && c <= 'Z')
                m = (m * 100 + (unsigned)(c - 'A') + 10) % 97;
            else
                return -1;
        }
    return (int)m;
}

bool tt_lei_valid(tt_str s)
{
    return s.n == 20 && tt_ascii_is_digit(s.p[18]) && tt_ascii_is_digit(s.p[19]) &&
           mod97(s, (tt_str){0}) == 1;
}

bool tt_iban_valid(tt_str s)
{
    return s.n >= 15 && s.n <= 34 && tt_ascii_is_alpha(s.p[0]) && tt_ascii_is_alpha(s.p[1]) &&
           tt_ascii_is_digit(s.p[2]) && tt_ascii_is_digit(s.p[3]) &&
           mod97(tt_str_sub(s, 4, s.n), tt_str_sub(s, 0, 4)) == 1;
}

static bool all_digits(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* Sum of weight * digit. */
static unsigned weigh(tt_str digits, const uint8_t *weight, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight[i] * (unsigned)(digits.p[i] - '0');
    return sum;
}

/* China, unified social credit code (GB 32100-2015): 18 characters, base 31. */
static bool cn_valid(tt_str s)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;
    if (s.n != 18)
        return false;
    for (size_t i = 0; i < 18; i++) {
        const char *at = memchr(alphabet, s.p[i], sizeof(alphabet) - 1);
        if (!at)
            return false;
        unsigned value = (unsigned)(at - alphabet);
        if (i == 17)
            return value == (31 - sum % 31) % 31;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return false;
}

/* Viet Nam, ma so thue: ten digits, the last checks; a branch adds three. */
static bool vn_valid(tt_str s)
{
    static const uint8_t weight[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    if ((s.n != 10 && s.n != 13) || !all_digits(s))
        return false;
    unsigned check = 10 - weigh(s, weight, TT_LEN(weight)) % 11;
    return check == (unsigned)(s.p[9] - '0');
}

/* Russia, INN: ten digits for organisations, twelve for persons. */
static bool ru_valid(tt_str s)
{
    static const uint8_t w10[] = {2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w11[] = {7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w12[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    if (!all_digits(s))
        return false;
    if (s.n == 10)
        return weigh(s, w10, TT_LEN(w10)) % 11 % 10 == (unsigned)(s.p[9] - '0');
    return s.n == 12 && weigh(s, w11, TT_LEN(w11)) % 11 % 10 == (unsigned)(s.p[10] - '0') &&
           weigh(s, w12, TT_LEN(w12)) % 11 % 10 == (unsigned)(s.p[11] - '0');
}

tt_tax_check tt_tax_valid(tt_country c, tt_str s, tt_str *base)
{
    static const struct {
        char country[3];
        bool (*valid)(tt_str s);
        size_t base; /* characters that name the legal person; 0 = all */
    } rules[] = {{"CN", cn_valid, 0}, {"RU", ru_valid, 0}, {"VN", vn_valid, 10}};
    char code[3];
    tt_country_text(c, code);
    *base = s;
    for (size_t i = 0; i < TT_LEN(rules); i++) {
        if (strcmp(code, rules[i].country) != 0)
            continue;
        if (!rules[i].valid(s))
            return TT_TAX_INVALID;
        if (rules[i].base)
            *base = tt_str_sub(s, 0, rules[i].base);
        return TT_TAX_VALID;
    }
    return TT_TAX_NO_RULE;
}
