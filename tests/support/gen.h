/*
 * gen.h - a year of made-up trade from a seed, in memory: honest, with the patterns that look like
 * crime and are none, and, when asked, with planted schemes.
 *
 * It is a regression meter for detectors, not a claim about the world.  What is in it, and why, is
 * said at the rules in gen.c; the figures are our judgement, but for those with a source.
 */
#ifndef TT_TESTS_SUPPORT_GEN_H
#define TT_TESTS_SUPPORT_GEN_H

#include "tests/support/tiny_case.h"

typedef enum gen_scheme {
    GEN_OVER,    /* invoiced at 2 to 5 times the price */
    GEN_UNDER,   /* at a half to a fifth */
    GEN_PHANTOM, /* invoiced and paid, never shipped, beside shipped deals */
    GEN_TWICE,   /* invoiced again under another number, both paid, one transport */
    GEN_SHORT,   /* 50 to 75 % of the invoiced quantity shipped */
    GEN_SCHEMES
} gen_scheme;
const char *gen_scheme_text(gen_scheme s);

typedef struct gen_options {
    uint64_t seed;
    uint32_t deals;   /* honest ones: some 3.4 documents each */
    uint32_t planted; /* relations of each scheme, with 3 to 10 deals */
} gen_options;

typedef struct gen_truth {
    gen_scheme scheme;
    tiny_id seller, buyer;
} gen_truth;

typedef struct gen_world {
    gen_truth *planted; /* in the arena */
    size_t n_planted;
} gen_world;

/**
 * Fill an initialised case (before tiny_finish).  The same options give the same case.
 *
 * @param a  holds the texts.
 */
void gen_trade(tiny_case *c, tt_arena *a, const gen_options *opt, gen_world *out);

#endif
