//! The fence around the converting process: once it is up, the process can compute and talk to its
//! parent, and nothing else. No files, no network, no other processes.
//!
//! On Linux two independent ones are put up, because kernels and containers allow one, both or
//! neither: Landlock takes all rights to files and to TCP, seccomp leaves only the system calls that
//! computing needs. Elsewhere there is none, and the limits are what contains.

/// Which fences are up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::convert) struct Fences {
    pub(in crate::convert) landlock: bool,
    pub(in crate::convert) seccomp: bool,
}

impl std::fmt::Display for Fences {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match (self.landlock, self.seccomp) {
            (true, true) => "landlock, seccomp",
            (true, false) => "landlock",
            (false, true) => "seccomp",
            (false, false) => "none",
        })
    }
}

/// Puts up what the system allows, for all threads of this process. There is no way back.
///
/// Call it while the process has one thread: Landlock holds only the threads that begin after it.
#[cfg(target_os = "linux")]
pub(in crate::convert) fn raise() -> Fences {
    Fences { landlock: landlock().unwrap_or(false), seccomp: seccomp().is_ok() }
}

/// There is no fence on this system.
#[cfg(not(target_os = "linux"))]
pub(in crate::convert) fn raise() -> Fences {
    Fences::default()
}

/// Handles every right to files, TCP and signals, and grants none.
#[cfg(target_os = "linux")]
fn landlock() -> Result<bool, landlock::RulesetError> {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    let abi = ABI::V6;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .scope(Scope::from_all(abi))?
        .create()?
        .restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}

/// Leaves the system calls of computing: memory, threads of this process, time, and the pipes that
/// are open already. Every other call fails as if the kernel did not know it.
#[cfg(target_os = "linux")]
fn seccomp() -> Result<(), Box<dyn std::error::Error>> {
    use std::collections::BTreeMap;

    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule, apply_filter_all_threads,
    };

    let only = |argument: u8, operation: SeccompCmpOp, value: u64| {
        let condition = SeccompCondition::new(argument, Dword, operation, value)?;
        SeccompRule::new(vec![condition]).map(|rule| vec![rule])
    };
    let bits = |value: libc::c_int| u64::from(value.unsigned_abs());
    let mut allowed: BTreeMap<i64, Vec<SeccompRule>> =
        FREE_CALLS.iter().map(|&call| (call, Vec::new())).collect();
    // No memory becomes code.
    let no_code = SeccompCmpOp::MaskedEq(bits(libc::PROT_EXEC));
    allowed.insert(libc::SYS_mmap, only(2, no_code.clone(), 0)?);
    allowed.insert(libc::SYS_mprotect, only(2, no_code, 0)?);
    // Threads, not processes. clone3 hides its flags, so it is left out and libc falls back to this.
    let thread = bits(libc::CLONE_THREAD);
    allowed.insert(libc::SYS_clone, only(0, SeccompCmpOp::MaskedEq(thread), thread)?);
    // Aborting is a signal to itself.
    let itself = u64::from(std::process::id());
    allowed.insert(libc::SYS_tgkill, only(0, SeccompCmpOp::Eq, itself)?);

    let refused = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let filter = SeccompFilter::new(
        allowed,
        refused,
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )?;
    let program: BpfProgram = filter.try_into()?;
    Ok(apply_filter_all_threads(&program)?)
}

/// The system calls that are allowed whatever their arguments are.
#[cfg(target_os = "linux")]
const FREE_CALLS: &[i64] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_ppoll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    libc::SYS_brk,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    // The time that each file may use.
    libc::SYS_getrusage,
    libc::SYS_prlimit64,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_setrlimit,
];

#[cfg(all(test, target_os = "linux"))]
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a child tells its parent; skips are said"
)]
mod tests {
    use std::path::PathBuf;
    use std::process::Command;

    /// Where the child below finds a folder and a listener to reach for.
    const FOLDER: &str = "ASIDE_TEST_FENCED_FOLDER";
    const PORT: &str = "ASIDE_TEST_FENCED_PORT";

    /// The body of the process that is fenced below; alone it does nothing. Prints what succeeded.
    #[test]
    #[ignore = "run by the test that fences it"]
    fn child_that_is_fenced() {
        let (Ok(folder), Ok(port)) = (std::env::var(FOLDER), std::env::var(PORT)) else { return };
        let folder = PathBuf::from(folder);
        let file = folder.join("there");
        let new = folder.join("new");
        let tries: [(&str, &dyn Fn() -> bool); 8] = [
            ("read", &|| std::fs::read(&file).is_ok()),
            ("list", &|| std::fs::read_dir(&folder).is_ok()),
            ("write", &|| std::fs::write(&new, "x").is_ok()),
            ("delete", &|| std::fs::remove_file(&file).is_ok()),
            ("tcp", &|| std::net::TcpStream::connect(format!("127.0.0.1:{port}")).is_ok()),
            ("udp", &|| std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
            ("exec", &|| Command::new("/bin/true").status().is_ok()),
            // SAFETY: signal 0 is never delivered, it only asks.
            ("kill", &|| unsafe { libc::kill(libc::getppid(), 0) } == 0),
        ];
        println!("raised: {}", super::raise());
        for (name, attempt) in tries {
            println!("{name}: {}", if attempt() { "ALLOWED" } else { "refused" });
        }
        let thread = std::thread::spawn(move || std::fs::read(&file).is_ok());
        println!("thread: {:?}", thread.join());
        println!("memory: {}", vec![1_u8; 64 << 20].iter().all(|&byte| byte == 1));
    }

    #[test]
    fn behind_the_fence_there_are_no_files_no_network_and_no_processes() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("there"), "x").unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--nocapture", "child_that_is_fenced"])
            .env(FOLDER, folder.path())
            .env(PORT, listener.local_addr().unwrap().port().to_string())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        if told.contains("raised: none") {
            eprintln!("SKIPPED: this kernel allows neither landlock nor seccomp");
            return;
        }
        assert!(told.contains("raised: "), "{told}");
        assert!(!told.contains("ALLOWED"), "{told}");
        assert!(told.contains("kill: refused"), "all were tried: {told}");
        assert!(told.contains("thread: Ok(false)") && told.contains("memory: true"), "{told}");
    }
}
