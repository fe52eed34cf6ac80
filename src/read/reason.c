/*
 * reason.c - the table of reason.def.
 */
#include "read/reason.h"

static const struct row {
    const char *text, *hint;
} rows[TT_REASON_COUNT] = {
    [TT_REASON_NONE] = {"", ""},
#define TT_REASON(name, text, hint) [TT_REASON_##name] = {text, hint},
#include "read/reason.def"
#undef TT_REASON
};

const char *tt_reason_text(tt_reason r)
{
    return rows[r].text;
}

const char *tt_reason_hint(tt_reason r)
{
    return rows[r].hint;
}

bool tt_reason_is_note(tt_reason r)
{
    return r > TT_REASON_NONE && r < TT_REASON_MISSING;
}
