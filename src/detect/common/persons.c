/* persons.c - names of persons, word by word. */
#include "detect/common/persons.h"

#include "detect/common/words.h"

#include "base/str.h"

enum { IDEOGRAPHS = 0x2E80, VOWEL_FROM = 4, KIN_FROM = 3, KIN_MOST = 40 };

static bool in_word(char c)
{
    return tt_ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The next word from *at on; empty after the last. */
static tt_str next_word(tt_str text, size_t *at)
{
    size_t from = *at;
    while (from < text.n && !in_word(text.p[from]))
        from++;
    for (*at = from; *at < text.n && in_word(text.p[*at]); ++*at)
        ;
    return tt_str_sub(text, from, *at - from);
}

static bool has_digit(tt_str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (tt_ascii_is_digit(name.p[i]))
            return true;
    return false;
}

/* Four ASCII letters or more, none of them a vowel. */
static bool is_unsayable(tt_str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!tt_ascii_is_alpha(word.p[i]) || strchr("aeiouy", tt_ascii_lower(word.p[i])))
            return false;
    return word.n >= VOWEL_FROM;
}

static bool is_ideograph(tt_str name)
{
    size_t at = 0;
    return name.n && tt_utf8_next(name, &at) >= IDEOGRAPHS;
}

static bool is_one_of(tt_str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tt_str_is_nocase(word, list[i]))
            return true;
    return false;
}

static bool is_role(tt_str name, tt_str first, size_t words)
{
    static const char *const titles[] = {"mr", "mrs", "ms", "miss", "mme", "sr", "sra", "bwana"};
    static const char *const roles[] = {
        "customer", "receiver",     "recipient",    "consignee",    "buyer", "client",
        "cliente",  "destinataire", "destinatario", "destinatária", "mteja", "anonymous",
        "unknown",  "nobody",       "no name",      "asdf",         "qwerty"};
    static const char *const han[] = {"先生", "女士", "小姐", "收件人", "客户", "客戶", "老板"};
    for (size_t i = 0; i < TT_LEN(roles); i++)
        if (tt_text_has(name, roles[i]))
            return true;
    for (size_t i = 0; i < TT_LEN(han); i++)
        if (tt_str_ends(name, tt_str_of(han[i])))
            return true;
    return (words <= 2 && is_one_of(first, titles, TT_LEN(titles))) ||
           tt_text_has(name, "khach hang") || tt_str_find(name, TT_STR("hách hàng"), 0) < name.n;
}

const char *tt_person_doubt(tt_str name)
{
    size_t at = 0, words = 0;
    tt_str first = {0};
    bool unsayable = false, initials = true;
    name = tt_str_trim(name);
    for (tt_str w = next_word(name, &at); w.n; w = next_word(name, &at), words++) {
        first = words ? first : w;
        unsayable |= is_unsayable(w);
        initials &= w.n == 1;
    }
    if (has_digit(name))
        return "a digit";
    if (is_role(name, first, words))
        return "a title or a role";
    if (words < 2 && !is_ideograph(name))
        return "one word";
    if (initials)
        return "initials only";
    return unsayable ? "a word without a vowel" : NULL;
}

/* --- families --- */

/* The word in small letters; absent when it is too short to tell. */
static tt_str key_of(tt_str word, char out[KIN_MOST])
{
    if (word.n < KIN_FROM || word.n > KIN_MOST)
        return (tt_str){0};
    for (size_t i = 0; i < word.n; i++)
        out[i] = tt_ascii_lower(word.p[i]);
    return (tt_str){out, word.n};
}

void tt_kin_init(tt_kin *k)
{
    *k = (tt_kin){0};
    tt_map_init(&k->words);
}

void tt_kin_release(tt_kin *k)
{
    tt_map_release(&k->words);
    tt_vec_release(&k->at);
    tt_vec_release(&k->homes);
}

bool tt_kin_add(tt_kin *k, tt_str name, uint32_t home)
{
    char text[KIN_MOST];
    size_t at = 0;
    for (tt_str w = next_word(name, &at); w.n; w = next_word(name, &at)) {
        tt_kin_word x = {.home = home};
        tt_str key = key_of(w, text);
        bool added;
        if (!key.n)
            continue;
        if (!tt_map_intern(&k->words, key, (uint32_t)k->homes.n, &x.word, &added) ||
            (added && !tt_vec_push(&k->homes, 0)) || !tt_vec_push(&k->at, x))
            return false;
    }
    return true;
}

static int by_word(const void *pa, const void *pb, void *ctx)
{
    const tt_kin_word *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return a->home < b->home ? -1 : a->home > b->home;
}

bool tt_kin_close(tt_kin *k, size_t homes)
{
    k->usual = TT_MAX(homes / 100, (size_t)3);
    if (!tt_sort(k->at.v, k->at.n, sizeof *k->at.v, by_word, NULL))
        return false;
    for (size_t i = 0; i < k->at.n; i++)
        if (i == 0 || by_word(&k->at.v[i], &k->at.v[i - 1], NULL) != 0)
            k->homes.v[k->at.v[i].word]++;
    return true;
}

/* How much of a common word is needed: 1 for a rare one, half for a usual one. */
static double bond(const tt_kin *k, tt_str a, tt_str b)
{
    char one[KIN_MOST], two[KIN_MOST];
    tt_str x = key_of(a, one), y = key_of(b, two);
    if (!x.n || !tt_str_eq(x, y))
        return 0;
    uint32_t word = tt_map_find(&k->words, x);
    return word != TT_MAP_NONE && k->homes.v[word] >= k->usual ? 0.5 : 1;
}

bool tt_kin_are(const tt_kin *k, tt_str a, tt_str b)
{
    size_t at = 0, one = 0, two = 0;
    double sum = 0;
    if (is_ideograph(a) && is_ideograph(b))
        return tt_utf8_next(a, &one) == tt_utf8_next(b, &two);
    for (tt_str w = next_word(a, &at); w.n; w = next_word(a, &at)) {
        double best = 0;
        size_t to = 0;
        for (tt_str x = next_word(b, &to); x.n; x = next_word(b, &to))
            best = TT_MAX(best, bond(k, w, x));
        sum += best;
    }
    return sum >= 1;
}
