/*
 * batch.c - rows as bytes and cells, and who they are.
 *
 * The parties of a row are looked up in a table far larger than the caches, and waiting for memory
 * would be much of the time.  So rows are identified in groups, step by step for all of a group:
 * each step asks for the memory of the next.
 */
#include "store/impl.h"

enum { GROUP = 64 };

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for rows of the case");
}

tt_status tt_batcher_open(tt_batcher **out, tt_err *err)
{
    tt_batcher *m = tt_mem_zalloc(1, sizeof *m);
    *out = m;
    if (!m)
        return no_room(err);
    tt_buf_init(&m->memo.bytes, 0);
    m->hash_each = tt_hash_each_best();
    for (unsigned k = 0; k < TT_KIND_COUNT; k++)
        tt_plan_make((tt_kind)k, &m->plan[k]);
    return TT_OK;
}

void tt_batcher_close(tt_batcher *m)
{
    if (m)
        tt_memo_release(&m->memo);
    tt_mem_free(m);
}

tt_status tt_batch_open(tt_kind kind, tt_batch **out, tt_err *err)
{
    *out = NULL;
    if (!tt_kind_get(kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    tt_batch *b = tt_mem_zalloc(1, sizeof *b);
    if (!b)
        return no_room(err);
    b->kind = kind;
    tt_buf_init(&b->records, 0);
    tt_buf_init(&b->plain, 0);
    tt_buf_init(&b->keys, 0);
    *out = b;
    return TT_OK;
}

void tt_batch_close(tt_batch *b)
{
    if (!b)
        return;
    tt_vec_release(&b->row);
    tt_buf_release(&b->records);
    tt_buf_release(&b->plain);
    tt_buf_release(&b->keys);
    tt_vec_release(&b->sought);
    tt_vec_release(&b->ccy);
    tt_mem_free(b);
}

void tt_batch_reset(tt_batch *b)
{
    tt_buf_reset(&b->records);
    tt_buf_reset(&b->plain);
    tt_buf_reset(&b->keys);
    b->row.n = b->sought.n = b->ccy.n = b->n_known = b->n_found = 0;
}

bool tt_batch_takes(const tt_batch *b, tt_kind kind)
{
    return b && b->kind == kind && b->row.n < TT_BATCH_ROWS && b->records.n < TT_BATCH_BYTES &&
           b->keys.n < TT_BATCH_BYTES;
}

size_t tt_batch_count(const tt_batch *b)
{
    return b->row.n;
}

size_t tt_batch_bytes(const tt_batch *b)
{
    return sizeof *b + b->row.cap * sizeof *b->row.v + b->records.cap + b->plain.cap + b->keys.cap +
           b->sought.cap * sizeof *b->sought.v;
}

uint64_t tt_batch_last_line(const tt_batch *b, uint64_t *offset)
{
    *offset = 0;
    if (b->row.n == 0)
        return 0;
    const tt_batch_row *last = &b->row.v[b->row.n - 1];
    *offset = last->offset;
    return last->line;
}

/* --- identities --- */

/* The fingerprints go where room was left for them; then the row is whole.  out: its bytes. */
static tt_str complete(tt_batch *b, const tt_batch_row *row, size_t i, size_t start, size_t *at)
{
    char *plain = b->plain.p + start, *to = plain + TT_ROW_HEAD;
    for (; *at < b->sought.n && b->sought.v[*at].row == i; ++*at) {
        memcpy(to, b->sought.v[*at].fp.b, sizeof(tt_hash));
        to += sizeof(tt_hash);
    }
    return (tt_str){plain, row->plain - start};
}

static void identify_rows(tt_batcher *m, tt_batch *b)
{
    tt_str bytes[GROUP] = {{NULL, 0}};
    tt_hash hash[GROUP];
    size_t at = b->n_found, start = 0, first = b->n_known, n = b->row.n - first;
    for (size_t i = 0; i < n; i++) {
        const tt_batch_row *row = &b->row.v[first + i];
        bytes[i] = complete(b, row, first + i, start, &at);
        start = row->plain;
    }
    m->hash_each(bytes, n, hash);
    for (size_t i = 0; i < n; i++)
        memcpy(b->records.p + b->row.v[first + i].hash, hash[i].b, sizeof hash[i].b);
}

static tt_status identify_group(tt_batcher *m, tt_batch *b, tt_err *err)
{
    tt_sought *first = b->sought.v + b->n_found;
    size_t n = b->sought.n - b->n_found;
    TT_ASSERT(b->row.n - b->n_known <= GROUP);
    for (size_t i = 0; i < n; i++)
        tt_mention_touch(&m->memo, &first[i]);
    TT_TRY(tt_mention_identify(&m->memo, tt_buf_str(&b->keys), first, n, m->hash_each, err));
    identify_rows(m, b);
    tt_buf_reset(&b->plain);
    b->n_known = b->row.n;
    b->n_found = b->sought.n;
    return TT_OK;
}

tt_status tt_batch_end(tt_batcher *m, tt_batch *b, tt_err *err)
{
    m->last_rows = b->row.n;
    m->last_records = b->records.n;
    m->last_keys = b->keys.n;
    m->last_sought = b->sought.n;
    return identify_group(m, b, err);
}

/* --- rows --- */

/* As much as the last one took: growing step by step would copy all of it again and again. */
static tt_status make_room(const tt_batcher *m, tt_batch *b, tt_err *err)
{
    (void)tt_buf_room(&b->records, m->last_records + m->last_records / 16);
    (void)tt_buf_room(&b->keys, m->last_keys + m->last_keys / 16);
    TT_TRY(tt_buf_status(&b->records, err));
    TT_TRY(tt_buf_status(&b->keys, err));
    return tt_vec_reserve(&b->row, TT_MAX(m->last_rows, (size_t)1)) &&
                   tt_vec_reserve(&b->sought, m->last_sought)
               ? TT_OK
               : no_room(err);
}

static tt_status add_currencies(const tt_plan *plan, tt_batch *b, const tt_record *r, tt_err *err)
{
    for (size_t i = 0; i < plan->n_ccy; i++) {
        const tt_value *v = &r->v[plan->ccy[i]];
        size_t k = b->ccy.n;
        if (!v->set || v->num == TT_CCY_NONE)
            continue;
        while (k > 0 && b->ccy.v[k - 1] != (tt_ccy)v->num)
            k--;
        if (k == 0 && !tt_vec_push(&b->ccy, (tt_ccy)v->num))
            return no_room(err);
    }
    return TT_OK;
}

static tt_status
seek_mentions(tt_batcher *m, tt_batch *b, const tt_record *r, unsigned *roles, tt_err *err)
{
    const tt_plan *plan = &m->plan[r->kind];
    *roles = 0;
    for (unsigned role = 0; role < plan->n_roles; role++) {
        tt_str part[TT_PART_COUNT], key;
        char country[4];
        if (!tt_mention_parts(plan, role, r->v, part, country))
            continue;
        tt_sought s = {.at = (uint32_t)b->keys.n, .row = (uint16_t)b->row.n, .role = (uint8_t)role};
        TT_TRY(tt_mention_encode(part, &b->keys, &key, err));
        s.n = (uint32_t)key.n;
        TT_TRY(tt_mention_seek(&m->memo, key, &s, err));
        if (!tt_vec_push(&b->sought, s))
            return no_room(err);
        *roles |= 1u << role;
    }
    return TT_OK;
}

/* What is said of a row beside its fields. */
static void fill_cells(tt_batcher *m, const tt_record *r, unsigned roles, tt_cell *cell)
{
    const tt_plan *plan = &m->plan[r->kind];
    tt_cell_null(&cell[0]); /* the key */
    tt_cell_later(&cell[1], TT_CELL_ID);
    tt_cell_int(&cell[2], (int64_t)r->line);
    tt_cell_int(&cell[3], (int64_t)r->offset);
    tt_cell_int(&cell[4], (int64_t)r->raw.n);
    tt_cell_later(&cell[5], TT_CELL_HASH);
    for (unsigned role = 0; role < plan->n_roles; role++)
        if (roles >> role & 1)
            tt_cell_later(&cell[plan->role_column[role]], TT_CELL_ID);
        else
            tt_cell_null(&cell[plan->role_column[role]]);
    tt_checks_of_row(m->checked, plan, r->kind, r->v, cell);
}

tt_status tt_batch_add(tt_batcher *m, tt_batch *b, const tt_record *r, tt_err *err)
{
    const tt_plan *plan = &m->plan[r->kind];
    tt_cell *cell = m->cell;
    tt_batch_row row = {.line = r->line, .offset = r->offset, .bytes = r->raw.n};
    size_t first = b->sought.n;
    unsigned roles;
    TT_ASSERT(tt_batch_takes(b, r->kind) && plan->n_columns <= TT_CELLS);
    if (b->row.n == 0)
        TT_TRY(make_room(m, b, err));
    if (!tt_vec_reserve(&b->row, 1))
        return no_room(err);
    TT_TRY(seek_mentions(m, b, r, &roles, err));
    TT_TRY(tt_row_encode(plan, r->kind, r->v, roles, &b->plain, cell, err));
    fill_cells(m, r, roles, cell);
    row.at = (uint32_t)b->records.n;
    tt_record_add(cell, plan->n_columns, b->plain.p, &b->records);
    TT_TRY(tt_buf_status(&b->records, err));
    TT_TRY(add_currencies(plan, b, r, err));
    row.n = (uint32_t)b->records.n - row.at;
    row.source = (uint32_t)cell[1].v;
    row.hash = (uint32_t)cell[5].v;
    row.plain = (uint32_t)b->plain.n;
    for (size_t i = first; i < b->sought.n; i++)
        b->sought.v[i].to = (uint32_t)cell[plan->role_column[b->sought.v[i].role]].v;
    b->row.v[b->row.n++] = row;
    return b->row.n - b->n_known < GROUP ? TT_OK : identify_group(m, b, err);
}
