/* score.c - evidence of one document and one target: numbers, parties, dates, codes and words. */
#include "match/lane.h"

#include "base/str.h"

#include <math.h>

/* --- numbers --- */

static uint64_t power10(uint32_t n)
{
    uint64_t p = 1;
    while (n--)
        p *= 10;
    return p;
}

/* One digit wrong, missing, or two in turn; the first digits are the same number of places. */
static bool is_one_edit(tt_digits a, tt_digits b)
{
    if (a.n < 5 || b.n < 5 || a.n > 17 || b.n > 17)
        return false;
    if (a.n == b.n) {
        uint32_t n = 0, first = 0, last = 0;
        uint64_t x = a.value, y = b.value, px = 0, py = 0;
        for (uint32_t i = 0; i < a.n; i++, x /= 10, y /= 10)
            if (x % 10 != y % 10) {
                first = n++ ? first : i;
                last = i;
            }
        if (n != 2 || last != first + 1)
            return n == 1;
        px = a.value / power10(first) % 100;
        py = b.value / power10(first) % 100;
        return px / 10 == py % 10 && px % 10 == py / 10;
    }
    tt_digits l = a.n > b.n ? a : b, s = a.n > b.n ? b : a;
    if (l.n != s.n + 1)
        return false;
    for (uint32_t i = 0; i < l.n; i++) { /* without its digit i */
        uint64_t p = power10(i);
        if (l.value / (p * 10) * p + l.value % p == s.value)
            return true;
    }
    return false;
}

/* How one number that is written fits the number of a target; the parameter of its weight. */
static int digits_level(tt_digits token, const tt_item *to)
{
    if (token.n < 5)
        return token.n <= to->number.n && to->number.value % power10(token.n) == token.value
                   ? TT_MATCH_W_TAIL
                   : -1;
    if (token.n == to->number.n && token.value == to->number.value)
        return TT_MATCH_W_DIGITS;
    if (token.n == to->order.n && token.value == to->order.value)
        return TT_MATCH_W_ORDER;
    if (to->number.n >= 5 && token.value % 100000 == to->number.value % 100000)
        return TT_MATCH_W_LAST5;
    return is_one_edit(token, to->number) ? TT_MATCH_W_ONE_EDIT : -1;
}

static const char *level_text(int level)
{
    switch (level) {
    case TT_MATCH_W_DIGITS:
        return "digits of the number";
    case TT_MATCH_W_ORDER:
        return "order number";
    case TT_MATCH_W_LAST5:
    case TT_MATCH_W_TAIL:
        return "last digits of the number";
    default:
        return "number but for one digit";
    }
}

static const tt_named *named_by(const tt_lane *l, tt_ix doc, tt_ix to)
{
    for (uint32_t i = l->first_named[doc]; i < l->first_named[doc + 1]; i++)
        if (l->named.v[i].to == to)
            return &l->named.v[i];
    return NULL;
}

static const tt_named *strange_by(const tt_lane *l, tt_ix doc, tt_ix to)
{
    for (uint32_t i = l->first_strange[doc]; i < l->first_strange[doc + 1]; i++)
        if (l->strange.v[i].to == to)
            return &l->strange.v[i];
    return NULL;
}

static void score_number(const tt_lane *l, const tt_item *doc, tt_ix ix, tt_cand *c)
{
    const tt_item *to = &l->tos[c->to];
    c->number = 0;
    c->key = NULL;
    c->named = named_by(l, ix, c->to);
    if (c->named) {
        c->number = l->w[TT_MATCH_W_NUMBER];
        c->key = tt_ref_key_text(c->named->key);
        return;
    }
    const tt_named *strange = strange_by(l, ix, c->to);
    c->strange = strange;
    if (strange) {
        c->number = l->w[TT_MATCH_W_NUMBER];
        c->key = tt_ref_key_text(strange->key);
    } else if (doc->transport && doc->transport == to->transport) {
        c->number = l->w[TT_MATCH_W_ORDER];
        c->key = "transport document in common";
    }
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        tt_digits token = l->items->tokens.v[doc->first_token + i];
        int level = digits_level(token, to);
        int32_t bits = level < 0 ? 0 : l->w[level];
        if (level == TT_MATCH_W_TAIL)
            bits *= (int32_t)token.n;
        if (bits > c->number) {
            c->number = bits;
            c->key = level_text(level);
        }
    }
    if (!c->number && l->first_named[ix] < l->first_named[ix + 1])
        c->number = l->w[TT_MATCH_W_OTHER_NAMED];
}

/* --- parties --- */

static bool is_same(tt_ix a, tt_ix b)
{
    return a && a == b;
}

static void score_parties(const tt_lane *l, const tt_item *doc, tt_cand *c)
{
    tt_ix ends[2];
    const tt_item *to = &l->tos[c->to];
    tt_lane_ends(l, to, ends);
    bool from = is_same(doc->from, ends[0]);
    bool at = is_same(doc->to, ends[1]) || is_same(doc->also, ends[1]) ||
              is_same(doc->to, to->also) || is_same(doc->also, to->also);
    bool back = is_same(doc->from, ends[1]) && is_same(doc->to, ends[0]) && !from && !at;
    c->back = back && l->spec->money;
    c->party = l->w[from || c->back ? TT_MATCH_W_FROM : TT_MATCH_W_FROM_OTHER] +
               l->w[at || c->back ? TT_MATCH_W_TO : TT_MATCH_W_TO_OTHER];
    c->fits = from || at || back;
}

/* --- dates --- */

static int by_relation(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static const tt_habit *habit_of(const tt_lane *l, uint64_t relation)
{
    size_t low = 0, high = l->n_habits;
    TT_BISECT(size_t, low, high, mid, by_relation(l->habits[mid].relation, relation) < 0);
    return low < l->n_habits && l->habits[low].relation == relation ? &l->habits[low] : NULL;
}

tt_date tt_lane_start(const tt_lane *l, const tt_item *to)
{
    return l->from_due && to->due != TT_NO_DATE ? to->due : to->day;
}

/* log2 of the normal density over a flat one on the window. */
static void score_date(const tt_lane *l, const tt_item *doc, tt_cand *c)
{
    const tt_item *to = &l->tos[c->to];
    tt_date start = tt_lane_start(l, to);
    c->date = 0;
    if (doc->day == TT_NO_DATE || start == TT_NO_DATE)
        return;
    const tt_habit *h = habit_of(l, tt_relation(to->from, to->to));
    double lag = h ? (double)h->lag : l->lag, spread = h ? (double)h->spread : l->spread;
    double off = ((double)doc->day - start - lag) / spread;
    double width = l->spec->before + l->spec->after;
    double bits = log2(width / (spread * 2.5066282746310002)) - off * off / 2 * 1.4426950408889634;
    int32_t least = l->w[TT_MATCH_W_DATE_LEAST];
    c->date = bits * 100 < least ? least : (int32_t)lround(bits * 100);
}

/* --- goods --- */

/* The worst of the document's codes against the best of the target's for each. */
static int32_t score_codes(const tt_lane *l, const tt_item *doc, const tt_item *to)
{
    int32_t worst = l->w[TT_MATCH_W_HS6];
    if (!doc->n_hs || !to->n_hs)
        return 0;
    for (size_t i = 0; i < doc->n_hs; i++) {
        int32_t best = l->w[TT_MATCH_W_HS_OTHER];
        for (size_t k = 0; k < to->n_hs; k++) {
            tt_hs a = doc->hs[i], b = to->hs[k];
            unsigned n = TT_MIN(tt_hs_digits(a), tt_hs_digits(b));
            int32_t bits = best;
            if (tt_hs_prefix(a, n) == tt_hs_prefix(b, n))
                bits = n >= 6 ? l->w[TT_MATCH_W_HS6] : n >= 4 ? l->w[TT_MATCH_W_HS4] : 0;
            else if (tt_hs_prefix(a, 4) == tt_hs_prefix(b, 4))
                bits = l->w[TT_MATCH_W_HS4];
            else if (tt_hs_chapter(a) == tt_hs_chapter(b))
                bits = 0;
            best = TT_MAX(best, bits);
        }
        worst = TT_MIN(worst, best);
    }
    return worst;
}

void tt_cand_score(const tt_lane *l, tt_ix doc, tt_cand *c)
{
    const tt_item *it = &l->docs[doc];
    c->goods = c->lines = 0;
    score_number(l, it, doc, c);
    score_parties(l, it, c);
    score_date(l, it, c);
    if (l->spec->money)
        return;
    c->lines = tt_lines_bits(l, doc, c->to);
    int32_t same = score_codes(l, it, &l->tos[c->to]) + tt_words_bits(l, doc, c->to);
    c->goods = same + c->lines;
    c->lines += TT_MAX(same, 0) / 2; /* goods of a sort are found on other documents as well */
}
