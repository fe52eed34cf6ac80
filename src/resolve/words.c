/*
 * words.c - the distinct words of all names, how many names hold each, and what it says.
 *
 * Some names nobody has seen are added to the count, so that in a small case a word that is there
 * once is rare and not everything.
 */
#include "resolve/glance.h"
#include "resolve/normalise.h"
#include "resolve/spelling.h"

#include "base/buf.h"
#include "base/ranked.h"
#include "base/str.h"

#include <math.h>

static const double UNSEEN_NAMES = 60000;

enum { COMMON_NAME = 800 }; /* centibits at most of a name that very many have */

/* Centibits that a word of a kind can say at most. */
static const int32_t most_centibits[] = {
    [TT_WK_WORD] = 1600,  [TT_WK_CONCEPT] = 300, [TT_WK_PLACE] = 400,
    [TT_WK_NUMBER] = 400, [TT_WK_INITIAL] = 200, [TT_WK_PARTICLE] = 0,
};

/* Trades that one company seldom has at once; from KIN on, words for one thing that go with
 * everything.  What is not here goes with everything. */
enum { KIN = TT_SECTOR_KIN };
static const struct {
    const char *concept;
    uint8_t sector;
} sectors[] = {
    {"trade", KIN},
    {"import_export", KIN},
    {"distribution", KIN},
    {"shop", KIN},
    {"industry", KIN + 1},
    {"production", KIN + 1},
    {"factory", KIN + 1},
    {"group", TT_SECTOR_PARENT},
    {"holding", TT_SECTOR_PARENT},
    {"sons", KIN + 3},
    {"brothers", KIN + 3},
    {"partners", KIN + 3},
    {"international", KIN + 4},
    {"global", KIN + 4},
    {"cosmetic", 27},
    {"toys", 28},
    {"ceramic", 29},
    {"cement", 29},
    {"cable", 30},

    {"agri", 1},
    {"asset", TT_SECTOR_MONEY},
    {"bank", 3},
    {"bio", 4},
    {"building", 5},
    {"chemical", 6},
    {"commercialbank", 3},
    {"construction", 5},
    {"consulting", 7},
    {"copper", 8},
    {"culture", 9},
    {"design", 10},
    {"education", 11},
    {"electronics", 12},
    {"energy", 13},
    {"entertainment", 9},
    {"finance", TT_SECTOR_MONEY},
    {"food", 14},
    {"fund", TT_SECTOR_MONEY},
    {"furniture", 15},
    {"garment", 16},
    {"gas", 13},
    {"glass", 17},
    {"hotel", 18},
    {"information", 12},
    {"insurance", TT_SECTOR_INSURANCE},
    {"invest", TT_SECTOR_MONEY},
    {"jewelry", 20},
    {"leather", 21},
    {"logistics", 22},
    {"machinery", 23},
    {"media", 9},
    {"medical", 4},
    {"metal", 8},
    {"network", 12},
    {"oil", 13},
    {"paper", 24},
    {"pharma", 4},
    {"pipe", 8},
    {"plastic", 6},
    {"realestate", 5},
    {"restaurant", 18},
    {"rubber", 6},
    {"seafood", 14},
    {"securities", TT_SECTOR_MONEY},
    {"security", 25},
    {"shipping", 22},
    {"steel", 8},
    {"tech", 12},
    {"textile", 16},
    {"training", 11},
    {"transport", 22},
    {"vehicle", 23},
    {"water", 26},
    {"wood", 15},
    {"equipment", 23},
};

TT_VEC(words, tt_word);

struct counter {
    tt_map keys; /* a word of a draft: index of all */
    words all;
    tt_u32_vec names;  /* words of all names, one after the other */
    tt_buf initials;   /* the same of initials */
    uint32_t *by_fold; /* names that hold a word of the fold */
    tt_arena *a;
};

static uint8_t sector_of(tt_str concept)
{
    for (size_t i = 0; i < TT_LEN(sectors); i++)
        if (tt_str_is(concept, sectors[i].concept))
            return sectors[i].sector;
    return 0;
}

/* Vietnamese family names that three in four persons have; those that are words of other languages
 * too ("le", "do", "ho") are not here. */
static bool is_of_syllables(tt_str ascii)
{
    static const char *const family[] = {"nguyen", "tran", "pham",  "hoang",  "huynh", "phan",
                                         "vu",     "vo",   "dang",  "bui",    "duong", "ngo",
                                         "dinh",   "doan", "trinh", "truong", "luong"};
    for (size_t i = 0; i < TT_LEN(family); i++)
        if (tt_str_is(ascii, family[i]))
            return true;
    return false;
}

/* The forms of a word, one behind the other; a form that is as another one lies where that lies. */
struct forms {
    char text[TT_WF_N * 2 * TT_SPELLING_MAX];
    size_t n;
};

static void add_form(struct forms *f, tt_word *w, tt_word_form form, tt_str s)
{
    s = tt_str_sub(s, 0, 2 * TT_SPELLING_MAX); /* words of drafts are no longer */
    memcpy(f->text + f->n, s.p, s.n);
    w->at[form] = (uint16_t)f->n;
    w->length[form] = (uint16_t)s.n;
    f->n += s.n;
}

static void same_form(tt_word *w, tt_word_form form, tt_word_form as)
{
    w->at[form] = w->at[as];
    w->length[form] = w->length[as];
}

/* A word of a draft, seen for the first time. */
static bool make_word(struct counter *c, tt_str key, tt_word *w)
{
    char fold[2 * TT_SPELLING_MAX], spelt[2 * TT_SPELLING_MAX], skeleton[2 * TT_SPELLING_MAX];
    struct forms f = {.n = 0};
    tt_str common = tt_str_sub(key, 1, SIZE_MAX), rest, text;
    (void)tt_str_split(&common, TT_DRAFT_COMMON, &rest);
    (void)tt_str_split(&rest, TT_DRAFT_NATIVE, &text);
    tt_str sound = common.p ? common : text;
    *w = (tt_word){.kind = (uint8_t)(key.p[0] - '0')};
    bool own = w->kind == TT_WK_WORD;
    add_form(&f, w, TT_WF_ASCII, text);
    tt_str folded = own ? (tt_str){fold, tt_spelling_fold(sound, fold)} : text;
    if (tt_str_eq(folded, text))
        same_form(w, TT_WF_FOLD, TT_WF_ASCII);
    else
        add_form(&f, w, TT_WF_FOLD, folded);
    if (own && common.p)
        add_form(&f, w, TT_WF_SPELT, (tt_str){spelt, tt_spelling_fold(text, spelt)});
    else
        same_form(w, TT_WF_SPELT, TT_WF_FOLD);
    add_form(&f, w, TT_WF_SKELETON,
             (tt_str){skeleton, own ? tt_spelling_skeleton(sound, skeleton) : 0});
    add_form(&f, w, TT_WF_NATIVE, rest.p ? rest : TT_STR(""));
    w->text = tt_arena_pack(c->a, (tt_str){f.text, f.n}).p;
    if (!w->text)
        return false;
    w->letters = tt_letters_of(tt_word_spelt(w));
    w->common = common.p;
    w->syllables = own && is_of_syllables(text);
    w->sector = w->kind == TT_WK_CONCEPT ? sector_of(text) : 0;
    return true;
}

static bool number_word(struct counter *c, tt_str key, uint32_t *word)
{
    bool added;
    tt_word w;
    if (!tt_map_intern(&c->keys, key, (uint32_t)c->all.n, word, &added))
        return false;
    return !added || (make_word(c, key, &w) && tt_vec_push(&c->all, w));
}

static bool read_name(struct counter *c, const tt_surface *s, tt_name *n)
{
    tt_str initials, text, key;
    *n = (tt_name){.scripts = s->scripts,
                   .legal = s->legal,
                   .home = s->home,
                   .person = s->person,
                   .letters = s->letters};
    if (!s->draft)
        return true;
    n->letters_of = s->draft->letters_of;
    initials = (tt_str){s->draft->text, s->draft->n};
    if (!initials.n || !tt_str_split(&initials, TT_DRAFT_INITIALS, &text))
        return true;
    tt_buf_add(&c->initials, initials);
    n->n_initials = (uint8_t)initials.n; /* at most one of each word */
    for (; text.n && n->n < TT_NAME_MAX_WORDS && tt_str_split(&text, TT_DRAFT_WORD, &key); n->n++) {
        uint32_t word;
        if (!number_word(c, key, &word) || !tt_vec_push(&c->names, word))
            return false;
    }
    return true;
}

/* Numbers of folds, in the order of the words that have them; kinds do not mix. */
static bool number_folds(struct counter *c, uint32_t *n_folds)
{
    tt_map folds;
    bool ok = true;
    tt_map_init(&folds);
    *n_folds = 0;
    for (size_t i = 0; i < c->all.n && ok; i++) {
        tt_word *w = &c->all.v[i];
        char key[TT_SPELLING_MAX + 2] = {(char)('0' + w->kind)};
        size_t n = TT_MIN(tt_word_fold(w).n, (size_t)TT_SPELLING_MAX);
        bool added;
        memcpy(key + 1, tt_word_fold(w).p, n);
        ok = tt_map_intern(&folds, (tt_str){key, n + 1}, *n_folds, &w->fold_id, &added);
        *n_folds += ok && added;
    }
    tt_map_release(&folds);
    return ok;
}

/* How many names hold a word of each fold: a name counts once. */
static bool count_folds(struct counter *c, const tt_name *name, uint32_t n)
{
    uint32_t n_folds;
    if (!number_folds(c, &n_folds))
        return false;
    c->by_fold = tt_mem_zalloc(n_folds + (size_t)1, sizeof(*c->by_fold));
    uint32_t *last = tt_mem_zalloc(n_folds + (size_t)1, sizeof(*last));
    const uint32_t *word = c->names.v;
    bool ok = c->by_fold && last;
    for (uint32_t i = 0; i < n && ok; i++)
        for (uint32_t k = 0; k < name[i].n; k++, word++) {
            uint32_t f = c->all.v[*word].fold_id;
            c->by_fold[f] += last[f] != i + 1;
            last[f] = i + 1;
        }
    tt_mem_free(last);
    return ok;
}

static uint64_t first_letters(tt_str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < 8; i++)
        n = n << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
    return n;
}

static int by_text(const void *a, const void *b, void *ctx)
{
    const tt_word *v = ctx, *x = &v[*(const uint32_t *)a], *y = &v[*(const uint32_t *)b];
    int d = tt_str_cmp(tt_word_ascii(x), tt_word_ascii(y));
    if (!d)
        d = (x->kind > y->kind) - (x->kind < y->kind);
    if (!d)
        d = tt_str_cmp(tt_word_native(x), tt_word_native(y));
    if (!d)
        d = tt_str_cmp(tt_word_fold(x),
                       tt_word_fold(y)); /* a common name has the fold of another word */
    if (!d)
        d = tt_str_cmp(tt_word_spelt(x), tt_word_spelt(y));
    return d ? d : (int)x->common - (int)y->common;
}

/* Words in the order of their text; number[i] is the new number of word i. */
static bool sort_words(struct counter *c, tt_words *out, uint32_t *number)
{
    uint32_t n = (uint32_t)c->all.n;
    tt_ranked *order = tt_mem_zalloc(n + (size_t)1, sizeof(*order));
    for (uint32_t i = 0; order && i < n; i++)
        order[i] = (tt_ranked){first_letters(tt_word_ascii(&c->all.v[i])), i};
    bool ok = order && tt_sort_ranked(order, n, by_text, c->all.v);
    for (uint32_t i = 0; ok && i < n; i++) {
        tt_word *w = &out->v[i];
        *w = c->all.v[order[i].ix];
        w->df = c->by_fold[w->fold_id];
        double bits = log2((UNSEEN_NAMES + out->n_names) / w->df);
        w->centibits = TT_MIN((int32_t)(bits * 100), most_centibits[w->kind]);
        if (w->common)
            w->centibits = TT_MIN(w->centibits, COMMON_NAME);
        number[order[i].ix] = i;
    }
    tt_mem_free(order);
    return ok;
}

/* What is left to say of a name when its words are known. */
static void finish_name(const tt_words *w, const uint32_t *word, tt_name *n)
{
    n->word = word;
    n->generic = n->n > 0;
    for (uint32_t i = 0; i < n->n; i++) {
        const tt_shape *x = &w->shape[word[i]];
        n->centibits += x->centibits;
        n->generic &= x->kind != TT_WK_WORD && x->kind != TT_WK_INITIAL;
    }
    n->syllables =
        n->person && n->n > 1 && (w->v[word[0]].syllables || w->v[word[n->n - 1]].syllables);
}

static bool finish_names(struct counter *c, const tt_words *w, const uint32_t *number, uint32_t n,
                         tt_name *name)
{
    uint32_t *word = tt_new_n(c->a, uint32_t, c->names.n + 1);
    tt_str initials = tt_arena_str(c->a, tt_buf_str(&c->initials));
    if (!word || !initials.p || c->initials.failed)
        return false;
    for (size_t i = 0; i < c->names.n; i++)
        word[i] = number[c->names.v[i]];
    for (uint32_t i = 0; i < n; i++) {
        finish_name(w, word, &name[i]);
        word += name[i].n;
        name[i].initials = initials.p;
        initials.p += name[i].n_initials;
    }
    return true;
}

static bool build(struct counter *c, const tt_surface *s, uint32_t n, tt_words *out, tt_name *name)
{
    for (uint32_t i = 0; i < n; i++)
        if (!read_name(c, &s[i], &name[i]))
            return false;
    tt_map_release(&c->keys);
    if (!count_folds(c, name, n))
        return false;
    out->n = (uint32_t)c->all.n;
    out->n_names = n;
    out->v = tt_new_n(c->a, tt_word, c->all.n + 1);
    uint32_t *number = tt_mem_zalloc(c->all.n + 1, sizeof(*number));
    bool ok = out->v && number && sort_words(c, out, number) && tt_shapes_build(out, c->a) &&
              finish_names(c, out, number, n, name);
    tt_mem_free(number);
    return ok;
}

tt_status tt_words_build(const tt_surface *s, uint32_t n, tt_arena *a, tt_words *out, tt_name *name,
                         tt_err *err)
{
    struct counter c = {.a = a};
    *out = (tt_words){0};
    tt_map_init(&c.keys);
    tt_buf_init(&c.initials, SIZE_MAX / 2);
    bool ok = build(&c, s, n, out, name);
    tt_map_release(&c.keys);
    tt_vec_release(&c.all);
    tt_vec_release(&c.names);
    tt_buf_release(&c.initials);
    tt_mem_free(c.by_fold);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the words of %u names", n);
}
