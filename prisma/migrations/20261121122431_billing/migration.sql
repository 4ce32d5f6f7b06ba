-- CreateEnum
CREATE TYPE "PaymentMethodKind" AS ENUM ('invoice', 'card');

-- CreateEnum
CREATE TYPE "InvoiceState" AS ENUM ('open', 'paid', 'void');

-- CreateTable
CREATE TABLE "BillingAccount" (
    "workspaceId" TEXT NOT NULL,
    "companyName" TEXT NOT NULL,
    "billingEmail" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "line1" TEXT NOT NULL,
    "line2" TEXT,
    "locality" TEXT,
    "dependentLocality" TEXT,
    "administrativeArea" TEXT,
    "postalCode" TEXT,
    "stripeCustomerId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BillingAccount_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "BillingTaxId" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "stripeTaxId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BillingTaxId_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaymentMethod" (
    "workspaceId" TEXT NOT NULL,
    "kind" "PaymentMethodKind" NOT NULL,
    "purchaseOrder" TEXT,
    "brand" TEXT,
    "last4" TEXT,
    "expiryMonth" INTEGER,
    "expiryYear" INTEGER,
    "reference" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PaymentMethod_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "CardConfirmation" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "expiryMonth" INTEGER NOT NULL,
    "expiryYear" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CardConfirmation_pkey" PRIMARY KEY ("workspaceId")
);

-- CreateTable
CREATE TABLE "ConnectionActivation" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "environmentName" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "connectionName" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "organizationName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConnectionActivation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invoice" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "InvoiceState" NOT NULL,
    "periodStart" DATE NOT NULL,
    "periodEnd" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "totalCents" INTEGER NOT NULL,
    "creditedCents" INTEGER NOT NULL DEFAULT 0,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "paidAt" TIMESTAMPTZ(3),
    "paidHow" TEXT,
    "voidedAt" TIMESTAMPTZ(3),
    "voidReason" TEXT,
    "paymentProblem" TEXT,
    "billTo" JSONB NOT NULL,
    "issuer" TEXT[],
    "stripeInvoiceId" TEXT,
    "stripeInvoiceUrl" TEXT,

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InvoiceLine" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "activationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "connectionId" TEXT NOT NULL,
    "connectionName" TEXT NOT NULL,
    "organizationName" TEXT NOT NULL,
    "environmentId" TEXT NOT NULL,
    "environmentName" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "lastDay" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "daysInMonth" INTEGER NOT NULL,
    "unitCents" INTEGER NOT NULL,
    "amountCents" INTEGER NOT NULL,

    CONSTRAINT "InvoiceLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InvoiceCredit" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "invoiceId" TEXT NOT NULL,
    "amountCents" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "InvoiceCredit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BillingEvent" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BillingEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BillingAccount_stripeCustomerId_key" ON "BillingAccount"("stripeCustomerId");

-- CreateIndex
CREATE UNIQUE INDEX "BillingTaxId_workspaceId_id_key" ON "BillingTaxId"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "BillingTaxId_workspaceId_type_value_key" ON "BillingTaxId"("workspaceId", "type", "value");

-- CreateIndex
CREATE UNIQUE INDEX "CardConfirmation_id_key" ON "CardConfirmation"("id");

-- CreateIndex
CREATE INDEX "ConnectionActivation_workspaceId_startedAt_idx" ON "ConnectionActivation"("workspaceId", "startedAt");

-- CreateIndex
CREATE INDEX "ConnectionActivation_environmentId_connectionId_idx" ON "ConnectionActivation"("environmentId", "connectionId");

-- CreateIndex
CREATE UNIQUE INDEX "ConnectionActivation_workspaceId_id_key" ON "ConnectionActivation"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_stripeInvoiceId_key" ON "Invoice"("stripeInvoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_workspaceId_id_key" ON "Invoice"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_workspaceId_number_key" ON "Invoice"("workspaceId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_workspaceId_periodStart_key" ON "Invoice"("workspaceId", "periodStart");

-- CreateIndex
CREATE INDEX "InvoiceLine_workspaceId_activationId_idx" ON "InvoiceLine"("workspaceId", "activationId");

-- CreateIndex
CREATE UNIQUE INDEX "InvoiceLine_workspaceId_id_key" ON "InvoiceLine"("workspaceId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "InvoiceLine_invoiceId_position_key" ON "InvoiceLine"("invoiceId", "position");

-- CreateIndex
CREATE INDEX "InvoiceCredit_workspaceId_invoiceId_idx" ON "InvoiceCredit"("workspaceId", "invoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "InvoiceCredit_workspaceId_id_key" ON "InvoiceCredit"("workspaceId", "id");

-- CreateIndex
CREATE INDEX "BillingEvent_workspaceId_receivedAt_idx" ON "BillingEvent"("workspaceId", "receivedAt");

-- AddForeignKey
ALTER TABLE "BillingAccount" ADD CONSTRAINT "BillingAccount_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BillingTaxId" ADD CONSTRAINT "BillingTaxId_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaymentMethod" ADD CONSTRAINT "PaymentMethod_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardConfirmation" ADD CONSTRAINT "CardConfirmation_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConnectionActivation" ADD CONSTRAINT "ConnectionActivation_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InvoiceLine" ADD CONSTRAINT "InvoiceLine_workspaceId_invoiceId_fkey" FOREIGN KEY ("workspaceId", "invoiceId") REFERENCES "Invoice"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InvoiceLine" ADD CONSTRAINT "InvoiceLine_workspaceId_activationId_fkey" FOREIGN KEY ("workspaceId", "activationId") REFERENCES "ConnectionActivation"("workspaceId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InvoiceCredit" ADD CONSTRAINT "InvoiceCredit_workspaceId_invoiceId_fkey" FOREIGN KEY ("workspaceId", "invoiceId") REFERENCES "Invoice"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BillingEvent" ADD CONSTRAINT "BillingEvent_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- At most one activation of a connection is under way.
CREATE UNIQUE INDEX "ConnectionActivation_one_open" ON "ConnectionActivation"("environmentId", "connectionId") WHERE "endedAt" IS NULL;

-- Amounts are never negative, and nothing is credited that was not owed.
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_amounts" CHECK ("totalCents" >= 0 AND "creditedCents" >= 0 AND "creditedCents" <= "totalCents");
ALTER TABLE "InvoiceLine" ADD CONSTRAINT "InvoiceLine_amounts" CHECK ("amountCents" >= 0 AND "unitCents" >= 0 AND days > 0);
ALTER TABLE "InvoiceCredit" ADD CONSTRAINT "InvoiceCredit_amount" CHECK ("amountCents" > 0);

-- Opens an activation for a connection in Production and copies the names it has: both may be gone on the day of the
-- invoice. Billing reads these rows only.
CREATE FUNCTION open_connection_activation(environment text, connection text, at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "ConnectionActivation" (id, "workspaceId", "environmentId", "environmentName", "connectionId",
         "connectionName", "connectionType", "organizationName", "startedAt")
  SELECT 'activation_' || replace(gen_random_uuid()::text, '-', ''), e."workspaceId", e.id, e.name, c.id,
         c.name, c."connectionType", o.name, at
    FROM "Connection" c
    JOIN "Environment" e ON e.id = c."environmentId" AND e.kind = 'production'
    JOIN "Organization" o ON o."environmentId" = c."environmentId" AND o.id = c."organizationId"
   WHERE c."environmentId" = environment AND c.id = connection
  ON CONFLICT DO NOTHING
$$;

-- Whoever changes a connection's state, a login, an admin, the API or a cascade, the moment is recorded with it. A
-- deleted row carries no moment of its own; only then the database's clock is read.
CREATE FUNCTION record_connection_activation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF OLD.state = 'active' AND (TG_OP = 'DELETE' OR NEW.state <> 'active') THEN
      UPDATE "ConnectionActivation"
         SET "endedAt" = greatest("startedAt", CASE TG_OP WHEN 'DELETE' THEN now() ELSE NEW."updatedAt" END)
       WHERE "environmentId" = OLD."environmentId" AND "connectionId" = OLD.id AND "endedAt" IS NULL;
    END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'active' THEN
      PERFORM open_connection_activation(NEW."environmentId", NEW.id, NEW."updatedAt");
    END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.state = 'active' AND OLD.state <> 'active' THEN
      PERFORM open_connection_activation(NEW."environmentId", NEW.id, NEW."updatedAt");
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER connection_activation AFTER INSERT OR DELETE OR UPDATE OF state ON "Connection"
  FOR EACH ROW EXECUTE FUNCTION record_connection_activation();

-- Connections that are active already count from now on.
SELECT open_connection_activation("environmentId", id, now()) FROM "Connection" WHERE state = 'active';
