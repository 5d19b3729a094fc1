//! Widgets that know no feature: plain values and signals in, markup out.
//!
//! One file each. A new widget takes plain values or `Signal`s as props (never a resource; only [`load`] does), documents
//! every prop, gets its looks from `style/ui.css`, and carries no `style=` attribute, because the content security policy
//! forbids them.

pub mod alert;
pub mod avatar;
pub mod badge;
pub mod brand;
pub mod button;
pub mod chart;
pub mod chart_scale;
pub mod chart_share;
pub mod chart_spark;
pub mod copy;
pub mod dialog;
pub mod drawing;
pub mod each;
pub mod effect;
pub mod empty;
pub mod erase;
pub mod fetched;
pub mod field;
pub mod icon;
pub mod language;
pub mod later;
pub mod layout;
pub mod live;
pub mod load;
pub mod moment;
pub mod money;
pub mod poll;
pub mod script;
pub mod site;
pub mod skeleton;
pub mod state;
pub mod table;
pub mod theme;
pub mod title;
pub mod toast;
