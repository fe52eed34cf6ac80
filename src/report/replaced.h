/* replaced.h - the rows of a document that count no more, for `show`. */
#ifndef TT_REPORT_REPLACED_H
#define TT_REPORT_REPLACED_H

#include "report/report.h"

/** Print each row of the document that another took the place of, and which; nothing when none. */
TT_MUST_CHECK tt_status tt_replaced_print(const tt_report_in *in, tt_store *s, tt_hash doc,
                                          tt_arena *a, tt_buf *out, tt_err *err);
/** The same as a member "replaced" of the object that is open; no member when none. */
TT_MUST_CHECK tt_status tt_replaced_write(const tt_report_in *in, tt_store *s, tt_hash doc,
                                          tt_arena *a, tt_jw *w, tt_err *err);
/** The next cancelled document with the number, behind *at (0 at first); false when there is none.
 * *at is then the index of the first of its rows in tt_data.replaced. */
bool tt_replaced_cancelled(const tt_data *d, tt_str number, size_t *at);
/** Print, or write as an object, a cancelled document by the index of its first row. */
TT_MUST_CHECK tt_status tt_replaced_print_cancelled(const tt_report_in *in, tt_store *s, size_t at,
                                                    tt_arena *a, tt_buf *out, tt_err *err);
TT_MUST_CHECK tt_status tt_replaced_write_cancelled(const tt_report_in *in, tt_store *s, size_t at,
                                                    tt_arena *a, tt_jw *w, tt_err *err);

#endif
