/* The walk: what runtime/sample.py and runtime/distributions define. */

#include "sentence.h"

int grow_array(void **array, uint32_t *room, size_t size) {
    size_t more = *room ? 2 * (size_t)*room : 16;
    if (more > UINT32_MAX / 2) return NO_MEMORY;
    void *made = realloc(*array, more * size);
    if (!made) return NO_MEMORY;
    *array = made;
    *room = (uint32_t)more;
    return 0;
}

int grow_text(Sentence *s, size_t more) {
    size_t room = 2 * (s->length + more) + 1024;
    if (s->length + more > LONGEST) return NO_MEMORY;
    char *made = realloc(s->text, room);
    if (!made) return NO_MEMORY;
    s->text = made;
    uint32_t *tokens = realloc(s->tokens, (room + 2) * 2 * sizeof *tokens);
    if (!tokens) return NO_MEMORY;
    s->tokens = tokens;
    s->room = room;
    return 0;
}

int sentence_init(Sentence *s) {
    memset(s, 0, sizeof *s);
    return grow_text(s, 1024);
}

void sentence_free(Sentence *s) {
    free(s->text);
    free(s->spans);
    free(s->pieces);
    free(s->slots);
    free(s->constants);
    free(s->borders);
    free(s->tokens);
    free(s->returns.at);
    free(s->registers);
    free(s->rewriting.text);
    free(s->rewriting.moved);
    while (s->kept) {
        Kept *next = s->kept->next;
        free(s->kept);
        s->kept = next;
    }
}

/* Copies a short text quickly: up to 16 or 32 bytes at once where they may be read and written. */
static inline void copy(char *to, const char *from, size_t length, size_t readable) {
    if (length <= 16 && readable >= 16) memcpy(to, from, 16);
    else if (length <= 32 && readable >= 32) memcpy(to, from, 32);
    else memcpy(to, from, length);
}

static int add_value(Sentence *s, const char *data, size_t length) {
    if (!s->slot_count) return 0; /* no slot is open: the tables are not those of a grammar */
    if (!PUSH(s->pieces, s->piece_count, s->piece_room)) return NO_MEMORY;
    int32_t number = (int32_t)s->piece_count++;
    s->pieces[number] = (Piece){data, (uint32_t)length, -1};
    s->piece_bytes += length + 1;
    Slot *slot = &s->slots[s->slot_count - 1];
    int32_t *values = &slot->values, *last = &slot->last_value;
    if (slot->span >= 0) {
        values = &s->spans[slot->span].values;
        last = &s->spans[slot->span].last_value;
    }
    if (*values < 0) *values = number;
    else s->pieces[*last].next = number;
    *last = number;
    return 0;
}

/* Adds the canonical value of a row, where it has one. */
static int add_identity(Sentence *s, const Catalogue *c, uint64_t row) {
    uint64_t start = place_of(c->id_at, c->wide_ids, row) + row;
    uint64_t end = place_of(c->id_at, c->wide_ids, row + 1) + row;
    if (end == start) {
        uint64_t low = 0, high = c->empties;
        while (low < high) {
            uint64_t middle = low + (high - low) / 2;
            if (c->empty[middle] < row) low = middle + 1;
            else high = middle;
        }
        if (low == c->empties || c->empty[low] != row) return 0;
    }
    return add_value(s, c->ids + start, (size_t)(end - start));
}

/* Adds the canonical value of a number. */
static int add_number(Sentence *s, const Numbers *n, uint64_t row) {
    Kept *kept = s->keeping;
    if (!kept || kept->used == sizeof kept->values / sizeof *kept->values) {
        Kept *next = kept ? kept->next : s->kept;
        if (!next) {
            next = malloc(sizeof *next);
            if (!next) return NO_MEMORY;
            next->next = NULL;
            if (kept) kept->next = next;
            else s->kept = next;
        }
        next->used = 0;
        s->keeping = kept = next;
    }
    char *value = kept->values[kept->used++];
    return add_value(s, value, numbers_value(n, row, value));
}

static int add_border(Sentence *s) {
    if (!PUSH(s->borders, s->border_count, s->border_room)) return NO_MEMORY;
    s->borders[s->border_count++] = (uint32_t)s->length;
    return 0;
}

static int begin_slots(Sentence *s) {
    while (s->begun < s->slot_count) {
        if (!PUSH(s->spans, s->span_count, s->span_room) || add_border(s)) return NO_MEMORY;
        Slot *slot = &s->slots[s->begun];
        Span *span = &s->spans[s->span_count];
        span->name = slot->name;
        span->start = span->end = (uint32_t)s->length;
        span->first = span->last = s->characters;
        span->values = slot->values;
        span->last_value = slot->last_value;
        span->depth = s->begun++;
        slot->span = (int32_t)s->span_count++;
        span->after = s->span_count;
    }
    return 0;
}

static int open_slot(Sentence *s, uint32_t name) {
    if (!PUSH(s->slots, s->slot_count, s->slot_room)) return NO_MEMORY;
    s->slots[s->slot_count++] = (Slot){name, -1, -1, -1};
    return 0;
}

static int close_slot(Sentence *s) {
    if (!s->slot_count) return 0;
    Slot *slot = &s->slots[--s->slot_count];
    if (s->begun <= s->slot_count) return 0; /* without text it is gone */
    s->begun = s->slot_count;
    Span *span = &s->spans[slot->span];
    span->end = (uint32_t)s->length;
    span->last = s->characters;
    span->after = s->span_count;
    return add_border(s);
}

/* The first of the thresholds from low up to high that exceeds r; high where none does. */
static inline uint32_t above32(const uint64_t *threshold, uint32_t low, uint32_t high, uint64_t r) {
    if (high - low <= 4) {
        uint32_t at = low;
        for (uint32_t i = low; i < high; i++) at += threshold[i] <= r;
        return at;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (threshold[middle] <= r) low = middle + 1;
        else high = middle;
    }
    return low;
}

static inline uint64_t above64(const uint64_t *sums, uint64_t low, uint64_t high, uint64_t x) {
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (sums[middle] <= x) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Which of a selection's rows a number falls on. */
static inline uint64_t place_drawn(const Selection *s, uint64_t r) {
    if (!s->sums) return (uint64_t)((u128)r * s->length >> 64);
    uint64_t x = (uint64_t)((u128)r * s->mass >> 64);
    if (!s->guide) return above64(s->sums, 0, s->length, x);
    uint32_t bin = (uint32_t)(r >> 48);
    return above64(s->sums, s->guide[bin], s->guide[bin + 1], x);
}

static inline uint64_t units_at(const Selection *s, uint64_t at, uint64_t row) {
    if (s->units) return (uint64_t)s->units[s->sums ? at : 0];
    return (uint64_t)units_of(weight_of(s->catalogue, row), s->mass);
}

/* Which target of a branch a number falls on: the first whose threshold exceeds it. */
static inline uint32_t target_of(const Block *block, uint64_t r) {
    const uint64_t *threshold = block->threshold;
    uint32_t last = block->last;
    if (!block->guide) return above32(threshold, 0, last, r);
    uint32_t at = block->guide[r >> (64 - GUIDE_BITS)];
    /* In this order, because the first answer is nearly always no. */
    while (threshold[at] <= r && at < last) at++;
    return at;
}

static inline u128 pair_at(const uint64_t *words, size_t at) {
    return (u128)words[2 * at + 1] << 64 | words[2 * at];
}

/* The last target of a branch that no more than `rank` sentences come before. */
static inline uint32_t ranked_target(const Program *p, uint32_t low, uint32_t last, u128 *rank) {
    uint32_t at = 0;
    last++;
    while (last - at > 1) {
        uint32_t middle = at + (last - at) / 2;
        if (pair_at(p->below, low + middle) <= *rank) at = middle;
        else last = middle;
    }
    *rank -= pair_at(p->below, low + at);
    return at;
}

static inline uint64_t ranked_row(const Program *p, const Selection *selection, uint32_t place,
                                  u128 *rank) {
    u128 after = pair_at(p->after, place), at = 0;
    if (!(uint64_t)(*rank >> 64) && !(uint64_t)(after >> 64)) {
        at = (uint64_t)*rank / (uint64_t)after;
        *rank = (uint64_t)*rank % (uint64_t)after;
    } else {
        at = *rank / after;
        *rank %= after;
    }
    /* Counts that fit the tables never lead past the end. */
    return row_of(selection, at < selection->length ? (uint64_t)at : selection->length - 1);
}

/* What walk keeps in registers goes to the sentence before anybody else looks at it. */
#define STORE() (s->length = length, s->characters = characters)

static inline __attribute__((always_inline)) int walk(const Program *p, Sentence *s, uint64_t state,
                                                      u128 rank, int labels, int odds,
                                                      int ranked) {
    const Code *code = labels ? &p->full : &p->spoken;
    char *text = s->text;
    size_t length = 0, room = s->room;
    uint32_t characters = 0;
    unsigned due = 0;     /* a space */
    unsigned waiting = 0; /* slots that have no text yet */
    uint64_t units = 0;
    s->span_count = s->piece_count = s->slot_count = s->begun = 0;
    s->constant_count = s->border_count = s->returns.count = 0;
    s->piece_bytes = 0;
    s->keeping = NULL;
    uint32_t root = 0;
    if (!ranked && p->root_count > 1) {
        state += GAMMA;
        root = above32(p->root_threshold, 0, p->root_count - 1, mix(state));
    }
    s->intent = p->roots[2 * root];
    const Block *block = code->roots[root];
    const int64_t *branch_units = p->branch.units;
    /* A rank leads to no block twice. */
    uint64_t left = ranked ? code->count : MOST_CHOICES;
    for (;;) {
        /* Without a question whether there is a text, or how short it is: answers that are never
           the same cost more than copying what is not needed. */
        size_t added = block->text.length;
        due |= block->lead;
        if (length + added + 1 + PADDING > room) {
            STORE();
            if (grow_text(s, added + 1 + PADDING)) return NO_MEMORY;
            text = s->text;
            room = s->room;
        }
        unsigned space = due & (length != 0) & (added != 0);
        text[length] = ' ';
        length += space;
        characters += space;
        if (labels && waiting && added) {
            STORE();
            if (begin_slots(s)) return NO_MEMORY;
            waiting = 0;
        }
        memcpy(text + length, block->text.data, 32);
        if (added > 32) memcpy(text + length, block->text.data, added);
        length += added;
        characters += block->text.characters;
        due = added ? block->trail : due;
        if (block->op == OP_BRANCH) {
            uint32_t at;
            if (!left--) return NO_END;
            if (ranked) {
                at = ranked_target(p, block->low, block->last, &rank);
                if (block->arg == 0) s->intent = at; /* the branch that chooses it */
            } else {
                state += GAMMA;
                at = target_of(block, mix(state));
            }
            if (odds) units += (uint64_t)branch_units[block->low + at];
            block = block->targets[at];
            continue;
        }
        switch (block->op) {
        case OP_DRAW:
        case OP_DRAW_VALUE:
        case OP_ROW:
        case OP_ROW_VALUE:
        case OP_COLUMN:
        case OP_COLUMN_VALUE: {
            const Use *use = block->op >= OP_ROW ? &p->uses[block->arg] : NULL;
            const Selection *selection = use ? use->selection : &p->selections[block->arg];
            const Catalogue *c = selection->catalogue;
            uint64_t row;
            if (block->op >= OP_COLUMN) {
                row = s->registers[use->place];
            } else if (ranked) {
                row = ranked_row(p, selection, block->last, &rank);
            } else {
                state += GAMMA;
                uint64_t at = place_drawn(selection, mix(state));
                row = row_of(selection, at);
                if (odds) units += units_at(selection, at, row);
            }
            if (c->numbers && !use) {
                if (length + LONGEST_NUMBER + 1 + PADDING > room) {
                    STORE();
                    if (grow_text(s, LONGEST_NUMBER + 1 + PADDING)) return NO_MEMORY;
                    text = s->text;
                    room = s->room;
                }
                space = due & (length != 0);
                text[length] = ' ';
                length += space;
                characters += space;
                STORE();
                if (labels && waiting && begin_slots(s)) return NO_MEMORY;
                waiting = 0;
                added = numbers_text(c->numbers, row, text + length);
                characters += c->ascii ? (uint32_t)added : characters_of(text + length, added);
                length += added;
                due = 0;
                if (labels && block->op == OP_DRAW_VALUE && add_number(s, c->numbers, row))
                    return NO_MEMORY;
                break;
            }
            const char *from;
            uint64_t cell = row, readable;
            int ascii, identified;
            if (use) {
                const Column *column = use->column;
                s->registers[use->place] = row;
                if (column->codes) cell = column->codes[row];
                uint64_t start = place_of(column->at, column->wide, cell) + cell;
                added = (size_t)(place_of(column->at, column->wide, cell + 1) + cell - start);
                from = column->texts + start;
                readable = column->size - start;
                ascii = column->ascii;
                identified = column->values &&
                             (block->op == OP_ROW_VALUE || block->op == OP_COLUMN_VALUE);
            } else {
                uint64_t start = place_of(c->value_at, c->wide_values, row) + row;
                added = (size_t)(place_of(c->value_at, c->wide_values, row + 1) + row - start);
                from = c->values + start;
                readable = c->values_size - start;
                ascii = c->ascii;
                identified = block->op == OP_DRAW_VALUE;
            }
            if (length + added + 1 + PADDING > room) {
                STORE();
                if (grow_text(s, added + 1 + PADDING)) return NO_MEMORY;
                text = s->text;
                room = s->room;
            }
            space = due & (length != 0);
            text[length] = ' ';
            length += space;
            characters += space;
            STORE();
            if (labels && waiting && begin_slots(s)) return NO_MEMORY;
            waiting = 0;
            copy(text + length, from, added, (size_t)readable);
            characters += ascii ? (uint32_t)added : characters_of(text + length, added);
            length += added;
            due = 0;
            if (labels && identified && c->ids && add_identity(s, c, row))
                return NO_MEMORY;
            break;
        }
        case OP_CALL:
            if (!PUSH(s->returns.at, s->returns.count, s->returns.room) ||
                s->returns.count > MOST_RETURNS)
                return NO_MEMORY;
            s->returns.at[s->returns.count++] = block->next;
            block = block->targets[0];
            continue;
        case OP_TAIL:
            break;
        case OP_OPEN:
            if (open_slot(s, block->arg)) return NO_MEMORY;
            waiting = 1;
            break;
        case OP_CLOSE:
            STORE();
            if (close_slot(s)) return NO_MEMORY;
            waiting = s->begun < s->slot_count;
            break;
        case OP_VALUE:
            if (add_value(s, p->texts[block->arg].data, p->texts[block->arg].length)) return NO_MEMORY;
            break;
        case OP_CONSTANT:
        case OP_CONTEXT:
            if (!PUSH(s->constants, s->constant_count, s->constant_room)) return NO_MEMORY;
            s->constants[s->constant_count++] =
                block->arg | (block->op == OP_CONTEXT ? CONTEXT_FLAG : 0);
            break;
        default: /* OP_RETURN */
            if (!s->returns.count) {
                STORE();
                s->units = units;
                return 0;
            }
            block = s->returns.at[--s->returns.count];
            continue;
        }
        block = block->next;
    }
}

/* Room for the rows in registers; each is the first row until one is drawn. */
static int grow_registers(Sentence *s, uint32_t count) {
    uint64_t *made = calloc(count, sizeof *made);
    if (!made) return NO_MEMORY;
    free(s->registers);
    s->registers = made;
    s->register_room = count;
    return 0;
}

static int drawn(const Program *p, Sentence *s, uint64_t seed, const Ranks *ranks,
                 uint64_t index, int want) {
    if (p->register_count > s->register_room && grow_registers(s, p->register_count))
        return NO_MEMORY;
    if (ranks) {
        u128 rank = rank_of(ranks, index);
        return want == WANT_TEXT ? walk(p, s, 0, rank, 0, 0, 1) : walk(p, s, 0, rank, 1, 1, 1);
    }
    uint64_t state = stream(seed, index);
    if (want == WANT_TEXT) return walk(p, s, state, 0, 0, 0, 0);
    if (want == WANT_LABELS) return walk(p, s, state, 0, 1, 0, 0);
    return walk(p, s, state, 0, 1, 1, 0);
}

int draw(const Program *p, Sentence *s, uint64_t seed, const Ranks *ranks, uint64_t index,
         int want) {
    if (!p->rewriter.states) return drawn(p, s, seed, ranks, index, want);
    /* Rewrites heed the borders of slots. */
    int failed = drawn(p, s, seed, ranks, index, want == WANT_TEXT ? WANT_LABELS : want);
    return failed ? failed : rewrite(&p->rewriter, s);
}
