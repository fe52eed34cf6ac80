/*
 * results_read.c - findings, communities, syndicates, weights and limits back from their tables.
 *
 * Everything that is read is checked against the data: a number out of range, or a name that the
 * evidence does not have, means that the tables were made from something else.
 */
#include "store/derived.h"

#include "base/str.h"

struct reader {
    tt_store *s;
    const tt_data *d;
    tt_arena *a;
    tt_names names;
    tt_list findings, communities, syndicates, completeness;
    tt_results out;
};

static tt_status stale(tt_err *err)
{
    return tt_derived_stale("results", err);
}

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the results of a case");
}

static tt_status get_text(struct reader *r, tt_q *q, const char **out, tt_err *err)
{
    return tt_derived_text(r->a, tt_q_get_str(q), out, err);
}

static tt_status get_money(struct reader *r, tt_q *q, tt_money *out, tt_err *err)
{
    out->minor = tt_q_get_int(q);
    return tt_store_ccy(r->s, tt_q_get_str(q), &out->ccy, err);
}

static tt_direction direction_of(tt_str text)
{
    unsigned d = TT_SHIFT_TO_IMPORTER;
    while (d > TT_SHIFT_NONE && !tt_str_is(text, tt_direction_text((tt_direction)d)))
        d--;
    return (tt_direction)d;
}

static tt_outcome outcome_of(tt_str text)
{
    unsigned o = TT_TEST_NOT_EXPLAINED;
    while (o < TT_TEST_UNKNOWN && !tt_str_is(text, tt_outcome_text((tt_outcome)o)))
        o++;
    return (tt_outcome)o;
}

/* --- rows that stand alone, n from 1 --- */

static tt_status take_finding(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_found *v = to;
    int64_t syndicate;
    v->rank = (uint32_t)r->findings.n - 1;
    v->id = tt_q_get_hash(q);
    TT_TRY(get_text(r, q, &v->detector, err));
    TT_TRY(get_text(r, q, &v->typology, err));
    TT_TRY(get_text(r, q, &v->family, err));
    TT_TRY(get_text(r, q, &v->f.title, err));
    TT_TRY(get_text(r, q, &v->f.explanation, err));
    v->f.p_value = tt_q_get_double(q);
    v->f.weight = tt_q_get_double(q);
    TT_TRY(get_money(r, q, &v->f.value_shift, err));
    v->f.direction = direction_of(tt_q_get_str(q));
    v->f.from = (tt_date)tt_q_get_int_or(q, TT_NO_DATE);
    v->f.to = (tt_date)tt_q_get_int_or(q, TT_NO_DATE);
    syndicate = tt_q_get_int(q);
    if (syndicate < 0 || syndicate >= (int64_t)r->syndicates.n)
        return stale(err);
    v->syndicate = (tt_ix)syndicate;
    return TT_OK;
}

static tt_status take_community(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_community *v = to;
    TT_UNUSED(r);
    TT_UNUSED(err);
    v->id = tt_q_get_hash(q);
    v->stability = tt_q_get_double(q);
    return TT_OK;
}

static tt_status take_syndicate(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_syndicate *v = to;
    v->rank = (uint32_t)r->syndicates.n - 1;
    v->id = tt_q_get_hash(q);
    v->score = tt_q_get_double(q);
    v->log10_e = tt_q_get_double(q);
    v->p_value = tt_q_get_double(q);
    v->stability = tt_q_get_double(q);
    TT_TRY(get_money(r, q, &v->value_shift, err));
    v->direction = direction_of(tt_q_get_str(q));
    v->from = (tt_date)tt_q_get_int_or(q, TT_NO_DATE);
    v->to = (tt_date)tt_q_get_int_or(q, TT_NO_DATE);
    return get_text(r, q, &v->narrative, err);
}

static tt_status take_completeness(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_completeness *v = to;
    TT_TRY(get_text(r, q, &v->what, err));
    TT_TRY(get_text(r, q, &v->limit, err));
    TT_TRY(get_text(r, q, &v->reached, err));
    return get_text(r, q, &v->effect, err);
}

typedef tt_status take_fn(struct reader *r, tt_q *q, void *to, tt_err *err);

static tt_status read_list(struct reader *r, tt_query id, tt_list *l, take_fn *take, tt_err *err)
{
    tt_q q;
    bool row;
    void *to;
    TT_TRY(tt_q_open(r->s, id, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_list_add(l, &to, err));
        if (tt_q_get_int(&q) != (int64_t)l->n - 1)
            return stale(err);
        TT_TRY(take(r, &q, to, err));
    }
}

/* --- rows that belong to one of those --- */

static tt_status take_role(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_finding_entity *v = to;
    TT_TRY(tt_names_entity(r->d, tt_q_get_hash(q), &v->entity, err));
    return get_text(r, q, &v->role, err);
}

static tt_status take_document(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_ref *v = to;
    v->kind = tt_kind_find(tt_q_get_str(q)); /* of a document, or a row that can be cited */
    TT_TRY(tt_names_doc(&r->names, v->kind, tt_q_get_hash(q), &v->doc, err));
    if (tt_q_get_null(q))
        return TT_OK;
    return tt_names_line(&r->names, v->kind, tt_q_get_hash(q), &v->line, err);
}

static tt_status take_measure(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_measure *v = to;
    TT_TRY(get_text(r, q, &v->name, err));
    TT_TRY(get_text(r, q, &v->unit, err));
    v->value = tt_q_get_double(q);
    TT_TRY(get_money(r, q, &v->money, err));
    v->low = tt_q_get_double(q);
    v->high = tt_q_get_double(q);
    v->peers = (uint32_t)tt_q_get_int(q);
    v->is_money = tt_q_get_int(q) != 0;
    if (v->is_money)
        v->value = 0;
    return TT_OK;
}

static tt_status take_test(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    tt_test *v = to;
    TT_TRY(get_text(r, q, &v->test, err));
    v->outcome = outcome_of(tt_q_get_str(q));
    return get_text(r, q, &v->detail, err);
}

static tt_status take_step(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    return get_text(r, q, to, err);
}

static tt_status take_member(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    return tt_names_entity(r->d, tt_q_get_hash(q), to, err);
}

static tt_status take_index(struct reader *r, tt_q *q, void *to, tt_err *err)
{
    int64_t n = tt_q_get_int(q);
    if (n < 1 || n >= (int64_t)r->findings.n)
        return stale(err);
    *(tt_ix *)to = (tt_ix)n;
    return TT_OK;
}

static void give_finding_entities(tt_results *o, size_t i, const void *v, size_t n)
{
    o->findings[i].f.entities = v;
    o->findings[i].f.n_entities = n;
}

static void give_documents(tt_results *o, size_t i, const void *v, size_t n)
{
    o->findings[i].f.documents = v;
    o->findings[i].f.n_documents = n;
}

static void give_measures(tt_results *o, size_t i, const void *v, size_t n)
{
    o->findings[i].f.measures = v;
    o->findings[i].f.n_measures = n;
}

static void give_tests(tt_results *o, size_t i, const void *v, size_t n)
{
    o->findings[i].f.tests = v;
    o->findings[i].f.n_tests = n;
}

static void give_steps(tt_results *o, size_t i, const void *v, size_t n)
{
    o->findings[i].f.next_steps = v;
    o->findings[i].f.n_next_steps = n;
}

static void give_members(tt_results *o, size_t i, const void *v, size_t n)
{
    o->communities[i].entities = v;
    o->communities[i].n_entities = n;
}

static void give_syndicate_entities(tt_results *o, size_t i, const void *v, size_t n)
{
    o->syndicates[i].entities = v;
    o->syndicates[i].n_entities = n;
}

static void give_syndicate_findings(tt_results *o, size_t i, const void *v, size_t n)
{
    o->syndicates[i].findings = v;
    o->syndicates[i].n_findings = n;
}

/* A table whose rows belong to an element of a list: (element, n), values. */
struct child {
    tt_query all;
    size_t size;   /* of a value */
    size_t parent; /* offset in tt_results of the number of elements */
    take_fn *take;
    void (*give)(tt_results *o, size_t i, const void *v, size_t n);
};

static const struct child children[] = {
    {TT_Q_D_FINDING_ENTITY_ALL, sizeof(tt_finding_entity), offsetof(tt_results, n_findings),
     take_role, give_finding_entities},
    {TT_Q_D_FINDING_DOC_ALL, sizeof(tt_ref), offsetof(tt_results, n_findings), take_document,
     give_documents},
    {TT_Q_D_FINDING_MEASURE_ALL, sizeof(tt_measure), offsetof(tt_results, n_findings), take_measure,
     give_measures},
    {TT_Q_D_FINDING_TEST_ALL, sizeof(tt_test), offsetof(tt_results, n_findings), take_test,
     give_tests},
    {TT_Q_D_FINDING_STEP_ALL, sizeof(const char *), offsetof(tt_results, n_findings), take_step,
     give_steps},
    {TT_Q_D_COMMUNITY_ENTITY_ALL, sizeof(tt_ix), offsetof(tt_results, n_communities), take_member,
     give_members},
    {TT_Q_D_SYNDICATE_ENTITY_ALL, sizeof(tt_finding_entity), offsetof(tt_results, n_syndicates),
     take_role, give_syndicate_entities},
    {TT_Q_D_SYNDICATE_FINDING_ALL, sizeof(tt_ix), offsetof(tt_results, n_syndicates), take_index,
     give_syndicate_findings},
};

struct owned {
    size_t parent, first, n;
};

/* Values into one array, then to each element its part of it. */
static tt_status
read_values(struct reader *r, const struct child *c, tt_list *values, tt_list *owned, tt_err *err)
{
    tt_q q;
    bool row;
    void *to, *array;
    struct owned *last = NULL;
    size_t n_parents, n;
    memcpy(&n_parents, (const char *)&r->out + c->parent, sizeof n_parents);
    TT_TRY(tt_q_open(r->s, c->all, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        int64_t parent = tt_q_get_int(&q), i = tt_q_get_int(&q);
        if (parent < 1 || (uint64_t)parent > n_parents)
            return stale(err);
        if (!last || last->parent != (size_t)parent) {
            TT_TRY(tt_list_add(owned, &to, err));
            last = to;
            *last = (struct owned){(size_t)parent, values->n, 0};
        }
        if (i != (int64_t)++last->n)
            return stale(err);
        TT_TRY(tt_list_add(values, &to, err));
        TT_TRY(c->take(r, &q, to, err));
    }
    TT_TRY(tt_list_keep(values, r->a, &array, &n, err));
    const struct owned *o = owned->v;
    for (size_t i = 1; i < owned->n; i++)
        c->give(&r->out, o[i].parent, (const char *)array + o[i].first * c->size, o[i].n);
    return TT_OK;
}

static tt_status read_children(struct reader *r, const struct child *c, tt_err *err)
{
    tt_list values, owned = {0};
    tt_status st = tt_list_init(&values, c->size, err);
    if (st == TT_OK)
        st = tt_list_init(&owned, sizeof(struct owned), err);
    if (st == TT_OK)
        st = read_values(r, c, &values, &owned, err);
    tt_list_release(&values);
    tt_list_release(&owned);
    return st;
}

/* --- weights and counts --- */

static tt_status read_scores(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    r->out.entity_weight = tt_new_n(r->a, double, r->d->n_entities + 1);
    r->out.entity_community = tt_new_n(r->a, tt_ix, r->d->n_entities + 1);
    if (!r->out.entity_weight || !r->out.entity_community)
        return no_room(err);
    TT_TRY(tt_q_open(r->s, TT_Q_D_ENTITY_SCORE_ALL, &q, err));
    for (;;) {
        tt_ix i;
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        TT_TRY(tt_names_entity(r->d, tt_q_get_hash(&q), &i, err));
        r->out.entity_weight[i] = tt_q_get_double(&q);
        int64_t community = tt_q_get_int(&q);
        if (community < 0 || (uint64_t)community > r->out.n_communities)
            return stale(err);
        r->out.entity_community[i] = (tt_ix)community;
    }
}

static tt_status read_counts(struct reader *r, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(r->s, TT_Q_D_COUNT_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        if (tt_str_is(tt_q_get_str(&q), "flows"))
            r->out.n_flows = (uint64_t)tt_q_get_int(&q);
    }
}

static tt_status keep_lists(struct reader *r, tt_err *err)
{
    void *v[4];
    tt_results *o = &r->out;
    TT_TRY(tt_list_keep(&r->findings, r->a, &v[0], &o->n_findings, err));
    TT_TRY(tt_list_keep(&r->communities, r->a, &v[1], &o->n_communities, err));
    TT_TRY(tt_list_keep(&r->syndicates, r->a, &v[2], &o->n_syndicates, err));
    TT_TRY(tt_list_keep(&r->completeness, r->a, &v[3], &o->n_completeness, err));
    o->findings = v[0];
    o->communities = v[1];
    o->syndicates = v[2];
    o->completeness = v[3];
    return TT_OK;
}

static tt_status read_all(struct reader *r, tt_err *err)
{
    TT_TRY(tt_list_init(&r->findings, sizeof(tt_found), err));
    TT_TRY(tt_list_init(&r->communities, sizeof(tt_community), err));
    TT_TRY(tt_list_init(&r->syndicates, sizeof(tt_syndicate), err));
    TT_TRY(tt_list_init(&r->completeness, sizeof(tt_completeness), err));
    TT_TRY(read_list(r, TT_Q_D_SYNDICATE_ALL, &r->syndicates, take_syndicate, err));
    TT_TRY(read_list(r, TT_Q_D_FINDING_ALL, &r->findings, take_finding, err));
    TT_TRY(read_list(r, TT_Q_D_COMMUNITY_ALL, &r->communities, take_community, err));
    TT_TRY(read_list(r, TT_Q_D_COMPLETENESS_ALL, &r->completeness, take_completeness, err));
    TT_TRY(keep_lists(r, err));
    for (size_t i = 0; i < TT_LEN(children); i++)
        TT_TRY(read_children(r, &children[i], err));
    TT_TRY(read_scores(r, err));
    return read_counts(r, err);
}

tt_status
tt_store_results_read(tt_store *s, const tt_data *d, tt_arena *a, tt_results *out, tt_err *err)
{
    struct reader r = {.s = s, .d = d, .a = a};
    bool own;
    *out = (tt_results){0};
    TT_TRY(tt_store_begin_read(s, &own, err));
    tt_names_init(&r.names, d);
    tt_status st = read_all(&r, err);
    tt_store_end_read(s, own);
    tt_names_release(&r.names);
    tt_list_release(&r.findings);
    tt_list_release(&r.communities);
    tt_list_release(&r.syndicates);
    tt_list_release(&r.completeness);
    if (st == TT_OK)
        *out = r.out;
    return st;
}
