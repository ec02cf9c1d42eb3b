import GRDB

extension Layout {
    /// "Chor", so that another program's database is not taken for ours.
    private static let applicationID = 0x4368_6F72

    /// The tables of an SQLite file. `PRAGMA user_version` says how many steps it has behind it.
    static let sqlite = Layout(steps: [
        """
        PRAGMA application_id = \(applicationID);
        CREATE TABLE document (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL,
            expiry INTEGER NOT NULL,
            size INTEGER NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX document_expiry ON document (expiry);

        -- Kept by triggers: to add up the documents at each put would read them all.
        CREATE TABLE usage (count INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT INTO usage VALUES (0, 0);
        CREATE TRIGGER document_inserted AFTER INSERT ON document BEGIN
            UPDATE usage SET count = count + 1, bytes = bytes + new.size;
        END;
        CREATE TRIGGER document_deleted AFTER DELETE ON document BEGIN
            UPDATE usage SET count = count - 1, bytes = bytes - old.size;
        END;
        CREATE TRIGGER document_replaced AFTER UPDATE OF size ON document BEGIN
            UPDATE usage SET bytes = bytes - old.size + new.size;
        END;
        """,
        """
        ALTER TABLE document ADD COLUMN collection TEXT NOT NULL DEFAULT 'responses';
        ALTER TABLE document ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX document_collection ON document (collection, sequence);
        CREATE INDEX document_open ON document (sequence) WHERE is_open;

        -- What documents hold that has a name of its own.
        CREATE TABLE part (
            name TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES document (sequence) ON DELETE CASCADE,
            PRIMARY KEY (name, document)
        ) WITHOUT ROWID;
        CREATE INDEX part_document ON part (document);
        """,
        """
        -- As all databases say it.
        DROP INDEX document_open;
        CREATE INDEX document_open ON document (sequence) WHERE is_open <> 0;
        """,
        """
        -- The making of an open document: by its holder, until the lease ends.
        CREATE TABLE job (
            document INTEGER PRIMARY KEY REFERENCES document (sequence) ON DELETE CASCADE,
            holder TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            lease INTEGER NOT NULL,
            is_cancelled INTEGER NOT NULL,
            request BLOB NOT NULL
        );

        -- What the document's stream has said: so many events in a row, from a number on.
        CREATE TABLE event (
            document INTEGER NOT NULL REFERENCES job (document) ON DELETE CASCADE,
            first INTEGER NOT NULL,
            count INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (document, first)
        ) WITHOUT ROWID;
        """,
    ])

    /// Runs in one transaction: a file is never left half way.
    static func migrate(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let owner = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard owner == applicationID || isEmpty else { throw LayoutError.foreign }
        for step in try sqlite.steps(from: version) { try db.execute(sql: step) }
        try db.execute(sql: "PRAGMA user_version = \(sqlite.steps.count)")
    }
}
