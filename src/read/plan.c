/*
 * plan.c - what each field is made from, worked out once for a file.
 *
 * Not here: how the plan is followed for a row (plan_row.c), how a cell is read (decode.c), how a
 * row is split (the readers).
 */
#include "read/plan.h"

#include "base/str.h"
#include "read/columns.h"

enum { FIELD_BYTES = 1 << 20 };

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
    return d->field->type == TT_FT_COUNTRY || d->field->type == TT_FT_CCY ||
           d->field->type == TT_FT_ENUM || d->is_unit || d->is_hs;
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
    for (size_t f = 0; !p->map && f < p->info->n_fields; f++) { /* canonical names are folded */
        p->columns[p->n_columns++] = tt_str_of(p->info->fields[f].name);
        p->field[f].from = TT_MAP_COLUMN;
        p->field[f].column = (uint16_t)f;
    }
    for (size_t f = 0; p->map && f < p->info->n_fields; f++) {
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

/* How a cell of this field is read when it is in its usual form. */
static tt_quick quick_of(const tt_plan_field *pf, uint8_t *scale)
{
    const tt_decoder *d = &pf->decoder;
    bool numbers_are_plain = (!d->decimal || d->decimal == '.') && !d->grouping;
    if (pf->from != TT_MAP_COLUMN)
        return TT_QUICK_NONE;
    if (pf->memo)
        return TT_QUICK_MEMO;
    switch (d->field->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_LIST:
        return TT_QUICK_TEXT;
    case TT_FT_DATE:
    case TT_FT_WHEN:
        return d->date.how == TT_DATE_ISO ? TT_QUICK_DATE : TT_QUICK_NONE;
    case TT_FT_AMOUNT:
        return numbers_are_plain && pf->ccy >= 0 ? TT_QUICK_AMOUNT : TT_QUICK_NONE;
    case TT_FT_DEC:
    case TT_FT_RATE:
    case TT_FT_INT:
        *scale = (uint8_t)tt_decode_scale(d->field->type);
        return numbers_are_plain ? TT_QUICK_NUMBER : TT_QUICK_NONE;
    default:
        return TT_QUICK_NONE;
    }
}

static tt_plan_step step_of(const tt_plan *p, size_t f)
{
    const tt_plan_field *pf = &p->field[f];
    bool required = (p->info->fields[f].flags & TT_FF_REQUIRED) != 0;
    tt_plan_step s = {
        .memo = pf->memo,
        .column = pf->column,
        .field = (uint8_t)f,
        .ccy = (uint8_t)TT_MAX(pf->ccy, 0),
        .may_lack = !required && pf->fallback.n == 0,
    };
    s.quick = (uint8_t)quick_of(pf, &s.scale);
    return s;
}

static void order_fields(tt_plan *p)
{
    p->n_steps = 0;
    p->never = -1;
    for (size_t f = p->info->n_fields; f-- > 0;)
        if ((p->info->fields[f].flags & TT_FF_REQUIRED) && !is_live(&p->field[f]) &&
            p->field[f].from == TT_MAP_ABSENT)
            p->never = (int)f;
    for (int pass = 0; pass < 2; pass++)
        for (size_t f = 0; f < p->info->n_fields; f++)
            if (is_live(&p->field[f]) && (p->info->fields[f].type == TT_FT_CCY) == (pass == 0))
                p->step[p->n_steps++] = step_of(p, f);
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
