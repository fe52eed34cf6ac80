/*
 * plan_row.c - the plan followed for one row: cells to values, and who is told what.
 *
 * Most cells of most rows are in the usual form: quick_field reads these (decode_quick.h) and
 * leaves any other to read_field, which knows every case.  Both give the same values.
 *
 * Not here: what the plan says (plan.c), how a cell is read (decode.c).
 */
#include "read/plan.h"

#include "base/str.h"

/* --- telling --- */

static tt_status tell(const tt_sink *sink, tt_lost lost, tt_reason r, const tt_row_at *at,
                      uint32_t column, const char *field, tt_str raw, tt_err *err)
{
    tt_flaw f = {
        .lost = lost,
        .reason = tt_reason_text(r),
        .line = at->line,
        .offset = at->offset,
        .column = column,
        .field = field,
        .raw = raw,
    };
    return sink->flaw(sink->ctx, &f, err);
}

tt_status tt_tell_reject(const tt_sink *sink, tt_reason r, const tt_row_at *at, uint32_t column,
                         const char *field, tt_err *err)
{
    return tell(sink, TT_LOST_RECORD, r, at, column, field, at->raw, err);
}

tt_status tt_tell_note(const tt_sink *sink, tt_reason r, const tt_row_at *at, uint32_t column,
                       const char *field, tt_str raw, tt_err *err)
{
    return tell(sink, TT_NOTED, r, at, column, field, raw, err);
}

/* --- following the plan --- */

struct row {
    tt_plan *p;
    const tt_cell *cells;  /* or */
    const tt_str *texts;   /* these, at */
    const uint32_t *where; /* these places */
    const tt_row_at *at;
    bool clean;
    tt_arena *scratch;
    size_t n;       /* remarks */
    int lost_field; /* the first field in order of the table that loses the row; -1: none */
    tt_remark lost;
};

static inline tt_cell cell_at(const struct row *r, size_t column)
{
    uint32_t place = r->cells ? 0 : r->where[column];
    if (r->cells)
        return r->cells[column];
    return place ? (tt_cell){r->texts[place - 1], place, false} : (tt_cell){{NULL, 0}, 0, false};
}

static bool is_required(const struct row *r, size_t f)
{
    return (r->p->info->fields[f].flags & TT_FF_REQUIRED) != 0;
}

static void remark(struct row *r, tt_reason reason, size_t f, const tt_cell *cell)
{
    tt_remark m = {reason, cell->column, (uint8_t)f, cell->text};
    bool loses_row = !r->p->soft && (reason == TT_REASON_FIELD_LIMIT ||
                                     (is_required(r, f) && !tt_reason_is_note(reason)));
    if (!loses_row) {
        r->p->remarks[r->n++] = m;
    } else if (r->lost_field < 0 || (int)f < r->lost_field) {
        r->lost_field = (int)f;
        r->lost = m;
    }
}

static size_t number_text(const struct row *r, const tt_piece *piece, char out[TT_NUM_TEXT])
{
    return tt_u64_text(piece->kind == TT_PIECE_ROW ? r->at->number : r->at->line, out);
}

/* Fill a template.  Empty when one of its columns is; nested when one is.  False: no memory. */
static bool fill(const struct row *r, const tt_template *t, tt_cell *out)
{
    char number[TT_NUM_TEXT];
    size_t n = 0;
    *out = (tt_cell){{"", 0}, 0, false};
    for (size_t i = 0; i < t->n; i++) {
        const tt_piece *piece = &t->v[i];
        if (piece->kind == TT_PIECE_COLUMN) {
            tt_cell cell = cell_at(r, piece->column);
            out->column = out->column ? out->column : cell.column;
            out->nested |= cell.nested;
            if (tt_str_trim(cell.text).n == 0)
                return true;
            n += cell.text.n;
        } else {
            n += piece->kind == TT_PIECE_TEXT ? piece->text.n : number_text(r, piece, number);
        }
    }
    char *text = tt_arena_zalloc(r->scratch, n + 1, 1);
    if (!text)
        return false;
    n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const tt_piece *piece = &t->v[i];
        tt_str s = piece->text;
        if (piece->kind == TT_PIECE_COLUMN)
            s = tt_str_trim(cell_at(r, piece->column).text);
        else if (piece->kind != TT_PIECE_TEXT)
            s = (tt_str){number, number_text(r, piece, number)};
        memcpy(text + n, s.p, s.n);
        n += s.n;
    }
    out->text = (tt_str){text, n};
    return true;
}

static inline bool means_unknown(const tt_mapping *map, tt_str cell)
{
    for (size_t i = 0; map && i < map->n_unknown; i++)
        if (tt_str_eq(map->unknown[i], cell))
            return true;
    return false;
}

/* Most cells need no trimming. */
static tt_str trim(tt_str s)
{
    bool bare = s.n > 0 && (unsigned char)s.p[0] > ' ' && (unsigned char)s.p[s.n - 1] > ' ';
    return bare ? s : tt_str_trim(s);
}

/* tt_decode, by memory where the text was met before. */
static tt_reason decode(const tt_plan_field *pf, tt_str text, tt_ccy ccy, tt_value *out)
{
    uint64_t key[2];
    if (!pf->memo || text.n == 0 || text.n > TT_MEMO_BYTES)
        return tt_decode(&pf->decoder, text, ccy, out);
    tt_memo_key(text, key);
    tt_memo *m = tt_memo_find(pf->memo, key, text.n);
    if (!m) {
        m = tt_memo_add(pf->memo, key, text.n);
        m->reason = tt_decode(&pf->decoder, text, ccy, out);
        m->set = out->set;
        m->num = out->num;
        if (pf->decoder.field->type == TT_FT_ENUM)
            m->word = out->text;
        return m->reason;
    }
    if (m->set)
        *out = (tt_value){
            .set = true, .sec = TT_NO_TIME, .num = m->num, .text = m->word.p ? m->word : text};
    return m->reason;
}

/* The text that a field is read from: trimmed, clean, empty when unknown.  False: no memory. */
static bool find_text(struct row *r, size_t f, tt_cell *out)
{
    const tt_plan_field *pf = &r->p->field[f];
    *out = (tt_cell){{"", 0}, 0, false};
    if (pf->from == TT_MAP_COLUMN)
        *out = cell_at(r, pf->column);
    else if (pf->from == TT_MAP_TEMPLATE && !fill(r, &pf->made, out))
        return false;
    out->text = trim(out->text);
    if (means_unknown(r->p->map, out->text))
        out->text = TT_STR("");
    if (out->text.n == 0 && !out->nested && pf->fallback.n > 0) {
        if (!fill(r, &pf->fallback, out))
            return false;
        out->text = trim(out->text);
    }
    if (!r->clean && !tt_text_is_clean(out->text)) {
        tt_text_flaws flaws = {false, false};
        tt_str text = tt_text_clean(out->text, r->scratch, &flaws);
        if (!text.p)
            return false;
        out->text = text;
        if (flaws.not_utf8)
            remark(r, TT_REASON_NOT_UTF8, f, out);
        if (flaws.control)
            remark(r, TT_REASON_CONTROL, f, out);
    }
    return true;
}

static bool read_field(struct row *r, size_t f)
{
    const tt_plan_field *pf = &r->p->field[f];
    tt_value *v = &r->p->record.v[f];
    tt_cell cell;
    *v = TT_VALUE_NONE;
    if (!find_text(r, f, &cell))
        return false;
    if (cell.nested) {
        remark(r, TT_REASON_NESTED, f, &cell);
        return true;
    }
    if (cell.text.n > r->p->field_bytes) {
        remark(r, TT_REASON_FIELD_LIMIT, f, &cell);
        return true;
    }
    tt_ccy ccy = TT_CCY_NONE;
    if (pf->ccy >= 0 && r->p->record.v[pf->ccy].set)
        ccy = (tt_ccy)r->p->record.v[pf->ccy].num;
    else if (pf->ccy >= 0 && !r->p->soft && is_required(r, (size_t)pf->ccy))
        return true; /* the currency has lost the row already */
    tt_reason reason = decode(pf, cell.text, ccy, v);
    if (reason != TT_REASON_NONE)
        remark(r, reason, f, &cell);
    else if (!v->set && is_required(r, f))
        remark(r, r->p->soft ? TT_REASON_NOT_STATED : TT_REASON_MISSING, f, &cell);
    return true;
}

/* The currency of an amount, and only when it was read. */
static inline bool quick_amount(const tt_plan *p, const tt_plan_step *s, tt_str text, int64_t *out)
{
    const tt_value *ccy = &p->record.v[s->ccy];
    return ccy->set && tt_quick_number(text, tt_ccy_exponent((tt_ccy)ccy->num), out) &&
           *out <= TT_AMOUNT_MAX && *out >= -TT_AMOUNT_MAX;
}

/* A clean cell in its usual form.  False: it is another one. */
static inline bool quick_field(tt_plan *p, const tt_plan_step *s, tt_str text)
{
    tt_value *v = &p->record.v[s->field];
    int64_t num = TT_NO_NUM;
    bool sure = false;
    if (text.n == 0) {
        *v = TT_VALUE_NONE;
        return s->may_lack;
    }
    if ((unsigned char)text.p[0] <= ' ' || (unsigned char)text.p[text.n - 1] <= ' ' ||
        text.n > p->field_bytes || means_unknown(p->map, text))
        return false;
    switch ((tt_quick)s->quick) {
    case TT_QUICK_TEXT:
        sure = true;
        break;
    case TT_QUICK_MEMO:
        return tt_quick_memo(s->memo, text, v);
    case TT_QUICK_DATE:
        sure = tt_quick_date(text, &num);
        break;
    case TT_QUICK_AMOUNT:
        sure = quick_amount(p, s, text, &num);
        break;
    case TT_QUICK_NUMBER:
        sure = tt_quick_number(text, s->scale, &num);
        break;
    case TT_QUICK_NONE:
        break;
    }
    if (sure)
        *v = (tt_value){.set = true, .sec = TT_NO_TIME, .num = num, .text = text};
    return sure;
}

static bool read_fields(struct row *r)
{
    tt_plan *p = r->p;
    for (const tt_plan_step *s = p->step, *end = s + p->n_steps; s < end; s++) {
        if (r->clean && s->quick != TT_QUICK_NONE) {
            tt_cell cell = cell_at(r, s->column);
            if (!cell.nested && quick_field(p, s, cell.text))
                continue;
        }
        if (!read_field(r, s->field))
            return false;
    }
    return true;
}

static tt_status take(struct row *r, tt_err *err)
{
    tt_plan *p = r->p;
    const tt_row_at *at = r->at;
    if (!read_fields(r))
        return tt_fail(err, TT_ENOMEM, "no room for the cells of a row");
    if (p->never >= 0) {
        static const tt_cell none = {{NULL, 0}, 0, false};
        remark(r, TT_REASON_MISSING, (size_t)p->never, &none);
    }
    if (r->lost_field >= 0)
        return tt_tell_reject(p->sink, r->lost.reason, at, r->lost.column,
                              p->info->fields[r->lost_field].name, err);
    for (size_t i = 0; i < r->n; i++) {
        const tt_remark *m = &p->remarks[i];
        tt_lost lost = tt_reason_is_note(m->reason) ? TT_NOTED : TT_LOST_FIELD;
        TT_TRY(tell(p->sink, lost, m->reason, at, m->column, p->info->fields[m->field].name, m->raw,
                    err));
    }
    p->record.line = at->line;
    p->record.offset = at->offset;
    p->record.raw = at->raw;
    return p->sink->record(p->sink->ctx, &p->record, err);
}

tt_status tt_plan_row(tt_plan *p, const tt_cell *cells, const tt_row_at *at, bool clean,
                      tt_arena *scratch, tt_err *err)
{
    struct row r = {
        .p = p, .cells = cells, .at = at, .clean = clean, .scratch = scratch, .lost_field = -1};
    return take(&r, err);
}

tt_status tt_plan_texts(tt_plan *p, const tt_str *texts, const uint32_t *where, const tt_row_at *at,
                        bool clean, tt_arena *scratch, tt_err *err)
{
    struct row r = {.p = p,
                    .texts = texts,
                    .where = where,
                    .at = at,
                    .clean = clean,
                    .scratch = scratch,
                    .lost_field = -1};
    return take(&r, err);
}
