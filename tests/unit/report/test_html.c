/* report.html: nothing of a case becomes markup, everything is there, limits are said. */
#include "tests/unit/report/report_test.h"

#include "report/html.h"

static tt_str html_of(report_case *c, tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_make(c, a, ERR));
    assert_ok(report_text(&c->in, "html", a, &text, ERR));
    return text;
}

static void no_text_of_the_case_becomes_markup(void **state)
{
    report_case c;
    tt_str html = html_of(&c, *state);
    assert_contains(html,
                    "&lt;/script&gt;&lt;b onx=&#39;1&#39;&gt;&quot;Moon&quot; &amp; [U+202E] Sons");
}

TT_TEST_MAIN("report/html", TT_TEST(no_text_of_the_case_becomes_markup))
