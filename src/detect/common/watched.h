/*
 * watched.h - parties of the case that are like an entry of a watch list: by number, telephone or
 * email, and by name.
 *
 * Names are compared as resolve compares them, in all scripts and spellings; a name that says less
 * than a given number of bits, or one of generic words, is like nobody.  Owners and directors whom
 * only ownership records name are looked up, too.
 */
#ifndef TT_DETECT_COMMON_WATCHED_H
#define TT_DETECT_COMMON_WATCHED_H

#include "model/data.h"

/* Bits: what a party and an entry have in common. */
enum {
    TT_WATCHED_NAME = 1,
    TT_WATCHED_NUMBER = 2, /* tax, registration or other number, LEI */
    TT_WATCHED_PHONE = 4,
    TT_WATCHED_EMAIL = 8,
    TT_WATCHED_COUNTRY = 16,     /* of an owner whom only records name: that of what it owns */
    TT_WATCHED_OTHER_NUMBER = 32 /* both have numbers, and none in common */
};

typedef struct tt_watched {
    tt_ix watch;
    tt_ix entity;    /* 0: an owner or director whom only ownership records name */
    tt_ix ownership; /* then: the first of the records that name it; else 0 */
    unsigned fields;
    bool near; /* the names differ by some letters */
} tt_watched;

/**
 * @param bits  that a name must say to be looked at.
 * @param a     holds the result.
 * @param out   by (watch, entity, ownership), each once.
 * @complexity  O(n log n) for n names, and a comparison for each two names with a rare word in
 *              common.
 */
TT_MUST_CHECK tt_status tt_watched_find(const tt_data *d, double bits, tt_arena *a,
                                        const tt_watched **out, size_t *n, tt_err *err);

/**
 * Of each ownership record whose owner no other record knows, the next one of that owner; 0: none.
 * One owner has one id, or one name where no id is given.
 *
 * @param a  holds *next.
 */
TT_MUST_CHECK bool tt_owner_chains(const tt_data *d, tt_arena *a, tt_ix **next);

#endif
