/* id_marks.c - see id_marks.h. */
#include "detect/common/id_marks.h"

#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "detect/common/refs.h"
#include "detect/common/words.h"

TT_VEC(mark_vec, tt_id_mark);

struct marks {
    const tt_data *d;
    tt_arena *a;
    mark_vec v;
    tt_map valid; /* type and text of numbers that hold */
};

const char *tt_id_mark_text(tt_id_type t)
{
    static const char *const text[] = {"tax number", "LEI",     "account", "container",
                                       "IMO number", "waybill", "parcel"};
    return text[t];
}

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for identifiers");
}

/* The type before the text: a container is no account. */
static tt_str key_of(tt_id_type t, tt_str text, char out[TT_REF_TEXT + 1])
{
    out[0] = (char)('a' + t);
    memcpy(out + 1, text.p, text.n);
    return (tt_str){out, text.n + 1};
}

static tt_status put(struct marks *m, tt_ix entity, tt_id_type t, tt_id_state state, tt_str raw,
                     tt_ref where, tt_err *err)
{
    char text[TT_REF_TEXT], key[TT_REF_TEXT + 1];
    size_t n = tt_ref_text(raw, text);
    if (!entity || !n || state == TT_ID_UNCHECKED)
        return TT_OK;
    tt_id_mark x = {.entity = entity,
                    .type = t,
                    .text = tt_arena_str(m->a, (tt_str){text, n}),
                    .state = state,
                    .where = where};
    if (!x.text.p || !tt_vec_push(&m->v, x))
        return no_room(err);
    if (state != TT_ID_BAD && !tt_map_put(&m->valid, key_of(t, x.text, key), 1))
        return no_room(err);
    return TT_OK;
}

static tt_id_state check(tt_id_scheme scheme, tt_str text)
{
    return scheme == TT_ID_NONE ? TT_ID_UNCHECKED : tt_id_check(scheme, text, NULL);
}

/* --- parties --- */

static tt_status mention(struct marks *m, tt_ix i, tt_ref where, tt_err *err)
{
    const tt_mention *x = &m->d->mentions[i];
    TT_TRY(put(m, x->entity, TT_MARK_IDENTIFIER,
               check(tt_id_scheme_of(x->identifier, x->country), x->identifier), x->identifier,
               where, err));
    return put(m, x->entity, TT_MARK_ACCOUNT,
               check(tt_id_scheme_of_account(x->account), x->account), x->account, where, err);
}

static tt_status mentions(struct marks *m, tt_err *err)
{
    enum { ROLES = 4 };
    uint8_t *seen = tt_new_n(m->a, uint8_t, m->d->n_mentions + 1);
    if (!seen)
        return no_room(err);
    for (tt_kind k = TT_KIND_INVOICE; k <= TT_KIND_PAYMENT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(m->d, k); i++)
            for (unsigned role = 1; role <= ROLES; role++) {
                tt_ix who = tt_data_role(m->d, k, i, role);
                if (!who || seen[who])
                    continue;
                seen[who] = 1;
                TT_TRY(mention(m, who, (tt_ref){k, i, 0}, err));
            }
    return TT_OK;
}

static tt_status registry(struct marks *m, tt_err *err)
{
    for (tt_ix i = 1; i <= m->d->n_parties; i++) {
        const tt_party *p = &m->d->parties[i];
        tt_ref where = {TT_KIND_PARTY, i, 0};
        TT_TRY(put(m, p->entity, TT_MARK_LEI, p->lei.n ? check(TT_ID_LEI, p->lei) : TT_ID_UNCHECKED,
                   p->lei, where, err));
        TT_TRY(put(m, p->entity, TT_MARK_IDENTIFIER,
                   check(tt_id_scheme_of(p->tax_id, p->country), p->tax_id), p->tax_id, where,
                   err));
    }
    return TT_OK;
}

/* --- goods documents --- */

/* Eleven digits, which an air waybill has. */
static bool eleven_digits(tt_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (tt_ascii_is_digit(s.p[i]))
            n++;
        else if (s.p[i] != '-' && s.p[i] != ' ')
            return false;
    }
    return n == 11;
}

static tt_status shipments(struct marks *m, tt_err *err)
{
    for (tt_ix i = 1; i <= m->d->n_shipments; i++) {
        const tt_shipment *s = &m->d->shipments[i];
        tt_ix who = tt_data_entity(m->d, s->shipper);
        tt_ref where = {TT_KIND_SHIPMENT, i, 0};
        TT_TRY(put(m, who, TT_MARK_SHIP,
                   s->vessel_imo.n ? check(TT_ID_IMO, s->vessel_imo) : TT_ID_UNCHECKED,
                   s->vessel_imo, where, err));
        if (s->type == TT_DOC_AWB && eleven_digits(s->head.number))
            TT_TRY(put(m, who, TT_MARK_WAYBILL,
                       tt_text_is_air_waybill(s->head.number) ? TT_ID_VALID : TT_ID_BAD,
                       s->head.number, where, err));
        if (s->type == TT_DOC_POSTAL)
            TT_TRY(put(m, who, TT_MARK_PARCEL, tt_text_parcel(s->head.number), s->head.number,
                       where, err));
        for (tt_ix k = s->head.first_line; k < s->head.first_line + s->head.n_lines; k++) {
            tt_str c = m->d->shipment_lines[k].container;
            where.line = k;
            TT_TRY(put(m, who, TT_MARK_CONTAINER, c.n ? check(TT_ID_CONTAINER, c) : TT_ID_UNCHECKED,
                       c, where, err));
        }
    }
    return TT_OK;
}

/* --- slips --- */

/* Four letters and seven digits, whatever the last of them.  Who makes a number up keeps its form;
 * fingers and scanners do not. */
static bool container_form(tt_str s)
{
    enum { LETTERS = 4, ALL = 11 };
    for (size_t i = 0; i < s.n && i < ALL; i++)
        if (i < LETTERS ? !tt_ascii_is_alpha(s.p[i]) : !tt_ascii_is_digit(s.p[i]))
            return false;
    return s.n == ALL;
}

/* One letter other, or two neighbours swapped, gives a number of the data that holds. */
static bool is_slip(const struct marks *m, const tt_id_mark *x)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char key[TT_REF_TEXT + 1];
    tt_str k = key_of(x->type, x->text, key);
    for (size_t i = 1; i < k.n; i++) {
        char was = key[i];
        for (size_t c = 0; c + 1 < sizeof letters; c++) {
            key[i] = letters[c];
            if (letters[c] != was && tt_map_find(&m->valid, k) != TT_MAP_NONE)
                return true;
        }
        key[i] = was;
        if (i + 1 == k.n || key[i + 1] == was)
            continue;
        key[i] = key[i + 1];
        key[i + 1] = was;
        bool hit = tt_map_find(&m->valid, k) != TT_MAP_NONE;
        key[i + 1] = key[i];
        key[i] = was;
        if (hit)
            return true;
    }
    return false;
}

static int mark_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_id_mark *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    return tt_str_cmp(a->text, b->text);
}

static tt_status collect(struct marks *m, const tt_id_mark **out, size_t *n, tt_err *err)
{
    TT_TRY(mentions(m, err));
    TT_TRY(registry(m, err));
    TT_TRY(shipments(m, err));
    tt_id_mark *v = tt_new_n(m->a, tt_id_mark, m->v.n + 1);
    if (!v || !tt_sort(m->v.v, m->v.n, sizeof *v, mark_cmp, NULL))
        return no_room(err);
    *n = 0;
    for (size_t i = 0; i < m->v.n; i++)
        if (*n == 0 || mark_cmp(&v[*n - 1], &m->v.v[i], NULL) != 0)
            v[(*n)++] = m->v.v[i];
    for (size_t i = 0; i < *n; i++)
        v[i].slip =
            v[i].state == TT_ID_BAD &&
            ((v[i].type == TT_MARK_CONTAINER && !container_form(v[i].text)) || is_slip(m, &v[i]));
    *out = v;
    return TT_OK;
}

tt_status
tt_id_marks_of(const tt_data *d, tt_arena *a, const tt_id_mark **out, size_t *n, tt_err *err)
{
    struct marks m = {.d = d, .a = a};
    tt_map_init(&m.valid);
    tt_status st = collect(&m, out, n, err);
    tt_map_release(&m.valid);
    tt_vec_release(&m.v);
    return st;
}
