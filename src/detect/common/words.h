/*
 * words.h - what free text gives away: samples, services, terms.  Whole words without regard to
 * case; English, and what trade documents everywhere borrow from it.  A text in other words says
 * nothing: a detector must not read its silence as an answer.
 */
#ifndef TT_DETECT_COMMON_WORDS_H
#define TT_DETECT_COMMON_WORDS_H

#include "refdata/ids.h"

/** True when text holds word, not inside a longer word.  ASCII letters of both cases are equal. */
bool tt_text_has(tt_str text, const char *word);

/**
 * Share of the words of the shorter text that the other has too; words have three letters or more,
 * or are of another script.  1 when neither has such words.
 */
double tt_text_shared(tt_str a, tt_str b);

/** Samples, repairs, returns: no sale at a market price. */
bool tt_text_is_sample(tt_str description);
/** Services, fees, licences: nothing that is shipped. */
bool tt_text_is_service(tt_str description);
/** Payment in advance: goods come later. */
bool tt_text_says_prepaid(tt_str terms);
/** Bill and hold, consignment stock: goods stay where they are. */
bool tt_text_says_held(tt_str terms);
/** The days that terms of payment give: 60 of "T/T 60 days"; the longest when there are several;
 * -1: none. */
int32_t tt_text_days(tt_str terms);
/** Parts of one price. */
bool tt_text_is_instalment(tt_str text);
/** One number is the other with a mark of revision added: INV-7 and INV-7A, INV-7/1, INV-7-R2. */
bool tt_number_is_revision(tt_str a, tt_str b);
/** Holds a word with three digits or more that is no year: the number of some document. */
bool tt_text_has_number(tt_str text);
/** Eleven digits of which the last is the rest of the seven before it by seven (IATA Resolution
 * 600a); a dash or blank after the third is fine. */
bool tt_text_is_air_waybill(tt_str number);
/** VALID or BAD for two letters, nine digits and two letters (UPU S10: the ninth digit checks);
 * UNCHECKED for anything else. */
tt_id_state tt_text_parcel(tt_str number);

#endif
