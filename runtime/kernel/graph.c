/* The states that parsing walks, each made when it is first walked to: what `Graph._make` in
   runtime/graph.py defines, from the same acceptor. */

#include "reading.h"

#include <stdlib.h>
#include <string.h>

#define NAME "gramc.runtime.kernel.Graph"
#define FIRST_MARK 0x110000
#define SPACE 32

enum { GAP_NONE, GAP_TO_BE_OPENED, GAP_LEFT_OUT };

static void graph_free(Graph *graph) {
    for (int kind = 0; kind < KINDS; kind++) free(graph->nodes[kind]);
    for (uint32_t i = 0; graph->values && i < graph->marks; i++) Py_XDECREF(graph->values[i]);
    for (uint32_t i = 0; i < graph->skip_count; i++) free(graph->skips[i].text);
    for (int i = 0; i < graph->view_count; i++) PyBuffer_Release(&graph->views[i]);
    arena_free(&graph->arena);
    free(graph->values);
    free(graph->kinds);
    free(graph->numbers);
    free(graph->skips);
    free(graph->letters);
    free(graph->folded);
    free(graph);
}

static void destroy(PyObject *capsule) {
    Graph *graph = PyCapsule_GetPointer(capsule, NAME);
    if (graph) graph_free(graph);
}

Graph *graph_of(PyObject *capsule) { return PyCapsule_GetPointer(capsule, NAME); }

static int wrong(const char *what) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, what);
    return -1;
}

/* --- making a state */

/* What grows: arcs of a state that is made. */
typedef struct {
    void *data;
    size_t count, room;
} Growing;

static void *one_more(Growing *growing, size_t size) {
    if (growing->count == growing->room) {
        size_t room = 2 * growing->room + 8;
        void *made = realloc(growing->data, room * size);
        if (!made) {
            PyErr_NoMemory();
            return NULL;
        }
        growing->data = made;
        growing->room = room;
    }
    return (char *)growing->data + size * growing->count++;
}

/* A place that is come to by marks alone. */
typedef struct {
    uint32_t state;
    int gap;
    Marks marks;
    double cost;
} Pending;

/* The three states that one of the acceptor gives, by kind. */
typedef struct {
    Growing texts[KINDS], draws[KINDS], wild[KINDS], ends, pending;
    Growing letters; /* of the run that is read */
    uint32_t serial;
} Making;

static int add_text(Making *making, int kind, const TextArc *arc) {
    TextArc *made = one_more(&making->texts[kind], sizeof *made);
    if (!made) return -1;
    *made = *arc;
    made->serial = making->serial++;
    return 0;
}

static int add_draw(Growing *growing, Making *making, const DrawArc *arc) {
    DrawArc *made = one_more(growing, sizeof *made);
    if (!made) return -1;
    *made = *arc;
    made->serial = making->serial++;
    return 0;
}

static int add_pending(Making *making, uint32_t state, Marks marks, double cost, int gap) {
    Pending *made = one_more(&making->pending, sizeof *made);
    if (!made) return -1;
    *made = (Pending){state, gap, marks, cost};
    return 0;
}

static Letter fold(const Graph *graph, uint32_t label) {
    uint32_t low = 0, high = graph->letter_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (graph->letters[middle] < label) low = middle + 1;
        else high = middle;
    }
    return low < graph->letter_count && graph->letters[low] == label ? graph->folded[low] : label;
}

/* The text from one letter on, as far as nothing branches off and the word lasts; what it costs beyond
   its first letter is added. */
static int read_run(Graph *graph, Making *making, uint32_t label, TextArc *arc) {
    double cost = 0;
    uint32_t target = arc->target;
    making->letters.count = 0;
    Letter *letter = one_more(&making->letters, sizeof *letter);
    if (!letter) return -1;
    *letter = fold(graph, label);
    while (label != SPACE && graph->offset[target + 1] - graph->offset[target] == 1) {
        uint32_t at = graph->offset[target];
        uint32_t following = graph->label[at];
        if (following == SPACE || following >= FIRST_MARK) break;
        if (!(letter = one_more(&making->letters, sizeof *letter))) return -1;
        if (making->letters.count > graph->states + 1) return wrong("A text has no end.");
        *letter = fold(graph, following);
        cost += graph->cost[at];
        target = graph->target[at];
    }
    size_t size = making->letters.count * sizeof(Letter);
    Letter *text = arena_take(&graph->arena, size);
    if (!text) return -1;
    memcpy(text, making->letters.data, size);
    arc->text = text;
    arc->length = (uint32_t)making->letters.count;
    arc->cost += cost;
    arc->target = target;
    return 0;
}

static int each_kind(Making *making, const TextArc *arc, int borders, int touches) {
    return add_text(making, BASE, arc) || (borders && add_text(making, BORDERING, arc)) ||
           (touches && add_text(making, TOUCHING, arc));
}

static int make_text(Graph *graph, Making *making, const Pending *from, uint32_t at, int at_border,
                     int closing) {
    uint32_t label = graph->label[at];
    int plain = from->gap == GAP_NONE;
    TextArc arc = {.target = graph->target[at], .marks = from->marks,
                   .cost = from->cost + graph->cost[at]};
    double cost = arc.cost;
    int borders = at_border && label != SPACE, touches = graph->wild && plain && label != SPACE;
    if (read_run(graph, making, label, &arc)) return -1;
    if (each_kind(making, &arc, borders, touches)) return -1;
    if (arc.text[arc.length - 1] == '\'') { /* the space behind it may be left out */
        for (uint32_t i = graph->offset[arc.target]; i < graph->offset[arc.target + 1]; i++) {
            if (graph->label[i] != SPACE) continue;
            TextArc elided = arc;
            elided.cost += graph->cost[i];
            elided.target = graph->target[i];
            if (each_kind(making, &elided, borders, touches)) return -1;
        }
    }
    if (label == SPACE && plain)
        return add_pending(making, graph->target[at], from->marks, cost,
                           closing ? GAP_LEFT_OUT : GAP_TO_BE_OPENED);
    return 0;
}

static int make_draw(Graph *graph, Making *making, const Pending *from, uint32_t at, int at_border) {
    uint32_t mark = graph->label[at] - FIRST_MARK, selection = graph->numbers[mark];
    DrawArc arc = {.catalogue = graph->catalogue[selection],
                   .selection = selection,
                   .target = graph->target[at],
                   .valued = graph->kinds[mark] == MARK_DRAW_VALUE,
                   .marks = from->marks,
                   .cost = from->cost + graph->cost[at]};
    if (!graph->wildcard[selection])
        return add_draw(&making->draws[BASE], making, &arc) ||
               (at_border && add_draw(&making->draws[BORDERING], making, &arc));
    if (from->gap != GAP_NONE) return 0; /* it would begin within a word */
    return add_draw(&making->wild[BASE], making, &arc) ||
           (at_border && add_draw(&making->wild[BORDERING], making, &arc));
}

static int make_end(const Graph *graph, Making *making, const Pending *from, uint32_t at) {
    EndArc *made = one_more(&making->ends, sizeof *made);
    if (!made) return -1;
    *made = (EndArc){graph->numbers[graph->label[at] - FIRST_MARK], making->serial++, from->marks,
                     from->cost + graph->cost[at]};
    return 0;
}

static Marks with(Graph *graph, Marks marks, uint32_t mark) {
    uint32_t *numbers = arena_take(&graph->arena, ((size_t)marks.count + 1) * sizeof *numbers);
    if (!numbers) return (Marks){NULL, 0};
    if (marks.count) memcpy(numbers, marks.numbers, marks.count * sizeof *numbers);
    numbers[marks.count] = mark;
    return (Marks){numbers, marks.count + 1};
}

static int make_arcs(Graph *graph, Making *making, const Pending *from) {
    int opening = 0, closing = 0, gap = from->gap;
    for (uint32_t i = 0; i < from->marks.count; i++) {
        opening |= graph->kinds[from->marks.numbers[i]] == MARK_OPEN;
        closing |= graph->kinds[from->marks.numbers[i]] == MARK_CLOSE;
    }
    int at_border = gap == GAP_NONE && (opening || closing);
    for (uint32_t at = graph->offset[from->state]; at < graph->offset[from->state + 1]; at++) {
        uint32_t label = graph->label[at];
        int failed = 0;
        if (label < FIRST_MARK) {
            if (gap != GAP_TO_BE_OPENED)
                failed = make_text(graph, making, from, at, at_border, closing);
        } else {
            uint32_t mark = label - FIRST_MARK;
            int kind = graph->kinds[mark];
            if (kind < MARK_DRAW) {
                Marks marks = with(graph, from->marks, mark);
                int opened = kind == MARK_OPEN && gap != GAP_NONE ? GAP_LEFT_OUT : gap;
                failed = !marks.count || add_pending(making, graph->target[at], marks,
                                                     from->cost + graph->cost[at], opened);
            } else if (gap != GAP_TO_BE_OPENED) {
                failed = kind == MARK_END ? make_end(graph, making, from, at)
                                          : make_draw(graph, making, from, at, at_border);
            }
        }
        if (failed) return -1;
    }
    return 0;
}

/* --- putting it in order */

static int by_marks(Marks one, Marks other) {
    for (uint32_t i = 0; i < one.count && i < other.count; i++)
        if (one.numbers[i] != other.numbers[i]) return one.numbers[i] < other.numbers[i] ? -1 : 1;
    return (one.count > other.count) - (one.count < other.count);
}

static int by_number(uint32_t one, uint32_t other) { return (one > other) - (one < other); }

static int text_order(const void *one, const void *other) {
    const TextArc *a = one, *b = other;
    int found = by_number(a->text[0], b->text[0]);
    if (!found) found = by_marks(a->marks, b->marks);
    return found ? found : by_number(a->serial, b->serial);
}

static int draw_order(const void *one, const void *other) {
    const DrawArc *a = one, *b = other;
    int found = by_number(a->catalogue, b->catalogue);
    if (!found) found = by_marks(a->marks, b->marks);
    return found ? found : by_number(a->serial, b->serial);
}

static int wild_order(const void *one, const void *other) {
    const DrawArc *a = one, *b = other;
    int found = by_marks(a->marks, b->marks);
    return found ? found : by_number(a->serial, b->serial);
}

static int end_order(const void *one, const void *other) {
    const EndArc *a = one, *b = other;
    int found = by_number(a->intent, b->intent);
    if (!found) found = by_marks(a->marks, b->marks);
    return found ? found : by_number(a->serial, b->serial);
}

static int is_missing(const Graph *graph, Marks marks) {
    for (uint32_t i = 0; i < marks.count; i++)
        if (graph->missing[marks.numbers[i]]) return 1;
    return 0;
}

/* The arcs in order, without those of marks that are missing, where they stay; NULL where that can't
   be. `marks_at` is where their marks are. */
static void *settled(Graph *graph, const Growing *growing, size_t size, size_t marks_at,
                     int (*order)(const void *, const void *), uint32_t *count) {
    char *data = growing->data;
    size_t kept = 0;
    for (size_t i = 0; i < growing->count; i++) {
        Marks marks;
        memcpy(&marks, data + i * size + marks_at, sizeof marks);
        if (is_missing(graph, marks)) continue;
        if (kept < i) memcpy(data + kept * size, data + i * size, size);
        kept++;
    }
    if (kept > 1) qsort(data, kept, size, order);
    void *made = arena_take(&graph->arena, kept * size + 1);
    if (made && kept) memcpy(made, data, kept * size);
    *count = (uint32_t)kept;
    return made;
}

static void add_to_group(Group *groups, uint32_t *count, uint32_t key, uint32_t at) {
    if (!*count || groups[*count - 1].key != key) groups[(*count)++] = (Group){key, at, at};
    groups[*count - 1].to = at + 1;
}

static int settle(Graph *graph, Making *making, Node *node, int kind) {
    const Growing *texts = &making->texts[kind];
    Arena *arena = &graph->arena;
    if (kind == TOUCHING) { /* all of them, missing or not: where a wildcard may end */
        node->touching = arena_take(arena, texts->count * sizeof(Letter) + 1);
        if (!node->touching) return -1;
        for (size_t i = 0; i < texts->count; i++)
            node->touching[node->touching_count++] = ((const TextArc *)texts->data)[i].text[0];
    }
    node->texts = settled(graph, texts, sizeof(TextArc), offsetof(TextArc, marks), text_order,
                          &node->text_count);
    node->draws = settled(graph, &making->draws[kind], sizeof(DrawArc), offsetof(DrawArc, marks),
                          draw_order, &node->draw_count);
    node->wild = settled(graph, &making->wild[kind], sizeof(DrawArc), offsetof(DrawArc, marks),
                         wild_order, &node->wild_count);
    static const Growing nothing;
    node->ends = settled(graph, kind == BASE ? &making->ends : &nothing, sizeof(EndArc),
                         offsetof(EndArc, marks), end_order, &node->end_count);
    node->letters = arena_take(arena, ((size_t)node->text_count + 1) * sizeof(Group));
    node->catalogues = arena_take(arena, ((size_t)node->draw_count + 1) * sizeof(Group));
    if (!node->texts || !node->draws || !node->wild || !node->ends || !node->letters ||
        !node->catalogues)
        return -1;
    for (uint32_t i = 0; i < node->text_count; i++)
        add_to_group(node->letters, &node->letter_count, node->texts[i].text[0], i);
    for (uint32_t i = 0; i < node->draw_count; i++)
        add_to_group(node->catalogues, &node->catalogue_count, node->draws[i].catalogue, i);
    return 0;
}

static int make(Graph *graph, Making *making, uint32_t number) {
    if (add_pending(making, number, (Marks){NULL, 0}, 0, GAP_NONE)) return -1;
    while (making->pending.count) {
        Pending from = ((Pending *)making->pending.data)[--making->pending.count];
        if (from.marks.count > graph->states) return wrong("A way goes round without text.");
        if (make_arcs(graph, making, &from)) return -1;
    }
    Node *nodes = arena_take(&graph->arena, KINDS * sizeof *nodes);
    if (!nodes) return -1;
    memset(nodes, 0, KINDS * sizeof *nodes);
    nodes[BASE].borders = making->texts[BORDERING].count || making->draws[BORDERING].count ||
                          making->wild[BORDERING].count;
    for (int kind = 0; kind < KINDS; kind++)
        if (settle(graph, making, &nodes[kind], kind)) return -1;
    for (int kind = 0; kind < KINDS; kind++) graph->nodes[kind][number] = &nodes[kind];
    return 0;
}

/* The state of that number and kind; NULL with an exception set where it can't be made. */
const Node *node_of(Graph *graph, uint32_t number, uint32_t kind) {
    if (graph->nodes[kind][number]) return graph->nodes[kind][number];
    Making making = {0};
    int failed = make(graph, &making, number);
    for (int i = 0; i < KINDS; i++) {
        free(making.texts[i].data);
        free(making.draws[i].data);
        free(making.wild[i].data);
    }
    free(making.ends.data);
    free(making.pending.data);
    free(making.letters.data);
    return failed ? NULL : graph->nodes[kind][number];
}

/* --- taking over what Python gives */

static const void *view(Graph *graph, PyObject *object, size_t size, size_t *count) {
    Py_buffer *buffer = &graph->views[graph->view_count];
    if (PyObject_GetBuffer(object, buffer, PyBUF_SIMPLE)) return NULL;
    graph->view_count++;
    static const double empty[1];
    *count = (size_t)buffer->len / size;
    if (!*count) return empty;
    if ((uintptr_t)buffer->buf % size || (size_t)buffer->len % size) {
        wrong("A section does not begin or end where it should.");
        return NULL;
    }
    return buffer->buf;
}

static int read_marks(Graph *graph, PyObject *marks, PyObject *missing) {
    size_t flags;
    if (!(graph->missing = view(graph, missing, 1, &flags))) return -1;
    if (flags != graph->marks) return wrong("A mark is none.");
    graph->values = calloc((size_t)graph->marks + 1, sizeof *graph->values);
    graph->kinds = calloc((size_t)graph->marks + 1, 1);
    graph->numbers = calloc((size_t)graph->marks + 1, sizeof *graph->numbers);
    if (!graph->values || !graph->kinds || !graph->numbers) {
        PyErr_NoMemory();
        return -1;
    }
    for (uint32_t i = 0; i < graph->marks; i++) {
        PyObject *item = PyTuple_GetItem(marks, i), *value;
        int kind;
        if (!PyTuple_Check(item) || !PyArg_ParseTuple(item, "iO", &kind, &value))
            return wrong("A mark is none.");
        if (kind < 0 || kind > MARK_END) return wrong("A mark is none.");
        if ((kind == MARK_OPEN || kind == MARK_VALUE) && !PyUnicode_Check(value))
            return wrong("A mark has no text.");
        if (kind >= MARK_DRAW) {
            unsigned long number = PyLong_AsUnsignedLong(value);
            if (PyErr_Occurred()) return -1;
            if (number >= (kind == MARK_END ? graph->intents : graph->selections))
                return wrong("A mark is of nothing that there is.");
            graph->numbers[i] = (uint32_t)number;
        }
        Py_INCREF(value);
        graph->values[i] = value;
        graph->kinds[i] = (uint8_t)kind;
    }
    return 0;
}

static int read_acceptor(Graph *graph, PyObject *const parts[4]) {
    size_t offsets, labels, costs, targets;
    if (!(graph->offset = view(graph, parts[0], 4, &offsets))) return -1;
    if (!(graph->label = view(graph, parts[1], 4, &labels))) return -1;
    if (!(graph->cost = view(graph, parts[2], 8, &costs))) return -1;
    if (!(graph->target = view(graph, parts[3], 4, &targets))) return -1;
    if (offsets < 2 || offsets > INT32_MAX || costs != labels || targets != labels ||
        graph->offset[0] || graph->offset[offsets - 1] != labels)
        return wrong("The states don't fit their arcs.");
    graph->states = (uint32_t)offsets - 1;
    for (uint32_t i = 0; i < graph->states; i++)
        if (graph->offset[i] > graph->offset[i + 1])
            return wrong("The states don't fit their arcs.");
    for (size_t i = 0; i < labels; i++)
        if (graph->target[i] >= graph->states || graph->label[i] >= FIRST_MARK + graph->marks)
            return wrong("An arc leads to no state.");
    return 0;
}

static Letter *letters_of(PyObject *text, Py_ssize_t count) {
    Letter *letters = malloc(((size_t)count + 1) * sizeof *letters);
    if (!letters) {
        PyErr_NoMemory();
        return NULL;
    }
    if (!PyUnicode_AsUCS4(text, letters, count + 1, 1)) {
        free(letters);
        return NULL;
    }
    return letters;
}

static int read_skips(Graph *graph, PyObject *skips) {
    Py_ssize_t count = PyTuple_Size(skips);
    graph->skips = calloc((size_t)count + 1, sizeof *graph->skips);
    if (!graph->skips) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *text;
        Skip *skip = &graph->skips[i];
        if (!PyArg_ParseTuple(PyTuple_GetItem(skips, i), "Ui", &text, &skip->words)) return -1;
        Py_ssize_t length = PyUnicode_GetLength(text);
        if (length < 1 || length > INT32_MAX) return wrong("A text to be passed over is empty.");
        if (!(skip->text = letters_of(text, length))) return -1;
        skip->length = (int32_t)length;
        graph->skip_count++;
    }
    return 0;
}

/* graph((offset, label, cost, target), marks, missing, (intents, catalogues), (the catalogue of each
   selection, whether it is a wildcard), (letters, folded), skips) */
PyObject *make_graph(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *parts[4], *marks, *missing, *catalogue, *wildcard, *letters, *folded, *skips;
    unsigned int intents, catalogues;
    if (!PyArg_ParseTuple(args, "(OOOO)O!O(II)(OO)(UU)O!", &parts[0], &parts[1], &parts[2],
                          &parts[3], &PyTuple_Type, &marks, &missing, &intents, &catalogues,
                          &catalogue, &wildcard, &letters, &folded, &PyTuple_Type, &skips))
        return NULL;
    Graph *graph = calloc(1, sizeof *graph);
    if (!graph) return PyErr_NoMemory();
    size_t selections = 0, flags = 0;
    graph->marks = (uint32_t)PyTuple_Size(marks);
    graph->intents = intents;
    graph->catalogues = catalogues;
    if (!(graph->catalogue = view(graph, catalogue, 4, &selections))) goto failed;
    if (!(graph->wildcard = view(graph, wildcard, 1, &flags))) goto failed;
    graph->selections = (uint32_t)selections;
    if (flags != selections) wrong("A selection is of no catalogue.");
    for (size_t i = 0; i < selections && i < flags; i++) {
        if (graph->catalogue[i] >= catalogues) wrong("A selection is of no catalogue.");
        graph->wild |= graph->wildcard[i];
    }
    if (PyErr_Occurred()) goto failed;
    if (read_marks(graph, marks, missing) || read_acceptor(graph, parts)) goto failed;
    Py_ssize_t count = PyUnicode_GetLength(letters);
    if (count != PyUnicode_GetLength(folded) || count > FIRST_MARK) {
        wrong("Letters are missing.");
        goto failed;
    }
    graph->letter_count = (uint32_t)count;
    if (!(graph->letters = letters_of(letters, count))) goto failed;
    if (!(graph->folded = letters_of(folded, count)) || read_skips(graph, skips)) goto failed;
    for (int kind = 0; kind < KINDS; kind++) {
        graph->nodes[kind] = calloc((size_t)graph->states + 1, sizeof **graph->nodes);
        if (!graph->nodes[kind]) {
            PyErr_NoMemory();
            goto failed;
        }
    }
    PyObject *capsule = PyCapsule_New(graph, NAME, destroy);
    if (capsule) return capsule;
failed:
    graph_free(graph);
    return NULL;
}
