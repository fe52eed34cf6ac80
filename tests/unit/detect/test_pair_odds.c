/*
 * What a relation has is held against what all others have: values by hand, properties, and a slow
 * twin on random relations.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "detect/common/pair_odds.h"

#include <math.h>

enum { ENTITIES = 9, MOST = ENTITIES * ENTITIES };

static const tt_pair_rules rules = {.shared = 0.7,
                                    .exclusive = 0.5,
                                    .share = 0.9,
                                    .fresh = 0.3,
                                    .fresh_days = 90,
                                    .old = -0.4,
                                    .old_days = 400};

struct world {
    tt_data d;
    tt_pair v[MOST];
    int64_t sold[ENTITIES + 1], bought[ENTITIES + 1];
    tt_ix group[ENTITIES + 1];
    tt_pairs pairs;
};

/* Relations are added by (seller, buyer). */
static void add(struct world *w, tt_ix seller, tt_ix buyer, uint32_t n, int64_t value,
                tt_date first, tt_date last)
{
    w->v[w->pairs.n++] = (tt_pair){seller, buyer, n, value, first, last};
    w->sold[seller] += value;
    w->bought[buyer] += value;
}

static tt_pair_odds begin(struct world *w)
{
    tt_pair_odds o;
    w->pairs.v = w->v;
    w->pairs.sold = w->sold;
    w->pairs.bought = w->bought;
    for (tt_ix e = 1; e <= ENTITIES; e++)
        w->group[e] = w->group[e] ? w->group[e] : e;
    tt_pair_odds_begin(&o, &w->d, &w->pairs, w->group, &rules);
    return o;
}

static void each_trait_has_its_worth(void **state)
{
    TT_UNUSED(state);
    struct world w = {.d = {.from = 1000}};
    add(&w, 1, 2, 2, 100, 1100, 1500); /* old: 400 days; all of 1's trade, not of 2's */
    add(&w, 3, 2, 2, 900, 1090, 1179); /* 89 days, 90 after the first: fresh; nine tenths of 2's */
    add(&w, 4, 5, 1, 500, 1089, 1100); /* one deal is not exclusive; 89 days: not known */
    add(&w, 6, 7, 3, 800, 1100, 1200); /* shares an attribute; all of both's trade */
    w.group[7] = 6;
    w.group[9] = w.group[8] = 8;
    tt_pair_odds o = begin(&w);
    assert_near(tt_pair_odds_alone(&o, 1, 2), -0.4, 1e-12);
    assert_near(tt_pair_odds_alone(&o, 3, 2), 0.5 + 0.3, 1e-12);
    assert_near(tt_pair_odds_alone(&o, 4, 5), 0, 0);
    assert_near(tt_pair_odds_alone(&o, 6, 7), 0.7 + 0.5, 1e-12);
    assert_near(tt_pair_odds_alone(&o, 2, 1), 0, 0);   /* the other way they never traded */
    assert_near(tt_pair_odds_alone(&o, 8, 9), 0.7, 0); /* nor these, who share something */
    double others = (pow(10, -0.4) + pow(10, 0.8) + 1) / 3;
    assert_near(tt_pair_odds_of(&o, 6, 7), 1.2 - log10(others), 1e-8);
    assert_near(tt_pair_odds_of(&o, 1, 2), -0.4,
                1e-12); /* what clears is not held against others */
    w.d.from = TT_NO_DATE;
    assert_near(tt_pair_odds_alone(&o, 3, 2), 0.5, 1e-12);
}

static void what_all_have_adds_nothing(void **state)
{
    TT_UNUSED(state);
    struct world w = {.d = {.from = 0}};
    for (tt_ix e = 1; e + 1 <= ENTITIES; e += 2)
        add(&w, e, e + 1, 2, 100, 500, 520); /* all exclusive, all fresh */
    tt_pair_odds o = begin(&w);
    assert_near(tt_pair_odds_alone(&o, 1, 2), 0.8, 1e-12);
    assert_near(tt_pair_odds_of(&o, 1, 2), 0, 1e-9);
    struct world one = {.d = {.from = 0}};
    add(&one, 1, 2, 2, 100, 500, 520);
    o = begin(&one);
    assert_near(tt_pair_odds_of(&o, 1, 2), 0, 0); /* there is no other */
}

/* The formula of the header, relation by relation. */
static double by_hand(const tt_pair_odds *o, const struct world *w, tt_ix seller, tt_ix buyer)
{
    double sum = 0, n = 0, b = tt_pair_odds_alone(o, seller, buyer);
    for (size_t i = 0; i < w->pairs.n; i++)
        if (w->v[i].seller != seller || w->v[i].buyer != buyer) {
            sum += pow(10, tt_pair_odds_alone(o, w->v[i].seller, w->v[i].buyer));
            n++;
        }
    if (n < 1)
        return 0;
    return b > 0 ? fmin(b, fmax(0, b - log10(sum / n))) : b;
}

static void random_relations_are_weighed_as_by_hand(void **state)
{
    TT_UNUSED(state);
    size_t positive = 0, negative = 0, none = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct world w = {.d = {.from = 0}};
        tt_rng r;
        tt_rng_init(&r, seed, "odds");
        for (tt_ix s = 1; s <= ENTITIES; s++) {
            w.group[s] = 1 + (tt_ix)tt_rng_below(&r, ENTITIES);
            for (tt_ix b = 1; b <= ENTITIES; b++) {
                tt_date first = (tt_date)tt_rng_below(&r, 200);
                if (s != b && tt_rng_below(&r, 6) == 0)
                    add(&w, s, b, 1 + (uint32_t)tt_rng_below(&r, 3),
                        1 + (int64_t)tt_rng_below(&r, 1000), first,
                        first + (tt_date)tt_rng_below(&r, 500));
            }
        }
        tt_pair_odds o = begin(&w);
        for (tt_ix s = 1; s <= ENTITIES; s++)
            for (tt_ix b = 1; b <= ENTITIES; b++) {
                double x = tt_pair_odds_of(&o, s, b);
                assert_near(x, by_hand(&o, &w, s, b), 1e-8);
                assert_true(x <= fmax(0, tt_pair_odds_alone(&o, s, b)) + 1e-9);
                positive += x > 0;
                negative += x < 0;
                none += x <= 0 && x >= 0;
            }
    }
    assert_true(positive > 100 && negative > 100 && none > 100);
}

TT_TEST_MAIN("detect/pair_odds", TT_TEST(each_trait_has_its_worth),
             TT_TEST(what_all_have_adds_nothing), TT_TEST(random_relations_are_weighed_as_by_hand))
