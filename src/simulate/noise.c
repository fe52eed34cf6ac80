/*
 * noise.c - what scanners and fingers do to a text, and letters without their accents.
 */
#include "simulate/parts.h"

uint32_t sim_noise(const sim_world *w, uint32_t ppm)
{
    return (uint32_t)TT_MIN((uint64_t)ppm * w->spec->noise / SIM_ONE, (uint64_t)SIM_ONE);
}

/* --- accents --- */

static const char latin_1[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYPsaaaaaaaceeeeiiiidnooooo/ouuuuypy";
static const char latin_a[] = "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjJjKkkLlLlLlLlLlN"
                              "nNnNnnNnOoOoOoOoRrRrRrSsSsSsSs"
                              "TtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/* The letter under the marks; 0: none that we know. */
static char bare(uint32_t c)
{
    static const struct {
        uint16_t from, to;
        char big;
    } viet[] = {{0x1EA0, 0x1EB7, 'A'}, {0x1EB8, 0x1EC7, 'E'}, {0x1EC8, 0x1ECB, 'I'},
                {0x1ECC, 0x1EE3, 'O'}, {0x1EE4, 0x1EF1, 'U'}, {0x1EF2, 0x1EF9, 'Y'}};
    if (c < 0x80)
        return (char)c;
    if (c >= 0xC0 && c <= 0xFF)
        return latin_1[c - 0xC0];
    if (c >= 0x100 && c <= 0x17F)
        return latin_a[c - 0x100];
    if (c == 0x1A0 || c == 0x1A1)
        return c & 1 ? 'o' : 'O';
    if (c == 0x1AF || c == 0x1B0)
        return c & 1 ? 'U' : 'u';
    for (size_t i = 0; i < TT_LEN(viet); i++)
        if (c >= viet[i].from && c <= viet[i].to)
            return c & 1 ? tt_ascii_lower(viet[i].big) : viet[i].big;
    return 0;
}

tt_str sim_ascii(sim_world *w, tt_arena *a, tt_str s)
{
    char t[400];
    size_t n = 0, at = 0;
    while (at < s.n && n + 5 < sizeof(t)) {
        size_t from = at;
        char c = bare(tt_utf8_next(s, &at));
        if (c)
            t[n++] = c;
        else
            while (from < at)
                t[n++] = s.p[from++];
    }
    return sim_textf(w, a, "%.*s", (int)n, t);
}

tt_str sim_upper(sim_world *w, tt_str s)
{
    char t[500];
    size_t n = TT_MIN(s.n, sizeof(t));
    for (size_t i = 0; i < n; i++)
        t[i] = tt_ascii_upper(s.p[i]);
    return sim_textf(w, w->daily, "%.*s", (int)n, t);
}

/* --- slips --- */

/* From..to of the k-th character. */
static void character(tt_str s, size_t k, size_t *from, size_t *to)
{
    *to = 0;
    for (size_t i = 0; i <= k && *to < s.n; i++) {
        *from = *to;
        (void)tt_utf8_next(s, to);
    }
}

static size_t characters(tt_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++)
        (void)tt_utf8_next(s, &at);
    return n;
}

/* One slip: two characters change places, one is left out, doubled, or hit beside. */
tt_str sim_mistype(sim_world *w, tt_rng *r, tt_str s)
{
    static const char row[] = "qwertyuiopasdfghjklzxcvbnm", digits[] = "1234567890";
    size_t n = characters(s), a = 0, b = 0, c = 0, d = 0;
    if (n < 3)
        return s;
    size_t k = sim_below(r, (uint32_t)n - 1);
    character(s, k, &a, &b);
    character(s, k + 1, &c, &d);
    switch (sim_below(r, 4)) {
    case 0:
        return sim_textf(w, w->daily, "%.*s%.*s%.*s%.*s", (int)a, s.p, (int)(d - c), s.p + c,
                         (int)(b - a), s.p + a, (int)(s.n - d), s.p + d);
    case 1:
        return sim_textf(w, w->daily, "%.*s%.*s", (int)a, s.p, (int)(s.n - b), s.p + b);
    case 2:
        return sim_textf(w, w->daily, "%.*s%.*s", (int)b, s.p, (int)(s.n - a), s.p + a);
    default:
        break;
    }
    const char *near = tt_ascii_is_digit(s.p[a]) ? digits : row;
    const char *at = b - a == 1 ? strchr(near, tt_ascii_lower(s.p[a])) : NULL;
    if (!at || !*at)
        return s;
    char hit = at[1] ? at[1] : at[-1];
    if (s.p[a] >= 'A' && s.p[a] <= 'Z')
        hit = tt_ascii_upper(hit);
    return sim_textf(w, w->daily, "%.*s%c%.*s", (int)a, s.p, hit, (int)(s.n - b), s.p + b);
}

/* One or two of the shapes that a scanner takes for each other. */
tt_str sim_misread(sim_world *w, tt_rng *r, tt_str s)
{
    static const char *const pairs[][2] = {{"O", "0"}, {"I", "1"}, {"S", "5"},  {"B", "8"},
                                           {"l", "1"}, {"o", "0"}, {"rn", "m"}, {"m", "rn"},
                                           {"e", "c"}, {"Z", "2"}, {"G", "6"},  {"cl", "d"},
                                           {"0", "O"}, {"1", "l"}, {"5", "S"},  {"8", "B"}};
    for (int done = 0, tries = 0; done < 2 && tries < 12; tries++) {
        uint32_t k = sim_below(r, TT_LEN(pairs));
        size_t at = tt_str_find(s, tt_str_of(pairs[k][0]), 0);
        size_t n = strlen(pairs[k][0]);
        if (at == SIZE_MAX)
            continue;
        s = sim_textf(w, w->daily, "%.*s%s%.*s", (int)at, s.p, pairs[k][1], (int)(s.n - at - n),
                      s.p + at + n);
        done += 1 + (int)sim_below(r, 2);
    }
    return s;
}
