/* One sentence while it is drawn: its text, its slots as they were met, its constants. */

#ifndef GRAMC_SENTENCE_H
#define GRAMC_SENTENCE_H

#include "program.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t name;              /* number of a text */
    uint32_t start, end;        /* bytes */
    uint32_t first, last;       /* the same in code points */
    int32_t values, last_value; /* its canonical value: a list of pieces; -1: none */
    uint32_t depth;
    uint32_t after; /* the next span that does not lie in this one */
} Span;

typedef struct {
    const char *data;
    uint32_t length;
    int32_t next;
} Piece;

typedef struct {
    uint32_t name;
    int32_t span; /* -1 while it has no text */
    int32_t values, last_value;
} Slot;

/* Where a border of slots lay, and where it lies now. */
typedef struct {
    uint32_t old, new;
} Moved;

/* A sentence while it is rewritten. */
typedef struct {
    char *text;
    size_t length, room;
    Moved *moved;
    uint32_t moved_count, moved_room;
    uint32_t written; /* so many of them have their new place */
} Rewriting;
/* Canonical values that are written for one sentence, where they don't move. */
typedef struct Kept Kept;
struct Kept {
    Kept *next;
    uint32_t used;
    char values[63][LONGEST_VALUE];
};

/* Where calls go on. */
typedef struct {
    const Block **at;
    uint32_t count, room;
} Returns;

typedef struct {
    char *text;
    size_t length, room;
    uint32_t characters;
    Span *spans;
    uint32_t span_count, span_room;
    Piece *pieces;
    uint32_t piece_count, piece_room;
    Slot *slots;
    uint32_t slot_count, slot_room;
    uint32_t begun; /* so many of the open slots have text */
    uint32_t *constants; /* pairs, with CONTEXT_FLAG */
    uint32_t constant_count, constant_room;
    uint32_t *tokens;  /* where each begins and ends: room for all that the text has room for */
    uint32_t *borders; /* of slots, in bytes, ascending */
    uint32_t border_count, border_room;
    Returns returns;
    uint64_t *registers; /* of so many rows */
    uint32_t register_room;
    Rewriting rewriting;
    Kept *kept, *keeping; /* all of them, and the one that is filled */
    uint64_t piece_bytes;
    uint32_t intent;
    uint64_t units; /* added up modulo 2^64: those of damaged tables may be anything */
} Sentence;

#define CONTEXT_FLAG 0x80000000u
#define MOST_RETURNS (1u << 26)
#define MOST_CHOICES ((uint64_t)1 << 32) /* of one sentence */
#define LONGEST ((size_t)1 << 28) /* bytes of one sentence: offsets are 32 bits wide */

int sentence_init(Sentence *s);
void sentence_free(Sentence *s);
int grow_array(void **array, uint32_t *room, size_t size);
int grow_text(Sentence *s, size_t more);

#define PUSH(array, count, room) \
    ((count) < (room) || !grow_array((void **)&(array), &(room), sizeof *(array)))

#define GAMMA 0x9E3779B97F4A7C15ull

static inline uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
}

static inline uint64_t stream(uint64_t seed, uint64_t index) {
    return mix(mix(seed + GAMMA) ^ mix((index + 1) * GAMMA));
}

/* What is wanted of a sentence: its text; its labels too; and ln of its probability. */
enum { WANT_TEXT = 0, WANT_LABELS = 1, WANT_ALL = 2 };

#define ROUNDS 12 /* of the permutation */

typedef struct {
    u128 size, mask;
    int distinct, wide;
    uint64_t seed;
    int left, right;
    uint64_t keys[ROUNDS];
} Ranks;

void ranks_init(Ranks *ranks, u128 size, int distinct, uint64_t seed);
u128 rank_of(const Ranks *ranks, uint64_t index); /* below the size */

enum { NO_MEMORY = -1, NO_END = -2, NOT_HERE = -4 };

/* Rewrites a sentence: 0, or NO_MEMORY. */
int rewrite(const Rewriter *r, Sentence *s);

/* Draws sentence `index`, by rank where there are ranks. 0; NO_MEMORY; NOT_HERE where its rewriting
   is left to others; or NO_END where the tables
   are those of no grammar and lead round and round. */
int draw(const Program *p, Sentence *s, uint64_t seed, const Ranks *ranks, uint64_t index,
         int want);

#endif
