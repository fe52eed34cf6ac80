/*
 * remit.c - codes of SWIFT in remittance information; messages of ISO 20022 carry them on.
 */
#include "read/remit.h"

#include "base/str.h"
#include "base/swift.h"

enum { FULL_LINE = 35 };

/* "/INV/" at the start: its code. */
static tt_str code_of(tt_str s)
{
    size_t n = 1;
    if (s.n == 0 || s.p[0] != '/')
        return (tt_str){NULL, 0};
    while (n < s.n && n < 9 && s.p[n] >= 'A' && s.p[n] <= 'Z')
        n++;
    return n >= 4 && n < s.n && s.p[n] == '/' ? tt_str_sub(s, 1, n - 1) : (tt_str){NULL, 0};
}

static bool has_digit(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (tt_ascii_is_digit(s.p[i]))
            return true;
    return false;
}

/* "4711 01.12.2016": the number without its date, which has two points or dashes. */
static tt_str without_date(tt_str s)
{
    size_t n = s.n, signs = 0;
    while (n > 0 && (tt_ascii_is_digit(s.p[n - 1]) || s.p[n - 1] == '.' || s.p[n - 1] == '-')) {
        signs += !tt_ascii_is_digit(s.p[n - 1]);
        n--;
    }
    bool dated = n > 1 && s.p[n - 1] == ' ' && signs == 2 && s.n - n >= 6 && s.n - n <= 10;
    return dated ? tt_str_trim(tt_str_sub(s, 0, n)) : s;
}

/* "AND 3 MORE", "ETC": that there are others, and none of their numbers. */
static bool is_rest(tt_str s)
{
    static const char *const others[] = {"MORE",  "OTHER", "OTHERS",  "FURTHER", "ETC",
                                         "ETC.",  "...",   "WEITERE", "ANDERE",  "AUTRES",
                                         "OTRAS", "OTROS", "MAS",     "OUTRAS",  "ALTRE"};
    static const char *const around[] = {"AND",        "&",        "PLUS",    "+",   "UND",
                                         "ET",         "Y",        "E",       "INV", "INVOICES",
                                         "RECHNUNGEN", "FACTURES", "FACTURAS"};
    enum { COUNT = 3 }; /* digits */
    char word[16];
    bool other = false;
    tt_str rest = s, part;
    while (tt_str_split(&rest, ' ', &part)) {
        size_t n = 0, digits = 0;
        for (; n < part.n && n < sizeof word; n++) {
            word[n] = tt_ascii_upper(part.p[n]);
            digits += tt_ascii_is_digit(word[n]);
        }
        bool known = part.n == 0 || (digits == part.n && digits <= COUNT);
        for (size_t i = 0; i < TT_LEN(others) && !known; i++)
            other |= known = tt_str_is((tt_str){word, n}, others[i]);
        for (size_t i = 0; i < TT_LEN(around) && !known; i++)
            known = tt_str_is((tt_str){word, n}, around[i]);
        if (!known)
            return false;
    }
    return other;
}

/* "A-1,A-2" is two numbers when each part has a digit. */
static size_t add_numbers(tt_str s, tt_str *out, size_t n)
{
    tt_str rest = s, part;
    bool several = true;
    while (tt_str_split(&rest, ',', &part))
        several &= has_digit(part);
    rest = s;
    while (n < TT_REMIT_INVOICES && tt_str_split(&rest, several ? ',' : '\n', &part)) {
        part = tt_str_trim(part);
        while (part.n && part.p[part.n - 1] == '/')
            part.n--;
        if (part.n && !is_rest(part))
            out[n++] = without_date(part);
    }
    return n;
}

/* Pieces of a line between "//": each belongs to the last code. */
static size_t add_line(tt_str line, bool *inv, tt_str *out, size_t n)
{
    tt_str piece;
    *inv &= tt_str_starts(line, TT_STR("//"));
    while (line.n > 0) {
        size_t end = tt_str_find(line, TT_STR("//"), 0);
        if (end == 0) {
            line = tt_str_sub(line, 2, SIZE_MAX);
            continue;
        }
        piece = tt_str_sub(line, 0, end);
        tt_str code = code_of(piece);
        if (code.n) {
            *inv = tt_str_is(code, "INV");
            piece = tt_str_sub(piece, code.n + 2, SIZE_MAX);
        }
        if (*inv)
            n = add_numbers(piece, out, n);
        line = end == SIZE_MAX ? (tt_str){NULL, 0} : tt_str_sub(line, end, SIZE_MAX);
    }
    return n;
}

/* Lines that are full go on in the next: one line of both. */
static tt_str next_logical(tt_emit *e, tt_str *lines)
{
    tt_str line, all = {NULL, 0};
    while (tt_swift_line(lines, &line)) {
        tt_str text = line;
        if (all.n && tt_str_starts(text, TT_STR("//")))
            text = tt_str_sub(text, 2, SIZE_MAX);
        all = all.n ? tt_emit_join(e, all, "", text) : text;
        if (line.n < FULL_LINE || !lines->n || code_of(*lines).n)
            break;
    }
    return all;
}

size_t tt_remit_invoices(tt_emit *e, tt_str lines, tt_str out[TT_REMIT_INVOICES])
{
    size_t n = 0;
    bool inv = false;
    if (tt_str_find(lines, TT_STR("/INV/"), 0) == SIZE_MAX)
        return 0;
    while (lines.n > 0) {
        tt_str line = next_logical(e, &lines);
        size_t at = tt_str_find(line, TT_STR("/INV/"), 0);
        /* Words may stand before the code. */
        if (at != SIZE_MAX && !code_of(line).n)
            line = tt_str_sub(line, at, SIZE_MAX);
        n = add_line(line, &inv, out, n);
    }
    return n;
}
