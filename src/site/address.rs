//! Addresses: permanent, lower-case ASCII, each a folder with an `index.html`.

/// The address the site is published at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Scheme and host without a slash at the end: `https://example.org`. Empty when unknown.
    origin: String,
    /// Path without a slash at the end: `/bulletin`, or empty.
    path: String,
}

impl Base {
    /// From a site's address, as `https://example.org/bulletin/`. `None` when it is not an http address.
    pub fn parse(url: &str) -> Option<Self> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let clean = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '?' | '#' | '@');
        if host.is_empty() || !host.chars().all(clean) || !path.chars().all(clean) {
            return None;
        }
        let path = path.trim_matches('/');
        let origin = url.get(..url.len() - rest.len() + host.len())?.to_owned();
        Some(Self { origin, path: if path.is_empty() { String::new() } else { format!("/{path}") } })
    }

    /// A site at the root of an unknown host.
    pub fn root() -> Self {
        Self { origin: String::new(), path: String::new() }
    }

    /// Whether its host is one that stands in examples only.
    pub fn is_example(&self) -> bool {
        let host = self.origin.rsplit('/').next().unwrap_or_default().split(':').next().unwrap_or_default();
        let names = ["example.org", "example.com", "example.net", "example", "invalid", "localhost"];
        names.iter().any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    }

    /// The link to an address of the site, from the root of its host.
    pub fn link(&self, address: &str) -> String {
        format!("{}{address}", self.path)
    }

    /// The full URL of an address of the site.
    pub fn url(&self, address: &str) -> String {
        format!("{}{}{address}", self.origin, self.path)
    }

    /// The address that a link leads to, written in full or from the root of the host, when it stays in the site.
    pub fn inside<'a>(&self, link: &'a str) -> Option<&'a str> {
        let own = (!self.origin.is_empty()).then(|| link.strip_prefix(&self.origin)).flatten();
        self.address(own.unwrap_or(link)).filter(|address| !address.starts_with("//"))
    }

    /// The address that a link from the root of the host leads to, when it stays in the site.
    pub fn address<'a>(&self, link: &'a str) -> Option<&'a str> {
        link.strip_prefix(&self.path).filter(|rest| rest.starts_with('/'))
    }
}

/// Where the site stands again in Traditional characters.
pub const TRADITIONAL: &str = "/zh-hant/";

/// The file an address is published as.
pub(crate) fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_may_lie_below_a_path() {
        let base = Base::parse("https://example.org/gb/").expect("an address");
        assert_eq!(base.link("/projects/"), "/gb/projects/");
        assert_eq!(base.url("/"), "https://example.org/gb/");
        assert_eq!(base.address("/gb/projects/"), Some("/projects/"));
        assert_eq!(Base::parse("https://example.org").map(|base| base.link("/")), Some("/".into()));
        for bad in ["example.org", "ftp://example.org/", "https:///x", "https://a\"b/", "javascript:alert(1)"] {
            assert_eq!(Base::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn hosts_of_examples_are_known() {
        for (url, is_example) in [
            ("https://example.org/gb/", true),
            ("http://www.example.com:8080", true),
            ("https://gongbao.invalid/", true),
            ("https://myexample.org/", false),
            ("https://www.example.gov.cn/", false),
        ] {
            assert_eq!(Base::parse(url).map(|base| base.is_example()), Some(is_example), "{url}");
        }
    }

    #[test]
    fn addresses_are_folders() {
        assert_eq!(file_of("/"), "index.html");
        assert_eq!(file_of("/projects/a/"), "projects/a/index.html");
        assert_eq!(file_of("/404.html"), "404.html");
    }
}
