/*
 * Names that are sought among others: found in other spellings, once for each two, whatever the
 * order they come in; names that say little are like nobody.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "detect/common/spelt.h"

static const struct {
    const char *name;
    uint32_t of;
    bool sought;
} rows[] = {
    {"Golden Lotus Timber Company Limited", 1, true},
    {"Sergei Konstantinovich Beliaev", 2, true},
    {"Kilimanjaro Ivory Carvings", 3, true},
    {"Trading Company Ltd", 4, true}, /* says nothing */
    {"Golden Lotus Timber Co., Ltd.", 11, false},
    {"GOLDEN LOTUS TIMBER CO LTD", 12, false},
    {"Timber Golden Lotus Ltd", 13, false},      /* another order */
    {"Kilimanjaro Ivory Karvings", 14, false},   /* a letter */
    {"Сергей Константинович Беляев", 15, false}, /* other letters are near */
    {"Trading Company Ltd", 16, false},
    {"Silver Lotus Timber Co Ltd", 17, false}, /* another word */
    {"Golden Lotus Timber 2 Ltd", 18, false},  /* another number of a series */
    {"Sunrise Export House 7", 5, true},
    {"Sunrise Export House 9", 19, false},
    {"Kilimanjaro Ivory Carvings", 20, false},
    {"Kilimanjaro Ivory Carvings", 21, false},
    {"Kilimanjaro Ivory Carvings", 14, false}, /* the party of the row above, as it is sought */
};

struct found {
    const tt_spelt *v;
    size_t n;
};

/* The rows in the order of `at`. */
static struct found find(const size_t *at, double bits, tt_arena *a)
{
    struct found f;
    tt_spelling_vec v = {0};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_true(
            tt_spelling_add(&v, tt_str_of(rows[at[i]].name), rows[at[i]].of, rows[at[i]].sought));
    assert_ok(tt_spelt_find(&v, bits, a, &f.v, &f.n, ERR));
    tt_vec_release(&v);
    return f;
}

static void begin(size_t at[TT_LEN(rows)])
{
    for (size_t i = 0; i < TT_LEN(rows); i++)
        at[i] = i;
}

static void names_are_found_however_they_are_spelt(void **state)
{
    static const struct tt_spelt want[] = {{1, 11, false}, {1, 12, false}, {1, 13, false},
                                           {2, 15, true},  {3, 14, false}, {3, 20, false},
                                           {3, 21, false}};
    size_t at[TT_LEN(rows)];
    begin(at);
    struct found f = find(at, 8, *state);
    for (size_t i = 0; i < f.n; i++) {
        assert_true(i < TT_LEN(want));
        assert_int_equal(f.v[i].sought, want[i].sought);
        assert_int_equal(f.v[i].of, want[i].of);
        assert_int_equal(f.v[i].near, want[i].near);
    }
    assert_int_equal(f.n, TT_LEN(want));
}

static void the_order_of_names_says_nothing(void **state)
{
    size_t at[TT_LEN(rows)];
    begin(at);
    struct found f = find(at, 8, *state);
    for (uint64_t seed = 0; seed < 20; seed++) {
        tt_rng r;
        tt_rng_init(&r, seed, "spelt");
        for (size_t i = TT_LEN(rows); i > 1; i--) {
            size_t k = tt_rng_below(&r, i), t = at[k];
            at[k] = at[i - 1];
            at[i - 1] = t;
        }
        struct found g = find(at, 8, *state);
        assert_int_equal(g.n, f.n);
        for (size_t i = 0; i < f.n; i++)
            assert_true(g.v[i].sought == f.v[i].sought && g.v[i].of == f.v[i].of &&
                        g.v[i].near == f.v[i].near);
    }
}

static void names_that_say_too_little_are_like_nobody(void **state)
{
    size_t at[TT_LEN(rows)], before = SIZE_MAX;
    begin(at);
    for (double bits = 0; bits <= 64; bits += 16) {
        struct found f = find(at, bits, *state);
        assert_true(f.n <= before);
        before = f.n;
        for (size_t i = 0; i < f.n; i++)
            assert_int_not_equal(f.v[i].sought, 4);
    }
    assert_int_equal(before, 0);
}

static void only_a_name_that_differs_is_near(void **state)
{
    tt_spelling_vec v = {0};
    const tt_spelt *found;
    size_t n;
    assert_true(tt_spelling_add(&v, TT_STR("Kilimanjaro Ivory Carvings"), 3, true));
    assert_true(tt_spelling_add(&v, TT_STR("Kilimanjaro Ivory Karvings"), 14, false));
    assert_ok(tt_spelt_find(&v, 4, *state, &found, &n, ERR));
    assert_int_equal(n, 1);
    assert_true(found[0].near);
    tt_vec_release(&v);
}

static void lists_are_split_and_empty_names_left_out(void **state)
{
    TT_UNUSED(state);
    static const char *const parts[] = {"A", "B C", "", "D"};
    tt_str rest = TT_STR("A; B C |;D"), part;
    for (size_t i = 0; i < TT_LEN(parts); i++) {
        assert_true(tt_spelling_part(&rest, &part));
        assert_str(part, parts[i]);
    }
    assert_false(tt_spelling_part(&rest, &part));
    tt_spelling_vec v = {0};
    assert_true(tt_spelling_add_all(&v, TT_STR(" A ;;|B"), 7, true));
    assert_int_equal(v.n, 2);
    assert_str(v.v[0].name, "A");
    assert_str(v.v[1].name, "B");
    assert_int_equal(v.v[1].of, 7);
    tt_vec_release(&v);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_spelling_vec v = {0};
    const tt_spelt *found;
    size_t n;
    tt_status st;
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_true(tt_spelling_add(&v, tt_str_of(rows[i].name), rows[i].of, rows[i].sought));
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_spelt_find(&v, 8, a, &found, &n, NULL);
    });
    assert_int_equal(n, 7);
    tt_vec_release(&v);
}

TT_TEST_MAIN("detect/spelt", TT_TEST(names_are_found_however_they_are_spelt),
             TT_TEST(the_order_of_names_says_nothing),
             TT_TEST(names_that_say_too_little_are_like_nobody),
             TT_TEST(only_a_name_that_differs_is_near),
             TT_TEST(lists_are_split_and_empty_names_left_out), TT_TEST(every_allocation_may_fail))
