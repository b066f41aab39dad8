/* Rewriting a sentence. Most of it is only looked through for places where something may change:
   from such a place on the transducer is run until it is back in its neutral state. */

#include "sentence.h"

#include "rewrite.h"

#define UNKNOWN (-3) /* a text that no sentence is: it is left as it is */

const char *rewriter_check(const Rewriter *r) {
    if (!r->states || !r->output_count || r->output_at[0] != 0) return "The rewrites are empty.";
    for (uint32_t i = 0; i < r->output_count; i++)
        if (r->output_at[i] > r->output_at[i + 1]) return "The outputs of rewrites do not ascend.";
    if (r->output_at[r->output_count] > LONGEST) return "The outputs of rewrites are too long.";
    for (size_t i = 0; i < (size_t)r->states * 256; i++)
        if ((r->next[i] >= r->states && r->next[i] != NO_STATE) || r->out[i] >= r->output_count)
            return "The rewrites lead astray.";
    for (uint32_t i = 0; i < r->states; i++)
        if ((r->border_next[i] >= r->states && r->border_next[i] != NO_STATE) ||
            r->border_out[i] >= r->output_count ||
            (r->final[i] >= r->output_count && r->final[i] != NO_STATE))
            return "The rewrites lead astray.";
    if (r->neutral >= r->states && r->neutral != NO_STATE) return "The rewrites lead astray.";
    return NULL;
}

static int make_room(char **text, size_t *room, size_t wanted) {
    if (wanted <= *room) return 0;
    size_t more = 2 * wanted + 256;
    if (wanted > LONGEST) return NO_MEMORY;
    char *made = realloc(*text, more);
    if (!made) return NO_MEMORY;
    *text = made;
    *room = more;
    return 0;
}

/* Writes an output; of borders, where they come to lie. */
static int write_output(const Rewriter *r, Rewriting *w, uint32_t number, char byte, int is_byte) {
    if (number == SAME && is_byte) {
        if (make_room(&w->text, &w->room, w->length + 1)) return NO_MEMORY;
        w->text[w->length++] = byte;
        return 0;
    }
    uint32_t start = r->output_at[number], end = r->output_at[number + 1];
    if (make_room(&w->text, &w->room, w->length + (end - start))) return NO_MEMORY;
    for (uint32_t i = start; i < end; i++) {
        char c = r->outputs[i];
        if (c == BORDER_BYTE) {
            if (w->written == w->moved_count) return UNKNOWN; /* more than were read */
            w->moved[w->written++].new = (uint32_t)w->length;
        } else if (c != COPY_BYTE) {
            w->text[w->length++] = c;
        } else if (is_byte) {
            w->text[w->length++] = byte;
        }
    }
    return 0;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* Sixteen places at a time, by the halves of their bytes, which says too much rather than too
   little (Teddy, of Hyperscan: Wang et al., NSDI 2019). */
__attribute__((target("ssse3"))) static size_t skip(const Rewriter *r, const unsigned char *t,
                                                    size_t place, size_t length) {
    const __m128i low = _mm_set1_epi8(15);
    __m128i tables[DEPTH][2];
    for (int i = 0; i < 2 * DEPTH; i++)
        tables[i / 2][i % 2] = _mm_loadu_si128((const __m128i *)(const void *)r->halves[i / 2][i % 2]);
    /* Behind a text PADDING bytes may be read. */
    for (; place + DEPTH - 1 < length; place += 16) {
        __m128i all = _mm_set1_epi8(-1);
        for (int i = 0; i < DEPTH; i++) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(t + place + i));
            __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), low);
            all = _mm_and_si128(all, _mm_shuffle_epi8(tables[i][0], _mm_and_si128(bytes, low)));
            all = _mm_and_si128(all, _mm_shuffle_epi8(tables[i][1], high));
        }
        int none = _mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_setzero_si128()));
        if (none != 0xFFFF) return place + (size_t)__builtin_ctz(~(unsigned)none);
    }
    return place;
}

static int can_skip(void) { return __builtin_cpu_supports("ssse3"); }
#else
static size_t skip(const Rewriter *r, const unsigned char *t, size_t place, size_t length) {
    (void)r, (void)t, (void)length;
    return place;
}

static int can_skip(void) { return 0; }
#endif

void rewriter_prepare(Rewriter *r) {
    r->skips = can_skip();
    memset(r->halves, 0, sizeof r->halves);
    for (int i = 0; i < DEPTH; i++)
        for (int byte = 0; byte < 256; byte++) {
            r->halves[i][0][byte & 15] |= r->marks[i][byte];
            r->halves[i][1][byte >> 4] |= r->marks[i][byte];
        }
}

/* The place from `place` on at which something may change; the text's length where there is none. */
static size_t unchanged(const Rewriter *r, const char *text, size_t place, size_t length) {
    const unsigned char *t = (const unsigned char *)text;
    const uint8_t *const *marks = r->marks;
    size_t behind = DEPTH - 1, tail = length > place + behind ? length - behind : place;
    for (;; place++) {
        if (r->skips) place = skip(r, t, place, length);
        if (place >= tail) break;
        if (marks[0][t[place]] & marks[1][t[place + 1]] & marks[2][t[place + 2]] &
            marks[3][t[place + 3]])
            return place;
    }
    for (place = tail; place + 1 < length; place++)
        if (marks[0][t[place]] & marks[1][t[place + 1]]) return place;
    if (place < length && r->end[t[place]]) return place;
    return length;
}

/* Runs from *place on until the neutral state or the end, and leaves *place there. */
static int run(const Rewriter *r, Sentence *s, size_t *place, uint32_t state, uint32_t *border) {
    Rewriting *w = &s->rewriting;
    size_t at = *place;
    int failed = 0;
    for (;;) {
        while (*border < s->border_count && s->borders[*border] < at) ++*border;
        if (*border < s->border_count && s->borders[*border] == at) {
            if (!PUSH(w->moved, w->moved_count, w->moved_room)) return NO_MEMORY;
            w->moved[w->moved_count++] = (Moved){(uint32_t)at, 0};
            uint32_t number = r->border_out[state];
            state = r->border_next[state];
            if (state == NO_STATE) return UNKNOWN;
            failed = write_output(r, w, number, 0, 0);
        }
        if (at == s->length) {
            if (r->final[state] == NO_STATE) return UNKNOWN;
            if (!failed) failed = write_output(r, w, r->final[state], 0, 0);
            break;
        }
        if (failed) break;
        /* Up to the next border or the end nothing else is to be asked. */
        size_t stop = *border < s->border_count && s->borders[*border] == at ? *border + 1 : *border;
        while (stop < s->border_count && s->borders[stop] == at) stop++;
        stop = stop < s->border_count ? s->borders[stop] : s->length;
        if (make_room(&w->text, &w->room, w->length + (stop - at))) return NO_MEMORY;
        for (; at < stop; at++) {
            unsigned char byte = (unsigned char)s->text[at];
            size_t step = (size_t)state * 256 + byte;
            uint32_t number = r->out[step];
            state = r->next[step];
            if (state == NO_STATE) return UNKNOWN;
            if (number == SAME) w->text[w->length++] = (char)byte;
            else if (r->output_at[number] != r->output_at[number + 1]) {
                failed = write_output(r, w, number, (char)byte, 1);
                if (!failed) failed = make_room(&w->text, &w->room, w->length + (stop - at));
                if (failed) break;
            }
            if (state == r->neutral) break;
        }
        if (at < stop) {
            at++;
            break;
        }
    }
    *place = at;
    return failed ? failed : w->written == w->moved_count ? 0 : UNKNOWN;
}

/* Adds the text from `from` to `to` as it was, with the borders from there to before `to`. */
static int copy_on(Sentence *s, size_t from, size_t to, uint32_t *border) {
    Rewriting *w = &s->rewriting;
    if (make_room(&w->text, &w->room, w->length + (to - from) + 1)) return NO_MEMORY;
    memcpy(w->text + w->length, s->text + from, to - from);
    while (*border < s->border_count && s->borders[*border] < from) ++*border;
    for (; *border < s->border_count && s->borders[*border] < to; ++*border) {
        uint32_t old = s->borders[*border];
        if (w->moved_count && w->moved[w->moved_count - 1].old == old) continue;
        if (!PUSH(w->moved, w->moved_count, w->moved_room)) return NO_MEMORY;
        w->moved[w->moved_count++] = (Moved){old, (uint32_t)(w->length + old - from)};
    }
    w->written = w->moved_count;
    w->length += to - from;
    return 0;
}

/* Adds the text from `from` to `to` as it was before what was written from `at` on. */
static int insert(Sentence *s, size_t at, uint32_t inner, size_t from, size_t to,
                  uint32_t *border) {
    Rewriting *w = &s->rewriting;
    size_t behind = w->length - at, gap = to - from;
    uint32_t count = w->moved_count - inner;
    if (make_room(&w->text, &w->room, w->length + gap + 1)) return NO_MEMORY;
    memmove(w->text + at + gap, w->text + at, behind);
    /* The borders that were met in it wait behind all those that are. */
    while (w->moved_room < w->moved_count + s->border_count + count)
        if (grow_array((void **)&w->moved, &w->moved_room, sizeof *w->moved)) return NO_MEMORY;
    Moved *waiting = w->moved + w->moved_room - count;
    memmove(waiting, w->moved + inner, count * sizeof *waiting);
    w->length = at;
    w->moved_count = inner;
    if (copy_on(s, from, to, border)) return NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        Moved met = waiting[i];
        met.new += (uint32_t)gap;
        w->moved[w->moved_count++] = met;
    }
    w->written = w->moved_count;
    w->length = at + gap + behind;
    return 0;
}

static uint32_t moved(const Rewriting *w, uint32_t old) {
    uint32_t low = 0, high = w->moved_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w->moved[middle].old < old) low = middle + 1;
        else high = middle;
    }
    return low < w->moved_count ? w->moved[low].new : 0;
}

/* Slots without spaces at their ends, and without those of which nothing is left. */
static int place_spans(Sentence *s) {
    const Rewriting *w = &s->rewriting;
    uint32_t kept = 0;
    s->border_count = 0;
    for (uint32_t i = 0; i < s->span_count; i++) {
        Span span = s->spans[i];
        span.start = moved(w, span.start);
        span.end = moved(w, span.end);
        while (span.start < span.end && s->text[span.start] == ' ') span.start++;
        while (span.start < span.end && s->text[span.end - 1] == ' ') span.end--;
        if (span.start == span.end) {
            i = span.after - 1; /* what is in it is empty, too */
            continue;
        }
        s->spans[kept++] = span;
    }
    s->span_count = kept;
    for (uint32_t i = 0; i < kept; i++) {
        Span *span = &s->spans[i];
        span->after = i + 1;
        while (span->after < kept && s->spans[span->after].depth > span->depth) span->after++;
        for (int k = 0; k < 2; k++) {
            uint32_t at = s->border_count, place = k ? span->end : span->start;
            if (!PUSH(s->borders, s->border_count, s->border_room)) return NO_MEMORY;
            s->border_count++;
            for (; at && s->borders[at - 1] > place; at--) s->borders[at] = s->borders[at - 1];
            s->borders[at] = place;
        }
    }
    return 0;
}

static void count_characters(Sentence *s) {
    s->characters = characters_of(s->text, s->length);
    int ascii = s->characters == s->length;
    for (uint32_t i = 0; i < s->span_count; i++) {
        Span *span = &s->spans[i];
        span->first = ascii ? span->start : characters_of(s->text, span->start);
        span->last = ascii ? span->end : characters_of(s->text, span->end);
    }
}

static int finish(Sentence *s, size_t done, uint32_t *border) {
    Rewriting *w = &s->rewriting;
    if (copy_on(s, done, s->length, border)) return NO_MEMORY;
    if (s->border_count && s->borders[s->border_count - 1] == s->length &&
        !(w->moved_count && w->moved[w->moved_count - 1].old == s->length)) {
        if (!PUSH(w->moved, w->moved_count, w->moved_room)) return NO_MEMORY;
        w->moved[w->moved_count++] = (Moved){(uint32_t)s->length, (uint32_t)w->length};
    }
    s->length = 0;
    if (w->length + PADDING + 1 > s->room && grow_text(s, w->length + PADDING + 1))
        return NO_MEMORY;
    memcpy(s->text, w->text, w->length);
    s->length = w->length;
    if (place_spans(s)) return NO_MEMORY;
    count_characters(s);
    return 0;
}

int rewrite(const Rewriter *r, Sentence *s) {
    Rewriting *w = &s->rewriting;
    size_t place = 0, done = 0; /* up to where it was looked, and written */
    uint32_t border = 0, copied = 0;
    int changed = 0;
    /* Something to copy from and to, even if it is nothing. */
    if (make_room(&w->text, &w->room, 1)) return NO_MEMORY;
    if (!w->moved_room && grow_array((void **)&w->moved, &w->moved_room, sizeof *w->moved))
        return NO_MEMORY;
    w->length = 0;
    w->moved_count = w->written = 0;
    int whole = r->neutral == NO_STATE || !s->length || r->begin[(unsigned char)s->text[0]];
    for (;;) {
        uint32_t state = whole ? 0 : r->neutral;
        if (!whole) place = unchanged(r, s->text, place, s->length);
        if (!whole && place == s->length) break;
        whole = 0;
        size_t from = place, at = w->length;
        uint32_t inner = w->moved_count;
        w->written = inner;
        int failed = run(r, s, &place, state, &border);
        if (failed == UNKNOWN) return r->partial ? NOT_HERE : 0;
        if (failed) return failed;
        int same = w->length - at == place - from &&
                   !memcmp(w->text + at, s->text + from, place - from);
        for (uint32_t i = inner; same && i < w->moved_count; i++)
            same = w->moved[i].new - at == w->moved[i].old - from;
        if (same) {
            w->length = at;
            w->moved_count = inner;
        } else {
            if (insert(s, at, inner, done, from, &copied)) return NO_MEMORY;
            changed = 1;
            done = place;
        }
        if (place == s->length) break;
    }
    return changed ? finish(s, done, &copied) : 0;
}
