/*
 * truth.h - what is true of a simulated world: read from the folder that `simulate` writes.
 *
 * Columns of the tables: src/simulate/README.md.  Indices start at 1; 0 is none.
 */
#ifndef TT_EVALUATE_TRUTH_H
#define TT_EVALUATE_TRUTH_H

#include "base/arena.h"
#include "base/map.h"
#include "model/kind.h"

typedef uint32_t tt_tx; /* an index into the truth */

/* A document.  Sorted by (kind, line). */
typedef struct tt_truth_doc {
    tt_kind kind;
    uint32_t line; /* of its first row in the file of its kind */
    tt_str number;
    tt_tx event;               /* 0: ordinary trade */
    tt_tx party[TT_MAX_ROLES]; /* of entities, by role - 1; 0: none or not told */
} tt_truth_doc;

/* Something planted, or honest trade that looks like it. */
typedef struct tt_truth_event {
    tt_str id, code; /* typology, or class of look-alike */
    tt_str level;    /* "easy", "medium", "hard"; empty for look-alikes */
    bool planted;
    bool ties;                       /* of the members of its syndicate: all their papers show it */
    tt_tx syndicate;                 /* 0: alone */
    uint32_t first_doc, n_docs;      /* of event_docs: documents */
    uint32_t first_party, n_parties; /* of event_parties: entities */
} tt_truth_event;

typedef struct tt_truth_link {
    tt_tx invoice, other;
} tt_truth_link;

typedef struct tt_truth_break {
    tt_tx doc;
    tt_kind partner;
    tt_str reason;
} tt_truth_break;

typedef struct tt_truth {
    tt_arena *a;
    tt_str scenario;
    uint64_t seed;
    bool tables; /* the tables are there: truth.json alone knows the documents of events only */
    tt_truth_doc *docs;
    tt_truth_event *events;
    tt_tx *event_docs, *event_parties;
    tt_truth_link *links;   /* sorted by (invoice, other) */
    tt_truth_break *breaks; /* sorted by (doc, partner) */
    uint32_t n_docs, n_events, n_links, n_breaks, n_entities, n_syndicates;
    uint32_t n_planted;
    tt_map entities, syndicates; /* text: index */
} tt_truth;

/**
 * Read a truth.json, or the folder that holds it, with the tables beside it.
 *
 * @param a    holds the truth.
 * @param out  tt_truth_release.
 * @return     TT_OK, TT_EIO, TT_EFORMAT (file, line and what is wrong), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_truth_read(const char *path, tt_arena *a, tt_truth *out, tt_err *err);
void tt_truth_release(tt_truth *t);

/** The document that a row belongs to: the last of its kind that starts at or before the line, if
 * it has the number; else 0. */
tt_tx tt_truth_find(const tt_truth *t, tt_kind kind, uint64_t line, tt_str number);

#endif
