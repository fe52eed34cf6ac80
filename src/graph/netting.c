/* netting.c - see netting.h. */
#include "graph/netting.h"

#include "base/num.h"
#include "base/vec.h"

enum { DAY = 86400 };

/* A flow under the pair that it is about: seller and buyer of goods, payee and payer of money. */
struct entry {
    uint32_t seller, buyer, flow;
};

struct net {
    const tt_layer *goods, *money;
    const tt_ix *goods_deal, *money_deal;
    uint8_t *pays;
    int64_t *left;      /* of a deal: settled money that no goods took yet */
    int64_t *open;      /* of a flow of goods: value that nothing paid yet */
    struct entry *sold; /* goods, by (seller, buyer), in order of time */
    struct entry *paid; /* payments in no deal, likewise */
    uint32_t n_paid;
};

static int cmp_pair(const void *a, const void *b, void *ctx)
{
    const struct entry *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->seller != y->seller)
        return x->seller < y->seller ? -1 : 1;
    if (x->buyer != y->buyer)
        return x->buyer < y->buyer ? -1 : 1;
    return (x->flow > y->flow) - (x->flow < y->flow);
}

static int64_t known(int64_t amount)
{
    return amount > 0 ? amount : 0; /* TT_NO_NUM is negative */
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* First of the goods of a pair; n when it has none. */
static uint32_t first_of(const struct net *x, uint32_t seller, uint32_t buyer)
{
    struct entry want = {seller, buyer, 0};
    uint32_t low = 0, high = x->goods->n;
    TT_BISECT(uint32_t, low, high, mid, cmp_pair(&x->sold[mid], &want, NULL) < 0);
    return low;
}

static bool is_pair(const struct net *x, uint32_t at, uint32_t seller, uint32_t buyer)
{
    return at < x->goods->n && x->sold[at].seller == seller && x->sold[at].buyer == buyer;
}

/* --- deals --- */

/* Where the goods of a deal went from its payer to its payee, the payment is money back. */
struct back {
    tt_ix deal;
    uint32_t src, dst;
};

static int cmp_back(const void *a, const void *b, void *ctx)
{
    const struct back *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->deal != y->deal)
        return x->deal < y->deal ? -1 : 1;
    if (x->src != y->src)
        return x->src < y->src ? -1 : 1;
    return (x->dst > y->dst) - (x->dst < y->dst);
}

static bool went(const struct back *v, uint32_t n, struct back want)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int c = cmp_back(&v[mid], &want, NULL);
        if (c == 0)
            return true;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static tt_status judge_deals(struct net *x, tt_arena *tmp, tt_err *err)
{
    const tt_layer *m = x->money;
    struct back *v = tt_new_n(tmp, struct back, x->goods->n);
    uint32_t n = 0;
    for (uint32_t i = 0; v && i < x->goods->n; i++)
        if (x->goods_deal[i])
            v[n++] = (struct back){x->goods_deal[i], x->goods->src[i], x->goods->dst[i]};
    if (!v || !tt_sort(v, n, sizeof *v, cmp_back, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for settlement netting");
    for (uint32_t i = 0; i < m->n; i++) {
        tt_ix deal = x->money_deal[i];
        bool settles = m->settled && m->settled[i];
        if (settles || (deal && went(v, n, (struct back){deal, m->src[i], m->dst[i]})))
            x->pays[i] = TT_PAYS_DEAL;
        else if (deal)
            x->pays[i] = TT_PAYS_OTHERS;
        if (deal && settles)
            add(&x->left[deal], known(m->amount[i]));
    }
    for (uint32_t i = 0; i < x->goods->n; i++) {
        int64_t value = known(x->goods->amount[i]), *left = &x->left[x->goods_deal[i]];
        int64_t taken = x->goods_deal[i] ? TT_MIN(value, *left) : 0;
        *left -= taken;
        x->open[i] = value - taken;
    }
    return TT_OK;
}

/* --- accounts --- */

/* The payments of one pair, paid[from..to), in order of time, over its goods: both ends of the
 * range of goods that a payment may pay only move on. */
static void judge_pair(struct net *x, uint32_t from, uint32_t to)
{
    const struct entry *p = &x->paid[from];
    uint32_t low = first_of(x, p->seller, p->buyer), high = low;
    tt_i128 sum = 0; /* open in low..high */
    for (uint32_t i = from; i < to; i++) {
        uint32_t flow = x->paid[i].flow, t = x->money->t[flow];
        int64_t amount = x->money->amount[flow];
        for (; is_pair(x, high, p->seller, p->buyer) &&
               x->goods->t[x->sold[high].flow] <= (uint64_t)t + TT_NETTING_AHEAD * (uint64_t)DAY;
             high++)
            sum += x->open[x->sold[high].flow];
        for (; low < high && x->goods->t[x->sold[low].flow] + TT_NETTING_BACK * (uint64_t)DAY < t;
             low++)
            sum -= x->open[x->sold[low].flow];
        if (amount <= 0 || sum < amount - amount / 50)
            continue;
        x->pays[flow] = TT_PAYS_ACCOUNT;
        for (; low < high && amount > 0; low++) {
            int64_t *open = &x->open[x->sold[low].flow], taken = TT_MIN(*open, amount);
            *open -= taken;
            amount -= taken;
            sum -= taken;
            if (*open > 0)
                break;
        }
    }
}

static tt_status judge_accounts(struct net *x, tt_arena *tmp, tt_err *err)
{
    const tt_layer *g = x->goods, *m = x->money;
    x->sold = tt_new_n(tmp, struct entry, g->n);
    x->paid = tt_new_n(tmp, struct entry, m->n);
    if (!x->sold || !x->paid)
        return tt_fail(err, TT_ENOMEM, "no memory for settlement netting");
    for (uint32_t i = 0; i < g->n; i++)
        x->sold[i] = (struct entry){g->src[i], g->dst[i], i};
    for (uint32_t i = 0; i < m->n; i++)
        if (x->pays[i] == TT_PAYS_NOTHING && m->src[i] != m->dst[i])
            x->paid[x->n_paid++] = (struct entry){m->dst[i], m->src[i], i};
    if (!tt_sort(x->sold, g->n, sizeof *x->sold, cmp_pair, NULL) ||
        !tt_sort(x->paid, x->n_paid, sizeof *x->paid, cmp_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for settlement netting");
    for (uint32_t from = 0, to; from < x->n_paid; from = to) {
        for (to = from + 1; to < x->n_paid && x->paid[to].seller == x->paid[from].seller &&
                            x->paid[to].buyer == x->paid[from].buyer;)
            to++;
        judge_pair(x, from, to);
    }
    return TT_OK;
}

static tt_status judge(struct net *x, size_t n_deals, tt_arena *tmp, tt_err *err)
{
    x->left = tt_new_n(tmp, int64_t, n_deals + 1);
    if (!x->left)
        return tt_fail(err, TT_ENOMEM, "no memory for settlement netting");
    TT_TRY(judge_deals(x, tmp, err));
    return judge_accounts(x, tmp, err);
}

tt_status
tt_netting_make(const tt_layer *goods, const tt_layer *money, const tt_ix *goods_deal,
                const tt_ix *money_deal, size_t n_deals, tt_arena *a, tt_netting *out, tt_err *err)
{
    struct net x = {.goods = goods,
                    .money = money,
                    .goods_deal = goods_deal,
                    .money_deal = money_deal,
                    .pays = tt_new_n(a, uint8_t, money->n),
                    .open = tt_new_n(a, int64_t, goods->n)};
    tt_arena tmp;
    if (!x.pays || !x.open)
        return tt_fail(err, TT_ENOMEM, "no memory for settlement netting");
    tt_arena_init(&tmp, 0);
    tt_status st = judge(&x, n_deals, &tmp, err);
    tt_arena_release(&tmp);
    *out = (tt_netting){.pays = x.pays, .open = x.open};
    for (uint32_t i = 0; i < money->n; i++) {
        out->n[x.pays[i]]++;
        add(&out->value[x.pays[i]], known(money->amount[i]));
    }
    return st;
}
