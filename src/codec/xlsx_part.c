#include "codec/xlsx_part.h"

#include <string.h>

enum { CHUNK_SIZE = 1 << 16 };

static const char *const NAMESPACES[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main", /* ISO/IEC 29500 strict */
    "http://schemas.openxmlformats.org/package/2006/relationships",
};

static bool uri_is_ours(XlsxPart *part, const xmlChar *uri) {
    if (uri == NULL) {
        return false;
    }
    if (uri == part->uri_known) {
        return true;
    }
    for (size_t i = 0; i < sizeof NAMESPACES / sizeof NAMESPACES[0]; i++) {
        if (strcmp((const char *)uri, NAMESPACES[i]) == 0) {
            part->uri_known = uri;
            return true;
        }
    }
    return false;
}

/* The first failure stands, and libxml2 is told to call nobody any more. */
static void part_stop(XlsxPart *part, Status status) {
    if (part->status == OK && status != OK) {
        part->status = status;
        xmlStopParser(part->parser);
    }
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes) {
    XlsxPart *part = arg;
    (void)prefix, (void)namespace_count, (void)namespaces, (void)default_count;
    if (part->status == OK && uri_is_ours(part, uri)) {
        XlsxAttributes all = {attributes, attribute_count};
        part_stop(part, part->handler.begin(part->ctx, part->arg, (const char *)name, &all));
    }
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    XlsxPart *part = arg;
    (void)prefix;
    if (part->status == OK && uri_is_ours(part, uri)) {
        part_stop(part, part->handler.end(part->ctx, part->arg, (const char *)name));
    }
}

static void on_text(void *arg, const xmlChar *text, int length) {
    XlsxPart *part = arg;
    if (part->status == OK && part->handler.text) {
        Str piece = {(const char *)text, (size_t)length};
        part_stop(part, part->handler.text(part->ctx, part->arg, piece));
    }
}

static void on_doctype(void *arg, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system_id) {
    XlsxPart *part = arg;
    (void)name, (void)external, (void)system_id;
    part_stop(part, ctx_fail(part->ctx, E_XLSX_UNSAFE, "a DOCTYPE in part %.200s", part->name));
}

static void on_error(void *arg, xmlErrorPtr error) {
    (void)arg, (void)error; /* kept by the parser; xlsx_part_feed() tells it */
}

Status xlsx_part_open(Ctx *ctx, XlsxPackage *package, const char *part_name, XlsxHandler handler,
                      void *arg, XlsxPart *part) {
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = on_doctype,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .serror = on_error,
    };
    *part = (XlsxPart){
        .ctx = ctx, .package = package, .handler = handler, .arg = arg, .name = part_name};
    TRY(xlsx_package_open_part(ctx, package, part_name, &part->file));
    part->parser = xmlCreatePushParserCtxt(&sax, part, NULL, 0, NULL);
    if (part->parser == NULL) {
        xlsx_part_close(part);
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no parser for part %.200s", part_name);
    }
    /* NOENT gives "&" in attributes as itself; no entity can be declared, as DOCTYPE stops it all.
     */
    xmlCtxtUseOptions(part->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
    return OK;
}

static Status fail_syntax(Ctx *ctx, const XlsxPart *part) {
    const xmlError *error = xmlCtxtGetLastError(part->parser);
    const char *message = error && error->message ? error->message : "not well-formed";
    size_t length = strcspn(message, "\n");
    return ctx_fail(ctx, E_XLSX_SYNTAX, "part %.200s, line %d: %.*s", part->name,
                    error ? error->line : 0, (int)(length < 100 ? length : 100), message);
}

Status xlsx_part_feed(Ctx *ctx, XlsxPart *part) {
    char chunk[CHUNK_SIZE];
    size_t length = 0;
    part->ctx = ctx;
    TRY(xlsx_package_read(ctx, part->package, part->file, chunk, sizeof chunk, &length));
    int code = xmlParseChunk(part->parser, chunk, (int)length, length == 0);
    if (part->status != OK) {
        return part->status;
    }
    if (code != 0 && !part->parser->wellFormed) {
        return fail_syntax(ctx, part);
    }
    part->is_at_end = length == 0;
    return OK;
}

void xlsx_part_close(XlsxPart *part) {
    if (part->parser) {
        xmlFreeParserCtxt(part->parser);
        part->parser = NULL;
    }
    if (part->file) {
        zip_fclose(part->file);
        part->file = NULL;
    }
}

Status xlsx_part_read(Ctx *ctx, XlsxPackage *package, const char *part_name, XlsxHandler handler,
                      void *arg) {
    CLEANUP(xlsx_part_close) XlsxPart part = {0};
    TRY(xlsx_part_open(ctx, package, part_name, handler, arg, &part));
    while (!part.is_at_end) { /* ends: the zip entry does, or the budget */
        TRY(xlsx_part_feed(ctx, &part));
    }
    return OK;
}

bool xlsx_attribute(const XlsxAttributes *attributes, const char *name, Str *ret_value) {
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **five = attributes->five + (ptrdiff_t)i * 5;
        if (strcmp((const char *)five[0], name) == 0) {
            *ret_value = (Str){(const char *)five[3], (size_t)(five[4] - five[3])};
            return true;
        }
    }
    return false;
}

bool xlsx_attribute_bool(const XlsxAttributes *attributes, const char *name, bool otherwise) {
    Str value;
    if (!xlsx_attribute(attributes, name, &value)) {
        return otherwise;
    }
    return str_equal(value, STR("1")) || str_equal(value, STR("true"));
}
