/*
 * swift.c - where messages and fields start and end.
 */
#include "base/swift.h"

#include "base/str.h"

static char at_or_nul(tt_str s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Line ends, blanks and what transmission programs leave behind. */
static bool is_filler(char c)
{
    return (unsigned char)c <= ' ';
}

bool tt_swift_line(tt_str *rest, tt_str *line)
{
    size_t n = 0;
    if (!rest->p || rest->n == 0)
        return false;
    while (n < rest->n && !is_end(rest->p[n]))
        n++;
    *line = (tt_str){rest->p, n};
    size_t next = n + (n < rest->n);
    if (n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n')
        next++;
    *rest = (tt_str){rest->p + next, rest->n - next};
    return true;
}

/* Start of the line after the one that `at` is in; s.n at the end. */
static size_t next_line(tt_str s, size_t at)
{
    while (at < s.n && !is_end(s.p[at]))
        at++;
    if (at < s.n && s.p[at] == '\r' && at_or_nul(s, at + 1) == '\n')
        at++;
    return at < s.n ? at + 1 : at;
}

tt_str tt_swift_tag(tt_str text, size_t at)
{
    static const tt_str none = {NULL, 0};
    size_t i = at + 1;
    if (at_or_nul(text, at) != ':')
        return none;
    if (at_or_nul(text, i) == 'N' && at_or_nul(text, i + 1) == 'S') {
        i += 2;
    } else {
        if (!tt_ascii_is_digit(at_or_nul(text, i)) || !tt_ascii_is_digit(at_or_nul(text, i + 1)))
            return none;
        i += 2;
        if (tt_ascii_is_alnum(at_or_nul(text, i)))
            i++;
    }
    return at_or_nul(text, i) == ':' ? tt_str_sub(text, at + 1, i - at - 1) : none;
}

bool tt_swift_tag_is(tt_str tag, const char *want)
{
    for (size_t i = 0;; i++) {
        if (want[i] == '?')
            return tag.n == i || (tag.n == i + 1 && tt_ascii_is_alpha(tag.p[i]));
        if (i == tag.n || want[i] == '\0')
            return i == tag.n && want[i] == '\0';
        if (tt_ascii_upper(tag.p[i]) != want[i])
            return false;
    }
}

bool tt_swift_is_bic(tt_str s)
{
    if (s.n != 8 && s.n != 11)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool letter = i < 6;
        if (tt_ascii_is_digit(s.p[i]) ? letter : s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    }
    return true;
}

tt_str tt_swift_part(tt_str block, const char *tag)
{
    tt_str want = tt_str_of(tag);
    for (size_t at = 0; (at = tt_str_find(block, TT_STR("{"), at)) != SIZE_MAX; at++) {
        tt_str rest = tt_str_sub(block, at + 1, SIZE_MAX);
        size_t n = 0;
        if (!tt_str_starts(rest, want) || at_or_nul(rest, want.n) != ':')
            continue;
        rest = tt_str_sub(rest, want.n + 1, SIZE_MAX);
        while (n < rest.n && rest.p[n] != '}')
            n++;
        return tt_str_trim(tt_str_sub(rest, 0, n));
    }
    return (tt_str){NULL, 0};
}

/* --- fields --- */

void tt_swift_walk_start(tt_swift_walk *w, tt_str body, bool (*known)(tt_str tag))
{
    *w = (tt_swift_walk){.body = body, .known = known};
}

static tt_str known_tag(const tt_swift_walk *w, size_t at)
{
    tt_str tag = tt_swift_tag(w->body, at);
    return tag.n && w->known && !w->known(tag) ? (tt_str){NULL, 0} : tag;
}

bool tt_swift_walk_next(tt_swift_walk *w, tt_swift_field *out)
{
    tt_str s = w->body, tag = {NULL, 0};
    while (w->at < s.n && (tag = known_tag(w, w->at)).n == 0) {
        w->at = next_line(s, w->at);
        w->line++;
    }
    if (w->at >= s.n)
        return false;
    size_t start = w->at, end = start;
    *out = (tt_swift_field){.tag = tag, .offset = start, .line = w->line};
    do {
        end = next_line(s, w->at);
        w->at = end;
        w->line++;
    } while (end < s.n && known_tag(w, end).n == 0);
    while (end > start && is_end(s.p[end - 1]))
        end--;
    out->raw = tt_str_sub(s, start, end - start);
    out->text = tt_str_sub(out->raw, tag.n + 2, SIZE_MAX);
    return true;
}

/* --- messages --- */

void tt_swift_init(tt_swift_lex *lex, tt_str text)
{
    *lex = (tt_swift_lex){.text = text, .at = tt_str_bom(text), .line = 1};
}

/* "{4:" and its like; 0 when no block starts here. */
static char block_at(tt_str s, size_t at)
{
    char id = at_or_nul(s, at + 1);
    bool block = at_or_nul(s, at) == '{' && at_or_nul(s, at + 2) == ':' && tt_ascii_is_alnum(id);
    return block ? id : '\0';
}

static bool is_user_block(char id)
{
    return id >= '1' && id <= '5';
}

/* "-" alone in its line: what may follow it there. */
static bool is_dash_line(tt_str s, size_t at)
{
    char c = at_or_nul(s, at + 1);
    if (at_or_nul(s, at) != '-')
        return false;
    if (at + 1 >= s.n || is_filler(c) || c == '}' || c == '{' || c == '$') {
        size_t i = at + 1;
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '}'))
            i++;
        return i >= s.n || is_filler(s.p[i]) || s.p[i] == '{' || s.p[i] == '$' || c == '}';
    }
    return at + 4 <= s.n && s.p[at + 1] == 'X' && s.p[at + 2] == 'X' && s.p[at + 3] == 'X';
}

/* A line that no field holds: another message, or what stands between messages. */
static bool is_foreign_line(tt_str s, size_t at)
{
    char c = at_or_nul(s, at), after = at_or_nul(s, at + 1);
    if (c == '$')
        return at + 1 >= s.n || is_filler(after) || after == '{';
    if (c == '\x01' || c == '\x03')
        return true;
    char id = block_at(s, at);
    return id == '1' || id == '2' || id == '5';
}

/* End of block 4 with fields, from its first byte on.  *after: where reading goes on. */
static size_t text_end(tt_str s, size_t from, size_t *after, tt_swift_end *how)
{
    for (size_t i = from; i < s.n; i++) {
        bool starts_line = i > from && is_end(s.p[i - 1]);
        if (s.p[i] == '-' && at_or_nul(s, i + 1) == '}') {
            char c = at_or_nul(s, i + 2);
            if (starts_line || i + 2 >= s.n || is_filler(c) || c == '{' || c == '$') {
                *after = i + 2;
                return i;
            }
        }
        if (!starts_line)
            continue;
        if (is_dash_line(s, i)) {
            *after = i + 1;
            return i;
        }
        if (is_foreign_line(s, i)) {
            *how = TT_SWIFT_NEXT;
            *after = i;
            return i;
        }
    }
    *how = TT_SWIFT_CUT;
    *after = s.n;
    return s.n;
}

/* End of a block whose content is in braces or plain. */
static size_t brace_end(tt_str s, size_t from, bool nested, size_t *after, tt_swift_end *how)
{
    size_t depth = 1;
    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] == '}' && --depth == 0) {
            *after = i + 1;
            return i;
        }
        bool starts_line = i > from && is_end(s.p[i - 1]);
        bool block = s.p[i] == '{' && is_user_block(block_at(s, i));
        if (block && (starts_line || !nested)) {
            *how = TT_SWIFT_NEXT;
            *after = i;
            return i;
        }
        if (starts_line && s.p[i] == '$') {
            *how = TT_SWIFT_NEXT;
            *after = i;
            return i;
        }
        depth += s.p[i] == '{';
    }
    *how = TT_SWIFT_CUT;
    *after = s.n;
    return s.n;
}

/* Blocks from `at` on.  Returns where reading goes on. */
static size_t take_blocks(tt_str s, size_t at, tt_swift_msg *m)
{
    size_t end = at;
    bool seen = false;
    for (;;) {
        size_t i = end, after;
        while (i < s.n && is_filler(s.p[i]))
            i++;
        char id = block_at(s, i);
        size_t slot = is_user_block(id) ? (size_t)(id - '0') : 0;
        if (!id || (id == '1' && seen) || (slot && m->block[slot].p))
            return end;
        seen = true;
        tt_swift_end how = TT_SWIFT_CLOSED;
        bool text = id == '4' && at_or_nul(s, i + 3) != '{';
        size_t stop =
            text ? text_end(s, i + 3, &after, &how) : brace_end(s, i + 3, id == '4', &after, &how);
        if (slot)
            m->block[slot] = tt_str_sub(s, i + 3, stop - i - 3);
        if (text)
            m->body = m->block[4];
        /* A trailer that is not closed loses nothing. */
        if (how != TT_SWIFT_CLOSED && id >= '1' && id <= '4')
            m->end = how;
        m->raw = tt_str_sub(s, at, after - at);
        end = after;
    }
}

/* "F21..." is an acknowledgement; "F01..." and what has no such start are messages of users. */
static bool is_service(tt_str one)
{
    return one.n >= 3 && tt_ascii_is_alpha(one.p[0]) && tt_ascii_is_digit(one.p[1]) &&
           tt_ascii_is_digit(one.p[2]) && (one.p[1] != '0' || one.p[2] != '1');
}

static void take_type(tt_swift_msg *m)
{
    tt_str two = m->block[2];
    m->service = is_service(m->block[1]);
    if (two.n < 4 || (two.p[0] != 'I' && two.p[0] != 'O'))
        return;
    m->direction = two.p[0];
    for (size_t i = 0; i < 3; i++)
        m->type[i] = tt_ascii_is_digit(two.p[i + 1]) ? two.p[i + 1] : '?';
}

/* --- bare texts --- */

/* After a field like ":20:" a statement or a payment goes on with one of these; a time that a line
 * was broken in front of (":20:37") does not. */
static bool starts_anew(tt_str s, size_t at)
{
    static const char *const next[] = {"13?", "21?", "23?", "25?", "26?", "28?",
                                       "32?", "50?", "60?", "NS",  "52?"};
    tt_str tag = {NULL, 0};
    do
        at = next_line(s, at);
    while (at < s.n && (tag = tt_swift_tag(s, at)).n == 0);
    for (size_t i = 0; i < TT_LEN(next); i++)
        if (tt_swift_tag_is(tag, next[i]))
            return true;
    return at >= s.n;
}

static size_t take_bare(tt_str s, size_t at, tt_swift_msg *m)
{
    bool referred = false, balanced = false, headed = false;
    size_t i = at;
    m->bare = true;
    m->end = TT_SWIFT_CUT;
    for (; i < s.n; i = next_line(s, i)) {
        tt_str tag = tt_swift_tag(s, i);
        bool reference = tt_swift_tag_is(tag, "20"), header = tag.n == 3 && tag.p[2] <= '9';
        bool opens = tt_swift_tag_is(tag, "25?") || tt_swift_tag_is(tag, "28?") ||
                     tt_swift_tag_is(tag, "60?");
        if (i > at && (header || (opens && balanced) ||
                       (reference && (balanced || referred) && starts_anew(s, i)))) {
            m->end = TT_SWIFT_NEXT;
            break;
        }
        if (header && !headed)
            memcpy(m->type, tag.p, 3);
        headed |= header;
        referred |= reference;
        balanced |= tt_swift_tag_is(tag, "62F") || tt_swift_tag_is(tag, "62M");
        if (is_dash_line(s, i)) {
            m->end = TT_SWIFT_CLOSED;
            break;
        }
        if (is_foreign_line(s, i)) {
            m->end = TT_SWIFT_NEXT;
            break;
        }
    }
    m->raw = m->body = tt_str_sub(s, at, i - at);
    return m->end == TT_SWIFT_CLOSED ? i + 1 : i;
}

static void take_place(tt_swift_lex *lex, tt_swift_msg *m)
{
    m->offset = (size_t)(m->raw.p - lex->text.p);
    for (; lex->counted < m->offset; lex->counted++) {
        char c = lex->text.p[lex->counted];
        lex->line += c == '\n' || (c == '\r' && at_or_nul(lex->text, lex->counted + 1) != '\n');
    }
    m->line = lex->line;
}

static bool is_start(tt_str s, size_t at)
{
    char id = block_at(s, at);
    return id == '1' || id == '2' || id == '4';
}

bool tt_swift_next(tt_swift_lex *lex, tt_swift_msg *out)
{
    tt_str s = lex->text;
    for (; lex->at < s.n; lex->at++) {
        size_t at = lex->at;
        bool starts_line = at == 0 || (unsigned char)s.p[at - 1] < ' ' || at == 3;
        bool blocks = is_start(s, at);
        if (!blocks && !(starts_line && tt_swift_tag(s, at).n > 0))
            continue;
        *out = (tt_swift_msg){.end = TT_SWIFT_CLOSED};
        lex->at = blocks ? take_blocks(s, at, out) : take_bare(s, at, out);
        take_type(out);
        if (out->service && block_at(s, lex->at) == '1') {
            bool refused = tt_str_is(tt_swift_part(out->block[4], "451"), "1");
            tt_swift_msg next = {.end = TT_SWIFT_CLOSED};
            size_t after = take_blocks(s, lex->at, &next);
            take_type(&next);
            if (!next.service) {
                *out = next;
                out->refused = refused;
                lex->at = after;
            }
        }
        take_place(lex, out);
        return true;
    }
    return false;
}
