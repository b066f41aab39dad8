/* What all formats write with. */

#ifndef GRAMC_PUT_H
#define GRAMC_PUT_H

#include "lines.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline char *put(char *to, const char *from, size_t length) {
    memcpy(to, from, length);
    return to + length;
}

#define PUT(to, literal) put(to, literal, sizeof(literal) - 1)

/* Short pieces of the sentence's own text, behind which there is room to read. */
static inline char *put_own(char *to, const char *from, size_t length) {
    if (length <= 16) memcpy(to, from, 16);
    else if (length <= 32) memcpy(to, from, 32);
    else memcpy(to, from, length);
    return to + length;
}

static inline const Text *text_of(const Program *p, uint32_t number) { return &p->texts[number]; }

static inline char *put_number(char *to, uint64_t number) {
    char digits[20];
    int at = 20;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return put(to, digits + at, (size_t)(20 - at));
}

static inline char *put_place(char *to, uint32_t number) {
    if (number >= 1000) return put_number(to, number);
    to[0] = (char)('0' + number / 100);
    to += number >= 100;
    to[0] = (char)('0' + number / 10 % 10);
    to += number >= 10;
    to[0] = (char)('0' + number % 10);
    return to + 1;
}

/* The tokens of a sentence: stretches without spaces, cut at the borders of slots. Where they begin
   and end goes to `at`, two numbers each; there is room for two by every byte of the text. The
   first `PADDING` bytes behind a text may be read. */
uint32_t tokens_of(Sentence *s);

/* The slot that a token belongs to, or NULL; tokens are asked for in order, *slot begins with 0. */
static inline const Span *slot_of(const Sentence *s, uint32_t start, uint32_t *slot) {
    while (*slot < s->span_count && s->spans[*slot].end <= start) *slot = s->spans[*slot].after;
    if (*slot >= s->span_count || start < s->spans[*slot].start) return NULL;
    return &s->spans[*slot];
}

char *put_annotated(char *to, const Program *p, const Sentence *s);
char *put_massive(char *to, const Program *p, const Sentence *s);
char *put_jsonl(char *to, const Program *p, const Escaped *names, Sentence *s);
char *put_bio(char *to, const Program *p, Sentence *s);

#endif
