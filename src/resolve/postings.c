/*
 * postings.c - the inverted index: which names have a word, a word with a letter less, the same
 * consonants, the same beginning, or the initials.
 *
 * A key weighs what its word says; what two names share is the sum.  Keys of too many names are
 * left out: who shares only these shares nothing rare.
 */
#include "resolve/candidates.h"

enum {
    RAREST = 6,       /* words of a name that are keys */
    MISSPELT = 2,     /* of these: words that are looked for with a typing error */
    MIN_MISSPELT = 5, /* letters */
    MIN_SKELETON = 4,
    SKELETON = 6,
    PREFIX = 7,
    MIN_ACRONYM = 3,
    MAX_ACRONYM = 6,
    MAX_KEYS = 128, /* of one name */
    SOUND_BITS = 700
};

static const double MISSPELT_SHARE = 0.6;

/* --- keys of a name --- */

struct key {
    uint32_t hash;
    uint16_t weight;
};

struct keys {
    struct key v[MAX_KEYS];
    size_t n;
};

/* FNV-1a: the same on every run, as what is found hangs on which keys collide. */
static uint32_t hash_text(char mark, tt_str s, size_t without)
{
    uint64_t h = 14695981039346656037u ^ (unsigned char)mark;
    for (size_t i = 0; i < s.n; i++)
        if (i != without)
            h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return (uint32_t)(h ^ h >> 32);
}

static void add_key(struct keys *k, uint32_t hash, int32_t weight)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].hash == hash)
            return;
    if (k->n < MAX_KEYS && weight > 0)
        k->v[k->n++] = (struct key){hash, (uint16_t)TT_MIN(weight, UINT16_MAX)};
}

/* Words by what they say, the rarest first. */
static size_t by_rarity(const tt_words *w, const tt_name *n, const tt_word *out[TT_NAME_MAX_WORDS])
{
    for (size_t i = 0; i < n->n; i++) {
        const tt_word *x = &w->v[n->word[i]];
        size_t at = i;
        for (; at && out[at - 1]->centibits < x->centibits; at--)
            out[at] = out[at - 1];
        out[at] = x;
    }
    return n->n;
}

static void add_words(struct keys *k, const tt_words *w, const tt_name *n)
{
    const tt_word *word[TT_NAME_MAX_WORDS];
    size_t words = by_rarity(w, n, word), misspelt = 0;
    for (size_t i = 0; i < TT_MIN(words, (size_t)RAREST); i++)
        add_key(k, hash_text('w', tt_word_fold(word[i]), SIZE_MAX), word[i]->centibits);
    for (size_t i = 0; i < words && misspelt < MISSPELT; i++) {
        tt_str s = tt_word_fold(word[i]);
        if (word[i]->kind != TT_WK_WORD || s.n < MIN_MISSPELT)
            continue;
        int32_t weight = (int32_t)(word[i]->centibits * MISSPELT_SHARE);
        for (size_t j = 0; j <= s.n; j++) /* at s.n: the whole word */
            add_key(k, hash_text('d', s, j), weight);
        misspelt++;
    }
}

/* The first letters of s behind those that are there, up to most. */
static size_t append(char *text, size_t used, size_t most, tt_str s)
{
    size_t n = TT_MIN(s.n, most - used);
    memcpy(text + used, s.p, n);
    return used + n;
}

/* Its first consonants. */
static void add_skeleton(struct keys *k, const tt_words *w, const tt_name *n)
{
    char text[SKELETON];
    size_t used = 0;
    for (size_t i = 0; i < n->n; i++)
        used = append(text, used, SKELETON, tt_word_skeleton(&w->v[n->word[i]]));
    if (used >= MIN_SKELETON)
        add_key(k, hash_text('s', (tt_str){text, used}, SIZE_MAX), SOUND_BITS);
}

/* The beginning of the name, as it sounds. */
static void add_prefix(struct keys *k, const tt_words *w, const tt_name *n)
{
    char text[PREFIX];
    size_t used = 0;
    for (size_t i = 0; i < n->n; i++)
        used = append(text, used, PREFIX, tt_word_fold(&w->v[n->word[i]]));
    if (used == PREFIX)
        add_key(k, hash_text('p', (tt_str){text, used}, SIZE_MAX), SOUND_BITS);
}

static void add_initials(struct keys *k, const tt_rs *w, const tt_name *n)
{
    int32_t weight = (int32_t)(w->param[TT_RS_MIN_SHARED] * 100);
    tt_str word = n->n == 1 ? tt_word_ascii(&w->words.v[n->word[0]]) : (tt_str){0};
    if (n->person)
        return;
    if (n->n > 1 && n->n_initials >= MIN_ACRONYM && n->n_initials <= MAX_ACRONYM)
        add_key(k, hash_text('a', tt_name_initials(n), SIZE_MAX), weight);
    if (word.n >= MIN_ACRONYM && word.n <= MAX_ACRONYM)
        add_key(k, hash_text('a', word, SIZE_MAX), weight);
}

static void keys_of(const tt_rs *w, const tt_name *n, struct keys *k)
{
    k->n = 0;
    if (n->generic) /* generic words are nobody's */
        return;
    add_words(k, &w->words, n);
    add_skeleton(k, &w->words, n);
    add_prefix(k, &w->words, n);
    if (n->letters_of)
        add_key(k, (uint32_t)(n->letters_of ^ n->letters_of >> 32), n->centibits);
    add_initials(k, w, n);
}

/* --- the index --- */

TT_VEC(u16_vec, uint16_t);

/* Most keys are of one name alone: a word with a letter less.  Such a key finds nobody, and is not
 * kept.  Two bits a slot: whether a key of the slot was seen, and seen again. */
struct seen {
    uint8_t *v;
    uint32_t mask; /* slots - 1 */
};

struct builder {
    struct seen seen;
    tt_u32_vec hash;
    u16_vec weight;
};

/* The first spelling of each core that a record has. */
static bool find_spellings(const tt_rs *w, tt_index *x, tt_arena *a)
{
    x->n = w->n_core;
    x->surface = tt_new_n(a, uint32_t, w->n_core + (size_t)1);
    if (!x->surface)
        return false;
    memset(x->surface, 0xff, w->n_core * sizeof(*x->surface));
    for (uint32_t r = 0; r < w->n_rec; r++)
        for (uint32_t i = 0; i <= w->rec[r].n_alias; i++) {
            uint32_t s = i ? w->alias[w->rec[r].first_alias + i - 1] : w->rec[r].surface;
            uint32_t *to = &x->surface[w->surface[s].core_id];
            *to = TT_MIN(*to, s);
        }
    return true;
}

enum { SLOTS_A_NAME = 64, PER_BYTE = 4 };

static bool mark_keys(const tt_rs *w, const tt_index *x, struct seen *seen)
{
    struct keys k;
    uint64_t slots = PER_BYTE;
    while (slots < (uint64_t)x->n * SLOTS_A_NAME && slots <= UINT32_MAX)
        slots *= 2;
    seen->mask = (uint32_t)(slots - 1);
    seen->v = tt_mem_zalloc((size_t)(slots / PER_BYTE), 1);
    for (uint32_t c = 0; seen->v && c < x->n; c++) {
        if (x->surface[c] == UINT32_MAX)
            continue;
        keys_of(w, &w->name[x->surface[c]], &k);
        for (size_t i = 0; i < k.n; i++) {
            uint32_t slot = k.v[i].hash & seen->mask, at = slot % PER_BYTE * 2;
            uint8_t *to = &seen->v[slot / PER_BYTE];
            *to |= (uint8_t)((*to >> at & 1 ? 2u : 1u) << at);
        }
    }
    return seen->v != NULL;
}

static bool may_be_shared(const struct seen *seen, uint32_t hash)
{
    uint32_t slot = hash & seen->mask;
    return seen->v[slot / PER_BYTE] >> slot % PER_BYTE * 2 & 2;
}

static bool read_keys(const tt_rs *w, tt_index *x, struct builder *b, tt_arena *a)
{
    struct keys k;
    x->first = tt_new_n(a, uint32_t, x->n + (size_t)2);
    for (uint32_t c = 0; x->first && c < x->n; c++) {
        x->first[c] = (uint32_t)b->hash.n;
        if (x->surface[c] == UINT32_MAX || b->hash.n + MAX_KEYS >= UINT32_MAX)
            continue;
        keys_of(w, &w->name[x->surface[c]], &k);
        for (size_t i = 0; i < k.n; i++)
            if (may_be_shared(&b->seen, k.v[i].hash) &&
                (!tt_vec_push(&b->hash, k.v[i].hash) || !tt_vec_push(&b->weight, k.v[i].weight)))
                return false;
    }
    if (x->first)
        x->first[x->n] = (uint32_t)b->hash.n;
    tt_mem_free(b->seen.v);
    b->seen.v = NULL;
    return x->first != NULL;
}

/* A key of a name, while its group is looked for. */
struct posting {
    uint32_t at, core;
};

/* Keys are put in groups part by part, so that only one part is there twice. */
enum { PART_BITS = 3, PARTS = 1 << PART_BITS, PART_SHIFT = 32 - PART_BITS };

struct part {
    struct posting *v, *spare;
    size_t n;
    uint8_t *done; /* bit per posting: its hash has become its group */
};

static bool is_done(const struct part *t, uint32_t p)
{
    return t->done[p / 8] >> p % 8 & 1;
}

/* By hash; equal hashes keep their order (radix, three passes). */
static bool sort_part(struct part *t, const uint32_t *hash)
{
    enum { BITS = 11, SIZE = 1 << BITS };
    uint32_t *count = tt_mem_zalloc(SIZE + 1, sizeof(*count));
    for (unsigned shift = 0; count && shift < 32; shift += BITS) {
        memset(count, 0, (SIZE + 1) * sizeof(*count));
        for (size_t i = 0; i < t->n; i++)
            count[(hash[t->v[i].at] >> shift & (SIZE - 1)) + 1]++;
        for (size_t i = 1; i < SIZE; i++)
            count[i] += count[i - 1];
        for (size_t i = 0; i < t->n; i++)
            t->spare[count[hash[t->v[i].at] >> shift & (SIZE - 1)]++] = t->v[i];
        struct posting *from = t->v;
        t->v = t->spare;
        t->spare = from;
    }
    tt_mem_free(count);
    return count != NULL;
}

static bool fill_part(const tt_index *x, const uint32_t *hash, uint32_t number, struct part *t)
{
    size_t n = 0;
    for (uint32_t p = 0; p < x->first[x->n]; p++)
        n += !is_done(t, p) && hash[p] >> PART_SHIFT == number;
    t->v = tt_mem_zalloc(n + 1, sizeof(*t->v));
    t->spare = tt_mem_zalloc(n + 1, sizeof(*t->spare));
    t->n = 0;
    if (!t->v || !t->spare)
        return false;
    for (uint32_t c = 0; c < x->n; c++)
        for (uint32_t p = x->first[c]; p < x->first[c + 1]; p++)
            if (!is_done(t, p) && hash[p] >> PART_SHIFT == number)
                t->v[t->n++] = (struct posting){p, c};
    return true;
}

/* Groups of a sorted part: cores go to the list, and the place of each group into `group`, which
 * is where the hashes are. */
static bool group_part(tt_index *x, const struct part *t, size_t most, tt_u32_vec *list)
{
    for (size_t i = 0, end; i < t->n; i = end) {
        uint32_t hash = x->group[t->v[i].at];
        for (end = i + 1; end < t->n && x->group[t->v[end].at] == hash; end++)
            continue;
        bool many = end - i > most, kept = !many && end - i > 1;
        uint32_t at = kept ? (uint32_t)list->n : UINT32_MAX;
        x->dropped += many;
        for (size_t j = i; j < end; j++) {
            uint32_t p = t->v[j].at;
            x->group[p] = at;
            t->done[p / 8] |= (uint8_t)(1u << p % 8);
            if (kept && !tt_vec_push(list, t->v[j].core))
                return false;
        }
    }
    return true;
}

/* Postings without a group find nobody. */
static bool keep_grouped(tt_index *x)
{
    uint32_t n = 0, p = 0;
    for (uint32_t c = 0; c < x->n; c++) {
        uint32_t end = x->first[c + 1];
        x->first[c] = n;
        for (; p < end; p++)
            if (x->group[p] != UINT32_MAX) {
                x->group[n] = x->group[p];
                x->weight[n++] = x->weight[p];
            }
    }
    x->first[x->n] = n;
    uint32_t *group = tt_mem_grow(x->group, n + (size_t)1, sizeof(*group));
    x->group = group ? group : x->group;
    uint16_t *weight = tt_mem_grow(x->weight, n + (size_t)1, sizeof(*weight));
    x->weight = weight ? weight : x->weight;
    return group && weight;
}

static bool group_keys(const tt_rs *w, tt_index *x, struct builder *b)
{
    size_t most = (size_t)w->param[TT_RS_MAX_NAMES_PER_WORD];
    tt_u32_vec list = {0};
    struct part t = {.done = tt_mem_zalloc(b->hash.n / 8 + 1, sizeof(*t.done))};
    bool ok = t.done;
    x->group = b->hash.v;
    x->weight = b->weight.v;
    b->hash.v = NULL;
    b->weight.v = NULL;
    for (uint32_t number = 0; number < PARTS && ok; number++) {
        ok = fill_part(x, x->group, number, &t) && sort_part(&t, x->group) &&
             group_part(x, &t, most, &list);
        tt_mem_free(t.v);
        tt_mem_free(t.spare);
    }
    tt_mem_free(t.done);
    x->at = list.v;
    return ok && keep_grouped(x);
}

tt_status tt_index_build(const tt_rs *w, tt_arena *a, tt_index *out, tt_err *err)
{
    struct builder b = {0};
    *out = (tt_index){.w = w};
    bool ok = find_spellings(w, out, a) && mark_keys(w, out, &b.seen) && read_keys(w, out, &b, a) &&
              group_keys(w, out, &b);
    tt_mem_free(b.seen.v);
    tt_vec_release(&b.hash);
    tt_vec_release(&b.weight);
    if (ok)
        return TT_OK;
    tt_index_release(out);
    return tt_fail(err, TT_ENOMEM, "no room for the words of %u names", w->n_core);
}

void tt_index_release(tt_index *x)
{
    tt_mem_free(x->group);
    tt_mem_free(x->weight);
    tt_mem_free(x->at);
    x->group = x->at = NULL;
    x->weight = NULL;
}

uint32_t tt_index_shared(const tt_index *x, uint32_t a, uint32_t b)
{
    uint32_t sum = 0;
    for (uint32_t p = x->first[a]; p < x->first[a + 1]; p++)
        for (uint32_t q = x->first[b]; q < x->first[b + 1]; q++)
            if (x->group[p] == x->group[q]) {
                sum += x->weight[p];
                break;
            }
    return sum;
}
