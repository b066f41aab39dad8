/* Sentences as the lines of a format. */

#ifndef GRAMC_LINES_H
#define GRAMC_LINES_H

#include "sentence.h"

enum {
    FORM_TEXT = 0, FORM_ANNOTATED = 1, FORM_JSONL = 2, FORM_BIO = 3, FORM_MASSIVE = 4, FORMS = 5
};

typedef struct {
    char *data;
    size_t used, room;
} Output;

/* How the names of a program stand in JSON, quotes excluded: made once. */
typedef struct {
    char *blob;
    uint32_t *at; /* text_count + 1 */
    uint32_t longest;
} Escaped;

int escape_names(const Program *p, Escaped *names);
void escape_free(Escaped *names);

/* At most so many bytes does write_line add. */
size_t line_bound(const Escaped *names, const Sentence *s, int form);
void write_line(const Program *p, const Escaped *names, Sentence *s, int form, Output *out);

/* What split.py makes of a text. */
uint64_t split_key(const char *text, size_t length);

#endif
