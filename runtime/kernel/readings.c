/* One text parsed: what Python prepared goes in, readings or ways come out. */

#include "reading.h"

#include <stdlib.h>
#include <string.h>

#define NAME "gramc.runtime.kernel.Walk"
#define LONGEST (1 << 24) /* letters of a text that is parsed here */
#define USUAL (1 << 17)   /* room for so many letters is kept for the next text */

static void destroy(PyObject *capsule) {
    Walk *walk = PyCapsule_GetPointer(capsule, NAME);
    if (walk) walk_free(walk);
}

/* walk(graph, lookups, rewritten): what parses one text after the other */
PyObject *make_walk(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *graph, *lookups;
    int rewritten;
    if (!PyArg_ParseTuple(args, "OOp", &graph, &lookups, &rewritten)) return NULL;
    Graph *states = graph_of(graph);
    Lookups *listed = states ? lookups_of(lookups) : NULL;
    if (!listed) return NULL;
    if (listed->catalogues != states->catalogues || listed->selections != states->selections) {
        PyErr_SetString(PyExc_ValueError, "The graph has other catalogues.");
        return NULL;
    }
    Walk *walk = calloc(1, sizeof *walk);
    if (!walk) return PyErr_NoMemory();
    walk->graph = states;
    walk->lookups = listed;
    walk->rewritten = rewritten;
    walk->graph_held = graph;
    walk->lookups_held = lookups;
    Py_INCREF(graph);
    Py_INCREF(lookups);
    PyObject *capsule = PyCapsule_New(walk, NAME, destroy);
    if (!capsule) walk_free(walk);
    return capsule;
}

/* --- the text */

static void *grown(void *data, size_t size) {
    void *made = realloc(data, size);
    if (!made) PyErr_NoMemory();
    return made;
}

/* Gives `data`, a variable, room for so many bytes; 0 where that can't be. */
#define GROW(data, size) ((made = grown(data, size)) ? ((data) = made, 1) : 0)

static int make_room(Walk *walk, int32_t length) {
    if (length < walk->room) return 0;
    size_t room = (size_t)length + (size_t)length / 4 + 64, numbers = room * sizeof(int32_t);
    void *made;
    if (!GROW(walk->text, room * sizeof(Letter)) || !GROW(walk->byte_at, numbers) ||
        !GROW(walk->letter_at, 4 * numbers) || !GROW(walk->passes, numbers) ||
        !GROW(walk->word_end, numbers) || !GROW(walk->following, numbers) ||
        !GROW(walk->number, numbers) || !GROW(walk->agenda, room * sizeof(Level)) ||
        !GROW(walk->inside, room * sizeof(Level)))
        return -1;
    walk->room = (int32_t)room;
    return 0;
}

/* Where the letters of UTF-8 begin, and which letter each byte begins (-1: none). */
static void align(Walk *walk) {
    walk->plain = walk->search_size == (size_t)walk->length;
    if (walk->plain) return;
    int32_t letter = 0;
    for (size_t byte = 0; byte < walk->search_size; byte++) {
        int begins = (walk->search[byte] & 0xC0) != 0x80;
        walk->letter_at[byte] = begins ? letter : -1;
        if (begins && letter < walk->length) walk->byte_at[letter++] = (int32_t)byte;
    }
    walk->letter_at[walk->search_size] = walk->length;
    walk->byte_at[walk->length] = (int32_t)walk->search_size;
}

static int read_passes(Walk *walk, PyObject *passes) {
    memset(walk->passes, -1, ((size_t)walk->length + 1) * sizeof(int32_t));
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(passes, &at, &key, &value)) {
        long place = PyLong_AsLong(key), onward = PyLong_AsLong(value);
        if (PyErr_Occurred()) return -1;
        if (place < 0 || onward <= place || onward > walk->length) {
            PyErr_SetString(PyExc_ValueError, "Punctuation leads nowhere.");
            return -1;
        }
        walk->passes[place] = (int32_t)onward;
    }
    return 0;
}

/* What Python has prepared: the text, the text to search in, and passes; 1 where it is not for us. */
static int read_text(Walk *walk, PyObject *text, PyObject *search, PyObject *passes) {
    Py_ssize_t length = PyUnicode_GetLength(text), size;
    if (length < 0 || length != PyUnicode_GetLength(search)) return length < 0 ? -1 : 1;
    if (length > LONGEST) return 1;
    const char *bytes = PyUnicode_AsUTF8AndSize(search, &size);
    if (!bytes) { /* half a surrogate pair */
        PyErr_Clear();
        return 1;
    }
    if (make_room(walk, (int32_t)length)) return -1;
    walk->length = (int32_t)length;
    walk->search = (const uint8_t *)bytes;
    walk->search_size = (size_t)size;
    if (!PyUnicode_AsUCS4(text, walk->text, walk->room, 1)) return -1;
    align(walk);
    return read_passes(walk, passes);
}

/* --- what comes out */

static int by_order(const void *one, const void *other) {
    const End *a = one, *b = other;
    Way first = *a->way, second = *b->way;
    first.order = second.order = 0;
    int ranks = by_rank(&first, &second);
    if (ranks) return ranks;
    if (a->intent != b->intent) return a->intent < b->intent ? -1 : 1;
    return (a->way->order > b->way->order) - (a->way->order < b->way->order);
}

/* The steps of a finished way, the first first, and how many they are. */
static const Way **steps_of(Walk *walk, const Way *way, size_t *count) {
    *count = 0;
    for (const Way *step = way; step; step = step->before) (*count)++;
    const Way **steps = arena_take(&walk->arena, *count * sizeof *steps);
    size_t at = *count;
    for (const Way *step = way; steps && step; step = step->before) steps[--at] = step;
    return steps;
}

static PyObject *marks_of(const Marks *marks) {
    PyObject *tuple = PyTuple_New(marks->count);
    for (uint32_t i = 0; tuple && i < marks->count; i++) {
        PyObject *number = PyLong_FromUnsignedLong(marks->numbers[i]);
        if (!number || PyTuple_SetItem(tuple, i, number)) Py_CLEAR(tuple);
    }
    return tuple;
}

/* A way as runtime/ways.py has it. */
static PyObject *way_of(Walk *walk, const Way *way) {
    size_t count;
    const Way **steps = steps_of(walk, way, &count);
    if (!steps) return NULL;
    PyObject *made = Py_None;
    Py_INCREF(made);
    for (size_t i = 0; made && i < count; i++) {
        const Way *s = steps[i];
        PyObject *marks = marks_of(s->marks), *more = NULL, *selection = Py_None;
        if (s->selection < 0) Py_INCREF(selection);
        else selection = PyObject_CallMethod(walk->lookups->owner, "drawn", "i", s->selection);
        if (selection && marks)
            more = Py_BuildValue("(iiLdLOOiiOL())", s->skipped, s->wild, (long long)s->covered,
                                 s->cost, (long long)s->order, made, marks, s->start, s->end,
                                 selection, (long long)s->row);
        Py_XDECREF(marks);
        Py_XDECREF(selection);
        Py_DECREF(made);
        made = more;
    }
    return made;
}

/* A slot that is open. */
typedef struct {
    PyObject *name, *value, *inner; /* borrowed; NULL or owned; owned */
    int32_t begun;
} Frame;

typedef struct {
    Frame *frames;
    size_t count, room;
    PyObject *spans, *constants, *starts, *ends;
} Reading;

static int open_slot(Reading *r, PyObject *name, int32_t place) {
    if (r->count == r->room) {
        void *made;
        if (!GROW(r->frames, (2 * r->room + 8) * sizeof *r->frames)) return -1;
        r->room = 2 * r->room + 8;
    }
    PyObject *inner = PyList_New(0);
    if (!inner) return -1;
    r->frames[r->count++] = (Frame){name, NULL, inner, place};
    return 0;
}

/* What stands in `list` at a place, or the place itself where the list is None. */
static PyObject *typed(PyObject *list, int32_t place) {
    if (list == Py_None) return PyLong_FromLong(place);
    PyObject *found = PyList_GetItem(list, place);
    Py_XINCREF(found);
    return found;
}

static int close_slot(Reading *r, int32_t end) {
    if (!r->count) {
        PyErr_SetString(PyExc_ValueError, "A slot ends that has not begun.");
        return -1;
    }
    Frame frame = r->frames[--r->count];
    PyObject *start = typed(r->starts, frame.begun);
    PyObject *stop = r->ends == Py_None ? typed(r->ends, end) : typed(r->ends, end - 1);
    PyObject *inner = PyList_AsTuple(frame.inner), *span = NULL;
    if (start && stop && inner)
        span = PyTuple_Pack(5, frame.name, start, stop, frame.value ? frame.value : Py_None, inner);
    int failed = !span || PyList_Append(r->count ? r->frames[r->count - 1].inner : r->spans, span);
    Py_XDECREF(start);
    Py_XDECREF(stop);
    Py_XDECREF(inner);
    Py_XDECREF(span);
    Py_XDECREF(frame.value);
    Py_DECREF(frame.inner);
    return failed ? -1 : 0;
}

/* Values side by side are joined by a space. */
static int add_value(Reading *r, PyObject *value) {
    if (!r->count) {
        PyErr_SetString(PyExc_ValueError, "A value stands in no slot.");
        return -1;
    }
    Frame *frame = &r->frames[r->count - 1];
    if (!frame->value) {
        Py_INCREF(value);
        frame->value = value;
        return 0;
    }
    PyObject *joined = PyUnicode_FromFormat("%U %U", frame->value, value);
    if (!joined) return -1;
    Py_DECREF(frame->value);
    frame->value = joined;
    return 0;
}

static int read_step(Walk *walk, Reading *r, const Way *step, int32_t end_before) {
    const Graph *graph = walk->graph;
    for (uint32_t i = 0; i < step->marks->count; i++) {
        uint32_t mark = step->marks->numbers[i];
        PyObject *value = graph->values[mark];
        switch (graph->kinds[mark]) {
        case MARK_OPEN:
            if (open_slot(r, value, step->start)) return -1;
            break;
        case MARK_CLOSE:
            if (close_slot(r, end_before)) return -1;
            break;
        case MARK_VALUE:
            if (add_value(r, value)) return -1;
            break;
        case MARK_CONSTANT:
            if (PyList_Append(r->constants, value)) return -1;
        }
    }
    if (step->selection < 0 || step->row < 0) return 0;
    PyObject *value = PyObject_CallMethod(walk->lookups->owner, "identity", "iL",
                                          (int)step->selection, (long long)step->row);
    int failed = !value || (value != Py_None && add_value(r, value));
    Py_XDECREF(value);
    return failed ? -1 : 0;
}

/* (words skipped, cost, intent, spans, constants): a span is a tuple of what a `Span` is made of. */
static PyObject *reading_of(Walk *walk, const End *end, PyObject *starts, PyObject *ends) {
    size_t count;
    const Way **steps = steps_of(walk, end->way, &count);
    Reading r = {.spans = PyList_New(0), .constants = PyList_New(0), .starts = starts, .ends = ends};
    PyObject *spans = NULL, *constants = NULL, *made = NULL;
    int failed = !steps || !r.spans || !r.constants;
    int32_t end_before = 0;
    for (size_t i = 0; !failed && i < count; i++) {
        failed = read_step(walk, &r, steps[i], end_before);
        if (steps[i]->end > 0) end_before = steps[i]->end;
    }
    if (!failed && (spans = PyList_AsTuple(r.spans)) && (constants = PyList_AsTuple(r.constants)))
        made = Py_BuildValue("(idIOO)", end->way->skipped, end->way->cost, end->intent, spans,
                             constants);
    while (r.count) {
        Frame *frame = &r.frames[--r.count];
        Py_XDECREF(frame->value);
        Py_DECREF(frame->inner);
    }
    free(r.frames);
    Py_XDECREF(r.spans);
    Py_XDECREF(r.constants);
    Py_XDECREF(spans);
    Py_XDECREF(constants);
    return made;
}

/* parse(walk, prepared, (text, search, passes, starts, ends), keep, intent or -1, ways) -> (steps, the
   ways that come to the end, or what they say, best first), or None where only Python can parse it */
PyObject *parse(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *prepared, *text, *search, *passes, *starts, *ends;
    unsigned int keep;
    int intent, ways;
    if (!PyArg_ParseTuple(args, "OO(UUO!OO)Iip", &capsule, &prepared, &text, &search, &PyDict_Type,
                          &passes, &starts, &ends, &keep, &intent, &ways))
        return NULL;
    Walk *walk = PyCapsule_GetPointer(capsule, NAME);
    if (!walk) return NULL;
    int wrong = walk->busy ? 1 : read_text(walk, text, search, passes);
    if (wrong) {
        if (wrong < 0) return NULL;
        Py_RETURN_NONE;
    }
    walk->keep = keep < 1 ? 1 : keep;
    walk->prepared = prepared;
    walk->busy = 1;
    PyObject *list = walk_text(walk) ? NULL : PyList_New(0);
    if (list && walk->end_count > 1)
        qsort(walk->ends, walk->end_count, sizeof *walk->ends, by_order);
    for (uint32_t i = 0; list && i < walk->end_count; i++) {
        const End *end = &walk->ends[i];
        if (intent >= 0 && end->intent != (uint32_t)intent) continue;
        PyObject *item = ways ? way_of(walk, end->way) : reading_of(walk, end, starts, ends);
        if (item && ways) {
            PyObject *pair = Py_BuildValue("(NI)", item, end->intent);
            item = pair;
        }
        if (!item || PyList_Append(list, item)) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    int64_t steps = walk->steps;
    walk_rest(walk, USUAL);
    walk->busy = 0;
    return list ? Py_BuildValue("(LN)", (long long)steps, list) : NULL;
}
