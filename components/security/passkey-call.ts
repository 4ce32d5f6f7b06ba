import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';

// Fetched with the first passkey that is asked for: no page is heavier for it.
const library = () => import('@simplewebauthn/browser');

/** Lets the browser ask for a passkey: its answer as JSON, or null when the person closed the dialog. */
export async function askForPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<string | null> {
  return library()
    .then(({ startAuthentication }) => startAuthentication({ optionsJSON: options }))
    .then(
      (answer) => JSON.stringify(answer),
      () => null,
    );
}

/** Lets the browser make a passkey: its answer as JSON. Rejects with the browser's error when none was made. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<string> {
  const { startRegistration } = await library();
  return JSON.stringify(await startRegistration({ optionsJSON: options }));
}
