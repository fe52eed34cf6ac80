/*
 * reference.c - reference tables of a user: read, checked, kept in the case.
 *
 * The texts lie in the case file, so that a copy of it gives the same report everywhere.
 */
#include "app/reference.h"

#include "base/file.h"
#include "base/str.h"
#include "refdata/industry.h"
#include "refdata/known.h"
#include "refdata/limit.h"
#include "refdata/risk.h"
#include "refdata/share.h"
#include "refdata/wildlife.h"
#include "refdata/zone.h"
#include "tradetrace/reference.h"

enum { MAX_BYTES = 16 << 20 };

static const char *key_of(tt_reftab t, char out[64])
{
    (void)snprintf(out, 64, "reference.%s", tt_reftab_name(t));
    return out;
}

/* --- files --- */

/* Tables, and the file that each is from. */
struct taken {
    tt_reference *r;
    const char *file[TT_REFTAB_COUNT];
};

static tt_status take_file(const char *path, tt_arena *a, struct taken *taken, tt_err *err)
{
    tt_file f;
    TT_TRY(tt_file_open(path, MAX_BYTES, &f, err));
    tt_reference *r = taken->r;
    tt_reftab t = tt_reftab_of(f.bytes);
    tt_status st = TT_OK;
    if (t == TT_REFTAB_COUNT)
        st = tt_fail(err, TT_EFORMAT,
                     "'%s': the second line does not name the columns of a table, see "
                     "'tradetrace reference list'",
                     path);
    else if (r->text[t].p)
        st = tt_fail(err, TT_EFORMAT, "'%s': a second table '%s'", path, tt_reftab_name(t));
    else {
        r->text[t] = tt_arena_str(a, f.bytes);
        taken->file[t] = path;
    }
    if (st == TT_OK && !r->text[t].p)
        st = tt_fail(err, TT_ENOMEM, "no room for a table");
    tt_file_close(&f);
    return st;
}

static tt_status take_files(const char *path, tt_arena *a, struct taken *r, tt_err *err)
{
    tt_str_vec found = {0};
    if (!tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file: '%s'", path);
    tt_status st = tt_file_walk(path, a, &found, err);
    for (size_t i = 0; st == TT_OK && i < found.n; i++)
        if (!tt_file_is_dir(path) || tt_str_ends(found.v[i], TT_STR(".tsv")))
            st = take_file(found.v[i].p, a, r, err);
    tt_vec_release(&found);
    return st;
}

/* The loaders know tables, not files: say which file, and the way out. */
static tt_status with_file(const struct taken *taken, tt_status st, tt_err *err)
{
    for (int i = 0; err && st != TT_OK && i < TT_REFTAB_COUNT; i++) {
        const char *name = tt_reftab_name((tt_reftab)i);
        size_t n = strlen(name);
        if (!taken->file[i] || strncmp(err->text, name, n) != 0 || err->text[n] != ',')
            continue;
        tt_err was = *err;
        *err = (tt_err){.code = TT_OK}; /* else the first would stay */
        return tt_fail(err, st, "'%s': %s; 'tradetrace reference list %s' prints a good one",
                       taken->file[i], was.text, name);
    }
    return st;
}

static tt_status load_all(const tt_reference *r, tt_arena *a, tt_err *err)
{
    tt_wildlife w;
    tt_limits limits;
    tt_zones zones;
    tt_shares shares;
    tt_industries industries;
    tt_known_names known;
    tt_risks risks;
    TT_TRY(tt_limits_load(r, TT_REFTAB_LIMITS, a, &limits, err));
    TT_TRY(tt_limits_load(r, TT_REFTAB_CONSIGNMENTS, a, &limits, err));
    TT_TRY(tt_zones_load(r, a, &zones, err));
    TT_TRY(tt_shares_load(r, a, &shares, err));
    TT_TRY(tt_industries_load(r, a, &industries, err));
    TT_TRY(tt_known_names_load(r, a, &known, err));
    TT_TRY(tt_risks_load(r, a, &risks, err));
    return tt_wildlife_load(r, a, &w, err);
}

static tt_status
take_paths(const char *const *paths, size_t n, tt_arena *a, tt_reference *r, tt_err *err)
{
    struct taken taken = {.r = r};
    for (size_t i = 0; i < n; i++)
        TT_TRY(take_files(paths[i], a, &taken, err));
    return with_file(&taken, load_all(r, a, err), err);
}

/* --- words --- */

static size_t rows_of(tt_str text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n' || (i + 1 == text.n);
    return lines > 2 ? lines - 2 : 0;
}

static void list_one(tt_buf *b, tt_reftab t, tt_str text, tt_err *err)
{
    tt_sha256 sha;
    char hex[65];
    tt_str source = {0}, rest = text;
    (void)tt_str_split(&rest, '\n', &source);
    if (tt_sha256_of(text, &sha, err) != TT_OK)
        return;
    tt_hex(sha.b, sizeof sha.b, hex);
    tt_buf_addf(b, "%-20s %5zu rows  %s\n    %.*s\n", tt_reftab_name(t), rows_of(text), hex,
                TT_STR_ARG(tt_str_sub(source, 2, SIZE_MAX)));
}

/* The tables of r; of the built-in ones, those that r does not replace, when all is set. */
static tt_status list(const tt_reference *r, bool all, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    tt_status st = TT_OK;
    for (int i = 0; st == TT_OK && i < TT_REFTAB_COUNT; i++) {
        tt_reftab t = (tt_reftab)i;
        tt_str text = r->text[t];
        if (!text.p && !all)
            continue;
        if (!text.p)
            text = tt_reftab_text(t, &a);
        if (!text.p)
            st = tt_fail(err, TT_ENOMEM, "no room for a table");
        else
            list_one(&b, t, text, err);
    }
    if (st == TT_OK)
        st = tt_buf_status(&b, err);
    if (st == TT_OK && b.n)
        st = fn(ctx, b.p, b.n, err);
    tt_buf_release(&b);
    tt_arena_release(&a);
    return st;
}

TT_PUBLIC tt_status tt_reference_list(tt_text_fn *fn, void *ctx, tt_err *err)
{
    static const tt_reference none;
    return list(&none, true, fn, ctx, err);
}

TT_PUBLIC tt_status tt_reference_print(const char *name, tt_text_fn *fn, void *ctx, tt_err *err)
{
    tt_arena a;
    tt_reftab t = tt_reftab_find(tt_str_of(name));
    if (t == TT_REFTAB_COUNT)
        return tt_fail(err, TT_ENOTFOUND, "no table '%s': see 'tradetrace reference list'", name);
    tt_arena_init(&a, 0);
    tt_str text = tt_reftab_text(t, &a);
    tt_status st =
        text.p ? fn(ctx, text.p, text.n, err) : tt_fail(err, TT_ENOMEM, "no room for a table");
    tt_arena_release(&a);
    return st;
}

TT_PUBLIC tt_status tt_reference_check(const char *const *paths, size_t n, tt_text_fn *fn,
                                       void *ctx, tt_err *err)
{
    tt_arena a;
    tt_reference r = {0};
    tt_arena_init(&a, 0);
    tt_status st = take_paths(paths, n, &a, &r, err);
    if (st == TT_OK)
        st = list(&r, false, fn, ctx, err);
    tt_arena_release(&a);
    return st;
}

/* --- in a case --- */

void tt_reference_hash(const tt_reference *r, tt_hasher *h)
{
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        if (!r->text[t].p)
            continue;
        tt_hasher_add_str(h, tt_str_of(tt_reftab_name((tt_reftab)t)));
        tt_hasher_add_str(h, r->text[t]);
    }
}

tt_status tt_case_reference_load(tt_case *c, tt_err *err)
{
    char key[64];
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        tt_str text = {0};
        TT_TRY(tt_store_setting_get(c->store, key_of((tt_reftab)t, key), &c->own, &text, err));
        c->reference.text[t] = text.n ? text : (tt_str){NULL, 0};
    }
    return TT_OK;
}

static tt_status keep(tt_case *c, const tt_reference *r, tt_err *err)
{
    tt_hasher h;
    char key[64], hex[33];
    for (int t = 0; t < TT_REFTAB_COUNT; t++)
        TT_TRY(tt_store_setting_put(c->store, key_of((tt_reftab)t, key),
                                    r->text[t].p ? r->text[t] : TT_STR(""), err));
    TT_TRY(tt_hasher_init(&h, err));
    tt_reference_hash(r, &h);
    tt_hash sum = tt_hasher_final_hash(&h);
    tt_hasher_release(&h);
    tt_hex(sum.b, sizeof sum.b, hex);
    return tt_store_audit_add(c->store, "reference", tt_str_of(hex), err);
}

TT_PUBLIC tt_status tt_case_reference(tt_case *c, const char *const *paths, size_t n, tt_err *err)
{
    tt_arena a;
    tt_reference r = {0};
    tt_arena_init(&a, 0);
    tt_status st = take_paths(paths, n, &a, &r, err);
    if (st == TT_OK)
        st = tt_store_begin(c->store, err);
    if (st == TT_OK) {
        st = keep(c, &r, err);
        if (st == TT_OK)
            st = tt_store_commit(c->store, err);
        if (st != TT_OK)
            tt_store_rollback(c->store);
    }
    tt_arena_release(&a);
    if (st != TT_OK)
        return st;
    tt_case_forget(c);
    return tt_case_reference_load(c, err);
}

TT_PUBLIC tt_status tt_case_reference_list(tt_case *c, tt_text_fn *fn, void *ctx, tt_err *err)
{
    return list(&c->reference, false, fn, ctx, err);
}
