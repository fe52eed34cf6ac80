/*
 * otherwise.c - what a name says beside itself: "Pellworth Ltd t/a Blue Lantern", "International
 * Kelmet Machines (IKM)", "Pellworth Ltd c/o Kontor Nord".
 *
 * Another name of the party is a name of its own; who takes its letters is somebody else.
 */
#include "resolve/otherwise.h"

#include "base/str.h"

enum { MAX_ACRONYM = 6, MIN_ACRONYM = 2 };

static const struct {
    const char *text; /* words, lower case */
    bool other_name;  /* what follows names the same party */
} marks[] = {
    {"doing business as", true},
    {"trading as", true},
    {"also known as", true},
    {"formerly known as", true},
    {"now known as", true},
    {"formerly", true},
    {"previously", true},
    {"d/b/a", true},
    {"d.b.a.", true},
    {"dba", true},
    {"t/a", true},
    {"a/k/a", true},
    {"a.k.a.", true},
    {"aka", true},
    {"f/k/a", true},
    {"fka", true},
    {"n/k/a", true},
    {"c/o", false},
    {"care of", false},
    {"on behalf of", false},
    {"o/b/o", false},
    {"for account of", false},
    {"by order of", false},
    {"for and on behalf of", false},
    {"attn", false},
    {"attention", false},
};

static bool is_edge(tt_str s, size_t at)
{
    return at >= s.n || !(tt_ascii_is_alnum(s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

static bool stands_at(tt_str s, size_t at, const char *word)
{
    return tt_ascii_lower(s.p[at]) == word[0] && is_edge(s, at + strlen(word)) &&
           tt_str_is_nocase(tt_str_sub(s, at, strlen(word)), word);
}

static tt_str strip(tt_str s)
{
    while (s.n && strchr(" ,;:-([\"", s.p[0]))
        s = tt_str_sub(s, 1, SIZE_MAX);
    while (s.n && strchr(" ,;:-([\"", s.p[s.n - 1]))
        s.n--;
    if (s.n && s.p[s.n - 1] == ')' && tt_str_find(s, TT_STR("("), 0) == SIZE_MAX)
        s.n--;
    return s;
}

/* Letters with which marks begin: most words need no look at the table. */
static bool may_be_mark(char c)
{
    return c && strchr("acdfnobtp", tt_ascii_lower(c));
}

/* The first mark behind some name. */
static bool find_mark(tt_str s, size_t *at, size_t *end, bool *other)
{
    for (size_t i = 2; i < s.n; i++) {
        if (!is_edge(s, i - 1) || is_edge(s, i) || !may_be_mark(s.p[i]))
            continue;
        for (size_t k = 0; k < TT_LEN(marks); k++) {
            if (!stands_at(s, i, marks[k].text))
                continue;
            *at = i;
            *end = i + strlen(marks[k].text);
            *other = marks[k].other_name;
            return true;
        }
    }
    return false;
}

static bool is_letter(char c)
{
    return tt_ascii_is_alpha(c);
}

/* True when the letters of `acronym` begin the first words of s, one each. */
static bool is_acronym_of(tt_str acronym, tt_str s)
{
    size_t k = 0;
    for (size_t i = 0; i < s.n && k < acronym.n; i++)
        if (is_letter(s.p[i]) && (!i || !is_letter(s.p[i - 1]))) {
            if (tt_ascii_lower(s.p[i]) == tt_ascii_lower(acronym.p[k]))
                k++;
            else if (!k)
                return false;
        }
    return k == acronym.n;
}

static bool is_acronym(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n >= MIN_ACRONYM && s.n <= MAX_ACRONYM;
}

/* "International Kelmet Machines (IKM)", "IKM - International Kelmet Machines". */
static bool split_acronym(tt_str s, tt_str out[TT_OTHERWISE])
{
    size_t at = tt_str_find(s, TT_STR("("), 0), dash = tt_str_find(s, TT_STR(" - "), 0);
    if (at != SIZE_MAX && at && s.p[s.n - 1] == ')') {
        out[0] = strip(tt_str_sub(s, 0, at));
        out[1] = tt_str_trim(tt_str_sub(s, at + 1, s.n - at - 2));
        return is_acronym(out[1]) && is_acronym_of(out[1], out[0]);
    }
    if (dash == SIZE_MAX)
        return false;
    out[0] = strip(tt_str_sub(s, 0, dash));
    out[1] = strip(tt_str_sub(s, dash + 3, SIZE_MAX));
    if (is_acronym(out[0])) {
        tt_str t = out[0];
        out[0] = out[1];
        out[1] = t;
    }
    return is_acronym(out[1]) && is_acronym_of(out[1], out[0]);
}

size_t tt_name_otherwise(tt_str raw, tt_str out[TT_OTHERWISE])
{
    size_t at, end;
    bool other;
    raw = tt_str_trim(raw);
    if (find_mark(raw, &at, &end, &other)) {
        out[0] = strip(tt_str_sub(raw, 0, at));
        out[1] = strip(tt_str_sub(raw, end, SIZE_MAX));
        if (out[0].n && out[1].n)
            return other ? 2 : 1;
    }
    if (raw.n && split_acronym(raw, out))
        return 2;
    out[0] = raw;
    return 1;
}
