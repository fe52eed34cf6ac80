/*
 * lexicon.c - legal forms, generic words, places, numbers and titles, ready to be found in names.
 *
 * The words are refdata's legal_terms.tsv.
 */
#include "resolve/spelling.h"
#include "resolve/tokens.h"

#include "base/str.h"

enum {
    MAX_ALIAS = 128, /* bytes; a test checks that there is no longer one */
    MIN_GUESS = 6    /* letters of the fold of a word that is looked for with a letter wrong */
};

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

/* One alias; what is there stays, so legal forms come first. */
static bool add_term(tt_lexicon *x, uint32_t i, const tt_tokens *t)
{
    uint32_t found;
    if (!t->n || t->n > TT_MAX_PHRASE)
        return true;
    tt_str first = tt_tokens_phrase(t, 0, 1);
    uint32_t mask = tt_map_find(&x->starts, first);
    mask = (mask == TT_MAP_NONE ? 0 : mask) | 1u << (t->n - 1);
    return tt_map_intern(&x->terms, tt_tokens_phrase(t, 0, t->n), i, &found, NULL) &&
           tt_map_put(&x->starts, first, mask);
}

/* The fold of a word without its letter k; k = n: whole. */
static tt_str without(tt_str fold, size_t k, char *out)
{
    memcpy(out, fold.p, fold.n);
    if (k < fold.n)
        memmove(out + k, fold.p + k + 1, fold.n - k - 1);
    return (tt_str){out, k < fold.n ? fold.n - 1 : fold.n};
}

static bool add_folds(tt_lexicon *x, uint32_t i, tt_str word)
{
    char fold[2 * TT_SPELLING_MAX], key[2 * TT_SPELLING_MAX];
    tt_str f = {fold, tt_spelling_fold(word, fold)};
    uint32_t found;
    if (f.n < MIN_GUESS)
        return true;
    for (size_t k = 1; k <= f.n; k++)
        if (!tt_map_intern(&x->folds, without(f, k, key), i, &found, NULL))
            return false;
    return true;
}

/* Terms of one class. */
static tt_status add_terms(tt_lexicon *x, size_t n, bool legal, tt_err *err)
{
    char text[2 * MAX_ALIAS];
    tt_tokens t = {.text = text};
    for (size_t i = 0; i < n; i++) {
        tt_str alias = tt_str_of(x->term[i].alias);
        if ((x->term[i].class == TT_WORD_LEGAL) != legal || alias.n >= MAX_ALIAS)
            continue;
        TT_TRY(tt_tokens_of_alias(alias, &t, err));
        bool ok = add_term(x, (uint32_t)i, &t);
        if (ok && t.n == 1 && x->term[i].class < TT_WORD_STOP && (unsigned char)text[0] < 0x80)
            ok = add_folds(x, (uint32_t)i, tt_tokens_phrase(&t, 0, 1));
        if (!ok)
            return tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    }
    return TT_OK;
}

/* Where each legal form is at home.  Spellings that are the same tokens are one term. */
static tt_status add_homes(tt_lexicon *x, tt_err *err)
{
    char text[2 * MAX_ALIAS];
    tt_tokens t = {.text = text};
    size_t n;
    const tt_legal_home *home = tt_legal_homes(&n);
    for (size_t i = 0; i < n; i++) {
        tt_str alias = tt_str_of(home[i].alias);
        if (alias.n >= MAX_ALIAS)
            continue;
        TT_TRY(tt_tokens_of_alias(alias, &t, err));
        uint32_t term = t.n ? tt_map_find(&x->terms, tt_tokens_phrase(&t, 0, t.n)) : TT_MAP_NONE;
        if (term != TT_MAP_NONE && x->legal[term])
            x->home[term] = (uint8_t)(i + 1);
    }
    return TT_OK;
}

tt_status tt_lexicon_new(tt_lexicon **out, tt_err *err)
{
    size_t n;
    const tt_legal_term *term = tt_legal_terms(&n);
    tt_lexicon *x = tt_mem_zalloc(1, sizeof(*x));
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    tt_map_init(&x->terms);
    tt_map_init(&x->folds);
    tt_map_init(&x->starts);
    x->term = term;
    x->legal = tt_mem_zalloc(n + 1, 1);
    x->home = tt_mem_zalloc(n + 1, 1);
    tt_status st = TT_OK;
    if (!x->legal || !x->home || !number_legal(x, n))
        st = tt_fail(err, TT_ENOMEM, "no room for the words of companies");
    if (st == TT_OK)
        st = add_terms(x, n, true, err);
    if (st == TT_OK)
        st = add_terms(x, n, false, err);
    if (st == TT_OK)
        st = add_homes(x, err);
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
    tt_map_release(&x->folds);
    tt_map_release(&x->starts);
    tt_mem_free(x->legal);
    tt_mem_free(x->home);
    tt_mem_free(x);
}

/* One character of a script without blanks is a word only where it stands alone, or, for Chinese,
 * after a phrase: the "city" of "Shenzhen city". */
static bool may_stand(const tt_tokens *t, uint32_t i, uint32_t end, bool after_phrase)
{
    const tt_token *k = &t->v[i];
    if (end > i + 1 || !k->spaceless)
        return true;
    bool glued_after = end < t->n && t->v[end].glued;
    if (!k->glued && !glued_after)
        return true;
    return k->script == TT_SCRIPT_HAN && k->glued && (after_phrase || !glued_after);
}

/* The end of the longest phrase at token i; i when there is none. */
static uint32_t find_phrase(const tt_lexicon *x, const tt_tokens *t, uint32_t i, bool after_phrase,
                            unsigned classes, uint32_t *term)
{
    uint32_t mask = tt_map_find(&x->starts, tt_tokens_phrase(t, i, i + 1));
    if (mask == TT_MAP_NONE)
        return i;
    uint32_t most = i + 1;
    while (most < t->n && most - i < TT_MAX_PHRASE && !t->v[most].done)
        most++;
    for (uint32_t end = most; end > i; end--) {
        if (!(mask >> (end - i - 1) & 1))
            continue;
        *term = tt_map_find(&x->terms, tt_tokens_phrase(t, i, end));
        if (*term != TT_MAP_NONE && (classes >> x->term[*term].class & 1) &&
            may_stand(t, i, end, after_phrase))
            return end;
    }
    return i;
}

void tt_lexicon_mark(const tt_lexicon *x, unsigned classes, tt_tokens *t)
{
    bool after_phrase = false;
    for (uint32_t i = 0; i < t->n;) {
        tt_token *k = &t->v[i];
        if (!k->done) {
            uint32_t term, end = find_phrase(x, t, i, after_phrase, classes, &term);
            k->done = after_phrase = end > i;
            if (!k->done) {
                i++;
                continue;
            }
            k->term = term;
            k->next = end;
        }
        after_phrase = true;
        i = k->next;
    }
}

/* Letters too many or too few, or in another order: none was put for another. */
static bool is_swap(const tt_lexicon *x, uint32_t term, tt_str f)
{
    char fold[2 * TT_SPELLING_MAX];
    uint8_t count[256] = {0};
    tt_str t = {fold, tt_spelling_fold(tt_str_of(x->term[term].alias), fold)};
    if (t.n != f.n)
        return true;
    for (size_t i = 0; i < t.n; i++)
        count[(unsigned char)t.p[i]]++;
    for (size_t i = 0; i < f.n; i++)
        if (!count[(unsigned char)f.p[i]]--)
            return false;
    return true;
}

/* The term of a word with at most one letter wrong, the first being right; or TT_MAP_NONE. */
static uint32_t guess(const tt_lexicon *x, tt_str word)
{
    char fold[2 * TT_SPELLING_MAX], key[2 * TT_SPELLING_MAX];
    tt_str f = {fold, tt_spelling_fold(word, fold)};
    if (f.n < MIN_GUESS)
        return TT_MAP_NONE;
    uint32_t term = tt_map_find(&x->folds, f);
    size_t rn = tt_str_find(f, TT_STR("rn"), 0);
    if (term == TT_MAP_NONE && rn != SIZE_MAX) { /* an m, read as two letters */
        (void)without(f, rn, key);
        key[rn] = 'm';
        term = tt_map_find(&x->folds, (tt_str){key, f.n - 1});
    }
    for (size_t k = f.n; k-- > 1 && term == TT_MAP_NONE;) {
        term = tt_map_find(&x->folds, without(f, k, key));
        if (term != TT_MAP_NONE && f.n == MIN_GUESS && !is_swap(x, term, f))
            term = TT_MAP_NONE; /* "medals" are no metals */
    }
    return term;
}

void tt_lexicon_guess(const tt_lexicon *x, tt_tokens *t)
{
    for (uint32_t i = t->n && t->v[0].done ? t->v[0].next : 1; i < t->n;) {
        tt_token *k = &t->v[i];
        uint32_t term =
            k->done || k->native.n ? TT_MAP_NONE : guess(x, tt_tokens_phrase(t, i, i + 1));
        if (term != TT_MAP_NONE) {
            k->done = true;
            k->term = term;
            k->next = i + 1;
        }
        i = k->done ? k->next : i + 1;
    }
}

bool tt_token_is_legal(const tt_lexicon *x, const tt_token *k)
{
    return k->done && x->legal[k->term];
}

bool tt_token_is(const tt_lexicon *x, const tt_token *k, const char *concept)
{
    return k->done && strcmp(x->term[k->term].concept, concept) == 0;
}
