/*
 * xlsx_part.h -- one XML part of a workbook, pushed through libxml2's SAX a chunk at a time.
 *
 * Floor 1, codec, for xlsx_*.c only. Only elements of the spreadsheet and relationship namespaces
 * (transitional and strict) reach the handler. A DOCTYPE is refused before its entities are read;
 * no network, no external file, no tree in memory.
 */
#ifndef CODEC_XLSX_PART_H
#define CODEC_XLSX_PART_H

#include <libxml/parser.h>
#include <stdbool.h>

#include "base/ctx.h"
#include "codec/xlsx_package.h"

typedef struct XlsxAttributes {
    const xmlChar **five; /* libxml2's: name, prefix, URI, value, end */
    int count;
} XlsxAttributes;

typedef struct XlsxHandler {
    Status (*begin)(Ctx *ctx, void *arg, const char *name, const XlsxAttributes *attributes);
    Status (*end)(Ctx *ctx, void *arg, const char *name);
    Status (*text)(Ctx *ctx, void *arg, Str text); /* may be NULL; comes in pieces */
} XlsxHandler;

typedef struct XlsxPart {
    Ctx *ctx; /* of the call that feeds */
    XlsxPackage *package;
    zip_file_t *file;
    xmlParserCtxtPtr parser;
    XlsxHandler handler;
    void *arg;
    const char *name;         /* for messages; the caller keeps it */
    const xmlChar *uri_known; /* the last namespace that passed: interned, so pointers compare */
    Status status;
    bool is_at_end;
} XlsxPart;

/* `part` must not move while it is open: libxml2 holds its address. */
Status xlsx_part_open(Ctx *ctx, XlsxPackage *package, const char *part_name, XlsxHandler handler,
                      void *arg, XlsxPart *part) MUST_CHECK;
/* Reads one chunk and lets the handler see it; part->is_at_end after the last one. */
Status xlsx_part_feed(Ctx *ctx, XlsxPart *part) MUST_CHECK;
/* Accepts a part that was never opened or is closed. */
void xlsx_part_close(XlsxPart *part);
/* Open, feed to the end, close. */
Status xlsx_part_read(Ctx *ctx, XlsxPackage *package, const char *part_name, XlsxHandler handler,
                      void *arg) MUST_CHECK;

/* The value of the attribute of that local name; false when it is not there. */
bool xlsx_attribute(const XlsxAttributes *attributes, const char *name, Str *ret_value);
/* "1" and "true", or `otherwise` when it is not there. */
bool xlsx_attribute_bool(const XlsxAttributes *attributes, const char *name, bool otherwise);

#endif
