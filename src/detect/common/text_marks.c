/* text_marks.c - texts to marks, by script. */
#include "detect/common/text_marks.h"

#include "base/str.h"
#include "refdata/fold.h"

enum { SHORT = 3, LETTERS = 48, IDEOGRAPHS = 0x2E80 };

enum script { NO_LETTER, LATIN, OTHER, IDEOGRAPH };

/* A word while it is read. */
struct word {
    char p[LETTERS];
    size_t n, from, to; /* bytes; where it stands in the text */
    enum script script;
};

struct reader {
    tt_str text;
    tt_text_marks *out;
    struct word now, before; /* before: the word that a pair begins with; n 0 = none */
};

static bool is_filling(const struct word *w)
{
    static const char *const words[] = {
        "AND", "OF", "OTHER", "FOR",  "WITH",  "NOT", "THE", "IN", "BY", "TO", "FROM",
        "OR",  "ON", "AT",    "THAN", "THEIR", "LES", "DES", "DE", "DA", "DO", "EM"};
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (w->n == strlen(words[i]) && memcmp(w->p, words[i], w->n) == 0)
            return true;
    return false;
}

static void singular(struct word *w)
{
    const char *end = w->p + w->n;
    if (w->script != LATIN || w->n <= SHORT || end[-1] != 'S' || end[-2] == 'S')
        return;
    if (w->n > 4 && end[-2] == 'E' && end[-3] == 'I') {
        w->p[w->n - 3] = 'Y';
        w->n -= 2;
    } else if (w->n > 4 && end[-2] == 'E' && strchr("SXH", end[-3])) {
        w->n -= 2;
    } else {
        w->n--;
    }
}

/* Keep a mark: two words, or one and nothing. */
static void mark(struct reader *r, const struct word *a, const struct word *b)
{
    tt_text_marks *m = r->out;
    char *p = m->text + m->n_text;
    size_t n = a->n + (b->n ? b->n + 1 : 0);
    if (m->n == TT_TEXT_MARKS || m->n_text + n > sizeof m->text)
        return;
    memcpy(p, a->p, a->n);
    if (b->n) {
        p[a->n] = ' ';
        memcpy(p + a->n + 1, b->p, b->n);
    }
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].folded.n == n && memcmp(m->v[i].folded.p, p, n) == 0)
            return;
    size_t to = b->n ? b->to : a->to;
    m->n_text += n;
    m->v[m->n++] = (tt_text_mark){{p, n}, tt_str_sub(r->text, a->from, to - a->from)};
}

static void end_word(struct reader *r)
{
    static const struct word none = {.n = 0};
    struct word *w = &r->now;
    if (w->n && w->script != IDEOGRAPH) {
        singular(w);
        if (!is_filling(w)) {
            r->out->n_words++;
            if (w->n >= SHORT)
                mark(r, w, &none);
            if (r->before.n && w->n > 1)
                mark(r, &r->before, w);
            r->before = w->n > 1 ? *w : none;
        }
    }
    w->n = 0;
}

/* One folded character; of Chinese ones, each is a word and each two are a mark. */
static void
letter(struct reader *r, const char *p, size_t n, size_t from, size_t to, enum script script)
{
    struct word *w = &r->now;
    if (w->n && w->script != script)
        end_word(r);
    if (script == IDEOGRAPH) {
        struct word two = {.n = w->n + n, .from = w->from, .to = to};
        if (w->n && two.n <= LETTERS) {
            memcpy(two.p, w->p, w->n);
            memcpy(two.p + w->n, p, n);
            mark(r, &two, &(struct word){.n = 0});
            r->out->n_words++;
        }
        r->before.n = w->n = 0;
    }
    if (w->n + n > LETTERS)
        return; /* the end of a word too long to be one */
    if (!w->n)
        w->from = from;
    memcpy(w->p + w->n, p, n);
    w->n += n;
    w->to = to;
    w->script = script;
}

void tt_text_marks_of(tt_str text, tt_text_marks *out)
{
    struct reader r = {.text = tt_str_sub(text, 0, TT_TEXT_BYTES), .out = out};
    char piece[TT_FOLD_MAX];
    out->n = out->n_words = out->n_text = 0;
    for (size_t pos = 0, from = 0; pos < r.text.n; from = pos) {
        uint32_t cp = tt_utf8_next(r.text, &pos);
        size_t n = tt_fold(tt_str_sub(r.text, from, pos - from), piece);
        enum script s = !n                               ? NO_LETTER
                        : tt_ascii_is_alpha(piece[0])    ? LATIN
                        : (unsigned char)piece[0] < 0x80 ? NO_LETTER
                        : cp >= IDEOGRAPHS               ? IDEOGRAPH
                                                         : OTHER;
        if (s == NO_LETTER)
            end_word(&r);
        else
            letter(&r, piece, n, from, pos, s);
    }
    end_word(&r);
}
