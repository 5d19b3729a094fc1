//! SQL of sums: one function per question.
