//! Whether a folder lies on another machine, whose changes the system does not tell of.

use std::path::Path;

/// File systems whose files other machines change without an event here.
#[cfg(any(target_os = "linux", test))]
const REMOTE: [&str; 17] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "davfs",
    "virtiofs",
    "vboxsf",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.glusterfs",
];

/// The kind of network file system that `folder` lies on, such as `nfs4`; `None` on this machine's own
/// disks, and where the system does not tell.
#[cfg(target_os = "linux")]
pub(crate) fn network_kind(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    kind_of(&mounts, folder).filter(|kind| REMOTE.contains(&kind.as_str()))
}

/// Elsewhere a person says so with `ASIDE_POLL`.
#[cfg(not(target_os = "linux"))]
pub(crate) fn network_kind(_: &Path) -> Option<String> {
    None
}

/// The kind of the innermost mount that holds `folder`; see proc_pid_mountinfo(5).
#[cfg(any(target_os = "linux", test))]
fn kind_of(mounts: &str, folder: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let point = left.split(' ').nth(4)?.replace("\\040", " ");
        folder.starts_with(&point).then_some((point.len(), right.split(' ').next()?))
    });
    // The last of two on the same place covers the first.
    mounts.max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_decides() {
        let mounts = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
            40 22 0:50 / /mnt/team\\040share rw,relatime shared:9 - cifs //server/team rw\n\
            41 22 0:51 / /mnt rw - tmpfs tmpfs rw\n\
            42 22 0:52 / /home/a/remote rw - fuse.sshfs a@b: rw\n";
        for (folder, kind) in [
            ("/home/a", "ext4"),
            ("/mnt/team share/docs", "cifs"),
            ("/mnt/other", "tmpfs"),
            ("/home/a/remote", "fuse.sshfs"),
            ("/home/a/remote2", "ext4"),
        ] {
            assert_eq!(kind_of(mounts, Path::new(folder)).as_deref(), Some(kind), "{folder}");
        }
        assert!(REMOTE.contains(&"cifs") && !REMOTE.contains(&"ext4"));
    }
}
