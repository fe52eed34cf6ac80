/*
 * edi.c - segments are cut by their terminator, everything else is looked up when it is asked for.
 */
#include "base/edi.h"

#include "base/str.h"

static const tt_edi_syntax standard = {':', '+', '.', '?', 0, '\''};
/* Information separators 1, 3 and 4: what character set UNOB has instead. */
static const tt_edi_syntax level_b = {0x1f, 0x1d, '.', 0, 0, 0x1c};

enum { UNA_BYTES = 9 };

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

void tt_edi_init(tt_edi *l, tt_str in, tt_arena *arena)
{
    *l = (tt_edi){.in = in, .at = tt_str_bom(in), .line = 1, .syntax = standard, .arena = arena};
}

bool tt_edi_is(const tt_edi_seg *s, const char *tag)
{
    return strcmp(s->tag, tag) == 0;
}

/* --- where segments begin --- */

/* Move over one byte; CR LF is one line end. */
static void step(tt_edi *l)
{
    char c = l->in.p[l->at++];
    if (c == '\n' || (c == '\r' && (l->at == l->in.n || l->in.p[l->at] != '\n')))
        l->line++;
}

/* Blanks, line ends, Ctrl-Z of old systems, and terminators that end nothing. */
static bool skip_to_segment(tt_edi *l)
{
    while (l->at < l->in.n) {
        char c = l->in.p[l->at];
        if (!tt_ascii_is_space(c) && c != 0x1a && c != l->syntax.terminator)
            return true;
        step(l);
    }
    return false;
}

/* --- separators --- */

static bool can_separate(char c)
{
    return (unsigned char)c < 0x80 && !tt_ascii_is_alnum(c);
}

/* Each job has a character of its own. */
static bool is_sound(const tt_edi_syntax *s)
{
    const char jobs[] = {s->component, s->element,    s->decimal,
                         s->release,   s->repetition, s->terminator};
    for (size_t i = 0; i < TT_LEN(jobs); i++) {
        if (!can_separate(jobs[i]) || jobs[i] == ' ')
            return false;
        for (size_t k = 0; k < i; k++)
            if (jobs[i] == jobs[k] && jobs[i] != 0)
                return false;
    }
    return s->component && s->element && s->terminator;
}

/* The six characters after "UNA". */
static bool read_una(tt_edi *l, const char *p)
{
    tt_edi_syntax s = {p[0], p[1], p[2], p[3], p[4], p[5]};
    /* "UNA:+.?'" and a line end: the reserved blank was forgotten. */
    if (is_line_end(s.terminator) && s.repetition == '\'') {
        s.terminator = '\'';
        s.repetition = 0;
    }
    if (s.release == ' ')
        s.release = 0;
    if (s.repetition == ' ')
        s.repetition = 0;
    if (s.decimal == ' ')
        s.decimal = '.';
    if (!is_sound(&s))
        return false;
    l->spare = s.repetition;
    s.repetition = 0; /* until UNB says that it is version 4 */
    l->syntax = s;
    return true;
}

/* A UNA that cannot be used takes with it what it was to explain. */
static size_t next_una(tt_str in, size_t from)
{
    size_t at = tt_str_find(in, TT_STR("UNA"), from);
    while (at != SIZE_MAX && tt_ascii_is_alnum(in.p[at - 1]))
        at = tt_str_find(in, TT_STR("UNA"), at + 1);
    return at == SIZE_MAX ? in.n : at;
}

static void una(tt_edi *l, tt_edi_seg *out)
{
    size_t from = l->at, n = TT_MIN(l->in.n - from, (size_t)UNA_BYTES);
    bool fine = n == UNA_BYTES && read_una(l, l->in.p + from + 3);
    size_t to = fine ? from + n : next_una(l->in, from + 3);
    out->closed = fine;
    out->flaw = fine ? TT_EDI_FINE : TT_EDI_BAD_UNA;
    while (l->at < to)
        step(l);
    /* Trailing blanks of what cannot be read belong to nobody. */
    while (!fine && to > from && tt_ascii_is_space(l->in.p[to - 1]))
        to--;
    out->raw = tt_str_sub(l->in, from, to - from);
    out->syntax = l->syntax;
    l->after_una = fine;
    if (fine)
        memcpy(out->tag, "UNA", 4);
}

/* Before UNB, or a message without one, that no UNA came before. */
static void choose_syntax(tt_edi *l)
{
    char c = l->at + 3 < l->in.n ? l->in.p[l->at + 3] : '+';
    if (c == standard.element)
        l->syntax = standard;
    else if (c == level_b.element)
        l->syntax = level_b;
    else
        return;
    l->spare = '*';
}

static bool begins(const tt_edi *l, const char *tag)
{
    return l->in.n - l->at >= 3 && memcmp(l->in.p + l->at, tag, 3) == 0;
}

/* --- segments --- */

static void find_end(tt_edi *l, tt_edi_seg *out)
{
    size_t from = l->at;
    out->plain = true;
    while (l->at < l->in.n && l->in.p[l->at] != l->syntax.terminator) {
        char c = l->in.p[l->at];
        if (c == l->syntax.release && c != 0) {
            out->plain = false;
            step(l);
            /* A line may be wrapped between the release character and what it releases. */
            while (l->at < l->in.n && is_line_end(l->in.p[l->at]) &&
                   l->in.p[l->at] != l->syntax.terminator)
                step(l);
            if (l->at == l->in.n)
                break;
        } else if (is_line_end(c)) {
            out->plain = false;
        }
        step(l);
    }
    out->raw = tt_str_sub(l->in, from, l->at - from);
    out->closed = l->at < l->in.n;
    if (out->closed)
        step(l);
    else
        out->raw = (tt_str){out->raw.p, tt_str_trim(out->raw).n}; /* it begins with no blank */
}

/* Three letters or digits, the first a letter, and then a separator or the end. */
static bool find_tag(tt_edi_seg *s)
{
    size_t n = 0, i = 0;
    for (; i < s->raw.n && n < 3; i++) {
        char c = s->raw.p[i];
        if (is_line_end(c))
            continue;
        if (!(c >= 'A' && c <= 'Z') && !(n > 0 && tt_ascii_is_digit(c)))
            break;
        s->tag[n++] = c;
    }
    while (i < s->raw.n && (is_line_end(s->raw.p[i]) || s->raw.p[i] == ' '))
        i++;
    if (n == 3 &&
        (i == s->raw.n || s->raw.p[i] == s->syntax.element || s->raw.p[i] == s->syntax.component))
        return true;
    memset(s->tag, 0, sizeof s->tag);
    return false;
}

/* From version 4 on elements may be repeated. */
static void take_version(tt_edi *l, tt_edi_seg *unb)
{
    tt_str version = tt_edi_get(l, unb, 1, 2);
    bool four = version.n > 0 && version.p[0] >= '4' && version.p[0] <= '9';
    char spare = l->spare == '*' || l->after_una ? l->spare : 0;
    l->syntax.repetition = four ? spare : 0;
    unb->syntax = l->syntax;
}

bool tt_edi_next(tt_edi *l, tt_edi_seg *out)
{
    *out = (tt_edi_seg){.plain = true};
    if (!skip_to_segment(l))
        return false;
    out->line = l->line;
    if (begins(l, "UNA")) {
        una(l, out);
        return true;
    }
    if (begins(l, "UNB") && !l->after_una)
        choose_syntax(l);
    out->syntax = l->syntax;
    find_end(l, out);
    if (!find_tag(out))
        out->flaw = TT_EDI_NO_TAG;
    else if (tt_edi_is(out, "UNB"))
        take_version(l, out);
    l->after_una = false;
    return true;
}

tt_str tt_edi_whole(const tt_edi *l, const tt_edi_seg *s)
{
    size_t from = (size_t)(s->raw.p - l->in.p);
    return tt_str_sub(l->in, from, s->raw.n + (s->closed && !tt_edi_is(s, "UNA") ? 1 : 0));
}

/* --- components --- */

/* Without release characters and line ends. */
static tt_str cleaned(tt_edi *l, const tt_edi_seg *s, tt_str part)
{
    size_t n = 0;
    if (!l->arena)
        return part;
    char *out = tt_new_n(l->arena, char, part.n + 1);
    if (!out) {
        l->failed = true;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < part.n; i++) {
        bool released = part.p[i] == s->syntax.release && s->syntax.release != 0;
        for (i += released; released && i < part.n && is_line_end(part.p[i]);)
            i++;
        if (i < part.n && (released || !is_line_end(part.p[i])))
            out[n++] = part.p[i];
    }
    return (tt_str){out, n};
}

tt_str
tt_edi_get_rep(tt_edi *l, const tt_edi_seg *s, unsigned element, unsigned rep, unsigned component)
{
    const tt_edi_syntax *x = &s->syntax;
    unsigned e = 0, r = 1, c = 1;
    size_t from = 0, i = 0;
    for (; i < s->raw.n; i++) {
        char ch = s->raw.p[i];
        bool is_element = ch == x->element, is_component = ch == x->component,
             is_repetition = ch == x->repetition && ch != 0 && e > 0;
        if (ch == x->release && ch != 0) {
            i++;
            while (i < s->raw.n && is_line_end(s->raw.p[i]))
                i++;
            continue;
        }
        if (!is_element && !is_component && !is_repetition)
            continue;
        if (e == element && r == rep && c == component)
            break;
        if (is_element) {
            e++;
            r = c = 1;
        } else if (is_repetition) {
            r++;
            c = 1;
        } else {
            c++;
        }
        from = i + 1;
        if (e > element)
            return (tt_str){NULL, 0};
    }
    if (e != element || r != rep || c != component || e == 0)
        return (tt_str){NULL, 0};
    tt_str part = tt_str_sub(s->raw, from, TT_MIN(i, s->raw.n) - from);
    return s->plain ? part : cleaned(l, s, part);
}

tt_str tt_edi_get(tt_edi *l, const tt_edi_seg *s, unsigned element, unsigned component)
{
    return tt_edi_get_rep(l, s, element, 1, component);
}

/* --- a first look --- */

bool tt_edi_starts(tt_str head)
{
    tt_edi l;
    tt_edi_seg s;
    tt_edi_init(&l, head, NULL);
    if (!skip_to_segment(&l) || head.n - l.at < 4)
        return false;
    if (begins(&l, "UNA")) {
        size_t at = l.at;
        char c = head.p[at + 3];
        if (!tt_edi_next(&l, &s) || s.flaw != TT_EDI_FINE)
            return can_separate(c) && head.n - at >= UNA_BYTES &&
                   tt_str_find(head, TT_STR("UNB"), at) != SIZE_MAX;
        return !skip_to_segment(&l) || begins(&l, "UNB") || begins(&l, "UNG") || begins(&l, "UNH");
    }
    char c = head.p[l.at + 3];
    return (begins(&l, "UNB") && (c == '+' || c == level_b.element)) ||
           (begins(&l, "UNH") && c == '+');
}
