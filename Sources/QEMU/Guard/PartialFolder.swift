import CLinux

/// The folder of a run that will not be finished.
enum PartialFolder {
    /// Removes the folder's files and then the folder. It is flat: subfolders, which the lab never makes, are left alone and keep it alive.
    static func remove(_ path: UnsafePointer<CChar>) {
        let file = clinux_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        guard file >= 0 else { return }
        guard let folder = fdopendir(file) else {
            close(file)
            return
        }
        while let entry = readdir(folder) {
            _ = unlinkat(file, clinux_entry_name(entry), 0)
        }
        closedir(folder)
        _ = rmdir(path)
    }
}

/// Words to standard error.
enum Complaint {
    /// Writes `text`, as far as it goes.
    static func write(_ text: UnsafePointer<CChar>?) {
        guard let text else { return }
        _ = CLinux.write(2, text, strlen(text))
    }
}
