/*
 * load.c - mentions and registry rows as records with cleaned keys; names as surfaces, each
 * normalised once.
 */
#include "resolve/otherwise.h"
#include "resolve/parts.h"

#include "base/buf.h"
#include "base/par.h"
#include "base/str.h"
#include "refdata/country.h"
#include "refdata/stand_in.h"

enum { NAMES_PER_PART = 512 };

/* --- surfaces --- */

TT_VEC(u32s, uint32_t);
TT_VEC(surfaces, tt_surface);

struct names {
    tt_map map; /* raw: index */
    surfaces all;
};

static bool add_name(struct names *n, tt_str raw, uint32_t *surface)
{
    bool added;
    if (!tt_map_intern(&n->map, raw, (uint32_t)n->all.n, surface, &added))
        return false;
    return !added || tt_vec_push(&n->all, ((tt_surface){.raw = raw}));
}

struct work {
    tt_rs *w;
    const tt_lexicon *x;
    tt_unicode **u;  /* per thread */
    tt_arena *tmp;   /* per thread */
    tt_arena *draft; /* per part: what is not kept */
};

/* What is kept of a name: the core as long as the stage, the draft until words are counted. */
static bool keep_name(const struct work *k, size_t part, tt_surface *s)
{
    size_t n = sizeof(*s->draft) + s->draft->n;
    tt_word_list *draft = tt_arena_zalloc(&k->draft[part], n, 1);
    s->core = tt_arena_pack(&k->w->text[part], s->core);
    if (!draft || !s->core.p)
        return false;
    memcpy(draft, s->draft, n);
    s->draft = draft;
    return true;
}

static tt_status read_part(size_t part, unsigned thread, void *ctx, tt_err *err)
{
    const struct work *k = ctx;
    size_t end = TT_MIN((part + 1) * NAMES_PER_PART, (size_t)k->w->n_surface);
    for (size_t i = part * NAMES_PER_PART; i < end; i++) {
        tt_surface *s = &k->w->surface[i];
        tt_arena_reset(&k->tmp[thread]);
        TT_TRY(tt_surface_read(k->x, k->u[thread], &k->tmp[thread], &k->tmp[thread], s, err));
        if (!keep_name(k, part, s))
            return tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    return TT_OK;
}

/* Normalise all surfaces; every part writes its own slots and its own arenas. */
static tt_status read_parts(tt_rs *w, size_t parts, tt_arena *draft, unsigned threads, tt_err *err)
{
    struct work k = {.w = w, .draft = draft};
    tt_lexicon *x = NULL;
    k.u = tt_new_n(w->a, tt_unicode *, threads);
    k.tmp = tt_new_n(w->a, tt_arena, threads);
    if (!k.u || !k.tmp)
        return tt_fail(err, TT_ENOMEM, "no room for %zu parts of names", parts);
    tt_status st = tt_lexicon_new(&x, err);
    k.x = x;
    for (unsigned i = 0; i < threads; i++) {
        tt_arena_init(&k.tmp[i], 0);
        if (st == TT_OK)
            st = tt_unicode_new(&k.u[i], err);
    }
    if (st == TT_OK)
        st = tt_par_for(parts, threads, read_part, &k, err);
    for (unsigned i = 0; i < threads; i++) {
        tt_unicode_free(k.u[i]);
        tt_arena_release(&k.tmp[i]);
    }
    tt_lexicon_free(x);
    return st;
}

/* Surfaces, words and names.  Drafts are needed no longer when words are counted. */
static tt_status read_names(tt_rs *w, unsigned threads, tt_err *err)
{
    size_t parts = (w->n_surface + NAMES_PER_PART - 1) / NAMES_PER_PART;
    tt_arena *draft = tt_new_n(w->a, tt_arena, parts);
    w->text = tt_new_n(w->a, tt_arena, parts);
    if (!draft || !w->text)
        return tt_fail(err, TT_ENOMEM, "no room for %zu parts of names", parts);
    w->n_text = parts;
    tt_status st = read_parts(w, parts, draft, threads ? threads : 1, err);
    if (st == TT_OK)
        st = tt_words_build(w->surface, w->n_surface, &w->word_text, &w->words, w->name, err);
    for (size_t i = 0; i < parts; i++)
        tt_arena_release(&draft[i]);
    tt_mem_trim();
    return st;
}

/* Cores without their blanks: "Wal-Mart" is "Walmart", and a Chinese name is the same in one word
 * and in two. */
static tt_status number_cores(tt_rs *w, tt_err *err)
{
    tt_map map;
    tt_buf key;
    tt_map_init(&map);
    tt_buf_init(&key, 0);
    tt_status st = TT_OK;
    for (uint32_t i = 0; i < w->n_surface && st == TT_OK; i++) {
        tt_surface *s = &w->surface[i];
        bool added;
        tt_buf_reset(&key);
        for (tt_str rest = s->core, part; tt_str_split(&rest, ' ', &part);)
            tt_buf_add(&key, part);
        if (key.failed || !tt_map_intern(&map, tt_buf_str(&key), w->n_core, &s->core_id, &added))
            st = tt_fail(err, TT_ENOMEM, "no room for the cores of names");
        else if (added)
            w->n_core++;
    }
    tt_map_release(&map);
    tt_buf_release(&key);
    return st;
}

/* What a registry says its parties are. */
static uint8_t said_type(const tt_party *p)
{
    return p->type == TT_ENTITY_PERSON    ? TT_SAID_PERSON
           : p->type == TT_ENTITY_UNKNOWN ? 0
                                          : TT_SAID_OTHER;
}

static bool add_alias(struct names *n, u32s *alias, tt_str text, tt_rs_record *r)
{
    uint32_t s;
    r->n_alias++;
    return add_name(n, text, &s) && tt_vec_push(alias, s);
}

static bool add_aliases(struct names *n, u32s *alias, const tt_party *p, tt_rs_record *r)
{
    tt_str rest = p->aliases, part;
    while (rest.p && tt_str_split(&rest, '|', &part)) {
        part = tt_str_trim(part);
        if (part.n && !add_alias(n, alias, part, r))
            return false;
        if (part.n)
            n->all.v[alias->v[alias->n - 1]].said |= said_type(p);
    }
    return true;
}

/* The name in a text; absent for words that stand where a name should. */
static tt_str named(tt_str written)
{
    return tt_stand_in_read(written).name;
}

static bool add_owners(tt_rs *w, struct names *n)
{
    for (size_t i = 1; i <= w->d->n_ownerships; i++) {
        const tt_ownership *o = &w->d->ownerships[i];
        w->owner[i] = w->owned[i] = UINT32_MAX;
        tt_str owner = named(o->owner_name), owned = named(o->owned_name);
        if (owner.n && !add_name(n, owner, &w->owner[i]))
            return false;
        if (owned.n && !add_name(n, owned, &w->owned[i]))
            return false;
    }
    return true;
}

static bool collect_names(tt_rs *w, struct names *n, u32s *alias)
{
    for (uint32_t i = 0; i < w->n_rec; i++) {
        tt_rs_record *r = &w->rec[i];
        tt_str name =
            named(r->party ? w->d->parties[r->party].name : w->d->mentions[r->mention].name);
        if (!add_name(n, name, &r->surface))
            return false;
        r->first_alias = (uint32_t)alias->n;
        if (r->party) {
            n->all.v[r->surface].said |= said_type(&w->d->parties[r->party]);
            if (!add_aliases(n, alias, &w->d->parties[r->party], r))
                return false;
        }
        tt_str other[TT_OTHERWISE];
        if (tt_name_otherwise(name, other) > 1 && !add_alias(n, alias, other[1], r))
            return false;
    }
    return add_owners(w, n);
}

static tt_status load_names(tt_rs *w, unsigned threads, tt_err *err)
{
    struct names n = {0};
    u32s alias = {0};
    tt_map_init(&n.map);
    w->owner = tt_new_n(w->a, uint32_t, w->d->n_ownerships + 1);
    w->owned = tt_new_n(w->a, uint32_t, w->d->n_ownerships + 1);
    tt_status st = TT_OK;
    if (!w->owner || !w->owned || !collect_names(w, &n, &alias))
        st = tt_fail(err, TT_ENOMEM, "no room for the names");
    if (st == TT_OK) {
        w->n_surface = (uint32_t)n.all.n;
        w->surface = tt_new_n(w->a, tt_surface, n.all.n + 1);
        w->name = tt_new_n(w->a, tt_name, n.all.n + 1);
        w->alias = tt_new_n(w->a, uint32_t, alias.n + 1);
        if (!w->surface || !w->name || !w->alias)
            st = tt_fail(err, TT_ENOMEM, "no room for %zu names", n.all.n);
    }
    if (st == TT_OK && n.all.n)
        memcpy(w->surface, n.all.v, n.all.n * sizeof(*n.all.v));
    if (st == TT_OK && alias.n)
        memcpy(w->alias, alias.v, alias.n * sizeof(*alias.v));
    tt_map_release(&n.map);
    tt_vec_release(&n.all);
    tt_vec_release(&alias);
    if (st == TT_OK)
        st = read_names(w, threads, err);
    return st == TT_OK ? number_cores(w, err) : st;
}

/* --- records --- */

/* Letters and digits of any script, in upper case where ASCII; absent when there are none. */
static bool clean(tt_rs *w, tt_str raw, size_t min, tt_str *out)
{
    *out = (tt_str){0};
    return !raw.n || tt_ident_clean(raw, min, w->a, out);
}

static bool is_party_id(const tt_rs *w, tt_str id)
{
    return id.n && tt_map_find(&w->party_ids, id) != TT_MAP_NONE;
}

/* Of a number with a branch, what names the legal person. */
static void name_person(tt_country country, tt_rs_keys *k)
{
    for (size_t i = 0; i < TT_RS_N_IDS; i++)
        (void)tt_tax_valid(country, k->id[i], &k->id[i]);
}

static bool keep_keys(tt_rs *w, const tt_rs_keys *k, tt_rs_record *r)
{
    static const tt_rs_keys none;
    bool any = k->lei.n || k->account.n || k->bank.n || k->address.n;
    for (size_t i = 0; i < TT_RS_N_IDS; i++)
        any |= k->id[i].n > 0;
    tt_rs_keys *own = any ? tt_new(w->a, tt_rs_keys) : NULL;
    if (own)
        *own = *k;
    r->key = any ? own : &none;
    return r->key != NULL;
}

/* The country that is said, or else that an address ends with, in words: "CA" and "Georgia" are
 * states as well. */
static tt_country country_of(tt_country said, tt_str address)
{
    tt_str last = {0}, part;
    tt_country c;
    if (said)
        return said;
    while (address.n && tt_str_split(&address, ',', &part))
        last = tt_str_trim(part).n ? tt_str_trim(part) : last;
    return last.n > 3 && !tt_str_is_nocase(last, "Georgia") && tt_country_parse(last, &c) ? c : 0;
}

static bool load_mention(tt_rs *w, tt_ix i, size_t min, tt_rs_record *r)
{
    const tt_mention *m = &w->d->mentions[i];
    *r = (tt_rs_record){.mention = i, .country = country_of(m->country, m->address)};
    tt_rs_keys k = {0};
    tt_str id;
    if (!clean(w, m->identifier, min, &id) || !clean(w, m->account, min, &k.account) ||
        !clean(w, m->bank, 1, &k.bank) || !clean(w, m->address, 1, &k.address))
        return false;
    if (tt_lei_valid(id))
        k.lei = id;
    else
        k.id[TT_RS_IDENTIFIER] = id;
    r->keyed = is_party_id(w, tt_str_trim(m->identifier));
    r->iban = tt_iban_valid(k.account);
    name_person(r->country, &k);
    return keep_keys(w, &k, r);
}

static bool load_party(tt_rs *w, tt_ix i, size_t min, tt_rs_record *r)
{
    const tt_party *p = &w->d->parties[i];
    *r = (tt_rs_record){.party = i,
                        .country = country_of(p->country, p->address),
                        .keyed = tt_str_trim(p->party_id).n > 0,
                        .uses = 1};
    tt_rs_keys k = {0};
    tt_str lei;
    if (!clean(w, p->lei, min, &lei) || !clean(w, p->tax_id, min, &k.id[TT_RS_TAX]) ||
        !clean(w, p->registration_number, min, &k.id[TT_RS_REGISTRATION]) ||
        !clean(w, p->address, 1, &k.address))
        return false;
    if (tt_lei_valid(lei))
        k.lei = lei;
    name_person(r->country, &k);
    return keep_keys(w, &k, r);
}

static int by_fp(const void *a, const void *b, void *ctx)
{
    const tt_rs_record *x = a, *y = b;
    int c = tt_hash_cmp(tt_rs_fp(ctx, x), tt_rs_fp(ctx, y));
    if (c)
        return c;
    if (x->mention != y->mention)
        return x->mention < y->mention ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

/* How often documents name each mention. */
static tt_status count_uses(tt_rs *w, tt_err *err)
{
    const tt_data *d = w->d;
    uint32_t *uses = tt_mem_zalloc(d->n_mentions + 1, sizeof(*uses));
    if (!uses)
        return tt_fail(err, TT_ENOMEM, "no room for %zu mentions", d->n_mentions);
    for (int k = 0; k < TT_KIND_COUNT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(d, (tt_kind)k); i++)
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++)
                uses[tt_data_role(d, (tt_kind)k, i, role)]++;
    for (uint32_t i = 0; i < w->n_rec; i++)
        if (w->rec[i].mention)
            w->rec[i].uses = TT_MAX(uses[w->rec[i].mention], 1u);
    tt_mem_free(uses);
    return TT_OK;
}

/* A country, an address or a bank alone is nobody: all that have it would be one party. */
static bool says_who(const tt_mention *m)
{
    return named(m->name).n || m->identifier.n || m->account.n;
}

static tt_status load_records(tt_rs *w, tt_err *err)
{
    const tt_data *d = w->d;
    size_t min = (size_t)w->param[TT_RS_MIN_IDENTIFIER], all = d->n_mentions + d->n_parties;
    w->rec = tt_new_n(w->a, tt_rs_record, all + 1);
    bool ok = w->rec;
    for (tt_ix i = 1; i <= d->n_parties && ok; i++) {
        tt_str id = tt_str_trim(d->parties[i].party_id);
        uint32_t first;
        ok = !id.n || tt_map_intern(&w->party_ids, id, i, &first, NULL);
    }
    for (tt_ix i = 1; i <= d->n_mentions && ok; i++)
        ok = !says_who(&d->mentions[i]) || load_mention(w, i, min, &w->rec[w->n_rec++]);
    for (tt_ix i = 1; i <= d->n_parties && ok; i++)
        ok = load_party(w, i, min, &w->rec[w->n_rec++]);
    if (!ok || !tt_sort(w->rec, w->n_rec, sizeof(*w->rec), by_fp, w))
        return tt_fail(err, TT_ENOMEM, "no room for %zu parties", all);
    return count_uses(w, err);
}

tt_status tt_rs_load(tt_rs *w, unsigned threads, tt_err *err)
{
    if (w->d->n_mentions + w->d->n_parties >= UINT32_MAX - 1)
        return tt_fail(err, TT_ELIMIT, "more than %u parties", UINT32_MAX - 2);
    tt_map_init(&w->party_ids);
    tt_arena_init(&w->word_text, 0);
    TT_TRY(load_records(w, err));
    TT_TRY(load_names(w, threads, err));
    return tt_registries_read(w, err);
}

void tt_rs_forget_words(tt_rs *w)
{
    tt_arena_release(&w->word_text);
    w->words = (tt_words){0};
}

void tt_rs_release(tt_rs *w)
{
    tt_rs_forget_words(w);
    tt_map_release(&w->party_ids);
    for (size_t i = 0; i < w->n_text; i++)
        tt_arena_release(&w->text[i]);
    w->n_text = 0;
}
