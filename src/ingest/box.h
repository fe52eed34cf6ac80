/*
 * box.h - a file that holds files: archives, and PDF invoices that carry their XML.
 */
#ifndef TT_INGEST_BOX_H
#define TT_INGEST_BOX_H

#include "ingest/input.h"
#include "read/reason.h"

/* The struct is the caller's, the contents ours. */
typedef struct tt_box {
    tt_archive_entries entries; /* names as "batch.zip/dir/a.xml" */
    tt_str bytes;               /* of all of them */
    bool holds;                 /* false: a PDF without an invoice in it */
    tt_arena arena;
    tt_spool spool;
} tt_box;

/**
 * Take out what is in it.
 *
 * @param in  tt_input_is_box.
 * @return    TT_OK, TT_EIO, TT_ENOMEM, TT_ECANCELED.
 */
TT_MUST_CHECK tt_status tt_box_open(tt_box *box, const tt_input *in, const tt_ingest_options *opt,
                                    tt_err *err);
void tt_box_release(tt_box *box); /* also after a failure */

/** Why an entry is not there, as a reason of a reject. */
tt_reason tt_box_reason(tt_archive_why why);

/* --- pdf.c --- */

/**
 * The invoice that a PDF carries (Factur-X, ZUGFeRD, XRechnung): an attachment with one of their
 * names, taken out by pdfdetach, in a folder of its own, with limits of time and size.
 *
 * @param out  added to, when there is one.
 * @return     TT_OK (also when there is none, or no pdfdetach: a warning says so), TT_EIO,
 * TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_pdf_open(const tt_input *in, tt_spool *spool, tt_arena *a,
                                    const tt_talk *talk, tt_archive_entries *out, tt_err *err);

#endif
