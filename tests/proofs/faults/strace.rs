//! Faults put into system calls by strace: a call that kills, fails or takes its time.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// Whether processes may be traced here; a sentence with the remedy when not.
pub fn permitted() -> Result<(), String> {
    let tried =
        Command::new("strace").args(["-qq", "-o", "/dev/null", "-e", "trace=none", "true"]).stderr(Stdio::piped()).output();
    match tried {
        Err(error) => {
            Err(format!("strace cannot be run ({error}): install it (apt-get install strace, or tools/setup.sh prove)"))
        }
        Ok(output) if !output.status.success() => Err(format!(
            "strace may not trace here ({}): allow ptrace (a container needs --cap-add=SYS_PTRACE, and \
             /proc/sys/kernel/yama/ptrace_scope must not be 3)",
            String::from_utf8_lossy(&output.stderr).trim()
        )),
        Ok(_) => Ok(()),
    }
}

/// A command that runs another under strace, only these calls looked at; the trace goes to `to`.
pub fn around(calls: &str, inject: Option<&str>, to: &Path) -> Command {
    let mut command = Command::new("strace");
    // Not with --seccomp-bpf: it would be faster, but a signal is then not delivered before the call is made.
    command.args(["-f", "-qq", "-e", "signal=none", "-e", &format!("trace={calls}"), "-o"]).arg(to);
    if let Some(inject) = inject {
        command.args(["-e", &format!("inject={inject}")]);
    }
    command
}

/// A fault inside a running process, until it is lifted or dropped.
#[derive(Debug)]
pub struct Injection(Child);

impl Injection {
    /// Waits until strace holds the process. Counts of calls (`when=`) are per thread; `trace` gets what was hit.
    pub fn into(pid: u32, inject: &str, trace: &Path) -> Self {
        let calls = inject.split(':').next().unwrap_or_default();
        let mut child = Command::new("strace")
            .args(["-f", "-p", &pid.to_string(), "-e", "signal=none", "-o"])
            .arg(trace)
            .args(["-e", &format!("trace={calls}"), "-e", &format!("inject={inject}")])
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace runs");
        let mut said = BufReader::new(child.stderr.take().expect("its words are piped"));
        let mut line = String::new();
        drop(said.read_line(&mut line));
        assert!(line.contains("attached"), "strace does not hold the server: {line}");
        // What it says later, on letting go, must find a reader.
        std::thread::spawn(move || drop(std::io::copy(&mut said, &mut std::io::sink())));
        Self(child)
    }

    /// Ends the fault; the process goes on.
    pub fn lift(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // strace lets go on SIGINT; killed, it would leave that to the kernel.
        drop(Command::new("kill").args(["-INT", &self.0.id().to_string()]).status());
        drop(self.0.wait());
    }
}

impl Drop for Injection {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.end();
        }
    }
}
