/* Numbers by rule: see catalogues/numbers/rules.py, which defines what is written here. */

#include "program.h"

#include <string.h>

#define MOST_UNITS_OF_A_NUMBER ((__int128)1000000000000000000)
#define MOST_SCALE 15
#define DEEPEST 200
#define MOST_STEPS 100000

typedef struct {
    const Numbers *n;
    char *to;
    size_t used;
    uint32_t steps;
} Pen;

static const char *check_rules(const Numbers *n) {
    static const char *wrong = "The rules of number words don't fit together.";
    if (n->text_at[0] || n->text_at[n->text_count] + PADDING > n->texts_size) return wrong;
    for (uint32_t i = 0; i < n->text_count; i++)
        if (n->text_at[i] > n->text_at[i + 1]) return wrong;
    if (!n->set_count || n->sets[0] || n->sets[n->set_count] != n->rule_count) return wrong;
    for (uint32_t i = 0; i < n->set_count; i++)
        if (n->sets[i] >= n->sets[i + 1]) return wrong;
    if (n->at[0] || n->at[n->rule_count] != n->item_count) return wrong;
    for (uint32_t i = 0; i < n->rule_count; i++) {
        if (!n->divisor[i] || n->at[i] > n->at[i + 1]) return wrong;
        for (uint32_t k = n->at[i]; k < n->at[i + 1]; k++) {
            if (k >= n->item_count) return wrong;
            uint32_t op = n->items[2 * k], arg = n->items[2 * k + 1];
            uint32_t limit = op == SAY_TEXT     ? n->text_count
                             : op == SAY_IF     ? n->at[i + 1] - k
                             : op == SAY_PLURAL ? n->plural_count
                             : op < SAY_IF      ? n->set_count
                                                : 0;
            if (arg >= limit) return wrong;
        }
    }
    for (uint64_t i = 0; i < (uint64_t)PLURAL_FORMS * n->plural_count; i++)
        if (n->plurals[i] >= n->text_count) return wrong;
    for (uint32_t i = 0; i < n->root_count; i++) {
        const int32_t *root = n->roots + ROOT_PARTS * i;
        if (root[0] < 0 || root[0] >= (int64_t)n->set_count) return wrong;
        for (int k = 1; k < ROOT_PARTS; k++)
            if (root[k] < -1 || root[k] >= (int64_t)n->text_count) return wrong;
    }
    return NULL;
}

const char *numbers_check(const Numbers *n, uint64_t rows) {
    static const char *wrong = "A range has numbers that are too large.";
    __int128 most = MOST_UNITS_OF_A_NUMBER;
    if (!n->count || n->count > 2 * (uint64_t)most + 1 || n->step <= 0 || n->step > most)
        return wrong;
    if (n->scale > MOST_SCALE || n->value_scale > 2 * MOST_SCALE) return wrong;
    __int128 ends[2] = {n->first, n->first + (__int128)n->step * (n->count - 1)};
    for (int i = 0; i < 2; i++) {
        __int128 size = ends[i] < 0 ? -ends[i] : ends[i];
        __int128 times = n->times < 0 ? -(__int128)n->times : n->times;
        if (size > most || times > most || size * times > most) return wrong;
    }
    if ((__int128)n->count * (n->texts ? n->root_count : 1) != rows && n->texts)
        return "A range has not as many rows as numbers.";
    if (!n->texts) return n->count == rows ? NULL : "A range has not as many rows as numbers.";
    return check_rules(n);
}

static size_t put_digits(char *to, int64_t units, uint32_t scale) {
    char digits[64];
    size_t at = sizeof digits, used = 0, written = 0;
    uint64_t left = units < 0 ? -(uint64_t)units : (uint64_t)units;
    int decimals = 0; /* whether one was kept */
    while (written < scale) {
        unsigned digit = (unsigned)(left % 10);
        left /= 10;
        written++;
        if (digit || decimals) digits[--at] = (char)('0' + digit);
        decimals |= digit != 0;
    }
    if (decimals) digits[--at] = '.';
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (units < 0) to[used++] = '-';
    memcpy(to + used, digits + at, sizeof digits - at);
    return used + sizeof digits - at;
}

static inline void put_text(Pen *pen, int64_t number) {
    const Numbers *n = pen->n;
    if (number < 0) return;
    uint32_t start = n->text_at[number], length = n->text_at[number + 1] - start;
    if (pen->used + length > LONGEST_NUMBER) return;
    if (length <= 16) memcpy(pen->to + pen->used, n->texts + start, 16);
    else memcpy(pen->to + pen->used, n->texts + start, length);
    pen->used += length;
}

/* Checked tables lead to no text that is missing; but that they end is only sure of those that
   Python has looked at, and so steps and depth are counted. */
static void say(Pen *pen, uint32_t set, uint64_t number, int depth) {
    const Numbers *n = pen->n;
    uint32_t first = n->sets[set], low = first, high = n->sets[set + 1];
    if (depth > DEEPEST) return;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (n->base[middle] <= number) low = middle + 1;
        else high = middle;
    }
    uint32_t rule = low > first ? low - 1 : first;
    uint64_t divisor = n->divisor[rule];
    uint32_t end = n->at[rule + 1];
    for (uint32_t at = n->at[rule]; at < end; at++) {
        uint32_t op = n->items[2 * at], arg = n->items[2 * at + 1];
        if (++pen->steps > MOST_STEPS) return;
        switch (op) {
        case SAY_TEXT:
            put_text(pen, arg);
            break;
        case SAY_QUOTIENT:
            say(pen, arg, number / divisor, depth + 1);
            break;
        case SAY_REMAINDER:
            say(pen, arg, number % divisor, depth + 1);
            break;
        case SAY_SAME:
            say(pen, arg, number, depth + 1);
            break;
        case SAY_IF:
            if (number % divisor == 0) at += arg;
            break;
        default: {
            uint64_t quotient = number / divisor;
            uint64_t form = quotient < 100 ? quotient : 100 + quotient % 100;
            put_text(pen, n->plurals[(size_t)PLURAL_FORMS * arg + form]);
        }
        }
    }
}

static size_t put_words(const Numbers *n, uint64_t form, int64_t units, char *to) {
    Pen pen = {n, to, 0, 0};
    const int32_t *root = n->roots + ROOT_PARTS * form;
    uint64_t left = units < 0 ? -(uint64_t)units : (uint64_t)units, unit = 1;
    for (uint32_t i = 0; i < n->scale; i++) unit *= 10;
    uint64_t fraction = left % unit;
    if (units < 0) put_text(&pen, root[1]);
    say(&pen, (uint32_t)root[0], left / unit, 0);
    if (fraction) put_text(&pen, root[3]);
    while (fraction) {
        unit /= 10;
        put_text(&pen, root[4]);
        say(&pen, (uint32_t)root[0], fraction / unit, 0);
        fraction %= unit;
    }
    if (units < 0) put_text(&pen, root[2]);
    return pen.used;
}

size_t numbers_text(const Numbers *n, uint64_t row, char *to) {
    uint64_t form = 0;
    if (row >= n->count) {
        form = row / n->count;
        row %= n->count;
    }
    int64_t units = n->first + (int64_t)row * n->step;
    return n->texts ? put_words(n, form, units, to) : put_digits(to, units, n->scale);
}

size_t numbers_value(const Numbers *n, uint64_t row, char *to) {
    int64_t units = n->first + (int64_t)(row % n->count) * n->step;
    return put_digits(to, units * n->times, n->value_scale);
}
