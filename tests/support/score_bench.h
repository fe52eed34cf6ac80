/*
 * score_bench.h - a small case with findings written by hand, for tests of score.
 *
 * Everything that goes wrong fails the test.
 */
#ifndef TT_TESTS_SUPPORT_SCORE_BENCH_H
#define TT_TESTS_SUPPORT_SCORE_BENCH_H

#include "score/score.h"
#include "tests/support/tiny_deals.h"

enum { BENCH_FINDINGS = 24 }; /* at most */

struct bench {
    tiny_case c;
    tt_graph g;
    tt_results r;
    tt_arena *a;
    tt_found found[BENCH_FINDINGS + 1];
    tt_finding_entity entity[BENCH_FINDINGS][4];
    tt_ref doc[BENCH_FINDINGS][4];
    double param[64];
};

/** Empty, default parameters. */
void bench_begin(struct bench *b, tt_arena *a);
void bench_set(struct bench *b, const char *name, double value);
/** Finish the case and build its graph. */
void bench_ready(struct bench *b);
tt_ix bench_named(const struct bench *b, const char *name);
/**
 * Add a finding; heaviest first, as the runner hands them over.
 *
 * @param who  "Name role|Name role", at most four.
 * @return     to set value_shift and the like before scoring.
 */
tt_finding *
bench_finding(struct bench *b, tt_family family, double weight, const char *who, tt_ref doc);
void bench_score_on(struct bench *b, unsigned threads);
void bench_score(struct bench *b);
/** n sellers s0.. in DE, n buyers b0.. in FR, an invoice each; the first invoice. */
tiny_id bench_trade(struct bench *b, int n);
tiny_id bench_party(struct bench *b, const char *name, const char *country);
double bench_weight_of(const struct bench *b, const char *name);
/** The syndicate of finding 1, 2, ...; fails when it is in none. */
const tt_syndicate *bench_syndicate_of(const struct bench *b, size_t finding);
/** NULL when the party is no member. */
const char *bench_role_of(const struct bench *b, const tt_syndicate *s, const char *name);

#endif
