/*
 * id_field.h - which fields of a row are identifiers that can be checked, and what they are checked
 * as.
 *
 * What is said of an identifier follows from the row alone: the case file keeps it, verify makes it
 * again, show and the reports say it.
 */
#ifndef TT_MODEL_ID_FIELD_H
#define TT_MODEL_ID_FIELD_H

#include "model/record.h"
#include "refdata/ids.h"

/**
 * Scheme of field i of a row; TT_ID_NONE: it is none, or it may be anything.
 *
 * @param v  the fields of the row, of which those that say what the field is are looked at: country
 *           of the party, type of the party.
 */
tt_id_scheme tt_id_field_scheme(const tt_kind_info *k, const tt_value *v, size_t i);
/** Scheme of a part of a mention: ID by the country of the party, ACCOUNT, BANK. */
tt_id_scheme tt_id_part_scheme(tt_part part, tt_str text, tt_country country);
/** What is to be said of field i of a row. */
tt_id_state tt_id_field_state(const tt_kind_info *k, const tt_value *v, size_t i);
/** What is to be said of a part of a mention. */
tt_id_state tt_id_part_state(tt_part part, tt_str text, tt_country country);

#endif
