#include "codec/iso/iso_schema.h"

extern const char data_pain_001_001_09[], data_pain_001_001_09_end[];
extern const char data_pain_002_001_10[], data_pain_002_001_10_end[];
extern const char data_pain_002_001_03[], data_pain_002_001_03_end[];
extern const char data_camt_053_001_08[], data_camt_053_001_08_end[];
extern const char data_camt_054_001_08[], data_camt_054_001_08_end[];

typedef struct IsoSchema {
    IsoMessage message;
    const char *name;
    const char *begin;
    const char *end;
} IsoSchema;

static const IsoSchema ISO_SCHEMAS[] = {
    {ISO_PAIN_001_09, "pain.001.001.09", data_pain_001_001_09, data_pain_001_001_09_end},
    {ISO_PAIN_002_10, "pain.002.001.10", data_pain_002_001_10, data_pain_002_001_10_end},
    {ISO_PAIN_002_03, "pain.002.001.03", data_pain_002_001_03, data_pain_002_001_03_end},
    {ISO_CAMT_053_08, "camt.053.001.08", data_camt_053_001_08, data_camt_053_001_08_end},
    {ISO_CAMT_054_08, "camt.054.001.08", data_camt_054_001_08, data_camt_054_001_08_end},
};

static const IsoSchema *schema_find(IsoMessage message) {
    for (size_t i = 0; i < sizeof ISO_SCHEMAS / sizeof ISO_SCHEMAS[0]; i++) {
        if (ISO_SCHEMAS[i].message == message) {
            return &ISO_SCHEMAS[i];
        }
    }
    return NULL;
}

IsoMessage iso_message_of_namespace(Str uri) {
    Str prefix = STR("urn:iso:std:iso:20022:tech:xsd:");
    if (!str_starts_with(uri, prefix)) {
        return ISO_MESSAGE_NONE;
    }
    Str name = str_part(uri, prefix.len, uri.len);
    for (size_t i = 0; i < sizeof ISO_SCHEMAS / sizeof ISO_SCHEMAS[0]; i++) {
        if (str_equal(name, str_of(ISO_SCHEMAS[i].name))) {
            return ISO_SCHEMAS[i].message;
        }
    }
    return ISO_MESSAGE_NONE;
}

const char *iso_message_name(IsoMessage message) {
    const IsoSchema *schema = schema_find(message);
    return schema ? schema->name : "";
}

Str iso_message_schema(IsoMessage message) {
    const IsoSchema *schema = schema_find(message);
    return schema ? (Str){schema->begin, (size_t)(schema->end - schema->begin)} : (Str){"", 0};
}
