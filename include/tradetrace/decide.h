/* decide.h - what people decide: two parties are one or not, and what became of a finding. */
#ifndef TRADETRACE_DECIDE_H
#define TRADETRACE_DECIDE_H

#include "tradetrace/case.h"

/* Something to know about a line of a decisions file. */
typedef struct tt_decide_note {
    unsigned long long line; /* from 1; 0: the file as a whole */
    const char *field;       /* "a", "verdict", ...; "" */
    const char *text;        /* one line: what it is, and the way out */
    int bad;                 /* the file is refused because of it */
} tt_decide_note;

typedef struct tt_decide_sums {
    unsigned long long n_pairs, n_findings; /* decisions that are kept */
    unsigned long long n_open;              /* lines without a verdict: nothing is kept of them */
    unsigned long long n_absent;  /* kept, and about a party or finding that the case has not */
    unsigned long long n_against; /* kept, and contradicted by newer ones, which count */
    unsigned long long n_bad;     /* lines that are wrong */
} tt_decide_sums;

/**
 * Replace the decisions of the case by those of a CSV file: columns a, b, verdict, who, when, why
 * (`tradetrace schema decisions`), in any order, others are ignored.
 *
 * a and b are ids or prefixes of ids, or NAME|COUNTRY as written.  What they name is kept, not the
 * text alone: decisions hold when data is loaded again and methods change.  The next analysis
 * applies them; dispositions are in the next report.  All in one transaction.
 *
 * @param path  "-" is standard input.
 * @param fn    told of each note, as they are found.
 * @return      TT_OK, TT_EREJECTS (a line is wrong: nothing was changed), TT_EIO, TT_EDB,
 * TT_ELIMIT, TT_ENOMEM, or what fn returned.
 * @since       0.1
 */
tt_status tt_case_decide(tt_case *c, const char *path,
                         tt_status (*fn)(void *ctx, const tt_decide_note *n, tt_err *err),
                         void *ctx, tt_decide_sums *sums, tt_err *err);

/**
 * Write the decisions that there are, then the pairs of entities that are open, with an empty
 * verdict: a file to fill in and give to tt_case_decide.
 *
 * @param path    the file appears whole or not at all; "-" is standard output.
 * @param n_open  how many pairs are open.
 * @return        TT_OK, TT_EUSAGE (the case is not resolved as it is now), TT_EIO, TT_EDB,
 * TT_ENOMEM.
 * @since         0.1
 */
tt_status
tt_case_decide_open(tt_case *c, const char *path, unsigned long long *n_open, tt_err *err);

#endif
