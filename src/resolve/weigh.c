/* weigh.c - pairs become evidence: many comparisons on many threads. */
#include "resolve/gather.h"

#include "base/par.h"

enum { CHUNK = 1024, SURE = 400 /* centibits */ };

struct work {
    const tt_world *k;
    const tt_candidate_vec *pairs;
    tt_evidence_vec *out;   /* per chunk */
    tt_candidate_vec *rows; /* per chunk; NULL: nobody asks */
    int32_t least;          /* centibits: told to people */
};

static bool tells_who(tt_rs_field f)
{
    return f != TT_RF_COUNTRY && f != TT_RF_LEGAL;
}

/* What of a score is needed to join, and to say why not. */
static tt_evidence evidence_of(const tt_world *k, const tt_candidate *p, const tt_rs_score *s)
{
    int32_t two_rows = 0;
    bool backed = false;
    tt_evidence e = {.a = p->a,
                     .b = p->b,
                     .centibits = s->total,
                     .strong = s->strong,
                     .account = s->account,
                     .named = s->named,
                     .veto = s->veto,
                     .veto_a = s->veto_a,
                     .veto_b = s->veto_b};
    const tt_rs_term *best = NULL;
    for (size_t i = 0; i < s->n_terms; i++) {
        const tt_rs_term *t = &s->term[i];
        if (tells_who(t->field) && (!best || t->centibits > best->centibits))
            best = t;
        e.abroad |= t->field == TT_RF_COUNTRY && t->centibits < 0;
        if (t->field == TT_RF_REGISTRY && t->value_a != t->value_b) {
            e.registry = k->values.v[t->value_a].form;
            two_rows = t->centibits;
        }
        backed |= tells_who(t->field) && t->field != TT_RF_NAME && t->centibits >= SURE;
        e.slip |= t->slip;
        if (s->veto && s->veto_field == t->field) {
            e.centibits -= t->centibits;
            e.veto_rec_a = t->rec_a;
            e.veto_rec_b = t->rec_b;
        }
    }
    e.doubled = e.registry && !e.veto && backed && e.named && s->total - two_rows >= SURE;
    if (best) {
        e.field = (uint8_t)best->field;
        e.rec_a = best->rec_a;
        e.rec_b = best->rec_b;
        e.value = best->value_b;
    }
    return e;
}

static tt_status weigh_chunk(size_t chunk, unsigned thread, void *ctx, tt_err *err)
{
    const struct work *k = ctx;
    size_t end = TT_MIN((chunk + 1) * CHUNK, k->pairs->n);
    TT_UNUSED(thread);
    for (size_t i = chunk * CHUNK; i < end; i++) {
        const tt_candidate *p = &k->pairs->v[i];
        tt_rs_score s;
        tt_weigh(&k->k->scorer, &k->k->cards, p->a, p->b, (tt_said){p->surface_a, p->rec_a},
                 (tt_said){p->surface_b, p->rec_b}, false, &s);
        tt_evidence e = evidence_of(k->k, p, &s);
        bool told = s.n_terms && (e.centibits >= k->least || e.doubled);
        if ((told && !tt_vec_push(&k->out[chunk], e)) ||
            (e.registry && k->rows && !tt_vec_push(&k->rows[chunk], *p)))
            return tt_fail(err, TT_ENOMEM, "no room for the evidence of pairs");
    }
    return TT_OK;
}

static int by_strength(const void *a, const void *b, void *ctx)
{
    const tt_evidence *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->centibits != y->centibits)
        return x->centibits > y->centibits ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static bool
join_chunks(const struct work *k, size_t chunks, tt_evidence_vec *out, tt_candidate_vec *rows)
{
    for (size_t i = 0; i < chunks; i++) {
        if (!tt_vec_reserve(out, k->out[i].n + 1))
            return false;
        if (k->out[i].n)
            memcpy(out->v + out->n, k->out[i].v, k->out[i].n * sizeof(*out->v));
        out->n += k->out[i].n;
        tt_vec_release(&k->out[i]);
        for (size_t j = 0; rows && j < k->rows[i].n; j++)
            if (!tt_vec_push(rows, k->rows[i].v[j]))
                return false;
    }
    return !out->n || tt_sort(out->v, out->n, sizeof(*out->v), by_strength, NULL);
}

tt_status tt_evidence_weigh(const tt_world *k, const tt_candidate_vec *pairs, unsigned threads,
                            tt_evidence_vec *out, tt_candidate_vec *rows, tt_err *err)
{
    size_t chunks = (pairs->n + CHUNK - 1) / CHUNK;
    struct work work = {.k = k,
                        .pairs = pairs,
                        .out = tt_mem_zalloc(chunks + 1, sizeof(*work.out)),
                        .rows = rows ? tt_mem_zalloc(chunks + 1, sizeof(*work.rows)) : NULL,
                        .least = (int32_t)(k->w->param[TT_RS_REVIEW] * 100)};
    tt_status st = TT_OK;
    if (!work.out || (rows && !work.rows))
        st = tt_fail(err, TT_ENOMEM, "no room for the evidence of pairs");
    if (st == TT_OK)
        st = tt_par_for(chunks, threads, weigh_chunk, &work, err);
    if (st == TT_OK && !join_chunks(&work, chunks, out, rows))
        st = tt_fail(err, TT_ENOMEM, "no room for the evidence of pairs");
    for (size_t i = 0; i < chunks; i++) {
        if (work.out)
            tt_vec_release(&work.out[i]);
        if (work.rows)
            tt_vec_release(&work.rows[i]);
    }
    tt_mem_free(work.out);
    tt_mem_free(work.rows);
    return st;
}
