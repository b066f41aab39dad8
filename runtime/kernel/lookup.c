/* Catalogues in a text: the values that begin at a place, and the rows that may be drawn. Indexes are
   looked at once, and then followed without checks. */

#include "reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INDEX "gramc.runtime.kernel.Index"
#define LOOKUPS "gramc.runtime.kernel.Lookups"
#define SAME (1u << 31)

static int wrong(const char *what) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, what);
    return -1;
}

/* --- indexes */

static void index_free(Index *index) {
    for (int i = 0; i < index->view_count; i++) PyBuffer_Release(&index->views[i]);
    free(index);
}

static void destroy_index(PyObject *capsule) {
    Index *index = PyCapsule_GetPointer(capsule, INDEX);
    if (index) index_free(index);
}

static uint64_t offset_at(const Index *index, uint32_t number) {
    return index->wide ? ((const uint64_t *)index->at)[number]
                       : ((const uint32_t *)index->at)[number];
}

/* Offsets do not count the line feeds between keys. */
static const uint8_t *key_at(const Index *index, uint32_t number, size_t *length) {
    uint64_t from = offset_at(index, number);
    *length = (size_t)(offset_at(index, number + 1) - from);
    return index->keys + from + number;
}

static int index_good(Index *index, size_t size) {
    uint32_t count = index->count;
    if (offset_at(index, 0)) return 0;
    for (uint32_t i = 0; i < count; i++)
        if (offset_at(index, i) > offset_at(index, i + 1)) return 0;
    if (offset_at(index, count) > size || offset_at(index, count) + (count ? count - 1 : 0) != size)
        return 0;
    int before = 0, sorted = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (index->rows[i] >= count || (index->parents[i] & ~SAME) > i) return 0;
        if ((index->parents[i] & SAME) && !i) return 0;
        size_t length;
        const uint8_t *key = key_at(index, i, &length);
        int byte = length ? *key : 0;
        sorted &= byte >= before;
        for (; before < byte; before++) index->first[before + 1] = i;
    }
    for (; before < 256; before++) index->first[before + 1] = count;
    for (int byte = 0; !sorted && byte <= 256; byte++) index->first[byte] = 0; /* finds nothing */
    return 1;
}

/* index(count, keys, their offsets, rows, parents): what `pack_index` has packed, looked through */
PyObject *make_index(PyObject *self, PyObject *args) {
    (void)self;
    unsigned int count;
    PyObject *parts[4];
    if (!PyArg_ParseTuple(args, "IOOOO", &count, &parts[0], &parts[1], &parts[2], &parts[3]))
        return NULL;
    Index *index = calloc(1, sizeof *index);
    if (!index) return PyErr_NoMemory();
    for (; index->view_count < 4; index->view_count++)
        if (PyObject_GetBuffer(parts[index->view_count], &index->views[index->view_count],
                               PyBUF_SIMPLE))
            goto failed;
    index->count = count;
    index->keys = index->views[0].buf;
    index->at = index->views[1].buf;
    index->rows = index->views[2].buf;
    index->parents = index->views[3].buf;
    size_t offsets = (size_t)index->views[1].len, numbers = 4 * (size_t)count;
    index->wide = offsets == 8 * ((size_t)count + 1);
    if (count >= SAME || (!index->wide && offsets != 4 * ((size_t)count + 1)) ||
        (size_t)index->views[2].len != numbers || (size_t)index->views[3].len != numbers ||
        (uintptr_t)index->at % (index->wide ? 8 : 4) || (count && (uintptr_t)index->rows % 4) ||
        (count && (uintptr_t)index->parents % 4) || !index_good(index, (size_t)index->views[0].len)) {
        wrong("An index is damaged.");
        goto failed;
    }
    PyObject *capsule = PyCapsule_New(index, INDEX, destroy_index);
    if (capsule) return capsule;
failed:
    index_free(index);
    return NULL;
}

/* --- matches */

static int match_add(Matches *matches, int32_t end, int64_t row) {
    if (matches->count == matches->room) {
        uint32_t more = matches->room ? 2 * matches->room : 8;
        Match *made = realloc(matches->match, more * sizeof *made);
        if (!made) {
            PyErr_NoMemory();
            return -1;
        }
        matches->match = made;
        matches->room = more;
    }
    matches->match[matches->count++] = (Match){end, row};
    return 0;
}

static int key_compare(const uint8_t *key, size_t length, const uint8_t *text, size_t size) {
    int found = memcmp(key, text, length < size ? length : size);
    return found ? found : (length > size) - (length < size);
}

/* As `Index.matches`: the longest first, rows with the same key in their order. */
static int match_index(const Walk *walk, const Index *index, int32_t place, Matches *found) {
    size_t from = walk->plain ? (size_t)place : (size_t)walk->byte_at[place];
    const uint8_t *text = walk->search + from;
    size_t size = walk->search_size - from, length;
    if (!size) return 0;
    uint32_t low = index->first[*text], high = index->first[*text + 1], floor = low;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const uint8_t *key = key_at(index, middle, &length);
        if (key_compare(key, length, text, size) <= 0) low = middle + 1;
        else high = middle;
    }
    if (low == floor) return 0;
    uint32_t at = low;
    while (at) {
        const uint8_t *key = key_at(index, at - 1, &length);
        uint32_t parent = index->parents[at - 1];
        if (!length || length > size || memcmp(key, text, length)) {
            at = parent & ~SAME;
            continue;
        }
        int32_t end = walk->plain ? (int32_t)(from + length) : walk->letter_at[from + length];
        if (end > place && match_add(found, end, index->rows[at - 1])) return -1;
        while (parent & SAME) {
            at--;
            parent = index->parents[at - 1];
            if (end > place && match_add(found, end, index->rows[at - 1])) return -1;
        }
        at = parent;
    }
    return 0;
}

#define MOST_UNITS 2000000000000000000 /* more than any number has, in units of its last place */

static int add_number(const Digits *digits, Matches *found, int32_t end, int64_t units,
                      int negative) {
    if (units < 0 || (negative && !units)) return 0;
    int64_t beyond = (negative ? -units : units) - digits->first;
    if (beyond < 0 || beyond % digits->step || beyond / digits->step >= digits->count) return 0;
    return match_add(found, end, beyond / digits->step);
}

/* The number that `count` digits give behind `units`, or -1 where it is larger than any is. */
static int64_t more_digits(int64_t units, const Letter *text, int32_t count) {
    for (int32_t i = 0; i < count && units >= 0; i++)
        units = units > MOST_UNITS / 10 ? -1 : 10 * units + (text ? (int64_t)(text[i] - '0') : 0);
    return units;
}

static int is_digit(const Walk *walk, int32_t place) {
    return place < walk->length && walk->text[place] >= '0' && walk->text[place] <= '9';
}

/* As `NumberIndex.matches`. */
static int match_digits(const Walk *walk, const Digits *digits, int32_t place, Matches *found) {
    int negative = place < walk->length && (walk->text[place] == '-' || walk->text[place] == 0x2212);
    int32_t begin = place + negative, end = begin;
    if (!is_digit(walk, begin)) return 0;
    end++;
    if (walk->text[begin] != '0')
        while (is_digit(walk, end)) end++;
    int32_t whole = end - begin, decimals = 0;
    const Letter *text = walk->text + begin, *fraction = text + whole + 1;
    if (end < walk->length && walk->text[end] == '.')
        while (is_digit(walk, end + 1 + decimals)) decimals++;
    if (decimals > digits->scale) decimals = digits->scale;
    for (int32_t length = decimals; length > 0; length--) {
        if (fraction[length - 1] == '0') continue;
        int64_t units = more_digits(more_digits(0, text, whole), fraction, length);
        units = more_digits(units, NULL, digits->scale - length);
        if (add_number(digits, found, end + 1 + length, units, negative)) return -1;
    }
    for (int32_t length = whole < 19 ? whole : 19; length > 0; length--) {
        int64_t units = more_digits(more_digits(0, text, length), NULL, digits->scale);
        if (add_number(digits, found, begin + length, units, negative)) return -1;
    }
    return 0;
}

/* What Python finds there: a list of (end, row). `held` has the letters that values begin with. */
static int match_python(const Walk *walk, uint32_t catalogue, int32_t place, Matches *found) {
    const Lookups *lookups = walk->lookups;
    const Listed *listed = &lookups->listed[catalogue];
    if (place >= walk->length) return 0;
    if (listed->held != Py_None) {
        PyObject *letter = PyUnicode_FromOrdinal((int)walk->text[place]);
        int begins = letter ? PyUnicode_Contains(listed->held, letter) : -1;
        Py_XDECREF(letter);
        if (begins < 1) return begins;
    }
    PyObject *list = PyObject_CallMethod(lookups->owner, "found", "IOi", catalogue, walk->prepared,
                                         (int)place);
    if (!list) return -1;
    Py_ssize_t count = PyList_Size(list);
    for (Py_ssize_t i = 0; i < count; i++) {
        int end;
        long long row;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "iL", &end, &row)) break;
        if (end <= place || end > walk->length || row < 0) continue;
        if (match_add(found, end, row)) break;
    }
    Py_DECREF(list);
    return PyErr_Occurred() ? -1 : 0;
}

/* What kind of catalogue it is: Python gives the capsule of an index; (first, step, count, scale); the
   letters that what it finds begins with; or None. */
static int ask(Lookups *lookups, uint32_t catalogue) {
    Listed *listed = &lookups->listed[catalogue];
    PyObject *told = PyObject_CallMethod(lookups->owner, "catalogue", "I", catalogue);
    if (!told) return -1;
    listed->held = told;
    if (PyCapsule_CheckExact(told)) {
        if (!(listed->index = PyCapsule_GetPointer(told, INDEX))) return -1;
        listed->kind = BY_INDEX;
    } else if (PyTuple_Check(told)) {
        long long first, step, count;
        if (!PyArg_ParseTuple(told, "LLLi", &first, &step, &count, &listed->digits.scale)) return -1;
        if (step < 1 || count < 0 || listed->digits.scale < 0 || first > MOST_UNITS ||
            first < -MOST_UNITS)
            return wrong("The numbers of a range are damaged.");
        listed->digits.first = first;
        listed->digits.step = step;
        listed->digits.count = count;
        listed->kind = BY_DIGITS;
    } else if (told == Py_None || PyUnicode_Check(told)) {
        listed->kind = BY_PYTHON;
    } else {
        return wrong("A catalogue is none.");
    }
    return 0;
}

const Matches *matches_at(Walk *walk, uint32_t catalogue, int32_t place) {
    Listed *listed = &walk->lookups->listed[catalogue];
    Matches *found = &listed->here;
    int64_t when = (int64_t)((uint64_t)walk->turn << 32 | (uint32_t)place);
    if (found->place == when) return found;
    if (listed->kind == ASKED_NOT_YET && ask(walk->lookups, catalogue)) return NULL;
    found->count = 0;
    int failed = listed->kind == BY_INDEX    ? match_index(walk, listed->index, place, found)
                 : listed->kind == BY_DIGITS ? match_digits(walk, &listed->digits, place, found)
                                             : match_python(walk, catalogue, place, found);
    found->place = failed ? -1 : when;
    return failed ? NULL : found;
}

/* --- selections */

static int read_rows(Rows *rows, PyObject *told) {
    PyObject *numbers, *weights;
    long long start, length;
    if (!PyArg_ParseTuple(told, "LLOdOd", &start, &length, &numbers, &rows->cost, &weights,
                          &rows->mass))
        return -1;
    rows->start = start;
    rows->length = length;
    int kind = ROWS_RANGE;
    if (numbers != Py_None) {
        if (PyObject_GetBuffer(numbers, &rows->rows_view, PyBUF_SIMPLE)) return -1;
        rows->views |= 1;
        rows->rows = rows->rows_view.buf;
        kind = ROWS_LISTED;
        if (rows->rows_view.len != 4 * length || (length && (uintptr_t)rows->rows % 4))
            return wrong("A selection has not as many rows as it should.");
    }
    if (weights != Py_None) {
        if (PyObject_GetBuffer(weights, &rows->weights_view, PyBUF_SIMPLE)) return -1;
        rows->views |= 2;
        rows->weights = rows->weights_view.buf;
        rows->wide = rows->weights_view.itemsize == 8;
        size_t size = rows->wide ? 8 : 4;
        if ((uintptr_t)rows->weights % size)
            return wrong("A section does not begin where it should.");
        rows->weight_count = (size_t)rows->weights_view.len / size;
    }
    rows->kind = kind;
    return 0;
}

/* The selection of that number: Python tells (first row, how many, rows or None, cost, weights or
   None, their sum), or None. */
const Rows *rows_of(Lookups *lookups, uint32_t number) {
    Rows *rows = &lookups->rows[number];
    if (rows->kind != ROWS_NOT_YET) return rows;
    PyObject *told = PyObject_CallMethod(lookups->owner, "selection", "I", number);
    if (!told) return NULL;
    int failed = 0;
    if (told == Py_None) rows->kind = ROWS_NONE;
    else failed = read_rows(rows, told);
    Py_DECREF(told);
    return failed ? NULL : rows;
}

int row_within(const Rows *rows, int64_t row) {
    if (rows->kind == ROWS_RANGE) return row >= rows->start && row - rows->start < rows->length;
    if (rows->kind != ROWS_LISTED) return 0;
    int64_t low = 0, high = rows->length;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (rows->rows[middle] < row) low = middle + 1;
        else high = middle;
    }
    return low < rows->length && rows->rows[low] == row;
}

/* -ln of the probability of a row that is within. */
double row_cost(const Rows *rows, int64_t row) {
    if (!rows->weights || (uint64_t)row >= rows->weight_count) return rows->cost;
    uint64_t weight = rows->wide ? ((const uint64_t *)rows->weights)[row]
                                 : ((const uint32_t *)rows->weights)[row];
    return log(rows->mass / (double)weight);
}

/* --- all of them */

static void lookups_free(Lookups *lookups) {
    for (uint32_t i = 0; lookups->listed && i < lookups->catalogues; i++) {
        Py_XDECREF(lookups->listed[i].held);
        free(lookups->listed[i].here.match);
    }
    for (uint32_t i = 0; lookups->rows && i < lookups->selections; i++) {
        if (lookups->rows[i].views & 1) PyBuffer_Release(&lookups->rows[i].rows_view);
        if (lookups->rows[i].views & 2) PyBuffer_Release(&lookups->rows[i].weights_view);
    }
    free(lookups->listed);
    free(lookups->rows);
    Py_XDECREF(lookups->owner);
    free(lookups);
}

static void destroy_lookups(PyObject *capsule) {
    Lookups *lookups = PyCapsule_GetPointer(capsule, LOOKUPS);
    if (lookups) lookups_free(lookups);
}

Lookups *lookups_of(PyObject *capsule) { return PyCapsule_GetPointer(capsule, LOOKUPS); }

/* lookups(owner, catalogues, selections) */
PyObject *make_lookups(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *owner;
    unsigned int catalogues, selections;
    if (!PyArg_ParseTuple(args, "OII", &owner, &catalogues, &selections)) return NULL;
    Lookups *lookups = calloc(1, sizeof *lookups);
    if (!lookups) return PyErr_NoMemory();
    Py_INCREF(owner);
    lookups->owner = owner;
    lookups->catalogues = catalogues;
    lookups->selections = selections;
    lookups->listed = calloc((size_t)catalogues + 1, sizeof *lookups->listed);
    lookups->rows = calloc((size_t)selections + 1, sizeof *lookups->rows);
    PyObject *capsule = NULL;
    if (!lookups->listed || !lookups->rows) PyErr_NoMemory();
    else capsule = PyCapsule_New(lookups, LOOKUPS, destroy_lookups);
    for (uint32_t i = 0; capsule && i < catalogues; i++) lookups->listed[i].here.place = -1;
    if (!capsule) lookups_free(lookups);
    return capsule;
}
