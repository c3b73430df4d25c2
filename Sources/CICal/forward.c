#include "loading.h"
#include "shim.h"

// libical is loaded when the first of these is called, so that commands without it pay nothing for it.

LIBRARY("libical.so.3")

FORWARD(void, icalcomponent_foreach_recurrence,
        (icalcomponent *component, struct icaltimetype start, struct icaltimetype end,
         void (*callback)(icalcomponent *component, struct icaltime_span *span, void *data), void *data),
        (component, start, end, callback, data))
FORWARD(struct icaltimetype, icalcomponent_get_dtend, (icalcomponent *component), (component))
FORWARD(struct icaltimetype, icalcomponent_get_dtstart, (icalcomponent *component), (component))
FORWARD(icalcomponent *, icalcomponent_get_first_component, (icalcomponent *component, icalcomponent_kind kind), (component, kind))
FORWARD(icalproperty *, icalcomponent_get_first_property, (icalcomponent *component, icalproperty_kind kind), (component, kind))
FORWARD(icalcomponent *, icalcomponent_get_next_component, (icalcomponent *component, icalcomponent_kind kind), (component, kind))
FORWARD(icalproperty *, icalcomponent_get_next_property, (icalcomponent *component, icalproperty_kind kind), (component, kind))
FORWARD(icalcomponent *, icalcomponent_get_parent, (icalcomponent *component), (component))
FORWARD(icalcomponent_kind, icalcomponent_isa, (const icalcomponent *component), (component))
FORWARD(icalcomponent *, icalparser_parse_string, (const char *text), (text))
FORWARD(struct icaltimetype, icalproperty_get_datetime_with_component, (icalproperty *property, icalcomponent *component),
        (property, component))
FORWARD(char *, icalproperty_get_parameter_as_string_r, (icalproperty *property, const char *name), (property, name))
FORWARD(icalvalue *, icalproperty_get_value, (const icalproperty *property), (property))
FORWARD(char *, icalproperty_get_value_as_string_r, (const icalproperty *property), (property))
FORWARD(time_t, icaltime_as_timet, (const struct icaltimetype time), (time))
FORWARD(time_t, icaltime_as_timet_with_zone, (const struct icaltimetype time, const icaltimezone *zone), (time, zone))
FORWARD(const char *, icalvalue_get_text, (const icalvalue *value), (value))
FORWARD(icalvalue_kind, icalvalue_isa, (const icalvalue *value), (value))
FORWARD(void, icalcomponent_add_component, (icalcomponent *parent, icalcomponent *child), (parent, child))
FORWARD(void, icalcomponent_add_property, (icalcomponent *component, icalproperty *property), (component, property))
FORWARD(char *, icalcomponent_as_ical_string_r, (icalcomponent *component), (component))
FORWARD(void, icalcomponent_free, (icalcomponent *component), (component))
FORWARD(icalcomponent *, icalcomponent_new, (icalcomponent_kind kind), (kind))
FORWARD(char *, icalproperty_as_ical_string_r, (icalproperty *property), (property))
FORWARD(void, icalproperty_free, (icalproperty *property), (property))
FORWARD(icalproperty *, icalproperty_new_action, (enum icalproperty_action value), (value))
FORWARD(icalproperty *, icalproperty_new_description, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_dtend, (struct icaltimetype value), (value))
FORWARD(icalproperty *, icalproperty_new_dtstamp, (struct icaltimetype value), (value))
FORWARD(icalproperty *, icalproperty_new_dtstart, (struct icaltimetype value), (value))
FORWARD(icalproperty *, icalproperty_new_location, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_prodid, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_sequence, (int value), (value))
FORWARD(icalproperty *, icalproperty_new_status, (enum icalproperty_status value), (value))
FORWARD(icalproperty *, icalproperty_new_summary, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_trigger, (struct icaltriggertype value), (value))
FORWARD(icalproperty *, icalproperty_new_uid, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_version, (const char *value), (value))
FORWARD(icalproperty *, icalproperty_new_x, (const char *value), (value))
FORWARD(void, icalproperty_set_value, (icalproperty *property, icalvalue *value), (property, value))
FORWARD(void, icalproperty_set_x_name, (icalproperty *property, const char *name), (property, name))
FORWARD(struct icaltimetype, icaltime_from_timet_with_zone,
        (const time_t moment, const int is_date, const icaltimezone *zone),
        (moment, is_date, zone))
FORWARD(icaltimezone *, icaltimezone_get_utc_timezone, (void), ())
FORWARD(struct icaltriggertype, icaltriggertype_from_int, (const int seconds), (seconds))
FORWARD(icalvalue *, icalvalue_new_text, (const char *value), (value))
