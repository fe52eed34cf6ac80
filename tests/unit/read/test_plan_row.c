/*
 * Rows by the quick way and by the careful way are the same records and the same remarks: a map
 * that makes each field by a template of its own column takes the careful way.
 */
#include "tests/support/tt_test.h"

#include "base/rng.h"
#include "tests/support/told.h"

static const char *const pool[] = {"",
                                   " ",
                                   "A-1",
                                   "2024-05-31",
                                   "2024-02-30",
                                   "2024-05-31T10:11:12Z",
                                   "12.50",
                                   "-3",
                                   "1.005",
                                   "1e5",
                                   "12,5",
                                   "99999999999999999999",
                                   "USD",
                                   "usd",
                                   "JPY",
                                   "QQQ",
                                   "kwd",
                                   "NL",
                                   "Norway",
                                   " DE ",
                                   "QQ",
                                   "KGM",
                                   "PCE",
                                   "bag of things",
                                   "invoice",
                                   "Credit Note",
                                   "030617",
                                   "12345",
                                   "12",
                                   "Nord\xc3\xb6st",
                                   "\xff",
                                   "a\x01",
                                   "0",
                                   ".5",
                                   "10000000000000000",
                                   "100000000000000.01"};

/* A row whose cells are from the pool, and rather often the right ones. */
static void add_row(tt_rng *rng, const tt_kind_info *info, tt_buf *b)
{
    static const char *const right[] = {
        [TT_FT_TEXT] = "Golden Cashew", [TT_FT_CODE] = "X-17",
        [TT_FT_ENUM] = "invoice",       [TT_FT_LIST] = "SGSIN|MYPKG",
        [TT_FT_COUNTRY] = "VN",         [TT_FT_CCY] = "EUR",
        [TT_FT_DATE] = "2024-03-01",    [TT_FT_WHEN] = "2024-03-02",
        [TT_FT_AMOUNT] = "100.25",      [TT_FT_DEC] = "3.5",
        [TT_FT_RATE] = "0.25",          [TT_FT_INT] = "7"};
    for (size_t f = 0; f < info->n_fields; f++) {
        const char *cell = tt_rng_below(rng, 12) ? right[info->fields[f].type]
                                                 : pool[tt_rng_below(rng, TT_LEN(pool))];
        tt_str rest = tt_str_of(info->fields[f].words), word = tt_str_of(cell);
        if (rest.p && cell == right[TT_FT_ENUM])
            (void)tt_str_split(&rest, '|', &word);
        tt_buf_addf(b, "%s\"%.*s\"", f ? "," : "", TT_STR_ARG(word));
    }
    tt_buf_add_c(b, '\n');
}

static void both_ways_tell_the_same(void **state)
{
    tt_arena *a = *state;
    const tt_reader *csv = tt_reader_find(TT_STR("csv"));
    tt_rng rng;
    tt_rng_init(&rng, 1, "rows");
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        tt_mapping map, plain;
        tt_buf b;
        tt_told quick, careful;
        tt_buf_init(&b, 0);
        tt_buf_addf(&b, "{\"kind\":\"%s\",\"unknown\":[\"kwd\",\"0\"],\"templates\":{", info->name);
        for (size_t f = 0; f < info->n_fields; f++)
            tt_buf_addf(&b, "%s\"%s\":\"{%s}\"", f ? "," : "", info->fields[f].name,
                        info->fields[f].name);
        tt_buf_add_z(&b, "}}");
        assert_ok(tt_mapping_parse(tt_buf_str(&b), a, &map, ERR));
        tt_buf_reset(&b);
        tt_buf_addf(&b, "{\"kind\":\"%s\",\"unknown\":[\"kwd\",\"0\"]}", info->name);
        assert_ok(tt_mapping_parse(tt_buf_str(&b), a, &plain, ERR));
        tt_buf_reset(&b);
        for (size_t f = 0; f < info->n_fields; f++)
            tt_buf_addf(&b, "%s%s", f ? "," : "", info->fields[f].name);
        tt_buf_add_c(&b, '\n');
        for (unsigned i = 0; i < 2000; i++)
            add_row(&rng, info, &b);
        tt_told_init(&quick, true);
        tt_told_init(&careful, true);
        assert_ok(tt_told_read(&quick, csv, tt_buf_str(&b), info->kind, &plain, ERR));
        assert_ok(tt_told_read(&careful, csv, tt_buf_str(&b), info->kind, &map, ERR));
        if (quick.records < 100)
            fail_msg("%s: %.2000s", info->name, quick.text.p);
        /* the first line says how the kind was found */
        assert_string_equal(strchr(quick.text.p, '\n'), strchr(careful.text.p, '\n'));
        tt_told_release(&quick);
        tt_told_release(&careful);
        tt_buf_release(&b);
    }
}

TT_TEST_MAIN("read/plan_row", TT_TEST(both_ways_tell_the_same))
