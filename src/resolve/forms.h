/*
 * forms.h - what the legal forms of names say of parties, and of where they are.
 *
 * A form is of a set of countries (tt_legal_homes): an NV and an SA may be one company of Belgium,
 * an S.p.A. and an S.A. de C.V. are two.
 */
#ifndef TT_RESOLVE_FORMS_H
#define TT_RESOLVE_FORMS_H

#include "resolve/cards.h"

/** All spellings of the one have another legal form than all of the other. */
bool tt_forms_differ(const tt_rs *w, const tt_said *said, const tt_card *a, const tt_card *b);
/** All names of the one have legal forms that no country of the other has, and no name of the other
 * has one of these forms. */
bool tt_form_of_others(const tt_rs *w, const tt_said *said, const tt_card *one,
                       const tt_card *other);

/** Of records that say no country: forms that meet, also by way of others, are on one side.
 * @param side  per tt_legal_home. */
void tt_form_sides(const tt_rs *w, const uint32_t *at, uint32_t n, uint32_t side[UINT8_MAX + 1]);
/**
 * What a form claims among n countries: the only one that has it; where none has it a number above
 * all countries, of its own; where there are no countries, one of its side.
 *
 * @return  0: nothing, as several have it.
 */
uint32_t tt_form_claim(uint8_t home, const tt_country *v, size_t n, const uint32_t *side);

#endif
