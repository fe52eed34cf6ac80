/* Each format to the last byte, and with names that try to get out of their place. */
#include "tests/unit/export/export_test.h"

static export_case c;

static tt_str text_of(const char *format, tt_arena *a)
{
    tt_str text = {0};
    assert_ok(export_text(&c.net, format, a, &text, ERR));
    return text;
}

static void csv_is_a_table_of_edges(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(
        text_of("csv", *state),
        "id,from,from_name,to,to_name,layer,flows,amount,amount_text,currency,unpriced,first,"
        "last,document,document_kind\r\n" GOODS "," ALPHA ",Alpha GmbH," BETA
        ",Berta Beta,goods,3,1234.50,1234.50,USD,1,2024-01-05,2024-03-01,,\r\n" MONEY "," BETA
        ",Berta Beta," ALPHA ",Alpha GmbH,money,1,,,,1,2024-02-01,2024-02-01,'-P1,payment\r\n");
}

static void cyjs_is_elements_with_data(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    c.net.n_edges = 1;
    assert_str(text_of("cyjs", *state), "{\n"
                                        "  \"elements\": {\n"
                                        "    \"nodes\": [\n"
                                        "      {\n"
                                        "        \"data\": {\n"
                                        "          \"id\": \"" ALPHA "\",\n"
                                        "          \"name\": \"Alpha GmbH\",\n"
                                        "          \"type\": \"company\",\n"
                                        "          \"country\": \"DE\",\n"
                                        "          \"weight\": 1.250000,\n"
                                        "          \"community\": \"" GROUP "\",\n"
                                        "          \"findings\": 1\n"
                                        "        }\n"
                                        "      },\n"
                                        "      {\n"
                                        "        \"data\": {\n"
                                        "          \"id\": \"" BETA "\",\n"
                                        "          \"name\": \"Berta Beta\",\n"
                                        "          \"type\": \"person\",\n"
                                        "          \"weight\": -0.500000,\n"
                                        "          \"findings\": 0\n"
                                        "        }\n"
                                        "      }\n"
                                        "    ],\n"
                                        "    \"edges\": [\n"
                                        "      {\n"
                                        "        \"data\": {\n"
                                        "          \"id\": \"" GOODS "\",\n"
                                        "          \"source\": \"" ALPHA "\",\n"
                                        "          \"target\": \"" BETA "\",\n"
                                        "          \"layer\": \"goods\",\n"
                                        "          \"flows\": 3,\n"
                                        "          \"amount\": 1234.50,\n"
                                        "          \"amount_text\": \"1234.50\",\n"
                                        "          \"currency\": \"USD\",\n"
                                        "          \"unpriced\": 1,\n"
                                        "          \"first\": \"2024-01-05\",\n"
                                        "          \"last\": \"2024-03-01\"\n"
                                        "        }\n"
                                        "      }\n"
                                        "    ]\n"
                                        "  }\n"
                                        "}\n");
}

static void dot_is_a_digraph(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(text_of("dot", *state),
               "digraph network {\n"
               "  " ALPHA " [label=\"Alpha GmbH\", name=\"Alpha GmbH\", type=\"company\", "
               "country=\"DE\", weight=\"1.250000\", community=\"" GROUP "\", findings=\"1\"];\n"
               "  " BETA " [label=\"Berta Beta\", name=\"Berta Beta\", type=\"person\", "
               "weight=\"-0.500000\", findings=\"0\"];\n"
               "  " ALPHA " -> " BETA " [id=" GOODS ", style=solid, layer=\"goods\", flows=\"3\", "
               "amount=\"1234.50\", amount_text=\"1234.50\", currency=\"USD\", unpriced=\"1\", "
               "first=\"2024-01-05\", last=\"2024-03-01\"];\n"
               "  " BETA " -> " ALPHA " [id=" MONEY ", style=dashed, layer=\"money\", flows=\"1\", "
               "unpriced=\"1\", first=\"2024-02-01\", last=\"2024-02-01\", document=\"-P1\", "
               "document_kind=\"payment\"];\n"
               "}\n");
}

static void ftm_is_one_entity_a_line(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(
        text_of("ftm", *state),
        "{\"id\":\"" ALPHA "\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Alpha GmbH\"],"
        "\"country\":[\"de\"]}}\n"
        "{\"id\":\"" BETA "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Berta Beta\"]}}\n"
        "{\"id\":\"" GOODS "\",\"schema\":\"EconomicActivity\",\"properties\":{\"sender\":"
        "[\"" ALPHA "\"],\"receiver\":[\"" BETA "\"],\"startDate\":[\"2024-01-05\"],"
        "\"endDate\":[\"2024-03-01\"],\"invoiceAmount\":[\"USD 1234.50\"],"
        "\"summary\":[\"3 deliveries or invoices\"]}}\n"
        "{\"id\":\"" MONEY "\",\"schema\":\"Payment\",\"properties\":{\"payer\":[\"" BETA "\"],"
        "\"beneficiary\":[\"" ALPHA "\"],\"date\":[\"2024-02-01\"],\"recordId\":[\"-P1\"],"
        "\"summary\":[\"1 payments\"]}}\n");
}

static void ftm_has_what_the_registry_says_of_a_party(void **state)
{
    tt_arena *a = *state;
    memset(&c, 0, sizeof(c));
    tiny_init(&c.tiny, a);
    tiny_id party = tiny_party(&c.tiny, "R1", TT_ENTITY_PUBLIC_BODY, "Harbour Board", "NL");
    tt_party *p = tiny_party_at(&c.tiny, party);
    p->registration_number = TT_STR("HRB 1");
    p->tax_id = TT_STR("DE1");
    p->address = TT_STR("Quay 1");
    p->phone = TT_STR("+31");
    p->email = TT_STR("a@b.nl");
    assert_ok(tiny_finish(&c.tiny));
    c.nodes[0] = tiny_entity(&c.tiny, party);
    c.tiny.data.entities[c.nodes[0]].id = hash_of(0xA1);
    c.tiny.data.entities[c.nodes[0]].party = tiny_ix(&c.tiny, party);
    c.tiny.data.entities[c.nodes[0]].type = TT_ENTITY_PUBLIC_BODY;
    c.net = (tt_net){.data = &c.tiny.data, .results = &c.results, .nodes = c.nodes, .n_nodes = 1};
    assert_str(text_of("ftm", a),
               "{\"id\":\"" ALPHA "\",\"schema\":\"PublicBody\",\"properties\":{\"name\":"
               "[\"Harbour Board\"],\"country\":[\"nl\"],\"registrationNumber\":[\"HRB 1\"],"
               "\"taxNumber\":[\"DE1\"],\"address\":[\"Quay 1\"],\"phone\":[\"+31\"],"
               "\"email\":[\"a@b.nl\"]}}\n");
    c.tiny.data.entities[c.nodes[0]].type = TT_ENTITY_VESSEL; /* a ship has no tax number */
    assert_str(text_of("ftm", a), "{\"id\":\"" ALPHA "\",\"schema\":\"Vessel\",\"properties\":"
                                  "{\"name\":[\"Harbour Board\"],\"country\":[\"nl\"]}}\n");
}

#define GEXF_HEAD                                                                                  \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"                                       \
    "<meta><creator>tradetrace</creator></meta>\n"                                                 \
    "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" "                    \
    "idtype=\"string\">\n"                                                                         \
    "<attributes class=\"node\" mode=\"static\">\n"                                                \
    "<attribute id=\"name\" title=\"name\" type=\"string\"/>\n"                                    \
    "<attribute id=\"type\" title=\"type\" type=\"string\"/>\n"                                    \
    "<attribute id=\"country\" title=\"country\" type=\"string\"/>\n"                              \
    "<attribute id=\"weight\" title=\"weight\" type=\"double\"/>\n"                                \
    "<attribute id=\"community\" title=\"community\" type=\"string\"/>\n"                          \
    "<attribute id=\"findings\" title=\"findings\" type=\"integer\"/>\n"                           \
    "</attributes>\n"                                                                              \
    "<attributes class=\"edge\" mode=\"static\">\n"                                                \
    "<attribute id=\"layer\" title=\"layer\" type=\"string\"/>\n"                                  \
    "<attribute id=\"flows\" title=\"flows\" type=\"integer\"/>\n"                                 \
    "<attribute id=\"amount\" title=\"amount\" type=\"double\"/>\n"                                \
    "<attribute id=\"amount_text\" title=\"amount_text\" type=\"string\"/>\n"                      \
    "<attribute id=\"currency\" title=\"currency\" type=\"string\"/>\n"                            \
    "<attribute id=\"unpriced\" title=\"unpriced\" type=\"integer\"/>\n"                           \
    "<attribute id=\"first\" title=\"first\" type=\"string\"/>\n"                                  \
    "<attribute id=\"last\" title=\"last\" type=\"string\"/>\n"                                    \
    "<attribute id=\"document\" title=\"document\" type=\"string\"/>\n"                            \
    "<attribute id=\"document_kind\" title=\"document_kind\" type=\"string\"/>\n"                  \
    "</attributes>\n"

static void gexf_has_nodes_and_edges_that_live(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(text_of("gexf", *state), GEXF_HEAD
               "<nodes count=\"2\">\n"
               "<node id=\"" ALPHA "\" label=\"Alpha GmbH\"><attvalues>"
               "<attvalue for=\"name\" value=\"Alpha GmbH\"/>"
               "<attvalue for=\"type\" value=\"company\"/>"
               "<attvalue for=\"country\" value=\"DE\"/>"
               "<attvalue for=\"weight\" value=\"1.250000\"/>"
               "<attvalue for=\"community\" value=\"" GROUP "\"/>"
               "<attvalue for=\"findings\" value=\"1\"/></attvalues></node>\n"
               "<node id=\"" BETA "\" label=\"Berta Beta\"><attvalues>"
               "<attvalue for=\"name\" value=\"Berta Beta\"/>"
               "<attvalue for=\"type\" value=\"person\"/>"
               "<attvalue for=\"weight\" value=\"-0.500000\"/>"
               "<attvalue for=\"findings\" value=\"0\"/></attvalues></node>\n"
               "</nodes>\n"
               "<edges count=\"2\">\n"
               "<edge id=\"" GOODS "\" source=\"" ALPHA "\" target=\"" BETA
               "\" kind=\"goods\" start=\"2024-01-05\" end=\"2024-03-01\"><attvalues>"
               "<attvalue for=\"layer\" value=\"goods\"/><attvalue for=\"flows\" value=\"3\"/>"
               "<attvalue for=\"amount\" value=\"1234.50\"/>"
               "<attvalue for=\"amount_text\" value=\"1234.50\"/>"
               "<attvalue for=\"currency\" value=\"USD\"/>"
               "<attvalue for=\"unpriced\" value=\"1\"/>"
               "<attvalue for=\"first\" value=\"2024-01-05\"/>"
               "<attvalue for=\"last\" value=\"2024-03-01\"/></attvalues></edge>\n"
               "<edge id=\"" MONEY "\" source=\"" BETA "\" target=\"" ALPHA
               "\" kind=\"money\" start=\"2024-02-01\" end=\"2024-02-01\"><attvalues>"
               "<attvalue for=\"layer\" value=\"money\"/><attvalue for=\"flows\" value=\"1\"/>"
               "<attvalue for=\"unpriced\" value=\"1\"/>"
               "<attvalue for=\"first\" value=\"2024-02-01\"/>"
               "<attvalue for=\"last\" value=\"2024-02-01\"/>"
               "<attvalue for=\"document\" value=\"-P1\"/>"
               "<attvalue for=\"document_kind\" value=\"payment\"/></attvalues></edge>\n"
               "</edges>\n"
               "</graph>\n"
               "</gexf>\n");
}

static void graphml_has_keys_nodes_and_edges(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(
        text_of("graphml", *state),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
        "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
        "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
        "http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd\">\n"
        "<key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
        "<key id=\"type\" for=\"node\" attr.name=\"type\" attr.type=\"string\"/>\n"
        "<key id=\"country\" for=\"node\" attr.name=\"country\" attr.type=\"string\"/>\n"
        "<key id=\"weight\" for=\"node\" attr.name=\"weight\" attr.type=\"double\"/>\n"
        "<key id=\"community\" for=\"node\" attr.name=\"community\" attr.type=\"string\"/>\n"
        "<key id=\"findings\" for=\"node\" attr.name=\"findings\" attr.type=\"int\"/>\n"
        "<key id=\"layer\" for=\"edge\" attr.name=\"layer\" attr.type=\"string\"/>\n"
        "<key id=\"flows\" for=\"edge\" attr.name=\"flows\" attr.type=\"int\"/>\n"
        "<key id=\"amount\" for=\"edge\" attr.name=\"amount\" attr.type=\"double\"/>\n"
        "<key id=\"amount_text\" for=\"edge\" attr.name=\"amount_text\" attr.type=\"string\"/>\n"
        "<key id=\"currency\" for=\"edge\" attr.name=\"currency\" attr.type=\"string\"/>\n"
        "<key id=\"unpriced\" for=\"edge\" attr.name=\"unpriced\" attr.type=\"int\"/>\n"
        "<key id=\"first\" for=\"edge\" attr.name=\"first\" attr.type=\"string\"/>\n"
        "<key id=\"last\" for=\"edge\" attr.name=\"last\" attr.type=\"string\"/>\n"
        "<key id=\"document\" for=\"edge\" attr.name=\"document\" attr.type=\"string\"/>\n"
        "<key id=\"document_kind\" for=\"edge\" attr.name=\"document_kind\" "
        "attr.type=\"string\"/>\n"
        "<graph id=\"network\" edgedefault=\"directed\">\n"
        "<node id=\"" ALPHA "\"><data key=\"name\">Alpha GmbH</data>"
        "<data key=\"type\">company</data><data key=\"country\">DE</data>"
        "<data key=\"weight\">1.250000</data><data key=\"community\">" GROUP "</data>"
        "<data key=\"findings\">1</data></node>\n"
        "<node id=\"" BETA "\"><data key=\"name\">Berta Beta</data>"
        "<data key=\"type\">person</data><data key=\"weight\">-0.500000</data>"
        "<data key=\"findings\">0</data></node>\n"
        "<edge id=\"" GOODS "\" source=\"" ALPHA "\" target=\"" BETA "\">"
        "<data key=\"layer\">goods</data><data key=\"flows\">3</data>"
        "<data key=\"amount\">1234.50</data><data key=\"amount_text\">1234.50</data>"
        "<data key=\"currency\">USD</data><data key=\"unpriced\">1</data>"
        "<data key=\"first\">2024-01-05</data><data key=\"last\">2024-03-01</data>"
        "</edge>\n"
        "<edge id=\"" MONEY "\" source=\"" BETA "\" target=\"" ALPHA "\">"
        "<data key=\"layer\">money</data><data key=\"flows\">1</data>"
        "<data key=\"unpriced\">1</data>"
        "<data key=\"first\">2024-02-01</data><data key=\"last\">2024-02-01</data>"
        "<data key=\"document\">-P1</data><data key=\"document_kind\">payment</data>"
        "</edge>\n"
        "</graph>\n"
        "</graphml>\n");
}

static void neo4j_merges_by_id(void **state)
{
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    assert_str(text_of("neo4j", *state),
               "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;\n"
               "MERGE (e:Entity {id: '" ALPHA "'}) SET e += {name: 'Alpha GmbH', type: 'company', "
               "country: 'DE', weight: 1.250000, community: '" GROUP "', findings: 1};\n"
               "MERGE (e:Entity {id: '" BETA "'}) SET e += {name: 'Berta Beta', type: 'person', "
               "weight: -0.500000, findings: 0};\n"
               "MATCH (a:Entity {id: '" ALPHA "'}), (b:Entity {id: '" BETA "'}) "
               "MERGE (a)-[r:SOLD_TO {id: '" GOODS "'}]->(b) SET r += {layer: 'goods', flows: 3, "
               "amount: 1234.50, amount_text: '1234.50', currency: 'USD', unpriced: 1, "
               "first: '2024-01-05', last: '2024-03-01'};\n"
               "MATCH (a:Entity {id: '" BETA "'}), (b:Entity {id: '" ALPHA "'}) "
               "MERGE (a)-[r:PAID {id: '" MONEY "'}]->(b) SET r += {layer: 'money', flows: 1, "
               "unpriced: 1, first: '2024-02-01', last: '2024-02-01', document: '-P1', "
               "document_kind: 'payment'};\n");
}

/* --- hostile names --- */

static void json_formats_escape_what_json_and_pages_need(void **state)
{
    export_make(&c, *state, HOSTILE, "B");
    tt_str text = text_of("cyjs", *state);
    assert_contains(text, "\"name\": \"=1+1\\\"'`\\\\\\n\\r\\t]]\\u003e*/--\\u003e"
                          "\\u003c/script\\u003e\\u0026lt;;//\\\\u0027\\u0001 "
                          "\xE2\x80\xAE\\u2028\xEF\xBF\xBF\\\\\",\n");
    assert_contains(
        text_of("ftm", *state),
        "{\"name\":[\"=1+1\\\"'`\\\\\\n\\r\\t]]>*/--></script>&lt;;//\\\\u0027\\u0001 ");
}

static void xml_formats_escape_markup_and_replace_what_xml_cannot_hold(void **state)
{
    static const char *const formats[] = {"graphml", "gexf"};
    export_make(&c, *state, HOSTILE, "B");
    for (size_t i = 0; i < TT_LEN(formats); i++) {
        tt_str text = text_of(formats[i], *state);
        assert_contains(text, i ? "value=\"=1+1&quot;" : ">=1+1&quot;");
        assert_contains(text,
                        "=1+1&quot;&apos;`\\&#10;&#13;&#9;]]&gt;*/--&gt;&lt;/script&gt;"
                        "&amp;lt;;//\\u0027\xEF\xBF\xBD \xE2\x80\xAE\xE2\x80\xA8\xEF\xBF\xBD\\");
        assert_lacks(text, "]]>");
        assert_lacks(text, "</script");
    }
}

static void cypher_literals_cannot_be_left(void **state)
{
    export_make(&c, *state, HOSTILE, "B");
    assert_contains(text_of("neo4j", *state),
                    "{name: '=1+1\"\\'`\\\\\\u000A\\u000D\\u0009]]>*/--></script>&lt;;//"
                    "\\\\u0027\\u0001 \\u202E\\u2028\xEF\xBF\xBF\\\\', type: 'company', ");
}

static void dot_strings_cannot_be_left(void **state)
{
    export_make(&c, *state, HOSTILE, "B");
    tt_str text = text_of("dot", *state);
    assert_contains(text, "[label=\"=1+1\\\"'`\\\\   ]]>*/--></script>&lt;;//\\\\u0027  "
                          "\xE2\x80\xAE\xE2\x80\xA8\xEF\xBF\xBF\\\\\", name=\"=1+1\\\"'`");
}

static void csv_cells_are_quoted_and_no_formula(void **state)
{
    static const char *const starts[] = {"=1", "+1", "@A1", "-x", "\t1", "\r1"};
    tt_arena *a = *state;
    export_make(&c, a, HOSTILE, "B");
    assert_contains(text_of("csv", a), ",\"'=1+1\"\"'`\\\n\r\t]]>*/--></script>&lt;;//");
    for (size_t i = 0; i < TT_LEN(starts); i++) {
        export_make(&c, a, starts[i], "B");
        tt_str text = text_of("csv", a);
        assert_lacks(text, tt_arena_printf(a, ",%s,", starts[i]));
        assert_contains(text, tt_arena_printf(a, "'%s", starts[i]));
    }
}

static void a_negative_amount_stays_a_number_in_csv(void **state)
{
    export_make(&c, *state, "A", "B");
    c.edges[0].amount = -123450;
    assert_contains(text_of("csv", *state), ",3,-1234.50,-1234.50,USD,1,");
}

static void bad_utf_8_does_not_get_out(void **state)
{
    static const char *const formats[] = {"cyjs", "dot", "ftm", "gexf", "graphml", "neo4j"};
    export_make(&c, *state, "A \xC3 \xED\xA0\x80 Z", "B");
    for (size_t i = 0; i < TT_LEN(formats); i++) {
        tt_str text = text_of(formats[i], *state);
        assert_int_equal(tt_utf8_bad(text), text.n);
        assert_contains(text, strcmp(formats[i], "neo4j") == 0 ? "A \\uFFFD " : "A \xEF\xBF\xBD ");
    }
}

static void large_sums_are_exact_as_text(void **state)
{
    static const char *const formats[] = {"csv", "cyjs", "dot", "gexf", "graphml", "neo4j"};
    export_make(&c, *state, "A", "B");
    c.edges[0].amount = INT64_MAX;
    for (size_t i = 0; i < TT_LEN(formats); i++)
        assert_contains(text_of(formats[i], *state), "92233720368547758.07");
}

static void an_empty_network_is_still_a_file(void **state)
{
    size_t n = 0;
    const tt_exporter *const *all = tt_exporters(&n);
    assert_int_equal(n, 8);
    export_make(&c, *state, "A", "B");
    c.net.n_nodes = c.net.n_edges = 0;
    for (size_t i = 0; i < n; i++) {
        tt_str text = text_of(all[i]->id, *state);
        assert_true(strcmp(all[i]->id, "ftm") == 0 ? text.n == 0 : text.n > 0);
        assert_lacks(text, "ea1");
    }
    assert_str(text_of("dot", *state), "digraph network {\n}\n");
}

/* More than the 64 KiB after which text goes to the file. */
static void a_large_network_is_written_whole(void **state)
{
    enum { MANY = 1000 };
    tt_arena *a = *state;
    export_make(&c, a, "A", "B");
    tt_net_edge *edges = tt_new_n(a, tt_net_edge, MANY);
    assert_non_null(edges);
    for (size_t i = 0; i < MANY; i++)
        edges[i] = c.edges[0];
    c.net.edges = edges;
    c.net.n_edges = MANY;
    size_t n = 0, lines = 0;
    tt_str text = text_of("dot", a);
    for (n = 0; n < text.n; n++)
        lines += text.p[n] == '\n';
    assert_int_equal(lines, MANY + 4);
    assert_true(text.n > 2u << 16);
}

static void every_allocation_may_fail(void **state)
{
    static const char *const formats[] = {"ftm", "graphml"};
    export_make(&c, *state, "Alpha GmbH", "Berta Beta");
    for (size_t i = 0; i < TT_LEN(formats); i++) {
        tt_arena out;
        tt_str text = {0}, want = text_of(formats[i], *state);
        tt_status st;
        tt_arena_init(&out, 0);
        TT_TORTURE(st, {
            tt_arena_release(&out);
            st = export_text(&c.net, formats[i], &out, &text, NULL);
        });
        assert_slice(text, want);
        tt_arena_release(&out);
    }
}

TT_TEST_MAIN("export/formats", TT_TEST(csv_is_a_table_of_edges),
             TT_TEST(cyjs_is_elements_with_data), TT_TEST(dot_is_a_digraph),
             TT_TEST(ftm_is_one_entity_a_line), TT_TEST(ftm_has_what_the_registry_says_of_a_party),
             TT_TEST(gexf_has_nodes_and_edges_that_live), TT_TEST(graphml_has_keys_nodes_and_edges),
             TT_TEST(neo4j_merges_by_id), TT_TEST(json_formats_escape_what_json_and_pages_need),
             TT_TEST(xml_formats_escape_markup_and_replace_what_xml_cannot_hold),
             TT_TEST(cypher_literals_cannot_be_left), TT_TEST(dot_strings_cannot_be_left),
             TT_TEST(csv_cells_are_quoted_and_no_formula),
             TT_TEST(a_negative_amount_stays_a_number_in_csv), TT_TEST(bad_utf_8_does_not_get_out),
             TT_TEST(large_sums_are_exact_as_text), TT_TEST(an_empty_network_is_still_a_file),
             TT_TEST(a_large_network_is_written_whole), TT_TEST(every_allocation_may_fail))
