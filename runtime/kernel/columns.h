/* Sentences as columns in the layout of Apache Arrow: what runtime/columns.py makes. */

#ifndef GRAMC_COLUMNS_H
#define GRAMC_COLUMNS_H

#include "sentence.h"

typedef struct {
    char *data;
    size_t used, room;
} Bytes;

enum {
    COL_INTENT, COL_TEXT_AT, COL_TEXT, COL_SLOTS_AT, COL_NAME, COL_START, COL_END, COL_DEPTH,
    COL_VALUE_AT, COL_VALUE, COL_VALID, COL_CONSTANTS_AT, COL_CONSTANT, COL_CONSTANT_VALUE_AT,
    COL_CONSTANT_VALUE, COL_LOGPROB, COLUMNS
};

typedef struct {
    Bytes column[COLUMNS];
    uint32_t rows, slots;
} Columns;

int columns_init(Columns *c);
void columns_free(Columns *c);

/* Adds a row; `number_of` gives for each text its number among the names. -1: no memory, or more
   than offsets of 32 bits can say. */
int columns_add(const Program *p, const Sentence *s, const uint32_t *number_of, Columns *c);

#endif
