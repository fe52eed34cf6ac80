/*
 * emit.c - lanes: a plan and the cells of its row for each kind that a file turns out to hold.
 */
#include "read/emit.h"

#include "base/str.h"

void tt_emit_keep_release(tt_emit_keep *k)
{
    if (!k)
        return;
    tt_arena_release(&k->arena);
    *k = (tt_emit_keep){0};
}

tt_emit_keep *tt_emit_kept(tt_emit *e)
{
    return e->kept ? e->kept : &e->own;
}

void tt_emit_init(tt_emit *e, const tt_read_in *in, const tt_sink *sink)
{
    *e = (tt_emit){.in = in, .sink = sink};
    tt_arena_init(&e->arena, 0);
    if (!in->emit || in->emit->busy)
        return;
    if (in->emit->field_bytes != in->limits.field_bytes)
        tt_emit_keep_release(in->emit);
    e->kept = in->emit;
    e->kept->field_bytes = in->limits.field_bytes;
    e->kept->busy = true;
}

void tt_emit_release(tt_emit *e)
{
    if (!e)
        return;
    tt_arena_release(&e->arena);
    tt_emit_keep_release(&e->own);
    if (e->kept)
        e->kept->busy = false;
    *e = (tt_emit){0};
}

static tt_status make_lane(tt_emit *e, tt_kind kind, tt_err *err)
{
    tt_emit_keep *k = tt_emit_kept(e);
    /* Standard formats say what they mean: no map. */
    tt_read_in in = *e->in;
    in.map = NULL;
    tt_emit_lane *l = tt_new(&k->arena, tt_emit_lane);
    if (!l)
        return tt_fail(err, TT_ENOMEM, "no room for a reader");
    TT_TRY(tt_plan_init(&l->plan, kind, &in, e->sink, &k->arena, err));
    l->plan.soft = true;
    for (size_t f = 0; f < l->plan.info->n_fields; f++)
        TT_ASSERT(l->plan.field[f].column == f);
    k->lane[kind] = l;
    return TT_OK;
}

tt_status tt_emit_open(tt_emit *e, tt_kind kind, tt_err *err)
{
    tt_emit_keep *k = tt_emit_kept(e);
    if (!k->lane[kind])
        TT_TRY(make_lane(e, kind, err));
    e->open = k->lane[kind];
    e->open->plan.sink = e->sink; /* it may be kept from another file */
    e->kind = kind;
    for (size_t f = 0; f < e->open->plan.info->n_fields; f++)
        e->open->cells[f] = (tt_cell){{NULL, 0}, 0, false};
    e->open->unclean = 0;
    return TT_OK;
}

size_t tt_emit_field(const tt_emit *e, const char *name)
{
    tt_emit_lane *l = e->open;
    uintptr_t at = (uintptr_t)name;
    uint8_t *guess = &l->guess[(at ^ at >> 6) % TT_LEN(l->guess)];
    if (strcmp(l->plan.info->fields[*guess].name, name) == 0)
        return *guess;
    int f = tt_field_find(l->plan.info, tt_str_of(name));
    TT_ASSERT(f >= 0);
    *guess = f < 0 ? 0 : (uint8_t)f;
    return *guess;
}

_Static_assert(TT_MAX_FIELDS <= 64, "a bit for each field");

/* Blanks for line ends and tabs, one for a run of them. */
static tt_str one_line(tt_emit *e, tt_str s)
{
    size_t at = 0, n = 0;
    while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r' && s.p[at] != '\t')
        at++;
    if (at == s.n)
        return s;
    char *out = tt_new_n(e->in->scratch, char, s.n + 1);
    if (!out) {
        e->failed = true;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < s.n; i++) {
        bool space = tt_ascii_is_space(s.p[i]);
        if (!space)
            out[n++] = s.p[i];
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return (tt_str){out, n};
}

void tt_emit_put(tt_emit *e, size_t field, tt_str text)
{
    tt_str *cell = &e->open->cells[field].text;
    uint64_t bit = (uint64_t)1 << field;
    if (cell->n > 0 || text.n == 0)
        return;
    *cell = one_line(e, tt_str_trim(text));
    if (tt_text_is_clean(*cell))
        e->open->unclean &= ~bit;
    else
        e->open->unclean |= bit;
}

void tt_emit_set(tt_emit *e, const char *field, tt_str text)
{
    tt_emit_put(e, tt_emit_field(e, field), text);
}

void tt_emit_copy(tt_emit *e, const char *field, tt_str text)
{
    tt_str kept = tt_arena_str(e->in->scratch, text);
    e->failed |= kept.p == NULL;
    tt_emit_set(e, field, kept);
}

void tt_emit_line(tt_emit *e, tt_str id, int64_t *last)
{
    int64_t number;
    char text[TT_NUM_TEXT];
    if (!tt_parse_i64(id, &number) || number <= *last || number == INT64_MAX)
        number = *last + 1;
    *last = number;
    tt_emit_copy(e, "line_number", (tt_str){text, tt_i64_text(number, text)});
}

tt_str tt_emit_get(const tt_emit *e, const char *field)
{
    return e->open->cells[tt_emit_field(e, field)].text;
}

bool tt_emit_lacks(const tt_emit *e, const char *field)
{
    return tt_emit_get(e, field).n == 0;
}

void tt_emit_clear(tt_emit *e, const char *field)
{
    e->open->cells[tt_emit_field(e, field)].text = (tt_str){NULL, 0};
}

static void count(tt_emit *e)
{
    e->number++;
    if (e->in->n_rows)
        ++*e->in->n_rows;
}

tt_status tt_emit_row(tt_emit *e, const tt_row_at *at, tt_err *err)
{
    tt_row_at place = *at;
    if (e->in->forced && e->in->kind != e->kind)
        return tt_emit_reject(e, TT_REASON_OTHER_KIND, at, NULL, err);
    if (e->failed)
        return tt_fail(err, TT_ENOMEM, "no room for the cells of a row");
    count(e);
    place.number = e->number;
    return tt_plan_row(&e->open->plan, e->open->cells, &place, e->open->unclean == 0,
                       e->in->scratch, err);
}

tt_status
tt_emit_reject(tt_emit *e, tt_reason why, const tt_row_at *at, const char *field, tt_err *err)
{
    if (e->failed) /* what is rejected may be only what memory was missing for */
        return tt_fail(err, TT_ENOMEM, "no room for the cells of a row");
    count(e);
    return tt_tell_reject(e->sink, why, at, 0, field, err);
}

tt_status tt_emit_note(tt_emit *e, tt_reason what, const tt_row_at *at, const char *field,
                       tt_str raw, tt_err *err)
{
    return tt_tell_note(e->sink, what, at, 0, field, raw, err);
}

/* --- texts --- */

static bool all_digits(tt_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!tt_ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

static tt_str made(tt_emit *e, const char *text)
{
    e->failed |= text == NULL;
    return tt_str_of(text);
}

/* A zone after the digits of a time: "Z", "+01" or "+0100"; else what is there is not understood.
 */
static bool split_zone(tt_str text, tt_str *digits, tt_str *zone)
{
    size_t n = 0;
    while (n < text.n && tt_ascii_is_digit(text.p[n]))
        n++;
    *digits = tt_str_sub(text, 0, n);
    *zone = tt_str_sub(text, n, SIZE_MAX);
    if (zone->n == 0)
        return true;
    if (n != 12 && n != 14)
        return false;
    if (zone->n == 1)
        return zone->p[0] == 'Z';
    return (zone->n == 3 || zone->n == 5) && (zone->p[0] == '+' || zone->p[0] == '-') &&
           all_digits(tt_str_sub(*zone, 1, SIZE_MAX));
}

tt_str tt_emit_date(tt_emit *e, tt_str text)
{
    tt_arena *a = e->in->scratch;
    tt_str digits, zone;
    const char *p = text.p;
    if (text.n == 0 || !split_zone(text, &digits, &zone))
        return text;
    /* The zone as ISO 8601 writes it. */
    tt_str hours = tt_str_sub(zone, 0, 3), minutes = zone.n == 5   ? tt_str_sub(zone, 3, 2)
                                                     : zone.n == 3 ? TT_STR("00")
                                                                   : TT_STR("");
    const char *colon = zone.n > 1 ? ":" : "";
    switch (digits.n) {
    case 6:
        return made(
            e, tt_arena_printf(a, "%s%.2s-%.2s-%.2s", p[0] >= '8' ? "19" : "20", p, p + 2, p + 4));
    case 8:
        return made(e, tt_arena_printf(a, "%.4s-%.2s-%.2s", p, p + 4, p + 6));
    case 12:
        return made(e,
                    tt_arena_printf(a, "%.4s-%.2s-%.2sT%.2s:%.2s%.*s%s%.*s", p, p + 4, p + 6, p + 8,
                                    p + 10, TT_STR_ARG(hours), colon, TT_STR_ARG(minutes)));
    case 14:
        return made(e, tt_arena_printf(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.*s%s%.*s", p, p + 4,
                                       p + 6, p + 8, p + 10, p + 12, TT_STR_ARG(hours), colon,
                                       TT_STR_ARG(minutes)));
    default:
        return text;
    }
}

tt_str tt_emit_comma(tt_emit *e, tt_str text)
{
    const char *comma = text.n ? memchr(text.p, ',', text.n) : NULL;
    if (!comma || memchr(text.p, '.', text.n))
        return text;
    size_t whole = (size_t)(comma - text.p);
    tt_str rest = tt_str_sub(text, whole + 1, SIZE_MAX);
    return made(e, tt_arena_printf(e->in->scratch, "%.*s%s%.*s", (int)whole, text.p,
                                   rest.n ? "." : "", TT_STR_ARG(rest)));
}

tt_str tt_emit_join(tt_emit *e, tt_str a, const char *sep, tt_str b)
{
    a = tt_str_trim(a);
    b = tt_str_trim(b);
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    size_t n_sep = strlen(sep), n = a.n + n_sep + b.n;
    char *out = tt_new_n(e->in->scratch, char, n + 1);
    if (!out) {
        e->failed = true;
        return (tt_str){NULL, 0};
    }
    memcpy(out, a.p, a.n);
    memcpy(out + a.n, sep, n_sep);
    memcpy(out + a.n + n_sep, b.p, b.n);
    return (tt_str){out, n};
}

/* True when s has the text anywhere, in any case of its ASCII letters. */
static bool holds(tt_str s, tt_str text)
{
    for (size_t at = 0; at + text.n <= s.n; at++) {
        size_t n = 0;
        while (n < text.n && tt_ascii_lower(s.p[at + n]) == tt_ascii_lower(text.p[n]))
            n++;
        if (n == text.n)
            return true;
    }
    return false;
}

tt_str tt_emit_describe(tt_emit *e, tt_str a, tt_str b)
{
    enum { LONG = 4096 }; /* an essay is not searched */
    a = tt_str_trim(a);
    b = tt_str_trim(b);
    if (a.n < LONG && b.n < LONG && holds(a, b))
        return a;
    return a.n < LONG && b.n < LONG && holds(b, a) ? b : tt_emit_join(e, a, ", ", b);
}
