/*
 * xml_validate.h -- is this file valid against its ISO 20022 schema?
 *
 * Floor 1. Streaming, in flat memory; used on every file that leaves, before it leaves.
 */
#ifndef CODEC_ISO_XML_VALIDATE_H
#define CODEC_ISO_XML_VALIDATE_H

#include "codec/iso/xml_pump.h"

/*
 * OK            complete, well formed, valid
 * E_XML_SYNTAX  damaged, cut short, or with a DTD
 * E_XML_SCHEMA  another message, or a breach: the detail names line, element and facet
 */
Status xml_validate(Ctx *ctx, XmlSource source, IsoMessage message) MUST_CHECK;
Status xml_validate_file(Ctx *ctx, const char *path, IsoMessage message) MUST_CHECK;

#endif
