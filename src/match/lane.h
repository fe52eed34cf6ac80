/*
 * lane.h - documents as what they add up to, and hypotheses of who answers for whom.
 *
 * A lane is one question: which invoices do payments pay, which do house bills carry, which do
 * import declarations declare.  Lanes are independent: an export and an import declaration, a
 * master and a house bill each answer for the whole of one invoice.
 */
#ifndef TT_MATCH_LANE_H
#define TT_MATCH_LANE_H

#include "match/breaks.h"
#include "match/parts.h"

enum {
    TT_ITEM_CODES = 4,
    TT_ITEM_TOKENS = 36, /* twelve numbers: each alone, and with the words after it */
    TT_ITEM_LINES = 64,  /* that are compared one by one */
    TT_WHOLE = 1000000 /* a share of 1 */,
    TT_UNKNOWN = 0 /* a share: covers nothing */
};

/* The digits of a number: as a value without leading zeros (of the last 18), and how many. */
typedef struct tt_digits {
    uint64_t value;
    uint32_t n;
} tt_digits;
TT_VEC(tt_digits_vec, tt_digits);

/* What a document says, in comparable form; TT_NO_NUM unknown. */
typedef struct tt_item {
    tt_date day, due;
    tt_ix from, to, also; /* seller, shipper, exporter, payee; buyer ... payer; notify party */
    tt_money money;       /* total */
    int64_t base;         /* the same in base currency at its date */
    int64_t credited;     /* credit notes found for it; their first day */
    tt_date credited_on;
    int64_t quantity, net, gross; /* canonical unit of dim; 1e-6 kg */
    tt_dim dim;
    int8_t freight;          /* money holds the main carriage: 1 yes, 0 no, -1 unknown */
    bool weighed;            /* net is what so many pieces weigh on other papers (pieces.h) */
    bool back;               /* credit note: money goes from seller to buyer */
    uint8_t n_hs;            /* 0 = unknown or too many */
    uint8_t n_numbers;       /* of a payment: different numbers in the list that it gives */
    uint16_t cut;            /* bits of tt_match_limit: of what not all is here */
    tt_hs hs[TT_ITEM_CODES]; /* distinct, first six digits at most, ascending */
    uint64_t transport;      /* hash of the transport document as a key; 0 none */
    tt_digits number, order;
    uint32_t first_token, n_tokens; /* numbers that it may name */
} tt_item;

typedef struct tt_items {
    tt_item *of[TT_KIND_COUNT]; /* by document, 1-based */
    tt_digits_vec tokens;
} tt_items;

/** @return  TT_OK, TT_ENOMEM.  Arrays in `a`; tokens released with tt_items_release, also after
 * failure. */
TT_MUST_CHECK tt_status tt_items_make(const tt_data *d, tt_arena *a, tt_items *out, tt_err *err);
void tt_items_release(tt_items *m);

/** Hash of the letters and digits of a number, without case; 0 when no digit is in it. */
uint64_t tt_key_hash(tt_str raw);

/* --- lanes --- */

typedef struct tt_lane_spec {
    const char *name;
    tt_kind kind, to_kind;
    uint32_t types;    /* of kind, a bit for each tt_doc_type */
    uint32_t to_types; /* of to_kind, where it is not named */
    bool money;        /* compared by money, else as goods */
    int before, after; /* days of `kind` around that of `to_kind` that are looked at */
    int lag, spread;   /* usual, before anything is learned */
    int late;          /* days after that the second pass looks at: what is open still */
} tt_lane_spec;
extern const tt_lane_spec tt_lane_specs[];
extern const size_t tt_lane_n_specs;

/* `doc` names `to`, by number, between parties that fit. */
typedef struct tt_named {
    tt_ix doc, to;
    tt_ref_key key;
    tt_str detail;
} tt_named;
TT_VEC(tt_named_vec, tt_named);

/* Sorted by (a, b, doc): a group, a place in it. */
typedef struct tt_slot {
    uint64_t a, b;
    tt_ix doc;
} tt_slot;

/* Days between two parties' documents, learned. */
typedef struct tt_habit {
    uint64_t relation;
    float lag, spread;
} tt_habit;

typedef struct tt_lane {
    const tt_lane_spec *spec;
    const tt_data *d;
    const double *param;
    const int32_t *w; /* weights in centibits, by parameter */
    const tt_items *items;
    tt_item *docs, *tos; /* items of the two kinds, by document */
    size_t n_docs, n_tos;
    tt_named_vec named;    /* sorted by (doc, to) */
    tt_named_vec aside;    /* names that stand beside all others: of a proforma, by a debit note */
    tt_named_vec strange;  /* sorted by (doc, to): the number is named, but no party fits */
    uint32_t *first_named; /* by document: into named; n + 2 elements */
    uint32_t *first_strange;
    tt_slot *by_day, *by_size, *by_from, *by_to, *by_digits; /* targets */
    size_t n_by_day, n_by_size, n_by_from, n_by_to, n_by_digits;
    tt_slot *doc_day; /* documents of the lane by (relation, day) */
    tt_habit *habits; /* by relation */
    size_t n_habits;
    double lag, spread; /* of the lane */
    bool from_due;      /* lags count from the due date where there is one */
    bool second;        /* pass */
    int32_t only;       /* evidence of being the only one left, learned */
    int32_t *covered;   /* by target: share that is accepted */
    uint8_t *used;      /* by document */
} tt_lane;

uint64_t tt_relation(tt_ix from, tt_ix to);
/** What a document is searched by: money, else quantity, else net weight.  False: nothing. */
bool tt_lane_size(const tt_lane *l, const tt_item *it, uint64_t *unit, int64_t *size);
/** Document list, targets and indexes.  What is in l->named already stays.  @return  TT_OK,
 * TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_lane_init(tt_lane *l, const tt_refs *refs, tt_arena *a, tt_err *err);
void tt_lane_release(tt_lane *l);
/** A document that may be answered for also when it is not named. */
bool tt_lane_is_target(const tt_lane *l, tt_ix to);
/** A document that answers only for what it names: a debit note. */
bool tt_lane_only_named(const tt_lane *l, tt_ix doc);
/** Who is on either end of a target: seller and buyer, but for the money of a credit note. */
void tt_lane_ends(const tt_lane *l, const tt_item *to, tt_ix ends[2]);
/** Group of by_size (relation), by_from and by_to (party). */
uint64_t tt_slot_group(uint64_t relation, uint64_t unit);
/** First slot that is not before (a, b). */
size_t tt_slot_find(const tt_slot *v, size_t n, uint64_t a, uint64_t b);
uint64_t tt_slot_place(int64_t signed_value);

/* --- carriage.c --- */

/**
 * Add to `out` what transport documents of the lane are for because others, of another lane, with
 * the same container and seal, voyage or days, are for it.
 *
 * @param pairings  found so far.
 * @param tried     told of transport documents whose container is on too many.
 */
TT_MUST_CHECK bool
tt_carriage_names(const tt_lane *l, const tt_edge_vec *edges, const tt_pairing *pairings, size_t n,
                  tt_tried *tried, tt_named_vec *out);

/* --- score.c: evidence of one document and one target, in centibits --- */

typedef struct tt_cand {
    tt_ix to;
    int32_t number, party, date, goods; /* goods: codes, words, lines */
    int32_t lines; /* the part of goods that belongs to this pair: lines; half of codes, words */
    const tt_named *named; /* NULL = not by its exact number */
    const char *key;       /* the evidence of its number; NULL none */
    bool fits;             /* a party is on the same end of both */
    bool strange;          /* its number is named, and no party fits */
    bool back;             /* money that goes back */
} tt_cand;
TT_VEC(tt_cand_vec, tt_cand);

/** Everything but the measures. */
void tt_cand_score(const tt_lane *l, tt_ix doc, tt_cand *c);

/* Sums over documents or targets. */
typedef struct tt_bulk {
    tt_money money;
    int64_t base, quantity, net, gross;
    tt_dim dim;
    int8_t freight;
    bool weighed;
    tt_date day;
} tt_bulk;
tt_bulk tt_bulk_of(const tt_item *it);
void tt_bulk_add(tt_bulk *s, const tt_item *it);

/* How two sums fit. */
typedef struct tt_fit {
    int32_t bits;
    int32_t share;    /* of the target */
    const char *what; /* the strongest measure; NULL nothing known */
} tt_fit;
/**
 * @param p      the payment, or the last of several whose sum is `paid`.
 * @param whole  usual parts are not tried.
 */
tt_fit tt_fit_money(const tt_lane *l, const tt_payment *p, tt_money paid, tt_money due, bool whole);
tt_fit tt_fit_goods(const tt_lane *l, const tt_bulk *doc, const tt_bulk *to, bool whole);
/** Evidence of equal amounts. */
int32_t tt_money_exact_bits(const tt_lane *l, tt_money m);
/** Most that charges may be, in minor units of `m`, on `day`. */
int64_t tt_charge_most(const tt_lane *l, tt_money m, tt_date day);
/** Evidence of lines with the code and quantity of lines, where there are several. */
int32_t tt_lines_bits(const tt_lane *l, tt_ix doc, tt_ix to);
/** Evidence of words that descriptions share. */
int32_t tt_words_bits(const tt_lane *l, tt_ix doc, tt_ix to);
/** True when half of the words of the shorter text are in the other; ASCII letters without case. */
bool tt_shares_words(tt_str a, tt_str b);
const tt_line *tt_lane_lines(const tt_data *d, tt_kind kind);
/** The day that lags count from. */
tt_date tt_lane_start(const tt_lane *l, const tt_item *to);

/* --- hypotheses --- */

typedef enum tt_form {
    TT_FORM_FULL,
    TT_FORM_PART,
    TT_FORM_RUN,
    TT_FORM_SUBSET,
    TT_FORM_INSTALMENT,
    TT_FORM_CREDIT
} tt_form;
const char *tt_form_text(tt_form f);

typedef struct tt_leg {
    tt_ix ix;
    int32_t share; /* of the target */
} tt_leg;
TT_VEC(tt_leg_vec, tt_leg);

/* One document and `n` targets; or, when `many_docs`, `n` documents and one target. */
typedef struct tt_hyp {
    tt_ix one;
    uint32_t first, n; /* legs */
    int32_t bits;
    const char *reason;
    const tt_named *named; /* the strongest of its references */
    uint8_t form;
    bool many_docs, over; /* over: taken though the target is covered */
    bool is_named;        /* all by exact number */
    bool for_more;        /* and for others, not in the data: how much is for this is not known */
    int32_t margin;
} tt_hyp;
TT_VEC(tt_hyp_vec, tt_hyp);

typedef struct tt_hyps {
    tt_hyp_vec v;
    tt_leg_vec legs;
    uint64_t left[TT_MATCH_LIMITS]; /* out: see tt_tried */
} tt_hyps;
void tt_hyps_release(tt_hyps *h);

/** Documents and their candidates: hypotheses of all that are not used; sorted.
 * @param tried  added to: what was looked at for documents of the lane, and for targets. */
TT_MUST_CHECK tt_status tt_hyps_find(const tt_lane *l, unsigned threads, const tt_tried *tried,
                                     tt_hyps *out, tt_err *err);

/* --- subset.c --- */

typedef struct tt_pick {
    uint32_t n, at[6];
} tt_pick;
TT_VEC(tt_pick_vec, tt_pick);
enum { TT_PICKS_MOST = 64 };

/**
 * Twos and threes of v[0..n) with a sum in [low, high].
 *
 * @param v       ascending.
 * @param threes  else twos alone.
 * @param limit   set when there are more than TT_PICKS_MOST in `out`; then the rest is not in it.
 * @return        false when memory is out.
 */
TT_MUST_CHECK bool tt_subset_few(const int64_t *v, size_t n, bool threes, int64_t low, int64_t high,
                                 tt_pick_vec *out, bool *limit);
/** Fours to sixes, by meeting in the middle: at most `budget` sums are made, `left` of the largest
 * numbers are in none.  @param limit  as above. */
TT_MUST_CHECK bool tt_subset_many(const int64_t *v, size_t n, size_t budget, int64_t low,
                                  int64_t high, tt_pick_vec *out, size_t *left, bool *limit);

/* --- select.c, exact.c, assign.c --- */

/**
 * Choose hypotheses that can all be true: each document in one, targets covered up to share_most.
 *
 * A component of documents and targets that hypotheses connect is solved by itself: one to one by
 * assignment, up to twenty hypotheses exactly, else the strongest first.
 *
 * @param chosen  filled: with margins, those that are ambiguous left out; legs index h->legs.
 *                Covered shares and used documents are written into the lane.
 */
TT_MUST_CHECK tt_status tt_hyps_select(tt_lane *l, tt_hyps *h, unsigned threads,
                                       tt_tried_doc *tried, tt_hyp_vec *chosen, tt_err *err);

/* The hypotheses of one component, strongest first, and what is chosen of them. */
typedef struct tt_component {
    tt_lane *l;
    tt_hyps *h;
    const uint32_t *ix; /* of h->v */
    size_t n;
    uint8_t *taken; /* by place in ix: 1 chosen, 2 chosen over the share */
    bool cut;       /* out: there may be a better choice */
} tt_component;
/** What choosing a hypothesis is worth now: its bits over the threshold, less when it covers too
 * much; at most 0: it cannot be chosen. */
int32_t tt_hyp_worth(const tt_lane *l, const tt_hyps *h, const tt_hyp *x);
/** Write a hypothesis into used and covered; sign -1 takes it out. */
void tt_hyp_put(tt_lane *l, const tt_hyps *h, const tt_hyp *x, int sign);
enum { TT_EXACT_MOST = 20 };
/** Best choice by branch and bound. */
void tt_choose_exact(tt_component *c);
/** Best choice where each is of one document and one whole target.  False when memory is out. */
TT_MUST_CHECK bool tt_choose_pairs(tt_component *c, size_t n_docs, size_t n_tos);

/**
 * Minimum-cost assignment of rows to columns, rows <= columns.
 *
 * @param cost   rows * columns, row by row.
 * @param row    out: column of each row.
 * @complexity   O(rows^2 columns) time, O(columns) memory.
 * @source       Kuhn, The Hungarian method, Naval Research Logistics Quarterly 2, 1955; in the form
 *               with potentials and one augmenting path per row (Jonker and Volgenant, Computing
 * 38, 1987).
 * @return       false when memory is out.
 */
TT_MUST_CHECK bool tt_assign(const int64_t *cost, size_t rows, size_t columns, uint32_t *row);

/* --- lag.c --- */

/** Learn days between documents from what is chosen: of the lane, and of each relation. */
TT_MUST_CHECK bool
tt_lane_learn(tt_lane *l, const tt_hyps *h, const tt_hyp_vec *chosen, tt_arena *a);

/* --- run.c --- */

/* What was decided in all lanes. */
typedef struct tt_joined {
    tt_edge_vec edges; /* those that joined: references that stand, and evidence without */
    struct tt_pairing_vec {
        tt_pairing *v;
        size_t n, cap;
    } pairings;
    uint64_t n_long; /* pairs of documents with too many lines to pair them */
} tt_joined;

/** Answer all lanes.  `refs`: what documents name.  Released by the caller after failure too. */
TT_MUST_CHECK tt_status tt_lanes_run(const tt_data *d, const double *param, const tt_refs *refs,
                                     unsigned threads, const tt_talk *talk, tt_tried *tried,
                                     tt_arena *a, tt_joined *out, tt_err *err);
void tt_joined_release(tt_joined *m);

/** Pairings of a chosen hypothesis, line by line where it is goods. */
TT_MUST_CHECK bool
tt_pairings_add(const tt_lane *l, const tt_hyps *h, const tt_hyp *x, tt_joined *out);

/* --- between.c --- */

/**
 * Pair transport documents and declarations that have no invoice with that of the other, where
 * these two, and the other and its invoice, are paired with `least` centibits.
 *
 * @complexity  O(pairings + documents); arrays by document in scratch.
 * @return      false when memory is out.
 */
TT_MUST_CHECK bool
tt_pairings_between(const tt_data *d, int32_t least, tt_arena *scratch, tt_joined *m);

#endif
