/* port.c - great circles over a net of waypoints. */
#include "refdata/port.h"

#include "base/str.h"
#include "refdata/fold.h"

#include <math.h>

typedef tt_port_info rg_ports_row;
typedef struct rg_waypoints_row {
    const char *code;
    int64_t lat_e2, lon_e2;
    const char *next; /* codes, blanks between; "-" none */
} rg_waypoints_row;
#define TT_REFGEN_PORTS
#define TT_REFGEN_WAYPOINTS
#include "gen/refdata_data.h"

enum { N_WAYPOINTS = sizeof rg_waypoints / sizeof *rg_waypoints };

struct tt_seas {
    double nm[N_WAYPOINTS][N_WAYPOINTS];
};

bool tt_port_find(tt_str code, tt_port *out)
{
    int row = tt_fold_find(rg_ports_keys, TT_LEN(rg_ports_keys), code);
    if (row < 0)
        return false;
    *out = (tt_port)(row + 1);
    return true;
}

const tt_port_info *tt_port_get(tt_port p)
{
    static const tt_port_info none = {.code = "", .waypoint = "", .name = ""};
    return p != TT_PORT_NONE && p <= TT_LEN(rg_ports) ? &rg_ports[p - 1] : &none;
}

tt_country tt_port_country(tt_port p)
{
    tt_country c = TT_COUNTRY_NONE;
    tt_str code = tt_str_of(tt_port_get(p)->code);
    return tt_country_parse(tt_str_sub(code, 0, 2), &c) ? c : TT_COUNTRY_NONE;
}

size_t tt_port_count(void)
{
    return TT_LEN(rg_ports);
}

/* --- distances --- */

static double great_circle(int64_t lat_a, int64_t lon_a, int64_t lat_b, int64_t lon_b)
{
    const double radius = 3440.065, rad = 3.14159265358979323846 / 18000;
    double dlat = sin((double)(lat_b - lat_a) * rad / 2),
           dlon = sin((double)(lon_b - lon_a) * rad / 2);
    double h = dlat * dlat + cos((double)lat_a * rad) * cos((double)lat_b * rad) * dlon * dlon;
    return 2 * radius * asin(sqrt(h < 1 ? h : 1));
}

double tt_port_nm(tt_port a, tt_port b)
{
    const tt_port_info *x = tt_port_get(a), *y = tt_port_get(b);
    return great_circle(x->lat_e2, x->lon_e2, y->lat_e2, y->lon_e2);
}

static size_t waypoint(tt_str code)
{
    for (size_t i = 0; i < N_WAYPOINTS; i++)
        if (tt_str_is(code, rg_waypoints[i].code))
            return i;
    return N_WAYPOINTS;
}

static double to_waypoint(const tt_port_info *p, size_t w)
{
    return great_circle(p->lat_e2, p->lon_e2, rg_waypoints[w].lat_e2, rg_waypoints[w].lon_e2);
}

static void join(tt_seas *s, size_t i)
{
    tt_str rest = tt_str_of(rg_waypoints[i].next), code;
    while (tt_str_split(&rest, ' ', &code)) {
        size_t k = waypoint(code);
        if (k == N_WAYPOINTS)
            continue; /* "-" */
        const rg_waypoints_row *a = &rg_waypoints[i], *b = &rg_waypoints[k];
        s->nm[i][k] = s->nm[k][i] = great_circle(a->lat_e2, a->lon_e2, b->lat_e2, b->lon_e2);
    }
}

tt_status tt_seas_build(tt_arena *a, const tt_seas **out, tt_err *err)
{
    tt_seas *s = tt_new(a, tt_seas);
    if (!s)
        return tt_fail(err, TT_ENOMEM, "no memory for the sea ways");
    for (size_t i = 0; i < N_WAYPOINTS; i++)
        for (size_t k = 0; k < N_WAYPOINTS; k++)
            s->nm[i][k] = i == k ? 0 : (double)INFINITY;
    for (size_t i = 0; i < N_WAYPOINTS; i++)
        join(s, i);
    for (size_t via = 0; via < N_WAYPOINTS; via++)
        for (size_t i = 0; i < N_WAYPOINTS; i++)
            for (size_t k = 0; k < N_WAYPOINTS; k++)
                if (s->nm[i][via] + s->nm[via][k] < s->nm[i][k])
                    s->nm[i][k] = s->nm[i][via] + s->nm[via][k];
    *out = s;
    return TT_OK;
}

double tt_seas_nm(const tt_seas *s, tt_port a, tt_port b)
{
    const tt_port_info *x = tt_port_get(a), *y = tt_port_get(b);
    size_t i = waypoint(tt_str_of(x->waypoint)), k = waypoint(tt_str_of(y->waypoint));
    if (i == k || i == N_WAYPOINTS || k == N_WAYPOINTS)
        return tt_port_nm(a, b);
    return to_waypoint(x, i) + s->nm[i][k] + to_waypoint(y, k);
}
