/* fans.h - what flow.fan_in and flow.fan_out share: everything but the side they look at. */
#ifndef TT_DETECT_COMMON_FANS_H
#define TT_DETECT_COMMON_FANS_H

#include "detect/common/motifs.h"
#include "graph/fan.h"

/* Both have these parameters. */
enum {
    TT_FAN_SHORT,
    TT_FAN_LONG,
    TT_FAN_LEAST,
    TT_FAN_KNOWN,
    TT_FAN_CV,
    TT_FAN_FRESH,
    TT_FAN_MOTIF,
    TT_FAN_PARAMS = TT_FAN_MOTIF + TT_MOTIF_PARAMS
};
extern const tt_param tt_fan_params[TT_FAN_PARAMS];

/* What differs. */
typedef struct tt_fan_words {
    const char *id;
    bool in;
    const char *hub, *leaf; /* roles: "collector", "payer" */
} tt_fan_words;

TT_MUST_CHECK tt_status tt_fans_run(const tt_detect_in *in, const tt_fan_words *words,
                                    tt_findings *out, tt_err *err);

#endif
