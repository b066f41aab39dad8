/* The Python module of the parser's walk. */

#include "reading.h"

static PyMethodDef methods[] = {
    {"index", make_index, METH_VARARGS, "Checks the index of a catalogue."},
    {"graph", make_graph, METH_VARARGS, "The states that are walked, none yet."},
    {"lookups", make_lookups, METH_VARARGS, "Catalogues, looked at when they are first needed."},
    {"walk", make_walk, METH_VARARGS, "What parses one text after the other."},
    {"parse", parse, METH_VARARGS, "The readings of a text."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_parsing", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__parsing(void) { return PyModule_Create(&module); }
