/*
 * json_shape.c - brackets and strings of JSON text, forgiving and without memory.
 */
#include "read/json_shape.h"

static size_t skip_space(tt_str in, size_t i)
{
    while (i < in.n && (in.p[i] == ' ' || in.p[i] == '\n' || in.p[i] == '\r' || in.p[i] == '\t'))
        i++;
    return i;
}

size_t tt_json_text_start(tt_str bytes)
{
    return skip_space(bytes, tt_str_bom(bytes));
}

/* After the string whose opening quote is at i. */
static size_t skip_string(tt_str in, size_t i)
{
    for (i++; i < in.n && in.p[i] != '"'; i++)
        if (in.p[i] == '\\')
            i++;
    return TT_MIN(i + 1, in.n);
}

/* After the value at i: brackets are counted, not matched. */
static size_t skip_value(tt_str in, size_t i)
{
    size_t depth = 0;
    while (i < in.n) {
        char c = in.p[i];
        if (c == '"') {
            i = skip_string(in, i);
        } else if (c == '{' || c == '[') {
            depth++;
            i++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return i;
            depth--;
            i++;
        } else if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
            return i;
        } else {
            i++;
            continue;
        }
        if (depth == 0)
            return i;
    }
    return i;
}

bool tt_json_walk_start(tt_json_walk *w, tt_str in, size_t from)
{
    size_t i = skip_space(in, from);
    *w = (tt_json_walk){.in = in, .pos = i + 1};
    return i < in.n && in.p[i] == '{';
}

bool tt_json_walk_next(tt_json_walk *w, tt_str *key, tt_str *value)
{
    size_t i = skip_space(w->in, w->pos);
    if (i < w->in.n && w->in.p[i] == ',')
        i = skip_space(w->in, i + 1);
    w->pos = i;
    if (i < w->in.n && w->in.p[i] == '}') {
        w->pos++;
        w->whole = true;
        return false;
    }
    if (i >= w->in.n || w->in.p[i] != '"')
        return false;
    size_t end = skip_string(w->in, i);
    *key = tt_str_sub(w->in, i + 1, end - i > 1 ? end - i - 2 : 0);
    i = skip_space(w->in, end);
    if (i >= w->in.n || w->in.p[i] != ':')
        return false;
    i = skip_space(w->in, i + 1);
    end = skip_value(w->in, i);
    *value = tt_str_sub(w->in, i, end - i);
    w->pos = end;
    return end > i;
}

static bool is_array_of_objects(tt_str value)
{
    if (value.n == 0 || value.p[0] != '[')
        return false;
    size_t i = skip_space(value, 1);
    return i < value.n && value.p[i] == '{';
}

tt_json_wrap tt_json_wrap_of(tt_str bytes)
{
    tt_json_wrap wrap = {.found = false}, none = wrap;
    tt_json_walk w;
    tt_str key, value;
    size_t arrays = 0;
    if (!tt_json_walk_start(&w, bytes, tt_json_text_start(bytes)))
        return none;
    while (tt_json_walk_next(&w, &key, &value)) {
        if (!is_array_of_objects(value))
            continue;
        wrap.array = value;
        wrap.start = (size_t)(value.p - bytes.p);
        arrays++;
    }
    size_t rest = skip_space(bytes, w.pos);
    wrap.rest = tt_str_trim(tt_str_sub(bytes, rest, bytes.n));
    /* Another object after this one: they are records, one after the other. */
    wrap.found = arrays == 1 && (!w.whole || wrap.rest.n == 0 || wrap.rest.p[0] != '{');
    return wrap.found ? wrap : none;
}
