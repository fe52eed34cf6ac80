/* Words for wildlife in texts of seven languages: what is a hit, and what only looks like one. */
#include "tests/support/tt_test.h"

#include "base/str.h"
#include "detect/common/wildtext.h"

static tt_wildtext built(tt_arena *a)
{
    tt_wildlife *w = tt_new(a, tt_wildlife);
    tt_wildtext t;
    assert_non_null(w);
    assert_ok(tt_wildlife_load(NULL, a, w, ERR));
    assert_ok(tt_wildtext_build(w, a, &t, ERR));
    return t;
}

/* The product of the first hit that says something by itself or by a cue; "" when there is none. */
static const char *named(const tt_wildtext *t, const char *text)
{
    static char out[64];
    tt_wild_hits h;
    tt_wildtext_scan(t, tt_str_of(text), &h);
    out[0] = '\0';
    for (size_t i = 0; i < h.n && !out[0]; i++) {
        const tt_wild_hit *cue;
        if (tt_wild_sense(&h, i, &cue) == TT_SENSE_PLAIN)
            (void)snprintf(out, sizeof out, "%.*s", TT_STR_ARG(h.v[i].word->product));
    }
    return out;
}

struct row {
    const char *text, *product;
};

static void check(tt_arena *a, const struct row *rows, size_t n)
{
    tt_wildtext t = built(a);
    for (size_t i = 0; i < n; i++)
        if (strcmp(named(&t, rows[i].text), rows[i].product) != 0)
            fail_msg("'%s' gives '%s', not '%s'", rows[i].text, named(&t, rows[i].text),
                     rows[i].product);
}

static void chinese_words_are_found_in_context(void **state)
{
    static const struct row rows[] = {
        {"货物: 象牙 12件", "ivory"},
        {"非洲象牙原料", "ivory"},
        {"穿山甲片 中药材", "pangolin_scales"},
        {"犀牛角粉", "rhino_horn"},
        {"刺猬紫檀原木", "kosso"},
        {"硨磲手鏈", "giant_clam"},
        {"甲片 药材 野生动物", "pangolin_scales"}, /* ambiguous, with cues */
        {"白料 象牙", "ivory"},
        {"raw material象牙5kg", "ivory"}, /* scripts meet without a blank */
    };
    check(*state, rows, TT_LEN(rows));
}

static void chinese_words_that_mean_something_else_are_not(void **state)
{
    static const struct row rows[] = {
        {"象牙白色瓷砖", ""},           /* ivory white tiles */
        {"原产地 象牙海岸 可可豆", ""}, /* Ivory Coast */
        {"象牙芒果 冷冻", ""},          /* a mango */
        {"美甲片 亚克力", ""},          /* nail tips */
        {"海马汽车配件", ""},           /* car parts of a make */
        {"穿山甲牌 钻机", ""},          /* a make of drills */
        {"麝香葡萄", ""},               /* muscat grapes */
        {"白料 塑料颗粒", ""},          /* white material: a code word without a cue */
        {"红木家具 沙发", ""},          /* legal furniture: ambiguous */
        {"仿犀牛角 树脂工艺品", ""},    /* imitation */
    };
    check(*state, rows, TT_LEN(rows));
}

static void vietnamese_words_are_found_in_context(void **state)
{
    static const struct row rows[] = {
        {"Ngà voi nguyên khúc", "ivory"},
        {"VẢY TÊ TÊ khô 500kg", "pangolin_scales"},
        {"sừng tê giác", "rhino_horn"},
        {"go trac, cam lai", "rosewood"}, /* no accents: two words for one product */
        {"nga voi, hang cam", "ivory"},   /* no accents, with a cue */
        {"Gỗ trắc xẻ hộp", "rosewood"},
        {"cao hổ cốt", "bigcat_bone"},
    };
    check(*state, rows, TT_LEN(rows));
}

static void vietnamese_words_that_mean_something_else_are_not(void **state)
{
    static const struct row rows[] = {
        {"Gạch men màu ngà voi 60x60", ""}, /* tiles of the colour of ivory */
        {"nga voi", ""},                    /* without accents and cue: it may be anything */
        {"Vải trắng ngà", ""},              /* off-white cloth */
        {"thuốc trị tê tê tay", ""},        /* numb hands */
        {"gọng kính màu đồi mồi", ""},      /* frames of spectacles */
        {"Hạt điều nhân W320", ""},
    };
    check(*state, rows, TT_LEN(rows));
}

static void other_languages_and_their_look_alikes(void **state)
{
    static const struct row rows[] = {
        {"Raw ivory, 40 tusks", "ivory"},
        {"ELEPHANT TUSKS", "ivory"},
        {"pangolin-scales dried", "pangolin_scales"},
        {"ivory carving", "ivory"},
        {"ivory, CITES", "ivory"},
        {"tusk and ivory", "ivory"},
        {"écailles de pangolin", "pangolin_scales"},
        {"marfim, fauna bravia", "ivory"},
        {"pembe za ndovu", "ivory"},
        {"ivory", ""}, /* a colour, a name, a paper */
        {"Ceramic tiles ivory 600x600", ""},
        {"cocoa beans Ivory Coast", ""},
        {"Cote d'Ivoire cocoa", ""},
        {"tiger prawns frozen", ""},
        {"bone china cups", ""},
        {"tiger prawns, bone meal", ""},
        {"Elephant brand cement", ""},
        {"weighing scale", ""},
        {"ivoryton wool", ""}, /* inside a longer word */
        {"rosewood finish cabinets", ""},
        {"castanha de caju da Costa do Marfim", ""},
        {"", ""},
    };
    check(*state, rows, TT_LEN(rows));
}

/* What forms in capitals and telexes make of words; and goods that only sound like them. */
static void words_without_accents_and_honest_goods(void **state)
{
    static const struct row rows[] = {
        {"ECAILLES DE PANGOLIN SECHEES", "pangolin_scales"},
        {"Corne de rhinoceros", "rhino_horn"},
        {"DEFENSES D'ELEPHANT", "ivory"},
        {"presas de elefante", "ivory"},
        {"CHIFRE DE RINOCERONTE", "rhino_horn"},
        {"magamba ya kakakuona", "pangolin_scales"},
        {"pembe ya kifaru", "rhino_horn"},
        {"meno ya tembo", "ivory"},
        {"vay te te", ""}, /* Vietnamese without accents says too little alone */
        {"vene", ""},      /* too short without its accent */
        {"Couleur ivoire, papier 90 g", ""},
        {"Peinture blanc ivoire", ""},
        {"Bois de rose huile essentielle", ""},
        {"Porcelanato marfim 60x60", ""},
        {"Tinta marfim para paredes", ""},
        {"Tembo beer 500 ml crates", ""}, /* a brand: an elephant */
        {"Pembe maize flour 2 kg", ""},   /* a mill: a horn */
        {"Kifaru brand cement", ""},      /* a brand: a rhinoceros */
        {"Tiger balm ointment 19 g", ""},
        {"Black tiger prawn HOSO frozen", ""},
        {"Rosewood essential oil 10 ml", ""},
        {"Oak table, rosewood colour", ""},
        {"Ivory colour acrylic paint", ""},
        {"Piano keys, ivory white plastic", ""},
        {"Pangolin brand backpack", ""},
        {"Áo dài màu ngà", ""},
        {"Gạch màu ngà", ""},
        {"Tôm sú đông lạnh", ""},
        {"象牙色油漆", ""},
        {"虎标万金油", ""}, /* tiger balm */
        {"虎虾 冷冻", ""},  /* tiger prawns */
        {"紫檀精油", ""},
        {"红木色地板", ""},
        {"花梨木色 复合地板", ""},
        {"天然象牙筷子", "ivory"},
        {"穿山甲鳞片 干", "pangolin_scales"},
        {"Ngà voi thô chưa chế tác", "ivory"},
        {"Vảy tê tê sấy khô", "pangolin_scales"},
    };
    check(*state, rows, TT_LEN(rows));
}

static void rarer_products_are_found_in_each_language(void **state)
{
    static const struct row rows[] = {
        {"白腰鹊鸲 活体 20只", "songbird_live"},
        {"黄冠鹎", "bulbul_live"},
        {"猪婆参 干货", "sea_cucumber"},
        {"海参 野生采集", "sea_cucumber"}, /* ambiguous, with a cue */
        {"辐射陆龟", "tortoise_live"},
        {"豹骨 500克", "bigcat_bone"},
        {"chích chòe lửa, 12 con", "songbird_live"},
        {"mỏ hồng hoàng", "hornbill_casque"},
        {"lan rừng", "orchid_plant"},
        {"thịt tê tê đông lạnh", "pangolin_meat"},
        {"hippocampes séchés, 40 kg", "seahorse_dried"},
        {"casque de calao", "hornbill_casque"},
        {"pibales vivantes", "glass_eel"},
        {"cavalos-marinhos secos", "seahorse_dried"},
        {"bico de calau", "hornbill_casque"},
        {"pau de águila", "agarwood"},
        {"mifupa ya simba", "bigcat_bone"},
        {"magamba ya kasa", "hawksbill_shell"},
        {"jongoo bahari, wanyamapori", "sea_cucumber"},
        {"kobe hai 30", "tortoise_live"},
        {"Ariocarpus fissuratus, wild collected", "living_rock_plant"},
        {"black teatfish", "sea_cucumber"},
    };
    check(*state, rows, TT_LEN(rows));
}

static void goods_with_such_words_in_their_names_are_not(void **state)
{
    static const struct row rows[] = {
        {"海参崴港 木材", ""},                   /* the port of Vladivostok */
        {"鲍鱼菇罐头 原料", ""},                 /* a mushroom */
        {"虎牙直播周边 野生动物图案", ""},       /* a platform */
        {"鱼子酱面膜 原料", ""},                 /* cosmetics */
        {"nấm bào ngư, hàng cấm", ""},           /* a mushroom again */
        {"tay gấu bông, động vật hoang dã", ""}, /* arms of a plush bear */
        {"cầy xạ hương, động vật hoang dã", ""}, /* civet: not musk */
        {"sabonete almíscar, fauna bravia", ""}, /* soap */
        {"Kobe beef, wildlife conference", ""},  /* a town, not a tortoise */
        {"Port of Kobe, specimens", ""},
        {"peyote stitch bracelet", ""},        /* beads */
        {"poached eggs, songbird feeder", ""}, /* no cue, no bird */
        {"abalone mushroom, endangered", ""},
        {"motif peau de léopard, faune sauvage", ""},
        {"ration tortoise food, wildlife", ""},
        {"Paphiopedilum hybrid, nursery", ""}, /* of plants from nurseries */
        {"sea cucumber", ""},                  /* legal, mostly */
        {"hải sâm nuôi", ""},
    };
    check(*state, rows, TT_LEN(rows));
}

static void letters_with_blanks_between_are_read_together(void **state)
{
    static const struct row rows[] = {
        {"象 牙", "ivory"},
        {"货物：象　牙 12件", "ivory"}, /* wide blank, wide colon */
        {"塑 料 穿 山 甲 片 五 吨", "pangolin_scales"},
        {"犀 牛 角 粉", "rhino_horn"},
        {"刺 猬 紫 檀 原木", "kosso"},
        {"象\xE2\x80\x8B牙", "ivory"}, /* a blank without width */
        {"n g à v o i", "ivory"},
        {"hàng: v ả y  t ê  t ê  k h ô", "pangolin_scales"},
        {"P A N G O L I N  S C A L E S 40 kg", "pangolin_scales"},
        {"s ừ n g t ê g i á c", "rhino_horn"},
        {"งาช้าง 3 ชิ้น", "ivory"},
        {"ง า ช้ า ง", "ivory"},
        {"น อ แ ร ด", "rhino_horn"},
        {"เ ก ล็ ด ลิ่ น", "pangolin_scales"},
    };
    check(*state, rows, TT_LEN(rows));
}

static void words_beside_each_other_stay_apart(void **state)
{
    static const struct row rows[] = {
        {"大象 牙科 设备", ""},         /* an elephant; for dentists */
        {"大象 牙 刷", ""},             /* of a make, a toothbrush */
        {"象 牙科", ""},                /* only one letter stands alone */
        {"抽象 牙刷 架", ""},           /* abstract; toothbrush stand */
        {"玩具象、牙胶", ""},           /* toys: a list */
        {"象, 牙签, 筷子", ""},         /* a list with commas */
        {"象 / 牙", ""},                /* and with a stroke */
        {"海 马 汽 车", ""},            /* a make of cars, letter by letter */
        {"象 牙 白 瓷 砖", ""},         /* ivory white, letter by letter */
        {"I v o r y  w h i t e", ""},   /* the same */
        {"XS S M L XL, A B C D E", ""}, /* sizes */
        {"T U S K", ""},                /* four letters: initials */
        {"n g a v o i", ""},            /* no accents, no cue */
        {"máy in voi tưới", ""},        /* a printer, a tap */
        {"สี ง า ช้ า ง", ""},            /* colour of ivory, letter by letter */
        {"กระเบื้องสีงาช้าง", ""},          /* tiles of that colour */
        {"ช้าง งานไม้", ""},              /* elephant, woodwork */
    };
    check(*state, rows, TT_LEN(rows));
}

static void timbers_are_found_beside_words(void **state)
{
    tt_wildtext t = built(*state);
    tt_wild_hits h;
    tt_wildtext_scan(&t, TT_STR("Sawn timber, Afzelia (doussié), KD"), &h);
    bool timber = false;
    for (size_t i = 0; i < h.n; i++)
        timber |= h.v[i].timber && tt_str_is(h.v[i].timber->name, "Afzelia");
    assert_true(timber);
    tt_wildtext_scan(&t, TT_STR("tables of oak"), &h);
    assert_int_equal(h.n, 1);
    assert_str(h.v[0].found, "oak");
    assert_str(h.v[0].timber->name, "Quercus");
}

static void slices_point_into_the_text(void **state)
{
    tt_wildtext t = built(*state);
    tt_wild_hits h;
    tt_str text = TT_STR("x ÉCAILLES de  Pangolin, y");
    tt_wildtext_scan(&t, text, &h);
    assert_int_equal(h.n, 1);
    assert_str(h.v[0].found, "ÉCAILLES de  Pangolin");
}

/* A long text of hits: what there is no room for is said. */
static void too_many_hits_are_said(void **state)
{
    tt_wildtext t = built(*state);
    tt_wild_hits h;
    char text[2048] = "";
    for (int i = 0; i < 60; i++)
        memcpy(text + (size_t)i * 12, "raw ivory ; ", 12);
    tt_wildtext_scan(&t, (tt_str){text, 720}, &h);
    assert_int_equal(h.n, TT_WILD_HITS);
    assert_true(h.more);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_wildlife w;
    tt_wildtext t = {0};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_wildlife_load(NULL, a, &w, NULL);
        if (st == TT_OK)
            st = tt_wildtext_build(&w, a, &t, NULL);
    });
    assert_true(t.n_patterns > 0);
}

TT_TEST_MAIN("detect/wildtext", TT_TEST(chinese_words_are_found_in_context),
             TT_TEST(chinese_words_that_mean_something_else_are_not),
             TT_TEST(vietnamese_words_are_found_in_context),
             TT_TEST(vietnamese_words_that_mean_something_else_are_not),
             TT_TEST(other_languages_and_their_look_alikes),
             TT_TEST(words_without_accents_and_honest_goods),
             TT_TEST(rarer_products_are_found_in_each_language),
             TT_TEST(goods_with_such_words_in_their_names_are_not),
             TT_TEST(letters_with_blanks_between_are_read_together),
             TT_TEST(words_beside_each_other_stay_apart), TT_TEST(timbers_are_found_beside_words),
             TT_TEST(slices_point_into_the_text), TT_TEST(too_many_hits_are_said),
             TT_TEST(every_allocation_may_fail))
