/*
 * sniff.c - encoding by byte-order mark, format by asking the readers.
 */
#include "ingest/sniff.h"

#include "base/str.h"

const char *tt_sniff_encoding(tt_str bytes)
{
    /* UTF-32 first: its little-endian mark begins as that of UTF-16. */
    static const struct {
        tt_str mark;
        const char *encoding;
    } marks[] = {
        {{"\xff\xfe\0\0", 4}, "UTF-32"},
        {{"\0\0\xfe\xff", 4}, "UTF-32"},
        {{"\xff\xfe", 2}, "UTF-16"},
        {{"\xfe\xff", 2}, "UTF-16"},
    };
    for (size_t i = 0; i < TT_LEN(marks); i++)
        if (tt_str_starts(bytes, marks[i].mark))
            return marks[i].encoding;
    return NULL;
}

const tt_reader *tt_sniff_reader(tt_str text, int *sure, const tt_reader **tied)
{
    size_t n;
    int best = 0;
    const tt_reader *const *readers = tt_readers(&n), *found = NULL, *other = NULL;
    for (size_t i = 0; i < n; i++) {
        int says = readers[i]->sniff(tt_str_sub(text, 0, TT_SNIFF_BYTES));
        if (says > best) {
            best = says;
            found = readers[i];
            other = NULL;
        } else if (says == best && best > 0) {
            other = readers[i];
        }
    }
    *sure = best;
    if (tied)
        *tied = other;
    return other ? NULL : found;
}
