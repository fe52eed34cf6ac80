/* words.c - values for people. */
#include "report/words.h"

#include <math.h>

#include "base/str.h"
#include "refdata/refdata.h"

/* A comma between each three digits before the point; text starts with an optional '-'. */
static void add_grouped(tt_buf *b, tt_str text)
{
    size_t i = text.n && text.p[0] == '-' ? 1 : 0;
    size_t point = tt_str_find(text, TT_STR("."), 0);
    size_t end = point == SIZE_MAX ? text.n : point;

    tt_buf_add(b, tt_str_sub(text, 0, i));
    for (; i < end; i++) {
        tt_buf_add_c(b, text.p[i]);
        if (i + 1 < end && (end - i - 1) % 3 == 0)
            tt_buf_add_c(b, ',');
    }
    tt_buf_add(b, tt_str_sub(text, end, text.n));
}

void tt_words_money(tt_buf *b, tt_money m)
{
    char ccy[4], text[TT_NUM_TEXT];
    if (m.minor == TT_NO_NUM) {
        tt_buf_add_z(b, "unknown");
        return;
    }
    tt_ccy_text(m.ccy, ccy);
    tt_buf_addf(b, "%s ", ccy);
    add_grouped(b, (tt_str){text, tt_money_amount_text(m, text)});
}

/* "1.23 M" of a number of units; |units| is cut to three digits. */
static void add_short(tt_buf *b, uint64_t units)
{
    static const char *const names[] = {"", " k", " M", " bn", " tn", " qd", " qt"};
    uint64_t scale = 1, part, rest;
    size_t i = 0;
    while (i + 1 < TT_LEN(names) && units / scale >= 1000) {
        scale *= 1000;
        i++;
    }
    unsigned decimals = scale == 1 || units / scale >= 100 ? 0 : units / scale >= 10 ? 1 : 2;
    for (unsigned k = 0; k < decimals; k++)
        scale /= 10;
    part = units / scale;
    rest = units % scale;
    part += rest >= scale - rest ? 1 : 0; /* half up */
    if (part == 1000 && decimals == 0 && i + 1 < TT_LEN(names)) {
        part = 100;
        decimals = 2;
        i++;
    }
    tt_buf_addf(b, "%llu",
                (unsigned long long)(decimals == 2   ? part / 100
                                     : decimals == 1 ? part / 10
                                                     : part));
    if (decimals == 2)
        tt_buf_addf(b, ".%02llu", (unsigned long long)(part % 100));
    else if (decimals == 1)
        tt_buf_addf(b, ".%llu", (unsigned long long)(part % 10));
    tt_buf_add_z(b, names[i]);
}

void tt_words_money_short(tt_buf *b, tt_money m)
{
    char ccy[4];
    if (m.minor == TT_NO_NUM) {
        tt_buf_add_z(b, "unknown");
        return;
    }
    uint64_t minor = m.minor < 0 ? (uint64_t)0 - (uint64_t)m.minor : (uint64_t)m.minor;
    uint64_t one = 1;
    for (unsigned i = 0; i < tt_ccy_exponent(m.ccy); i++)
        one *= 10;
    tt_ccy_text(m.ccy, ccy);
    tt_buf_addf(b, "%s %s", ccy, m.minor < 0 ? "-" : "");
    add_short(b, minor / one + (minor % one >= one - minor % one ? 1 : 0));
}

void tt_words_count(tt_buf *b, uint64_t n)
{
    char text[TT_NUM_TEXT];
    add_grouped(b, (tt_str){text, tt_u64_text(n, text)});
}

void tt_words_counted(tt_buf *b, uint64_t n, const char *word)
{
    size_t len = strlen(word);
    bool y = n != 1 && len && word[len - 1] == 'y';
    tt_words_count(b, n);
    tt_buf_add_c(b, ' ');
    tt_buf_add(b, (tt_str){word, y ? len - 1 : len});
    tt_buf_add_z(b, n == 1 ? "" : y ? "ies" : "s");
}

static tt_str without_zeros(tt_str s)
{
    if (tt_str_find(s, TT_STR("."), 0) == SIZE_MAX)
        return s;
    while (s.n && s.p[s.n - 1] == '0')
        s.n--;
    if (s.n && s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

void tt_words_number(tt_buf *b, double v)
{
    char text[TT_NUM_TEXT];
    double size = fabs(v);
    if (!isfinite(v)) {
        tt_buf_add_z(b, "unknown");
        return;
    }
    size_t n = tt_double_text(v, size >= 100 ? 2 : size >= 0.01 ? 4 : 6, text);
    add_grouped(b, without_zeros((tt_str){text, n}));
}

void tt_words_p_value(tt_buf *b, double p)
{
    if (p < 0.000001)
        tt_buf_add_z(b, "below 0.000001");
    else
        tt_words_number(b, p);
}

void tt_words_fixed(tt_buf *b, double v, unsigned decimals)
{
    char text[TT_NUM_TEXT];
    if (!isfinite(v)) {
        tt_buf_add_z(b, "unknown");
        return;
    }
    tt_buf_add(b, (tt_str){text, tt_double_text(v, decimals, text)});
}

void tt_words_dec(tt_buf *b, int64_t v)
{
    char text[TT_NUM_TEXT];
    if (v == TT_NO_NUM)
        tt_buf_add_z(b, "unknown");
    else
        add_grouped(b, (tt_str){text, tt_dec_text(v, 6, text)});
}

void tt_words_date(tt_buf *b, tt_date d)
{
    char text[TT_NUM_TEXT];
    size_t n = tt_date_text(d, text);
    tt_buf_add(b, n ? (tt_str){text, n} : TT_STR("no date"));
}

void tt_words_period(tt_buf *b, tt_date from, tt_date to)
{
    tt_words_date(b, from);
    if (from == to)
        return;
    tt_buf_add_z(b, " to ");
    tt_words_date(b, to);
}

void tt_words_range(tt_buf *b, double low, double high)
{
    if (isnan(low) && isnan(high))
        return;
    if (isnan(low))
        tt_buf_add_z(b, "at most ");
    else
        tt_words_number(b, low);
    if (!isnan(low))
        tt_buf_add_z(b, isnan(high) ? " or more" : " to ");
    if (!isnan(high))
        tt_words_number(b, high);
}

void tt_words_measure(tt_buf *b, const tt_measure *m)
{
    tt_buf_addf(b, "%s ", m->name);
    if (m->is_money)
        tt_words_money(b, m->money);
    else
        tt_words_number(b, m->value);
    if (!m->is_money && !tt_str_is(tt_str_of(m->unit), "1"))
        tt_buf_addf(b, " %s", m->unit);
    if (!isnan(m->low) || !isnan(m->high)) {
        tt_buf_add_z(b, ", expected ");
        tt_words_range(b, m->low, m->high);
    }
    if (m->peers) {
        tt_buf_add_z(b, " from ");
        tt_words_counted(b, m->peers, "peer");
    }
}

/* --- what nobody sees --- */

static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x0000, 0x0008}, {0x000B, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},   {0x061C, 0x061C},
    {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
};

bool tt_words_is_hidden(uint32_t cp)
{
    for (size_t i = 0; i < TT_LEN(hidden); i++)
        if (cp >= hidden[i].first && cp <= hidden[i].last)
            return true;
    return false;
}

void tt_words_visible(tt_buf *b, tt_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t cp = tt_utf8_next(s, &i);
        if (tt_words_is_hidden(cp))
            tt_buf_addf(b, "[U+%04X]", (unsigned)cp);
        else if (cp == 0xFFFD)
            tt_buf_add(b, TT_STR("\xEF\xBF\xBD")); /* also for bytes that are no UTF-8 */
        else
            tt_buf_add(b, tt_str_sub(s, at, i - at));
    }
}

/* --- codes --- */

const char *tt_words_country(tt_country c)
{
    return c == TT_COUNTRY_NONE ? "country unknown" : tt_country_name(c);
}

const char *tt_words_entity_type(tt_entity_type t)
{
    switch (t) {
    case TT_ENTITY_UNKNOWN:
        return "type unknown";
    case TT_ENTITY_PUBLIC_BODY:
        return "public body";
    default:
        return tt_entity_type_text(t);
    }
}

const char *tt_words_outcome(tt_outcome o)
{
    switch (o) {
    case TT_TEST_NOT_EXPLAINED:
        return "does not explain it";
    case TT_TEST_WEAKENED:
        return "explains part of it";
    default:
        return "could not be tested";
    }
}

const char *tt_words_direction(tt_direction d)
{
    switch (d) {
    case TT_SHIFT_TO_EXPORTER:
        return " to the exporter";
    case TT_SHIFT_TO_IMPORTER:
        return " to the importer";
    default:
        return "";
    }
}

void tt_words_disposition(tt_buf *b, const tt_decided *d)
{
    tt_buf_add_z(b, tt_said_text(d->said));
    if (d->who.n)
        tt_buf_addf(b, " by %.*s", TT_STR_ARG(d->who));
    if (d->when.day != TT_NO_DATE) {
        tt_buf_add_z(b, " on ");
        tt_words_date(b, d->when.day);
    }
    if (d->why.n)
        tt_buf_addf(b, ": %.*s", TT_STR_ARG(d->why));
}
