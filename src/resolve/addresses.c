/* addresses.c - typing errors in texts, numbers and words of addresses. */
#include "resolve/addresses.h"

#include "base/str.h"

enum { MAX_TEXT = 255, MAX_WORDS = 32 };

uint32_t tt_typing_errors(tt_str a, tt_str b, uint32_t most)
{
    uint32_t rows[3][MAX_TEXT + 2], *two = rows[0], *one = rows[1], *now = rows[2];
    if (a.n > MAX_TEXT || b.n > MAX_TEXT || a.n > b.n + most || b.n > a.n + most)
        return most + 1;
    for (size_t j = 0; j <= b.n; j++)
        one[j] = two[j] = (uint32_t)j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t from = i > most ? i - most : 1, to = TT_MIN(b.n, i + most);
        uint32_t least = now[from - 1] = from == 1 ? (uint32_t)i : most + 1;
        for (size_t j = from; j <= to; j++) {
            uint32_t d = one[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            uint32_t up = j < i + most ? one[j] + 1 : most + 1; /* outside the band before */
            d = TT_MIN(d, TT_MIN(up, now[j - 1] + 1));
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                d = TT_MIN(d, two[j - 2] + 1);
            now[j] = TT_MIN(d, most + 1);
            least = TT_MIN(least, now[j]);
        }
        if (to < b.n)
            now[to + 1] = most + 1;
        if (least > most)
            return most + 1;
        uint32_t *t = two;
        two = one;
        one = now;
        now = t;
    }
    return TT_MIN(one[b.n], most + 1);
}

/* --- addresses --- */

struct words {
    tt_str v[MAX_WORDS];
    size_t n;
};

static bool in_word(char c)
{
    return tt_ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Words with or without digits. */
static void split(tt_str s, bool digits, struct words *out)
{
    out->n = 0;
    for (size_t i = 0; i < s.n && out->n < MAX_WORDS;) {
        size_t from = i;
        bool digit = false;
        while (i < s.n && in_word(s.p[i]))
            digit |= tt_ascii_is_digit(s.p[i++]);
        if (i > from && digit == digits)
            out->v[out->n++] = tt_str_sub(s, from, i - from);
        while (i < s.n && !in_word(s.p[i]))
            i++;
    }
}

static bool same_word(tt_str a, tt_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (tt_ascii_lower(a.p[i]) != tt_ascii_lower(b.p[i]))
            return false;
    return true;
}

/* How many words of a are in b. */
static size_t common(const struct words *a, const struct words *b)
{
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            if (same_word(a->v[i], b->v[j])) {
                n++;
                break;
            }
    return n;
}

tt_address_level tt_address_compare(tt_str clean_a, tt_str clean_b, tt_str a, tt_str b)
{
    struct words x, y;
    uint32_t most = (uint32_t)(TT_MAX(clean_a.n, clean_b.n) / 10);
    if (tt_str_eq(clean_a, clean_b))
        return TT_ADDRESS_EQUAL;
    split(a, true, &x);
    split(b, true, &y);
    bool numbers = x.n && y.n;
    bool meet = common(&x, &y) > 0;
    if (numbers && !meet)
        return TT_ADDRESS_NUMBERS_DIFFER;
    if (tt_typing_errors(clean_a, clean_b, most) <= most)
        return TT_ADDRESS_NEAR;
    split(a, false, &x);
    split(b, false, &y);
    return meet && 4 * common(&x, &y) >= x.n + y.n ? TT_ADDRESS_NUMBER : TT_ADDRESS_OTHER;
}
