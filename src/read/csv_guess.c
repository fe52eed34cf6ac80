/*
 * csv_guess.c - guesses about a CSV text: delimiter, kind.
 *
 * A rough splitter of its own, because a guess must not fail for want of memory.  What is read in
 * the end is split by base/csv.h only.
 */
#include "read/csv_guess.h"

#include "base/str.h"
#include "read/columns.h"
#include "read/read.h"

enum { MAX_NAMES = 512, MAX_ROWS = 64 };

/* Up to the delimiter or the line end. */
static size_t plain_end(tt_str in, size_t i, char delimiter)
{
    while (i < in.n && in.p[i] != delimiter && in.p[i] != '\n' && in.p[i] != '\r')
        i++;
    return i;
}

/* A cell at *pos, without its quotes when nothing follows them ("" stays double); *pos moves to
 * the byte that ends it. */
static tt_str cell(tt_str in, size_t *pos, char delimiter)
{
    size_t start = *pos, i = start;
    if (i < in.n && in.p[i] == '"') {
        for (i++; i < in.n && (in.p[i] != '"' || (i + 1 < in.n && in.p[i + 1] == '"'));)
            i += in.p[i] == '"' ? 2 : 1;
        size_t close = TT_MIN(i, in.n), after = TT_MIN(close + 1, in.n);
        *pos = plain_end(in, after, delimiter);
        if (*pos == after)
            return tt_str_sub(in, start + 1, close - start - 1);
    } else {
        *pos = plain_end(in, i, delimiter);
    }
    return tt_str_sub(in, start, *pos - start);
}

/* Cells of the row at *pos, the first MAX_NAMES of them in names; *pos moves to the next row that
 * is not empty. */
static size_t row(tt_str in, size_t *pos, char delimiter, tt_str names[MAX_NAMES])
{
    for (size_t n = 0;; (*pos)++) {
        tt_str s = cell(in, pos, delimiter);
        if (n < MAX_NAMES)
            names[n] = s;
        n++;
        if (*pos < in.n && in.p[*pos] == delimiter)
            continue;
        while (*pos < in.n && (in.p[*pos] == '\n' || in.p[*pos] == '\r'))
            (*pos)++;
        return n;
    }
}

static bool has_control(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 && !tt_ascii_is_space(s.p[i]))
            return true;
    return false;
}

static const char delimiters[] = {',', ';', '\t', '|'};

bool tt_csv_is_sep(tt_str line, char *delimiter)
{
    if (line.n == 7 && line.p[0] == '"' && line.p[6] == '"')
        line = tt_str_sub(line, 1, 5);
    if (line.n != 5 || !tt_str_is_nocase(tt_str_sub(line, 0, 4), "sep=") ||
        !memchr(delimiters, line.p[4], sizeof delimiters))
        return false;
    if (delimiter)
        *delimiter = line.p[4];
    return true;
}

static size_t line_end(tt_str in, size_t i)
{
    while (i < in.n && in.p[i] != '\n' && in.p[i] != '\r')
        i++;
    return i;
}

/* To the header: over lines without text and a line that names the delimiter. */
static size_t before_header(tt_str in, char *delimiter)
{
    bool named = false;
    for (size_t pos = 0; pos < in.n;) {
        size_t end = line_end(in, pos);
        tt_str text = tt_str_sub(in, pos, end - pos);
        bool blank = true;
        for (size_t i = 0; i < text.n && blank; i++)
            blank = text.p[i] == ' ' || (text.p[i] == '\t' && *delimiter != '\t');
        if (!blank && !named && tt_csv_is_sep(text, delimiter))
            named = blank = true;
        if (!blank || end == in.n)
            return blank ? in.n : pos;
        pos = end + 1;
    }
    return in.n;
}

static tt_csv_guess try_delimiter(tt_str in, bool cut, char delimiter)
{
    tt_str names[MAX_NAMES];
    tt_csv_guess g = {.delimiter = delimiter};
    size_t pos = before_header(in, &g.delimiter);
    if (pos == in.n)
        return g;
    delimiter = g.delimiter;
    size_t start = pos;
    g.columns = row(in, &pos, delimiter, names);
    g.binary = has_control(tt_str_sub(in, start, pos - start));
    size_t named = TT_MIN(g.columns, (size_t)MAX_NAMES);
    g.kind = tt_columns_kind(names, named);
    g.near = g.kind == TT_KIND_NONE;
    if (g.near)
        g.kind = tt_columns_kind_near(names, named);
    while (pos < in.n && g.rows < MAX_ROWS) {
        size_t n = row(in, &pos, delimiter, names);
        if (cut && pos == in.n)
            break; /* the rest of this row lies beyond what is looked at */
        g.rows++;
        g.fit += n == g.columns;
    }
    return g;
}

/* 2: the header makes a kind, 1: nearly. */
static int makes_kind(const tt_csv_guess *g)
{
    return g->kind == TT_KIND_NONE ? 0 : g->near ? 1 : 2;
}

static bool better(const tt_csv_guess *a, const tt_csv_guess *b)
{
    if (makes_kind(a) != makes_kind(b))
        return makes_kind(a) > makes_kind(b);
    if ((a->columns > 1) != (b->columns > 1))
        return a->columns > 1;
    /* a.fit / a.rows > b.fit / b.rows, and no rows are no disagreement */
    size_t left = a->rows ? a->fit * TT_MAX(b->rows, (size_t)1) : TT_MAX(b->rows, (size_t)1);
    size_t right = b->rows ? b->fit * TT_MAX(a->rows, (size_t)1) : TT_MAX(a->rows, (size_t)1);
    if (left != right)
        return left > right;
    return a->columns > b->columns;
}

tt_csv_guess tt_csv_guess_of(tt_str bytes, char delimiter)
{
    bytes = tt_str_sub(bytes, tt_str_bom(bytes), SIZE_MAX);
    tt_str in = tt_str_sub(bytes, 0, TT_SNIFF_BYTES);
    bool cut = in.n < bytes.n || bytes.n == TT_SNIFF_BYTES;
    if (delimiter)
        return try_delimiter(in, cut, delimiter);
    tt_csv_guess best = try_delimiter(in, cut, delimiters[0]);
    for (size_t i = 1; i < TT_LEN(delimiters); i++) {
        tt_csv_guess g = try_delimiter(in, cut, delimiters[i]);
        if (better(&g, &best))
            best = g;
    }
    return best;
}
