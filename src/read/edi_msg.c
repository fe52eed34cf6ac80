/*
 * edi_msg.c - questions about the segments of a message.
 */
#include "read/edi_msg.h"

#include "base/str.h"

enum { SCALE = 6, ROW_BYTES = 64 << 20 };

/* --- groups --- */

/* A segment that begins a group, or ends one by belonging to none. */
static const struct leader {
    char tag[4];
    uint8_t group;
} leaders[] = {
    {"NAD", TT_EDI_IN_PARTY}, {"TDT", TT_EDI_IN_TRANSPORT}, {"ALC", TT_EDI_IN_CHARGE},
    {"TAX", TT_EDI_IN_TAX},   {"PAT", TT_EDI_IN_PAYMENT},   {"GID", TT_EDI_IN_GOODS},
    {"EQD", TT_EDI_IN_BOX},   {"CUX", TT_EDI_IN_NONE},      {"TOD", TT_EDI_IN_NONE},
    {"LIN", TT_EDI_IN_NONE},  {"CNI", TT_EDI_IN_NONE},      {"UNS", TT_EDI_IN_NONE},
    {"PRI", TT_EDI_IN_NONE},  {"CNT", TT_EDI_IN_NONE},      {"BGM", TT_EDI_IN_NONE},
};

/* Segments that a message may have once more after its parties, and that no party has. */
static bool leaves_party(const tt_edi_seg *s)
{
    return tt_edi_is(s, "MEA") || tt_edi_is(s, "IMD") || tt_edi_is(s, "QTY");
}

static bool is_main_leg(tt_edi *l, const tt_edi_seg *tdt)
{
    tt_str stage = tt_str_trim(tt_edi_get(l, tdt, 1, 1));
    return stage.n == 0 || tt_str_is(stage, "20");
}

void tt_edi_group_all(tt_edi *l, tt_edi_item *v, size_t n)
{
    uint8_t group = TT_EDI_IN_NONE;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < TT_LEN(leaders); k++)
            if (tt_edi_is(&v[i].seg, leaders[k].tag)) {
                /* A party of goods or of a container does not end them. */
                bool inner = leaders[k].group == TT_EDI_IN_PARTY &&
                             (group == TT_EDI_IN_GOODS || group == TT_EDI_IN_BOX);
                group = inner ? group : leaders[k].group;
            }
        if (tt_edi_is(&v[i].seg, "TDT") && !is_main_leg(l, &v[i].seg))
            group = TT_EDI_IN_LEG;
        if (group == TT_EDI_IN_PARTY && leaves_party(&v[i].seg))
            group = TT_EDI_IN_NONE;
        v[i].group = group;
    }
}

/* --- segments and texts --- */

bool tt_edi_at(const tt_edi_msg *m, size_t i, const char *tag)
{
    return i < m->n && tt_edi_is(&m->v[i].seg, tag);
}

tt_str tt_edi_text(const tt_edi_msg *m, size_t i, unsigned element, unsigned component)
{
    if (i >= m->n)
        return (tt_str){NULL, 0};
    return tt_str_trim(tt_edi_get(m->lex, &m->v[i].seg, element, component));
}

size_t tt_edi_find(const tt_edi_msg *m, size_t from, size_t to, const char *tag)
{
    while (from < to && !tt_edi_at(m, from, tag))
        from++;
    return from < to ? from : to;
}

bool tt_edi_among(tt_str word, const char *words)
{
    tt_str rest = tt_str_of(words), one;
    while (tt_str_split(&rest, ' ', &one))
        if (tt_str_eq(one, word))
            return true;
    return false;
}

size_t tt_edi_best(const tt_edi_msg *m, size_t from, size_t to, const char *tag, const char *quals,
                   unsigned groups, unsigned need)
{
    tt_str rest = tt_str_of(quals), qual;
    while (tt_str_split(&rest, ' ', &qual))
        for (size_t i = from; i < to; i++)
            if (tt_edi_at(m, i, tag) && (groups == 0 || (groups & (1U << m->v[i].group))) &&
                tt_str_eq(tt_edi_text(m, i, 1, 1), qual) &&
                (need == 0 || tt_edi_text(m, i, 1, need).n > 0))
                return i;
    return SIZE_MAX;
}

tt_str tt_edi_join(const tt_edi_msg *m, tt_str a, const char *sep, tt_str b)
{
    a = tt_str_trim(a);
    b = tt_str_trim(b);
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    size_t n = strlen(sep);
    char *out = tt_new_n(m->arena, char, a.n + n + b.n);
    if (!out) {
        m->lex->failed = true;
        return (tt_str){NULL, 0};
    }
    memcpy(out, a.p, a.n);
    memcpy(out + a.n, sep, n);
    memcpy(out + a.n + n, b.p, b.n);
    return (tt_str){out, a.n + n + b.n};
}

tt_str tt_edi_joined(const tt_edi_msg *m, size_t i, unsigned element, unsigned first, unsigned last,
                     const char *sep)
{
    tt_str out = {NULL, 0};
    for (unsigned c = first; c <= last; c++)
        out = tt_edi_join(m, out, sep, tt_edi_text(m, i, element, c));
    return out;
}

tt_str tt_edi_squeezed(const tt_edi_msg *m, tt_str text)
{
    size_t n = 0;
    if (text.n == 0 || !memchr(text.p, ' ', text.n))
        return text;
    char *out = tt_new_n(m->arena, char, text.n);
    if (!out) {
        m->lex->failed = true;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ')
            out[n++] = text.p[i];
    return (tt_str){out, n};
}

tt_str tt_edi_free_text(const tt_edi_msg *m, size_t from, size_t to, const char *qual)
{
    tt_str out = {NULL, 0};
    for (size_t i = from; i < to; i++)
        if (tt_edi_at(m, i, "FTX") && m->v[i].group != TT_EDI_IN_PARTY &&
            tt_str_is(tt_edi_text(m, i, 1, 1), qual))
            out = tt_edi_join(m, out, " ", tt_edi_joined(m, i, 4, 1, 5, " "));
    return out;
}

/* --- dates --- */

/* Formats of 2379 and what stands where: year, month, day, hour, minute, second as C Y M D h m s,
 * two letters each ("CC" is the century).  What comes after is a zone or the end of a period. */
static const struct date_form {
    const char *code, *form;
} date_forms[] = {
    {"102", "CCYYMMDD"},     {"203", "CCYYMMDDhhmm"}, {"204", "CCYYMMDDhhmmss"},
    {"101", "YYMMDD"},       {"201", "YYMMDDhhmm"},   {"202", "YYMMDDhhmmss"},
    {"2", "DDMMYY"},         {"3", "MMDDYY"},         {"4", "DDMMCCYY"},
    {"5", "DDMMCCYYhhmm"},   {"303", "CCYYMMDDhhmm"}, {"304", "CCYYMMDDhhmmss"},
    {"205", "CCYYMMDDhhmm"}, {"718", "CCYYMMDD"},     {"719", "CCYYMMDDhhmm"},
    {"711", "CCYYMMDD"},     {"717", "YYMMDD"},       {"713", "YYMMDDhhmm"},
};

/* Two digits of the form; "" when it has none of them. */
static const char *digits_of(const char *form, const char *what, const char *value)
{
    const char *at = strstr(form, what);
    return at ? value + (at - form) : "";
}

static tt_str iso(const tt_edi_msg *m, const char *form, const char *v)
{
    const char *yy = digits_of(form, "YY", v), *cc = digits_of(form, "CC", v),
               *hh = digits_of(form, "hh", v), *ss = digits_of(form, "ss", v);
    if (!*cc)
        cc = yy[0] >= '8' ? "19" : "20";
    const char *text =
        tt_arena_printf(m->arena, "%.2s%.2s-%.2s-%.2s%s%.2s%s%.2s%s%.2s", cc, yy,
                        digits_of(form, "MM", v), digits_of(form, "DD", v), *hh ? "T" : "", hh,
                        *hh ? ":" : "", digits_of(form, "mm", v), *ss ? ":" : "", ss);
    m->lex->failed |= text == NULL;
    return tt_str_of(text);
}

static size_t leading_digits(tt_str s)
{
    size_t n = 0;
    while (n < s.n && tt_ascii_is_digit(s.p[n]))
        n++;
    return n;
}

tt_str tt_edi_when(const tt_edi_msg *m, size_t i)
{
    tt_str value = tt_edi_text(m, i, 1, 2), code = tt_edi_text(m, i, 1, 3);
    size_t digits = leading_digits(value);
    const char *form = NULL;
    for (size_t k = 0; k < TT_LEN(date_forms) && !form; k++)
        if (tt_str_is(code, date_forms[k].code))
            form = date_forms[k].form;
    /* A format that the text does not have, or none: by the number of digits. */
    if (!form || digits < strlen(form) || (digits > strlen(form) && digits == value.n)) {
        if (digits != value.n)
            return value;
        form = digits == 6    ? "YYMMDD"
               : digits == 8  ? "CCYYMMDD"
               : digits == 10 ? "YYMMDDhhmm"
               : digits == 12 ? "CCYYMMDDhhmm"
               : digits == 14 ? "CCYYMMDDhhmmss"
                              : NULL;
    }
    if (!form)
        return value;
    tt_str text = iso(m, form, value.p);
    /* Midnight at the end of a day: the day is what counts. */
    return text.n > 10 && memcmp(text.p + 10, "T24", 3) == 0 ? tt_str_sub(text, 0, 10) : text;
}

tt_str tt_edi_date(const tt_edi_msg *m, size_t from, size_t to, const char *quals, unsigned groups)
{
    size_t i = tt_edi_best(m, from, to, "DTM", quals, groups, 2);
    return i == SIZE_MAX ? (tt_str){NULL, 0} : tt_edi_when(m, i);
}

/* --- references, places, numbers, codes --- */

tt_str tt_edi_ref(const tt_edi_msg *m, size_t from, size_t to, const char *quals, unsigned groups)
{
    size_t i = tt_edi_best(m, from, to, "RFF", quals, groups, 2);
    return i == SIZE_MAX ? (tt_str){NULL, 0} : tt_edi_text(m, i, 1, 2);
}

/* Two letters of a country and three letters or digits 2 to 9. */
static bool is_locode(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') && !(i > 1 && s.p[i] >= '2' && s.p[i] <= '9'))
            return false;
    return s.n == 5;
}

tt_str tt_edi_place(const tt_edi_msg *m, size_t i)
{
    tt_str code = tt_edi_text(m, i, 2, 1), name = tt_edi_text(m, i, 2, 4);
    return name.n == 0 || is_locode(code) ? code : name;
}

tt_str tt_edi_number(const tt_edi_msg *m, size_t i, unsigned element, unsigned component)
{
    tt_str s = tt_edi_squeezed(m, tt_edi_text(m, i, element, component));
    const char *comma = s.n ? memchr(s.p, ',', s.n) : NULL;
    if (!comma || memchr(s.p, '.', s.n))
        return s;
    char *out = tt_new_n(m->arena, char, s.n);
    if (!out) {
        m->lex->failed = true;
        return (tt_str){NULL, 0};
    }
    memcpy(out, s.p, s.n);
    out[comma - s.p] = '.';
    /* "12," is 12. */
    return (tt_str){out, comma + 1 == s.p + s.n && s.n > 1 ? s.n - 1 : s.n};
}

/* 7143 for tariff numbers: of the HS, and of customs, whose tariffs continue it. */
static const char hs_lists[] = "HS CV";

static bool looks_like_hs(tt_str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (tt_ascii_is_digit(s.p[i]))
            digits++;
        else if (s.p[i] != '.' && s.p[i] != ' ')
            return false;
    }
    return digits >= 4 && digits <= 12;
}

tt_str tt_edi_hs(const tt_edi_msg *m, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        unsigned first = tt_edi_at(m, i, "PIA") ? 2 : tt_edi_at(m, i, "LIN") ? 3 : 0;
        for (unsigned e = first; first > 0 && e < (first == 2 ? 7U : 4U); e++)
            if (tt_edi_among(tt_edi_text(m, i, e, 2), hs_lists) &&
                looks_like_hs(tt_edi_text(m, i, e, 1)))
                return tt_edi_squeezed(m, tt_edi_text(m, i, e, 1));
        if (tt_edi_at(m, i, "CST") && looks_like_hs(tt_edi_text(m, i, 2, 1)))
            return tt_edi_squeezed(m, tt_edi_text(m, i, 2, 1));
    }
    return (tt_str){NULL, 0};
}

/* --- telling --- */

tt_row_at tt_edi_place_of(const tt_edi_msg *m, size_t from, size_t to)
{
    const tt_edi_seg *first = &m->v[from].seg, *last = &m->v[to > from ? to - 1 : from].seg;
    tt_str end = tt_edi_whole(m->lex, last);
    return (tt_row_at){
        .number = m->emit->number + 1,
        .line = first->line,
        .offset = (uint64_t)(first->raw.p - m->lex->in.p),
        .raw = {first->raw.p, (size_t)(end.p - first->raw.p) + end.n},
    };
}

tt_status tt_edi_note(const tt_edi_msg *m, tt_reason what, size_t i, const char *field, tt_err *err)
{
    tt_row_at at = tt_edi_place_of(m, i, i + 1);
    return tt_emit_note(m->emit, what, &at, field, m->v[i].seg.raw, err);
}

tt_status tt_edi_msg_row(tt_edi_msg *m, size_t from, size_t to, tt_err *err)
{
    tt_row_at at = tt_edi_place_of(m, from, to);
    size_t limit = m->emit->in->limits.row_bytes ? m->emit->in->limits.row_bytes : ROW_BYTES;
    if (m->lex->failed)
        return tt_fail(err, TT_ENOMEM, "no room for the texts of a message");
    if (at.raw.n > limit)
        return tt_emit_reject(m->emit, TT_REASON_ROW_LIMIT, &at, NULL, err);
    tt_emit_set(m->emit, "document_status", m->status);
    tt_emit_set(m->emit, "version", m->version);
    TT_TRY(tt_emit_row(m->emit, &at, err));
    tt_arena_reset(m->emit->in->scratch);
    return TT_OK;
}

tt_status tt_edi_check_count(const tt_edi_msg *m, size_t from, size_t to, const char *qual,
                             int64_t real, int64_t other, tt_err *err)
{
    int64_t said;
    size_t i = tt_edi_best(m, from, to, "CNT", qual, 0, 2);
    if (i == SIZE_MAX || !tt_parse_dec(tt_edi_number(m, i, 1, 2), SCALE, &said, NULL))
        return TT_OK;
    return said == real || said == other ? TT_OK
                                         : tt_edi_note(m, TT_REASON_CONTROL_TOTAL, i, NULL, err);
}
