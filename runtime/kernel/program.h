/* A walk's tables as the kernel runs them, checked once so that running them needs no checks. */

#ifndef GRAMC_PROGRAM_H
#define GRAMC_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "rewrite.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the sections of an artifact are little-endian and are read where they lie"
#endif

#include "numbers.h"

typedef unsigned __int128 u128;

/* The operations of the tables: the numbers are those of compiler/network.py and tables.py. */
enum {
    OP_NONE = 0, OP_TEXT = 1, OP_SPACE = 2, OP_OPEN = 3, OP_CLOSE = 4, OP_VALUE = 5,
    OP_CONSTANT = 6, OP_CONTEXT = 7, OP_DRAW = 8, OP_DRAW_VALUE = 9, OP_CALL = 10,
    OP_ROW = 11, OP_ROW_VALUE = 12, OP_COLUMN = 13, OP_COLUMN_VALUE = 14,
    OP_JUMP = 16, OP_BRANCH = 17, OP_RETURN = 18,
    OP_TAIL = 19, /* the kernel's own: goes on at another block, with nothing to come back to */
};

#define PADDING 64 /* so many bytes behind a table's texts may be read */

typedef struct {
    const char *data;
    uint32_t length;     /* bytes */
    uint32_t characters; /* code points */
} Text;

/* A block: text to be written, then one operation. The texts of a grammar meet in many ways; all
   that follows each other for sure is one block, across the borders of rules. One line of the
   machine's cache holds a block. */
typedef struct Block Block;
struct Block {
    uint8_t op;
    uint8_t lead;   /* a space is due before the text, … */
    uint8_t trail;  /* … and behind it */
    uint32_t arg;   /* of the operation; of a branch, its number */
    uint32_t low;   /* of a branch, its first target in the tables, … */
    uint32_t last;  /* … and how many there are but one; of a draw, its place in the tables */
    Text text;      /* behind which PADDING bytes may be read */
    const uint64_t *threshold;
    const uint8_t *guide; /* NULL where a branch has many targets */
    Block *const *targets;
    const Block *next; /* behind the operation; of a call, what is called is the first target */
};

typedef struct {
    Block *blocks;
    uint32_t count;
    Block **targets;
    const Block **roots; /* where each root begins */
    char *texts;
} Code;

typedef struct {
    const char *values;
    uint64_t values_size;
    const char *ids; /* or NULL */
    uint64_t ids_size;
    const void *value_at, *id_at;
    int wide_values, wide_ids; /* offsets of 8 bytes, else of 4 */
    uint64_t rows;
    const void *weights; /* or NULL */
    int wide_weights;
    const uint32_t *empty; /* rows whose canonical value is empty, and not missing */
    uint64_t empties;
    int ascii; /* all values are */
    Numbers *numbers; /* of a range, which has none of the above but rows; or NULL */
} Catalogue;

static inline uint64_t place_of(const void *at, int wide, uint64_t index) {
    return wide ? ((const uint64_t *)at)[index] : ((const uint32_t *)at)[index];
}

static inline uint64_t weight_of(const Catalogue *c, uint64_t row) {
    return c->weights ? place_of(c->weights, c->wide_weights, row) : 1;
}

static inline uint32_t characters_of(const char *data, size_t length) {
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++) count += ((unsigned char)data[i] & 0xC0) != 0x80;
    return count;
}

typedef struct {
    const Catalogue *catalogue;
    const uint32_t *rows; /* or NULL: all from `first` on */
    uint64_t first;
    uint64_t length;
    const uint64_t *sums;  /* or NULL: all weigh the same */
    const uint32_t *guide; /* or NULL */
    uint64_t mass;
    int64_t *units; /* ln of each row's share, or of any row's where there are no sums; or NULL */
} Selection;

int64_t units_of(uint64_t share, uint64_t total);

static inline uint64_t row_of(const Selection *s, uint64_t at) {
    return s->rows ? s->rows[at] : s->first + at;
}

/* A column of a catalogue: its texts, and for each row which of them it holds. */
typedef struct {
    const Catalogue *catalogue;
    const char *texts;
    uint64_t size;
    const void *at;
    int wide;
    uint64_t cells;
    const uint32_t *codes; /* or NULL: each row its own */
    int values; /* the column of the values, whose rows may have ids */
    int ascii;
} Column;

/* What ROW and COLUMN do: write a column of the row in a register. */
typedef struct {
    const Selection *selection; /* without a catalogue where nothing is bound */
    const Column *column;
    uint32_t place; /* of the register */
} Use;

typedef struct {
    const uint32_t *limits; /* branch b has the targets limits[b] to limits[b + 1] */
    const uint64_t *threshold;
    const uint32_t *target;
    const int64_t *units;
    uint32_t branches, targets;
    uint8_t *guide; /* where the search for a number begins, by its highest bits */
} Branches;

#define GUIDE_BITS 6
#define GUIDED 256 /* branches of up to so many targets have a guide */

typedef struct {
    uint32_t places;      /* operations */
    Code full;       /* with labels */
    Code spoken;     /* text alone */
    Branches branch;
    const uint32_t *entry;
    uint32_t entries;
    Text *texts;
    char *blob;
    uint32_t text_count;
    const uint32_t *pairs; /* name and value of each, numbers of texts */
    uint32_t pair_count;
    const uint32_t *roots; /* intent and place of each */
    const uint64_t *root_threshold;
    uint32_t root_count;
    const uint32_t *intents; /* their names, numbers of texts */
    uint32_t intent_count;
    Catalogue *catalogues;
    uint32_t catalogue_count;
    Selection *selections;
    uint32_t selection_count;
    Column *columns;
    uint32_t column_count;
    Use *uses;
    uint32_t use_count, register_count;
    /* For unranking, else NULL: sentences before each target of a branch, behind each draw, and
       in all; two words each, the lower first. */
    const uint64_t *below, *after;
    u128 size;
    Rewriter rewriter; /* no states: there is none */
} Program;

/* Checks every index, copies texts, makes blocks. NULL, or a sentence that says what is wrong;
   where there is no memory, the sentence is empty. */
const char *program_prepare(Program *program, const uint32_t *code, const char *blob,
                            uint64_t blob_size, const uint32_t *text_at);
void program_free(Program *program);

/* Makes blocks of the tables from each root on; texts with their labels, or text alone. */
const char *blocks_make(const Program *program, const uint32_t *code, int labels, Code *into);
void blocks_free(Code *code);

#endif
