/*
 * plan.c - what each field is made from, worked out once for a file and followed for each of its
 * rows.
 *
 * Not here: how a cell is read (decode.c), how a row is split (the readers).
 */
#include "read/plan.h"

#include "base/str.h"
#include "read/columns.h"

enum { FIELD_BYTES = 1 << 20 };

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

/* --- making the plan --- */

int tt_plan_find(const tt_plan *p, tt_str name)
{
    char folded[TT_COLUMN_MAX];
    tt_str s = {folded, tt_column_fold(name, folded)};
    for (size_t i = 0; s.n > 0 && i < p->n_columns; i++)
        if (tt_str_eq(p->columns[i], s))
            return (int)i;
    return -1;
}

bool tt_plan_ignores(const tt_plan *p, tt_str name)
{
    char folded[TT_COLUMN_MAX], other[TT_COLUMN_MAX];
    tt_str s = {folded, tt_column_fold(name, folded)};
    for (size_t i = 0; p->map && i < p->map->n_ignore; i++)
        if (tt_str_eq(s, (tt_str){other, tt_column_fold(p->map->ignore[i], other)}))
            return true;
    return false;
}

/* Index of a wanted column, added when it is new. */
static tt_status want(tt_plan *p, tt_str name, tt_arena *a, unsigned *out, tt_err *err)
{
    int i = tt_plan_find(p, name);
    if (i < 0) {
        char folded[TT_COLUMN_MAX];
        tt_str s = {folded, tt_column_fold(name, folded)};
        if (s.n == 0 || p->n_columns == TT_PLAN_COLUMNS)
            return tt_fail(err, TT_EFORMAT, "map: %s",
                           s.n ? "it uses too many columns"
                               : "a name of a column is empty or over 256 bytes");
        s = tt_arena_str(a, s);
        if (!s.p)
            return tt_fail(err, TT_ENOMEM, "no room for the columns of a map");
        i = (int)p->n_columns;
        p->columns[p->n_columns++] = s;
    }
    *out = (unsigned)i;
    return TT_OK;
}

static tt_status make_template(tt_plan *p, tt_str text, tt_arena *a, tt_template *out, tt_err *err)
{
    TT_TRY(tt_template_parse(text, a, out, err));
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].kind == TT_PIECE_COLUMN)
            TT_TRY(want(p, out->v[i].text, a, &out->v[i].column, err));
    return TT_OK;
}

/* A constant is read once; an amount waits for the currency of its row. */
static tt_status make_constant(tt_plan *p, size_t f, tt_str text, tt_arena *a, tt_err *err)
{
    tt_plan_field *pf = &p->field[f];
    if (pf->ccy >= 0) {
        tt_piece *piece = tt_new(a, tt_piece);
        if (!piece)
            return tt_fail(err, TT_ENOMEM, "no room for a constant");
        *piece = (tt_piece){.kind = TT_PIECE_TEXT, .text = text};
        pf->from = TT_MAP_TEMPLATE;
        pf->made = (tt_template){piece, 1};
        return TT_OK;
    }
    tt_reason r = tt_decode(&pf->decoder, text, TT_CCY_NONE, &p->record.v[f]);
    if (r != TT_REASON_NONE || !p->record.v[f].set)
        return tt_fail(err, TT_EFORMAT, "map: constant of '%s': %s", pf->decoder.field->name,
                       r ? tt_reason_text(r) : "empty; leave it out");
    return TT_OK;
}

static bool is_looked_up(const tt_decoder *d)
{
    return d->field->type == TT_FT_COUNTRY || d->field->type == TT_FT_CCY || d->is_unit || d->is_hs;
}

static tt_status make_field(tt_plan *p, size_t f, tt_arena *a, tt_err *err)
{
    static const tt_map_field absent;
    const tt_mapping *map = p->map;
    const tt_map_field *mf = map ? &map->field[f] : &absent;
    tt_plan_field *pf = &p->field[f];
    unsigned column = 0;

    pf->decoder = tt_decoder_of(&p->info->fields[f]);
    pf->decoder.decimal = map ? map->decimal : 0;
    pf->decoder.grouping = map ? map->grouping : 0;
    pf->ccy = p->info->fields[f].ccy
                  ? (int8_t)tt_field_find(p->info, tt_str_of(p->info->fields[f].ccy))
                  : -1;
    pf->from = mf->from;
    p->record.v[f] = TT_VALUE_NONE;
    if (is_looked_up(&pf->decoder)) {
        pf->memo = tt_new_n(a, tt_memo, TT_MEMOS);
        if (!pf->memo)
            return tt_fail(err, TT_ENOMEM, "no room for a field");
    }
    if (mf->pattern.n > 0)
        TT_TRY(tt_date_style_parse(mf->pattern, &pf->decoder.date, err));
    if (mf->from == TT_MAP_COLUMN)
        TT_TRY(want(p, mf->text, a, &column, err));
    if (mf->from == TT_MAP_TEMPLATE)
        TT_TRY(make_template(p, mf->text, a, &pf->made, err));
    if (mf->from == TT_MAP_CONSTANT)
        TT_TRY(make_constant(p, f, mf->text, a, err));
    if (mf->fallback.n > 0)
        TT_TRY(make_template(p, mf->fallback, a, &pf->fallback, err));
    pf->column = (uint16_t)column;
    return TT_OK;
}

static bool is_claimed(const tt_plan *p, int column)
{
    for (size_t f = 0; column >= 0 && f < p->info->n_fields; f++)
        if (p->field[f].from == TT_MAP_COLUMN && p->field[f].column == column)
            return true;
    return false;
}

/* Fields that no map mentions come from the column of their own name, unless the map gives it to
 * another field. */
static tt_status take_own_names(tt_plan *p, tt_arena *a, tt_err *err)
{
    p->n_mapped = p->n_columns;
    for (size_t f = 0; f < p->info->n_fields; f++) {
        tt_str name = tt_str_of(p->info->fields[f].name);
        unsigned column;
        if (p->field[f].from != TT_MAP_ABSENT || tt_plan_ignores(p, name) ||
            is_claimed(p, tt_plan_find(p, name)))
            continue;
        TT_TRY(want(p, name, a, &column, err));
        p->field[f].from = TT_MAP_COLUMN;
        p->field[f].column = (uint16_t)column;
    }
    return TT_OK;
}

static bool is_live(const tt_plan_field *pf)
{
    return pf->from == TT_MAP_COLUMN || pf->from == TT_MAP_TEMPLATE || pf->fallback.n > 0;
}

static void order_fields(tt_plan *p)
{
    p->n_live = 0;
    p->never = -1;
    for (size_t f = p->info->n_fields; f-- > 0;)
        if ((p->info->fields[f].flags & TT_FF_REQUIRED) && !is_live(&p->field[f]) &&
            p->field[f].from == TT_MAP_ABSENT)
            p->never = (int)f;
    for (int pass = 0; pass < 2; pass++)
        for (size_t f = 0; f < p->info->n_fields; f++)
            if (is_live(&p->field[f]) && (p->info->fields[f].type == TT_FT_CCY) == (pass == 0))
                p->live[p->n_live++] = (uint8_t)f;
}

tt_status tt_plan_init(tt_plan *p, tt_kind kind, const tt_read_in *in, const tt_sink *sink,
                       tt_arena *a, tt_err *err)
{
    *p = (tt_plan){
        .info = tt_kind_get(kind),
        .map = in->map,
        .sink = sink,
        .field_bytes = in->limits.field_bytes ? in->limits.field_bytes : FIELD_BYTES,
        .record.kind = kind,
    };
    TT_ASSERT(p->info && (!in->map || in->map->kind == kind));
    for (size_t f = 0; f < p->info->n_fields; f++)
        TT_TRY(make_field(p, f, a, err));
    TT_TRY(take_own_names(p, a, err));
    for (size_t f = 0; f < p->info->n_fields; f++)
        if (p->field[f].from == TT_MAP_COLUMN && p->info->fields[f].type == TT_FT_LIST)
            p->list[p->field[f].column] = true;
    order_fields(p);
    return TT_OK;
}

static bool template_lacks(const tt_template *t, const bool *there)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].kind == TT_PIECE_COLUMN && !there[t->v[i].column])
            return true;
    return false;
}

/* The main source of a field, and its fallback, can give something. */
static void sources(const tt_plan_field *pf, const bool *there, bool *first, bool *fallback)
{
    *first = pf->from == TT_MAP_CONSTANT || (pf->from == TT_MAP_COLUMN && there[pf->column]) ||
             (pf->from == TT_MAP_TEMPLATE && !template_lacks(&pf->made, there));
    *fallback = pf->fallback.n > 0 && !template_lacks(&pf->fallback, there);
}

int tt_plan_lacks(const tt_plan *p, const bool *there, size_t from)
{
    for (size_t f = from; f < p->info->n_fields; f++) {
        bool first, fallback;
        if (!(p->info->fields[f].flags & TT_FF_REQUIRED))
            continue;
        sources(&p->field[f], there, &first, &fallback);
        if (!first && !fallback)
            return (int)f;
    }
    return -1;
}

static bool uses(const tt_template *t, size_t column)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].kind == TT_PIECE_COLUMN && t->v[i].column == column)
            return true;
    return false;
}

const char *tt_plan_fed_by(const tt_plan *p, size_t i)
{
    for (size_t f = 0; f < p->info->n_fields; f++) {
        const tt_plan_field *pf = &p->field[f];
        if ((pf->from == TT_MAP_COLUMN && pf->column == i) || uses(&pf->made, i) ||
            uses(&pf->fallback, i))
            return p->info->fields[f].name;
    }
    return NULL;
}

void tt_plan_narrow(tt_plan *p, const bool *there)
{
    for (size_t f = 0; f < p->info->n_fields; f++) {
        tt_plan_field *pf = &p->field[f];
        bool first, fallback;
        sources(pf, there, &first, &fallback);
        if (!first)
            pf->from = TT_MAP_ABSENT;
        if (!fallback)
            pf->fallback.n = 0;
    }
    order_fields(p);
}

/* --- following the plan --- */

struct row {
    tt_plan *p;
    const tt_cell *cells;
    const tt_row_at *at;
    bool clean;
    tt_arena *scratch;
    size_t n;       /* remarks */
    int lost_field; /* the first field in order of the table that loses the row; -1: none */
    tt_remark lost;
};

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
        const tt_cell *cell = &r->cells[piece->column];
        if (piece->kind == TT_PIECE_COLUMN) {
            out->column = out->column ? out->column : cell->column;
            out->nested |= cell->nested;
            if (tt_str_trim(cell->text).n == 0)
                return true;
            n += cell->text.n;
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
            s = tt_str_trim(r->cells[piece->column].text);
        else if (piece->kind != TT_PIECE_TEXT)
            s = (tt_str){number, number_text(r, piece, number)};
        memcpy(text + n, s.p, s.n);
        n += s.n;
    }
    out->text = (tt_str){text, n};
    return true;
}

static bool means_unknown(const tt_mapping *map, tt_str cell)
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
    if (!pf->memo || text.n == 0 || text.n > sizeof pf->memo->key)
        return tt_decode(&pf->decoder, text, ccy, out);
    size_t h = text.n;
    for (size_t i = 0; i < text.n; i++)
        h = h * 31 + (unsigned char)text.p[i];
    tt_memo *m = &pf->memo[h % TT_MEMOS];
    if (m->n != text.n || memcmp(m->key, text.p, text.n) != 0) {
        m->reason = tt_decode(&pf->decoder, text, ccy, out);
        m->set = out->set;
        m->num = out->num;
        m->n = (uint8_t)text.n;
        memcpy(m->key, text.p, text.n);
        return m->reason;
    }
    if (m->set)
        *out = (tt_value){.set = true, .sec = TT_NO_TIME, .num = m->num, .text = text};
    return m->reason;
}

/* The text that a field is read from: trimmed, clean, empty when unknown.  False: no memory. */
static bool find_text(struct row *r, size_t f, tt_cell *out)
{
    const tt_plan_field *pf = &r->p->field[f];
    *out = (tt_cell){{"", 0}, 0, false};
    if (pf->from == TT_MAP_COLUMN)
        *out = r->cells[pf->column];
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
    else if (pf->ccy >= 0 && is_required(r, (size_t)pf->ccy))
        return true; /* the currency has lost the row already */
    tt_reason reason = decode(pf, cell.text, ccy, v);
    if (reason != TT_REASON_NONE)
        remark(r, reason, f, &cell);
    else if (!v->set && is_required(r, f))
        remark(r, r->p->soft ? TT_REASON_NOT_STATED : TT_REASON_MISSING, f, &cell);
    return true;
}

tt_status tt_plan_row(tt_plan *p, const tt_cell *cells, const tt_row_at *at, bool clean,
                      tt_arena *scratch, tt_err *err)
{
    struct row r = {p, cells, at, clean, scratch, 0, -1, {0}};
    for (size_t i = 0; i < p->n_live; i++)
        if (!read_field(&r, p->live[i]))
            return tt_fail(err, TT_ENOMEM, "no room for the cells of a row");
    if (p->never >= 0) {
        static const tt_cell none = {{NULL, 0}, 0, false};
        remark(&r, TT_REASON_MISSING, (size_t)p->never, &none);
    }
    if (r.lost_field >= 0)
        return tt_tell_reject(p->sink, r.lost.reason, at, r.lost.column,
                              p->info->fields[r.lost_field].name, err);
    for (size_t i = 0; i < r.n; i++) {
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
