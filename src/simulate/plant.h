/*
 * plant.h - a scheme while it is planted.  What a scheme does is in plant_goods.c, plant_money.c
 * and plant_chain.c, one function for each row of plants.def.
 *
 * A scheme never writes a document.  It makes relations, orders with a plan, and transfers; the
 * papers come from where all papers come from.
 */
#ifndef TT_SIMULATE_PLANT_H
#define TT_SIMULATE_PLANT_H

#include "simulate/parts.h"

enum { SIM_CAST = 16, SIM_EASY = 1, SIM_MEDIUM = 2, SIM_HARD = 3 };

typedef struct sim_scheme {
    tt_rng *r;
    sim_ix event;
    uint8_t level;      /* SIM_EASY .. SIM_HARD */
    const sim_ix *cast; /* of the syndicate; NULL: strangers, drawn */
    uint32_t n_cast;
    double documents; /* made so far, in the mean */
} sim_scheme;

/** Of three values that of the level, spread by a tenth. */
double sim_by_level(const sim_scheme *s, double easy, double medium, double hard);
/** Somebody of the cast, or any company; never `not`.  `abroad`: if possible of another country. */
sim_ix sim_draw(sim_world *w, sim_scheme *s, sim_ix not, bool abroad);
/**
 * A relation to abuse: in a syndicate between two of its own; alone on a busy lane, from medium on
 * one that trades honestly beside.  Both parties become members of the event.
 *
 * @return  0: none was found.
 */
sim_ix sim_draw_relation(sim_world *w, sim_scheme *s);
/** A plan; 0: memory was out. */
sim_ix sim_add_plan(sim_world *w, const sim_plan *p);
/** n deals with a plan, at the distance of the relation's own orders. */
void sim_order_deals(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, uint32_t n);
void sim_order_on(sim_world *w, sim_scheme *s, sim_ix relation, sim_ix plan, tt_date day);
/** One payment of the scheme, in US dollars, on a day. */
void sim_pay_on(sim_world *w, sim_scheme *s, sim_ix payer, sim_ix payee, double usd, tt_date day,
                uint32_t channel);
/** A day that leaves room for what follows. */
tt_date sim_some_day(const sim_world *w, sim_scheme *s, uint32_t room);

#define SIM_PLANT(name, code, often, parties) void sim_plant_##name(sim_world *w, sim_scheme *s);
#include "simulate/plants.def"
#undef SIM_PLANT

#endif
