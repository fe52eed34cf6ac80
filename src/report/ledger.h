/*
 * ledger.h - the permits of a case: what each grants, what declarations drew on it, and what is
 * left.  Nothing is judged here: dup.permit and iwt.cites_permit did that.
 */
#ifndef TT_REPORT_LEDGER_H
#define TT_REPORT_LEDGER_H

#include "base/json_write.h"
#include "detect/common/permits.h"

typedef enum tt_permit_state {
    TT_PERMIT_OVERDRAWN, /* by more than a twentieth */
    TT_PERMIT_USED_LATE, /* declared after it expired */
    TT_PERMIT_UNKNOWN,   /* a quantity is not stated, or more than 20 times what is granted */
    TT_PERMIT_USED_UP,
    TT_PERMIT_EXPIRED, /* with something left, by the day up to which the data reach */
    TT_PERMIT_OPEN,
    TT_PERMIT_STATES
} tt_permit_state;
const char *tt_permit_state_text(tt_permit_state s); /* "overdrawn", ... */
const char *tt_permit_state_key(tt_permit_state s);  /* the same for programs: "used_late", ... */

/* What one declaration drew. */
typedef struct tt_drawn {
    tt_ix permit, declaration;
    tt_date day; /* TT_NO_DATE */
    tt_permit_account account;
    double quantity; /* canonical unit; NAN not stated */
    double sum;      /* of its account, up to and with this one */
} tt_drawn;

typedef struct tt_ledger_row {
    tt_ix permit;
    tt_dim dim;
    double granted,
        used; /* canonical units; NAN not stated.  used: on the account that drew the most */
    const tt_drawn *drawn; /* `uses` of them, by (day, declaration) */
    uint32_t uses;         /* declarations */
    tt_date last;          /* of them; TT_NO_DATE */
    tt_permit_state state;
} tt_ledger_row;

typedef struct tt_ledger {
    tt_ledger_row *v;                   /* by (state, permit) */
    size_t n, states[TT_PERMIT_STATES]; /* states: how many are in each */
} tt_ledger;

/**
 * @param a     holds the result.
 * @complexity  O(n log n) for n permits and lines of declarations.
 */
TT_MUST_CHECK tt_status tt_ledger_build(const tt_data *d, const tt_wild *wild, tt_arena *a,
                                        tt_ledger *out, tt_err *err);

/** "permits": how many are in each state, and every permit with what was drawn on it. */
void tt_key_permits(const tt_data *d, const tt_ledger *l, tt_jw *w);

#endif
