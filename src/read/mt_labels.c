/*
 * mt_labels.c - :86: in words: with labels ("IBAN: ", "OD: "), with an account in front, or none;
 * and the lines of :NS:.
 */
#include "read/mt_entry.h"

#include "base/str.h"

static void set(tt_str *to, tt_str s)
{
    s = tt_str_trim(s);
    if (to->n == 0)
        *to = s;
}

enum shape {
    WORDS,   /* up to the next label */
    ACCOUNT, /* one word, or digits with blanks between */
    PERSON   /* up to two blanks, the end of the line, or ';': an address may follow */
};

static const struct label {
    const char *label;
    bool main; /* a text with it is written in labels */
    enum shape shape;
    size_t to; /* SIZE_MAX: nothing takes it */
} labels[] = {
    {"BETALINGSKENM.", false, WORDS, SIZE_MAX},
    {"OMSCHRIJVING:", false, WORDS, offsetof(tt_mt_details, remittance)},
    {"MACHTIGING:", false, WORDS, SIZE_MAX},
    {"INCASSANT:", false, ACCOUNT, offsetof(tt_mt_details, creditor)},
    {"NA RACH.:", true, ACCOUNT, offsetof(tt_mt_details, account)},
    {"Z RACH.:", true, ACCOUNT, offsetof(tt_mt_details, account)},
    {"KENMERK:", false, WORDS, offsetof(tt_mt_details, e2e)},
    {"ID IPH:", false, WORDS, SIZE_MAX},
    {"TYT.:", true, WORDS, offsetof(tt_mt_details, remittance)},
    {"IBAN:", true, ACCOUNT, offsetof(tt_mt_details, account)},
    {"NAAM:", true, PERSON, offsetof(tt_mt_details, name)},
    {"REK:", true, ACCOUNT, offsetof(tt_mt_details, account)},
    {"DLA:", false, PERSON, offsetof(tt_mt_details, name)},
    {"TNR:", false, WORDS, SIZE_MAX},
    {"BIC:", false, ACCOUNT, offsetof(tt_mt_details, bank)},
    {"OD:", false, PERSON, offsetof(tt_mt_details, name)},
};

static const struct label *label_at(tt_str s, size_t at)
{
    if (at > 0 && tt_ascii_is_alnum(s.p[at - 1]))
        return NULL;
    tt_str rest = tt_str_sub(s, at, SIZE_MAX);
    for (size_t i = 0; i < TT_LEN(labels); i++)
        if (tt_str_starts(rest, tt_str_of(labels[i].label)))
            return &labels[i];
    return NULL;
}

static size_t next_label(tt_str s, size_t from)
{
    while (from < s.n && !label_at(s, from))
        from++;
    return from;
}

static bool ends_person(tt_str s, size_t i)
{
    char c = s.p[i];
    return c == ';' || c == '\n' || c == '\r' || (c == ' ' && i + 1 < s.n && s.p[i + 1] == ' ');
}

static tt_str value_of(tt_mt *m, tt_str s, enum shape shape)
{
    size_t n = 0;
    s = tt_str_trim(s);
    while (s.n && (s.p[s.n - 1] == ';' || s.p[s.n - 1] == '/'))
        s = tt_str_trim(tt_str_sub(s, 0, s.n - 1));
    if (shape == WORDS)
        return tt_mt_flat(m, s, TT_MT_LONG_LINE);
    while (n < s.n &&
           (shape == PERSON ? !ends_person(s, n)
                            : tt_ascii_is_alnum(s.p[n]) ||
                                  (s.p[n] == ' ' && n + 1 < s.n && tt_ascii_is_digit(s.p[n + 1]))))
        n++;
    s = tt_str_sub(s, 0, n);
    return shape == ACCOUNT ? tt_mt_packed(m, s) : s;
}

bool tt_mt_details_labels(tt_mt *m, tt_str text, tt_mt_details *out)
{
    bool labelled = false;
    for (size_t at = next_label(text, 0); at < text.n; at = next_label(text, at + 1))
        labelled |= label_at(text, at)->main;
    if (!labelled)
        return false;
    size_t at = next_label(text, 0);
    tt_str before = tt_mt_flat(m, tt_str_sub(text, 0, at), TT_MT_LONG_LINE);
    while (at < text.n) {
        const struct label *l = label_at(text, at);
        size_t from = at + strlen(l->label);
        at = next_label(text, from);
        if (l->to != SIZE_MAX)
            set((tt_str *)((char *)out + l->to),
                value_of(m, tt_str_sub(text, from, at - from), l->shape));
    }
    set(&out->remittance, before);
    return true;
}

/* "GIRO  123456 NAME" and "12.34.56.789 NAME": the account in front, of the time before IBAN.
 * Returns its end, 0 when there is none. */
static size_t old_account(tt_str line, size_t *from)
{
    size_t i = 0, n = 0, dots = 0;
    bool giro = tt_str_starts(line, TT_STR("GIRO "));
    for (i = giro ? 5 : 0; i < line.n && line.p[i] == ' ';)
        i++;
    *from = i;
    for (; i < line.n && (tt_ascii_is_digit(line.p[i]) || (!giro && line.p[i] == '.')); i++) {
        n += line.p[i] != '.';
        dots += line.p[i] == '.';
    }
    if (i >= line.n || line.p[i] != ' ')
        return 0;
    return giro ? (n >= 3 ? i : 0) : (n >= 9 && n <= 10 && dots == 3 ? i : 0);
}

static tt_str without_dots(tt_mt *m, tt_str s)
{
    char *out = tt_new_n(m->in->scratch, char, s.n + 1);
    size_t n = 0;
    m->e.failed |= out == NULL;
    for (size_t i = 0; out && i < s.n; i++)
        if (s.p[i] != '.')
            out[n++] = s.p[i];
    return (tt_str){out, n};
}

void tt_mt_details_words(tt_mt *m, tt_str text, tt_mt_details *out)
{
    enum { SECOND = 32 }; /* where the second of two columns starts */
    tt_str rest = tt_str_trim(text), line = {NULL, 0};
    size_t from = 0, end = 0;
    tt_str all = tt_mt_flat(m, rest, TT_MT_LONG_LINE);
    (void)tt_swift_line(&rest, &line);
    while (end < line.n && line.p[end] != ' ')
        end++;
    if (tt_mt_is_iban(tt_str_sub(line, 0, end))) {
        set(&out->account, tt_str_sub(line, 0, end));
        if (tt_str_trim(rest).n) {
            set(&out->name, tt_str_sub(line, end, SIZE_MAX));
            all = tt_mt_flat(m, rest, TT_MT_LONG_LINE);
        }
    } else if ((end = old_account(line, &from)) > 0) {
        all = tt_mt_flat(m, text, SIZE_MAX); /* columns: no word goes on in the next line */
        set(&out->account, without_dots(m, tt_str_sub(line, from, end - from)));
        for (from = end; from < line.n && line.p[from] == ' ';)
            from++;
        size_t stop = from < SECOND ? SECOND : line.n;
        for (end = from; end < line.n && end < stop && !ends_person(line, end);)
            end++;
        set(&out->name, tt_str_sub(line, from, end - from));
    }
    set(&out->remittance, all);
}

tt_str tt_mt_ns_lines(tt_mt *m, tt_str text, unsigned from, unsigned to)
{
    tt_str line, out = {NULL, 0};
    while (tt_swift_line(&text, &line)) {
        if (line.n < 2 || !tt_ascii_is_digit(line.p[0]) || !tt_ascii_is_digit(line.p[1]))
            continue;
        unsigned number = (unsigned)(line.p[0] - '0') * 10 + (unsigned)(line.p[1] - '0');
        if (number >= from && number <= to)
            out = tt_emit_join(&m->e, out, " ", tt_str_sub(line, 2, SIZE_MAX));
    }
    return out;
}

void tt_mt_details_ns(tt_mt *m, tt_str text, tt_mt_details *out)
{
    set(&out->remittance, tt_mt_ns_lines(m, text, 1, 14));
    set(&out->name, tt_mt_ns_lines(m, text, 15, 16));
    set(&out->bank, tt_mt_ns_lines(m, text, 33, 33));
    set(&out->account, tt_mt_packed(m, tt_mt_ns_lines(m, text, 34, 34)));
}
