/*
 * edifact.c - UN/EDIFACT interchanges: the envelopes, and for each message the reader of its type.
 *
 * One reader for all message types, as one file may hold several of them.  Service segments are
 * counted and checked here; what a message says is read in edi_<type>.c.  See edifact.md.
 */
#include "read/edi_msg.h"
#include "read/untdid.h"

#include "base/str.h"

static const struct type {
    char name[7];
    tt_kind kind;
    tt_edi_msg_reader *read;
} types[] = {
    {"INVOIC", TT_KIND_INVOICE, tt_edi_read_invoic},
    {"IFTMIN", TT_KIND_SHIPMENT, tt_edi_read_ift},
    {"IFTMCS", TT_KIND_SHIPMENT, tt_edi_read_ift},
    {"CUSCAR", TT_KIND_SHIPMENT, tt_edi_read_cuscar},
    {"BAPLIE", TT_KIND_SHIPMENT, tt_edi_read_baplie},
};

/* --- a first look --- */

static int sniff(tt_str head)
{
    return tt_edi_starts(head) ? 95 : 0;
}

/* By the name of the message; it may be wrapped over two lines. */
static const struct type *type_in(tt_str unh)
{
    char text[80];
    size_t n = 0;
    for (size_t i = 0; i < unh.n && n < sizeof text; i++)
        if (unh.p[i] != '\n' && unh.p[i] != '\r')
            text[n++] = unh.p[i];
    for (size_t k = 0; k < TT_LEN(types); k++)
        if (tt_str_find((tt_str){text, n}, tt_str_of(types[k].name), 0) != SIZE_MAX)
            return &types[k];
    return NULL;
}

/* That of the first message that is read; messages that are not read are told one by one, whatever
 * the kind. */
static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    tt_edi l;
    tt_edi_seg s;
    if (map)
        return map->kind;
    if (!tt_edi_starts(bytes))
        return TT_KIND_NONE;
    tt_edi_init(&l, bytes, NULL);
    while (tt_edi_next(&l, &s)) {
        const struct type *t = tt_edi_is(&s, "UNH") ? type_in(s.raw) : NULL;
        if (t)
            return t->kind;
    }
    return TT_KIND_INVOICE;
}

/* --- reading --- */

/* Counts of one envelope: UNB to UNZ, UNG to UNE. */
struct envelope {
    bool open;
    tt_edi_seg start;
    uint64_t messages, groups;
};

struct reading {
    const tt_read_in *in;
    tt_emit emit;
    tt_edi lex;
    tt_arena arena;     /* of a message */
    tt_edi_items items; /* of the message that is open; none: no message is open */
    struct envelope file, group;
    tt_row_at junk; /* what belongs to no message; raw.n == 0: nothing */
};

static tt_row_at place(const struct reading *r, const tt_edi_seg *s)
{
    return (tt_row_at){
        .number = r->emit.number + 1,
        .line = s->line,
        .offset = (uint64_t)(s->raw.p - r->in->bytes.p),
        .raw = tt_edi_whole(&r->lex, s),
    };
}

static tt_status note(struct reading *r, tt_reason what, const tt_edi_seg *s, tt_err *err)
{
    tt_row_at at = place(r, s);
    return tt_emit_note(&r->emit, what, &at, NULL, s->raw, err);
}

/* What is outside of messages and is no envelope: told once for a run of it. */
static tt_status tell_junk(struct reading *r, tt_err *err)
{
    if (r->junk.raw.n == 0)
        return TT_OK;
    tt_row_at at = r->junk;
    at.number = r->emit.number + 1;
    r->junk.raw.n = 0;
    return tt_emit_reject(&r->emit, TT_REASON_NOT_SYNTAX, &at, NULL, err);
}

static void add_junk(struct reading *r, const tt_edi_seg *s)
{
    tt_row_at at = place(r, s);
    if (r->junk.raw.n == 0)
        r->junk = at;
    r->junk.raw.n = (size_t)(at.raw.p - r->junk.raw.p) + at.raw.n;
}

/* --- messages --- */

static tt_row_at message_place(const struct reading *r)
{
    tt_row_at at = place(r, &r->items.v[0].seg);
    tt_str end = tt_edi_whole(&r->lex, &r->items.v[r->items.n - 1].seg);
    at.raw.n = (size_t)(end.p - at.raw.p) + end.n;
    return at;
}

static void close_message(struct reading *r)
{
    r->items.n = 0;
    tt_arena_reset(&r->arena);
    tt_arena_reset(r->in->scratch);
}

/* A message that something else ends than UNT. */
static tt_status tell_broken(struct reading *r, tt_err *err)
{
    if (r->items.n == 0)
        return TT_OK;
    tt_row_at at = message_place(r);
    close_message(r);
    return tt_emit_reject(&r->emit, TT_REASON_BROKEN_MESSAGE, &at, NULL, err);
}

/* 1225: what the sender wants the message to do to one that came before. */
static tt_status take_function(tt_edi_msg *m, tt_err *err)
{
    static const struct {
        const char *codes;
        tt_reason what;
    } functions[] = {
        {"1 3 17 50", TT_REASON_NOT_IN_FORCE}, /* taken back */
        {"46 53", TT_REASON_NOT_IN_FORCE},     /* provisional, a test */
        {"4 5 18", TT_REASON_AMENDS},
        {"7 31 35", TT_REASON_RESENT},
    };
    size_t bgm = tt_edi_find(m, 1, m->n, "BGM");
    if (bgm < m->n)
        m->status = tt_untdid_function(tt_edi_text(m, bgm, 3, 1));
    if (m->status.n) /* the day of the message, which is said before anything of its parts */
        m->version =
            tt_edi_date(m, bgm, tt_edi_find(m, bgm, m->n, "NAD"), "137", 1u << TT_EDI_IN_NONE);
    for (size_t k = 0; bgm < m->n && k < TT_LEN(functions); k++)
        if (tt_edi_among(tt_edi_text(m, bgm, 3, 1), functions[k].codes))
            return tt_edi_note(m, functions[k].what, bgm, NULL, err);
    return TT_OK;
}

/* Segments that do not begin with a tag, and UNT. */
static tt_status check_message(const tt_edi_msg *m, tt_err *err)
{
    uint64_t said;
    size_t last = m->n - 1;
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].seg.flaw != TT_EDI_FINE)
            TT_TRY(tt_edi_note(m, TT_REASON_REPAIRED, i, NULL, err));
    if (!tt_parse_u64(tt_edi_text(m, last, 1, 1), &said) || said != m->n ||
        !tt_str_eq(tt_edi_text(m, last, 2, 1), tt_edi_text(m, 0, 1, 1)))
        return tt_edi_note(m, TT_REASON_CONTROL_TOTAL, last, NULL, err);
    return TT_OK;
}

static tt_status read_message(struct reading *r, tt_err *err)
{
    tt_edi_msg m = {&r->emit,   &r->lex,          &r->arena, r->items.v,
                    r->items.n, message_place(r), {NULL, 0}, {NULL, 0}};
    const struct type *type = NULL;
    tt_edi_group_all(&r->lex, r->items.v, r->items.n);
    for (size_t k = 0; k < TT_LEN(types); k++)
        if (tt_str_is(tt_edi_text(&m, 0, 2, 1), types[k].name))
            type = &types[k];
    if (r->lex.failed)
        return tt_fail(err, TT_ENOMEM, "no room for the texts of a message");
    if (!type)
        return tt_emit_reject(&r->emit, TT_REASON_NOT_READ_TYPE, &m.at, NULL, err);
    TT_TRY(check_message(&m, err));
    TT_TRY(take_function(&m, err));
    uint64_t before = r->emit.number;
    TT_TRY(type->read(&m, err));
    /* A plan of an empty ship: no rows. */
    if (r->emit.number == before)
        TT_TRY(
            tt_emit_note(&r->emit, TT_REASON_NOT_STATED, &m.at, "container_number", m.at.raw, err));
    return r->lex.failed ? tt_fail(err, TT_ENOMEM, "no room for the texts of a message") : TT_OK;
}

static tt_status end_message(struct reading *r, tt_err *err)
{
    tt_status st = read_message(r, err);
    close_message(r);
    return st;
}

static tt_status add_segment(struct reading *r, const tt_edi_seg *s, tt_err *err)
{
    tt_edi_item item = {.seg = *s};
    if (!tt_vec_push(&r->items, item))
        return tt_fail(err, TT_ENOMEM, "no room for the segments of a message");
    return TT_OK;
}

/* --- envelopes --- */

static tt_status check_envelope(struct reading *r, struct envelope *e, const tt_edi_seg *end,
                                uint64_t parts, unsigned reference, tt_err *err)
{
    uint64_t said;
    tt_str here = tt_str_trim(tt_edi_get(&r->lex, end, 2, 1)),
           there = tt_str_trim(tt_edi_get(&r->lex, &e->start, reference, 1));
    bool fine = e->open && tt_parse_u64(tt_str_trim(tt_edi_get(&r->lex, end, 1, 1)), &said) &&
                said == parts && tt_str_eq(here, there);
    e->open = false;
    return fine ? TT_OK : note(r, TT_REASON_CONTROL_TOTAL, end, err);
}

/* An envelope that another one or the end of the file ends. */
static tt_status leave_envelope(struct reading *r, struct envelope *e, tt_err *err)
{
    bool open = e->open;
    e->open = false;
    return open ? note(r, TT_REASON_CONTROL_TOTAL, &e->start, err) : TT_OK;
}

static tt_status service(struct reading *r, const tt_edi_seg *s, tt_err *err)
{
    enum { UNB_REFERENCE = 5, UNG_REFERENCE = 5 };
    TT_TRY(tell_broken(r, err));
    if (tt_edi_is(s, "UNB")) {
        TT_TRY(leave_envelope(r, &r->group, err));
        TT_TRY(leave_envelope(r, &r->file, err));
        r->file = (struct envelope){.open = true, .start = *s};
        /* 0035: a test is not meant to be believed. */
        if (tt_str_is(tt_str_trim(tt_edi_get(&r->lex, s, 11, 1)), "1"))
            TT_TRY(note(r, TT_REASON_NOT_IN_FORCE, s, err));
    } else if (tt_edi_is(s, "UNG")) {
        TT_TRY(leave_envelope(r, &r->group, err));
        r->group = (struct envelope){.open = true, .start = *s};
        r->file.groups++;
    } else if (tt_edi_is(s, "UNE")) {
        return check_envelope(r, &r->group, s, r->group.messages, UNG_REFERENCE, err);
    } else if (tt_edi_is(s, "UNZ")) {
        TT_TRY(leave_envelope(r, &r->group, err));
        uint64_t parts = r->file.groups ? r->file.groups : r->file.messages;
        return check_envelope(r, &r->file, s, parts, UNB_REFERENCE, err);
    }
    return TT_OK;
}

static bool is_service(const tt_edi_seg *s)
{
    static const char *const tags[] = {"UNA", "UNB", "UNG", "UNE", "UNZ"};
    for (size_t i = 0; i < TT_LEN(tags); i++)
        if (tt_edi_is(s, tags[i]))
            return true;
    return false;
}

static tt_status take(struct reading *r, const tt_edi_seg *s, tt_err *err)
{
    bool open = r->items.n > 0, starts = tt_edi_is(s, "UNH");
    if (s->flaw == TT_EDI_BAD_UNA)
        TT_TRY(tell_broken(r, err));
    if (is_service(s) || starts || s->flaw == TT_EDI_BAD_UNA)
        TT_TRY(tell_junk(r, err));
    if (is_service(s))
        return service(r, s, err);
    if (starts) {
        TT_TRY(tell_broken(r, err));
        r->file.messages++;
        r->group.messages++;
        return add_segment(r, s, err);
    }
    if (!open || s->flaw == TT_EDI_BAD_UNA) {
        add_junk(r, s);
        return TT_OK;
    }
    TT_TRY(add_segment(r, s, err));
    return tt_edi_is(s, "UNT") ? end_message(r, err) : TT_OK;
}

static tt_status read_all(struct reading *r, tt_err *err)
{
    tt_edi_seg s;
    while (tt_edi_next(&r->lex, &s)) {
        TT_TRY(take(r, &s, err));
        if (r->lex.failed)
            return tt_fail(err, TT_ENOMEM, "no room for the texts of a segment");
    }
    TT_TRY(tell_broken(r, err));
    TT_TRY(tell_junk(r, err));
    TT_TRY(leave_envelope(r, &r->group, err));
    return leave_envelope(r, &r->file, err);
}

static tt_status read_edifact(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    struct reading r = {.in = in};
    tt_arena_init(&r.arena, 0);
    tt_emit_init(&r.emit, in, sink);
    tt_edi_init(&r.lex, in->bytes, &r.arena);
    tt_status st = read_all(&r, err);
    tt_vec_release(&r.items);
    tt_emit_release(&r.emit);
    tt_arena_release(&r.arena);
    return st;
}

const tt_reader tt_reader_edifact = {
    .id = "edifact",
    .title = "UN/EDIFACT: INVOIC, IFTMIN, IFTMCS, CUSCAR, BAPLIE",
    .extensions = "edi,edifact,edf,txt",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_edifact,
};
