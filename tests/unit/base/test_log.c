/*
 * Talk: silence without a listener, cut lines, and cancelling.
 */
#include "tests/support/tt_test.h"

#include "base/log.h"

struct heard {
    tt_log_level level;
    char stage[20];
    char text[2000];
    uint64_t done, total;
    int calls;
    bool go_on;
};

static void hear(void *ctx, tt_log_level level, const char *stage, const char *text)
{
    struct heard *h = ctx;
    h->calls++;
    h->level = level;
    (void)snprintf(h->stage, sizeof h->stage, "%s", stage);
    (void)snprintf(h->text, sizeof h->text, "%s", text);
}

static bool see(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    struct heard *h = ctx;
    h->calls++;
    (void)snprintf(h->stage, sizeof h->stage, "%s", stage);
    h->done = done;
    h->total = total;
    return h->go_on;
}

static void a_line_arrives_with_level_and_stage(void **state)
{
    TT_UNUSED(state);
    struct heard h = {.calls = 0};
    tt_talk talk = {.ctx = &h, .log = hear};
    tt_log(&talk, TT_LOG_WARN, "ingest", "%d files", 3);
    assert_int_equal(h.calls, 1);
    assert_int_equal(h.level, TT_LOG_WARN);
    assert_string_equal(h.stage, "ingest");
    assert_string_equal(h.text, "3 files");
    char longer[1500];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    tt_log(&talk, TT_LOG_INFO, "ingest", "%s", longer);
    assert_int_equal(strlen(h.text), 1023);
}

static void nobody_has_to_listen(void **state)
{
    TT_UNUSED(state);
    tt_talk silent = {.ctx = NULL};
    tt_log(NULL, TT_LOG_ERROR, "x", "y");
    tt_log(&silent, TT_LOG_ERROR, "x", "y");
    assert_ok(tt_progress(NULL, "x", 1, 2, ERR));
    assert_ok(tt_progress(&silent, "x", 1, 2, ERR));
}

static void progress_can_cancel(void **state)
{
    TT_UNUSED(state);
    struct heard h = {.go_on = true};
    tt_talk talk = {.ctx = &h, .log = hear, .progress = see};
    assert_ok(tt_progress(&talk, "match", 5, 10, ERR));
    assert_int_equal(h.done, 5);
    assert_int_equal(h.total, 10);
    h.go_on = false;
    assert_status(tt_progress(&talk, "match", 6, 10, ERR), TT_ECANCELED);
    assert_err_text("canceled during 'match'");
}

TT_TEST_MAIN("base/log", TT_TEST(a_line_arrives_with_level_and_stage),
             TT_TEST(nobody_has_to_listen), TT_TEST(progress_can_cancel))
