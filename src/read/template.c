/*
 * template.c - templates of map files, cut into pieces once and filled for each row by plan.c.
 */
#include "read/template.h"

#include "base/str.h"

/* Length of the piece at s, and what it is. */
static size_t next_piece(tt_str s, tt_piece *out)
{
    static const struct {
        const char *name;
        tt_piece_kind kind;
    } own[] = {{"row", TT_PIECE_ROW}, {"line", TT_PIECE_LINE}};

    *out = (tt_piece){.kind = TT_PIECE_TEXT};
    if (s.n >= 2 && s.p[0] == s.p[1] && (s.p[0] == '{' || s.p[0] == '}')) {
        out->text = tt_str_sub(s, 0, 1);
        return 2;
    }
    if (s.p[0] == '{') {
        size_t end = tt_str_find(s, TT_STR("}"), 1);
        if (end == SIZE_MAX)
            return 0;
        out->kind = TT_PIECE_COLUMN;
        out->text = tt_str_trim(tt_str_sub(s, 1, end - 1));
        for (size_t i = 0; i < TT_LEN(own); i++)
            if (tt_str_is(out->text, own[i].name))
                out->kind = own[i].kind;
        return end + 1;
    }
    size_t n = 0;
    while (n < s.n && s.p[n] != '{' && s.p[n] != '}')
        n++;
    out->text = tt_str_sub(s, 0, n);
    return n; /* 0: a closing brace that nothing opens */
}

tt_status tt_template_parse(tt_str text, tt_arena *a, tt_template *out, tt_err *err)
{
    tt_template t = {0};
    size_t n = 0;
    for (size_t at = 0; at < text.n; n++) {
        tt_piece piece;
        size_t len = next_piece(tt_str_sub(text, at, text.n), &piece);
        if (len == 0)
            return tt_fail(err, TT_EFORMAT,
                           "template '%.*s': a brace without its partner; "
                           "write '{{' or '}}' for a brace",
                           TT_STR_ARG(text));
        if (piece.kind == TT_PIECE_COLUMN && piece.text.n == 0)
            return tt_fail(err, TT_EFORMAT, "template '%.*s': '{}' names no column",
                           TT_STR_ARG(text));
        at += len;
    }
    t.v = tt_new_n(a, tt_piece, n);
    if (!t.v)
        return tt_fail(err, TT_ENOMEM, "no room for a template");
    for (size_t at = 0; at < text.n;)
        at += next_piece(tt_str_sub(text, at, text.n), &t.v[t.n++]);
    *out = t;
    return TT_OK;
}
