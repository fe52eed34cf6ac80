/* par.h - threads, only like this.  Each index writes its own slot; slots are joined in order by
 * the caller. */
#ifndef TT_BASE_PAR_H
#define TT_BASE_PAR_H

#include "base/base.h"

typedef tt_status tt_par_fn(size_t i, unsigned thread, void *ctx, tt_err *err);

/**
 * Call fn for 0..n-1 on up to `threads` threads (0 or 1: this one; at most 256).  Indexes are
 * handed out in order, one at a time.  `thread` is 0..threads-1: an index for per-thread scratch.
 *
 * After a failure no more indexes are handed out.  When the system gives fewer threads the rest
 * do all the work.
 *
 * @param err  What fn is given is its own, and not this one.
 * @return     TT_OK, or the failure of the lowest failing index, which does not depend on the
 *             number of threads (all started calls have ended); TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_par_for(size_t n, unsigned threads, tt_par_fn *fn, void *ctx,
                                   tt_err *err);

#endif
