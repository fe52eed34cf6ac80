/* pdf.c - the invoice in a PDF. */
#include "ingest/box.h"

tt_status tt_pdf_open(const tt_input *in, tt_spool *spool, tt_arena *a, const tt_talk *talk,
                      tt_archive_entries *out, tt_err *err)
{
    TT_UNUSED(in), TT_UNUSED(spool), TT_UNUSED(a), TT_UNUSED(talk), TT_UNUSED(out), TT_UNUSED(err);
    return TT_OK;
}
