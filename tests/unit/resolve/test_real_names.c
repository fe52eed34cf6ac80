/*
 * Names of others, with their answers: the first form must not join what it should not, and finds
 * what exact keys can find.  The figures are those of src/resolve/README.md; similar spellings are
 * for the full method.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/csv.h"
#include "base/file.h"

#include <stdlib.h>

/* A file of the shared data; skips the test when it is not there. */
static void open_shared(tt_arena *a, const char *name, tt_file *f)
{
    const char *root = getenv("TT_SHARED_DATA");
    const char *path = tt_arena_printf(a, "%s/names/%s", root ? root : "../shared/data", name);
    if (tt_file_open(path, 0, f, NULL) != TT_OK) {
        print_message("skipped: no '%s'\n", path);
        skip();
    }
}

static const char *text_of(tt_arena *a, tt_str s)
{
    return tt_arena_str(a, tt_str_trim(s)).p;
}

struct score {
    size_t both, found, true_pairs;
};

static void tell(const char *what, struct score s, double precision, double recall)
{
    double p = s.found ? (double)s.both / (double)s.found : 1;
    double r = s.true_pairs ? (double)s.both / (double)s.true_pairs : 1;
    char text[2][TT_NUM_TEXT];
    (void)tt_double_text(p, 3, text[0]);
    (void)tt_double_text(r, 3, text[1]);
    print_message("%s: %zu true pairs, %zu joined, precision %s, recall %s\n", what, s.true_pairs,
                  s.found, text[0], text[1]);
    assert_true(p >= precision);
    assert_true(r >= recall);
}

static void company_names_are_joined_with_care(void **state)
{
    enum { MAX_PAIRS = 200 };
    tt_arena *a = *state;
    tt_file f;
    tt_csv csv;
    tt_csv_row row;
    bool more;
    tiny_case c;
    tiny_id pair[MAX_PAIRS][2];
    bool same[MAX_PAIRS];
    size_t n = 0;
    struct score s = {0};
    open_shared(a, "company-name-matcher/tests/test_data.csv", &f);
    assert_ok(tt_csv_init(&csv, f.bytes, NULL, ERR));
    assert_ok(tt_csv_next(&csv, &row, &more, ERR)); /* header */
    tiny_init(&c, a);
    for (;;) {
        assert_ok(tt_csv_next(&csv, &row, &more, ERR));
        if (!more)
            break;
        if (row.n != 3 || n == MAX_PAIRS)
            continue;
        for (size_t i = 0; i < 2;
             i++) { /* an address of its own for each pair: only its two names may meet */
            pair[n][i] = tiny_company(&c, text_of(a, row.fields[i]), NULL);
            tiny_mention_at(&c, pair[n][i])->address =
                tt_str_of(tt_arena_printf(a, "Street %zu", n));
        }
        same[n++] = tt_str_is(tt_str_trim(row.fields[2]), "1");
    }
    tt_csv_release(&csv);
    tt_file_close(&f);
    assert_ok(tiny_finish_resolved(&c));
    for (size_t i = 0; i < n; i++) {
        bool joined = tiny_entity(&c, pair[i][0]) == tiny_entity(&c, pair[i][1]);
        s.true_pairs += same[i];
        s.found += joined;
        s.both += joined && same[i];
    }
    assert_true(n > 100);
    tell("company-name-matcher", s, 0.99, 0.59);
}

/* Persons of FEBRL 1: 500 originals, 500 duplicates with typing errors. */
static void febrl(void **state, bool with_number, double precision, double recall)
{
    enum { MOST = 1100 };
    tt_arena *a = *state;
    tt_file f;
    tt_csv csv;
    tt_csv_row row;
    bool more;
    tiny_case c;
    tiny_id *rec = tt_new_n(a, tiny_id, MOST);
    uint64_t *person = tt_new_n(a, uint64_t, MOST);
    size_t n = 0;
    struct score s = {0};
    open_shared(a, "febrl/febrl/dataset1.csv", &f);
    assert_ok(tt_csv_init(&csv, f.bytes, NULL, ERR));
    assert_ok(tt_csv_next(&csv, &row, &more, ERR));
    tiny_init(&c, a);
    for (;;) {
        assert_ok(tt_csv_next(&csv, &row, &more, ERR));
        if (!more)
            break;
        if (row.n != 11 || n == MOST)
            continue;
        tt_str rest = tt_str_trim(row.fields[0]), part; /* rec-223-org, rec-223-dup-0 */
        assert_true(tt_str_split(&rest, '-', &part) && tt_str_split(&rest, '-', &part));
        assert_true(tt_parse_u64(part, &person[n]));
        rec[n] = tiny_named(
            &c, TT_ENTITY_PERSON,
            tt_arena_printf(a, "%s %s", text_of(a, row.fields[1]), text_of(a, row.fields[2])),
            "AU");
        tt_mention *m = tiny_mention_at(&c, rec[n]);
        m->address =
            tt_str_of(tt_arena_printf(a, "%s %s %s", text_of(a, row.fields[3]),
                                      text_of(a, row.fields[4]), text_of(a, row.fields[7])));
        if (with_number)
            m->identifier = tt_str_of(text_of(a, row.fields[10]));
        n++;
    }
    tt_csv_release(&csv);
    tt_file_close(&f);
    assert_int_equal(n, 1000);
    assert_ok(tiny_finish_resolved(&c));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            bool joined = tiny_entity(&c, rec[i]) == tiny_entity(&c, rec[j]),
                 same = person[i] == person[j];
            s.true_pairs += same;
            s.found += joined;
            s.both += joined && same;
        }
    tell(with_number ? "FEBRL 1, with number" : "FEBRL 1, name and address", s, precision, recall);
}

static void persons_with_a_number_are_found(void **state)
{
    febrl(state, true, 0.99, 0.94);
}

static void persons_without_a_number_are_joined_with_care(void **state)
{
    febrl(state, false, 0.99, 0.50);
}

TT_TEST_MAIN("resolve/real_names", TT_TEST(company_names_are_joined_with_care),
             TT_TEST(persons_with_a_number_are_found),
             TT_TEST(persons_without_a_number_are_joined_with_care))
