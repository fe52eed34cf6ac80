/*
 * draft_map.c - a first map file for a source with its own header: encoding, draft, and a trial of
 * what came out on the file itself.
 */
#include "base/charset.h"
#include "base/file.h"
#include "base/str.h"
#include "base/unicode.h"
#include "read/draft.h"
#include "tradetrace/ingest.h"

/* --- the trial --- */

struct trial {
    uint64_t read, loaded, rejected;
    const char *reason, *field; /* of the first reject */
    uint64_t line;
};

static tt_status count_record(void *ctx, const tt_record *r, tt_err *err)
{
    struct trial *t = ctx;
    TT_UNUSED(r);
    TT_UNUSED(err);
    t->loaded++;
    return TT_OK;
}

static tt_status count_flaw(void *ctx, const tt_flaw *f, tt_err *err)
{
    struct trial *t = ctx;
    TT_UNUSED(err);
    if (f->lost == TT_LOST_RECORD && t->rejected++ == 0) {
        t->reason = f->reason;
        t->field = f->field;
        t->line = f->line;
    }
    return TT_OK;
}

static tt_status any_column(void *ctx, tt_str name, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(name);
    TT_UNUSED(err);
    return TT_OK;
}

static tt_status try_map(const tt_draft *d, tt_str text, const tt_mapping *map, tt_arena *a,
                         const char **out, tt_err *err)
{
    struct trial t = {.read = 0};
    tt_arena scratch;
    tt_sink sink = {&t, count_record, count_flaw, any_column};
    tt_arena_init(&scratch, 0);
    tt_read_in in = {
        .bytes = text, .kind = map->kind, .map = map, .scratch = &scratch, .n_rows = &t.read};
    tt_status st = tt_reader_find(tt_str_of(d->format))->read(&in, &sink, err);
    tt_arena_release(&scratch);
    if (st != TT_OK)
        return st;
    const char *first = "";
    if (t.rejected)
        first = tt_arena_printf(a, "; the first in line %llu: %s%s%s", (unsigned long long)t.line,
                                t.field ? t.field : "", t.field ? ": " : "", t.reason);
    *out = first ? tt_arena_printf(a,
                                   "tried on this file: of %llu rows %llu would be loaded and %llu "
                                   "rejected%s",
                                   (unsigned long long)t.read, (unsigned long long)t.loaded,
                                   (unsigned long long)t.rejected, first)
                 : NULL;
    return *out ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a sentence");
}

/* --- the draft --- */

struct job {
    tt_arena *a;
    tt_draft draft;
    tt_draft_source from;
    tt_jw map; /* nothing but its buffer */
    tt_buf table;
};

static tt_status write_map(struct job *j, tt_err *err)
{
    tt_jw_release(&j->map);
    tt_jw_init(&j->map, NULL, false);
    tt_draft_write(&j->draft, &j->from, &j->map);
    return tt_jw_end(&j->map, err);
}

/* UTF-8, and what the map has to say about it. */
static tt_status to_utf8(struct job *j, tt_str bytes, tt_str *text, tt_err *err)
{
    tt_charset c;
    uint64_t bad = 0;
    *text = bytes;
    TT_TRY(tt_charset_guess(bytes, &c, err));
    if (strcmp(c.name, "UTF-8") != 0) {
        j->from.encoding = tt_arena_printf(j->a, "%s", c.name);
        TT_TRY(tt_unicode_decode(bytes, c.name, j->a, text, &bad, err));
    }
    j->from.about = tt_arena_printf(j->a, "encoding %s, sure to %u %%: %s", c.name, c.sure, c.by);
    return j->from.about ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a sentence");
}

static tt_status make(struct job *j, tt_str bytes, tt_kind kind, tt_err *err)
{
    tt_str text;
    tt_mapping map;
    TT_TRY(to_utf8(j, bytes, &text, err));
    TT_TRY(tt_draft_make(text, kind, j->a, &j->draft, err));
    TT_TRY(write_map(j, err));
    tt_status st = tt_mapping_parse(tt_buf_str(&j->map.buf), j->a, &map, err);
    if (st != TT_OK)
        return st == TT_ENOMEM ? st : TT_EINTERNAL; /* our own map, refused */
    if (j->draft.n_missing > 0)
        j->from.tried = tt_arena_printf(j->a, "not tried: required fields that are missing: %zu",
                                        j->draft.n_missing);
    else
        TT_TRY(try_map(&j->draft, text, &map, j->a, &j->from.tried, err));
    if (!j->from.tried)
        return tt_fail(err, TT_ENOMEM, "no room for a sentence");
    TT_TRY(write_map(j, err));
    tt_draft_table(&j->draft, &j->from, &j->table);
    return tt_buf_status(&j->table, err);
}

static tt_status deliver(const struct job *j, const tt_draft_spec *spec, tt_err *err)
{
    tt_str map = tt_buf_str(&j->map.buf), table = tt_buf_str(&j->table);
    if (spec->out) {
        tt_file_out *f = NULL;
        tt_sha256 sha;
        TT_TRY(tt_file_out_open(spec->out, &f, err));
        tt_status st = tt_file_out_write(f, map, err);
        if (st != TT_OK) {
            tt_file_out_abort(f);
            return st;
        }
        TT_TRY(tt_file_out_commit(f, &sha, err));
    } else if (spec->map) {
        TT_TRY(spec->map(spec->ctx, map.p, map.n, err));
    }
    return spec->table ? spec->table(spec->ctx, table.p, table.n, err) : TT_OK;
}

TT_PUBLIC tt_status tt_map_draft(const char *path, const tt_draft_spec *spec, tt_err *err)
{
    tt_arena a;
    tt_file f;
    tt_kind kind = spec->kind ? tt_kind_find(tt_str_of(spec->kind)) : TT_KIND_NONE;
    if (spec->kind && kind == TT_KIND_NONE)
        return tt_fail(err, TT_EUSAGE, "unknown record kind '%s': see 'tradetrace schema'",
                       spec->kind);
    if (strcmp(path, "-") != 0 && !tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file: '%s'", path);
    TT_TRY(tt_file_open(path, 0, &f, err));
    tt_arena_init(&a, 0);
    struct job j = {.a = &a};
    tt_jw_init(&j.map, NULL, false);
    tt_buf_init(&j.table, 0);
    tt_status st = make(&j, f.bytes, kind, err);
    if (st == TT_OK)
        st = deliver(&j, spec, err);
    tt_jw_release(&j.map);
    tt_buf_release(&j.table);
    tt_arena_release(&a);
    tt_file_close(&f);
    return st;
}
