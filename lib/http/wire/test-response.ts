import type { MadeResponse } from '#lib/test-idp-host/make-response.ts';

/** A response of the test identity provider as the API answers it. */
export function testResponseWire(made: MadeResponse) {
  return {
    object: 'test_idp_response',
    connection_id: made.connectionId,
    personality: made.personality,
    fault: made.fault,
    expected_error: made.expectedError,
    acs_url: made.acsUrl,
    saml_response: made.samlResponse,
    relay_state: made.relayState,
  };
}
