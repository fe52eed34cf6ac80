/* tally.c - see tally.h. */
#include "detect/common/tally.h"

#include "detect/common/draft.h"

#include "base/num.h"

void tt_tally_add(tt_tally *t, int64_t value)
{
    int64_t sum;
    t->n++;
    if (value == TT_NO_NUM)
        t->value = TT_NO_NUM;
    else if (t->value != TT_NO_NUM && tt_add_i64(t->value, value, &sum))
        t->value = sum;
}

tt_status tt_tally_tell(const tt_detect_in *in, const char *what, const tt_tally *t,
                        const tt_tally_row *rows, size_t n, tt_findings *out, tt_err *err)
{
    for (size_t i = 0; i < n; i++) {
        const tt_tally *of = &t[rows[i].why];
        TT_TRY(tt_note(in->data, out, in->scratch, rows[i].what ? rows[i].what : what,
                       rows[i].limit, of->n, rows[i].of, of->value, rows[i].effect, err));
    }
    return TT_OK;
}
