/*
 * config.h - the settings of a case: run-wide ones, and one set of parameters for each stage and
 * detector.  The rows of the sets are where names, ranges and help come from.
 */
#ifndef TT_APP_CONFIG_H
#define TT_APP_CONFIG_H

#include "base/json_write.h"
#include "detect/detect.h"

/* Sets in the order of printing: resolve, match, score, then the detectors in registry order. */
enum { TT_SET_RESOLVE, TT_SET_MATCH, TT_SET_SCORE, TT_SET_DETECTORS };

typedef struct tt_config {
    tt_arena arena;
    tt_date as_of; /* TT_NO_DATE: the newest document */
    uint64_t seed;
    tt_ccy base;
    tt_param_set *sets;
    size_t n_sets;
    bool *enabled;                 /* one for each detector */
    const double **detector_param; /* the same values as the sets, as the runner wants them */
} tt_config;

TT_MUST_CHECK tt_status tt_config_init(tt_config *c, tt_err *err);
void tt_config_release(tt_config *c);

/** Read settings from JSON; missing keys keep their value, and after a failure all do.
 * @return  TT_OK, TT_EFORMAT, TT_EUSAGE (unknown name, value out of range), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_config_json(tt_config *c, tt_str json, tt_err *err);
/** One setting by its dotted name. */
TT_MUST_CHECK tt_status tt_config_set(tt_config *c, tt_str name, tt_str value, tt_err *err);
/** A value as it is printed, saved and hashed: as short as 9 decimals allow, 18 below 0.001. */
void tt_config_number_text(double v, char out[TT_NUM_TEXT]);
/** All settings; with_help adds unit, range and meaning of each. */
void tt_config_write(const tt_config *c, tt_jw *w, bool with_help);

/* What a stage's input hash is made of. */
void tt_config_hash_set(const tt_config *c, size_t set, tt_hasher *h);
/** Everything that can change a report: settings, detector revisions, reference tables (own: those
 * of the case), version. */
TT_MUST_CHECK tt_status tt_config_hash(const tt_config *c, const tt_reference *own, tt_sha256 *out,
                                       tt_err *err);

#endif
