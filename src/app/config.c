/*
 * config.c - settings: collected from the parameter rows of every stage, read from JSON, printed
 * with their meaning, hashed.  No setting is known here by name but the three run-wide ones.
 */
#include "app/reference.h"

#include <math.h>

#include "base/json_read.h"
#include "base/str.h"
#include "match/match.h"
#include "resolve/resolve.h"
#include "score/score.h"
#include "tradetrace/version.h"

static const char AS_OF_HELP[] =
    "date the analysis is made for; null: the newest date of a document";
static const char SEED_HELP[] = "seed of the community algorithm and of permutation nulls";
static const char BASE_HELP[] = "ISO 4217 code that amounts are compared in";
static const char ENABLED_HELP[] = "0 leaves the detector out";

static tt_status
add_set(tt_config *c, const char *owner, const tt_param *rows, size_t n, tt_err *err)
{
    tt_param_set *s = &c->sets[c->n_sets];
    *s = (tt_param_set){owner, rows, n, tt_new_n(&c->arena, double, n)};
    if (!s->value)
        return tt_fail(err, TT_ENOMEM, "no room for settings");
    for (size_t i = 0; i < n; i++)
        s->value[i] = rows[i].def;
    c->n_sets++;
    return TT_OK;
}

tt_status tt_config_init(tt_config *c, tt_err *err)
{
    size_t n_det = 0;
    const tt_detector *const *det = tt_detectors(&n_det);

    memset(c, 0, sizeof(*c));
    tt_arena_init(&c->arena, 0);
    c->as_of = TT_NO_DATE;
    c->seed = 1;
    c->base = tt_ccy_parse(TT_STR("USD"));
    c->sets = tt_new_n(&c->arena, tt_param_set, TT_SET_DETECTORS + n_det);
    c->enabled = tt_new_n(&c->arena, bool, n_det + 1);
    c->detector_param = tt_new_n(&c->arena, const double *, n_det + 1);
    if (!c->sets || !c->enabled || !c->detector_param)
        return tt_fail(err, TT_ENOMEM, "no room for settings");

    TT_TRY(add_set(c, "resolve", tt_resolve_params, tt_resolve_n_params, err));
    TT_TRY(add_set(c, "match", tt_match_params, tt_match_n_params, err));
    TT_TRY(add_set(c, "score", tt_score_params, tt_score_n_params, err));
    for (size_t i = 0; i < n_det; i++) {
        TT_TRY(add_set(c, det[i]->id, det[i]->params, det[i]->n_params, err));
        c->enabled[i] = true;
        c->detector_param[i] = c->sets[TT_SET_DETECTORS + i].value;
    }
    return TT_OK;
}

void tt_config_release(tt_config *c)
{
    tt_arena_release(&c->arena);
    memset(c, 0, sizeof(*c));
}

/* --- setting one value --- */

static tt_status bad_value(tt_str name, const char *want, tt_err *err)
{
    return tt_fail(err, TT_EUSAGE, "setting '%.*s' must be %s", TT_STR_ARG(name), want);
}

static tt_status set_run_wide(tt_config *c, tt_str name, tt_str value, bool *known, tt_err *err)
{
    *known = true;
    if (tt_str_is(name, "as_of")) {
        if (!value.n)
            c->as_of = TT_NO_DATE;
        else if (!tt_parse_date(value, &c->as_of))
            return bad_value(name, "a date such as 2024-12-31", err);
    } else if (tt_str_is(name, "seed")) {
        uint64_t seed = 0; /* 15 digits: what JSON numbers carry exactly */
        if (!tt_parse_u64(value, &seed) || seed > 999999999999999u)
            return bad_value(name, "a whole number of at most 15 digits", err);
        c->seed = seed;
    } else if (tt_str_is(name, "base_currency")) {
        tt_ccy ccy = tt_ccy_parse(value);
        if (ccy == TT_CCY_NONE)
            return bad_value(name, "an ISO 4217 code", err);
        c->base = ccy;
    } else {
        *known = false;
    }
    return TT_OK;
}

static size_t find_set(const tt_config *c, tt_str owner)
{
    for (size_t i = 0; i < c->n_sets; i++)
        if (tt_str_is(owner, c->sets[i].owner))
            return i;
    return SIZE_MAX;
}

void tt_config_number_text(double v, char out[TT_NUM_TEXT])
{
    if (fabs(v) < 1e-3) { /* thresholds of p-values: nine decimals would make some of them 0 */
        (void)tt_dec_text((int64_t)nearbyint(v * 1e18), 18, out);
        return;
    }
    size_t n = tt_double_text(v, 9, out);
    if (!memchr(out, '.', n)) /* a large number comes without decimals */
        return;
    while (out[n - 1] == '0')
        n--;
    if (out[n - 1] == '.')
        n--;
    out[n] = '\0';
}

static tt_status set_in_set(tt_config *c, size_t set, tt_str param, tt_str value, tt_err *err)
{
    const tt_param_set *s = &c->sets[set];
    double v = 0;
    bool is_number = tt_parse_double(value, &v);

    if (set >= TT_SET_DETECTORS && tt_str_is(param, "enabled")) {
        if (!is_number || !(v == 0 || v == 1))
            return bad_value(param, "0 or 1", err);
        c->enabled[set - TT_SET_DETECTORS] = v > 0.5;
        return TT_OK;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (!tt_str_is(param, s->rows[i].name))
            continue;
        if (!is_number || !(v >= s->rows[i].min && v <= s->rows[i].max)) {
            char lo[TT_NUM_TEXT], hi[TT_NUM_TEXT];
            tt_config_number_text(s->rows[i].min, lo);
            tt_config_number_text(s->rows[i].max, hi);
            return tt_fail(err, TT_EUSAGE, "setting '%s.%s' must be a number from %s to %s",
                           s->owner, s->rows[i].name, lo, hi);
        }
        s->value[i] = v;
        return TT_OK;
    }
    return tt_fail(err, TT_EUSAGE, "unknown setting '%.*s' of '%s': see 'tradetrace config'",
                   TT_STR_ARG(param), s->owner);
}

tt_status tt_config_set(tt_config *c, tt_str name, tt_str value, tt_err *err)
{
    bool known = false;
    TT_TRY(set_run_wide(c, name, value, &known, err));
    if (known)
        return TT_OK;
    for (size_t dot = name.n; dot-- > 0;) { /* the owner may hold dots, the parameter does not */
        if (name.p[dot] != '.')
            continue;
        size_t set = find_set(c, tt_str_sub(name, 0, dot));
        if (set != SIZE_MAX)
            return set_in_set(c, set, tt_str_sub(name, dot + 1, name.n), value, err);
        break;
    }
    return tt_fail(err, TT_EUSAGE, "unknown setting '%.*s': see 'tradetrace config'",
                   TT_STR_ARG(name));
}

/* --- JSON --- */

/* A setting is a scalar, or an object as `config` prints it: then its "value" counts. */
static tt_status value_text(const tt_json *j, tt_arena *a, tt_str *out, tt_err *err)
{
    if (tt_json_type_of(j) == TT_JSON_OBJECT) {
        const tt_json *v = tt_json_get(j, "value");
        if (!v)
            return tt_fail(
                err, TT_EUSAGE,
                "'%s' is no group of settings, and as a setting it has no \"value\": see "
                "'tradetrace config'",
                tt_json_key(j));
        j = v;
    }
    bool flag = false;
    if (tt_json_bool(j, &flag)) {
        *out = flag ? TT_STR("1") : TT_STR("0");
        return TT_OK;
    }
    if (!tt_json_scalar_text(j, a, out))
        return tt_fail(err, TT_EUSAGE, "setting '%s' must be a number or a text", tt_json_key(j));
    return TT_OK;
}

static tt_status json_set(tt_config *c, size_t set, const tt_json *object, tt_arena *a, tt_err *err)
{
    if (tt_json_type_of(object) != TT_JSON_OBJECT)
        return tt_fail(err, TT_EUSAGE, "settings of '%s' must be an object", c->sets[set].owner);
    for (const tt_json *j = tt_json_first(object); j; j = tt_json_next(j)) {
        tt_str text = {0};
        TT_TRY(value_text(j, a, &text, err));
        TT_TRY(set_in_set(c, set, tt_str_of(tt_json_key(j)), text, err));
    }
    return TT_OK;
}

static tt_status json_detectors(tt_config *c, const tt_json *object, tt_arena *a, tt_err *err)
{
    if (tt_json_type_of(object) != TT_JSON_OBJECT)
        return tt_fail(err, TT_EUSAGE, "settings of 'detectors' must be an object");
    for (const tt_json *j = tt_json_first(object); j; j = tt_json_next(j)) {
        size_t set = find_set(c, tt_str_of(tt_json_key(j)));
        if (set == SIZE_MAX || set < TT_SET_DETECTORS)
            return tt_fail(err, TT_EUSAGE, "unknown detector '%s': see 'tradetrace detectors'",
                           tt_json_key(j));
        TT_TRY(json_set(c, set, j, a, err));
    }
    return TT_OK;
}

static tt_status json_root(tt_config *c, const tt_json *root, tt_arena *a, tt_err *err)
{
    if (tt_json_type_of(root) != TT_JSON_OBJECT)
        return tt_fail(err, TT_EFORMAT, "settings must be one JSON object");
    for (const tt_json *j = tt_json_first(root); j; j = tt_json_next(j)) {
        tt_str key = tt_str_of(tt_json_key(j));
        size_t set = find_set(c, key);
        if (tt_str_is(key, "detectors")) {
            TT_TRY(json_detectors(c, j, a, err));
        } else if (set < TT_SET_DETECTORS) {
            TT_TRY(json_set(c, set, j, a, err));
        } else {
            tt_str text = {0};
            TT_TRY(value_text(j, a, &text, err));
            TT_TRY(tt_config_set(c, key, text, err));
        }
    }
    return TT_OK;
}

static void *kept(tt_arena *a, const void *v, size_t n, size_t size)
{
    void *copy = tt_arena_zalloc(a, n, size);
    if (copy && n)
        memcpy(copy, v, n * size);
    return copy;
}

/* All of it or nothing: settings of which some were refused are nobody's. */
static tt_status json_whole(tt_config *c, const tt_json *root, tt_arena *a, tt_err *err)
{
    tt_config was = *c;
    const size_t n_det = c->n_sets - TT_SET_DETECTORS;
    const bool *enabled = kept(a, c->enabled, n_det, sizeof(*enabled));
    double **value = tt_new_n(a, double *, c->n_sets);
    bool ok = enabled && value;
    for (size_t i = 0; ok && i < c->n_sets; i++) {
        value[i] = kept(a, c->sets[i].value, c->sets[i].n, sizeof(**value));
        ok = value[i] != NULL;
    }
    if (!ok)
        return tt_fail(err, TT_ENOMEM, "no room for settings");
    tt_status st = json_root(c, root, a, err);
    if (st == TT_OK)
        return st;
    c->as_of = was.as_of;
    c->seed = was.seed;
    c->base = was.base;
    memcpy(c->enabled, enabled, n_det * sizeof(*enabled));
    for (size_t i = 0; i < c->n_sets; i++)
        memcpy(c->sets[i].value, value[i], c->sets[i].n * sizeof(**value));
    return st;
}

tt_status tt_config_json(tt_config *c, tt_str json, tt_err *err)
{
    tt_json *root = NULL;
    tt_arena a;
    TT_TRY(tt_json_parse(json, &root, err));
    tt_arena_init(&a, 0);
    tt_status st = json_whole(c, root, &a, err);
    tt_arena_release(&a);
    tt_json_free(root);
    return st;
}

/* --- printing --- */

static void write_number(tt_jw *w, double v)
{
    char text[TT_NUM_TEXT];
    tt_config_number_text(v, text);
    tt_jw_raw(w, tt_str_of(text));
}

static void write_param(tt_jw *w, const tt_param *row, double v, bool with_help)
{
    tt_jw_key(w, row->name);
    if (!with_help) {
        write_number(w, v);
        return;
    }
    tt_jw_object(w);
    tt_jw_key(w, "value");
    write_number(w, v);
    tt_jw_kz(w, "unit", row->unit);
    tt_jw_key(w, "min");
    write_number(w, row->min);
    tt_jw_key(w, "max");
    write_number(w, row->max);
    tt_jw_kz(w, "help", row->help);
    tt_jw_object_end(w);
}

/* Opens the object of a run-wide setting when help is wanted; the value follows. */
static void open_run_wide(tt_jw *w, const char *name, bool with_help)
{
    tt_jw_key(w, name);
    if (with_help) {
        tt_jw_object(w);
        tt_jw_key(w, "value");
    }
}

static void close_run_wide(tt_jw *w, const char *help, bool with_help)
{
    if (!with_help)
        return;
    tt_jw_kz(w, "help", help);
    tt_jw_object_end(w);
}

static void write_set(const tt_config *c, size_t set, tt_jw *w, bool with_help)
{
    static const tt_param enabled = {"enabled", 1, 0, 1, "0 or 1", ENABLED_HELP};
    const tt_param_set *s = &c->sets[set];

    tt_jw_key(w, s->owner);
    tt_jw_object(w);
    if (set >= TT_SET_DETECTORS)
        write_param(w, &enabled, c->enabled[set - TT_SET_DETECTORS] ? 1 : 0, with_help);
    for (size_t i = 0; i < s->n; i++)
        write_param(w, &s->rows[i], s->value[i], with_help);
    tt_jw_object_end(w);
}

void tt_config_write(const tt_config *c, tt_jw *w, bool with_help)
{
    char ccy[4];
    tt_ccy_text(c->base, ccy);

    tt_jw_object(w);
    open_run_wide(w, "as_of", with_help);
    tt_jw_date(w, c->as_of);
    close_run_wide(w, AS_OF_HELP, with_help);
    open_run_wide(w, "seed", with_help);
    tt_jw_u64(w, c->seed);
    close_run_wide(w, SEED_HELP, with_help);
    open_run_wide(w, "base_currency", with_help);
    tt_jw_z(w, ccy);
    close_run_wide(w, BASE_HELP, with_help);
    for (size_t i = 0; i < TT_SET_DETECTORS; i++)
        write_set(c, i, w, with_help);
    tt_jw_key(w, "detectors");
    tt_jw_object(w);
    for (size_t i = TT_SET_DETECTORS; i < c->n_sets; i++)
        write_set(c, i, w, with_help);
    tt_jw_object_end(w);
    tt_jw_object_end(w);
}

/* --- hashes --- */

void tt_config_hash_set(const tt_config *c, size_t set, tt_hasher *h)
{
    const tt_param_set *s = &c->sets[set];
    char text[TT_NUM_TEXT];

    tt_hasher_add_str(h, tt_str_of(s->owner));
    for (size_t i = 0; i < s->n; i++) {
        tt_config_number_text(s->value[i], text);
        tt_hasher_add_str(h, tt_str_of(s->rows[i].name));
        tt_hasher_add_str(h, tt_str_of(text));
    }
    if (set >= TT_SET_DETECTORS) {
        size_t n = 0;
        const tt_detector *d = tt_detectors(&n)[set - TT_SET_DETECTORS];
        tt_hasher_add_i64(h, c->enabled[set - TT_SET_DETECTORS]);
        tt_hasher_add_i64(h, d->revision);
    }
}

tt_status tt_config_hash(const tt_config *c, const tt_reference *own, tt_sha256 *out, tt_err *err)
{
    tt_hasher h;

    TT_TRY(tt_hasher_init(&h, err));
    tt_hasher_add_str(&h, TT_STR(TT_VERSION_TEXT));
    tt_hasher_add_str(&h, tt_str_of(tt_refdata_sha256()));
    tt_hasher_add_i64(&h, c->as_of);
    tt_hasher_add_i64(&h, (int64_t)c->seed);
    tt_hasher_add_i64(&h, c->base);
    for (size_t i = 0; i < c->n_sets; i++)
        tt_config_hash_set(c, i, &h);
    tt_reference_hash(own, &h);
    bool failed = h.failed;
    *out = tt_hasher_final(&h);
    tt_hasher_release(&h);
    return failed ? tt_fail(err, TT_EINTERNAL, "hashing failed") : TT_OK;
}
