//! The binary: hands the command line to the library and exits with its code.

/// A build gives and takes millions of small pieces of memory.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    gongbao::cli::run()
}
