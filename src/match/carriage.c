/*
 * carriage.c - transport documents of one carriage: house and master bill name other parties and
 * other numbers, but the container is the same, and so is its seal or its voyage.
 *
 * A container goes round the world again and again: days decide, where neither is written.
 */
#include "match/lane.h"

#include "base/str.h"

enum { WINDOW = 45, WINDOW_ALONE = 14, BOXES_MOST = 64 };

struct box {
    uint64_t container;
    tt_date day;
    tt_ix line;
};

/* A transport document, and an invoice that it is known to be for. */
struct known {
    tt_ix shipment, invoice;
};
TT_VEC(known_vec, struct known);

static int by_box(const void *a, const void *b, void *ctx)
{
    const struct box *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->container != y->container)
        return x->container < y->container ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static int by_shipment(const void *a, const void *b, void *ctx)
{
    const struct known *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->shipment != y->shipment)
        return x->shipment < y->shipment ? -1 : 1;
    return (x->invoice > y->invoice) - (x->invoice < y->invoice);
}

static struct box *list_boxes(const tt_data *d, tt_arena *a, size_t *n)
{
    struct box *v = tt_new_n(a, struct box, d->n_shipment_lines + 1);
    *n = 0;
    for (tt_ix i = 1; v && i <= d->n_shipment_lines; i++) {
        const tt_line *l = &d->shipment_lines[i];
        uint64_t container = tt_key_hash(l->container);
        if (container)
            v[(*n)++] = (struct box){container, d->shipments[l->doc].head.date.day, i};
    }
    return v && tt_sort(v, *n, sizeof(*v), by_box, NULL) ? v : NULL;
}

static bool is_same_carriage(const tt_data *d, const tt_line *a, const tt_line *b)
{
    const tt_shipment *x = &d->shipments[a->doc], *y = &d->shipments[b->doc];
    tt_date p = x->head.date.day, q = y->head.date.day;
    uint64_t seal[] = {tt_key_hash(a->seal), tt_key_hash(b->seal)};
    uint64_t voyage[] = {tt_key_hash(x->voyage), tt_key_hash(y->voyage)};
    int off = p == TT_NO_DATE || q == TT_NO_DATE ? WINDOW : p > q ? p - q : q - p;
    if (off > WINDOW)
        return false;
    if (seal[0] && seal[1])
        return seal[0] == seal[1];
    if (voyage[0] && voyage[1])
        return voyage[0] == voyage[1];
    return off <= WINDOW_ALONE;
}

static bool in_lane(const tt_lane *l, tt_ix shipment)
{
    return l->spec->types >> l->d->shipments[shipment].type & 1;
}

/* What transport documents of other lanes are known to be for: by number, or found before. */
static bool
list_known(const tt_lane *l, const tt_edge_vec *e, const tt_pairing *p, size_t n, known_vec *out)
{
    for (size_t i = 0; i < e->n; i++) {
        const tt_edge *x = &e->v[i];
        bool turn = x->kind == TT_KIND_INVOICE && x->to_kind == TT_KIND_SHIPMENT;
        struct known k = turn ? (struct known){x->to, x->doc} : (struct known){x->doc, x->to};
        if (!turn && (x->kind != TT_KIND_SHIPMENT || x->to_kind != TT_KIND_INVOICE))
            continue;
        if (!in_lane(l, k.shipment) && !tt_vec_push(out, k))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        if (p[i].kind == TT_KIND_SHIPMENT && p[i].to_kind == TT_KIND_INVOICE &&
            !tt_vec_push(out, ((struct known){p[i].doc, p[i].to})))
            return false;
    return tt_sort(out->v, out->n, sizeof(*out->v), by_shipment, NULL);
}

static size_t first_known(const known_vec *v, tt_ix shipment)
{
    size_t low = 0, high = v->n;
    TT_BISECT(size_t, low, high, mid, v->v[mid].shipment < shipment);
    return low;
}

struct finder {
    const tt_lane *l;
    const struct box *boxes;
    size_t n;
    known_vec known;
    tt_tried *tried;
    tt_named_vec *out;
};

static size_t first_box(const struct finder *f, uint64_t container, tt_date day)
{
    size_t low = 0, high = f->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct box *b = &f->boxes[mid];
        if (b->container < container || (b->container == container && b->day < day))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool add_of(struct finder *f, tt_ix doc, const tt_line *line, tt_ix other)
{
    for (size_t i = first_known(&f->known, other);
         i < f->known.n && f->known.v[i].shipment == other; i++)
        if (!tt_vec_push(f->out, ((tt_named){doc, f->known.v[i].invoice, TT_KEY_CONTAINER,
                                             line->container})))
            return false;
    return true;
}

/* The master has what all its houses have; a house has what its master has when it is the only
 * one. */
static bool add_line(struct finder *f, tt_ix doc, const tt_line *line)
{
    const tt_data *d = f->l->d;
    uint64_t container = tt_key_hash(line->container);
    tt_date day = d->shipments[doc].head.date.day;
    size_t first = first_box(f, container, day == TT_NO_DATE ? TT_NO_DATE : day - WINDOW), end,
           houses = 0;
    for (end = first; end < f->n && f->boxes[end].container == container &&
                      (day == TT_NO_DATE || f->boxes[end].day <= day + WINDOW);
         end++)
        continue;
    if (end - first > BOXES_MOST) {
        f->tried->of[TT_KIND_SHIPMENT][TT_KIND_INVOICE][doc].limit = true;
        f->tried->of[TT_KIND_SHIPMENT][TT_KIND_INVOICE][doc].cut |= 1u << TT_CUT_BOXES;
        f->tried->left[TT_CUT_BOXES] += end - first - 1;
        return true;
    }
    for (size_t i = first; i < end; i++) {
        const tt_line *other = &d->shipment_lines[f->boxes[i].line];
        houses += other->doc != doc && in_lane(f->l, other->doc) &&
                  d->shipments[other->doc].type != TT_DOC_MASTER_BL &&
                  is_same_carriage(d, line, other);
    }
    for (size_t i = first; i < end && !houses; i++) {
        const tt_line *other = &d->shipment_lines[f->boxes[i].line];
        if (!in_lane(f->l, other->doc) && is_same_carriage(d, line, other) &&
            !add_of(f, doc, line, other->doc))
            return false;
    }
    return true;
}

bool tt_carriage_names(const tt_lane *l, const tt_edge_vec *edges, const tt_pairing *pairings,
                       size_t n, tt_tried *tried, tt_named_vec *out)
{
    struct finder f = {.l = l, .tried = tried, .out = out};
    tt_arena a;
    tt_arena_init(&a, 0);
    f.boxes = list_boxes(l->d, &a, &f.n);
    bool ok = f.boxes && (!f.n || list_known(l, edges, pairings, n, &f.known));
    for (tt_ix i = 1; ok && f.n && i <= l->d->n_shipment_lines; i++) {
        const tt_line *line = &l->d->shipment_lines[i];
        if (line->container.n && in_lane(l, line->doc) && tt_key_hash(line->container))
            ok = add_line(&f, line->doc, line);
    }
    tt_vec_release(&f.known);
    tt_arena_release(&a);
    return ok;
}
