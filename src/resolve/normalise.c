/*
 * normalise.c - a name without what does not tell companies apart.
 *
 * Fold, split into tokens, find legal forms and generic words in the native script (longest phrase
 * first), bring the rest to ASCII, look again.  Words are refdata's legal_terms.tsv.  Not here:
 * comparing (compare.c), persons' titles and initials, romanisation variants.
 */
#include "resolve/parts.h"

#include "base/buf.h"
#include "base/str.h"

enum { MAX_TOKENS = 64, MAX_PHRASE = 12, SHORT_LEGAL = 3 };

struct tt_lexicon {
    tt_map terms;   /* tokens of an alias joined by blanks: index of refdata's terms */
    uint8_t *legal; /* per term: class of legal form, from 1; 0 = not legal */
    const tt_legal_term *term;
    uint32_t company; /* a term of the concept "company", which says nothing */
};

struct token {
    uint32_t at, n;   /* bytes of the text */
    uint32_t letters; /* code points */
    bool single;      /* may be part of initials: one letter, not Han */
    bool done;        /* found in the lexicon */
    uint32_t term;    /* done: index of terms */
    uint32_t next;    /* done: first token after the phrase; its other tokens are skipped */
};

/* Tokens of a text, which holds them joined by single blanks. */
struct tokens {
    char *text;
    uint32_t used, n;
    struct token v[MAX_TOKENS];
};

/* --- tokens --- */

static bool is_han(uint32_t c)
{
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* Dropped without a gap: apostrophes, accents that stand alone, Arabic tatweel, invisible marks. */
static bool is_dropped(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x02bc || c == 0x05f3 ||
           c == 0x0640 || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           c == 0x2060 || c == 0xfeff || c == 0xad;
}

static bool is_gap(uint32_t c)
{
    if (c < 0x80)
        return !tt_ascii_is_alnum((char)c);
    return c <= 0xbf || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x2bff) ||
           (c >= 0x3000 && c <= 0x303f) || c == 0x30fb || c == 0x060c || c == 0x061b ||
           c == 0x061f || c == 0x05f4 || c == 0x05be || c == 0xfffd || (c >= 0xfe30 && c <= 0xfe6f);
}

/* Start a token at the end of the text.  False when there are too many: the rest of the name is not
 * looked at. */
static bool open_token(struct tokens *t)
{
    if (t->n == MAX_TOKENS)
        return false;
    if (t->n)
        t->text[t->used++] = ' ';
    t->v[t->n++] = (struct token){.at = t->used};
    return true;
}

/* Split folded text.  t->text has room for twice the bytes. */
static void split(struct tokens *t, tt_str s)
{
    bool open = false;
    for (size_t pos = 0; pos < s.n;) {
        size_t from = pos;
        uint32_t c = tt_utf8_next(s, &pos);
        if (is_dropped(c))
            continue;
        if (is_gap(c)) {
            open = false;
            continue;
        }
        bool han = is_han(c);
        if ((!open || han) && !open_token(t))
            return;
        open = !han;
        struct token *k = &t->v[t->n - 1];
        memcpy(t->text + t->used, s.p + from, pos - from);
        t->used += (uint32_t)(pos - from);
        k->n += (uint32_t)(pos - from);
        k->letters++;
        k->single = k->letters == 1 && !han && !(c < 0x80 && tt_ascii_is_digit((char)c));
    }
}

/* "s a r l" becomes "sarl": runs of single letters are initials.  Rewrites the text in place. */
static void merge_initials(struct tokens *t)
{
    struct tokens from = *t;
    t->n = 0;
    t->used = 0;
    for (uint32_t i = 0; i < from.n; i++) {
        const struct token *k = &from.v[i];
        bool joins = i && k->single && from.v[i - 1].single;
        if (!joins)
            (void)open_token(t); /* not more than there were */
        struct token *to = &t->v[t->n - 1];
        memmove(t->text + t->used, from.text + k->at, k->n); /* never ahead of where it is read */
        t->used += k->n;
        to->n += k->n;
        to->letters += k->letters;
        to->single = k->single && !joins;
    }
}

static tt_str phrase(const struct tokens *t, uint32_t from, uint32_t to)
{
    const struct token *last = &t->v[to - 1];
    return (tt_str){t->text + t->v[from].at, last->at + last->n - t->v[from].at};
}

/* --- the lexicon --- */

/* Fold and split; ASCII without ICU. */
static tt_status tokenise(tt_unicode *u, tt_arena *a, tt_str raw, struct tokens *t, tt_err *err)
{
    bool ascii = true;
    for (size_t i = 0; i < raw.n && ascii; i++)
        ascii = (unsigned char)raw.p[i] < 0x80;
    tt_str folded = raw;
    if (!ascii)
        TT_TRY(tt_unicode_fold(u, raw, a, &folded, err));
    *t = (struct tokens){.text = tt_arena_zalloc(a, folded.n * 2 + 1, 1)};
    if (!t->text)
        return tt_fail(err, TT_ENOMEM, "no room for the tokens of a name");
    split(t, folded);
    if (ascii)
        for (uint32_t i = 0; i < t->used; i++)
            t->text[i] = tt_ascii_lower(t->text[i]);
    merge_initials(t);
    return TT_OK;
}

/* Number concepts of legal forms: terms of one concept need not be neighbours. */
static bool number_legal(tt_lexicon *x, size_t n)
{
    tt_map seen;
    tt_map_init(&seen);
    uint32_t count = 0;
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++) {
        if (x->term[i].class != TT_WORD_LEGAL)
            continue;
        uint32_t number;
        bool added;
        ok = tt_map_intern(&seen, tt_str_of(x->term[i].concept), count + 1, &number, &added);
        if (ok && added)
            count++;
        if (ok)
            x->legal[i] = (uint8_t)TT_MIN(number, (uint32_t)UINT8_MAX);
    }
    tt_map_release(&seen);
    return ok;
}

/* Terms of one class into the map; what is there stays, so legal forms come first. */
static tt_status add_terms(tt_lexicon *x, size_t n, bool legal, tt_unicode *u, tt_err *err)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    for (size_t i = 0; i < n && st == TT_OK; i++) {
        if ((x->term[i].class == TT_WORD_LEGAL) != legal)
            continue;
        struct tokens t;
        uint32_t found;
        tt_arena_reset(&a);
        st = tokenise(u, &a, tt_str_of(x->term[i].alias), &t, err);
        if (st != TT_OK || !t.n || t.n > MAX_PHRASE)
            continue;
        if (!tt_map_intern(&x->terms, phrase(&t, 0, t.n), (uint32_t)i, &found, NULL))
            st = tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    }
    tt_arena_release(&a);
    return st;
}

tt_status tt_lexicon_new(tt_lexicon **out, tt_err *err)
{
    size_t n;
    const tt_legal_term *term = tt_legal_terms(&n);
    tt_lexicon *x = tt_mem_zalloc(1, sizeof(*x));
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    tt_map_init(&x->terms);
    x->term = term;
    x->legal = tt_mem_zalloc(n + 1, 1);
    tt_unicode *u = NULL;
    tt_status st = tt_unicode_new(&u, err);
    if (st == TT_OK && (!x->legal || !number_legal(x, n)))
        st = tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    if (st == TT_OK)
        st = add_terms(x, n, true, u, err);
    if (st == TT_OK)
        st = add_terms(x, n, false, u, err);
    tt_unicode_free(u);
    if (st != TT_OK) {
        tt_lexicon_free(x);
        return st;
    }
    *out = x;
    return TT_OK;
}

void tt_lexicon_free(tt_lexicon *x)
{
    if (!x)
        return;
    tt_map_release(&x->terms);
    tt_mem_free(x->legal);
    tt_mem_free(x);
}

/* --- finding terms in a name --- */

/* Longest phrases first, from left to right, over tokens that are not done. */
static void find_terms(const tt_lexicon *x, struct tokens *t)
{
    for (uint32_t i = 0; i < t->n;) {
        if (t->v[i].done) {
            i = t->v[i].next;
            continue;
        }
        uint32_t end = i + 1;
        while (end < t->n && end - i < MAX_PHRASE && !t->v[end].done)
            end++;
        uint32_t term = TT_MAP_NONE;
        for (; end > i; end--) {
            term = tt_map_find(&x->terms, phrase(t, i, end));
            if (term != TT_MAP_NONE)
                break;
        }
        if (term == TT_MAP_NONE) {
            i++;
            continue;
        }
        t->v[i].done = true;
        t->v[i].term = term;
        t->v[i].next = end;
        i = end;
    }
}

static bool is_legal(const tt_lexicon *x, const struct token *k)
{
    return k->done && x->legal[k->term];
}

static bool is_company(const tt_lexicon *x, const struct token *k)
{
    return k->done && strcmp(x->term[k->term].concept, "company") == 0;
}

/* "SA", "AG", "AS": a word of its own unless it stands at the end or, where no form stands there,
 * in front. */
static bool is_short_legal(const tt_lexicon *x, const struct tokens *t, uint32_t i)
{
    const struct token *k = &t->v[i];
    return is_legal(x, k) && k->next == i + 1 && k->n <= SHORT_LEGAL &&
           (unsigned char)t->text[k->at] < 0x80;
}

static void undo_short_legal(const tt_lexicon *x, struct tokens *t)
{
    uint32_t heads[MAX_TOKENS], n = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].done ? t->v[i].next : i + 1)
        heads[n++] = i;
    uint32_t zone = n; /* heads[zone..] are the legal forms at the end */
    while (zone > 1 &&
           (is_legal(x, &t->v[heads[zone - 1]]) || is_company(x, &t->v[heads[zone - 1]])))
        zone--;
    bool at_end = false;
    for (uint32_t i = zone; i < n; i++)
        at_end |= is_legal(x, &t->v[heads[i]]);
    for (uint32_t i = 0; i < zone; i++)
        if (is_short_legal(x, t, heads[i]) && (i || at_end || n == 1))
            t->v[heads[i]].done = false;
}

/* Bring what is left to ASCII and look again: "Société Anonyme". */
static tt_status to_ascii(tt_unicode *u, tt_arena *a, struct tokens *t, tt_err *err)
{
    struct tokens old = *t;
    tt_str text[MAX_TOKENS];
    size_t room = 0;
    for (uint32_t i = 0; i < old.n; i++) {
        text[i] = phrase(&old, i, i + 1);
        if (!old.v[i].done)
            TT_TRY(tt_unicode_ascii(u, text[i], a, &text[i], err));
        if (!text[i].n)
            text[i] = phrase(&old, i, i + 1); /* no Latin form: keep what is written */
        room += text[i].n + 1;
    }
    t->text = tt_arena_zalloc(a, room + 1, 1);
    if (!t->text)
        return tt_fail(err, TT_ENOMEM, "no room for the tokens of a name");
    t->used = 0;
    for (uint32_t i = 0; i < old.n; i++) {
        if (i)
            t->text[t->used++] = ' ';
        t->v[i].at = t->used;
        t->v[i].n = (uint32_t)text[i].n;
        memcpy(t->text + t->used, text[i].p, text[i].n);
        t->used += t->v[i].n;
    }
    return TT_OK;
}

static bool is_stop_word(tt_str s)
{
    static const char *const words[] = {"and", "of", "the", "und", "et", "y",
                                        "e",   "i",  "va",  "de",  "la"};
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_str_is(s, words[i]))
            return true;
    return false;
}

struct reading {
    tt_buf core;
    size_t stem_at, stem_n;
    unsigned n;
    uint64_t words;
};

static void add_token(struct reading *r, tt_str text, bool word)
{
    if (r->core.n)
        tt_buf_add_c(&r->core, ' ');
    if (!r->n || (word && !r->words)) {
        r->stem_at = r->core.n;
        r->stem_n = text.n;
    }
    if (word && r->n < MAX_TOKENS)
        r->words |= (uint64_t)1 << r->n;
    r->n++;
    tt_buf_add(&r->core, text);
}

/* Everything but legal forms, in order. */
static void
read_tokens(const tt_lexicon *x, const struct tokens *t, tt_surface *s, struct reading *r)
{
    for (uint32_t i = 0; i < t->n;) {
        const struct token *k = &t->v[i];
        if (!k->done) {
            tt_str word = phrase(t, i, i + 1);
            if (!is_stop_word(word))
                add_token(r, word, true);
            i++;
            continue;
        }
        if (x->legal[k->term])
            s->legal = x->legal[k->term];
        else if (!is_company(x, k))
            add_token(r, tt_str_of(x->term[k->term].concept), false);
        s->bank |= strcmp(x->term[k->term].concept, "bank") == 0;
        i = k->next;
    }
}

tt_status tt_surface_read(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_arena *a,
                          tt_surface *s, tt_err *err)
{
    struct tokens t;
    TT_TRY(tokenise(u, tmp, s->raw, &t, err));
    find_terms(x, &t);
    bool ascii = true;
    for (uint32_t i = 0; i < t.used && ascii; i++)
        ascii = (unsigned char)t.text[i] < 0x80;
    if (!ascii) {
        TT_TRY(to_ascii(u, tmp, &t, err));
        find_terms(x, &t);
    }
    undo_short_legal(x, &t);

    struct reading r = {0};
    s->legal = 0;
    s->bank = false;
    tt_buf_init(&r.core, 0);
    read_tokens(x, &t, s, &r);
    if (!r.core.n) { /* only legal forms and stop words: better as written than nothing */
        tt_buf_add(&r.core, (tt_str){t.text, t.used});
        r.stem_at = 0;
        r.stem_n = r.core.n;
    }
    s->words = r.words;
    s->generic = !r.words;
    tt_status st = tt_buf_status(&r.core, err);
    if (st == TT_OK) {
        s->core = tt_arena_str(a, tt_buf_str(&r.core));
        s->stem = tt_str_sub(s->core, r.stem_at, r.stem_n);
        if (!s->core.p)
            st = tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    tt_buf_release(&r.core);
    return st;
}
