/*
 * par.c - a loop on several threads.
 *
 * Indexes are handed out in order, so when index i fails every lower one has been started;
 * the lowest failure is therefore the one that a single thread would have met first.
 */
#include <pthread.h> /* before base/: see banned.h */

#include "base/par.h"

#include "base/arena.h"

#include <stdatomic.h>

enum { MAX_THREADS = 256 }; /* more never helps one loop, and never changes a result */

struct loop {
    size_t n;
    tt_par_fn *fn;
    void *ctx;
    atomic_size_t next;
    atomic_bool stop;
};

struct worker {
    struct loop *loop;
    unsigned thread;
    size_t failed_at;
    tt_status status;
    tt_err err;
    pthread_t id;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    struct loop *loop = w->loop;
    while (!atomic_load_explicit(&loop->stop, memory_order_relaxed)) {
        size_t i = atomic_fetch_add_explicit(&loop->next, 1, memory_order_relaxed);
        if (i >= loop->n)
            break;
        w->status = loop->fn(i, w->thread, loop->ctx, &w->err);
        if (w->status != TT_OK) {
            w->failed_at = i;
            atomic_store_explicit(&loop->stop, true, memory_order_relaxed);
            break;
        }
    }
    return NULL;
}

static tt_status on_this_thread(size_t n, tt_par_fn *fn, void *ctx, tt_err *err)
{
    for (size_t i = 0; i < n; i++)
        TT_TRY(fn(i, 0, ctx, err));
    return TT_OK;
}

tt_status tt_par_for(size_t n, unsigned threads, tt_par_fn *fn, void *ctx, tt_err *err)
{
    threads = TT_MIN(threads, (unsigned)MAX_THREADS);
    if (threads > n)
        threads = (unsigned)n;
    if (threads < 2)
        return on_this_thread(n, fn, ctx, err);
    struct worker *w = tt_mem_zalloc(threads, sizeof *w);
    if (!w)
        return tt_fail(err, TT_ENOMEM, "no room for %u threads", threads);
    struct loop loop = {.n = n, .fn = fn, .ctx = ctx};
    atomic_init(&loop.next, 0);
    atomic_init(&loop.stop, false);
    for (unsigned t = 0; t < threads; t++)
        w[t] = (struct worker){.loop = &loop, .thread = t};
    unsigned started = 1; /* worker 0 is this thread; with fewer threads the rest do the work */
    while (started < threads && pthread_create(&w[started].id, NULL, work, &w[started]) == 0)
        started++;
    (void)work(&w[0]);
    const struct worker *first = NULL;
    for (unsigned t = 0; t < started; t++) {
        if (t > 0)
            (void)pthread_join(w[t].id, NULL);
        if (w[t].status != TT_OK && (!first || w[t].failed_at < first->failed_at))
            first = &w[t];
    }
    tt_status status = TT_OK;
    if (first)
        status = tt_fail(err, first->status, "%s", first->err.text);
    tt_mem_free(w);
    return status;
}
