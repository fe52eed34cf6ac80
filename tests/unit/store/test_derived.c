/*
 * Derived tables: what a stage wrote is what the next one reads, also after other evidence has
 * come.
 */
#include "tests/unit/store/store_test.h"

#include <math.h>

static tt_hash hash_of(uint8_t x)
{
    tt_hash h = {{0}};
    h.b[0] = x;
    h.b[15] = 0xee;
    return h;
}

static tt_ccy usd(void)
{
    return tt_ccy_parse(TT_STR("USD"));
}

static tt_data load(tt_store *s, tt_arena *a)
{
    tt_data d;
    assert_ok(tt_store_load(s, usd(), TT_NO_DATE, a, &d, ERR));
    return d;
}

/* Two invoices of two lines, a shipment, a payment, two registry rows, one ownership. */
static tt_store *small_case(const char *path)
{
    const tt_record inv[] = {
        record(TT_KIND_INVOICE, "invoice_number", "I1", "issue_date", "2024-02-01", "seller_name",
               "Mill", "buyer_name", "Shop", "currency", "EUR", "line_number", "1", "line_amount",
               "10", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "I1", "issue_date", "2024-02-01", "seller_name",
               "Mill", "buyer_name", "Shop", "currency", "EUR", "line_number", "2", "line_amount",
               "20", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "I2", "issue_date", "2024-03-01", "seller_name",
               "Mill", "buyer_name", "Moon", "currency", "EUR", "line_amount", "30", NULL),
    };
    const tt_record ship = record(TT_KIND_SHIPMENT, "transport_document", "B1", "on_board_date",
                                  "2024-02-02", "shipper_name", "Mill", NULL);
    const tt_record pay = record(TT_KIND_PAYMENT, "payment_id", "P1", "value_date", "2024-02-20",
                                 "payer_name", "Shop", "payee_name", "Mill", "currency", "EUR",
                                 "amount", "30", "invoice_number", "I1", NULL);
    const tt_record party[] = {
        record(TT_KIND_PARTY, "party_id", "R1", "name", "Mill Ltd", "type", "company", NULL),
        record(TT_KIND_PARTY, "party_id", "R2", "name", "Ann", "type", "person", NULL)};
    const tt_record own = record(TT_KIND_OWNERSHIP, "owner_id", "R2", "owner_name", "Ann",
                                 "owned_id", "R1", "owned_name", "Mill Ltd", NULL);
    tt_store *s = open_case(path, TT_STORE_CREATE);
    load_source(s, "inv", inv, 3);
    load_source(s, "ship", &ship, 1);
    load_source(s, "pay", &pay, 1);
    load_source(s, "party", party, 2);
    load_source(s, "own", &own, 1);
    return s;
}

/* More of everything, older than what is there: every index moves. */
static void add_older(tt_store *s, tt_arena *a)
{
    tt_record r[20];
    for (unsigned i = 0; i < 20; i++) {
        static const tt_kind kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_PAYMENT,
                                        TT_KIND_PARTY, TT_KIND_OWNERSHIP};
        r[i] = full_record(a, kinds[i % 5], i);
        const tt_kind_info *info = tt_kind_get(r[i].kind);
        for (size_t f = 0; f < info->n_fields; f++)
            if (info->fields[f].flags & TT_FF_WHEN)
                set_field(&r[i], f, "2020-01-01");
    }
    load_source(s, "older", r, 20);
}

/* --- entities --- */

/* Each mention an entity in the order of mentions, the Mill with its registry row; Ann alone. */
static void make_entities(tt_data *d, tt_arena *a)
{
    size_t n = d->n_mentions + 1;
    d->entities = tt_new_n(a, tt_entity, n + 1);
    d->members = tt_new_n(a, tt_member, n + 2);
    d->n_entities = n;
    tt_ix mill = tt_str_is(d->parties[1].name, "Mill Ltd") ? 1 : 2;
    for (tt_ix i = 1; i <= n; i++) {
        tt_entity *e = &d->entities[i];
        e->id = hash_of((uint8_t)(10 * i));
        e->first_mention = (tt_ix)++d->n_members;
        tt_member *m = &d->members[d->n_members];
        *m = (tt_member){.entity = i, .reason = "first"};
        if (i == n) {
            m->party = 3 - mill;
            e->party = 3 - mill;
            e->name = TT_STR("Ann");
            e->type = TT_ENTITY_PERSON;
            continue;
        }
        m->mention = i;
        e->n_mentions = 1;
        e->name = d->mentions[i].name;
        e->country = 'D' << 8 | 'E';
        d->mentions[i].entity = i;
        if (!tt_str_is(e->name, "Mill"))
            continue;
        d->members[++d->n_members] = (tt_member){.entity = i,
                                                 .party = mill,
                                                 .reason = "name and country",
                                                 .detail = TT_STR("mill"),
                                                 .with = (tt_ix)d->n_members,
                                                 .centibits = -150};
        e->party = mill;
        e->type = TT_ENTITY_COMPANY;
        e->country = 0;
        d->parties[mill].entity = i;
        d->ownerships[1].owned = i;
        d->ownerships[1].owner = (tt_ix)n;
    }
    d->parties[3 - mill].entity = (tt_ix)n;
}

static tt_status no_damage(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    assert_true(l->ok);
    return TT_OK;
}

static void write_entities(tt_store *s, const tt_data *d)
{
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_entities_write(s, d, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
}

/* By names, because indexes of mentions and parties may have moved. */
static void assert_same_entities(const tt_data *got, const tt_data *want)
{
    assert_int_equal(got->n_entities, want->n_entities);
    assert_int_equal(got->n_members, want->n_members);
    for (size_t i = 1; i <= want->n_entities; i++) {
        const tt_entity *g = &got->entities[i], *w = &want->entities[i];
        assert_memory_equal(g->id.b, w->id.b, 16);
        assert_int_equal(g->type, w->type);
        assert_int_equal(g->country, w->country);
        assert_slice(g->name, w->name);
        assert_int_equal(g->first_mention, w->first_mention);
        assert_int_equal(g->n_mentions, w->n_mentions);
        assert_slice(got->parties[g->party].name, want->parties[w->party].name);
    }
    for (size_t i = 1; i <= want->n_members; i++) {
        const tt_member *g = &got->members[i], *w = &want->members[i];
        assert_int_equal(g->entity, w->entity);
        assert_slice(got->mentions[g->mention].name, want->mentions[w->mention].name);
        assert_slice(got->parties[g->party].name, want->parties[w->party].name);
        assert_string_equal(g->reason, w->reason);
        assert_slice(g->detail, w->detail);
        assert_int_equal(g->with, w->with);
        assert_int_equal(g->centibits, w->centibits);
        if (g->mention)
            assert_int_equal(got->mentions[g->mention].entity, g->entity);
        if (g->party)
            assert_int_equal(got->parties[g->party].entity, g->entity);
    }
}

static void entities_come_back(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_store *s = small_case(path);
    tt_data d = load(s, a), e = load(s, a);
    make_entities(&d, a);
    write_entities(s, &d);
    tt_store_close(s);
    s = open_case(path, TT_STORE_READ);
    assert_ok(tt_store_entities_read(s, &e, ERR));
    assert_same_entities(&e, &d);
    assert_int_equal(e.ownerships[1].owner, d.ownerships[1].owner);
    assert_int_equal(e.ownerships[1].owned, d.ownerships[1].owned);
    assert_int_equal(e.entities[0].n_mentions, 0);
    tt_store_close(s);
}

static void entities_stay_what_they_are_when_evidence_is_added(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    make_entities(&d, a);
    write_entities(s, &d);
    add_older(s, a);
    tt_data e = load(s, a);
    assert_true(e.n_mentions > d.n_mentions && e.n_parties > d.n_parties);
    assert_ok(tt_store_entities_read(s, &e, ERR));
    assert_same_entities(&e, &d);
    size_t owned = 0;
    for (size_t i = 1; i <= e.n_ownerships; i++)
        owned += e.ownerships[i].owned != 0;
    assert_int_equal(owned, 1);
    tt_store_close(s);
}

static void writing_again_drops_what_was_there(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a), e = load(s, a);
    make_entities(&d, a);
    write_entities(s, &d);
    d.n_entities = 1;
    d.n_members = 1;
    d.ownerships[1].owner = d.ownerships[1].owned = 0;
    write_entities(s, &d);
    assert_ok(tt_store_entities_read(s, &e, ERR));
    assert_int_equal(e.n_entities, 1);
    assert_int_equal(e.n_members, 1);
    tt_store_close(s);
}

static void a_case_without_entities_has_none(void **state)
{
    tt_store *s = small_case(new_path());
    tt_data d = load(s, *state);
    assert_ok(tt_store_entities_read(s, &d, ERR));
    assert_int_equal(d.n_entities, 0);
    assert_ok(tt_store_deals_read(s, &d, ERR));
    assert_int_equal(d.n_deals, 0);
    assert_int_equal(d.deal_of[TT_KIND_INVOICE][1], 0);
    assert_null(d.deal_of[TT_KIND_PARTY]);
    tt_store_close(s);
}

/* --- deals --- */

static tt_ix doc_by_number(const tt_data *d, tt_kind kind, const char *number)
{
    for (tt_ix i = 1; i <= tt_data_n_docs(d, kind); i++)
        if (tt_str_is(tt_data_head(d, kind, i)->number, number))
            return i;
    fail();
    return 0;
}

static void make_pairings(tt_data *d)
{
    tt_ix i1 = doc_by_number(d, TT_KIND_INVOICE, "I1"),
          i2 = doc_by_number(d, TT_KIND_INVOICE, "I2");
    tt_ix b1 = doc_by_number(d, TT_KIND_SHIPMENT, "B1"),
          p1 = doc_by_number(d, TT_KIND_PAYMENT, "P1");
    d->n_pairings = d->n_breaks = 2;
    d->pairings[1] = (tt_pairing){.kind = TT_KIND_SHIPMENT,
                                  .to_kind = TT_KIND_INVOICE,
                                  .doc = b1,
                                  .to = i1,
                                  .line = d->shipments[b1].head.first_line,
                                  .to_line = d->invoices[i1].head.first_line,
                                  .share = 400000,
                                  .amount = {TT_NO_NUM, TT_CCY_NONE},
                                  .quantity = 12000000,
                                  .centibits = 1234,
                                  .margin = -7,
                                  .form = "part",
                                  .reason = "goods",
                                  .detail = TT_STR("B1")};
    d->pairings[2] = (tt_pairing){.kind = TT_KIND_PAYMENT,
                                  .to_kind = TT_KIND_INVOICE,
                                  .doc = p1,
                                  .to = i1,
                                  .share = TT_NO_NUM,
                                  .amount = {77, usd()},
                                  .quantity = TT_NO_NUM,
                                  .margin = INT32_MAX,
                                  .form = "full",
                                  .reason = "amount"};
    d->breaks[1] = (tt_break){TT_KIND_INVOICE, i2, TT_KIND_PAYMENT, TT_BREAK_BELOW_THRESHOLD, 3, -5,
                              TT_KIND_PAYMENT, p1};
    d->breaks[2] = (tt_break){TT_KIND_INVOICE, i2, TT_KIND_SHIPMENT, TT_BREAK_LIMIT, 0, INT32_MIN,
                              TT_KIND_NONE,    0};
}

static void make_deals(tt_data *d, tt_arena *a)
{
    d->deals = tt_new_n(a, tt_deal, 3);
    d->deal_docs = tt_new_n(a, tt_deal_doc, 5);
    d->pairings = tt_new_n(a, tt_pairing, 3);
    d->breaks = tt_new_n(a, tt_break, 3);
    d->n_deals = 2;
    d->n_deal_docs = 4;
    make_pairings(d);
    d->deals[1] = (tt_deal){.id = hash_of(1),
                            .status = TT_DEAL_MATCHED,
                            .first_doc = 1,
                            .n_docs = 3,
                            .invoiced = {3300, usd()},
                            .shipped = {TT_NO_NUM, usd()},
                            .declared = {0, usd()},
                            .paid = {3301, usd()},
                            .invoiced_qty = 5000000,
                            .shipped_qty = TT_NO_NUM,
                            .lag_days = 19,
                            .centibits = -250};
    d->deals[2] = (tt_deal){.id = hash_of(2),
                            .status = TT_DEAL_PARTIAL,
                            .first_doc = 4,
                            .n_docs = 1,
                            .invoiced = {TT_NO_NUM, usd()},
                            .shipped = {TT_NO_NUM, usd()},
                            .declared = {TT_NO_NUM, usd()},
                            .paid = {TT_NO_NUM, usd()},
                            .invoiced_qty = TT_NO_NUM,
                            .shipped_qty = 0,
                            .lag_days = INT32_MIN};
    static const struct {
        tt_ix deal;
        tt_kind kind;
        const char *number, *reason, *detail;
    } docs[] = {{1, TT_KIND_INVOICE, "I1", "first", NULL},
                {1, TT_KIND_SHIPMENT, "B1", "transport document", "B1"},
                {1, TT_KIND_PAYMENT, "P1", "invoice number", "I1"},
                {2, TT_KIND_INVOICE, "I2", "first", NULL}};
    for (size_t i = 0; i < TT_LEN(docs); i++)
        d->deal_docs[i + 1] = (tt_deal_doc){docs[i].deal, docs[i].kind,
                                            doc_by_number(d, docs[i].kind, docs[i].number),
                                            docs[i].reason, tt_str_of(docs[i].detail)};
}

static void
assert_same_line(tt_kind kind, const tt_data *got, tt_ix g, const tt_data *want, tt_ix w)
{
    assert_int_equal(g != 0, w != 0);
    const tt_line *x = kind == TT_KIND_INVOICE ? got->invoice_lines : got->shipment_lines;
    const tt_line *y = kind == TT_KIND_INVOICE ? want->invoice_lines : want->shipment_lines;
    if (w)
        assert_memory_equal(&x[g].row, &y[w].row, sizeof(tt_hash));
}

static void assert_same_pairings(const tt_data *got, const tt_data *want)
{
    assert_true(got->n_pairings == want->n_pairings && got->n_breaks == want->n_breaks);
    for (size_t i = 1; i <= want->n_pairings; i++) {
        const tt_pairing *g = &got->pairings[i], *w = &want->pairings[i];
        const int64_t have[] = {g->kind,       g->to_kind,  g->share,     g->amount.minor,
                                g->amount.ccy, g->quantity, g->centibits, g->margin};
        const int64_t need[] = {w->kind,       w->to_kind,  w->share,     w->amount.minor,
                                w->amount.ccy, w->quantity, w->centibits, w->margin};
        assert_memory_equal(have, need, sizeof(need));
        assert_slice(tt_data_head(got, g->kind, g->doc)->number,
                     tt_data_head(want, w->kind, w->doc)->number);
        assert_slice(tt_data_head(got, g->to_kind, g->to)->number,
                     tt_data_head(want, w->to_kind, w->to)->number);
        assert_same_line(w->kind, got, g->line, want, w->line);
        assert_same_line(w->to_kind, got, g->to_line, want, w->to_line);
        assert_true(strcmp(g->form, w->form) == 0 && strcmp(g->reason, w->reason) == 0);
        assert_slice(g->detail, w->detail);
    }
    for (size_t i = 1; i <= want->n_breaks; i++) {
        const tt_break *g = &got->breaks[i], *w = &want->breaks[i];
        const int64_t have[] = {g->wants,     g->type,      g->n_candidates,
                                g->centibits, g->best_kind, g->best != 0};
        const int64_t need[] = {w->wants,     w->type,      w->n_candidates,
                                w->centibits, w->best_kind, w->best != 0};
        assert_memory_equal(have, need, sizeof(need));
        assert_slice(tt_data_head(got, g->kind, g->doc)->number,
                     tt_data_head(want, w->kind, w->doc)->number);
    }
}

static void assert_same_deals(const tt_data *got, const tt_data *want)
{
    assert_int_equal(got->n_deals, want->n_deals);
    assert_int_equal(got->n_deal_docs, want->n_deal_docs);
    for (size_t i = 1; i <= want->n_deals; i++) {
        const tt_deal *g = &got->deals[i], *w = &want->deals[i];
        assert_memory_equal(g->id.b, w->id.b, 16);
        assert_int_equal(g->status, w->status);
        assert_int_equal(g->first_doc, w->first_doc);
        assert_int_equal(g->n_docs, w->n_docs);
        assert_int_equal(g->invoiced.minor, w->invoiced.minor);
        assert_int_equal(g->invoiced.ccy, w->invoiced.ccy);
        assert_int_equal(g->shipped.minor, w->shipped.minor);
        assert_int_equal(g->declared.minor, w->declared.minor);
        assert_int_equal(g->paid.minor, w->paid.minor);
        assert_int_equal(g->invoiced_qty, w->invoiced_qty);
        assert_int_equal(g->shipped_qty, w->shipped_qty);
        assert_int_equal(g->lag_days, w->lag_days);
        assert_int_equal(g->centibits, w->centibits);
    }
    assert_same_pairings(got, want);
    for (size_t i = 1; i <= want->n_deal_docs; i++) {
        const tt_deal_doc *g = &got->deal_docs[i], *w = &want->deal_docs[i];
        assert_int_equal(g->deal, w->deal);
        assert_int_equal(g->kind, w->kind);
        assert_slice(tt_data_head(got, g->kind, g->doc)->number,
                     tt_data_head(want, w->kind, w->doc)->number);
        assert_string_equal(g->reason, w->reason);
        assert_slice(g->detail, w->detail);
        assert_int_equal(got->deal_of[g->kind][g->doc], g->deal);
    }
}

static void deals_come_back_also_when_documents_have_moved(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a), e = load(s, a);
    make_deals(&d, a);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_deals_write(s, &d, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
    assert_ok(tt_store_deals_read(s, &e, ERR));
    assert_same_deals(&e, &d);
    add_older(s, a);
    e = load(s, a);
    assert_true(doc_by_number(&e, TT_KIND_INVOICE, "I1") >
                doc_by_number(&d, TT_KIND_INVOICE, "I1"));
    assert_ok(tt_store_deals_read(s, &e, ERR));
    assert_same_deals(&e, &d);
    tt_store_close(s);
}

static void deals_of_other_evidence_are_noticed(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    make_deals(&d, a);
    d.invoices[d.deal_docs[1].doc].head.id.b[3] ^= 1; /* a document that nobody has seen */
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_deals_write(s, &d, ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_data e = load(s, a);
    assert_status(tt_store_deals_read(s, &e, ERR), TT_EDB);
    assert_err_text("case file: deals or results were made from other evidence; analyze again");
    assert_int_equal(e.n_deals, 0);
    tt_store_close(s);
}

/* --- results --- */

static tt_results make_results(const tt_data *d, tt_arena *a)
{
    static const tt_finding_entity who[] = {{1, "seller"}, {2, "buyer"}};
    static const tt_finding_entity ring[] = {{2, "importer"}, {1, "exporter"}};
    static const tt_test tests[] = {{"credit_note", TT_TEST_NOT_EXPLAINED, "no credit note"},
                                    {"instalments", TT_TEST_WEAKENED, "two payments"},
                                    {"quality", TT_TEST_UNKNOWN, "no grade is given"}};
    static const char *const steps[] = {"ask for the packing list", "look at the bank"};
    static const tt_ix members[] = {1, 3}, both[] = {1, 2};
    tt_ref *refs = tt_new_n(a, tt_ref, 4);
    tt_measure *m = tt_new_n(a, tt_measure, 2);
    tt_ix i1 = doc_by_number(d, TT_KIND_INVOICE, "I1");
    refs[0] = (tt_ref){TT_KIND_INVOICE, i1, d->invoices[i1].head.first_line + 1};
    refs[1] = (tt_ref){TT_KIND_PAYMENT, 1, 1};
    refs[2] = (tt_ref){TT_KIND_SHIPMENT, doc_by_number(d, TT_KIND_SHIPMENT, "B1"), 0};
    refs[3] = (tt_ref){TT_KIND_PARTY, 2, 0}; /* a row that is no document */
    m[0] = (tt_measure){.name = "unit_price",
                        .unit = "EUR/kg",
                        .value = 0.1,
                        .low = (double)NAN,
                        .high = 1.0 / 3,
                        .peers = 12};
    m[1] = (tt_measure){.name = "value",
                        .unit = "EUR",
                        .is_money = true,
                        .money = {-5, tt_ccy_parse(TT_STR("KWD"))},
                        .low = -1e300,
                        .high = (double)NAN};
    tt_results r = {
        .n_findings = 2, .n_communities = 1, .n_syndicates = 1, .n_completeness = 1, .n_flows = 77};
    r.findings = tt_new_n(a, tt_found, 3);
    r.findings[1] = (tt_found){.id = hash_of(5),
                               .detector = "price.over_invoicing",
                               .typology = "over-invoicing",
                               .family = "price",
                               .f = {.title = "A price",
                                     .explanation = "It is high \xe2\x80\x94 by 3.",
                                     .p_value = 0.0012345678901234567,
                                     .weight = 2.5,
                                     .value_shift = {12345, usd()},
                                     .direction = TT_SHIFT_TO_EXPORTER,
                                     .from = tt_civil_days(2024, 2, 1),
                                     .to = tt_civil_days(2024, 2, 20),
                                     .entities = who,
                                     .n_entities = 2,
                                     .documents = refs,
                                     .n_documents = 3,
                                     .measures = m,
                                     .n_measures = 2,
                                     .tests = tests,
                                     .n_tests = 3,
                                     .next_steps = steps,
                                     .n_next_steps = 2},
                               .rank = 1,
                               .syndicate = 1};
    r.findings[2] = (tt_found){.id = hash_of(4),
                               .detector = "flow.cycle_money",
                               .typology = "round tripping",
                               .family = "flow",
                               .f = {.title = "B",
                                     .explanation = "b",
                                     .p_value = (double)NAN,
                                     .weight = -1.0 / 7,
                                     .from = TT_NO_DATE,
                                     .to = TT_NO_DATE,
                                     .documents = refs + 2,
                                     .n_documents = 2,
                                     .tests = tests + 1,
                                     .n_tests = 2},
                               .rank = 2};
    r.communities = tt_new_n(a, tt_community, 2);
    r.communities[1] = (tt_community){hash_of(7), members, 2, 0.875};
    r.syndicates = tt_new_n(a, tt_syndicate, 2);
    r.syndicates[1] = (tt_syndicate){.id = hash_of(8),
                                     .rank = 1,
                                     .score = 99.25,
                                     .log10_e = 3.5,
                                     .p_value = (double)NAN,
                                     .stability = 1,
                                     .entities = ring,
                                     .n_entities = 2,
                                     .findings = both,
                                     .n_findings = 2,
                                     .value_shift = {500, usd()},
                                     .direction = TT_SHIFT_TO_IMPORTER,
                                     .from = TT_NO_DATE,
                                     .to = tt_civil_days(2024, 3, 1),
                                     .narrative = "Two parties."};
    r.completeness = tt_new_n(a, tt_completeness, 2);
    r.completeness[1] = (tt_completeness){"cycles", "1000 visits", "2 of 5", "some were not seen"};
    r.entity_weight = tt_new_n(a, double, d->n_entities + 1);
    r.entity_community = tt_new_n(a, tt_ix, d->n_entities + 1);
    for (size_t i = 1; i <= d->n_entities; i++)
        r.entity_weight[i] = (double)i / 3;
    r.entity_community[1] = r.entity_community[3] = 1;
    return r;
}

static void assert_double(double got, double want)
{
    if (isnan(want))
        assert_true(isnan(got));
    else
        assert_true(got >= want &&
                    got <= want); /* to the bit: they go through the file as they are */
}

static void assert_money(tt_money got, tt_money want)
{
    assert_int_equal(got.minor, want.minor);
    assert_int_equal(got.ccy, want.ccy);
}

static void
assert_same_roles(const tt_finding_entity *g, size_t n, const tt_finding_entity *w, size_t m)
{
    assert_int_equal(n, m);
    for (size_t i = 0; i < m; i++) {
        assert_int_equal(g[i].entity, w[i].entity);
        assert_string_equal(g[i].role, w[i].role);
    }
}

static void
assert_same_finding(const tt_data *gd, const tt_found *g, const tt_data *wd, const tt_found *w)
{
    assert_memory_equal(g->id.b, w->id.b, 16);
    assert_string_equal(g->detector, w->detector);
    assert_string_equal(g->typology, w->typology);
    assert_string_equal(g->family, w->family);
    assert_int_equal(g->rank, w->rank);
    assert_int_equal(g->syndicate, w->syndicate);
    assert_string_equal(g->f.title, w->f.title);
    assert_string_equal(g->f.explanation, w->f.explanation);
    assert_double(g->f.p_value, w->f.p_value);
    assert_double(g->f.weight, w->f.weight);
    assert_money(g->f.value_shift, w->f.value_shift);
    assert_int_equal(g->f.direction, w->f.direction);
    assert_int_equal(g->f.from, w->f.from);
    assert_int_equal(g->f.to, w->f.to);
    assert_same_roles(g->f.entities, g->f.n_entities, w->f.entities, w->f.n_entities);
    assert_int_equal(g->f.n_documents, w->f.n_documents);
    for (size_t i = 0; i < w->f.n_documents; i++) {
        tt_ref x = g->f.documents[i], y = w->f.documents[i];
        assert_int_equal(x.kind, y.kind);
        assert_slice(tt_data_cited(gd, x.kind, x.doc).number,
                     tt_data_cited(wd, y.kind, y.doc).number);
        assert_int_equal(x.line == 0, y.line == 0);
        if (x.kind == TT_KIND_INVOICE && x.line)
            assert_memory_equal(gd->invoice_lines[x.line].row.b, wd->invoice_lines[y.line].row.b,
                                16);
    }
    assert_int_equal(g->f.n_measures, w->f.n_measures);
    for (size_t i = 0; i < w->f.n_measures; i++) {
        const tt_measure *x = &g->f.measures[i], *y = &w->f.measures[i];
        assert_string_equal(x->name, y->name);
        assert_string_equal(x->unit, y->unit);
        assert_int_equal(x->is_money, y->is_money);
        assert_money(x->money, y->money);
        assert_double(x->value, y->value);
        assert_double(x->low, y->low);
        assert_double(x->high, y->high);
        assert_int_equal(x->peers, y->peers);
    }
    assert_int_equal(g->f.n_tests, w->f.n_tests);
    for (size_t i = 0; i < w->f.n_tests; i++) {
        assert_string_equal(g->f.tests[i].test, w->f.tests[i].test);
        assert_int_equal(g->f.tests[i].outcome, w->f.tests[i].outcome);
        assert_string_equal(g->f.tests[i].detail, w->f.tests[i].detail);
    }
    assert_int_equal(g->f.n_next_steps, w->f.n_next_steps);
    for (size_t i = 0; i < w->f.n_next_steps; i++)
        assert_string_equal(g->f.next_steps[i], w->f.next_steps[i]);
}

static void
assert_same_results(const tt_data *gd, const tt_results *g, const tt_data *wd, const tt_results *w)
{
    assert_int_equal(g->n_findings, w->n_findings);
    for (size_t i = 1; i <= w->n_findings; i++)
        assert_same_finding(gd, &g->findings[i], wd, &w->findings[i]);
    assert_int_equal(g->n_communities, w->n_communities);
    for (size_t i = 1; i <= w->n_communities; i++) {
        const tt_community *x = &g->communities[i], *y = &w->communities[i];
        assert_memory_equal(x->id.b, y->id.b, 16);
        assert_double(x->stability, y->stability);
        assert_int_equal(x->n_entities, y->n_entities);
        assert_memory_equal(x->entities, y->entities, y->n_entities * sizeof *y->entities);
    }
    assert_int_equal(g->n_syndicates, w->n_syndicates);
    for (size_t i = 1; i <= w->n_syndicates; i++) {
        const tt_syndicate *x = &g->syndicates[i], *y = &w->syndicates[i];
        assert_memory_equal(x->id.b, y->id.b, 16);
        assert_int_equal(x->rank, y->rank);
        assert_double(x->score, y->score);
        assert_double(x->log10_e, y->log10_e);
        assert_double(x->p_value, y->p_value);
        assert_double(x->stability, y->stability);
        assert_same_roles(x->entities, x->n_entities, y->entities, y->n_entities);
        assert_int_equal(x->n_findings, y->n_findings);
        assert_memory_equal(x->findings, y->findings, y->n_findings * sizeof *y->findings);
        assert_money(x->value_shift, y->value_shift);
        assert_int_equal(x->direction, y->direction);
        assert_int_equal(x->from, y->from);
        assert_int_equal(x->to, y->to);
        assert_string_equal(x->narrative, y->narrative);
    }
    assert_int_equal(g->n_completeness, w->n_completeness);
    for (size_t i = 1; i <= w->n_completeness; i++) {
        assert_string_equal(g->completeness[i].what, w->completeness[i].what);
        assert_string_equal(g->completeness[i].limit, w->completeness[i].limit);
        assert_string_equal(g->completeness[i].reached, w->completeness[i].reached);
        assert_string_equal(g->completeness[i].effect, w->completeness[i].effect);
    }
    for (size_t i = 1; i <= wd->n_entities; i++) {
        assert_double(g->entity_weight[i], w->entity_weight[i]);
        assert_int_equal(g->entity_community[i], w->entity_community[i]);
    }
    assert_int_equal(g->n_flows, w->n_flows);
}

static void results_come_back_also_when_documents_have_moved(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    make_entities(&d, a);
    tt_results r = make_results(&d, a), back;
    write_entities(s, &d);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_results_write(s, &d, &r, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_results_read(s, &d, a, &back, ERR));
    assert_same_results(&d, &back, &d, &r);
    add_older(s, a);
    tt_data e = load(s, a);
    assert_ok(tt_store_entities_read(s, &e, ERR));
    assert_ok(tt_store_results_read(s, &e, a, &back, ERR));
    assert_same_results(&e, &back, &d, &r);
    tt_store_close(s);
}

static void no_results_are_no_results(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    tt_results back;
    assert_ok(tt_store_results_read(s, &d, a, &back, ERR));
    assert_int_equal(back.n_findings + back.n_syndicates + back.n_flows, 0);
    tt_store_close(s);
}

static void results_about_other_entities_are_noticed(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    make_entities(&d, a);
    tt_results r = make_results(&d, a), back;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_results_write(s, &d, &r, ERR));
    assert_ok(tt_store_commit(s, ERR));
    d.entities[2].id.b[1] = 1; /* resolve has come to another result since */
    assert_status(tt_store_results_read(s, &d, a, &back, ERR), TT_EDB);
    assert_int_equal(back.n_findings, 0);
    tt_store_close(s);
}

/* --- small things --- */

static void stages_and_settings_are_kept(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_stage_state st = {true, hash_of(1), hash_of(2)}, back;
    tt_str text;
    assert_ok(tt_store_stage_get(s, "resolve", &back, ERR));
    assert_false(back.ran);
    assert_ok(tt_store_setting_get(s, "seed", a, &text, ERR));
    assert_str(text, NULL);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_stage_put(s, "match", &st, ERR));
    st.output = hash_of(3);
    assert_ok(tt_store_stage_put(s, "match", &st, ERR));
    st.input = hash_of(9);
    assert_ok(tt_store_stage_put(s, "resolve", &st, ERR));
    assert_ok(tt_store_setting_put(s, "seed", TT_STR("1"), ERR));
    assert_ok(tt_store_setting_put(s, "seed", TT_STR("7"), ERR));
    assert_ok(tt_store_setting_put(s, "empty", TT_STR(""), ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
    s = open_case(path, TT_STORE_WRITE);
    assert_ok(tt_store_stage_get(s, "match", &back, ERR));
    assert_true(back.ran);
    assert_memory_equal(back.input.b, hash_of(1).b, 16);
    assert_memory_equal(back.output.b, hash_of(3).b, 16);
    st.ran = false;
    assert_ok(tt_store_stage_put(s, "match", &st, ERR));
    assert_ok(tt_store_stage_get(s, "match", &back, ERR));
    assert_false(back.ran);
    assert_ok(tt_store_stage_get(s, "resolve", &back, ERR));
    assert_true(back.ran);
    assert_ok(tt_store_setting_get(s, "seed", a, &text, ERR));
    assert_str(text, "7");
    assert_ok(tt_store_setting_get(s, "empty", a, &text, ERR));
    assert_str(text, "");
    tt_store_close(s);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_store *s = small_case(new_path());
    tt_data d = load(s, a);
    make_entities(&d, a);
    make_deals(&d, a);
    tt_results r = make_results(&d, a), back;
    tt_data e;
    tt_status st;
    TT_TORTURE(st, {
        tt_store_rollback(s);
        st = tt_store_begin(s, NULL);
        if (st == TT_OK)
            st = tt_store_entities_write(s, &d, NULL);
        if (st == TT_OK)
            st = tt_store_deals_write(s, &d, NULL);
        if (st == TT_OK)
            st = tt_store_results_write(s, &d, &r, NULL);
        if (st == TT_OK)
            st = tt_store_load(s, usd(), TT_NO_DATE, a, &e, NULL);
        if (st == TT_OK)
            st = tt_store_entities_read(s, &e, NULL);
        if (st == TT_OK)
            st = tt_store_deals_read(s, &e, NULL);
        if (st == TT_OK)
            st = tt_store_results_read(s, &e, a, &back, NULL);
    });
    assert_same_entities(&e, &d);
    assert_same_deals(&e, &d);
    assert_same_results(&e, &back, &d, &r);
    tt_store_close(s);
}

TT_TEST_MAIN("store/derived", TT_TEST(entities_come_back),
             TT_TEST(entities_stay_what_they_are_when_evidence_is_added),
             TT_TEST(writing_again_drops_what_was_there), TT_TEST(a_case_without_entities_has_none),
             TT_TEST(deals_come_back_also_when_documents_have_moved),
             TT_TEST(deals_of_other_evidence_are_noticed),
             TT_TEST(results_come_back_also_when_documents_have_moved),
             TT_TEST(no_results_are_no_results), TT_TEST(results_about_other_entities_are_noticed),
             TT_TEST(stages_and_settings_are_kept), TT_TEST(every_allocation_may_fail))
