import type { Queries } from '#lib/db/client.ts';

export type TestIdpKeyPurpose = 'signing' | 'stranger';

/** Keys of an environment's built-in test identity provider; `stranger` is the wrong key of the fault menu. */
export function testIdpKeys(queries: Queries, environmentId: string) {
  return {
    get(purpose: TestIdpKeyPurpose) {
      return queries.testIdpKey.findFirst({
        where: { environmentId, purpose },
        select: { purpose: true, certificatePem: true, privateKeySealed: true },
      });
    },
    async add(row: {
      purpose: TestIdpKeyPurpose;
      certificatePem: string;
      privateKeySealed: Uint8Array<ArrayBuffer>;
      now: Date;
    }): Promise<void> {
      const { now, ...values } = row;
      await queries.testIdpKey.create({ data: { ...values, environmentId, createdAt: now } });
    },
  };
}
