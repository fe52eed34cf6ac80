/* part_keys.h - keys that several parts of a report have. */
#ifndef TT_REPORT_PART_KEYS_H
#define TT_REPORT_PART_KEYS_H

#include "base/json_write.h"
#include "refdata/country.h"

enum { TT_PART_DECIMALS = 6 };

/** An object; where `object` is not NULL its first key is "object". */
void tt_part_begin(tt_jw *w, const char *object);
/** NAN is null. */
void tt_key_double(tt_jw *w, const char *key, double v);
/** "period": {"from", "to"}. */
void tt_key_period(tt_jw *w, tt_date from, tt_date to);

/** Two letters; null for none. */
void tt_key_country(tt_jw *w, const char *key, tt_country c);

#endif
