declare module 'samlp' {
  import type { IncomingMessage } from 'node:http';

  /** What samlp reads of an Express request. */
  export type SamlpRequest = Pick<IncomingMessage, 'method' | 'headers'> & {
    query: Record<string, string>;
    body: Record<string, string>;
    originalUrl: string;
    protocol: string;
  };
  /** What samlp calls on an Express response. */
  export type SamlpResponse = {
    set(name: string, value: string): void;
    send(bodyOrStatus: string | number, body?: unknown): void;
  };
  type Handler = (request: SamlpRequest, response: SamlpResponse, next: (error: Error) => void) => void;
  type Profile = {
    getClaims(): Record<string, string | readonly string[]>;
    getNameIdentifier(): { nameIdentifier: string; nameIdentifierFormat: string };
  };

  export function auth(options: {
    issuer: string;
    cert: string;
    key: string;
    audience?: string | undefined;
    recipient: string;
    destination: string;
    signAssertion: boolean;
    signResponse: boolean;
    lifetimeInSeconds?: number;
    getUserFromRequest(): object;
    profileMapper(user: object): Profile;
    getPostURL(
      audience: string | undefined,
      requestDocument: unknown,
      request: SamlpRequest,
      callback: (error: Error | null, url?: string) => void,
    ): void;
  }): Handler;
  export function metadata(options: {
    issuer: string;
    cert: string;
    redirectEndpointPath: string;
    postEndpointPath: string;
  }): Handler;
  export function parseRequest(
    request: SamlpRequest,
    callback: (
      error: Error | null,
      data?: { issuer?: string; assertionConsumerServiceURL?: string; id?: string },
    ) => void,
  ): void;
}
