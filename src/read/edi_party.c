/*
 * edi_party.c - NAD and its group: name, address, identifier, account of a party.
 *
 * Senders write names in three places: C080 (structured), C058 (lines, or everything in one text
 * with commas), and some in the place of the code.
 */
#include "read/edi_msg.h"

#include "base/str.h"
#include "refdata/legal.h"

/* NAD */
enum { CODE = 2, LINES = 3, NAME = 4, STREET = 5, CITY = 6, REGION = 7, POSTCODE = 8, COUNTRY = 9 };

/* Numbers of a party, best first: VAT, tax and fiscal numbers, then registers. */
static const char id_refs[] = "VA AHP FC GN XA ARA AOU";

/* 3055: codes that one trading partner made up for the other say nothing to anybody else. */
static const char private_agencies[] = "91 92 86 87 89 90 ZZZ ZZ";

/* --- the name --- */

/* Lower case, without dots: as the table of legal forms writes them. */
static bool is_legal_form(tt_str part)
{
    char text[32];
    size_t n = 0, terms;
    const tt_legal_term *term = tt_legal_terms(&terms);
    for (size_t i = 0; i < part.n; i++) {
        if (part.p[i] == '.')
            continue;
        if (n == sizeof text)
            return false;
        text[n++] = tt_ascii_lower(part.p[i]);
    }
    for (size_t i = 0; n > 0 && i < terms; i++)
        if (term[i].class == TT_WORD_LEGAL && tt_str_is((tt_str){text, n}, term[i].alias))
            return true;
    return false;
}

/* "ACME CO., LTD, 12 ROAD, TOWN": the name ends at the first comma that no legal form follows. */
static void split_at_comma(tt_str text, tt_str *name, tt_str *rest)
{
    size_t at = 0;
    *name = text;
    *rest = (tt_str){NULL, 0};
    while (at < text.n) {
        const char *comma = memchr(text.p + at, ',', text.n - at);
        if (!comma)
            return;
        at = (size_t)(comma - text.p) + 1;
        tt_str after = tt_str_sub(text, at, SIZE_MAX), part = after;
        (void)tt_str_split(&after, ',', &part);
        if (is_legal_form(tt_str_trim(part)))
            continue;
        *name = tt_str_trim(tt_str_sub(text, 0, at - 1));
        *rest = tt_str_trim(tt_str_sub(text, at, SIZE_MAX));
        return;
    }
}

/* Without commas at the end. */
static tt_str bare(tt_str s)
{
    while (s.n > 0 && (s.p[s.n - 1] == ',' || s.p[s.n - 1] == ' '))
        s.n--;
    return s;
}

/* C058: the first line is the name; one line alone holds everything. */
static void from_lines(const tt_edi_msg *m, size_t i, tt_str *name, tt_str *rest)
{
    tt_str first = {NULL, 0};
    unsigned c = 1;
    while (c <= 5 && first.n == 0)
        first = tt_edi_text(m, i, LINES, c++);
    for (*rest = (tt_str){NULL, 0}; c <= 5; c++)
        *rest = tt_edi_join(m, *rest, ", ", bare(tt_edi_text(m, i, LINES, c)));
    if (rest->n == 0)
        split_at_comma(first, name, rest);
    else
        *name = bare(first);
}

/*
 * C080: several lines are one name that did not fit, or a name and a department.  Where the party
 * has no street and no town, what follows the name is its address, unless the first line is full.
 */
static void from_name(const tt_edi_msg *m, size_t i, tt_str *name, tt_str *rest)
{
    enum { FULL = 35 };
    bool bare_name =
        tt_edi_joined(m, i, STREET, 1, 4, " ").n == 0 && tt_edi_text(m, i, CITY, 1).n == 0;
    *name = tt_edi_text(m, i, NAME, 1);
    *rest = (tt_str){NULL, 0};
    for (unsigned c = 2; c <= 5; c++) {
        tt_str more = tt_edi_text(m, i, NAME, c);
        if (tt_str_eq(more, *name))
            continue;
        if (bare_name && name->n > 0 && name->n < FULL)
            *rest = tt_edi_join(m, *rest, ", ", more);
        else
            *name = tt_edi_join(m, *name, " ", more);
    }
}

static bool has_blank(tt_str s)
{
    return s.n > 0 && memchr(s.p, ' ', s.n);
}

/* --- the address --- */

static tt_str address_of(const tt_edi_msg *m, size_t i, tt_str lines)
{
    tt_str street = tt_edi_joined(m, i, STREET, 1, 4, ", ");
    tt_str town = tt_edi_join(m, tt_edi_text(m, i, POSTCODE, 1), " ", tt_edi_text(m, i, CITY, 1));
    tt_str region = tt_edi_text(m, i, REGION, 4);
    if (region.n == 0)
        region = tt_edi_text(m, i, REGION, 1);
    tt_str out = tt_edi_join(m, lines, ", ", street);
    out = tt_edi_join(m, out, ", ", town);
    return tt_edi_join(m, out, ", ", region);
}

/* --- the group --- */

/* The segments that belong to NAD i end at *to. */
static size_t group_end(const tt_edi_msg *m, size_t i)
{
    static const char members[] = "RFF FII CTA COM LOC DOC DTM SCC MOA FTX CPI TSR EFI TPL HAN GEI";
    size_t to = i + 1;
    while (to < m->n && tt_edi_among(tt_str_of(m->v[to].seg.tag), members))
        to++;
    return to;
}

/* A party is known to others by a number of a register, else by a code that is not private. */
static tt_str id_of(const tt_edi_msg *m, size_t i, size_t to)
{
    tt_str id = tt_edi_ref(m, i, to, id_refs, 0);
    tt_str code = tt_edi_text(m, i, CODE, 1);
    if (id.n == 0 && !has_blank(code) &&
        !tt_edi_among(tt_edi_text(m, i, CODE, 3), private_agencies))
        id = code;
    return tt_edi_squeezed(m, id);
}

void tt_edi_party_of(const tt_edi_msg *m, size_t i, tt_edi_party *out)
{
    size_t to = group_end(m, i), fii = tt_edi_find(m, i, to, "FII");
    tt_str lines = {NULL, 0}, first = {NULL, 0}, after;
    *out = (tt_edi_party){.set = true, .at = i, .code = tt_edi_text(m, i, CODE, 1)};
    from_name(m, i, &out->name, &after);
    from_lines(m, i, &first, &lines);
    if (out->name.n == 0)
        out->name = first;
    else
        lines = tt_edi_join(m, after, ", ", tt_edi_join(m, first, ", ", lines));
    /* "NAD+CN+SOME NAME": a code has no blanks. */
    if (out->name.n == 0 && has_blank(out->code))
        out->name = out->code;
    out->id = id_of(m, i, to);
    out->address = address_of(m, i, lines);
    out->country = tt_edi_text(m, i, COUNTRY, 1);
    if (fii < to)
        out->account = tt_edi_squeezed(m, tt_edi_text(m, fii, 2, 1));
}

/* Where one NAD has the code only, another one of the same party may have its name. */
static void fill_from_same(const tt_edi_msg *m, size_t from, size_t to, tt_edi_party *p)
{
    for (size_t i = from; i < to && p->name.n == 0 && p->code.n > 0; i++) {
        tt_edi_party other;
        if (!tt_edi_at(m, i, "NAD") || !tt_str_eq(tt_edi_text(m, i, CODE, 1), p->code))
            continue;
        tt_edi_party_of(m, i, &other);
        if (other.name.n == 0)
            continue;
        p->name = other.name;
        if (p->address.n == 0)
            p->address = other.address;
        if (p->country.n == 0)
            p->country = other.country;
    }
}

void tt_edi_party_best(const tt_edi_msg *m, size_t from, size_t to, const char *roles,
                       const char *stand_ins, tt_edi_party *out)
{
    size_t i = tt_edi_best(m, from, to, "NAD", roles, 0, 0);
    bool stands_in = i == SIZE_MAX && stand_ins;
    *out = (tt_edi_party){0};
    if (stands_in)
        i = tt_edi_best(m, from, to, "NAD", stand_ins, 0, 0);
    if (i == SIZE_MAX)
        return;
    tt_edi_party_of(m, i, out);
    out->stand_in = stands_in;
    fill_from_same(m, from, to, out);
}
