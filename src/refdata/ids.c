/*
 * ids.c - one rule for each scheme, over the letters and digits of the text.
 */
#include "refdata/ids.h"

#include "base/str.h"
#include "refdata/hs.h"

#include <stdlib.h>

typedef uint32_t rg_locodes_row; /* five characters to the base 36 */
#define TT_REFGEN_LOCODES
#include "gen/refdata_data.h"

/* --- helpers --- */

static bool all_digits(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

static bool all_letters(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_alpha(s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_country(tt_str two)
{
    tt_country c = (tt_country)((unsigned char)two.p[0] << 8 | (unsigned char)two.p[1]);
    return tt_country_alpha3(c)[0] || tt_str_is(two, "XK");
}

/* Digits as they are, letters as 10..35, the whole number mod 97; 97 for any other character. */
static unsigned mod97(tt_str head, tt_str tail)
{
    const tt_str part[] = {head, tail};
    unsigned m = 0;
    for (size_t k = 0; k < TT_LEN(part); k++)
        for (size_t i = 0; i < part[k].n; i++) {
            char c = part[k].p[i];
            if (tt_ascii_is_digit(c))
                m = (m * 10 + (unsigned)(c - '0')) % 97;
            else if (c >= 'A' && c <= 'Z')
                m = (m * 100 + (unsigned)(c - 'A') + 10) % 97;
            else
                return 97;
        }
    return m;
}

/* Sum of weight * digit. */
static unsigned weigh(tt_str digits, const uint8_t *weight, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight[i] * (unsigned)(digits.p[i] - '0');
    return sum;
}

/* --- the rules; s: letters in upper case and digits only; may be completed in place --- */

struct id {
    char text[TT_ID_TEXT];
    size_t n;
};

static tt_str text_of(const struct id *id)
{
    return (tt_str){id->text, id->n};
}

static tt_id_state valid_if(bool holds)
{
    return holds ? TT_ID_VALID : TT_ID_BAD;
}

static tt_id_state check_lei(struct id *id)
{
    return valid_if(id->n == 20 && mod97(text_of(id), (tt_str){NULL, 0}) == 1);
}

static tt_id_state check_iban(struct id *id)
{
    tt_str s = text_of(id);
    return valid_if(s.n >= 15 && s.n <= 34 && is_country(s) && all_digits(tt_str_sub(s, 2, 2)) &&
                    mod97(tt_str_sub(s, 4, s.n), tt_str_sub(s, 0, 4)) == 1);
}

static tt_id_state check_bic(struct id *id)
{
    tt_str s = text_of(id);
    return valid_if((s.n == 8 || s.n == 11) && is_country(tt_str_sub(s, 4, 2)));
}

static tt_id_state check_imo(struct id *id)
{
    static const uint8_t weight[] = {7, 6, 5, 4, 3, 2};
    tt_str s = text_of(id);
    return valid_if(s.n == 7 && all_digits(s) && s.p[0] != '0' &&
                    weigh(s, weight, TT_LEN(weight)) % 10 == (unsigned)(s.p[6] - '0'));
}

/* ISO 6346: letters are 10 to 38 without the multiples of 11, weights the powers of two. */
static unsigned container_digit(tt_str s)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 10; i++) {
        unsigned v = (unsigned char)s.p[i];
        if (tt_ascii_is_digit(s.p[i]))
            v -= '0';
        else
            v = v - 'A' + 10 + (v > 'A') + (v > 'K') + (v > 'U');
        sum += v << i;
    }
    return sum % 11 % 10;
}

static tt_id_state check_container(struct id *id)
{
    tt_str s = text_of(id);
    if ((s.n != 10 && s.n != 11) || !all_letters(tt_str_sub(s, 0, 4)) ||
        !all_digits(tt_str_sub(s, 4, s.n)))
        return TT_ID_BAD;
    char digit = (char)('0' + container_digit(s));
    if (s.n == 11)
        return valid_if(s.p[10] == digit);
    id->text[id->n++] = digit;
    return TT_ID_REPAIRED;
}

static tt_id_state check_gtin(struct id *id)
{
    tt_str s = text_of(id);
    unsigned sum = 0;
    if (!all_digits(s) || (s.n != 8 && s.n != 12 && s.n != 13 && s.n != 14 && s.n != 18))
        return TT_ID_BAD;
    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned)(s.p[s.n - 1 - i] - '0') * (i % 2 ? 3 : 1);
    return valid_if(sum % 10 == 0);
}

static int cmp_locode(const void *a, const void *b)
{
    rg_locodes_row x = *(const rg_locodes_row *)a, y = *(const rg_locodes_row *)b;
    return (x > y) - (x < y);
}

static tt_id_state check_locode(struct id *id)
{
    tt_str s = text_of(id);
    rg_locodes_row v = 0;
    if (s.n != 5 || !is_country(s))
        return TT_ID_BAD;
    for (size_t i = 0; i < s.n; i++)
        v = v * 36 + (unsigned)(tt_ascii_is_digit(s.p[i]) ? s.p[i] - '0' : s.p[i] - 'A' + 10);
    /* The list holds ports, airports and terminals: a small place of the whole code is not in it.
     */
    return bsearch(&v, rg_locodes, TT_LEN(rg_locodes), sizeof v, cmp_locode) ? TT_ID_VALID
                                                                             : TT_ID_UNCHECKED;
}

static tt_id_state check_hs(struct id *id)
{
    tt_hs hs;
    if (!tt_hs_parse(text_of(id), &hs))
        return TT_ID_BAD;
    unsigned digits = TT_MIN(tt_hs_digits(hs), 6u);
    if (tt_hs_known(hs, digits))
        return TT_ID_VALID;
    /* A subheading of another edition, or a national chapter. */
    return tt_hs_known(hs, TT_MIN(digits, 4u)) || tt_hs_chapter(hs) >= 98 ? TT_ID_UNCHECKED
                                                                          : TT_ID_BAD;
}

static tt_id_state check_uscc(struct id *id)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;
    if (id->n != 18)
        return TT_ID_BAD;
    for (size_t i = 0; i < 18; i++) {
        const char *at = memchr(alphabet, id->text[i], sizeof(alphabet) - 1);
        if (!at)
            return TT_ID_BAD;
        unsigned value = (unsigned)(at - alphabet);
        if (i == 17)
            return valid_if(value == (31 - sum % 31) % 31);
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return TT_ID_BAD;
}

static tt_id_state check_mst(struct id *id)
{
    static const uint8_t weight[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    tt_str s = text_of(id);
    return valid_if((s.n == 10 || s.n == 13) && all_digits(s) &&
                    10 - weigh(s, weight, TT_LEN(weight)) % 11 == (unsigned)(s.p[9] - '0'));
}

static tt_id_state check_inn(struct id *id)
{
    static const uint8_t w10[] = {2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w11[] = {7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    static const uint8_t w12[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};
    tt_str s = text_of(id);
    if (!all_digits(s))
        return TT_ID_BAD;
    if (s.n == 10)
        return valid_if(weigh(s, w10, TT_LEN(w10)) % 11 % 10 == (unsigned)(s.p[9] - '0'));
    return valid_if(s.n == 12 &&
                    weigh(s, w11, TT_LEN(w11)) % 11 % 10 == (unsigned)(s.p[10] - '0') &&
                    weigh(s, w12, TT_LEN(w12)) % 11 % 10 == (unsigned)(s.p[11] - '0'));
}

static const struct scheme {
    const char *name, *label; /* label: what people write before it */
    tt_id_state (*check)(struct id *id);
} schemes[TT_ID_SCHEMES] = {
    [TT_ID_NONE] = {"", "", NULL},
    [TT_ID_LEI] = {"LEI", "LEI", check_lei},
    [TT_ID_IBAN] = {"IBAN", "IBAN", check_iban},
    [TT_ID_BIC] = {"BIC", "BIC", check_bic},
    [TT_ID_IMO] = {"IMO", "IMO", check_imo},
    [TT_ID_CONTAINER] = {"ISO 6346", "", check_container},
    [TT_ID_GTIN] = {"GTIN", "GTIN", check_gtin},
    [TT_ID_LOCODE] = {"UN/LOCODE", "", check_locode},
    [TT_ID_HS] = {"HS", "HS", check_hs},
    [TT_ID_USCC] = {"USCC", "USCC", check_uscc},
    [TT_ID_MST] = {"MST", "MST", check_mst},
    [TT_ID_INN] = {"INN", "INN", check_inn},
};

const char *tt_id_scheme_text(tt_id_scheme s)
{
    return (unsigned)s < TT_ID_SCHEMES ? schemes[s].name : "";
}

const char *tt_id_bad_text(tt_id_scheme s)
{
    switch (s) {
    case TT_ID_BIC:
    case TT_ID_LOCODE:
        return "form or country does not hold";
    case TT_ID_HS:
        return "form or heading does not hold";
    default:
        return "check digit or form does not hold";
    }
}

const char *tt_id_state_text(tt_id_state s)
{
    static const char *const words[] = {"", "valid", "repaired", "bad"};
    return (unsigned)s < TT_LEN(words) ? words[s] : "";
}

/* --- reading --- */

/* Letters in upper case and digits; separators are dropped.  False: too long, or something else. */
static bool clean(tt_str text, struct id *out)
{
    out->n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool lower = c >= 'a' && c <= 'z';
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || lower) {
            if (out->n == TT_ID_TEXT - 2)
                return false;
            out->text[out->n++] = lower ? (char)(c - 'a' + 'A') : c;
        } else if (!tt_ascii_is_space(c) && c != '.' && c != '-' && c != '/') {
            return false;
        }
    }
    return true;
}

/* Take the label off; true when there was one. */
static bool unlabel(struct id *id, const char *label)
{
    size_t n = strlen(label);
    if (n == 0 || id->n <= n || memcmp(id->text, label, n) != 0)
        return false;
    id->n -= n;
    memmove(id->text, id->text + n, id->n);
    return true;
}

tt_id_state tt_id_check(tt_id_scheme scheme, tt_str text, char out[TT_ID_TEXT])
{
    struct id id = {.n = 0};
    if (out)
        out[0] = '\0';
    text = tt_str_trim(text);
    if (scheme == TT_ID_NONE || (unsigned)scheme >= TT_ID_SCHEMES || text.n == 0)
        return TT_ID_UNCHECKED;
    /* "IMO: 9321483", "LEI-5299..." */
    size_t colon = tt_str_find(text, TT_STR(":"), 0);
    bool labelled = colon != SIZE_MAX && tt_str_is_nocase(tt_str_trim(tt_str_sub(text, 0, colon)),
                                                          schemes[scheme].label);
    if (labelled)
        text = tt_str_sub(text, colon + 1, SIZE_MAX);
    if (!clean(text, &id) || id.n == 0)
        return TT_ID_BAD;
    tt_id_state st = schemes[scheme].check(&id);
    if (st == TT_ID_BAD && unlabel(&id, schemes[scheme].label)) {
        labelled = true;
        st = schemes[scheme].check(&id);
    }
    if (st == TT_ID_VALID && labelled)
        st = TT_ID_REPAIRED;
    if (out && st != TT_ID_BAD && st != TT_ID_UNCHECKED) {
        memcpy(out, id.text, id.n);
        out[id.n] = '\0';
    }
    return st;
}

/* --- schemes by shape --- */

tt_id_scheme tt_id_scheme_of(tt_str text, tt_country country)
{
    static const struct {
        char country[3];
        tt_id_scheme scheme;
        size_t n[2]; /* characters; another length is another kind of number */
    } tax[] = {
        {"CN", TT_ID_USCC, {18, 18}}, {"RU", TT_ID_INN, {10, 12}}, {"VN", TT_ID_MST, {10, 13}}};
    struct id id;
    char code[3];
    if (!clean(text, &id))
        return TT_ID_NONE;
    if (id.n == 20 && check_lei(&id) == TT_ID_VALID)
        return TT_ID_LEI;
    tt_country_text(country, code);
    for (size_t i = 0; i < TT_LEN(tax); i++)
        if (memcmp(code, tax[i].country, sizeof code) == 0 &&
            (id.n == tax[i].n[0] || id.n == tax[i].n[1]))
            return tax[i].scheme;
    return id.n == 13 && check_gtin(&id) == TT_ID_VALID ? TT_ID_GTIN : TT_ID_NONE;
}

tt_id_scheme tt_id_scheme_of_account(tt_str text)
{
    struct id id;
    if (!clean(text, &id))
        return TT_ID_NONE;
    (void)unlabel(&id, "IBAN");
    tt_str s = text_of(&id);
    bool looks = s.n >= 15 && s.n <= 34 && all_letters(tt_str_sub(s, 0, 2)) && is_country(s) &&
                 all_digits(tt_str_sub(s, 2, 2));
    return looks ? TT_ID_IBAN : TT_ID_NONE;
}

tt_id_scheme tt_id_scheme_of_bank(tt_str text)
{
    struct id id;
    text = tt_str_trim(text);
    if ((text.n != 8 && text.n != 11) || !clean(text, &id) || id.n != text.n)
        return TT_ID_NONE;
    /* "DEUTSCHE" is a name: a name of eight letters seldom has a country in its middle. */
    return is_country(tt_str_sub(text_of(&id), 4, 2)) ? TT_ID_BIC : TT_ID_NONE;
}

tt_id_scheme tt_id_scheme_of_place(tt_str text)
{
    text = tt_str_trim(text);
    if (text.n != 5)
        return TT_ID_NONE;
    for (size_t i = 0; i < text.n; i++) {
        bool upper = text.p[i] >= 'A' && text.p[i] <= 'Z';
        if (!upper && (i < 2 || !tt_ascii_is_digit(text.p[i])))
            return TT_ID_NONE;
    }
    return TT_ID_LOCODE;
}

tt_str tt_id_person(tt_id_scheme scheme, tt_str standard)
{
    return scheme == TT_ID_MST ? tt_str_sub(standard, 0, 10) : standard;
}
