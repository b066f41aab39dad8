/* Blocks: the tables with their calls written out.

   A place of the tables is one block for each stack of calls that leads to it, so that what
   follows each other for sure, across the borders of rules, is written at once. Calls that are part
   of a recursion stay calls; where writing out would make too many blocks, all of them do. */

#include "program.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BLOCKS 100000
#define MOST_STEPS 4096 /* of one block; behind them another begins */
#define MOST_TEXT 2048
#define NOWHERE UINT32_MAX

/* Pairs of numbers, each known by the number of its first coming. */
typedef struct {
    uint32_t (*pairs)[2];
    uint32_t count, most;
    uint32_t *slots;
    int shift;
} Pairs;

/* A block before it has a place in memory: what it refers to by numbers. */
typedef struct {
    uint8_t op, lead, trail;
    uint32_t arg, next, place;
    uint32_t targets;  /* where those of a branch begin */
    size_t text;       /* where its text begins, … */
    uint32_t length;   /* … and its bytes */
} Draft;

typedef struct {
    const Program *p;
    const uint32_t *code;
    const uint8_t *stays; /* calls that are part of a recursion; NULL: all stay */
    int labels;
    Pairs frames; /* where a call goes on, and the frame below */
    Pairs keys;   /* place and stack of each block */
    Draft *drafts;
    uint32_t *roots;
    uint32_t *targets;
    uint32_t target_count, target_room;
    char *texts;
    size_t text_size, text_room;
    const char *wrong; /* NULL while all is well; empty where there is no memory */
    int full;          /* there are too many blocks */
} Maker;

static int pairs_init(Pairs *pairs, uint32_t most) {
    int bits = 8;
    while (((uint64_t)1 << bits) < 2 * (uint64_t)most) bits++;
    pairs->count = 0;
    pairs->most = most;
    pairs->shift = 64 - bits;
    pairs->pairs = malloc((size_t)most * sizeof *pairs->pairs);
    pairs->slots = malloc(sizeof(uint32_t) << bits);
    if (!pairs->pairs || !pairs->slots) return -1;
    memset(pairs->slots, 0xFF, sizeof(uint32_t) << bits);
    return 0;
}

static void pairs_free(Pairs *pairs) {
    free(pairs->pairs);
    free(pairs->slots);
}

/* The number of a pair; NOWHERE where there are too many. */
static uint32_t pair_number(Pairs *pairs, uint32_t a, uint32_t b) {
    uint64_t key = (uint64_t)b << 32 | a, size = (uint64_t)1 << (64 - pairs->shift);
    uint64_t slot = (key * 0x9E3779B97F4A7C15ull) >> pairs->shift;
    for (; pairs->slots[slot] != NOWHERE; slot = (slot + 1) & (size - 1)) {
        const uint32_t *pair = pairs->pairs[pairs->slots[slot]];
        if (pair[0] == a && pair[1] == b) return pairs->slots[slot];
    }
    if (pairs->count == pairs->most) return NOWHERE;
    pairs->slots[slot] = pairs->count;
    pairs->pairs[pairs->count][0] = a;
    pairs->pairs[pairs->count][1] = b;
    return pairs->count++;
}

static uint32_t block_of(Maker *m, uint32_t place, uint32_t stack) {
    uint32_t number = pair_number(&m->keys, place, stack);
    if (number == NOWHERE) m->full = 1;
    return number;
}

static int add_text(Maker *m, const char *data, size_t length) {
    if (m->text_size + length + PADDING > m->text_room) {
        size_t room = 2 * (m->text_size + length) + 4096;
        char *made = realloc(m->texts, room);
        if (!made) return -1;
        m->texts = made;
        m->text_room = room;
    }
    memcpy(m->texts + m->text_size, data, length);
    m->text_size += length;
    return 0;
}

static int branch(Maker *m, Draft *block, uint32_t stack) {
    const Program *p = m->p;
    uint32_t low = p->branch.limits[block->arg], high = p->branch.limits[block->arg + 1];
    block->targets = m->target_count;
    if (high - low > m->target_room - m->target_count) {
        uint32_t room = 2 * m->target_room + (high - low) + 64;
        uint32_t *made = realloc(m->targets, room * sizeof *made);
        if (!made) return -1;
        m->targets = made;
        m->target_room = room;
    }
    for (uint32_t at = low; at < high; at++)
        m->targets[m->target_count++] = block_of(m, p->branch.target[at], stack);
    return 0;
}

/* Makes one block: follows the code from its place to the first thing that is not sure, or not
   text. What leads nowhere is left for the caller to see in `full` and `wrong`. */
static void make(Maker *m, uint32_t number) {
    const Program *p = m->p;
    uint32_t place = m->keys.pairs[number][0], stack = m->keys.pairs[number][1];
    size_t begins = m->text_size;
    Draft block;
    int due = 0, found = 0;
    memset(&block, 0, sizeof block);
    for (int steps = 0; !found; steps++) {
        uint32_t op = m->code[2 * (size_t)place], arg = m->code[2 * (size_t)place + 1];
        int goes_on = 1; /* behind the operation, at the next place */
        if (steps == MOST_STEPS || m->text_size - begins > MOST_TEXT) {
            block.op = OP_TAIL;
            block.next = block_of(m, place, stack);
            break;
        }
        switch (op) {
        case OP_NONE:
            break;
        case OP_SPACE:
            due = 1;
            break;
        case OP_JUMP:
            place = arg;
            goes_on = 0;
            break;
        case OP_TEXT: {
            const Text *text = &p->texts[arg];
            if (due && m->text_size == begins) block.lead = 1;
            else if (due && add_text(m, " ", 1)) goto memory;
            due = 0;
            if (add_text(m, text->data, text->length)) goto memory;
            break;
        }
        case OP_RETURN:
            goes_on = 0;
            found = stack == NOWHERE;
            if (!found) {
                place = m->frames.pairs[stack][0];
                stack = m->frames.pairs[stack][1];
            }
            break;
        case OP_CALL:
            found = !m->stays || m->stays[place];
            if (!found) {
                stack = pair_number(&m->frames, place + 1, stack);
                place = p->entry[arg];
                goes_on = 0;
                if (stack == NOWHERE) m->full = 1;
                if (m->full) return;
            }
            break;
        case OP_BRANCH:
            found = 1;
            break;
        case OP_DRAW: case OP_DRAW_VALUE:
            found = 1;
            if (p->selections[arg].catalogue) break;
            m->wrong = "A draw is from a catalogue that nothing is bound to.";
            return;
        case OP_ROW: case OP_ROW_VALUE: case OP_COLUMN: case OP_COLUMN_VALUE:
            found = 1;
            if (p->uses[arg].selection->catalogue && !p->after) break;
            m->wrong = "A row is of a catalogue that nothing is bound to.";
            return;
        default: /* labels */
            found = m->labels;
        }
        if (found) {
            block.op = (uint8_t)op;
            block.arg = arg;
            block.place = place;
            if (op == OP_BRANCH) {
                if (branch(m, &block, stack)) goto memory;
            } else if (op != OP_RETURN) {
                block.next = block_of(m, place + 1, stack);
                if (op == OP_CALL) block.arg = block_of(m, p->entry[arg], NOWHERE);
            }
        } else if (goes_on) {
            place++;
        }
    }
    if (due && m->text_size == begins) block.lead = 1;
    else if (due) block.trail = 1;
    block.text = begins;
    block.length = (uint32_t)(m->text_size - begins);
    m->drafts[number] = block;
    return;
memory:
    m->wrong = "";
}

/* Whether some block leads back to itself with nothing to choose on the way. */
static const char *check_circles(const Maker *m) {
    uint8_t *seen = calloc((size_t)m->keys.count + 1, 1); /* 1: on this way, 2: leads out */
    const char *wrong = seen ? NULL : "";
    for (uint32_t i = 0; i < m->keys.count && !wrong; i++) {
        for (int pass = 1; pass <= 2; pass++)
            for (uint32_t at = i; seen[at] < pass;) {
                const Draft *block = &m->drafts[at];
                seen[at] = (uint8_t)pass;
                if (block->op == OP_BRANCH || block->op == OP_RETURN) break;
                at = block->next;
                if (pass == 1 && seen[at] == 1) wrong = "The code goes round in a circle.";
                if (wrong) break;
            }
    }
    free(seen);
    return wrong;
}

/* Marks the calls that are part of a recursion: those that lie on a circle of the graph of all
   places, calls leading into what they call (Tarjan, 1972, without recursion of its own). */
static int find_recursion(const Program *p, const uint32_t *code, uint8_t *stays) {
    uint32_t n = p->places, depth = 0, top = 0, counter = 0;
    uint32_t *low = malloc(n * sizeof *low), *index = malloc(n * sizeof *index);
    uint32_t *path = malloc(n * sizeof *path), *edge = malloc(n * sizeof *edge);
    uint32_t *stack = malloc(n * sizeof *stack), *component = malloc(n * sizeof *component);
    int failed = !low || !index || !path || !edge || !stack || !component;
    if (!failed) {
        memset(index, 0xFF, n * sizeof *index);
        memset(component, 0xFF, n * sizeof *component);
    }
    for (uint32_t start = 0; start < n && !failed; start++) {
        if (index[start] != NOWHERE) continue;
        path[depth++] = start;
        while (depth) {
            uint32_t v = path[depth - 1];
            uint32_t op = code[2 * (size_t)v], arg = code[2 * (size_t)v + 1], next = NOWHERE;
            if (index[v] == NOWHERE) {
                index[v] = low[v] = counter++;
                edge[v] = 0;
                stack[top++] = v;
            }
            /* The edges: of a branch its targets, of a call the place behind and the entry. */
            uint32_t e = edge[v]++;
            if (op == OP_BRANCH) {
                uint32_t first = p->branch.limits[arg];
                if (e < p->branch.limits[arg + 1] - first) next = p->branch.target[first + e];
            } else if (op == OP_JUMP) {
                if (e == 0) next = arg;
            } else if (op != OP_RETURN && e == 0) {
                next = v + 1;
            } else if (op == OP_CALL && e == 1) {
                next = p->entry[arg];
            }
            if (next != NOWHERE) {
                if (index[next] == NOWHERE) path[depth++] = next;
                else if (component[next] == NOWHERE && index[next] < low[v]) low[v] = index[next];
                continue;
            }
            depth--;
            if (depth && low[v] < low[path[depth - 1]]) low[path[depth - 1]] = low[v];
            if (low[v] == index[v]) {
                do component[stack[top - 1]] = v;
                while (stack[--top] != v);
            }
        }
    }
    for (uint32_t i = 0; i < n && !failed; i++)
        stays[i] = code[2 * (size_t)i] == OP_CALL &&
                   component[p->entry[code[2 * (size_t)i + 1]]] == component[i];
    free(low);
    free(index);
    free(path);
    free(edge);
    free(stack);
    free(component);
    return failed;
}

static void make_all(Maker *m, uint32_t most) {
    const Program *p = m->p;
    m->full = 0;
    m->target_count = 0;
    m->text_size = 0;
    pairs_free(&m->frames);
    pairs_free(&m->keys);
    memset(&m->frames, 0, sizeof m->frames);
    free(m->drafts);
    m->drafts = calloc(most, sizeof *m->drafts);
    if (pairs_init(&m->frames, most) || pairs_init(&m->keys, most) || !m->drafts ||
        add_text(m, "", 0)) {
        m->wrong = "";
        return;
    }
    for (uint32_t i = 0; i < p->root_count; i++)
        m->roots[i] = block_of(m, p->roots[2 * (size_t)i + 1], NOWHERE);
    for (uint32_t i = 0; i < m->keys.count && !m->wrong && !m->full; i++) make(m, i);
}

/* Gives the drafts their places in memory. */
static int settle(Maker *m, Code *into) {
    const Program *p = m->p;
    uint32_t count = m->keys.count;
    Block *blocks = aligned_alloc(64, ((size_t)count + 1) * sizeof *blocks);
    into->blocks = blocks;
    into->count = count;
    /* Behind the targets of branches stand those of calls, one each. */
    into->targets = malloc(((size_t)m->target_count + count + 1) * sizeof *into->targets);
    into->roots = malloc(p->root_count * sizeof *into->roots);
    into->texts = m->texts;
    m->texts = NULL;
    if (!blocks || !into->targets || !into->roots) return -1;
    for (uint32_t i = 0; i < m->target_count; i++) into->targets[i] = &blocks[m->targets[i]];
    for (uint32_t i = 0; i < p->root_count; i++) into->roots[i] = &blocks[m->roots[i]];
    for (uint32_t i = 0; i < count; i++) {
        const Draft *draft = &m->drafts[i];
        Block *block = &blocks[i];
        const char *text = into->texts + draft->text;
        *block = (Block){.op = draft->op, .lead = draft->lead, .trail = draft->trail,
                         .arg = draft->arg, .last = draft->place, .next = &blocks[draft->next],
                         .text = {text, draft->length, characters_of(text, draft->length)}};
        if (draft->op == OP_BRANCH) {
            const Branches *b = &p->branch;
            block->low = b->limits[draft->arg];
            block->last = b->limits[draft->arg + 1] - block->low - 1;
            if (b->threshold) block->threshold = b->threshold + block->low;
            if (block->last < GUIDED && b->guide)
                block->guide = b->guide + ((size_t)draft->arg << GUIDE_BITS);
            block->targets = into->targets + draft->targets;
        } else if (draft->op == OP_CALL) {
            into->targets[m->target_count + i] = &blocks[draft->arg];
            block->targets = into->targets + m->target_count + i;
        }
    }
    return 0;
}

const char *blocks_make(const Program *p, const uint32_t *code, int labels, Code *into) {
    Maker m = {.p = p, .code = code, .labels = labels};
    uint8_t *stays = calloc(p->places, 1);
    memset(into, 0, sizeof *into);
    m.roots = malloc(p->root_count * sizeof *m.roots);
    if (!stays || !m.roots || find_recursion(p, code, stays)) {
        m.wrong = "";
    } else {
        m.stays = stays;
        make_all(&m, MOST_BLOCKS);
        if (m.full && !m.wrong) {
            m.stays = NULL;
            make_all(&m, 2 * p->places + p->root_count);
        }
        if (m.full && !m.wrong) m.wrong = "There are too many blocks.";
        if (!m.wrong) m.wrong = check_circles(&m);
        if (!m.wrong && settle(&m, into)) m.wrong = "";
    }
    pairs_free(&m.frames);
    pairs_free(&m.keys);
    free(m.drafts);
    free(m.roots);
    free(m.targets);
    free(m.texts);
    free(stays);
    return m.wrong;
}

void blocks_free(Code *code) {
    free(code->blocks);
    free(code->targets);
    free(code->roots);
    free(code->texts);
}
