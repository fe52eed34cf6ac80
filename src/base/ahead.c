/*
 * ahead.c - one lock, a ring of tasks, a list of pieces for each.
 *
 * A task waits when the pieces that wait are over the limit, unless it is the one that the consumer
 * is at and the consumer has nothing of it: so there is always one that can go on.
 */
#include <pthread.h> /* before base/: see banned.h */

#include "base/ahead.h"

#include "base/arena.h"

enum {
    RING = 1024,
    HUNGRY = 4,   /* so little of the limit waits: one part in so many */
    TOGETHER = 16 /* tasks of one piece that wake the consumer */
};

struct task {
    tt_ahead_piece *first, *last;
    bool done, skipped;
    tt_status status;
    tt_err err;
};

struct tt_ahead {
    tt_ahead_in in;
    pthread_mutex_t lock;
    pthread_cond_t given; /* something for the consumer */
    pthread_cond_t room;  /* something for the workers */
    pthread_t thread[TT_AHEAD_THREADS];
    unsigned n_threads, n_known; /* started; that have a number */
    size_t next;                 /* task to be started */
    size_t current;              /* task of the consumer */
    size_t weight;
    unsigned n_waiting; /* workers that have a piece and no room */
    unsigned n_quiet;   /* tasks that ended and woke nobody */
    bool stop;
    struct task ring[RING];
};

static struct task *task_of(tt_ahead *q, size_t i)
{
    return &q->ring[i % RING];
}

/* With the lock. */
static void wake_consumer(tt_ahead *q)
{
    q->n_quiet = 0;
    (void)pthread_cond_signal(&q->given);
}

/* With the lock: the consumer waits for task i alone, or for one that ended quietly. */
static bool wakes(const tt_ahead *q, size_t i)
{
    return i == q->current || q->n_quiet > 0;
}

/* With the lock. */
static bool must_wait(const tt_ahead *q, const struct task *t, size_t i, size_t weight)
{
    if (q->stop || t->skipped || q->weight == 0 || q->weight + weight <= q->in.limit)
        return false;
    return i != q->current || t->first;
}

tt_status tt_ahead_give(tt_ahead *q, size_t i, tt_ahead_piece *p, tt_err *err)
{
    struct task *t = task_of(q, i);
    p->next = NULL;
    (void)pthread_mutex_lock(&q->lock);
    q->n_waiting++;
    while (must_wait(q, t, i, p->weight)) {
        wake_consumer(q);
        (void)pthread_cond_wait(&q->room, &q->lock);
    }
    q->n_waiting--;
    bool wanted = !q->stop && !t->skipped;
    if (wanted) {
        if (t->last)
            t->last->next = p;
        else
            t->first = p;
        t->last = p;
        q->weight += p->weight;
        if (!p->whole && wakes(q, i))
            wake_consumer(q);
    }
    (void)pthread_mutex_unlock(&q->lock);
    if (wanted)
        return TT_OK;
    q->in.drop(p);
    return tt_fail(err, TT_ECANCELED, "nobody waits for this work");
}

bool tt_ahead_is_hungry(tt_ahead *q, size_t i)
{
    (void)pthread_mutex_lock(&q->lock);
    bool hungry = i == q->current && q->weight <= q->in.limit / HUNGRY;
    (void)pthread_mutex_unlock(&q->lock);
    return hungry;
}

static void *work(void *arg)
{
    tt_ahead *q = arg;
    (void)pthread_mutex_lock(&q->lock);
    unsigned thread = q->n_known++;
    for (;;) {
        while (!q->stop && q->next < q->in.n && q->next >= q->current + RING) {
            wake_consumer(q);
            (void)pthread_cond_wait(&q->room, &q->lock);
        }
        if (q->stop || q->next >= q->in.n)
            break;
        size_t i = q->next++;
        struct task *t = task_of(q, i);
        (void)pthread_mutex_unlock(&q->lock);
        tt_err e = {.code = TT_OK};
        tt_status st = q->in.work(q, i, thread, q->in.ctx, &e);
        (void)pthread_mutex_lock(&q->lock);
        t->status = st;
        t->err = e;
        t->done = true;
        bool quiet = t->first && t->first->whole && !t->skipped;
        q->n_quiet += quiet;
        if (quiet ? q->n_quiet >= TOGETHER || q->next >= q->in.n : wakes(q, i))
            wake_consumer(q);
    }
    (void)pthread_mutex_unlock(&q->lock);
    return NULL;
}

/* With the lock. */
static void drop_all(tt_ahead *q, struct task *t)
{
    while (t->first) {
        tt_ahead_piece *p = t->first;
        t->first = p->next;
        q->weight -= p->weight;
        q->in.drop(p);
    }
    t->last = NULL;
}

/* With the lock: the place in the ring is free once the task has ended. */
static void go_to(tt_ahead *q, size_t i)
{
    while (q->current < i) {
        struct task *t = task_of(q, q->current);
        t->skipped = true;
        (void)pthread_cond_broadcast(&q->room);
        if (q->next <= q->current)
            q->next = q->current + 1; /* never started */
        else
            while (!t->done)
                (void)pthread_cond_wait(&q->given, &q->lock);
        drop_all(q, t);
        *t = (struct task){.status = TT_OK};
        q->current++;
    }
    (void)pthread_cond_broadcast(&q->room);
}

tt_status tt_ahead_take(tt_ahead *q, size_t i, tt_ahead_piece **p, tt_err *err)
{
    struct task *t = task_of(q, i);
    tt_status st = TT_OK;
    (void)pthread_mutex_lock(&q->lock);
    if (i != q->current)
        go_to(q, i);
    while (!t->first && !t->done)
        (void)pthread_cond_wait(&q->given, &q->lock);
    *p = t->first;
    if (*p) {
        t->first = (*p)->next;
        t->last = t->first ? t->last : NULL;
        q->weight -= (*p)->weight;
        if (q->n_waiting > 0)
            (void)pthread_cond_broadcast(&q->room);
    } else if (t->status != TT_OK) {
        st = tt_fail(err, t->status, "%s", t->err.text);
    }
    (void)pthread_mutex_unlock(&q->lock);
    return st;
}

void tt_ahead_skip(tt_ahead *q, size_t i)
{
    (void)pthread_mutex_lock(&q->lock);
    struct task *t = task_of(q, i);
    t->skipped = true;
    drop_all(q, t);
    (void)pthread_cond_broadcast(&q->room);
    (void)pthread_mutex_unlock(&q->lock);
}

tt_status tt_ahead_open(const tt_ahead_in *in, tt_ahead **out, tt_err *err)
{
    *out = NULL;
    tt_ahead *q = tt_mem_zalloc(1, sizeof *q);
    if (!q)
        return tt_fail(err, TT_ENOMEM, "no room for threads");
    q->in = *in;
    size_t threads = TT_MIN(TT_MIN((size_t)in->threads, in->n), (size_t)TT_AHEAD_THREADS);
    (void)pthread_mutex_init(&q->lock, NULL);
    (void)pthread_cond_init(&q->given, NULL);
    (void)pthread_cond_init(&q->room, NULL);
    while (q->n_threads < threads && pthread_create(&q->thread[q->n_threads], NULL, work, q) == 0)
        q->n_threads++;
    if (q->n_threads == 0) {
        tt_ahead_close(q);
        return TT_OK;
    }
    *out = q;
    return TT_OK;
}

void tt_ahead_close(tt_ahead *q)
{
    if (!q)
        return;
    (void)pthread_mutex_lock(&q->lock);
    q->stop = true;
    (void)pthread_cond_broadcast(&q->room);
    (void)pthread_mutex_unlock(&q->lock);
    for (unsigned t = 0; t < q->n_threads; t++)
        (void)pthread_join(q->thread[t], NULL);
    for (size_t i = 0; i < RING; i++)
        drop_all(q, &q->ring[i]);
    (void)pthread_cond_destroy(&q->room);
    (void)pthread_cond_destroy(&q->given);
    (void)pthread_mutex_destroy(&q->lock);
    tt_mem_free(q);
}
