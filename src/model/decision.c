/* decision.c - the words of decisions. */
#include "model/decision.h"

#include "base/str.h"

static const char *const words[TT_SAID_WORDS] = {
    [TT_SAID_NOTHING] = "",
    [TT_SAID_SAME] = "same",
    [TT_SAID_DIFFERENT] = "different",
    [TT_SAID_UNSURE] = "unsure",
    [TT_SAID_CONFIRMED] = "confirmed",
    [TT_SAID_DISMISSED] = "dismissed",
    [TT_SAID_ESCALATED] = "escalated",
    [TT_SAID_REPORTED] = "reported",
    [TT_SAID_MONITORED] = "monitored",
    [TT_SAID_PENDING] = "pending",
};

const char *tt_said_text(tt_said s)
{
    return (size_t)s < TT_LEN(words) ? words[s] : "";
}

tt_said tt_said_parse(tt_str text)
{
    for (int s = TT_SAID_NOTHING + 1; s < TT_SAID_WORDS; s++)
        if (tt_str_is_nocase(text, words[s]))
            return (tt_said)s;
    return TT_SAID_NOTHING;
}

bool tt_said_of_finding(tt_said s)
{
    return s >= TT_SAID_CONFIRMED && s < TT_SAID_WORDS;
}
