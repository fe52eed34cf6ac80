/*
 * CSV: the rules of RFC 4180, every flaw with its place, an exhaustive comparison with the
 * plainest possible twin, and time that stays linear.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/csv.h"
#include "base/str.h"

#include <stdlib.h>
#include <unistd.h>

/* All rows as one text: "line:offset flaw [field][field]..." */
static tt_str rows_of(tt_arena *a, tt_str in, const tt_csv_options *opt)
{
    tt_csv c;
    tt_csv_row row;
    bool more;
    tt_buf b;
    tt_buf_init(&b, 0);
    assert_ok(tt_csv_init(&c, in, opt, ERR));
    for (;;) {
        assert_ok(tt_csv_next(&c, &row, &more, ERR));
        if (!more)
            break;
        tt_buf_addf(&b, "%llu:%llu", (unsigned long long)row.line, (unsigned long long)row.offset);
        if (row.flaw != TT_CSV_FINE)
            tt_buf_addf(&b, " %s <%.*s>", tt_csv_flaw_text(row.flaw), TT_STR_ARG(row.raw));
        for (size_t i = 0; i < row.n; i++) {
            assert_non_null(row.fields[i].p);
            tt_buf_addf(&b, " [%.*s]", TT_STR_ARG(row.fields[i]));
        }
        tt_buf_add_c(&b, '\n');
    }
    assert_int_equal(c.pos, in.n);
    tt_str out = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    tt_csv_release(&c);
    return out;
}

#define ROWS(in) rows_of(a, TT_STR(in), NULL)

/* --- RFC 4180, section 2, rule by rule --- */

static void records_are_lines_and_the_last_end_is_optional(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"),
               "1:0 [aaa] [bbb] [ccc]\n2:13 [zzz] [yyy] [xxx]\n");
    assert_str(ROWS("aaa,bbb,ccc\r\nzzz,yyy,xxx"),
               "1:0 [aaa] [bbb] [ccc]\n2:13 [zzz] [yyy] [xxx]\n");
    assert_str(ROWS("a\nb\rc\r\nd"), "1:0 [a]\n2:2 [b]\n3:4 [c]\n4:7 [d]\n");
    assert_str(ROWS(""), "");
}

static void spaces_are_part_of_a_field_and_empty_fields_are_fields(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS(" a , b\n"), "1:0 [ a ] [ b]\n");
    assert_str(ROWS(",\n"), "1:0 [] []\n");
    assert_str(ROWS("a,,\"\",\n"), "1:0 [a] [] [] []\n");
    assert_str(ROWS("a,"), "1:0 [a] []\n");
    assert_str(ROWS("\"\""), "1:0 []\n");
}

static void quotes_hold_delimiters_line_ends_and_quotes(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx"),
               "1:0 [aaa] [b\r\nbb] [ccc]\n3:21 [zzz] [yyy] [xxx]\n");
    assert_str(ROWS("\"aaa\",\"b\"\"bb\",\"c,c\""), "1:0 [aaa] [b\"bb] [c,c]\n");
    assert_str(ROWS("\"\"\"\",\"\"\"a\"\"\"\n"), "1:0 [\"] [\"a\"]\n");
    assert_str(ROWS("\"a\rb\nc\r\nd\"\ne"), "1:0 [a\rb\nc\r\nd]\n5:11 [e]\n");
}

static void a_quote_inside_a_field_is_an_ordinary_byte(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("12\" pipe,5' \"x\"\n1,2\n"), "1:0 [12\" pipe] [5' \"x\"]\n2:16 [1] [2]\n");
    assert_str(ROWS(" \"a\",b\n"), "1:0 [ \"a\"] [b]\n");
}

static void blank_lines_are_skipped_and_counted(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("\n\r\n \t \na\n\n\n  b\n   "), "4:7 [a]\n7:11 [  b]\n");
    const tt_csv_options tabs = {.delimiter = '\t'};
    assert_str(rows_of(a, TT_STR("\t\t\n  \n"), &tabs), "1:0 [] [] []\n");
}

static void a_bom_is_skipped_once_and_at_the_start_only(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("\xEF\xBB\xBF"
                    "a,b\n\xEF\xBB\xBF"
                    "c\n"),
               "1:3 [a] [b]\n2:7 [\xEF\xBB\xBF"
               "c]\n");
    assert_str(ROWS("\xEF\xBB\xBF\"a\"\n"), "1:3 [a]\n");
    assert_str(ROWS("\xEF\xBB\xBF"), "");
}

static void delimiter_and_quote_can_be_chosen(void **state)
{
    tt_arena *a = *state;
    const tt_csv_options semicolon = {.delimiter = ';', .quote = '\''};
    assert_str(rows_of(a, TT_STR("a,1;'b;''c'';\"';d\n"), &semicolon),
               "1:0 [a,1] [b;'c';\"] [d]\n");
    static const tt_csv_options bad[] = {
        {.delimiter = '"'}, {.delimiter = '\n'}, {.quote = '\r'}, {.delimiter = 'x', .quote = 'x'}};
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        tt_csv c;
        assert_status(tt_csv_init(&c, TT_STR("a"), &bad[i], ERR), TT_EUSAGE);
        tt_csv_release(&c);
    }
}

/* --- flaws --- */

static void an_open_quote_costs_one_line(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("a,\"b\nc,d\ne,f\n"), "1:0 open quote <a,\"b>\n2:5 [c] [d]\n3:9 [e] [f]\n");
    assert_str(ROWS("c,d\r\na,\"b\r\ne,f"), "1:0 [c] [d]\n2:5 open quote <a,\"b>\n3:11 [e] [f]\n");
    assert_str(ROWS("\""), "1:0 open quote <\">\n");
    assert_str(ROWS("\"a\"\""), "1:0 open quote <\"a\"\">\n");
    /* The row before had a line end in quotes that did close: it is lost with it, not more. */
    assert_str(ROWS("\"a\nb\",\"c\nd\n"),
               "1:0 open quote <\"a>\n2:3 open quote <b\",\"c>\n3:9 [d]\n");
}

static void text_after_a_closing_quote_is_kept_as_written(void **state)
{
    tt_arena *a = *state;
    assert_str(ROWS("\"a\"b,c\n"), "1:0 text after a closing quote <\"a\"b,c> [\"a\"b] [c]\n");
    assert_str(ROWS("x,\"a\" ,c\n"),
               "1:0 text after a closing quote <x,\"a\" ,c> [x] [\"a\" ] [c]\n");
    assert_str(ROWS("\"a\"\"b\"c\"d\n"),
               "1:0 text after a closing quote <\"a\"\"b\"c\"d> [\"a\"\"b\"c\"d]\n");
    /* A stray quote before good rows with quotes: two rows suffer. */
    assert_str(
        ROWS("1,\"a\n2,\"b\",x\n3,\"c\"\n"),
        "1:0 text after a closing quote <1,\"a\n2,\"b\",x> [1] [\"a\n2,\"b\"] [x]\n3:13 [3] [c]\n");
}

static void a_nul_costs_its_row(void **state)
{
    TT_UNUSED(state);
    tt_csv c;
    tt_csv_row row;
    bool more;
    tt_str in = TT_STR("a,b\0c,d\n\"x\0\ny\",2\nz\n");
    assert_ok(tt_csv_init(&c, in, NULL, ERR));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.flaw, TT_CSV_NUL);
    assert_int_equal(row.n, 0);
    assert_slice(row.raw, TT_STR("a,b\0c,d"));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.flaw, TT_CSV_NUL);
    assert_slice(row.raw, TT_STR("\"x\0\ny\",2"));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.flaw, TT_CSV_FINE);
    assert_str(row.fields[0], "z");
    assert_int_equal(row.line, 4);
    tt_csv_release(&c);
}

static void the_limit_of_a_field_is_exact(void **state)
{
    tt_arena *a = *state;
    const tt_csv_options four = {.field_limit = 4};
    assert_str(rows_of(a, TT_STR("abcd,\"efgh\",\"a\"\"b\"\nx\n"), &four),
               "1:0 [abcd] [efgh] [a\"b]\n2:19 [x]\n");
    assert_str(rows_of(a, TT_STR("abcde,f\nx\n"), &four),
               "1:0 field too long <abcde,f>\n2:8 [x]\n");
    assert_str(rows_of(a, TT_STR("\"abcde\",f\nx\n"), &four),
               "1:0 field too long <\"abcde\",f>\n2:10 [x]\n");
    assert_str(rows_of(a, TT_STR("\"ab\"\"c\",f\nx\n"), &four), /* five bytes as written */
               "1:0 field too long <\"ab\"\"c\",f>\n2:10 [x]\n");
    assert_str(rows_of(a, TT_STR("\"abc\"\"\",f\nx\n"), &four), /* the limit cuts an escape */
               "1:0 field too long <\"abc\"\"\",f>\n2:10 [x]\n");
    char *end = tt_new_n(a, char, 9); /* an escape over the limit, and nothing more to find */
    memcpy(end, "\"abcd\"\"yz", 9);
    assert_str(rows_of(a, (tt_str){end, 9}, &four), "1:0 field too long <\"abcd\"\"yz>\n");
    assert_str(rows_of(a, TT_STR("\"abc\r\n\"\nx\n"), &four), /* the limit cuts a line end */
               "1:0 field too long <\"abc>\n2:6 open quote <\">\n3:8 [x]\n");
}

static void a_stray_quote_far_from_the_next_costs_one_line(void **state)
{
    tt_arena *a = *state;
    const tt_csv_options ten = {.field_limit = 10};
    assert_str(
        rows_of(a, TT_STR("1,\"a\n2,b\n3,c\n4,d\n5,\"e\"\n"), &ten),
        "1:0 field too long <1,\"a>\n2:5 [2] [b]\n3:9 [3] [c]\n4:13 [4] [d]\n5:17 [5] [e]\n");
}

static void the_limit_of_fields_is_exact_and_costs_the_row(void **state)
{
    tt_arena *a = *state;
    const tt_csv_options three = {.max_fields = 3};
    assert_str(rows_of(a, TT_STR("1,2,3,4\n"), &three), "1:0 too many fields <1,2,3,4>\n");
    assert_str(rows_of(a, TT_STR("1,2,3\n1,2,3,\"4\n4\",5\nx\n"), &three),
               "1:0 [1] [2] [3]\n2:6 too many fields <1,2,3,\"4\n4\",5>\n4:20 [x]\n");
}

static void a_megabyte_is_a_field_and_one_byte_more_is_not(void **state)
{
    tt_arena *a = *state;
    const size_t n = (size_t)1 << 20;
    char *text = tt_new_n(a, char, n + 10);
    memset(text, 'x', n);
    memcpy(text + n, ",y\nz\n", 5);
    tt_csv c;
    tt_csv_row row;
    bool more;
    assert_ok(tt_csv_init(&c, (tt_str){text, n + 5}, NULL, ERR));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.flaw, TT_CSV_FINE);
    assert_int_equal(row.fields[0].n, n);
    assert_str(row.fields[1], "y");
    tt_csv_release(&c);
    memcpy(text + n, "x,y\nz\n", 6);
    assert_ok(tt_csv_init(&c, (tt_str){text, n + 6}, NULL, ERR));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.flaw, TT_CSV_FIELD_LIMIT);
    assert_int_equal(row.raw.n, n + 3);
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_str(row.fields[0], "z");
    tt_csv_release(&c);
}

/* --- a twin that can be seen to be right: states, byte by byte, and starting again --- */

struct twin {
    tt_str in;
    size_t pos;
    uint64_t line;
    char text[64]; /* fields, each ended by 0x1F */
    size_t n_text;
    tt_csv_flaw flaw;
};

static bool is_end(const struct twin *t, size_t i)
{
    return i == t->in.n || t->in.p[i] == '\n' || t->in.p[i] == '\r';
}

static size_t skip_end(const struct twin *t, size_t i)
{
    if (i + 1 < t->in.n && t->in.p[i] == '\r' && t->in.p[i + 1] == '\n')
        return i + 2;
    return i < t->in.n ? i + 1 : i;
}

/* One row from pos.  False: its quotes do not close. */
static bool twin_row(struct twin *t, size_t *end)
{
    size_t i = t->pos;
    t->n_text = 0;
    t->flaw = TT_CSV_FINE;
    for (;;) {
        size_t field = i;
        if (i < t->in.n && t->in.p[i] == '"') {
            size_t from = t->n_text;
            for (i++;; i++) {
                if (i == t->in.n)
                    return false;
                if (t->in.p[i] == '"' && (i + 1 == t->in.n || t->in.p[i + 1] != '"'))
                    break;
                if (t->in.p[i] == '"')
                    i++;
                t->text[t->n_text++] = t->in.p[i];
            }
            i++;
            if (!is_end(t, i) && t->in.p[i] != ',') { /* start again: as written */
                t->flaw = TT_CSV_STRAY_QUOTE;
                t->n_text = from;
                for (size_t k = field; k < i; k++)
                    t->text[t->n_text++] = t->in.p[k];
            }
        }
        for (; !is_end(t, i) && t->in.p[i] != ','; i++)
            t->text[t->n_text++] = t->in.p[i];
        t->text[t->n_text++] = '\x1F';
        if (is_end(t, i)) {
            *end = i;
            return true;
        }
        i++;
    }
}

/* The next row as the lexer should give it; false at the end. */
static bool twin_next(struct twin *t, tt_csv_row *row)
{
    size_t end;
    while (t->pos < t->in.n && is_end(t, t->pos)) {
        t->pos = skip_end(t, t->pos);
        t->line++;
    }
    if (t->pos == t->in.n)
        return false;
    *row = (tt_csv_row){.line = t->line, .offset = t->pos};
    if (!twin_row(t, &end)) {
        t->flaw = TT_CSV_OPEN_QUOTE;
        t->n_text = 0;
        for (end = t->pos; !is_end(t, end); end++)
            continue;
    }
    row->raw = (tt_str){t->in.p + t->pos, end - t->pos};
    row->flaw = t->flaw;
    for (size_t i = t->pos; i < end; i = is_end(t, i) ? skip_end(t, i) : i + 1)
        t->line += is_end(t, i);
    t->line++;
    t->pos = skip_end(t, end);
    return true;
}

static void compare_with_twin(tt_str in)
{
    struct twin t = {.in = in, .line = 1};
    tt_csv c;
    tt_csv_row row, want = {.n = 0};
    bool more;
    assert_ok(tt_csv_init(&c, in, NULL, ERR));
    for (;;) {
        char text[64];
        size_t n = 0;
        assert_ok(tt_csv_next(&c, &row, &more, ERR));
        if (twin_next(&t, &want) != more)
            fail_msg("end of '%.*s'", TT_STR_ARG(in));
        if (!more)
            break;
        for (size_t i = 0; i < row.n; i++) {
            memcpy(text + n, row.fields[i].p, row.fields[i].n);
            n += row.fields[i].n;
            text[n++] = '\x1F';
        }
        if (row.flaw != want.flaw || row.line != want.line || row.offset != want.offset ||
            row.raw.p != want.raw.p || row.raw.n != want.raw.n ||
            !tt_str_eq((tt_str){text, n}, (tt_str){t.text, t.n_text}))
            fail_msg("row at %zu of '%.*s'", (size_t)want.offset, TT_STR_ARG(in));
    }
    tt_csv_release(&c);
}

static void every_short_text_is_split_as_the_twin_splits_it(void **state)
{
    TT_UNUSED(state);
    static const char alphabet[] = "a,\"\n\r";
    enum { N = 5, LONGEST = 8 };
    for (size_t n = 0, count = 1; n <= LONGEST; n++, count *= N)
        for (size_t number = 0; number < count; number++) {
            char text[LONGEST];
            for (size_t i = 0, rest = number; i < n; i++, rest /= N)
                text[i] = alphabet[rest % N];
            compare_with_twin((tt_str){text, n});
        }
}

/* --- time --- */

/* Bytes looked at would be the honest measure; a quadratic lexer needs hours for these. */
static void hostile_quotes_do_not_cost_the_square(void **state)
{
    tt_arena *a = *state;
    static const struct {
        const char *line;
        tt_csv_flaw first, last;
    } shapes[] = {
        {"a\",\"b\n", TT_CSV_OPEN_QUOTE, TT_CSV_OPEN_QUOTE}, /* each row would span the rest */
        {"\"\n", TT_CSV_FINE, TT_CSV_FINE},
        {"\",\"\n", TT_CSV_FINE, TT_CSV_FINE},
        {"\"\"\"\"a\n", TT_CSV_STRAY_QUOTE, TT_CSV_STRAY_QUOTE},
    };
    enum { LINES = 400000 };
    for (size_t k = 0; k < TT_LEN(shapes); k++) {
        size_t n = strlen(shapes[k].line), rows = 0;
        char *text = tt_new_n(a, char, n *LINES);
        for (size_t i = 0; i < LINES; i++)
            memcpy(text + i * n, shapes[k].line, n);
        const tt_csv_options wide = {.max_fields = SIZE_MAX, .field_limit = SIZE_MAX / 4};
        tt_csv c;
        tt_csv_row row = {.n = 0};
        bool more = true;
        tt_csv_flaw first = TT_CSV_FINE;
        assert_ok(tt_csv_init(&c, (tt_str){text, n * LINES}, &wide, ERR));
        while (more) {
            assert_ok(tt_csv_next(&c, &row, &more, ERR));
            if (rows++ == 0)
                first = row.flaw;
        }
        assert_int_equal(first, shapes[k].first);
        assert_int_equal(row.flaw, shapes[k].last);
        assert_true(rows > LINES / 2);
        tt_csv_release(&c);
    }
}

/* --- memory --- */

static tt_status read_all(tt_csv *c, size_t *fields, bool *again)
{
    bool more = true;
    *fields = 0;
    while (more) {
        tt_csv_row row;
        size_t before = c->pos;
        tt_status st = tt_csv_next(c, &row, &more, NULL);
        if (st != TT_OK) { /* the same row comes again */
            assert_true(c->pos >= before);
            *again = true;
            st = tt_csv_next(c, &row, &more, NULL);
            assert_ok(st);
            assert_true(more);
        }
        *fields += more ? row.n : 0;
    }
    return TT_OK;
}

static void every_allocation_may_fail(void **state)
{
    TT_UNUSED(state);
    tt_csv c;
    tt_status st;
    size_t fields;
    bool again = false;
    assert_ok(tt_csv_init(&c, TT_STR(""), NULL, ERR));
    TT_TORTURE(st, {
        tt_csv_release(&c);
        st = tt_csv_init(&c, TT_STR("1,2,3,4,5,6,7,8,9,10\n\"a\"\"b\",\"c\"\"\"\n\n x\n"), NULL,
                         NULL);
        if (st == TT_OK)
            st = read_all(&c, &fields, &again);
        assert_int_equal(fields, 13);
    });
    assert_true(again);
    tt_csv_release(&c);
    tt_csv_release(NULL);
}

static void only_the_current_row_takes_memory(void **state)
{
    TT_UNUSED(state);
    tt_csv c;
    tt_csv_row row;
    bool more = true;
    assert_ok(tt_csv_init(&c, TT_STR("\"a\"\"\"\n\"b\"\"\"\n\"c\"\"\"\n"), NULL, ERR));
    for (int i = 0; i < 3; i++) {
        assert_ok(tt_csv_next(&c, &row, &more, ERR));
        assert_int_equal(row.fields[0].n, 2);
        assert_true(c.text.used <= 4);
    }
    tt_csv_release(&c);
}

/* --- out --- */

static void fields_are_quoted_where_they_must_be(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *in, *raw, *sheet;
    } rows[] = {
        {"", "", ""},
        {"plain", "plain", "plain"},
        {"a,b", "\"a,b\"", "\"a,b\""},
        {"a\"b\"", "\"a\"\"b\"\"\"", "\"a\"\"b\"\"\""},
        {"a\nb", "\"a\nb\"", "\"a\nb\""},
        {"a\rb", "\"a\rb\"", "\"a\rb\""},
        {"\"", "\"\"\"\"", "\"\"\"\""},
        {"=1+2", "=1+2", "'=1+2"},
        {"+49 30", "+49 30", "'+49 30"},
        {"@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"},
        {"-12.50", "-12.50", "-12.50"},
        {"-12.50.1", "-12.50.1", "'-12.50.1"},
        {"-1+2", "-1+2", "'-1+2"},
        {"-", "-", "'-"},
        {"\tx", "\tx", "'\tx"},
        {"=A1,\"B\"", "\"=A1,\"\"B\"\"\"", "\"'=A1,\"\"B\"\"\""},
        {"a=b", "a=b", "a=b"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_buf b;
        tt_buf_init(&b, 0);
        tt_csv_add_field(&b, tt_str_of(rows[i].in), false);
        assert_str(tt_buf_str(&b), rows[i].raw);
        tt_buf_reset(&b);
        tt_csv_add_field(&b, tt_str_of(rows[i].in), true);
        assert_str(tt_buf_str(&b), rows[i].sheet);
        tt_buf_release(&b);
    }
}

static void fields_survive_the_way_out_and_in(void **state)
{
    TT_UNUSED(state);
    static const char alphabet[] = "a,\"\n\r ";
    enum { N = 6, LONGEST = 5 };
    for (size_t n = 0, count = 1; n <= LONGEST; n++, count *= N)
        for (size_t number = 0; number < count; number++) {
            char text[LONGEST];
            for (size_t i = 0, rest = number; i < n; i++, rest /= N)
                text[i] = alphabet[rest % N];
            tt_str field = {text, n};
            tt_buf b;
            tt_csv c;
            tt_csv_row row;
            bool more;
            tt_buf_init(&b, 0);
            tt_buf_add(&b, TT_STR("x,"));
            tt_csv_add_field(&b, field, false);
            tt_buf_add(&b, TT_STR(",y\r\n"));
            assert_ok(tt_csv_init(&c, tt_buf_str(&b), NULL, ERR));
            assert_ok(tt_csv_next(&c, &row, &more, ERR));
            assert_int_equal(row.n, 3);
            assert_true(tt_str_eq(row.fields[1], field));
            assert_str(row.fields[2], "y");
            assert_int_equal(c.pos, b.n);
            tt_csv_release(&c);
            tt_buf_release(&b);
        }
}

/* Mapped, so that what lies behind is given back on the way: the rows are the same. */
static void a_very_long_line_is_one_row_of_a_mapped_file(void **state)
{
    static const char head[] = "a,b\n", tail[] = "\nc,d\n";
    const off_t size = 80 << 20; /* a hole: NULs that take no disk */
    char path[] = "/tmp/tradetrace-csv-XXXXXX";
    tt_file f;
    tt_csv c;
    tt_csv_row row;
    bool more;
    TT_UNUSED(state);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, head, strlen(head)), strlen(head));
    assert_int_equal(pwrite(fd, tail, strlen(tail), size), strlen(tail));
    assert_int_equal(close(fd), 0);
    assert_ok(tt_file_open(path, 0, &f, ERR));
    (void)unlink(path);
    assert_true(f.map_n > 0);
    assert_ok(tt_csv_init(&c, f.bytes, &(tt_csv_options){.file = &f}, ERR));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.n, 2);
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_true(more && row.flaw == TT_CSV_FIELD_LIMIT);
    assert_int_equal(row.raw.n, (size_t)size - strlen(head));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_int_equal(row.n, 2);
    assert_true(tt_str_is(row.fields[1], "d"));
    assert_ok(tt_csv_next(&c, &row, &more, ERR));
    assert_false(more);
    tt_csv_release(&c);
    tt_file_close(&f);
}

TT_TEST_MAIN("base/csv", TT_TEST(records_are_lines_and_the_last_end_is_optional),
             TT_TEST(spaces_are_part_of_a_field_and_empty_fields_are_fields),
             TT_TEST(quotes_hold_delimiters_line_ends_and_quotes),
             TT_TEST(a_quote_inside_a_field_is_an_ordinary_byte),
             TT_TEST(blank_lines_are_skipped_and_counted),
             TT_TEST(a_bom_is_skipped_once_and_at_the_start_only),
             TT_TEST(delimiter_and_quote_can_be_chosen), TT_TEST(an_open_quote_costs_one_line),
             TT_TEST(text_after_a_closing_quote_is_kept_as_written), TT_TEST(a_nul_costs_its_row),
             TT_TEST(the_limit_of_a_field_is_exact),
             TT_TEST(a_stray_quote_far_from_the_next_costs_one_line),
             TT_TEST(the_limit_of_fields_is_exact_and_costs_the_row),
             TT_TEST(a_megabyte_is_a_field_and_one_byte_more_is_not),
             TT_TEST(every_short_text_is_split_as_the_twin_splits_it),
             TT_TEST(hostile_quotes_do_not_cost_the_square), TT_TEST(every_allocation_may_fail),
             TT_TEST(only_the_current_row_takes_memory),
             TT_TEST(fields_are_quoted_where_they_must_be),
             TT_TEST(fields_survive_the_way_out_and_in),
             TT_TEST(a_very_long_line_is_one_row_of_a_mapped_file))
