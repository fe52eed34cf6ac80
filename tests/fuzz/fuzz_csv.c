/*
 * fuzz_csv.c - any bytes as CSV: every byte is in a row or blank, places are right, fields are
 * inside, and a good row survives the way out and in.
 */
#include "base/buf.h"
#include "base/csv.h"
#include "base/str.h"

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            __builtin_trap();                                                                      \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Moves *at to `to` over bytes that may lie between rows, counting lines. */
static void cross_blank(tt_str in, size_t *at, size_t to, uint64_t *line)
{
    CHECK(to >= *at);
    for (; *at < to; (*at)++) {
        char c = in.p[*at];
        bool bom = *at < 3 && tt_str_starts(in, TT_STR("\xEF\xBB\xBF"));
        CHECK(bom || c == '\n' || c == '\r' || c == ' ' || c == '\t');
        *line += c == '\n' || (c == '\r' && (*at + 1 == in.n || in.p[*at + 1] != '\n'));
    }
}

/* The same over a row. */
static void cross_row(tt_str in, size_t *at, size_t to, uint64_t *line)
{
    for (; *at < to; (*at)++)
        *line +=
            in.p[*at] == '\n' || (in.p[*at] == '\r' && (*at + 1 == in.n || in.p[*at + 1] != '\n'));
}

static void write_and_read(const tt_csv_row *row, const tt_csv_options *opt)
{
    tt_buf b;
    tt_csv c;
    tt_csv_row again;
    bool more;
    if (row->n == 1 && tt_str_trim(row->fields[0]).n == 0)
        return; /* would be a blank line */
    tt_buf_init(&b, 0);
    for (size_t i = 0; i < row->n; i++) {
        if (i > 0)
            tt_buf_add_c(&b, ',');
        tt_csv_add_field(&b, row->fields[i], false);
    }
    tt_csv_options same = *opt;
    same.delimiter = ',';
    same.quote = '"';
    same.field_limit = SIZE_MAX / 4; /* quotes are written twice */
    bool starts_with_bom = b.n >= 3 && memcmp(b.p, "\xEF\xBB\xBF", 3) == 0;
    if (!starts_with_bom && tt_buf_status(&b, NULL) == TT_OK &&
        tt_csv_init(&c, tt_buf_str(&b), &same, NULL) == TT_OK) {
        CHECK(tt_csv_next(&c, &again, &more, NULL) == TT_OK && more);
        CHECK(again.flaw == TT_CSV_FINE && again.n == row->n);
        for (size_t i = 0; i < row->n; i++)
            CHECK(tt_str_eq(again.fields[i], row->fields[i]));
        CHECK(tt_csv_next(&c, &again, &more, NULL) == TT_OK && !more);
        tt_csv_release(&c);
    }
    tt_buf_release(&b);
}

static void check_fields(const tt_csv_row *row, const tt_csv *c)
{
    size_t total = 0;
    bool splits = row->flaw == TT_CSV_FINE || row->flaw == TT_CSV_STRAY_QUOTE;
    CHECK(splits == (row->n > 0));
    CHECK(row->n <= c->opt.max_fields);
    for (size_t i = 0; i < row->n; i++) {
        CHECK(row->fields[i].p);
        CHECK(row->fields[i].n <= c->opt.field_limit);
        CHECK(!row->fields[i].n || !memchr(row->fields[i].p, '\0', row->fields[i].n));
        total += row->fields[i].n + 1;
    }
    CHECK(total <= row->raw.n + 1);
}

static void split(tt_str in, const tt_csv_options *opt)
{
    tt_csv c;
    tt_csv_row row;
    bool more;
    size_t at = 0;
    uint64_t line = 1;
    if (tt_csv_init(&c, in, opt, NULL) != TT_OK)
        return;
    for (;;) {
        CHECK(tt_csv_next(&c, &row, &more, NULL) == TT_OK);
        if (!more)
            break;
        cross_blank(in, &at, row.offset, &line);
        CHECK(row.line == line);
        CHECK(row.raw.p == in.p + row.offset && row.raw.n <= in.n - row.offset);
        CHECK(row.raw.n > 0);
        check_fields(&row, &c);
        if (row.flaw == TT_CSV_FINE)
            write_and_read(&row, opt);
        cross_row(in, &at, row.offset + row.raw.n, &line);
        CHECK(at == in.n || in.p[at] == '\n' || in.p[at] == '\r');
        CHECK(c.pos > at || at == in.n);
    }
    cross_blank(in, &at, in.n, &line);
    tt_csv_release(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const tt_csv_options options[] = {
        {.delimiter = ','},
        {.delimiter = ';', .quote = '\'', .field_limit = 8, .max_fields = 3},
        {.delimiter = '\t', .field_limit = 5},
    };
    for (size_t i = 0; i < TT_LEN(options); i++)
        split((tt_str){(const char *)bytes, n}, &options[i]);
    return 0;
}
