/* breaks.h - documents that have no counterpart, counted by kind and reason. */
#ifndef TT_REPORT_BREAKS_H
#define TT_REPORT_BREAKS_H

#include "base/json_write.h"
#include "model/data.h"

/** An array of {kind, wants, type, count}: those that occur. */
void tt_breaks_json(const tt_data *d, tt_jw *w);
/**
 * "invoice without payment: 12 not arrived yet, 3 no candidate" for the next kind of document and
 * counterpart that has any; *at is 0 at first.  False when there is no more.
 */
bool tt_breaks_words(const tt_data *d, size_t *at, tt_buf *b);
/** The same for one document, a line for each kind that it lacks, with its best candidate. */
void tt_breaks_of(const tt_data *d, tt_kind kind, tt_ix doc, tt_buf *b);

#endif
