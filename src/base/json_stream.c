/*
 * json_stream.c - cutting a long JSON text into values by counting brackets.
 *
 * Why it is linear: an attempt that fails passed TT_JSON_DEPTH open brackets, met a bracket of the
 * wrong sort, or reached the end with brackets open.  Where two failed attempts look at the same
 * byte, the later one started inside the brackets of the earlier one and is less deep there; so at
 * most TT_JSON_DEPTH attempts look at a byte.  A line end inside a string ends an attempt, as it is
 * not allowed there, so no attempt is inside a string where another is not.
 */
#include "base/json_read.h"

#include "base/str.h"

_Static_assert(TT_JSON_DEPTH <= 64, "open brackets are bits of one word");

/* In an array, before the next byte that is not blank. */
enum expects {
    ELEMENT_OR_END, /* after [ */
    ELEMENT,        /* after a comma */
    COMMA_OR_END,   /* after an element */
    ANYTHING,       /* after a broken line */
    NOTHING         /* after ] */
};

void tt_json_stream_init(tt_json_stream *s, tt_str bytes)
{
    *s = (tt_json_stream){.in = bytes, .pos = tt_str_bom(bytes), .line = 1};
}

static void skip_space(tt_json_stream *s)
{
    for (; s->pos < s->in.n; s->pos++) {
        char c = s->in.p[s->pos];
        if (c == '\n')
            s->line++;
        else if (c != ' ' && c != '\t' && c != '\r')
            return;
    }
}

/* The end of the string whose quote is at i; SIZE_MAX when it is open at the line end. */
static size_t end_of_string(tt_str in, size_t i)
{
    for (i++; i < in.n; i++) {
        char c = in.p[i];
        if (c == '"')
            return i + 1;
        if (c == '\n' || c == '\r')
            return SIZE_MAX;
        if (c == '\\') {
            i++;
            if (i < in.n && (in.p[i] == '\n' || in.p[i] == '\r'))
                return SIZE_MAX;
        }
    }
    return SIZE_MAX;
}

/* The end of the brackets that open at i; SIZE_MAX when they do not close, or a bracket closes
 * one of the other sort: then one was forgotten, and what follows belongs to other items. */
static size_t end_of_brackets(tt_str in, size_t i, uint64_t *lines)
{
    unsigned depth = 0;
    uint64_t objects = 0; /* bit d: the bracket at depth d is an object's */
    while (i < in.n) {
        switch (in.p[i]) {
        case '"':
            i = end_of_string(in, i);
            if (i == SIZE_MAX)
                return SIZE_MAX;
            continue;
        case '{':
        case '[':
            if (depth == TT_JSON_DEPTH)
                return SIZE_MAX;
            objects = objects << 1 | (in.p[i] == '{');
            depth++;
            break;
        case '}':
        case ']':
            if ((objects & 1) != (in.p[i] == '}'))
                return SIZE_MAX;
            objects >>= 1;
            if (--depth == 0)
                return i + 1;
            break;
        case '\n':
            (*lines)++;
            break;
        default:
            break;
        }
        i++;
    }
    return SIZE_MAX;
}

/* Anything else ends before the next blank, comma, bracket or quote; it has one byte at least. */
static size_t end_of_word(tt_str in, size_t i)
{
    size_t start = i;
    while (i < in.n && !memchr(" \t\r\n,[]{}\"", in.p[i], 10))
        i++;
    return i > start ? i : SIZE_MAX;
}

/* The item is the rest of the line, and reading goes on after it. */
static bool broken(tt_json_stream *s, tt_json_item *item)
{
    const char *start = s->in.p + s->pos;
    size_t left = s->in.n - s->pos;
    const char *hit = left ? memchr(start, '\n', left) : NULL;
    size_t n = hit ? (size_t)(hit - start) : left;
    s->pos += n;
    if (n > 0 && start[n - 1] == '\r')
        n--;
    *item = (tt_json_item){.raw = {start, n}, .line = s->line, .broken = true};
    item->offset = (uint64_t)(start - s->in.p);
    s->expects = s->expects == NOTHING ? NOTHING : ANYTHING;
    return true;
}

static bool element(tt_json_stream *s, tt_json_item *item)
{
    uint64_t lines = 0;
    size_t end;
    char c = s->in.p[s->pos];
    if (c == '{' || c == '[')
        end = end_of_brackets(s->in, s->pos, &lines);
    else
        end = c == '"' ? end_of_string(s->in, s->pos) : end_of_word(s->in, s->pos);
    if (end == SIZE_MAX)
        return broken(s, item);
    *item =
        (tt_json_item){.raw = {s->in.p + s->pos, end - s->pos}, .line = s->line, .offset = s->pos};
    s->pos = end;
    s->line += lines;
    s->expects = COMMA_OR_END;
    return true;
}

/* Commas and the end of the array; true when an element must follow. */
static bool array_punctuation(tt_json_stream *s, bool *is_broken)
{
    *is_broken = false;
    for (;;) {
        skip_space(s);
        if (s->pos == s->in.n)
            return false;
        char c = s->in.p[s->pos];
        if (s->expects == NOTHING || (c == ']' && s->expects == ELEMENT) ||
            (c == ',' && (s->expects == ELEMENT || s->expects == ELEMENT_OR_END)) ||
            (c != ',' && c != ']' && s->expects == COMMA_OR_END)) {
            *is_broken = true;
            return false;
        }
        if (c != ',' && c != ']')
            return true;
        s->expects = c == ',' ? ELEMENT : NOTHING;
        s->pos++;
    }
}

static bool next_in_array(tt_json_stream *s, tt_json_item *item)
{
    bool is_broken;
    if (array_punctuation(s, &is_broken))
        return element(s, item);
    if (is_broken)
        return broken(s, item);
    s->ended = true;
    return s->expects != NOTHING && broken(s, item); /* cut off */
}

bool tt_json_stream_next(tt_json_stream *s, tt_json_item *item)
{
    if (s->ended)
        return false;
    skip_space(s);
    if (!s->started && s->pos < s->in.n) {
        s->started = true;
        s->array = s->in.p[s->pos] == '[';
        s->pos += s->array;
    }
    if (s->array)
        return next_in_array(s, item);
    s->ended = s->pos == s->in.n;
    return !s->ended && element(s, item);
}
