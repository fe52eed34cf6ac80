/* export.h - networks for other programs. */
#ifndef TRADETRACE_EXPORT_H
#define TRADETRACE_EXPORT_H

#include "tradetrace/case.h"

/* All-zero: everything, flows between the same two entities added up. */
typedef struct tt_export_spec {
    const char *syndicate; /* id or prefix: its entities and what runs between them */
    const char *entity;    /* id or prefix: this entity and `hops` around it */
    const char *finding;   /* id or prefix: the entities of a finding */
    unsigned hops;         /* 0 = 1 */
    int raw_edges;         /* one edge for each flow */
} tt_export_spec;

/**
 * Write the network of an analysed case.
 *
 * @param format  one of tt_export_formats().
 * @param path    the file appears whole or not at all; "-" is standard output.
 * @return        TT_OK, TT_EUSAGE (unknown format, never analysed, ambiguous id), TT_ENOTFOUND,
 * TT_EIO, TT_EDB, TT_ENOMEM.
 * @since         0.1
 */
tt_status tt_case_export(tt_case *c, const char *format, const char *path,
                         const tt_export_spec *spec, tt_err *err);

/** Names of the formats, '|' separated.  @since 0.1 */
const char *tt_export_formats(void);

#endif
