/*
 * normalise.c - a name without what does not tell companies apart.
 *
 * Fold, split into tokens, find legal forms and generic words in the native script (longest phrase
 * first), bring the rest to ASCII, look again.  Out come the core, for exact keys, and the draft,
 * the words that are counted and compared.  Names of persons are read once more without the words
 * of companies (person.c).
 */
#include "resolve/normalise.h"
#include "resolve/otherwise.h"

#include "base/str.h"

enum { SHORT_LEGAL = 3, MAX_WORD = 63, MIN_LETTERS = 7 };

enum { ALL_CLASSES = (1u << TT_WORD_GIVEN) - 1 };

/* --- legal forms of two or three letters --- */

/* "SA", "AG", "AS": a word of its own unless it stands at the end or, where no form stands there,
 * in front. */
static bool is_short_legal(const tt_lexicon *x, const tt_tokens *t, uint32_t i)
{
    const tt_token *k = &t->v[i];
    return tt_token_is_legal(x, k) && k->next == i + 1 && k->n <= SHORT_LEGAL &&
           (unsigned char)t->text[k->at] < 0x80;
}

/* "Est. for Trading", as in Arabic. */
static bool is_for(const tt_tokens *t, uint32_t i)
{
    return tt_str_is(tt_tokens_phrase(t, i, i + 1), "for");
}

static void undo_short_legal(const tt_lexicon *x, tt_tokens *t)
{
    uint32_t heads[TT_MAX_TOKENS], n = 0;
    for (uint32_t i = 0; i < t->n; i = t->v[i].done ? t->v[i].next : i + 1)
        heads[n++] = i;
    uint32_t zone = n; /* heads[zone..] are the legal forms at the end */
    while (zone > 1 && (tt_token_is_legal(x, &t->v[heads[zone - 1]]) ||
                        tt_token_is(x, &t->v[heads[zone - 1]], "company")))
        zone--;
    bool at_end = false;
    for (uint32_t i = zone; i < n; i++)
        at_end |= tt_token_is_legal(x, &t->v[heads[i]]);
    for (uint32_t i = 0; i < zone; i++)
        if (is_short_legal(x, t, heads[i]) && (i || at_end || n == 1) &&
            !(i && i + 1 < n && is_for(t, heads[i + 1])))
            t->v[heads[i]].done = false;
}

/* --- the core --- */

struct core {
    tt_buf text;
    size_t stem_at, stem_n;
    unsigned n;
    uint64_t words;
};

static void add_token(struct core *r, tt_str text, bool word)
{
    if (r->text.n)
        tt_buf_add_c(&r->text, ' ');
    if (!r->n || (word && !r->words)) {
        r->stem_at = r->text.n;
        r->stem_n = text.n;
    }
    if (word && r->n < 64)
        r->words |= (uint64_t)1 << r->n;
    r->n++;
    tt_buf_add(&r->text, text);
}

/* Everything but legal forms and stop words, in order. */
static void read_core(const tt_lexicon *x, const tt_tokens *t, tt_surface *s, struct core *r)
{
    for (uint32_t i = 0; i < t->n;) {
        const tt_token *k = &t->v[i];
        uint32_t end = k->done ? k->next : i + 1;
        tt_word_class class = k->done ? x->term[k->term].class : TT_WORD_TITLE;
        if (class == TT_WORD_LEGAL) {
            s->legal = x->legal[k->term];
            s->home = x->home[k->term] ? x->home[k->term] : s->home;
        } else if (class == TT_WORD_TITLE || class == TT_WORD_NUMBER || class == TT_WORD_PARTICLE)
            add_token(r, tt_tokens_phrase(t, i, end), true);
        else if (class != TT_WORD_STOP && !tt_token_is(x, k, "company"))
            add_token(r, tt_str_of(x->term[k->term].concept), false);
        s->bank |= tt_token_is(x, k, "bank");
        i = end;
    }
}

/* --- the draft --- */

void tt_name_draft_add(tt_name_draft *d, tt_word_kind kind, tt_str text, tt_str native)
{
    if (d->n == TT_NAME_MAX_WORDS || !text.n)
        return;
    d->n++;
    if (d->text.n)
        tt_buf_add_c(&d->text, TT_DRAFT_WORD);
    tt_buf_add_c(&d->text, (char)('0' + kind));
    tt_buf_add(&d->text, tt_str_sub(text, 0, MAX_WORD));
    if (native.n) {
        tt_buf_add_c(&d->text, TT_DRAFT_NATIVE);
        tt_buf_add(&d->text, tt_str_sub(native, 0, MAX_WORD));
    }
}

void tt_name_draft_add_common(tt_name_draft *d, tt_str text, tt_str common)
{
    uint32_t n = d->n;
    tt_name_draft_add(d, TT_WK_WORD, text, (tt_str){0});
    if (d->n == n)
        return;
    tt_buf_add_c(&d->text, TT_DRAFT_COMMON);
    tt_buf_add(&d->text, tt_str_sub(common, 0, MAX_WORD));
}

void tt_name_draft_written(tt_name_draft *d, tt_str text)
{
    if (!d->n_letters)
        d->letters = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ')
            continue;
        d->letters = (d->letters ^ (unsigned char)text.p[i]) * 1099511628211u;
        d->n_letters++;
    }
    if (d->n_initials < sizeof(d->initials) && text.n && tt_ascii_is_alnum(text.p[0]))
        d->initials[d->n_initials++] = text.p[0];
}

/* "7", "007", "21st", "iv": the number in digits without leading zeros; absent for other words. */
static tt_str number_of(tt_str s, bool first)
{
    static const char *const roman[] = {"ii", "iii", "iv",   "vi",  "vii", "viii", "ix",
                                        "xi", "xii", "xiii", "xiv", "xv",  "xvi"};
    static const char *const value[] = {"2",  "3",  "4",  "6",  "7",  "8", "9",
                                        "11", "12", "13", "14", "15", "16"};
    static const char *const ordinal[] = {"", "st", "nd", "rd", "th"};
    size_t digits = 0;
    while (digits < s.n && tt_ascii_is_digit(s.p[digits]))
        digits++;
    for (size_t i = 0; digits && i < TT_LEN(ordinal); i++)
        if (tt_str_is(tt_str_sub(s, digits, SIZE_MAX), ordinal[i])) {
            size_t zeros = 0;
            while (zeros + 1 < digits && s.p[zeros] == '0')
                zeros++;
            return tt_str_sub(s, zeros, digits - zeros);
        }
    for (size_t i = 0; !first && i < TT_LEN(roman); i++)
        if (tt_str_is(s, roman[i]))
            return tt_str_of(value[i]);
    return (tt_str){NULL, 0};
}

/* "no" in front of a number. */
static bool is_number_sign(const tt_tokens *t, uint32_t i)
{
    tt_str s = tt_tokens_phrase(t, i, i + 1);
    return (tt_str_is(s, "no") || tt_str_is(s, "nr")) && i + 1 < t->n && !t->v[i + 1].script;
}

static void add_word(tt_name_draft *d, tt_str text, const tt_token *k, bool first)
{
    tt_str number = k->merged ? (tt_str){0} : number_of(text, first);
    tt_name_draft_written(d, text);
    if (number.n)
        tt_name_draft_add(d, TT_WK_NUMBER, number, (tt_str){0});
    else
        tt_name_draft_add(d, text.n == 1 ? TT_WK_INITIAL : TT_WK_WORD, text, k->native);
}

static void draft_company(const tt_lexicon *x, const tt_tokens *t, tt_name_draft *d)
{
    bool first = true;
    for (uint32_t i = 0; i < t->n;) {
        const tt_token *k = &t->v[i];
        uint32_t end = k->done ? k->next : i + 1;
        tt_str text = tt_tokens_phrase(t, i, end);
        tt_word_class class = k->done ? x->term[k->term].class : TT_WORD_TITLE;
        if (tt_token_is(x, k, "al") ||
            (class == TT_WORD_TITLE && k->done && first && text.n <= 3)) {
            /* the article, "M/s"; other particles and titles are words here */
            tt_name_draft_add(d, TT_WK_PARTICLE, text, (tt_str){0});
        } else if (class == TT_WORD_TITLE || class == TT_WORD_PARTICLE) {
            if (!is_number_sign(t, i))
                add_word(d, text, k, first);
            first = false;
        } else if (class == TT_WORD_GENERIC || class == TT_WORD_PLACE || class == TT_WORD_NUMBER) {
            static const uint8_t kind[] = {[TT_WORD_GENERIC] = TT_WK_CONCEPT,
                                           [TT_WORD_PLACE] = TT_WK_PLACE,
                                           [TT_WORD_NUMBER] = TT_WK_NUMBER};
            first = false;
            if (!tt_token_is(x, k, "company")) {
                tt_name_draft_add(d, kind[class], tt_str_of(x->term[k->term].concept), (tt_str){0});
                tt_name_draft_written(d, text);
            }
        }
        i = end;
    }
}

/* --- one name --- */

/* What the name of a company is made of; false when it may be a person's. */
static bool is_company(const tt_lexicon *x, const tt_tokens *t, tt_str raw)
{
    unsigned words = 0;
    bool title = false, company = false;
    for (uint32_t i = 0; i < t->n;) {
        const tt_token *k = &t->v[i];
        uint32_t end = k->done ? k->next : i + 1;
        tt_word_class class = k->done ? x->term[k->term].class : TT_WORD_TITLE;
        if (class == TT_WORD_LEGAL)
            return true;
        title |= k->done && class == TT_WORD_TITLE;
        company |= class == TT_WORD_GENERIC || class == TT_WORD_NUMBER ||
                   (class == TT_WORD_STOP && tt_token_is(x, k, "and"));
        if (!k->done && !k->merged && number_of(tt_tokens_phrase(t, i, end), !words).n)
            company = true; /* "I.I." are initials, "II" is the second */
        words += !k->done || class == TT_WORD_PLACE || class == TT_WORD_PARTICLE ||
                 (class == TT_WORD_STOP && !tt_token_is(x, k, "and"));
        i = end;
    }
    for (size_t i = 0; i < raw.n; i++)
        company |= raw.p[i] == '&' || raw.p[i] == '+';
    return (company && !title) || words > 6 || words < (title ? 1 : 2);
}

static tt_status to_latin(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_tokens *t,
                          unsigned classes, tt_err *err)
{
    bool ascii = true;
    for (uint32_t i = 0; i < t->used && ascii; i++)
        ascii = (unsigned char)t->text[i] < 0x80;
    if (ascii)
        return TT_OK;
    TT_TRY(tt_tokens_to_ascii(u, tmp, t, err));
    tt_lexicon_mark(x, classes, t);
    return TT_OK;
}

static tt_status
keep_core(tt_arena *a, const tt_tokens *t, struct core *r, tt_surface *s, tt_err *err)
{
    if (!r->text.n) { /* only legal forms and stop words: better as written than nothing */
        tt_buf_add(&r->text, (tt_str){t->text, t->used});
        r->stem_at = 0;
        r->stem_n = r->text.n;
    }
    s->words = r->words;
    s->generic = !r->words;
    TT_TRY(tt_buf_status(&r->text, err));
    s->core = tt_arena_str(a, tt_buf_str(&r->text));
    s->stem_at = (uint32_t)r->stem_at;
    s->stem_n = (uint32_t)r->stem_n;
    return s->core.p ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a name");
}

static tt_status keep_draft(tt_arena *a, tt_name_draft *d, tt_surface *s, tt_err *err)
{
    tt_buf_add_c(&d->text, TT_DRAFT_INITIALS);
    tt_buf_add(&d->text, (tt_str){d->initials, d->n_initials});
    bool spelt = s->scripts == TT_SCRIPT_LATIN; /* elsewhere letters are readings */
    TT_TRY(tt_buf_status(&d->text, err));
    tt_word_list *own = tt_arena_zalloc(a, sizeof(*own) + d->text.n, 1);
    if (!own)
        return tt_fail(err, TT_ENOMEM, "no room for a name");
    own->letters_of = spelt && d->n_letters >= MIN_LETTERS ? d->letters : 0;
    own->n = (uint32_t)d->text.n;
    memcpy(own->text, d->text.p, d->text.n);
    s->draft = own;
    return TT_OK;
}

static tt_status read_words(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_arena *a,
                            tt_tokens *t, bool person, tt_surface *s, tt_err *err)
{
    tt_name_draft d = {0};
    struct core r = {0};
    tt_buf_init(&r.text, 0);
    tt_buf_init(&d.text, 0);
    read_core(x, t, s, &r);
    tt_status st = keep_core(a, t, &r, s, err);
    s->person = s->said == TT_SAID_PERSON ||
                (s->said != TT_SAID_OTHER && (person || !is_company(x, t, s->raw)));
    s->generic &= !s->person;
    if (st == TT_OK && s->person)
        st = tt_name_draft_person(x, u, tmp, s->raw, &d, err);
    else
        draft_company(x, t, &d);
    if (!d.n) /* only legal forms */
        tt_name_draft_add(&d, TT_WK_WORD, s->core, (tt_str){0});
    if (st == TT_OK)
        st = keep_draft(a, &d, s, err);
    tt_buf_release(&r.text);
    tt_buf_release(&d.text);
    return st;
}

static uint8_t count_letters(tt_str raw)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.n && n < UINT8_MAX; i++)
        n += ((unsigned char)raw.p[i] & 0xc0) != 0x80;
    return (uint8_t)n;
}

/* The name s->raw as it stands. */
static tt_status read_surface(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_arena *a,
                              tt_surface *s, tt_err *err)
{
    tt_tokens t;
    TT_TRY(tt_tokens_read(u, tmp, s->raw, &t, err));
    tt_tokens_merge_initials(&t);
    tt_lexicon_mark(x, ALL_CLASSES, &t);
    bool person = tt_name_is_person(x, &t);
    s->scripts = 0;
    for (uint32_t i = 0; i < t.n; i++)
        s->scripts |= t.v[i].script;
    TT_TRY(to_latin(x, u, tmp, &t, ALL_CLASSES, err));
    tt_lexicon_guess(x, &t);
    undo_short_legal(x, &t);
    s->legal = s->home = 0;
    s->bank = false;
    s->letters = count_letters(s->raw);
    return read_words(x, u, tmp, a, &t, person, s, err);
}

tt_status tt_surface_read(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp, tt_arena *a,
                          tt_surface *s, tt_err *err)
{
    tt_str name[TT_OTHERWISE];
    tt_surface read = *s;
    (void)tt_name_otherwise(s->raw, name);
    read.raw = name[0];
    TT_TRY(read_surface(x, u, tmp, a, &read, err));
    read.raw = s->raw;
    *s = read;
    return TT_OK;
}
