/* hs.c - Harmonized System codes.  Rows are in data/hs.tsv, hs_chapters.tsv, hs_residual.tsv,
 * hs_titles.tsv, hs_units.tsv. */
#include "refdata/hs.h"

#include "base/str.h"

typedef struct rg_hs_chapters_row {
    uint8_t chapter, commodity, differentiated;
    const char *title;
} rg_hs_chapters_row;
typedef struct rg_hs_residual_row {
    uint16_t heading;
} rg_hs_residual_row;
typedef tt_hs_name rg_hs_titles_row;
typedef struct rg_hs_units_row {
    const char *unit, *prefix;
} rg_hs_units_row;
typedef uint32_t rg_hs_row; /* six digits */
#define TT_REFGEN_HS
#define TT_REFGEN_HS_CHAPTERS
#define TT_REFGEN_HS_RESIDUAL
#define TT_REFGEN_HS_TITLES
#define TT_REFGEN_HS_UNITS
#include "gen/refdata_data.h"

enum { RESERVED = 77, MAX_DIGITS = 10, LONGEST = 12 };

static const uint64_t ten_to[MAX_DIGITS + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000};

bool tt_hs_parse(tt_str text, tt_hs *out)
{
    uint64_t v = 0;
    unsigned n = 0;
    text = tt_str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (tt_ascii_is_digit(c)) {
            if (n++ == LONGEST)
                return false;
            if (n <= MAX_DIGITS)
                v = v * 10 + (uint64_t)(c - '0');
        } else if ((c != '.' && c != ' ') || n % 2 != 0 || n == 0) {
            return false;
        }
    }
    if (n < 2 || n % 2 != 0)
        return false;
    n = TT_MIN(n, (unsigned)MAX_DIGITS);
    v *= ten_to[MAX_DIGITS - n];
    if (v < ten_to[MAX_DIGITS - 2])
        return false; /* chapter 00 */
    *out = v << 4 | n;
    return true;
}

unsigned tt_hs_digits(tt_hs hs)
{
    return (unsigned)(hs & 15);
}

/* The first n digits as a number; the code must have as many. */
static uint32_t head(tt_hs hs, unsigned n)
{
    return (uint32_t)((hs >> 4) / ten_to[MAX_DIGITS - n]);
}

unsigned tt_hs_text(tt_hs hs, char out[TT_HS_TEXT])
{
    unsigned n = tt_hs_digits(hs);
    uint64_t v = hs >> 4;
    for (unsigned i = 0; i < n; i++)
        out[i] = (char)('0' + v / ten_to[MAX_DIGITS - 1 - i] % 10);
    out[n] = '\0';
    return n;
}

tt_hs tt_hs_prefix(tt_hs hs, unsigned n)
{
    if (n >= tt_hs_digits(hs))
        return hs;
    uint64_t cut = ten_to[MAX_DIGITS - n];
    return (hs >> 4) / cut * cut << 4 | n;
}

unsigned tt_hs_chapter(tt_hs hs)
{
    return head(hs, 2);
}

bool tt_hs_known(tt_hs hs, unsigned level)
{
    if ((level != 2 && level != 4 && level != 6) || tt_hs_digits(hs) < level)
        return false;
    /* The first subheading that is not below the prefix begins with it, or the prefix does not
     * exist. */
    uint32_t want = head(hs, level), cut = (uint32_t)ten_to[6 - level];
    size_t low = 0, high = TT_LEN(rg_hs);
    TT_BISECT(size_t, low, high, mid, rg_hs[mid] / cut < want);
    return low < TT_LEN(rg_hs) && rg_hs[low] / cut == want;
}

/* Chapters 01 to 97 are all in the table, in order; NULL for none, the reserved one, and national
 * chapters. */
static const rg_hs_chapters_row *chapter_of(tt_hs hs)
{
    unsigned c = tt_hs_chapter(hs);
    return c >= 1 && c <= TT_LEN(rg_hs_chapters) && c != RESERVED ? &rg_hs_chapters[c - 1] : NULL;
}

const char *tt_hs_chapter_title(tt_hs hs)
{
    const rg_hs_chapters_row *row = chapter_of(hs);
    return row ? row->title : "";
}

const tt_hs_name *tt_hs_names(size_t *n)
{
    *n = TT_LEN(rg_hs_titles);
    return rg_hs_titles;
}

const char *tt_hs_heading_title(tt_hs hs)
{
    uint32_t want = tt_hs_digits(hs) < 4 ? 0 : head(hs, 4);
    size_t low = 0, high = TT_LEN(rg_hs_titles);
    TT_BISECT(size_t, low, high, mid, rg_hs_titles[mid].heading < want);
    return low < TT_LEN(rg_hs_titles) && rg_hs_titles[low].heading == want ? rg_hs_titles[low].title
                                                                           : "";
}

bool tt_hs_is_commodity(tt_hs hs)
{
    const rg_hs_chapters_row *row = chapter_of(hs);
    return row && row->commodity;
}

bool tt_hs_is_differentiated(tt_hs hs)
{
    const rg_hs_chapters_row *row = chapter_of(hs);
    return row && row->differentiated;
}

bool tt_hs_is_residual(tt_hs hs)
{
    uint32_t heading = head(hs, 4);
    for (size_t i = 0; i < TT_LEN(rg_hs_residual); i++)
        if (rg_hs_residual[i].heading == heading)
            return true;
    uint32_t ending = head(hs, 6) % 100; /* 0 when there are fewer digits */
    return ending == 90 || ending % 10 == 9;
}

/* Unit of the rule for exactly these digits; NULL when there is none. */
static const char *rule_for(const char *digits)
{
    size_t low = 0, high = TT_LEN(rg_hs_units);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(rg_hs_units[mid].prefix, digits);
        if (c == 0)
            return rg_hs_units[mid].unit;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

tt_unit tt_hs_unit(tt_hs hs)
{
    char digits[TT_HS_TEXT];
    tt_unit u = TT_UNIT_NONE;
    if (hs == TT_HS_NONE)
        return u;
    for (unsigned n = TT_MIN(tt_hs_text(hs, digits), 6u); n >= 2; n -= 2) {
        digits[n] = '\0';
        const char *code = rule_for(digits);
        if (code)
            return tt_unit_parse(tt_str_of(code), &u) ? u : TT_UNIT_NONE;
    }
    return tt_dim_unit(TT_DIM_MASS);
}

tt_dim tt_hs_dimension(tt_hs hs)
{
    return tt_unit_dimension(tt_hs_unit(hs));
}
