/* words.c - lists of words, and one way to look for them. */
#include "detect/common/words.h"

#include "base/str.h"

/* The word, with nothing more behind it, stands at this place of the text. */
static bool stands_at(tt_str text, size_t at, const char *word)
{
    size_t i = at;
    for (; *word && i < text.n; word++, i++)
        if (tt_ascii_lower(text.p[i]) != tt_ascii_lower(*word))
            return false;
    return !*word && (i == text.n || !tt_ascii_is_alnum(text.p[i]));
}

static bool has_any(tt_str text, const char *const *words, size_t n)
{
    for (size_t at = 0; at < text.n; at++) {
        if (at > 0 && tt_ascii_is_alnum(text.p[at - 1]))
            continue;
        for (size_t i = 0; i < n; i++)
            if (stands_at(text, at, words[i]))
                return true;
    }
    return false;
}

bool tt_text_has(tt_str text, const char *word)
{
    return has_any(text, &word, 1);
}

enum { SHORT_WORD = 3 };

static bool in_word(char c)
{
    return tt_ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The next word of SHORT_WORD bytes or more from *at on; empty after the last. */
static tt_str next_word(tt_str text, size_t *at)
{
    for (size_t i = *at, from; i < text.n; i++) {
        for (from = i; i < text.n && in_word(text.p[i]); i++)
            ;
        if (i - from >= SHORT_WORD) {
            *at = i;
            return tt_str_sub(text, from, i - from);
        }
    }
    *at = text.n;
    return (tt_str){0};
}

static bool same_word(tt_str a, tt_str b)
{
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++)
        same = tt_ascii_lower(a.p[i]) == tt_ascii_lower(b.p[i]);
    return same;
}

static bool word_is_in(tt_str text, tt_str word)
{
    size_t at = 0;
    for (tt_str w = next_word(text, &at); w.n; w = next_word(text, &at))
        if (same_word(w, word))
            return true;
    return false;
}

double tt_text_shared(tt_str a, tt_str b)
{
    size_t n_a = 0, n_b = 0, n = 0, same = 0, at = 0;
    for (tt_str w = next_word(a, &at); w.n; w = next_word(a, &at))
        n_a++;
    at = 0;
    for (tt_str w = next_word(b, &at); w.n; w = next_word(b, &at))
        n_b++;
    tt_str less = n_a <= n_b ? a : b, more = n_a <= n_b ? b : a;
    at = 0;
    for (tt_str w = next_word(less, &at); w.n; w = next_word(less, &at), n++)
        same += word_is_in(more, w) ? 1 : 0;
    return n ? (double)same / (double)n : n_a + n_b ? 0 : 1;
}

/* 1900 to 2099 */
static bool is_year(tt_str word)
{
    return word.n == 4 &&
           (tt_str_starts(word, TT_STR("19")) || tt_str_starts(word, TT_STR("20"))) &&
           tt_ascii_is_digit(word.p[2]) && tt_ascii_is_digit(word.p[3]);
}

bool tt_text_has_number(tt_str text)
{
    size_t at = 0;
    for (tt_str w = next_word(text, &at); w.n; w = next_word(text, &at)) {
        size_t digits = 0;
        for (size_t i = 0; i < w.n; i++)
            digits += tt_ascii_is_digit(w.p[i]) ? 1 : 0;
        if (digits >= 3 && !is_year(w))
            return true;
    }
    return false;
}

bool tt_text_is_sample(tt_str description)
{
    static const char *const words[] = {"sample",
                                        "samples",
                                        "no commercial value",
                                        "ncv",
                                        "repair",
                                        "repaired",
                                        "rma",
                                        "warranty",
                                        "returned goods",
                                        "returned after",
                                        "for return"};
    return has_any(description, words, TT_LEN(words));
}

bool tt_text_is_service(tt_str description)
{
    static const char *const words[] = {
        "service",    "services",    "consulting",   "consultancy",   "commission", "commissions",
        "fee",        "fees",        "licence",      "license",       "licences",   "licenses",
        "royalty",    "royalties",   "subscription", "subscriptions", "rent",       "rental",
        "lease",      "leasing",     "training",     "maintenance",   "insurance",  "advertising",
        "marketing",  "freight",     "demurrage",    "tooling",       "software",   "storage",
        "management", "engineering", "design",       "interest",      "penalty"};
    return has_any(description, words, TT_LEN(words));
}

bool tt_text_says_prepaid(tt_str terms)
{
    static const char *const words[] = {"prepaid",    "prepayment",      "prepay",
                                        "in advance", "advance",         "deposit",
                                        "cia",        "cash with order", "down payment"};
    return has_any(terms, words, TT_LEN(words));
}

bool tt_text_says_held(tt_str terms)
{
    static const char *const words[] = {"bill and hold", "bill-and-hold", "consignment",
                                        "consignment stock", "stock agreement"};
    return has_any(terms, words, TT_LEN(words));
}

int32_t tt_text_days(tt_str terms)
{
    enum { MOST = 9999 };
    int32_t longest = -1, n = -1; /* n: the number that the last word was */
    for (size_t i = 0; i < terms.n;) {
        if (tt_ascii_is_digit(terms.p[i])) {
            for (n = 0; i < terms.n && tt_ascii_is_digit(terms.p[i]); i++)
                n = TT_MIN(10 * n + (terms.p[i] - '0'), MOST);
        } else if (tt_ascii_is_alpha(terms.p[i])) {
            size_t from = i;
            while (i < terms.n && tt_ascii_is_alpha(terms.p[i]))
                i++;
            tt_str word = tt_str_sub(terms, from, i - from);
            if (n > longest && n < MOST &&
                (tt_str_is_nocase(word, "days") || tt_str_is_nocase(word, "day")))
                longest = n;
            n = -1;
        } else {
            i++;
        }
    }
    return longest;
}

bool tt_text_is_instalment(tt_str text)
{
    static const char *const words[] = {"instalment", "installment",  "instalments", "installments",
                                        "partial",    "part payment", "balance",     "deposit",
                                        "progress",   "down payment"};
    return has_any(text, words, TT_LEN(words));
}

bool tt_number_is_revision(tt_str a, tt_str b)
{
    static const char *const marks[] = {"R", "REV", "CORR", "CORRECTED", "A", "B", "1", "2"};
    if (a.n > b.n) {
        tt_str longer = a;
        a = b;
        b = longer;
    }
    if (a.n == 0 || a.n == b.n || !tt_str_starts(b, a))
        return false;
    tt_str tail = tt_str_sub(b, a.n, SIZE_MAX);
    bool apart = !tt_ascii_is_alnum(tail.p[0]);
    while (tail.n && !tt_ascii_is_alnum(tail.p[0]))
        tail = tt_str_sub(tail, 1, SIZE_MAX);
    if (tail.n && tt_ascii_is_digit(tail.p[0]) && !apart)
        return false; /* INV-7 and INV-71 are two invoices */
    for (size_t i = 0; i < TT_LEN(marks); i++)
        if (tail.n >= strlen(marks[i]) && tail.n <= strlen(marks[i]) + 1 &&
            tt_str_is_nocase(tt_str_sub(tail, 0, strlen(marks[i])), marks[i]))
            return true;
    return false;
}

bool tt_text_is_air_waybill(tt_str number)
{
    unsigned digit[11];
    size_t n = 0;
    number = tt_str_trim(number);
    for (size_t i = 0; i < number.n; i++) {
        if (tt_ascii_is_digit(number.p[i])) {
            if (n == TT_LEN(digit))
                return false;
            digit[n++] = (unsigned)(number.p[i] - '0');
        } else if (n != 3 || (number.p[i] != '-' && number.p[i] != ' ')) {
            return false;
        }
    }
    unsigned serial = 0;
    for (size_t i = 3; i < 10 && n == TT_LEN(digit); i++)
        serial = serial * 10 + digit[i];
    return n == TT_LEN(digit) && serial % 7 == digit[10];
}

/* UPU S10-12: weights of the eight digits; 11 less the rest, of which 10 becomes 0 and 11 five. */
tt_id_state tt_text_parcel(tt_str number)
{
    static const int weight[] = {8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    char v[13];
    size_t n = 0;
    for (size_t i = 0; i < number.n; i++) {
        if (number.p[i] == ' ')
            continue;
        if (n == sizeof v)
            return TT_ID_UNCHECKED;
        v[n++] = number.p[i];
    }
    for (size_t i = 0; i < n; i++)
        if (!(i < 2 || i > 10 ? tt_ascii_is_alpha(v[i]) : tt_ascii_is_digit(v[i])))
            return TT_ID_UNCHECKED;
    if (n != sizeof v)
        return TT_ID_UNCHECKED;
    for (size_t i = 0; i < TT_LEN(weight); i++)
        sum += weight[i] * (v[2 + i] - '0');
    int check = 11 - sum % 11;
    check = check == 10 ? 0 : check == 11 ? 5 : check;
    return v[10] - '0' == check ? TT_ID_VALID : TT_ID_BAD;
}
