//! Access tokens for the Voice SDK.
