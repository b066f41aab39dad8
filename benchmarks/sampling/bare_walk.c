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

enum { PAD = 16 };
// A choice among `count` entries from `first` on; none at the end of a sentence. Behind a value of
// a slot, whose entry has no `then`, come the text of the block and the block `then`.
typedef struct { int32_t first, count, at, length, then; } Block;
// Below `threshold` the entry itself, else its alias.
typedef struct { uint32_t threshold; int32_t alias, at, length, then; } Entry;

static Block *blocks;
static Entry *entries;
static char *texts;
static struct { int32_t blocks, entries, texts, start, at, length; } head;
static uint64_t state = 1;

static inline uint64_t next(void) {
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static inline const Entry *pick(int32_t first, int32_t count) {
  uint64_t r = next();
  int32_t at = (int32_t)(((r >> 32) * (uint64_t)count) >> 32);
  // Without a branch, which would be foretold wrongly as often as not.
  int32_t away = -(int32_t)((uint32_t)r >= entries[first + at].threshold);
  return entries + first + (at ^ ((at ^ entries[first + at].alias) & away));
}

// By sixteen bytes, past the end if need be: quicker than a call for texts as short as these.
static inline char *copy(char *out, const char *from, int32_t size) {
  for (int32_t i = 0; i < size; i += PAD) memcpy(out + i, from + i, PAD);
  return out + size;
}

static char *sentence(char *out) {
  out = copy(out, texts + head.at, head.length);
  for (const Block *block = blocks + head.start; block->count;) {
    const Entry *entry = pick(block->first, block->count);
    out = copy(out, texts + entry->at, entry->length);
    if (entry->then < 0) {
      out = copy(out, texts + block->at, block->length);
      block = blocks + block->then;
    } else {
      block = blocks + entry->then;
    }
  }
  *out++ = '\n';
  return out;
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
  void *at = malloc(size + PAD);
  if (!at || fread(at, 1, size, file) != size) { fputs("short table\n", stderr); exit(1); }
  return at;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  FILE *table = fopen(argv[2], "rb");
  if (!table || fread(&head, sizeof head, 1, table) != 1) { perror("table"); return 1; }
  blocks = section(table, head.blocks * sizeof(Block));
  entries = section(table, head.entries * sizeof(Entry));
  texts = section(table, head.texts);
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
