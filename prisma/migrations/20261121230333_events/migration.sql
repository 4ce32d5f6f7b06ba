-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organizationId" TEXT,
    "data" JSONB NOT NULL,
    "actor" JSONB,
    "createdAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Event_createdAt_idx" ON "Event"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Event_environmentId_id_key" ON "Event"("environmentId", "id");


-- Events are written by triggers, because what they tell of is changed in many places: by admins, API keys, jobs and
-- sign-ins. The triggers run when a transaction is committed and see what it leaves behind, so that a new organization
-- comes with its domains. Writers of one environment wait for one another from then to the end of the commit, and ids
-- follow the time of that: whoever reads on from an id misses nothing. Nothing else is waited for in the meantime.
CREATE FUNCTION "newEventId"(at timestamptz) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    letters CONSTANT text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    micros bigint := floor(extract(epoch FROM at) * 1000000)::bigint;
    -- 48 bits of milliseconds as in any ULID, then the microseconds in the first ten random bits.
    millis bigint := micros / 1000;
    fraction int := (micros % 1000)::int;
    noise bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    id text := '';
    place int;
BEGIN
    FOR i IN 0..9 LOOP
        id := substr(letters, (millis % 32)::int + 1, 1) || id;
        millis := millis / 32;
    END LOOP;
    id := id || substr(letters, fraction / 32 + 1, 1) || substr(letters, fraction % 32 + 1, 1);
    -- Bytes of two UUIDs without those that hold version and variant.
    FOREACH place IN ARRAY ARRAY[0, 1, 2, 3, 4, 5, 9, 10, 16, 17, 18, 19, 20, 21] LOOP
        id := id || substr(letters, get_byte(noise, place) % 32 + 1, 1);
    END LOOP;
    RETURN 'event_' || id;
END $$;

CREATE FUNCTION "recordEvent"(environment text, event text, organization text, target text, payload jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    workspace text;
    at timestamptz;
    who jsonb;
BEGIN
    SELECT e."workspaceId" INTO workspace FROM "Environment" e WHERE e.id = environment;
    -- It goes with its environment.
    IF workspace IS NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(environment, 11));
    SELECT greatest(clock_timestamp(), max(last."createdAt") + interval '1 microsecond') INTO at
      FROM (SELECT "createdAt" FROM "Event" WHERE "environmentId" = environment ORDER BY id DESC LIMIT 1) last;
    -- Who did it: the entry of the audit log that this transaction wrote about the same thing.
    SELECT jsonb_build_object('id', a."actorId", 'name', a."actorName", 'source',
                CASE a."actorType" WHEN 'member' THEN 'dashboard' WHEN 'api_key' THEN 'api' ELSE 'system' END)
      INTO who
      FROM (SELECT *, xmin AS written FROM "AuditLogEntry" WHERE "workspaceId" = workspace AND "targetId" = target
             ORDER BY id DESC LIMIT 5) a
     WHERE a.written = pg_current_xact_id()::xid
     LIMIT 1;
    INSERT INTO "Event" (id, "environmentId", name, "organizationId", data, actor, "createdAt")
    VALUES ("newEventId"(at), environment, event, organization, payload, who, at);
END $$;

CREATE FUNCTION "eventTime"(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION "domainEventData"(d "OrganizationDomain") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('object', 'organization_domain', 'id', d.id,
        'organization_id', d."organizationId", 'domain', d.domain, 'state', d.state,
        'verification_strategy', d."verificationStrategy", 'verification_token', d."verificationToken",
        'verification_prefix', d."verificationPrefix", 'created_at', "eventTime"(d."createdAt"),
        'updated_at', "eventTime"(d."updatedAt")))
$$;

CREATE FUNCTION "organizationEventData"(o "Organization") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('object', 'organization', 'id', o.id, 'name', o.name,
        'domains', (SELECT coalesce(jsonb_agg("domainEventData"(d) ORDER BY d.id), '[]')
                      FROM "OrganizationDomain" d
                     WHERE d."environmentId" = o."environmentId" AND d."organizationId" = o.id),
        'metadata', o.metadata, 'external_id', o."externalId",
        'created_at', "eventTime"(o."createdAt"), 'updated_at', "eventTime"(o."updatedAt"))
        || CASE WHEN o."stripeCustomerId" IS NULL THEN '{}'::jsonb
                ELSE jsonb_build_object('stripe_customer_id', o."stripeCustomerId") END
$$;

CREATE FUNCTION "noteOrganizationEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM "recordEvent"(OLD."environmentId", 'organization.deleted', OLD.id, OLD.id, "organizationEventData"(OLD));
    ELSE
        PERFORM "recordEvent"(NEW."environmentId",
            CASE TG_OP WHEN 'INSERT' THEN 'organization.created' ELSE 'organization.updated' END,
            NEW.id, NEW.id, "organizationEventData"(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "noteDomainEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counts CONSTANT text[] := ARRAY['verified', 'legacy_verified'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM "recordEvent"(OLD."environmentId", 'organization_domain.deleted', OLD."organizationId", OLD.id,
            "domainEventData"(OLD));
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM "recordEvent"(NEW."environmentId", 'organization_domain.created', NEW."organizationId", NEW.id,
            "domainEventData"(NEW));
    ELSIF NEW.state = 'failed' THEN
        PERFORM "recordEvent"(NEW."environmentId", 'organization_domain.verification_failed', NEW."organizationId",
            NEW.id, jsonb_build_object('reason', 'domain_verification_period_expired',
                                       'organization_domain', "domainEventData"(NEW)));
    ELSE
        PERFORM "recordEvent"(NEW."environmentId",
            CASE WHEN NEW.state::text = ANY (counts) AND NOT OLD.state::text = ANY (counts)
                 THEN 'organization_domain.verified' ELSE 'organization_domain.updated' END,
            NEW."organizationId", NEW.id, "domainEventData"(NEW));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "noteConnectionEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one "Connection" := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    payload jsonb := jsonb_build_object('object', 'connection', 'id', one.id, 'organization_id', one."organizationId",
        'state', CASE one.state WHEN 'requires_type' THEN 'draft' ELSE one.state::text END, 'name', one.name,
        'connection_type', one."connectionType",
        'created_at', "eventTime"(one."createdAt"), 'updated_at', "eventTime"(one."updatedAt"));
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM "recordEvent"(one."environmentId", 'connection.deleted', one."organizationId", one.id, payload);
        RETURN NULL;
    END IF;
    PERFORM "recordEvent"(one."environmentId",
        CASE one.state WHEN 'active' THEN 'connection.activated' ELSE 'connection.deactivated' END,
        one."organizationId", one.id,
        payload || jsonb_build_object('external_key', one."externalKey",
            'status', CASE one.state WHEN 'active' THEN 'linked' ELSE 'unlinked' END,
            'domains', (SELECT coalesce(jsonb_agg(jsonb_build_object('object', 'connection_domain', 'id', d.id,
                                                                     'domain', d.domain) ORDER BY d.id), '[]')
                          FROM "OrganizationDomain" d
                         WHERE d."environmentId" = one."environmentId" AND d."organizationId" = one."organizationId")));
    RETURN NULL;
END $$;

CREATE FUNCTION "noteRoleEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one "AppRole" := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM "recordEvent"(one."environmentId",
        CASE TG_OP WHEN 'INSERT' THEN 'role.created' WHEN 'UPDATE' THEN 'role.updated' ELSE 'role.deleted' END,
        NULL, one.id,
        jsonb_build_object('object', 'role', 'slug', one.slug, 'resource_type_slug', 'organization',
            'permissions', '[]'::jsonb,
            'created_at', "eventTime"(one."createdAt"), 'updated_at', "eventTime"(one."updatedAt")));
    RETURN NULL;
END $$;

-- A certificate that came after another one of its kind, to a connection that people have signed in through, and lasts
-- longer than all others.
CREATE FUNCTION "noteCertificateEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    organization text;
BEGIN
    SELECT c."organizationId" INTO organization FROM "Connection" c
     WHERE c."environmentId" = NEW."environmentId" AND c.id = NEW."connectionId" AND c."activatedAt" < NEW."createdAt"
       AND NOT EXISTS (SELECT 1 FROM "ConnectionCertificate" x
                        WHERE x."environmentId" = c."environmentId" AND x."connectionId" = c.id
                          AND x.id <> NEW.id AND (x."notAfter", x.id) > (NEW."notAfter", NEW.id));
    IF organization IS NOT NULL THEN
        PERFORM "recordEvent"(NEW."environmentId", 'connection.saml_certificate_renewed', organization, NEW.id,
            jsonb_build_object('connection',
                jsonb_build_object('id', NEW."connectionId", 'organization_id', organization),
                'certificate', jsonb_build_object('certificate_type', 'ResponseSigning',
                                                  'expiry_date', "eventTime"(NEW."notAfter")),
                'renewed_at', "eventTime"(NEW."createdAt")));
    END IF;
    RETURN NULL;
END $$;

-- A key pair of ours beside an older one for the same use.
CREATE FUNCTION "noteKeyPairEvent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    organization text;
BEGIN
    SELECT c."organizationId" INTO organization FROM "Connection" c
     WHERE c."environmentId" = NEW."environmentId" AND c.id = NEW."connectionId"
       AND EXISTS (SELECT 1 FROM "ConnectionKeyPair" x
                    WHERE x."environmentId" = c."environmentId" AND x."connectionId" = c.id AND x.use = NEW.use
                      AND x."createdAt" < NEW."createdAt" AND x."notAfter" < NEW."notAfter");
    IF organization IS NOT NULL THEN
        PERFORM "recordEvent"(NEW."environmentId", 'connection.saml_certificate_renewed', organization, NEW.id,
            jsonb_build_object('connection',
                jsonb_build_object('id', NEW."connectionId", 'organization_id', organization),
                'certificate', jsonb_build_object(
                    'certificate_type', CASE NEW.use WHEN 'signing' THEN 'RequestSigning' ELSE 'ResponseEncryption' END,
                    'expiry_date', "eventTime"(NEW."notAfter")),
                'renewed_at', "eventTime"(NEW."createdAt")));
    END IF;
    RETURN NULL;
END $$;

-- The conditions are judged at once, so that what is no event costs nothing at the end.
CREATE CONSTRAINT TRIGGER "Organization_event" AFTER INSERT OR DELETE ON "Organization"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteOrganizationEvent"();
CREATE CONSTRAINT TRIGGER "Organization_event_update" AFTER UPDATE ON "Organization"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.metadata IS DISTINCT FROM NEW.metadata
          OR OLD."externalId" IS DISTINCT FROM NEW."externalId"
          OR OLD."stripeCustomerId" IS DISTINCT FROM NEW."stripeCustomerId"
          OR OLD."allowProfilesOutsideOrganization" IS DISTINCT FROM NEW."allowProfilesOutsideOrganization")
    EXECUTE FUNCTION "noteOrganizationEvent"();
CREATE CONSTRAINT TRIGGER "OrganizationDomain_event" AFTER INSERT OR DELETE ON "OrganizationDomain"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteDomainEvent"();
CREATE CONSTRAINT TRIGGER "OrganizationDomain_event_update" AFTER UPDATE ON "OrganizationDomain"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD."verificationStrategy" IS DISTINCT FROM NEW."verificationStrategy"
          OR OLD."verificationToken" IS DISTINCT FROM NEW."verificationToken")
    EXECUTE FUNCTION "noteDomainEvent"();
CREATE CONSTRAINT TRIGGER "Connection_event_insert" AFTER INSERT ON "Connection"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'active')
    EXECUTE FUNCTION "noteConnectionEvent"();
CREATE CONSTRAINT TRIGGER "Connection_event_update" AFTER UPDATE ON "Connection"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (NEW.state = 'active' OR NEW.state = 'inactive'
                                      OR (OLD.state = 'active' AND NEW.state <> 'deleting')))
    EXECUTE FUNCTION "noteConnectionEvent"();
CREATE CONSTRAINT TRIGGER "Connection_event_delete" AFTER DELETE ON "Connection"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteConnectionEvent"();
CREATE CONSTRAINT TRIGGER "AppRole_event" AFTER INSERT OR DELETE ON "AppRole"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteRoleEvent"();
CREATE CONSTRAINT TRIGGER "AppRole_event_update" AFTER UPDATE ON "AppRole"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.description IS DISTINCT FROM NEW.description)
    EXECUTE FUNCTION "noteRoleEvent"();
CREATE CONSTRAINT TRIGGER "ConnectionCertificate_event" AFTER INSERT ON "ConnectionCertificate"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteCertificateEvent"();
CREATE CONSTRAINT TRIGGER "ConnectionKeyPair_event" AFTER INSERT ON "ConnectionKeyPair"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "noteKeyPairEvent"();

-- Events go with their environment.
CREATE FUNCTION "dropEventsOfEnvironment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "Event" WHERE "environmentId" = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER "Environment_events" AFTER DELETE ON "Environment"
    FOR EACH ROW EXECUTE FUNCTION "dropEventsOfEnvironment"();
