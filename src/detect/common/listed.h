/*
 * listed.h - what the text of a line names, as far as CITES lists it on a day.
 *
 * Names of timber count for logs, sawn wood, veneer and plywood (wood.h) and where there is no
 * code: furniture and carvings are free within limits.  Scientific names of other species count
 * everywhere.  Words for products (wildtext.h) count when they say it alone or beside a cue. Nearly
 * all subheadings hold goods that are free as well: only those whose own title names the wildlife
 * say something alone.
 */
#ifndef TT_DETECT_COMMON_LISTED_H
#define TT_DETECT_COMMON_LISTED_H

#include "detect/common/wood.h"

typedef struct tt_listed {
    tt_str found;      /* slice of the text */
    tt_str name;       /* scientific name, else the product */
    tt_str group;      /* of taxa */
    unsigned appendix; /* 1, 2, 3 */
    bool open;         /* the code is one under which such goods are declared */
} tt_listed;

/**
 * The strictest of what a text names; of two that are as strict a scientific name or a timber
 * before a word of trade: "rosewood" is said of several genera, and the name beside it tells which.
 *
 * @param hits  of the text.
 * @param from  country of origin, else of dispatch: listings are by population.
 * @param more  set when the text has more words than were looked at; otherwise untouched.
 * @return      false when it names nothing that is listed on the day.
 */
bool tt_listed_find(const tt_wild *w, const tt_wild_hits *hits, tt_hs hs, tt_country from,
                    tt_date day, tt_listed *out, bool *more);

/** Is something of a group of taxa among what a text names and CITES lists on the day? */
bool tt_listed_names(const tt_wild *w, const tt_wild_hits *hits, tt_hs hs, tt_country from,
                     tt_date day, tt_str group);

/**
 * What the code alone names: ivory, worked ivory, caviar.  out->found is absent.
 *
 * @return  false for every other code, and for what is not listed on the day.
 * @source  titles of the Harmonized System 2022; ivory is of mammoths as well, which are free.
 */
bool tt_listed_code(const tt_wild *w, tt_hs hs, tt_country from, tt_date day, tt_listed *out);

#endif
