/*
 * draft_names.c - headers to concepts to fields.
 */
#include "read/draft_names.h"

#include "base/str.h"
#include "refdata/fold.h"

enum { WORD_MAX = 64, HEADER_MAX = 256, N_WORDS = 2048, N_PARTS = 256 };

enum concept {
#define TT_WORDS(concept, words) C_##concept,
#include "read/header_words.def"
#undef TT_WORDS
    N_CONCEPTS
};
_Static_assert((int)N_CONCEPTS <= 128, "a sense has a bit for each concept");

static const struct {
    const char *name, *words;
} concepts[N_CONCEPTS] = {
#define TT_WORDS(concept, words) {#concept, words},
#include "read/header_words.def"
#undef TT_WORDS
};

static const struct header {
    tt_kind kind;
    const char *field;
    unsigned sure;
    const char *concepts;
} headers[] = {
#define TT_HEADER(kind, field, sure, concepts) {TT_KIND_##kind, #field, sure, concepts},
#define TT_ROLE(kind, role, sure, concept)
#include "read/header_fields.def"
#undef TT_HEADER
#undef TT_ROLE
};

static const struct role {
    tt_kind kind;
    uint8_t role;
    unsigned sure;
    const char *concept;
} roles[] = {
#define TT_HEADER(kind, field, sure, concepts)
#define TT_ROLE(kind, role, sure, concept) {TT_KIND_##kind, role, sure, concept},
#include "read/header_fields.def"
#undef TT_HEADER
#undef TT_ROLE
};

struct word {
    tt_str text; /* folded, one blank between words */
    uint8_t concept;
    bool whole; /* must be a whole word of the header */
};

struct tt_header_words {
    struct word words[N_WORDS];
    size_t n;
    tt_sense headers[TT_LEN(headers)];
    uint8_t roles[TT_LEN(roles)]; /* concept */
};

static bool has(const tt_sense *s, unsigned concept)
{
    return s->set[concept / 64] >> (concept % 64) & 1;
}

static void put(tt_sense *s, unsigned concept)
{
    s->set[concept / 64] |= UINT64_C(1) << (concept % 64);
}

/* --- folding --- */

enum sort { GAP, LOWER, UPPER, DIGIT, OTHER };

static enum sort sort_of(char c)
{
    if ((unsigned char)c >= 0x80)
        return OTHER;
    if (tt_ascii_is_digit(c))
        return DIGIT;
    if (!tt_ascii_is_alpha(c))
        return GAP;
    return c == tt_ascii_upper(c) ? UPPER : LOWER;
}

/* Words with one blank between them, folded; digits and signs are gaps. */
static size_t fold_header(tt_str s, char out[HEADER_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        while (i < s.n && (sort_of(s.p[i]) == GAP || sort_of(s.p[i]) == DIGIT))
            i++;
        size_t from = i;
        while (i < s.n && sort_of(s.p[i]) != GAP && sort_of(s.p[i]) != DIGIT &&
               !(i > from && sort_of(s.p[i]) == UPPER && sort_of(s.p[i - 1]) == LOWER))
            i++;
        char word[TT_FOLD_MAX];
        size_t len = tt_fold(tt_str_sub(s, from, i - from), word);
        if (len == 0 || n + len + 1 > HEADER_MAX)
            continue;
        if (n > 0)
            out[n++] = ' ';
        memcpy(out + n, word, len);
        n += len;
    }
    return n;
}

/* Up to three letters of an alphabet: too short to be looked for inside of words.  Scripts without
 * blanks have no such limit. */
static bool is_short(tt_str w)
{
    unsigned char c = w.n ? (unsigned char)w.p[0] : 0;
    return c < 0x80 ? w.n <= 3 : c < 0xe0 && w.n <= 6;
}

static bool add_words(tt_header_words *x, unsigned concept, tt_arena *a)
{
    char folded[HEADER_MAX];
    tt_str rest = tt_str_of(concepts[concept].words), word;
    while (tt_str_split(&rest, '|', &word)) {
        size_t n = fold_header(word, folded);
        TT_ASSERT(x->n < N_WORDS);
        if (n == 0 || x->n == N_WORDS)
            continue;
        tt_str text = tt_arena_str(a, (tt_str){folded, n});
        if (!text.p)
            return false;
        x->words[x->n++] = (struct word){text, (uint8_t) concept, is_short(text)};
    }
    return true;
}

static unsigned concept_of(tt_str name)
{
    for (unsigned c = 0; c < N_CONCEPTS; c++)
        if (tt_str_is(name, concepts[c].name))
            return c;
    TT_ASSERT(false); /* a concept of header_fields.def is in header_words.def */
    return 0;
}

const tt_header_words *tt_header_words_new(tt_arena *a)
{
    tt_header_words *x = tt_new(a, tt_header_words);
    for (unsigned c = 0; x && c < N_CONCEPTS; c++)
        if (!add_words(x, c, a))
            return NULL;
    for (size_t i = 0; x && i < TT_LEN(headers); i++) {
        tt_str rest = tt_str_of(headers[i].concepts), name;
        while (tt_str_split(&rest, ' ', &name))
            put(&x->headers[i], concept_of(name));
    }
    for (size_t i = 0; x && i < TT_LEN(roles); i++)
        x->roles[i] = (uint8_t)concept_of(tt_str_of(roles[i].concept));
    return x;
}

/* --- reading a header --- */

/* The longest known word at i; NULL: none.  `after`: another word ends here. */
static const struct word *longest(const tt_header_words *x, tt_str s, size_t i, bool after)
{
    const struct word *best = NULL;
    bool starts = i == 0 || s.p[i - 1] == ' ';
    for (size_t k = 0; k < x->n; k++) {
        const struct word *w = &x->words[k];
        size_t end = i + w->text.n;
        if (end > s.n || (best && w->text.n <= best->text.n) ||
            memcmp(s.p + i, w->text.p, w->text.n) != 0)
            continue;
        bool ends = end == s.n || s.p[end] == ' ';
        bool latin = (unsigned char)w->text.p[0] < 0x80;
        if (w->whole ? starts && ends : !latin || starts || after || w->text.n >= 5)
            best = w;
    }
    return best;
}

tt_sense tt_sense_of(const tt_header_words *x, tt_str header)
{
    static const char *const small[] = {"OF", "THE", "AND", "DE", "DU", "DES", "DER", "DEL", "DA",
                                        "DO", "LA",  "EL",  "IN", "IM", "AN",  "ON",  "FOR", "BY"};
    char folded[HEADER_MAX];
    tt_str s = {folded, fold_header(header, folded)};
    tt_sense out = {.unknown = 0};
    size_t stray = 0; /* bytes of this word that are of no word of ours */
    bool after = false;
    for (size_t i = 0; i <= s.n;) {
        if (i == s.n || s.p[i] == ' ') {
            out.unknown += stray > 2;
            stray = 0;
            after = false;
            i++;
            continue;
        }
        const struct word *w = longest(x, s, i, after);
        after = w != NULL;
        if (w) {
            put(&out, w->concept);
            i += w->text.n;
            continue;
        }
        size_t end = i;
        while (end < s.n && s.p[end] != ' ')
            end++;
        for (size_t k = 0; k < TT_LEN(small); k++)
            if ((i == 0 || s.p[i - 1] == ' ') && tt_str_is(tt_str_sub(s, i, end - i), small[k])) {
                i = end;
                break;
            }
        if (i < end) {
            stray++;
            i++;
        }
    }
    return out;
}

/* --- fields --- */

/* What a header says beside what is asked for takes from how well it fits; a number or a name that
 * is mentioned takes little, and the code of a type is no number of a document at all. */
static unsigned lessen(unsigned sure, const tt_sense *s, const tt_sense *asked)
{
    unsigned beside = 15 * s->unknown;
    for (unsigned c = 0; c < N_CONCEPTS; c++)
        if (has(s, c) && !has(asked, c))
            beside += c == C_number || c == C_name ? 8 : c == C_type && has(s, C_number) ? 120 : 22;
    return sure * 100 / (100 + beside);
}

/* The part of a party that a header speaks of. */
static tt_part part_of(const tt_sense *s, tt_sense *asked)
{
    static const struct {
        uint8_t concept;
        tt_part part;
    } parts[] = {{C_account, TT_PART_ACCOUNT}, {C_bank, TT_PART_BANK}, {C_country, TT_PART_COUNTRY},
                 {C_address, TT_PART_ADDRESS}, {C_tax, TT_PART_ID},    {C_lei, TT_PART_ID},
                 {C_name, TT_PART_NAME},       {C_number, TT_PART_ID}};
    for (size_t i = 0; i < TT_LEN(parts); i++) {
        if (!has(s, parts[i].concept))
            continue;
        put(asked, parts[i].concept);
        if (parts[i].part == TT_PART_ID || parts[i].part == TT_PART_ACCOUNT)
            put(asked, C_number);
        return parts[i].part;
    }
    return TT_PART_NONE;
}

static unsigned fits_role(const tt_header_words *x, const tt_sense *s, const tt_kind_info *info,
                          const tt_field *field)
{
    unsigned best = 0;
    bool has_id = false;
    for (size_t f = 0; f < info->n_fields; f++)
        has_id |= info->fields[f].role == field->role && info->fields[f].part == TT_PART_ID;
    for (size_t i = 0; i < TT_LEN(roles); i++) {
        tt_sense asked = {.unknown = 0};
        if (roles[i].kind != info->kind || roles[i].role != field->role || !has(s, x->roles[i]))
            continue;
        put(&asked, x->roles[i]);
        tt_part part = part_of(s, &asked);
        unsigned sure = roles[i].sure * 97 / 100;
        if (part == TT_PART_NONE) {
            part = TT_PART_NAME;
            sure = sure * 85 / 100;
        } else if (part == TT_PART_ID && !has_id) { /* better than nothing */
            part = TT_PART_NAME;
            sure = sure * 65 / 100;
        }
        if (part == field->part)
            best = TT_MAX(best, lessen(sure, s, &asked));
    }
    return best;
}

unsigned tt_sense_fits(const tt_header_words *x, const tt_sense *s, tt_kind kind, size_t field)
{
    const tt_kind_info *info = tt_kind_get(kind);
    const tt_field *fd = &info->fields[field];
    unsigned best = fd->role ? fits_role(x, s, info, fd) : 0;
    for (size_t i = 0; i < TT_LEN(headers); i++) {
        const tt_sense *asked = &x->headers[i];
        if (headers[i].kind == kind && strcmp(headers[i].field, fd->name) == 0 &&
            !(asked->set[0] & ~s->set[0]) && !(asked->set[1] & ~s->set[1]))
            best = TT_MAX(best, lessen(headers[i].sure, s, asked));
    }
    return best;
}

void tt_sense_text(const tt_sense *s, tt_buf *b)
{
    bool first = true;
    for (unsigned c = 0; c < N_CONCEPTS; c++) {
        if (!has(s, c))
            continue;
        tt_buf_addf(b, "%s%s", first ? "" : ", ", concepts[c].name);
        first = false;
    }
}
