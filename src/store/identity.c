/*
 * identity.c - rows and mentions as bytes, one way only; their SHA-256 is who they are.
 *
 * The bytes name each value by a tag, and say its length, so that two rows that differ never have
 * the same bytes; and the hash is one that nobody can steer, for those who write documents may want
 * two of them taken for one.  The texts among the bytes are at the same time those that the row is
 * added with: they are copied once.
 */
#include "store/impl.h"

#include "base/copy.h"

#include "base/str.h"

enum { MENTION = 0 /* where rows have their kind */, PER_FIELD = 24 };

static bool is_text(tt_ftype t)
{
    return t == TT_FT_TEXT || t == TT_FT_CODE || t == TT_FT_ENUM || t == TT_FT_LIST;
}

/* --- plans --- */

static int64_t unknown_of(tt_ftype t)
{
    if (t == TT_FT_COUNTRY || t == TT_FT_CCY)
        return 0;
    return t == TT_FT_DATE || t == TT_FT_WHEN ? TT_NO_DATE : TT_NO_NUM;
}

/* From the name, so that a field which is added to a kind leaves old rows what they are.  The tests
 * show that no two fields of a kind have the same. */
static uint16_t tag_of(const char *name)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *name; name++)
        h = (h ^ (uint8_t)*name) * 16777619u;
    return (uint16_t)((h >> 16 ^ h) & 0x7fff);
}

void tt_plan_make(tt_kind kind, tt_plan *out)
{
    const tt_kind_info *info = tt_kind_get(kind);
    *out = (tt_plan){.n_columns = TT_ROW_FIRST_COLUMN};
    memset(out->part, -1, sizeof out->part);
    for (size_t i = 0; info && i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        out->tag[i] = tag_of(f->name);
        if (f->part != TT_PART_NONE)
            out->part[f->role - 1][f->part] = (int8_t)i;
        if (f->type == TT_FT_CCY)
            out->ccy[out->n_ccy++] = (uint8_t)i;
        if (f->part != TT_PART_NONE && f->part != TT_PART_NAME)
            continue;
        out->column[i] = out->n_columns++;
        if (f->part == TT_PART_NONE)
            out->own[out->n_own++] = (tt_plan_own){.unknown = unknown_of(f->type),
                                                   .tag = out->tag[i],
                                                   .field = (uint8_t)i,
                                                   .column = out->column[i],
                                                   .type = (uint8_t)f->type,
                                                   .text = is_text(f->type)};
        if (f->type == TT_FT_WHEN)
            out->n_columns++;
        if (f->check != TT_IDF_NONE) {
            TT_ASSERT(out->n_checks < TT_ROW_CHECKS);
            out->check[out->n_checks++] = (uint8_t)i;
            out->n_columns++;
        }
        if (f->part == TT_PART_NAME)
            out->role_column[f->role - 1] = out->column[i];
    }
    while (info && out->n_roles < TT_MAX_ROLES && info->roles[out->n_roles])
        out->n_roles++;
}

/* --- pieces --- */

static char *put_uint(char *to, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        *to++ = (char)(uint8_t)(v | 0x80);
    *to++ = (char)(uint8_t)v;
    return to;
}

/* Small numbers of either sign are short. */
static char *put_int(char *to, int64_t v)
{
    return put_uint(to, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

static char *put_text(char *to, tt_str s)
{
    to = put_uint(to, s.n);
    tt_copy(to, s.p, s.n);
    return to + s.n;
}

static char *put_tag(char *to, unsigned tag)
{
    to[0] = (char)(uint8_t)tag;
    to[1] = (char)(uint8_t)(tag >> 8);
    return to + 2;
}

/* --- rows --- */

/* A value, and the cells of its columns.  start: of the buffer that cells count from. */
static char *put_value(char *to, const char *start, tt_ftype type, const tt_value *v, tt_cell *cell)
{
    char code[4];
    switch (type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        to = put_text(to, v->text);
        tt_cell_bytes(cell, TT_CELL_TEXT, (size_t)(to - start) - v->text.n, v->text.n);
        break;
    case TT_FT_COUNTRY:
        tt_country_text((tt_country)v->num, code);
        memcpy(to, code, 2);
        tt_cell_bytes(cell, TT_CELL_TEXT, (size_t)(to - start), 2);
        to += 2;
        break;
    case TT_FT_CCY: /* what a minor unit is, is part of the amount */
        tt_ccy_text((tt_ccy)v->num, code);
        memcpy(to, code, 3);
        tt_cell_bytes(cell, TT_CELL_TEXT, (size_t)(to - start), 3);
        to[3] = (char)(uint8_t)tt_ccy_exponent((tt_ccy)v->num);
        to += 4;
        break;
    case TT_FT_WHEN:
        to = put_int(to, v->num);
        to = put_int(to, v->sec);
        tt_cell_int(cell, v->num);
        if (v->sec != TT_NO_TIME)
            tt_cell_int(cell + 1, v->sec);
        break;
    case TT_FT_DATE:
    case TT_FT_AMOUNT:
    case TT_FT_DEC:
    case TT_FT_RATE:
    case TT_FT_INT:
        to = put_int(to, v->num);
        tt_cell_int(cell, v->num);
        break;
    }
    return to;
}

static size_t bytes_of_row(const tt_plan *plan, const tt_value *v)
{
    size_t n = TT_ROW_HEAD + TT_MAX_ROLES * sizeof(tt_hash) + plan->n_own * PER_FIELD;
    for (size_t i = 0; i < plan->n_own; i++)
        if (plan->own[i].text && v[plan->own[i].field].set)
            n += v[plan->own[i].field].text.n;
    return n;
}

/* tt_value_known, for each field of each row. */
static inline bool is_known(const tt_plan_own *o, const tt_value *v)
{
    return v->set && (o->text ? v->text.n > 0 : v->num != o->unknown);
}

tt_status tt_row_encode(const tt_plan *plan, tt_kind kind, const tt_value *v, unsigned roles,
                        tt_buf *b, tt_cell *cell, tt_err *err)
{
    char *p = tt_buf_room(b, bytes_of_row(plan, v));
    if (!p)
        return tt_buf_status(b, err);
    *p++ = (char)kind;
    *p++ = (char)roles;
    for (; roles; roles &= roles - 1)
        p += sizeof(tt_hash);
    for (const tt_plan_own *o = plan->own, *end = o + plan->n_own; o < end; o++) {
        tt_cell *to = &cell[o->column];
        tt_cell_null(to);
        if (o->type == TT_FT_WHEN)
            tt_cell_null(to + 1);
        if (!is_known(o, &v[o->field]))
            continue;
        p = put_tag(p, o->tag);
        p = put_value(p, b->p, (tt_ftype)o->type, &v[o->field], to);
    }
    b->n = (size_t)(p - b->p);
    *p = '\0';
    return TT_OK;
}

tt_status tt_row_hash(tt_store *s, tt_kind kind, const tt_value *v,
                      const tt_hash mention[TT_MAX_ROLES], tt_hash *out, tt_err *err)
{
    tt_cell cell[TT_CELLS];
    unsigned roles = 0;
    for (unsigned r = 0; r < TT_MAX_ROLES; r++)
        roles |= (unsigned)!tt_hash_is_zero(mention[r]) << r;
    tt_buf_reset(&s->buf);
    tt_status st = tt_row_encode(&s->plan[kind], kind, v, roles, &s->buf, cell, err);
    for (unsigned r = 0, n = 0; r < TT_MAX_ROLES && st == TT_OK; r++)
        if (roles >> r & 1)
            memcpy(s->buf.p + TT_ROW_HEAD + n++ * sizeof *mention, &mention[r], sizeof *mention);
    if (st == TT_OK)
        *out = tt_hash_of(s->buf.p, s->buf.n);
    tt_buf_reset(&s->buf);
    return st;
}

/* --- mentions --- */

tt_status tt_mention_encode(const tt_str part[TT_PART_COUNT], tt_buf *b, tt_str *out, tt_err *err)
{
    size_t n = 1, start = b->n;
    for (int i = TT_PART_NAME; i < TT_PART_COUNT; i++)
        n += PER_FIELD + part[i].n;
    char *p = tt_buf_room(b, n);
    if (!p)
        return tt_buf_status(b, err);
    *p++ = MENTION;
    for (int i = TT_PART_NAME; i < TT_PART_COUNT; i++) {
        if (!part[i].n)
            continue;
        *p++ = (char)i;
        p = put_text(p, part[i]);
    }
    b->n = (size_t)(p - b->p);
    *p = '\0';
    *out = (tt_str){b->p + start, b->n - start};
    return TT_OK;
}

void tt_mention_decode(tt_str key, tt_str part[TT_PART_COUNT])
{
    memset(part, 0, TT_PART_COUNT * sizeof *part);
    for (size_t at = 1; at < key.n;) {
        unsigned p = (unsigned char)key.p[at++], shift = 0;
        uint64_t n = 0;
        for (; (unsigned char)key.p[at] & 0x80; at++, shift += 7)
            n |= (uint64_t)(key.p[at] & 0x7f) << shift;
        n |= (uint64_t)key.p[at++] << shift;
        part[p] = tt_str_sub(key, at, (size_t)n);
        at += (size_t)n;
    }
}

tt_status tt_mention_fp(tt_store *s, const tt_str part[TT_PART_COUNT], tt_hash *out, tt_err *err)
{
    tt_str key;
    tt_buf_reset(&s->buf);
    tt_status st = tt_mention_encode(part, &s->buf, &key, err);
    if (st == TT_OK)
        *out = tt_hash_of(key.p, key.n);
    tt_buf_reset(&s->buf);
    return st;
}

bool tt_mention_parts(const tt_plan *plan, unsigned role, const tt_value *v,
                      tt_str part[TT_PART_COUNT], char country[4])
{
    bool any = false;
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++) {
        int i = plan->part[role][p];
        part[p] = (tt_str){NULL, 0};
        if (i < 0 || !v[i].set)
            continue;
        if (p != TT_PART_COUNTRY) {
            part[p] = v[i].text;
        } else if (v[i].num != 0) {
            tt_country_text((tt_country)v[i].num, country);
            part[p] = (tt_str){country, 2};
        }
        any = any || part[p].n > 0;
    }
    return any;
}

tt_status tt_store_row_hash(tt_store *s, const tt_record *r, tt_hash *out, tt_err *err)
{
    tt_hash mention[TT_MAX_ROLES] = {{{0}}};
    if (!tt_kind_get(r->kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    const tt_plan *plan = &s->plan[r->kind];
    for (unsigned role = 0; role < plan->n_roles; role++) {
        tt_str part[TT_PART_COUNT];
        char country[4];
        if (tt_mention_parts(plan, role, r->v, part, country))
            TT_TRY(tt_mention_fp(s, part, &mention[role], err));
    }
    return tt_row_hash(s, r->kind, r->v, mention, out, err);
}
