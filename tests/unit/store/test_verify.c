/*
 * Verify: nothing in a case file can be changed without being noticed.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "base/buf.h"
#include "base/rng.h"

/* What the pipeline writes for a stage: its input hash. */
#define RESOLVED "04000000000000000000000000000000"

/* --- a case with something in every table --- */

static void put_source(tt_store *s)
{
    static const tt_flaw flaws[] = {
        {TT_LOST_RECORD, "ragged row", 2, 20, 0, NULL, {"a,b", 3}},
        {TT_LOST_FIELD, "not a number", 3, 30, 5, "quantity", {"x", 1}},
        {TT_NOTED, "rounded", 4, 40, 6, "line_amount", {NULL, 0}},
    };
    tt_source_in in = source_in("flawed.csv", TT_STR("some bytes"), TT_KIND_INVOICE);
    int64_t id;
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, TT_STR("some bytes"), ERR));
    for (size_t i = 0; i < TT_LEN(flaws); i++)
        assert_ok(tt_store_flaw_add(s, id, &flaws[i], ERR));
    assert_ok(tt_store_unknown_column_add(s, id, TT_STR("colour"), ERR));
    assert_ok(tt_store_source_done(s, id, 1, 0, 1, 0, ERR));
    assert_ok(tt_store_source_name(s, id, TT_STR("other.csv"), ERR));
}

static void put_derived(tt_store *s, tt_arena *a)
{
    static const tt_finding_entity who[] = {{1, "seller"}};
    static const tt_ref refs[] = {{TT_KIND_INVOICE, 1, 1}};
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    d.entities = tt_new_n(a, tt_entity, 2);
    d.members = tt_new_n(a, tt_member, 2);
    d.deals = tt_new_n(a, tt_deal, 2);
    d.deal_docs = tt_new_n(a, tt_deal_doc, 2);
    d.n_entities = d.n_members = d.n_deals = d.n_deal_docs = 1;
    d.entities[1] =
        (tt_entity){.id = {{1}}, .name = TT_STR("One"), .first_mention = 1, .n_mentions = 1};
    d.ownerships[1].owner = 1;
    d.members[1] = (tt_member){.entity = 1, .mention = 1, .reason = "first"};
    d.deals[1] = (tt_deal){.id = {{2}}, .first_doc = 1, .n_docs = 1};
    d.deal_docs[1] = (tt_deal_doc){.deal = 1, .kind = TT_KIND_INVOICE, .doc = 1, .reason = "first"};
    d.pairings = tt_new_n(a, tt_pairing, 2);
    d.breaks = tt_new_n(a, tt_break, 2);
    d.n_pairings = d.n_breaks = 1;
    d.pairings[1] = (tt_pairing){.kind = TT_KIND_INVOICE,
                                 .doc = 1,
                                 .to_kind = TT_KIND_INVOICE,
                                 .to = 1,
                                 .form = "full",
                                 .reason = "number"};
    d.breaks[1] = (tt_break){.kind = TT_KIND_INVOICE, .doc = 1, .wants = TT_KIND_PAYMENT};
    tt_results r = {.findings = tt_new_n(a, tt_found, 2), .n_findings = 1, .n_flows = 3};
    r.findings[1] = (tt_found){.id = {{3}},
                               .f = {.title = "t",
                                     .explanation = "e",
                                     .weight = 1.5,
                                     .entities = who,
                                     .n_entities = 1,
                                     .documents = refs,
                                     .n_documents = 1}};
    tt_stage_state stage = {true, {{4}}, {{5}}};
    assert_ok(tt_store_entities_write(s, &d, ERR));
    assert_ok(tt_store_deals_write(s, &d, ERR));
    assert_ok(tt_store_results_write(s, &d, &r, ERR));
    assert_ok(tt_store_stage_put(s, "resolve", &stage, ERR));
    assert_ok(tt_store_setting_put(s, "seed", TT_STR("7"), ERR));
    assert_ok(tt_store_audit_add(s, "ingest", TT_STR("three files"), ERR));
    assert_ok(tt_store_audit_add(s, "resolve", TT_STR(RESOLVED), ERR));
}

/* Decisions of every kind; the last names nobody. */
static void put_decisions(tt_store *s)
{
    static const tt_decided said[] = {
        {2,
         {"e01", 3},
         {"Mill|DE", 7},
         {{1}},
         {{2}},
         TT_SAID_SAME,
         {"ann", 3},
         {"seen", 4},
         {20000, 61}},
        {3,
         {"f03", 3},
         {NULL, 0},
         {{3}},
         {{0}},
         TT_SAID_DISMISSED,
         {NULL, 0},
         {NULL, 0},
         {TT_NO_DATE, TT_NO_TIME}},
        {7,
         {"Who", 3},
         {"Whom|FR", 7},
         {{0}},
         {{0}},
         TT_SAID_DIFFERENT,
         {"bo", 2},
         {NULL, 0},
         {20001, TT_NO_TIME}},
    };
    const tt_decision_file f = {TT_STR("decided.csv"), {{9}}};
    assert_ok(tt_store_decisions_write(s, &f, said, TT_LEN(said), ERR));
}

static void make_case(const char *path, tt_arena *a)
{
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r[2 * TT_KIND_COUNT];
    size_t n = 0;
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        r[n++] = full_record(a, (tt_kind)k, (unsigned)k);
        r[n] = full_record(a, (tt_kind)k, (unsigned)k + 50);
        r[n].v[tt_kind_get((tt_kind)k)->n_fields - 1].set = false;
        n++;
    }
    load_source(s, "all.csv", r, n);
    load_source(s, "again.csv", r, 3);
    assert_ok(tt_store_begin(s, ERR));
    put_source(s);
    put_derived(s, a);
    put_decisions(s);
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
}

/* --- verifying --- */

struct lines {
    char text[4096];
    size_t n;
    char failed[512];
};

static tt_status print_line(void *ctx, const tt_verify_line *l, tt_err *err)
{
    struct lines *p = ctx;
    TT_UNUSED(err);
    p->n += (size_t)snprintf(p->text + p->n, sizeof p->text - p->n, "%s %s: %s\n",
                             l->ok ? "ok" : "FAILED", l->what, l->detail);
    if (!l->ok && !p->failed[0])
        (void)snprintf(p->failed, sizeof p->failed, "%s: %s", l->what, l->detail);
    return TT_OK;
}

static tt_status verify(const char *path, struct lines *p, tt_err *err)
{
    tt_store *s;
    *p = (struct lines){.n = 0};
    tt_status st = tt_store_open(path, TT_STORE_READ, NULL, &s, err);
    if (st == TT_OK)
        st = tt_store_verify(s, print_line, p, err);
    tt_store_close(s);
    return st;
}

static void an_untouched_case_is_whole(void **state)
{
    const char *path = new_path();
    struct lines p;
    make_case(path, *state);
    assert_ok(verify(path, &p, ERR));
    p.text[p.n] = '\0';
    /* "abc..." stands for the head of the chain, which the next test computes. */
    char *head = strstr(p.text, "head ");
    assert_non_null(head);
    memmove(head + 5, head + 5 + 64, strlen(head + 5 + 64) + 1);
    assert_string_equal(
        p.text, "ok integrity_check: pages, records and indexes are in order\n"
                "ok foreign_keys: every reference leads to a row\n"
                "ok source bytes: 3 sources with 306 bytes, 0 whose bytes were not kept\n"
                "ok mentions: 22 mentions\n"
                "ok row hashes: 24 rows\n"
                "ok duplicates: 3 rows that came in again\n"
                "ok sources: 3 sources, 28 rows read: loaded, rejected and duplicate add up\n"
                "ok small tables: names, currencies, settings, stages and decisions are as they "
                "were written\n"
                "ok audit chain: 3 entries, head \n"
                "ok derived tables: 3 of 3 groups are there, as they were written\n");
}

static void bytes_that_were_not_kept_are_not_missing(void **state)
{
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_source_in in = source_in("huge", TT_STR("huge"), TT_KIND_NONE);
    tt_str text;
    int64_t id;
    struct lines p;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    assert_status(tt_store_raw(s, id, 0, 1, *state, &text, ERR), TT_EDB);
    assert_err_text("case file: the bytes of source 1 were not kept");
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
    assert_ok(verify(path, &p, ERR));
    assert_non_null(strstr(p.text, "0 sources with 0 bytes, 1 whose bytes were not kept"));
}

static void an_empty_case_is_whole(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    struct lines p;
    tt_store_close(open_case(path, TT_STORE_CREATE));
    assert_ok(verify(path, &p, ERR));
    assert_string_equal(p.failed, "");
}

static tt_str column(sqlite3_stmt *q, int i)
{
    const char *p = (const char *)sqlite3_column_text(q, i);
    return (tt_str){p, (size_t)sqlite3_column_bytes(q, i)};
}

static void the_head_of_the_chain_can_be_computed_by_anybody(void **state)
{
    const char *path = new_path();
    struct lines p;
    make_case(path, *state);
    assert_ok(verify(path, &p, ERR));
    tt_sha256 h = {{0}};
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT action, detail FROM audit ORDER BY id", -1, &q, NULL),
        SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        tt_hasher hasher;
        assert_ok(tt_hasher_init(&hasher, ERR));
        tt_hasher_add(&hasher, h.b, sizeof h.b);
        tt_hasher_add_str(&hasher, column(q, 0));
        tt_hasher_add_str(&hasher, column(q, 1));
        h = tt_hasher_final(&hasher);
        tt_hasher_release(&hasher);
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
    char hex[65];
    tt_hex(h.b, sizeof h.b, hex);
    assert_non_null(strstr(p.text, hex));
}

/* --- tampering --- */

static void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(db));
    assert_int_equal(rc, SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0); /* a change that changes nothing proves nothing */
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static const struct {
    const char *sql, *failed;
} changes[] = {
    {"UPDATE invoice_row SET line_amount = line_amount + 1 WHERE row_id = 2",
     "row hashes: row 2 of 'invoice_row' was changed"},
    {"UPDATE payment_row SET payer = payee", "row hashes: row 1 of 'payment_row' was changed"},
    {"UPDATE payment_row SET payer = 9999 WHERE row_id = 2",
     "foreign_keys: row 2 of 'payment_row' refers to nothing"},
    {"UPDATE party_row SET aliases = NULL", "row hashes: row 1 of 'party_row' was changed"},
    {"UPDATE party_row SET currency = NULL WHERE row_id = 1",
     "row hashes: row 1 of 'party_row' was changed"},
    {"UPDATE seizure_row SET source = '' WHERE row_id = 2",
     "row hashes: row 2 of 'seizure_row' was changed"},
    {"UPDATE shipment_row SET arrival_date_s = arrival_date_s + 1",
     "row hashes: row 1 of 'shipment_row' was changed"},
    {"UPDATE watchlist_row SET last_change_s = 5 WHERE row_id = 2",
     "row hashes: row 2 of 'watchlist_row' was changed"},
    {"UPDATE permit_row SET issuing_country = 'DEU' WHERE row_id = 1",
     "row hashes: row 1 of 'permit_row' was changed"},
    {"UPDATE declaration_row SET row_hash = zeroblob(16)",
     "row hashes: row 1 of 'declaration_row' was changed"},
    {"UPDATE shipment_row SET container_number_check = 1 WHERE row_id = 2",
     "row hashes: row 2 of 'shipment_row' was changed"},
    {"UPDATE shipment_row SET hs_code_check = NULL WHERE row_id = 1",
     "row hashes: row 1 of 'shipment_row' was changed"},
    {"UPDATE invoice_row SET hs_code_check = 0 WHERE row_id = 1",
     "row hashes: row 1 of 'invoice_row' was changed"},
    {"UPDATE party_row SET tax_id_check = 1 WHERE row_id = 2",
     "row hashes: row 2 of 'party_row' was changed"},
    {"UPDATE mention SET account_check = 2 WHERE id = 3", "mentions: mention 3 was changed"},
    {"UPDATE mention SET bank_check = 0 WHERE id = 1", "mentions: mention 1 was changed"},
    {"UPDATE fx_row SET row_line = row_line + 1 WHERE row_id = 1",
     "sources: source 1, or what is known of it, was changed"},
    {"UPDATE fx_row SET row_offset = row_offset - 1 WHERE row_id = 1",
     "sources: source 1, or what is known of it, was changed"},
    {"UPDATE fx_row SET row_bytes = 11 WHERE row_id = 1",
     "sources: source 1, or what is known of it, was changed"},
    {"UPDATE coverage_row SET row_source = 2 WHERE row_id = 2",
     "sources: the rows of source 1 do not add up"},
    {"DELETE FROM price_row WHERE row_id = 2", "sources: the rows of source 1 do not add up"},
    {"DELETE FROM invoice_row", "duplicates: duplicate 1 is one of a row that is not there"},
    {"INSERT INTO fx_row SELECT 9, row_source, row_line, row_offset, row_bytes, row_hash, date, "
     "currency, usd_per_unit FROM fx_row LIMIT 1",
     "row hashes: row 9 of 'fx_row' is there twice"},
    {"UPDATE mention SET name = 'Somebody else' WHERE id = 3", "mentions: mention 3 was changed"},
    {"UPDATE mention SET fp = zeroblob(16) WHERE id = 2", "mentions: mention 2 was changed"},
    {"UPDATE mention SET bank = '' WHERE id = 1", "mentions: mention 1 was changed"},
    {"INSERT INTO mention SELECT 99, fp, name, country, identifier, address, account, bank, "
     "identifier_check, account_check, bank_check FROM "
     "mention WHERE id = 1",
     "mentions: mention 99 is there twice"},
    {"UPDATE source SET name = 'innocent.csv' WHERE id = 1",
     "sources: source 1, or what is known of it, was changed"},
    {"UPDATE source SET kind = 'payment' WHERE id = 2",
     "sources: source 2, or what is known of it, was changed"},
    {"UPDATE source SET format = 'json'", "sources: source 1, or what is known of it, was changed"},
    {"UPDATE source SET encoding = 'KOI8-R'",
     "sources: source 1, or what is known of it, was changed"},
    {"UPDATE source SET map = randomblob(16) WHERE id = 3",
     "sources: source 3, or what is known of it, was changed"},
    {"UPDATE source SET map = zeroblob(17) WHERE id = 3",
     "sources: source 3 was not loaded to its end"},
    {"UPDATE source SET n_read = n_read + 1, n_rejected = n_rejected + 1 WHERE id = 3",
     "sources: the rows of source 3 do not add up"},
    {"UPDATE source SET n_read = NULL WHERE id = 2", "sources: the rows of source 2 do not add up"},
    {"UPDATE source SET seal = NULL WHERE id = 2", "sources: source 2 was not loaded to its end"},
    {"UPDATE source SET sha256 = zeroblob(32) WHERE id = 1",
     "source bytes: the bytes of source 1 were changed"},
    {"UPDATE source SET bytes = bytes - 1 WHERE id = 1",
     "source bytes: case file: bytes of source 1 are damaged"},
    {"UPDATE source_chunk SET data = (SELECT data FROM source_chunk WHERE source = 2) WHERE source "
     "= "
     "1",
     "source bytes: source 1 is in 1 pieces of 7"},
    {"DELETE FROM source_chunk WHERE source = 2",
     "source bytes: the bytes of source 2 are missing"},
    {"INSERT INTO source_chunk SELECT 2, 1, data FROM source_chunk WHERE source = 2",
     "source bytes: source 2 is in 2 pieces of 1"},
    {"UPDATE source SET kept = 0 WHERE id = 2",
     "sources: source 2, or what is known of it, was changed"},
    {"UPDATE source SET kept = NULL WHERE id = 2",
     "sources: source 2, or what is known of it, was changed"},
    {"UPDATE source_name SET name = 'third.csv'", "small tables: a name of source 3 was changed"},
    {"UPDATE duplicate_row SET row_line = 99 WHERE row_id = 3",
     "sources: source 2, or what is known of it, was changed"},
    {"UPDATE duplicate_row SET kind = 'payment' WHERE row_id = 1",
     "duplicates: duplicate 1 is one of a row that is not there"},
    {"DELETE FROM duplicate_row WHERE row_id = 2", "sources: the rows of source 2 do not add up"},
    {"UPDATE flaw SET reason = 'wrong currency' WHERE id = 2",
     "sources: source 3, or what is known of it, was changed"},
    {"UPDATE flaw SET raw = 'a,c' WHERE id = 1",
     "sources: source 3, or what is known of it, was changed"},
    {"UPDATE flaw SET raw = '' WHERE id = 3",
     "sources: source 3, or what is known of it, was changed"},
    {"UPDATE flaw SET lost = 'field' WHERE id = 1", "sources: the rows of source 3 do not add up"},
    {"DELETE FROM flaw WHERE id = 3", "sources: source 3, or what is known of it, was changed"},
    {"UPDATE unknown_column SET name = 'color'",
     "sources: source 3, or what is known of it, was changed"},
    {"UPDATE currency SET exponent = 1, scale = 10 WHERE code = 'KWD'",
     "row hashes: row 1 of 'shipment_row' was changed"},
    {"UPDATE currency SET scale = 1 WHERE code = 'KWD'",
     "small tables: a currency does not have the decimals of ISO 4217"},
    {"UPDATE setting SET value = '8'", "small tables: a setting was changed"},
    {"UPDATE stage SET output = input", "small tables: the state of a stage was changed"},
    {"UPDATE decision_row SET verdict = 'different' WHERE line = 2",
     "small tables: a decision was changed"},
    {"UPDATE decision_row SET verdict = 'maybe' WHERE line = 2",
     "small tables: case file: a decision says nothing"},
    {"UPDATE decision_row SET who = 'bob' WHERE line = 7", "small tables: a decision was changed"},
    {"UPDATE decision_row SET decided_s = NULL WHERE line = 2",
     "small tables: a decision was changed"},
    {"DELETE FROM decision_row WHERE line = 7", "small tables: a decision was changed"},
    {"UPDATE decision_file SET sha256 = zeroblob(32)", "small tables: a decision was changed"},
    {"DELETE FROM decision_file", "small tables: a decision was changed"},
    {"DELETE FROM audit WHERE id = 3",
     "audit chain: the chain does not tell of the decisions as they are"},
    {"UPDATE audit SET detail = 'four files' WHERE id = 1",
     "audit chain: the chain is broken at entry 1"},
    {"UPDATE audit SET action = 'x' WHERE id = 2", "audit chain: the chain is broken at entry 2"},
    {"DELETE FROM audit WHERE id >= 2",
     "audit chain: the chain does not tell of stage 'resolve' as it last ran"},
    {"DELETE FROM audit WHERE id = 1", "audit chain: the chain is broken at entry 1"},
    {"UPDATE d_entity SET name = 'Two'", "derived tables: the tables of entities were changed"},
    {"UPDATE d_member SET reason = 'guess'", "derived tables: the tables of entities were changed"},
    {"UPDATE d_ownership SET owned = owner, owner = NULL WHERE owner = 1",
     "derived tables: the tables of entities were changed"},
    {"UPDATE d_deal SET status = 'partial'", "derived tables: the tables of deals were changed"},
    {"UPDATE d_finding SET weight = 9.0", "derived tables: the tables of results were changed"},
    {"DELETE FROM d_finding_doc", "derived tables: the tables of results were changed"},
    {"UPDATE d_count SET n = 4", "derived tables: the tables of results were changed"},
    {"DELETE FROM d_state WHERE part = 'deals'",
     "derived tables: the tables of deals were changed"},
};

static void copy_file(const char *from, const char *to)
{
    char buf[65536];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(buf, 1, sizeof buf, in)) > 0)
        assert_int_equal(fwrite(buf, 1, n, out), n);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

static void every_change_of_a_value_is_found(void **state)
{
    const char *whole = new_path(), *path = new_path();
    struct lines p;
    make_case(whole, *state);
    for (size_t i = 0; i < TT_LEN(changes); i++) {
        copy_file(whole, path);
        meddle(path, changes[i].sql);
        tt_status st = verify(path, &p, ERR);
        if (st != TT_EINTEGRITY || strcmp(p.failed, changes[i].failed) != 0)
            print_error("%s\n%s", changes[i].sql, p.text);
        assert_int_equal(st, TT_EINTEGRITY);
        assert_string_equal(p.failed, changes[i].failed);
    }
}

/* All tables as text; false when they cannot be read. */
static bool dump_tables(const char *path, tt_buf *out)
{
    sqlite3 *db;
    sqlite3_stmt *tables, *rows;
    bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    tt_buf_reset(out);
    ok = ok &&
         sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1",
                            -1, &tables, NULL) == SQLITE_OK;
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(tables)) == SQLITE_ROW) {
        char sql[128];
        (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2",
                       (const char *)sqlite3_column_text(tables, 0));
        ok = sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK;
        int step = SQLITE_DONE;
        while (ok && (step = sqlite3_step(rows)) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(rows); i++) {
                int n = sqlite3_column_type(rows, i);
                const char *text = sqlite3_column_blob(rows, i);
                tt_buf_addf(out, "|%d:%d:", n, sqlite3_column_bytes(rows, i));
                tt_buf_add(out, (tt_str){text, (size_t)sqlite3_column_bytes(rows, i)});
            }
        ok = ok && step == SQLITE_DONE;
        sqlite3_finalize(rows);
        rows = NULL;
    }
    ok = ok && rc == SQLITE_DONE;
    sqlite3_finalize(tables);
    sqlite3_close(db);
    return ok;
}

static int flip(const char *path, long at, int mask)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    int byte = fgetc(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fputc(byte ^ mask, f), byte ^ mask);
    assert_int_equal(fclose(f), 0);
    return byte;
}

/* Damage of one byte: the file is refused, or verify fails, or no table says anything else. */
static void a_damaged_byte_is_found_or_means_nothing(void **state)
{
    enum { FLIPS = 250 };
    const char *whole = new_path(), *path = new_path();
    struct lines p;
    struct stat info;
    tt_buf want, got;
    make_case(whole, *state);
    assert_int_equal(stat(whole, &info), 0);
    tt_buf_init(&want, 0);
    tt_buf_init(&got, 0);
    assert_true(dump_tables(whole, &want));
    tt_rng rng;
    tt_rng_init(&rng, 1, "flips");
    unsigned found = 0, harmless = 0;
    copy_file(whole, path);
    while (found + harmless < FLIPS) {
        long at = (long)tt_rng_below(&rng, (uint64_t)info.st_size);
        int mask = 1 << tt_rng_below(&rng, 8);
        if (flip(path, at, mask) == 0 && tt_rng_below(&rng, 50) != 0) {
            (void)flip(path, at, mask); /* pages are mostly empty: mostly hit what is not */
            continue;
        }
        tt_status st = verify(path, &p, NULL);
        found += st != TT_OK;
        harmless += st == TT_OK;
        if (st == TT_OK) {
            assert_true(dump_tables(path, &got));
            if (!tt_str_eq(tt_buf_str(&got), tt_buf_str(&want)))
                print_error("bit %d of byte %ld was changed, and nobody noticed\n", mask, at);
            assert_true(tt_str_eq(tt_buf_str(&got), tt_buf_str(&want)));
        }
        (void)flip(path, at, mask);
    }
    print_message("%u found, %u in places that mean nothing\n", found, harmless);
    assert_true(found > FLIPS / 3);
    assert_ok(verify(path, &p, ERR)); /* as it was in the beginning */
    tt_buf_release(&want);
    tt_buf_release(&got);
}

static tt_status refuse(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(l);
    return tt_fail(err, TT_ECANCELED, "enough");
}

static void what_the_listener_says_is_passed_on(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    assert_status(tt_store_verify(s, refuse, NULL, ERR), TT_ECANCELED);
    assert_err_text("enough");
    tt_store_close(s);
}

static void every_allocation_may_fail(void **state)
{
    const char *path = new_path();
    struct lines p;
    make_case(path, *state);
    tt_store *s = open_case(path, TT_STORE_READ);
    tt_status st;
    TT_TORTURE(st, {
        p = (struct lines){.n = 0};
        st = tt_store_verify(s, print_line, &p, NULL);
        assert_string_equal(p.failed, ""); /* no memory is no sign of damage */
    });
    tt_store_close(s);
}

TT_TEST_MAIN("store/verify", TT_TEST(an_untouched_case_is_whole), TT_TEST(an_empty_case_is_whole),
             TT_TEST(bytes_that_were_not_kept_are_not_missing),
             TT_TEST(the_head_of_the_chain_can_be_computed_by_anybody),
             TT_TEST(every_change_of_a_value_is_found),
             TT_TEST(a_damaged_byte_is_found_or_means_nothing),
             TT_TEST(what_the_listener_says_is_passed_on), TT_TEST(every_allocation_may_fail))
