#include "codec/iso/xml_pump.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>

enum { PUMP_CHUNK = 64 * 1024, PUMP_REASON_MAX = 300 };

struct XmlPump {
    XmlSource source;
    XmlHandler handler;
    IsoMessage message;
    xmlParserCtxtPtr parser;
    xmlSchemaPtr schema;
    xmlSchemaValidCtxtPtr valid;
    xmlSchemaSAXPlugPtr plug;
    bool has_dtd;
    bool complete;
    Status schema_status; /* the first breach of the schema */
    char reason[PUMP_REASON_MAX];
    size_t first_len; /* bytes read while the message was being found out */
    char chunk[PUMP_CHUNK];
};

/* ---- finding out which message it is ---- */

typedef struct Sniff {
    xmlParserCtxtPtr parser;
    IsoMessage message;
    bool has_root;
    bool has_dtd;
} Sniff;

static void sniff_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                        int namespace_count UNUSED, const xmlChar **namespaces UNUSED,
                        int attribute_count UNUSED, int default_count UNUSED,
                        const xmlChar **attributes UNUSED) {
    Sniff *sniff = arg;
    (void)name;
    (void)prefix;
    if (!sniff->has_root) {
        sniff->has_root = true;
        sniff->message = iso_message_of_namespace(str_of((const char *)uri));
        xmlStopParser(sniff->parser);
    }
}

static void sniff_dtd(void *arg, const xmlChar *name UNUSED, const xmlChar *external UNUSED,
                      const xmlChar *system_id UNUSED) {
    Sniff *sniff = arg;
    sniff->has_dtd = true;
    xmlStopParser(sniff->parser);
}

static void sniff_silent(void *arg UNUSED, xmlErrorPtr error UNUSED) {
}

static Status sniff_message(Ctx *ctx, XmlPump *pump, unsigned messages) {
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = sniff_start,
                         .internalSubset = sniff_dtd,
                         .serror = sniff_silent};
    Sniff sniff = {0};
    sniff.parser = xmlCreatePushParserCtxt(&sax, &sniff, NULL, 0, NULL);
    if (!sniff.parser) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML parser");
    }
    (void)xmlCtxtUseOptions(sniff.parser, XML_PARSE_NONET);
    /* A chunk far larger than any prologue; a root that comes later is no bank's file. */
    (void)xmlParseChunk(sniff.parser, pump->chunk, (int)pump->first_len, 0);
    int line = sniff.parser->lastError.line;
    xmlFreeDoc(sniff.parser->myDoc);
    xmlFreeParserCtxt(sniff.parser);
    if (sniff.has_dtd) {
        return ctx_fail(ctx, E_XML_SYNTAX, "a document type declaration (DTD)");
    }
    if (!sniff.has_root) {
        return ctx_fail(ctx, E_XML_SYNTAX, "line %d: no XML element found", line > 0 ? line : 1);
    }
    if (((unsigned)sniff.message & messages) == 0) {
        return ctx_fail(ctx, E_XML_SCHEMA, "the root is %s, which is not expected here",
                        sniff.message ? iso_message_name(sniff.message) : "of no known message");
    }
    pump->message = sniff.message;
    return OK;
}

/* ---- events ---- */

static void pump_start(void *arg, const xmlChar *name, const xmlChar *prefix UNUSED,
                       const xmlChar *uri UNUSED, int namespace_count UNUSED,
                       const xmlChar **namespaces UNUSED, int attribute_count,
                       int default_count UNUSED, const xmlChar **attributes) {
    XmlPump *pump = arg;
    if (pump->handler.start && pump->schema_status == OK) {
        pump->handler.start(pump->handler.arg, (const char *)name,
                            (XmlAttributes){attribute_count, attributes});
    }
}

static void pump_end(void *arg, const xmlChar *name UNUSED, const xmlChar *prefix UNUSED,
                     const xmlChar *uri UNUSED) {
    XmlPump *pump = arg;
    if (pump->handler.end && pump->schema_status == OK) {
        pump->handler.end(pump->handler.arg);
    }
}

static void pump_text(void *arg, const xmlChar *text, int len) {
    XmlPump *pump = arg;
    if (pump->handler.text && pump->schema_status == OK && len > 0) {
        pump->handler.text(pump->handler.arg, (const char *)text, (size_t)len);
    }
}

static void pump_dtd(void *arg, const xmlChar *name UNUSED, const xmlChar *external UNUSED,
                     const xmlChar *system_id UNUSED) {
    XmlPump *pump = arg;
    pump->has_dtd = true;
    xmlStopParser(pump->parser);
}

/* Copies what stands between `before` and the next `after`; false when it is not there. */
static bool cut_between(Str message, const char *before, const char *after, Str *ret_part) {
    size_t at = str_find(message, str_of(before), 0);
    if (at == SIZE_MAX) {
        return false;
    }
    at += strlen(before);
    size_t end = str_find(message, str_of(after), at);
    if (end == SIZE_MAX) {
        return false;
    }
    *ret_part = str_part(message, at, end - at);
    size_t brace = str_find(*ret_part, STR("}"), 0);
    if (brace != SIZE_MAX) {
        *ret_part = str_part(*ret_part, brace + 1, ret_part->len);
    }
    return true;
}

/* libxml2 quotes the value that it met, which may be a name: only element and rule go further. */
static void pump_breach(void *arg, xmlErrorPtr error) {
    XmlPump *pump = arg;
    if (pump->schema_status != OK || error->level < XML_ERR_ERROR) {
        return; /* the first one tells; the others follow from it */
    }
    Str message = str_of(error->message);
    Str element = STR("?");
    Str attribute = {"", 0};
    Str facet = STR("not a value of its type");
    (void)cut_between(message, "Element '", "'", &element);
    bool has_attribute = cut_between(message, "attribute '", "'", &attribute);
    if (!cut_between(message, "[facet '", "'", &facet)) {
        Str expected = {"", 0};
        if (str_find(message, STR("not expected"), 0) != SIZE_MAX) {
            facet = STR("this element is not expected here");
        } else if (cut_between(message, "Missing child element(s). Expected is ", ".", &expected)) {
            facet = STR("child elements are missing");
        } else if (str_find(message, STR("is required but missing"), 0) != SIZE_MAX) {
            facet = STR("an attribute is missing");
        } else if (str_find(message, STR("not allowed"), 0) != SIZE_MAX) {
            facet = STR("not allowed here");
        }
    }
    pump->schema_status = E_XML_SCHEMA;
    (void)snprintf(pump->reason, sizeof pump->reason, "line %d, %.*s%s%.*s: %.*s",
                   error->line > 0 ? error->line : (int)xml_pump_line(pump), STR_ARG(element),
                   has_attribute ? "@" : "", STR_ARG(attribute), STR_ARG(facet));
    xmlStopParser(pump->parser);
}

static int pump_locate(void *arg, const char **ret_file, unsigned long *ret_line) {
    XmlPump *pump = arg;
    *ret_file = NULL;
    *ret_line = (unsigned long)xml_pump_line(pump);
    return 0;
}

/* ---- life ---- */

static Status pump_load_schema(Ctx *ctx, XmlPump *pump) {
    Str text = iso_message_schema(pump->message);
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewMemParserCtxt(text.ptr, (int)text.len);
    if (!parser) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML schema");
    }
    xmlSchemaSetParserStructuredErrors(parser, sniff_silent, NULL);
    pump->schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    if (!pump->schema) {
        return ctx_fail(ctx, E_BUG, "schema of %s", iso_message_name(pump->message));
    }
    pump->valid = xmlSchemaNewValidCtxt(pump->schema);
    if (!pump->valid) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML validator");
    }
    xmlSchemaSetValidStructuredErrors(pump->valid, pump_breach, pump);
    xmlSchemaValidateSetLocator(pump->valid, pump_locate, pump);
    return OK;
}

static Status pump_start_parser(Ctx *ctx, XmlPump *pump) {
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = pump_start,
                         .endElementNs = pump_end,
                         .characters = pump_text,
                         .cdataBlock = pump_text,
                         .ignorableWhitespace = pump_text,
                         .internalSubset = pump_dtd};
    pump->parser = xmlCreatePushParserCtxt(&sax, pump, NULL, 0, NULL);
    if (!pump->parser) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML parser");
    }
    (void)xmlCtxtUseOptions(pump->parser,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    pump->plug = xmlSchemaSAXPlug(pump->valid, &pump->parser->sax, &pump->parser->userData);
    if (!pump->plug) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML validator");
    }
    return OK;
}

static Status source_read(Ctx *ctx, XmlSource source, char *buffer, size_t size, size_t *ret_len) {
    ssize_t got = source.read(source.arg, buffer, size);
    if (got < 0) {
        return ctx_fail(ctx, E_FILE_READ, "%s", strerror(errno));
    }
    *ret_len = (size_t)got;
    return OK;
}

Status xml_pump_open(Ctx *ctx, XmlSource source, unsigned messages, XmlPump **ret_pump) {
    CLEANUP(xml_pump_close) XmlPump *pump = calloc(1, sizeof *pump);
    if (!pump) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML");
    }
    pump->source = source;
    while (pump->first_len < PUMP_CHUNK) { /* ends: grows, or the source ends */
        size_t got = 0;
        TRY(source_read(ctx, source, pump->chunk + pump->first_len, PUMP_CHUNK - pump->first_len,
                        &got));
        if (got == 0) {
            break;
        }
        pump->first_len += got;
    }
    TRY(sniff_message(ctx, pump, messages));
    TRY(pump_load_schema(ctx, pump));
    TRY(pump_start_parser(ctx, pump));
    *ret_pump = pump;
    pump = NULL;
    return OK;
}

void xml_pump_close(XmlPump **pump) {
    XmlPump *p = *pump;
    if (!p) {
        return;
    }
    if (p->plug) {
        (void)xmlSchemaSAXUnplug(p->plug);
    }
    if (p->parser) {
        xmlFreeDoc(p->parser->myDoc);
        xmlFreeParserCtxt(p->parser);
    }
    if (p->valid) {
        xmlSchemaFreeValidCtxt(p->valid);
    }
    if (p->schema) {
        xmlSchemaFree(p->schema);
    }
    free(p);
    *pump = NULL;
}

IsoMessage xml_pump_message(const XmlPump *pump) {
    return pump->message;
}

const char *xml_pump_intern(XmlPump *pump, const char *name) {
    return (const char *)xmlDictLookup(pump->parser->dict, (const xmlChar *)name, -1);
}

void xml_pump_set_handler(XmlPump *pump, XmlHandler handler) {
    pump->handler = handler;
}

int64_t xml_pump_line(const XmlPump *pump) {
    return pump->parser && pump->parser->input ? pump->parser->input->line : 0;
}

Str xml_attribute(XmlAttributes attributes, const char *name) {
    for (int i = 0; i < attributes.count; i++) {
        const unsigned char **one = attributes.array + (ptrdiff_t)i * 5;
        if (strcmp((const char *)one[0], name) == 0) {
            return (Str){(const char *)one[3], (size_t)(one[4] - one[3])};
        }
    }
    return (Str){"", 0};
}

static Status pump_failure(Ctx *ctx, XmlPump *pump) {
    if (pump->has_dtd) {
        return ctx_fail(ctx, E_XML_SYNTAX, "line %lld: a document type declaration (DTD)",
                        (long long)xml_pump_line(pump));
    }
    if (pump->schema_status != OK) {
        return ctx_fail(ctx, pump->schema_status, "%s", pump->reason);
    }
    const xmlError *error = xmlCtxtGetLastError(pump->parser);
    /* The number says enough; the library's sentence may quote what stands in the file. */
    return ctx_fail(ctx, E_XML_SYNTAX, "line %d: not well formed, or cut short (libxml2 error %d)",
                    error && error->line > 0 ? error->line : (int)xml_pump_line(pump),
                    error ? error->code : pump->parser->errNo);
}

Status xml_pump_step(Ctx *ctx, XmlPump *pump, bool *ret_complete) {
    size_t len = pump->first_len;
    pump->first_len = 0;
    if (len == 0 && !pump->complete) {
        TRY(source_read(ctx, pump->source, pump->chunk, PUMP_CHUNK, &len));
    }
    if (!pump->complete) {
        pump->complete = len == 0;
        int error = xmlParseChunk(pump->parser, pump->chunk, (int)len, len == 0);
        if (error != XML_ERR_OK || !pump->parser->wellFormed || pump->schema_status != OK ||
            pump->has_dtd) {
            return pump_failure(ctx, pump);
        }
        if (pump->complete && xmlSchemaIsValid(pump->valid) != 1) {
            return ctx_fail(ctx, E_XML_SCHEMA, "the document as a whole is not valid");
        }
    }
    *ret_complete = pump->complete;
    return OK;
}

static ssize_t source_fd_read(void *arg, char *buffer, size_t size) {
    const int *fd = arg;
    for (;;) { /* ends: only an interrupted call is repeated */
        ssize_t got = read(*fd, buffer, size);
        if (got >= 0 || errno != EINTR) {
            return got;
        }
    }
}

XmlSource xml_source_fd(int *fd) {
    return (XmlSource){source_fd_read, fd};
}
