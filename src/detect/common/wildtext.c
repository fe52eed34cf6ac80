/* wildtext.c - see wildtext.h. */
#include "detect/common/wildtext.h"

#include "base/str.h"
#include "refdata/fold.h"

enum { MAX_PATTERN = 120, RING = 128, MAX_FOUND = 48 };
/* Letters with blanks between that are one word; fewer Latin ones are initials or sizes. */
enum { SPACED_LATIN = 5, SPACED_OTHER = 2 };

struct tt_wild_node {
    uint32_t child, sibling, fail, out; /* out: pattern + 1 */
    char byte;
};

struct tt_wild_pattern {
    const tt_wild_word *word; /* all NULL: a phrase that voids what is in it */
    const tt_timber *timber;
    const tt_taxon *taxon;
    uint32_t next; /* pattern + 1 with the same text */
    uint16_t n;    /* folded bytes */
    bool accents;
};

/* --- folding --- */

/* An accent by itself, behind its letter. */
static bool is_accent(uint32_t cp)
{
    return cp >= 0x0300 && cp <= 0x036F;
}

/* The same, and vowels and tones of Thai that stand above and below a letter. */
static bool is_mark(uint32_t cp)
{
    return is_accent(cp) || cp == 0x0E31 || (cp >= 0x0E34 && cp <= 0x0E3A) ||
           (cp >= 0x0E47 && cp <= 0x0E4E);
}

/* Without width: soft hyphens, joiners, the mark of the order of bytes. */
static bool is_unseen(uint32_t cp)
{
    return cp == 0xAD || (cp >= 0x200B && cp <= 0x200D) || cp == 0x2060 || cp == 0xFEFF;
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x3000;
}

/* The folded letters of a character; 0 for what stands between words. */
static size_t fold_letters(uint32_t cp, const char *bytes, size_t n_bytes, char out[TT_FOLD_MAX])
{
    size_t n = 0;
    if (cp >= 0x80 && !(cp >= 0x3000 && cp <= 0x3004) && !(cp >= 0x3008 && cp <= 0x303F))
        n = tt_fold((tt_str){bytes, n_bytes}, out);
    else if (cp < 0x80)
        out[n++] = (char)cp;
    return n == 1 && !tt_ascii_is_alnum(out[0]) ? 0 : n;
}

/* What was written last decides whether a blank comes in between. */
struct fold {
    char last;
    bool latin; /* last is a Latin letter or a digit */
};

/* The folded form of one character; at most 8 bytes. */
static size_t
fold_char(struct fold *f, uint32_t cp, const char *bytes, size_t n_bytes, char out[TT_FOLD_MAX])
{
    char letters[TT_FOLD_MAX];
    size_t used = 0;
    if (is_accent(cp) || is_unseen(cp))
        return 0;
    size_t n = fold_letters(cp, bytes, n_bytes, letters);
    if (!n) {
        if (f->last == ' ')
            return 0;
        f->last = out[0] = ' ';
        f->latin = false;
        return 1;
    }
    bool latin = (unsigned char)letters[0] < 0x80;
    if (f->last != ' ' && latin != f->latin)
        out[used++] = ' ';
    for (size_t i = 0; i < n; i++)
        out[used++] = tt_ascii_lower(letters[i]);
    f->last = out[used - 1];
    f->latin = latin;
    return used;
}

/* A word as a pattern: blanks at ends that are Latin.  0 when it is empty or too long. */
static size_t fold_word(tt_str word, bool plural, char out[MAX_PATTERN])
{
    struct fold f = {' ', false};
    char piece[TT_FOLD_MAX];
    size_t n = 1;
    bool first = true, starts_latin = false;
    out[0] = ' ';
    for (size_t pos = 0, from = 0; pos < word.n; from = pos) {
        uint32_t cp = tt_utf8_next(word, &pos);
        size_t len = fold_char(&f, cp, word.p + from, pos - from, piece);
        if (n + len + 3 > MAX_PATTERN)
            return 0;
        memcpy(out + n, piece, len);
        n += len;
        if (first && len)
            starts_latin = f.latin;
        first &= !len;
    }
    while (n > 1 && out[n - 1] == ' ')
        n--;
    if (n == 1)
        return 0;
    if ((unsigned char)out[n - 1] < 0x80) {
        if (plural)
            out[n++] = 's';
        out[n++] = ' ';
    } else if (plural) {
        return 0;
    }
    if (!starts_latin)
        memmove(out, out + 1, --n);
    return n;
}

/* The letters of a Latin word without blanks, in capitals: as spaced letters are scanned.  0 when
 * they are too few to be told from initials. */
static size_t squeeze_word(tt_str word, char out[MAX_PATTERN])
{
    size_t n = fold_word(word, false, out), used = 0;
    for (size_t i = 0; i < n; i++) {
        if (out[i] == ' ')
            continue;
        if (!tt_ascii_is_alnum(out[i]))
            return 0;
        out[used++] = tt_ascii_upper(out[i]);
    }
    return used >= SPACED_LATIN ? used : 0;
}

/* --- building --- */

static uint32_t child_of(const tt_wildtext *t, uint32_t node, char byte)
{
    if (!node)
        return t->root[(unsigned char)byte];
    uint32_t c = t->nodes[node].child;
    while (c && t->nodes[c].byte != byte)
        c = t->nodes[c].sibling;
    return c;
}

static uint32_t grow(tt_wildtext *t, uint32_t node, char byte)
{
    uint32_t c = child_of(t, node, byte);
    if (c)
        return c;
    c = (uint32_t)++t->n_nodes;
    t->nodes[c] = (struct tt_wild_node){.byte = byte, .sibling = t->nodes[node].child};
    t->nodes[node].child = c;
    if (!node)
        t->root[(unsigned char)byte] = c;
    return c;
}

static bool has_accents(tt_str word)
{
    size_t pos = 0;
    uint32_t cp = word.n ? tt_utf8_next(word, &pos) : 0;
    bool latin = cp < 0x250, any = false;
    while (pos < word.n)
        any |= tt_utf8_next(word, &pos) >= 0x80;
    return latin && (any || cp >= 0x80);
}

static void put_pattern(tt_wildtext *t, const char *folded, size_t n, struct tt_wild_pattern p)
{
    uint32_t node = 0;
    if (!n)
        return;
    for (size_t i = 0; i < n; i++)
        node = grow(t, node, folded[i]);
    p.n = (uint16_t)n;
    p.next = t->nodes[node].out;
    t->patterns[t->n_patterns++] = p;
    t->nodes[node].out = (uint32_t)t->n_patterns;
}

/* Vietnamese words without their accents are many words; French and Portuguese ones are what every
 * form in capitals writes, but for the short ("vène"). */
static bool needs_accents(tt_str text, const tt_wild_word *word)
{
    enum { SHORT = 6 }; /* bytes */
    bool tones = !word || tt_str_is(word->language, "vi");
    return has_accents(text) && (tones || text.n < SHORT);
}

/* A word as it is, in the plural, and written with blanks between its letters. */
static void add_word(tt_wildtext *t, tt_str text, struct tt_wild_pattern p)
{
    char folded[MAX_PATTERN];
    p.accents = needs_accents(text, p.word);
    put_pattern(t, folded, fold_word(text, false, folded), p);
    put_pattern(t, folded, fold_word(text, true, folded), p);
    put_pattern(t, folded, squeeze_word(text, folded), p);
}

/* The parts of a list, each a word. */
static void add_list(tt_wildtext *t, tt_str list, struct tt_wild_pattern p)
{
    tt_str part;
    while (list.n && tt_str_split(&list, '|', &part))
        add_word(t, part, p);
}

/* Fail links in the order of breadth; a queue through the nodes is an array of as many. */
static void link_nodes(tt_wildtext *t, uint32_t *queue)
{
    size_t head = 0, tail = 0;
    for (uint32_t c = t->nodes[0].child; c; c = t->nodes[c].sibling)
        queue[tail++] = c;
    while (head < tail) {
        uint32_t at = queue[head++];
        for (uint32_t c = t->nodes[at].child; c; c = t->nodes[c].sibling) {
            uint32_t f = t->nodes[at].fail;
            while (f && !child_of(t, f, t->nodes[c].byte))
                f = t->nodes[f].fail;
            t->nodes[c].fail = child_of(t, f, t->nodes[c].byte);
            queue[tail++] = c;
        }
    }
}

static size_t parts_of(tt_str list)
{
    size_t n = list.n ? 1 : 0;
    for (size_t i = 0; i < list.n; i++)
        n += list.p[i] == '|';
    return n;
}

tt_status tt_wildtext_build(const tt_wildlife *w, tt_arena *a, tt_wildtext *out, tt_err *err)
{
    enum { FORMS = 3 }; /* of a word: add_word */
    tt_wildtext t = {0};
    size_t bytes = 1, n = 0;
    for (size_t i = 0; i < w->n_words; i++) {
        size_t parts = FORMS + FORMS * parts_of(w->words[i].voids);
        bytes += 2 * FORMS * w->words[i].word.n + FORMS * w->words[i].voids.n + 4 * parts;
        n += parts;
    }
    for (size_t i = 0; i < w->n_timbers; i++) {
        size_t parts = FORMS + FORMS * parts_of(w->timbers[i].trade_names);
        bytes += 2 * FORMS * (w->timbers[i].name.n + w->timbers[i].trade_names.n) + 4 * parts;
        n += parts;
    }
    for (size_t i = 0; i < w->n_taxa; i++) {
        bytes += 2 * FORMS * w->taxa[i].name.n + 4 * FORMS;
        n += FORMS;
    }
    t.nodes = tt_new_n(a, struct tt_wild_node, bytes);
    t.patterns = tt_new_n(a, struct tt_wild_pattern, n);
    uint32_t *queue = tt_new_n(a, uint32_t, bytes);
    if (!t.nodes || !t.patterns || !queue)
        return tt_fail(err, TT_ENOMEM, "no memory for words of wildlife");
    for (size_t i = 0; i < w->n_words; i++) {
        struct tt_wild_pattern p = {.word = &w->words[i]};
        add_word(&t, p.word->word, p);
        add_list(&t, p.word->voids, (struct tt_wild_pattern){0});
    }
    for (size_t i = 0; i < w->n_timbers; i++) {
        struct tt_wild_pattern p = {.timber = &w->timbers[i]};
        add_word(&t, p.timber->name, p);
        add_list(&t, p.timber->trade_names, p);
    }
    for (size_t i = 0; i < w->n_taxa; i++) /* rows for other populations stand behind each other */
        if (w->taxa[i].rank == TT_RANK_SPECIES &&
            (!i || !tt_str_eq(w->taxa[i].name, w->taxa[i - 1].name)))
            add_word(&t, w->taxa[i].name, (struct tt_wild_pattern){.taxon = &w->taxa[i]});
    link_nodes(&t, queue);
    *out = t;
    return TT_OK;
}

/* --- scanning --- */

struct found {
    uint32_t pattern;
    size_t from, to; /* bytes of the text */
};

struct scan {
    const tt_wildtext *t;
    tt_str text;
    size_t ring[RING]; /* offset in the text of the last folded bytes */
    size_t n;          /* folded bytes so far */
    uint32_t node;
    struct found v[MAX_FOUND];
    size_t n_found;
    bool more;
};

static void note(struct scan *s, uint32_t pattern, size_t end)
{
    const struct tt_wild_pattern *p = &s->t->patterns[pattern];
    size_t from = s->ring[(s->n - p->n) % RING];
    if (s->n_found == MAX_FOUND) {
        s->more = true;
        return;
    }
    s->v[s->n_found++] = (struct found){pattern, from, end};
}

static void step(struct scan *s, char byte, size_t at, size_t end)
{
    const tt_wildtext *t = s->t;
    uint32_t c;
    s->ring[s->n++ % RING] = at;
    while (!(c = child_of(t, s->node, byte)) && s->node)
        s->node = t->nodes[s->node].fail;
    s->node = c;
    for (uint32_t n = c; n; n = t->nodes[n].fail)
        for (uint32_t p = t->nodes[n].out; p; p = t->patterns[p - 1].next)
            note(s, p - 1, end);
}

static bool is_void(const struct tt_wild_pattern *p)
{
    return !p->word && !p->timber && !p->taxon;
}

/* Inside a void phrase, or inside a longer word of its kind. */
static bool covered(const struct scan *s, size_t i)
{
    const struct found *x = &s->v[i];
    const struct tt_wild_pattern *p = &s->t->patterns[x->pattern];
    for (size_t k = 0; k < s->n_found; k++) {
        const struct found *y = &s->v[k];
        const struct tt_wild_pattern *q = &s->t->patterns[y->pattern];
        bool longer = y->to - y->from > x->to - x->from;
        if (k != i && y->from <= x->from && y->to >= x->to &&
            (is_void(q) || (longer && !q->word == !p->word && !q->taxon == !p->taxon)))
            return true;
    }
    return false;
}

static void trim(tt_str text, struct found *x)
{
    while (x->from < x->to && (unsigned char)text.p[x->from] < 0x80 &&
           !tt_ascii_is_alnum(text.p[x->from]))
        x->from++;
    while (x->to > x->from && (unsigned char)text.p[x->to - 1] < 0x80 &&
           !tt_ascii_is_alnum(text.p[x->to - 1]))
        x->to--;
}

static void tell(const struct scan *s, tt_wild_hits *out)
{
    for (size_t i = 0; i < s->n_found; i++) {
        const struct found *x = &s->v[i];
        const struct tt_wild_pattern *p = &s->t->patterns[x->pattern];
        if (is_void(p) || covered(s, i))
            continue;
        if (out->n == TT_WILD_HITS) {
            out->more = true;
            return;
        }
        tt_wild_hit h = {p->word, p->timber, p->taxon,
                         tt_str_sub(s->text, x->from, x->to - x->from), true};
        bool ascii = true;
        for (size_t k = 0; k < h.found.n; k++)
            ascii &= (unsigned char)h.found.p[k] < 0x80;
        h.plain = !(p->accents && ascii);
        out->v[out->n++] = h;
    }
    out->more |= s->more;
}

/* --- letters with blanks between --- */

typedef enum script { NO_LETTER, LATIN, OTHER } script;

static script script_of(uint32_t cp, const char *bytes, size_t n)
{
    char letters[TT_FOLD_MAX];
    if (!fold_letters(cp, bytes, n, letters))
        return NO_LETTER;
    return (unsigned char)letters[0] < 0x80 ? LATIN : OTHER;
}

/* The letter at *pos with its marks; *pos goes behind them. */
static script take_letter(tt_str text, size_t *pos)
{
    size_t at = *pos;
    uint32_t cp = at < text.n ? tt_utf8_next(text, &at) : ' ';
    script s = script_of(cp, text.p + *pos, at - *pos);
    for (size_t next = at; s != NO_LETTER && next < text.n; at = next) {
        cp = tt_utf8_next(text, &next);
        if (!is_mark(cp) && !is_unseen(cp))
            break;
    }
    *pos = s == NO_LETTER ? *pos : at;
    return s;
}

/* The end of a run of single letters of one script with blanks between that begins at pos; pos when
 * there is none: "象 牙" is one, words of more letters beside each other are
 * none. */
static size_t spaced_run(tt_str text, size_t pos, script *of)
{
    size_t n = 0, end = pos, at = pos;
    *of = NO_LETTER;
    while (at < text.n) {
        script s = take_letter(text, &at);
        size_t more = at;
        if (s == NO_LETTER || (n && s != *of) || take_letter(text, &more) == s)
            break;
        *of = s;
        n++;
        end = at;
        for (size_t next = at; next < text.n && is_blank(tt_utf8_next(text, &next));)
            at = next;
        if (at == end)
            break;
    }
    return n >= (*of == LATIN ? SPACED_LATIN : SPACED_OTHER) ? end : pos;
}

static void put_char(struct scan *s, struct fold *f, size_t from, size_t pos)
{
    char piece[TT_FOLD_MAX];
    size_t at = from;
    uint32_t cp = tt_utf8_next(s->text, &at);
    size_t n = fold_char(f, cp, s->text.p + from, pos - from, piece);
    for (size_t i = 0; i < n; i++)
        step(s, piece[i], from, n > 1 && piece[0] == ' ' && !i ? from : pos);
}

/* A letter of a Latin run: a capital, which other text never gives. */
static void put_capital(struct scan *s, struct fold *f, size_t from, size_t pos)
{
    char letters[TT_FOLD_MAX];
    size_t n = tt_fold(tt_str_sub(s->text, from, pos - from), letters);
    for (size_t i = 0; i < n; i++)
        step(s, tt_ascii_upper(letters[i]), from, pos);
    *f = n ? (struct fold){letters[n - 1], true} : *f;
}

static void put_run(struct scan *s, struct fold *f, size_t pos, size_t end, script of)
{
    for (size_t from = pos; pos < end; from = pos) {
        uint32_t cp = tt_utf8_next(s->text, &pos);
        if (is_blank(cp))
            continue;
        if (of == LATIN)
            put_capital(s, f, from, pos);
        else
            put_char(s, f, from, pos);
    }
}

void tt_wildtext_scan(const tt_wildtext *t, tt_str text, tt_wild_hits *out)
{
    struct scan s = {.t = t, .text = text};
    struct fold f = {' ', false};
    out->n = 0;
    out->more = false;
    step(&s, ' ', 0, 0);
    for (size_t pos = 0, from = 0; pos < text.n; from = pos) {
        script of = LATIN;
        size_t end = f.last == ' ' ? spaced_run(text, pos, &of) : pos;
        if (end > pos) {
            put_run(&s, &f, pos, end, of);
            pos = end;
            continue;
        }
        (void)tt_utf8_next(text, &pos);
        put_char(&s, &f, from, pos);
    }
    if (f.last != ' ')
        step(&s, ' ', text.n, text.n);
    for (size_t i = 0; i < s.n_found; i++)
        trim(text, &s.v[i]);
    tell(&s, out);
}
