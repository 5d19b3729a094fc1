//! A ZIP archive that leaves while it is made: as much memory for a million calls as for ten.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{body::Bytes, response::Response};
use futures_util::{Stream, StreamExt, stream, stream::BoxStream};
use serde::Serialize;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::domain::time::EpochMs;

/// How many bytes are gathered before they go out.
const CHUNK_BYTES: usize = 64 * 1024;

/// A file of the archive.
pub struct Entry {
    name: String,
    bytes: BoxStream<'static, io::Result<Bytes>>,
}

impl Entry {
    /// What another door answers, as a file.
    pub fn of(name: impl Into<String>, answer: Response) -> Self {
        let bytes = answer.into_body().into_data_stream().map(|chunk| chunk.map_err(io::Error::other));
        Self { name: name.into(), bytes: bytes.boxed() }
    }

    pub fn text(name: impl Into<String>, text: String) -> Self {
        Self { name: name.into(), bytes: stream::iter([Ok(Bytes::from(text))]).boxed() }
    }

    /// A JSON array, an item to a line.
    pub fn json<T: Serialize + Send + 'static>(
        name: impl Into<String>,
        items: impl Stream<Item = sqlx::Result<T>> + Send + 'static,
    ) -> Self {
        Self { name: name.into(), bytes: array(items).boxed() }
    }
}

fn array<T: Serialize + Send + 'static>(
    items: impl Stream<Item = sqlx::Result<T>> + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    async_stream::try_stream! {
        let (mut chunk, mut between) = (b"[\n".to_vec(), &b""[..]);
        let mut items = std::pin::pin!(items);
        while let Some(item) = items.next().await {
            chunk.extend_from_slice(between);
            serde_json::to_writer(&mut chunk, &item.map_err(io::Error::other)?)?;
            between = b",\n";
            if chunk.len() >= CHUNK_BYTES {
                yield Bytes::from(std::mem::take(&mut chunk));
            }
        }
        chunk.extend_from_slice(b"\n]\n");
        yield Bytes::from(chunk);
    }
}

/// The archive of these files. A failure midway breaks it off before its directory, so that no program takes it for whole.
pub fn zipped(
    files: impl Stream<Item = io::Result<Entry>> + Send + 'static,
    made_at: EpochMs,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(moment(made_at));
    async_stream::try_stream! {
        let sink = Sink::default();
        let mut zip = ZipWriter::new_stream(sink.clone());
        let mut files = std::pin::pin!(files);
        while let Some(file) = files.next().await {
            let Entry { name, mut bytes } = file?;
            zip.start_file(name, options).map_err(io::Error::from)?;
            while let Some(chunk) = bytes.next().await {
                zip.write_all(&chunk?)?;
                if let Some(ready) = sink.take(CHUNK_BYTES) {
                    yield ready;
                }
            }
        }
        zip.finish().map_err(io::Error::from)?;
        if let Some(rest) = sink.take(1) {
            yield rest;
        }
    }
}

/// To two seconds and without a time zone, as the format has it: UTC.
fn moment(at: EpochMs) -> DateTime {
    let text = at.rfc3339();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or_default();
    let small = |from: usize, to: usize| u8::try_from(number(from, to)).unwrap_or_default();
    DateTime::from_date_and_time(number(0, 4), small(5, 7), small(8, 10), small(11, 13), small(14, 16), small(17, 19))
        .unwrap_or_default()
}

/// Where the archive is written, and read from as it grows.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    /// What was gathered, once it is so many bytes.
    fn take(&self, least: usize) -> Option<Bytes> {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (gathered.len() >= least).then(|| Bytes::from(std::mem::take(&mut *gathered)))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    async fn gathered(files: Vec<io::Result<Entry>>) -> (Vec<usize>, io::Result<Vec<u8>>) {
        let (mut sizes, mut all) = (Vec::new(), Vec::new());
        let mut chunks = std::pin::pin!(zipped(stream::iter(files), EpochMs(1_795_341_670_123)));
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(chunk) => {
                    sizes.push(chunk.len());
                    all.extend_from_slice(&chunk);
                }
                Err(error) => return (sizes, Err(error)),
            }
        }
        (sizes, Ok(all))
    }

    #[tokio::test]
    async fn an_archive_opens_again_with_all_its_files() {
        let numbers = stream::iter((0..3).map(Ok));
        let files = vec![Ok(Entry::text("a/README.txt", "hello".into())), Ok(Entry::json("n.json", numbers))];
        let (_, archive) = gathered(files).await;
        let mut zip = zip::ZipArchive::new(Cursor::new(archive.expect("whole"))).expect("an archive");
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).expect("it is there").read_to_string(&mut text).expect("text");
            text
        };
        assert_eq!(read("a/README.txt"), "hello");
        assert_eq!(serde_json::from_str::<Vec<i64>>(&read("n.json")).expect("JSON"), [0, 1, 2]);
    }

    #[tokio::test]
    async fn a_large_file_leaves_in_chunks() {
        // What does not compress well.
        let words = stream::iter((0..40_000_u64).map(|n| Ok(n.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
        let (sizes, archive) = gathered(vec![Ok(Entry::json("n.json", words))]).await;
        assert!(sizes.len() > 4 && sizes.iter().all(|size| *size < 3 * CHUNK_BYTES), "{sizes:?}");
        assert!(zip::ZipArchive::new(Cursor::new(archive.expect("whole"))).is_ok());
    }

    #[tokio::test]
    async fn a_failure_midway_leaves_no_archive() {
        let broken = stream::iter([Ok(1), Err(sqlx::Error::PoolTimedOut)]);
        let (_, archive) = gathered(vec![Ok(Entry::json("n.json", broken))]).await;
        assert!(archive.is_err());
    }
}
