//! Where messages hold personal data and secrets, so that a screen can cover them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::MessageId;

/// A kind of personal data or secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A payment card's number.
    Card,
    /// An international bank account number.
    Iban,
    /// An IP address.
    Ip,
    /// A network device's hardware address.
    Mac,
    /// A web address.
    Url,
    /// User name and password, or a token, inside an address.
    Credentials,
    /// A key, token, password or private key.
    Secret,
    /// A social security number of the United States.
    Ssn,
    /// A national identity or tax number of another country.
    NationalId,
    /// A passport's number.
    Passport,
    /// A driving licence's number.
    Licence,
    /// A date of birth.
    BirthDate,
    /// A person's age in years.
    Age,
    /// The number of an account, a customer or a member.
    Account,
    /// The number of an order, an invoice, a parcel and the like.
    Reference,
    /// A person's name.
    Person,
    /// A postal address, or the part of one below the town.
    Address,
    /// A town, region or country.
    Location,
    /// A company or institution.
    Organization,
}

/// Personal data or a secret in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonalSpan {
    /// What it is.
    pub kind: PersonalKind,
    /// Whoever reads it can misuse it as it stands: a card, a bank account, a password, the number of an
    /// identity document.
    pub secret: bool,
    /// The message that it stands in.
    pub message_id: MessageId,
    /// Where it begins, in characters of the message.
    pub start: u32,
    /// Where it ends, in characters of the message.
    pub end: u32,
}
