/* The numbers of a range, in digits or in words: what catalogues/numbers defines. */

#ifndef GRAMC_NUMBERS_H
#define GRAMC_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#define LONGEST_NUMBER 2048 /* so many bytes may be written, and PADDING behind them */
#define LONGEST_VALUE 64

/* Items of the rules: the numbers are those of catalogues/numbers/rules.py. */
enum { SAY_TEXT, SAY_QUOTIENT, SAY_REMAINDER, SAY_SAME, SAY_IF, SAY_PLURAL };

#define PLURAL_FORMS 200
#define ROOT_PARTS 5 /* set, before and behind a negative number, point, before a decimal place */

typedef struct {
    int64_t first, step; /* in units of 10^-scale */
    uint64_t count;
    int64_t times; /* a canonical value has units of 10^-value_scale */
    uint32_t scale, value_scale;
    const char *texts; /* or NULL: in digits */
    uint64_t texts_size;
    const uint32_t *text_at, *sets, *at, *items, *plurals;
    uint32_t text_count, set_count, rule_count, item_count, plural_count, root_count;
    const uint64_t *base, *divisor;
    const int32_t *roots;
} Numbers;

/* NULL, or a sentence that says what is wrong. */
const char *numbers_check(const Numbers *n, uint64_t rows);

/* Write a row's text, and its canonical value; the bytes written. */
size_t numbers_text(const Numbers *n, uint64_t row, char *to);
size_t numbers_value(const Numbers *n, uint64_t row, char *to);

#endif
