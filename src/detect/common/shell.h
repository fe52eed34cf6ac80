/*
 * shell.h - how much a firm looks like a shell: young, nobody in it, at an address of many.
 * Computed once per run, when a detector asks for it (TT_NEEDS_SHELLS).
 *
 * Signs for and against are read from the registry, the owners, the addresses and the flows.  A
 * sign that a share `among` of shells has weighs
 *
 *     log10(among / base), between 0 and its `bans`,
 *
 * base being how usual it is: among the other trading firms of these data, shrunk to what is
 * assumed (among / 10^bans, worth TT_SHELL_PRIOR firms), then among those of its own country,
 * shrunk to the former in the same way.  So what half of all firms of a country have says nothing
 * there, and what a registry does not tell of anybody says nothing at all.  Signs of one part go
 * together: of each part the heaviest sign for and the heaviest against count.  Parts add up to
 * `sum`, between TT_SHELL_LEAST and TT_SHELL_MOST, and
 *
 *     odds = min(sum, -log10((k + TT_SHELL_PRIOR 10^-sum) / (n + TT_SHELL_PRIOR)))
 *
 * with k of the n other firms having as high a sum: parts may go together, too, and what many have
 * cannot tell them apart.  It is a log10 likelihood ratio, and a reason to look, no accusation:
 * holding firms, agents and young firms are as thin.
 *
 * @source  FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), structure
 *          of the business, names the signs; the figures are judgement, until cases are known.
 */
#ifndef TT_DETECT_COMMON_SHELL_H
#define TT_DETECT_COMMON_SHELL_H

#include "detect/common/draft.h"
#include "detect/common/links.h"
#include "graph/graph.h"

enum { TT_SHELL_PRIOR = 20 }; /* firms that the assumed shares are worth */
#define TT_SHELL_LEAST (-1.0)
#define TT_SHELL_MOST 2.5

typedef enum tt_shell_sign {
    /* for */
    TT_SHELL_YOUNG,       /* its first document comes less than a year after its foundation */
    TT_SHELL_OUT_OF_LIFE, /* documents before its foundation or after its end, by a month */
    TT_SHELL_AT_MANY,     /* in a building of five firms or more that no owner joins */
    TT_SHELL_BOX,         /* a post office box, or in care of somebody */
    TT_SHELL_EMPTY,       /* two employees or fewer, and more trade than half of all firms */
    TT_SHELL_POOR,        /* states a turnover of less than a tenth of its trade */
    TT_SHELL_NOMINEE,     /* directed by who directs ten firms or more that no owner joins */
    TT_SHELL_ONE_PARTNER, /* trades with one party only, five times or more */
    TT_SHELL_NO_COSTS,    /* pays no wages, rent, taxes, power in ten payments over half a year */
    TT_SHELL_NO_WEB,      /* the registry knows no website of it */
    /* against */
    TT_SHELL_STAFFED,   /* ten employees or more */
    TT_SHELL_OLD,       /* founded five years before its first document, or more */
    TT_SHELL_PARTNERS,  /* trades with ten parties or more */
    TT_SHELL_HAS_COSTS, /* pays costs of two kinds */
    TT_SHELL_LEI,       /* a legal entity identifier: it is checked every year */
    TT_SHELL_SIGNS
} tt_shell_sign;

/* What is known of a firm. */
typedef struct tt_shell {
    double sum, odds;    /* log10 */
    uint32_t as_high;    /* other firms with such a sum, or a higher one */
    uint32_t known, has; /* bits 1 << tt_shell_sign: could be judged; is so */
    int32_t age;         /* days from its foundation to its first document; INT32_MIN unknown */
    uint32_t partners;   /* in the trade of goods */
    uint32_t deals;
    uint32_t at_address, directed; /* firms there, and of its busiest director: each declared group
                                      is one */
    uint32_t payments;             /* that it made and that pay no goods of a deal */
    unsigned costs;                /* bits 1 << tt_cost */
    tt_date first, last;           /* of its flows; TT_NO_DATE none */
    int64_t yearly;                /* trade in a year, base currency, minor units */
} tt_shell;

typedef struct tt_shells {
    tt_shell *v;     /* by entity */
    uint32_t *tried; /* by country and sign: firms of which it is known, and that are so */
    uint32_t *so;
    const tt_data *d;
    size_t n; /* firms that are judged */
} tt_shells;

/**
 * @param declared  of entities: groups by declared owners (tt_shared.declared).
 * @param g         NULL: there are no flows.
 * @param a         holds the result, about 80 bytes for each entity.
 * @complexity      O(n log n) for n entities, O(flows), and the text of payments for no goods.
 */
TT_MUST_CHECK tt_status tt_shells_build(const tt_data *d, const tt_graph *g, const tt_links *links,
                                        const tt_ix *declared, tt_arena *a, tt_shells *out,
                                        tt_err *err);

/** Log10 of the likelihood ratio; 0 for entity 0, and for whom no firm of its kind can be: persons,
 * banks, carriers, brokers, public bodies, and who neither trades nor pays. */
double tt_shell_odds(const tt_shells *s, tt_ix entity);
bool tt_shell_has(const tt_shells *s, tt_ix entity, tt_shell_sign sign);
/** What a sign weighs for this firm, log10; 0 when it does not have it. */
double tt_shell_weight(const tt_shells *s, tt_ix entity, tt_shell_sign sign);
/** Share of the other firms that have the sign, 0..1, as above. */
double tt_shell_usual(const tt_shells *s, tt_ix entity, tt_shell_sign sign);
/** How many parts have a sign for a shell that weighs something. */
unsigned tt_shell_parts(const tt_shells *s, tt_ix entity);

/** "no_staff", "mass_address", ...: the name of a measure. */
const char *tt_shell_sign_text(tt_shell_sign sign);
/** One sign of a firm in words: "it was founded 40 days before its first document". */
const char *tt_say_shell_sign(tt_draft *w, const tt_shells *s, tt_ix entity, tt_shell_sign sign);
/** The signs for a shell that weigh something, in words, with "; " between; "" when there are none.
 */
const char *tt_say_shell(tt_draft *w, const tt_shells *s, tt_ix entity);

#endif
