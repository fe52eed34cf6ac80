/*
 * nearest.c - of each name those that share most with it.
 */
#include "resolve/candidates.h"

#include "resolve/glance.h"

#include "base/par.h"

enum { CHUNK = 512 };

struct shared {
    uint32_t core, weight;
};

/* Per thread. */
struct scratch {
    uint32_t *sum; /* per core: weight of what is shared; 0 between names */
    tt_u32_vec touched;
};

struct search {
    const tt_index *x;
    const tt_scorer *s;
    struct scratch *scratch;
    tt_alike_vec *out; /* per chunk */
    uint64_t *names;
    uint32_t least;
    size_t most;
    bool glance; /* names with little in common say nothing for each other */
};

static bool add_up(const tt_index *x, uint32_t core, struct scratch *t)
{
    t->touched.n = 0;
    for (uint32_t p = x->first[core]; p < x->first[core + 1]; p++) {
        for (const uint32_t *q = x->at + x->group[p]; *q < core; q++) {
            if (!t->sum[*q] && !tt_vec_push(&t->touched, *q))
                return false;
            t->sum[*q] += x->weight[p];
        }
    }
    return true;
}

static bool better(struct shared a, struct shared b)
{
    return a.weight != b.weight ? a.weight > b.weight : a.core < b.core;
}

/* The best of what was touched, best first; sums are 0 again.  @return  how many. */
static size_t
take_best(struct scratch *t, uint32_t least, size_t most, struct shared *best, bool *cut)
{
    size_t n = 0;
    for (size_t i = 0; i < t->touched.n; i++) {
        struct shared s = {t->touched.v[i], t->sum[t->touched.v[i]]};
        t->sum[s.core] = 0;
        if (s.weight < least)
            continue;
        *cut |= n == most;
        if (n == most && !better(s, best[n - 1]))
            continue;
        size_t at = n < most ? n++ : n - 1;
        for (; at && better(s, best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = s;
    }
    return n;
}

/* Names lie all over the memory: ask for all of them before the first is read. */
static void fetch(const tt_index *x, const struct shared *best, size_t n)
{
    const tt_name *name = x->w->name;
    for (size_t i = 0; i < n; i++)
        TT_PREFETCH(&name[x->surface[best[i].core]]);
    for (size_t i = 0; i < n; i++)
        TT_PREFETCH(name[x->surface[best[i].core]].word);
    for (size_t i = 0; i < n; i++)
        tt_name_fetch(&x->w->words, &name[x->surface[best[i].core]]);
}

static tt_status search_chunk(size_t chunk, unsigned thread, void *ctx, tt_err *err)
{
    enum { MOST = 256 }; /* the parameter's ceiling */
    const struct search *k = ctx;
    const tt_index *x = k->x;
    const tt_name *name = x->w->name;
    struct scratch *t = &k->scratch[thread];
    struct shared best[MOST];
    tt_name_match m;
    uint32_t end = (uint32_t)TT_MIN((chunk + 1) * CHUNK, (size_t)x->n);
    for (uint32_t c = (uint32_t)chunk * CHUNK; c < end; c++) {
        bool cut = false;
        if (!add_up(x, c, t))
            return tt_fail(err, TT_ENOMEM, "no room for names that are alike");
        size_t n = take_best(t, k->least, k->most, best, &cut);
        k->names[chunk] += cut;
        fetch(x, best, n);
        for (size_t i = 0; i < n; i++) {
            uint32_t a = x->surface[best[i].core], b = x->surface[c];
            if (k->glance && !tt_names_may_be_alike(&x->w->words, &name[a], &name[b]))
                continue;
            tt_name_compare_fast(&x->w->words, &name[a], &name[b], &m);
            if (tt_name_evidence(k->s, &m) > 0 &&
                !tt_vec_push(&k->out[chunk], ((tt_alike){best[i].core, c})))
                return tt_fail(err, TT_ENOMEM, "no room for names that are alike");
        }
    }
    return TT_OK;
}

/* One list of the chunks' lists. */
static tt_status
join_chunks(const struct search *k, size_t chunks, tt_alike_vec *out, uint64_t *names, tt_err *err)
{
    for (size_t i = 0; i < chunks; i++) {
        *names += k->names[i];
        if (!tt_vec_reserve(out, k->out[i].n + 1))
            return tt_fail(err, TT_ENOMEM, "no room for names that are alike");
        if (k->out[i].n)
            memcpy(out->v + out->n, k->out[i].v, k->out[i].n * sizeof(*out->v));
        out->n += k->out[i].n;
        tt_vec_release(&k->out[i]);
    }
    return TT_OK;
}

tt_status tt_index_alike(const tt_index *x, const tt_scorer *s, unsigned threads, tt_alike_vec *out,
                         uint64_t *names, tt_err *err)
{
    tt_arena a;
    size_t chunks = (x->n + (size_t)CHUNK - 1) / CHUNK;
    tt_status st = TT_OK;
    tt_arena_init(&a, 0);
    threads = threads ? threads : 1;
    struct search k = {.x = x,
                       .s = s,
                       .scratch = tt_new_n(&a, struct scratch, threads),
                       .out = tt_new_n(&a, tt_alike_vec, chunks + 1),
                       .names = tt_new_n(&a, uint64_t, chunks + 1),
                       .least = (uint32_t)(x->w->param[TT_RS_MIN_SHARED] * 100),
                       .most = (size_t)x->w->param[TT_RS_MAX_CANDIDATES],
                       .glance =
                           s->weight[TT_W_NAME_LITTLE] <= 0 && s->weight[TT_W_NAME_DIFFERENT] <= 0};
    if (!k.scratch || !k.out || !k.names)
        st = tt_fail(err, TT_ENOMEM, "no room for names that are alike");
    for (unsigned i = 0; i < threads && st == TT_OK; i++) {
        k.scratch[i].sum = tt_new_n(&a, uint32_t, x->n + (size_t)1);
        if (!k.scratch[i].sum)
            st = tt_fail(err, TT_ENOMEM, "no room for names that are alike");
    }
    if (st == TT_OK)
        st = tt_par_for(chunks, threads, search_chunk, &k, err);
    if (st == TT_OK)
        st = join_chunks(&k, chunks, out, names, err);
    for (size_t i = 0; k.out && i < chunks; i++)
        tt_vec_release(&k.out[i]);
    for (unsigned i = 0; k.scratch && i < threads; i++)
        tt_vec_release(&k.scratch[i].touched);
    tt_arena_release(&a);
    return st;
}
