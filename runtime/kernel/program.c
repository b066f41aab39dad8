/* Preparing a program: every index is checked here, because the walk trusts them all. */

#include "program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNITS 1e12
#define MOST_UNITS 4096 /* rows whose logarithms are worth a table */

int64_t units_of(uint64_t share, uint64_t total) {
    return llrint(log((double)share / (double)total) * UNITS);
}

static const char *check_texts(const void *at, int wide, uint64_t count, uint64_t size) {
    /* Text i lies from at[i] + i to at[i + 1] + i, with a line feed behind it. */
    uint64_t before = 0;
    for (uint64_t i = 0; i <= count; i++) {
        uint64_t here = place_of(at, wide, i);
        if (here < before) return "The offsets of a catalogue's texts do not ascend.";
        before = here;
    }
    if (before > size || (count && size - before < count - 1))
        return "The offsets of a catalogue's texts lie beyond them.";
    return NULL;
}

static int all_ascii(const char *data, uint64_t size) {
    unsigned char any = 0;
    for (uint64_t i = 0; i < size; i++) any |= (unsigned char)data[i];
    return any < 0x80;
}

static const char *check_catalogue(Catalogue *c) {
    if (c->numbers) {
        c->ascii = !c->numbers->texts || all_ascii(c->numbers->texts, c->numbers->texts_size);
        return numbers_check(c->numbers, c->rows);
    }
    const char *wrong = check_texts(c->value_at, c->wide_values, c->rows, c->values_size);
    if (!wrong && c->ids) wrong = check_texts(c->id_at, c->wide_ids, c->rows, c->ids_size);
    c->ascii = all_ascii(c->values, c->values_size);
    return wrong;
}

static const char *check_selection(const Selection *s) {
    if (!s->catalogue) return NULL; /* open: nothing may draw from it */
    if (!s->length) return "A selection has no rows.";
    uint64_t rows = s->catalogue->rows;
    if (!s->rows && (s->first > rows || s->length > rows - s->first))
        return "A selection has more rows than its catalogue.";
    if (s->rows)
        for (uint64_t i = 0; i < s->length; i++)
            if (s->rows[i] >= rows) return "A selection has a row that its catalogue lacks.";
    if (s->sums) {
        uint64_t before = 0;
        for (uint64_t i = 0; i < s->length; i++) {
            if (s->sums[i] <= before) return "The sums of a selection do not ascend.";
            before = s->sums[i];
        }
        if (before != s->mass) return "The sums of a selection do not end with its mass.";
        if (s->guide)
            for (uint32_t b = 0; b <= 1u << 16; b++)
                if (s->guide[b] >= s->length || (b && s->guide[b] < s->guide[b - 1]))
                    return "The guide of a selection leads astray.";
    }
    return NULL;
}

static const char *check_columns(const Program *p) {
    const char *wrong;
    for (uint32_t i = 0; i < p->column_count; i++) {
        Column *c = &p->columns[i];
        if ((wrong = check_texts(c->at, c->wide, c->cells, c->size))) return wrong;
        c->ascii = all_ascii(c->texts, c->size);
        if (!c->codes && c->cells != c->catalogue->rows) return "A column lacks rows.";
        for (uint64_t row = 0; c->codes && row < c->catalogue->rows; row++)
            if (c->codes[row] >= c->cells) return "A column lacks a cell.";
    }
    /* The rows in one register are of one catalogue, so that what is left there of the sentence
       before is a row, too. */
    const Catalogue **owner = calloc((size_t)p->register_count + 1, sizeof *owner);
    if (!owner) return "";
    wrong = NULL;
    for (uint32_t i = 0; i < p->use_count && !wrong; i++) {
        const Use *use = &p->uses[i];
        const Catalogue *c = use->selection->catalogue;
        if (!c) continue;
        if (c && c->numbers) wrong = "Rows of numbers have no columns.";
        if (use->column->catalogue != c) wrong = "A column is of another catalogue than its row.";
        if (owner[use->place] && owner[use->place] != c) wrong = "A register is used twice.";
        owner[use->place] = c;
    }
    free(owner);
    return wrong;
}

static const char *check_branches(const Program *p) {
    const Branches *b = &p->branch;
    if (!b->branches && !b->targets) return NULL;
    if (b->limits[0] != 0 || b->limits[b->branches] != b->targets)
        return "The branches do not cover their targets.";
    for (uint32_t i = 0; i < b->branches; i++) {
        uint32_t low = b->limits[i], high = b->limits[i + 1];
        if (low >= high || high > b->targets) return "A branch has no targets.";
        for (uint32_t k = low + 1; k < high && b->threshold; k++)
            if (b->threshold[k] < b->threshold[k - 1]) return "Thresholds do not ascend.";
    }
    if (p->below && b->branches && b->limits[1] > p->intent_count)
        return "The first branch leads to an intent that is missing.";
    for (uint32_t k = 0; k < b->targets; k++)
        if (b->target[k] >= p->places) return "A branch leads out of the code.";
    return NULL;
}

/* Every operation of the tables has an argument that is there. */
static const char *check_code(const Program *p, const uint32_t *code) {
    for (uint32_t i = 0; i < p->places; i++) {
        uint32_t op = code[2 * (size_t)i], arg = code[2 * (size_t)i + 1];
        switch (op) {
        case OP_NONE: case OP_SPACE: case OP_CLOSE:
            break;
        case OP_TEXT: case OP_OPEN: case OP_VALUE:
            if (arg >= p->text_count) return "A text is missing.";
            break;
        case OP_CONSTANT: case OP_CONTEXT:
            if (arg >= p->pair_count) return "A constant is missing.";
            break;
        case OP_DRAW: case OP_DRAW_VALUE:
            if (arg >= p->selection_count) return "A selection is missing.";
            break;
        case OP_ROW: case OP_ROW_VALUE: case OP_COLUMN: case OP_COLUMN_VALUE:
            if (arg >= p->use_count) return "A use of a row is missing.";
            break;
        case OP_CALL:
            if (arg >= p->entries) return "A network is missing.";
            break;
        case OP_JUMP:
            if (arg >= p->places) return "A jump leads out of the code.";
            continue;
        case OP_BRANCH:
            if (arg >= p->branch.branches) return "A branch is missing.";
            continue;
        case OP_RETURN:
            continue;
        default:
            return "The code has an operation that is unknown.";
        }
        if (i + 1 == p->places) return "The code runs past its end.";
    }
    return NULL;
}

/* The logarithms of rows, where they are few or all the same. */
static const char *make_units(Selection *s) {
    if (!s->catalogue || !s->mass) return NULL; /* nothing to draw from, or by rank */
    uint64_t count = s->sums ? s->length : 1;
    if (count > MOST_UNITS) return NULL;
    s->units = malloc(count * sizeof *s->units);
    if (!s->units) return "";
    for (uint64_t at = 0; at < count; at++)
        s->units[at] = units_of(weight_of(s->catalogue, row_of(s, at)), s->mass);
    return NULL;
}

/* For each value of the highest bits of a number, the first target that it may fall on. */
static const char *make_guide(Branches *b) {
    if (!b->threshold) return NULL;
    b->guide = calloc((size_t)b->branches + 1, 1 << GUIDE_BITS);
    if (!b->guide) return "";
    for (uint32_t i = 0; i < b->branches; i++) {
        uint32_t low = b->limits[i], count = b->limits[i + 1] - low, at = 0;
        if (count > GUIDED) continue;
        for (uint32_t bin = 0; bin < 1u << GUIDE_BITS; bin++) {
            uint64_t least = (uint64_t)bin << (64 - GUIDE_BITS);
            while (at + 1 < count && b->threshold[low + at] <= least) at++;
            b->guide[((size_t)i << GUIDE_BITS) + bin] = (uint8_t)at;
        }
    }
    return NULL;
}

const char *program_prepare(Program *p, const uint32_t *code, const char *blob, uint64_t blob_size,
                            const uint32_t *text_at) {
    const char *wrong;
    if (!p->places || !p->root_count) return "There is no code.";
    for (uint32_t i = 0; i < p->text_count; i++)
        if (text_at[i] > text_at[i + 1]) return "The offsets of texts do not ascend.";
    if (text_at[0] != 0 || text_at[p->text_count] != blob_size)
        return "The offsets of texts lie beyond them.";
    p->blob = calloc(blob_size + PADDING, 1);
    p->texts = calloc((size_t)p->text_count + 1, sizeof *p->texts);
    if (!p->blob || !p->texts) return "";
    memcpy(p->blob, blob, blob_size);
    for (uint32_t i = 0; i < p->text_count; i++) {
        Text *text = &p->texts[i];
        text->data = p->blob + text_at[i];
        text->length = text_at[i + 1] - text_at[i];
        text->characters = characters_of(text->data, text->length);
    }
    for (uint32_t i = 0; i < 2 * p->pair_count; i++)
        if (p->pairs[i] >= p->text_count) return "A text is missing.";
    for (uint32_t i = 0; i < p->intent_count; i++)
        if (p->intents[i] >= p->text_count) return "A text is missing.";
    for (uint32_t i = 0; i < p->root_count; i++)
        if (p->roots[2 * i] >= p->intent_count || p->roots[2 * i + 1] >= p->places)
            return "An intent begins outside the code.";
    for (uint32_t i = 0; i < p->entries; i++)
        if (p->entry[i] >= p->places) return "A network begins outside the code.";
    for (uint32_t i = 0; i < p->catalogue_count; i++)
        if ((wrong = check_catalogue(&p->catalogues[i]))) return wrong;
    for (uint32_t i = 0; i < p->selection_count; i++)
        if ((wrong = check_selection(&p->selections[i])) ||
            (wrong = make_units(&p->selections[i])))
            return wrong;
    if ((wrong = check_columns(p))) return wrong;
    if ((wrong = check_branches(p))) return wrong;
    if ((wrong = check_code(p, code))) return wrong;
    for (uint32_t i = 0; i < p->places && p->after; i++)
        if ((code[2 * (size_t)i] == OP_DRAW || code[2 * (size_t)i] == OP_DRAW_VALUE) &&
            !p->after[2 * (size_t)i] && !p->after[2 * (size_t)i + 1])
            return "Nothing follows a draw.";
    if ((wrong = make_guide(&p->branch))) return wrong;
    if ((wrong = blocks_make(p, code, 1, &p->full))) return wrong;
    return blocks_make(p, code, 0, &p->spoken);
}

void program_free(Program *p) {
    blocks_free(&p->full);
    blocks_free(&p->spoken);
    free(p->branch.guide);
    free(p->texts);
    free(p->blob);
    for (uint32_t i = 0; i < p->catalogue_count; i++) free(p->catalogues[i].numbers);
    free(p->catalogues);
    free(p->columns);
    free(p->uses);
    for (uint32_t i = 0; i < p->selection_count; i++) free(p->selections[i].units);
    free(p->selections);
    memset(p, 0, sizeof *p);
}
