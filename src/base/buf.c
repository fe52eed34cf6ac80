/*
 * buf.c - a byte buffer that doubles, up to its ceiling.
 */
#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

static const size_t default_limit = (size_t)1 << 30;

void tt_buf_init(tt_buf *b, size_t limit)
{
    *b = (tt_buf){.limit = limit ? limit : default_limit};
}

void tt_buf_release(tt_buf *b)
{
    if (!b)
        return;
    tt_mem_free(b->p);
    *b = (tt_buf){.limit = b->limit};
}

void tt_buf_reset(tt_buf *b)
{
    b->n = 0;
    b->failed = b->over = false;
    if (b->p)
        b->p[0] = '\0';
}

/* Room for `more` bytes and the NUL.  A zeroed struct that was never initialised works too. */
static bool room(tt_buf *b, size_t more)
{
    if (b->failed)
        return false;
    if (b->limit == 0)
        b->limit = default_limit;
    if (more > b->limit - b->n) {
        b->failed = b->over = true;
        return false;
    }
    size_t need = b->n + more + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    char *p = tt_mem_grow(b->p, cap, 1);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void tt_buf_add(tt_buf *b, tt_str s)
{
    if (!room(b, s.n))
        return;
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

char *tt_buf_room(tt_buf *b, size_t n)
{
    return room(b, n) ? b->p + b->n : NULL;
}

void tt_buf_add_c(tt_buf *b, char c)
{
    tt_buf_add(b, (tt_str){&c, 1});
}

void tt_buf_add_z(tt_buf *b, const char *terminated)
{
    if (terminated)
        tt_buf_add(b, (tt_str){terminated, strlen(terminated)});
}

void tt_buf_addf(tt_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        b->failed = true;
    else if (room(b, (size_t)n)) {
        (void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

tt_str tt_buf_str(const tt_buf *b)
{
    return b->p ? (tt_str){b->p, b->n} : TT_STR("");
}

tt_status tt_buf_status(const tt_buf *b, tt_err *err)
{
    if (!b->failed)
        return TT_OK;
    if (b->over)
        return tt_fail(err, TT_ELIMIT, "buffer limit of %zu bytes reached", b->limit);
    return tt_fail(err, TT_ENOMEM, "no room for a buffer of %zu bytes", b->n);
}
