//! Writing a file to its place.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tempfile::NamedTempFile;

use super::Saved;
use super::reader::Reader;
use crate::Error;

/// Bytes that are handed to the disk together.
const BATCH: usize = 1 << 20;

pub(super) async fn save(mut reader: Reader, path: PathBuf) -> Result<Saved, Error> {
    let operation = reader.operation;
    let refuse = |error: io::Error| {
        let message = format!("{} cannot be written: {error}", path.display());
        Error::invalid_request(message).with_operation(operation)
    };
    let place = path.clone();
    let mut target = blocking(move || open(&place)).await.map_err(refuse)?;
    let (mut batch, mut waiting) = (Vec::new(), 0);
    while let Some(piece) = reader.next().await? {
        waiting += piece.len();
        batch.push(piece);
        if waiting >= BATCH {
            let full = std::mem::take(&mut batch);
            target = blocking(move || target.write(&full))
                .await
                .map_err(refuse)?;
            waiting = 0;
        }
    }
    blocking(move || target.write(&batch)?.finish())
        .await
        .map_err(refuse)?;
    let bytes = reader.read;
    Ok(Saved { path, bytes })
}

/// Where a file goes in the end, and where it is until then. Dropped, it leaves nothing behind.
struct Target {
    file: NamedTempFile,
    path: PathBuf,
}

impl Target {
    fn write(mut self, pieces: &[Bytes]) -> io::Result<Self> {
        for piece in pieces {
            self.file.write_all(piece)?;
        }
        Ok(self)
    }

    fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
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
    Ok(Target { file, path })
}

/// Runs `work` where it may wait for the disk; here, when there is no tokio to ask.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    #[cfg(feature = "tokio")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let done = runtime.spawn_blocking(work).await;
        return done.unwrap_or_else(|_| Err(io::Error::other("the runtime is shutting down")));
    }
    work()
}
