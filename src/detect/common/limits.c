/* limits.c - see limits.h. */
#include "detect/common/limits.h"

#include "base/num.h"

double tt_limit_ratio(const tt_data *d, const tt_limit *l, tt_money sum, int64_t value, tt_date day)
{
    tt_money base;
    if (sum.ccy == l->amount.ccy)
        return (double)sum.minor / (double)l->amount.minor;
    if (!tt_data_convert(d, l->amount, day, &base) || base.minor <= 0)
        return 0;
    return tt_round9((double)value / (double)base.minor);
}

const char *tt_say_limit(tt_draft *w, const tt_limit *l, tt_reftab t)
{
    static const char *const payments[] = {"", " for cash", " for transfers"};
    static const char *const consignments[] = {"", " for exports", " for imports"};
    char text[TT_NUM_TEXT];
    (void)tt_money_text(l->amount, text);
    return tt_say(w, "%s%s", text, (t == TT_REFTAB_LIMITS ? payments : consignments)[l->of]);
}

void tt_limit_test(tt_draft *w, const tt_limit *l, tt_reftab t)
{
    bool is_law = l->verified == TT_VERIFIED_YES;
    tt_draft_test(w, "limit_is_law", is_law ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  tt_say(w, "The limit is a row of the table %s, %s: %.*s.", tt_reftab_name(t),
                         is_law ? "verified" : "not verified", TT_STR_ARG(l->source)));
}
