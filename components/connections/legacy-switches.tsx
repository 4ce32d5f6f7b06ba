'use client';

import { Flex } from '@radix-ui/themes';
import { saveLegacyAction } from '#app/dashboard/[environmentId]/connections/actions.ts';
import { ActionForm, SubmitButton } from '#components/ui/action-form.tsx';
import { SwitchInput } from '#components/ui/switch-input.tsx';
import type { ConnectionView } from '#lib/connections/connection-view.ts';

/** Weaker checks for identity providers that cannot do better; each says what it costs. */
export function LegacySwitches({
  connection,
  environmentId,
}: {
  connection: ConnectionView;
  environmentId: string;
}) {
  const { settings } = connection;
  return (
    <ActionForm action={saveLegacyAction} environmentId={environmentId} keepValues>
      <input type="hidden" name="connectionId" value={connection.id} />
      <Flex direction="column" gap="5">
        <SwitchInput
          name="allow_sha1"
          label="Accept SHA-1 signatures"
          initial={settings.allowSha1}
          help="For identity providers that can sign with nothing newer. Most have a menu for SHA-256: ask for that first."
          risk="two texts with the same SHA-1 can be made for the price of some cloud computing. Somebody who gets a harmless response signed could forge another with the same signature."
        />
        <SwitchInput
          name="allow_small_rsa_keys"
          label="Accept RSA keys under 2048 bits"
          initial={settings.allowSmallRsaKeys}
          help="For certificates with a key of 1024 to 2047 bits."
          risk="a 1024-bit key can be broken by an attacker with enough means, who could then sign in as anybody of this organization."
        />
        <SwitchInput
          name="allow_unsigned_cbc"
          label="Accept AES-CBC encryption inside an unsigned response"
          initial={settings.allowUnsignedCbc}
          help="For identity providers that encrypt with AES-CBC and sign only the assertion inside. AES-GCM, or a signature on the whole response, needs no switch."
          risk="CBC does not notice changes. By sending many changed copies of an intercepted response, an attacker may be able to decrypt it piece by piece."
        />
        <Flex>
          <SubmitButton>Save legacy settings</SubmitButton>
        </Flex>
      </Flex>
    </ActionForm>
  );
}
