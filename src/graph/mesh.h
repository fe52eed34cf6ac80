/*
 * mesh.h - layers: some parties nearly all of which pay nearly all of some others within days.
 *
 * The days are taken in windows (spans.h).  From a payer on that pays `least` parties in a window,
 * the start, and for each number k of 2 and more: the start and all who pay at least k of its
 * payees and are none of them; then the parties that at least `density` of those pay and that are
 * none of them; then the parties that pay at least `density` of these and are none of them.  The
 * last two are the sides of a layer.  Payees whom less than half of the payers pay are not in it;
 * then each payer must pay half of the payees, and `density` of all pairs of a payer and a payee.
 * Of the k of a start the layer is taken whose sides are closed most often, then that of the fewest
 * parties, then the first.
 *
 * a + b - 1 pairs are needed to connect a payers and b payees at all.  What is more is closed: a
 * payer of one of two payees that have a payer in common pays the other, too.
 */
#ifndef TT_GRAPH_MESH_H
#define TT_GRAPH_MESH_H

#include "graph/budget.h"
#include "graph/ledger.h"

enum { TT_MESH_SIDES = 20000000, TT_MESH_APART = 4 };

typedef struct tt_mesh_options {
    uint32_t step;      /* days: half a window */
    uint32_t least;     /* parties on each side, 2 or more */
    double density;     /* more than 0.5 */
    const uint8_t *hub; /* NULL, or by party: 1 = on neither side */
    /* Budgets, 0 = none: pairs looked at from one start, and from all (shared out as in budget.h).
     * From a start that is cut the best layer until then is taken. */
    uint64_t visits_root, visits;
    uint64_t most; /* layers looked at, the first by window and start, while their sides have no
                      more than TT_MESH_SIDES parties; 0 = any number */
} tt_mesh_options;

typedef struct tt_mesh {
    uint32_t party, n_src, n_dst; /* in tt_meshes.party: the payers ascending, then the payees */
    uint32_t entry, n;            /* in tt_meshes.entry, ascending: what they pay in the window */
    uint32_t window, start;
    uint32_t first, last; /* days of the first and the last of the entries */
    uint32_t pairs;       /* that pay */
    uint32_t closed;      /* pairs - (n_src + n_dst - 1) */
    int64_t amount;
    double expected;   /* of `closed`, by chance */
    double log_chance; /* natural logarithm of the number of layers like it that chance makes of
                          those who pay or are paid by its members: see tt_meshes_find */
    double p;          /* the same with as many starts as there are; at most 1 */
} tt_mesh;

typedef struct tt_meshes {
    tt_mesh *v; /* by (window, start) */
    size_t n;
    uint32_t *party, *entry;
    uint64_t starts;   /* in all windows */
    double clustering; /* how much more often pairs close than the parties' numbers of payments say;
                          at least 1 */
    tt_effort effort;
    uint64_t left_out; /* by `most` */
} tt_meshes;

/**
 * All layers, from the most often closed down, that share no payment with one that is kept already.
 *
 * The chance.  That s pays t in a window has the chance q = h * pays(s) * paid(t) / (pairs *
 * windows), from how often each pays and is paid in all windows.  h is measured in these data: how
 * often three pairs in a row (x pays t, s pays t, s pays u, s a start) are closed (x pays u),
 * beside the sum of the same without h; at least 1.  It is measured in the windows that begin more
 * than TT_MESH_APART windows before or after the layer; where these are less than half of all, in
 * all windows, without the starts that are payers of the layer.  With m = (n_src - 1) * (n_dst - 1)
 * pairs that may close, k do with a chance of at most exp(-m * D(k/m, q)), D the relative entropy
 * (Hoeffding 1963).  Times the ways to choose the payers from all who pay a payee, and the payees
 * from all whom a payer pays, and times the starts.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  for each start the payers of its payees, and for each k that changes its payers the
 *              payments of the sides, up to the budget.
 */
TT_MUST_CHECK tt_status tt_meshes_find(const tt_ledger *l, const tt_mesh_options *opt, tt_arena *a,
                                       tt_meshes *out, tt_err *err);

#endif
