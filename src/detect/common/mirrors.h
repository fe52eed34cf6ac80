/*
 * mirrors.h - what two customs services declare of the same goods: the exports of one country to
 * another beside the imports of the other from it, subheading by subheading.
 *
 * A line counts for the country of the party that declares it (of an export the exporter, of an
 * import the importer) and the partner country that it names, else that of the other party.  Goods
 * in transit that the country of arrival declares have arrived, too.  Values are FOB (worth.h).
 */
#ifndef TT_DETECT_COMMON_MIRRORS_H
#define TT_DETECT_COMMON_MIRRORS_H

#include "detect/common/draft.h"

typedef struct tt_mirror_line {
    tt_country from, to;
    tt_hs hs6;
    tt_date day;
    bool in;     /* declared where the goods arrive */
    bool paired; /* a declaration of the other side answers for its own: both can be compared */
    tt_ix exporter, importer; /* entities */
    double value;             /* FOB, major units of the base currency; 0: not known */
    double mass;              /* net kilograms; 0: not known */
    tt_ref at;
} tt_mirror_line;

typedef struct tt_mirror {
    tt_country from, to;
    tt_hs hs6;
    size_t first, n; /* of lines */
} tt_mirror;

typedef struct tt_mirrors {
    tt_mirror_line *lines; /* by (from, to, hs6, day, document, line) */
    tt_mirror *v;          /* by (from, to, hs6) */
    size_t n_lines, n;
    uint64_t n_without; /* lines without a day, a value, six digits or one of the two countries */
} tt_mirrors;

/**
 * @param a     holds the result.
 * @complexity  O(n log n) for n lines of declarations and pairings.
 */
TT_MUST_CHECK tt_status tt_mirrors_build(const tt_data *d, tt_arena *a, tt_mirrors *out,
                                         tt_err *err);

/* One side of some lines within some days. */
typedef struct tt_mirror_sum {
    double value, mass, paired; /* paired: value that can be compared line by line */
    double squares;             /* of the values */
    uint32_t n, no_mass;        /* lines; those that state no mass */
} tt_mirror_sum;

/** Add up lines first .. first + n, from <= day <= to.  O(n). */
tt_mirror_sum
tt_mirror_side(const tt_mirrors *l, size_t first, size_t n, bool in, tt_date from, tt_date to);

/** The lanes of the same two countries and the same chapter as v[i]: one stretch of lines. */
tt_mirror tt_mirror_chapter(const tt_mirrors *l, size_t i);

/* What one exporter and one importer declare on both sides. */
typedef struct tt_mirror_pair {
    tt_ix exporter, importer;
    double out, in;
} tt_mirror_pair;

/**
 * The pairs of a lane, by (exporter, importer).
 *
 * @param days  from and to of exports, then of imports.
 * @param a     holds *out.
 */
TT_MUST_CHECK tt_status tt_mirror_pairs(const tt_mirrors *l, const tt_mirror *lane,
                                        const tt_date days[4], tt_arena *a, tt_mirror_pair **out,
                                        size_t *n, tt_err *err);

#endif
