//! Widgets that know no feature: layout, field, table, dialog, toast, chart, load.
