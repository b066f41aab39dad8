/* Rewrites: what compiler/rewriting defines, over the bytes of a finished sentence. */

#ifndef GRAMC_REWRITE_H
#define GRAMC_REWRITE_H

#include <stddef.h>
#include <stdint.h>

#define NO_STATE UINT32_MAX
#define DEPTH 4
#define SAME 0            /* the output that is the byte that was read */
#define COPY_BYTE '\xFE'  /* in an output: that byte; never in UTF-8 */
#define BORDER_BYTE '\xFF'

typedef struct {
    uint32_t states;
    const uint32_t *next; /* 256 of each state; NO_STATE: no text leads here */
    const uint32_t *out;  /* the numbers of their outputs */
    const uint32_t *border_next, *border_out; /* where a slot begins or ends */
    const uint32_t *final; /* the output at the end, NO_STATE where no text ends */
    const uint32_t *output_at;
    const char *outputs;
    uint32_t output_count;
    uint32_t neutral; /* the state in which most of a text is read, or NO_STATE */
    /* From the neutral state nothing changes as long as no byte has a bit of `marks[0]` in common
       with `marks[1]` of the byte behind it and so on; `begin` and `end` tell of the first byte of
       a text and the last. */
    const uint8_t *marks[DEPTH], *begin, *end;
    uint8_t halves[DEPTH][2][16]; /* `marks` by the lower and upper halves of bytes */
    int skips;
    int partial; /* some texts are left to others: `NOT_HERE` */
} Rewriter;

/* NULL, or what is wrong with the tables. */
const char *rewriter_check(const Rewriter *r);

/* Makes what is quick to look through texts with, of tables that were checked. */
void rewriter_prepare(Rewriter *r);

#endif
