/*
 * find_id.c - from an id, or a prefix of one, to the thing it names.
 */
#include "report/report.h"

#include "base/str.h"
#include "model/decision.h"

static const struct {
    char letter;
    const char *what;
} letters[] = {{'e', "an entity"},
               {'d', "a document"},
               {'m', "a deal"},
               {'f', "a finding"},
               {'s', "a syndicate"}};

static const char *what_of(char letter)
{
    for (size_t i = 0; i < TT_LEN(letters); i++)
        if (letters[i].letter == letter)
            return letters[i].what;
    return "a thing";
}

static size_t count_of(const tt_data *d, const tt_results *r, char letter)
{
    switch (letter) {
    case 'e':
        return d->n_entities;
    case 'm':
        return d->n_deals;
    case 'f':
        return r->n_findings;
    case 's':
        return r->n_syndicates;
    default:
        return 0;
    }
}

static tt_hash hash_of(const tt_data *d, const tt_results *r, char letter, size_t i)
{
    switch (letter) {
    case 'e':
        return d->entities[i].id;
    case 'm':
        return d->deals[i].id;
    case 'f':
        return r->findings[i].id;
    default:
        return r->syndicates[i].id;
    }
}

static tt_status
ambiguous(tt_str id, char letter, size_t n, tt_hash one, tt_hash other, tt_err *err)
{
    tt_id_text a = tt_id_text_of(letter, one), b = tt_id_text_of(letter, other);
    return tt_fail(err, TT_EUSAGE, "'%.*s' is ambiguous: it begins %zu ids, among them %s and %s",
                   TT_STR_ARG(id), n, a.s, b.s);
}

/* An entity by the id of one of its names or registry rows, or by NAME|COUNTRY; 0: none. */
static tt_status find_party(const tt_data *d, tt_str text, tt_ix *out, tt_err *err)
{
    tt_who_index *x = NULL;
    tt_who who = {.n = 0};
    TT_TRY(tt_who_index_new(d, &x, err));
    tt_status st = tt_who_find(x, text, &who, err);
    tt_who_index_free(x);
    TT_TRY(st);
    if (who.n > 1)
        return ambiguous(text, 'e', who.n, who.fits[0], who.fits[1], err);
    *out = who.n == 1 ? who.entity : 0;
    return TT_OK;
}

tt_status tt_report_find_id(const tt_data *d, const tt_results *r, char letter, tt_str id,
                            tt_ix *out, tt_err *err)
{
    char given = 0, hex[33];
    tt_hash h;
    size_t digits = 0, found = 0;
    tt_ix hits[2] = {0};

    bool is_id = tt_id_parse(id, &given, &h, &digits) && given == letter;
    tt_str want = tt_str_sub(id, 1, digits);
    for (size_t i = 1; is_id && i <= count_of(d, r, letter); i++) {
        tt_hash have = hash_of(d, r, letter, i);
        tt_hex(have.b, sizeof(have.b), hex);
        if (!tt_str_starts(tt_str_of(hex), want))
            continue;
        if (found < TT_LEN(hits))
            hits[found] = (tt_ix)i;
        found++;
    }
    if (found > 1)
        return ambiguous(id, letter, found, hash_of(d, r, letter, hits[0]),
                         hash_of(d, r, letter, hits[1]), err);
    if (!found && letter == 'e')
        TT_TRY(find_party(d, id, &hits[0], err));
    if (!is_id && !hits[0])
        return tt_fail(err, TT_EUSAGE, "'%.*s' is not the id of %s: '%c' and 2 to 32 hex digits",
                       TT_STR_ARG(id), what_of(letter), letter);
    if (!hits[0])
        return tt_fail(err, TT_ENOTFOUND, "the case has no %s '%.*s'",
                       tt_str_find(tt_str_of(what_of(letter)), TT_STR(" "), 0) + 1 +
                           what_of(letter),
                       TT_STR_ARG(id));
    *out = hits[0];
    return TT_OK;
}
