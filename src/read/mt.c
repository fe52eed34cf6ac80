/*
 * mt.c - the walk over the messages of a file, and texts of SWIFT MT.
 */
#include "read/mt.h"

#include "base/str.h"

/* --- which messages --- */

static const struct type {
    char type[4];
    tt_mt_what what;
} types[] = {
    {"103", TT_MT_PAYMENT},   {"202", TT_MT_PAYMENT},   {"205", TT_MT_PAYMENT},
    {"940", TT_MT_STATEMENT}, {"942", TT_MT_STATEMENT}, {"950", TT_MT_STATEMENT},
};

/* Fields that only a statement, or only a payment, has.  In this order. */
static const struct hint {
    const char *tag;
    tt_mt_what what;
} hints[] = {
    {"61", TT_MT_STATEMENT},  {"60?", TT_MT_STATEMENT}, {"62?", TT_MT_STATEMENT},
    {"28?", TT_MT_STATEMENT}, {"34F", TT_MT_STATEMENT}, {"32A", TT_MT_PAYMENT},
};

static tt_mt_what by_fields(tt_str body)
{
    tt_swift_walk w;
    tt_swift_field f;
    tt_swift_walk_start(&w, body, NULL);
    while (tt_swift_walk_next(&w, &f))
        for (size_t i = 0; i < TT_LEN(hints); i++)
            if (tt_swift_tag_is(f.tag, hints[i].tag))
                return hints[i].what;
    return TT_MT_OTHER;
}

tt_mt_what tt_mt_what_is(const tt_swift_msg *msg)
{
    if (msg->service)
        return TT_MT_OTHER;
    for (size_t i = 0; i < TT_LEN(types); i++)
        if (strcmp(msg->type, types[i].type) == 0)
            return types[i].what;
    return msg->type[0] && !msg->bare ? TT_MT_OTHER : by_fields(msg->body);
}

/* A message in a string of another format is for the reader of that.  A string of JSON has no line
 * ends. */
static bool is_inside(tt_str text, const tt_swift_msg *msg)
{
    tt_str start = tt_str_trim(text), body = msg->body;
    char before = msg->offset ? text.p[msg->offset - 1] : '\n';
    char first = start.n ? start.p[0] : '\0', second = start.n > 1 ? start.p[1] : '\0';
    if (body.n && body.p[0] == '\\')
        body = tt_str_sub(body, 1, SIZE_MAX);
    bool json = first == '[' || (first == '{' && !tt_ascii_is_digit(second));
    if (json && body.n && (body.p[0] == '\n' || body.p[0] == '\r'))
        return false;
    return json || first == '<' || ((unsigned char)before > ' ' && !memchr("$}-\xbf", before, 4));
}

/* Statements of FinTS as they lie in its segments: one line, whose line ends are written "@@". */
static bool is_one_line(tt_str text)
{
    return tt_str_starts(tt_str_sub(text, tt_str_bom(text), SIZE_MAX), TT_STR("@@:"));
}

/* The same length: places stay places of the file. */
static void write_line_ends(tt_str text, char *out)
{
    memcpy(out, text.p, text.n);
    for (size_t i = 0; i + 1 < text.n; i++)
        if (out[i] == '@' && out[i + 1] == '@') {
            out[i++] = '\r';
            out[i] = '\n';
        }
}

tt_mt_what tt_mt_look(tt_str text, bool *inside)
{
    enum { MESSAGES = 8, ONE_LINE = 4096 };
    char lines[ONE_LINE];
    if (is_one_line(text)) {
        text = tt_str_sub(text, 0, ONE_LINE);
        write_line_ends(text, lines);
        text.p = lines;
    }
    tt_swift_lex lex;
    tt_swift_msg msg;
    tt_mt_what first = TT_MT_NOTHING;
    tt_swift_init(&lex, text);
    *inside = false;
    for (int i = 0; i < MESSAGES && tt_swift_next(&lex, &msg); i++) {
        tt_mt_what what = tt_mt_what_is(&msg);
        if (i == 0)
            *inside = is_inside(text, &msg);
        if (what > TT_MT_OTHER)
            return what;
        /* A line of another format may look like a field: blocks with a type do not. */
        if (!msg.bare && (msg.type[0] || msg.service))
            first = TT_MT_OTHER;
    }
    return first;
}

tt_kind tt_mt_kind(tt_str bytes, const tt_mapping *map)
{
    bool inside;
    TT_UNUSED(map);
    return tt_mt_look(tt_str_sub(bytes, 0, TT_SNIFF_BYTES), &inside) ? TT_KIND_PAYMENT
                                                                     : TT_KIND_NONE;
}

/* A backslash before each line end: a message cut out of a program.  For payments: the places of
 * entries are places of the file. */
static tt_status without_backslashes(tt_mt *m, tt_swift_msg *msg, tt_err *err)
{
    size_t n = 0;
    tt_str body = msg->body;
    if (body.n < 2 || body.p[0] != '\\' || (body.p[1] != '\n' && body.p[1] != '\r'))
        return TT_OK;
    char *out = tt_new_n(m->in->scratch, char, body.n);
    if (!out)
        return tt_fail(err, TT_ENOMEM, "no room for a message");
    for (size_t i = 0; i < body.n; i++)
        if (body.p[i] != '\\' || i + 1 == body.n ||
            (body.p[i + 1] != '\n' && body.p[i + 1] != '\r'))
            out[n++] = body.p[i];
    msg->body = (tt_str){out, n};
    return tt_emit_note(&m->e, TT_REASON_REPAIRED, &m->at, NULL, msg->raw, err);
}

tt_row_at tt_mt_place(const tt_mt *m, uint64_t line, tt_str raw)
{
    size_t offset = (size_t)(raw.p - m->text.p);
    bool copy = m->text.p != m->in->bytes.p;
    return (tt_row_at){
        .line = copy ? 1 : line, .offset = offset, .raw = {m->in->bytes.p + offset, raw.n}};
}

static tt_status read_message(tt_mt *m, tt_swift_msg *msg, tt_err *err)
{
    tt_mt_what what = tt_mt_what_is(msg);
    m->msg = msg;
    m->at = tt_mt_place(m, msg->line, msg->raw);
    if (what == TT_MT_OTHER)
        return tt_emit_reject(&m->e, TT_REASON_NOT_READ_TYPE, &m->at, NULL, err);
    if (msg->refused)
        return tt_emit_reject(&m->e, TT_REASON_NOT_SENT, &m->at, NULL, err);
    if (tt_swift_part(msg->block[5], "PDE").p || tt_swift_part(msg->block[5], "PDM").p)
        TT_TRY(tt_emit_note(&m->e, TT_REASON_RESENT, &m->at, NULL, msg->block[5], err));
    if (what == TT_MT_STATEMENT)
        return tt_mt_entries(m, err);
    TT_TRY(without_backslashes(m, msg, err));
    return tt_mt_payment(m, err);
}

static bool is_blank(tt_str s)
{
    return tt_str_trim(s).n == 0;
}

static tt_status read_text(tt_mt *m, bool *any, tt_err *err)
{
    tt_swift_lex lex;
    tt_swift_msg msg;
    tt_swift_init(&lex, m->text);
    while (tt_swift_next(&lex, &msg)) {
        *any = true;
        TT_TRY(read_message(m, &msg, err));
        tt_arena_reset(m->in->scratch);
    }
    return TT_OK;
}

static tt_status read_one_line(tt_mt *m, bool *any, tt_err *err)
{
    tt_str text = m->in->bytes;
    char *lines = tt_mem_zalloc(text.n, 1);
    if (!lines)
        return tt_fail(err, TT_ENOMEM, "no room for a statement");
    tt_row_at at = {.line = 1, .raw = tt_str_sub(text, 0, 80)};
    write_line_ends(text, lines);
    m->text = (tt_str){lines, text.n};
    tt_status st = tt_emit_note(&m->e, TT_REASON_REPAIRED, &at, NULL, tt_str_sub(text, 0, 2), err);
    if (st == TT_OK)
        st = read_text(m, any, err);
    tt_mem_free(lines);
    return st;
}

tt_status tt_mt_read(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    tt_mt m = {.in = in, .text = in->bytes};
    bool any = false;
    tt_emit_init(&m.e, in, sink);
    tt_status st = is_one_line(in->bytes) ? read_one_line(&m, &any, err) : read_text(&m, &any, err);
    if (st == TT_OK && !any && !is_blank(in->bytes)) {
        tt_row_at at = {.line = 1, .raw = in->bytes};
        st = tt_emit_reject(&m.e, TT_REASON_NOT_SYNTAX, &at, NULL, err);
    }
    tt_emit_release(&m.e);
    return st;
}

/* --- texts --- */

static char *room(tt_mt *m, size_t n)
{
    char *p = tt_new_n(m->in->scratch, char, n + 1);
    m->e.failed |= p == NULL;
    return p;
}

tt_str tt_mt_flat(tt_mt *m, tt_str lines, size_t full)
{
    tt_str line;
    size_t n = 0;
    bool blank = false;
    char *out = room(m, lines.n + 1);
    if (!out)
        return (tt_str){NULL, 0};
    while (tt_swift_line(&lines, &line)) {
        tt_str text = tt_str_trim(line);
        if (text.n == 0)
            continue;
        if (n > 0 && (blank || line.p[0] == ' '))
            out[n++] = ' ';
        memcpy(out + n, text.p, text.n);
        n += text.n;
        blank = line.n < full || line.p[line.n - 1] == ' ';
    }
    return (tt_str){out, n};
}

tt_str tt_mt_packed(tt_mt *m, tt_str s)
{
    size_t n = 0;
    char *out = room(m, s.n);
    for (size_t i = 0; out && i < s.n; i++)
        if (!tt_ascii_is_space(s.p[i]))
            out[n++] = s.p[i];
    return (tt_str){out, n};
}

tt_str tt_mt_number(tt_mt *m, tt_str s)
{
    size_t n = 0, k = 0, mark = SIZE_MAX;
    while (n < s.n && (tt_ascii_is_digit(s.p[n]) || s.p[n] == ',' || s.p[n] == '.')) {
        if (!tt_ascii_is_digit(s.p[n]))
            mark = n; /* the last one is the decimal sign */
        n++;
    }
    char *out = room(m, n);
    if (!out)
        return (tt_str){NULL, 0};
    for (size_t i = 0; i < n; i++)
        if (tt_ascii_is_digit(s.p[i]))
            out[k++] = s.p[i];
        else if (i == mark && i + 1 < n)
            out[k++] = '.';
    return (tt_str){out, k};
}

bool tt_mt_amount(tt_mt *m, tt_str s, tt_str *ccy, tt_str *number)
{
    s = tt_str_trim(s);
    for (size_t i = 0; i < 3; i++)
        if (i >= s.n || !tt_ascii_is_alpha(s.p[i]))
            return false;
    *ccy = tt_str_sub(s, 0, 3);
    *number = tt_mt_number(m, tt_str_trim(tt_str_sub(s, 3, SIZE_MAX)));
    return number->n > 0;
}

bool tt_mt_is_no_reference(tt_str s)
{
    static const char *const none[] = {
        "",     "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NREF", "NOT AVAILABLE", "NOREF", "-",
        "EREF", "KREF",   "PREF",        "MARF",         "N"};
    s = tt_str_trim(s);
    if (s.n && s.p[s.n - 1] == '+')
        s.n--;
    for (size_t i = 0; i < TT_LEN(none); i++)
        if (tt_str_is_nocase(s, none[i]))
            return true;
    return false;
}

bool tt_mt_is_iban(tt_str s)
{
    if (s.n < 15 || s.n > 34)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool fine = i < 2   ? s.p[i] >= 'A' && s.p[i] <= 'Z'
                    : i < 4 ? tt_ascii_is_digit(s.p[i])
                            : tt_ascii_is_alnum(s.p[i]);
        if (!fine)
            return false;
    }
    return true;
}

/* --- rows --- */

tt_status tt_mt_rows(tt_mt *m, const tt_row_at *at, const tt_str *invoices, size_t n, tt_err *err)
{
    for (size_t i = 0; i < TT_MAX(n, 1); i++) {
        if (n > 0) {
            tt_emit_clear(&m->e, "invoice_number");
            tt_emit_set(&m->e, "invoice_number", invoices[i]);
        }
        TT_TRY(tt_emit_row(&m->e, at, err));
    }
    tt_arena_reset(m->in->scratch);
    return TT_OK;
}
