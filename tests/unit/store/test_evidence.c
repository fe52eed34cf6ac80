/*
 * Evidence: rows, duplicates, flaws and bytes go in and come out as they were.
 */
#include "tests/unit/store/store_test.h"

/* --- rows --- */

struct seen {
    tt_arena *a;
    size_t n;
    int64_t source;
    tt_hash row;
    tt_record r; /* the last */
};

static tt_status see(void *ctx, int64_t source, tt_hash row, const tt_record *r, tt_err *err)
{
    struct seen *seen = ctx;
    TT_UNUSED(err);
    seen->n++;
    seen->source = source;
    seen->row = row;
    seen->r = *r;
    for (size_t i = 0; i < TT_MAX_FIELDS; i++)
        if (r->v[i].text.p) /* also beyond the fields of the kind: nothing is there */
            seen->r.v[i].text = tt_arena_str(seen->a, r->v[i].text);
    return TT_OK;
}

static void assert_same_values(const tt_record *got, const tt_record *want)
{
    const tt_kind_info *info = tt_kind_get(want->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        const tt_value *g = &got->v[i], *w = &want->v[i];
        assert_int_equal(g->set, w->set);
        if (!w->set)
            continue;
        if (f->type == TT_FT_TEXT || f->type == TT_FT_CODE || f->type == TT_FT_ENUM ||
            f->type == TT_FT_LIST)
            assert_slice(g->text, w->text);
        else
            assert_int_equal(g->num, w->num);
        if (f->type == TT_FT_WHEN)
            assert_int_equal(g->sec, w->sec);
    }
}

static void every_field_of_every_kind_comes_back(void **state)
{
    struct seen seen = {.a = *state};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        tt_record r = full_record(seen.a, (tt_kind)k, (unsigned)k);
        tt_hash hash;
        char name[32];
        (void)snprintf(name, sizeof name, "%s.csv", tt_kind_text((tt_kind)k));
        load_source(s, name, &r, 1);
        seen.n = 0;
        assert_ok(tt_store_each_row(s, (tt_kind)k, (tt_str){NULL, 0}, see, &seen, ERR));
        assert_int_equal(seen.n, 1);
        assert_int_equal(seen.source, k);
        assert_int_equal(seen.r.kind, k);
        assert_int_equal(seen.r.line, 2);
        assert_int_equal(seen.r.offset, 10);
        assert_int_equal(seen.r.raw.n, 10);
        assert_same_values(&seen.r, &r);
        assert_ok(tt_store_row_hash(s, &r, &hash, ERR));
        assert_memory_equal(hash.b, seen.row.b, sizeof hash.b);
    }
    tt_store_close(s);
}

static void a_field_that_is_not_set_stays_unknown(void **state)
{
    struct seen seen = {.a = *state};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        tt_record r = {.kind = (tt_kind)k};
        load_source(s, info->name, &r, 1); /* nothing is set at all */
        seen.n = 0;
        assert_ok(tt_store_each_row(s, (tt_kind)k, (tt_str){NULL, 0}, see, &seen, ERR));
        assert_int_equal(seen.n, 1);
        assert_same_values(&seen.r, &r);
    }
    tt_store_close(s);
}

static void one_changed_field_makes_another_row(void **state)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        tt_record r = full_record(*state, (tt_kind)k, 1),
                  other = full_record(*state, (tt_kind)k, 2);
        tt_hash whole, hash;
        assert_ok(tt_store_row_hash(s, &r, &whole, ERR));
        for (size_t i = 0; i < info->n_fields; i++) {
            tt_record x = r;
            x.v[i].set = false;
            assert_ok(tt_store_row_hash(s, &x, &hash, ERR));
            assert_memory_not_equal(hash.b, whole.b, sizeof hash.b);
            if (info->fields[i].type == TT_FT_ENUM)
                continue; /* both records have the first word */
            x.v[i] = other.v[i];
            assert_ok(tt_store_row_hash(s, &x, &hash, ERR));
            if (info->fields[i].type == TT_FT_COUNTRY || info->fields[i].type == TT_FT_CCY) {
                if (r.v[i].num == other.v[i].num)
                    continue;
            }
            assert_memory_not_equal(hash.b, whole.b, sizeof hash.b);
        }
    }
    tt_store_close(s);
}

static void the_text_of_a_number_does_not_make_another_row(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record a =
        record(TT_KIND_FX, "date", "2024-01-02", "currency", "EUR", "usd_per_unit", "1.10", NULL);
    tt_record b =
        record(TT_KIND_FX, "date", "2024-01-02", "currency", "eur", "usd_per_unit", "1.1", NULL);
    tt_hash ha, hb;
    assert_ok(tt_store_row_hash(s, &a, &ha, ERR));
    assert_ok(tt_store_row_hash(s, &b, &hb, ERR));
    assert_memory_equal(ha.b, hb.b, sizeof ha.b);
    tt_store_close(s);
}

static void the_time_of_a_date_makes_another_row(void **state)
{
    TT_UNUSED(state);
    static const char *const times[] = {"2024-01-02", "2024-01-02T00:00:00Z",
                                        "2024-01-02T00:00:01Z"};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_hash seen[TT_LEN(times)];
    for (size_t i = 0; i < TT_LEN(times); i++) {
        tt_record r = record(TT_KIND_INVOICE, "issue_date", times[i], NULL);
        assert_ok(tt_store_row_hash(s, &r, &seen[i], ERR));
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(seen[i].b, seen[j].b, sizeof seen[i].b);
    }
    tt_store_close(s);
}

static void rows_are_found_by_the_number_of_their_document(void **state)
{
    struct seen seen = {.a = *state};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r[3] = {
        record(TT_KIND_INVOICE, "invoice_number", "A1", "seller_name", "Old Mill", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "A2", "seller_name", "Old Mill", "buyer_name",
               "New Mill", "buyer_country", "FR", NULL),
        record(TT_KIND_INVOICE, "invoice_number", "A22", NULL),
    };
    load_source(s, "in.csv", r, 3);
    assert_ok(tt_store_each_row(s, TT_KIND_INVOICE, TT_STR("A2"), see, &seen, ERR));
    assert_int_equal(seen.n, 1);
    assert_same_values(&seen.r, &r[1]);
    assert_status(tt_store_each_row(s, TT_KIND_FX, TT_STR("A2"), see, &seen, ERR), TT_EINTERNAL);
    tt_store_close(s);
}

/* --- duplicates --- */

static void a_row_that_comes_again_is_a_duplicate(void **state)
{
    struct seen seen = {.a = *state};
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r = full_record(seen.a, TT_KIND_PAYMENT, 3),
              x = full_record(seen.a, TT_KIND_PAYMENT, 4);
    tt_record twice[2] = {r, r}, mixed[2] = {x, r};
    load_source(s, "one.csv", twice, 2); /* within a file */
    tt_store_close(s);
    s = open_case(path, TT_STORE_WRITE); /* what was there is read from the file */
    load_source(s, "two.csv", mixed, 2); /* from another file */
    assert_ok(tt_store_each_row(s, TT_KIND_PAYMENT, (tt_str){NULL, 0}, see, &seen, ERR));
    assert_int_equal(seen.n, 2);
    assert_int_equal(seen.source, 2);
    assert_same_values(&seen.r, &x);
    tt_store_close(s);
}

static void the_same_values_in_another_kind_are_no_duplicate(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record a = {.kind = TT_KIND_INVOICE}, b = {.kind = TT_KIND_PAYMENT};
    tt_hash ha, hb;
    assert_ok(tt_store_row_hash(s, &a, &ha, ERR));
    assert_ok(tt_store_row_hash(s, &b, &hb, ERR));
    assert_memory_not_equal(ha.b, hb.b, sizeof ha.b);
    tt_store_close(s);
}

static tt_status no_damage(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    if (!l->ok)
        print_error("%s: %s\n", l->what, l->detail);
    assert_true(l->ok);
    return TT_OK;
}

static void a_rolled_back_row_is_not_known_afterwards(void **state)
{
    struct seen seen = {.a = *state};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r = full_record(seen.a, TT_KIND_INVOICE, 1);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(try_load(s, "a.csv", &r, 1, ERR));
    tt_store_rollback(s);
    load_source(s, "a.csv", &r, 1);
    assert_ok(tt_store_each_row(s, TT_KIND_INVOICE, (tt_str){NULL, 0}, see, &seen, ERR));
    assert_int_equal(seen.n, 1);
    assert_same_values(&seen.r, &r); /* its mentions are there as well */
    tt_store_close(s);
}

static void a_file_that_was_undone_leaves_the_others_of_its_transaction(void **state)
{
    struct seen seen = {.a = *state};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r[3] = {full_record(seen.a, TT_KIND_INVOICE, 1),
                      full_record(seen.a, TT_KIND_INVOICE, 2),
                      full_record(seen.a, TT_KIND_PAYMENT, 3)};
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_ok(try_load(s, "a.csv", &r[0], 1, ERR));
    assert_ok(tt_store_release(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_ok(try_load(s, "b.csv", r, 3, ERR)); /* one is a duplicate of a file that stays */
    assert_ok(tt_store_rollback_to(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_ok(try_load(s, "b.csv", r, 2, ERR)); /* again: what was undone is not known */
    assert_ok(tt_store_release(s, ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_data d;
    assert_ok(tt_store_load(s, 0, TT_NO_DATE, seen.a, &d, ERR));
    assert_int_equal(d.n_sources, 2);
    assert_int_equal(d.n_invoice_lines, 2);
    assert_int_equal(d.n_payment_rows, 0);
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
    tt_store_close(s);
}

static void a_file_cut_off_in_the_middle_is_undone(void **state)
{
    tt_arena *a = *state;
    bool duplicate;
    int64_t id;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r = full_record(a, TT_KIND_INVOICE, 1);
    tt_source_in in = source_in("a.csv", TT_STR("abc"), TT_KIND_INVOICE);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_record_add(s, id, &r, &duplicate, ERR));
    assert_ok(tt_store_rollback_to(s, ERR));
    assert_status(tt_store_record_add(s, id, &r, &duplicate, ERR), TT_EINTERNAL);
    assert_ok(tt_store_savepoint(s, ERR));
    assert_ok(try_load(s, "b.csv", &r, 1, ERR));
    assert_ok(tt_store_release(s, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
    tt_store_close(s);
}

static void chunks_packed_elsewhere_are_the_same_bytes(void **state)
{
    tt_arena *a = *state;
    enum { N = TT_STORE_CHUNK + 1000 };
    char *bytes = tt_new_n(a, char, N);
    assert_non_null(bytes);
    for (size_t i = 0; i < N; i++)
        bytes[i] = (char)('a' + (i * i / 7) % 23);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("a.csv", (tt_str){bytes, N}, TT_KIND_INVOICE);
    int64_t id;
    tt_buf packed;
    tt_str raw;
    tt_buf_init(&packed, 0);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    for (int64_t n = 1; n >= 0; n--) { /* in any order */
        tt_buf_reset(&packed);
        size_t from = (size_t)n * TT_STORE_CHUNK;
        assert_ok(tt_store_chunk_pack(NULL, tt_str_sub((tt_str){bytes, N}, from, TT_STORE_CHUNK),
                                      &packed, ERR));
        assert_ok(tt_store_chunk_add(s, id, n, tt_buf_str(&packed), ERR));
    }
    assert_status(tt_store_chunk_add(s, id + 1, 0, tt_buf_str(&packed), ERR), TT_EINTERNAL);
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_raw(s, id, TT_STORE_CHUNK - 500, 1000, a, &raw, ERR));
    assert_int_equal(raw.n, 1000);
    assert_memory_equal(raw.p, bytes + TT_STORE_CHUNK - 500, 1000);
    assert_ok(tt_store_verify(s, no_damage, NULL, ERR));
    tt_buf_release(&packed);
    tt_store_close(s);
}

static void rows_of_another_writer_are_known(void **state)
{
    struct seen seen = {.a = *state};
    const char *path = new_path();
    tt_store *a = open_case(path, TT_STORE_CREATE), *b = open_case(path, TT_STORE_WRITE);
    tt_record r[2] = {full_record(seen.a, TT_KIND_INVOICE, 1),
                      full_record(seen.a, TT_KIND_INVOICE, 2)};
    load_source(a, "a.csv", &r[0], 1);
    load_source(b, "b.csv", &r[1], 1);
    load_source(a, "c.csv", &r[1], 1); /* a has not seen it being added */
    assert_ok(tt_store_each_row(a, TT_KIND_INVOICE, (tt_str){NULL, 0}, see, &seen, ERR));
    assert_int_equal(seen.n, 2);
    tt_store_close(a);
    tt_store_close(b);
}

/* --- sources --- */

static void a_source_is_found_by_bytes_map_and_kind(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("a.csv", TT_STR("abc"), TT_KIND_INVOICE);
    int64_t id, found;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_find(s, &in, &found, ERR));
    assert_int_equal(found, 0);
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    in.name = TT_STR("other.csv");
    assert_ok(tt_store_source_find(s, &in, &found, ERR));
    assert_int_equal(found, id);
    in.kind = TT_KIND_PAYMENT;
    assert_ok(tt_store_source_find(s, &in, &found, ERR));
    assert_int_equal(found, 0);
    in.kind = TT_KIND_INVOICE;
    in.map.b[15] = 1;
    assert_ok(tt_store_source_find(s, &in, &found, ERR));
    assert_int_equal(found, 0);
    in.map.b[15] = 0;
    in.sha.b[31] ^= 1;
    assert_ok(tt_store_source_find(s, &in, &found, ERR));
    assert_int_equal(found, 0);
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
}

static void counts_that_do_not_add_up_are_refused(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("a.csv", TT_STR("abc"), TT_KIND_INVOICE);
    int64_t id;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_status(tt_store_source_done(s, id, 3, 1, 1, 0, ERR), TT_EINTERNAL);
    tt_store_close(s);
}

static void rows_belong_to_the_source_that_is_being_loaded(void **state)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record r = full_record(*state, TT_KIND_FX, 1);
    bool duplicate;
    load_source(s, "a.csv", &r, 1);
    r.v[0].num++;
    assert_ok(tt_store_begin(s, ERR));
    assert_status(tt_store_record_add(s, 1, &r, &duplicate, ERR), TT_EINTERNAL);
    tt_store_close(s);
}

/* --- flaws --- */

struct text {
    char p[1024];
    size_t n;
};

static tt_status print_reject(void *ctx, const tt_reject *r, tt_err *err)
{
    struct text *t = ctx;
    TT_UNUSED(err);
    t->n += (size_t)snprintf(t->p + t->n, sizeof t->p - t->n,
                             "%.*s:%llu:%u:%llu %.*s/%.*s [%.*s]\n", TT_STR_ARG(r->file),
                             (unsigned long long)r->line, r->column, (unsigned long long)r->offset,
                             TT_STR_ARG(r->reason), TT_STR_ARG(r->field), TT_STR_ARG(r->raw));
    return TT_OK;
}

static tt_status print_count(void *ctx, const tt_flaw_count *c, tt_err *err)
{
    struct text *t = ctx;
    TT_UNUSED(err);
    t->n += (size_t)snprintf(t->p + t->n, sizeof t->p - t->n, "%d %.*s %.*s %llu\n", (int)c->lost,
                             TT_STR_ARG(c->reason), TT_STR_ARG(c->field), (unsigned long long)c->n);
    return TT_OK;
}

static tt_status print_column(void *ctx, tt_str file, tt_str column, tt_err *err)
{
    struct text *t = ctx;
    TT_UNUSED(err);
    t->n += (size_t)snprintf(t->p + t->n, sizeof t->p - t->n, "%.*s %.*s\n", TT_STR_ARG(file),
                             TT_STR_ARG(column));
    return TT_OK;
}

static void flaws_are_listed_by_file_and_line(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    static const tt_flaw flaws[] = {
        {TT_LOST_RECORD, "not a date", 9, 90, 2, "issue_date", {"late row", 8}},
        {TT_LOST_FIELD, "not a number", 3, 30, 5, "quantity", {"x", 1}},
        {TT_LOST_RECORD, "ragged row", 2, 20, 0, NULL, {"a,b", 3}},
        {TT_LOST_FIELD, "not a number", 4, 40, 5, "quantity", {"y", 1}},
        {TT_NOTED, "rounded", 4, 40, 6, "line_amount", {"1.234", 5}},
    };
    const char *const names[] = {"b.csv", "a.csv"};
    assert_ok(tt_store_begin(s, ERR));
    for (size_t f = 0; f < 2; f++) {
        tt_source_in in = source_in(names[f], tt_str_of(names[f]), TT_KIND_INVOICE);
        int64_t id;
        assert_ok(tt_store_source_add(s, &in, &id, ERR));
        for (size_t i = 0; i < TT_LEN(flaws) - f; i++)
            assert_ok(tt_store_flaw_add(s, id, &flaws[i], ERR));
        assert_ok(tt_store_unknown_column_add(s, id, TT_STR("colour"), ERR));
        if (f == 0)
            assert_ok(tt_store_unknown_column_add(s, id, TT_STR("Clerk"), ERR));
        assert_ok(tt_store_source_done(s, id, 2, 0, 2, 0, ERR));
    }
    assert_ok(tt_store_commit(s, ERR));
    struct text t = {.n = 0};
    assert_ok(tt_store_each_reject(s, print_reject, &t, ERR));
    assert_string_equal(t.p, "a.csv:2:0:20 ragged row/ [a,b]\n"
                             "a.csv:9:2:90 not a date/issue_date [late row]\n"
                             "b.csv:2:0:20 ragged row/ [a,b]\n"
                             "b.csv:9:2:90 not a date/issue_date [late row]\n");
    t.n = 0;
    assert_ok(tt_store_each_flaw_count(s, print_count, &t, ERR));
    assert_string_equal(t.p, "0 rounded line_amount 1\n"
                             "1 not a number quantity 4\n"
                             "2 not a date issue_date 2\n"
                             "2 ragged row  2\n");
    t.n = 0;
    assert_ok(tt_store_each_unknown_column(s, print_column, &t, ERR));
    assert_string_equal(t.p, "a.csv colour\nb.csv Clerk\nb.csv colour\n");
    tt_store_close(s);
}

static void a_file_is_listed_by_the_smallest_of_its_names(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("m.csv", TT_STR("abc"), TT_KIND_INVOICE);
    tt_flaw flaw = {.lost = TT_LOST_RECORD, .reason = "ragged row", .line = 1};
    int64_t id;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_flaw_add(s, id, &flaw, ERR));
    assert_ok(tt_store_source_done(s, id, 1, 0, 1, 0, ERR));
    assert_ok(tt_store_source_name(s, id, TT_STR("z.csv"), ERR));
    assert_ok(tt_store_source_name(s, id, TT_STR("a.csv"), ERR));
    assert_ok(tt_store_source_name(s, id, TT_STR("a.csv"), ERR)); /* again: nothing new */
    assert_ok(tt_store_commit(s, ERR));
    struct text t = {.n = 0};
    assert_ok(tt_store_each_reject(s, print_reject, &t, ERR));
    assert_string_equal(t.p, "a.csv:1:0:0 ragged row/ []\n");
    tt_store_close(s);
}

/* --- bytes --- */

/* As tt_store_bytes_add keeps them, or in shorter chunks, as cases of before have. */
static tt_status keep_bytes(tt_store *s, int64_t id, tt_str bytes, size_t length)
{
    tt_buf packed = {0};
    tt_status st = TT_OK;
    if (length == TT_STORE_CHUNK)
        return tt_store_bytes_add(s, id, bytes, ERR);
    for (size_t i = 0; i * length < bytes.n && st == TT_OK; i++) {
        tt_buf_reset(&packed);
        st = tt_store_chunk_pack(NULL, tt_str_sub(bytes, i * length, length), &packed, ERR);
        if (st == TT_OK)
            st = tt_store_chunk_add(s, id, (int64_t)i, tt_buf_str(&packed), ERR);
    }
    tt_buf_release(&packed);
    return st;
}

static void expect_bytes(tt_arena *a, tt_str all, size_t length)
{
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("big", all, TT_KIND_NONE);
    tt_str text;
    int64_t id;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(keep_bytes(s, id, all, length));
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    assert_ok(tt_store_commit(s, ERR));
    const struct {
        uint64_t at;
        size_t n;
    } cuts[] = {{0, 1},           {length - 1, 2}, {length, length},    {length - 4, length + 8},
                {all.n - 17, 17}, {0, all.n},      {3 * length - 1, 1}, {all.n, 0}};
    for (size_t i = 0; i < TT_LEN(cuts); i++) {
        assert_ok(tt_store_raw(s, id, cuts[i].at, cuts[i].n, a, &text, ERR));
        assert_int_equal(text.n, cuts[i].n);
        assert_memory_equal(text.p, all.p + cuts[i].at, cuts[i].n);
    }
    assert_status(tt_store_raw(s, id, all.n, 1, a, &text, ERR), TT_EDB);
    assert_status(tt_store_raw(s, id, UINT64_MAX, 2, a, &text, ERR), TT_EDB);
    assert_status(tt_store_raw(s, id + 1, 0, 1, a, &text, ERR), TT_ENOTFOUND);
    tt_store_close(s);
}

static void bytes_come_back_from_everywhere(void **state)
{
    tt_arena *a = *state;
    enum { SHORT = 262144, N = 3 * TT_STORE_CHUNK + 17 };
    char *p = tt_new_n(a, char, N);
    for (size_t i = 0; i < N; i++)
        p[i] = (char)('a' + (i * 7 + i / SHORT + i / 1000) % 26);
    expect_bytes(a, (tt_str){p, N}, TT_STORE_CHUNK);
    expect_bytes(a, (tt_str){p, 3 * SHORT + 17}, SHORT);
}

static void text_in_another_encoding_is_decoded(void **state)
{
    tt_arena *a = *state;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_str latin = TT_STR("Caf\xe9;M\xfcnchen"),
           bad = TT_STR("ab\xff"
                        "cd"),
           text;
    tt_source_in in = source_in("latin", latin, TT_KIND_NONE);
    int64_t id;
    in.encoding = "windows-1252";
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, latin, ERR));
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    assert_ok(tt_store_raw(s, id, 6, 8, a, &text, ERR)); /* of the decoded text */
    assert_str(text, "M\xc3\xbcnchen");
    in = source_in("bad", bad, TT_KIND_NONE);
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, bad, ERR));
    assert_ok(tt_store_source_done(s, id, 0, 0, 0, 0, ERR));
    assert_ok(tt_store_raw(s, id, 1, 3, a, &text, ERR)); /* always UTF-8 */
    assert_str(text, "b\xef\xbf\xbd"
                     "c");
    tt_store_close(s);
}

/* --- memory --- */

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_record r[4] = {full_record(a, TT_KIND_INVOICE, 1), full_record(a, TT_KIND_SHIPMENT, 1),
                      full_record(a, TT_KIND_INVOICE, 1), full_record(a, TT_KIND_FX, 1)};
    tt_store_close(open_case(path, TT_STORE_CREATE));
    tt_store *s = NULL;
    tt_str text;
    tt_status st;
    TT_TORTURE(st, {
        tt_store_close(s);
        s = NULL;
        st = tt_store_open(path, TT_STORE_WRITE, NULL, &s, NULL);
        if (st == TT_OK)
            st = tt_store_begin(s, NULL);
        if (st == TT_OK)
            st = try_load(s, "a.csv", r, TT_LEN(r), NULL);
        if (st == TT_OK)
            st = tt_store_raw(s, 1, 3, 10, a, &text, NULL);
    });
    assert_ok(tt_store_commit(s, ERR));
    assert_str(text, "sv;a.csv;a");
    struct seen seen = {.a = a};
    assert_ok(tt_store_each_row(s, TT_KIND_INVOICE, (tt_str){NULL, 0}, see, &seen, ERR));
    assert_int_equal(seen.n, 1);
    assert_same_values(&seen.r, &r[0]);
    tt_store_close(s);
}

TT_TEST_MAIN("store/evidence", TT_TEST(every_field_of_every_kind_comes_back),
             TT_TEST(a_field_that_is_not_set_stays_unknown),
             TT_TEST(one_changed_field_makes_another_row),
             TT_TEST(the_text_of_a_number_does_not_make_another_row),
             TT_TEST(the_time_of_a_date_makes_another_row),
             TT_TEST(rows_are_found_by_the_number_of_their_document),
             TT_TEST(a_row_that_comes_again_is_a_duplicate),
             TT_TEST(the_same_values_in_another_kind_are_no_duplicate),
             TT_TEST(a_rolled_back_row_is_not_known_afterwards),
             TT_TEST(a_file_that_was_undone_leaves_the_others_of_its_transaction),
             TT_TEST(a_file_cut_off_in_the_middle_is_undone),
             TT_TEST(chunks_packed_elsewhere_are_the_same_bytes),
             TT_TEST(rows_of_another_writer_are_known),
             TT_TEST(a_source_is_found_by_bytes_map_and_kind),
             TT_TEST(counts_that_do_not_add_up_are_refused),
             TT_TEST(rows_belong_to_the_source_that_is_being_loaded),
             TT_TEST(flaws_are_listed_by_file_and_line),
             TT_TEST(a_file_is_listed_by_the_smallest_of_its_names),
             TT_TEST(bytes_come_back_from_everywhere), TT_TEST(text_in_another_encoding_is_decoded),
             TT_TEST(every_allocation_may_fail))
