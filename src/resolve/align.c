/* align.c - words of two names, the best pairs first. */
#include "resolve/align.h"

#include "resolve/spelling.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    SURE = 80,      /* pairs of words that are taken before words are put together */
    LONG_NAME = 16, /* words of a name in which none are put together */
    JOINED = 85,    /* likeness of words that are one word of the other side */
    SAME_SOUND = 94 /* likeness from which nothing is misspelt */
};

/* --- parts --- */

static int32_t part_of(int32_t centibits, unsigned likeness)
{
    return (int32_t)((int64_t)centibits * likeness * likeness / 10000);
}

static int32_t take(tt_side *s, uint32_t from, uint32_t n)
{
    int32_t bits = 0;
    for (uint32_t i = from; i < from + n; i++) {
        s->used[i] = true;
        bits += s->w[i]->centibits;
    }
    return bits;
}

static void
pair_up(tt_alignment *m, uint32_t i, uint32_t n_a, uint32_t j, uint32_t n_b, unsigned likeness)
{
    int32_t x = take(&m->a, i, n_a), y = take(&m->b, j, n_b);
    int32_t bits = part_of(TT_MIN(x, y), likeness);
    if (n_a == 1 && n_b == 1)
        m->to[i] = (uint8_t)(j + 1);
    m->both += bits;
    m->common += TT_MIN(x, y) * (int32_t)likeness / 100;
    m->a.all -= x - TT_MIN(x, y); /* one thing said in more words does not say more */
    m->b.all -= y - TT_MIN(x, y);
    tt_align_note(m, (tt_name_part){(uint8_t)i, (uint8_t)n_a, (uint8_t)j, (uint8_t)n_b,
                                    (uint8_t)likeness, bits});
}

void tt_align_note(tt_alignment *m, tt_name_part p)
{
    if (m->parts && m->out->n_parts < TT_LEN(m->out->part))
        m->out->part[m->out->n_parts++] = p;
}

/* --- pairs of words --- */

struct pair {
    uint8_t i, j, likeness;
    int32_t worth;
};

static bool is_better(const struct pair *x, const struct pair *y)
{
    if (x->worth != y->worth)
        return x->worth > y->worth;
    int dx = abs(x->i - x->j), dy = abs(y->i - y->j);
    if (dx != dy)
        return dx < dy;
    return x->i != y->i ? x->i < y->i : x->j < y->j;
}

/* Take pairs of at least `min`, the most telling first. */
static void take_pairs(tt_alignment *m, struct pair *v, uint32_t n, unsigned min)
{
    for (;;) {
        const struct pair *best = NULL;
        for (uint32_t k = 0; k < n; k++)
            if (v[k].likeness >= min && !m->a.used[v[k].i] && !m->b.used[v[k].j] &&
                (!best || is_better(&v[k], best)))
                best = &v[k];
        if (!best)
            return;
        m->initials |= m->a.w[best->i]->kind != m->b.w[best->j]->kind;
        m->slip |= m->a.w[best->i]->kind == TT_WK_WORD && best->likeness < SAME_SOUND &&
                   m->how.vowels && !m->how.loan;
        pair_up(m, best->i, 1, best->j, 1, best->likeness);
    }
}

static uint32_t find_pairs(tt_alignment *m, struct pair *v)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->a.n->n; i++)
        for (uint32_t j = 0; j < m->b.n->n; j++) {
            unsigned l = tt_likeness(m->a.w[i], m->b.w[j], m->how);
            if (!l)
                continue;
            int32_t bits = TT_MIN(m->a.w[i]->centibits, m->b.w[j]->centibits);
            v[n++] = (struct pair){(uint8_t)i, (uint8_t)j, (uint8_t)l, part_of(bits, l)};
        }
    return n;
}

/* --- words that are one on one side and several on the other --- */

/* n words as one; `last`: the last of them first, as family names are. */
static tt_str join_text(const tt_word *const *w, uint32_t n, bool last, char *out)
{
    size_t used = 0;
    for (uint32_t k = 0; k < n; k++) {
        tt_str t = tt_word_ascii(w[last ? (k + n - 1) % n : k]);
        size_t room = TT_MIN(t.n, TT_SPELLING_MAX - used);
        memcpy(out + used, t.p, room);
        used += room;
    }
    return (tt_str){out, used};
}

unsigned
tt_align_joined(const tt_word *const *w, uint32_t n, const tt_word *one, tt_likeness_how how)
{
    char text[2 * TT_SPELLING_MAX], out[2 * TT_SPELLING_MAX];
    size_t letters = 0;
    unsigned best = 0;
    for (uint32_t k = 0; k < n; k++)
        letters += tt_word_ascii(w[k]).n;
    bool sounds = !how.vowels || how.loan;
    if (!sounds && (letters + 2 < tt_word_fold(one).n || letters > tt_word_ascii(one).n + 4))
        return 0;
    for (uint32_t last = 0; last < 2 && !best; last++) {
        tt_str t = join_text(w, n, last, text);
        if (t.p[0] == tt_word_ascii(one).p[0] || t.p[0] == tt_word_fold(one).p[0])
            best = tt_likeness_folds((tt_str){out, tt_spelling_fold(t, out)}, tt_word_fold(one));
        best = best >= JOINED ? best : 0;
        if (!best && sounds && tt_word_skeleton(one).n >= 3)
            best = tt_likeness_skeletons((tt_str){out, tt_spelling_skeleton(t, out)},
                                         tt_word_skeleton(one), how.loan);
    }
    return best;
}

/* True when words from..from+n of s are free. */
static bool are_free(const tt_side *s, uint32_t from, uint32_t n)
{
    if (from + n > s->n->n)
        return false;
    for (uint32_t k = from; k < from + n; k++)
        if (s->used[k] || !tt_word_ascii(s->w[k]).n)
            return false;
    return true;
}

static void join_words(tt_alignment *m, bool swapped)
{
    tt_side *one = swapped ? &m->b : &m->a, *more = swapped ? &m->a : &m->b;
    if (TT_MAX(one->n->n, more->n->n) > LONG_NAME)
        return;
    for (uint32_t i = 0; i < one->n->n; i++)
        for (uint32_t n = 2; n <= TT_MOST_JOINED && !one->used[i]; n++)
            for (uint32_t j = 0; j + n <= more->n->n && !one->used[i]; j++) {
                if (one->w[i]->kind != TT_WK_WORD || !tt_word_fold(one->w[i]).n ||
                    !are_free(more, j, n))
                    continue;
                unsigned l = tt_align_joined(more->w + j, n, one->w[i], m->how);
                if (l && swapped)
                    pair_up(m, j, n, i, 1, l);
                else if (l)
                    pair_up(m, i, 1, j, n, l);
            }
}

/* One word of the one side is the first letters of the other. */
static void find_acronym(tt_alignment *m, bool swapped)
{
    tt_side *one = swapped ? &m->b : &m->a, *more = swapped ? &m->a : &m->b;
    uint32_t i = 0;
    while (i < one->n->n && one->used[i])
        i++;
    if (i == one->n->n || one->w[i]->kind != TT_WK_WORD)
        return;
    tt_str text = tt_word_ascii(one->w[i]), from = tt_name_initials(more->n);
    if (text.n < 2 || text.n > 6 || from.n < 2 || !are_free(more, 0, more->n->n) ||
        !tt_str_eq(text, from))
        return;
    static const uint8_t like[] = {60, 60, 60, 74, 82, 88, 92};
    unsigned l = like[text.n];
    m->acronym = true;
    if (swapped)
        pair_up(m, 0, more->n->n, i, 1, l);
    else
        pair_up(m, i, 1, 0, more->n->n, l);
}

/* --- all of it --- */

static void fill(tt_side *s, const tt_words *w, const tt_name *n)
{
    s->n = n;
    s->all = n->centibits;
    for (uint32_t i = 0; i < n->n; i++) {
        s->w[i] = &w->v[n->word[i]];
        s->used[i] = false;
    }
}

tt_likeness_how tt_names_how(const tt_name *a, const tt_name *b)
{
    return (tt_likeness_how){
        .vowels = (a->scripts & TT_SCRIPT_ABJAD) == (b->scripts & TT_SCRIPT_ABJAD),
        .loan = (a->scripts & TT_SCRIPT_LOAN) != (b->scripts & TT_SCRIPT_LOAN),
        .person = a->person && b->person,
        .syllables = a->syllables && b->syllables,
    };
}

void tt_align(tt_alignment *m, const tt_words *w, const tt_name *a, const tt_name *b)
{
    struct pair v[TT_NAME_MAX_WORDS * TT_NAME_MAX_WORDS];
    m->both = m->common = m->extra = 0;
    m->initials = m->acronym = m->slip = false;
    memset(m->to, 0, sizeof(m->to));
    fill(&m->a, w, a);
    fill(&m->b, w, b);
    uint32_t n = find_pairs(m, v);
    take_pairs(m, v, n, SURE);
    join_words(m, false);
    join_words(m, true);
    find_acronym(m, false);
    find_acronym(m, true);
    take_pairs(m, v, n, 0);
}
