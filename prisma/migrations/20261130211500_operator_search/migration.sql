-- CreateIndex
CREATE INDEX "Subscription_createdAt_id_idx" ON "Subscription"("createdAt", "id");

-- Parts of names and addresses are found by the runs of three characters in them. The extension for that (pg_trgm) is one
-- that the services of Azure and others let in only after somebody has allowed it, so it is done with what every
-- PostgreSQL has.

-- Lower case, and a space for whatever is neither letter nor digit.
CREATE FUNCTION search_text(given TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(lower(given), '[^[:alnum:]]+', ' ', 'g');

-- Every run of three characters, and the first letter of each word behind its space.
CREATE FUNCTION search_runs(given TEXT) RETURNS TEXT[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
RETURN ARRAY(
    SELECT substr(given, at, 3) FROM generate_series(1, length(given) - 2) AS at
    UNION
    SELECT substr(given, at, 2) FROM generate_series(1, length(given) - 1) AS at WHERE substr(given, at, 1) = ' '
);

-- Without a list of rows to put in later: the embedded database has nothing that would empty it.
CREATE INDEX "User_search_idx" ON "User"
USING GIN (search_runs(' ' || search_text("email") || ' ' || search_text("name"))) WITH (fastupdate = off);
