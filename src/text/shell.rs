//! A word of a command that a person or an agent copies into a shell.
//! Which commands there are is the business of whoever names one.

/// `word` as one word of a POSIX shell, quoted if need be.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+');
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    // `##[` would be broken later for the sake of logs, and the word with it.
    format!("'{}'", word.replace('\'', r"'\''").replace("##[", "##''["))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word_whatever_it_holds() {
        for (word, quoted) in [
            ("specs/a-1_b.md", "specs/a-1_b.md"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$(x);`y`", "'$(x);`y`'"),
            ("##[x]", "'##''[x]'"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
