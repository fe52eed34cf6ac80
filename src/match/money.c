/*
 * money.c - whether an amount pays another: to the cent, less charges, less a discount, at the rate
 * of the day, or a usual part of it.
 */
#include "match/lane.h"

#include <math.h>

static int64_t minor_per_major(tt_ccy ccy)
{
    int64_t n = 1;
    for (unsigned i = 0; i < tt_ccy_exponent(ccy); i++)
        n *= 10;
    return n;
}

int64_t tt_charge_most(const tt_lane *l, tt_money m, tt_date day)
{
    tt_ccy usd = tt_ccy_pack("USD", 2);
    int64_t most = (int64_t)l->param[TT_MATCH_CHARGE_MOST];
    tt_money usd_base, base;
    if (m.ccy != usd && tt_data_convert(l->d, (tt_money){most * 100, usd}, day, &usd_base) &&
        tt_data_convert(l->d, m, day, &base) && base.minor > 0) {
        double minor = (double)usd_base.minor * ((double)m.minor / (double)base.minor);
        return minor < 9e15 ? (int64_t)minor : 0;
    }
    return most * minor_per_major(m.ccy);
}

/* Equal amounts say the less the rounder they are. */
static int32_t exact_bits(const tt_lane *l, tt_money m)
{
    int64_t major = m.minor / minor_per_major(m.ccy);
    int32_t bits = l->w[TT_MATCH_W_EXACT];
    if (major * minor_per_major(m.ccy) != m.minor)
        return bits;
    for (; major && major % 10 == 0; major /= 10)
        bits -= l->w[TT_MATCH_W_ROUND];
    return TT_MAX(bits, l->w[TT_MATCH_W_EXACT_LEAST]);
}

int32_t tt_money_exact_bits(const tt_lane *l, tt_money m)
{
    return exact_bits(l, m);
}

/* A discount of whole percents, and perhaps charges. */
static bool is_percent(int64_t paid, int64_t due, int64_t charge, int64_t five)
{
    for (int i = 1; i <= 5; i++) {
        double less = (double)due * (100 - i) / 100 - (double)paid;
        int64_t cut = (int64_t)llround(less);
        if (fabs(less) <= 1.01 || (cut > 0 && cut <= charge && cut % five == 0))
            return true;
    }
    return false;
}

/* A whole amount `due` of which `paid` came. */
static int32_t
whole_bits(const tt_lane *l, tt_money paid, int64_t due, int64_t charge, const char **what)
{
    int64_t less = due - paid.minor, five = 5 * minor_per_major(paid.ccy);
    double share = (double)less / (double)due;
    if (less >= -1 && less <= 1) {
        *what = "amount";
        return exact_bits(l, paid);
    }
    if (less > 0 && less <= charge && share <= 0.1) {
        *what = "amount less charges";
        return l->w[less % five == 0 ? TT_MATCH_W_CHARGE : TT_MATCH_W_SMALL_CHARGE];
    }
    *what = "amount, nearly";
    if (less > 0 && is_percent(paid.minor, due, charge, five))
        return l->w[TT_MATCH_W_PERCENT];
    if (fabs(share) <= 0.005)
        return l->w[TT_MATCH_W_HALF_PERCENT];
    if (less > 0 && share <= l->param[TT_MATCH_DISCOUNT_MOST])
        return l->w[TT_MATCH_W_DISCOUNT];
    return l->w[TT_MATCH_W_UNEXPLAINED];
}

/* A usual part; 0 = none. */
static int32_t part_bits(const tt_lane *l, tt_money paid, int64_t due, int64_t charge)
{
    static const int per_60[] = {30, 18, 42, 24, 15, 12, 6,  36, 48, 54,
                                 45, 20, 40, 21, 39, 9,  27, 33, 51};
    int64_t five = 5 * minor_per_major(paid.ccy);
    for (size_t i = 0; i < TT_LEN(per_60); i++) {
        double want = (double)due * per_60[i] / 60;
        double less = want - (double)paid.minor;
        if (fabs(less) <= 1.5)
            return exact_bits(l, paid) + l->w[TT_MATCH_W_FRACTION];
        int64_t cut = (int64_t)llround(less);
        if (cut > 0 && cut <= charge && cut % five == 0 && less <= 0.05 * want)
            return l->w[TT_MATCH_W_CHARGE] + l->w[TT_MATCH_W_FRACTION];
    }
    return 0;
}

static int32_t share_of(double part, double whole)
{
    double s = part / whole * TT_WHOLE;
    return s > 4.0 * TT_WHOLE ? 4 * TT_WHOLE : s < 0 ? 0 : (int32_t)llround(s);
}

static tt_fit fit_same(const tt_lane *l, tt_money paid, int64_t due, tt_date day, bool whole)
{
    int64_t charge = tt_charge_most(l, paid, day);
    tt_fit f = {.share = TT_WHOLE};
    f.bits = whole_bits(l, paid, due, charge, &f.what);
    if (f.bits != l->w[TT_MATCH_W_UNEXPLAINED])
        return f;
    f.share = TT_MIN(share_of((double)paid.minor, (double)due), TT_WHOLE);
    f.what = NULL;
    int32_t part = whole || paid.minor >= due ? 0 : part_bits(l, paid, due, charge);
    if (part > 0)
        f = (tt_fit){part, f.share, "part of the amount"};
    return f;
}

static tt_fit fit_rate(const tt_lane *l, tt_money paid, tt_money due, tt_date day)
{
    static const struct {
        double within;
        int weight;
    } rates[] = {
        {0.006, TT_MATCH_W_RATE_CLOSE}, {0.018, TT_MATCH_W_RATE_NEAR}, {0.03, TT_MATCH_W_RATE_FAR}};
    tt_money a, b;
    if (!tt_data_convert(l->d, paid, day, &a) || !tt_data_convert(l->d, due, day, &b) ||
        b.minor <= 0)
        return (tt_fit){0, TT_UNKNOWN, NULL};
    double off = fabs((double)a.minor / (double)b.minor - 1);
    for (size_t i = 0; i < TT_LEN(rates); i++)
        if (off <= rates[i].within)
            return (tt_fit){l->w[rates[i].weight], TT_WHOLE, "amount at the rate of the day"};
    return (tt_fit){l->w[TT_MATCH_W_UNEXPLAINED],
                    TT_MIN(share_of((double)a.minor, (double)b.minor), TT_WHOLE), NULL};
}

tt_fit tt_fit_money(const tt_lane *l, const tt_payment *p, tt_money paid, tt_money due, bool whole)
{
    tt_fit best = {0, TT_UNKNOWN, NULL};
    tt_money ways[3] = {paid, {TT_NO_NUM, TT_CCY_NONE}, {TT_NO_NUM, TT_CCY_NONE}};
    if (paid.minor == TT_NO_NUM || due.minor == TT_NO_NUM || due.minor <= 0)
        return best;
    if (paid.minor == p->amount.minor) { /* what was ordered; what the bank says it took */
        ways[1] = p->instructed;
        ways[2] = paid;
        if (p->charges.minor == TT_NO_NUM || !tt_money_add(&ways[2], p->charges))
            ways[2].minor = TT_NO_NUM;
    }
    best.bits = INT32_MIN;
    tt_date day = p->head.date.day;
    for (size_t i = 0; i < TT_LEN(ways); i++) {
        if (ways[i].minor == TT_NO_NUM || ways[i].minor <= 0)
            continue;
        tt_fit f = tt_money_same_ccy(ways[i], due) ? fit_same(l, ways[i], due.minor, day, whole)
                                                   : fit_rate(l, ways[i], due, day);
        if (f.bits > best.bits)
            best = f;
    }
    return best.bits == INT32_MIN ? (tt_fit){0, TT_UNKNOWN, NULL} : best;
}
