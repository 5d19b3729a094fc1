//! The page's door for files: a form with a file, answered by a way to the preview. It works without script.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, multipart::Field},
    response::Redirect,
    routing::post,
};

use crate::{contacts::model::FileProblem, error::AppError, server::state::AppState, users::InPerson};

/// More than 50,000 contacts need, in bytes.
pub const UPLOAD_MOST: usize = 20 * 1024 * 1024;
const PAGE: &str = "/dashboard/contacts/import";

/// Routes that take up to [`UPLOAD_MOST`]; the router puts them beside the others, which take less.
pub fn router() -> Router<AppState> {
    Router::new().route("/app/contacts-file", post(take)).layer(DefaultBodyLimit::disable())
}

async fn take(InPerson(caller): InPerson, form: Multipart) -> Result<Redirect, AppError> {
    let (name, bytes) = match read(form).await {
        Ok(file) => file,
        Err(problem) => return Ok(Redirect::to(&format!("{PAGE}?problem={problem}"))),
    };
    Ok(Redirect::to(&match super::keep_waiting(&caller, &name, bytes).await? {
        Ok(id) => format!("{PAGE}?file={id}"),
        Err(problem) => format!("{PAGE}?problem={problem}"),
    }))
}

async fn read(mut form: Multipart) -> Result<(String, Vec<u8>), FileProblem> {
    while let Some(field) = form.next_field().await.map_err(|_| FileProblem::TooLarge)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = bytes(field).await?;
            return if name.is_empty() && bytes.is_empty() { Err(FileProblem::NoFile) } else { Ok((name, bytes)) };
        }
    }
    Err(FileProblem::NoFile)
}

async fn bytes(mut field: Field<'_>) -> Result<Vec<u8>, FileProblem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| FileProblem::TooLarge)? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
