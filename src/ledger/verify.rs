//! Recomputes the invariants of the books from the rows.
