/*
 * draft_values.c - shapes of cells.
 */
#include "read/draft_values.h"

#include "base/civil.h"
#include "base/str.h"
#include "read/decode.h"
#include "refdata/refdata.h"

/* Likelier ones first.  A twin has day and month the other way round. */
static const struct pattern {
    const char *text;
    bool twin;
} patterns[] = {
    {"", false}, /* ISO 8601, with or without a time */
    {"%d.%m.%Y", false},
    {"%d/%m/%Y", false},
    {"%m/%d/%Y", true},
    {"%d-%m-%Y", false},
    {"%m-%d-%Y", true},
    {"%Y/%m/%d", false},
    {"%Y.%m.%d", false},
    {"%Y%m%d", false},
    {"%d.%m.%y", false},
    {"%d/%m/%y", false},
    {"%m/%d/%y", true},
    {"%d %b %Y", false},
    {"%d-%b-%Y", false},
    {"%d-%b-%y", false},
    {"%b %d, %Y", false},
    {"%Y年%m月%d日", false},
    {"%d.%m.%Y %H:%M", false},
    {"%d.%m.%Y %H:%M:%S", false},
    {"%d/%m/%Y %H:%M", false},
    {"%m/%d/%Y %H:%M", true},
    {"%d/%m/%Y %H:%M:%S", false},
    {"%m/%d/%Y %H:%M:%S", true},
    {"%d-%m-%Y %H:%M", false},
    {"%d-%m-%Y %H:%M:%S", false},
    {"%Y/%m/%d %H:%M", false},
    {"%Y/%m/%d %H:%M:%S", false},
    {"%Y%m%d%H%M%S", false},
    {"%Y年%m月%d日 %H:%M", false},
};
_Static_assert(TT_LEN(patterns) <= TT_PROFILE_DATES, "a count for each pattern");

static const char *const unknown_words[] = {
    "N/A", "n/a", "#N/A",    "NULL",    "null",    "None", "none", "NaN",  "nan", "-",
    "--",  "?",   "UNKNOWN", "Unknown", "unknown", "ZZ",   "k.A.", "未知", "不明"};
_Static_assert(TT_LEN(unknown_words) <= 32, "a bit for each text");

const char *tt_profile_unknown(size_t i)
{
    return i < TT_LEN(unknown_words) ? unknown_words[i] : NULL;
}

/* --- numbers --- */

static const char groupings[4] = {',', '.', '\'', ' '};

/* A number with this decimal sign, and perhaps this grouping, three digits to a group.  *sure: it
 * would be none with the other sign. */
static bool is_number(tt_str s, char decimal, char grouping, bool *sure, bool *grouped)
{
    size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'), digits = 0, run = 0, groups = 0;
    size_t decimals = 0;
    bool point = false;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (tt_ascii_is_digit(c)) {
            digits++;
            run++;
            decimals += point;
        } else if (c == decimal && !point && (groups == 0 || run == 3)) {
            point = true;
        } else if (c == grouping && !point && run > 0 && run <= 3 && (groups == 0 || run == 3)) {
            groups++;
            run = 0;
        } else {
            return false;
        }
    }
    if (digits == 0 || (groups > 0 && !point && run != 3))
        return false;
    *grouped = groups > 0;
    /* "1,234" may be either; "1,23", "1,2345" and "1.234,5" may not. */
    *sure = (point && (decimals != 3 || groups > 0 || digits - decimals > 3)) || groups > 1;
    return true;
}

static void add_number(tt_profile *p, tt_str s)
{
    bool sure, grouped, is[2] = {false, false}, sures[2] = {false, false};
    for (unsigned k = 0; k < 2; k++) {
        char decimal = k ? ',' : '.';
        for (unsigned g = 0; g < 4 && !is[k]; g++) {
            if (groupings[g] == decimal || !is_number(s, decimal, groupings[g], &sure, &grouped))
                continue;
            is[k] = true;
            sures[k] = sure;
            p->grouped[k][g] += grouped;
        }
    }
    p->point += is[0];
    p->comma += is[1];
    p->sure_point += is[0] && sures[0];
    p->sure_comma += is[1] && sures[1];
}

static void add_whole(tt_profile *p, tt_str s)
{
    static const int64_t first_day = 20000, last_day = 60000;                /* 1954 to 2064 */
    static const int64_t first_second = 300000000, last_second = 2500000000; /* 1979 to 2049 */
    int64_t v;
    if (!tt_parse_i64(s, &v))
        return;
    p->whole++;
    p->days += v >= first_day && v <= last_day;
    p->seconds += v >= first_second && v <= last_second;
}

/* --- dates --- */

static void add_date(tt_profile *p, tt_str s)
{
    tt_when w;
    for (size_t k = 0; k < TT_LEN(patterns); k++) {
        if (p->date_miss[k] == TT_PROFILE_OUT)
            continue;
        const char *pattern = patterns[k].text;
        bool is =
            *pattern ? tt_parse_when_pattern(s, tt_str_of(pattern), &w) : tt_parse_when(s, &w);
        /* Not what happens to have eight digits. */
        if (is && (w.day < tt_civil_days(1900, 1, 1) || w.day > tt_civil_days(2100, 1, 1)))
            is = false;
        p->date_miss[k] += !is;
        /* Most patterns are out of the question after a few cells, and not tried any more. */
        if (p->date_miss[k] > 2 + p->n / 10)
            p->date_miss[k] = TT_PROFILE_OUT;
    }
}

/* --- codes --- */

static bool all_upper(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n > 0;
}

static void add_code(tt_profile *p, tt_str s)
{
    tt_country c;
    tt_unit u;
    tt_hs hs;
    if (s.n > 64)
        return;
    bool number = tt_ascii_is_digit(s.p[0]) || s.p[0] == '-';
    p->country += !number && tt_country_parse(s, &c);
    p->ccy += s.n == 3 && all_upper(s) && tt_ccy_parse(s) != TT_CCY_NONE;
    p->unit += !number && tt_unit_parse(s, &u);
    p->hs += number && s.n >= 4 && tt_hs_parse(s, &hs) && tt_hs_known(hs, 4);
    p->container += s.n >= 11 && s.n <= 15 && tt_id_check(TT_ID_CONTAINER, s, NULL) == TT_ID_VALID;
    p->iban += s.n >= 15 && tt_id_check(TT_ID_IBAN, s, NULL) == TT_ID_VALID;
    p->locode += s.n == 5 && tt_id_scheme_of_place(s) == TT_ID_LOCODE &&
                 tt_id_check(TT_ID_LOCODE, s, NULL) == TT_ID_VALID;
}

static void add_word(tt_profile *p, tt_str s)
{
    if (p->n_words > TT_PROFILE_WORDS)
        return;
    for (size_t i = 0; i < p->n_words; i++)
        if (tt_str_is(s, p->words[i]))
            return;
    if (p->n_words < TT_PROFILE_WORDS && s.n < TT_PROFILE_WORD)
        memcpy(p->words[p->n_words], s.p, s.n);
    p->n_words = s.n < TT_PROFILE_WORD ? (uint8_t)(p->n_words + 1) : TT_PROFILE_WORDS + 1;
}

void tt_profile_add(tt_profile *p, tt_str cell)
{
    tt_str s = tt_str_trim(cell);
    if (s.n == 0) {
        p->empty++;
        return;
    }
    for (size_t i = 0; s.n < 8 && i < TT_LEN(unknown_words); i++) {
        if (tt_str_is(s, unknown_words[i])) {
            p->unknown |= 1u << i;
            p->empty++;
            return;
        }
    }
    p->n++;
    add_number(p, s);
    add_whole(p, s);
    add_date(p, s);
    add_code(p, s);
    add_word(p, s);
}

/* --- what follows --- */

bool tt_profile_mostly(const tt_profile *p, uint64_t count, unsigned percent)
{
    return p->n > 0 && count * 100 >= p->n * percent;
}

const char *tt_profile_date(const tt_profile *p, bool days_too, bool *ambiguous)
{
    size_t best = SIZE_MAX;
    *ambiguous = false;
    if (p->n == 0)
        return NULL;
    for (size_t k = 0; k < TT_LEN(patterns); k++) {
        if (!tt_profile_mostly(p, p->n - TT_MIN(p->n, p->date_miss[k]), 90))
            continue;
        if (best == SIZE_MAX || p->date_miss[k] < p->date_miss[best])
            best = k;
        else if (patterns[k].twin && best + 1 == k && p->date_miss[k] == p->date_miss[best])
            *ambiguous = true;
    }
    if (best != SIZE_MAX)
        return patterns[best].text;
    if (days_too && tt_profile_mostly(p, p->days, 98))
        return "days since 1899-12-30"; /* what spreadsheets count */
    if (days_too && tt_profile_mostly(p, p->seconds, 98))
        return "seconds since 1970-01-01";
    return NULL;
}

bool tt_profile_is_enum(const tt_profile *p, const tt_field *field)
{
    tt_decoder d = tt_decoder_of(field);
    tt_value v;
    if (p->n == 0 || p->n_words > TT_PROFILE_WORDS)
        return false;
    for (size_t i = 0; i < p->n_words; i++)
        if (tt_decode(&d, tt_str_of(p->words[i]), TT_CCY_NONE, &v) != TT_REASON_NONE)
            return false;
    return true;
}

const char *tt_profile_looks(const tt_profile *p)
{
    bool ambiguous;
    const struct {
        uint64_t count;
        const char *what;
    } kinds[] = {{p->iban, "IBANs"},        {p->container, "container numbers"},
                 {p->ccy, "currencies"},    {p->locode, "UN/LOCODEs"},
                 {p->country, "countries"}, {p->unit, "units"},
                 {p->hs, "HS codes"},       {p->whole, "whole numbers"},
                 {p->point, "numbers"},     {p->comma, "numbers"}};
    if (p->n == 0)
        return "nothing: all are empty";
    if (tt_profile_date(p, false, &ambiguous))
        return "dates";
    for (size_t i = 0; i < TT_LEN(kinds); i++)
        if (tt_profile_mostly(p, kinds[i].count, 95))
            return kinds[i].what;
    return NULL;
}
