/*
 * The page of each detector lists its parameters as they are: name, default, range, unit, meaning.
 * When a test fails it prints the table that belongs on the page.
 */
#include "tests/support/tt_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"
#include "detect/detect.h"

#include <math.h>

/* 100000, 1e12, 0.05, 1e-06: powers of ten from 1e6 on and what is below 1e-6 with an exponent. */
static void number(tt_buf *b, double v)
{
    char text[TT_NUM_TEXT];
    double e = v > 0 ? floor(log10(v) + 0.5) : 0;
    if ((e >= 6 || e < -3) && fabs(v / pow(10, e) - 1) < 1e-12) {
        tt_buf_addf(b, "1e%d", (int)e);
        return;
    }
    size_t n = tt_double_text(v, 6, text);
    while (n > 0 && text[n - 1] == '0')
        n--;
    if (n > 0 && text[n - 1] == '.')
        n--;
    tt_buf_add(b, (tt_str){text, n});
}

static void row(tt_buf *b, const tt_param *p)
{
    tt_buf_addf(b, "| %s | ", p->name);
    number(b, p->def);
    tt_buf_add_z(b, " | ");
    number(b, p->min);
    tt_buf_add_z(b, " to ");
    number(b, p->max);
    tt_buf_addf(b, " | %s | %s |\n", p->unit, p->help);
}

static tt_str page_of(tt_arena *a, const tt_detector *det)
{
    tt_buf path;
    tt_buf_init(&path, 4096);
    tt_buf_add_z(&path, "src/detect/");
    for (const char *c = det->id; *c; c++)
        tt_buf_add_c(&path, *c == '.' ? '_' : *c);
    tt_buf_add_z(&path, ".md");
    assert_ok(tt_buf_status(&path, ERR));
    tt_file f;
    assert_ok(tt_file_open(path.p, 1 << 20, &f, ERR));
    tt_str text = tt_arena_str(a, f.bytes);
    tt_file_close(&f);
    tt_buf_release(&path);
    return text;
}

static void every_page_has_the_table_of_its_parameters(void **state)
{
    size_t n;
    bool same = true;
    const tt_detector *const *det = tt_detectors(&n);
    for (size_t i = 0; i < n; i++) {
        tt_buf want;
        tt_str page = page_of(*state, det[i]);
        tt_buf_init(&want, 1 << 20);
        tt_buf_add_z(&want, "| name | default | range | unit | meaning |\n"
                            "| --- | --- | --- | --- | --- |\n");
        for (size_t k = 0; k < det[i]->n_params; k++)
            row(&want, &det[i]->params[k]);
        tt_buf_add_z(&want, "\n");
        assert_ok(tt_buf_status(&want, ERR));
        if (tt_str_find(page, tt_buf_str(&want), 0) == SIZE_MAX) {
            print_error("the page of %s lacks this table:\n", det[i]->id);
            for (tt_str rest = tt_buf_str(&want), line; tt_str_split(&rest, '\n', &line);)
                print_error("%.*s\n", TT_STR_ARG(line)); /* cmocka cuts long texts */
            same = false;
        }
        tt_buf_release(&want);
    }
    assert_true(same);
}

static void rows_are_in_the_order_of_files_and_found_by_id(void **state)
{
    TT_UNUSED(state);
    size_t n;
    const tt_detector *const *det = tt_detectors(&n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(tt_detector_find(tt_str_of(det[i]->id)), det[i]);
        if (i > 0)
            assert_true(strcmp(det[i - 1]->id, det[i]->id) < 0);
        assert_true(det[i]->revision >= 1 && det[i]->run && det[i]->n_params > 0);
        for (size_t k = 0; k < det[i]->n_params; k++) {
            const tt_param *p = &det[i]->params[k];
            assert_true(p->min <= p->def && p->def <= p->max && p->min < p->max);
        }
    }
    assert_null(tt_detector_find(TT_STR("price.nonsense")));
}

TT_TEST_MAIN("detect/pages", TT_TEST(every_page_has_the_table_of_its_parameters),
             TT_TEST(rows_are_in_the_order_of_files_and_found_by_id))
