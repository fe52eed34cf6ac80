/*
 * decision.h - a line of a decisions file: what a person said of two parties, or of a finding.
 *
 * A decision is kept as it was written, with what its texts name bound beside them: the fingerprint
 * of a mention or the content hash of a registry row, never a position, so that it holds after data
 * is loaded again and after methods change.
 */
#ifndef TT_MODEL_DECISION_H
#define TT_MODEL_DECISION_H

#include "model/data.h"

/* What was said.  The words are in files, case files and reports, and stay. */
typedef enum tt_said {
    TT_SAID_NOTHING,
    /* of two parties; in the order of tt_verdict */
    TT_SAID_SAME,
    TT_SAID_DIFFERENT,
    TT_SAID_UNSURE,
    /* of a finding: its disposition */
    TT_SAID_CONFIRMED, /* it is what it looks like */
    TT_SAID_DISMISSED, /* explained, or not worth more work */
    TT_SAID_ESCALATED, /* handed to a case or to a higher level */
    TT_SAID_REPORTED,  /* in a suspicious-activity report */
    TT_SAID_MONITORED, /* watched further */
    TT_SAID_PENDING,   /* waits for information */
    TT_SAID_WORDS
} tt_said;

const char *tt_said_text(tt_said s); /* "same"; "" for TT_SAID_NOTHING */
/** In any case of letters; TT_SAID_NOTHING for an unknown word. */
tt_said tt_said_parse(tt_str text);
bool tt_said_of_finding(tt_said s);

typedef struct tt_decided {
    uint64_t line; /* of the file */
    tt_str a, b;   /* as written; b absent for findings */
    tt_hash is_a;  /* what it names; zero: nothing that the case had when the file was given */
    tt_hash is_b;
    tt_said said;
    tt_str who, why; /* absent: not said */
    tt_when when;    /* day TT_NO_DATE: not said */
} tt_decided;

/* The file that decisions come from. */
typedef struct tt_decision_file {
    tt_str name; /* base name; absent: there never was one */
    tt_sha256 sha;
} tt_decision_file;

/* --- whom a text names --- */

typedef struct tt_who {
    tt_hash is;      /* a fingerprint or content hash: of the smallest that fits */
    tt_ix entity;    /* 0: not resolved yet */
    size_t n;        /* parties that fit: 0 none, 1 found, more: ambiguous */
    tt_hash fits[3]; /* the first of them, for a message */
} tt_who;

/* Names to mentions and registry rows; made when the first name is looked up. */
typedef struct tt_who_index tt_who_index;

/** @param d  borrowed until tt_who_index_free. */
TT_MUST_CHECK tt_status tt_who_index_new(const tt_data *d, tt_who_index **out, tt_err *err);
void tt_who_index_free(tt_who_index *x); /* NULL is fine */

/**
 * A party by text: the id of an entity (or of a mention or registry row in it: ids of older reports
 * go on working) or a prefix of one; else NAME|COUNTRY or NAME, as written in a document.
 *
 * Ids of entities go before ids of their parts, ids before names.  A whole id always gives its
 * hash, also when the case has no such party (n is 0 then).  Mentions of one name and country that
 * are in no entity yet are one party unless their identifiers differ.
 *
 * @complexity  O(1) for names, O(log n) for ids, plus registry rows and what fits.
 */
TT_MUST_CHECK tt_status tt_who_find(tt_who_index *x, tt_str text, tt_who *out, tt_err *err);

#endif
