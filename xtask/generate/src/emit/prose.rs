//! Text for people, in lines.

/// The words of a text in lines of at most `width` letters; lines after the first begin with `hang`
/// spaces.
pub(super) fn filled(text: &str, width: usize, hang: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.len() + 1 + word.len() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(hang)));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// A comment between `/**` and `*/`, at this depth.
pub(super) fn block_comment(lines: &[String], indent: usize) -> String {
    let pad = " ".repeat(indent);
    if let [line] = lines {
        return format!("{pad}/** {line} */\n");
    }
    let body: String = lines
        .iter()
        .map(|line| format!("{pad} * {line}").trim_end().to_owned() + "\n")
        .collect();
    format!("{pad}/**\n{body}{pad} */\n")
}
