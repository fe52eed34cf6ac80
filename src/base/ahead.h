/*
 * ahead.h - work done ahead on other threads, its results taken in order: a bounded queue.
 *
 * Tasks 0..n-1 are started in order, each on one thread, and give pieces.  One consumer takes the
 * pieces of task 0, then those of task 1, and so on: what it sees does not depend on the number of
 * threads.  Pieces that wait weigh something; a task that would go over the limit waits, but for
 * the one whose pieces are being taken.
 *
 * Waking a thread costs as much as a small task.  A piece that is all there is of its task
 * (`whole`) wakes the consumer only together with some others, or when no task is left to be
 * started.
 */
#ifndef TT_BASE_AHEAD_H
#define TT_BASE_AHEAD_H

#include "base/base.h"

typedef struct tt_ahead tt_ahead;

enum { TT_AHEAD_THREADS = 64 };

/* First member of what is given; the queue uses it until it is taken. */
typedef struct tt_ahead_piece {
    struct tt_ahead_piece *next;
    size_t weight;
    bool whole; /* the task gives no other and ends at once */
} tt_ahead_piece;

typedef struct tt_ahead_in {
    size_t n;         /* tasks */
    unsigned threads; /* beside the consumer; at most TT_AHEAD_THREADS are started */
    size_t limit;     /* weight of all pieces that wait, about */
    /* On another thread.  Gives its pieces with tt_ahead_give and passes on what that returns.
     * thread: 0 to threads - 1, for what belongs to one thread. */
    tt_status (*work)(tt_ahead *q, size_t i, unsigned thread, void *ctx, tt_err *err);
    void (*drop)(tt_ahead_piece *p); /* frees a piece that nobody takes any more */
    void *ctx;
} tt_ahead_in;

/**
 * @param out  Owned by the caller: tt_ahead_close.  NULL when no thread could be started: do the
 *             work on this one then.
 * @return     TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_ahead_open(const tt_ahead_in *in, tt_ahead **out, tt_err *err);
/** Ends all work: tasks get TT_ECANCELED when they give.  NULL is fine. */
void tt_ahead_close(tt_ahead *q);

/**
 * In work(i): hand over a piece, in order.  Waits while too much is waiting.
 *
 * @param p  weight is set; taken or dropped, whatever happens.
 * @return   TT_OK; TT_ECANCELED when nobody wants more of this task.
 */
TT_MUST_CHECK tt_status tt_ahead_give(tt_ahead *q, size_t i, tt_ahead_piece *p, tt_err *err);
/** In work(i): the consumer takes the pieces of this task and has almost all of them.  Work that
 * either side can do is better left to it then. */
bool tt_ahead_is_hungry(tt_ahead *q, size_t i);
/**
 * The next piece of task i.  Waits for it.
 *
 * @param i  as in the last call, or one more once that task was at its end or skipped.
 * @param p  owned by the caller; NULL at the end of the task.
 * @return   at the end what work(i) returned.
 */
TT_MUST_CHECK tt_status tt_ahead_take(tt_ahead *q, size_t i, tt_ahead_piece **p, tt_err *err);
/** No more of task i is wanted, whatever it still does. */
void tt_ahead_skip(tt_ahead *q, size_t i);

#endif
