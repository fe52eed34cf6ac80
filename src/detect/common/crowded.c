/* crowded.c - names come into a window and go out of it. */
#include "detect/common/crowded.h"

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for names at doors");
}

static bool learn_names(tt_porter *w)
{
    const tt_parcels *p = w->p;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].door &&
            !tt_kin_add(&w->kin, w->d->entities[p->v[i].receiver].name, p->v[i].door))
            return false;
    return tt_kin_close(&w->kin, p->n_doors);
}

tt_status
tt_porter_init(tt_porter *w, const tt_data *d, const tt_parcels *p, tt_arena *a, tt_err *err)
{
    size_t n = p->n + 2;
    *w = (tt_porter){.d = d, .p = p};
    tt_kin_init(&w->kin);
    w->name_of = tt_new_n(a, uint32_t, d->n_entities + 1);
    w->of = tt_new_n(a, uint32_t, n);
    w->names = tt_new_n(a, tt_porter_name, n);
    w->in_window = tt_new_n(a, uint32_t, n);
    w->doors_of = tt_new_n(a, uint32_t, n);
    w->at_door = tt_new_n(a, uint32_t, p->n_doors + 1);
    bool room = w->name_of && w->of && w->names && w->in_window && w->doors_of && w->at_door;
    return room && learn_names(w) ? TT_OK : no_room(err);
}

void tt_porter_release(tt_porter *w)
{
    tt_kin_release(&w->kin);
}

bool tt_porter_is_door(const tt_porter *w, uint32_t door)
{
    return door && !w->p->doors[door].open;
}

/* The first name of the same family at the door, or the name itself; at_door: its last name. */
static uint32_t kin_of(tt_porter *w, uint32_t name)
{
    const tt_entity *e = w->d->entities;
    tt_porter_name *x = &w->names[name];
    if (!tt_porter_is_door(w, x->door))
        return name;
    for (uint32_t y = w->at_door[x->door]; y; y = w->names[y].next)
        if (tt_kin_are(&w->kin, e[x->entity].name, e[w->names[y].entity].name))
            return y;
    x->next = w->at_door[x->door];
    w->at_door[x->door] = name;
    return name;
}

void tt_porter_read(tt_porter *w, size_t first, size_t n)
{
    w->v = &w->p->v[first];
    w->n = n;
    w->n_names = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t *name = &w->name_of[w->v[i].receiver];
        if (!*name) {
            *name = ++w->n_names;
            w->names[*name] = (tt_porter_name){.entity = w->v[i].receiver};
        }
        if (!w->names[*name].door)
            w->names[*name].door = w->v[i].door;
        w->of[i] = *name;
    }
    for (uint32_t x = 1; x <= w->n_names; x++)
        w->in_window[x] = kin_of(w, x);
    for (size_t i = 0; i < n; i++) {
        w->name_of[w->v[i].receiver] = 0;
        w->of[i] = w->in_window[w->of[i]];
    }
    for (uint32_t x = 1; x <= w->n_names; x++)
        w->at_door[w->names[x].door] = w->in_window[x] = 0;
}

/* --- the window --- */

static void put(tt_porter *w, tt_crowded *c, uint32_t name)
{
    uint32_t door = w->names[name].door;
    if (w->in_window[name]++)
        return;
    c->names++;
    if (!tt_porter_is_door(w, door))
        return;
    uint32_t had = w->at_door[door]++;
    c->located++;
    c->doors += had == 0;
    w->doors_of[had] -= had > 0;
    w->doors_of[had + 1]++;
    c->top = TT_MAX(c->top, had + 1);
}

static void take(tt_porter *w, tt_crowded *c, uint32_t name)
{
    uint32_t door = w->names[name].door;
    if (--w->in_window[name])
        return;
    c->names--;
    if (!tt_porter_is_door(w, door))
        return;
    uint32_t had = w->at_door[door]--;
    c->located--;
    c->doors -= had == 1;
    w->doors_of[had]--;
    w->doors_of[had - 1] += had > 1;
    c->top -= had == c->top && !w->doors_of[had];
}

uint32_t tt_crowded_shared(const tt_crowded *c, bool rest)
{
    uint32_t all = c->located - c->doors;
    return rest && c->top ? all - (c->top - 1) : all;
}

static bool is_more(const tt_crowded *a, const tt_crowded *than)
{
    uint32_t x = tt_crowded_shared(a, true), y = tt_crowded_shared(than, true);
    return x != y ? x > y : tt_crowded_shared(a, false) > tt_crowded_shared(than, false);
}

tt_crowded tt_porter_window(tt_porter *w, double days)
{
    tt_crowded now = {0}, best = {0};
    for (now.to = 0; now.to < w->n;) {
        put(w, &now, w->of[now.to]);
        while ((double)(w->v[now.to].day - w->v[now.from].day) >= days)
            take(w, &now, w->of[now.from++]);
        now.to++;
        if (!best.to || is_more(&now, &best) || (now.from == best.from && !is_more(&best, &now)))
            best = now;
    }
    while (now.from < w->n)
        take(w, &now, w->of[now.from++]);
    return best;
}
