/*
 * What a stage reads of the evidence: sources that have nothing for it do not make it run again.
 */
#include "tests/unit/store/store_test.h"

enum { LISTS = 1u << TT_KIND_WATCHLIST | 1u << TT_KIND_PRICE };

static tt_hash hash_of(tt_store *s, unsigned unread)
{
    tt_hash h;
    assert_ok(tt_store_evidence_hash(s, unread, &h, ERR));
    return h;
}

/* Whether loading the rows changes what is read by who does not read these kinds. */
static bool changes(tt_store *s, unsigned unread, const char *name, const tt_record *r, size_t n)
{
    tt_hash before = hash_of(s, unread), all = hash_of(s, 0);
    load_source(s, name, r, n);
    tt_hash after = hash_of(s, 0);
    assert_true(tt_hash_cmp(all, after) != 0); /* who reads all sees all */
    return tt_hash_cmp(before, hash_of(s, unread)) != 0;
}

static tt_record watch(const char *name)
{
    return record(TT_KIND_WATCHLIST, "name", name, NULL);
}

static void lists_that_are_not_read_change_nothing(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record one = watch("Moon Ltd"), two = watch("Sun Ltd"),
              party = record(TT_KIND_PARTY, "party_id", "1", "name", "Mill", NULL);
    assert_true(changes(s, LISTS, "parties.csv", &party, 1));
    assert_false(changes(s, LISTS, "watchlist.csv", &one, 1));
    assert_true(changes(s, 1u << TT_KIND_PRICE, "another.csv", &two, 1));
    tt_store_close(s);
}

/* Where a row was read first may decide which registry it is of. */
static void duplicates_count_and_files_without_rows_do_not(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record party = record(TT_KIND_PARTY, "party_id", "1", "name", "Mill", NULL);
    load_source(s, "parties.csv", &party, 1);
    assert_true(changes(s, LISTS, "again.csv", &party, 1));
    assert_false(changes(s, LISTS, "empty.csv", NULL, 0));
    tt_store_close(s);
}

/* A list in JSON may have owners and parties among its rows. */
static void lists_that_may_have_other_rows_count(void **state)
{
    TT_UNUSED(state);
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_record party = record(TT_KIND_PARTY, "party_id", "1", "name", "Mill", NULL);
    tt_source_in in = source_in("list.ftm.json", TT_STR("abc"), TT_KIND_WATCHLIST);
    int64_t id;
    bool duplicate;
    in.format = "ftm";
    party.line = 1;
    tt_hash before = hash_of(s, LISTS);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, TT_STR("abc"), ERR));
    assert_ok(tt_store_record_add(s, id, &party, &duplicate, ERR));
    assert_ok(tt_store_source_done(s, id, 1, 1, 0, 0, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_true(tt_hash_cmp(before, hash_of(s, LISTS)) != 0);
    tt_store_close(s);
}

TT_TEST_MAIN("store/reads", TT_TEST(lists_that_are_not_read_change_nothing),
             TT_TEST(duplicates_count_and_files_without_rows_do_not),
             TT_TEST(lists_that_may_have_other_rows_count))
