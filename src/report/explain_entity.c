/*
 * explain_entity.c - who an entity is.
 */
#include "report/explain.h"

#include "base/str.h"
#include "report/words.h"

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
    TT_TRY(tt_explain_decisions(in->data, e, 0, b, err));
    findings_of(in, e, b);
    return TT_OK;
}
