/* The states that parsing walks, taken over from Python one by one, when they are first walked to. */

#include "reading.h"

#include <stdlib.h>
#include <string.h>

#define NAME "gramc.runtime.kernel.Graph"

static void marks_free(Marks *marks) {
    free(marks->numbers);
    Py_XDECREF(marks->tuple);
}

static void node_free(Node *node) {
    if (!node) return;
    for (uint32_t i = 0; i < node->text_count; i++) {
        free(node->texts[i].text);
        marks_free(&node->texts[i].marks);
    }
    for (uint32_t i = 0; i < node->draw_count; i++) marks_free(&node->draws[i].marks);
    for (uint32_t i = 0; i < node->wild_count; i++) marks_free(&node->wild[i].marks);
    for (uint32_t i = 0; i < node->end_count; i++) marks_free(&node->ends[i].marks);
    free(node->texts);
    free(node->draws);
    free(node->wild);
    free(node->ends);
    free(node->letters);
    free(node->catalogues);
    free(node->touching);
    free(node);
}

static void graph_free(Graph *graph) {
    for (int kind = 0; kind < KINDS; kind++) {
        for (uint32_t i = 0; graph->nodes[kind] && i < graph->states; i++)
            node_free(graph->nodes[kind][i]);
        free(graph->nodes[kind]);
    }
    for (uint32_t i = 0; graph->values && i < graph->marks; i++) Py_XDECREF(graph->values[i]);
    for (uint32_t i = 0; i < graph->skip_count; i++) free(graph->skips[i].text);
    free(graph->values);
    free(graph->kinds);
    free(graph->skips);
    Py_XDECREF(graph->make);
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

/* A text as letters, which the caller frees; it has one at least. */
static Letter *letters_of(PyObject *text, uint32_t *length) {
    Py_ssize_t count = PyUnicode_GetLength(text);
    if (count < 1 || count > INT32_MAX) {
        wrong("A text of a state is empty.");
        return NULL;
    }
    Letter *letters = malloc((size_t)count * sizeof *letters);
    if (!letters) {
        PyErr_NoMemory();
        return NULL;
    }
    if (!PyUnicode_AsUCS4(text, letters, count, 0)) {
        free(letters);
        return NULL;
    }
    *length = (uint32_t)count;
    return letters;
}

static int marks_of(const Graph *graph, PyObject *tuple, Marks *marks) {
    if (!PyTuple_Check(tuple)) return wrong("The marks of an arc are missing.");
    Py_ssize_t count = PyTuple_Size(tuple);
    marks->numbers = malloc((size_t)(count + 1) * sizeof *marks->numbers);
    if (!marks->numbers) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned long number = PyLong_AsUnsignedLong(PyTuple_GetItem(tuple, i));
        if (PyErr_Occurred() || number >= graph->marks) return wrong("A mark is none.");
        marks->numbers[i] = (uint32_t)number;
    }
    marks->count = (uint32_t)count;
    Py_INCREF(tuple);
    marks->tuple = tuple;
    return 0;
}

/* Room for one thing for each item of a list, and how many these are. */
static void *room(PyObject *state, Py_ssize_t at, size_t size, PyObject **list, Py_ssize_t *count) {
    *list = PyTuple_GetItem(state, at);
    if (!*list || !PyList_Check(*list)) {
        wrong("A part of a state is missing.");
        return NULL;
    }
    *count = PyList_Size(*list);
    void *made = calloc((size_t)*count + 1, size);
    if (!made) PyErr_NoMemory();
    return made;
}

/* Groups of what has the same key, side by side. */
static int grouped(Group *groups, uint32_t *count, uint32_t key, uint32_t at) {
    if (*count && groups[*count - 1].key == key) {
        groups[*count - 1].to = at + 1;
        return 0;
    }
    if (*count && groups[*count - 1].key > key) return wrong("The arcs of a state are not sorted.");
    groups[(*count)++] = (Group){key, at, at + 1};
    return 0;
}

static int read_texts(const Graph *graph, Node *node, PyObject *state) {
    PyObject *list;
    Py_ssize_t count;
    if (!(node->texts = room(state, 0, sizeof *node->texts, &list, &count))) return -1;
    if (!(node->letters = room(state, 0, sizeof *node->letters, &list, &count))) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *text, *marks;
        TextArc *arc = &node->texts[node->text_count++];
        unsigned int target;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "UOdI", &text, &marks, &arc->cost, &target))
            return -1;
        if (target >= graph->states) return wrong("An arc leads to no state.");
        arc->target = target;
        if (!(arc->text = letters_of(text, &arc->length))) return -1;
        if (marks_of(graph, marks, &arc->marks)) return -1;
        if (grouped(node->letters, &node->letter_count, arc->text[0], (uint32_t)i)) return -1;
    }
    return 0;
}

static int read_draw(const Graph *graph, DrawArc *arc, PyObject *item) {
    PyObject *marks;
    unsigned int catalogue, selection, target;
    if (!PyArg_ParseTuple(item, "IIpOdI", &catalogue, &selection, &arc->valued, &marks, &arc->cost,
                          &target))
        return -1;
    if (catalogue >= graph->catalogues || selection >= graph->selections ||
        target >= graph->states)
        return wrong("A draw leads nowhere.");
    arc->catalogue = catalogue;
    arc->selection = selection;
    arc->target = target;
    return marks_of(graph, marks, &arc->marks);
}

static int read_draws(const Graph *graph, Node *node, PyObject *state) {
    PyObject *list;
    Py_ssize_t count;
    if (!(node->draws = room(state, 1, sizeof *node->draws, &list, &count))) return -1;
    if (!(node->catalogues = room(state, 1, sizeof *node->catalogues, &list, &count))) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        DrawArc *arc = &node->draws[node->draw_count++];
        if (read_draw(graph, arc, PyList_GetItem(list, i))) return -1;
        if (grouped(node->catalogues, &node->catalogue_count, arc->catalogue, (uint32_t)i))
            return -1;
    }
    if (!(node->wild = room(state, 2, sizeof *node->wild, &list, &count))) return -1;
    for (Py_ssize_t i = 0; i < count; i++)
        if (read_draw(graph, &node->wild[node->wild_count++], PyList_GetItem(list, i))) return -1;
    return 0;
}

static int read_ends(const Graph *graph, Node *node, PyObject *state) {
    PyObject *list, *marks;
    Py_ssize_t count;
    if (!(node->ends = room(state, 3, sizeof *node->ends, &list, &count))) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        EndArc *arc = &node->ends[node->end_count++];
        unsigned int intent;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "IOd", &intent, &marks, &arc->cost))
            return -1;
        if (intent >= graph->intents) return wrong("An end is of no intent.");
        arc->intent = intent;
        if (marks_of(graph, marks, &arc->marks)) return -1;
    }
    return 0;
}

/* (texts, draws, wildcards, ends, first letters of texts that touch, whether a space may be typed) */
static int read_state(const Graph *graph, Node *node, PyObject *state) {
    if (!PyTuple_Check(state) || PyTuple_Size(state) != 6) return wrong("A state is none.");
    if (read_texts(graph, node, state) || read_draws(graph, node, state) ||
        read_ends(graph, node, state))
        return -1;
    PyObject *touching = PyTuple_GetItem(state, 4);
    if (!PyUnicode_Check(touching)) return wrong("A part of a state is missing.");
    if (PyUnicode_GetLength(touching) &&
        !(node->touching = letters_of(touching, &node->touching_count)))
        return -1;
    node->borders = PyObject_IsTrue(PyTuple_GetItem(state, 5));
    return node->borders < 0 ? -1 : 0;
}

/* The state of that number and kind; NULL with an exception set where Python can't make it. */
const Node *node_of(Graph *graph, uint32_t number, uint32_t kind) {
    Node *node = graph->nodes[kind][number];
    if (node) return node;
    PyObject *state = PyObject_CallFunction(graph->make, "II", number, kind);
    if (!state) return NULL;
    node = calloc(1, sizeof *node);
    if (!node) PyErr_NoMemory();
    if (node && read_state(graph, node, state)) {
        node_free(node);
        node = NULL;
    }
    Py_DECREF(state);
    graph->nodes[kind][number] = node;
    return node;
}

static int read_marks(Graph *graph, PyObject *marks) {
    graph->values = calloc((size_t)graph->marks + 1, sizeof *graph->values);
    graph->kinds = calloc((size_t)graph->marks + 1, 1);
    if (!graph->values || !graph->kinds) {
        PyErr_NoMemory();
        return -1;
    }
    for (uint32_t i = 0; i < graph->marks; i++) {
        PyObject *item = PyTuple_GetItem(marks, i), *value;
        int kind;
        if (!PyTuple_Check(item) || !PyArg_ParseTuple(item, "iO", &kind, &value))
            return wrong("A mark is none.");
        if ((kind == MARK_OPEN || kind == MARK_VALUE) && !PyUnicode_Check(value))
            return wrong("A mark has no text.");
        Py_INCREF(value);
        graph->values[i] = value;
        graph->kinds[i] = (uint8_t)kind;
    }
    return 0;
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
        uint32_t length;
        Skip *skip = &graph->skips[i];
        if (!PyArg_ParseTuple(PyTuple_GetItem(skips, i), "Ui", &text, &skip->words)) return -1;
        if (!(skip->text = letters_of(text, &length))) return -1;
        skip->length = (int32_t)length;
        graph->skip_count++;
    }
    return 0;
}

/* graph(make, (states, catalogues, selections, intents, wild), marks, skips) */
PyObject *make_graph(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *make, *marks, *skips;
    unsigned int states, catalogues, selections, intents;
    int wild;
    if (!PyArg_ParseTuple(args, "O(IIIIp)OO", &make, &states, &catalogues, &selections, &intents,
                          &wild, &marks, &skips))
        return NULL;
    if (!PyTuple_Check(marks) || !PyTuple_Check(skips)) {
        wrong("wrong arguments");
        return NULL;
    }
    Graph *graph = calloc(1, sizeof *graph);
    if (!graph) return PyErr_NoMemory();
    Py_INCREF(make);
    graph->make = make;
    graph->states = states;
    graph->catalogues = catalogues;
    graph->selections = selections;
    graph->intents = intents;
    graph->marks = (uint32_t)PyTuple_Size(marks);
    graph->wild = wild;
    int failed = 0;
    for (int kind = 0; kind < KINDS; kind++)
        failed |= !(graph->nodes[kind] = calloc((size_t)states + 1, sizeof **graph->nodes));
    if (failed) PyErr_NoMemory();
    PyObject *capsule = NULL;
    if (!failed && !read_marks(graph, marks) && !read_skips(graph, skips))
        capsule = PyCapsule_New(graph, NAME, destroy);
    if (!capsule) graph_free(graph);
    return capsule;
}
