/*
 * mapping.c - map files, strictly: what is not understood is an error that says what to write
 * instead.
 *
 * The checks that need the fields' types (constants, templates, date patterns) are those of plan.c:
 * a map that is accepted here can be followed.
 */
#include "read/mapping.h"

#include "base/json_read.h"
#include "base/str.h"
#include "read/columns.h"
#include "read/plan.h"

struct parse {
    tt_mapping *out;
    const tt_kind_info *info;
    tt_arena *a;
    tt_err *err;
};

static tt_status bad(const struct parse *p, const char *key, const char *what)
{
    return tt_fail(p->err, TT_EFORMAT, "map: '%s' %s", key, what);
}

static tt_status keep(const struct parse *p, tt_str s, tt_str *out)
{
    *out = tt_arena_str(p->a, s);
    return out->p ? TT_OK : tt_fail(p->err, TT_ENOMEM, "no room for a map");
}

/* --- single settings --- */

static tt_status take_text(struct parse *p, const tt_json *v, const char *key, tt_str *out)
{
    tt_str s = tt_json_str(v);
    if (!s.p || s.n == 0)
        return bad(p, key, "is a text that is not empty");
    return keep(p, s, out);
}

static tt_status take_kind(struct parse *p, const tt_json *v, const char *key)
{
    p->out->kind = tt_kind_find(tt_json_str(v));
    p->info = tt_kind_get(p->out->kind);
    return p->info ? TT_OK
                   : bad(p, key,
                         "is one of invoice, shipment, declaration, payment, party, ownership, "
                         "watchlist, price, fx, coverage, permit, seizure");
}

static tt_status take_format(struct parse *p, const tt_json *v, const char *key)
{
    TT_TRY(take_text(p, v, key, &p->out->format));
    return tt_reader_find(p->out->format)
               ? TT_OK
               : bad(p, key, "names no reader; leave it out, or write csv or json");
}

static tt_status take_encoding(struct parse *p, const tt_json *v, const char *key)
{
    return take_text(p, v, key, &p->out->encoding);
}

/* One ASCII character out of `allowed`; NULL: any that can stand between cells. */
static tt_status
take_char(struct parse *p, const tt_json *v, const char *key, const char *allowed, char *out)
{
    tt_str s = tt_json_str(v);
    bool fine = s.n == 1 && (unsigned char)s.p[0] < 0x80 &&
                (allowed ? strchr(allowed, s.p[0]) != NULL : !strchr("\"\r\n", s.p[0]));
    if (!fine)
        return tt_fail(p->err, TT_EFORMAT, "map: '%s' is one character%s%s", key,
                       allowed ? " out of " : " and no quote or line end", allowed ? allowed : "");
    *out = s.p[0];
    return TT_OK;
}

static tt_status take_delimiter(struct parse *p, const tt_json *v, const char *key)
{
    return take_char(p, v, key, NULL, &p->out->delimiter);
}

static tt_status take_decimal(struct parse *p, const tt_json *v, const char *key)
{
    return take_char(p, v, key, ".,", &p->out->decimal);
}

static tt_status take_grouping(struct parse *p, const tt_json *v, const char *key)
{
    tt_str s = tt_json_str(v);
    return s.p && s.n == 0 ? TT_OK : take_char(p, v, key, ".,' _", &p->out->grouping);
}

/* --- lists --- */

static tt_status
take_list(struct parse *p, const tt_json *v, const char *key, const tt_str **out, size_t *n)
{
    size_t count = 0;
    if (tt_json_type_of(v) != TT_JSON_ARRAY)
        return bad(p, key, "is a list of texts");
    for (const tt_json *e = tt_json_first(v); e; e = tt_json_next(e))
        count++;
    tt_str *list = tt_new_n(p->a, tt_str, count);
    if (!list)
        return tt_fail(p->err, TT_ENOMEM, "no room for a map");
    size_t i = 0;
    for (const tt_json *e = tt_json_first(v); e; e = tt_json_next(e), i++) {
        if (tt_json_type_of(e) != TT_JSON_STRING)
            return bad(p, key, "is a list of texts");
        TT_TRY(keep(p, tt_str_trim(tt_json_str(e)), &list[i]));
    }
    *out = list;
    *n = count;
    return TT_OK;
}

static tt_status take_unknown(struct parse *p, const tt_json *v, const char *key)
{
    return take_list(p, v, key, &p->out->unknown, &p->out->n_unknown);
}

static tt_status take_ignore(struct parse *p, const tt_json *v, const char *key)
{
    return take_list(p, v, key, &p->out->ignore, &p->out->n_ignore);
}

/* For people: looked at, and forgotten. */
static tt_status take_notes(struct parse *p, const tt_json *v, const char *key)
{
    const tt_str *notes;
    size_t n;
    return tt_json_type_of(v) == TT_JSON_STRING ? TT_OK : take_list(p, v, key, &notes, &n);
}

/* --- settings by field --- */

static tt_status each_field(struct parse *p, const tt_json *v, const char *key,
                            tt_status (*fn)(struct parse *p, tt_map_field *f, tt_str text,
                                            const tt_field *field, const char *key))
{
    if (tt_json_type_of(v) != TT_JSON_OBJECT)
        return bad(p, key, "is an object of \"field\": \"text\"");
    for (const tt_json *m = tt_json_first(v); m; m = tt_json_next(m)) {
        const char *name = tt_json_key(m);
        int f = tt_field_find(p->info, tt_str_of(name));
        tt_str text = tt_json_str(m);
        if (f < 0)
            return tt_fail(
                p->err, TT_EFORMAT,
                "map: '%s' in '%s' is no field of %s; `tradetrace schema %s` prints them", name,
                key, p->info->name, p->info->name);
        if (!text.p || tt_str_trim(text).n == 0)
            return tt_fail(p->err, TT_EFORMAT, "map: '%s' in '%s' is a text that is not empty",
                           name, key);
        TT_TRY(keep(p, text, &text));
        TT_TRY(fn(p, &p->out->field[f], text, &p->info->fields[f], key));
    }
    return TT_OK;
}

static tt_status
set_source(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, tt_map_source from)
{
    static const char *const section[] = {"", "columns", "constants", "templates"};
    if (f->from != TT_MAP_ABSENT)
        return tt_fail(p->err, TT_EFORMAT,
                       "map: '%s' is in '%s' and in '%s': keep one, or make one its fallback",
                       field->name, section[f->from], section[from]);
    f->from = from;
    f->text = text;
    return TT_OK;
}

static bool same_column(tt_str x, tt_str y)
{
    char a[TT_COLUMN_MAX], b[TT_COLUMN_MAX];
    return tt_str_eq((tt_str){a, tt_column_fold(x, a)}, (tt_str){b, tt_column_fold(y, b)});
}

static tt_status
set_column(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, const char *key)
{
    TT_UNUSED(key);
    for (size_t i = 0; i < p->info->n_fields; i++) {
        const tt_map_field *other = &p->out->field[i];
        if (other->from == TT_MAP_COLUMN && same_column(other->text, text))
            return tt_fail(p->err, TT_EFORMAT,
                           "map: column '%.*s' is given to '%s' and to '%s'; "
                           "write a template \"{%.*s}\" for one of them",
                           TT_STR_ARG(text), p->info->fields[i].name, field->name,
                           TT_STR_ARG(text));
    }
    return set_source(p, f, text, field, TT_MAP_COLUMN);
}

static tt_status
set_constant(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, const char *key)
{
    TT_UNUSED(key);
    return set_source(p, f, text, field, TT_MAP_CONSTANT);
}

static tt_status
set_template(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, const char *key)
{
    TT_UNUSED(key);
    return set_source(p, f, text, field, TT_MAP_TEMPLATE);
}

static tt_status
set_fallback(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, const char *key)
{
    TT_UNUSED(p);
    TT_UNUSED(field);
    TT_UNUSED(key);
    f->fallback = text;
    return TT_OK;
}

static bool is_date(const tt_field *field)
{
    return field->type == TT_FT_DATE || field->type == TT_FT_WHEN;
}

static tt_status
set_date(struct parse *p, tt_map_field *f, tt_str text, const tt_field *field, const char *key)
{
    tt_date_style style;
    if (!is_date(field))
        return tt_fail(p->err, TT_EFORMAT, "map: '%s' in '%s' is not a date", field->name, key);
    TT_TRY(tt_date_style_parse(text, &style, p->err));
    f->pattern = text;
    return TT_OK;
}

static tt_status take_columns(struct parse *p, const tt_json *v, const char *key)
{
    return each_field(p, v, key, set_column);
}

static tt_status take_constants(struct parse *p, const tt_json *v, const char *key)
{
    return each_field(p, v, key, set_constant);
}

static tt_status take_templates(struct parse *p, const tt_json *v, const char *key)
{
    return each_field(p, v, key, set_template);
}

static tt_status take_fallbacks(struct parse *p, const tt_json *v, const char *key)
{
    return each_field(p, v, key, set_fallback);
}

/* For all dates but those in "dates", which comes later in the table below. */
static tt_status take_date(struct parse *p, const tt_json *v, const char *key)
{
    tt_str text;
    tt_date_style style;
    TT_TRY(take_text(p, v, key, &text));
    TT_TRY(tt_date_style_parse(text, &style, p->err));
    for (size_t f = 0; f < p->info->n_fields; f++)
        if (is_date(&p->info->fields[f]))
            p->out->field[f].pattern = text;
    return TT_OK;
}

static tt_status take_dates(struct parse *p, const tt_json *v, const char *key)
{
    return each_field(p, v, key, set_date);
}

/* --- the whole --- */

/* Keys in the order in which they are taken: the kind says which fields there are. */
static const struct section {
    const char *key;
    tt_status (*take)(struct parse *p, const tt_json *v, const char *key);
} sections[] = {
    {"kind", take_kind},           {"format", take_format},       {"encoding", take_encoding},
    {"delimiter", take_delimiter}, {"decimal", take_decimal},     {"grouping", take_grouping},
    {"date", take_date},           {"dates", take_dates},         {"columns", take_columns},
    {"constants", take_constants}, {"templates", take_templates}, {"fallbacks", take_fallbacks},
    {"unknown", take_unknown},     {"ignore", take_ignore},       {"notes", take_notes},
};

static tt_status check_keys(const struct parse *p, const tt_json *root)
{
    for (const tt_json *m = tt_json_first(root); m; m = tt_json_next(m)) {
        size_t i = 0;
        while (i < TT_LEN(sections) && strcmp(sections[i].key, tt_json_key(m)) != 0)
            i++;
        if (i == TT_LEN(sections))
            return tt_fail(
                p->err, TT_EFORMAT,
                "map: unknown key '%s'; there are kind, format, encoding, delimiter, decimal, "
                "grouping, date, dates, columns, constants, templates, fallbacks, unknown, ignore, "
                "notes",
                tt_json_key(m));
    }
    return TT_OK;
}

/* What can only be seen when all is there. */
static tt_status check_whole(const struct parse *p)
{
    const tt_mapping *m = p->out;
    tt_read_in in = {.map = m};
    if (m->grouping && m->grouping == (m->decimal ? m->decimal : '.'))
        return bad(p, "grouping", "is the decimal sign as well; set 'decimal'");
    tt_plan *plan = tt_new(p->a, tt_plan);
    if (!plan)
        return tt_fail(p->err, TT_ENOMEM, "no room for a map");
    TT_TRY(tt_plan_init(plan, m->kind, &in, NULL, p->a, p->err));
    for (size_t i = 0; i < m->n_ignore; i++) {
        int w = tt_plan_find(plan, m->ignore[i]);
        if (w >= 0 && (size_t)w < plan->n_mapped)
            return tt_fail(p->err, TT_EFORMAT,
                           "map: column '%.*s' is used and in 'ignore'; take it out of 'ignore'",
                           TT_STR_ARG(m->ignore[i]));
    }
    return TT_OK;
}

static tt_status parse_root(struct parse *p, const tt_json *root)
{
    if (tt_json_type_of(root) != TT_JSON_OBJECT)
        return tt_fail(p->err, TT_EFORMAT, "map: the file is one JSON object");
    TT_TRY(check_keys(p, root));
    if (!tt_json_get(root, "kind"))
        return tt_fail(p->err, TT_EFORMAT, "map: 'kind' is missing; write \"kind\": \"payment\"");
    for (size_t i = 0; i < TT_LEN(sections); i++) {
        const tt_json *v = tt_json_get(root, sections[i].key);
        if (v)
            TT_TRY(sections[i].take(p, v, sections[i].key));
    }
    return check_whole(p);
}

tt_status tt_mapping_parse(tt_str bytes, tt_arena *a, tt_mapping *out, tt_err *err)
{
    tt_json *root = NULL;
    tt_sha256 sha;
    tt_mapping m = {.kind = TT_KIND_NONE};
    struct parse p = {&m, NULL, a, err};
    TT_TRY(tt_sha256_of(bytes, &sha, err));
    memcpy(m.sha.b, sha.b, sizeof m.sha.b);
    bytes = tt_str_sub(bytes, tt_str_bom(bytes), SIZE_MAX);
    TT_TRY(tt_json_parse(bytes, &root, err));
    tt_status st = parse_root(&p, root);
    tt_json_free(root);
    if (st == TT_OK)
        *out = m;
    return st;
}
