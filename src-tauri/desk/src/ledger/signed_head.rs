//! The signed head: that the ledger had reached an entry, said by who holds the key.
//!
//! It stands in a file beside the store, so that whoever cuts the ledger's end off, or writes all of its
//! hashes anew, has to sign that with the key as well. The key is in the system's keyring or the
//! environment, never in the data folder.
//!
//! The file has two places of 144 bytes, numbers big-endian, and the later sequence counts:
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | sequence of the entry |
//! | 8..40 | its hash |
//! | 40..48 | when it was signed: milliseconds since 1970-01-01 UTC, i64 |
//! | 48..80 | the public key |
//! | 80..144 | Ed25519 signature of `aside ledger head 1`, a zero byte, and bytes 0..80 |
//!
//! Each commit signs the other place than the last one did, behind the store's own flush and without one
//! of its own. So the head is never ahead of the store, and a torn place leaves the one before it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use aside_contract::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::LedgerHash;

/// The file, beside the store.
pub(crate) const HEAD_FILE: &str = "ledger-head";
const CONTEXT: &[u8] = b"aside ledger head 1\0";
/// Where the signature begins, and the signed bytes end.
const SIGNED: usize = 80;
const PLACE_BYTES: usize = 144;
const PLACES: usize = 2;

/// The length of a key's seed and of a public key, in bytes.
pub const KEY_BYTES: usize = 32;

/// What signs the ledger's head. Its `Debug` shows the public part alone.
pub struct LedgerKey(Ed25519KeyPair);

impl LedgerKey {
    /// The key that this seed makes; the same one each time.
    ///
    /// # Errors
    /// `None` where the system's signing refuses the seed, which none of 32 bytes is known to cause.
    pub fn from_seed(seed: &[u8; KEY_BYTES]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The part that checks what the other part signed; no secret.
    pub fn public(&self) -> [u8; KEY_BYTES] {
        let mut public = [0; KEY_BYTES];
        public.copy_from_slice(self.0.public_key().as_ref());
        public
    }
}

impl std::fmt::Debug for LedgerKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "LedgerKey({})", LedgerHash::from_bytes(self.public()))
    }
}

/// A head whose signature is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The entry that was the last one then.
    pub sequence: u64,
    /// Its hash.
    pub hash: LedgerHash,
    /// When it was signed.
    pub at: Timestamp,
    /// Who signed it.
    pub public: [u8; KEY_BYTES],
}

impl SignedHead {
    /// The latest head that this key signed, of the file in the folder `dir`; `None` where none is right.
    pub(crate) fn read(dir: &Path, public: &[u8; KEY_BYTES]) -> Option<Self> {
        let bytes = std::fs::read(dir.join(HEAD_FILE)).ok()?;
        Self::latest(&bytes, public).map(|(_, head)| head)
    }

    /// The latest head among a file's bytes, with its place.
    fn latest(bytes: &[u8], public: &[u8; KEY_BYTES]) -> Option<(usize, Self)> {
        let heads = bytes.chunks_exact(PLACE_BYTES).take(PLACES).enumerate();
        heads
            .filter_map(|(place, bytes)| Some((place, Self::from_bytes(bytes)?)))
            .filter(|(_, head)| head.public == *public)
            .max_by_key(|(_, head)| head.sequence)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (said, signature) = bytes.split_at_checked(SIGNED)?;
        let (sequence, rest) = said.split_first_chunk::<8>()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let (at, rest) = rest.split_first_chunk::<8>()?;
        let public: [u8; KEY_BYTES] = rest.try_into().ok()?;
        let message = [CONTEXT, said].concat();
        UnparsedPublicKey::new(&ED25519, public).verify(&message, signature).ok()?;
        Some(Self {
            sequence: u64::from_be_bytes(*sequence),
            hash: LedgerHash::from_bytes(*hash),
            at: Timestamp(i64::from_be_bytes(*at)),
            public,
        })
    }
}

/// The file, written by the desk's writer alone.
pub(crate) struct HeadFile {
    file: File,
    key: LedgerKey,
    /// The place that is written next.
    next: usize,
    /// The last entry that was signed.
    last: u64,
}

impl HeadFile {
    /// Opens the file in the folder `dir`; an absent one is made.
    pub(crate) fn open(dir: &Path, key: LedgerKey) -> std::io::Result<Self> {
        let path = dir.join(HEAD_FILE);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if bytes.len() < PLACES * PLACE_BYTES {
            // Its room is taken now, so that a full disk cannot refuse it later.
            bytes.resize(PLACES * PLACE_BYTES, 0);
            file.rewind()?;
            file.write_all(&bytes)?;
            file.sync_all()?;
        }
        let latest = SignedHead::latest(&bytes, &key.public());
        let next = latest.map_or(0, |(place, _)| (place + 1) % PLACES);
        Ok(Self { file, key, next, last: latest.map_or(0, |(_, head)| head.sequence) })
    }

    /// Signs that the ledger has reached this entry, which the disk has.
    pub(crate) fn sign(&mut self, sequence: u64, hash: LedgerHash) -> std::io::Result<()> {
        if sequence == self.last {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(PLACE_BYTES);
        bytes.extend(sequence.to_be_bytes());
        bytes.extend(hash.as_bytes());
        bytes.extend(Timestamp::now().0.to_be_bytes());
        bytes.extend(self.key.public());
        let signature = self.key.0.sign(&[CONTEXT, &bytes].concat());
        bytes.extend(signature.as_ref());
        self.file.seek(SeekFrom::Start((self.next * PLACE_BYTES) as u64))?;
        self.file.write_all(&bytes)?;
        self.next = (self.next + 1) % PLACES;
        self.last = sequence;
        Ok(())
    }
}
