/* The parser's walk: the states of the graph, the catalogues that are looked up, and the ways through
   one text. */

#ifndef GRAMC_READING_H
#define GRAMC_READING_H

#include <patchlevel.h>
#if PY_VERSION_HEX >= 0x030B0000 /* as in module.c */
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stddef.h>
#include <stdint.h>

typedef Py_UCS4 Letter;

/* --- the graph: states are made when they are first walked to */

enum { BASE, BORDERING, TOUCHING, KINDS };
enum { INSIDE = KINDS }; /* a wildcard, and the state behind it */
enum {
    MARK_OTHER,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_VALUE,
    MARK_CONSTANT,
    MARK_DRAW, /* this and those below are no marks of arcs here, but arcs */
    MARK_DRAW_VALUE,
    MARK_END
};

typedef struct Chunk {
    struct Chunk *next;
    size_t used, size;
} Chunk;

typedef struct {
    Chunk *blocks, *at;
} Arena;

/* The marks of an arc, by their numbers in the acceptor. */
typedef struct {
    const uint32_t *numbers;
    uint32_t count;
} Marks;

/* `serial` tells in which order arcs were made. */
typedef struct {
    const Letter *text;
    uint32_t length, target, serial;
    Marks marks;
    double cost;
} TextArc;

/* A draw, or a wildcard: `selection` that of its rows or examples. */
typedef struct {
    uint32_t catalogue, selection, target, serial;
    int valued;
    Marks marks;
    double cost;
} DrawArc;

typedef struct {
    uint32_t intent, serial;
    Marks marks;
    double cost;
} EndArc;

/* Where the arcs of one first letter, or of one catalogue, begin and end. */
typedef struct {
    uint32_t key, from, to;
} Group;

typedef struct {
    int borders; /* whether a space may be typed before what follows */
    TextArc *texts;
    DrawArc *draws, *wild;
    EndArc *ends;
    Group *letters, *catalogues;
    Letter *touching; /* the first letters of texts that no space stands before */
    uint32_t text_count, draw_count, wild_count, end_count, letter_count, catalogue_count,
        touching_count;
} Node;

/* A text that may be passed over. */
typedef struct {
    Letter *text;
    int32_t length, words;
} Skip;

typedef struct {
    Py_buffer views[7];
    int view_count;
    const uint32_t *offset, *label, *target; /* the acceptor */
    const double *cost;
    PyObject **values;      /* of the marks: a text, a pair, a number */
    uint8_t *kinds;         /* of the marks */
    uint32_t *numbers;      /* of the marks: a selection, an intent */
    const uint8_t *missing; /* whether arcs with that mark are left out */
    const uint32_t *catalogue;
    const uint8_t *wildcard; /* of each selection */
    Letter *letters, *folded;
    Skip *skips;
    Node **nodes[KINDS];
    Arena arena;
    uint32_t states, catalogues, selections, intents, marks, letter_count, skip_count;
    int wild; /* whether there are wildcards */
} Graph;

/* --- what is looked up */

typedef struct {
    int32_t end;
    int64_t row;
} Match;

typedef struct {
    Match *match;
    uint32_t count, room;
    int64_t place; /* that they were looked up at in this text, or -1 */
} Matches;

enum { ASKED_NOT_YET, BY_INDEX, BY_DIGITS, BY_PYTHON };

/* The sorted keys of a catalogue, as `catalogues/index.py` packs them; first[b] is where those
   that begin with byte b do. */
typedef struct {
    Py_buffer views[4];
    int view_count, wide;
    const uint8_t *keys;
    const void *at;
    const uint32_t *rows, *parents;
    uint32_t count, first[257];
} Index;

/* Numbers in digits: `count` of them from `first` on by `step`, in units of 10^-scale. */
typedef struct {
    int64_t first, step, count;
    int scale;
} Digits;

typedef struct {
    int kind;
    PyObject *held; /* the capsule of the index, or the letters that values begin with, or None */
    const Index *index;
    Digits digits;
    Matches here;
} Listed;

enum { ROWS_NOT_YET, ROWS_NONE, ROWS_RANGE, ROWS_LISTED };

typedef struct {
    int kind, wide;
    Py_buffer rows_view, weights_view;
    int views;
    int64_t start, length;
    const uint32_t *rows;
    const void *weights;
    uint64_t weight_count;
    double cost, mass;
} Rows;

typedef struct {
    PyObject *owner; /* tells what catalogues and selections are, and looks up what is not done here */
    Listed *listed;
    Rows *rows;
    uint32_t catalogues, selections;
} Lookups;

/* --- the ways through one text */

typedef struct Way {
    int32_t skipped, wild, start, end, selection;
    int64_t covered; /* letters of wildcards less what is covered, as in Python */
    double cost;
    int64_t order, row;
    struct Way *before;
    const Marks *marks;
} Way;

/* A way in a list; `known`, within a wildcard, where its examples end: so many, and the places. */
typedef struct Cell {
    Way *way;
    const int32_t *known;
    struct Cell *next;
} Cell;

/* The ways that have come to a state at a place, in the order in which they did. */
typedef struct Meeting {
    struct Meeting *next;
    Cell *first, *last;
    uint32_t state, kind, count;
} Meeting;

typedef struct {
    Meeting *first, *last;
} Level;

typedef struct {
    uint32_t turn, place, state, kind;
    Meeting *meeting;
} Entry;

typedef struct {
    Way *way;
    uint32_t intent;
} End;

/* What is needed for one text, kept for the next. */
typedef struct {
    PyObject *graph_held, *lookups_held;
    Graph *graph;
    Lookups *lookups;
    PyObject *prepared; /* of this text, for what Python looks up */
    uint32_t keep;
    int busy;
    int rewritten; /* whether rows are needed whose value does not count */

    Letter *text;
    const uint8_t *search; /* UTF-8 */
    size_t search_size;
    int plain;                    /* whether letters are bytes */
    int32_t *byte_at, *letter_at; /* where letters begin, and which bytes begin */
    int32_t *passes;              /* where each place may be passed over to, or -1 */
    int32_t *word_end, *following, *number;
    int32_t length;

    Arena arena;
    Level *agenda, *inside;
    Entry *slots;
    uint32_t slot_mask, slots_used, turn;
    Cell **sorted;
    uint32_t sorted_room;
    End *ends;
    uint32_t end_count, end_room;
    int64_t order, steps;
    int32_t passed; /* most words that may be passed over at the beginning */
    int32_t room; /* for texts of so many letters */
} Walk;

/* graph.c: NULL or -1 with an exception set; 0 where the state has no such thing */
Graph *graph_of(PyObject *capsule);
PyObject *make_graph(PyObject *self, PyObject *args);
const Node *node_of(Graph *graph, uint32_t state, uint32_t kind);

/* lookup.c: NULL with an exception set */
PyObject *make_index(PyObject *self, PyObject *args);
PyObject *make_lookups(PyObject *self, PyObject *args);
Lookups *lookups_of(PyObject *capsule);
const Matches *matches_at(Walk *walk, uint32_t catalogue, int32_t place);
const Rows *rows_of(Lookups *lookups, uint32_t number);
int row_within(const Rows *rows, int64_t row);
double row_cost(const Rows *rows, int64_t row);

/* paths.c */
void *arena_take(Arena *arena, size_t size);
void arena_free(Arena *arena);
Way *way_new(Walk *walk, const Way *like);
Meeting *meet(Walk *walk, int32_t place, uint32_t state, uint32_t kind);
int lead(Walk *walk, int32_t place, uint32_t state, uint32_t kind, Way *way);
int join(Walk *walk, Meeting *meeting, Way *way, const int32_t *known);
int sort_ways(Walk *walk, Meeting *meeting);
int walk_text(Walk *walk);
void walk_rest(Walk *walk, int32_t longest);
void walk_free(Walk *walk);
int by_rank(const Way *one, const Way *other);

/* wildcards.c */
void find_words(Walk *walk);
int wild_begin(Walk *walk, const Node *node, int32_t place, const Meeting *ways);
int wild_arrive(Walk *walk, int32_t place);

/* readings.c */
PyObject *make_walk(PyObject *self, PyObject *args);
PyObject *parse(PyObject *self, PyObject *args);

#endif
