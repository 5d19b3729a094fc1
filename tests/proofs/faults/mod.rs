//! Faults from outside: processes killed at every write, a database that is stopped, disks that fail, clients that hang up.
//!
//! Each file of a proof (`kill_points`, `killed_server`, `outages`, `sick_disk`, `disconnects`) runs the product's own binary or
//! its own router, keeps its journal of acknowledged posts outside of it, and ends by comparing the journal with the rows
//! (`check`). Each has a control: the same proof against a sabotaged build, which must find violations.

pub mod calls;
pub mod check;
pub mod cluster;
#[cfg(feature = "sabotage")]
mod controls;
pub mod dice;
pub mod disconnects;
pub mod kill_points;
pub mod killed_server;
pub mod outages;
pub mod post;
pub mod sender;
pub mod server;
pub mod sick_disk;
pub mod strace;
pub mod truth;
pub mod world;
