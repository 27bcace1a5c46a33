//! Amounts as people and PHP's `number_format` write them. The rules are a table in
//! `docs/decisions/0011-values.md`; what it does not list is not read.

use crate::Money;

/// Marks of currencies, and one letter for those that may stand together. Longer ones first.
const MARKS: &[(&str, char)] = &[
    ("VNĐ", DONG),
    ("VND", DONG),
    ("vnđ", DONG),
    ("vnd", DONG),
    ("₫", DONG),
    ("đ", DONG),
    ("Đ", DONG),
    ("US$", '$'),
    ("USD", '$'),
    ("SGD", '$'),
    ("$", '$'),
    ("EUR", '€'),
    ("€", '€'),
    ("GBP", '£'),
    ("£", '£'),
];
const LARGEST: u128 = 1_000_000_000_000_000_000;
const DONG: char = '₫';
/// Longest text that is looked at.
const LONGEST: usize = 64;

/// Reads an amount that can mean only one thing and that sums cannot overflow with.
pub(crate) fn amount(text: &str) -> Option<Money> {
    let text = text.trim();
    let amount = text.parse().ok().or_else(|| marked(text))?;
    if amount.is_zero() {
        // Not every language has a negative zero.
        return Some(Money::new(amount.amount().abs()));
    }
    (amount.amount().trunc().mantissa().unsigned_abs() < LARGEST).then_some(amount)
}

fn marked(text: &str) -> Option<Money> {
    let (negative, text) = sign(text);
    let (before, text) = MARKS
        .iter()
        .find_map(|(mark, currency)| Some((Some(*currency), text.strip_prefix(mark)?)))
        .unwrap_or((None, text));
    let (after, text) = MARKS
        .iter()
        .find_map(|(mark, currency)| Some((Some(*currency), text.strip_suffix(mark)?)))
        .unwrap_or((None, text));
    if before.is_some() && after.is_some() && before != after {
        return None;
    }
    let (negative, text) = match sign(text.trim()) {
        (true, _) if negative => return None,
        (again, text) => (negative || again, text),
    };
    let mut number = plain(text, before.or(after) == Some(DONG))?;
    if negative {
        number.insert(0, '-');
    }
    number.parse().ok()
}

/// Reads a number of people: as an amount, without a currency.
pub(crate) fn number(text: &str) -> Option<Money> {
    let text = text.trim();
    let (negative, digits) = sign(text);
    text.parse().ok().or_else(|| {
        let number = plain(digits, false)?;
        format!("{}{number}", if negative { "-" } else { "" })
            .parse()
            .ok()
    })
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// Digits and separators as digits with a point. `dong` has no decimals: three digits behind the only
/// point are a group.
fn plain(text: &str, dong: bool) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut groups = vec![String::new()];
    let mut separators = Vec::new();
    for letter in text.chars() {
        match letter {
            '0'..='9' => groups.last_mut()?.push(letter),
            '.' | ',' => separators.push(letter),
            '\'' | '\u{2019}' => separators.push('\''),
            space if space.is_whitespace() => separators.push(' '),
            _ => return None,
        }
        if groups.len() <= separators.len() {
            groups.push(String::new());
        }
    }
    if groups.iter().any(String::is_empty) {
        return None;
    }
    let Some(last) = separators.last().copied() else {
        return groups.pop();
    };
    let grouped = |groups: &[String]| {
        let (first, rest) = groups.split_first()?;
        let fits = first.len() <= 3
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3);
        fits.then(|| groups.concat())
    };
    let same = |separators: &[char]| separators.iter().all(|one| *one == separators[0]);
    let whole = &separators[..separators.len() - 1];
    match last {
        // Two kinds: the last is the decimal point.
        '.' | ',' if !whole.is_empty() && whole[0] != last => {
            let decimals = groups.pop()?;
            same(whole)
                .then(|| grouped(&groups))?
                .map(|whole| format!("{whole}.{decimals}"))
        }
        _ if !same(&separators) => None,
        '.' if separators.len() == 1 && !dong => Some(groups.join(".")),
        '.' | ',' if separators.len() == 1 => grouped(&groups).or_else(|| Some(groups.join("."))),
        _ => grouped(&groups),
    }
}
