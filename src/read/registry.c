/*
 * registry.c - the readers, in order of their ids.
 */
#include "base/str.h"
#include "read/read.h"

#define TT_READER(id) extern const tt_reader tt_reader_##id;
#include "read/registry.def"
#undef TT_READER

static const tt_reader *const readers[] = {
#define TT_READER(id) &tt_reader_##id,
#include "read/registry.def"
#undef TT_READER
};

const tt_reader *const *tt_readers(size_t *n)
{
    *n = TT_LEN(readers);
    return readers;
}

const tt_reader *tt_reader_find(tt_str id)
{
    for (size_t i = 0; i < TT_LEN(readers); i++)
        if (tt_str_is(id, readers[i]->id))
            return readers[i];
    return NULL;
}
