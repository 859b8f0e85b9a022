//! Which pages may hold the chat, and under which names it is reached.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the customer chat is reached from, beside this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChatSettings {
    /// Sites whose pages may hold the chat, such as `https://shop.example`: they reach sessions of the chat
    /// and nothing else.
    #[schema(required = true)]
    pub origins: Vec<String>,
    /// Names under which a reverse proxy on this computer passes the chat on, such as `help.example`: they
    /// reach sessions of the chat and the widget, and nothing else.
    #[schema(required = true)]
    pub public_hosts: Vec<String>,
    /// Whether a site has to sign the names of its customers, with the secret `ASIDE_IDENTITY_SECRET` of the
    /// environment or the system's keyring. Visitors without a name need no signature.
    #[schema(required = true)]
    pub signed_users: bool,
    /// Whether pages send what a customer is writing before it is sent, so that what answers it is at hand
    /// when it is. The widget tells the customer. Nothing of it is stored, and nobody reads it.
    pub typing_previews: bool,
}

impl ChatSettings {
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(wrong) = self.origins.iter().find(|origin| !is_origin(origin)) {
            return Err(format!(
                "chat.origins: `{wrong}` is no origin; write it as https://shop.example, without a path"
            ));
        }
        if let Some(wrong) = self.public_hosts.iter().find(|host| !is_host(host)) {
            return Err(format!(
                "chat.public_hosts: `{wrong}` is no host name; write it as help.example or help.example:8443"
            ));
        }
        Ok(())
    }
}

/// Browsers name a page's site so: scheme, host and perhaps port, in small letters.
pub(crate) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(is_host)
}

fn is_host(text: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b':')
    };
    !text.is_empty() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_and_hosts_are_taken() {
        for origin in ["https://shop.example", "http://127.0.0.1:8080"] {
            assert!(is_origin(origin), "{origin}");
        }
        for wrong in [
            "*",
            "null",
            "shop.example",
            "https://shop.example/",
            "https://Shop.example",
            "https://",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
