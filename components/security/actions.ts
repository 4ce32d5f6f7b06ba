import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { FormState } from '#lib/dashboard/form-state.ts';
import type { FactorAdded } from '#lib/security/factors.ts';
import type { TotpSetup } from '#lib/security/totp.ts';

export type Action<Result = never> = (
  previous: FormState<Result>,
  form: FormData,
) => Promise<FormState<Result>>;

/** Proving again who is there. */
export type ConfirmActions = {
  confirm: Action;
  beginPasskeyConfirmation: Action<PublicKeyCredentialRequestOptionsJSON | null>;
};

/** Adding a factor. */
export type EnrollActions = ConfirmActions & {
  beginTotp: Action<TotpSetup>;
  confirmTotp: Action<FactorAdded>;
  beginPasskey: Action<PublicKeyCredentialCreationOptionsJSON>;
  addPasskey: Action<FactorAdded>;
};
