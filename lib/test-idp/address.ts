/** Address of an environment's test identity provider; also its SAML entity ID. `origin` has no trailing slash. */
export function testIdpEntityId(origin: string, environmentId: string): string {
  return `${origin}/test-idp/${environmentId}`;
}

/** Where it takes logout messages, by HTTP-Redirect and HTTP-POST. */
export function testIdpSloUrl(origin: string, environmentId: string): string {
  return `${testIdpEntityId(origin, environmentId)}/slo`;
}

/** Where it takes requests, by HTTP-Redirect and HTTP-POST. */
export function testIdpSsoUrl(origin: string, environmentId: string): string {
  return `${testIdpEntityId(origin, environmentId)}/sso`;
}
