/*
 * reason.h - the stable texts that say what is wrong with a row (reason.def).
 */
#ifndef TT_READ_REASON_H
#define TT_READ_REASON_H

#include "base/base.h"

typedef enum tt_reason {
    TT_REASON_NONE,
#define TT_REASON(name, text, hint) TT_REASON_##name,
#include "read/reason.def"
#undef TT_REASON
    TT_REASON_COUNT
} tt_reason;

/** The stable text; "" for TT_REASON_NONE.  Constant, so a flaw may keep it. */
const char *tt_reason_text(tt_reason r);
/** What it means and the way out, one line for documentation. */
const char *tt_reason_hint(tt_reason r);
/** True when nothing is lost by it, wherever it occurs. */
bool tt_reason_is_note(tt_reason r);

#endif
