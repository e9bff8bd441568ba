//! Reading whole documents.
