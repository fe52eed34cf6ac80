/*
 * draft.h - a finding while it is written: texts, measures, tests, documents.
 *
 * Nothing here fails at once: an allocation that fails is remembered, texts become "", and
 * tt_draft_add says TT_ENOMEM.  Everything lives in the arena that the draft was begun with.
 */
#ifndef TT_DETECT_COMMON_DRAFT_H
#define TT_DETECT_COMMON_DRAFT_H

#include "base/vec.h"
#include "detect/detect.h"

enum { TT_DRAFT_MAX = 12 }; /* measures, tests and next steps of one finding */

TT_VEC(tt_ref_vec, tt_ref);
TT_VEC(tt_role_vec, tt_finding_entity);

typedef struct tt_draft {
    const tt_data *data;
    tt_arena *a;
    bool failed;
    tt_finding f; /* weight, p_value, direction, texts: set them directly */
    tt_measure measures[TT_DRAFT_MAX];
    tt_test tests[TT_DRAFT_MAX];
    const char *steps[TT_DRAFT_MAX];
    tt_ref_vec documents;
    tt_role_vec entities;
} tt_draft;

/** Empty, p_value NAN, value_shift 0 in the base currency. */
void tt_draft_begin(tt_draft *w, const tt_data *d, tt_arena *a);
/** Hand it over and release it; also after failures. */
TT_MUST_CHECK tt_status tt_draft_add(tt_draft *w, tt_findings *out, tt_err *err);
void tt_draft_release(tt_draft *w);

/** text itself, or "" (and the draft has failed) when it is NULL: wrap tt_arena_printf with it. */
const char *tt_draft_text(tt_draft *w, const char *text);
/** A formatted text in the arena. */
#define tt_say(w, ...) tt_draft_text((w), tt_arena_printf((w)->a, __VA_ARGS__))

/** Twice the same document or entity is fine; documents widen the period. */
void tt_draft_document(tt_draft *w, tt_kind kind, tt_ix doc, tt_ix line);
void tt_draft_entity(tt_draft *w, tt_ix entity, const char *role);
/** The key of a claim about one entity: its id, and what tells several such claims apart ("" for
 * one). */
void tt_draft_key(tt_draft *w, tt_ix entity, const char *of);
/** Seller, buyer, and the key of a claim about the prices of goods between them. */
void tt_draft_relation(tt_draft *w, tt_ix seller, tt_ix buyer, tt_hs hs6, tt_dim dim);
void tt_draft_test(tt_draft *w, const char *test, tt_outcome outcome, const char *detail);
void tt_draft_step(tt_draft *w, const char *text);
/** Tests and steps whose words are always the same. */
void tt_draft_tests(tt_draft *w, const tt_test *tests, size_t n);
void tt_draft_steps(tt_draft *w, const char *const *steps, size_t n);
/** @param low,high  expected range, NAN for none.  @param peers  0 for none. */
void tt_draft_measure(tt_draft *w, const char *name, const char *unit, double value, double low,
                      double high, uint32_t peers);
void tt_draft_money(tt_draft *w, const char *name, int64_t minor);

/* --- words for numbers, in the arena --- */

const char *tt_say_number(tt_draft *w, double v, unsigned decimals);
/** A chance, or how often chance does it: 0.0123; "less than 0.000001". */
const char *tt_say_chance(tt_draft *w, double v);
/** Two decimals, more for what is below one: 1234.50, 0.0123. */
const char *tt_say_price(tt_draft *w, double v);
/** "USD 1234.50": minor units of the base currency. */
const char *tt_say_money(tt_draft *w, int64_t minor);
const char *tt_say_date(tt_draft *w, tt_date day);
/** "on 2024-03-01", "between 2024-03-01 and 2024-05-02". */
const char *tt_say_period(tt_draft *w, tt_date from, tt_date to);
/** What a document says, cut at 60 bytes. */
const char *tt_say_str(tt_draft *w, tt_str text);
/** The key of a reference table in words: "frozen_meat" as "frozen meat". */
const char *tt_say_key(tt_draft *w, tt_str key);
/** A document's number, cut at 60 bytes. */
const char *tt_say_doc(tt_draft *w, tt_kind kind, tt_ix doc);
/** The numbers of at most `max` different documents of a kind, then "and n more". */
const char *tt_say_docs(tt_draft *w, tt_kind kind, size_t max);
/** "1 line", "2 lines": word in the singular; party becomes parties. */
const char *tt_say_count(tt_draft *w, uint64_t n, const char *word);

/** Counts and values that were not looked at, as one note on completeness. */
TT_MUST_CHECK tt_status tt_note(const tt_data *d, tt_findings *out, tt_arena *a, const char *what,
                                const char *limit, uint64_t n, const char *of, int64_t value,
                                const char *effect, tt_err *err);

#endif
