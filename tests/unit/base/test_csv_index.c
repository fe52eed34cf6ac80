/*
 * The index of a CSV text: wide and plain scans find the same bits, windows list the same places,
 * and rows that are split by the index are those of the careful way.
 */
#include "tests/support/tt_test.h"

#include "base/csv.h"
#include "base/csv_index.h"
#include "base/rng.h"

static void every_byte_is_the_same_to_both_scans_at_every_place(void **state)
{
    TT_UNUSED(state);
    static const char pairs[][2] = {{',', '"'}, {';', '\''}, {'\t', '"'}, {'\x01', '\xff'}};
    for (size_t k = 0; k < TT_LEN(pairs); k++)
        for (unsigned c = 0; c < 256; c++)
            for (size_t at = 0; at < TT_CSV_BLOCK; at++) {
                char block[TT_CSV_BLOCK];
                uint64_t found[2], odd[2];
                memset(block, 'x', sizeof block);
                block[at] = (char)c;
                tt_csv_scan_plain(block, pairs[k][0], pairs[k][1], &found[0], &odd[0]);
                tt_csv_scan_best()(block, pairs[k][0], pairs[k][1], &found[1], &odd[1]);
                bool is_found =
                    (char)c == pairs[k][0] || (char)c == pairs[k][1] || c == '\n' || c == '\r';
                bool is_odd = c >= 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
                assert_int_equal(found[0], (uint64_t)is_found << at);
                assert_int_equal(odd[0], (uint64_t)is_odd << at);
                assert_int_equal(found[1], found[0]);
                assert_int_equal(odd[1], odd[0]);
            }
}

/* Text in which what matters is frequent enough, but not too frequent. */
static void fill(tt_rng *rng, char *p, size_t n, unsigned sparse)
{
    static const char special[] = ",\"\n\r\",\n,,\"\"a\xc3\xb6;' \t";
    for (size_t i = 0; i < n; i++) {
        p[i] = (char)('a' + tt_rng_below(rng, 26));
        if (tt_rng_below(rng, sparse) == 0)
            p[i] = special[tt_rng_below(rng, sizeof special - 1)];
    }
    if (n > 0 && tt_rng_below(rng, 4) == 0)
        p[tt_rng_below(rng, n)] = '\0';
}

static void a_window_lists_each_place_once_in_order(void **state)
{
    tt_arena *a = *state;
    static const size_t lengths[] = {
        0, 1, 63, 64, 65, 127, 128, TT_CSV_WINDOW - 1, TT_CSV_WINDOW, TT_CSV_WINDOW + 1};
    tt_csv_index *x = tt_new(a, tt_csv_index);
    tt_rng rng;
    tt_rng_init(&rng, 1, "window");
    for (unsigned round = 0; round < 40; round++)
        for (size_t k = 0; k < TT_LEN(lengths); k++) {
            size_t n = lengths[k], from = tt_rng_below(&rng, 3), count = 0;
            char *p = tt_mem_zalloc(n + from + 1, 1); /* so that a sanitizer sees a byte too many */
            fill(&rng, p, n + from, round % 2 ? 1 : 20);
            tt_csv_index_make(x, (tt_str){p, n + from}, from, ',', '"');
            assert_int_equal(x->to, from + TT_MIN(n, (size_t)TT_CSV_WINDOW));
            for (size_t i = from; i < x->to; i++)
                if (memchr(",\"\n\r", p[i], 4))
                    assert_int_equal(x->at[count++], i - from);
            assert_int_equal(x->n, count);
            assert_int_equal(x->at[count], x->to - from);
            for (size_t b = 0; b * TT_CSV_BLOCK < x->to - from; b++) {
                bool odd = false;
                for (size_t i = from + b * TT_CSV_BLOCK;
                     i < TT_MIN(x->to, from + (b + 1) * TT_CSV_BLOCK); i++)
                    odd |= p[i] == '\0' || (unsigned char)p[i] >= 0x7f;
                assert_int_equal(x->odd[b], odd);
            }
            tt_mem_free(p);
        }
}

static void compare(tt_str in, const tt_csv_options *opt)
{
    tt_csv quick, careful;
    tt_csv_row q = {.n = 0}, c = {.n = 0};
    bool more[2];
    assert_ok(tt_csv_init(&quick, in, opt, ERR));
    assert_ok(tt_csv_init(&careful, in, opt, ERR));
    careful.plain = true;
    for (;;) {
        assert_ok(tt_csv_next(&quick, &q, &more[0], ERR));
        assert_ok(tt_csv_next(&careful, &c, &more[1], ERR));
        assert_int_equal(more[0], more[1]);
        assert_int_equal(quick.pos, careful.pos);
        if (!more[0])
            break;
        assert_int_equal(q.flaw, c.flaw);
        assert_int_equal(q.line, c.line);
        assert_int_equal(q.offset, c.offset);
        assert_ptr_equal(q.raw.p, c.raw.p);
        assert_int_equal(q.raw.n, c.raw.n);
        assert_int_equal(q.n, c.n);
        for (size_t i = 0; i < q.n; i++)
            assert_true(q.fields[i].n == c.fields[i].n &&
                        memcmp(q.fields[i].p, c.fields[i].p, c.fields[i].n) == 0);
        for (size_t i = 0; q.ascii && i < q.raw.n; i++)
            assert_true((q.raw.p[i] >= ' ' && q.raw.p[i] < 0x7f) ||
                        memchr("\t\n\r", q.raw.p[i], 3));
    }
    tt_csv_release(&quick);
    tt_csv_release(&careful);
}

static void any_text_is_split_as_by_the_careful_way(void **state)
{
    TT_UNUSED(state);
    static const tt_csv_options options[] = {
        {.delimiter = ','},
        {.delimiter = ';', .quote = '\'', .field_limit = 8, .max_fields = 3},
        {.delimiter = '\t', .field_limit = 50},
        {.delimiter = ' '},
        {.delimiter = '"', .quote = ','},
    };
    static const unsigned sparse[] = {1, 3, 12, 60, 4000};
    static const size_t lengths[] = {70, 700, TT_CSV_WINDOW, 3 * TT_CSV_WINDOW};
    tt_rng rng;
    tt_rng_init(&rng, 2, "texts");
    for (unsigned round = 0; round < 12; round++)
        for (size_t k = 0; k < TT_LEN(lengths); k++)
            for (size_t s = 0; s < TT_LEN(sparse); s++) {
                size_t n = lengths[k] + tt_rng_below(&rng, 130);
                char *p = tt_mem_zalloc(n, 1);
                fill(&rng, p, n, sparse[s]);
                for (size_t o = 0; o < TT_LEN(options); o++)
                    compare((tt_str){p, n}, &options[o]);
                tt_mem_free(p);
            }
}

/* A row of two cells, one of them quoted, at each offset around the end of a window. */
static void a_row_may_lie_across_the_end_of_a_window_anywhere(void **state)
{
    TT_UNUSED(state);
    static const char *const rows[] = {
        "a,\"b\",c\r\nd,e\n", "\"a\"\"b\",c\n", "\"a\nb\",c\rd\n", "a\"b,c\n",
        "\"a\"x,b\n",         ",,,,\r\n",       "\"open\n"};
    static char text[TT_CSV_WINDOW + 64];
    for (size_t k = 0; k < TT_LEN(rows); k++)
        for (size_t back = 0; back < 24; back++) {
            size_t start = TT_CSV_WINDOW - back, n = strlen(rows[k]);
            memset(text, 'x', start);
            for (size_t i = 99; i < start; i += 100)
                text[i] = '\n';
            text[start - 1] = '\n';
            memcpy(text + start, rows[k], n);
            for (size_t cut = 0; cut <= n; cut++)
                compare((tt_str){text, start + cut}, NULL);
        }
}

/* Windows that would begin at each row must not be read anew for each row. */
static void rows_as_long_as_a_window_do_not_cost_the_square(void **state)
{
    tt_arena *a = *state;
    enum { ROW = TT_CSV_WINDOW + 100, ROWS = 300 };
    char *text = tt_new_n(a, char, (size_t)ROW *ROWS);
    memset(text, 'x', (size_t)ROW * ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        text[i * ROW] = '\n';
        text[i * ROW + 2] = '\n';
        text[i * ROW + 4] = ',';
    }
    compare((tt_str){text, (size_t)ROW * ROWS}, NULL);
}

TT_TEST_MAIN("base/csv_index", TT_TEST(every_byte_is_the_same_to_both_scans_at_every_place),
             TT_TEST(a_window_lists_each_place_once_in_order),
             TT_TEST(any_text_is_split_as_by_the_careful_way),
             TT_TEST(a_row_may_lie_across_the_end_of_a_window_anywhere),
             TT_TEST(rows_as_long_as_a_window_do_not_cost_the_square))
