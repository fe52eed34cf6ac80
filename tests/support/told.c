/*
 * told.c - the sink of told.h.
 */
#include "tests/support/told.h"

#include "base/str.h"
#include "refdata/refdata.h"

void tt_told_init(tt_told *t, bool with_records)
{
    *t = (tt_told){.with_records = with_records};
    tt_buf_init(&t->text, 0);
}

void tt_told_release(tt_told *t)
{
    tt_buf_release(&t->text);
}

static tt_status called(tt_told *t, tt_err *err)
{
    t->calls++;
    if (t->calls == t->stop_at)
        return tt_fail(err, TT_EIO, "the sink is full");
    return tt_buf_status(&t->text, err);
}

/* One line: line ends and what is too long for a line are written otherwise. */
static void add_raw(tt_buf *b, tt_str raw)
{
    enum { SHORT = 60 };
    tt_buf_add_z(b, " [");
    for (size_t i = 0; i < raw.n && i < SHORT; i++) {
        char c = raw.p[i];
        if ((unsigned char)c < 0x20 || (unsigned char)c >= 0x7f)
            tt_buf_addf(b, "\\x%02x", (unsigned)(unsigned char)c);
        else
            tt_buf_add_c(b, c);
    }
    if (raw.n > SHORT)
        tt_buf_addf(b, "... %zu bytes", raw.n);
    tt_buf_add_z(b, "]\n");
}

static void add_value(tt_buf *b, const tt_record *r, const tt_field *f, const tt_value *v)
{
    char text[TT_NUM_TEXT] = "";
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        tt_buf_add(b, v->text);
        return;
    case TT_FT_COUNTRY:
        tt_country_text((tt_country)v->num, text);
        break;
    case TT_FT_CCY:
        tt_ccy_text((tt_ccy)v->num, text);
        break;
    case TT_FT_DATE:
    case TT_FT_WHEN:
        tt_when_text((tt_when){(tt_date)v->num, v->sec}, text);
        break;
    case TT_FT_AMOUNT: {
        int ccy = tt_field_find(tt_kind_get(r->kind), tt_str_of(f->ccy));
        tt_money_text((tt_money){v->num, (tt_ccy)r->v[ccy].num}, text);
        break;
    }
    case TT_FT_DEC:
        tt_dec_text(v->num, 6, text);
        break;
    case TT_FT_RATE:
        tt_dec_text(v->num, 12, text);
        break;
    case TT_FT_INT:
        tt_i64_text(v->num, text);
        break;
    }
    tt_buf_add_z(b, text);
}

static void keep_offset(tt_told *t, uint64_t offset)
{
    if (t->offsets && t->offsets->n < TT_LEN(t->offsets->v))
        t->offsets->v[t->offsets->n++] = offset;
}

static tt_status on_record(void *ctx, const tt_record *r, tt_err *err)
{
    tt_told *t = ctx;
    const tt_kind_info *info = tt_kind_get(r->kind);
    t->records++;
    keep_offset(t, r->offset);
    if (t->with_records) {
        tt_buf_addf(&t->text, "record %llu %s", (unsigned long long)r->line, info->name);
        for (size_t f = 0; f < info->n_fields; f++) {
            if (!r->v[f].set)
                continue;
            tt_buf_addf(&t->text, " %s=", info->fields[f].name);
            add_value(&t->text, r, &info->fields[f], &r->v[f]);
        }
        tt_buf_add_c(&t->text, '\n');
    }
    return called(t, err);
}

static tt_status on_flaw(void *ctx, const tt_flaw *f, tt_err *err)
{
    static const char *const word[] = {"note", "lost", "reject"};
    tt_told *t = ctx;
    t->rejects += f->lost == TT_LOST_RECORD;
    if (f->lost == TT_LOST_RECORD)
        keep_offset(t, f->offset);
    t->lesser += f->lost != TT_LOST_RECORD;
    tt_buf_addf(&t->text, "%s %llu:%u %s: %s", word[f->lost], (unsigned long long)f->line,
                f->column, f->field ? f->field : "-", f->reason);
    add_raw(&t->text, f->raw);
    return called(t, err);
}

static tt_status on_column(void *ctx, tt_str name, tt_err *err)
{
    tt_told *t = ctx;
    t->columns++;
    tt_buf_add_z(&t->text, "column ");
    tt_buf_add(&t->text, name);
    tt_buf_add_c(&t->text, '\n');
    return called(t, err);
}

tt_sink tt_told_sink(tt_told *t)
{
    return (tt_sink){t, on_record, on_flaw, on_column};
}

tt_status tt_told_read(tt_told *t, const tt_reader *reader, tt_str bytes, tt_kind kind,
                       const tt_mapping *map, tt_err *err)
{
    tt_arena scratch;
    tt_sink sink = tt_told_sink(t);
    tt_arena_init(&scratch, 0);
    tt_read_in in = {
        .bytes = bytes,
        .kind = kind ? kind : reader->kind(bytes, map),
        .forced = kind != TT_KIND_NONE,
        .map = map,
        .scratch = &scratch,
        .xml = t->xml,
        .emit = t->emit,
        .n_rows = &t->rows,
    };
    tt_buf_addf(&t->text, "%skind %s\n", in.forced ? "forced " : "", tt_kind_text(in.kind));
    tt_status st = reader->read(&in, &sink, err);
    tt_arena_release(&scratch);
    if (st != TT_OK)
        return st;
    tt_buf_addf(&t->text, "read %llu loaded %llu rejected %llu\n", (unsigned long long)t->rows,
                (unsigned long long)t->records, (unsigned long long)t->rejects);
    return tt_buf_status(&t->text, err);
}
