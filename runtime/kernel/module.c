/* The Python module: programs are prepared once, and then give lines or columns by the batch,
   without the interpreter's lock. */

#include <patchlevel.h>
#if PY_VERSION_HEX >= 0x030B0000 /* before, buffers are not in the limited API */
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "columns.h"
#include "lines.h"

#define NAME "gramc.runtime.kernel.Program"
#define MOST_PARTS 64

typedef struct {
    Program program;
    Escaped names;
    uint32_t *number_of;
    Py_buffer *views;
    size_t view_count, view_room;
} Held;

static void held_free(Held *held) {
    for (size_t i = 0; i < held->view_count; i++) PyBuffer_Release(&held->views[i]);
    free(held->views);
    program_free(&held->program);
    escape_free(&held->names);
    free(held->number_of);
    free(held);
}

static void destroy(PyObject *capsule) {
    Held *held = PyCapsule_GetPointer(capsule, NAME);
    if (held) held_free(held);
}

/* The numbers in a buffer, kept for as long as the program; how many there are goes to `count`. */
static const void *view(Held *held, PyObject *object, size_t size, uint64_t *count) {
    *count = 0;
    if (object == Py_None) return NULL;
    if (held->view_count == held->view_room) {
        size_t more = held->view_room ? 2 * held->view_room : 32;
        Py_buffer *made = realloc(held->views, more * sizeof *made);
        if (!made) {
            PyErr_NoMemory();
            return NULL;
        }
        held->views = made;
        held->view_room = more;
    }
    Py_buffer *buffer = &held->views[held->view_count];
    if (PyObject_GetBuffer(object, buffer, PyBUF_SIMPLE)) return NULL;
    held->view_count++;
    static const uint64_t empty[1];
    const void *data = buffer->len ? buffer->buf : empty;
    if ((uintptr_t)data % size || (size_t)buffer->len % size) {
        PyErr_SetString(PyExc_ValueError, "A section does not begin or end where it should.");
        return NULL;
    }
    *count = (uint64_t)buffer->len / size;
    return data;
}

/* The same, where there can't be more than 2^31 and there must be `wanted`, if that is not -1. */
static const void *numbers(Held *held, PyObject *tuple, Py_ssize_t at, size_t size, int64_t wanted,
                           uint32_t *count) {
    uint64_t found = 0;
    PyObject *object = PyTuple_GetItem(tuple, at);
    const void *data = object ? view(held, object, size, &found) : NULL;
    if (PyErr_Occurred()) return NULL;
    if (found > INT32_MAX || (wanted >= 0 && data && found != (uint64_t)wanted)) {
        PyErr_SetString(PyExc_ValueError, "A section has not as many numbers as it should.");
        return NULL;
    }
    if (count) *count = (uint32_t)found;
    return data;
}

static uint64_t number_at(PyObject *tuple, Py_ssize_t at) {
    PyObject *object = PyTuple_GetItem(tuple, at);
    return object ? PyLong_AsUnsignedLongLong(object) : 0;
}

/* Offsets of n + 1 texts, of 4 or 8 bytes each. */
static const void *offsets(Held *held, PyObject *tuple, Py_ssize_t at, uint64_t n, int *wide) {
    uint64_t count = 0;
    PyObject *object = PyTuple_GetItem(tuple, at);
    const void *data = object ? view(held, object, 4, &count) : NULL;
    if (!data) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "The offsets are missing.");
        return NULL;
    }
    *wide = count == 2 * (n + 1);
    if ((!*wide && count != n + 1) || (*wide && (uintptr_t)data % 8)) {
        PyErr_SetString(PyExc_ValueError, "A section has not as many numbers as it should.");
        return NULL;
    }
    return data;
}

static int64_t signed_at(PyObject *tuple, Py_ssize_t at) {
    PyObject *object = PyTuple_GetItem(tuple, at);
    return object ? PyLong_AsLongLong(object) : 0;
}

/* (first, step, count, times, scale, scale of values, texts or None, their offsets, sets, bases,
   divisors, items of rules, items, plurals, roots) */
static int read_numbers(Held *held, PyObject *tuple, Numbers *n) {
    n->first = signed_at(tuple, 0);
    n->step = signed_at(tuple, 1);
    n->count = number_at(tuple, 2);
    n->times = signed_at(tuple, 3);
    uint64_t scale = number_at(tuple, 4), value_scale = number_at(tuple, 5);
    if (PyErr_Occurred()) return -1;
    n->scale = scale > INT32_MAX ? INT32_MAX : (uint32_t)scale;
    n->value_scale = value_scale > INT32_MAX ? INT32_MAX : (uint32_t)value_scale;
    PyObject *texts = PyTuple_GetItem(tuple, 6);
    if (!texts) return -1;
    if (texts == Py_None) return 0;
    uint32_t texts_at, sets, rules, at, items, plurals, roots;
    n->texts = view(held, texts, 1, &n->texts_size);
    if (PyErr_Occurred()) return -1;
    n->text_at = numbers(held, tuple, 7, 4, -1, &texts_at);
    if (PyErr_Occurred()) return -1;
    n->sets = numbers(held, tuple, 8, 4, -1, &sets);
    if (PyErr_Occurred()) return -1;
    n->base = numbers(held, tuple, 9, 8, -1, &rules);
    if (PyErr_Occurred()) return -1;
    n->divisor = numbers(held, tuple, 10, 8, rules, NULL);
    if (PyErr_Occurred()) return -1;
    n->at = numbers(held, tuple, 11, 4, -1, &at);
    if (PyErr_Occurred()) return -1;
    n->items = numbers(held, tuple, 12, 4, -1, &items);
    if (PyErr_Occurred()) return -1;
    n->plurals = numbers(held, tuple, 13, 4, -1, &plurals);
    if (PyErr_Occurred()) return -1;
    n->roots = numbers(held, tuple, 14, 4, -1, &roots);
    if (PyErr_Occurred()) return -1;
    if (!texts_at || !sets || at != rules + 1 || items % 2 || plurals % PLURAL_FORMS ||
        roots % ROOT_PARTS || !n->base || !n->divisor || !n->at || !n->items || !n->plurals ||
        !n->roots) {
        PyErr_SetString(PyExc_ValueError, "A section has not as many numbers as it should.");
        return -1;
    }
    n->text_count = texts_at - 1;
    n->set_count = sets - 1;
    n->rule_count = rules;
    n->item_count = items / 2;
    n->plural_count = plurals / PLURAL_FORMS;
    n->root_count = roots / ROOT_PARTS;
    return 0;
}

/* (rows, values, their offsets, ids or None, their offsets, weights or None, empty ids), or, for a
   range, (rows, its numbers) */
static int read_catalogue(Held *held, PyObject *tuple, Catalogue *c) {
    uint64_t count;
    c->rows = number_at(tuple, 0);
    if (PyErr_Occurred()) return -1;
    if (PyTuple_Size(tuple) == 2) {
        PyObject *range = PyTuple_GetItem(tuple, 1);
        c->numbers = calloc(1, sizeof *c->numbers);
        if (!c->numbers) {
            PyErr_NoMemory();
            return -1;
        }
        if (!PyTuple_Check(range) || PyTuple_Size(range) != 15) {
            PyErr_SetString(PyExc_ValueError, "The numbers of a range are missing.");
            return -1;
        }
        return read_numbers(held, range, c->numbers);
    }
    if (c->rows > UINT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "A catalogue has too many rows.");
        return -1;
    }
    c->values = view(held, PyTuple_GetItem(tuple, 1), 1, &c->values_size);
    if (!c->values && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "The values of a catalogue are missing.");
    if (PyErr_Occurred()) return -1;
    c->value_at = offsets(held, tuple, 2, c->rows, &c->wide_values);
    if (PyErr_Occurred()) return -1;
    c->ids = view(held, PyTuple_GetItem(tuple, 3), 1, &c->ids_size);
    if (PyErr_Occurred()) return -1;
    if (c->ids) c->id_at = offsets(held, tuple, 4, c->rows, &c->wide_ids);
    if (PyErr_Occurred()) return -1;
    c->weights = view(held, PyTuple_GetItem(tuple, 5), 4, &count);
    if (PyErr_Occurred()) return -1;
    c->wide_weights = c->weights && count == 2 * c->rows;
    if (c->weights && ((!c->wide_weights && count != c->rows) ||
                       (c->wide_weights && (uintptr_t)c->weights % 8))) {
        PyErr_SetString(PyExc_ValueError, "A catalogue has not as many weights as rows.");
        return -1;
    }
    c->empty = view(held, PyTuple_GetItem(tuple, 6), 4, &c->empties);
    return PyErr_Occurred() ? -1 : 0;
}

/* (catalogue or -1, length, rows or None, sums or None, guide or None, mass, first row where there
   are no rows) */
static int read_selection(Held *held, PyObject *tuple, Selection *s) {
    const Program *p = &held->program;
    uint64_t count;
    long number = PyLong_AsLong(PyTuple_GetItem(tuple, 0));
    if (PyErr_Occurred()) return -1;
    if (number < 0) return 0;
    if (number >= (long)p->catalogue_count) {
        PyErr_SetString(PyExc_ValueError, "A selection is of no catalogue.");
        return -1;
    }
    s->catalogue = &p->catalogues[number];
    s->length = number_at(tuple, 1);
    if (PyErr_Occurred()) return -1;
    s->rows = view(held, PyTuple_GetItem(tuple, 2), 4, &count);
    if (PyErr_Occurred()) return -1;
    int wrong = s->rows && count != s->length;
    s->sums = view(held, PyTuple_GetItem(tuple, 3), 8, &count);
    if (PyErr_Occurred()) return -1;
    wrong |= s->sums && count != s->length;
    s->guide = view(held, PyTuple_GetItem(tuple, 4), 4, &count);
    if (PyErr_Occurred()) return -1;
    wrong |= s->guide && count != (1u << 16) + 1;
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, "A selection has not as many numbers as rows.");
        return -1;
    }
    s->mass = number_at(tuple, 5);
    if (PyErr_Occurred()) return -1;
    s->first = number_at(tuple, 6);
    return PyErr_Occurred() ? -1 : 0;
}

/* (catalogue, texts, their offsets, how many, codes or None, whether they are the values) */
static int read_column(Held *held, PyObject *tuple, Column *c) {
    const Program *p = &held->program;
    uint64_t count = 0;
    uint64_t catalogue = number_at(tuple, 0);
    if (PyErr_Occurred()) return -1;
    if (catalogue >= p->catalogue_count) {
        PyErr_SetString(PyExc_ValueError, "A column is of no catalogue.");
        return -1;
    }
    c->catalogue = &p->catalogues[catalogue];
    c->cells = number_at(tuple, 3);
    if (PyErr_Occurred()) return -1;
    c->texts = view(held, PyTuple_GetItem(tuple, 1), 1, &c->size);
    if (!c->texts && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "The cells of a column are missing.");
    if (PyErr_Occurred()) return -1;
    if (c->cells > UINT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "A column has too many cells.");
        return -1;
    }
    c->at = offsets(held, tuple, 2, c->cells, &c->wide);
    if (PyErr_Occurred()) return -1;
    c->codes = view(held, PyTuple_GetItem(tuple, 4), 4, &count);
    if (PyErr_Occurred()) return -1;
    if (c->codes && count != c->catalogue->rows) {
        PyErr_SetString(PyExc_ValueError, "A column has not as many numbers as rows.");
        return -1;
    }
    c->values = (int)number_at(tuple, 5);
    return PyErr_Occurred() ? -1 : 0;
}

/* ((column, ...), (selection, column and register of each use), so many registers) */
static int read_shared(Held *held, PyObject *shared) {
    Program *p = &held->program;
    PyObject *columns = PyTuple_GetItem(shared, 0);
    if (!columns) return -1;
    if (!PyTuple_Check(columns)) {
        PyErr_SetString(PyExc_ValueError, "The columns are missing.");
        return -1;
    }
    uint32_t count = 0, made = (uint32_t)PyTuple_Size(columns);
    const uint32_t *uses = numbers(held, shared, 1, 4, -1, &count);
    if (PyErr_Occurred()) return -1;
    p->use_count = count / 3;
    p->columns = calloc((size_t)made + 1, sizeof *p->columns);
    p->uses = calloc((size_t)p->use_count + 1, sizeof *p->uses);
    if (!p->columns || !p->uses) {
        PyErr_NoMemory();
        return -1;
    }
    for (; p->column_count < made; p->column_count++) {
        PyObject *column = PyTuple_GetItem(columns, p->column_count);
        if (!PyTuple_Check(column)) PyErr_SetString(PyExc_ValueError, "A column is missing.");
        if (PyErr_Occurred() || read_column(held, column, &p->columns[p->column_count])) return -1;
    }
    uint64_t registers = number_at(shared, 2);
    if (PyErr_Occurred()) return -1;
    for (uint32_t i = 0; i < p->use_count; i++) {
        const uint32_t *use = uses + 3 * (size_t)i;
        if (use[0] >= p->selection_count || use[2] >= registers || registers > p->use_count ||
            (p->selections[use[0]].catalogue && use[1] >= made)) {
            PyErr_SetString(PyExc_ValueError, "A use of a row is of none.");
            return -1;
        }
        p->uses[i] = (Use){&p->selections[use[0]], &p->columns[use[1] < made ? use[1] : 0], use[2]};
    }
    p->register_count = (uint32_t)registers;
    return 0;
}

static int read_tables(Held *held, PyObject *tables, const uint32_t **code, const char **blob,
                       uint64_t *blob_size, const uint32_t **text_at) {
    Program *p = &held->program;
    uint32_t count = 0, limits = 0;
    *code = numbers(held, tables, 0, 4, -1, &count);
    p->places = count / 2;
    if (!PyErr_Occurred() && count % 2) {
        PyErr_SetString(PyExc_ValueError, "The code ends within an operation.");
        return -1;
    }
    if (PyErr_Occurred()) return -1;
    p->branch.limits = numbers(held, tables, 1, 4, -1, &limits);
    if (PyErr_Occurred()) return -1;
    if (!limits) {
        PyErr_SetString(PyExc_ValueError, "The branches have no end.");
        return -1;
    }
    p->branch.branches = limits - 1;
    p->branch.target = numbers(held, tables, 3, 4, -1, &p->branch.targets);
    if (PyErr_Occurred()) return -1;
    int64_t targets = p->branch.targets;
    p->branch.threshold = numbers(held, tables, 2, 8, targets, NULL);
    if (PyErr_Occurred()) return -1;
    p->branch.units = numbers(held, tables, 4, 8, targets, NULL);
    if (PyErr_Occurred()) return -1;
    p->entry = numbers(held, tables, 5, 4, -1, &p->entries);
    if (PyErr_Occurred()) return -1;
    *blob = view(held, PyTuple_GetItem(tables, 6), 1, blob_size);
    if (PyErr_Occurred()) return -1;
    *text_at = numbers(held, tables, 7, 4, -1, &count);
    if (PyErr_Occurred()) return -1;
    if (!count) {
        PyErr_SetString(PyExc_ValueError, "The texts have no end.");
        return -1;
    }
    p->text_count = count - 1;
    p->pairs = numbers(held, tables, 8, 4, -1, &count);
    p->pair_count = count / 2;
    if (PyErr_Occurred()) return -1;
    p->roots = numbers(held, tables, 9, 4, -1, &count);
    p->root_count = count / 2;
    if (PyErr_Occurred()) return -1;
    p->root_threshold = numbers(held, tables, 10, 8, p->root_count, NULL);
    if (PyErr_Occurred()) return -1;
    p->intents = numbers(held, tables, 11, 4, -1, &p->intent_count);
    if (PyErr_Occurred()) return -1;
    uint32_t names = 0;
    const uint32_t *number_of = numbers(held, tables, 12, 4, -1, &names);
    if (PyErr_Occurred()) return -1;
    held->number_of = malloc(((size_t)p->text_count + 1) * sizeof *held->number_of);
    if (!held->number_of) {
        PyErr_NoMemory();
        return -1;
    }
    for (uint32_t i = 0; i < p->text_count; i++) held->number_of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < names; i++) {
        if (number_of[i] >= p->text_count) {
            PyErr_SetString(PyExc_ValueError, "A text is missing.");
            return -1;
        }
        held->number_of[number_of[i]] = i;
    }
    return 0;
}

static int read_ranks(Held *held, PyObject *ranks) {
    Program *p = &held->program;
    if (ranks == Py_None) {
        if (!p->branch.threshold || !p->branch.units || !p->root_threshold)
            PyErr_SetString(PyExc_ValueError, "There are no thresholds.");
        return PyErr_Occurred() ? -1 : 0;
    }
    p->below = numbers(held, ranks, 0, 8, 2 * (int64_t)p->branch.targets, NULL);
    if (PyErr_Occurred()) return -1;
    p->after = numbers(held, ranks, 1, 8, 2 * (int64_t)p->places, NULL);
    if (PyErr_Occurred()) return -1;
    uint64_t low = number_at(ranks, 2), high = PyErr_Occurred() ? 0 : number_at(ranks, 3);
    if (PyErr_Occurred()) return -1;
    p->size = (u128)high << 64 | low;
    if (!p->size || high >> 63) PyErr_SetString(PyExc_ValueError, "Too many sentences, or none.");
    return PyErr_Occurred() ? -1 : 0;
}

static int read_rewriter(Held *held, PyObject *rewrites) {
    Rewriter *r = &held->program.rewriter;
    Rewriter made = {0};
    uint32_t states, ends;
    if (rewrites == Py_None) return 0;
    made.final = numbers(held, rewrites, 0, 4, -1, &states);
    if (PyErr_Occurred()) return -1;
    made.states = states;
    const uint32_t **each[] = {&made.next, &made.out, &made.border_next, &made.border_out};
    for (int i = 0; i < 4; i++) {
        int64_t wanted = i < 2 ? 256 * (int64_t)states : states;
        *each[i] = numbers(held, rewrites, 1 + i, 4, wanted, NULL);
        if (PyErr_Occurred()) return -1;
    }
    made.output_at = numbers(held, rewrites, 5, 4, -1, &ends);
    if (PyErr_Occurred()) return -1;
    made.output_count = ends ? ends - 1 : 0;
    uint32_t size = 0;
    made.outputs = numbers(held, rewrites, 6, 1, -1, &size);
    if (PyErr_Occurred()) return -1;
    const uint8_t **flags[] = {&made.marks[0], &made.marks[1], &made.marks[2], &made.marks[3],
                               &made.begin,    &made.end};
    for (int i = 0; i < DEPTH + 2; i++) {
        *flags[i] = numbers(held, rewrites, 7 + i, 1, 256, NULL);
        if (PyErr_Occurred()) return -1;
    }
    made.neutral = (uint32_t)number_at(rewrites, 7 + DEPTH + 2);
    if (PyErr_Occurred()) return -1;
    made.partial = number_at(rewrites, 8 + DEPTH + 2) != 0;
    if (PyErr_Occurred()) return -1;
    for (int i = 0; i < DEPTH + 2; i++)
        if (!*each[i % 4] || !*flags[i] || !made.final || !made.output_at || !made.outputs) {
            PyErr_SetString(PyExc_ValueError, "The rewrites are not whole.");
            return -1;
        }
    const char *wrong = rewriter_check(&made);
    if (!wrong && made.output_count && made.output_at[made.output_count] > size)
        wrong = "The outputs of rewrites are missing.";
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, wrong);
        return -1;
    }
    rewriter_prepare(&made);
    *r = made;
    return 0;
}

/* Every name that a slot or a constant may have has a number among the names. */
static const char *check_names(const Held *held, const uint32_t *code) {
    const Program *p = &held->program;
    for (uint32_t i = 0; i < p->places; i++)
        if (code[2 * (size_t)i] == OP_OPEN &&
            held->number_of[code[2 * (size_t)i + 1]] == UINT32_MAX)
            return "The name of a slot is missing.";
    for (uint32_t i = 0; i < p->pair_count; i++)
        if (held->number_of[p->pairs[2 * (size_t)i]] == UINT32_MAX)
            return "The name of a constant is missing.";
    return NULL;
}

static PyObject *prepare(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *tables, *catalogues, *selections, *ranks, *shared, *rewrites;
    if (!PyArg_ParseTuple(args, "O!O!O!OOO", &PyTuple_Type, &tables, &PyTuple_Type, &catalogues,
                          &PyTuple_Type, &selections, &ranks, &shared, &rewrites))
        return NULL;
    Held *held = calloc(1, sizeof *held);
    if (!held) return PyErr_NoMemory();
    Program *p = &held->program;
    const uint32_t *code, *text_at;
    const char *blob;
    uint64_t blob_size;
    p->catalogue_count = (uint32_t)PyTuple_Size(catalogues);
    p->selection_count = (uint32_t)PyTuple_Size(selections);
    p->catalogues = calloc((size_t)p->catalogue_count + 1, sizeof *p->catalogues);
    p->selections = calloc((size_t)p->selection_count + 1, sizeof *p->selections);
    if (!p->catalogues || !p->selections) {
        PyErr_NoMemory();
        goto fail;
    }
    if (read_tables(held, tables, &code, &blob, &blob_size, &text_at)) goto fail;
    for (uint32_t i = 0; i < p->catalogue_count; i++)
        if (read_catalogue(held, PyTuple_GetItem(catalogues, i), &p->catalogues[i])) goto fail;
    for (uint32_t i = 0; i < p->selection_count; i++)
        if (read_selection(held, PyTuple_GetItem(selections, i), &p->selections[i])) goto fail;
    if (shared != Py_None && read_shared(held, shared)) goto fail;
    if (read_ranks(held, ranks) || read_rewriter(held, rewrites)) goto fail;
    const char *wrong = program_prepare(p, code, blob, blob_size, text_at);
    if (!wrong) wrong = check_names(held, code);
    if (wrong && *wrong) {
        PyErr_SetString(PyExc_ValueError, wrong);
        goto fail;
    }
    if (wrong || escape_names(p, &held->names)) {
        PyErr_NoMemory();
        goto fail;
    }
    PyObject *capsule = PyCapsule_New(held, NAME, destroy);
    if (capsule) return capsule;
fail:
    if (PyErr_ExceptionMatches(PyExc_OverflowError))
        PyErr_SetString(PyExc_ValueError, "A number is out of range.");
    held_free(held);
    return NULL;
}

/* How sentences are chosen: by the walk's own odds; or by rank, drawn evenly or each once. */
enum { MODE_WEIGHTS = 0, MODE_EVEN = 1, MODE_DISTINCT = 2 };

/* Which sentences: how they are chosen, the seed, the first and how many. */
typedef struct {
    int mode;
    uint64_t seed, first, count;
} Wanted;

static void complain(int failed) {
    if (failed == NO_END)
        PyErr_SetString(PyExc_ValueError, "The code goes round without an end.");
    else if (failed == NOT_HERE)
        PyErr_SetString(PyExc_LookupError, "A sentence is left to the definition.");
    else
        PyErr_NoMemory();
}

static int may_be_drawn(const Program *p, const Wanted *w) {
    if (w->mode < MODE_WEIGHTS || w->mode > MODE_DISTINCT) return 0;
    if ((w->mode != MODE_WEIGHTS) != (p->below != NULL)) return 0;
    return w->mode != MODE_DISTINCT || !w->count || (u128)w->first + w->count <= p->size;
}

static int part_of(const Sentence *s, const uint64_t *limits, int parts) {
    if (parts < 2) return 0;
    uint64_t key = split_key(s->text, s->length);
    int part = 0;
    while (part < parts - 1 && limits[part] <= key) part++;
    return part;
}

/* lines(program, form, (mode, seed, first, count), buffers, used, limits) -> (done, used, …):
   fills the buffers, one for each part, from where they are used; stops before a line for which
   there might be no room. */
static PyObject *lines(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *buffers, *used, *result = NULL;
    Wanted w;
    int form, parts, begun = 0, failed = 0;
    Py_buffer limits = {0}, views[MOST_PARTS];
    Output out[MOST_PARTS];
    uint64_t done = 0;
    Sentence s;
    if (!PyArg_ParseTuple(args, "Oi(iKKK)O!O!y*", &capsule, &form, &w.mode, &w.seed, &w.first,
                          &w.count, &PyTuple_Type, &buffers, &PyTuple_Type, &used, &limits))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, NAME);
    if (!held) goto end;
    const Program *p = &held->program;
    parts = (int)PyTuple_Size(buffers);
    if (parts < 1 || parts > MOST_PARTS || PyTuple_Size(used) != parts || form < 0 ||
        form >= FORMS || !may_be_drawn(p, &w) ||
        limits.len != (Py_ssize_t)sizeof(uint64_t) * parts || (uintptr_t)limits.buf % 8) {
        PyErr_SetString(PyExc_ValueError, "wrong arguments");
        goto end;
    }
    for (; begun < parts; begun++) {
        if (PyObject_GetBuffer(PyTuple_GetItem(buffers, begun), &views[begun], PyBUF_WRITABLE))
            goto end;
        uint64_t from = number_at(used, begun);
        if (PyErr_Occurred() || from > (uint64_t)views[begun].len) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "wrong arguments");
            PyBuffer_Release(&views[begun]);
            goto end;
        }
        out[begun] = (Output){views[begun].buf, from, (size_t)views[begun].len};
    }
    Py_BEGIN_ALLOW_THREADS
    int want = form == FORM_TEXT ? WANT_TEXT : form == FORM_JSONL ? WANT_ALL : WANT_LABELS;
    Ranks ranks;
    if (w.mode) ranks_init(&ranks, p->size, w.mode == MODE_DISTINCT, w.seed);
    failed = sentence_init(&s);
    for (; !failed && done < w.count; done++) {
        failed = draw(p, &s, w.seed, w.mode ? &ranks : NULL, w.first + done, want);
        if (failed) break;
        Output *to = &out[part_of(&s, limits.buf, parts)];
        if (to->room - to->used < line_bound(&held->names, &s, form)) break;
        write_line(p, &held->names, &s, form, to);
    }
    sentence_free(&s);
    Py_END_ALLOW_THREADS
    if (failed) {
        complain(failed);
        goto end;
    }
    result = PyTuple_New(parts + 1);
    for (int i = 0; result && i <= parts; i++) {
        PyObject *number = PyLong_FromUnsignedLongLong(i ? out[i - 1].used : done);
        if (!number || PyTuple_SetItem(result, i, number)) {
            Py_DECREF(result);
            result = NULL;
        }
    }
end:
    while (begun) PyBuffer_Release(&views[--begun]);
    PyBuffer_Release(&limits);
    return result;
}

static PyObject *columns_of(const Columns *c) {
    PyObject *result = PyTuple_New(COLUMNS + 1);
    for (int i = 0; result && i <= COLUMNS; i++) {
        PyObject *item =
            i < COLUMNS ? PyBytes_FromStringAndSize(c->column[i].data ? c->column[i].data : "",
                                                    (Py_ssize_t)c->column[i].used)
                        : PyLong_FromUnsignedLong(c->rows);
        if (!item || PyTuple_SetItem(result, i, item)) {
            Py_DECREF(result);
            return NULL;
        }
    }
    return result;
}

/* columns(program, (mode, seed, first, count), limits) -> for each part its columns and rows */
static PyObject *columns(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *result = NULL;
    Wanted w;
    Py_buffer limits = {0};
    Columns part[MOST_PARTS];
    int failed = 0, begun = 0;
    Sentence s;
    if (!PyArg_ParseTuple(args, "O(iKKK)y*", &capsule, &w.mode, &w.seed, &w.first, &w.count,
                          &limits))
        return NULL;
    Held *held = PyCapsule_GetPointer(capsule, NAME);
    if (!held) goto end;
    const Program *p = &held->program;
    Py_ssize_t parts = limits.len / (Py_ssize_t)sizeof(uint64_t);
    if (parts < 1 || parts > MOST_PARTS || !may_be_drawn(p, &w) ||
        (uintptr_t)limits.buf % 8) {
        PyErr_SetString(PyExc_ValueError, "wrong arguments");
        goto end;
    }
    Py_BEGIN_ALLOW_THREADS
    Ranks ranks;
    if (w.mode) ranks_init(&ranks, p->size, w.mode == MODE_DISTINCT, w.seed);
    failed = sentence_init(&s);
    for (; begun < parts; begun++) failed |= columns_init(&part[begun]);
    for (uint64_t i = 0; !failed && i < w.count; i++)
        if (!(failed = draw(p, &s, w.seed, w.mode ? &ranks : NULL, w.first + i, WANT_ALL)))
            failed = columns_add(p, &s, held->number_of,
                                 &part[part_of(&s, limits.buf, (int)parts)]);
    sentence_free(&s);
    Py_END_ALLOW_THREADS
    if (failed) {
        complain(failed);
        goto end;
    }
    result = PyTuple_New(parts);
    for (Py_ssize_t i = 0; result && i < parts; i++) {
        PyObject *item = columns_of(&part[i]);
        if (!item || PyTuple_SetItem(result, i, item)) {
            Py_DECREF(result);
            result = NULL;
        }
    }
end:
    while (begun) columns_free(&part[--begun]);
    PyBuffer_Release(&limits);
    return result;
}

static PyMethodDef methods[] = {
    {"prepare", prepare, METH_VARARGS, "Checks tables and makes a program of them."},
    {"lines", lines, METH_VARARGS, "Sentences as the lines of a format."},
    {"columns", columns, METH_VARARGS, "Sentences as columns."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernel", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModule_Create(&module); }
