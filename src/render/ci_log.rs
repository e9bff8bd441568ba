//! What a log of GitHub Actions would take for a command, made plain text. Applied last, to whole outputs, since a line
//! may begin where a text was wrapped. Which characters are harmless at all is decided in `text`.

/// Breaks commands: `::…` at the start of a line and `##[` anywhere.
pub(super) fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        let (before, rest) = match rest.strip_prefix("::") {
            Some(command) => (format!("{}:\\:", &line[..line.len() - rest.len()]), command),
            None => (String::new(), line),
        };
        out.push_str(&before);
        out.push_str(&rest.replace("##[", "##\\["));
    }
    out
}
