//! What is wrong with the bytes of a Parquet file.

/// What was found at some place, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bad {
    pub found: String,
    pub expected: &'static str,
}

pub(super) type Result<T> = std::result::Result<T, Bad>;

pub(super) fn bad<T>(found: impl Into<String>, expected: &'static str) -> Result<T> {
    Err(Bad { found: found.into(), expected })
}
