/*
 * refgen.c - reference tables (src/refdata/data/<table>.tsv) to sorted C arrays, at build time.
 *
 *     refgen SHA256SUMS TABLE.tsv ... > refdata_data.h
 *
 * SHA256SUMS is what sha256sum prints for the tables, then for itself.  A table has a first line
 * "# source: ...; date: ...; licence: ...", a second line with the names of its columns, then rows
 * of cells with tabs between.  Every flaw in a table stops the build: a missing or empty cell, a
 * blank at the end of one, two rows with one code, one spelling for two rows, a spelling that says
 * nothing new.
 *
 * Each table is written inside #ifdef TT_REFGEN_<TABLE>: a file includes only the tables that it
 * uses, after it has made the type of their rows, rg_<table>_row, with a member for each column
 * that is kept.
 */
#include "refdata/fold.h"

#include "base/str.h"

#include <errno.h>
#include <stdarg.h>

enum { MAX_ROWS = 32768, MAX_COLUMNS = 10, MAX_LINE = 1 << 14, MAX_TEXT = 1 << 21 };

/*
 * What becomes of a column, one letter each:
 *   s  text                             i  whole number, also below zero ('-' is -1)
 *   c  constant: <prefix><CELL>         o  nothing: for the reader of the table
 *   k  text, and a key to search for    K  only a key to search for ('-' is none, here and in k)
 *   a  more keys, '|' between           e  text, one row for each, '|' between
 *   p  as e with blanks between
 *   x  endings of two digits, blanks between: one row, a number, for each, after the four digits of
 * column 1
 *   l  endings of three letters or digits, blanks between: one row, the number that letters and
 * digits make to the base 36, for each, after the two letters of column 1
 *   t  the table stays text, header and rows as they are: it can be replaced while the program
 * runs, and refdata/reference.c reads both
 */
static const struct table {
    const char *name, *columns, *prefix;
} tables[] = {
    {"consignment_limits", "tttttttt", ""},
    {"containers", "kiiisa", ""},
    {"countries", "kkiokkKa", ""},
    {"currencies", "kiioisa", ""},
    {"export_shares", "tttttt", ""},
    {"fob", "cio", "FOB_"},
    {"free_zones", "tttttt", ""},
    {"hs", "ox", ""},
    {"hs_chapters", "iiis", ""},
    {"hs_residual", "i", ""},
    {"hs_titles", "iss", ""},
    {"hs_units", "sop", ""},
    {"industry_goods", "ttttt", ""},
    {"incoterms", "kiiciiiika", "TT_TERMS_"},
    {"known_names", "tttt", ""},
    {"legal_homes", "se", ""},
    {"legal_terms", "sce", "TT_WORD_"},
    {"locodes", "ol", ""},
    {"payment_limits", "tttttttt", ""},
    {"ports", "kiiss", ""},
    {"risk_lists", "ttttttt", ""},
    {"timber_bans", "ttttttt", ""},
    {"timber_genera", "tttttttt", ""},
    {"units", "kciika", "TT_DIM_"},
    {"waypoints", "siios", ""},
    {"wildlife_corridors", "ttttt", ""},
    {"wildlife_covers", "ttttttttt", ""},
    {"wildlife_fronts", "ttttttt", ""},
    {"wildlife_products", "ttttttt", ""},
    {"wildlife_taxa", "tttttttttt", ""},
    {"wildlife_values", "ttttttt", ""},
    {"wildlife_words", "ttttttt", ""},
};

struct row {
    const char *cell[MAX_COLUMNS];
};
struct key {
    const char *key;
    uint16_t row;
    bool optional; /* the same spelling in another column of the row is no flaw */
};

static struct row rows[MAX_ROWS];
static struct key keys[MAX_ROWS];
static size_t n_rows, n_keys, n_text, line_no;
static char text[MAX_TEXT];
static const char *path;

static _Noreturn void stop(const char *fmt, ...) TT_PRINTF(1, 2);
static _Noreturn void stop(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (line_no)
        fprintf(stderr, "%s:%zu: ", path, line_no);
    else
        fprintf(stderr, "%s: ", path);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

static const char *keep(const char *p, size_t n)
{
    if (n_text + n + 1 > MAX_TEXT)
        stop("tables are too large for the generator");
    char *out = text + n_text;
    memcpy(out, p, n);
    out[n] = '\0';
    n_text += n + 1;
    return out;
}

/* One line without its end; false at the end of the file. */
static bool next_line(FILE *f, char *line)
{
    if (!fgets(line, MAX_LINE, f))
        return false;
    line_no++;
    size_t n = strlen(line);
    if (!n || line[n - 1] != '\n')
        stop("line too long, or without an end");
    line[n - 1] = '\0';
    if (tt_utf8_bad((tt_str){line, n - 1}) != n - 1)
        stop("not UTF-8");
    return true;
}

static void check_cell(tt_str cell)
{
    tt_str trimmed = tt_str_trim(cell);
    if (!cell.n || trimmed.n != cell.n)
        stop("empty cell, or blanks at its ends: '%.*s'", TT_STR_ARG(cell));
}

static void add_row(const struct row *r)
{
    if (n_rows == MAX_ROWS)
        stop("too many rows");
    rows[n_rows++] = *r;
}

static bool whole_number(const char *s)
{
    size_t i = 0;
    while (tt_ascii_is_digit(s[i]))
        i++;
    return i > 0 && i < 19 && !s[i];
}

/* A row of the file: one row of the array, or for e, p and x one for each part of the last cell. */
static void take_row(const struct table *t, const char *line)
{
    struct row r = {{0}};
    size_t n = 0, want = strlen(t->columns);
    tt_str rest = tt_str_of(line), cell = {0};
    while (tt_str_split(&rest, '\t', &cell)) {
        if (n == want)
            stop("more than %zu cells", want);
        check_cell(cell);
        r.cell[n++] = keep(cell.p, cell.n);
    }
    if (n != want)
        stop("%zu cells where %zu are expected", n, want);
    char last = t->columns[want - 1];
    if (last == 't')
        r.cell[0] = keep(line, strlen(line));
    if (!strchr("eplx", last)) {
        add_row(&r);
        return;
    }
    tt_str parts = tt_str_of(r.cell[want - 1]);
    while (tt_str_split(&parts, last == 'e' ? '|' : ' ', &cell)) {
        check_cell(cell);
        r.cell[want - 1] = keep(cell.p, cell.n);
        if (last == 'x') {
            char code[7] = {0};
            if (strlen(r.cell[0]) != 4 || cell.n != 2)
                stop("not four digits and two");
            memcpy(code, r.cell[0], 4);
            memcpy(code + 4, cell.p, 2);
            if (!whole_number(code))
                stop("not digits: %s", code);
            r.cell[1] = keep(code, 6);
        }
        if (last == 'l') {
            char code[6] = {0};
            if (strlen(r.cell[0]) != 2 || cell.n != 3)
                stop("not two letters and three");
            memcpy(code, r.cell[0], 2);
            memcpy(code + 2, cell.p, 3);
            r.cell[1] = keep(code, 5);
        }
        add_row(&r);
    }
}

/* The column that orders the rows and must not repeat. */
static size_t order_column(const struct table *t)
{
    size_t last = strlen(t->columns) - 1;
    return strchr("eplx", t->columns[last]) ? last : 0;
}

static size_t sort_column;
static int cmp_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int c = strcmp(x->cell[sort_column], y->cell[sort_column]);
    return c ? c : strcmp(x->cell[0], y->cell[0]);
}

static int cmp_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int c = strcmp(x->key, y->key);
    if (c)
        return c;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : y->optional - x->optional; /* aliases last */
}

static void sort_rows(const struct table *t)
{
    if (t->columns[0] == 't')
        return;
    sort_column = order_column(t);
    qsort(rows, n_rows, sizeof(rows[0]), cmp_rows);
    for (size_t i = 1; i < n_rows; i++) {
        const char *code = rows[i].cell[sort_column];
        if (strcmp(rows[i - 1].cell[sort_column], code) != 0)
            continue;
        /* A word may stand for two concepts, but not twice for one. */
        if (t->columns[sort_column] != 'e' || !strcmp(rows[i - 1].cell[0], rows[i].cell[0]))
            stop("'%s' is there twice", code);
    }
}

static void add_key(size_t row, tt_str spelling, bool optional)
{
    char folded[TT_FOLD_MAX];
    size_t n = tt_fold(spelling, folded);
    if (!n)
        stop("a spelling with nothing in it, or too long: '%.*s'", TT_STR_ARG(spelling));
    if (n_keys == MAX_ROWS)
        stop("too many spellings");
    keys[n_keys++] = (struct key){keep(folded, n), (uint16_t)row, optional};
}

static void collect_keys(const struct table *t)
{
    for (size_t i = 0; i < n_rows; i++) {
        for (size_t c = 0; t->columns[c]; c++) {
            const char *cell = rows[i].cell[c];
            bool none = strcmp(cell, "-") == 0;
            if (strchr("kK", t->columns[c]) && !none)
                add_key(i, tt_str_of(cell), true);
            if (t->columns[c] != 'a' || none)
                continue;
            tt_str rest = tt_str_of(cell), part = {0};
            while (tt_str_split(&rest, '|', &part)) {
                check_cell(part);
                add_key(i, part, false);
            }
        }
    }
    qsort(keys, n_keys, sizeof(keys[0]), cmp_keys);
    size_t out = 0;
    for (size_t i = 0; i < n_keys; i++) {
        if (out && !strcmp(keys[out - 1].key, keys[i].key)) {
            if (keys[out - 1].row != keys[i].row)
                stop("'%s' stands for both '%s' and '%s'", keys[i].key,
                     rows[keys[out - 1].row].cell[0], rows[keys[i].row].cell[0]);
            if (!keys[i].optional)
                stop("'%s' of '%s' is known already", keys[i].key, rows[keys[i].row].cell[0]);
            continue;
        }
        keys[out++] = keys[i];
    }
    n_keys = out;
}

static void print_text(const char *s)
{
    putchar('"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x80) /* octal, three digits: the next character cannot join it */
            printf("\\%03o", c);
        else
            printf(c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    putchar('"');
}

static void print_cell(const struct table *t, char kind, const char *cell)
{
    if (kind == 'i' && strcmp(cell, "-") == 0) {
        printf("-1");
    } else if (kind == 'i' || kind == 'x') {
        if (kind == 'i' && cell[0] == '-') {
            putchar('-');
            cell++;
        }
        if (!whole_number(cell))
            stop("not a whole number: '%s'", cell);
        while (cell[0] == '0' && cell[1])
            cell++; /* C would read octal */
        printf(strlen(cell) > 9 ? "INT64_C(%s)" : "%s", cell);
    } else if (kind == 'l') {
        printf("%lu", strtoul(cell, NULL, 36));
    } else if (kind == 'c') {
        printf("%s", t->prefix);
        for (; *cell; cell++)
            putchar(tt_ascii_is_alnum(*cell) ? tt_ascii_upper(*cell) : '_');
    } else {
        print_text(cell);
    }
}

static void print_upper(const char *s)
{
    for (; *s; s++)
        putchar(tt_ascii_upper(*s));
}

static void print_table(const struct table *t)
{
    printf("\n#ifdef TT_REFGEN_");
    print_upper(t->name);
    bool bare = strpbrk(t->columns, "ltx") != NULL; /* one value a row */
    printf("\nstatic const rg_%s_row rg_%s[] = {\n", t->name, t->name);
    for (size_t i = 0; i < n_rows; i++) {
        const char *sep = bare ? "    " : "    {";
        for (size_t c = 0; t->columns[c]; c++) {
            if (strchr("oKa", t->columns[c]) || (c && t->columns[c] == 't'))
                continue;
            fputs(sep, stdout);
            print_cell(t, t->columns[c], rows[i].cell[c]);
            sep = ", ";
        }
        puts(bare ? "," : "},");
    }
    puts("};");
    if (n_keys) {
        printf("static const tt_fold_key rg_%s_keys[] = {\n", t->name);
        for (size_t i = 0; i < n_keys; i++) {
            printf("    {");
            print_text(keys[i].key);
            printf(", %u},\n", (unsigned)keys[i].row);
        }
        puts("};");
    }
    puts("#endif");
}

/* "# source: ...; date: ...; licence: ..." without the "# ". */
static const char *take_source(const char *line)
{
    const char *date = strstr(line, "; date: 20"), *licence = strstr(line, "; licence: ");
    if (strncmp(line, "# source: ", 10) != 0 || !date || !licence || date > licence || !licence[11])
        stop("the first line is not '# source: ...; date: 20..; licence: ...'");
    return keep(line + 2, strlen(line) - 2);
}

static const struct table *table_of(const char *file)
{
    const char *base = strrchr(file, '/');
    base = base ? base + 1 : file;
    for (size_t i = 0; i < TT_LEN(tables); i++) {
        size_t n = strlen(tables[i].name);
        if (strncmp(base, tables[i].name, n) == 0 && strcmp(base + n, ".tsv") == 0)
            return &tables[i];
    }
    stop("no table of this name: add it to tables[] in refgen.c");
}

static struct {
    const char *name, *source;
    size_t rows;
} done[TT_LEN(tables)];
static size_t n_done;

static void do_table(const char *file)
{
    static char line[MAX_LINE];
    path = file;
    line_no = 0;
    n_rows = n_keys = 0;
    const struct table *t = table_of(file);
    FILE *f = fopen(file, "r");
    if (!f)
        stop("cannot open: %s", strerror(errno));
    if (!next_line(f, line))
        stop("empty");
    const char *source = take_source(line);
    if (!next_line(f, line) || line[0] == '#')
        stop("the second line must name the columns");
    size_t tabs = 0;
    for (const char *p = line; *p; p++)
        tabs += *p == '\t';
    if (tabs + 1 != strlen(t->columns))
        stop("%zu columns where %zu are expected", tabs + 1, strlen(t->columns));
    if (t->columns[0] == 't')
        take_row(t, line);
    while (next_line(f, line))
        take_row(t, line);
    if (ferror(f) || fclose(f) != 0)
        stop("cannot read");
    if (!n_rows)
        stop("no rows");
    line_no = 0; /* from here on the table as a whole */
    sort_rows(t);
    collect_keys(t);
    print_table(t);
    if (n_done == TT_LEN(done))
        stop("a table is given twice");
    done[n_done].name = t->name;
    done[n_done].source = source;
    done[n_done++].rows = n_rows - (t->columns[0] == 't');
}

/* The hash of one table, or of the list of hashes for NULL. */
static void print_hash(const char *sums, const char *table)
{
    static char line[MAX_LINE];
    char name[64];
    path = sums;
    line_no = 0;
    FILE *f = fopen(sums, "r");
    if (!f)
        stop("cannot open: %s", strerror(errno));
    int len = snprintf(name, sizeof(name), table ? "/%s.tsv" : "  -", table ? table : "");
    bool found = false;
    while (next_line(f, line)) {
        size_t n = strlen(line);
        if (n < 66 || len < 0 || n < (size_t)len || strcmp(line + n - (size_t)len, name) != 0)
            continue;
        printf("\"%.64s\"", line);
        found = true;
    }
    if (fclose(f) != 0 || !found)
        stop("no hash of %s", table ? table : "the tables");
}

int main(int argc, char **argv)
{
    path = "refgen";
    if (argc < 3)
        stop("usage: refgen SHA256SUMS TABLE.tsv ...");
    puts("/* Made by refgen from src/refdata/data; do not edit. */");
    for (int i = 2; i < argc; i++)
        do_table(argv[i]);
    if (n_done != TT_LEN(tables))
        stop("%zu of %zu tables are given", n_done, TT_LEN(tables));
    printf("\n#ifdef TT_REFGEN_LIST\nstatic const char rg_list_sha256[] = ");
    print_hash(argv[1], NULL);
    puts(";\nstatic const tt_refdata_table rg_list[] = {");
    for (size_t i = 0; i < n_done; i++) {
        printf("    {\"%s\", ", done[i].name);
        print_text(done[i].source);
        printf(", ");
        print_hash(argv[1], done[i].name);
        printf(", %zu},\n", done[i].rows);
    }
    puts("};\n#endif");
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
