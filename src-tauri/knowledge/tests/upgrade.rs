//! Stores of other releases, and stores that are damaged.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use aside_contract::Visibility;
use aside_knowledge::{Knowledge, KnowledgeError, WordsState, inspect};
use heed::byteorder::BigEndian;
use heed::types::{Bytes, SerdeJson, Str, U32};
use heed::{CommitOrAbort, Database, Env, EnvOpenOptions};
use serde_json::{Value, json};
use support::*;

type Json = SerdeJson<Value>;

/// The store of the first release, as that wrote it: one document that says that it is internal, and
/// one that does not, which waits for its vector.
fn store_of_the_first_release(desk: &Desk) {
    desk.write("team/plan.md", "---\naudience: staff\ndate: 2025-03-01\n---\n\nthe secret heron\n");
    desk.write("open.md", "the public pelican\n");
    let folder = desk.data.path().join("store");
    std::fs::create_dir_all(&folder).unwrap();
    // SAFETY: nobody else knows the folder.
    let env = unsafe { EnvOpenOptions::new().max_dbs(8).map_size(1 << 20).open(&folder) }.unwrap();
    let names: Database<Bytes, Json> = open(&env, "files");
    let documents: Database<Bytes, Json> = open(&env, "documents");
    let chunks: Database<U32<BigEndian>, Json> = open(&env, "chunks");
    let inputs: Database<Str, Json> = open(&env, "inputs");
    let waiting: Database<U32<BigEndian>, Str> = open(&env, "waiting");
    let meta: Database<Str, Json> = open(&env, "meta");
    let mut txn = env.write_txn().unwrap();
    for (number, path, text) in
        [(1, "open.md", "the public pelican"), (2, "team/plan.md", "the secret heron")]
    {
        let bytes = std::fs::read(desk.place(path)).unwrap();
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let input = &blake3::hash(text.as_bytes()).to_hex()[..32];
        let file = json!({"path": path, "size": bytes.len(), "modified": 1_700_000_000_123_456_789_i64,
            "hash": hash, "version": 1, "state": {"state": "indexed"}, "documents": [path]});
        names.put(&mut txn, path.as_bytes(), &file).unwrap();
        let document =
            json!({"id": path, "title": path, "category": "", "tags": [], "chunks": [number]});
        documents.put(&mut txn, path.as_bytes(), &document).unwrap();
        let chunk = json!({"id": format!("c{number}"), "document": path, "section": "", "page": null,
            "text": text, "input": input, "vector": number});
        chunks.put(&mut txn, &number, &chunk).unwrap();
        let record = json!({"vector": number, "uses": 1, "embedded": false, "unused_since": null});
        inputs.put(&mut txn, input, &record).unwrap();
        waiting.put(&mut txn, &number, text).unwrap();
    }
    for (name, value) in
        [("schema", 1), ("generation", 4), ("words", 2), ("chunks", 2), ("vectors", 2)]
    {
        meta.put(&mut txn, name, &json!(value)).unwrap();
    }
    txn.commit().unwrap();
}

fn open<'a, K: 'static, V: 'static>(env: &'a Env, name: &str) -> Database<'a, K, V> {
    let txn = env.write_txn().unwrap();
    env.create_databases_and_commit(txn, |opener, txn| -> heed::Result<_> {
        Ok(CommitOrAbort::<_, ()>::Commit(opener.create_database(txn, Some(name))?))
    })
    .unwrap()
    .unwrap_commit()
}

#[test]
fn the_first_releases_store_is_copied_then_brought_up_to_date_and_shows_nothing_internal() {
    let desk = Desk::new();
    store_of_the_first_release(&desk);
    assert!(inspect(desk.data.path()).unwrap().unwrap().outdated);

    let knowledge = desk.open();
    let passages = by_words(&knowledge, "heron pelican");
    assert_eq!(passages.len(), 2, "what was indexed is found at once");
    assert!(
        passages.iter().all(|passage| passage.visibility == Visibility::Internal),
        "what a document says of itself is not known before it is read"
    );
    let view = knowledge.document("open.md").unwrap().unwrap();
    assert_eq!((view.file.as_str(), view.format.as_str()), ("open.md", "md"));
    assert_eq!(view.updated.0, 1_700_000_000_123);
    assert!(desk.data.path().join("store-before-upgrade.mdb").is_file());

    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    let seen = |word| by_words(&knowledge, word)[0].visibility;
    assert_eq!((seen("pelican"), seen("heron")), (Visibility::Public, Visibility::Internal));
    knowledge.close();
    drop(knowledge);
    let inspection = inspect(desk.data.path()).unwrap().unwrap();
    assert!(inspection.truth.is_empty() && inspection.words == WordsState::Good, "{inspection:#?}");
    assert_eq!((inspection.outdated, inspection.documents), (false, 2));

    // The copy is the old store, whole.
    let again = Desk::new();
    std::fs::create_dir_all(again.data.path().join("store")).unwrap();
    let copy = desk.data.path().join("store-before-upgrade.mdb");
    std::fs::copy(copy, again.data.path().join("store/data.mdb")).unwrap();
    let inspection = inspect(again.data.path()).unwrap().unwrap();
    assert_eq!((inspection.outdated, inspection.documents), (true, 2));
}

#[test]
fn a_newer_releases_store_is_left_alone() {
    let desk = Desk::new();
    desk.write("a.md", "heron\n");
    let knowledge = desk.indexed();
    knowledge.close();
    drop(knowledge);
    {
        let folder = desk.data.path().join("store");
        // SAFETY: the knowledge base is closed.
        let env = unsafe { EnvOpenOptions::new().max_dbs(8).open(&folder) }.unwrap();
        let meta: Database<Str, Json> = open(&env, "meta");
        let mut txn = env.write_txn().unwrap();
        meta.put(&mut txn, "schema", &json!(99)).unwrap();
        txn.commit().unwrap();
    }
    let refusal = Knowledge::open(desk.options(None)).err().unwrap();
    assert!(matches!(refusal, KnowledgeError::NewerSchema { found: 99, .. }), "{refusal}");
    assert!(refusal.to_string().contains("newer release"));
    assert!(matches!(inspect(desk.data.path()), Err(KnowledgeError::NewerSchema { .. })));
}

#[test]
fn a_store_that_is_cut_off_or_emptied_is_told_as_damaged() {
    for damage in ["cut off", "emptied"] {
        let desk = Desk::new();
        for number in 0..200 {
            desk.write(
                &format!("{number}.md"),
                format!("# Heron {number}\n\n{}\n", "text ".repeat(50)),
            );
        }
        let knowledge = desk.indexed();
        knowledge.close();
        drop(knowledge);
        let file = desk.data.path().join("store/data.mdb");
        let mut bytes = std::fs::read(&file).unwrap();
        if damage == "cut off" {
            bytes.truncate(2 * 4096);
        } else {
            bytes[2 * 4096..].fill(0);
        }
        std::fs::write(&file, bytes).unwrap();
        let refusal = Knowledge::open(desk.options(None)).err().unwrap();
        assert!(matches!(refusal, KnowledgeError::Damaged { .. }), "{damage}: {refusal}");
        assert!(refusal.to_string().contains("aside doctor --repair"), "{refusal}");
    }
}

#[test]
fn the_vectors_of_the_second_format_are_kept() {
    let desk = Desk::new();
    desk.write("a.md", "# Fruit\n\napples\n\n## More\n\npears\n");
    let knowledge = desk.open_with(Some(model()));
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE));
    knowledge.close();
    drop(knowledge);
    {
        // As the second format had it.
        let folder = desk.data.path().join("store");
        // SAFETY: the knowledge base is closed.
        let env = unsafe { EnvOpenOptions::new().max_dbs(9).open(&folder) }.unwrap();
        let (meta, inputs): (Database<Str, Json>, Database<Str, Json>) =
            (open(&env, "meta"), open(&env, "inputs"));
        let mut txn = env.write_txn().unwrap();
        meta.delete(&mut txn, "editions").unwrap();
        for (name, value) in [
            ("schema", json!(2)),
            ("embedder", json!("all-MiniLM-L6-v2")),
            ("dimensions", json!(384)),
        ] {
            meta.put(&mut txn, name, &value).unwrap();
        }
        let rows: Vec<(String, Value)> = inputs
            .iter(&txn)
            .unwrap()
            .map(|row| row.map(|(key, value)| (key.to_owned(), value)).unwrap())
            .collect();
        for (key, mut value) in rows {
            value["embedded"] = json!(true);
            inputs.put(&mut txn, &key, &value).unwrap();
        }
        txn.commit().unwrap();
    }
    assert!(inspect(desk.data.path()).unwrap().unwrap().outdated);
    let knowledge = desk.open_with(Some(model()));
    let status = knowledge.status();
    assert_eq!((status.chunks, status.embedded), (2, 2), "nothing waits for a vector");
    assert!(desk.data.path().join("store-before-upgrade.mdb").is_file());
    knowledge.close();
    drop(knowledge);
    let seen = inspect(desk.data.path()).unwrap().unwrap();
    assert!(seen.truth.is_empty() && seen.waiting == 0, "{seen:#?}");
}
