/* forms.c - what legal forms say: of two kinds, of which countries. */
#include "resolve/forms.h"

bool tt_forms_differ(const tt_rs *w, const tt_said *said, const tt_card *a, const tt_card *b)
{
    bool any = false;
    for (uint32_t i = 0; i < a->n_names; i++)
        for (uint32_t j = 0; j < b->n_names; j++) {
            const tt_name *x = &w->name[said[a->first_name + i].what],
                          *y = &w->name[said[b->first_name + j].what];
            bool differ = tt_legal_forms_differ(x, y);
            if (x->legal && x->legal == y->legal && !differ)
                return false;
            any |= differ;
        }
    return any;
}

bool tt_form_of_others(const tt_rs *w, const tt_said *said, const tt_card *one,
                       const tt_card *other)
{
    const tt_name *name = w->name;
    bool ok = one->n_names && other->n_countries;
    for (uint32_t i = 0; i < one->n_names && ok; i++) {
        uint8_t home = name[said[one->first_name + i].what].home;
        ok = home;
        for (uint32_t j = 0; j < other->n_countries && ok; j++)
            ok = !tt_legal_home_has(home, (tt_country)said[other->first_country + j].what);
        for (uint32_t j = 0; j < other->n_names && ok; j++)
            ok = name[said[other->first_name + j].what].home != home;
    }
    return ok;
}

void tt_form_sides(const tt_rs *w, const uint32_t *at, uint32_t n, uint32_t side[UINT8_MAX + 1])
{
    bool changed = true;
    memset(side, 0, (UINT8_MAX + 1) * sizeof(*side));
    for (uint32_t i = 0; i < n; i++) {
        uint8_t home = w->surface[w->rec[at[i]].surface].home;
        side[home] = home;
    }
    while (changed) {
        changed = false;
        for (unsigned a = 1; a <= UINT8_MAX; a++)
            for (unsigned b = 1; side[a] && b < a; b++)
                if (side[b] && side[a] != side[b] && tt_legal_homes_meet((uint8_t)a, (uint8_t)b)) {
                    side[a] = side[b] = TT_MIN(side[a], side[b]);
                    changed = true;
                }
    }
}

uint32_t tt_form_claim(uint8_t home, const tt_country *v, size_t n, const uint32_t *side)
{
    uint32_t value = 0, fit = 0;
    for (size_t k = 0; k < n; k++)
        if (tt_legal_home_has(home, v[k])) {
            value = v[k];
            fit++;
        }
    if (!fit)
        value = (uint32_t)UINT16_MAX + (n ? home : side[home]);
    return fit < 2 ? value : 0;
}
