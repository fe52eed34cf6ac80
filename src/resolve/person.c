/*
 * person.c - names of persons: titles dropped, particles told apart, initials kept, "PUTIN,
 * Vladimir" put in the order of most names.
 */
#include "resolve/normalise.h"

#include "base/str.h"

enum {
    PERSON_CLASSES =
        1u << TT_WORD_TITLE | 1u << TT_WORD_PARTICLE | 1u << TT_WORD_GIVEN | 1u << TT_WORD_STOP,
    MOST_CHARACTERS = 5 /* of a Chinese, Korean or Japanese name */
};

/* --- family names that are not set apart --- */

/* End of the run of characters that begins at token `from`. */
static uint32_t end_of_run(const tt_tokens *t, uint32_t from)
{
    uint32_t end = from + 1;
    while (end < t->n && t->v[end].glued && t->v[end].spaceless)
        end++;
    return end;
}

/* The end of a family name at token `from`, with at least one character of a given name behind it;
 * `from` when there is none. */
static uint32_t find_family(const tt_lexicon *x, const tt_tokens *t, uint32_t from, uint32_t *term)
{
    const tt_token *k = &t->v[from];
    uint32_t end = end_of_run(t, from);
    if (!k->spaceless || k->done || k->glued || end - from > MOST_CHARACTERS)
        return from;
    for (uint32_t n = 3; n >= 1; n--) {
        if (from + n > end || (from + n == end && end == t->n))
            continue;
        *term = tt_map_find(&x->terms, tt_tokens_phrase(t, from, from + n));
        if (*term != TT_MAP_NONE && x->term[*term].class == TT_WORD_FAMILY)
            return from + n;
    }
    return from;
}

bool tt_name_is_person(const tt_lexicon *x, const tt_tokens *t)
{
    uint32_t term;
    if (t->n < 2 || end_of_run(t, 0) != t->n)
        return false;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->v[i].done)
            return false;
    return find_family(x, t, 0, &term) > 0;
}

static void mark_family(const tt_lexicon *x, tt_tokens *t)
{
    uint32_t term, end = t->n ? find_family(x, t, 0, &term) : 0;
    if (!end)
        return;
    t->v[0].done = true;
    t->v[0].term = term;
    t->v[0].next = end;
}

/* --- words --- */

static bool is_particle(const tt_lexicon *x, const tt_token *k)
{
    return k->done &&
           (x->term[k->term].class == TT_WORD_PARTICLE || x->term[k->term].class == TT_WORD_STOP);
}

/* "I." is not "and". */
static void undo_letters(const tt_lexicon *x, tt_tokens *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (is_particle(x, &t->v[i]) && t->v[i].letters == 1 && t->v[i].next == i + 1)
            t->v[i].done = false;
}

/* A common name as it is written, when it is written in ASCII, and as all write it. */
static void add_common(const tt_lexicon *x, const tt_tokens *t, uint32_t i, tt_name_draft *d)
{
    char text[64];
    size_t n = 0;
    tt_str written = tt_tokens_phrase(t, i, t->v[i].next);
    tt_str common = tt_str_of(x->term[t->v[i].term].concept);
    bool ascii = true;
    for (size_t k = 0; k < written.n; k++) {
        ascii &= (unsigned char)written.p[k] < 0x80;
        if (n < sizeof(text) && written.p[k] != ' ')
            text[n++] = written.p[k];
    }
    tt_name_draft_add_common(d, ascii ? (tt_str){text, n} : common, common);
    tt_name_draft_written(d, ascii ? written : common);
}

/* At the end of a name: "sr" in front is "Señor". */
static bool is_senior(tt_str text)
{
    return tt_str_is(text, "sr") || tt_str_is(text, "snr") || tt_str_is(text, "senior");
}

/* Tokens from..end as words of the draft. */
static void
add_words(const tt_lexicon *x, const tt_tokens *t, uint32_t from, uint32_t end, tt_name_draft *d)
{
    while (from < end) {
        const tt_token *k = &t->v[from];
        uint32_t next = k->done ? k->next : from + 1;
        tt_str text = tt_tokens_phrase(t, from, next);
        if (from && next == t->n && is_senior(text)) {
            tt_name_draft_add(d, TT_WK_NUMBER, TT_STR("senior"), (tt_str){0});
            tt_name_draft_written(d, text);
        } else if (!k->done) {
            tt_name_draft_add(d, text.n == 1 ? TT_WK_INITIAL : TT_WK_WORD, text, k->native);
            tt_name_draft_written(d, text);
        } else if (is_particle(x, k)) {
            tt_name_draft_add(d, TT_WK_PARTICLE, text, (tt_str){0});
        } else if (tt_str_is(text, "jr") || tt_str_is(text, "junior")) {
            tt_name_draft_add(d, TT_WK_NUMBER, TT_STR("junior"), (tt_str){0});
            tt_name_draft_written(d, text);
        } else if (x->term[k->term].class != TT_WORD_TITLE) {
            add_common(x, t, from, d);
        }
        from = next;
    }
}

/* Particles are words where there is little else: "Ali Ben", "Le Van". */
static void keep_particles(const tt_lexicon *x, tt_tokens *t)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].done ? t->v[i].next : i + 1)
        words += !t->v[i].done || x->term[t->v[i].term].class >= TT_WORD_GIVEN;
    for (uint32_t i = 0; words < 2 && i < t->n; i++)
        if (is_particle(x, &t->v[i]))
            t->v[i].done = false;
}

tt_status tt_name_draft_person(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_str raw,
                               tt_name_draft *d, tt_err *err)
{
    tt_tokens t;
    TT_TRY(tt_tokens_read(u, tmp, raw, &t, err));
    tt_lexicon_mark(x, PERSON_CLASSES, &t);
    undo_letters(x, &t);
    mark_family(x, &t);
    TT_TRY(tt_tokens_to_ascii(u, tmp, &t, err));
    tt_lexicon_mark(x, PERSON_CLASSES, &t);
    undo_letters(x, &t);
    keep_particles(x, &t);
    uint32_t family = t.commas == 1 ? t.comma : 0; /* "family, given" */
    if (t.n && t.v[0].done && x->term[t.v[0].term].class == TT_WORD_FAMILY)
        family = 1;
    if (family >= t.n)
        family = 0;
    add_words(x, &t, family, t.n, d);
    add_words(x, &t, 0, family, d);
    return TT_OK;
}
