/*
 * batch.c - rows as bytes and cells, and who they are.
 *
 * The parties of a row are looked up in a table far larger than the caches, and waiting for memory
 * would be much of the time.  So rows are identified in groups, step by step for all of a group:
 * each step asks for the memory of the next.
 */
#include "store/impl.h"

enum { GROUP = 64, FIRST_ROWS = 16 };

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

tt_status tt_batch_open(const tt_batcher *m, tt_kind kind, tt_batch **out, tt_err *err)
{
    *out = NULL;
    if (!tt_kind_get(kind))
        return tt_fail(err, TT_EINTERNAL, "a row without a kind");
    tt_batch *b = tt_mem_zalloc(1, sizeof *b);
    if (!b)
        return no_room(err);
    b->kind = kind;
    tt_feed_init(&b->feed, m->plan[kind].n_columns);
    tt_buf_init(&b->keys, 0);
    *out = b;
    return TT_OK;
}

void tt_batch_close(tt_batch *b)
{
    if (!b)
        return;
    tt_feed_release(&b->feed);
    tt_buf_release(&b->keys);
    tt_vec_release(&b->sought);
    tt_vec_release(&b->ccy);
    tt_mem_free(b);
}

void tt_batch_reset(tt_batch *b)
{
    tt_feed_reset(&b->feed);
    tt_buf_reset(&b->keys);
    b->sought.n = b->ccy.n = b->n_known = b->n_found = 0;
}

bool tt_batch_takes(const tt_batch *b, tt_kind kind)
{
    return b && b->kind == kind && !tt_feed_full(&b->feed) && b->keys.n < TT_FEED_BYTES;
}

size_t tt_batch_count(const tt_batch *b)
{
    return b->feed.n_rows;
}

size_t tt_batch_bytes(const tt_batch *b)
{
    return sizeof *b + b->feed.cap * b->feed.n_columns * sizeof(tt_cell) + b->feed.bytes.cap +
           b->keys.cap + b->sought.cap * sizeof *b->sought.v;
}

uint64_t tt_batch_last_line(const tt_batch *b, uint64_t *offset)
{
    *offset = 0;
    if (b->feed.n_rows == 0)
        return 0;
    const tt_cell *cell = b->feed.cell + (b->feed.n_rows - 1) * b->feed.n_columns;
    *offset = (uint64_t)cell[2].v;
    return (uint64_t)cell[1].v;
}

/* --- identities --- */

/* The fingerprints go where room was left for them; then the row is whole. */
static void identify(tt_batch *b, size_t row, size_t *at)
{
    const tt_cell *hash = b->feed.cell + row * b->feed.n_columns + 4;
    char *end = b->feed.bytes.p + hash->v, *start = end - b->length[row];
    char *to = start + TT_ROW_HEAD;
    for (; *at < b->sought.n && b->sought.v[*at].row == row; ++*at) {
        memcpy(to, b->sought.v[*at].fp.b, sizeof(tt_hash));
        to += sizeof(tt_hash);
    }
    tt_hash h = tt_hash_of(start, b->length[row]);
    memcpy(end, h.b, sizeof h.b);
}

static tt_status identify_group(tt_batcher *m, tt_batch *b, tt_err *err)
{
    size_t n = b->sought.n, at = b->n_found;
    for (size_t i = at; i < n; i++)
        tt_mention_touch(&m->memo, &b->sought.v[i]);
    for (size_t i = at; i < n; i++)
        TT_TRY(tt_mention_identify(&m->memo, tt_buf_str(&b->keys), &b->sought.v[i], err));
    for (; b->n_known < b->feed.n_rows; b->n_known++)
        identify(b, b->n_known, &at);
    b->n_found = n;
    return TT_OK;
}

tt_status tt_batch_end(tt_batcher *m, tt_batch *b, tt_err *err)
{
    return identify_group(m, b, err);
}

/* --- rows --- */

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
        tt_sought s = {
            .at = (uint32_t)b->keys.n, .row = (uint16_t)b->feed.n_rows, .role = (uint8_t)role};
        TT_TRY(tt_mention_encode(part, &b->keys, &key, err));
        s.n = (uint32_t)key.n;
        TT_TRY(tt_mention_seek(&m->memo, key, &s, err));
        if (!tt_vec_push(&b->sought, s))
            return no_room(err);
        *roles |= 1u << role;
    }
    return TT_OK;
}

static void put_place(tt_cell *cell, const tt_record *r)
{
    tt_cell_int(&cell[0], 0); /* the source, which the case knows */
    tt_cell_int(&cell[1], (int64_t)r->line);
    tt_cell_int(&cell[2], (int64_t)r->offset);
    tt_cell_int(&cell[3], (int64_t)r->raw.n);
}

tt_status tt_batch_add(tt_batcher *m, tt_batch *b, const tt_record *r, tt_err *err)
{
    static const tt_hash later;
    const tt_plan *plan = &m->plan[r->kind];
    tt_cell *cell;
    tt_feed *f = &b->feed;
    size_t start = f->bytes.n, row = f->n_rows;
    unsigned roles;
    TT_ASSERT(tt_batch_takes(b, r->kind));
    TT_TRY(tt_feed_row(f, &cell, err));
    TT_TRY(seek_mentions(m, b, r, &roles, err));
    for (unsigned role = 0; role < plan->n_roles; role++)
        tt_cell_null(&cell[plan->role_column[role]]);
    TT_TRY(tt_row_encode(plan, r->kind, r->v, roles, &f->bytes, cell, err));
    tt_checks_of_row(m->checked, plan, r->kind, r->v, cell);
    b->length[row] = (uint32_t)(f->bytes.n - start);
    tt_cell_bytes(&cell[4], TT_CELL_BLOB, f->bytes.n, sizeof later);
    tt_buf_add(&f->bytes, (tt_str){(const char *)later.b, sizeof later.b});
    TT_TRY(tt_buf_status(&f->bytes, err));
    TT_TRY(add_currencies(plan, b, r, err));
    put_place(cell, r);
    f->n_rows++;
    return f->n_rows - b->n_known < GROUP ? TT_OK : identify_group(m, b, err);
}
