/*
 * explain_entity.c - who an entity is, and the chain of joins that holds it together.
 */
#include "report/explain.h"

#include "base/map.h"
#include "base/str.h"
#include "report/words.h"

static void member_place(const tt_data *d, const tt_member *m, tt_buf *b)
{
    if (m->party) {
        tt_buf_addf(b, "registry '%.*s' ", TT_STR_ARG(d->parties[m->party].name));
        tt_explain_place(d, d->parties[m->party].place, b);
        return;
    }
    const tt_mention *x = &d->mentions[m->mention];
    char country[3] = "";
    tt_country_text(x->country, country);
    tt_buf_addf(b, "'%.*s' %s%s%.*s", TT_STR_ARG(x->name), country, x->identifier.n ? " id " : "",
                TT_STR_ARG(x->identifier));
}

/* One member as text; two that read the same differ in address or account. */
static tt_status
member_text(const tt_data *d, const tt_member *m, tt_arena *a, const char **out, tt_err *err)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    member_place(d, m, &b);
    tt_buf_addf(&b, "\n      %s", m->reason);
    if (m->detail.n)
        tt_buf_addf(&b, ": %.*s", TT_STR_ARG(m->detail));
    if (m->with) {
        tt_buf_add_z(&b, ", as ");
        member_place(d, &d->members[m->with], &b);
    }
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK) {
        *out = tt_arena_str(a, tt_buf_str(&b)).p;
        st = *out ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
    }
    tt_buf_release(&b);
    return st;
}

static tt_status
list_members(const tt_data *d, tt_ix e, tt_arena *a, tt_map *seen, tt_buf *b, tt_err *err)
{
    const tt_entity *en = &d->entities[e];
    const char **text = tt_new_n(a, const char *, en->n_mentions);
    uint32_t *times = tt_new_n(a, uint32_t, en->n_mentions), n = 0;
    if (!text || !times)
        return tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
    for (tt_ix i = 0; i < en->n_mentions; i++) {
        uint32_t at = 0;
        TT_TRY(member_text(d, &d->members[en->first_mention + i], a, &text[n], err));
        bool added = false;
        if (!tt_map_intern(seen, tt_str_of(text[n]), n, &at, &added))
            return tt_fail(err, TT_ENOMEM, "no room for the members of an entity");
        times[at]++;
        n += added ? 1 : 0;
    }
    for (uint32_t i = 0; i < n && i < TT_EXPLAIN_SHOWN; i++) {
        tt_buf_addf(b, "  %s", text[i]);
        if (times[i] > 1)
            tt_buf_addf(b, " (%u times, with other addresses or accounts)", times[i]);
        tt_buf_add_c(b, '\n');
    }
    tt_explain_rest(b, n);
    return TT_OK;
}

tt_status tt_explain_members(const tt_data *d, tt_ix e, tt_buf *b, tt_err *err)
{
    tt_arena a;
    tt_map seen;
    tt_buf_addf(b, "what holds it together (%u names and registry rows)\n",
                d->entities[e].n_mentions);
    tt_arena_init(&a, 0);
    tt_map_init(&seen);
    tt_status st = list_members(d, e, &a, &seen, b, err);
    tt_map_release(&seen);
    tt_arena_release(&a);
    return st;
}

static tt_status list_texts(const tt_report_in *in, tt_ix e, const char *title, tt_text_of what,
                            tt_arena *a, tt_buf *b, tt_err *err)
{
    tt_texts t;
    TT_TRY(tt_entity_texts(in->data, e, what, a, &t, err));
    if (t.n)
        tt_buf_addf(b, "%s\n", title);
    for (size_t i = 0; i < t.n; i++)
        tt_buf_addf(b, "  %.*s\n", TT_STR_ARG(t.v[i]));
    return TT_OK;
}

static void findings_of(const tt_report_in *in, tt_ix e, tt_buf *b)
{
    const tt_results *r = in->results;
    tt_buf_add_z(b, "findings\n");
    size_t n = 0;
    for (size_t i = 1; i <= r->n_findings; i++) {
        const tt_finding *f = &r->findings[i].f;
        const char *role = NULL;
        for (size_t k = 0; k < f->n_entities && !role; k++)
            role = f->entities[k].entity == e ? f->entities[k].role : NULL;
        if (!role || n++ >= TT_EXPLAIN_SHOWN)
            continue;
        tt_buf_addf(b, "  %.10s  as %s, weight ", tt_id_text_of('f', r->findings[i].id).s, role);
        tt_words_fixed(b, f->weight, 2);
        tt_buf_addf(b, ": %s\n", f->title);
    }
    if (!n)
        tt_buf_add_z(b, "  none\n");
    tt_explain_rest(b, n);
}

tt_status tt_explain_entity(const tt_report_in *in, tt_ix e, tt_buf *b, tt_err *err)
{
    static const struct {
        const char *title;
        tt_text_of what;
    } lists[] = {{"names as written", TT_TEXT_NAMES},
                 {"addresses", TT_TEXT_ADDRESSES},
                 {"identifiers", TT_TEXT_IDENTIFIERS},
                 {"tax ids", TT_TEXT_TAX_IDS},
                 {"registration numbers", TT_TEXT_REGISTRATIONS},
                 {"LEI", TT_TEXT_LEIS},
                 {"accounts", TT_TEXT_ACCOUNTS}};
    const tt_entity *en = &in->data->entities[e];
    tt_id_text id = tt_id_text_of('e', en->id);
    char country[3] = "";
    tt_arena a;

    tt_country_text(en->country, country);
    tt_buf_addf(b, "entity %s\n%.*s (%s%s%s)\nweight ", id.s, TT_STR_ARG(en->name),
                tt_entity_type_text(en->type), country[0] ? ", " : "", country);
    tt_words_fixed(b, in->results->entity_weight[e], 3);
    tt_buf_add_z(b, " (log10 of combined evidence)\n\n");
    tt_arena_init(&a, 0);
    tt_status st = TT_OK;
    for (size_t i = 0; st == TT_OK && i < TT_LEN(lists); i++)
        st = list_texts(in, e, lists[i].title, lists[i].what, &a, b, err);
    tt_arena_release(&a);
    TT_TRY(st);
    TT_TRY(tt_explain_members(in->data, e, b, err));
    findings_of(in, e, b);
    return TT_OK;
}
