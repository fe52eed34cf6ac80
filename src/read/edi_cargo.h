/*
 * edi_cargo.h - what messages about transport have in common: a consignment, its goods and the
 * containers that they are in.
 */
#ifndef TT_READ_EDI_CARGO_H
#define TT_READ_EDI_CARGO_H

#include "base/map.h"
#include "read/edi_msg.h"

/* What all rows of one transport document have in common. */
typedef struct tt_edi_cargo {
    tt_str document, document_type, manifest, invoice;
    bool bill_by_item; /* goods items name their documents; this one is the first of them */
    tt_str on_board, arrival;
    tt_edi_party shipper, consignee, notify, carrier;
    tt_str vessel, imo, voyage, carrier_name;
    tt_str loading[3], discharge[3];   /* best first: what is meant, and what comes near */
    tt_str receipt, delivery, between; /* between: separated by | */
    tt_str origin;                     /* country, of all goods that say none themselves */
    tt_str value, value_ccy, freight, freight_ccy; /* of the whole document */
    size_t doubtful_date; /* DTM that is only the day of the message; SIZE_MAX: none */
} tt_edi_cargo;

/* Containers and other equipment of a message. */
typedef struct tt_edi_boxes {
    tt_map by_id;  /* to the index of EQD */
    uint8_t *used; /* by index: a row has it */
    size_t n;
} tt_edi_boxes;

/** Kilograms, cubic metres. */
typedef enum tt_edi_measure { TT_EDI_GROSS, TT_EDI_NET, TT_EDI_VOLUME } tt_edi_measure;

/** Take what the range says over what is in *c. */
void tt_edi_cargo_collect(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c);
/** Name, number and voyage of the ship of TDT i, and its carrier. */
void tt_edi_cargo_ship(const tt_edi_msg *m, size_t i, tt_edi_cargo *c);
/** Number and type of the transport document that RFF of the range names, if one does. */
void tt_edi_cargo_document(const tt_edi_msg *m, size_t from, size_t to, tt_edi_cargo *c);
/** The best of loading or discharge. */
tt_str tt_edi_cargo_port(const tt_str ports[3]);
/** Notes about parties and dates that stand in for others: once for a document. */
TT_MUST_CHECK tt_status tt_edi_cargo_tell(const tt_edi_msg *m, const tt_edi_cargo *c, tt_err *err);
/** Fields of the open row (a shipment) that are not of its goods. */
void tt_edi_cargo_set(tt_edi_msg *m, const tt_edi_cargo *c);
/** Rows of goods items and containers of [from, to).
 * @param whole  the message is about one consignment: all its containers are in it. */
TT_MUST_CHECK tt_status tt_edi_cargo_rows(tt_edi_msg *m, const tt_edi_cargo *c, tt_edi_boxes *b,
                                          size_t from, size_t to, bool whole, tt_err *err);

/** MEA of the range, of the best kind there is, in 1e-6; false: none. */
bool tt_edi_measured(const tt_edi_msg *m, size_t from, size_t to, tt_edi_measure what,
                     int64_t *out);
/** Set a field to it, if there is one. */
void tt_edi_set_measured(tt_edi_msg *m, const char *field, size_t from, size_t to,
                         tt_edi_measure what);
/** Number of a container, of element `element` of segment i. */
tt_str tt_edi_box_id(const tt_edi_msg *m, size_t i, unsigned element);

/** The first SEL of the range; a second one is told. */
TT_MUST_CHECK tt_status tt_edi_set_seal(tt_edi_msg *m, size_t from, size_t to, tt_err *err);

TT_MUST_CHECK bool tt_edi_boxes_init(tt_edi_boxes *b, const tt_edi_msg *m);
void tt_edi_boxes_release(tt_edi_boxes *b);

#endif
