/* Wildcards in a text: what runtime/wild.py defines, way for way. */

#include "reading.h"

#include <string.h>

/* The words of the text, without the punctuation at their ends. */
void find_words(Walk *walk) {
    int32_t length = walk->length, place = 0, count = 0, before = -1;
    memset(walk->word_end, -1, ((size_t)length + 1) * sizeof(int32_t));
    memset(walk->following, -1, ((size_t)length + 1) * sizeof(int32_t));
    while (place < length) {
        int32_t stop = place;
        while (stop < length && walk->text[stop] != ' ') stop++;
        int32_t left = place, right = stop;
        while (left < stop && walk->passes[left] >= 0) left++;
        while (right > left && walk->passes[right - 1] >= 0) right--;
        if (left < right) {
            for (int32_t at = left; at < right; at++) walk->word_end[at] = right;
            if (before >= 0) walk->following[before] = left;
            before = right;
        }
        for (int32_t at = place; at <= stop && at < length; at++)
            walk->number[at] = count + (at > left && left < right);
        count += left < right;
        place = stop + 1;
    }
    walk->number[length] = count;
}

/* How many words stand there, in part or in whole; 1 for punctuation alone. */
static int32_t words_between(const Walk *walk, int32_t start, int32_t end) {
    int32_t first = walk->number[start];
    if (first > 0 && walk->word_end[start - 1] > start) first--;
    int32_t words = walk->number[end] - first;
    return words > 1 ? words : 1;
}

/* Whether a word ends there, with or without punctuation. */
static int ends_word(const Walk *walk, int32_t place) {
    if (place == walk->length || walk->text[place] == ' ') return 1;
    return walk->word_end[place] < 0 && walk->passes[place] >= 0;
}

static int touches(const Node *node, Letter letter) {
    for (uint32_t i = 0; i < node->touching_count; i++)
        if (node->touching[i] == letter) return 1;
    return 0;
}

static int go(Walk *walk, const Way *like, int32_t place, uint32_t target, const int32_t *known) {
    Way *way = way_new(walk, like);
    if (!way) return -1;
    way->end = place;
    way->selection = -1;
    way->row = 0;
    Meeting *inside = meet(walk, place, target, INSIDE);
    return inside ? join(walk, inside, way, known) : -1;
}

static int leave(Walk *walk, Way *way, int32_t place, uint32_t target, const Node *behind) {
    if (!way) return -1;
    if (ends_word(walk, place)) return lead(walk, place, target, BASE, way);
    if (touches(behind, walk->text[place])) return lead(walk, place, target, TOUCHING, way);
    return 0;
}

/* The examples of a wildcard that begin at a place and may end where they do: how many, then the end
   and the row of each, in the order in which they are found. */
static int32_t *examples(Walk *walk, const DrawArc *arc, int32_t place, const Node *behind) {
    const Rows *rows = rows_of(walk->lookups, arc->selection);
    if (!rows) return NULL;
    const Matches *found = NULL;
    uint32_t most = 0;
    if (rows->kind != ROWS_NONE) {
        if (!(found = matches_at(walk, arc->catalogue, place))) return NULL;
        most = found->count;
    }
    int32_t *known = arena_take(&walk->arena, (1 + (size_t)most) * sizeof *known);
    if (!known) return NULL;
    known[0] = 0;
    for (uint32_t m = 0; m < most; m++) {
        int32_t end = found->match[m].end;
        if (!row_within(rows, found->match[m].row)) continue;
        if (known[0] && known[known[0]] == end) continue; /* of equal ones the first */
        if (ends_word(walk, end) || touches(behind, walk->text[end])) known[++known[0]] = end;
    }
    return known;
}

static int64_t example_row(const Walk *walk, const DrawArc *arc, const Matches *found, int32_t end) {
    const Rows *rows = &walk->lookups->rows[arc->selection];
    for (uint32_t m = 0; m < found->count; m++)
        if (found->match[m].end == end && row_within(rows, found->match[m].row))
            return found->match[m].row;
    return 0;
}

static int is_known(const int32_t *known, int32_t place) {
    for (int32_t i = 1; i <= known[0]; i++)
        if (known[i] == place) return 1;
    return 0;
}

/* Begins the wildcards of a state. */
int wild_begin(Walk *walk, const Node *node, int32_t place, const Meeting *ways) {
    int32_t end = walk->word_end[place];
    for (uint32_t i = 0; i < node->wild_count; i++) {
        const DrawArc *arc = &node->wild[i];
        const Node *behind = node_of(walk->graph, arc->target, TOUCHING);
        if (!behind) return -1;
        const int32_t *known = examples(walk, arc, place, behind);
        if (!known) return -1;
        const Matches *found = known[0] ? matches_at(walk, arc->catalogue, place) : NULL;
        if (known[0] && !found) return -1;
        int32_t first = behind->touching_count ? place + 1 : end;
        for (const Cell *cell = ways->first; cell; cell = cell->next) {
            Way like = *cell->way;
            like.before = cell->way;
            like.cost += arc->cost;
            like.order = ++walk->order;
            like.marks = &arc->marks;
            like.start = place;
            for (int32_t k = 1; k <= known[0]; k++) {
                Way way = like;
                way.wild += words_between(walk, place, known[k]);
                way.covered += place - known[k];
                way.end = known[k];
                way.selection = arc->valued ? (int32_t)arc->selection : -1;
                way.row = example_row(walk, arc, found, known[k]);
                if (leave(walk, way_new(walk, &way), known[k], arc->target, behind)) return -1;
            }
            if (end >= 0) {
                like.wild++;
                like.covered -= place; /* until it ends */
                if (!cell->way->before && like.skipped < walk->passed) like.skipped = walk->passed;
                if (go(walk, &like, first, arc->target, known)) return -1;
            }
        }
    }
    return 0;
}

/* Ends the wildcards that may end at a place, and has the best of those with one state behind them go
   on. */
int wild_arrive(Walk *walk, int32_t place) {
    for (Meeting *inside = walk->inside[place].first; inside; inside = inside->next) {
        if (sort_ways(walk, inside)) return -1;
        walk->steps += inside->count;
        uint32_t target = inside->state;
        const Node *behind = node_of(walk->graph, target, TOUCHING);
        if (!behind) return -1;
        int32_t stop = walk->word_end[place - 1];
        for (const Cell *cell = inside->first; cell; cell = cell->next) {
            if (!is_known(cell->known, place)) {
                Way done = *cell->way;
                done.covered += place;
                if (leave(walk, way_new(walk, &done), place, target, behind)) return -1;
            }
            if (place < stop) {
                if (go(walk, cell->way, place + 1, target, cell->known)) return -1;
            } else if (walk->following[place] >= 0) {
                int32_t begin = walk->following[place];
                Way like = *cell->way;
                like.wild++;
                if (go(walk, &like, behind->touching_count ? begin + 1 : walk->word_end[begin],
                       target, cell->known))
                    return -1;
            }
        }
    }
    return 0;
}
