//! Calls through the whole carrier, against an application that only writes down what it is told.

mod calls;
mod rest;
mod stub;
