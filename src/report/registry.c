/*
 * registry.c - the report formats.
 */
#include "report/report.h"

#define TT_REPORTER(id) extern const tt_reporter tt_reporter_##id;
#include "report/registry.def"
#undef TT_REPORTER

static const tt_reporter *const reporters[] = {
#define TT_REPORTER(id) &tt_reporter_##id,
#include "report/registry.def"
#undef TT_REPORTER
};

const tt_reporter *const *tt_reporters(size_t *n)
{
    *n = TT_LEN(reporters);
    return reporters;
}
