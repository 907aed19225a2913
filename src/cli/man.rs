//! `gongbao man`: the manual page, with every command on it.

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::args::Args;
use super::{End, terminal};

pub(super) fn man() -> End {
    terminal::data(&page());
    End::Fine
}

/// The page, in the language of `man`. What writes it fails for want of memory only.
fn page() -> String {
    let mut command = Args::command();
    command.build();
    let main = Man::new(command.clone()).source(concat!("gongbao ", env!("CARGO_PKG_VERSION"))).manual("gongbao");
    let mut out = Vec::new();
    let _ = main.render_title(&mut out);
    let _ = main.render_name_section(&mut out);
    let _ = main.render_synopsis_section(&mut out);
    let _ = main.render_description_section(&mut out);
    let _ = main.render_options_section(&mut out);
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let _ = Roff::new().control("SH", [&*format!("gongbao {}", sub.get_name())]).to_writer(&mut out);
        // What every command takes stands above.
        let is_above = |arg: &clap::Arg| matches!(arg.get_id().as_str(), "root" | "help");
        let man = Man::new(sub.clone().mut_args(|arg| if is_above(&arg) { arg.hide(true) } else { arg }));
        let mut below = Vec::new();
        let _ = man.render_description_section(&mut below);
        let _ = man.render_synopsis_section(&mut below);
        let _ = man.render_options_section(&mut below);
        // The sections of one command stand below its heading.
        out.extend(
            String::from_utf8_lossy(&below).replace("\n.SH ", "\n.SS ").replacen(".SH ", ".SS ", 1).into_bytes(),
        );
    }
    let _ = endings().to_writer(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// What holds for every command.
fn endings() -> Roff {
    let mut roff = Roff::new();
    let rows: [(&str, &[(&str, &str)]); 3] = [
        (
            "EXIT STATUS",
            &[
                ("0", "Fine."),
                ("1", "Errors in the content, or warnings where --deny warnings is given. Nothing was published."),
                ("2", "Wrong usage."),
                (
                    "3",
                    "The system failed, or the output folder cannot be used. What was published is as it was, unless it says otherwise.",
                ),
            ],
        ),
        (
            "ENVIRONMENT",
            &[
                (
                    "SOURCE_DATE_EPOCH",
                    "The moment whose day the bulletin is built as of, in seconds since 1970, where --as-of is not given.",
                ),
                (
                    "LC_ALL, LC_MESSAGES, LANG",
                    "Language of findings and messages: Chinese where the first that is set begins with zh.",
                ),
                ("NO_COLOR", "No colours, where it is set."),
                ("RAYON_NUM_THREADS", "Threads to work with; by default as many as the machine has processors."),
            ],
        ),
        (
            "FILES",
            &[
                ("content/site.yaml", "Settings of the bulletin."),
                ("content/", "Records, texts, images, attachments."),
                ("themes/", "Themes of the bulletin's own."),
                ("public/", "The site, unless another folder is given."),
            ],
        ),
    ];
    for (heading, rows) in rows {
        roff.control("SH", [heading]);
        for (name, what) in rows {
            roff.control("TP", []).text([bold(*name)]).text([roman(*what)]);
        }
    }
    roff
}
