/* industry.c - see industry.h. */
#include "detect/common/industry.h"

unsigned tt_industry(const tt_data *d, tt_ix entity, unsigned digits)
{
    tt_ix party = d->entities[entity].party;
    tt_str code = party ? d->parties[party].activity_code : (tt_str){0};
    unsigned value = 0;
    for (size_t i = 0; i < code.n && digits; i++)
        if (code.p[i] >= '0' && code.p[i] <= '9') {
            value = 10 * value + (unsigned)(code.p[i] - '0');
            digits--;
        } else if (i && code.p[i] != '.') {
            break;
        }
    return digits ? 0 : value;
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
