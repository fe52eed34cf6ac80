/*
 * csv.c - one pass over the bytes of a row, and what to do when its quotes do not close.
 *
 * Most rows have nothing unusual in them: these are split by the index of their structural bytes
 * (csv_index.h) alone.  quick_row knows only what it is sure of, and leaves any other row to the
 * careful way, which looks at each byte.
 *
 * Why it is linear: when a row gives up, every line end between its start and the place where
 * it gave up lay inside quotes.  A later row that is inside quotes at one of these line ends is
 * in the same state at the same byte, so it would end the same way: it gives up there at once.
 * doomed_until remembers the place.
 */
#include "base/csv.h"

#include "base/buf.h"
#include "base/csv_index.h"
#include "base/str.h"
#include "base/vec.h"

/* What a byte can be.  A byte of class 0 is text. */
enum { DELIMITER = 1, QUOTE = 2, LF = 4, CR = 8, NUL = 16 };
enum { LINE_END = LF | CR, FIELD_END = DELIMITER | LINE_END };

/* So many bytes of a row are looked at before those behind are given back. */
enum { STEP = 16 << 20 };

/* A row on its way. */
struct row {
    const char *p;
    size_t end;            /* of the input */
    size_t i;              /* next byte */
    size_t start;          /* first byte */
    size_t given;          /* back so far */
    size_t n;              /* fields */
    size_t first_line_end; /* SIZE_MAX: no line end in quotes so far */
    uint64_t line_ends;    /* in quotes */
    bool nul, stray, too_long, too_many;
};

/* How a field ended. */
enum end { DONE, GIVE_UP, NO_MEMORY };

tt_status tt_csv_init(tt_csv *c, tt_str bytes, const tt_csv_options *opt, tt_err *err)
{
    *c = (tt_csv){.in = bytes, .line = 1};
    if (opt)
        c->opt = *opt;
    if (!c->opt.delimiter)
        c->opt.delimiter = ',';
    if (!c->opt.quote)
        c->opt.quote = '"';
    if (!c->opt.field_limit)
        c->opt.field_limit = (size_t)1 << 20;
    if (!c->opt.max_fields)
        c->opt.max_fields = 4096;
    tt_arena_init(&c->text, 0);
    if (c->opt.delimiter == c->opt.quote || strchr("\r\n", c->opt.delimiter) ||
        strchr("\r\n", c->opt.quote))
        return tt_fail(err, TT_EUSAGE, "delimiter and quote must differ and be no line ends");
    c->class_of[(unsigned char)c->opt.delimiter] = DELIMITER;
    c->class_of[(unsigned char)c->opt.quote] = QUOTE;
    c->class_of['\n'] = LF;
    c->class_of['\r'] = CR;
    c->class_of['\0'] = NUL;
    c->pos = tt_str_bom(bytes);
    return TT_OK;
}

void tt_csv_release(tt_csv *c)
{
    if (!c)
        return;
    tt_mem_free(c->fields);
    tt_mem_free(c->index);
    tt_arena_release(&c->text);
    *c = (tt_csv){.in = {NULL, 0}};
}

static unsigned class_at(const tt_csv *c, const struct row *r, size_t i)
{
    return c->class_of[(unsigned char)r->p[i]];
}

/* The offset after the line end at i. */
static size_t after_line_end(tt_str in, size_t i)
{
    return i + (in.p[i] == '\r' && i + 1 < in.n && in.p[i + 1] == '\n' ? 2 : 1);
}

/* The first byte in [i, end) of one of these classes, or end. */
static inline size_t
scan(const uint8_t *class_of, const char *p, size_t i, size_t end, unsigned classes)
{
    const unsigned char *u = (const unsigned char *)p;
    for (; end - i >= 4; i += 4) {
        if (class_of[u[i]] & classes)
            return i;
        if (class_of[u[i + 1]] & classes)
            return i + 1;
        if (class_of[u[i + 2]] & classes)
            return i + 2;
        if (class_of[u[i + 3]] & classes)
            return i + 3;
    }
    while (i < end && !(class_of[u[i]] & classes))
        i++;
    return i;
}

static void give_back(const tt_csv *c, struct row *r, size_t until)
{
    if (!c->opt.file || until - r->given < STEP)
        return;
    tt_file_done(c->opt.file, r->given, until);
    r->given = until;
}

/* scan to the end of the input, which may be far. */
static size_t scan_on(const tt_csv *c, struct row *r, size_t i, unsigned classes)
{
    for (;;) {
        size_t stop = r->end - i > STEP ? i + STEP : r->end;
        i = scan(c->class_of, r->p, i, stop, classes);
        if (i < stop || stop == r->end)
            return i;
        give_back(c, r, i);
    }
}

/* To the end of a field that is not quoted (any more). */
static void plain_rest(const tt_csv *c, struct row *r)
{
    for (;;) {
        r->i = scan_on(c, r, r->i, FIELD_END | NUL);
        if (r->i == r->end || class_at(c, r, r->i) != NUL)
            return;
        r->nul = true;
        r->i++;
    }
}

static enum end add(tt_csv *c, struct row *r, tt_str field)
{
    if (field.n > c->opt.field_limit)
        r->too_long = true;
    if (r->n == c->opt.max_fields) {
        r->too_many = true;
        return DONE;
    }
    if (r->n == c->cap && !tt_vec_room((void *)&c->fields, &c->cap, r->n, 1, sizeof *c->fields))
        return NO_MEMORY;
    c->fields[r->n++] = field;
    return DONE;
}

/* A field in which "" stands for a quote. */
static enum end add_unescaped(tt_csv *c, struct row *r, tt_str raw)
{
    char *out = tt_arena_zalloc(&c->text, raw.n, 1);
    if (!out)
        return NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        out[n++] = raw.p[i];
        i += raw.p[i] == c->opt.quote; /* the second of two */
    }
    return add(c, r, (tt_str){out, n});
}

static enum end give_up(tt_csv *c, size_t until, tt_csv_flaw flaw)
{
    if (until > c->doomed_until) {
        c->doomed_until = until;
        c->doomed_flaw = flaw;
    }
    return GIVE_UP;
}

/* A line end inside quotes. */
static enum end cross(tt_csv *c, struct row *r)
{
    if (r->first_line_end == SIZE_MAX)
        r->first_line_end = r->i;
    if (r->i < c->doomed_until)
        return GIVE_UP;
    r->line_ends++;
    r->i = after_line_end(c->in, r->i);
    return DONE;
}

static enum end quoted_field(tt_csv *c, struct row *r)
{
    size_t open = r->i, text = open + 1;
    size_t stop = TT_MIN(r->end, text + TT_MIN(c->opt.field_limit, r->end - text) + 1);
    bool escapes = false;
    r->i = text;
    for (;;) {
        if (r->i < stop) /* two bytes at a step may go past it */
            r->i = scan(c->class_of, r->p, r->i, stop, QUOTE | LINE_END | NUL);
        if (r->i >= r->end)
            return give_up(c, SIZE_MAX, TT_CSV_OPEN_QUOTE);
        if (r->i - text > c->opt.field_limit)
            return give_up(c, r->i, TT_CSV_FIELD_LIMIT);
        unsigned class = class_at(c, r, r->i);
        if (class == NUL) {
            r->nul = true;
            r->i++;
        } else if (class != QUOTE) {
            if (cross(c, r) == GIVE_UP)
                return GIVE_UP;
        } else if (r->i + 1 < r->end && r->p[r->i + 1] == c->opt.quote) {
            escapes = true;
            r->i += 2;
        } else {
            break;
        }
    }
    tt_str inside = {r->p + text, r->i - text};
    r->i++;
    if (r->i < r->end && !(class_at(c, r, r->i) & FIELD_END)) {
        r->stray = true;
        plain_rest(c, r);
        return add(c, r, (tt_str){r->p + open, r->i - open});
    }
    return escapes ? add_unescaped(c, r, inside) : add(c, r, inside);
}

static enum end field(tt_csv *c, struct row *r)
{
    if (r->i < r->end && r->p[r->i] == c->opt.quote)
        return quoted_field(c, r);
    size_t start = r->i;
    plain_rest(c, r);
    return add(c, r, (tt_str){r->p + start, r->i - start});
}

/* To the first byte of a line that is not blank, or to the end. */
static void skip_blank(tt_csv *c)
{
    size_t i = c->pos;
    while (i < c->in.n) {
        char b = c->in.p[i];
        if (b == '\n' || b == '\r') {
            c->pos = i = after_line_end(c->in, i);
            c->line++;
        } else if ((b == ' ' || b == '\t') && b != c->opt.delimiter) {
            i++;
        } else {
            return;
        }
    }
    c->pos = i;
}

/* The row is its first physical line. */
static void cut(tt_csv *c, struct row *r, tt_csv_row *out)
{
    size_t end = r->first_line_end;
    if (end == SIZE_MAX)
        end = scan_on(c, r, r->i, LINE_END);
    out->flaw = c->doomed_flaw;
    out->raw = (tt_str){r->p + r->start, end - r->start};
    c->pos = end < r->end ? after_line_end(c->in, end) : end;
    c->line++;
}

static void finish(tt_csv *c, const struct row *r, tt_csv_row *out)
{
    out->flaw = r->too_many   ? TT_CSV_FIELDS_LIMIT
                : r->too_long ? TT_CSV_FIELD_LIMIT
                : r->nul      ? TT_CSV_NUL
                : r->stray    ? TT_CSV_STRAY_QUOTE
                              : TT_CSV_FINE;
    out->n = out->flaw == TT_CSV_FINE || out->flaw == TT_CSV_STRAY_QUOTE ? r->n : 0;
    out->raw = (tt_str){r->p + r->start, r->i - r->start};
    c->pos = r->i < r->end ? after_line_end(c->in, r->i) : r->i;
    c->line += r->line_ends + 1;
}

/* The careful way. */
static tt_status careful_row(tt_csv *c, tt_csv_row *row, tt_err *err)
{
    tt_arena_reset(&c->text);
    struct row r = {.p = c->in.p,
                    .end = c->in.n,
                    .i = c->pos,
                    .start = c->pos,
                    .given = c->pos,
                    .first_line_end = SIZE_MAX};
    enum end end;
    for (;;) {
        end = field(c, &r);
        if (end != DONE || r.i == r.end || class_at(c, &r, r.i) != DELIMITER)
            break;
        r.i++;
        give_back(c, &r, r.i);
    }
    if (end == NO_MEMORY)
        return tt_fail(err, TT_ENOMEM, "no room for the fields of a row");
    *row = (tt_csv_row){.line = c->line, .offset = c->pos};
    if (end == GIVE_UP)
        cut(c, &r, row);
    else
        finish(c, &r, row);
    row->fields = row->n ? c->fields : NULL;
    return TT_OK;
}

/* --- the quick way --- */

enum quick { SPLIT, UNUSUAL, BEYOND /* the row goes on after the window */ };

/* Fields of the row at offset `start` of the window.  *end: where its line end is. */
static enum quick split(tt_csv *c, size_t start, size_t *n_fields, size_t *row_end)
{
    tt_csv_index *x = c->index;
    const char *p = c->in.p + x->from;
    const char quote = c->opt.quote, delimiter = c->opt.delimiter;
    const size_t stop = x->to - x->from, limit = TT_MIN(c->cap, c->opt.max_fields);
    size_t k = x->next, n = 0, end;
    do {
        tt_str f;
        end = x->at[k++];
        if (n == limit)
            return UNUSUAL;
        if (end == start && end < stop && p[end] == quote) {
            size_t close;
            do
                close = x->at[k++];
            while (close < stop && p[close] == delimiter);
            if (close == stop)
                return BEYOND;
            end = x->at[k++];
            if (p[close] != quote || end != close + 1 || (end < stop && p[end] == quote))
                return UNUSUAL;
            f = (tt_str){p + start + 1, close - start - 1};
        } else {
            while (end < stop && p[end] == quote) /* not the first byte: an ordinary one */
                end = x->at[k++];
            f = (tt_str){p + start, end - start};
        }
        if (f.n > c->opt.field_limit)
            return UNUSUAL;
        c->fields[n++] = f;
        start = end + 1;
    } while (end < stop && p[end] == delimiter);
    if (end == stop && x->to < c->in.n)
        return BEYOND;
    x->next = k;
    *n_fields = n;
    *row_end = x->from + end;
    return SPLIT;
}

/* A row that needs no care.  Nothing has changed when it is another one. */
static enum quick quick_row(tt_csv *c, tt_csv_row *row)
{
    tt_csv_index *x = c->index;
    size_t n, end, start = c->pos - x->from;
    if (c->pos >= x->to)
        return BEYOND;
    while (x->at[x->next] < start)
        x->next++;
    enum quick how = split(c, start, &n, &end);
    if (how != SPLIT)
        return how;
    tt_str raw = {c->in.p + c->pos, end - c->pos};
    bool odd = tt_csv_index_odd(x, start, start + raw.n);
    if (odd && memchr(raw.p, '\0', raw.n))
        return UNUSUAL;
    *row = (tt_csv_row){.fields = c->fields,
                        .n = n,
                        .line = c->line++,
                        .offset = c->pos,
                        .raw = raw,
                        .ascii = !odd};
    c->pos = end < c->in.n ? after_line_end(c->in, end) : end;
    return SPLIT;
}

/* When the row is not in the window, the window moves to the row: once, or the row is longer than
 * any window.  Over all calls the windows are not much more than twice the input: two that follow
 * each other may overlap, but the second next starts after the end of the first. */
static enum quick quick_or_moved(tt_csv *c, tt_csv_row *row)
{
    enum quick how = quick_row(c, row);
    if (how != BEYOND || (c->index->from == c->pos && c->index->to > c->pos))
        return how;
    tt_csv_index_make(c->index, c->in, c->pos, c->opt.delimiter, c->opt.quote);
    return quick_row(c, row);
}

tt_status tt_csv_next(tt_csv *c, tt_csv_row *row, bool *more, tt_err *err)
{
    skip_blank(c);
    *more = c->pos < c->in.n;
    if (!*more)
        return TT_OK;
    if (!c->plain && !c->index) {
        c->index = tt_mem_zalloc(1, sizeof *c->index);
        if (!c->index)
            return tt_fail(err, TT_ENOMEM, "no room for the index of a text");
    }
    if (!c->plain && quick_or_moved(c, row) == SPLIT)
        return TT_OK;
    return careful_row(c, row, err);
}

const char *tt_csv_flaw_text(tt_csv_flaw f)
{
    static const char *const text[] = {
        [TT_CSV_FINE] = "",
        [TT_CSV_OPEN_QUOTE] = "open quote",
        [TT_CSV_STRAY_QUOTE] = "text after a closing quote",
        [TT_CSV_FIELD_LIMIT] = "field too long",
        [TT_CSV_FIELDS_LIMIT] = "too many fields",
        [TT_CSV_NUL] = "NUL byte",
    };
    return (size_t)f < TT_LEN(text) ? text[f] : "unknown flaw";
}

/* --- out --- */

/* '-' and then digits with at most one '.': a number for a spreadsheet, too. */
static bool is_negative_number(tt_str s)
{
    bool digit = false, point = false;
    for (size_t i = 1; i < s.n; i++) {
        if (tt_ascii_is_digit(s.p[i]))
            digit = true;
        else if (s.p[i] == '.' && !point)
            point = true;
        else
            return false;
    }
    return digit && s.p[0] == '-';
}

void tt_csv_add_field(tt_buf *b, tt_str field, bool spreadsheet)
{
    static const char formula[] = "=+-@\t\r"; /* with its NUL: that starts one as well */
    bool defuse = spreadsheet && field.n > 0 && memchr(formula, field.p[0], sizeof formula) &&
                  !is_negative_number(field);
    bool quote = false;
    for (size_t i = 0; i < field.n && !quote; i++)
        quote = field.p[i] == ',' || field.p[i] == '"' || field.p[i] == '\n' || field.p[i] == '\r';
    if (quote)
        tt_buf_add_c(b, '"');
    if (defuse)
        tt_buf_add_c(b, '\'');
    for (size_t from = 0; from < field.n;) { /* up to a quote, and the quote twice */
        size_t at = quote ? tt_str_find(field, TT_STR("\""), from) : SIZE_MAX;
        size_t to = at == SIZE_MAX ? field.n : at + 1;
        tt_buf_add(b, (tt_str){field.p + from, to - from});
        if (at != SIZE_MAX)
            tt_buf_add_c(b, '"');
        from = to;
    }
    if (quote)
        tt_buf_add_c(b, '"');
}
