//! The units of work: a file waits, is shown, is applied.

use super::{
    entry::{self, Reading},
    plan::{Plan, plan},
};
use crate::{
    calls::store::contacts::relink_all,
    contacts::{
        model::{FileProblem, Preview},
        store::{self, bulk, waiting},
        wording::file_problem,
    },
    domain::{
        ids::ImportId,
        time::{EpochMs, MS_PER_DAY},
    },
    error::AppError,
    server::{ids, unit_of_work::to_its_end},
    users::Caller,
    words,
};

/// Keeps a file until it is applied, another one comes, or a day is over.
///
/// # Errors
/// What is wrong with the file; the outer error when the database fails.
pub async fn keep_waiting(caller: &Caller, name: &str, bytes: Vec<u8>) -> Result<Result<ImportId, FileProblem>, AppError> {
    let reading = match in_background(move || entry::read(&bytes)).await? {
        Ok(reading) => reading,
        Err(problem) => return Ok(Err(problem)),
    };
    let entries = serde_json::to_string(&reading).map_err(|error| AppError::internal(&error))?;
    let id = ids::import_id();
    let at = caller.state.clock.now();
    let stale = EpochMs(at.0 - MS_PER_DAY);
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    waiting::keep(&caller.state.db, &caller.me.id, (&id, &name), &entries, (at, stale)).await?;
    Ok(Ok(id))
}

/// What a waiting file would change.
///
/// # Errors
/// [`AppError::NotFound`] when it waits no longer, or when the database fails.
pub async fn preview_waiting(caller: &Caller, id: &ImportId, t: words::Transfer) -> Result<Preview, AppError> {
    let (name, reading) = waiting_file(caller, id).await?;
    planned(caller, name, reading, t).await.map(|plan| plan.preview)
}

/// Writes what a waiting file changes, all or nothing.
///
/// # Errors
/// [`AppError::NotFound`] when it waits no longer, or when the database fails: then nothing was written.
pub async fn apply_waiting(caller: &Caller, id: &ImportId, t: words::Transfer) -> Result<Preview, AppError> {
    let (name, reading) = waiting_file(caller, id).await?;
    let plan = planned(caller, name, reading, t).await?;
    write(caller, plan, Some(id.clone()), t).await
}

/// What a file would change, for scripts.
///
/// # Errors
/// [`AppError::Invalid`] on `file`, or when the database fails.
pub async fn preview_now(caller: &Caller, name: String, bytes: Vec<u8>, t: words::Transfer) -> Result<Preview, AppError> {
    Ok(read_now(caller, name, bytes, t).await?.preview)
}

/// Writes what a file changes, all or nothing, for scripts.
///
/// # Errors
/// [`AppError::Invalid`] on `file`, or when the database fails: then nothing was written.
pub async fn apply_now(caller: &Caller, name: String, bytes: Vec<u8>, t: words::Transfer) -> Result<Preview, AppError> {
    let plan = read_now(caller, name, bytes, t).await?;
    write(caller, plan, None, t).await
}

async fn read_now(caller: &Caller, name: String, bytes: Vec<u8>, t: words::Transfer) -> Result<Plan, AppError> {
    let reading = in_background(move || entry::read(&bytes)).await?;
    let reading = reading.map_err(|problem| AppError::invalid("file", file_problem(t, problem)))?;
    planned(caller, name, reading, t).await
}

async fn waiting_file(caller: &Caller, id: &ImportId) -> Result<(String, Reading), AppError> {
    let found = waiting::read(&caller.state.db, &caller.me.id, id).await?;
    let (name, entries) = found.ok_or_else(|| AppError::not_found("import"))?;
    Ok((name, serde_json::from_str(&entries).map_err(|error| AppError::internal(&error))?))
}

async fn planned(caller: &Caller, name: String, reading: Reading, t: words::Transfer) -> Result<Plan, AppError> {
    let everybody = bulk::everybody(&caller.state.db, &caller.me.id).await?;
    let home = caller.home();
    in_background(move || plan(&name, &reading, everybody, home.as_deref(), t)).await
}

/// Fifty thousand rows take a second of computing: not on a thread that answers others.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal(&error))
}

async fn write(caller: &Caller, plan: Plan, waiting: Option<ImportId>, t: words::Transfer) -> Result<Preview, AppError> {
    let (db, user, at) = (caller.state.db.clone(), caller.me.id.clone(), caller.state.clock.now());
    to_its_end(async move {
        let mut tx = db.begin().await?;
        let added: Vec<_> = plan.added.iter().collect();
        let written = async {
            bulk::insert_many(&mut tx, &user, &added, at).await?;
            for change in plan.changed.iter().filter(|change| change.numbers) {
                store::write::replace_numbers(&mut tx, &user, &change.record).await?;
            }
            relink_all(&mut tx, &user).await?;
            for change in &plan.changed {
                store::write::update(&mut tx, &user, &change.record).await?;
            }
            bulk::date_all_again(&mut tx, &user).await?;
            match &waiting {
                Some(id) => waiting::forget(&mut tx, &user, id).await,
                None => Ok(()),
            }
        };
        match written.await {
            Err(sqlx::Error::Database(cause)) if cause.is_unique_violation() => {
                return Err(AppError::refused("contacts_changed", t.changed_meanwhile()));
            }
            done => done?,
        }
        tx.commit().await?;
        Ok(plan.preview)
    })
    .await
}
