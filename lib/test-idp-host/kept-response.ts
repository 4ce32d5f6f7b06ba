/** Begins the name under which a browser keeps its last good response, per ACS URL, to send it again later. */
export const KEPT_RESPONSE = 'gatehouse-test-idp ';
