//! A script as it is published: parsed, and written again without what only its authors read.

use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Brackets within each other that a script or stylesheet may have: parsers follow each by a call.
const DEEPEST: usize = 200;

/// What cannot be read of a script or stylesheet, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Bytes of the text.
    pub(super) at: Range<usize>,
    /// What the parser says, in English.
    pub(super) message: String,
}

/// The same script without spaces and comments, except those of licences. Names stay, and every statement.
pub(super) fn tighten(script: &str) -> Result<String, Fault> {
    if let Some(at) = too_deep(script) {
        return Err(Fault { at: at..at + 1, message: format!("more than {DEEPEST} brackets within each other") });
    }
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, SourceType::unambiguous()).parse();
    if let Some(error) = parsed.errors.first() {
        let label = error.labels.as_ref().and_then(|labels| labels.first());
        let at = label.map_or(0..0, |label| label.offset()..label.offset() + label.len());
        return Err(Fault { at, message: error.message.to_string() });
    }
    let comments = CommentOptions { legal: LegalComment::Inline, ..CommentOptions::disabled() };
    let options = CodegenOptions { comments, ..CodegenOptions::minify() };
    Ok(Codegen::new().with_options(options).build(&parsed.program).code)
}

/// Where more brackets stand within each other than may; those in texts and comments count too.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scripts that were published broken or changed while lines were shortened without being parsed.
    #[test]
    fn a_script_means_the_same_without_its_spaces() {
        for (script, published) in [
            ("const a = `b\n\t// c  ,  d`;\n", "const a=`b\n\t// c  ,  d`;"),
            ("let re = /\"/g, s = 'a, b';\n", "let re=/\"/g,s=`a, b`;"),
            ("x = \"a\\\n// b\";\n", "x=`a// b`;"),
            ("const t = 'x'\n/* one\n// two */\nf()\n", "const t=`x`;f();"),
            ("if (a)\n\tfor (;;);\nelse b()\n", "if(a)for(;;);elseb();"),
            ("do x++; while (x < 5)\ny()\n", "dox++;while(x<5);y();"),
            ("let a = b\n++c\n", "leta=b;++c;"),
            ("a = b - -c + +d - --e;\n", "a=b- -c+ +d- --e;"),
            ("while (f())\n\t;\ng();\n", "while(f());g();"),
            ("/*! (c) 某人 */\nf();\n", "/*! (c) 某人 */\nf();"),
            ("import { a } from './a.js'; a();\n", "import{a}from`./a.js`;a();"),
            ("return_ = (a, b) => ({ a, b });\n", "return_=(a,b)=>({a,b});"),
        ] {
            let tight = tighten(script).unwrap_or_else(|fault| panic!("{script}: {fault:?}"));
            // Which quotes and where a needed space stands is the library's matter.
            let bare = |text: &str| text.replace(['\'', '"', '`', ' ', '\n', '\t'], "");
            assert_eq!(bare(&tight), bare(published), "{script}");
            assert!(tight.len() <= script.len() + 1, "{script}\n{tight}");
            assert_eq!(tighten(&tight).as_deref(), Ok(tight.as_str()), "it is a script, and as short as it can be");
        }
        assert!(tighten("const a = `b\n\t// c  ,  d`;").is_ok_and(|tight| tight.contains("b\n\t// c  ,  d")));
    }

    #[test]
    fn a_fault_has_its_place() {
        let script = "f();\nlet = = 1;\n";
        let fault = tighten(script).expect_err("no script");
        assert_eq!(script.get(fault.at.start..), Some("= 1;\n"), "{fault:?}");
        assert!(tighten(&"(".repeat(100_000)).is_err());
    }
}
