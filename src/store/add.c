/*
 * add.c - rows into the case: duplicates, mentions, currencies.
 *
 * What is in the file already is known by identities in memory (hashmap.h says how many bytes),
 * loaded from the tables when the first row of a kind comes.  So no table of rows needs an index.
 */
#include "store/impl.h"

#include "base/str.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the identities of rows");
}

/* Read (id, hash) or (hash) rows into a map. */
static tt_status load_hashes(tt_store *s, tt_query id, tt_hashmap *m, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(s, id, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        int64_t value = m->values ? tt_q_get_int(&q) : 0;
        tt_hash h = tt_q_get_hash(&q);
        if (value < 0 || value >= TT_HASHMAP_NONE) {
            tt_q_close(&q);
            return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 mentions");
        }
        if (!tt_hashmap_reserve(m, 1)) {
            tt_q_close(&q);
            return no_room(err);
        }
        if (tt_hashmap_find(m, h) == TT_HASHMAP_NONE)
            tt_hashmap_put(m, h, (uint32_t)value);
    }
}

static tt_status know_rows(tt_store *s, tt_kind kind, tt_err *err)
{
    if (s->has_rows[kind])
        return TT_OK;
    tt_hashmap_release(&s->rows[kind]);
    TT_TRY(load_hashes(s, tt_row_query[kind].hashes, &s->rows[kind], err));
    s->has_rows[kind] = true;
    return TT_OK;
}

static tt_status know_mentions(tt_store *s, tt_err *err)
{
    if (s->has_mentions)
        return TT_OK;
    tt_hashmap_release(&s->mentions);
    TT_TRY(load_hashes(s, TT_Q_MENTION_FPS, &s->mentions, err));
    s->has_mentions = true;
    return TT_OK;
}

/* --- mentions --- */

static tt_status
insert_mention(tt_store *s, const tt_str part[TT_PART_COUNT], tt_hash fp, int64_t *id, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_MENTION_ADD, &q, err));
    tt_q_hash(&q, fp);
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++)
        tt_q_str(&q, part[p].n ? part[p] : (tt_str){NULL, 0});
    TT_TRY(tt_q_run(&q, err));
    *id = sqlite3_last_insert_rowid(s->db);
    if (*id >= TT_HASHMAP_NONE)
        return tt_fail(err, TT_ELIMIT, "case file: more than 4294967294 mentions");
    return TT_OK;
}

/* The id of the mention in this role; 0 when no part of it is known. */
static tt_status intern_mention(tt_store *s, const tt_kind_info *info, const tt_record *r,
                                unsigned role, int64_t *id, tt_err *err)
{
    tt_str part[TT_PART_COUNT] = {{NULL, 0}};
    char country[4] = "";
    bool any = false;
    *id = 0;
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        if (f->role != role || !tt_value_known(f, &r->v[i]))
            continue;
        any = true;
        part[f->part] = r->v[i].text;
        if (f->part == TT_PART_COUNTRY) {
            tt_country_text((tt_country)r->v[i].num, country);
            part[f->part] = tt_str_of(country);
        }
    }
    if (!any)
        return TT_OK;
    tt_hash fp;
    TT_TRY(know_mentions(s, err));
    TT_TRY(tt_mention_fp(s, part, &fp, err));
    uint32_t known = tt_hashmap_find(&s->mentions, fp);
    if (known != TT_HASHMAP_NONE) {
        *id = known;
        return TT_OK;
    }
    if (!tt_hashmap_reserve(&s->mentions, 1))
        return no_room(err);
    TT_TRY(insert_mention(s, part, fp, id, err));
    tt_hashmap_put(&s->mentions, fp, (uint32_t)*id);
    return TT_OK;
}

/* --- rows --- */

static void bind_value(tt_q *q, const tt_field *f, const tt_value *v, char code[4])
{
    bool known = tt_value_known(f, v);
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        tt_q_str(q, known ? v->text : (tt_str){NULL, 0});
        return;
    case TT_FT_COUNTRY:
        tt_country_text(known ? (tt_country)v->num : TT_COUNTRY_NONE, code);
        tt_q_text(q, known ? code : NULL);
        return;
    case TT_FT_CCY:
        tt_ccy_text(known ? (tt_ccy)v->num : TT_CCY_NONE, code);
        tt_q_text(q, known ? code : NULL);
        return;
    case TT_FT_WHEN:
        tt_q_int_or_null(q, known ? v->num : TT_NO_NUM, TT_NO_NUM);
        tt_q_int_or_null(q, known ? v->sec : TT_NO_TIME, TT_NO_TIME);
        return;
    case TT_FT_DATE:
    case TT_FT_AMOUNT:
    case TT_FT_DEC:
    case TT_FT_RATE:
    case TT_FT_INT:
        tt_q_int_or_null(q, known ? v->num : TT_NO_NUM, TT_NO_NUM);
        return;
    }
}

static tt_status
insert_row(tt_store *s, int64_t source, const tt_record *r, tt_hash hash, tt_err *err)
{
    const tt_kind_info *info = tt_kind_get(r->kind);
    int64_t mention[TT_MAX_ROLES];
    char code[TT_MAX_FIELDS][4];
    for (unsigned role = 0; role < TT_MAX_ROLES && info->roles[role]; role++)
        TT_TRY(intern_mention(s, info, r, role + 1, &mention[role], err));
    for (size_t i = 0; i < info->n_fields; i++)
        if (info->fields[i].type == TT_FT_CCY && tt_value_known(&info->fields[i], &r->v[i]))
            TT_TRY(tt_store_ccy_add(s, (tt_ccy)r->v[i].num, err));
    tt_q q;
    TT_TRY(tt_q_open(s, tt_row_query[r->kind].add, &q, err));
    tt_q_int(&q, source);
    tt_q_int(&q, (int64_t)r->line);
    tt_q_int(&q, (int64_t)r->offset);
    tt_q_int(&q, (int64_t)r->raw.n);
    tt_q_blob(&q, hash.b, sizeof hash.b);
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        if (f->part == TT_PART_NONE)
            bind_value(&q, f, &r->v[i], code[i]);
        else if (f->part == TT_PART_NAME)
            tt_q_int_or_null(&q, mention[f->role - 1], 0);
    }
    return tt_q_run(&q, err);
}

static tt_status
insert_duplicate(tt_store *s, int64_t source, const tt_record *r, tt_hash hash, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_DUPLICATE_ROW_ADD, &q, err));
    tt_q_text(&q, tt_kind_text(r->kind));
    tt_q_int(&q, source);
    tt_q_int(&q, (int64_t)r->line);
    tt_q_int(&q, (int64_t)r->offset);
    tt_q_int(&q, (int64_t)r->raw.n);
    tt_q_blob(&q, hash.b, sizeof hash.b);
    return tt_q_run(&q, err);
}

tt_status tt_store_row_hash(tt_store *s, const tt_record *r, tt_hash *out, tt_err *err)
{
    if (!tt_kind_get(r->kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    return tt_row_hash(s, r->kind, r->v, out, err);
}

tt_status
tt_store_record_add(tt_store *s, int64_t source, const tt_record *r, bool *duplicate, tt_err *err)
{
    tt_hash hash;
    tt_hasher *h;
    *duplicate = false;
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_store_row_hash(s, r, &hash, err));
    if (source != s->seal.source)
        return tt_fail(err, TT_EINTERNAL, "a row of a source that is not being loaded");
    TT_TRY(know_rows(s, r->kind, err));
    bool known = tt_hashmap_find(&s->rows[r->kind], hash) != TT_HASHMAP_NONE;
    if (!known && !tt_hashmap_reserve(&s->rows[r->kind], 1))
        return no_room(err);
    TT_TRY(tt_seal_part(&s->seal, known ? TT_SEAL_DUPLICATE : (unsigned)r->kind, &h, err));
    if (known) {
        TT_TRY(insert_duplicate(s, source, r, hash, err));
        tt_seal_duplicate(h, tt_str_of(tt_kind_text(r->kind)), hash, r->line, r->offset, r->raw.n);
    } else {
        TT_TRY(insert_row(s, source, r, hash, err));
        tt_hashmap_put(&s->rows[r->kind], hash, 0);
        tt_seal_row(h, hash, r->line, r->offset, r->raw.n);
    }
    *duplicate = known;
    return TT_OK;
}
