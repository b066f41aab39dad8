// Two limits. `bare_walk walk TABLE COUNT OUT` draws COUNT sentences of a flat table by the alias
// method (Walker, 1977) and writes their text and nothing else: no labels, no spans, no order that
// shards could share. `bare_walk write TABLE COUNT OUT` makes a thousand sentences and then writes
// their bytes over and over.
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT, CALL, CHOOSE, DRAW, RETURN };
typedef struct { int32_t op, a, b; } Op;
// Below `threshold` the entry itself, else its alias. `at` is a place in the code or the text.
typedef struct { uint32_t threshold; int32_t alias, at, length; } Entry;

static Op *code;
static Entry *entries;
static char *texts;
static int32_t start;
static uint64_t state = 1;

static inline uint64_t next(void) {
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static inline Entry *pick(int32_t first, int32_t count) {
  uint64_t r = next();
  Entry *entry = entries + first + (int32_t)(((r >> 32) * (uint64_t)count) >> 32);
  return (uint32_t)r < entry->threshold ? entry : entries + first + entry->alias;
}

static char *sentence(char *out) {
  int32_t stack[256], depth = 0, pc = start;
  for (;;) {
    Op op = code[pc++];
    switch (op.op) {
    case TEXT: memcpy(out, texts + op.a, op.b); out += op.b; break;
    case CALL: stack[depth++] = pc; pc = op.a; break;
    case CHOOSE: pc = pick(op.a, op.b)->at; break;
    case DRAW: {
      Entry *entry = pick(op.a, op.b);
      memcpy(out, texts + entry->at, entry->length);
      out += entry->length;
      break;
    }
    case RETURN:
      if (!depth) { *out++ = '\n'; return out; }
      pc = stack[--depth];
    }
  }
}

static void put(int file, const char *from, size_t size) {
  while (size) {
    ssize_t done = write(file, from, size);
    if (done < 0) { perror("write"); exit(1); }
    from += done;
    size -= done;
  }
}

static void *section(FILE *file, size_t size) {
  void *at = malloc(size ? size : 1);
  if (!at || fread(at, 1, size, file) != size) { fputs("short table\n", stderr); exit(1); }
  return at;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  FILE *table = fopen(argv[2], "rb");
  int32_t sizes[4];
  if (!table || fread(sizes, 4, 4, table) != 4) { perror("table"); return 1; }
  start = sizes[3];
  code = section(table, sizes[0] * sizeof(Op));
  entries = section(table, sizes[1] * sizeof(Entry));
  texts = section(table, sizes[2]);
  long count = atol(argv[3]);
  int file = open(argv[4], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file < 0) { perror(argv[4]); return 1; }
  enum { SIZE = 1 << 18, MOST = 1 << 14 };
  static char buffer[SIZE + MOST];
  char *out = buffer;
  if (!strcmp(argv[1], "walk")) {
    for (long i = 0; i < count; i++) {
      out = sentence(out);
      if (out > buffer + SIZE) { put(file, buffer, out - buffer); out = buffer; }
    }
    put(file, buffer, out - buffer);
  } else {
    static char ready[1000 * MOST];
    char *ends[1000];
    out = ready;
    for (int i = 0; i < 1000; i++) ends[i] = out = sentence(out);
    for (; count >= 1000; count -= 1000) put(file, ready, out - ready);
    if (count) put(file, ready, ends[count - 1] - ready);
  }
  return close(file);
}
