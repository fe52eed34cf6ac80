/*
 * buf.h - a byte buffer that grows up to a ceiling.
 *
 * The adders never fail loudly: after the first failure they do nothing.  Check once at the end
 * with tt_buf_status.  What is added must not lie in the buffer itself.
 */
#ifndef TT_BASE_BUF_H
#define TT_BASE_BUF_H

#include "base/base.h"

/* The struct is the caller's, the contents ours. */
typedef struct tt_buf {
    char *p;      /* terminated one past n whenever p is not NULL */
    size_t n;     /* bytes in it */
    size_t cap;   /* bytes allocated, with the NUL */
    size_t limit; /* ceiling for n */
    bool failed;  /* sticky: memory or the limit was out; further adds do nothing */
    bool over;    /* failed because of the limit */
} tt_buf;

/** Nothing is allocated before the first add.  @param limit  bytes; 0 = 1 GiB. */
void tt_buf_init(tt_buf *b, size_t limit);
/** Empty and usable again, with the same limit.  NULL is fine. */
void tt_buf_release(tt_buf *b);
/** Empty, not failed; keeps its memory. */
void tt_buf_reset(tt_buf *b);

void tt_buf_add(tt_buf *b, tt_str s); /* all of s or, when it fails, nothing of it */
void tt_buf_add_c(tt_buf *b, char c);
void tt_buf_add_z(tt_buf *b, const char *terminated); /* NULL adds nothing */
/** Formatted text.  No %f %g %e: use num.h. */
void tt_buf_addf(tt_buf *b, const char *fmt, ...) TT_PRINTF(2, 3);
/** Room for n more bytes, to be written by the caller, who then adds what it wrote to b->n and
 * terminates; NULL (and failed) when memory or the limit is out. */
char *tt_buf_room(tt_buf *b, size_t n);

/** What is in it, never absent; borrowed until the next add. */
tt_str tt_buf_str(const tt_buf *b);
/** @return TT_OK, TT_ELIMIT ("buffer limit of N bytes reached"), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_buf_status(const tt_buf *b, tt_err *err);

#endif
