/*
 * ready.c - rows into batches.
 */
#include "ingest/ready.h"

void tt_ready_release(tt_ready *r)
{
    tt_batch_close(r->batch);
    tt_mem_free(r->part);
    *r = (tt_ready){.batch = NULL};
}

void tt_ready_release_all(tt_ready_vec *v)
{
    for (size_t i = 0; i < v->n; i++)
        tt_ready_release(&v->v[i]);
    tt_vec_release(v);
}

bool tt_ready_is_over(const tt_ready *r, const tt_record *rec)
{
    return r->batch && !tt_batch_takes(r->batch, rec->kind);
}

tt_status tt_ready_add(tt_ready *r, tt_batcher **m, const tt_record *rec, tt_err *err)
{
    if (!*m)
        TT_TRY(tt_batcher_open(m, err));
    if (!r->batch)
        TT_TRY(tt_batch_open(rec->kind, &r->batch, err));
    if (r->sums.kind != rec->kind)
        r->sums = tt_sum_plan_of(rec->kind);
    size_t n = tt_batch_count(r->batch);
    if (!tt_vec_room(&r->part, &r->cap, n, 1, sizeof *r->part))
        return tt_fail(err, TT_ENOMEM, "no room for the sums");
    r->part[n] = tt_sum_part_of(&r->sums, rec);
    return tt_batch_add(*m, r->batch, rec, err);
}

tt_status tt_ready_end(tt_ready *r, tt_batcher *m, tt_err *err)
{
    return r->batch ? tt_batch_end(m, r->batch, err) : TT_OK;
}
