/*
 * civil.c - the calendar as arithmetic.
 *
 * Days from and to civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * 2013: years start in March, so that the leap day is the last of its year.
 */
#include "base/civil.h"

#include "base/str.h"

enum { DAYS_OF_400_YEARS = 146097, DAY_0_TO_1970 = 719468, SECONDS_OF_DAY = 86400 };

static bool is_leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

bool tt_civil_valid(int y, int m, int d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1)
        return false;
    return d <= days[m - 1] + (m == 2 && is_leap(y));
}

tt_date tt_civil_days(int y, int m, int d)
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year = y - era * 400;
    int day_of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    int day = year * 365 + year / 4 - year / 100 + day_of_year;
    return era * DAYS_OF_400_YEARS + day - DAY_0_TO_1970;
}

void tt_civil_of(tt_date date, int *y, int *m, int *d)
{
    int64_t z = (int64_t)date + DAY_0_TO_1970;
    int64_t era = (z >= 0 ? z : z - (DAYS_OF_400_YEARS - 1)) / DAYS_OF_400_YEARS;
    int day = (int)(z - era * DAYS_OF_400_YEARS);
    int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int day_of_year = day - (365 * year + year / 4 - year / 100);
    int month = (5 * day_of_year + 2) / 153; /* 0 is March */
    *d = day_of_year - (153 * month + 2) / 5 + 1;
    *m = month < 10 ? month + 3 : month - 9;
    *y = (int)(year + era * 400) + (*m <= 2);
}

/* --- in --- */

/* Exactly n digits, or min to n when min is less.  Advances *i. */
static bool number(tt_str s, size_t *i, size_t min, size_t max, int *out)
{
    int v = 0;
    size_t n = 0;
    while (n < max && *i < s.n && tt_ascii_is_digit(s.p[*i])) {
        v = v * 10 + (s.p[*i] - '0');
        (*i)++;
        n++;
    }
    *out = v;
    return n >= min;
}

static bool literal(tt_str s, size_t *i, char c)
{
    if (*i >= s.n || s.p[*i] != c)
        return false;
    (*i)++;
    return true;
}

static bool date_part(tt_str s, size_t *i, tt_date *out)
{
    int y, m, d;
    if (!number(s, i, 4, 4, &y) || !literal(s, i, '-') || !number(s, i, 2, 2, &m) ||
        !literal(s, i, '-') || !number(s, i, 2, 2, &d) || !tt_civil_valid(y, m, d))
        return false;
    *out = tt_civil_days(y, m, d);
    return true;
}

bool tt_parse_date(tt_str s, tt_date *out)
{
    size_t i = 0;
    tt_date d;
    if (!date_part(s, &i, &d) || i != s.n)
        return false;
    *out = d;
    return true;
}

static bool clock_valid(int h, int min, int sec)
{
    return h <= 23 && min <= 59 && sec <= 59;
}

/* HH:MM[:SS[.fff]]; a fraction is cut. */
static bool clock_part(tt_str s, size_t *i, int32_t *out)
{
    int h, min, sec = 0;
    if (!number(s, i, 2, 2, &h) || !literal(s, i, ':') || !number(s, i, 2, 2, &min))
        return false;
    if (literal(s, i, ':')) {
        if (!number(s, i, 2, 2, &sec))
            return false;
        if (literal(s, i, '.')) {
            size_t start = *i;
            while (*i < s.n && tt_ascii_is_digit(s.p[*i]))
                (*i)++;
            if (*i == start)
                return false;
        }
    }
    *out = h * 3600 + min * 60 + sec;
    return clock_valid(h, min, sec);
}

/* Z or +HH:MM or -HH:MM or nothing: seconds that local time is ahead of UTC. */
static bool zone_part(tt_str s, size_t *i, int32_t *ahead)
{
    *ahead = 0;
    if (*i == s.n || literal(s, i, 'Z'))
        return true;
    bool minus = s.p[*i] == '-';
    int h, min;
    if ((!literal(s, i, '+') && !literal(s, i, '-')) || !number(s, i, 2, 2, &h) ||
        !literal(s, i, ':') || !number(s, i, 2, 2, &min) || !clock_valid(h, min, 0))
        return false;
    *ahead = (h * 3600 + min * 60) * (minus ? -1 : 1);
    return true;
}

bool tt_parse_when(tt_str s, tt_when *out)
{
    size_t i = 0;
    tt_when w = {.sec = TT_NO_TIME};
    if (!date_part(s, &i, &w.day))
        return false;
    if (i < s.n) {
        int32_t ahead;
        if ((!literal(s, &i, 'T') && !literal(s, &i, ' ')) || !clock_part(s, &i, &w.sec) ||
            !zone_part(s, &i, &ahead) || i != s.n)
            return false;
        w.sec -= ahead;
        if (w.sec < 0) {
            w.sec += SECONDS_OF_DAY;
            w.day--;
        } else if (w.sec >= SECONDS_OF_DAY) {
            w.sec -= SECONDS_OF_DAY;
            w.day++;
        }
    }
    *out = w;
    return true;
}

/* --- patterns --- */

enum part { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, DAY_OF_YEAR, N_PARTS };

static bool month_name(tt_str s, size_t *i, int *out)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (size_t k = 0; k < TT_LEN(names); k++) {
        if (!tt_str_is_nocase(tt_str_sub(s, *i, 3), names[k]))
            continue;
        *i += 3;
        *out = (int)k + 1;
        return true;
    }
    return false;
}

/* Reads what the letter after % asks for.  False: the text does not fit, or no such letter. */
static bool take_part(char letter, tt_str s, size_t *i, int part[N_PARTS])
{
    switch (letter) {
    case 'Y':
        return number(s, i, 4, 4, &part[YEAR]);
    case 'y':
        if (!number(s, i, 2, 2, &part[YEAR]))
            return false;
        part[YEAR] += part[YEAR] >= 70 ? 1900 : 2000;
        return true;
    case 'm':
        return number(s, i, 1, 2, &part[MONTH]);
    case 'b':
        return month_name(s, i, &part[MONTH]);
    case 'd':
        return number(s, i, 1, 2, &part[DAY]);
    case 'j':
        return number(s, i, 1, 3, &part[DAY_OF_YEAR]);
    case 'H':
        return number(s, i, 1, 2, &part[HOUR]);
    case 'M':
        return number(s, i, 1, 2, &part[MINUTE]);
    case 'S':
        return number(s, i, 1, 2, &part[SECOND]);
    case '%':
        return literal(s, i, '%');
    default:
        return false;
    }
}

static bool day_of_parts(const int part[N_PARTS], tt_date *out)
{
    int y = part[YEAR];
    if (part[DAY_OF_YEAR] >= 0) {
        if (!tt_civil_valid(y, 1, 1) || part[DAY_OF_YEAR] < 1 ||
            part[DAY_OF_YEAR] > 365 + is_leap(y))
            return false;
        *out = tt_civil_days(y, 1, 1) + part[DAY_OF_YEAR] - 1;
        return true;
    }
    if (!tt_civil_valid(y, part[MONTH], part[DAY]))
        return false;
    *out = tt_civil_days(y, part[MONTH], part[DAY]);
    return true;
}

bool tt_parse_when_pattern(tt_str s, tt_str pattern, tt_when *out)
{
    int part[N_PARTS] = {-1, -1, -1, -1, -1, -1, -1};
    size_t i = 0;
    for (size_t k = 0; k < pattern.n; k++) {
        if (pattern.p[k] != '%') {
            if (!literal(s, &i, pattern.p[k]))
                return false;
        } else if (++k == pattern.n || !take_part(pattern.p[k], s, &i, part)) {
            return false;
        }
    }
    tt_when w = {.sec = TT_NO_TIME};
    if (i != s.n || !day_of_parts(part, &w.day))
        return false;
    if (part[HOUR] >= 0) {
        int min = TT_MAX(part[MINUTE], 0), sec = TT_MAX(part[SECOND], 0);
        if (!clock_valid(part[HOUR], min, sec))
            return false;
        w.sec = part[HOUR] * 3600 + min * 60 + sec;
    } else if (part[MINUTE] >= 0 || part[SECOND] >= 0) {
        return false; /* minutes of an unknown hour */
    }
    *out = w;
    return true;
}

/* --- out --- */

/* v with at least n digits, without NUL. */
static size_t padded(int v, size_t n, char *out)
{
    char text[TT_NUM_TEXT];
    size_t have = tt_u64_text((uint64_t)v, text), zeros = have < n ? n - have : 0;
    memset(out, '0', zeros);
    memcpy(out + zeros, text, have);
    return zeros + have;
}

size_t tt_date_text(tt_date date, char out[TT_NUM_TEXT])
{
    size_t n = 0;
    if (date != TT_NO_DATE) {
        int y, m, d;
        tt_civil_of(date, &y, &m, &d);
        if (y < 0)
            out[n++] = '-';
        n += padded(y < 0 ? -y : y, 4, out + n);
        out[n++] = '-';
        n += padded(m, 2, out + n);
        out[n++] = '-';
        n += padded(d, 2, out + n);
    }
    out[n] = '\0';
    return n;
}

size_t tt_when_text(tt_when w, char out[TT_NUM_TEXT])
{
    size_t n = tt_date_text(w.day, out);
    if (n == 0 || w.sec == TT_NO_TIME)
        return n;
    out[n++] = 'T';
    n += padded(w.sec / 3600, 2, out + n);
    out[n++] = ':';
    n += padded(w.sec / 60 % 60, 2, out + n);
    out[n++] = ':';
    n += padded(w.sec % 60, 2, out + n);
    out[n++] = 'Z';
    out[n] = '\0';
    return n;
}

int tt_when_cmp(tt_when a, tt_when b)
{
    if (a.day != b.day)
        return a.day < b.day ? -1 : 1;
    return (a.sec > b.sec) - (a.sec < b.sec);
}
