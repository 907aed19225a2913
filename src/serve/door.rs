//! Who may read the preview, and where it listens.
//!
//! A page of another site can make a browser ask for `http://its-own-name:1313/` and have that name lead to this machine
//! (DNS rebinding); drafts would be read by strangers. So a request is answered only under this machine's own names.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ServeError;
use crate::source::SystemError;

/// Ports after the one that was asked for among which a free one is looked for.
const TRIED: u16 = 50;

/// The names and addresses under which the preview may be read.
pub(super) struct Door {
    /// This machine's addresses that others can reach.
    addresses: Vec<Ipv4Addr>,
    /// Lower-case names and addresses beside `localhost` and the loopback.
    names: BTreeSet<String>,
}

impl Door {
    /// With `everyone`, the addresses and the name of this machine are let in; `allowed` always are.
    pub(super) fn new(everyone: bool, allowed: &[String]) -> Self {
        let interfaces = if everyone { if_addrs::get_if_addrs().unwrap_or_default() } else { Vec::new() };
        let addresses = interfaces.iter().filter_map(|interface| match interface.ip() {
            IpAddr::V4(address) if !address.is_loopback() && !address.is_link_local() => Some(address),
            IpAddr::V4(_) | IpAddr::V6(_) => None,
        });
        let addresses: Vec<Ipv4Addr> = addresses.collect();
        let own = everyone.then(|| gethostname::gethostname().to_string_lossy().to_lowercase());
        let of_host = own.into_iter().filter(|name| !name.is_empty()).flat_map(|name| [format!("{name}.local"), name]);
        let names = addresses.iter().map(Ipv4Addr::to_string).chain(of_host);
        let names = names.chain(allowed.iter().map(|name| host(name).to_lowercase())).collect();
        Self { addresses, names }
    }

    /// Where the preview can be read, this machine's own address first.
    pub(super) fn addresses(&self, port: u16, base: &str) -> Vec<String> {
        let others = self.addresses.iter().map(Ipv4Addr::to_string);
        std::iter::once("localhost".to_owned())
            .chain(others)
            .map(|host| format!("http://{host}:{port}{base}/"))
            .collect()
    }

    /// Whether a request under this host, with or without a port, is answered.
    fn admits(&self, authority: &str) -> bool {
        let name = host(authority).trim_end_matches('.').to_lowercase();
        let loopback = name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        loopback || name == "localhost" || name.ends_with(".localhost") || self.names.contains(&name)
    }
}

/// The host of `host:port`, `[::1]:port` or a bare host.
fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None if authority.matches(':').count() == 1 => authority.split(':').next().unwrap_or(authority),
        None => authority,
    }
}

/// Refuses what does not come under this machine's names.
pub(super) async fn guard(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    match refused(&door, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

/// The refusal of a request whose address, host or origin is not one of this machine's.
fn refused(door: &Door, request: &Request) -> Option<Response> {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or(""));
    let origin = header(header::ORIGIN).map(|origin| origin.split_once("://").map_or(origin, |(_, host)| host));
    let in_line = request.uri().authority().map(|authority| authority.as_str());
    let named = [Some(header(header::HOST).unwrap_or("")), in_line, origin];
    let name = host(named.into_iter().flatten().find(|authority| !door.admits(authority))?);
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let why = format!(
        "预览不应答“{name}”。确是这台机器的名字时：gongbao serve --allow-host 名字\n\
         The preview does not answer to \"{name}\". If it is a name of this machine: gongbao serve --allow-host NAME\n"
    );
    Some((StatusCode::FORBIDDEN, plain, why).into_response())
}

/// Listens on a port of this machine, or of all its addresses; gives the port, which 0 leaves to the system.
pub(super) fn listen(everyone: bool, port: u16) -> Result<(TcpListener, u16), ServeError> {
    let host = if everyone { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let failed = |error| SystemError::new("listen on", Path::new(&format!("{host}:{port}")), error);
    let listener = TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            let next = (1..=TRIED).filter_map(|more| port.checked_add(more));
            let free = next.into_iter().find(|port| TcpListener::bind((host, *port)).is_ok());
            ServeError::PortTaken { port, free }
        }
        _ => ServeError::System(failed(error)),
    })?;
    listener.set_nonblocking(true).map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok((listener, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_admitted() {
        let door = Door::new(false, &["Preview.example:80".to_owned()]);
        for good in ["localhost:1313", "127.0.0.1:1", "127.8.8.8", "[::1]:1313", "LOCALHOST", "preview.example:1313"] {
            assert!(door.admits(good), "{good}");
        }
        for bad in
            ["evil.example", "evil.example:1313", "localhost.evil.example", "192.168.1.2:1313", "", "[::2]", "null"]
        {
            assert!(!door.admits(bad), "{bad}");
        }
        let everyone = Door::new(true, &[]);
        assert!(everyone.addresses(1, "/gb").iter().all(|url| everyone.admits(url.split('/').nth(2).unwrap_or(""))));
    }
}
