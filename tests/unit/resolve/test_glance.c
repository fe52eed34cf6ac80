/* What is not alike at a glance is not alike. */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "resolve/glance.h"
#include "resolve/tokens.h"

enum { NAMES = 300, ROOM = 96 };

static tt_lexicon *lexicon;
static tt_unicode *unicode;

static const char *const parts[] = {
    "Zephyr",   "Zefir",     "Zefyr",    "Wal",      "Mart",
    "Walmart",  "Borealis",  "Boreal",   "Tsuyosi",  "Tuyoshi",
    "Alshams",  "Shams",     "Corin",    "Carin",    "Ivanov",
    "Ivanova",  "Bob",       "Robert",   "Trading",  "Imports",
    "Shipping", "Group",     "Holding",  "Bank",     "Insurance",
    "Hamburg",  "Hong Kong", "II",       "2",        "7",
    "Ltd",      "GmbH",      "J",        "M",        "Mc",
    "Schmidt",  "Smith",     "Kelmet",   "Machines", "International",
    "IKM",      "IKMT",      "Chemical", "Karnbau",  "Kambau",
    "Cl0ver",   "Dover",     "华强",     "贸易",     "张伟",
    "محمد",     "النور",     "ООО",      "Щеглов",   "ソニー",
    "삼성",
};

/* Words at random; one in three is the one before with a letter wrong. */
static void make_name(tt_rng *r, const char *before, char *out)
{
    size_t n = 0, most = ROOM - 24;
    if (before && tt_rng_below(r, 3) == 0) {
        n = strlen(before);
        memcpy(out, before, n);
        size_t at = (size_t)tt_rng_below(r, n);
        if ((unsigned char)out[at] < 0x80)
            out[at] = (char)('a' + tt_rng_below(r, 26));
        out[n] = 0;
        return;
    }
    for (size_t words = 1 + (size_t)tt_rng_below(r, 4); words && n < most; words--) {
        const char *p = parts[tt_rng_below(r, TT_LEN(parts))];
        if (n)
            out[n++] = ' ';
        memcpy(out + n, p, strlen(p));
        n += strlen(p);
    }
    out[n] = 0;
}

struct world {
    char text[NAMES][ROOM];
    tt_surface s[NAMES];
    tt_name n[NAMES];
    tt_words w;
};

static struct world *make_world(tt_arena *a, uint64_t seed)
{
    struct world *k = tt_new(a, struct world);
    tt_rng r;
    assert_non_null(k);
    tt_rng_init(&r, seed, "glance");
    for (size_t i = 0; i < NAMES; i++) {
        make_name(&r, i ? k->text[i - 1] : NULL, k->text[i]);
        k->s[i].raw = tt_str_of(k->text[i]);
        assert_ok(tt_surface_read(lexicon, unicode, a, a, &k->s[i], ERR));
    }
    assert_ok(tt_words_build(k->s, NAMES, a, &k->w, k->n, ERR));
    return k;
}

static void no_name_that_is_alike_is_passed_over(void **state)
{
    size_t passed = 0, alike = 0;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        const struct world *k = make_world(*state, seed);
        for (size_t i = 0; i < NAMES; i++)
            for (size_t j = 0; j < NAMES; j++) {
                tt_name_match m;
                if (!k->n[i].n || !k->n[j].n)
                    continue;
                tt_name_compare_fast(&k->w, &k->n[i], &k->n[j], &m);
                bool may = tt_names_may_be_alike(&k->w, &k->n[i], &k->n[j]);
                if (!may && m.level < TT_NAME_LITTLE)
                    fail_msg("'%s' and '%s'", k->text[i], k->text[j]);
                alike += m.level < TT_NAME_LITTLE;
                passed += may;
            }
        tt_arena_reset(*state);
    }
    assert_true(alike > 2000);
    assert_true(passed < 4 * alike);
}

static bool may(tt_arena *a, const char *x, const char *y)
{
    tt_surface s[2] = {{.raw = tt_str_of(x)}, {.raw = tt_str_of(y)}};
    tt_name n[2];
    tt_words w;
    for (size_t i = 0; i < 2; i++)
        assert_ok(tt_surface_read(lexicon, unicode, a, a, &s[i], ERR));
    assert_ok(tt_words_build(s, 2, a, &w, n, ERR));
    return tt_names_may_be_alike(&w, &n[0], &n[1]);
}

static void names_that_share_little_are_passed_over(void **state)
{
    tt_arena *a = *state;
    assert_false(may(a, "Zelnorvo Fanmorzel Metal", "Zuvcao Feljo Metal"));
    assert_false(may(a, "Sorgel Cagi Trading", "Sorgel Celmogorli Trading"));
    assert_true(may(a, "Sorgel Cagi Trading", "Sorgel Caji Trading"));
    assert_true(may(a, "Sorgel Cagi Trading", "Sorgelcagi"));
    assert_true(may(a, "International Kelmet Machines", "IKM"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(no_name_that_is_alike_is_passed_over),
        TT_TEST(names_that_share_little_are_passed_over),
    };
    if (tt_lexicon_new(&lexicon, NULL) != TT_OK || tt_unicode_new(&unicode, NULL) != TT_OK)
        return 1;
    int failed = tt_test_main(argc, argv, "resolve/glance", tests, TT_LEN(tests));
    tt_lexicon_free(lexicon);
    tt_unicode_free(unicode);
    return failed;
}
