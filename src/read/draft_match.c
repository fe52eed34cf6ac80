/*
 * draft_match.c - which column is which field of which kind: the best pairs first.
 */
#include "read/draft.h"

#include "base/str.h"
#include "base/vec.h"
#include "read/columns.h"

/* What the cells say about a field. */
enum verdict { AGAINST, NOTHING, FINE, STRONG };

static enum verdict by_share(const tt_profile *p, uint64_t count)
{
    return tt_profile_mostly(p, count, 90)   ? STRONG
           : tt_profile_mostly(p, count, 50) ? FINE
                                             : AGAINST;
}

static bool is_numeric(const tt_draft *d, const tt_profile *p)
{
    return tt_profile_mostly(p, d->decimal == ',' ? p->comma : p->point, 90);
}

static enum verdict judge_date(const tt_profile *p)
{
    bool ambiguous;
    if (tt_profile_date(p, true, &ambiguous))
        return tt_profile_date(p, false, &ambiguous) ? STRONG : FINE;
    return tt_profile_mostly(p, p->whole, 98) ? FINE : AGAINST; /* days since some day */
}

/* Codes and texts that have a form. */
static enum verdict judge_text(const tt_profile *p, const tt_field *f)
{
    static const char *const ports[] = {"port_of_loading", "port_of_discharge", "place_of_receipt",
                                        "place_of_delivery"};
    /* National codes and words of a trade are not in our lists: that alone is nothing against them,
     * and no row is lost for it. */
    if (strcmp(f->name, "hs_code") == 0)
        return tt_profile_mostly(p, p->whole, 50) ? TT_MAX(by_share(p, p->hs), NOTHING)
                                                  : by_share(p, p->hs);
    if (strcmp(f->name, "unit") == 0)
        return p->n_words <= TT_PROFILE_WORDS && !tt_profile_mostly(p, p->point, 50)
                   ? TT_MAX(by_share(p, p->unit), NOTHING)
                   : by_share(p, p->unit);
    if (strcmp(f->name, "container_number") == 0)
        return TT_MAX(by_share(p, p->container), NOTHING);
    if (f->part == TT_PART_ACCOUNT && tt_profile_mostly(p, p->iban, 50))
        return STRONG;
    for (size_t i = 0; i < TT_LEN(ports); i++)
        if (strcmp(f->name, ports[i]) == 0 && tt_profile_mostly(p, p->locode, 50))
            return STRONG;
    if ((f->flags & TT_FF_NUMBER || tt_str_ends(tt_str_of(f->name), TT_STR("_number"))) &&
        tt_profile_mostly(p, p->point, 95) && !tt_profile_mostly(p, p->whole, 50))
        return AGAINST; /* amounts */
    bool of_words = f->part == TT_PART_NAME || f->part == TT_PART_ADDRESS || f->type == TT_FT_TEXT;
    return of_words && tt_profile_mostly(p, p->point, 95) ? AGAINST : FINE;
}

static enum verdict judge(const tt_draft *d, const tt_profile *p, const tt_field *f)
{
    if (p->n == 0)
        return NOTHING;
    switch (f->type) {
    case TT_FT_COUNTRY:
        return by_share(p, p->country);
    case TT_FT_CCY:
        return by_share(p, p->ccy);
    case TT_FT_DATE:
    case TT_FT_WHEN:
        return judge_date(p);
    case TT_FT_AMOUNT:
    case TT_FT_DEC:
    case TT_FT_RATE:
        return is_numeric(d, p) ? FINE : AGAINST;
    case TT_FT_INT:
        return tt_profile_mostly(p, p->whole, 90) ? FINE : AGAINST;
    case TT_FT_ENUM:
        return tt_profile_is_enum(p, f) ? STRONG : AGAINST;
    default:
        return judge_text(p, f);
    }
}

/* What the values alone are worth, where one field only can be meant. */
static unsigned by_values_alone(const tt_profile *p, const tt_field *f)
{
    bool ambiguous;
    if (strcmp(f->name, "currency") == 0) /* "KGS" is kilograms more often than soms */
        return tt_profile_mostly(p, p->unit, 90) ? 0 : 60;
    if (strcmp(f->name, "container_number") == 0)
        return 80;
    if (strcmp(f->name, "hs_code") == 0)
        return 50;
    if (strcmp(f->name, "unit") == 0)
        return 50;
    return (f->flags & TT_FF_WHEN) && tt_profile_date(p, false, &ambiguous) ? 50 : 0;
}

static unsigned fit(const tt_draft *d, const tt_header_words *x, const tt_draft_column *c,
                    tt_kind kind, size_t field, bool *by_values)
{
    const tt_kind_info *info = tt_kind_get(kind);
    const tt_field *f = &info->fields[field];
    enum verdict v = judge(d, &c->p, f);
    unsigned sure = tt_column_field(info, c->name) == (int)field
                        ? 100
                        : tt_sense_fits(x, &c->sense, kind, field);
    *by_values = sure == 0;
    if (sure == 0)
        return v == STRONG ? by_values_alone(&c->p, f) : 0;
    switch (v) {
    case STRONG:
        return sure + (100 - sure) / 2;
    case FINE:
        return sure;
    case NOTHING:
        return sure * 9 / 10;
    case AGAINST:
        break;
    }
    return sure * 3 / 10;
}

struct pair {
    unsigned sure;
    uint16_t column;
    uint8_t field;
    bool by_values;
};

TT_VEC(pairs, struct pair);

static int by_sure(const void *a, const void *b, void *ctx)
{
    const struct pair *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->sure != y->sure)
        return x->sure > y->sure ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return (int)x->field - (int)y->field;
}

/* The best pair, then the best of what is left, and so on. */
static tt_status assign(tt_draft *d, const tt_header_words *x, tt_kind kind, tt_err *err)
{
    const tt_kind_info *info = tt_kind_get(kind);
    pairs all = {0};
    bool fine = true;
    for (size_t c = 0; c < d->n_columns; c++) {
        d->columns[c].field = -1;
        for (size_t f = 0; d->columns[c].usable && fine && f < info->n_fields; f++) {
            struct pair p = {.column = (uint16_t)c, .field = (uint8_t)f};
            p.sure = fit(d, x, &d->columns[c], kind, f, &p.by_values);
            if (p.sure >= TT_DRAFT_SURE)
                fine = tt_vec_push(&all, p);
        }
    }
    fine = fine && tt_sort(all.v, all.n, sizeof *all.v, by_sure, NULL);
    for (size_t f = 0; f < TT_MAX_FIELDS; f++)
        d->from[f] = -1;
    for (size_t i = 0; fine && i < all.n; i++) {
        tt_draft_column *c = &d->columns[all.v[i].column];
        if (c->field >= 0 || d->from[all.v[i].field] >= 0)
            continue;
        c->field = all.v[i].field;
        c->sure = all.v[i].sure;
        c->by_values = all.v[i].by_values;
        d->from[c->field] = (int16_t)all.v[i].column;
    }
    tt_vec_release(&all);
    return fine ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a draft");
}

/* --- what can be made of other columns --- */

static bool may_be_in_template(tt_str name)
{
    return !memchr(name.p, '{', name.n) && !memchr(name.p, '}', name.n);
}

/* A party without a name is called by its number or account: both are in the file.  NULL: neither
 * is. */
static const tt_draft_column *
other_of(const tt_draft *d, const tt_kind_info *info, size_t field, tt_part part)
{
    for (size_t f = 0; f < info->n_fields; f++)
        if (info->fields[f].role == info->fields[field].role && info->fields[f].part == part &&
            d->from[f] >= 0 && may_be_in_template(d->columns[d->from[f]].name))
            return &d->columns[d->from[f]];
    return NULL;
}

static tt_status
derive_name(tt_draft *d, const tt_kind_info *info, size_t f, tt_arena *a, tt_err *err)
{
    const tt_draft_column *id = other_of(d, info, f, TT_PART_ID);
    const tt_draft_column *account = other_of(d, info, f, TT_PART_ACCOUNT);
    if (!id && !account)
        return TT_OK;
    d->derived[f] = id ? tt_arena_printf(a, "{%.*s}", TT_STR_ARG(id->name))
                       : tt_arena_printf(a, "account {%.*s}", TT_STR_ARG(account->name));
    return d->derived[f] ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for a draft");
}

static tt_status derive(tt_draft *d, tt_arena *a, tt_err *err)
{
    const tt_kind_info *info = tt_kind_get(d->kind);
    d->n_missing = 0;
    for (size_t f = 0; f < info->n_fields; f++) {
        const tt_field *fd = &info->fields[f];
        d->derived[f] = NULL;
        if (!(fd->flags & TT_FF_REQUIRED) || d->from[f] >= 0)
            continue;
        if (fd->part == TT_PART_NAME)
            TT_TRY(derive_name(d, info, f, a, err));
        else if (d->kind == TT_KIND_PAYMENT && (fd->flags & TT_FF_NUMBER))
            d->derived[f] = "{row}"; /* a row is a payment */
        d->n_missing += d->derived[f] == NULL;
    }
    return TT_OK;
}

/* --- the kind --- */

/* What the columns are worth as this kind: required fields count more, and it costs to lack one. */
static unsigned worth(const tt_draft *d, tt_kind kind)
{
    const tt_kind_info *info = tt_kind_get(kind);
    unsigned sum = 0, lacks = 0;
    for (size_t f = 0; f < info->n_fields; f++) {
        bool required = (info->fields[f].flags & TT_FF_REQUIRED) != 0;
        if (d->from[f] >= 0)
            sum += d->columns[d->from[f]].sure * (required ? 3 : 2);
        else if (required)
            lacks += 200;
    }
    return sum > lacks ? sum - lacks : sum / 10;
}

static tt_status find_kind(tt_draft *d, const tt_header_words *x, tt_err *err)
{
    unsigned best = 0, next = 0;
    for (unsigned k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        TT_TRY(assign(d, x, (tt_kind)k, err));
        unsigned w = worth(d, (tt_kind)k);
        if (w > best) {
            next = best;
            d->next_kind = d->kind;
            best = w;
            d->kind = (tt_kind)k;
        } else if (w > next) {
            next = w;
            d->next_kind = (tt_kind)k;
        }
    }
    d->kind_sure = best ? TT_MIN(99u, 50 + 50 * (best - next) / best) : 0;
    return TT_OK;
}

tt_status tt_draft_match(tt_draft *d, const tt_header_words *x, tt_arena *a, tt_err *err)
{
    if (!d->forced)
        TT_TRY(find_kind(d, x, err));
    if (d->kind == TT_KIND_NONE)
        return tt_fail(err, TT_EFORMAT,
                       "no column looks like a field of any record kind; name it with --kind");
    TT_TRY(assign(d, x, d->kind, err));
    TT_TRY(derive(d, a, err));
    const tt_kind_info *info = tt_kind_get(d->kind);
    for (size_t c = 0; c < d->n_columns; c++) {
        tt_draft_column *col = &d->columns[c];
        bool date = col->field >= 0 && (info->fields[col->field].type == TT_FT_DATE ||
                                        info->fields[col->field].type == TT_FT_WHEN);
        col->dates = date ? tt_profile_date(&col->p, true, &col->ambiguous) : NULL;
    }
    return TT_OK;
}
