/* html_entity.c - one entity: what it is called, what holds it together, what is said about it. */
#include "report/html.h"

#include "base/str.h"

static void texts(tt_html *h, tt_ix e, const char *title, tt_text_of what)
{
    tt_texts t;
    tt_status st = tt_entity_texts(h->in->data, e, what, &h->scratch, &t, &h->err);
    if (st != TT_OK) {
        tt_html_fail(h, st);
        return;
    }
    if (!t.n)
        return;
    size_t shown = TT_MIN(t.n, h->limits->rows);
    tt_html_term(h, title);
    for (size_t i = 0; i < shown; i++) {
        tt_html_raw(h, i ? "<br><bdi>" : "<bdi>");
        tt_html_text(h, t.v[i]);
        tt_html_raw(h, "</bdi>");
    }
    tt_html_rest(h, shown, t.n, "text");
    tt_html_raw(h, "</dd>\n");
}

static void registry_text(tt_html *h, const char *title, tt_str s)
{
    if (!s.n)
        return;
    tt_html_term(h, title);
    tt_html_raw(h, "<bdi>");
    tt_html_text(h, s);
    tt_html_raw(h, "</bdi></dd>\n");
}

static void registry_date(tt_html *h, const char *title, tt_date d)
{
    if (d == TT_NO_DATE)
        return;
    tt_html_term(h, title);
    TT_HTML_WORDS(h, tt_words_date, d);
    tt_html_raw(h, "</dd>\n");
}

/* What the registry adds to names and numbers. */
static void registry(tt_html *h, const tt_party *p)
{
    registry_text(h, "Phone", p->phone);
    registry_text(h, "Email", p->email);
    registry_text(h, "Website", p->website);
    registry_text(h, "Activity code", p->activity_code);
    registry_date(h, "Incorporated", p->incorporated);
    registry_date(h, "Dissolved", p->dissolved);
    if (p->employees != TT_NO_NUM) {
        tt_html_term(h, "Employees");
        tt_html_rawf(h, "%lld</dd>\n", (long long)p->employees);
    }
}

static void facts(tt_html *h, tt_ix e)
{
    static const struct {
        const char *title;
        tt_text_of what;
    } rows[] = {{"Names as written", TT_TEXT_NAMES},
                {"Identifiers on documents", TT_TEXT_IDENTIFIERS},
                {"Tax ids", TT_TEXT_TAX_IDS},
                {"Registration numbers", TT_TEXT_REGISTRATIONS},
                {"LEI", TT_TEXT_LEIS},
                {"Accounts", TT_TEXT_ACCOUNTS},
                {"Addresses", TT_TEXT_ADDRESSES}};
    tt_html_raw(h, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < TT_LEN(rows); i++)
        texts(h, e, rows[i].title, rows[i].what);
    if (h->in->data->entities[e].party)
        registry(h, &h->in->data->parties[h->in->data->entities[e].party]);
    tt_html_term(h, "Id");
    tt_html_raw(h, "<code>");
    tt_html_id(h, 'e', h->in->data->entities[e].id);
    tt_html_raw(h, "</code></dd>\n</dl>\n");
}

/* --- what holds it together --- */

static void member_name(tt_html *h, const tt_member *m)
{
    const tt_data *d = h->in->data;
    tt_html_raw(h, "<bdi>");
    tt_html_text(h, m->party ? d->parties[m->party].name : d->mentions[m->mention].name);
    tt_html_raw(h, "</bdi>");
}

static void member_where(tt_html *h, const tt_member *m)
{
    const tt_data *d = h->in->data;
    if (m->party) {
        tt_place p = d->parties[m->party].place;
        tt_html_raw(h, "registry, <bdi>");
        tt_html_text(h, d->sources[p.source].name);
        tt_html_rawf(h, "</bdi> line&nbsp;%llu", (unsigned long long)p.line);
        return;
    }
    const tt_mention *x = &d->mentions[m->mention];
    tt_html_raw(h, tt_words_country(x->country));
    if (x->identifier.n) {
        tt_html_raw(h, ", id <bdi>");
        tt_html_text(h, x->identifier);
        tt_html_raw(h, "</bdi>");
    }
    if (x->account.n) {
        tt_html_raw(h, ", account <bdi>");
        tt_html_text(h, x->account);
        tt_html_raw(h, "</bdi>");
    }
}

static void member_row(tt_html *h, const tt_member *m)
{
    tt_html_raw(h, "<tr><th scope=\"row\">");
    member_name(h, m);
    tt_html_raw(h, "</th><td>");
    member_where(h, m);
    tt_html_raw(h, "</td><td>");
    tt_html_z(h, m->reason);
    if (m->detail.n) {
        tt_html_raw(h, ": <bdi>");
        tt_html_text(h, m->detail);
        tt_html_raw(h, "</bdi>");
    }
    if (m->with) {
        tt_html_raw(h, ", as ");
        member_name(h, &h->in->data->members[m->with]);
    }
    tt_html_raw(h, "</td></tr>\n");
}

static void members(tt_html *h, const tt_entity *en)
{
    static const tt_html_column columns[] = {
        {"Name", false}, {"With", false}, {"Why it is here", false}};
    size_t shown = TT_MIN(en->n_mentions, h->limits->rows);
    tt_html_heading(h, "What holds it together");
    tt_html_table(h, "What holds it together", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++)
        member_row(h, &h->in->data->members[en->first_mention + i]);
    tt_html_table_end(h);
    tt_html_rest(h, shown, en->n_mentions, "name");
}

/* --- relations and findings --- */

static void relation(tt_html *h, const tt_ownership *o, tt_ix e)
{
    const tt_data *d = h->in->data;
    bool owns = o->owner == e;
    tt_ix other = owns ? o->owned : o->owner;
    tt_html_raw(h, "<li>");
    tt_html_raw(h, owns ? "is " : "has as ");
    tt_html_text(h, o->role.n ? o->role : TT_STR("owner"));
    if (o->share != TT_NO_NUM) {
        tt_html_raw(h, " (");
        TT_HTML_WORDS(h, tt_words_dec, o->share);
        tt_html_raw(h, " %)");
    }
    tt_html_raw(h, owns ? " of " : " ");
    if (other) {
        tt_html_entity(h, other);
    } else {
        tt_html_raw(h, "<bdi>");
        tt_html_text(h, owns ? o->owned_name : o->owner_name);
        tt_html_raw(h, "</bdi>");
    }
    tt_html_raw(h, " <span class=\"src\"><bdi>");
    tt_html_text(h, d->sources[o->place.source].name);
    tt_html_rawf(h, "</bdi> line&nbsp;%llu</span></li>\n", (unsigned long long)o->place.line);
}

static void relations(tt_html *h, tt_ix e)
{
    const tt_data *d = h->in->data;
    size_t n = 0;
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        if (o->owner != e && o->owned != e)
            continue;
        if (!n++) {
            tt_html_heading(h, "Declared relations");
            tt_html_raw(h, "<ul>\n");
        }
        if (n <= h->limits->rows)
            relation(h, o, e);
    }
    if (n)
        tt_html_raw(h, "</ul>\n");
    tt_html_rest(h, TT_MIN(n, h->limits->rows), n, "relation");
}

static void finding_item(tt_html *h, tt_ix i)
{
    const tt_found *f = &h->in->results->findings[i];
    bool shown = h->choice.finding[i] != 0;
    tt_html_raw(h, "<li>");
    if (shown) {
        tt_html_raw(h, "<a href=\"#");
        tt_html_id(h, 'f', f->id);
        tt_html_raw(h, "\">");
    }
    tt_html_z(h, f->f.title);
    tt_html_rawf(h, "%s <span class=\"quiet\">rank %u, weight ", shown ? "</a>" : "", f->rank);
    TT_HTML_WORDS(h, tt_words_fixed, f->f.weight, 2);
    tt_html_raw(h, "</span></li>\n");
}

static void findings(tt_html *h, tt_ix e)
{
    const tt_entity_findings *ef = &h->ef;
    size_t n = 0, shown = 0;
    tt_html_heading(h, "Findings that name it");
    for (uint32_t k = ef->first[e]; k < ef->first[e + 1]; k++) {
        if (k > ef->first[e] && ef->of[k] == ef->of[k - 1])
            continue; /* two roles in one finding */
        if (!n++)
            tt_html_raw(h, "<ul>\n");
        if (n > h->limits->rows)
            continue;
        finding_item(h, ef->of[k]);
        shown++;
    }
    tt_html_raw(h, n ? "</ul>\n" : "<p>None.</p>\n");
    tt_html_rest(h, shown, n, "finding");
}

static void entity(tt_html *h, tt_ix e)
{
    const tt_entity *en = &h->in->data->entities[e];
    tt_html_raw(h, "<details open class=\"entity\" id=\"");
    tt_html_id(h, 'e', en->id);
    tt_html_raw(h, "\">\n<summary><span class=\"title\"><bdi>");
    tt_html_text(h, en->name.n ? en->name : TT_STR("(no name)"));
    tt_html_rawf(h, "</bdi></span> <span class=\"quiet\">%s, %s</span>",
                 tt_words_entity_type(en->type), tt_words_country(en->country));
    if (h->in->results->entity_weight) {
        tt_html_raw(h, " <span class=\"weight\">weight ");
        TT_HTML_WORDS(h, tt_words_fixed, h->in->results->entity_weight[e], 2);
        tt_html_raw(h, "</span>");
    }
    tt_html_raw(h, "</summary>\n<div class=\"body\">\n");
    facts(h, e);
    members(h, en);
    relations(h, e);
    findings(h, e);
    tt_html_raw(h, "</div>\n</details>\n");
    tt_arena_reset(&h->scratch);
}

void tt_html_entities(tt_html *h)
{
    h->level = 3;
    if (!h->choice.n_entities)
        tt_html_raw(h, "<p>No finding names an entity.</p>\n");
    for (size_t i = 0; i < h->choice.n_entities && h->status == TT_OK; i++)
        entity(h, h->choice.entities[i]);
    tt_html_raw(h, "<p class=\"rest\">Shown here: the ");
    TT_HTML_WORDS(h, tt_words_counted, h->choice.n_entities, "entity");
    if (h->choice.n_entities < h->choice.n_wanted) {
        tt_html_raw(h, " of highest weight, of ");
        TT_HTML_WORDS(h, tt_words_count, h->choice.n_wanted);
    }
    tt_html_raw(h, " that the syndicates and findings above name. The case has ");
    TT_HTML_WORDS(h, tt_words_counted, h->in->data->n_entities, "entity");
    tt_html_raw(h, "; report.json has all of them.</p>\n");
}
