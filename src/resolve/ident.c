/*
 * ident.c - identifiers as keys: what is left of them without decoration, and their check digits.
 *
 * Only an identifier that its rule calls valid, or one of a form without a rule, may keep parties
 * apart.
 */
#include "resolve/parts.h"

#include "base/str.h"
#include "refdata/ids.h"

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

bool tt_lei_valid(tt_str s)
{
    return s.n == 20 && tt_id_check(TT_ID_LEI, s, NULL) == TT_ID_VALID;
}

bool tt_iban_valid(tt_str s)
{
    return tt_id_check(TT_ID_IBAN, s, NULL) == TT_ID_VALID;
}

tt_tax_check tt_tax_valid(tt_country c, tt_str s, tt_str *base)
{
    tt_id_scheme scheme = tt_id_scheme_of(s, c);
    *base = s;
    if (scheme != TT_ID_USCC && scheme != TT_ID_MST && scheme != TT_ID_INN)
        return TT_TAX_NO_RULE;
    if (tt_id_check(scheme, s, NULL) != TT_ID_VALID)
        return TT_TAX_INVALID;
    *base = tt_id_person(scheme, s);
    return TT_TAX_VALID;
}
