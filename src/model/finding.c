/* finding.c - the words of a finding's enums; they are in reports and case files, and stay. */
#include "model/finding.h"

const char *tt_outcome_text(tt_outcome o)
{
    switch (o) {
    case TT_TEST_NOT_EXPLAINED:
        return "not_explained";
    case TT_TEST_WEAKENED:
        return "weakened";
    case TT_TEST_UNKNOWN:
        break;
    }
    return "unknown";
}

const char *tt_direction_text(tt_direction d)
{
    switch (d) {
    case TT_SHIFT_TO_EXPORTER:
        return "to_exporter";
    case TT_SHIFT_TO_IMPORTER:
        return "to_importer";
    case TT_SHIFT_NONE:
        break;
    }
    return "none";
}
