/*
 * decode_quick.h - the usual forms of cells, read without detours: plain decimals, ISO dates, and
 * short texts that were met before.
 *
 * Each function is sure or says false, and then decode.h decides: what is read here is read there
 * to the same value.  Inline, because a row has dozens of cells.
 */
#ifndef TT_READ_DECODE_QUICK_H
#define TT_READ_DECODE_QUICK_H

#include "base/num.h"
#include "model/record.h"
#include "read/reason.h"

enum { TT_MEMO_BYTES = 16, TT_MEMOS = 64, TT_QUICK_DIGITS = 18 };

/* What a short text was read as: countries, currencies, units, HS codes and words come again and
 * again. */
typedef struct tt_memo {
    uint64_t key[2]; /* the text, see tt_memo_key */
    int64_t num;
    tt_str word; /* ENUM: the word itself; else absent */
    tt_reason reason;
    uint8_t n; /* bytes of the text; 0: free */
    bool set;
} tt_memo;

/** The bytes of a text of 1 to TT_MEMO_BYTES bytes in two words: for one length, other texts give
 * other words. */
static inline void tt_memo_key(tt_str s, uint64_t key[2])
{
    uint32_t low, high;
    key[0] = key[1] = 0;
    if (s.n >= 8) {
        memcpy(&key[0], s.p, 8);
        memcpy(&key[1], s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        memcpy(&low, s.p, 4);
        memcpy(&high, s.p + s.n - 4, 4);
        key[0] = low | (uint64_t)high << 32;
    } else {
        const unsigned char *u = (const unsigned char *)s.p;
        key[0] = u[0] | (uint64_t)u[s.n / 2] << 8 | (uint64_t)u[s.n - 1] << 16;
    }
}

/** The first of the two places, one beside the other, that a text has among TT_MEMOS. */
static inline size_t tt_memo_place(const uint64_t key[2], size_t n)
{
    uint64_t mixed = key[0] ^ (key[1] + n) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)((mixed * UINT64_C(0xff51afd7ed558ccd)) >> 58);
}

static inline bool tt_memo_is(const tt_memo *m, const uint64_t key[2], size_t n)
{
    return m->key[0] == key[0] && m->key[1] == key[1] && m->n == n;
}

/** What is known of a text of 1 to TT_MEMO_BYTES bytes; NULL: nothing. */
static inline tt_memo *tt_memo_find(tt_memo *memos, const uint64_t key[2], size_t n)
{
    size_t place = tt_memo_place(key, n);
    if (tt_memo_is(&memos[place], key, n))
        return &memos[place];
    return tt_memo_is(&memos[place ^ 1], key, n) ? &memos[place ^ 1] : NULL;
}

/** Room for a new text: the older of its two places. */
static inline tt_memo *tt_memo_add(tt_memo *memos, const uint64_t key[2], size_t n)
{
    size_t place = tt_memo_place(key, n);
    memos[place ^ 1] = memos[place];
    memos[place] = (tt_memo){.key = {key[0], key[1]}, .n = (uint8_t)n};
    return &memos[place];
}

/** The value of a text that was met before and read without a remark. */
static inline bool tt_quick_memo(tt_memo *memos, tt_str s, tt_value *out)
{
    uint64_t key[2];
    if (s.n > TT_MEMO_BYTES)
        return false;
    tt_memo_key(s, key);
    const tt_memo *m = tt_memo_find(memos, key, s.n);
    if (!m || !m->set || m->reason != TT_REASON_NONE)
        return false;
    *out =
        (tt_value){.set = true, .sec = TT_NO_TIME, .num = m->num, .text = m->word.p ? m->word : s};
    return true;
}

/** An optional minus, digits, at most one point; up to 18 digits after scaling, none of them
 * rounded away. */
static inline bool tt_quick_number(tt_str s, unsigned scale, int64_t *out)
{
    const char *p = s.p, *end = s.p + s.n, *point = NULL;
    bool negative = s.n > 0 && *p == '-';
    uint64_t v = 0;
    p += negative;
    const char *first = p;
    if (end - p > TT_QUICK_DIGITS)
        return false;
    for (; p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit <= 9)
            v = v * 10 + digit;
        else if (*p == '.' && !point)
            point = p;
        else
            return false;
    }
    size_t digits = (size_t)(end - first) - (point != NULL);
    size_t decimals = point ? (size_t)(end - point) - 1 : 0;
    if (digits == 0 || decimals > scale || digits - decimals + scale > TT_QUICK_DIGITS)
        return false;
    v *= (uint64_t)tt_pow10[scale - decimals];
    *out = negative ? -(int64_t)v : (int64_t)v;
    return true;
}

static inline bool tt_quick_two(const char *p, int *out)
{
    unsigned tens = (unsigned)(unsigned char)p[0] - '0', ones = (unsigned)(unsigned char)p[1] - '0';
    *out = (int)(tens * 10 + ones);
    return tens <= 9 && ones <= 9;
}

/** YYYY-MM-DD, of a day that exists in each year. */
static inline bool tt_quick_date(tt_str s, int64_t *out)
{
    int century, year, month, day;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !tt_quick_two(s.p, &century) ||
        !tt_quick_two(s.p + 2, &year) || !tt_quick_two(s.p + 5, &month) ||
        !tt_quick_two(s.p + 8, &day))
        return false;
    if (century < 10 || month < 1 || month > 12 || day < 1 || day > 28)
        return false;
    *out = tt_civil_days(century * 100 + year, month, day);
    return true;
}

#endif
