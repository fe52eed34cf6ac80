/*
 * references.c - how payments say what they are for: by habit of the payer, sometimes wrongly.
 */
#include "simulate/parts.h"

tt_str sim_spoil_number(sim_world *w, tt_str number)
{
    tt_rng *r = &w->rng;
    size_t half = number.n / 2;
    if (number.n == 0)
        return number;
    if (sim_chance(r, 600000)) /* half of it: the last digits */
        return sim_textf(w, w->daily, "%.*s", (int)(number.n - half), number.p + half);
    return sim_mistype(w, r, number);
}

/* All numbers in one text, the way this payer joins them. */
static tt_str joined(sim_world *w, const sim_relation *rel, const tt_str *number, uint32_t n)
{
    static const char *const between[] = {", ", " + ", " AND ", "/ ", " "};
    const char *gap = between[rel->taste % TT_LEN(between)];
    tt_str out = number[0];
    for (uint32_t i = 1; i < n; i++)
        out = sim_textf(w, w->daily, "%.*s%s%.*s", TT_STR_ARG(out), gap, TT_STR_ARG(number[i]));
    return out;
}

static tt_str vague_text(sim_world *w, const sim_relation *rel)
{
    static const char *const texts[] = {"PAYMENT FOR GOODS",
                                        "TT PAYMENT",
                                        "AS PER CONTRACT",
                                        "BALANCE PAYMENT",
                                        "GOODS",
                                        "SETTLEMENT",
                                        "TRADE PAYMENT",
                                        ""};
    uint32_t i = sim_below(&w->rng, TT_LEN(texts));
    if (i == 2)
        return sim_textf(w, w->daily, "%s %u", texts[i], (uint32_t)(rel->taste >> 20) % 900 + 100);
    return tt_str_of(texts[i]);
}

static tt_str worded(sim_world *w, const sim_relation *rel, tt_str all)
{
    static const char *const before[] = {"INV ", "INVOICE NO. ", "/RFB/",    "PAYMENT OF INVOICE ",
                                         "",     "PMT ",         "COMM INV "};
    static const char *const after[] = {"", " GOODS", "", " DD", " THANK YOU", "", " T/T"};
    uint64_t own = rel->taste >> 12;
    return sim_textf(w, w->daily, "%s%.*s%s", before[own % TT_LEN(before)], TT_STR_ARG(all),
                     after[(own >> 8) % TT_LEN(after)]);
}

void sim_refer(sim_world *w, const sim_relation *rel, const tt_str *number, uint32_t n, bool good,
               tt_str *column, tt_str *text)
{
    tt_str shown[SIM_PAID_AT_ONCE];
    for (uint32_t i = 0; i < n; i++) {
        column[i] = (tt_str){NULL, 0};
        shown[i] = number[i];
    }
    *text = vague_text(w, rel);
    if (!good) {
        if (sim_chance(&w->rng, 600000))
            return; /* nothing at all */
        shown[0] = sim_spoil_number(w, number[0]);
        n = 1; /* whoever is careless names one */
    }
    bool in_column = rel->habit < 4, in_text = rel->habit >= 2;
    for (uint32_t i = 0; in_column && i < n; i++)
        column[i] = shown[i];
    if (in_text)
        *text = worded(w, rel, joined(w, rel, shown, n));
}
