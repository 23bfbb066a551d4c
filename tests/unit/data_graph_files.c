/* data: ties from graph files of other programs, and from tables whose first lines say what they are. */
#include "files.h"
#include "test.h"

#include <wom/data.h>

#include <igraph.h>

#if IGRAPH_VERSION_MAJOR >= 1
typedef igraph_int_t integer;
#else
typedef igraph_integer_t integer;
#endif

static wom_status
load_file(wom_data **data, wom_job *job, const char *name, wom_data_files files)
{
    const path ties = path_of(name);
    files.ties = ties.text;
    return wom_data_load(data, job, &files);
}

/* The ties in their order: "a>b 2; ..." */
static void
check_ties(const char *text, wom_data_files files, const char *format, const char *expected)
{
    char found[1024] = "";
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    if (text != NULL) write_file("ties", text);
    CHECK_OK(load_file(&data, job, "ties", files));
    if (data != NULL) {
        const wom_graph *graph = data->graph;
        for (wom_node from = 0; from < graph->num_nodes; from++)
            for (uint64_t tie = graph->out_first[from]; tie < graph->out_first[from + 1]; tie++)
                sprintf(found + strlen(found), "%s%s>%s %g", found[0] != 0 ? "; " : "", wom_data_user_id(data, from),
                        wom_data_user_id(data, graph->out_head[tie]), wom_graph_strength(graph, tie));
        CHECK_TEXT(found, expected);
        CHECK_TEXT(data->ties_format, format);
    }
    wom_data_free(data);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static void
check_refused(const char *text, wom_data_files files, const char *part)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties", text);
    CHECK_FAILS(load_file(&data, job, "ties", files), WOM_INVALID, part);
    CHECK_EQUAL(wom_job_memory_used(job), 0);
    wom_job_free(job);
}

static const wom_data_files usual;

static const char gml[] = "Creator \"somebody\"\n# made by hand\ngraph [\n  directed 1\n"
                          "  node [ id 7 label \"anna\" ]\n  node [ id 8 label \"bob\" ]\n"
                          "  node [ id 9 label \"zoe\" ]\n"
                          "  edge [ source 7 target 8 weight 2.5 calls 4 ]\n]\n";
static const char graphml[] = "<?xml version=\"1.0\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                              "<key id=\"w\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n"
                              "<graph edgedefault=\"undirected\"><node id=\"anna\"/><node id=\"bob\"/>\n"
                              "<edge source=\"anna\" target=\"bob\"><data key=\"w\">3</data></edge>\n"
                              "</graph></graphml>\n";
static const char pajek[] = "*Vertices 3\n1 \"anna\"\n2 \"bob\"\n3 \"carl\"\n*Arcs\n1 2 2\n3 1 1\n";
static const char lgl[] = "# anna\nbob 2\ncarl 1\n# bob\ncarl 5\n";

static void
graph_files_are_known_by_their_beginnings(void)
{
    check_ties(gml, usual, "GML", "anna>bob 2.5");
    check_ties(graphml, usual, "GraphML", "anna>bob 3; bob>anna 3");
    check_ties(pajek, usual, "Pajek", "anna>bob 2; carl>anna 1");
    check_ties(lgl, usual, "LGL", "anna>bob 2; anna>carl 1; bob>anna 2; bob>carl 5; carl>anna 1; carl>bob 5");
}

static void
ncol_has_to_be_said_and_may_lack_weights(void)
{
    const wom_data_files ncol = { .ties_format = WOM_GRAPH_NCOL, .direction = WOM_DIRECTION_INFLUENCE };
    check_ties("zoe bob 1.5\nbob carl\ncarl zoe 2\n", ncol, "NCOL", "bob>carl 1; carl>zoe 2; zoe>bob 1.5");
    check_ties("bob carl\n", (wom_data_files){ .ties_format = WOM_GRAPH_NCOL }, "NCOL", "bob>carl 1; carl>bob 1");
    check_ties("zoe bob 1.5\nbob carl 1\n", (wom_data_files){ .strength = "3" }, "table", "bob>carl 1; zoe>bob 1.5");
    check_refused("bob carl 1\nbob\n", ncol, "ties: is no NCOL file as it should be: igraph");
}

static void
lines_without_a_weight_in_lgl_have_one_of_1(void)
{
    check_ties("# bob\nanna 2\ncarl\n# anna\ncarl 3\n", (wom_data_files){ .direction = WOM_DIRECTION_INFLUENCE },
               "LGL", "anna>carl 3; bob>anna 2; bob>carl 1");
}

static void
a_format_that_is_said_is_not_guessed(void)
{
    check_ties("# anna\nbob 2\ncarl 2\n# bob\ncarl 2\n", (wom_data_files){ .ties_format = WOM_GRAPH_TABLE }, "table",
               "carl>2 2; bob>2 1");
    check_refused("1 2\n", (wom_data_files){ .ties_format = WOM_GRAPH_GML }, "ties: is no GML file as it should be");
}

static void
tables_with_comments_are_no_graph_files(void)
{
    check_ties("# FromNodeId\n1 2\n3 2\n", usual, "table", "1>2 1; 3>2 1");
    check_ties("graph,node\na,b\n", (wom_data_files){ .from = "graph", .to = "node" }, "table", "a>b 1");
    check_ties("# a b\n# c\n1 2\n", usual, "table", "1>2 1");
}

static void
a_scenario_may_say_more_than_the_file(void)
{
    check_ties(graphml, (wom_data_files){ .direction = WOM_DIRECTION_INFLUENCE }, "GraphML", "anna>bob 3");
    check_ties(gml, (wom_data_files){ .direction = WOM_DIRECTION_FOLLOWS }, "GML", "bob>anna 2.5");
    check_ties(gml, (wom_data_files){ .strength = "calls" }, "GML", "anna>bob 4");
}

static void
nodes_without_ties_are_users(void)
{
    wom_job *job = test_job(1);
    wom_data *data = NULL;
    write_file("ties", gml);
    CHECK_OK(load_file(&data, job, "ties", usual));
    if (data == NULL) return;
    CHECK_EQUAL(data->graph->num_nodes, 3);
    CHECK_EQUAL(data->report.users_without_ties, 1);
    CHECK_EQUAL(data->direction, WOM_DIRECTION_INFLUENCE);
    wom_data_free(data);
    wom_job_free(job);
}

static void
names_that_tell_nobody_apart_are_not_used(void)
{
    check_ties("graph [ directed 1 node [ id 7 label \"x\" ] node [ id 8 label \"x\" ] edge [ source 7 target 8 ] ]\n",
               usual, "GML", "7>8 1");
    check_ties("*Vertices 2\n*Arcs\n1 2\n", usual, "Pajek", "0>1 1");
}

/* A small directed graph with names and weights as igraph itself writes it. */
static void
write_by_igraph(int format)
{
    static const char *const names[] = { "anna", "bob", "carl" };
    igraph_t graph;
    igraph_vector_t weights;
    igraph_set_attribute_table(&igraph_cattribute_table);
    igraph_small(&graph, 3, format != 3, 0, 1, 1, 2, -1);
    igraph_vector_init(&weights, 2);
    VECTOR(weights)[0] = 2.5;
    VECTOR(weights)[1] = 1;
    for (integer i = 0; i < 3; i++) {
        SETVAS(&graph, "name", i, names[i]);
        SETVAS(&graph, "id", i, names[i]);
    }
    SETEANV(&graph, "weight", &weights);
    FILE *stream = fopen(path_of("ties").text, "w");
    if (format == 0) igraph_write_graph_graphml(&graph, stream, true);
    if (format == 2) igraph_write_graph_pajek(&graph, stream);
    if (format == 3) igraph_write_graph_lgl(&graph, stream, "name", "weight", true);
    if (format == 1) {
        DELVA(&graph, "id");
#if IGRAPH_VERSION_MAJOR >= 1 || IGRAPH_VERSION_MINOR >= 10
        igraph_write_graph_gml(&graph, stream, IGRAPH_WRITE_GML_DEFAULT_SW, NULL, NULL);
#endif
    }
    fclose(stream);
    igraph_vector_destroy(&weights);
    igraph_destroy(&graph);
}

static void
what_igraph_writes_is_read_back(void)
{
    static const char *const formats[] = { "GraphML", "GML", "Pajek", "LGL" };
    for (int format = 0; format < 4; format++) {
        write_by_igraph(format);
        check_ties(NULL, usual, formats[format],
                   format == 3 ? "bob>anna 2.5; bob>carl 1; anna>bob 2.5; carl>bob 1" : "bob>carl 1; anna>bob 2.5");
    }
}

static void
broken_graph_files_are_refused_in_the_words_of_igraph(void)
{
    check_refused("graph [ node [ id 1 ] edge [ source 1 target 2 ] ]\n", usual,
                  "ties: is no GML file as it should be: igraph");
    check_refused("<?xml version=\"1.0\"?><graphml><graph>", usual, "ties: is no GraphML file as it should be: igraph");
    check_refused("<html></html>\n", usual, "ties: is no GraphML file as it should be: igraph");
    check_refused("*Vertices 2\n*Arcs\n1 9\n", usual, "ties: is no Pajek file as it should be: igraph");
    check_refused("*Vertices 99999999999\n*Arcs\n1 2\n", usual, "announces 99999999999 nodes");
    check_refused("graph [ directed 1 node [ id 1 ] ]\n", usual, "ties: there is no tie in it");
    check_refused("graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 weight -1 ] ]\n", usual,
                  "ties: tie 1 has the weight -1, must be a number of at least 0");
}

static void
options_of_tables_are_refused_for_graph_files(void)
{
    check_refused(gml, (wom_data_files){ .from = "source" }, "ties: is a GML file, which has no columns");
    check_refused(gml, (wom_data_files){ .size_line = true }, "ties: is a GML file, which has no size line");
    check_refused(gml, (wom_data_files){ .strength = "messages" }, "have no numeric attribute \"messages\"");
}

static void
the_first_lines_of_tables_are_heeded(void)
{
    check_ties("%%MatrixMarket matrix coordinate pattern symmetric\n% made\n4 4 2\n2 1\n3 1\n", usual, "Matrix Market",
               "1>2 1; 1>3 1; 2>1 1; 3>1 1");
    check_ties("%%MatrixMarket matrix coordinate real general\r\n2 2 1\r\n1 2 0.5\r\n",
               (wom_data_files){ .strength = "3" }, "Matrix Market", "1>2 0.5");
    check_ties("% sym unweighted\n% 2 3 3\n1 2\n1 3\n", usual, "KONECT", "1>2 1; 1>3 1; 2>1 1; 3>1 1");
    check_ties("% asym positive\n1 2 5\n", usual, "KONECT", "1>2 1");
    check_ties("# Undirected graph: ../x.txt\n# A thing\n1\t2\n", usual, "SNAP", "1>2 1; 2>1 1");
    check_ties("# A thing\n# Directed graph (each once): x.txt\n1\t2\n", usual, "SNAP", "1>2 1");
    check_ties("% sym\n1 2\n", (wom_data_files){ .direction = WOM_DIRECTION_FOLLOWS }, "KONECT", "2>1 1");
}

static void
first_lines_of_what_is_no_graph_are_refused(void)
{
    check_refused("%%MatrixMarket matrix array real general\n2 2\n1\n", usual, "kind \"array\", must be coordinate");
    check_refused("%%MatrixMarket vector coordinate real general\n2 2\n1\n", usual, "kind \"vector\", must be matrix");
    check_refused("%%MatrixMarket matrix coordinate complex general\n", usual, "must be pattern, real or integer");
    check_refused("%%MatrixMarket matrix coordinate real hermitian\n", usual, "must be general or symmetric");
    check_refused("%%MatrixMarket matrix coordinate real", usual, "kind \"\", must be general or symmetric");
    check_refused("%%MatrixMarket matrix coordinate real general\n2 3 1\n1 2\n", usual, "as many columns as rows");
    check_refused("%%MatrixMarket matrix coordinate real general\n1 2\n", usual, "ties:2: must be three whole numbers");
    check_refused("%%MatrixMarket matrix coordinate real general\n3 3 2\n1 2\n", usual,
                  "announces 2 ties, but there are 1");
    check_refused("% bip unweighted\n1 2\n", usual, "ties:1: is a network with two sides");
}

static wom_status
load_and_free(wom_job *job)
{
    wom_data *data = NULL;
    WOM_TRY(load_file(&data, job, "ties", usual));
    wom_data_free(data);
    return WOM_OK;
}

static void
each_allocation_failing_leaks_nothing(void)
{
    write_file("ties", gml);
    test_each_allocation_failing(load_and_free);
    write_file("ties", "%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n");
    test_each_allocation_failing(load_and_free);
}

TEST_MAIN(TEST(graph_files_are_known_by_their_beginnings), TEST(ncol_has_to_be_said_and_may_lack_weights),
          TEST(lines_without_a_weight_in_lgl_have_one_of_1), TEST(a_format_that_is_said_is_not_guessed),
          TEST(tables_with_comments_are_no_graph_files),
          TEST(a_scenario_may_say_more_than_the_file), TEST(nodes_without_ties_are_users),
          TEST(names_that_tell_nobody_apart_are_not_used), TEST(what_igraph_writes_is_read_back),
          TEST(broken_graph_files_are_refused_in_the_words_of_igraph),
          TEST(options_of_tables_are_refused_for_graph_files), TEST(the_first_lines_of_tables_are_heeded),
          TEST(first_lines_of_what_is_no_graph_are_refused), TEST(each_allocation_failing_leaks_nothing))
