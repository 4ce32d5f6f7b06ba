import { expect, test } from '@playwright/test';
import { redirectUriFromRelayState } from './relay-state.ts';

const uri = 'https://app.example.com/callback';
const encoded = encodeURIComponent(uri);

const CASES: readonly (readonly [string | null | undefined, string | null])[] = [
  [`redirect_uri=${uri}`, uri],
  [`redirect_uri=${encoded}`, uri],
  [`redirect_uri=${encodeURIComponent(encoded)}`, uri],
  [`?redirect_uri=${encoded}`, uri],
  [`client_id=client_1&redirect_uri=${encoded}&x=y`, uri],
  [`redirect_uri=${uri}&x=y`, uri],
  [encodeURIComponent(`redirect_uri=${uri}`), uri],
  [` redirect_uri=${uri} `, uri],
  ['redirect_uri=com.example.app:/callback', 'com.example.app:/callback'],
  // Everything else is ignored.
  [`redirect_uri=${encoded}&redirect_uri=https%3A%2F%2Fevil.example`, null],
  [uri, null],
  [`next=${encoded}`, null],
  [`xredirect_uri=${encoded}`, null],
  ['redirect_uri=', null],
  ['redirect_uri', null],
  ['redirect_uri=%ff', null],
  ['', null],
  [null, null],
  [undefined, null],
  ['{"redirect_uri":"https://app.example.com"}', null],
  ['%', null],
  ['%3d', null],
  ['=', null],
  ['&&&', null],
  ['\u0000\ud800', null],
  [`redirect_uri=${'a'.repeat(5000)}`, null],
];

for (const [relayState, expected] of CASES) {
  const shown = relayState === undefined ? 'undefined' : JSON.stringify(relayState?.slice(0, 90) ?? null);
  test(`RelayState ${shown} asks for ${expected ?? 'nothing'}`, () => {
    expect(redirectUriFromRelayState(relayState)).toBe(expected);
  });
}
