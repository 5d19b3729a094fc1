//! Calls through the whole carrier, against an application that only writes down what it is told.

mod browser;
mod calls;
mod rest;
mod signalling;
mod stub;
