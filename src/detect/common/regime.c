/* regime.c - see regime.h. */
#include "detect/common/regime.h"

static bool two_digits(const char *p, int *out)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = 10 * (p[0] - '0') + (p[1] - '0');
    return true;
}

bool tt_regime_of(tt_str procedure_code, tt_regime *out)
{
    return procedure_code.n >= 4 && two_digits(procedure_code.p, &out->asked) &&
           two_digits(procedure_code.p + 2, &out->before);
}

bool tt_regime_same_state(int procedure)
{
    return procedure == 50 || procedure == 52 || procedure == 53;
}

bool tt_regime_processing(int procedure)
{
    return procedure == 51 || procedure == 54;
}

bool tt_regime_stored(int procedure)
{
    return procedure == 71 || (procedure >= 76 && procedure <= 78);
}

bool tt_regime_temporary(tt_str procedure_code)
{
    tt_regime r;
    return tt_regime_of(procedure_code, &r) &&
           ((r.asked >= 21 && r.asked <= 23) || r.asked == 61 || r.asked == 63 ||
            tt_regime_same_state(r.asked) || tt_regime_processing(r.asked));
}
