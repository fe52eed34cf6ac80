/* tokens.c - a name folded and split into tokens, and what is left of it brought to ASCII. */
#include "resolve/tokens.h"

#include "base/str.h"

/* Dropped without a gap: apostrophes, accents that stand alone, Arabic tatweel, invisible marks. */
static bool is_dropped(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x02bc || c == 0x05f3 ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || c == 0x2060 ||
           c == 0xfeff || c == 0xad || c == 0x5f4 || (c >= 0x300 && c <= 0x36f);
}

static bool is_gap(uint32_t c)
{
    if (c < 0x80)
        return !tt_ascii_is_alnum((char)c);
    return c <= 0xbf || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x2bff) ||
           (c >= 0x3000 && c <= 0x3004) || (c >= 0x3006 && c <= 0x303f) || c == 0x30fb ||
           c == 0x060c || c == 0x061b || c == 0x061f || c == 0x05be || c == 0xfffd ||
           (c >= 0xfe30 && c <= 0xfe6f);
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0x060c || c == 0x3001;
}

/* Start a token at the end of the text.  False when there are too many: the rest of the name is not
 * looked at. */
static bool open_token(tt_tokens *t)
{
    if (t->n == TT_MAX_TOKENS)
        return false;
    if (t->n)
        t->text[t->used++] = ' ';
    t->v[t->n++] = (tt_token){.at = t->used};
    return true;
}

static void put_char(tt_tokens *t, uint32_t c)
{
    char *p = t->text + t->used;
    uint32_t n = 0;
    if (c < 0x80) {
        p[n++] = (char)c;
    } else {
        uint32_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        p[n++] = (char)((0xf80u >> more & 0xff) | c >> 6 * more);
        while (more-- > 0)
            p[n++] = (char)(0x80 | (c >> 6 * more & 0x3f));
    }
    t->used += n;
    t->v[t->n - 1].n += n;
}

static void see_comma(tt_tokens *t)
{
    if (!t->commas++)
        t->comma = t->n;
}

static bool is_digit(uint32_t c)
{
    return c < 0x80 && tt_ascii_is_digit((char)c);
}

/* The article is not part of an Arabic word. */
static void end_token(tt_tokens *t)
{
    if (!t->n)
        return;
    tt_token *k = &t->v[t->n - 1];
    if (k->script != TT_SCRIPT_ABJAD)
        return;
    uint32_t n = (uint32_t)tt_script_article((tt_str){t->text + k->at, k->n});
    memmove(t->text + k->at, t->text + k->at + n, k->n - n);
    k->n -= n;
    t->used -= n;
}

/* Split folded text.  t->text has room for twice the bytes. */
static tt_status split(tt_unicode *u, tt_tokens *t, tt_str s, tt_err *err)
{
    bool open = false, spaceless = false;
    for (size_t pos = 0; pos < s.n;) {
        uint32_t c = tt_utf8_next(s, &pos);
        if (is_dropped(c) || !(c = tt_script_native(c)))
            continue;
        if (is_gap(c)) {
            if (is_comma(c))
                see_comma(t);
            open = false;
            continue;
        }
        bool alone = tt_script_is_spaceless(c);
        if (u && tt_script_is_han(c)) {
            tt_han h;
            TT_TRY(tt_unicode_han(u, c, &h, err));
            c = h.simple;
        }
        if (!open || alone || spaceless) {
            end_token(t);
            if (!open_token(t))
                return TT_OK;
            t->v[t->n - 1].glued = open;
            t->v[t->n - 1].spaceless = alone;
        }
        open = true;
        spaceless = alone;
        tt_token *k = &t->v[t->n - 1];
        put_char(t, c);
        k->letters++;
        if (!k->script)
            k->script = tt_script_of(c);
        k->single = k->letters == 1 && !alone && !is_digit(c);
    }
    end_token(t);
    return TT_OK;
}

/* The same for ASCII, case included. */
static void split_ascii(tt_tokens *t, tt_str s)
{
    bool open = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\'' || c == '`')
            continue;
        if (!tt_ascii_is_alnum(c)) {
            if (c == ',')
                see_comma(t);
            open = false;
            continue;
        }
        if (!open && !open_token(t))
            return;
        open = true;
        tt_token *k = &t->v[t->n - 1];
        t->text[t->used++] = tt_ascii_lower(c);
        k->n++;
        k->letters++;
        if (!k->script && tt_ascii_is_alpha(c))
            k->script = TT_SCRIPT_LATIN;
        k->single = k->letters == 1 && tt_ascii_is_alpha(c);
    }
}

tt_status tt_tokens_of_alias(tt_str alias, tt_tokens *t, tt_err *err)
{
    t->used = t->n = t->comma = t->commas = 0;
    TT_TRY(split(NULL, t, alias, err));
    tt_tokens_merge_initials(t);
    return TT_OK;
}

tt_status tt_tokens_read(tt_unicode *u, tt_arena *a, tt_str raw, tt_tokens *t, tt_err *err)
{
    bool ascii = true;
    for (size_t i = 0; i < raw.n && ascii; i++)
        ascii = (unsigned char)raw.p[i] < 0x80;
    tt_str folded = raw;
    if (!ascii) {
        TT_TRY(tt_unicode_fold(u, raw, a, &folded, err));
        TT_TRY(tt_script_unmix(a, folded, &folded, err));
    }
    t->text = tt_arena_zalloc(a, folded.n * 2 + 8, 1);
    t->used = t->n = t->comma = t->commas = 0;
    if (!t->text)
        return tt_fail(err, TT_ENOMEM, "no room for the tokens of a name");
    if (!ascii)
        return split(u, t, folded, err);
    split_ascii(t, folded);
    return TT_OK;
}

void tt_tokens_merge_initials(tt_tokens *t)
{
    uint32_t n = t->n, first = 0;
    while (first + 1 < n && !(t->v[first].single && t->v[first + 1].single))
        first++;
    if (first + 1 >= n)
        return; /* the usual case: nothing to merge */
    const char *text = t->text;
    t->n = first;
    t->used = first ? t->v[first - 1].at + t->v[first - 1].n : 0;
    bool was_single = false;
    uint32_t comma = t->comma;
    for (uint32_t i = first; i < n; i++) {
        tt_token k = t->v[i];
        bool joins = i > first && k.single && was_single;
        was_single = k.single;
        if (!joins) {
            (void)open_token(t); /* not more than there were */
            tt_token *to = &t->v[t->n - 1];
            uint32_t at = to->at;
            *to = k;
            to->at = at;
            to->n = to->letters = 0;
        }
        tt_token *to = &t->v[t->n - 1];
        memmove(t->text + t->used, text + k.at, k.n); /* never ahead of where it is read */
        t->used += k.n;
        to->n += k.n;
        to->letters += k.letters;
        to->single = k.single && !joins;
        to->merged = joins;
        if (comma == i)
            t->comma = t->n - 1;
    }
}

tt_str tt_tokens_phrase(const tt_tokens *t, uint32_t from, uint32_t to)
{
    const tt_token *last = &t->v[to - 1];
    return (tt_str){t->text + t->v[from].at, last->at + last->n - t->v[from].at};
}

/* --- to ASCII --- */

/* The word that begins at token `from`: its end, and its text without blanks. */
static uint32_t glue(const tt_tokens *t, uint32_t from, char *room, tt_str *word)
{
    uint32_t end = from;
    size_t n = 0;
    do {
        memcpy(room + n, t->text + t->v[end].at, t->v[end].n);
        n += t->v[end].n;
        end++;
    } while (end < t->n && !t->v[end].done && t->v[end].glued &&
             t->v[end].script == t->v[from].script);
    *word = (tt_str){room, n};
    return end;
}

static bool is_plain(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

struct piece {
    uint32_t from, end; /* tokens before */
    tt_str text, native;
};

/* Tokens of `old` as pieces: phrases as they are, all others as one ASCII word. */
static tt_status read_pieces(tt_unicode *u, tt_arena *a, const tt_tokens *old, struct piece *v,
                             uint32_t *n, tt_err *err)
{
    *n = 0;
    for (uint32_t i = 0; i < old->n; (*n)++) {
        const tt_token *k = &old->v[i];
        struct piece *p = &v[*n];
        *p = (struct piece){.from = i};
        if (k->done) {
            p->end = k->next;
            p->text = tt_tokens_phrase(old, i, k->next);
            i = k->next;
            continue;
        }
        char *room = tt_arena_zalloc(a, old->used + 1, 1);
        tt_str word;
        if (!room)
            return tt_fail(err, TT_ENOMEM, "no room for the tokens of a name");
        p->end = i = glue(old, i, room, &word);
        p->text = word;
        if (is_plain(word))
            continue;
        TT_TRY(tt_script_ascii(u, a, word, &p->text, err));
        if (!p->text.n)
            p->text = word; /* no Latin form: keep what is written */
        if (k->script == TT_SCRIPT_HAN)
            p->native = word;
    }
    return TT_OK;
}

tt_status tt_tokens_to_ascii(tt_unicode *u, tt_arena *a, tt_tokens *t, tt_err *err)
{
    struct piece v[TT_MAX_TOKENS];
    uint32_t n, number[TT_MAX_TOKENS + 1];
    const tt_tokens old = *t;
    TT_TRY(read_pieces(u, a, &old, v, &n, err));
    size_t room = 1;
    for (uint32_t i = 0; i < n; i++)
        room += v[i].text.n + 1;
    t->text = tt_arena_zalloc(a, room, 1);
    if (!t->text)
        return tt_fail(err, TT_ENOMEM, "no room for the tokens of a name");
    t->used = t->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        tt_token k = old.v[v[i].from];
        (void)open_token(t);
        k.at = t->used;
        k.n = (uint32_t)v[i].text.n;
        k.native = v[i].native;
        k.next = i + 1;
        if (!k.done && v[i].end - v[i].from > 1)
            k.letters = k.n;
        memcpy(t->text + t->used, v[i].text.p, v[i].text.n);
        t->used += k.n;
        t->v[i] = k;
        for (uint32_t j = v[i].from; j < v[i].end; j++)
            number[j] = i;
    }
    number[old.n] = n;
    t->comma = number[t->comma];
    return TT_OK;
}
