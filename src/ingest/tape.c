/*
 * tape.c - a byte string of operations: a letter, fixed parts, texts with their lengths.
 *
 * Written and read by this program only, in one run, so the layout is that of the machine.
 */
#include "ingest/tape.h"

#include "base/str.h"
#include "read/decode.h"

enum { FLAW = 'f', COLUMN = 'c', CHUNK = 'k' };

struct op {
    char what;
    uint32_t column;                 /* FLAW */
    tt_lost lost;                    /* FLAW */
    bool has_raw;                    /* false: absent */
    uint64_t line, offset, raw_n, n; /* n: CHUNK its number; raw_n: also of what follows */
    const char *reason, *field;      /* FLAW */
};

void tt_tape_init(tt_tape *t)
{
    tt_buf_init(&t->ops, SIZE_MAX / 2);
}

void tt_tape_release(tt_tape *t)
{
    tt_buf_release(&t->ops);
}

static void add(tt_tape *t, const void *p, size_t n)
{
    tt_buf_add(&t->ops, (tt_str){p, n});
}

tt_status tt_tape_flaw(tt_tape *t, const tt_flaw *f, tt_err *err)
{
    struct op op = {.what = FLAW,
                    .column = f->column,
                    .lost = f->lost,
                    .has_raw = f->raw.p != NULL,
                    .line = f->line,
                    .offset = f->offset,
                    .raw_n = f->raw.n,
                    .reason = f->reason,
                    .field = f->field};
    add(t, &op, sizeof op);
    tt_buf_add(&t->ops, tt_str_sub(f->raw, 0, TT_TAPE_RAW));
    return tt_buf_status(&t->ops, err);
}

static tt_status add_text(tt_tape *t, struct op op, tt_str text, tt_err *err)
{
    op.has_raw = text.p != NULL;
    op.raw_n = text.n;
    add(t, &op, sizeof op);
    tt_buf_add(&t->ops, text);
    return tt_buf_status(&t->ops, err);
}

tt_status tt_tape_column(tt_tape *t, tt_str name, tt_err *err)
{
    return add_text(t, (struct op){.what = COLUMN}, name, err);
}

tt_status tt_tape_chunk(tt_tape *t, int64_t n, tt_str packed, tt_err *err)
{
    return add_text(t, (struct op){.what = CHUNK, .n = (uint64_t)n}, packed, err);
}

/* --- playing --- */

struct player {
    const char *p;
    const tt_feed *to;
};

static void get(struct player *p, void *to, size_t n)
{
    memcpy(to, p->p, n);
    p->p += n;
}

static tt_str get_text(struct player *p, const struct op *op)
{
    tt_str s = {op->has_raw ? p->p : NULL, (size_t)op->raw_n};
    p->p += s.n;
    return s;
}

static tt_status play_flaw(struct player *p, const struct op *op, tt_err *err)
{
    tt_flaw f = {.lost = op->lost,
                 .reason = op->reason,
                 .line = op->line,
                 .offset = op->offset,
                 .column = op->column,
                 .field = op->field};
    if (op->has_raw)
        f.raw = (tt_str){p->p, (size_t)op->raw_n};
    p->p += TT_MIN((size_t)op->raw_n, (size_t)TT_TAPE_RAW);
    return p->to->sink.flaw(p->to->sink.ctx, &f, err);
}

static tt_status play_op(struct player *p, tt_err *err)
{
    struct op op;
    get(p, &op, sizeof op);
    switch (op.what) {
    case FLAW:
        return play_flaw(p, &op, err);
    case COLUMN:
        return p->to->sink.unknown_column(p->to->sink.ctx, get_text(p, &op), err);
    default:
        TT_ASSERT(op.what == CHUNK);
        return p->to->chunk(p->to->sink.ctx, (int64_t)op.n, get_text(p, &op), err);
    }
}

tt_status tt_tape_play(const tt_tape *t, const tt_feed *to, tt_err *err)
{
    struct player p = {.p = t->ops.p, .to = to};
    while (p.p && p.p < t->ops.p + t->ops.n)
        TT_TRY(play_op(&p, err));
    return TT_OK;
}
