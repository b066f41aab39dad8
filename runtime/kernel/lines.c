/* The formats, byte for byte as corpora/ writes them. */

#include "lines.h"

#include <stdio.h>
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

static char *put_number(char *to, uint64_t number) {
    char digits[20];
    int at = 20;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return put(to, digits + at, (size_t)(20 - at));
}

static inline char *put_place(char *to, uint32_t number) {
    if (number < 10) {
        *to = (char)('0' + number);
        return to + 1;
    }
    if (number < 100) {
        to[0] = (char)('0' + number / 10);
        to[1] = (char)('0' + number % 10);
        return to + 2;
    }
    return put_number(to, number);
}

/* ------------------------------------------------------------------------------ JSON */

static inline int plain_json(const char *data, size_t length) {
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1F);
    for (; i + 16 <= length; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(data + i));
        __m128i bad = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash));
        bad = _mm_or_si128(bad, _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
        if (_mm_movemask_epi8(bad)) return 0;
    }
#endif
    for (; i < length; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c < 0x20 || c == '"' || c == '\\') return 0;
    }
    return 1;
}

static char *put_escaped_json(char *to, const char *data, size_t length) {
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == '"' || c == '\\') *to++ = '\\', *to++ = (char)c;
        else if (c >= 0x20) *to++ = (char)c;
        else if (c == '\n') to = PUT(to, "\\n");
        else if (c == '\r') to = PUT(to, "\\r");
        else if (c == '\t') to = PUT(to, "\\t");
        else if (c == '\f') to = PUT(to, "\\f");
        else if (c == '\b') to = PUT(to, "\\b");
        else {
            to = PUT(to, "\\u00");
            *to++ = hex[c >> 4];
            *to++ = hex[c & 15];
        }
    }
    return to;
}

static inline char *put_json(char *to, const char *data, size_t length, int plain) {
    if (plain || plain_json(data, length)) return put(to, data, length);
    return put_escaped_json(to, data, length);
}

int escape_names(const Program *p, Escaped *names) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < p->text_count; i++) bytes += 6 * (size_t)p->texts[i].length;
    if (bytes > UINT32_MAX) return -1;
    names->blob = malloc(bytes + PADDING);
    names->at = malloc(((size_t)p->text_count + 1) * sizeof *names->at);
    names->longest = 0;
    if (!names->blob || !names->at) return -1;
    char *to = names->blob;
    for (uint32_t i = 0; i < p->text_count; i++) {
        names->at[i] = (uint32_t)(to - names->blob);
        to = put_json(to, p->texts[i].data, p->texts[i].length, 0);
        uint32_t length = (uint32_t)(to - names->blob) - names->at[i];
        if (length > names->longest) names->longest = length;
    }
    names->at[p->text_count] = (uint32_t)(to - names->blob);
    return 0;
}

void escape_free(Escaped *names) {
    free(names->blob);
    free(names->at);
}

static inline char *put_name(char *to, const Escaped *names, uint32_t number) {
    uint32_t start = names->at[number];
    return put(to, names->blob + start, names->at[number + 1] - start);
}

static char *put_value_json(char *to, const Sentence *s, const Span *span) {
    if (span->values < 0) return PUT(to, "null");
    *to++ = '"';
    for (int32_t at = span->values; at >= 0; at = s->pieces[at].next) {
        if (at != span->values) *to++ = ' ';
        to = put_json(to, s->pieces[at].data, s->pieces[at].length, 0);
    }
    *to++ = '"';
    return to;
}

static char *put_span_json(char *to, const Escaped *names, const Sentence *s, uint32_t number,
                           int plain) {
    const Span *span = &s->spans[number];
    to = PUT(to, "{\"name\":\"");
    to = put_name(to, names, span->name);
    to = PUT(to, "\",\"text\":\"");
    if (plain) to = put_own(to, s->text + span->start, span->end - span->start);
    else to = put_json(to, s->text + span->start, span->end - span->start, 0);
    to = PUT(to, "\",\"start\":");
    to = put_place(to, span->first);
    to = PUT(to, ",\"end\":");
    to = put_place(to, span->last);
    to = PUT(to, ",\"value\":");
    to = put_value_json(to, s, span);
    to = PUT(to, ",\"slots\":[");
    for (uint32_t inner = number + 1; inner < span->after; inner = s->spans[inner].after) {
        if (inner > number + 1) *to++ = ',';
        to = put_span_json(to, names, s, inner, plain);
    }
    return PUT(to, "]}");
}

static char *put_units(char *to, int64_t units) {
    const int64_t one = 1000000000000;
    if (units > -((int64_t)1 << 52)) {
        uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
        if (units < 0) *to++ = '-';
        to = put_number(to, size / (uint64_t)one);
        *to++ = '.';
        uint64_t rest = size % (uint64_t)one;
        for (int i = 11; i >= 0; i--) {
            to[i] = (char)('0' + rest % 10);
            rest /= 10;
        }
        return to + 12;
    }
    return to + snprintf(to, 48, "%.12f", (double)units / 1e12);
}

/* ---------------------------------------------------------------------------- tokens */

typedef struct {
    const Sentence *s;
    uint32_t start, end; /* of the present token */
    uint32_t border;     /* the next one */
    uint32_t slot;       /* the outermost slot that a tag may speak of */
} Tokens;

/* The next token: texts are split at spaces and at the borders of slots. */
static inline int next_token(Tokens *t) {
    const Sentence *s = t->s;
    uint32_t at = t->end, length = (uint32_t)s->length;
    if (s->span_count == 0) {
        if (at != UINT32_MAX) { /* not the first: behind a space */
            if (at >= length) return 0;
            at++;
        } else {
            at = 0;
            if (!length) return 0;
        }
    } else {
        if (at == UINT32_MAX) at = 0;
        while (at < length && s->text[at] == ' ') at++;
        if (at >= length) return 0;
    }
    t->start = at;
    while (t->border < s->border_count && s->borders[t->border] <= at) t->border++;
    uint32_t limit = t->border < s->border_count ? s->borders[t->border] : length;
#if defined(__SSE2__)
    for (const __m128i space = _mm_set1_epi8(' ');; at += 16) {
        if (at >= limit) break;
        __m128i v = _mm_loadu_si128((const __m128i *)(s->text + at));
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(v, space));
        if (found) {
            at += (uint32_t)__builtin_ctz((unsigned)found);
            break;
        }
    }
    t->end = at < limit ? at : limit;
#else
    while (at < limit && s->text[at] != ' ') at++;
    t->end = at;
#endif
    return 1;
}

/* The slot of the present token, or NULL; `begins` says whether the token begins it. */
static inline const Span *slot_of(Tokens *t, int *begins) {
    const Sentence *s = t->s;
    while (t->slot < s->span_count && s->spans[t->slot].end <= t->start)
        t->slot = s->spans[t->slot].after;
    if (t->slot >= s->span_count || t->start < s->spans[t->slot].start) return NULL;
    const Span *span = &s->spans[t->slot];
    *begins = t->start == span->start;
    return span;
}

static inline Tokens tokens_of(const Sentence *s) {
    return (Tokens){s, UINT32_MAX, UINT32_MAX, 0, 0};
}

static char *put_jsonl(char *to, const Program *p, const Escaped *names, const Sentence *s) {
    int plain = plain_json(s->text, s->length), first = 1;
    to = PUT(to, "{\"intent\":\"");
    to = put_name(to, names, p->intents[s->intent]);
    to = PUT(to, "\",\"text\":\"");
    to = put_json(to, s->text, s->length, plain);
    to = PUT(to, "\",\"slots\":[");
    for (uint32_t at = 0; at < s->span_count; at = s->spans[at].after) {
        if (!first) *to++ = ',';
        first = 0;
        to = put_span_json(to, names, s, at, plain);
    }
    for (uint32_t i = 0; i < s->constant_count; i++) {
        uint32_t pair = s->constants[i] & ~CONTEXT_FLAG;
        if (!first) *to++ = ',';
        first = 0;
        to = PUT(to, "{\"name\":\"");
        to = put_name(to, names, p->pairs[2 * (size_t)pair]);
        to = PUT(to, "\",\"text\":\"\",\"start\":null,\"end\":null,\"value\":\"");
        if (s->constants[i] & CONTEXT_FLAG) *to++ = '@';
        to = put_name(to, names, p->pairs[2 * (size_t)pair + 1]);
        to = PUT(to, "\",\"slots\":[]}");
    }
    to = PUT(to, "],\"tokens\":[");
    Tokens tokens = tokens_of(s);
    first = 1;
    while (next_token(&tokens)) {
        if (!first) *to++ = ',';
        first = 0;
        *to++ = '"';
        if (plain) to = put_own(to, s->text + tokens.start, tokens.end - tokens.start);
        else to = put_json(to, s->text + tokens.start, tokens.end - tokens.start, 0);
        *to++ = '"';
    }
    to = PUT(to, "],\"tags\":[");
    tokens = tokens_of(s);
    first = 1;
    while (next_token(&tokens)) {
        int begins;
        const Span *span = slot_of(&tokens, &begins);
        if (!first) *to++ = ',';
        first = 0;
        if (!span) {
            to = PUT(to, "\"O\"");
            continue;
        }
        to = begins ? PUT(to, "\"B-") : PUT(to, "\"I-");
        to = put_name(to, names, span->name);
        *to++ = '"';
    }
    to = PUT(to, "],\"logprob\":");
    to = put_units(to, (int64_t)s->units);
    return PUT(to, "}\n");
}

static char *put_bio(char *to, const Program *p, const Sentence *s) {
    const Text *intent = text_of(p, p->intents[s->intent]);
    if (intent->length) {
        to = PUT(to, "# intent: ");
        to = put(to, intent->data, intent->length);
        *to++ = '\n';
    }
    to = PUT(to, "# text: ");
    to = put(to, s->text, s->length);
    *to++ = '\n';
    Tokens tokens = tokens_of(s);
    while (next_token(&tokens)) {
        int begins;
        const Span *span = slot_of(&tokens, &begins);
        to = put_own(to, s->text + tokens.start, tokens.end - tokens.start);
        *to++ = '\t';
        if (span) {
            const Text *name = text_of(p, span->name);
            to = begins ? PUT(to, "B-") : PUT(to, "I-");
            to = put(to, name->data, name->length);
        } else {
            *to++ = 'O';
        }
        *to++ = '\n';
    }
    *to++ = '\n';
    return to;
}

/* ------------------------------------------------------------------------- annotated */

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

static char *put_annotated(char *to, const Program *p, const Sentence *s) {
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

/* ------------------------------------------------------------------------------- all */

size_t line_bound(const Escaped *names, const Sentence *s, int form) {
    size_t length = s->length + 1, spans = s->span_count, longest = names->longest;
    size_t bound = 512 + 2 * longest + 6 * length + spans * (longest + 128) + 6 * s->piece_bytes +
                   s->constant_count * (2 * longest + 96);
    if (form == FORM_TEXT) return length + 64;
    if (form == FORM_ANNOTATED) return bound;
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < s->span_count; i++)
        if (s->spans[i].depth >= deepest) deepest = s->spans[i].depth + 1;
    /* Each character may be a token, whose tag has a name; and stands in every slot around it. */
    return bound + length * (16 + longest + 6 * (size_t)(deepest + 1));
}

void write_line(const Program *p, const Escaped *names, const Sentence *s, int form, Output *out) {
    char *to = out->data + out->used;
    switch (form) {
    case FORM_TEXT:
        to = put(to, s->text, s->length);
        *to++ = '\n';
        break;
    case FORM_ANNOTATED:
        to = put_annotated(to, p, s);
        break;
    case FORM_JSONL:
        to = put_jsonl(to, p, names, s);
        break;
    default:
        to = put_bio(to, p, s);
    }
    out->used = (size_t)(to - out->data);
}

/* CRC-32 as in zlib, four bits at a time would do; eight tables take eight bytes at a time. */
static uint32_t crc_table[8][256];

static __attribute__((constructor)) void crc_prepare(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        crc_table[0][i] = c;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int t = 1; t < 8; t++) {
            uint32_t c = crc_table[t - 1][i];
            crc_table[t][i] = crc_table[0][c & 255] ^ (c >> 8);
        }
}

uint64_t split_key(const char *text, size_t length) {
    uint32_t crc = 0xFFFFFFFFu;
    const unsigned char *c = (const unsigned char *)text;
    for (; length >= 8; length -= 8, c += 8) {
        uint64_t word;
        memcpy(&word, c, 8);
        word ^= crc;
        crc = 0;
        for (int t = 0; t < 8; t++) crc ^= crc_table[7 - t][word >> (8 * t) & 255];
    }
    for (; length; length--, c++) crc = crc_table[0][(crc ^ *c) & 255] ^ (crc >> 8);
    return mix((uint64_t)(crc ^ 0xFFFFFFFFu) + 1);
}
