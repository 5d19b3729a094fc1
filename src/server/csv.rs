//! CSV answers (RFC 4180) that stream row by row in constant memory, safe to open in a spreadsheet.

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt};

use crate::{
    domain::page::{Limit, Page},
    error::AppError,
};

/// How many bytes are gathered before they go out: one chunk for a few hundred rows.
const CHUNK_BYTES: usize = 16 * 1024;

/// Answers with a CSV file. A database error midway breaks the connection off, so that half a file never looks like a whole
/// one.
pub fn stream(
    filename: &str,
    header: &[&str],
    rows: impl Stream<Item = Result<Vec<String>, sqlx::Error>> + Send + 'static,
) -> Response {
    let header = header.iter().map(|&name| name.to_owned()).collect();
    let safe: String = filename.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(chunks(header, rows))).into_response()
}

/// The rows of every page of a list, as `fetch` gives them one after another by their cursor: constant memory for any length.
pub fn pages<T, R, F, P>(fetch: F, row: fn(T) -> R) -> impl Stream<Item = Result<R, sqlx::Error>>
where
    F: Fn(Option<String>, Limit) -> P,
    P: Future<Output = Result<Page<T>, AppError>>,
{
    async_stream::try_stream! {
        let most = Limit::parse(Some(Limit::MOST)).unwrap_or_default();
        let mut cursor = None;
        loop {
            let page = fetch(cursor, most).await.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
            for item in page.items {
                yield row(item);
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
    }
}

fn chunks(
    header: Vec<String>,
    rows: impl Stream<Item = Result<Vec<String>, sqlx::Error>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send + 'static {
    async_stream::try_stream! {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        write_record(&mut chunk, &header)?;
        let mut rows = std::pin::pin!(rows);
        while let Some(row) = rows.next().await {
            write_record(&mut chunk, &row.map_err(broken_off)?)?;
            if chunk.len() >= CHUNK_BYTES {
                yield Bytes::from(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_BYTES)));
            }
        }
        yield Bytes::from(chunk);
    }
}

fn broken_off(error: sqlx::Error) -> std::io::Error {
    tracing::error!(%error, "a CSV answer was broken off: the database failed midway");
    std::io::Error::other(error)
}

fn write_record(out: &mut Vec<u8>, cells: &[String]) -> std::io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells.iter().map(|cell| guarded(cell).into_owned()))?;
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula (owasp.org/www-community/attacks/CSV_Injection): a dangerous first
/// character gets an apostrophe before it. Telephone numbers and negative amounts stay as they are.
fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if dangerous && !is_e164(cell) && !is_negative_decimal(cell) { format!("'{cell}").into() } else { cell.into() }
}

fn is_e164(cell: &str) -> bool {
    cell.strip_prefix('+').is_some_and(|digits| (6..=15).contains(&digits.len()) && all_digits(digits))
}

fn is_negative_decimal(cell: &str) -> bool {
    let Some(number) = cell.strip_prefix('-') else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    all_digits(whole) && all_digits(fraction)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures_util::stream as of;

    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn cells_that_could_be_formulas_are_disarmed() {
        for cell in [
            "=1+1",
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\n=x",
            "+44 7911",
            "+12345",
            "--1",
            "-",
            "-1.",
            "-1e3",
            "+1234567890123456",
        ] {
            assert_eq!(guarded(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn numbers_amounts_and_words_stay_as_they_are() {
        for cell in ["+447911123456", "+123456", "-0.042", "-7", "0.042", "Ana", "", "2026-11-22T10:01:10.000Z", "a=b"] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[tokio::test]
    async fn a_file_is_quoted_where_needed_and_named() {
        let rows = of::iter([row(&["Ana, \"the boss\"", "two\nlines"]), row(&["=cmd|'/c'!A1", "-0.5"])]).map(Ok);
        let response = stream("calls 2026\".csv", &["name", "note"], rows);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        assert_eq!(response.headers()[header::CONTENT_DISPOSITION], "attachment; filename=\"calls2026.csv\"");
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("whole");
        let expected = "name,note\r\n\"Ana, \"\"the boss\"\"\",\"two\nlines\"\r\n'=cmd|'/c'!A1,-0.5\r\n";
        assert_eq!(String::from_utf8_lossy(&body), expected);
    }

    #[tokio::test]
    async fn a_database_error_midway_breaks_the_file_off() {
        let rows = of::iter([Ok(row(&["1"])), Err(sqlx::Error::PoolTimedOut), Ok(row(&["3"]))]);
        assert!(to_bytes(stream("x.csv", &["n"], rows).into_body(), usize::MAX).await.is_err());
    }

    #[tokio::test]
    async fn many_rows_leave_in_chunks() {
        let rows = of::iter((0..10_000).map(|n| Ok(row(&[&n.to_string(), "+447911123456"]))));
        let chunks: Vec<_> = chunks(vec!["n".into(), "to".into()], rows).collect().await;
        assert!(chunks.len() > 5 && chunks.iter().flatten().all(|chunk| chunk.len() < CHUNK_BYTES + 100));
        let lines: usize = chunks.iter().flatten().map(|chunk| String::from_utf8_lossy(chunk).matches('\n').count()).sum();
        assert_eq!(lines, 10_001);
    }
}
