/*
 * verify.c - every check that can be made with nothing but the case file.
 *
 * Structure by SQLite; the kept bytes against their hashes; each row, mention, source and derived
 * table against the hash that was written with it; counts against what is there; the audit chain.
 * A change of any value is found.  Somebody who also makes all hashes again is found by the head of
 * the audit chain, when it was written down elsewhere: so it is in the text of that check.
 */
#include "store/verify.h"

#include "base/str.h"

#include <stdarg.h>

/* --- outcomes --- */

tt_status tt_verify_bad(tt_verify *v, const char *fmt, ...)
{
    va_list ap;
    if (!v->ok)
        return TT_OK; /* the first says where to look */
    v->ok = false;
    va_start(ap, fmt);
    (void)vsnprintf(v->detail, sizeof v->detail, fmt, ap);
    va_end(ap);
    return TT_OK;
}

void tt_verify_good(tt_verify *v, const char *fmt, ...)
{
    va_list ap;
    if (!v->ok)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(v->detail, sizeof v->detail, fmt, ap);
    va_end(ap);
}

/* Damage that keeps a check from being made is a failed check; no memory is no answer at all. */
static tt_status
run_check(tt_verify *v, const char *what, tt_status (*check)(tt_verify *, tt_err *), tt_err *err)
{
    tt_err own = {.code = TT_OK};
    v->ok = true;
    v->detail[0] = '\0';
    tt_status st = check(v, &own);
    if (st == TT_EDB || st == TT_EFORMAT)
        (void)tt_verify_bad(v, "%s", own.text);
    else if (st != TT_OK)
        return tt_fail(err, st, "%s", own.text);
    v->all_ok = v->all_ok && v->ok;
    tt_verify_line line = {.what = what, .ok = v->ok, .detail = v->detail};
    return v->fn(v->ctx, &line, err);
}

/* --- structure --- */

static tt_status check_structure(tt_verify *v, tt_err *err)
{
    bool ok;
    TT_TRY(tt_db_check(v->s, TT_Q_INTEGRITY_CHECK, &ok, err));
    tt_verify_good(v, "pages, records and indexes are in order");
    return ok ? TT_OK : tt_verify_bad(v, "a page, a record or an index is damaged");
}

static tt_status check_foreign_keys(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(v->s, TT_Q_FOREIGN_KEY_CHECK, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    if (row) {
        tt_str table = tt_q_get_str(&q);
        (void)tt_verify_bad(v, "row %lld of '%.*s' refers to nothing", (long long)tt_q_get_int(&q),
                            TT_STR_ARG(tt_str_sub(table, 0, 40)));
    }
    tt_q_close(&q);
    tt_verify_good(v, "every reference leads to a row");
    return TT_OK;
}

/* --- bytes --- */

static tt_status
hash_bytes(tt_verify *v, const tt_source_row *r, int64_t n_chunks, tt_sha256 *out, tt_err *err)
{
    tt_hasher *h = &v->hasher;
    tt_hasher_reset(h);
    for (int64_t n = 0; n < n_chunks; n++) {
        TT_TRY(tt_chunk_read(v->s, r->id, n, r->bytes, err));
        tt_hasher_add(h, v->s->chunk.bytes.p, v->s->chunk.bytes.n);
    }
    *out = tt_hasher_final(h);
    return h->failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

static tt_status count_chunks(tt_verify *v, int64_t source, int64_t *out, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(v->s, TT_Q_SOURCE_CHUNK_COUNT, &q, err));
    tt_q_int(&q, source);
    TT_TRY(tt_q_next(&q, &row, err));
    *out = row ? tt_q_get_int(&q) : 0;
    tt_q_close(&q);
    return TT_OK;
}

static tt_status check_bytes(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    uint64_t n = 0, without = 0, bytes = 0;
    tt_source_row r;
    tt_sha256 hash;
    int64_t chunks, want;
    TT_TRY(tt_q_open(v->s, TT_Q_SOURCE_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        tt_source_read(&q, &r);
        TT_TRY(count_chunks(v, r.id, &chunks, err));
        if (r.kept == 0 && chunks == 0) {
            without++;
            continue;
        }
        if (chunks == 0 && r.bytes > 0)
            return tt_verify_bad(v, "the bytes of source %lld are missing", (long long)r.id);
        TT_TRY(tt_chunk_count(v->s, r.id, r.bytes, &want, err));
        if (chunks != want)
            return tt_verify_bad(v, "source %lld is in %lld pieces of %lld", (long long)r.id,
                                 (long long)chunks, (long long)want);
        TT_TRY(hash_bytes(v, &r, chunks, &hash, err));
        if (memcmp(hash.b, r.sha.b, sizeof hash.b) != 0)
            return tt_verify_bad(v, "the bytes of source %lld were changed", (long long)r.id);
        n++;
        bytes += (uint64_t)r.bytes;
        TT_TRY(tt_progress(&v->s->talk, "verify", n, 0, err));
    }
    tt_verify_good(v, "%llu sources with %llu bytes, %llu whose bytes were not kept",
                   (unsigned long long)n, (unsigned long long)bytes, (unsigned long long)without);
    return TT_OK;
}

/* --- small tables --- */

static bool seal_is(tt_str stored, const tt_hash *want)
{
    return stored.n == sizeof want->b && memcmp(stored.p, want->b, sizeof want->b) == 0;
}

static tt_status check_names(tt_verify *v, tt_err *err)
{
    tt_q q, sq;
    bool row;
    tt_source_row r;
    tt_hash want;
    TT_TRY(tt_q_open(v->s, TT_Q_SOURCE_NAME_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        int64_t source = tt_q_get_int(&q);
        tt_str name = tt_q_get_str(&q), seal = tt_q_get_str(&q);
        tt_status st = tt_source_get(v->s, source, &sq, &r, NULL);
        if (st == TT_ENOTFOUND)
            return tt_verify_bad(v, "a name of a source that is not there");
        if (st != TT_OK)
            return tt_fail(err, st, "the sources cannot be read");
        tt_q_close(&sq);
        TT_TRY(tt_seal_pair(v->s, "source_name", (tt_str){(const char *)r.sha.b, sizeof r.sha.b},
                            name, &want, err));
        if (!seal_is(seal, &want))
            return tt_verify_bad(v, "a name of source %lld was changed", (long long)source);
    }
}

static tt_status check_settings(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    tt_hash want;
    TT_TRY(tt_q_open(v->s, TT_Q_SETTING_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_str name = tt_q_get_str(&q), value = tt_q_get_str(&q), seal = tt_q_get_str(&q);
        TT_TRY(tt_seal_pair(v->s, "setting", name, value, &want, err));
        if (!seal_is(seal, &want))
            return tt_verify_bad(v, "a setting was changed");
    }
}

static tt_status check_stages(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    tt_hash input, output, want;
    TT_TRY(tt_q_open(v->s, TT_Q_STAGE_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_str name = tt_q_get_str(&q);
        bool whole = tt_q_get_bytes(&q, input.b, sizeof input.b);
        whole = tt_q_get_bytes(&q, output.b, sizeof output.b) && whole;
        tt_str seal = tt_q_get_str(&q);
        TT_TRY(tt_stage_seal(v->s, name, &input, &output, &want, err));
        if (!whole || !seal_is(seal, &want))
            return tt_verify_bad(v, "the state of a stage was changed");
    }
}

static tt_status check_currencies(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    TT_TRY(tt_q_open(v->s, TT_Q_CURRENCY_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        tt_str code = tt_q_get_str(&q);
        int64_t exponent = tt_q_get_int(&q), scale = tt_q_get_int(&q), want = 1;
        tt_ccy known = code.n == 3 ? tt_ccy_parse(code) : TT_CCY_NONE;
        for (int64_t i = 0; i < exponent && i < 9; i++)
            want *= 10;
        if (known == TT_CCY_NONE || tt_ccy_exponent(known) != exponent || scale != want)
            return tt_verify_bad(v, "a currency does not have the decimals of ISO 4217");
    }
}

static tt_status check_decisions(tt_verify *v, tt_err *err)
{
    tt_arena a;
    tt_decision_file f;
    tt_decided *said;
    size_t n = 0;
    bool there;
    tt_sha256 stored, want;
    tt_arena_init(&a, 0);
    tt_status st = tt_store_decisions_read(v->s, &a, &f, &said, &n, err);
    if (st == TT_OK)
        st = tt_decisions_stored_seal(v->s, &there, &stored, err);
    if (st == TT_OK && there)
        st = tt_decisions_seal(v->s, &f, said, n, &want, err);
    if (st == TT_OK && (there ? memcmp(stored.b, want.b, sizeof want.b) != 0 : n > 0))
        (void)tt_verify_bad(v, "a decision was changed");
    tt_arena_release(&a);
    return st;
}

static tt_status check_small_tables(tt_verify *v, tt_err *err)
{
    TT_TRY(check_names(v, err));
    TT_TRY(check_currencies(v, err));
    TT_TRY(check_settings(v, err));
    TT_TRY(check_stages(v, err));
    TT_TRY(check_decisions(v, err));
    tt_verify_good(v, "names, currencies, settings, stages and decisions are as they were written");
    return TT_OK;
}

/* Stages that the chain must tell of: a chain whose end was cut off does not. */
static const char *const audited[] = {"resolve", "match", "detect", "rank"};

static tt_status check_stages_told(tt_verify *v, const tt_hash told[TT_LEN(audited)], tt_err *err)
{
    for (size_t i = 0; i < TT_LEN(audited); i++) {
        tt_stage_state st;
        TT_TRY(tt_store_stage_get(v->s, audited[i], &st, err));
        if (st.ran && tt_hash_cmp(st.input, told[i]) != 0)
            return tt_verify_bad(v, "the chain does not tell of stage '%s' as it last ran",
                                 audited[i]);
    }
    return TT_OK;
}

/* A file of decisions that was taken out, or another in its place. */
static tt_status check_decisions_told(tt_verify *v, const tt_hash *told, tt_err *err)
{
    tt_arena a;
    tt_decision_file f;
    tt_decided *said;
    size_t n;
    bool there;
    tt_sha256 seal;
    char want[TT_DECISIONS_TOLD];
    TT_TRY(tt_decisions_stored_seal(v->s, &there, &seal, err));
    if (!there)
        return tt_hash_is_zero(*told) ? TT_OK : tt_verify_bad(v, "the decisions were taken out");
    tt_arena_init(&a, 0);
    tt_status st = tt_store_decisions_read(v->s, &a, &f, &said, &n, err);
    if (st == TT_OK)
        tt_decisions_told(&f, &seal, n, want);
    if (st == TT_OK && tt_hash_cmp(tt_hash_of(want, strlen(want)), *told) != 0)
        (void)tt_verify_bad(v, "the chain does not tell of the decisions as they are");
    tt_arena_release(&a);
    return st;
}

static void remember(tt_hash told[TT_LEN(audited)], tt_str action, tt_str hex)
{
    char letter = 0;
    size_t digits = 0;
    char id[40];
    for (size_t i = 0; i < TT_LEN(audited); i++)
        if (tt_str_is(action, audited[i]) && hex.n == 2 * sizeof(tt_hash)) {
            (void)snprintf(id, sizeof id, "d%.*s", TT_STR_ARG(hex));
            (void)tt_id_parse(tt_str_of(id), &letter, &told[i], &digits);
        }
}

static tt_status check_audit(tt_verify *v, tt_err *err)
{
    tt_q q;
    bool row;
    int64_t n = 0;
    tt_hash told[TT_LEN(audited)] = {{{0}}}, decided = {{0}};
    tt_sha256 hash = {{0}}, stored;
    TT_TRY(tt_q_open(v->s, TT_Q_AUDIT_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        int64_t id = tt_q_get_int(&q);
        tt_str action = tt_q_get_str(&q), detail = tt_q_get_str(&q);
        bool whole = tt_q_get_bytes(&q, stored.b, sizeof stored.b);
        TT_TRY(tt_audit_hash(v->s, &hash, action, detail, &hash, err));
        if (id != ++n || !whole || memcmp(hash.b, stored.b, sizeof hash.b) != 0)
            return tt_verify_bad(v, "the chain is broken at entry %lld", (long long)n);
        remember(told, action, detail);
        if (tt_str_is(action, "decide"))
            decided = tt_hash_of(detail.p, detail.n);
    }
    TT_TRY(check_stages_told(v, told, err));
    TT_TRY(check_decisions_told(v, &decided, err));
    char hex[2 * sizeof hash.b + 1];
    tt_hex(hash.b, sizeof hash.b, hex);
    tt_verify_good(v, "%lld entries, head %s", (long long)n, hex);
    return TT_OK;
}

/* --- derived tables --- */

static tt_status
find_group(tt_verify *v, const char *name, bool *found, tt_sha256 *out, tt_err *err)
{
    tt_q q;
    bool row;
    *found = false;
    TT_TRY(tt_q_open(v->s, TT_Q_D_STATE_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            return TT_OK;
        if (tt_str_is(tt_q_get_str(&q), name))
            *found = tt_q_get_bytes(&q, out->b, sizeof out->b);
    }
}

/* A group that was never written is as empty as one that was just made. */
static tt_status check_derived(tt_verify *v, tt_err *err)
{
    unsigned n = 0;
    for (unsigned g = 0; g < TT_GROUP_COUNT; g++) {
        tt_sha256 want, got;
        bool found, empty;
        TT_TRY(tt_group_hash(v->s, (tt_group)g, &got, err));
        TT_TRY(tt_group_is_empty(v->s, (tt_group)g, &empty, err));
        TT_TRY(find_group(v, tt_group_name((tt_group)g), &found, &want, err));
        n += found;
        if (found ? memcmp(want.b, got.b, sizeof got.b) != 0 : !empty)
            return tt_verify_bad(v, "the tables of %s were changed", tt_group_name((tt_group)g));
    }
    tt_verify_good(v, "%u of %d groups are there, as they were written", n, TT_GROUP_COUNT);
    return TT_OK;
}

/* --- everything --- */

static const struct {
    const char *what;
    tt_status (*check)(tt_verify *v, tt_err *err);
} checks[] = {
    {"integrity_check", check_structure}, {"foreign_keys", check_foreign_keys},
    {"source bytes", check_bytes},        {"mentions", tt_verify_mentions},
    {"row hashes", tt_verify_rows},       {"duplicates", tt_verify_duplicates},
    {"sources", tt_verify_sources},       {"small tables", check_small_tables},
    {"audit chain", check_audit},         {"derived tables", check_derived},
};

tt_status
tt_store_verify(tt_store *s, tt_status (*fn)(void *ctx, const tt_verify_line *l, tt_err *err),
                void *ctx, tt_err *err)
{
    tt_verify v = {.s = s, .fn = fn, .ctx = ctx, .all_ok = true};
    bool own;
    TT_TRY(tt_store_begin_read(s, &own, err));
    tt_arena_init(&v.arena, 0);
    for (unsigned k = 0; k < TT_KIND_COUNT; k++)
        tt_hashmap_init(&v.rows[k], false);
    tt_status st = tt_hasher_init(&v.hasher, err);
    for (size_t i = 0; i < TT_LEN(checks) && st == TT_OK; i++)
        st = run_check(&v, checks[i].what, checks[i].check, err);
    tt_store_end_read(s, own);
    for (unsigned k = 0; k < TT_KIND_COUNT; k++)
        tt_hashmap_release(&v.rows[k]);
    tt_vec_release(&v.mentions);
    tt_vec_release(&v.parts);
    tt_seal_release(&v.seal);
    tt_hasher_release(&v.hasher);
    tt_arena_release(&v.arena);
    if (st == TT_OK && !v.all_ok)
        st = tt_fail(err, TT_EINTEGRITY, "the case file was changed or damaged");
    return st;
}
