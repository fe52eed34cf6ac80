/* buf.h - a byte buffer that grows up to a ceiling. */
#ifndef TT_BASE_BUF_H
#define TT_BASE_BUF_H

#include "base/base.h"

typedef struct tt_buf {
    char *p; /* terminated one past n whenever p is not NULL */
    size_t n, cap, limit;
    bool failed; /* sticky: memory or the limit was out; further adds do nothing */
    bool over;   /* failed because of the limit */
} tt_buf;

void tt_buf_init(tt_buf *b, size_t limit); /* limit 0 = 1 GiB */
void tt_buf_release(tt_buf *b);
void tt_buf_reset(tt_buf *b);
/* The adders never fail loudly; check once at the end with tt_buf_status. */
void tt_buf_add(tt_buf *b, tt_str s);
void tt_buf_add_c(tt_buf *b, char c);
void tt_buf_add_z(tt_buf *b, const char *terminated);
/** Room for n more bytes, to be written by the caller, who then adds what it wrote to b->n and
 * terminates; NULL (and failed) when memory or the limit is out. */
char *tt_buf_room(tt_buf *b, size_t n);
void tt_buf_addf(tt_buf *b, const char *fmt, ...) TT_PRINTF(2, 3); /* no %f %g %e */
tt_str tt_buf_str(const tt_buf *b);                                /* borrowed until the next add */
TT_MUST_CHECK tt_status tt_buf_status(const tt_buf *b,
                                      tt_err *err); /* TT_OK or TT_ELIMIT/TT_ENOMEM */

#endif
