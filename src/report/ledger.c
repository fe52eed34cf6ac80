/* ledger.c - see ledger.h. */
#include "report/ledger.h"

#include "base/map.h"
#include "base/num.h"
#include "base/vec.h"
#include "detect/common/permits.h"
#include "detect/common/refs.h"

#include <math.h>

const char *tt_permit_state_text(tt_permit_state s)
{
    static const char *const text[TT_PERMIT_STATES] = {
        [TT_PERMIT_OVERDRAWN] = "overdrawn",
        [TT_PERMIT_USED_LATE] = "used after it expired",
        [TT_PERMIT_UNKNOWN] = "unknown, as a quantity is missing or cannot be right",
        [TT_PERMIT_USED_UP] = "used up",
        [TT_PERMIT_EXPIRED] = "expired",
        [TT_PERMIT_OPEN] = "open"};
    return s < TT_PERMIT_STATES ? text[s] : "";
}

const char *tt_permit_state_key(tt_permit_state s)
{
    static const char *const key[TT_PERMIT_STATES] = {
        [TT_PERMIT_OVERDRAWN] = "overdrawn", [TT_PERMIT_USED_LATE] = "used_late",
        [TT_PERMIT_UNKNOWN] = "unknown",     [TT_PERMIT_USED_UP] = "used_up",
        [TT_PERMIT_EXPIRED] = "expired",     [TT_PERMIT_OPEN] = "open"};
    return s < TT_PERMIT_STATES ? key[s] : "";
}

TT_VEC(drawn_vec, tt_drawn);

/* As dup.permit has them: scales differ, and beyond `absurd` times it is an error of entry. */
static const double tolerance = 0.05, absurd = 20;

/* Permits by number, by letters and digits. */
struct book {
    const tt_data *d;
    const tt_wild *wild;
    tt_map first;
    tt_ix *next, *last_read; /* last_read: by first permit of a number, the last declaration */
    drawn_vec draws;
    tt_ledger *out; /* row of permit i: i - 1, until sorted */
};

static tt_str number_of(tt_str s, char text[TT_REF_TEXT])
{
    return (tt_str){text, tt_ref_text(s, text)};
}

static bool index_permits(struct book *b)
{
    char text[TT_REF_TEXT];
    for (tt_ix i = (tt_ix)b->d->n_permits; i > 0; i--) {
        tt_str number = number_of(b->d->permits[i].number, text);
        uint32_t next = number.n ? tt_map_find(&b->first, number) : TT_MAP_NONE;
        if (number.n && !tt_map_put(&b->first, number, i))
            return false;
        b->next[i] = next == TT_MAP_NONE ? 0 : next;
    }
    return true;
}

/* What one declaration draws on the permits of one number. */
static bool draw(struct book *b, tt_ix declaration, tt_ix first)
{
    const tt_declaration *dec = &b->d->declarations[declaration];
    tt_ix paper = tt_permit_paper(b->d, first, b->next, declaration);
    for (tt_ix i = first; i; i = b->next[i]) {
        if (!tt_permit_same_paper(&b->d->permits[i], &b->d->permits[paper]))
            continue; /* two papers have the number: it is of the other */
        tt_ledger_row *r = &b->out->v[i - 1];
        double q = tt_permit_draws(b->d, b->wild, &b->d->permits[i], declaration);
        tt_drawn x = {.permit = i,
                      .declaration = declaration,
                      .day = dec->head.date.day,
                      .account = tt_permit_account_of(b->d, declaration),
                      .quantity = q};
        if (!isnan(q) && q <= 0)
            continue;
        r->uses++;
        if (x.day != TT_NO_DATE)
            r->last = r->last == TT_NO_DATE ? x.day : TT_MAX(r->last, x.day);
        if (!tt_vec_push(&b->draws, x))
            return false;
    }
    return true;
}

static bool draw_all(struct book *b)
{
    char text[TT_REF_TEXT];
    for (tt_ix i = 1; i <= b->d->n_declarations; i++) {
        const tt_head *h = &b->d->declarations[i].head;
        for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
            tt_str number = number_of(b->d->declaration_lines[k].permit_number, text);
            uint32_t first = number.n ? tt_map_find(&b->first, number) : TT_MAP_NONE;
            if (first == TT_MAP_NONE || b->last_read[first] == i)
                continue;
            b->last_read[first] = i;
            if (!draw(b, i, first))
                return false;
        }
    }
    return true;
}

static int by_permit(const void *pa, const void *pb, void *ctx)
{
    const tt_drawn *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->permit != b->permit)
        return a->permit < b->permit ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->declaration > b->declaration) - (a->declaration < b->declaration);
}

static int by_account(const void *pa, const void *pb, void *ctx)
{
    const tt_drawn *a = pa, *b = pb;
    int c = tt_permit_account_cmp(a->account, b->account);
    return a->permit != b->permit || !c ? by_permit(pa, pb, ctx) : c;
}

/* What each account has drawn by then, and the most of all; what is not known stays so. */
static bool run_up(struct book *b)
{
    tt_drawn *v = b->draws.v;
    if (!tt_sort(v, b->draws.n, sizeof *v, by_account, NULL))
        return false;
    for (size_t i = 0; i < b->draws.n; i++) {
        double *used = &b->out->v[v[i].permit - 1].used;
        bool goes_on = i && v[i].permit == v[i - 1].permit &&
                       tt_permit_account_cmp(v[i].account, v[i - 1].account) == 0;
        v[i].sum = v[i].quantity + (goes_on ? v[i - 1].sum : 0);
        *used = isnan(v[i].sum) || isnan(*used) ? (double)NAN : TT_MAX(*used, v[i].sum);
    }
    return true;
}

/* Gives each row what was drawn on it. */
static bool hand_out(struct book *b, tt_arena *a)
{
    tt_drawn *v = tt_new_n(a, tt_drawn, b->draws.n + 1);
    if (!v || !tt_sort(b->draws.v, b->draws.n, sizeof *v, by_permit, NULL))
        return false;
    for (size_t i = 0; i < b->draws.n; i++) {
        tt_ledger_row *r = &b->out->v[b->draws.v[i].permit - 1];
        v[i] = b->draws.v[i];
        r->drawn = r->drawn ? r->drawn : &v[i];
    }
    return true;
}

static tt_permit_state state_of(const tt_data *d, const tt_ledger_row *r)
{
    tt_date ends = d->permits[r->permit].expires;
    if (r->used > r->granted * absurd)
        return TT_PERMIT_UNKNOWN;
    if (tt_round9(r->used) > tt_round9(r->granted * (1 + tolerance)))
        return TT_PERMIT_OVERDRAWN;
    if (ends != TT_NO_DATE && r->last != TT_NO_DATE && r->last > ends)
        return TT_PERMIT_USED_LATE;
    if (isnan(r->granted) || isnan(r->used))
        return TT_PERMIT_UNKNOWN;
    if (tt_round9(r->used) >= tt_round9(r->granted))
        return TT_PERMIT_USED_UP;
    return ends != TT_NO_DATE && ends < d->as_of ? TT_PERMIT_EXPIRED : TT_PERMIT_OPEN;
}

static int by_state(const void *pa, const void *pb, void *ctx)
{
    const tt_ledger_row *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->state != b->state)
        return a->state < b->state ? -1 : 1;
    return (a->permit > b->permit) - (a->permit < b->permit);
}

static bool fill(struct book *b, tt_arena *a)
{
    if (!index_permits(b))
        return false;
    for (tt_ix i = 1; i <= b->d->n_permits; i++) {
        const tt_permit *p = &b->d->permits[i];
        tt_dim dim = tt_unit_dimension(p->unit);
        b->out->v[i - 1] = (tt_ledger_row){.permit = i,
                                           .dim = dim,
                                           .granted = tt_permit_quantity(p->quantity, p->unit, dim),
                                           .last = TT_NO_DATE};
    }
    if (!draw_all(b) || !run_up(b) || !hand_out(b, a))
        return false;
    for (tt_ix i = 1; i <= b->d->n_permits; i++) {
        tt_ledger_row *r = &b->out->v[i - 1];
        r->state = state_of(b->d, r);
        b->out->states[r->state]++;
    }
    b->out->n = b->d->n_permits;
    return tt_sort(b->out->v, b->out->n, sizeof *b->out->v, by_state, NULL);
}

tt_status
tt_ledger_build(const tt_data *d, const tt_wild *wild, tt_arena *a, tt_ledger *out, tt_err *err)
{
    struct book b = {.d = d, .wild = wild, .out = out};
    *out = (tt_ledger){.v = tt_new_n(a, tt_ledger_row, d->n_permits + 1)};
    b.next = tt_new_n(a, tt_ix, d->n_permits + 1);
    b.last_read = tt_new_n(a, tt_ix, d->n_permits + 1);
    if (!out->v || !b.next || !b.last_read)
        return tt_fail(err, TT_ENOMEM, "no room for permits");
    tt_map_init(&b.first);
    bool ok = fill(&b, a);
    tt_vec_release(&b.draws);
    tt_map_release(&b.first);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for permits");
}
