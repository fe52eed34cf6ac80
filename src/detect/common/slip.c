/* slip.c - the table of factors. */
#include "detect/common/slip.h"

#include "base/stat.h"

#include <math.h>

double tt_unit_slip(tt_dim dim, double ratio, double tolerance)
{
    static const struct {
        tt_dim dim; /* NONE: any */
        double factor;
    } table[] = {
        {TT_DIM_NONE, 10},         {TT_DIM_NONE, 100},          {TT_DIM_NONE, 1000},
        {TT_DIM_MASS, 2.20462262}, {TT_DIM_COUNT, 12},          {TT_DIM_COUNT, 144},
        {TT_DIM_AREA, 10.7639104}, {TT_DIM_VOLUME, 35.3146667}, {TT_DIM_LENGTH, 3.2808399},
    };
    for (size_t i = 0; i < TT_LEN(table); i++) {
        if (table[i].dim != TT_DIM_NONE && table[i].dim != dim)
            continue;
        double off = fabs(log(ratio) - log(table[i].factor)), near = tolerance;
        if (table[i].factor >= TT_SLIP_FAR)
            near = fmax(near, TT_SLIP_FAR_TOLERANCE);
        if (tt_round9(off) <= tt_round9(log1p(near)))
            return table[i].factor;
    }
    return 0;
}

tt_date tt_date_swapped(tt_date day)
{
    int y, m, d;
    tt_civil_of(day, &y, &m, &d);
    return d <= 12 && d != m ? tt_civil_days(y, d, m) : TT_NO_DATE;
}
