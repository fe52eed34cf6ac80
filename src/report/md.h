/*
 * md.h - a report as Markdown while it is written: text that is text everywhere, and the parts of
 * report_md.c that stand in files of their own.
 */
#ifndef TT_REPORT_MD_H
#define TT_REPORT_MD_H

#include "report/report.h"

enum { TT_MD_FLUSH_AT = 1 << 16 };

typedef struct tt_md {
    const tt_report_in *in;
    tt_file_out *out;
    tt_buf b, tmp;
    tt_status status; /* the first failure; nothing is written after it */
    tt_err err;
} tt_md;

/** To the file when `at` bytes and more wait. */
void tt_md_flush(tt_md *m, size_t at);
/** Ours: written as it is. */
void tt_md_raw(tt_md *m, const char *text);
/** Of the case: escaped, so that it is no markup, no link, no HTML.  Never at the start of a line:
 * lists, headings and code blocks cannot begin. */
void tt_md_text(tt_md *m, tt_str s);
void tt_md_text_z(tt_md *m, const char *s);
/** Name and short id. */
void tt_md_entity(tt_md *m, tt_ix e);
void tt_md_section(tt_md *m, const char *title);
/** An item of a list that starts with a name. */
void tt_md_fact(tt_md *m, const char *name);

/** What the report is of, before its findings. */
void tt_md_head(tt_md *m);
/** What was looked for, how complete it is, and what was read, after them. */
void tt_md_run(tt_md *m);

#endif
