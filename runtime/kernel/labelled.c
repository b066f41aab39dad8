/* Text with its labels in place: as corpora/annotated.py, golden.py and massive.py write it. */

#include "put.h"

static inline int reserved(char c) { return c == '{' || c == '}' || c == '|' || c == '\\'; }

static int any_reserved(const char *data, size_t length) {
    size_t i = 0;
#if defined(__SSE2__)
    /* { | } are 0x7B to 0x7D. */
    const __m128i low = _mm_set1_epi8(0x7B), span = _mm_set1_epi8(2), slash = _mm_set1_epi8('\\');
    for (; i + 16 <= length; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(data + i));
        __m128i off = _mm_sub_epi8(v, low);
        __m128i bad = _mm_cmpeq_epi8(_mm_min_epu8(off, span), off);
        if (_mm_movemask_epi8(_mm_or_si128(bad, _mm_cmpeq_epi8(v, slash)))) return 1;
    }
#endif
    for (; i < length; i++)
        if (reserved(data[i])) return 1;
    return 0;
}

static char *put_escaped(char *to, const char *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (reserved(data[i])) *to++ = '\\';
        *to++ = data[i];
    }
    return to;
}

/* Whether Unicode's white space is in it. */
static int any_white(const char *data, size_t length) {
    const unsigned char *c = (const unsigned char *)data;
    for (size_t i = 0; i < length; i++) {
        if (c[i] == ' ' || (c[i] >= 9 && c[i] <= 13)) return 1;
        size_t left = length - i;
        if (c[i] == 0xC2 && left > 1 && (c[i + 1] == 0x85 || c[i + 1] == 0xA0)) return 1;
        if (left < 3) continue;
        if (c[i] == 0xE1 && c[i + 1] == 0x9A && c[i + 2] == 0x80) return 1;
        if (c[i] == 0xE3 && c[i + 1] == 0x80 && c[i + 2] == 0x80) return 1;
        if (c[i] != 0xE2) continue;
        if (c[i + 1] == 0x80 && ((c[i + 2] >= 0x80 && c[i + 2] <= 0x8A) || c[i + 2] == 0xA8 ||
                                 c[i + 2] == 0xA9 || c[i + 2] == 0xAF))
            return 1;
        if (c[i + 1] == 0x81 && c[i + 2] == 0x9F) return 1;
    }
    return 0;
}

static inline int wants_braces(const char *data, size_t length) {
    /* A value that begins with the stroke U+0338 would make ≠ of the equals sign, in NFC. */
    return !length || (length > 1 && (unsigned char)data[0] == 0xCC &&
                       (unsigned char)data[1] == 0xB8) || any_white(data, length);
}

static char *put_value(char *to, const Sentence *s, const Span *span) {
    const Piece *first = &s->pieces[span->values];
    int braces = first->next >= 0 || wants_braces(first->data, first->length);
    if (braces) *to++ = '{';
    for (int32_t at = span->values; at >= 0; at = s->pieces[at].next) {
        if (at != span->values) *to++ = ' ';
        to = put_escaped(to, s->pieces[at].data, s->pieces[at].length);
    }
    if (braces) *to++ = '}';
    return to;
}

static inline char *put_stretch(char *to, const char *data, size_t length, int escape) {
    return escape ? put_escaped(to, data, length) : put_own(to, data, length);
}

static char *put_labelled(char *to, const Program *p, const Sentence *s, uint32_t start,
                          uint32_t end, uint32_t from, uint32_t until, int escape) {
    uint32_t at = start;
    for (uint32_t i = from; i < until; i = s->spans[i].after) {
        const Span *span = &s->spans[i];
        to = put_stretch(to, s->text + at, span->start - at, escape);
        if (span->after > i + 1) {
            *to++ = '{';
            to = put_labelled(to, p, s, span->start, span->end, i + 1, span->after, escape);
            *to++ = '}';
        } else {
            size_t length = span->end - span->start;
            int touches = span->start > start && s->text[span->start - 1] != ' ';
            int braces = touches || memchr(s->text + span->start, ' ', length) != NULL;
            *to = '{';
            to += braces;
            to = put_stretch(to, s->text + span->start, length, escape);
            *to = '}';
            to += braces;
        }
        *to++ = '|';
        to = put_own(to, text_of(p, span->name)->data, text_of(p, span->name)->length);
        if (span->values >= 0) {
            *to++ = '=';
            to = put_value(to, s, span);
        }
        if (span->end < end && s->text[span->end] != ' ') *to++ = '|';
        at = span->end;
    }
    return put_stretch(to, s->text + at, end - at, escape);
}

char *put_annotated(char *to, const Program *p, const Sentence *s) {
    const Text *intent = text_of(p, p->intents[s->intent]);
    if (intent->length) {
        to = put_own(to, intent->data, intent->length);
        *to++ = '\t';
    }
    char *line = to;
    int escape = any_reserved(s->text, s->length);
    to = put_labelled(to, p, s, 0, (uint32_t)s->length, 0, s->span_count, escape);
    for (uint32_t i = 0; i < s->constant_count; i++) {
        uint32_t pair = s->constants[i] & ~CONTEXT_FLAG;
        const Text *name = text_of(p, p->pairs[2 * (size_t)pair]);
        const Text *value = text_of(p, p->pairs[2 * (size_t)pair + 1]);
        int context = (s->constants[i] & CONTEXT_FLAG) != 0;
        int braces = context ? any_white(value->data, value->length)
                             : wants_braces(value->data, value->length);
        if (i || s->length) *to++ = ' ';
        to = PUT(to, "{}|");
        to = put(to, name->data, name->length);
        *to++ = '=';
        if (braces) *to++ = '{';
        if (context) *to++ = '@';
        to = put_escaped(to, value->data, value->length);
        if (braces) *to++ = '}';
    }
    if (to > line && *line == '#') {
        memmove(line + 1, line, (size_t)(to - line));
        *line = '\\';
        to++;
    }
    *to++ = '\n';
    return to;
}

/* -------------------------------------------------------------------------- massive */

static char *put_bracketed(char *to, const char *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (data[i] == '[' || data[i] == ']' || data[i] == '\\') *to++ = '\\';
        *to++ = data[i];
    }
    return to;
}

char *put_massive(char *to, const Program *p, const Sentence *s) {
    const Text *intent = text_of(p, p->intents[s->intent]);
    if (intent->length) {
        to = put_own(to, intent->data, intent->length);
        *to++ = '\t';
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < s->span_count; i = s->spans[i].after) {
        const Span *span = &s->spans[i];
        to = put_bracketed(to, s->text + at, span->start - at);
        *to++ = '[';
        to = put_own(to, text_of(p, span->name)->data, text_of(p, span->name)->length);
        to = PUT(to, " : ");
        to = put_bracketed(to, s->text + span->start, span->end - span->start);
        *to++ = ']';
        at = span->end;
    }
    to = put_bracketed(to, s->text + at, s->length - at);
    *to++ = '\n';
    return to;
}
