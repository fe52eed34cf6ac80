/*
 * err.c - the text of a status, and the one place where a failure is written down.
 *
 * Not here: who prints it (cli/), and where in which file it happened (ingest/ adds the place).
 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

TT_PUBLIC const char *tt_status_text(tt_status s)
{
    switch (s) {
#define X(name, number, text)                                                                      \
    case name:                                                                                     \
        return text;
        TT_STATUS_LIST(X)
#undef X
    }
    return "unknown status";
}

/* A cut in the middle of a UTF-8 sequence would make the text unprintable. */
static void drop_cut_sequence(char *text, size_t n)
{
    size_t i = n;
    while (i > 0 && n - i < 4 && ((unsigned char)text[i - 1] & 0xC0) == 0x80)
        i--;
    if (i == 0)
        return;
    unsigned char lead = (unsigned char)text[i - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (i - 1) < want)
        text[i - 1] = '\0';
}

tt_status tt_fail(tt_err *err, tt_status code, const char *fmt, ...)
{
    TT_ASSERT(code != TT_OK);
    if (!err || err->code != TT_OK)
        return code;
    err->code = code;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    if (n < 0)
        err->text[0] = '\0';
    else if ((size_t)n >= sizeof err->text)
        drop_cut_sequence(err->text, sizeof err->text - 1);
    return code;
}

#ifdef TT_DEBUG
_Noreturn void tt_assert_fail(const char *what, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: impossible: %s\n", file, line, what);
    abort();
}
#endif
