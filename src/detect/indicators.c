/* indicators.c - the rows of indicators.tsv. */
#include "detect/indicators.h"

#include "base/str.h"
#include "gen/embed.h"

enum { HEADER_LINES = 2 }; /* source and date, then the names of the columns */

bool tt_indicator_next(tt_indicator_at *at, tt_indicator *out)
{
    tt_str line, *const cells[] = {&out->id,         &out->group, &out->meaning,  &out->source,
                                   &out->computable, &out->words, &out->detectors};
    if (!at->begun) {
        at->rest =
            (tt_str){(const char *)tt_embed_indicators_tsv, sizeof tt_embed_indicators_tsv - 1};
        for (int i = 0; i < HEADER_LINES; i++)
            (void)tt_str_split(&at->rest, '\n', &line);
        at->begun = true;
    }
    if (!at->rest.n || !tt_str_split(&at->rest, '\n', &line))
        return false;
    for (size_t i = 0; i < TT_LEN(cells); i++)
        if (!tt_str_split(&line, '\t', cells[i]))
            return false;
    return true;
}

bool tt_indicator_find(tt_str id, tt_indicator *out)
{
    tt_indicator_at at = {0};
    while (tt_indicator_next(&at, out))
        if (tt_str_eq(out->id, id))
            return true;
    return false;
}
