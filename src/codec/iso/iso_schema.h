/*
 * iso_schema.h -- the ISO 20022 messages that we know, and their schemas inside the program.
 *
 * Floor 1. The schemas are data/iso20022, embedded at build time: no network, no file is read.
 */
#ifndef CODEC_ISO_ISO_SCHEMA_H
#define CODEC_ISO_ISO_SCHEMA_H

#include "base/str.h"

/* Bits, so that a reader can name the set it takes. */
typedef enum IsoMessage {
    ISO_MESSAGE_NONE = 0,
    ISO_PAIN_001_09 = 1,
    ISO_PAIN_002_10 = 2,
    ISO_PAIN_002_03 = 4,
    ISO_CAMT_053_08 = 8,
    ISO_CAMT_054_08 = 16
} IsoMessage;

enum { ISO_RESULT_MESSAGES = 2 | 4 | 8 | 16, ISO_ALL_MESSAGES = 31 };

/* The message whose namespace this is; ISO_MESSAGE_NONE when it is none of ours. */
IsoMessage iso_message_of_namespace(Str uri);
/* For example "pain.001.001.09"; "" for ISO_MESSAGE_NONE. */
const char *iso_message_name(IsoMessage message);
/* The text of the schema; empty for ISO_MESSAGE_NONE. */
Str iso_message_schema(IsoMessage message);

#endif
