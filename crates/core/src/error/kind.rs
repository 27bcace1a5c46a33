//! How the portal's answers map to kinds of failure.

use http::StatusCode;

use super::Problem;
use crate::generated::error_kind::ErrorKind;

/// Only codes are matched: sentences may be translated.
pub(super) fn of_problems(problems: &[Problem]) -> ErrorKind {
    let any = |codes: &[&str]| {
        problems
            .iter()
            .filter_map(|problem| problem.code.as_deref())
            .any(|c| codes.contains(&c))
    };
    if any(&[
        "wronglogin",
        "unauthorized",
        "token_expired",
        "invalid_token",
    ]) {
        ErrorKind::Authentication
    } else if any(&["forbidden", "permission_denied", "access_denied"]) {
        ErrorKind::Permission
    } else if any(&["not_found", "notfound"]) {
        ErrorKind::NotFound
    } else if problems.iter().any(|problem| problem.field.is_some()) {
        ErrorKind::Validation
    } else {
        ErrorKind::Portal
    }
}

pub(super) fn of_status(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        401 => ErrorKind::Authentication,
        403 => ErrorKind::Permission,
        404 | 410 => ErrorKind::NotFound,
        408 => ErrorKind::Timeout,
        422 => ErrorKind::Validation,
        429 => ErrorKind::RateLimit,
        _ => ErrorKind::Portal,
    }
}
