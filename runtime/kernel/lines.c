/* The formats, byte for byte as corpora/ writes them: tokens, and which writer serves. */

#include "put.h"

static inline uint64_t mask_of(const char *data, char letter) {
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8(letter);
    for (int i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(data + 16 * i));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted)) << (16 * i);
    }
#else
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(data[i] == letter) << i;
#endif
    return mask;
}

/* 64 bytes at a time, one bit each: a token begins at a byte that is no space where there was one
   before it, or a border is; and ends at a byte behind such a one where there is a space or a
   border. */
uint32_t tokens_of(Sentence *s) {
    uint32_t length = (uint32_t)s->length, border = 0;
    uint32_t *starts = s->tokens, *ends = s->tokens + 1;
    uint64_t before = 1; /* whether the last byte was a space */
    for (uint32_t base = 0; base < length; base += 64) {
        uint64_t spaces = mask_of(s->text + base, ' '), borders = 0;
        if (length - base < 64) spaces |= UINT64_MAX << (length - base);
        for (; border < s->border_count && s->borders[border] - base < 64; border++)
            borders |= (uint64_t)1 << (s->borders[border] - base);
        uint64_t behind = spaces << 1 | before;
        uint64_t begin = ~spaces & (behind | borders), end = ~behind & (spaces | borders);
        before = spaces >> 63;
        for (; begin; begin &= begin - 1, starts += 2)
            *starts = base + (uint32_t)__builtin_ctzll(begin);
        for (; end; end &= end - 1, ends += 2) *ends = base + (uint32_t)__builtin_ctzll(end);
    }
    if (starts > ends - 1) *ends = length;
    return (uint32_t)(starts - s->tokens) / 2;
}

char *put_bio(char *to, const Program *p, Sentence *s) {
    const Text *intent = text_of(p, p->intents[s->intent]);
    if (intent->length) {
        to = PUT(to, "# intent: ");
        to = put(to, intent->data, intent->length);
        *to++ = '\n';
    }
    to = PUT(to, "# text: ");
    to = put(to, s->text, s->length);
    *to++ = '\n';
    uint32_t count = tokens_of(s), slot = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = s->tokens[2 * i], end = s->tokens[2 * i + 1];
        const Span *span = slot_of(s, start, &slot);
        to = put_own(to, s->text + start, end - start);
        *to++ = '\t';
        if (span) {
            const Text *name = text_of(p, span->name);
            to = start == span->start ? PUT(to, "B-") : PUT(to, "I-");
            to = put(to, name->data, name->length);
        } else {
            *to++ = 'O';
        }
        *to++ = '\n';
    }
    *to++ = '\n';
    return to;
}

size_t line_bound(const Escaped *names, const Sentence *s, int form) {
    size_t length = s->length + 1, spans = s->span_count, longest = names->longest;
    size_t bound = 512 + 2 * longest + 6 * length + spans * (longest + 128) + 6 * s->piece_bytes +
                   s->constant_count * (2 * longest + 96);
    if (form == FORM_TEXT) return length + 64;
    if (form == FORM_ANNOTATED || form == FORM_MASSIVE) return bound;
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < s->span_count; i++)
        if (s->spans[i].depth >= deepest) deepest = s->spans[i].depth + 1;
    /* Each character may be a token, whose tag has a name; and stands in every slot around it. */
    return bound + length * (16 + longest + 6 * (size_t)(deepest + 1));
}

void write_line(const Program *p, const Escaped *names, Sentence *s, int form, Output *out) {
    char *to = out->data + out->used;
    switch (form) {
    case FORM_TEXT:
        to = put(to, s->text, s->length);
        *to++ = '\n';
        break;
    case FORM_ANNOTATED:
        to = put_annotated(to, p, s);
        break;
    case FORM_MASSIVE:
        to = put_massive(to, p, s);
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
