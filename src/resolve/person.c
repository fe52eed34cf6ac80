/*
 * person.c - names of persons: titles dropped, particles told apart, initials kept, "PUTIN,
 * Vladimir" put in the order of most names.
 */
#include "resolve/normalise.h"

#include "base/str.h"

enum { PERSON_CLASSES = 1u << TT_WORD_TITLE | 1u << TT_WORD_PARTICLE };

/* Tokens from..end as words of the draft. */
static void
add_words(const tt_lexicon *x, const tt_tokens *t, uint32_t from, uint32_t end, tt_name_draft *d)
{
    while (from < end) {
        const tt_token *k = &t->v[from];
        uint32_t next = k->done ? k->next : from + 1;
        tt_str text = tt_tokens_phrase(t, from, next);
        if (!k->done) {
            tt_name_draft_add(d, text.n == 1 ? TT_WK_INITIAL : TT_WK_WORD, text, k->native);
            tt_name_draft_initial(d, text);
        } else if (x->term[k->term].class == TT_WORD_PARTICLE) {
            tt_name_draft_add(d, TT_WK_PARTICLE, tt_str_of(x->term[k->term].concept), (tt_str){0});
        }
        from = next;
    }
}

/* Particles are words where there is little else: "Ali Ben", "Le Van". */
static void keep_particles(const tt_lexicon *x, tt_tokens *t)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].done ? t->v[i].next : i + 1)
        words += !t->v[i].done;
    for (uint32_t i = 0; words < 2 && i < t->n; i++)
        if (t->v[i].done && x->term[t->v[i].term].class == TT_WORD_PARTICLE)
            t->v[i].done = false;
}

tt_status tt_name_draft_person(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_str raw,
                               tt_name_draft *d, tt_err *err)
{
    tt_tokens t;
    TT_TRY(tt_tokens_read(u, tmp, raw, &t, err));
    tt_lexicon_mark(x, PERSON_CLASSES, &t);
    TT_TRY(tt_tokens_to_ascii(u, tmp, &t, err));
    tt_lexicon_mark(x, PERSON_CLASSES, &t);
    keep_particles(x, &t);
    uint32_t family = t.commas == 1 ? t.comma : 0; /* "family, given" */
    if (family >= t.n)
        family = 0;
    add_words(x, &t, family, t.n, d);
    add_words(x, &t, 0, family, d);
    return TT_OK;
}
