#if PostgreSQL
    extension Layout {
        /// Held while a database is brought up to date, so that of several servers that start one does it: "Chor" and a number.
        static let advisoryLock = 0x4368_6F72_0000_0001

        /// The tables of a PostgreSQL database, in the schema `chorale`, whose table `layout` says how many steps it has behind it.
        ///
        /// Text is compared byte by byte: an index does not depend on the system's languages.
        static let postgreSQL = Layout(steps: [
            """
            CREATE TABLE document (
                sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                id TEXT COLLATE "C" NOT NULL UNIQUE,
                created BIGINT NOT NULL,
                expiry BIGINT NOT NULL,
                size BIGINT NOT NULL,
                body BYTEA NOT NULL,
                collection TEXT COLLATE "C" NOT NULL,
                is_open BIGINT NOT NULL
            );
            CREATE INDEX document_expiry ON document (expiry, sequence);
            CREATE INDEX document_collection ON document (collection, sequence);
            CREATE INDEX document_open ON document (sequence) WHERE is_open <> 0;

            -- What documents hold that has a name of its own.
            CREATE TABLE part (
                name TEXT COLLATE "C" NOT NULL,
                document BIGINT NOT NULL REFERENCES document (sequence) ON DELETE CASCADE,
                PRIMARY KEY (name, document)
            );
            CREATE INDEX part_document ON part (document);

            -- Kept by triggers: to add up the documents at each put would read them all. In several rows, so that connections that write
            -- do not wait for each other.
            CREATE TABLE usage (
                shard BIGINT PRIMARY KEY,
                count BIGINT NOT NULL,
                bytes BIGINT NOT NULL
            );
            INSERT INTO usage SELECT generate_series(0, 15), 0, 0;
            CREATE FUNCTION count_documents() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                added_count BIGINT := 0;
                added_bytes BIGINT := 0;
                removed_count BIGINT := 0;
                removed_bytes BIGINT := 0;
            BEGIN
                IF TG_OP <> 'DELETE' THEN
                    SELECT count(*), coalesce(sum(size), 0) INTO added_count, added_bytes FROM added;
                END IF;
                IF TG_OP <> 'INSERT' THEN
                    SELECT count(*), coalesce(sum(size), 0) INTO removed_count, removed_bytes FROM removed;
                END IF;
                IF added_count <> removed_count OR added_bytes <> removed_bytes THEN
                    UPDATE chorale.usage SET count = count + added_count - removed_count, bytes = bytes + added_bytes - removed_bytes
                    WHERE shard = pg_backend_pid() % 16;
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER document_inserted AFTER INSERT ON document REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION count_documents();
            CREATE TRIGGER document_deleted AFTER DELETE ON document REFERENCING OLD TABLE AS removed
                FOR EACH STATEMENT EXECUTE FUNCTION count_documents();
            CREATE TRIGGER document_replaced AFTER UPDATE ON document REFERENCING OLD TABLE AS removed NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION count_documents();
            """,
            """
            -- The making of an open document: by its holder, until the lease ends.
            CREATE TABLE job (
                document BIGINT PRIMARY KEY REFERENCES document (sequence) ON DELETE CASCADE,
                holder TEXT COLLATE "C" NOT NULL,
                attempt BIGINT NOT NULL,
                failures BIGINT NOT NULL,
                lease BIGINT NOT NULL,
                is_cancelled BIGINT NOT NULL,
                request BYTEA NOT NULL
            );

            -- What the document's stream has said: so many events in a row, from a number on.
            CREATE TABLE event (
                document BIGINT NOT NULL REFERENCES job (document) ON DELETE CASCADE,
                first BIGINT NOT NULL,
                count BIGINT NOT NULL,
                body BYTEA NOT NULL,
                PRIMARY KEY (document, first)
            );
            """,
        ])
    }
#endif
