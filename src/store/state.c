/*
 * state.c - small things kept with the case: stages that ran, settings, the audit chain.
 */
#include "store/impl.h"

#include "base/str.h"

static tt_str hash_bytes(const tt_hash *h)
{
    return (tt_str){(const char *)h->b, sizeof h->b};
}

/* --- stages --- */

tt_status tt_store_stage_get(tt_store *s, const char *stage, tt_stage_state *out, tt_err *err)
{
    tt_q q;
    *out = (tt_stage_state){0};
    TT_TRY(tt_q_open(s, TT_Q_STAGE_GET, &q, err));
    tt_q_text(&q, stage);
    TT_TRY(tt_q_next(&q, &out->ran, err));
    if (out->ran) {
        out->input = tt_q_get_hash(&q);
        out->output = tt_q_get_hash(&q);
    }
    tt_q_close(&q);
    return TT_OK;
}

tt_status tt_stage_seal(tt_store *s, tt_str stage, const tt_hash *input, const tt_hash *output,
                        tt_hash *out, tt_err *err)
{
    TT_TRY(tt_seal_pair(s, "stage", hash_bytes(input), hash_bytes(output), out, err));
    return tt_seal_pair(s, "stage", stage, hash_bytes(out), out, err);
}

tt_status tt_store_stage_put(tt_store *s, const char *stage, const tt_stage_state *st, tt_err *err)
{
    tt_q q;
    tt_hash seal;
    TT_TRY(tt_store_writable(s, err));
    if (!st->ran) {
        TT_TRY(tt_q_open(s, TT_Q_STAGE_DROP, &q, err));
        tt_q_text(&q, stage);
        return tt_q_run(&q, err);
    }
    TT_TRY(tt_stage_seal(s, tt_str_of(stage), &st->input, &st->output, &seal, err));
    TT_TRY(tt_q_open(s, TT_Q_STAGE_PUT, &q, err));
    tt_q_text(&q, stage);
    tt_q_hash(&q, st->input);
    tt_q_hash(&q, st->output);
    tt_q_hash(&q, seal);
    return tt_q_run(&q, err);
}

/* --- settings --- */

tt_status tt_store_setting_get(tt_store *s, const char *key, tt_arena *a, tt_str *out, tt_err *err)
{
    tt_q q;
    bool row;
    *out = (tt_str){NULL, 0};
    TT_TRY(tt_q_open(s, TT_Q_SETTING_GET, &q, err));
    tt_q_text(&q, key);
    TT_TRY(tt_q_next(&q, &row, err));
    if (row)
        *out = tt_arena_str(a, tt_q_get_str(&q));
    tt_q_close(&q);
    return row && !out->p ? tt_fail(err, TT_ENOMEM, "no room for a setting") : TT_OK;
}

tt_status tt_store_setting_put(tt_store *s, const char *key, tt_str value, tt_err *err)
{
    tt_q q;
    tt_hash seal;
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_seal_pair(s, "setting", tt_str_of(key), value, &seal, err));
    TT_TRY(tt_q_open(s, TT_Q_SETTING_PUT, &q, err));
    tt_q_text(&q, key);
    tt_q_str(&q, value.p ? value : TT_STR(""));
    tt_q_hash(&q, seal);
    return tt_q_run(&q, err);
}

/* --- the audit chain --- */

tt_status tt_audit_hash(tt_store *s, const tt_sha256 *before, tt_str action, tt_str detail,
                        tt_sha256 *out, tt_err *err)
{
    tt_hasher *h = &s->hasher;
    tt_hasher_reset(h);
    tt_hasher_add(h, before->b, sizeof before->b);
    tt_hasher_add_str(h, action);
    tt_hasher_add_str(h, detail);
    *out = tt_hasher_final(h);
    return h->failed ? tt_fail(err, TT_EINTERNAL, "SHA-256 failed in libcrypto") : TT_OK;
}

tt_status tt_store_audit_add(tt_store *s, const char *action, tt_str detail, tt_err *err)
{
    tt_q q;
    bool row;
    int64_t id = 0;
    tt_sha256 hash = {{0}};
    TT_TRY(tt_store_writable(s, err));
    TT_TRY(tt_q_open(s, TT_Q_AUDIT_LAST, &q, err));
    TT_TRY(tt_q_next(&q, &row, err));
    if (row) {
        id = tt_q_get_int(&q);
        (void)tt_q_get_bytes(&q, hash.b,
                             sizeof hash.b); /* a damaged one breaks the chain: verify */
    }
    tt_q_close(&q);
    TT_TRY(tt_audit_hash(s, &hash, tt_str_of(action), detail, &hash, err));
    TT_TRY(tt_q_open(s, TT_Q_AUDIT_ADD, &q, err));
    tt_q_int(&q, id + 1);
    tt_q_text(&q, action);
    tt_q_str(&q, detail.p ? detail : TT_STR(""));
    tt_q_blob(&q, hash.b, sizeof hash.b);
    return tt_q_run(&q, err);
}
