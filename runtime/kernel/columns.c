/* Columns: flat buffers that grow. */

#include "columns.h"

#include <limits.h>

static int room(Bytes *b, size_t more) {
    if (b->used + more <= b->room) return 0;
    size_t size = 2 * (b->used + more) + 4096;
    char *made = realloc(b->data, size);
    if (!made) return -1;
    b->data = made;
    b->room = size;
    return 0;
}

static int add(Bytes *b, const void *data, size_t size) {
    if (room(b, size)) return -1;
    if (size) memcpy(b->data + b->used, data, size);
    b->used += size;
    return 0;
}

static int add_number(Bytes *b, size_t number) {
    if (number > INT32_MAX) return -1;
    int32_t narrow = (int32_t)number;
    return add(b, &narrow, sizeof narrow);
}

int columns_init(Columns *c) {
    static const int offsets[] = {COL_TEXT_AT, COL_SLOTS_AT, COL_VALUE_AT, COL_CONSTANTS_AT,
                                  COL_CONSTANT_VALUE_AT};
    memset(c, 0, sizeof *c);
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        if (add_number(&c->column[offsets[i]], 0)) return -1;
    return 0;
}

void columns_free(Columns *c) {
    for (int i = 0; i < COLUMNS; i++) free(c->column[i].data);
}

static int add_slot(const Sentence *s, const Span *span, const uint32_t *number_of, Columns *c) {
    Bytes *to = c->column, *valid = &to[COL_VALID];
    if (add_number(&to[COL_NAME], number_of[span->name]) ||
        add_number(&to[COL_START], span->first) || add_number(&to[COL_END], span->last) ||
        add_number(&to[COL_DEPTH], span->depth))
        return -1;
    for (int32_t at = span->values; at >= 0; at = s->pieces[at].next)
        if ((at != span->values && add(&to[COL_VALUE], " ", 1)) ||
            add(&to[COL_VALUE], s->pieces[at].data, s->pieces[at].length))
            return -1;
    if (c->slots % 8 == 0 && add(valid, "", 1)) return -1;
    if (span->values >= 0) valid->data[valid->used - 1] |= (char)(1 << c->slots % 8);
    c->slots++;
    return add_number(&to[COL_VALUE_AT], to[COL_VALUE].used);
}

int columns_add(const Program *p, const Sentence *s, const uint32_t *number_of, Columns *c) {
    Bytes *to = c->column;
    double logprob = (double)(int64_t)s->units / 1e12;
    if (add_number(&to[COL_INTENT], s->intent) || add(&to[COL_TEXT], s->text, s->length) ||
        add_number(&to[COL_TEXT_AT], to[COL_TEXT].used))
        return -1;
    for (uint32_t i = 0; i < s->span_count; i++)
        if (add_slot(s, &s->spans[i], number_of, c)) return -1;
    if (add_number(&to[COL_SLOTS_AT], c->slots)) return -1;
    for (uint32_t i = 0; i < s->constant_count; i++) {
        uint32_t pair = s->constants[i] & ~CONTEXT_FLAG;
        const Text *value = &p->texts[p->pairs[2 * (size_t)pair + 1]];
        if (add_number(&to[COL_CONSTANT], number_of[p->pairs[2 * (size_t)pair]]) ||
            ((s->constants[i] & CONTEXT_FLAG) && add(&to[COL_CONSTANT_VALUE], "@", 1)) ||
            add(&to[COL_CONSTANT_VALUE], value->data, value->length) ||
            add_number(&to[COL_CONSTANT_VALUE_AT], to[COL_CONSTANT_VALUE].used))
            return -1;
    }
    c->rows++;
    return add_number(&to[COL_CONSTANTS_AT], to[COL_CONSTANT].used / 4) ||
           add(&to[COL_LOGPROB], &logprob, sizeof logprob);
}
