//! Writing a file to its place.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::StreamExt;
use tempfile::NamedTempFile;

use super::{Download, Saved};
use crate::Error;

/// Bytes that are handed to the disk together.
const BATCH: usize = 1 << 20;

pub(super) async fn save(file: Download, path: PathBuf) -> Result<Saved, Error> {
    let operation = file.reader.operation;
    let refuse = |error: io::Error| {
        let message = format!("{} cannot be written: {error}", path.display());
        Error::invalid_request(message).with_operation(operation)
    };
    let place = path.clone();
    let mut target = blocking(Box::new(move || open(&place)))
        .await
        .map_err(refuse)?;
    let mut pieces = file.stream();
    let (mut bytes, mut is_end) = (0, false);
    while !is_end {
        let (mut batch, mut waiting) = (Vec::new(), 0);
        while waiting < BATCH && !is_end {
            match pieces.next().await.transpose()? {
                Some(piece) => {
                    waiting += piece.len();
                    batch.push(piece);
                }
                None => is_end = true,
            }
        }
        bytes += waiting as u64;
        target = blocking(Box::new(move || target.write(&batch, is_end)))
            .await
            .map_err(refuse)?;
    }
    Ok(Saved { path, bytes })
}

/// Where a file goes in the end, and where it is until then. Dropped, it leaves nothing behind.
struct Target {
    /// None once it is in its place.
    file: Option<NamedTempFile>,
    path: PathBuf,
}

impl Target {
    fn write(mut self, pieces: &[Bytes], is_end: bool) -> io::Result<Self> {
        if let Some(mut file) = self.file.take() {
            for piece in pieces {
                file.write_all(piece)?;
            }
            if is_end {
                file.as_file().sync_all()?;
                file.persist(&self.path).map_err(|error| error.error)?;
            } else {
                self.file = Some(file);
            }
        }
        Ok(self)
    }
}

fn open(path: &Path) -> io::Result<Target> {
    let refuse = |why: &str| Err(io::Error::new(ErrorKind::InvalidInput, why));
    let last = path.as_os_str().as_encoded_bytes().last();
    if path.file_name().is_none()
        || last.is_some_and(|byte| std::path::is_separator(char::from(*byte)))
    {
        return refuse("it does not name a file");
    }
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let path = if is_link {
        fs::canonicalize(path)?
    } else {
        path.to_owned()
    };
    let permissions = match fs::metadata(&path) {
        Ok(found) if !found.is_file() => return refuse("what is there is not a regular file"),
        Ok(found) => Some(found.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return refuse("its folder does not exist");
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".viettel-idc-").suffix(".part");
    // Of these the umask takes its part, as for any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder)?;
    if let (Some(permissions), true) = (permissions, cfg!(unix)) {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(Target {
        file: Some(file),
        path,
    })
}

/// What is done where waiting for the disk is allowed. Boxed, for each kind of task costs kilobytes.
type Work = Box<dyn FnOnce() -> io::Result<Target> + Send>;

/// Runs `work` outside the executor; here, when there is no tokio to ask.
async fn blocking(work: Work) -> io::Result<Target> {
    #[cfg(feature = "tokio")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let done = runtime.spawn_blocking(work).await;
        return done.unwrap_or_else(|_| Err(io::Error::other("the runtime is shutting down")));
    }
    work()
}
