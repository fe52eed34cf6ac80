/* industry.c - see industry.h. */
#include "detect/common/industry.h"

#include "base/str.h"
#include "detect/common/words.h"

enum { DIGITS = 8 };

/* The digits of an activity code, as far as they go; a letter may come first, dots between. */
static size_t digits_of(const tt_data *d, tt_ix entity, char out[DIGITS])
{
    tt_ix party = d->entities[entity].party;
    tt_str code = party ? d->parties[party].activity_code : (tt_str){0};
    size_t n = 0;
    for (size_t i = 0; i < code.n && n < DIGITS; i++)
        if (tt_ascii_is_digit(code.p[i]))
            out[n++] = code.p[i];
        else if (i && code.p[i] != '.')
            break;
    return n;
}

unsigned tt_industry(const tt_data *d, tt_ix entity, unsigned digits)
{
    char text[DIGITS];
    unsigned value = 0;
    if (digits_of(d, entity, text) < digits)
        return 0;
    for (unsigned i = 0; i < digits; i++)
        value = 10 * value + (unsigned)(text[i] - '0');
    return value;
}

bool tt_industry_is_agent(const tt_data *d, tt_ix entity)
{
    enum { FOR_OTHERS = 461 };
    static const char *const words[] = {"auction",  "auctions", "auctioneers", "auktion",
                                        "subastas", "encheres", "leiloes",     "拍卖"};
    unsigned group = tt_industry(d, entity, 3);
    for (size_t i = 0; !group && i < TT_LEN(words); i++)
        if (tt_text_has(d->entities[entity].name, words[i]))
            return true;
    return group == FOR_OTHERS;
}

const tt_industry_row *tt_industry_goods(const tt_industries *t, const tt_data *d, tt_ix entity)
{
    char text[DIGITS];
    return tt_industries_find(t, (tt_str){text, digits_of(d, entity, text)});
}

tt_industry_share tt_industry_most(const tt_data *d, const tt_ix *entity, size_t n, unsigned digits)
{
    tt_industry_share most = {0};
    for (size_t i = 0; i < n; i++) {
        unsigned code = tt_industry(d, entity[i], digits);
        size_t same = 0;
        most.known += code != 0;
        for (size_t k = 0; code && k < n; k++)
            same += tt_industry(d, entity[k], digits) == code;
        if (same > most.n || (same && same == most.n && code < most.code)) {
            most.n = same;
            most.code = code;
        }
    }
    return most;
}
