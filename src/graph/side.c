/* side.c - see side.h. */
#include "graph/side.h"

#include <math.h>

static double ratio(double a, double b)
{
    return b > 0 ? a / b : 0;
}

tt_moments tt_side_moments(const tt_side *s, double minor)
{
    double n = 0, sum = 0, two = 0, three = 0;
    for (uint32_t k = 0; k < s->n; k++)
        if (s->amount[s->at[k]] != TT_NO_NUM) {
            n++;
            sum += (double)s->amount[s->at[k]] / minor;
        }
    double mean = ratio(sum, n);
    for (uint32_t k = 0; k < s->n; k++)
        if (s->amount[s->at[k]] != TT_NO_NUM) {
            double d = (double)s->amount[s->at[k]] / minor - mean;
            two += d * d;
            three += d * d * d;
        }
    double sd = sqrt(ratio(two, n));
    return (tt_moments){sum, mean, sd, ratio(ratio(three, n), sd * sd * sd)};
}

double tt_side_burst(const tt_side *s)
{
    double n = 0, sum = 0, two = 0;
    for (uint32_t k = 1; k < s->n; k++) {
        double gap = (double)(s->t[s->at[k]] - s->t[s->at[k - 1]]) / s->day;
        n++;
        sum += gap;
        two += gap * gap;
    }
    if (n < 2 || sum <= 0)
        return 0;
    double mean = sum / n, variance = two / n - mean * mean, sd = variance > 0 ? sqrt(variance) : 0;
    return (sd - mean) / (sd + mean);
}

uint32_t tt_side_partners(const tt_side *s, uint32_t *seen, uint32_t mark)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t *at = &seen[s->other[s->at[k]]];
        n += *at != mark;
        *at = mark;
    }
    return n;
}
