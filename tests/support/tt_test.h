/*
 * tt_test.h - cmocka and the checks it lacks.  Include it first in every test file: cmocka's
 * header has to come before banned.h.
 *
 *     static void a_true_sentence(void **state)
 *     {
 *         tt_arena *a = *state;                  // with TT_TEST; empty, released afterwards
 *         assert_ok(tt_json_parse(text, &j, ERR));
 *         assert_str(tt_json_str(j), "abc");
 *     }
 *
 *     TT_TEST_MAIN("base/json_read", TT_TEST(a_true_sentence), TT_TEST(another))
 *
 * A program runs all its tests, or those whose names (with * and ?) are on the command line.
 */
#ifndef TT_TESTS_SUPPORT_TT_TEST_H
#define TT_TESTS_SUPPORT_TT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

#include <math.h>

/* The error of the last call that was given ERR; assert_ok prints it. */
static tt_err tt_test_err;

static inline tt_err *tt_test_err_fresh(void)
{
    tt_test_err = (tt_err){.code = TT_OK};
    return &tt_test_err;
}

/** A tt_err * for one call, emptied each time it is written in the source. */
#define ERR (tt_test_err_fresh())

static inline void
tt_test_status(tt_status got, tt_status want, const char *call, const char *file, int line)
{
    if (got == want)
        return;
    print_error("%s gives '%s' (%d), not '%s' (%d): %s\n", call, tt_status_text(got), (int)got,
                tt_status_text(want), (int)want, tt_test_err.text);
    _fail(file, line);
}

#define assert_status(call, want) tt_test_status((call), (want), #call, __FILE__, __LINE__)
#define assert_ok(call) assert_status(call, TT_OK)
/** The text of the last ERR. */
#define assert_err_text(want) assert_string_equal(tt_test_err.text, (want))

static inline void
tt_test_str(tt_str got, tt_str want, const char *what, const char *file, int line)
{
    if (tt_str_eq(got, want) && (got.p == NULL) == (want.p == NULL))
        return;
    print_error("%s is %s\"%.*s\" (%zu), not %s\"%.*s\" (%zu)\n", what, got.p ? "" : "absent ",
                TT_STR_ARG(got), got.n, want.p ? "" : "absent ", TT_STR_ARG(want), want.n);
    _fail(file, line);
}

/** A slice against a terminated text; NULL for an absent slice.  {"",0} and {NULL,0} differ. */
#define assert_str(slice, terminated)                                                              \
    tt_test_str((slice), tt_str_of(terminated), #slice, __FILE__, __LINE__)
/** Two slices; for texts with a NUL in them. */
#define assert_slice(slice, other) tt_test_str((slice), (other), #slice, __FILE__, __LINE__)

static inline void
tt_test_near(double got, double want, double within, const char *what, const char *file, int line)
{
    if (fabs(got - want) <= within)
        return;
    print_error("%s is %.17g, not %.17g within %g\n", what, got, want, within);
    _fail(file, line);
}

/** |got - want| <= within */
#define assert_near(got, want, within)                                                             \
    tt_test_near((got), (want), (within), #got, __FILE__, __LINE__)

/**
 * Repeat a body with its 1st, 2nd, 3rd, ... allocation failing, until none is left to fail.
 *
 * The body sets `st`, and starts by dropping what it made the last time (a body may succeed
 * although an allocation failed; then it runs again).  A failure must say TT_ENOMEM.  After the
 * last round st is TT_OK and what the body made is there to be checked.  A body that allocates
 * nothing fails the test: it would torture nobody.
 */
#define TT_TORTURE(st, ...) TT_TORTURE_OF(st, (void)0, __VA_ARGS__)

/** The same; `prepare` runs before each round, and none of its own allocations fails. */
#define TT_TORTURE_OF(st, prepare, ...)                                                            \
    do {                                                                                           \
        for (uint64_t tt_k_ = 1;; tt_k_++) {                                                       \
            prepare;                                                                               \
            tt_mem_fail_at(tt_k_);                                                                 \
            __VA_ARGS__;                                                                           \
            bool tt_hit_ = tt_mem_count() >= tt_k_;                                                \
            tt_mem_fail_at(0);                                                                     \
            if (!tt_hit_) {                                                                        \
                assert_true(tt_k_ > 1);                                                            \
                assert_ok(st);                                                                     \
                break;                                                                             \
            }                                                                                      \
            if ((st) != TT_OK)                                                                     \
                assert_status(st, TT_ENOMEM);                                                      \
        }                                                                                          \
    } while (0)

static inline int tt_test_setup(void **state)
{
    tt_arena *a = tt_mem_zalloc(1, sizeof *a);
    if (!a)
        return -1;
    tt_arena_init(a, 0);
    *state = a;
    return 0;
}

static inline int tt_test_teardown(void **state)
{
    tt_mem_fail_at(0); /* a torture that failed half way must not go on in the next test */
    tt_arena_release(*state);
    tt_mem_free(*state);
    return 0;
}

/** A row of the table: the test gets an arena of its own in *state. */
#define TT_TEST(function) cmocka_unit_test_setup_teardown(function, tt_test_setup, tt_test_teardown)

static inline int
tt_test_main(int argc, char **argv, const char *unit, const struct CMUnitTest *tests, size_t n)
{
    int failed = 0;
    if (argc < 2)
        return _cmocka_run_group_tests(unit, tests, n, NULL, NULL) != 0;
    for (int i = 1; i < argc; i++) {
        cmocka_set_test_filter(argv[i]);
        failed |= _cmocka_run_group_tests(unit, tests, n, NULL, NULL) != 0;
    }
    return failed;
}

/** The main of a test program: the unit as "floor/unit", then its rows. */
#define TT_TEST_MAIN(unit, ...)                                                                    \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        const struct CMUnitTest tests[] = {__VA_ARGS__};                                           \
        return tt_test_main(argc, argv, unit, tests, TT_LEN(tests));                               \
    }

#endif
