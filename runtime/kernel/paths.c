/* All ways through a text at once, from the left: what `Parser._walk` in runtime/parse.py defines. The
   order in which ways are made and states met is its order, since ties fall by it. */

#include "reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOISE 1e-8
#define CHUNK (1u << 18)

static int no_room(void) {
    PyErr_NoMemory();
    return -1;
}

/* --- memory that is given back all at once */

void *arena_take(Arena *arena, size_t size) {
    size = (size + 15) & ~(size_t)15;
    Chunk *block = arena->at;
    if (!block || block->size - block->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        block = malloc(sizeof *block + 16 + room);
        if (!block) {
            PyErr_NoMemory();
            return NULL;
        }
        *block = (Chunk){NULL, 0, room};
        if (arena->at) arena->at->next = block;
        else arena->blocks = block;
        arena->at = block;
    }
    char *data = (char *)(((uintptr_t)(block + 1) + 15) & ~(uintptr_t)15);
    void *taken = data + block->used;
    block->used += size;
    return taken;
}

/* Makes all of it free again, and keeps the first block. */
static void arena_clear(Arena *arena) {
    Chunk *block = arena->blocks;
    if (!block) return;
    Chunk *more = block->next;
    while (more) {
        Chunk *next = more->next;
        free(more);
        more = next;
    }
    block->next = NULL;
    block->used = 0;
    arena->at = block;
}

void arena_free(Arena *arena) {
    arena_clear(arena);
    free(arena->blocks);
}

Way *way_new(Walk *walk, const Way *like) {
    Way *way = arena_take(&walk->arena, sizeof *way);
    if (way) *way = *like;
    return way;
}

/* --- meetings: the ways at a place and state */

static int more_slots(Walk *walk) {
    uint32_t size = walk->slots ? 2 * (walk->slot_mask + 1) : 1024;
    Entry *made = calloc(size, sizeof *made), *old = walk->slots;
    if (!made) return no_room();
    for (uint32_t i = 0; old && i <= walk->slot_mask; i++) {
        if (old[i].turn != walk->turn) continue;
        uint32_t at = (old[i].place * 0x9E3779B1u ^ (old[i].state * 4 + old[i].kind) * 0x85EBCA77u);
        for (at = (at ^ at >> 15) & (size - 1); made[at].turn; at = (at + 1) & (size - 1)) continue;
        made[at] = old[i];
    }
    free(old);
    walk->slots = made;
    walk->slot_mask = size - 1;
    return 0;
}

/* The ways at a place in a state, which begin to be kept if none came there before. */
Meeting *meet(Walk *walk, int32_t place, uint32_t state, uint32_t kind) {
    if ((!walk->slots || walk->slots_used > walk->slot_mask / 2) && more_slots(walk)) return NULL;
    uint32_t at = ((uint32_t)place * 0x9E3779B1u ^ (state * 4 + kind) * 0x85EBCA77u);
    at = (at ^ at >> 15) & walk->slot_mask;
    for (; walk->slots[at].turn == walk->turn; at = (at + 1) & walk->slot_mask) {
        const Entry *slot = &walk->slots[at];
        if (slot->place == (uint32_t)place && slot->state == state && slot->kind == kind)
            return slot->meeting;
    }
    Meeting *meeting = arena_take(&walk->arena, sizeof *meeting);
    if (!meeting) return NULL;
    *meeting = (Meeting){NULL, NULL, NULL, state, kind, 0};
    walk->slots[at] = (Entry){walk->turn, (uint32_t)place, state, kind, meeting};
    walk->slots_used++;
    Level *level = kind == INSIDE ? &walk->inside[place] : &walk->agenda[place];
    if (level->last) level->last->next = meeting;
    else level->first = meeting;
    level->last = meeting;
    return meeting;
}

int join(Walk *walk, Meeting *meeting, Way *way, const int32_t *known) {
    Cell *cell = arena_take(&walk->arena, sizeof *cell);
    if (!cell || !way) return -1;
    *cell = (Cell){way, known, NULL};
    if (meeting->last) meeting->last->next = cell;
    else meeting->first = cell;
    meeting->last = cell;
    meeting->count++;
    return 0;
}

int lead(Walk *walk, int32_t place, uint32_t state, uint32_t kind, Way *way) {
    Meeting *meeting = way ? meet(walk, place, state, kind) : NULL;
    return meeting ? join(walk, meeting, way, NULL) : -1;
}

/* Below 0 where the first ranks before the second; 0 only for one and the same. */
int by_rank(const Way *one, const Way *other) {
    if (one->skipped != other->skipped) return one->skipped < other->skipped ? -1 : 1;
    if (one->wild != other->wild) return one->wild < other->wild ? -1 : 1;
    if (one->covered != other->covered) return one->covered < other->covered ? -1 : 1;
    double cost = rint(one->cost / NOISE), its = rint(other->cost / NOISE);
    if (cost != its) return cost < its ? -1 : 1;
    return (one->order > other->order) - (one->order < other->order);
}

/* Merges sorted halves, by way of what lies behind `count` cells. */
static void sort_cells(Cell **cells, Cell **spare, uint32_t count) {
    if (count <= 12) {
        for (uint32_t i = 1; i < count; i++) {
            Cell *cell = cells[i];
            uint32_t at = i;
            for (; at && by_rank(cells[at - 1]->way, cell->way) > 0; at--) cells[at] = cells[at - 1];
            cells[at] = cell;
        }
        return;
    }
    uint32_t half = count / 2, left = 0, right = half, to = 0;
    sort_cells(cells, spare, half);
    sort_cells(cells + half, spare, count - half);
    while (left < half && right < count)
        spare[to++] = by_rank(cells[left]->way, cells[right]->way) <= 0 ? cells[left++]
                                                                         : cells[right++];
    while (left < half) spare[to++] = cells[left++];
    memcpy(cells, spare, to * sizeof *cells);
}

/* Sorts the ways of a meeting by rank and leaves the best of them. */
int sort_ways(Walk *walk, Meeting *meeting) {
    uint32_t count = meeting->count, kept = count < walk->keep ? count : walk->keep;
    if (count < 2) return 0;
    if (2 * (size_t)count > walk->sorted_room) {
        Cell **made = realloc(walk->sorted, 4 * (size_t)count * sizeof *made);
        if (!made) return no_room();
        walk->sorted = made;
        walk->sorted_room = 4 * count;
    }
    Cell **cells = walk->sorted;
    uint32_t at = 0;
    for (Cell *cell = meeting->first; cell; cell = cell->next) cells[at++] = cell;
    sort_cells(cells, cells + count, count);
    for (uint32_t i = 0; i < kept; i++) cells[i]->next = i + 1 < kept ? cells[i + 1] : NULL;
    meeting->first = cells[0];
    meeting->last = cells[kept - 1];
    meeting->count = kept;
    return 0;
}

/* --- from one state on */

static int follow_texts(Walk *walk, const Node *node, Letter letter, int32_t place,
                        const Meeting *ways) {
    uint32_t low = 0, high = node->letter_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (node->letters[middle].key < letter) low = middle + 1;
        else high = middle;
    }
    if (low == node->letter_count || node->letters[low].key != letter) return 0;
    for (uint32_t i = node->letters[low].from; i < node->letters[low].to; i++) {
        const TextArc *arc = &node->texts[i];
        int32_t length = (int32_t)arc->length, end = place + length;
        if (length > 1 &&
            (length > walk->length - place ||
             memcmp(arc->text + 1, walk->text + place + 1, ((size_t)length - 1) * sizeof(Letter))))
            continue;
        Meeting *there = meet(walk, end, arc->target, BASE);
        if (!there) return -1;
        for (const Cell *cell = ways->first; cell; cell = cell->next) {
            Way way = *cell->way;
            way.before = cell->way;
            way.cost += arc->cost;
            way.order = ++walk->order;
            way.marks = &arc->marks;
            way.start = place;
            way.end = end;
            way.selection = -1;
            way.row = 0;
            if (join(walk, there, way_new(walk, &way), NULL)) return -1;
        }
    }
    return 0;
}

static int follow_draws(Walk *walk, const Node *node, int32_t place, const Meeting *ways) {
    for (uint32_t g = 0; g < node->catalogue_count; g++) {
        const Group *group = &node->catalogues[g];
        const Matches *found = matches_at(walk, group->key, place);
        if (!found) return -1;
        for (uint32_t i = group->from; found->count && i < group->to; i++) {
            const DrawArc *arc = &node->draws[i];
            const Rows *rows = rows_of(walk->lookups, arc->selection);
            if (!rows) return -1;
            for (uint32_t m = 0; m < found->count; m++) {
                int32_t end = found->match[m].end;
                int64_t row = found->match[m].row;
                if (!row_within(rows, row)) continue;
                double dear = arc->cost + row_cost(rows, row);
                Meeting *there = meet(walk, end, arc->target, BASE);
                if (!there) return -1;
                for (const Cell *cell = ways->first; cell; cell = cell->next) {
                    Way way = *cell->way;
                    way.before = cell->way;
                    way.covered += place - end;
                    way.cost += dear;
                    way.order = ++walk->order;
                    way.marks = &arc->marks;
                    way.start = place;
                    way.end = end;
                    way.selection = arc->valued || walk->rewritten ? (int32_t)arc->selection : -1;
                    way.row = arc->valued ? row : ~row;
                    if (join(walk, there, way_new(walk, &way), NULL)) return -1;
                }
            }
        }
    }
    return 0;
}

static int finish(Walk *walk, const Node *node, const Meeting *ways) {
    for (uint32_t i = 0; i < node->end_count; i++) {
        const EndArc *arc = &node->ends[i];
        for (const Cell *cell = ways->first; cell; cell = cell->next) {
            Way way = *cell->way;
            way.before = cell->way;
            way.cost += arc->cost;
            way.order = ++walk->order;
            way.marks = &arc->marks;
            way.start = way.end = way.selection = -1;
            way.row = 0;
            if (walk->end_count == walk->end_room) {
                uint32_t more = walk->end_room ? 2 * walk->end_room : 64;
                End *made = realloc(walk->ends, more * sizeof *made);
                if (!made) return no_room();
                walk->ends = made;
                walk->end_room = more;
            }
            Way *made = way_new(walk, &way);
            if (!made) return -1;
            walk->ends[walk->end_count++] = (End){made, arc->intent};
        }
    }
    return 0;
}

/* A space more than the grammar has, at the border of a slot; not a second one behind punctuation
   that was passed over. */
static int space_more(Walk *walk, int32_t place, const Meeting *ways) {
    Meeting *there = meet(walk, place + 1, ways->state, BORDERING);
    if (!there) return -1;
    for (const Cell *cell = ways->first; cell; cell = cell->next) {
        int32_t end = cell->way->end;
        if (end <= 0 || walk->text[end - 1] == ' ' || walk->text[end - 1] == '-') continue;
        if (join(walk, there, cell->way, NULL)) return -1;
    }
    return 0;
}

/* --- what may be passed over */

typedef int (*Passed)(Walk *walk, int32_t end, int32_t words, const void *held);

/* As `skips_at` in runtime/skips.py: calls for each skip text at a place, or behind its punctuation. */
static int each_skip(Walk *walk, int32_t start, Passed passed, const void *held) {
    for (;;) {
        for (uint32_t i = 0; i < walk->graph->skip_count; i++) {
            const Skip *skip = &walk->graph->skips[i];
            int32_t end = start + skip->length;
            if (end > walk->length ||
                memcmp(skip->text, walk->text + start, (size_t)skip->length * sizeof(Letter)))
                continue;
            if (end == walk->length || walk->text[end] == ' ' || walk->passes[end] >= 0)
                if (passed(walk, end, skip->words, held)) return -1;
        }
        if (start >= walk->length || walk->passes[start] < 0 || walk->text[start] == ' ') return 0;
        start = walk->passes[start];
    }
}

static int pass_ways(Walk *walk, int32_t end, int32_t words, const void *held) {
    const Meeting *ways = held;
    Meeting *there = meet(walk, end, ways->state, ways->kind);
    if (!there) return -1;
    for (const Cell *cell = ways->first; cell; cell = cell->next) {
        Way way = *cell->way;
        way.skipped += words;
        if (join(walk, there, way_new(walk, &way), NULL)) return -1;
    }
    return 0;
}

/* What was passed over before the text begins: the words, by place, -1 elsewhere. */
typedef struct {
    int32_t *words, *queue, count, before;
} Begun;

static int pass_begun(Walk *walk, int32_t end, int32_t words, const void *held) {
    Begun *begun = *(Begun *const *)held;
    while (walk->passes[end] >= 0) end = walk->passes[end];
    end += end < walk->length;
    int32_t *known = &begun->words[end];
    if (*known < 0) begun->queue[begun->count++] = end;
    if (*known < 0 || begun->before + words < *known) *known = begun->before + words;
    return 0;
}

/* As `beginnings` in runtime/skips.py. */
static int begin(Walk *walk) {
    size_t size = ((size_t)walk->length + 1) * sizeof(int32_t);
    Begun begun = {arena_take(&walk->arena, size), arena_take(&walk->arena, size), 1, 0};
    Begun *held = &begun;
    if (!begun.words || !begun.queue) return -1;
    memset(begun.words, -1, size);
    begun.words[0] = begun.queue[0] = 0;
    for (int32_t i = 0; walk->graph->skip_count && i < begun.count; i++) {
        begun.before = begun.words[begun.queue[i]];
        if (each_skip(walk, begun.queue[i], pass_begun, &held)) return -1;
    }
    static const Marks none;
    walk->passed = 0;
    for (int32_t i = 0; i < begun.count; i++) {
        int32_t words = begun.words[begun.queue[i]];
        if (words > walk->passed) walk->passed = words;
        Way way = {.skipped = words, .selection = -1, .marks = &none};
        if (lead(walk, begun.queue[i], 0, BASE, way_new(walk, &way))) return -1;
    }
    return 0;
}

/* --- the walk */

static int go_on(Walk *walk, int32_t place, Meeting *ways) {
    int32_t length = walk->length;
    Letter letter = place < length ? walk->text[place] : 0;
    if (sort_ways(walk, ways)) return -1;
    walk->steps += ways->count;
    const Node *node = node_of(walk->graph, ways->state, ways->kind);
    if (!node) return -1;
    if (place < length && walk->passes[place] >= 0) {
        Meeting *there = meet(walk, walk->passes[place], ways->state, ways->kind);
        if (!there) return -1;
        for (const Cell *cell = ways->first; cell; cell = cell->next)
            if (join(walk, there, cell->way, NULL)) return -1;
    }
    if (walk->graph->skip_count && letter == ' ' && place < length &&
        each_skip(walk, place + 1, pass_ways, ways))
        return -1;
    if (place == length) return finish(walk, node, ways);
    if (follow_texts(walk, node, letter, place, ways)) return -1;
    if (letter == '-' && follow_texts(walk, node, ' ', place, ways)) return -1;
    if (letter == ' ' && node->borders && space_more(walk, place, ways)) return -1;
    if (node->wild_count && wild_begin(walk, node, place, ways)) return -1;
    return node->catalogue_count ? follow_draws(walk, node, place, ways) : 0;
}

/* Follows all ways; those that come to the end are in `ends`, in the order in which they did. */
int walk_text(Walk *walk) {
    arena_clear(&walk->arena);
    if (!++walk->turn) { /* has gone round: what was found in turns before means nothing */
        if (walk->slots)
            memset(walk->slots, 0, ((size_t)walk->slot_mask + 1) * sizeof *walk->slots);
        walk->turn = 1;
    }
    walk->slots_used = walk->end_count = 0;
    walk->order = walk->steps = 0;
    size_t levels = ((size_t)walk->length + 1) * sizeof(Level);
    memset(walk->agenda, 0, levels);
    if (walk->graph->wild) {
        memset(walk->inside, 0, levels);
        find_words(walk);
    }
    if (begin(walk)) return -1;
    for (int32_t place = 0; place <= walk->length; place++) {
        if (walk->graph->wild && wild_arrive(walk, place)) return -1;
        for (Meeting *ways = walk->agenda[place].first; ways; ways = ways->next)
            if (go_on(walk, place, ways)) return -1;
    }
    return 0;
}

#define GIVE_BACK(data) (free(data), (data) = NULL)

/* Gives back what was needed for a text, and after a long one the room for so long ones. */
void walk_rest(Walk *walk, int32_t longest) {
    arena_clear(&walk->arena);
    if (walk->room <= longest) return;
    GIVE_BACK(walk->text);
    GIVE_BACK(walk->byte_at);
    GIVE_BACK(walk->letter_at);
    GIVE_BACK(walk->passes);
    GIVE_BACK(walk->word_end);
    GIVE_BACK(walk->following);
    GIVE_BACK(walk->number);
    GIVE_BACK(walk->agenda);
    GIVE_BACK(walk->inside);
    GIVE_BACK(walk->slots);
    GIVE_BACK(walk->sorted);
    GIVE_BACK(walk->ends);
    walk->room = 0;
    walk->slot_mask = walk->slots_used = walk->sorted_room = walk->end_room = walk->end_count = 0;
}

void walk_free(Walk *walk) {
    walk_rest(walk, -1);
    Py_XDECREF(walk->graph_held);
    Py_XDECREF(walk->lookups_held);
    arena_free(&walk->arena);
    free(walk);
}
