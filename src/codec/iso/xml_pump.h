/*
 * xml_pump.h -- XML in flat memory: bytes in, schema-valid events out.
 *
 * Floor 1. One pass does both parsing and validation (libxml2 SAX with the schema plugged in). The
 * root's namespace chooses the schema; a file of another message is refused before anything else.
 *
 * Invariants: no network, no DTD, no entity but the five of XML; a file that breaks its schema
 * never ends in OK; the text of a failure names line, element and rule, never the value that was
 * met. Events may have been given out before damage is found: whoever uses them must not act on a
 * file before xml_pump_step() has said that it is complete.
 */
#ifndef CODEC_ISO_XML_PUMP_H
#define CODEC_ISO_XML_PUMP_H

#include <sys/types.h>

#include "base/ctx.h"
#include "codec/iso/iso_schema.h"

/* Where the bytes come from: read() returns their number, 0 at the end, -1 with errno on failure.
 */
typedef struct XmlSource {
    ssize_t (*read)(void *arg, char *buffer, size_t size);
    void *arg;
} XmlSource;

typedef struct XmlAttributes {
    int count;
    const unsigned char **array; /* libxml2's quintuples: name, prefix, uri, value, value end */
} XmlAttributes;

/* Events; each may be NULL. Names are local names, interned: see xml_pump_intern(). */
typedef struct XmlHandler {
    void (*start)(void *arg, const char *name, XmlAttributes attributes);
    void (*text)(void *arg, const char *text, size_t len);
    void (*end)(void *arg);
    void *arg;
} XmlHandler;

typedef struct XmlPump XmlPump;

/* Bytes of a file descriptor that stays the caller's. */
XmlSource xml_source_fd(int *fd);

/*
 * Looks at the beginning, chooses the schema, gets ready. `messages` is a set of IsoMessage bits.
 *
 * OK            ready
 * E_XML_SYNTAX  no XML, a DTD, or not complete
 * E_XML_SCHEMA  XML, but of none of `messages`
 * E_FILE_READ   the source failed
 */
Status xml_pump_open(Ctx *ctx, XmlSource source, unsigned messages, XmlPump **ret_pump) MUST_CHECK;
void xml_pump_close(XmlPump **pump);

IsoMessage xml_pump_message(const XmlPump *pump);
/* The one pointer under which events give this name. */
const char *xml_pump_intern(XmlPump *pump, const char *name);
/* Before the first step. */
void xml_pump_set_handler(XmlPump *pump, XmlHandler handler);
/* The line on which the current event stands. */
int64_t xml_pump_line(const XmlPump *pump);
/* The value of an attribute, as it stands; empty when there is none. */
Str xml_attribute(XmlAttributes attributes, const char *name);
/*
 * Takes in some more bytes and gives their events. *ret_complete: the document has ended, and it is
 * well formed and valid.
 */
Status xml_pump_step(Ctx *ctx, XmlPump *pump, bool *ret_complete) MUST_CHECK;

#endif
