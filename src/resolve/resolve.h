/*
 * resolve.h - which mentions and registry rows are one entity, and why.
 *
 * First form: exact identifiers (tax id, registration number, LEI, account), then normalised names
 * within a country.  The stages inside (normalise, block, compare, cluster) have the shape of the
 * full method.
 */
#ifndef TT_RESOLVE_RESOLVE_H
#define TT_RESOLVE_RESOLVE_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

extern const tt_param tt_resolve_params[];
extern const size_t tt_resolve_n_params;

/**
 * Fill entities, members, mention.entity, party.entity, ownership.owner/owned of *d.  Results live
 * in d->arena.
 *
 * Independent of the order of mentions; entity ids do not change when unrelated data is added.
 *
 * @param param  one value per row of tt_resolve_params.
 * @complexity   O(n log n) for n mentions, plus the pairs inside blocks.
 */
TT_MUST_CHECK tt_status tt_resolve(tt_data *d, const double *param, unsigned threads,
                                   const tt_talk *talk, tt_err *err);

#endif
