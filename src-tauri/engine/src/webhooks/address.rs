//! Where webhooks may be: no address that only this machine or its network reaches, unless somebody allows
//! it. Names are looked up and checked in the step that connects, so that a name which leads elsewhere a
//! moment later changes nothing.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::EngineError;

/// The longest address, in bytes.
const LONGEST: usize = 2_000;

/// An address that a webhook may have.
///
/// # Errors
/// [`EngineError::Refused`] with what to write instead.
pub(crate) fn check(text: &str, private: bool) -> Result<Url, EngineError> {
    let refused = |reason: String| Err(EngineError::Refused(reason));
    let example = "write it as https://example.org/aside";
    if text.len() > LONGEST {
        return refused(format!("the address has more than {LONGEST} bytes: shorten it"));
    }
    let Ok(url) = Url::parse(text.trim()) else {
        return refused(format!("this is no address: {example}"));
    };
    if url.host_str().is_none_or(str::is_empty) {
        return refused(format!("the address names no host: {example}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("a webhook's address holds no login: check its signature there".to_owned());
    }
    match url.scheme() {
        "https" => {}
        "http" if private => {}
        "http" => {
            return refused(
                "write https, so that nobody reads along; plain http goes to private addresses alone, where they are allowed".to_owned(),
            );
        }
        other => return refused(format!("`{other}` is no way to reach a webhook: {example}")),
    }
    if !private && let Err(refusal) = literal(&url) {
        return refused(refusal.to_string());
    }
    Ok(url)
}

/// An address of this machine or of a network that is not the public one.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} is no public address: allow private addresses for this webhook if it is meant to be there"
)]
pub(crate) struct Private(IpAddr);

/// Refuses an address in numbers, which is never looked up, where it is not public.
pub(crate) fn literal(url: &Url) -> Result<(), Private> {
    let host = url.host_str().unwrap_or_default();
    match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(address) if !is_public(address) => Err(Private(address)),
        _ => Ok(()),
    }
}

/// Looks names up and gives their public addresses alone.
pub(crate) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> =
                found.iter().copied().filter(|address| is_public(address.ip())).collect();
            match (found.first(), public.is_empty()) {
                (Some(private), true) => Err(Private(private.ip()).into()),
                (None, _) => Err(io::Error::from(io::ErrorKind::NotFound).into()),
                _ => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}

/// Whether an address is one of the public internet: none of those that IANA's registries of
/// special-purpose addresses (RFC 6890) set apart.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127, ..)                  // this network, private, loopback
            | (100, 64..=127, _)            // shared by a provider's customers
            | (169, 254, _)                 // link-local, where clouds keep their metadata
            | (172, 16..=31, _)             // private
            | (192, 0, 0 | 2)               // protocols, documentation
            | (192, 88, 99)                 // relays of 6to4
            | (192, 168, _)                 // private
            | (198, 18..=19, _)             // benchmarks
            | (198, 51, 100)                // documentation
            | (203, 0, 113)                 // documentation
            | (224..=255, ..) // multicast, reserved, broadcast
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, ..] = address.segments();
    let [.., w, x, y, z] = address.octets();
    let within = Ipv4Addr::new(w, x, y, z);
    match [a, b, c, d, e, f] {
        // An IPv4 address, written as IPv6 (RFC 4291) or translated to it (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => is_public_v4(within),
        // Protocols and Teredo, documentation, 6to4.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] => false,
        [0x3fff, 0..=0xfff, ..] => false,
        // All that is routed publicly (RFC 4291, as IANA has given it out).
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_public_internet_is_public() {
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.170",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn an_address_in_any_writing_is_checked() {
        for fine in
            ["https://hooks.example/a?b=c", "https://1.1.1.1/", "https://[2606:4700::1]:8443/"]
        {
            assert!(check(fine, false).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "hooks.example",
            "http://hooks.example/",
            "ftp://hooks.example/",
            "file:///etc/passwd",
            "https://",
            "https://user:pass@hooks.example/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://017700000001/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data/",
        ] {
            let error = check(wrong, false).unwrap_err();
            assert_eq!(error.code(), aside_contract::ErrorCode::InvalidInput, "{wrong}");
        }
        for allowed in ["http://127.0.0.1:8080/", "http://localhost/", "https://10.0.0.1/"] {
            assert!(check(allowed, true).is_ok(), "{allowed}");
        }
        assert!(check(&format!("https://a.example/{}", "x".repeat(3_000)), false).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_leads_nowhere() {
        let refused = PublicOnly.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(refused.to_string().contains("no public address"), "{refused}");
    }
}
