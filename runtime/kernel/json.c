/* JSON lines, as corpora/jsonl.py writes them. */

#include "put.h"

#include <stdio.h>

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
        uint32_t high = (uint32_t)(rest / 1000000), low = (uint32_t)(rest % 1000000);
        for (int i = 5; i >= 0; i--, high /= 10, low /= 10) {
            to[i] = (char)('0' + high % 10);
            to[i + 6] = (char)('0' + low % 10);
        }
        return to + 12;
    }
    return to + snprintf(to, 48, "%.12f", (double)units / 1e12);
}

char *put_jsonl(char *to, const Program *p, const Escaped *names, Sentence *s) {
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
    uint32_t count = tokens_of(s);
    const uint32_t *at = s->tokens;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = at[2 * i], length = at[2 * i + 1] - start;
        *to++ = '"';
        if (!plain) {
            to = put_json(to, s->text + start, length, 0);
        } else {
            memcpy(to, s->text + start, 16);
            if (length > 16) memcpy(to + 16, s->text + start + 16, length - 16);
            to += length;
        }
        to = PUT(to, "\",");
    }
    to -= count > 0;
    to = PUT(to, "],\"tags\":[");
    uint32_t slot = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Span *span = slot_of(s, at[2 * i], &slot);
        if (!span) {
            to = PUT(to, "\"O\",");
            continue;
        }
        to = PUT(to, "\"B-");
        if (at[2 * i] != span->start) to[-2] = 'I';
        to = put_name(to, names, span->name);
        to = PUT(to, "\",");
    }
    to -= count > 0;
    to = PUT(to, "],\"logprob\":");
    to = put_units(to, (int64_t)s->units);
    return PUT(to, "}\n");
}
