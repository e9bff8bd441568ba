//! Outlines and transplants.
