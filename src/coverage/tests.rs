//! Coverage over small models.
