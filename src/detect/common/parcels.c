/* parcels.c - parcels, their doors and their origins. */
#include "detect/common/parcels.h"

#include "detect/common/words.h"

#include "base/forest.h"
#include "base/map.h"
#include "base/str.h"
#include "base/unicode.h"

#include <math.h>

enum { LONGEST = 120, SHORT_PHONE = 7, OTHERS = 4 };

struct pair {
    uint32_t a, b; /* origin and door; two origins */
};
TT_VEC(pair_vec, struct pair);
TT_VEC(parcel_vec, tt_parcel);
TT_VEC(door_vec, tt_door);

struct maker {
    const tt_detect_in *in;
    const tt_data *d;
    tt_arena *a;
    tt_map keys, names;
    tt_unicode *uni;
    tt_arena text;
    uint32_t *of_mention; /* door + 1; 0 not asked yet */
    uint32_t *of_phone;   /* by entity */
    parcel_vec v;
    door_vec doors;
    tt_ix *parent; /* of entities: origins */
    tt_parcels *out;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for parcels");
}

/* --- doors --- */

/* Places where many live, stay, work or fetch.  Words as tt_unicode_ascii leaves them. */
static const char *open_place(tt_str ascii, tt_str raw)
{
    static const char *const words[] = {"hotel",          "hostel",           "hostal",
                                        "motel",          "dormitory",        "dorm",
                                        "campus",         "university",       "universite",
                                        "universidad",    "universidade",     "universitat",
                                        "college",        "residence",        "studentenwohnheim",
                                        "wohnheim",       "packstation",      "postfiliale",
                                        "locker",         "lockers",          "parcelshop",
                                        "parcel shop",    "pick up point",    "pickup point",
                                        "pick-up point",  "collection point", "post office",
                                        "poste restante", "po box",           "p o box",
                                        "consigne",       "point relais",     "ky tuc xa",
                                        "khach san",      "dai hoc",          "buu dien",
                                        "buu cuc",        "pousada",          "alojamento",
                                        "hosteli",        "hoteli",           "chuo kikuu",
                                        "obshchezhitie",  "gostinitsa",       "warehouse"};
    static const char *const han[] = {"酒店", "宾馆", "宿舍", "大学", "学院", "快递柜",
                                      "驿站", "丰巢", "自提", "代收", "邮局", "旅馆"};
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_text_has(ascii, words[i]))
            return "its address says that many live, stay or fetch there";
    for (size_t i = 0; i < TT_LEN(han); i++)
        if (tt_str_find(raw, tt_str_of(han[i]), 0) < raw.n)
            return "its address says that many live, stay or fetch there";
    return NULL;
}

/* Words that are in every address. */
static bool says_nothing(tt_str word)
{
    static const char *const words[] = {
        "flat",  "unit",     "room",    "suite",  "apt", "apartment", "floor", "block",
        "blk",   "building", "street",  "road",   "the", "rua",       "rue",   "calle",
        "duong", "phuong",   "avenida", "avenue", "lot", "house"};
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_str_is(word, words[i]))
            return true;
    return false;
}

/* First word, then numbers and single letters, into out; 0 when it is no door. */
static size_t address_key(tt_str ascii, char out[LONGEST])
{
    char tail[LONGEST];
    size_t n_tail = 0, n = 0;
    bool number = false;
    for (size_t i = 0, from; i < ascii.n;) {
        bool digit = false;
        for (from = i; i < ascii.n && tt_ascii_is_alnum(ascii.p[i]); i++)
            digit |= tt_ascii_is_digit(ascii.p[i]);
        tt_str word = tt_str_sub(ascii, from, i - from);
        if ((digit || word.n == 1) && n_tail + word.n + 1 < sizeof tail) {
            tail[n_tail++] = '.';
            memcpy(tail + n_tail, word.p, word.n);
            n_tail += word.n;
            number |= digit;
        } else if (!n && !digit && word.n > 2 && word.n < LONGEST / 2 && !says_nothing(word)) {
            memcpy(out, word.p, word.n);
            n = word.n;
        }
        i += word.n == 0;
    }
    if (!n || !number || n + n_tail >= LONGEST)
        return 0;
    memcpy(out + n, tail, n_tail);
    return n + n_tail;
}

static tt_status door_of_key(struct maker *m, tt_str key, tt_door door, uint32_t *out, tt_err *err)
{
    bool added;
    if (!tt_map_intern(&m->keys, key, (uint32_t)m->doors.n, out, &added) ||
        (added && !tt_vec_push(&m->doors, door)))
        return no_room(err);
    if (door.open)
        m->doors.v[*out].open = door.open;
    return TT_OK;
}

static tt_status door_of_address(struct maker *m, tt_str address, uint32_t *out, tt_err *err)
{
    char key[LONGEST];
    tt_str ascii;
    tt_arena_reset(&m->text);
    TT_TRY(tt_unicode_ascii(m->uni, address, &m->text, &ascii, err));
    size_t n = address_key(ascii, key);
    tt_door door = {.text = address, .open = open_place(ascii, address)};
    *out = 0;
    return n ? door_of_key(m, (tt_str){key, n}, door, out, err) : TT_OK;
}

/* A telephone of two registered parties or more. */
static tt_status read_phones(struct maker *m, tt_err *err)
{
    const tt_links *l = &m->in->shared->links;
    for (size_t i = 0; i < l->n; i++) {
        tt_door door = {.phone = true};
        if (l->v[i].type != TT_ATTR_PHONE)
            continue;
        for (uint32_t k = 0; k < l->v[i].n; k++) {
            tt_ix e = l->entities[l->v[i].first + k], p = m->d->entities[e].party;
            door.text = p ? m->d->parties[p].phone : door.text;
            m->of_phone[e] = (uint32_t)m->doors.n;
        }
        if (!tt_vec_push(&m->doors, door))
            return no_room(err);
    }
    return TT_OK;
}

/* Carriers, brokers and public bodies have a desk. */
static tt_status read_desks(struct maker *m, tt_err *err)
{
    for (size_t i = 1; i <= m->d->n_parties; i++) {
        const tt_party *p = &m->d->parties[i];
        uint32_t door;
        if (p->type != TT_ENTITY_CARRIER && p->type != TT_ENTITY_BROKER &&
            p->type != TT_ENTITY_PUBLIC_BODY)
            continue;
        TT_TRY(door_of_address(m, p->address, &door, err));
        if (door)
            m->doors.v[door].open = "a carrier, a broker or a public body has its desk there";
    }
    return TT_OK;
}

/* --- parcels --- */

static bool is_firm(const tt_data *d, tt_ix entity)
{
    tt_entity_type t = d->entities[entity].type;
    return t != TT_ENTITY_PERSON && t != TT_ENTITY_UNKNOWN;
}

static double weight_of(const tt_data *d, const tt_shipment *s)
{
    double kg = 0;
    for (tt_ix k = 0; k < s->head.n_lines; k++) {
        int64_t line = d->shipment_lines[s->head.first_line + k].gross_kg;
        kg += line == TT_NO_NUM ? (double)NAN : (double)line / 1e6;
    }
    return s->head.n_lines ? kg : (double)NAN;
}

static uint64_t serial_of(tt_str number)
{
    size_t end = tt_text_parcel(number) == TT_ID_UNCHECKED ? number.n : number.n - 3;
    uint64_t x = 0;
    for (size_t i = 0; i < end; i++)
        if (tt_ascii_is_digit(number.p[i]))
            x = x > UINT64_MAX / 100 ? x : x * 10 + (uint64_t)(number.p[i] - '0');
    return x;
}

static tt_status door_of(struct maker *m, tt_ix mention, tt_ix receiver, uint32_t *out, tt_err *err)
{
    if (!m->of_mention[mention]) {
        TT_TRY(door_of_address(m, m->d->mentions[mention].address, out, err));
        m->of_mention[mention] = *out + 1;
    }
    *out = m->of_phone[receiver] ? m->of_phone[receiver] : m->of_mention[mention] - 1;
    return TT_OK;
}

/* Letters and digits of a name as it is written, without regard to ASCII case; 0 when it has none.
 */
static tt_status name_of(struct maker *m, tt_ix mention, uint32_t *out, tt_err *err)
{
    tt_str name = m->d->mentions[mention].name;
    char *key = tt_new_n(&m->text, char, name.n + 1);
    size_t n = 0;
    bool added;
    *out = 0;
    for (size_t i = 0; key && i < name.n; i++)
        if (tt_ascii_is_alnum(name.p[i]) || (unsigned char)name.p[i] >= 0x80)
            key[n++] = tt_ascii_lower(name.p[i]);
    uint32_t next = (uint32_t)m->names.n + 1; /* a number of its own */
    if (!key || (n && !tt_map_intern(&m->names, (tt_str){key, n}, next, out, &added)))
        return no_room(err);
    tt_arena_reset(&m->text);
    return TT_OK;
}

static tt_status read_parcels(struct maker *m, double max_kg, tt_err *err)
{
    const tt_data *d = m->d;
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *s = &d->shipments[i];
        tt_parcel p = {.doc = i,
                       .sender = tt_data_entity(d, s->shipper),
                       .receiver = tt_data_entity(d, s->consignee),
                       .day = s->head.date.day,
                       .kg = weight_of(d, s),
                       .value = tt_books_value(&m->in->shared->books, TT_KIND_SHIPMENT, i),
                       .serial = serial_of(s->head.number)};
        bool light = s->type == TT_DOC_AWB && p.kg <= max_kg;
        if ((s->type != TT_DOC_COURIER && s->type != TT_DOC_POSTAL && !light) || !p.sender ||
            !p.receiver)
            continue;
        if (is_firm(d, p.receiver) || p.day == TT_NO_DATE) {
            m->out->to_firms += is_firm(d, p.receiver);
            m->out->undated += !is_firm(d, p.receiver);
            continue;
        }
        p.addressed = d->mentions[s->consignee].address.n > 0;
        TT_TRY(door_of(m, s->consignee, p.receiver, &p.door, err));
        TT_TRY(name_of(m, s->shipper, &p.from_name, err));
        TT_TRY(name_of(m, s->consignee, &p.to_name, err));
        if (!tt_vec_push(&m->v, p))
            return no_room(err);
    }
    return TT_OK;
}

/* --- origins --- */

static int by_pair(const void *pa, const void *pb, void *ctx)
{
    const struct pair *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

/* Sorted and each once. */
static bool unique(pair_vec *v)
{
    size_t n = 0;
    if (!tt_sort(v->v, v->n, sizeof *v->v, by_pair, NULL))
        return false;
    for (size_t i = 0; i < v->n; i++)
        if (i == 0 || by_pair(&v->v[i], &v->v[n - 1], NULL) != 0)
            v->v[n++] = v->v[i];
    v->n = n;
    return true;
}

/* (door, origin), each once. */
static bool doors_and_origins(struct maker *m, pair_vec *out)
{
    out->n = 0;
    for (size_t i = 0; i < m->v.n; i++) {
        struct pair p = {m->v.v[i].door, tt_forest_root(m->parent, m->v.v[i].sender)};
        if (p.a && !tt_vec_push(out, p))
            return false;
    }
    return unique(out);
}

/* Joins origins that send to the same doors. */
static bool join_origins(struct maker *m, const pair_vec *at, pair_vec *two, uint32_t *n_doors)
{
    for (size_t i = 0; i < at->n; i++)
        n_doors[at->v[i].b]++;
    for (size_t i = 0, end; i < at->n; i = end) {
        for (end = i + 1; end < at->n && at->v[end].a == at->v[i].a; end++)
            ;
        for (size_t k = i; k < end && end - i <= OTHERS; k++)
            for (size_t j = k + 1; j < end; j++) {
                struct pair both = {at->v[k].b, at->v[j].b};
                if (!tt_vec_push(two, both))
                    return false;
            }
    }
    if (!tt_sort(two->v, two->n, sizeof *two->v, by_pair, NULL))
        return false;
    for (size_t i = 0, end; i < two->n; i = end) {
        uint32_t a = two->v[i].a, b = two->v[i].b;
        for (end = i + 1; end < two->n && by_pair(&two->v[end], &two->v[i], NULL) == 0; end++)
            ;
        if (end - i < 2 || 2 * (end - i) < TT_MIN(n_doors[a], n_doors[b]))
            continue;
        tt_ix x = tt_forest_root(m->parent, a), y = tt_forest_root(m->parent, b);
        m->parent[TT_MAX(x, y)] = TT_MIN(x, y);
    }
    return true;
}

static int by_origin(const void *pa, const void *pb, void *ctx)
{
    const tt_parcel *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->doc < b->doc ? -1 : a->doc > b->doc;
}

static bool find_origins(struct maker *m, double open_from, pair_vec *at, pair_vec *two)
{
    uint32_t *n_doors = tt_new_n(m->in->scratch, uint32_t, m->d->n_entities + 1);
    if (!n_doors || !doors_and_origins(m, at) || !join_origins(m, at, two, n_doors) ||
        !doors_and_origins(m, at))
        return false;
    for (size_t i = 0; i < at->n; i++)
        m->doors.v[at->v[i].a].origins++;
    for (size_t i = 1; i < m->doors.n; i++)
        if (!m->doors.v[i].open && m->doors.v[i].origins >= open_from)
            m->doors.v[i].open = "it gets parcels of many senders";
    for (size_t i = 0; i < m->v.n; i++)
        m->v.v[i].origin = tt_forest_root(m->parent, m->v.v[i].sender);
    if (!tt_sort(m->v.v, m->v.n, sizeof *m->v.v, by_origin, NULL))
        return false;
    for (size_t i = 0, end; i < m->v.n; i = end) {
        uint32_t root = m->v.v[i].origin;
        for (end = i; end < m->v.n && m->v.v[end].origin == root; end++)
            m->v.v[end].origin = m->out->n_origins;
        m->out->n_origins++;
    }
    return true;
}

/* --- all of it --- */

static tt_status build(struct maker *m, double max_kg, double open_from, tt_err *err)
{
    static const uint32_t joins[TT_ATTR_COUNT] = {[TT_ATTR_ACCOUNT] = OTHERS,
                                                  [TT_ATTR_PHONE] = OTHERS,
                                                  [TT_ATTR_EMAIL] = OTHERS,
                                                  [TT_ATTR_ADDRESS] = OTHERS};
    pair_vec at = {0}, two = {0};
    TT_TRY(tt_unicode_new(&m->uni, err));
    TT_TRY(tt_links_groups(&m->in->shared->links, joins, m->in->scratch, &m->parent, err));
    m->of_mention = tt_new_n(m->in->scratch, uint32_t, m->d->n_mentions + 1);
    m->of_phone = tt_new_n(m->in->scratch, uint32_t, m->d->n_entities + 1);
    if (!m->of_mention || !m->of_phone || !tt_vec_push(&m->doors, (tt_door){0}))
        return no_room(err);
    TT_TRY(read_phones(m, err));
    TT_TRY(read_desks(m, err));
    TT_TRY(read_parcels(m, max_kg, err));
    bool ok = find_origins(m, open_from, &at, &two);
    tt_vec_release(&at);
    tt_vec_release(&two);
    tt_parcels *out = m->out;
    out->n = m->v.n;
    out->n_doors = (uint32_t)m->doors.n - 1;
    out->v = tt_new_n(m->a, tt_parcel, out->n + 1);
    out->doors = tt_new_n(m->a, tt_door, m->doors.n);
    if (!ok || !out->v || !out->doors)
        return no_room(err);
    if (out->n)
        memcpy(out->v, m->v.v, out->n * sizeof *out->v);
    memcpy(out->doors, m->doors.v, m->doors.n * sizeof *out->doors);
    return TT_OK;
}

tt_status tt_parcels_build(const tt_detect_in *in, double max_kg, double open_from, tt_arena *a,
                           tt_parcels *out, tt_err *err)
{
    struct maker m = {.in = in, .d = in->data, .a = a, .out = out};
    *out = (tt_parcels){0};
    tt_map_init(&m.keys);
    tt_map_init(&m.names);
    tt_arena_init(&m.text, 0);
    tt_status st = build(&m, max_kg, open_from, err);
    tt_unicode_free(m.uni);
    tt_arena_release(&m.text);
    tt_map_release(&m.keys);
    tt_map_release(&m.names);
    tt_vec_release(&m.v);
    tt_vec_release(&m.doors);
    return st;
}
