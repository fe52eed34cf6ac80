/* part_keys.c - keys that several parts of a report have. */
#include "report/part_keys.h"

#include <math.h>

void tt_part_begin(tt_jw *w, const char *object)
{
    tt_jw_object(w);
    if (object)
        tt_jw_kz(w, "object", object);
}

void tt_key_double(tt_jw *w, const char *key, double v)
{
    tt_jw_key(w, key);
    if (isnan(v))
        tt_jw_null(w);
    else
        tt_jw_double(w, v, TT_PART_DECIMALS);
}

void tt_key_period(tt_jw *w, tt_date from, tt_date to)
{
    tt_jw_key(w, "period");
    tt_jw_object(w);
    tt_jw_key(w, "from");
    tt_jw_date(w, from);
    tt_jw_key(w, "to");
    tt_jw_date(w, to);
    tt_jw_object_end(w);
}

void tt_key_country(tt_jw *w, const char *key, tt_country c)
{
    char text[3] = "";
    tt_country_text(c, text);
    tt_jw_key(w, key);
    if (c)
        tt_jw_z(w, text);
    else
        tt_jw_null(w);
}
